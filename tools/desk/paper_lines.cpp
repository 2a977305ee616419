// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/paper_lines.h"

#include "core/data_source.h"
#include "core/error.h"
#include "core/table/csv.h"
#include "reserves/document/packs.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::array<std::string_view, 15> fields_known{
    "item", "lot",  "amount",  "pack",    "site", "from", "to",       "owner",
    "note", "made", "expires", "counted", "book", "at",   "condition"};

/// Of a line, in 10^-decimals of the item's unit.
constexpr std::int64_t amount_max = 1'000'000'000'000'000;

Error wrong(int line, std::string field, std::string found, std::string expected) {
    return bad_input({.code = "doc.line",
                      .message = "a line of the paper is wrong",
                      .file = {},
                      .line = line,
                      .field = std::move(field),
                      .found = std::move(found),
                      .expected = std::move(expected)});
}

std::string known_fields() {
    std::string text;
    for (const std::string_view field : fields_known) {
        text += (text.empty() ? "" : ", ") + std::string(field);
    }
    return text;
}

void put(LineFields& fields, int line, const std::string& name, std::string value) {
    if (std::find(fields_known.begin(), fields_known.end(), name) == fields_known.end()) {
        throw wrong(line, name, value, known_fields());
    }
    if (!fields.emplace(name, std::move(value)).second) {
        throw wrong(line, name, "the field twice", "each field once");
    }
}

std::string text_of(const LineFields& fields, std::string_view name) {
    const auto found = fields.find(name);
    return found == fields.end() ? "" : found->second;
}

Date date_of(const LineFields& fields, std::string_view name, int line) {
    const std::string text = text_of(fields, name);
    const auto date = parse_date(text);
    if (!date) {
        throw wrong(line, std::string(name), text, "a date such as 2017-06-01");
    }
    return *date;
}

std::optional<LotDates> lot_dates(const Item& item, const LineFields& fields, int line) {
    if (fields.count("made") == 0 && fields.count("expires") == 0) {
        return std::nullopt;
    }
    const Date made_on = date_of(fields, "made", line);
    return LotDates{.made_on = made_on,
                    .expires_on = fields.count("expires") > 0
                                      ? date_of(fields, "expires", line)
                                      : made_on + std::chrono::days{item.shelf_life_days}};
}

const Item& item_of(const Rules& rules, const LineFields& fields, int line) {
    const std::string id = text_of(fields, "item");
    const Item* item = rules.item(id);
    if (item == nullptr) {
        throw bad_input({.code = "item.unknown",
                         .message = "there is no such item",
                         .file = {},
                         .line = line,
                         .field = "item",
                         .found = id,
                         .expected = "an item of rules/item_catalog.csv"});
    }
    return *item;
}

}  // namespace

LineFields parse_line(std::string_view text, int line) {
    LineFields fields;
    while (!text.empty()) {
        const std::size_t mark = text.find('=');
        if (mark == std::string_view::npos) {
            throw wrong(line, "line", std::string(text), "field=value,field=value");
        }
        const std::string name(text.substr(0, mark));
        text.remove_prefix(mark + 1);
        const std::size_t end =
            name == "note" ? text.size() : std::min(text.find(','), text.size());
        put(fields, line, name, std::string(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return fields;
}

std::vector<LineFields> read_lines_file(const std::filesystem::path& file) {
    const CsvTable table(read_file(file), file.string(), {"item"});
    std::vector<LineFields> lines;
    for (std::size_t at = 0; at < table.size(); ++at) {
        const CsvRow row = table.row(at);
        LineFields fields;
        for (const std::string& column : table.columns()) {
            if (std::string value = row.text(column); !value.empty()) {
                put(fields, row.line(), column, std::move(value));
            }
        }
        lines.push_back(std::move(fields));
    }
    return lines;
}

std::int64_t parse_amount(const Item& item, const std::string& text, int line) {
    const std::size_t point = std::min(text.find('.'), text.size());
    const std::string whole = text.substr(0, point);
    std::string part = point < text.size() ? text.substr(point + 1) : "";
    const bool digits = !whole.empty() &&
                        whole.find_first_not_of("0123456789") == std::string::npos &&
                        part.find_first_not_of("0123456789") == std::string::npos &&
                        !(point < text.size() && part.empty());
    const auto decimals = static_cast<std::size_t>(item.decimals);
    if (!digits || whole.size() > 15 || part.size() > decimals) {
        throw wrong(line, "amount", text,
                    decimals == 0
                        ? "a whole number of " + item.unit
                        : fmt::format("{} with at most {} decimals", item.unit, decimals));
    }
    part.resize(decimals, '0');
    const std::string all = whole + part;
    std::int64_t amount = 0;
    const auto [end, error] = std::from_chars(all.data(), all.data() + all.size(), amount);
    if (error != std::errc{} || amount > amount_max) {
        throw wrong(line, "amount", text, "at most 10^15");
    }
    return amount;
}

std::int64_t line_amount(const Item& item, const std::vector<ItemPack>& packs,
                         const LineFields& fields, std::string_view field, int line) {
    const std::string name = text_of(fields, "pack");
    const std::string text = text_of(fields, field);
    const auto pack_error = [&](std::string found, std::string expected) {
        return refused({.code = "doc.pack",
                        .message = "packs of this item are not given this way",
                        .file = {},
                        .line = line,
                        .field = "pack",
                        .found = std::move(found),
                        .expected = std::move(expected)});
    };
    if (!name.empty()) {
        const auto pack = std::find_if(packs.begin(), packs.end(), [&](const ItemPack& row) {
            return row.item == item.id && row.name == name;
        });
        if (pack == packs.end()) {
            throw pack_error(name, "a pack of rules/item_packs.csv");
        }
        Item whole = item;
        whole.decimals = 0;
        const std::int64_t given = parse_amount(whole, text, line);
        const std::int64_t each = from_units(pack->units, item.decimals).amount;
        if (given > amount_max / each) {
            throw wrong(line, std::string(field), text + name, "at most 10^15");
        }
        return given * each;
    }
    const std::int64_t amount = parse_amount(item, text, line);
    if (broken_pack(packs, item.id, amount, item.decimals)) {
        throw pack_error(text + item.unit, "whole packs: none of them may be opened");
    }
    return amount;
}

PaperLine paper_line(const Rules& rules, const std::vector<ItemPack>& packs,
                     const LineFields& fields, bool incoming, int line) {
    const Item& item = item_of(rules, fields, line);
    PaperLine made{.goods = {.line = line,
                             .item = item.id,
                             .lot = text_of(fields, "lot"),
                             .amount = fields.count("amount") == 0
                                           ? 0
                                           : line_amount(item, packs, fields, "amount", line),
                             .owner = text_of(fields, "owner"),
                             .from_site = text_of(fields, "from"),
                             .to_site = text_of(fields, "to"),
                             .condition = text_of(fields, "condition"),
                             .note = text_of(fields, "note")},
                   .lot_dates = lot_dates(item, fields, line)};
    if (const std::string site = text_of(fields, "site"); !site.empty()) {
        std::string& end = incoming ? made.goods.to_site : made.goods.from_site;
        if (!end.empty()) {
            throw wrong(line, "site", site, incoming ? "site= or to=" : "site= or from=");
        }
        end = site;
    }
    return made;
}

}  // namespace relief
