// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// What a spreadsheet may hold at most. A file beyond one of these is refused, whatever it claims
/// about itself: nothing is trusted but what was counted while reading.
namespace sheet_limits {
inline constexpr std::size_t file_bytes_max = std::size_t{64} << 20U;
inline constexpr std::size_t part_bytes_max = std::size_t{256} << 20U;  ///< of one inflated part
inline constexpr std::size_t text_bytes_max = std::size_t{128} << 20U;  ///< of all cells together
inline constexpr std::size_t cells_max = 4'000'000;
inline constexpr int rows_max = 1'048'576;  ///< what a spreadsheet program can hold
inline constexpr int columns_max = 256;     ///< with something in them; a stock list has 28
inline constexpr int sheets_max = 64;
inline constexpr int zip_entries_max = 10'000;
inline constexpr int xml_depth_max = 64;
inline constexpr std::size_t small_part_bytes_max = std::size_t{32} << 20U;  ///< styles, relations
inline constexpr std::size_t xml_token_bytes_max = std::size_t{1} << 20U;
}  // namespace sheet_limits

enum class CellKind : std::uint8_t {
    empty,
    text,
    number,
    date,                   ///< a number the sheet shows as a date: text is its serial
    boolean,                ///< text is "1" or "0"
    formula_without_value,  ///< a formula nobody has calculated; text is the formula
    error                   ///< #REF!, #N/A …
};

/// One cell as it stands in the file: nothing is trimmed, nothing is guessed.
struct SheetCell {
    CellKind kind = CellKind::empty;
    std::string_view text;  ///< a view into its Sheet

    [[nodiscard]] bool empty() const { return kind == CellKind::empty; }
    /// The value of a number, the serial of a date; nullopt where it is neither.
    [[nodiscard]] std::optional<double> number() const;
};

/// The calendar day of a spreadsheet's serial: 42660 -> 2016-10-17, 0 -> 1899-12-30. "2016-10-17".
/// nullopt beyond the years 1899-9999.
[[nodiscard]] std::optional<std::string> date_of_serial(double serial);

/// Cells merged into one; only the first holds a value. 1-based, inclusive.
struct MergedCells {
    int row_from = 0;
    int row_to = 0;
    int column_from = 0;
    int column_to = 0;
};

/// A sheet: the rows that hold something, in the order of the file. Cells are kept in 12 bytes
/// beside one block of text, so that 100,000 rows take tens of megabytes.
class Sheet {
  public:
    explicit Sheet(std::string name) : name_(std::move(name)) {}

    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }
    /// The row of the sheet, or the line of the file for csv, of row `index`; from 1.
    [[nodiscard]] int row_number(std::size_t index) const { return rows_[index].number; }
    /// The last column of row `index` that was written; from 1, 0 for none.
    [[nodiscard]] int row_width(std::size_t index) const;
    /// `column` from 1; an empty cell where there is none.
    [[nodiscard]] SheetCell cell(std::size_t index, int column) const;
    [[nodiscard]] int width() const noexcept { return width_; }
    [[nodiscard]] const std::vector<MergedCells>& merged() const noexcept { return merged_; }

    // For readers: rows from above, cells from the left. Each refuses (sheet.size) beyond a limit;
    // `file` is for the message.
    /// Begins a row unless nothing was put into the one before, which then is forgotten.
    void begin_row(int number, const std::string& file);
    void put(int column, CellKind kind, std::string_view text, const std::string& file);
    /// Ends reading: forgets a last row that is empty, gives back memory.
    void finish();
    void add_merged(MergedCells cells) { merged_.push_back(cells); }

  private:
    struct Stored {
        std::uint32_t at = 0;
        std::uint32_t size = 0;
        CellKind kind = CellKind::empty;
    };
    struct Row {
        int number = 0;
        std::uint32_t first = 0;
    };

    [[nodiscard]] std::size_t end_of(std::size_t index) const;
    void check_text(std::string_view text, const std::string& file) const;

    std::string name_;
    std::vector<Row> rows_;
    std::vector<Stored> cells_;  ///< row by row, gaps filled with empty cells
    std::string text_;
    std::vector<MergedCells> merged_;
    int width_ = 0;
};

/// "A", "Z", "AA" for 1, 26, 27.
[[nodiscard]] std::string column_letters(int column);

/// A file of sheets as it was found.
struct Workbook {
    std::string format;     ///< csv, xlsx, xls: by what is in it, not by its name
    std::string encoding;   ///< csv: UTF-8, UTF-8 BOM, GB18030, UTF-16LE, UTF-16BE; else ""
    std::string delimiter;  ///< csv: ",", ";" or a tab; else ""
    std::vector<Sheet> sheets;
    std::vector<std::string> hidden;  ///< names of sheets that are hidden and were not read
    bool other_extension = false;     ///< the name says another format than the content
};

/// Reads csv, xlsx or xls, told apart by their bytes. `file` is its name for messages and for
/// Workbook::other_extension. bad_input:
///   sheet.empty      nothing in it
///   sheet.size       beyond a limit of sheet_limits (a zip bomb, a sheet too wide …)
///   sheet.format     none of the three: a web page, a picture, a document, an xlsb …
///   sheet.encrypted  a password is on it
///   sheet.damaged    cut short, wrong check sum, a part missing, broken XML
///   sheet.unsafe     a DOCTYPE, a path out of the archive
///   text.encoding, csv.quote
[[nodiscard]] Workbook read_workbook(std::string_view bytes, const std::string& file);

}  // namespace relief
