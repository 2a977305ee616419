// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/change.h"
#include "core/store/database.h"
#include "core/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// Goods promised to a line of a document until a deadline. A hold names its lot, so that two
/// desks never promise the same carton.
struct NewHold {
    std::string site;
    std::string item;
    std::string lot;
    std::string owner;
    std::int64_t amount = 0;  ///< in 10^-decimals of the item's unit
    std::int64_t document = 0;
    int line = 0;
    Instant deadline;  ///< the hold is open through this second
};

/// Answers its id. Whether the lot has expired is judged by the day the change is said to have
/// occurred, the deadline of other holds by the clock. Refused:
///   hold.short     less is available; names what is
///   hold.unusable  the lot has expired, is not good, or its site is stopped; names why
///   hold.deadline  the deadline has passed already
///   ledger.range   an amount below 1
std::int64_t make_hold(Change& change, const NewHold& hold);

/// How a hold ended: its goods were posted (in part or whole), it was given up, or its time ran
/// out.
enum class HoldEnd { posted, voided, expired };

/// Ends a hold; what was not posted is free again. Refused: hold.ended where it has ended already
/// or its deadline has passed (then only HoldEnd::expired may be said), hold.amount where
/// posted_amount is not within 1 and the hold (posted), or not 0 (the others). bad_input
/// hold.unknown.
void end_hold(Change& change, std::int64_t hold, HoldEnd how, std::int64_t posted_amount = 0);

/// Writes "expired" for every hold whose deadline has passed. Such a hold is no longer open even
/// before; the row says so to those who read rows. Called first by every operation on an order.
/// Answers how many.
int expire_holds(Change& change, Instant now);

/// A hold that has not ended and whose deadline has not passed.
struct OpenHold {
    std::int64_t id = 0;
    std::string site;
    std::string item;
    std::string lot;
    std::string owner;
    std::string keeper;
    std::int64_t amount = 0;
    std::int64_t document = 0;
    int line = 0;
    Instant deadline;
};

/// In order of id; those of one document where it is given.
[[nodiscard]] std::vector<OpenHold> open_holds(Database& database, Instant now,
                                               std::optional<std::int64_t> document = {});

/// Good goods on a shelf. Nothing but `available` is ever called available, on screen, in a plan,
/// on paper: on_hand - held where the lot is good and not past its last day and the site is not
/// stopped, else 0.
struct AvailableLot {
    std::string site;
    std::string item;
    std::string lot;
    std::string owner;
    std::string keeper;
    Date made_on;
    Date expires_on;  ///< last day of use, usable through its end in Beijing
    std::int64_t on_hand = 0;
    std::int64_t held = 0;
    std::int64_t available = 0;
    std::string lot_state;  ///< see lot_state.h
    std::string why_not;    ///< "", or expired, a lot's state, site_stopped
};

struct AvailableQuery {
    std::optional<std::string> site = {};
    std::optional<std::string> item = {};
    std::optional<std::string> lot = {};
    std::optional<std::string> owner = {};
    Instant at;  ///< whose day decides on expiry, and by which deadlines have passed
};

/// The lots of condition A on hand by the newest books, with those of which nothing is available;
/// first expired first out: by site, item, expires_on, lot, owner, keeper.
[[nodiscard]] std::vector<AvailableLot> available_lots(Database& database,
                                                       const AvailableQuery& query);

}  // namespace relief
