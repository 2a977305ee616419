// SPDX-License-Identifier: Apache-2.0
#include "core/table/csv.h"

#include "core/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <system_error>
#include <unordered_map>
#include <utility>

namespace relief {
namespace {

/// Cuts one text into fields. A quoted field is unquoted in place, which only ever shortens it, so
/// a field is a piece of the text itself.
class FieldReader {
  public:
    enum class End { comma, line, text };
    struct Field {
        std::size_t at = 0;
        std::size_t size = 0;
        End end = End::text;
    };

    FieldReader(std::string& text, const std::string& file) : text_(text), file_(file) {}

    [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
    [[nodiscard]] int line() const { return line_; }
    [[nodiscard]] char peek() const { return text_[at_]; }

    void skip_line() {
        const std::size_t end = text_.find('\n', at_);
        at_ = end == std::string::npos ? text_.size() : end + 1;
        ++line_;
    }

    Field next(int column) {
        return !at_end() && text_[at_] == '"' ? quoted(column) : plain(column);
    }

  private:
    Field plain(int column) {
        const std::size_t start = at_;
        while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\n') {
            if (text_[at_] == '"') {
                throw quote_error(line_, column, "a quote inside a field that is not quoted",
                                  "the whole field in quotes, a quote inside it doubled");
            }
            ++at_;
        }
        std::size_t size = at_ - start;
        if (size > 0 && text_[start + size - 1] == '\r' && (at_end() || text_[at_] == '\n')) {
            --size;
        }
        return {.at = start, .size = size, .end = separator()};
    }

    Field quoted(int column) {
        const int first_line = line_;
        const std::size_t start = ++at_;
        std::size_t write = start;
        for (;; ++at_) {
            if (at_end()) {
                throw quote_error(first_line, column, "a quoted field is not closed",
                                  "a closing quote before the end of the file");
            }
            const char c = text_[at_];
            if (c == '"') {
                if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') {
                    break;
                }
                ++at_;
            }
            line_ += c == '\n' ? 1 : 0;
            text_[write++] = c;
        }
        ++at_;
        if (at_ < text_.size() && text_[at_] == '\r' &&
            (at_ + 1 == text_.size() || text_[at_ + 1] == '\n')) {
            ++at_;
        }
        if (!at_end() && text_[at_] != ',' && text_[at_] != '\n') {
            throw quote_error(line_, column, "text stands behind the closing quote of a field",
                              "a comma or the end of the line; a quote inside a field doubled");
        }
        return {.at = start, .size = write - start, .end = separator()};
    }

    End separator() {
        if (at_end()) {
            return End::text;
        }
        const char c = text_[at_++];
        if (c == ',') {
            return End::comma;
        }
        ++line_;
        return End::line;
    }

    [[nodiscard]] Error quote_error(int line, int column, const char* message,
                                    const char* expected) const {
        return bad_input({.code = "csv.quote",
                          .message = message,
                          .file = file_,
                          .line = line,
                          .field = fmt::format("column {}", column + 1),
                          .expected = expected});
    }

    std::string& text_;
    const std::string& file_;
    std::size_t at_ = 0;
    int line_ = 1;
};

/// Each column is looked for among the others, and by its name at every reading.
constexpr std::size_t columns_max = 1000;

std::string quoted_value(std::string_view text) {
    constexpr std::size_t longest = 60;
    if (text.size() <= longest) {
        return fmt::format("\"{}\"", text);
    }
    std::size_t cut = longest;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) {
        --cut;  // not inside a character
    }
    return fmt::format("\"{}…\"", text.substr(0, cut));
}

template <typename Number>
std::optional<Number> parse_number(std::string_view text) {
    Number value{};
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stop != end) {
        return std::nullopt;
    }
    return value;
}

/// from_chars reads "inf", "nan" and hexadecimal-looking exponents too; a table holds none.
bool looks_decimal(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
    });
}

std::string joined(std::span<const std::string_view> words) {
    std::string text;
    for (const std::string_view word : words) {
        text += text.empty() ? "" : ", ";
        text += word.empty() ? std::string_view("(empty)") : word;
    }
    return text;
}

}  // namespace

CsvTable::CsvTable(std::string_view bytes, std::string file,
                   std::span<const std::string_view> columns)
    : file_(std::move(file)), text_(decode_text(bytes, file_)) {
    parse(columns);
}

CsvTable::CsvTable(std::string_view bytes, std::string file,
                   std::initializer_list<std::string_view> columns)
    : CsvTable(bytes, std::move(file),
               std::span<const std::string_view>(columns.begin(), columns.size())) {}

