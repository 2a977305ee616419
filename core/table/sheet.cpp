// SPDX-License-Identifier: Apache-2.0
#include "core/table/sheet.h"

#include "core/error.h"
#include "core/table/csv_reader.h"
#include "core/table/xls_reader.h"
#include "core/table/xlsx_reader.h"
#include "core/time.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <system_error>

namespace relief {
namespace {

constexpr std::string_view zip_magic = "PK\x03\x04";
constexpr std::string_view empty_zip_magic = "PK\x05\x06";
constexpr std::string_view compound_magic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
constexpr std::string_view save_as =
    "csv, xlsx or xls; open it in Excel or WPS and save it as xlsx";

Error too_large(const std::string& file, std::string found, std::string expected) {
    return bad_input({.code = "sheet.size",
                      .message = "the spreadsheet is larger than any list of stock",
                      .file = file,
                      .found = std::move(found),
                      .expected = std::move(expected)});
}

std::string lower_ascii(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return lower;
}

std::string extension_of(const std::string& file) {
    const std::size_t dot = file.find_last_of("./");
    return dot == std::string::npos || file[dot] == '/' ? "" : lower_ascii(file.substr(dot + 1));
}

/// Files that are not tables although offices name them so, by how they begin.
std::string_view foreign_format(std::string_view bytes) {
    struct Magic {
        std::string_view start;
        std::string_view what;
    };
    constexpr std::array<Magic, 8> known{{{"%pdf", "a PDF"},
                                          {"\x89png", "a picture"},
                                          {"\xff\xd8\xff", "a picture"},
                                          {"{\\rtf", "a text document (RTF)"},
                                          {"<?xml", "an XML file"},
                                          {"<!doctype", "a web page"},
                                          {"<html", "a web page"},
                                          {"<table", "a web page"}}};
    std::string_view start = bytes.substr(0, 512);
    if (start.substr(0, 3) == "\xEF\xBB\xBF") {
        start.remove_prefix(3);
    }
    const std::size_t text = start.find_first_not_of(" \t\r\n");
    const std::string head = lower_ascii(start.substr(std::min(text, start.size())));
    for (const Magic& magic : known) {
        if (head.compare(0, magic.start.size(), magic.start) == 0) {
            return magic.what;
        }
    }
    return "";
}

void check_bytes(std::string_view bytes, const std::string& file) {
    if (bytes.empty()) {
        throw bad_input({.code = "sheet.empty",
                         .message = "the file is empty",
                         .file = file,
                         .found = "0 bytes",
                         .expected = "a table"});
    }
    if (bytes.size() > sheet_limits::file_bytes_max) {
        throw too_large(file, fmt::format("{} bytes", bytes.size()),
                        fmt::format("at most {} bytes", sheet_limits::file_bytes_max));
    }
    if (const std::string_view what = foreign_format(bytes); !what.empty()) {
        throw bad_input({.code = "sheet.format",
                         .message = "the file is no spreadsheet",
                         .file = file,
                         .found = std::string(what),
                         .expected = std::string(save_as)});
    }
}

}  // namespace

std::optional<double> SheetCell::number() const {
    if (kind != CellKind::number && kind != CellKind::date) {
        return std::nullopt;
    }
    double value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stop != end || !std::isfinite(value)) {
        return std::nullopt;
    }
    return value;
}

std::optional<std::string> date_of_serial(double serial) {
    constexpr double last = 2'958'465;  // 9999-12-31
    if (!(serial >= 0 && serial < last + 1)) {
        return std::nullopt;
    }
    const std::chrono::sys_days start{std::chrono::year{1899} / 12 / 30};
    return format_date(start + std::chrono::days{static_cast<int>(std::floor(serial))});
}

std::size_t Sheet::end_of(std::size_t index) const {
    return index + 1 < rows_.size() ? rows_[index + 1].first : cells_.size();
}

int Sheet::row_width(std::size_t index) const {
    return static_cast<int>(end_of(index) - rows_[index].first);
}

