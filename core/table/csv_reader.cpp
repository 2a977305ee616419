// SPDX-License-Identifier: Apache-2.0
#include "core/table/csv_reader.h"

#include "core/error.h"
#include "core/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace relief {
namespace {

constexpr std::array<char, 3> delimiters{',', ';', '\t'};
constexpr int lines_looked_at = 30;  ///< titles and header stand in the first lines

/// Cuts a text into the fields of lines.
class Cutter {
  public:
    Cutter(std::string_view text, char delimiter, const std::string& file)
        : text_(text), delimiter_(delimiter), file_(file) {}

    [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
    [[nodiscard]] int line() const { return line_; }
    [[nodiscard]] bool line_ended() const { return line_ended_; }

    /// The next field; a view into the text, or into `unquoted` where quotes were taken off.
    std::string_view next(std::string& unquoted) {
        line_ended_ = false;
        const std::size_t start = text_.find_first_not_of(' ', at_);
        const bool quoted = start != std::string_view::npos && text_[start] == '"';
        if (quoted) {
            at_ = start;
            return quoted_field(unquoted);
        }
        const std::size_t from = at_;
        skip_to_separator();
        const std::size_t size = at_ - from;
        separator();
        return text_.substr(from, size);
    }

  private:
    std::string_view quoted_field(std::string& unquoted) {
        const int first_line = line_;
        unquoted.clear();
        for (++at_;; ++at_) {
            if (at_end()) {
                throw bad_input({.code = "csv.quote",
                                 .message = "a quoted field is not closed",
                                 .file = file_,
                                 .line = first_line,
                                 .expected = "a closing quote before the end of the file"});
            }
            if (text_[at_] == '"') {
                if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') {
                    break;
                }
                ++at_;
            }
            line_ += text_[at_] == '\n' ? 1 : 0;
            unquoted += text_[at_];
        }
        const std::size_t rest = ++at_;
        skip_to_separator();  // blanks, or what careless programs put behind a quote
        const std::string_view behind = text_.substr(rest, at_ - rest);
        if (behind.find_first_not_of(' ') != std::string_view::npos) {
            unquoted += behind;
        }
        separator();
        return unquoted;
    }

    void skip_to_separator() {
        while (!at_end() && text_[at_] != delimiter_ && text_[at_] != '\n' && text_[at_] != '\r') {
            ++at_;
        }
    }

    /// Over the delimiter or a line end: LF, CRLF, or CR alone (old Macs).
    void separator() {
        if (at_end()) {
            line_ended_ = true;
            return;
        }
        const char c = text_[at_++];
        if (c == delimiter_) {
            return;
        }
        if (c == '\r' && !at_end() && text_[at_] == '\n') {
            ++at_;
        }
        ++line_;
        line_ended_ = true;
    }

    std::string_view text_;
    char delimiter_;
    const std::string& file_;
    std::size_t at_ = 0;
    int line_ = 1;
    bool line_ended_ = false;
};

/// The most fields with something in them that a line of the first ones has, cut at `delimiter`.
int best_width(std::string_view head, char delimiter, const std::string& file) {
    Cutter cutter(head, delimiter, file);
    std::string unquoted;
    int best = 0;
    int width = 0;
    for (int lines = 0; !cutter.at_end() && lines < lines_looked_at;) {
        try {
            width += cutter.next(unquoted).empty() ? 0 : 1;
        } catch (const Error&) {  // an open quote: with this delimiter, or because the head is cut
            return best;
        }
        if (cutter.line_ended()) {
            best = std::max(best, width);
            width = 0;
            ++lines;
        }
    }
    return best;
}

char find_delimiter(std::string_view text, const std::string& file) {
    constexpr std::size_t head_bytes = 64 << 10U;
    const std::string_view head = text.substr(0, head_bytes);
    char chosen = delimiters.front();
    int best = 1;  // a line that is not cut says nothing
    for (const char delimiter : delimiters) {
        const int width = best_width(head, delimiter, file);
        if (width > best) {
            best = width;
            chosen = delimiter;
        }
    }
    return chosen;
}

/// Excel's own first line "sep=;": the delimiter it names.
bool names_delimiter(std::string_view text, char& delimiter) {
    const bool there =
        text.starts_with("sep=") && text.size() > 5 &&
        std::find(delimiters.begin(), delimiters.end(), text[4]) != delimiters.end() &&
        (text[5] == '\r' || text[5] == '\n');
    if (there) {
        delimiter = text[4];
    }
    return there;
}

void cut_rows(std::string_view text, char delimiter, bool skip_first, const std::string& file,
              Sheet& sheet) {
    Cutter cutter(text, delimiter, file);
    std::string unquoted;
    bool new_line = true;
    int column = 0;
    while (!cutter.at_end()) {
        if (new_line) {
            sheet.begin_row(cutter.line(), file);
            column = 0;
        }
        const bool skipped = skip_first && cutter.line() == 1;
        const std::string_view field = cutter.next(unquoted);
        ++column;
        if (!field.empty() && !skipped) {
            sheet.put(column, CellKind::text, field, file);
        }
        new_line = cutter.line_ended();
    }
    sheet.finish();
}

}  // namespace

Workbook read_csv_sheet(std::string_view bytes, const std::string& file) {
    const DecodedText decoded = decode_any_text(bytes, file);
    char delimiter = ',';
    const bool named = names_delimiter(decoded.text, delimiter);
    if (!named) {
        delimiter = find_delimiter(decoded.text, file);
    }
    Workbook book{.format = "csv",
                  .encoding = std::string(decoded.encoding),
                  .delimiter = std::string(1, delimiter)};
    Sheet& sheet = book.sheets.emplace_back("");
    cut_rows(decoded.text, delimiter, named, file, sheet);
    return book;
}

}  // namespace relief
