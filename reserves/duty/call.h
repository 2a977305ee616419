// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/change.h"
#include "core/store/database.h"
#include "core/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// What the caller says of one item, in 10^-decimals of its unit. What was not said is not zero.
struct CallLine {
    std::string item;
    std::int64_t asked = 0;                 ///< amount asked for
    std::optional<std::int64_t> needed;     ///< amount needed
    std::optional<std::int64_t> own_stock;  ///< own total stock
    std::optional<std::int64_t> own_used;   ///< of that, already used
};

/// A phone call as the duty officer notes it: who, when, words, tape; and of a call for goods the
/// eight fields an application must state (德州陵城 list: time, place, kind of disaster; people
/// relocated; items and amounts; own total stock; own already used; amount asked). A field that
/// was not said stays empty: the phone is noted as it came.
struct PhoneCall {
    std::int64_t id = 0;
    std::int64_t shift = 0;  ///< 0 where no shift was open
    Instant at;
    std::string officer;  ///< who took it
    std::string caller;
    std::string unit;  ///< division code of the caller's office, "" where not said
    std::string phone;
    std::string words;
    std::string tape;                       ///< number of the recording
    std::string event;                      ///< incident id, "" where none
    std::optional<Instant> struck_at;       ///< field 1: time
    std::string place;                      ///< field 2: division code
    std::string hazard;                     ///< field 3: kind of disaster
    std::optional<std::int64_t> relocated;  ///< field 4: people
    std::vector<CallLine> lines;            ///< fields 5 to 8
};

/// Writes a call into the duty book; answers its id. `id`, `shift`, `at`, `officer` are those of
/// the change. refused: call.line where more was used than there was, or an item comes twice.
std::int64_t add_call(Change& change, const PhoneCall& call);

/// bad_input (call.unknown) where there is none.
[[nodiscard]] PhoneCall read_call(Database& database, std::int64_t id);

/// In order of id; those with `from` <= at < `to` where given.
[[nodiscard]] std::vector<PhoneCall> read_calls(Database& database,
                                                std::optional<Instant> from = {},
                                                std::optional<Instant> to = {});

/// Which of the eight fields nobody has said yet: "struck_at", "place", "hazard", "relocated",
/// "lines", "needed", "own_stock", "own_used" (the last three where a line lacks them). They are
/// asked for again before an application is drawn up.
[[nodiscard]] std::vector<std::string_view> missing_fields(const PhoneCall& call);

/// Says which document was drawn up from a call; `relief order new --from-call` does. bad_input
/// call.unknown, doc.unknown.
void answer_call(Change& change, std::int64_t call, std::int64_t document);

/// The documents drawn up from a call, in order of id.
[[nodiscard]] std::vector<std::int64_t> documents_of_call(Database& database, std::int64_t call);

}  // namespace relief
