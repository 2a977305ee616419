// SPDX-License-Identifier: Apache-2.0
#include "core/table/xlsx_writer.h"

#include "core/error.h"
#include "core/text.h"

#include <fmt/format.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <system_error>
#include <utility>

namespace relief {
namespace {

constexpr std::size_t text_characters_max = 32'767;  // of a cell
constexpr std::size_t sheet_name_characters_max = 31;
constexpr std::int64_t exact_number_max = 999'999'999'999'999;  // 15 digits: all Excel keeps

Error unwritable(const std::filesystem::path& path, std::string found) {
    return bad_input({.code = "file.write",
                      .message = "the file cannot be written",
                      .file = path.string(),
                      .found = std::move(found),
                      .expected = "a folder this user may write to, with room on the disk"});
}

/// At most `most` UTF-16 units (what Excel counts) of a text, cut between characters.
std::string first_characters(const std::string& text, std::size_t most) {
    std::size_t units = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if ((byte & 0xC0U) == 0x80U) {
            continue;
        }
        units += byte >= 0xF0U ? 2 : 1;
        if (units > most) {
            return text.substr(0, at);
        }
    }
    return text;
}

std::string sheet_name(const std::string& name) {
    std::string kept;
    for (const char c : name) {
        const bool barred = std::string_view("[]:*?/\\'").find(c) != std::string_view::npos;
        kept += barred ? ' ' : c;
    }
    return first_characters(kept.empty() ? "Sheet" : kept, sheet_name_characters_max);
}

lxw_datetime parts_of(Date date) {
    const std::chrono::year_month_day day{date};
    lxw_datetime parts{};
    parts.year = static_cast<int>(day.year());
    parts.month = static_cast<int>(static_cast<unsigned>(day.month()));
    parts.day = static_cast<int>(static_cast<unsigned>(day.day()));
    return parts;
}

}  // namespace

struct XlsxWriter::State {
    struct Look {
        lxw_format* text = nullptr;
        lxw_format* whole = nullptr;
        lxw_format* decimal = nullptr;
        lxw_format* date = nullptr;
    };

    std::filesystem::path path;
    std::filesystem::path part_path;  ///< written first, renamed by close()
    lxw_workbook* book = nullptr;
    lxw_worksheet* sheet = nullptr;
    lxw_format* header = nullptr;
    std::vector<Look> looks;  ///< by RowLook
    lxw_row_t next_row = 0;

    [[nodiscard]] lxw_format* format(const char* numbers, std::uint32_t colour, bool bold) const {
        lxw_format* const made = workbook_add_format(book);
        format_set_num_format(made, numbers);
        format_set_align(made, LXW_ALIGN_VERTICAL_TOP);
        if (colour != 0) {
            format_set_bg_color(made, colour);
        }
        if (bold) {
            format_set_bold(made);
        }
        return made;
    }

    void make_formats() {
        constexpr std::uint32_t none = 0;
        constexpr std::uint32_t yellow = 0xFFF2CC;
        constexpr std::uint32_t red = 0xF8CBAD;
        constexpr std::uint32_t grey = 0xE7E6E6;
        constexpr std::uint32_t blue = 0xD9E2F3;
        header = format("@", blue, true);
        format_set_border(header, LXW_BORDER_THIN);
        format_set_text_wrap(header);
        const std::pair<std::uint32_t, bool> of_look[] = {
            {none, false}, {none, true}, {yellow, false}, {red, false}, {grey, false}};
        for (const auto& [colour, bold] : of_look) {
            looks.push_back({.text = format("@", colour, bold),
                             .whole = format("0", colour, bold),
                             .decimal = format("0.###", colour, bold),
                             .date = format("yyyy-mm-dd", colour, bold)});
        }
    }

    void put_text(lxw_col_t column, const std::string& text, lxw_format* look) const {
        worksheet_write_string(sheet, next_row, column,
                               first_characters(text, text_characters_max).c_str(), look);
    }

