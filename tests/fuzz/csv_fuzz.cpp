// SPDX-License-Identifier: Apache-2.0
// A table is what a slow plain reader of RFC 4180, character by character, makes of the same text,
// line numbers and all; a table that one refuses the other refuses. What is read, written by our
// writer, is read alike. The same bytes as a sheet, whatever cuts its columns, are read or refused.
#include "core/table/csv.h"
#include "core/table/csv_reader.h"
#include "core/table/sheet.h"
#include "core/text.h"
#include "tests/fuzz/kit.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using relief::fuzz::require;

constexpr std::size_t columns_max = 1000;  // of a table, the reader says

struct Record {
    int line = 0;
    std::vector<std::string> fields;
};

/// The records of a text behind its lines of provenance; nothing where a quote stands wrong.
std::optional<std::vector<Record>> read_records(std::string text, int& first_line) {
    enum class State { begin, plain, quoted, behind };
    int line = 1;
    std::size_t at = 0;
    while (at < text.size() && text[at] == '#') {
        at = std::min(text.find('\n', at), text.size() - 1) + 1;
        ++line;
    }
    first_line = line;
    std::vector<Record> records;
    Record record{.line = line};
    std::string field;
    State state = State::begin;
    const auto end_field = [&] {
        // A CR before the line's end, or the text's, belongs to it and not to a plain field.
        record.fields.push_back(field);
        field.clear();
        state = State::begin;
    };
    const auto end_record = [&] {
        records.push_back(record);
        record = {.line = line};
    };
    bool open = false;  // something of a record was read
    for (; at < text.size(); ++at) {
        const char letter = text[at];
        const bool at_line_end = letter == '\r' && (at + 1 == text.size() || text[at + 1] == '\n');
        open = true;
        if (state == State::quoted) {
            if (letter == '"' && at + 1 < text.size() && text[at + 1] == '"') {
                field += '"';
                ++at;
            } else if (letter == '"') {
                state = State::behind;
            } else {
                line += letter == '\n' ? 1 : 0;
                field += letter;
            }
        } else if (letter == ',') {
            end_field();
        } else if (letter == '\n') {
            ++line;
            end_field();
            end_record();
            open = false;
        } else if (at_line_end) {
            state = state == State::begin ? State::plain : state;
        } else if (state == State::behind) {
            return std::nullopt;
        } else if (letter == '"') {
            if (state == State::plain) {
                return std::nullopt;
            }
            state = State::quoted;
        } else {
            state = State::plain;
            field += letter;
        }
    }
    if (state == State::quoted) {
        return std::nullopt;
    }
    if (open) {
        end_field();
        end_record();
    }
    return records;
}

struct Plain {
    std::vector<std::string> columns;
    std::vector<Record> rows;
};

std::optional<Plain> read_plainly(const std::string& text) {
    int first_line = 1;
    auto records = read_records(text, first_line);
    if (!records || records->empty()) {
        return std::nullopt;
    }
    Plain plain{.columns = records->front().fields};
    std::vector<std::string> sorted = plain.columns;
    std::sort(sorted.begin(), sorted.end());
    const bool twice = std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
    const bool wanted = std::binary_search(sorted.begin(), sorted.end(), std::string("a"));
    if (twice || !wanted || plain.columns.size() > columns_max) {
        return std::nullopt;
    }
    for (std::size_t at = 1; at < records->size(); ++at) {
        Record& record = (*records)[at];
        const bool blank = record.fields.size() == 1 && record.fields.front().empty();
        if (blank && (plain.columns.size() > 1 || at + 1 == records->size())) {
            continue;
        }
        if (record.fields.size() != plain.columns.size()) {
            return std::nullopt;
        }
        plain.rows.push_back(std::move(record));
    }
    return plain;
}

void check_same(const relief::CsvTable& table, const Plain& plain) {
    require(table.columns() == plain.columns && table.size() == plain.rows.size());
    for (std::size_t row = 0; row < table.size(); ++row) {
        require(table.row(row).line() == plain.rows[row].line);
        for (std::size_t column = 0; column < plain.columns.size(); ++column) {
            require(table.row(row).text(plain.columns[column]) == plain.rows[row].fields[column]);
        }
    }
}

void check_written(const Plain& plain) {
    std::vector<std::vector<std::string>> rows{plain.columns};
    for (const Record& record : plain.rows) {
        rows.push_back(record.fields);
    }
    if (plain.columns.front().starts_with('#')) {
        return;  // which would be read as provenance
    }
    const std::string written = relief::csv_document(rows);
    const relief::CsvTable again(written, "again.csv", {"a"});
    // Of one column a last row with nothing in it is a blank line.
    const bool blank_end = plain.columns.size() == 1 && !plain.rows.empty() &&
                           plain.rows.back().fields.front().empty();
    require(again.columns() == plain.columns &&
            again.size() + (blank_end ? 1 : 0) >= plain.rows.size());
    for (std::size_t row = 0; row < again.size(); ++row) {
        for (std::size_t column = 0; column < plain.columns.size(); ++column) {
            require(again.row(row).text(plain.columns[column]) == plain.rows[row].fields[column]);
        }
    }
}

void try_table(std::string_view bytes) {
    std::string text;
    if (!relief::fuzz::answered([&] { text = relief::decode_text(bytes, "fuzz.csv"); })) {
        return;
    }
    const auto plain = read_plainly(text);
    const bool read = relief::fuzz::answered([&] {
        const relief::CsvTable table(bytes, "fuzz.csv", {"a"});
        require(plain.has_value());
        check_same(table, *plain);
        for (std::size_t row = 0; row < table.size(); ++row) {
            constexpr double most = 1e9;
            const relief::CsvRow cells = table.row(row);
            (void)relief::fuzz::answered([&] { (void)cells.optional_instant("a"); });
            (void)relief::fuzz::answered([&] { (void)cells.optional_date("a"); });
            (void)relief::fuzz::answered([&] {
                const auto number = cells.optional_number("a", -most, most);
                require(!number || (*number >= -most && *number <= most));
            });
            (void)relief::fuzz::answered([&] {
                const auto number = cells.optional_integer("a", -9, 1'000'000);
                require(!number || std::to_string(*number) == cells.text("a") ||
                        cells.text("a").find('0') != std::string::npos);
            });
        }
        check_written(*plain);
    });
    require(read == plain.has_value());
}

void try_sheet(std::string_view bytes) {
    (void)relief::fuzz::answered([&] {
        const relief::Workbook book = relief::read_csv_sheet(bytes, "fuzz.csv");
        require(book.sheets.size() == 1 && book.delimiter.size() == 1);
        const relief::Sheet& sheet = book.sheets.front();
        std::size_t text = 0;
        for (std::size_t row = 0; row < sheet.size(); ++row) {
            require(row == 0 || sheet.row_number(row) > sheet.row_number(row - 1));
            for (int column = 1; column <= sheet.row_width(row); ++column) {
                text += sheet.cell(row, column).text.size();
            }
        }
        require(text <= 3 * bytes.size());  // a byte of GB18030 is at most so many of UTF-8
    });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = relief::fuzz::text_of(data, size);
    try_table(bytes);
    try_sheet(bytes);
    return 0;
}
