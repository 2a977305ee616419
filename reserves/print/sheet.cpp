// SPDX-License-Identifier: Apache-2.0
#include "reserves/print/sheet.h"

#include "core/table/xlsx_writer.h"
#include "core/text.h"
#include "reserves/print/decimal.h"

#include <algorithm>

#include <fmt/format.h>

namespace relief {
namespace {

using Kind = SheetLine::Kind;

std::string join(const std::vector<std::string>& words) {
    return fmt::format("{}", fmt::join(words, " · "));
}

void add(std::vector<SheetLine>& lines, Kind kind, const std::vector<std::string>& texts) {
    lines.push_back({kind, {texts.begin(), texts.end()}});
}

/// A row of a table: what is a number of a column of numbers can be added up in the spreadsheet.
void add_row(std::vector<SheetLine>& lines, Kind kind, const FormTable& table,
             const std::vector<std::string>& texts) {
    SheetLine line{kind, {}};
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const bool numbers = table.columns[i].align == Align::right;
        const auto quantity = numbers ? parse_decimal(texts[i]) : std::nullopt;
        line.cells.push_back(quantity ? OutputCell(*quantity) : OutputCell(texts[i]));
    }
    lines.push_back(std::move(line));
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
    add(lines, Kind::head, labels);
    for (const std::vector<std::string>& row : table.rows) {
        add_row(lines, Kind::row, table, row);
    }
    if (!table.total.empty()) {
        add_row(lines, Kind::total, table, table.total);
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

/// The columns of the first table, each as wide as what stands in it.
std::vector<OutputColumn> first_head(const Form& form) {
    constexpr int narrowest = 6;
    constexpr int widest = 40;
    std::vector<OutputColumn> columns;
    if (form.tables.empty()) {
        return {{"", 14}, {"", widest}};
    }
    const FormTable& table = form.tables.front();
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        int width = display_width(table.columns[i].label);
        for (const std::vector<std::string>& row : table.rows) {
            width = std::max(width, display_width(row[i]));
        }
        columns.push_back({table.columns[i].label,
                           static_cast<double>(std::clamp(width + 2, narrowest, widest))});
    }
    return columns;
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

std::string render_csv(const Form& form) {
    std::vector<std::vector<OutputCell>> rows;
    for (SheetLine& line : sheet_lines(form)) {
        rows.push_back(std::move(line.cells));
    }
    return csv_of_cells(rows);
}

void write_xlsx(const Form& form, const std::filesystem::path& file) {
    const std::vector<SheetLine> lines = sheet_lines(form);
    XlsxWriter writer(file, form.made_at);
    writer.begin_sheet(form.title);
    std::vector<OutputColumn> columns = first_head(form);
    writer.set_widths(columns);
    bool head_seen = false;
    for (const SheetLine& line : lines) {
        if (line.kind == Kind::head && !head_seen) {
            head_seen = true;
            writer.put_header(columns);
            continue;
        }
        const bool strong = line.kind == Kind::title || line.kind == Kind::head;
        writer.put_row(line.cells, strong ? RowLook::title : RowLook::plain);
    }
    writer.close();
}

}  // namespace relief