void CsvTable::parse(std::span<const std::string_view> columns) {
    FieldReader reader(text_, file_);
    while (!reader.at_end() && reader.peek() == '#') {
        reader.skip_line();
    }
    const int header_line = reader.line();
    for (bool more = !reader.at_end(); more && columns_.size() <= columns_max;) {
        const auto field = reader.next(static_cast<int>(columns_.size()));
        columns_.push_back(text_.substr(field.at, field.size));
        more = field.end == FieldReader::End::comma;
    }
    check_header(header_line, columns);
    while (!reader.at_end()) {
        const int line = reader.line();
        const std::size_t first = cells_.size();
        for (bool more = true; more;) {
            const auto field = reader.next(static_cast<int>(cells_.size() - first));
            cells_.push_back({.at = field.at, .size = field.size});
            more = field.end == FieldReader::End::comma;
        }
        const std::size_t width = cells_.size() - first;
        if (width == 1 && cells_.back().size == 0 && (columns_.size() > 1 || reader.at_end())) {
            cells_.pop_back();  // a blank line
            continue;
        }
        if (width != columns_.size()) {
            throw bad_input({.code = "csv.row",
                             .message = "the row has another number of fields than the header",
                             .file = file_,
                             .line = line,
                             .found = fmt::format("{} fields", width),
                             .expected = fmt::format("{} fields", columns_.size())});
        }
        lines_.push_back(line);
    }
}

void CsvTable::check_header(int line, std::span<const std::string_view> wanted) const {
    const auto refuse = [&](std::string_view field, std::string message, std::string found,
                            std::string expected) {
        return bad_input({.code = "csv.columns",
                          .message = std::move(message),
                          .file = file_,
                          .line = line,
                          .field = std::string(field),
                          .found = std::move(found),
                          .expected = std::move(expected)});
    };
    if (columns_.empty() || (columns_.size() == 1 && columns_.front().empty())) {
        throw refuse("", "the table has no header", "nothing", joined(wanted));
    }
    if (columns_.size() > columns_max) {
        throw refuse("", "the header names more columns than any table has",
                     fmt::format("more than {}", columns_max),
                     fmt::format("at most {} columns", columns_max));
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (std::find(columns_.begin() + static_cast<std::ptrdiff_t>(i) + 1, columns_.end(),
                      columns_[i]) != columns_.end()) {
            throw refuse(columns_[i], "the column is named twice", "twice", "once");
        }
    }
    for (const std::string_view column : wanted) {
        if (!has_column(column)) {
            const std::vector<std::string_view> there(columns_.begin(), columns_.end());
            throw refuse(column, "the column is missing", joined(there), std::string(column));
        }
    }
}

bool CsvTable::has_column(std::string_view column) const {
    return std::find(columns_.begin(), columns_.end(), column) != columns_.end();
}

std::size_t CsvTable::column_index(std::string_view column) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (columns_[i] == column) {
            return i;
        }
    }
    throw bad_input({.code = "csv.columns",
                     .message = "the column is missing",
                     .file = file_,
                     .line = 1,
                     .field = std::string(column),
                     .expected = std::string(column)});
}

std::string_view CsvTable::cell(std::size_t row, std::string_view column) const {
    const Cell& cell = cells_[row * columns_.size() + column_index(column)];
    return std::string_view(text_).substr(cell.at, cell.size);
}

void CsvTable::check_key(std::string_view column) const {
    check_key({column});
}

void CsvTable::check_key(std::initializer_list<std::string_view> columns) const {
    check_key(std::span<const std::string_view>(columns.begin(), columns.size()));
}

void CsvTable::check_key(std::span<const std::string_view> columns) const {
    std::unordered_map<std::string, int> lines;
    lines.reserve(size());
    for (std::size_t i = 0; i < size(); ++i) {
        std::string key;
        for (const std::string_view column : columns) {
            key += key.empty() ? "" : ", ";
            key += row(i).required(column);
        }
        const auto [first, is_new] = lines.emplace(std::move(key), lines_[i]);
        if (!is_new) {
            throw bad_input(
                {.code = "csv.key",
                 .message = "the key is used twice",
                 .file = file_,
                 .line = lines_[i],
                 .field = joined(columns),
                 .found = fmt::format("\"{}\", also on line {}", first->first, first->second),
                 .expected = "a key that no other row has"});
        }
    }
}

int CsvRow::line() const {
    return table_->lines_[index_];
}

std::string CsvRow::text(std::string_view column) const {
    return std::string(table_->cell(index_, column));
}

std::string_view CsvRow::filled(std::string_view column) const {
    const std::string_view cell = table_->cell(index_, column);
    if (cell.empty()) {
        throw error("csv.empty", column, "a required field is empty", "a value");
    }
    return cell;
}

