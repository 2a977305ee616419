// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace relief {

/// Columns of text for a terminal, aligned by display width (a Chinese character takes two).
class TextTable {
  public:
    /// `right` holds the columns that are set flush right (numbers).
    explicit TextTable(std::vector<std::string> header, std::vector<bool> right = {});

    /// A row with fewer cells than the header is filled up with empty ones.
    void add(std::vector<std::string> row);
    [[nodiscard]] bool empty() const noexcept { return rows_.size() == 1; }
    /// The lines, each ending with a line feed, none with trailing blanks.
    [[nodiscard]] std::string text() const;

  private:
    std::vector<std::vector<std::string>> rows_;  ///< the header first
    std::vector<bool> right_;
};

/// The text of a table with some of its rows in red, for a terminal that shows colour.
[[nodiscard]] std::string reddened(const std::string& table, const std::vector<bool>& marked);

}  // namespace relief
