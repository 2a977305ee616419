// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"
#include "core/store/digest.h"
#include "core/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace relief {

/// One state change. `payload` is JSON.
struct JournalEntry {
    Instant occurred_at;
    Instant recorded_at;
    std::string actor;
    std::string operation;  ///< "books.open", "movement.post"
    std::string subject;
    std::string payload;
};

struct JournalHead {
    std::int64_t seq = 0;
    std::string hash;  ///< lower-case hex SHA-256; 64 zeros before the first row
};

/// Appends a row whose hash covers every column and the hash of the row before. Must be called
/// inside the transaction of the change it tells of (fault otherwise).
JournalHead append_journal(Database& database, const JournalEntry& entry);

[[nodiscard]] JournalHead journal_head(Database& database);

/// The first row whose content, order or hash is wrong; nothing where all are right. `row` is the
/// number that is wrong or missing, `check` one of
///   journal.gap    a number is missing (or comes twice)
///   journal.order  prev_hash is not the hash of the row before
///   journal.hash   the columns do not give the hash
/// A cut tail cannot be seen from the file alone: that is what the anchor file is for.
/// `checked`, where given, becomes the number of rows looked at. With `from` it begins after that
/// row, which must have that hash.
[[nodiscard]] std::optional<WrongRow> check_journal(Database& database,
                                                    std::int64_t* checked = nullptr,
                                                    const JournalHead* from = nullptr);

}  // namespace relief
