// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/places.h"
#include "core/store/database.h"
#include "core/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// A row of the journal told in a sentence.
struct JournalSentence {
    std::int64_t seq = 0;
    Instant at;  ///< when it was recorded
    std::string actor;
    std::string operation;
    std::string subject;
    std::string zh;
    std::string en;
};

/// "调拨令 220000-DB-2017-0001 签发", "order 220000-DB-2017-0001 signed"; an operation without
/// words of its own is told by its name.
[[nodiscard]] std::string operation_words(std::string_view operation, std::string_view subject,
                                          std::string_view language);

/// What a row of the journal says beyond that, from its payload: the words of a caller or a leader,
/// the units that reported, where a lorry is. "" where there is nothing an officer would say.
[[nodiscard]] std::string payload_words(std::string_view operation, const std::string& payload,
                                        const Places& places, std::string_view language);

/// What was recorded from `from` on: how many rows, and the newest `limit` of them, newest first.
struct JournalSince {
    std::int64_t count = 0;
    std::vector<JournalSentence> rows;
};
[[nodiscard]] JournalSince journal_since(Database& database, const Places& places, Instant from,
                                         std::size_t limit);

/// When a row of one of these families ("order", "duty") was last recorded; the journal's last row
/// where none is named. nullopt where there is none.
[[nodiscard]] std::optional<Instant> last_recorded(Database& database,
                                                   const std::vector<std::string_view>& families);

}  // namespace relief
