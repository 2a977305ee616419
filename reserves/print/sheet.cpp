// SPDX-License-Identifier: Apache-2.0
#include "reserves/print/sheet.h"

#include "core/table/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace relief {
namespace {

using Kind = SheetLine::Kind;

bool is_plain_number(std::string_view text) {
    text.remove_prefix(!text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto point = std::find(text.begin(), text.end(), '.');
    const bool whole = point != text.begin() && std::all_of(text.begin(), point, is_digit);
    return whole && (point == text.end() ||
                     (point + 1 != text.end() && std::all_of(point + 1, text.end(), is_digit)));
}

std::string join(const std::vector<std::string>& words) {
    return fmt::format("{}", fmt::join(words, " · "));
}

void add(std::vector<SheetLine>& lines, Kind kind, std::vector<std::string> cells) {
    lines.push_back({kind, std::move(cells)});
}

void add_head(std::vector<SheetLine>& lines, const Form& form) {
    const bool english = form.language == "en";
    std::vector<std::string> marks = form.marks;
    const std::string count = print_count_mark(form);
    if (!count.empty()) {
        marks.push_back(count);
    }
    if (!marks.empty()) {
        add(lines, Kind::mark, {"[" + join(marks) + "]"});
    }
    add(lines, Kind::title, {form.title});
    const auto labelled = [&](const char* zh, const char* en, const std::string& value) {
        if (!value.empty()) {
            add(lines, Kind::field, {english ? en : zh, value});
        }
    };
    labelled("编号", "No.", form.number);
    labelled("编制单位", "Unit", form.unit);
    labelled("日期", "Date", form.date);
    for (const FormField& field : form.fields) {
        add(lines, Kind::field, {field.label, field.value});
    }
}

void add_table(std::vector<SheetLine>& lines, const FormTable& table) {
    add(lines, Kind::blank, {});
    if (!table.caption.empty()) {
        add(lines, Kind::note, {table.caption});
    }
    std::vector<std::string> labels;
    for (const FormColumn& column : table.columns) {
        labels.push_back(column.label);
    }
    add(lines, Kind::head, std::move(labels));
    for (const std::vector<std::string>& row : table.rows) {
        add(lines, Kind::row, row);
    }
    if (!table.total.empty()) {
        add(lines, Kind::total, table.total);
    }
}

void add_end(std::vector<SheetLine>& lines, const Form& form) {
    add(lines, Kind::blank, {});
    for (const std::string& note : form.notes) {
        add(lines, Kind::note, {note});
    }
    for (const SignatureBox& box : form.signatures) {
        add(lines, Kind::signature, {box.post, box.name, box.time});
    }
    if (!form.stamp.empty()) {
        add(lines, Kind::signature, {form.stamp});
    }
    if (!form.footer.empty()) {
        add(lines, Kind::note, {form.footer});
    }
}

}  // namespace

std::vector<SheetLine> sheet_lines(const Form& form) {
    check_form(form);
    std::vector<SheetLine> lines;
    add_head(lines, form);
    for (const FormTable& table : form.tables) {
        add_table(lines, table);
    }
    add_end(lines, form);
    return lines;
}

std::string neutral_cell(const std::string& text) {
    constexpr std::array<std::string_view, 11> starts{"=",  "+",  "-",  "@",  "\t", "\r",
                                                      "\n", "＝", "＋", "－", "＠"};
    const bool begins_so = std::any_of(starts.begin(), starts.end(), [&text](std::string_view s) {
        return std::string_view(text).substr(0, s.size()) == s;
    });
    return begins_so && !is_plain_number(text) ? "'" + text : text;
}

std::string render_csv(const Form& form) {
    std::vector<std::vector<std::string>> rows;
    for (const SheetLine& line : sheet_lines(form)) {
        std::vector<std::string>& row = rows.emplace_back();
        std::transform(line.cells.begin(), line.cells.end(), std::back_inserter(row), neutral_cell);
    }
    return csv_document(rows);
}

}  // namespace relief
