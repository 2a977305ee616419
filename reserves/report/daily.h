// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/rules.h"
#include "core/store/database.h"
#include "core/time.h"
#include "reserves/depot.h"
#include "reserves/report/equipped.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace relief {

// The daily bulletin: what the books of one moment say of that moment's day. Amounts are in
// 10^-decimals of the item's unit. It is a function of the books alone: asked of books_at(seq) it
// is the same bytes for ever.

/// Goods in the depots of one level that belong to one owner: on_hand, picked, loaded, quarantine
/// and await_scrap. opening + in - out = closing = available + held + unusable; what is on the road
/// or on loan is told beside it.
struct DailyStock {
    std::string item;
    std::string level;  ///< province, city, county: of the depot; "other" where it is no depot
    std::string owner;
    std::int64_t opening = 0;  ///< at 00:00 of the day
    std::int64_t in = 0;
    std::int64_t out = 0;
    std::int64_t closing = 0;
    std::int64_t available = 0;
    std::int64_t held = 0;
    std::int64_t unusable = 0;  ///< expired, frozen, damaged, packed for going
    std::int64_t outside = 0;   ///< in transit, at a receiver, on loan
};

/// What one posting brought into or took out of a site on the day; moves within it are none.
struct DailyMovement {
    std::int64_t movement = 0;
    Instant occurred_at;
    Instant recorded_at;
    std::string kind;
    std::string document;  ///< number of the document it was posted for, "" where none
    std::string site;
    std::string item;
    std::string owner;
    std::int64_t amount = 0;  ///< negative went out
};

/// Goods on the road, by the order they belong to.
struct DailyTransit {
    std::string order;
    std::string item;
    std::string owner;
    std::int64_t amount = 0;
};

/// An allotment order that was made or took a step on the day.
struct DailyOrder {
    std::string number;
    std::string state;  ///< at the moment of the report
    std::string event;
    struct Line {
        std::string item;
        std::string owner;
        std::string from_site;
        std::string to_site;
        std::int64_t amount = 0;
    };
    std::vector<Line> lines;
};

/// What was ordered and what has left the depots for an event so far, of one item and owner.
struct DailyEvent {
    std::string event;
    std::string item;
    std::string owner;
    std::int64_t ordered = 0;  ///< on orders that are signed and not cancelled or refused
    std::int64_t sent = 0;
};

/// A lot on a shelf whose last day of use is within 90 days, or past.
struct DailyExpiring {
    std::string site;
    std::string item;
    std::string lot;
    std::string owner;
    Date expires_on;
    std::int64_t on_hand = 0;
};

/// M1 for the available goods of one level, "" for all of them together.
struct DailyEquipped {
    std::string level;
    Equipped equipped;
    std::optional<std::int64_t> gap;  ///< people asked about, less those; never below 0
};

struct DailyReport {
    Date date;
    Instant as_of;
    std::int64_t head_seq = 0;
    std::string head_hash;
    std::optional<std::int64_t> people;
    std::vector<DailyStock> stock;         ///< by item, level, owner
    std::vector<DailyMovement> movements;  ///< of the day, in the order of posting
    std::vector<DailyMovement> late;       ///< of earlier days, recorded on this one
    std::vector<DailyTransit> in_transit;
    std::vector<DailyOrder> orders;
    std::vector<DailyEvent> events;  ///< by event, item, owner
    std::vector<DailyEquipped> equipped;
    std::vector<DailyExpiring> expiring;
};

struct DailyAsk {
    Instant as_of;                       ///< its Beijing day is the report's
    std::optional<std::int64_t> people;  ///< a number to be equipped
};

/// The bulletin of `books`, which must be the books as they were at ask.as_of (books_at).
[[nodiscard]] DailyReport daily_report(Database& books, const Rules& rules,
                                       const Baseline& baseline,
                                       const std::vector<BasketRow>& basket, const DailyAsk& ask);

/// Available whole units by item, of depots of one level or (nullopt) of all, as the bulletin and
/// `relief readiness equip` count them.
[[nodiscard]] std::map<std::string, Units> available_units(Database& books, const Rules& rules,
                                                           const Baseline& baseline, Instant at,
                                                           const std::optional<std::string>& level,
                                                           const std::optional<std::string>& site);

}  // namespace relief
