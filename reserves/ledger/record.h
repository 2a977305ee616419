// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/digest.h"
#include "reserves/ledger/ledger.h"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
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

/// A movement as it stands in the books.
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

/// An account or a lot in the two forms in which a record is written down.
struct RecordPart {
    std::string_view hashed;  ///< its fields among the canonical bytes of the content
    std::string_view json;    ///< its fields in the payload of the journal row
};

/// Makes parts, in room that it keeps.
class PartWriter {
  public:
    /// Valid until the next call. text.encoding where a field is not UTF-8.
    [[nodiscard]] RecordPart write(const Account& account);
    [[nodiscard]] RecordPart write(const LotRow& lot);

  private:
    RecordPart write_fields(std::initializer_list<std::string_view> fields);

    std::string hashed_;
    std::string json_;
};

/// Writes a movement down. Posting does it once, verify does it again from the rows and compares:
/// both must say the same in the same bytes. Lines come in their order, lots each once in the order
/// of first use. Keeps its room from one movement to the next.
class RecordWriter {
  public:
    void begin();
    void add_line(RecordPart account, std::int64_t amount);
    void add_lot(RecordPart lot);

    /// What an idempotency key stands for: everything but the number and the time of recording,
    /// with every field of the accounts and the dates of the lots.
    [[nodiscard]] std::string content_hash(std::string_view kind, std::string_view key,
                                           std::int64_t occurred_at, std::string_view actor,
                                           std::string_view reason);

    /// The JSON of its journal row, with the whole content, so that the books can be made again
    /// from the journal and a spoilt row be shown beside what it was. Valid until the next call.
    [[nodiscard]] const std::string& payload(std::int64_t id, std::string_view kind,
                                             std::string_view key, std::string_view reason,
                                             std::string_view content_hash, std::string_view hash);

  private:
    std::int64_t lines_ = 0;
    std::string hashed_lines_;
    std::string hashed_lots_;
    std::string json_lines_;
    std::string json_lots_;
    CanonicalBytes bytes_;
    std::string json_;
};

/// The chain: number, time of recording, place in the journal, content, and the movement before.
[[nodiscard]] std::string hash_movement(std::int64_t id, std::int64_t recorded_at,
                                        std::int64_t journal_seq, std::string_view content_hash,
                                        std::string_view prev_hash);

/// The date of an instant in the books: days since 1970 in Beijing.
[[nodiscard]] std::int64_t book_day(Instant at);

}  // namespace relief
