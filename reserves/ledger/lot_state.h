// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/change.h"
#include "core/store/database.h"
#include "core/time.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace relief {

/// The states of a lot, wherever it lies. A lot nobody has said anything about is good; expired is
/// no state but a fact of the day. Damaged goods are of another condition, not of another lot.
inline constexpr std::array<std::string_view, 4> lot_states{"good", "awaiting_test", "frozen",
                                                            "recalled"};

/// The state of a lot by the last row of lot_state.
[[nodiscard]] std::string state_of_lot(Database& database, const std::string& item,
                                       const std::string& lot);

/// Those that are not good, by item and lot.
[[nodiscard]] std::map<std::pair<std::string, std::string>, std::string> lots_not_good(
    Database& database);

/// "" where goods of the lot may be used on a day, else "expired" or the lot's state. A lot is
/// usable through the whole of its last day. bad_input (ledger.lot): no such lot.
[[nodiscard]] std::string why_unusable(Database& database, const std::string& item,
                                       const std::string& lot, Date on);

/// What a document loses because a lot it held may no longer be used.
struct ShortDocument {
    std::int64_t document = 0;
    int line = 0;
    std::string site;
    std::int64_t amount = 0;
};

/// Says what state a lot is in from now on. Any state but good voids the open holds on it, and
/// answers which documents are short of how much for that. bad_input lot.state (no such state),
/// ledger.lot (no such lot); refused lot.same where it is in that state already.
std::vector<ShortDocument> set_lot_state(Change& change, const std::string& item,
                                         const std::string& lot, const std::string& state,
                                         const std::string& reason);

}  // namespace relief
