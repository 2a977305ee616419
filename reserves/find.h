// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/quantity.h"
#include "core/time.h"

#include <optional>
#include <string>
#include <vector>

namespace relief {

/// Minutes with their spread: when all goes well, as a rule, and as it has gone in a real case.
struct Spread {
    int low = 0;
    int likely = 0;
    int high = 0;

    friend bool operator==(const Spread&, const Spread&) = default;
};

/// Lorries of one class at one fleet, and their way to the place.
struct FindLorries {
    std::string vehicle_class;
    int count = 0;
    int muster_minutes = 0;
    int load_minutes = 0;  ///< one lorry at one dock
    int unload_minutes = 0;
    Units units = 0;  ///< of the item, in one lorry
    Spread drive;     ///< one way
};

/// A lot of the item as hold.h gives it, in whole units.
struct FindLot {
    std::string lot;
    std::string owner;
    Date expires_on;
    Units available = 0;
};

/// A site that has the item, with all that decides when it can be at the place.
struct FindSite {
    std::string id;
    std::string fleet;  ///< whose lorries and docks; two sites of one house share them
    int rank = 0;       ///< the order in which stock is drawn (rules/supply_tiers.csv)
    int docks = 1;
    Spread office;           ///< from the question to the order at the gate, and the gate open
    double late_factor = 1;  ///< how much longer the whole chain has taken in a real case
    double keep_share = 0;   ///< of what is usable there, kept back (rules/reserve_floors.csv)
    std::vector<FindLorries> lorries;  ///< none where no way leads to the place
    std::vector<FindLot> lots;         ///< by expiry
    Units on_hand = 0;                 ///< good goods on the shelf, held or not
    Units held = 0;
    std::string
        why_not;  ///< not drawn on at all: hazard, other_owner, contract; "" where it may be
};

struct FindQuestion {
    Units amount = 0;
    Instant at;
    int within_minutes = 0;
};

/// One lorry on its way. Minutes from the question.
struct FindLoad {
    std::string vehicle_class;
    int trip = 1;
    Units units = 0;  ///< room in it
    int drive_minutes = 0;
    int depart = 0;
    Spread arrive;
};

struct LotShare {
    std::string lot;
    std::string owner;
    Date expires_on;
    Units amount = 0;
};

/// What one site sends.
struct FindTake {
    std::string site;
    Units amount = 0;
    std::vector<LotShare> lots;   ///< first expired first out
    std::vector<FindLoad> loads;  ///< in the order they leave
    Spread arrive;                ///< of the last of them, minutes from the question
};

/// What can be said of every site.
struct FindRow {
    std::string site;
    Units on_hand = 0;
    Units held = 0;
    Units available = 0;  ///< of lots that last until the answer's deadline
    Units keep = 0;       ///< the part of it that stays
    Units in_time = 0;    ///< what could be there by then if it were asked for alone
    std::optional<Spread> first_arrival;  ///< of its first lorry
    std::string why_not;  ///< see FindSite; also expired, all_held, floor, no_way, too_late
};

/// The honest answer. `now` is the cheapest set that is there in time; `later` what comes after,
/// soonest first, until the amount is reached or nothing is left.
struct FindAnswer {
    Units in_time = 0;
    Units late = 0;
    Units missing = 0;  ///< in no depot that may be asked
    std::vector<FindTake> now;
    std::vector<FindTake> later;
    std::vector<FindRow> rows;  ///< every site, in the order given
};

/// Who can have how much of one item at one place by when. The set is, in this order: as much in
/// time as can be, up to the amount; the least from the sites of the highest rank, then of the next
/// lower one (own stock first, then ask up); the fewest lorry-minutes on the road, there and back;
/// the fewest sites. Lorries of a site go in the order in which they are ready. Lots that would
/// have expired by the deadline are not used. A pure function: same question, same answer.
[[nodiscard]] FindAnswer find_goods(const std::vector<FindSite>& sites,
                                    const FindQuestion& question);

/// The lorries of one fleet in the order they leave, first trips and later ones, until `amount`
/// units are carried or `horizon` minutes are over. Exposed for the tests.
[[nodiscard]] std::vector<FindLoad> schedule_loads(const FindSite& site, Units amount, int horizon);

}  // namespace relief
