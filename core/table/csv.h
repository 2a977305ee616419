// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "core/time.h"

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

class CsvTable;

/// One row of a table, with typed readers. Each reader refuses with the file, the line, the
/// column, what was found and what was expected. A row is a view: its table must outlive it.
class CsvRow {
  public:
    CsvRow(const CsvTable& table, std::size_t index) : table_(&table), index_(index) {}

    [[nodiscard]] int line() const;  ///< of the file, header = 1
    /// The field as it stands, "" where empty. `column` must be one of the table's.
    [[nodiscard]] std::string text(std::string_view column) const;
    /// text() that refuses an empty field (csv.empty).
    [[nodiscard]] std::string required(std::string_view column) const;
    /// A whole number in [low, high] (csv.empty, csv.number, csv.range).
    [[nodiscard]] std::int64_t integer(std::string_view column, std::int64_t low,
                                       std::int64_t high) const;
    [[nodiscard]] std::optional<std::int64_t> optional_integer(std::string_view column,
                                                               std::int64_t low,
                                                               std::int64_t high) const;
    /// A decimal number in [low, high]; no "inf", no "nan", no thousands sign.
    [[nodiscard]] double number(std::string_view column, double low, double high) const;
    [[nodiscard]] std::optional<double> optional_number(std::string_view column, double low,
                                                        double high) const;
    /// "0" or "1".
    [[nodiscard]] bool boolean(std::string_view column) const;
    [[nodiscard]] Date date(std::string_view column) const;
    [[nodiscard]] std::optional<Date> optional_date(std::string_view column) const;
    [[nodiscard]] std::optional<Instant> optional_instant(std::string_view column) const;
    /// One of `allowed` (csv.value).
    [[nodiscard]] std::string one_of(std::string_view column,
                                     std::span<const std::string_view> allowed) const;
    [[nodiscard]] std::string one_of(std::string_view column,
                                     std::initializer_list<std::string_view> allowed) const;

    /// An error at this row and column, for rules the readers above do not know.
    [[nodiscard]] Error error(std::string code, std::string_view column, std::string message,
                              std::string expected) const;

  private:
    [[nodiscard]] std::string_view filled(std::string_view column) const;

    const CsvTable* table_;
    std::size_t index_;
};

/// A CSV table (RFC 4180: comma, double quotes, LF or CRLF) read whole. UTF-8 with or without
/// BOM, or GB18030. Lines that begin with '#' before the header are provenance and passed over,
/// and so are blank lines.
class CsvTable {
  public:
    /// Refuses: no header, a missing one of `columns`, a column named twice, a row of another
    /// width, an open quote, a stray quote. Further columns are kept and can be read.
    CsvTable(std::string_view bytes, std::string file, std::span<const std::string_view> columns);
    CsvTable(std::string_view bytes, std::string file,
             std::initializer_list<std::string_view> columns);

    [[nodiscard]] const std::string& file() const noexcept { return file_; }
    [[nodiscard]] std::size_t size() const noexcept { return lines_.size(); }
    [[nodiscard]] CsvRow row(std::size_t index) const { return {*this, index}; }
    [[nodiscard]] const std::vector<std::string>& columns() const noexcept { return columns_; }
    [[nodiscard]] bool has_column(std::string_view column) const;
    /// Every value of `column` is there and none twice (csv.empty, csv.key).
    void check_key(std::string_view column) const;
    /// The same for a key of several columns.
    void check_key(std::span<const std::string_view> columns) const;
    void check_key(std::initializer_list<std::string_view> columns) const;

  private:
    friend class CsvRow;
    struct Cell {
        std::size_t at = 0;
        std::size_t size = 0;
    };

    void parse(std::span<const std::string_view> columns);
    void check_header(int line, std::span<const std::string_view> wanted) const;
    [[nodiscard]] std::size_t column_index(std::string_view column) const;
    [[nodiscard]] std::string_view cell(std::size_t row, std::string_view column) const;

    std::string file_;
    std::string text_;  ///< decoded; quoted fields are unquoted in place
    std::vector<std::string> columns_;
    std::vector<Cell> cells_;  ///< pieces of text_, row-major, columns_.size() wide
    std::vector<int> lines_;
};

/// One line of CSV for writing (quotes where needed, no line end). See csv_document.
[[nodiscard]] std::string csv_line(std::span<const std::string> fields);

/// A whole CSV file as the office's spreadsheets want it: UTF-8 with BOM, CRLF.
[[nodiscard]] std::string csv_document(std::span<const std::vector<std::string>> rows);

}  // namespace relief