    void put(lxw_col_t column, const OutputCell& cell, const Look& look) const {
        if (const auto* text = std::get_if<std::string>(&cell)) {
            if (!text->empty()) {
                put_text(column, *text, look.text);
                return;
            }
        } else if (const auto* date = std::get_if<Date>(&cell)) {
            lxw_datetime parts = parts_of(*date);
            worksheet_write_datetime(sheet, next_row, column, &parts, look.date);
            return;
        } else if (const auto* quantity = std::get_if<Quantity>(&cell)) {
            if (std::abs(quantity->amount) > exact_number_max) {
                put_text(column, format_quantity(*quantity), look.text);
                return;
            }
            const double value =
                static_cast<double>(quantity->amount) / std::pow(10.0, quantity->decimals);
            worksheet_write_number(sheet, next_row, column, value,
                                   quantity->decimals == 0 ? look.whole : look.decimal);
            return;
        }
        worksheet_write_blank(sheet, next_row, column, look.text);
    }
};

XlsxWriter::XlsxWriter(std::filesystem::path path, Instant made_at)
    : state_(std::make_unique<State>()) {
    state_->path = std::move(path);
    state_->part_path = state_->path;
    state_->part_path += fmt::format(".part{}", getpid());
    if (!std::ofstream(state_->part_path)) {  // libxlsxwriter would tell only at the end
        throw unwritable(state_->path, "a folder that cannot be written to");
    }
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    state_->book = workbook_new_opt(state_->part_path.c_str(), &options);
    if (state_->book == nullptr) {
        throw unwritable(state_->path, "no memory");
    }
    lxw_doc_properties properties{};
    char author[] = "Relief";
    properties.author = author;
    properties.created = static_cast<std::time_t>(made_at.time_since_epoch().count());
    workbook_set_properties(state_->book, &properties);
    state_->make_formats();
}

XlsxWriter::~XlsxWriter() {
    if (state_->book != nullptr) {
        // libxlsxwriter frees its temporary files only by closing; what it wrote is not kept.
        (void)workbook_close(state_->book);
        std::error_code ignored;
        std::filesystem::remove(state_->part_path, ignored);
    }
}

void XlsxWriter::begin_sheet(const std::string& name) {
    state_->sheet = workbook_add_worksheet(state_->book, sheet_name(name).c_str());
    if (state_->sheet == nullptr) {
        throw bad_input({.code = "file.write",
                         .message = "a sheet cannot be made",
                         .file = state_->path.string(),
                         .field = name,
                         .expected = "a name no other sheet of the file has"});
    }
    state_->next_row = 0;
}

void XlsxWriter::fit_to_page(bool landscape) {
    constexpr std::uint8_t a4 = 9;
    worksheet_set_paper(state_->sheet, a4);
    worksheet_fit_to_pages(state_->sheet, 1, 0);
    if (landscape) {
        worksheet_set_landscape(state_->sheet);
    }
}

void XlsxWriter::set_widths(std::span<const OutputColumn> columns) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto column = static_cast<lxw_col_t>(i);
        worksheet_set_column(state_->sheet, column, column, columns[i].width, nullptr);
    }
}

void XlsxWriter::put_header(std::span<const OutputColumn> columns) {
    // As high as the longest title needs, wrapped in its column.
    constexpr double line_height = 15;
    double lines = 1;
    for (const OutputColumn& column : columns) {
        lines = std::max(lines, std::ceil(display_width(column.title) / column.width));
    }
    if (lines > 1) {
        worksheet_set_row(state_->sheet, state_->next_row, lines * line_height, nullptr);
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
        state_->put_text(static_cast<lxw_col_t>(i), columns[i].title, state_->header);
    }
    worksheet_freeze_panes(state_->sheet, state_->next_row + 1, 0);
    if (!columns.empty()) {
        worksheet_autofilter(state_->sheet, state_->next_row, 0, state_->next_row,
                             static_cast<lxw_col_t>(columns.size() - 1));
    }
    ++state_->next_row;
}

void XlsxWriter::put_row(std::span<const OutputCell> cells, RowLook look) {
    if (state_->next_row >= LXW_ROW_MAX) {
        throw unwritable(state_->path, "more rows than a sheet has");
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
        state_->put(static_cast<lxw_col_t>(i), cells[i],
                    state_->looks[static_cast<std::size_t>(look)]);
    }
    ++state_->next_row;
}

void XlsxWriter::close() {
    const lxw_error error = workbook_close(std::exchange(state_->book, nullptr));
    std::error_code failed;
    if (error == LXW_NO_ERROR) {
        std::filesystem::rename(state_->part_path, state_->path, failed);
    }
    if (error != LXW_NO_ERROR || failed) {
        std::error_code ignored;
        std::filesystem::remove(state_->part_path, ignored);
        throw unwritable(state_->path, failed ? failed.message() : lxw_strerror(error));
    }
}

}  // namespace relief
