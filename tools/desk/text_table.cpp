// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/text_table.h"

#include "core/text.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace relief {

namespace {

/// Reports come from outside: a control character must not steer the terminal it is printed on.
std::string printable(std::string text) {
    std::replace_if(
        text.begin(), text.end(),
        [](char letter) { return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f; },
        ' ');
    return text;
}

}  // namespace

TextTable::TextTable(std::vector<std::string> header, std::vector<bool> right)
    : right_(std::move(right)) {
    right_.resize(header.size(), false);
    rows_.push_back(std::move(header));
}

void TextTable::add(std::vector<std::string> row) {
    row.resize(rows_.front().size());
    std::transform(row.begin(), row.end(), row.begin(), printable);
    rows_.push_back(std::move(row));
}

std::string TextTable::text() const {
    std::vector<int> widths(rows_.front().size(), 0);
    for (const auto& row : rows_) {
        for (std::size_t column = 0; column < row.size(); ++column) {
            widths[column] = std::max(widths[column], display_width(row[column]));
        }
    }
    std::string text;
    for (const auto& row : rows_) {
        std::string line;
        for (std::size_t column = 0; column < row.size(); ++column) {
            const auto blanks =
                static_cast<std::size_t>(widths[column] - display_width(row[column]));
            line += column == 0 ? "" : "  ";
            line += right_[column] ? std::string(blanks, ' ') + row[column]
                                   : row[column] + std::string(blanks, ' ');
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + '\n';
    }
    return text;
}

std::string reddened(const std::string& table, const std::vector<bool>& marked) {
    std::string text;
    std::size_t line = 0;
    for (std::size_t at = 0; at < table.size(); ++line) {
        const std::size_t end = table.find('\n', at);
        const std::string content = table.substr(at, end - at);
        const bool red = line > 0 && line - 1 < marked.size() && marked[line - 1];
        text += red ? "\x1b[31m" + content + "\x1b[0m\n" : content + "\n";
        at = end + 1;
    }
    return text;
}

}  // namespace relief
