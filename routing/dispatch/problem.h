// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/quantity.h"
#include "core/time.h"

#include <optional>
#include <string>
#include <vector>

namespace relief {

/// Goods that can stand for a need. `serves` holds indices of needs at one place that one unit
/// serves at once (a sleeping bag: quilt and mattress).
struct Way {
    std::string item;
    std::vector<int> serves;
    int rate = 1;          ///< one unit stands for so many of each need
    int rank = 1;          ///< 1 = the item itself
    double penalty = 0;    ///< share of the need that stays open although it is served
    std::string for_wave;  ///< unused by the solver; kept for printing
};

/// One item needed at one place by one time.
struct DispatchNeed {
    std::string id;  ///< "220221:WATERB:2"
    std::string place;
    std::string item;
    std::string unit;
    Units quantity = 0;
    Instant by;
    double persons = 0;  ///< heads the whole quantity stands for
    double weight = 1;   ///< of one person-hour
    std::string rule;
    std::string report;
};

/// Stock of one item at one depot that is alike for the plan: same last day of use.
struct DispatchLot {
    std::string lot;
    Date expires_on;
    Units available = 0;
};

/// One item at one depot. `sendable` is what is left above the reserve floor.
struct DispatchSupply {
    int depot = 0;  ///< index into DispatchProblem::depots
    std::string item;
    std::vector<DispatchLot> lots;  ///< by expiry
    Units on_hand = 0;              ///< over all lots in good condition, expired or not
    Units floor = 0;                ///< to be kept back
};

struct DispatchDepot {
    std::string id;
    std::string fleet;  ///< depot whose vehicles serve it
    std::string node;
    std::string level;
    std::string seat_code;
    int ready_minutes = 0;  ///< from the order to the first dock, contract terms included
};

struct DispatchFleet {
    std::string depot;
    std::string vehicle_class;
    int count = 0;
    int muster_minutes = 0;
    double payload_kg = 0;  ///< planned with; what one holds less the stowage
    double usable_m3 = 0;
    /// Kept free in planning so that whole pieces always pack: at least one piece of the largest
    /// kind. A vehicle may be filled up to payload + stowage.
    double stowage_kg = 0;
    double stowage_m3 = 0;
    int load_minutes = 0;
    int unload_minutes = 0;
};

struct DispatchFleetSite {
    std::string depot;
    int docks = 1;
};

struct DispatchSupplier {
    std::string id;
    std::string node;
    std::string item;
    Units on_hand = 0;
    Units daily_capacity = 0;
    int first_minutes = 0;        ///< from the order to the first truck leaving, signature included
    int max_travel_minutes = 0;   ///< 0 = no limit; hot meals travel two hours at most
    bool eaten_same_day = false;  ///< arrives on the day it is needed or later, never before
    std::string vehicle_class;    ///< class of its own lorries, for the count printed
    double payload_kg = 0;
    double usable_m3 = 0;
    int unload_minutes = 0;
};

struct DispatchItem {
    std::string id;
    double weight_kg = 0;
    double volume_m3 = 0;
};

/// Minutes and way by road for one (origin node, place, vehicle class).
struct DispatchLeg {
    std::string from_node;
    std::string to_place;
    std::string vehicle_class;
    int minutes = 0;
    double km = 0;
    std::vector<std::string> edges;
};

/// Which tier a depot is for a place, and its signature time.
struct DispatchTier {
    int depot = -1;  ///< index into depots; -1 for suppliers
    std::string place;
    std::string tier;
    int rank = 1;
    int signature_minutes = 0;
};

/// A step of the deprivation cost: hours later than `from_h` after `by` count `factor` times.
struct DispatchGrowth {
    int from_h = 0;
    double factor = 1;
};

/// Everything the optimiser needs, and nothing else. Made by tools/desk, immutable, printable.
struct DispatchProblem {
    Instant as_of;
    Instant
        until;  ///< end of the planning horizon: nothing arrives later; an unmet need lacks to here
    std::vector<DispatchNeed> needs;
    std::vector<Way> ways;
    std::vector<DispatchItem> items;
    std::vector<DispatchDepot> depots;
    std::vector<DispatchSupply> supplies;
    std::vector<DispatchFleet> fleets;
    std::vector<DispatchFleetSite> sites;
    std::vector<DispatchSupplier> suppliers;
    std::vector<DispatchTier> tiers;
    int agreement_rank = 6;
    std::vector<DispatchLeg> legs;
    std::vector<DispatchGrowth> growth;
    std::vector<std::string> places;
};

/// Refuses (bad_input) a problem that is not one: an index out of range, a negative quantity, a
/// lot twice, a leg with no minutes between different places.
void validate(const DispatchProblem& problem);

}  // namespace relief
