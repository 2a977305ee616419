// SPDX-License-Identifier: Apache-2.0
#include "reserves/print/decimal.h"
#include "reserves/print/form_books.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::json;

template <class Specs>
bool has_key(const Specs& specs, std::string_view key) {
    return std::any_of(specs.begin(), specs.end(),
                       [key](const auto& spec) { return spec.key == key; });
}

/// A scalar of the head as printed; "" for anything else.
std::string shown(const json& value) {
    if (value.is_string()) {
        return value.get<std::string>();
    }
    return value.is_number() || value.is_boolean() ? value.dump() : std::string();
}

/// What is the same on every line; "" where lines differ or there are none.
std::string common(const std::vector<DocumentLine>& lines, std::string DocumentLine::*field) {
    const bool same = std::all_of(lines.begin(), lines.end(), [&](const DocumentLine& line) {
        return line.*field == lines.front().*field;
    });
    return same && !lines.empty() ? lines.front().*field : std::string();
}

void put(FormValues& values, const FormKind& kind, std::string_view key, std::string value) {
    if (!value.empty() && has_key(kind.fields, key)) {
        values.try_emplace(std::string(key), std::move(value));
    }
}

void put_head(FormContent& content, const FormKind& kind, const Document& document,
              const FormNames& names) {
    const json head = json::parse(document.content);
    for (const FieldSpec& field : kind.fields) {
        const auto value = head.find(field.key);
        const std::string text = value == head.end() ? std::string() : shown(*value);
        const bool is_site = field.key == "from" || field.key == "to" || field.key == "site" ||
                             field.key == "owner" || field.key == "deliver_to" ||
                             field.key == "disaster_place";
        put(content.values, kind, field.key, is_site ? names.site(text) : text);
    }
    const std::string from = names.site(common(document.lines, &DocumentLine::from_site));
    const std::string to = names.site(common(document.lines, &DocumentLine::to_site));
    put(content.values, kind, "from", from);
    put(content.values, kind, "to", to);
    const bool arrives = kind.id == "receipt" || kind.id == "acceptance" || kind.id == "return" ||
                         kind.id == "loan_return" || kind.id == "donation";
    put(content.values, kind, "site", arrives ? to : from);
    put(content.values, kind, "owner", names.site(common(document.lines, &DocumentLine::owner)));
    put(content.values, kind, "event", document.event);
    put(content.values, kind, "at", printed_time(document.made_at));
}

FormValues line_values(const DocumentLine& line, const FormKind& kind, const FormNames& names) {
    const Item* item = names.rules.item(line.item);
    const Quantity amount{line.amount, item == nullptr ? 0 : item->decimals};
    const FormValues all{
        {"item", names.item(line.item)},
        {"spec", names.spec(line.item)},
        {"lot", line.lot},
        {"unit", names.unit(line.item)},
        {"quantity", format_quantity(amount)},
        {"condition", line.condition},
        {"owner", names.site(line.owner)},
        {"from", names.site(line.from_site)},
        {"to", names.site(line.to_site)},
        {"site", names.site(line.from_site)},
        {"weight_kg", item == nullptr ? "" : measure_of(amount, item->weight_kg, 3)},
        {"volume_m3", item == nullptr ? "" : measure_of(amount, item->volume_m3, 4)},
        {"note", line.note}};
    FormValues values;
    for (const auto& [key, value] : all) {
        if (key == "unit" || has_key(kind.tables.front().columns, key)) {
            values.emplace(key, value);
        }
    }
    return values;
}

/// Lines that start or end at several places say so where the form has no column for it.
void add_places(FormContent& content, const FormKind& kind, const Document& document,
                const FormNames& names) {
    const auto differ = [&](std::string DocumentLine::*field, std::string_view key) {
        return common(document.lines, field).empty() && !has_key(kind.tables.front().columns, key);
    };
    std::vector<FormValues>& rows = content.rows["lines"];
    const bool has_note = has_key(kind.tables.front().columns, "note");
    for (std::size_t i = 0; i < document.lines.size() && has_note; ++i) {
        const DocumentLine& line = document.lines[i];
        std::string places;
        if (differ(&DocumentLine::from_site, "from") && !line.from_site.empty()) {
            places += names.site(line.from_site) + "→";
        }
        if (differ(&DocumentLine::to_site, "to") && !line.to_site.empty()) {
            places += (places.empty() ? "→" : "") + names.site(line.to_site);
        }
        std::string& note = rows[i]["note"];
        note += (note.empty() || places.empty() ? "" : " ") + places;
    }
}

}  // namespace

FormContent document_content(const Document& document, const FormNames& names) {
    const FormKind& kind = form_kind(document.number.kind);
    FormContent content{.number = format_number(document.number),
                        .unit = names.site(document.number.unit),
                        .date = format_date(beijing_date(document.made_at))};
    put_head(content, kind, document, names);
    for (const DocumentLine& line : document.lines) {
        content.rows["lines"].push_back(line_values(line, kind, names));
    }
    add_places(content, kind, document, names);
    for (const DocumentStep& step : document.steps) {
        if (has_key(kind.posts, step.verb)) {
            // Who signed by telephone signs, not who wrote it down.
            const json told = json::parse(step.content, nullptr, false);
            const std::string who =
                told.is_object() ? told.value("signer", step.actor) : step.actor;
            content.signatures.push_back(
                {step.verb, names.person(who), format_short(step.occurred_at)});
        }
    }
    return content;
}

}  // namespace relief
