// SPDX-License-Identifier: Apache-2.0
// Archives and workbooks made byte by byte, so that a test can make the wrong ones too.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace relief::kit {

struct ArchivePart {
    std::string name;
    std::string content;
    std::uint16_t flags = 0;      ///< 1 = encrypted
    std::int64_t told_size = -1;  ///< what the archive says it unpacks to; -1 = the truth
    bool wrong_check_sum = false;
    bool deflated = false;        ///< content is raw deflate; told_size must be given
    std::uint32_t check_sum = 0;  ///< of what it unpacks to, where deflated
};

[[nodiscard]] std::string archive_of(const std::vector<ArchivePart>& parts);

/// The parts of a workbook with one sheet of this XML (inside <sheetData> or with what goes after
/// it); shared strings and styles where they are given.
struct WorkbookParts {
    std::string sheet;  ///< the whole <worksheet>
    std::string shared_strings;
    std::string styles;
    std::string book_properties;
};

[[nodiscard]] std::vector<ArchivePart> workbook_parts(const WorkbookParts& parts);

/// A workbook whose one sheet has these rows inside <sheetData>.
[[nodiscard]] std::string workbook_of_rows(const std::string& rows);

}  // namespace relief::kit