std::string CsvRow::required(std::string_view column) const {
    return std::string(filled(column));
}

std::int64_t CsvRow::integer(std::string_view column, std::int64_t low, std::int64_t high) const {
    const auto expected = [&] { return fmt::format("a whole number from {} to {}", low, high); };
    const std::string_view cell = filled(column);
    const auto value = parse_number<std::int64_t>(cell);
    if (!value) {
        // 19 digits and a sign at most: longer digits are a number, but not one in range.
        const std::string_view digits = cell.starts_with('-') ? cell.substr(1) : cell;
        const bool too_long =
            !digits.empty() &&
            std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
        throw too_long ? error("csv.range", column, "the number is out of range", expected())
                       : error("csv.number", column, "the field is not a whole number", expected());
    }
    if (*value < low || *value > high) {
        throw error("csv.range", column, "the number is out of range", expected());
    }
    return *value;
}

std::optional<std::int64_t> CsvRow::optional_integer(std::string_view column, std::int64_t low,
                                                     std::int64_t high) const {
    return table_->cell(index_, column).empty() ? std::nullopt
                                                : std::optional(integer(column, low, high));
}

double CsvRow::number(std::string_view column, double low, double high) const {
    const std::string_view cell = filled(column);
    const auto value = looks_decimal(cell) ? parse_number<double>(cell) : std::nullopt;
    if (!value || !std::isfinite(*value)) {
        throw error("csv.number", column, "the field is not a number",
                    fmt::format("a number from {} to {}", low, high));
    }
    if (*value < low || *value > high) {
        throw error("csv.range", column, "the number is out of range",
                    fmt::format("a number from {} to {}", low, high));
    }
    return *value;
}

std::optional<double> CsvRow::optional_number(std::string_view column, double low,
                                              double high) const {
    return table_->cell(index_, column).empty() ? std::nullopt
                                                : std::optional(number(column, low, high));
}

bool CsvRow::boolean(std::string_view column) const {
    return one_of(column, {"0", "1"}) == "1";
}

Date CsvRow::date(std::string_view column) const {
    const auto date = parse_date(filled(column));
    if (!date) {
        throw error("csv.date", column, "the field is not a date of the calendar", "YYYY-MM-DD");
    }
    return *date;
}

std::optional<Date> CsvRow::optional_date(std::string_view column) const {
    return table_->cell(index_, column).empty() ? std::nullopt : std::optional(date(column));
}

std::optional<Instant> CsvRow::optional_instant(std::string_view column) const {
    const std::string_view cell = table_->cell(index_, column);
    if (cell.empty()) {
        return std::nullopt;
    }
    const auto instant = parse_instant(cell);
    if (!instant) {
        throw error("csv.date", column, "the field is not a time",
                    "YYYY-MM-DD or YYYY-MM-DDTHH:MM, Beijing time unless it has an offset");
    }
    return instant;
}

std::string CsvRow::one_of(std::string_view column,
                           std::span<const std::string_view> allowed) const {
    const std::string_view cell = table_->cell(index_, column);
    if (std::find(allowed.begin(), allowed.end(), cell) == allowed.end()) {
        throw error(cell.empty() ? "csv.empty" : "csv.value", column,
                    cell.empty() ? "a required field is empty" : "the value is not allowed",
                    joined(allowed));
    }
    return std::string(cell);
}

std::string CsvRow::one_of(std::string_view column,
                           std::initializer_list<std::string_view> allowed) const {
    return one_of(column, std::span<const std::string_view>(allowed.begin(), allowed.size()));
}

Error CsvRow::error(std::string code, std::string_view column, std::string message,
                    std::string expected) const {
    return bad_input({.code = std::move(code),
                      .message = std::move(message),
                      .file = table_->file_,
                      .line = line(),
                      .field = std::string(column),
                      .found = quoted_value(table_->cell(index_, column)),
                      .expected = std::move(expected)});
}

std::string csv_line(std::span<const std::string> fields) {
    std::string line;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        line += i == 0 ? "" : ",";
        const std::string& field = fields[i];
        if (field.find_first_of(",\"\r\n") == std::string::npos) {
            line += field;
            continue;
        }
        line += '"';
        for (const char c : field) {
            line += c;
            if (c == '"') {
                line += c;
            }
        }
        line += '"';
    }
    return line;
}

std::string csv_document(std::span<const std::vector<std::string>> rows) {
    std::string document = "\xEF\xBB\xBF";
    for (const std::vector<std::string>& row : rows) {
        document += csv_line(row);
        document += "\r\n";
    }
    return document;
}

}  // namespace relief
