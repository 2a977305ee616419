// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/ledger/ledger.h"

#include <cstdint>
#include <string>
#include <vector>

namespace relief {

/// A lot as its row has it: a date that somebody has spoilt must still be hashed and shown.
struct LotRow {
    std::int64_t id = 0;
    std::string item;
    std::string lot;
    std::string made_on;
    std::string expires_on;
};

/// A movement as it stands in the books. Posting writes it, verify builds it again from the rows
/// and compares: both must say the same in the same bytes.
struct MovementRecord {
    std::int64_t id = 0;
    Movement movement;         ///< its `lots` are not used, see `lots`
    std::vector<LotRow> lots;  ///< each lot of the entries once, in the order of first use
    std::int64_t recorded_at = 0;
    std::string prev_hash;
    std::int64_t journal_seq = 0;
    std::string content_hash;
    std::string hash;
};

/// What an idempotency key stands for: everything but the number and the time of recording, with
/// every field of the accounts and the dates of the lots.
[[nodiscard]] std::string hash_content(const Movement& movement, const std::vector<LotRow>& lots);

/// The chain: number, time of recording, place in the journal, content, and the movement before.
[[nodiscard]] std::string hash_movement(const MovementRecord& record);

/// The JSON of its journal row, with the whole content, so that the books can be made again from
/// the journal and a spoilt row be shown beside what it was.
[[nodiscard]] std::string journal_payload(const MovementRecord& record);

/// The date of an instant in the books: days since 1970 in Beijing.
[[nodiscard]] std::int64_t book_day(Instant at);

}  // namespace relief
