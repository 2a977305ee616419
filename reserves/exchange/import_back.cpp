// SPDX-License-Identifier: Apache-2.0
#include "reserves/exchange/import_back.h"

#include "core/table/xlsx_writer.h"
#include "reserves/exchange/row_reader.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace relief {
namespace {

constexpr std::string_view result_zh = "处理结果";
constexpr std::string_view result_en = "Import result";
constexpr std::string_view why_zh = "原因（请改正后发回）";
constexpr std::string_view why_en = "Why (please mend and send back)";

OutputCell output_of(const SheetCell& cell) {
    switch (cell.kind) {
        case CellKind::empty: return std::monostate{};
        case CellKind::date: {
            const auto text = date_of_serial(cell.number().value_or(-1));
            const auto date = text ? parse_date(*text) : std::nullopt;
            if (date && *date >= Date{std::chrono::year{1900} / 3 / 1}) {
                return *date;
            }
            return std::string(cell.text);
        }
        case CellKind::number: {
            const NumberReading number = read_number(cell);
            if (number.value) {
                return Quantity{number.value->digits, number.value->decimals};
            }
            return std::string(cell.text);
        }
        default: return std::string(cell.text);
    }
}

/// The columns of an earlier round, which are written anew.
std::vector<bool> columns_kept(const Sheet& sheet, const ImportReading& reading) {
    std::vector<bool> kept(static_cast<std::size_t>(sheet.width()) + 1, true);
    for (const ColumnUse& use : reading.columns) {
        const bool ours = use.title == result_zh || use.title == result_en || use.title == why_zh ||
                          use.title == why_en;
        kept[static_cast<std::size_t>(use.column)] = !ours;
    }
    return kept;
}

std::vector<OutputCell> cells_of(const Sheet& sheet, std::size_t row,
                                 const std::vector<bool>& kept) {
    std::vector<OutputCell> cells;
    for (int column = 1; column <= sheet.width(); ++column) {
        if (kept[static_cast<std::size_t>(column)]) {
            cells.push_back(output_of(sheet.cell(row, column)));
        }
    }
    return cells;
}

std::string reasons_of(const ImportRow& row, std::string_view language) {
    std::string text;
    for (const ImportReason& reason : row.reasons) {
        text += (text.empty()       ? ""
                 : language == "zh" ? "；"
                                    : "; ") +
                reason_text(reason, language);
    }
    return text;
}

RowLook look_of(const ImportRow& row, bool posted) {
    switch (row.status) {
        case RowStatus::held: return RowLook::held;
        case RowStatus::refused: return RowLook::refused;
        case RowStatus::accepted: break;
    }
    return posted ? RowLook::done : RowLook::plain;
}

std::string result_of(const ImportRow& row, bool posted, bool zh) {
    if (row.status != RowStatus::accepted) {
        return std::string(status_word(row.status, zh ? "zh" : "en"));
    }
    if (posted) {
        return std::string(zh ? row_posted_zh : row_posted_en);
    }
    return zh ? "可入账" : "can be posted";
}

std::vector<OutputColumn> columns_of(const std::vector<OutputCell>& header, bool zh) {
    std::vector<OutputColumn> columns;
    for (const OutputCell& cell : header) {
        const auto* title = std::get_if<std::string>(&cell);
        columns.push_back({title == nullptr ? "" : *title, 14});
    }
    columns.push_back({std::string(zh ? result_zh : result_en), 10});
    columns.push_back({std::string(zh ? why_zh : why_en), 50});
    return columns;
}

}  // namespace

void write_back_sheet(const std::filesystem::path& path, const Sheet& sheet,
                      const ImportReading& reading, bool posted, std::string_view language,
                      Instant made_at) {
    const bool zh = language == "zh";
    const std::vector<bool> kept = columns_kept(sheet, reading);
    std::map<std::size_t, const ImportRow*> row_of;
    for (const ImportRow& row : reading.rows) {
        row_of.emplace(row.sheet_row, &row);
    }
    std::map<int, SkippedRow::Why> skipped;
    for (const SkippedRow& row : reading.skipped) {
        skipped.emplace(row.line, row.why);
    }
    XlsxWriter writer(path, made_at);
    writer.begin_sheet(sheet.name().empty() ? (zh ? "库存" : "stock") : sheet.name());
    for (std::size_t i = 0; i < sheet.size(); ++i) {
        std::vector<OutputCell> cells = cells_of(sheet, i, kept);
        const auto row = row_of.find(i);
        if (sheet.row_number(i) == reading.header_line) {
            const auto columns = columns_of(cells, zh);
            writer.put_header(columns);
            continue;
        }
        if (row != row_of.end()) {
            cells.emplace_back(result_of(*row->second, posted, zh));
            cells.emplace_back(reasons_of(*row->second, language));
            writer.put_row(cells, look_of(*row->second, posted));
            continue;
        }
        const auto why = skipped.find(sheet.row_number(i));
        if (why != skipped.end() && why->second == SkippedRow::Why::done) {
            cells.emplace_back(std::string(zh ? row_posted_zh : row_posted_en));
            writer.put_row(cells, RowLook::done);
            continue;
        }
        writer.put_row(cells);
    }
    writer.close();
}

}  // namespace relief
