// SPDX-License-Identifier: Apache-2.0
#include "reserves/print/forms.h"

#include "core/error.h"
#include "reserves/print/capitals.h"
#include "reserves/print/decimal.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace relief {
namespace {

std::string value_of(const FormValues& values, std::string_view key) {
    const auto found = values.find(key);
    return found == values.end() ? std::string() : found->second;
}

/// Yuan to the fen in 大写; "" where it is no such amount.
std::string money_text(const std::string& yuan) {
    const auto amount = parse_decimal(yuan);
    const auto fen = amount && amount->decimals <= 2 ? with_decimals(*amount, 2) : std::nullopt;
    return fen ? capital_money(fen->amount) : std::string();
}

std::string capital_text(const FormValues& row) {
    const auto quantity = parse_decimal(value_of(row, "quantity"));
    return quantity ? capital_quantity(*quantity, value_of(row, "unit")) : std::string();
}

std::string cell_text(const ColumnSpec& column, const FormValues& row, std::size_t index) {
    if (column.key == "no") {
        return fmt::format("{}", index + 1);
    }
    return column.key == "capital" ? capital_text(row) : value_of(row, column.key);
}

bool one_unit(const std::vector<FormValues>& rows) {
    return std::all_of(rows.begin(), rows.end(), [&rows](const FormValues& row) {
        return value_of(row, "unit") == value_of(rows.front(), "unit");
    });
}

/// The sum of a column, "" where a cell is no number or units differ.
std::string column_sum(const ColumnSpec& column, const std::vector<FormValues>& rows) {
    const bool measures_goods = column.key.find("quantity") != std::string_view::npos;
    if (measures_goods && !one_unit(rows)) {
        return {};
    }
    Quantity sum;
    for (const FormValues& row : rows) {
        const auto quantity = parse_decimal(value_of(row, column.key));
        const auto more = quantity ? plus(sum, *quantity) : std::nullopt;
        if (!more) {
            return {};
        }
        sum = *more;
    }
    return format_quantity(sum);
}

std::vector<std::string> total_row(const TableSpec& spec, const std::vector<FormValues>& rows,
                                   std::string_view language) {
    std::vector<std::string> total;
    bool any = false;
    for (const ColumnSpec& column : spec.columns) {
        total.push_back(column.summed ? column_sum(column, rows) : std::string());
        any = any || !total.back().empty();
    }
    if (!any || rows.size() < 2) {
        return {};
    }
    const std::size_t word_at = spec.columns.front().key == "no" && total.size() > 1 ? 1 : 0;
    total.at(word_at) = language == "en" ? "Total" : "合计";
    return total;
}

FormTable make_table(const TableSpec& spec, const std::vector<FormValues>& rows,
                     std::string_view language) {
    FormTable table{.caption = spec.caption.in(language)};
    for (const ColumnSpec& column : spec.columns) {
        table.columns.push_back({column.label.in(language), column.width, column.align});
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        std::vector<std::string>& cells = table.rows.emplace_back();
        for (const ColumnSpec& column : spec.columns) {
            cells.push_back(cell_text(column, rows[i], i));
        }
    }
    table.total = total_row(spec, rows, language);
    return table;
}

[[noreturn]] void refuse(const FormKind& kind, std::string field, const std::string& found) {
    throw bad_input({.code = "print.form",
                     .message = "the form has no place for this",
                     .field = std::move(field),
                     .found = found,
                     .expected = fmt::format("a key of the form {}", kind.id)});
}

/// Refuses keys of `values` that are not among `known`, whose elements have a `key`.
template <class Specs>
void check_keys(const FormKind& kind, const FormValues& values, const Specs& known,
                std::string_view also, const std::string& field) {
    for (const auto& [key, value] : values) {
        const bool there =
            key == also || std::any_of(known.begin(), known.end(),
                                       [&key = key](const auto& spec) { return spec.key == key; });
        if (!there) {
            refuse(kind, field, key);
        }
    }
}

void check_content(const FormKind& kind, const FormContent& content) {
    check_keys(kind, content.values, kind.fields, "", "values");
    for (const auto& [key, rows] : content.rows) {
        const auto table =
            std::find_if(kind.tables.begin(), kind.tables.end(),
                         [&key = key](const TableSpec& spec) { return spec.key == key; });
        if (table == kind.tables.end()) {
            refuse(kind, "rows", key);
        }
        for (const FormValues& row : rows) {
            check_keys(kind, row, table->columns, "unit", "rows." + key);
        }
    }
    for (const FormSignature& signature : content.signatures) {
        const bool there = std::any_of(kind.posts.begin(), kind.posts.end(),
                                       [&](const PostSpec& p) { return p.key == signature.post; });
        if (!there) {
            refuse(kind, "signatures", signature.post);
        }
    }
}

SignatureBox signature_box(const PostSpec& post, const FormContent& content,
                           std::string_view language) {
    SignatureBox box{.post = post.label.in(language)};
    for (const FormSignature& signature : content.signatures) {
        if (signature.post == post.key) {
            box.name += (box.name.empty() ? "" : "、") + signature.name;
            box.time = signature.time;
        }
    }
    return box;
}

}  // namespace

std::string printed_time(Instant at) {
    const std::string text = format_instant(at);
    const std::string_view zone = "+08:00";
    std::string shown = text.substr(0, text.size() - zone.size());
    shown.at(shown.find('T')) = ' ';
    return shown;
}

const FormKind& form_kind(std::string_view id) {
    for (const FormKind& kind : form_kinds()) {
        if (kind.id == id) {
            return kind;
        }
    }
    throw bad_input({.code = "print.kind",
                     .message = "there is no such form",
                     .field = "--kind",
                     .found = std::string(id),
                     .expected = "one of `relief print --list`"});
}

Form make_form(const FormKind& kind, const FormContent& content, std::string_view language) {
    check_content(kind, content);
    Form form{.language = std::string(language),
              .paper = kind.paper,
              .title = (language == "en" ? "" : content.issuer) + kind.title.in(language),
              .number = content.number,
              .unit = content.unit,
              .date = content.date,
              .marks = content.marks,
              .print_count = content.print_count,
              .footer = content.footer,
              .made_at = content.made_at};
    for (const FieldSpec& field : kind.fields) {
        form.fields.push_back({field.label.in(language),
                               field.money_of.empty()
                                   ? value_of(content.values, field.key)
                                   : money_text(value_of(content.values, field.money_of)),
                               field.wide});
    }
    for (const TableSpec& table : kind.tables) {
        const auto rows = content.rows.find(table.key);
        const bool empty = rows == content.rows.end() || rows->second.empty();
        if (!empty || !table.optional) {
            form.tables.push_back(
                make_table(table, empty ? std::vector<FormValues>{} : rows->second, language));
        }
    }
    for (const FormLabel& note : kind.notes) {
        form.notes.push_back(note.in(language));
    }
    form.notes.insert(form.notes.end(), content.notes.begin(), content.notes.end());
    for (const PostSpec& post : kind.posts) {
        form.signatures.push_back(signature_box(post, content, language));
    }
    form.stamp = kind.stamped ? FormLabel{"（盖章）", "(stamp)"}.in(language) : std::string();
    return form;
}

}  // namespace relief