SheetCell Sheet::cell(std::size_t index, int column) const {
    if (column < 1 || column > row_width(index)) {
        return {};
    }
    const Stored& stored = cells_[rows_[index].first + static_cast<std::size_t>(column) - 1];
    return {.kind = stored.kind, .text = std::string_view(text_).substr(stored.at, stored.size)};
}

void Sheet::begin_row(int number, const std::string& file) {
    finish();
    if (number < 1 || number > sheet_limits::rows_max) {
        throw too_large(file, fmt::format("row {}", number),
                        fmt::format("at most {} rows", sheet_limits::rows_max));
    }
    if (!rows_.empty() && number <= rows_.back().number) {
        throw bad_input({.code = "sheet.damaged",
                         .message = "the rows of the sheet do not rise",
                         .file = file,
                         .line = number,
                         .found = fmt::format("row {} behind row {}", number, rows_.back().number),
                         .expected = "rows from above, each once"});
    }
    rows_.push_back({.number = number, .first = static_cast<std::uint32_t>(cells_.size())});
}

void Sheet::check_text(std::string_view text, const std::string& file) const {
    if (text_.size() + text.size() > sheet_limits::text_bytes_max) {
        throw too_large(file, "more text in the cells",
                        fmt::format("at most {} bytes", sheet_limits::text_bytes_max));
    }
    if (cells_.size() >= sheet_limits::cells_max) {
        throw too_large(file, "more cells", fmt::format("at most {}", sheet_limits::cells_max));
    }
}

void Sheet::put(int column, CellKind kind, std::string_view text, const std::string& file) {
    if (kind == CellKind::empty || rows_.empty()) {
        return;
    }
    check_text(text, file);
    const int row = rows_.back().number;
    if (column < 1 || column > sheet_limits::columns_max) {
        throw bad_input({.code = "sheet.size",
                         .message = "the sheet is wider than any list of stock",
                         .file = file,
                         .line = row,
                         .found = fmt::format("something in column {}", column),
                         .expected = fmt::format("at most {} columns", sheet_limits::columns_max)});
    }
    const int written = row_width(rows_.size() - 1);
    if (column <= written) {
        throw bad_input({.code = "sheet.damaged",
                         .message = "the cells of a row do not rise",
                         .file = file,
                         .line = row,
                         .found = fmt::format("column {} behind column {}", column, written),
                         .expected = "cells from the left, each once"});
    }
    cells_.resize(cells_.size() + static_cast<std::size_t>(column - written - 1));
    cells_.push_back({.at = static_cast<std::uint32_t>(text_.size()),
                      .size = static_cast<std::uint32_t>(text.size()),
                      .kind = kind});
    text_ += text;
    width_ = std::max(width_, column);
}

void Sheet::finish() {
    if (!rows_.empty() && row_width(rows_.size() - 1) == 0) {
        rows_.pop_back();
    }
}

std::string column_letters(int column) {
    std::string letters;
    for (int rest = column; rest > 0; rest = (rest - 1) / 26) {
        letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
    }
    return letters;
}

Workbook read_workbook(std::string_view bytes, const std::string& file) {
    check_bytes(bytes, file);
    Workbook book;
    if (bytes.starts_with(zip_magic) || bytes.starts_with(empty_zip_magic)) {
        book = read_xlsx(bytes, file);
    } else if (bytes.starts_with(compound_magic)) {
        book = read_xls(bytes, file);
    } else {
        book = read_csv_sheet(bytes, file);
    }
    const std::string extension = extension_of(file);
    const bool known =
        extension == "csv" || extension == "xlsx" || extension == "xls" || extension == "xlsm";
    book.other_extension =
        known && extension != book.format && !(extension == "xlsm" && book.format == "xlsx");
    const bool nothing = std::all_of(book.sheets.begin(), book.sheets.end(),
                                     [](const Sheet& sheet) { return sheet.size() == 0; });
    if (nothing) {
        throw bad_input({.code = "sheet.empty",
                         .message = "there is nothing in the sheets",
                         .file = file,
                         .found = "empty cells",
                         .expected = "a table"});
    }
    return book;
}

}  // namespace relief
