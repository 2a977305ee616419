// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/desk/paper_lines.h"
#include "tools/desk/writing_desk.h"

#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// A count to be opened: everything on the shelves of a site, or some items of it.
struct CountOpen {
    std::string site;
    std::vector<std::string> items;  ///< none = all
    bool blind = false;              ///< the sheet does not tell the book
    std::string unit;                ///< whose number; "" = whose goods lie there
};

// Each answers a relief.count/1: the document, and of an open count the sheet to be filled in, of
// any the differences as of the counted moments.
[[nodiscard]] std::string open_count(WritingDesk& desk, const Asked& asked,
                                     const CountOpen& request);
/// Lines of an open count; all are taken or none. A line without at= is of the moment asked.
[[nodiscard]] std::string add_count_lines(WritingDesk& desk, const Asked& asked,
                                          const std::string& document,
                                          const std::vector<LineFields>& lines);
[[nodiscard]] std::string finish_count(WritingDesk& desk, const Asked& asked,
                                       const std::string& document);

[[nodiscard]] std::string shown_count(Database& database, const std::string& document);
[[nodiscard]] std::string shown_count_text(const std::string& json, std::string_view language);

}  // namespace relief
