// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/change.h"
#include "core/store/database.h"
#include "core/time.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace relief {

/// A table of rules the office edits, as it stands at some moment.
struct RuleText {
    std::int64_t version = 0;  ///< row of rule_version; 0 = the table the books were made with
    std::string bytes;
    std::string shown_name;  ///< what messages about it call it
};

/// The newest version stored by a moment, else the books' own table of that name.
[[nodiscard]] RuleText rule_text_at(Database& database, std::string_view name, Instant at);

/// Puts a version in force from the request's recorded_at on. The caller has read it through.
std::int64_t put_rule_text(Change& change, std::string_view name, const std::string& bytes);

}  // namespace relief
