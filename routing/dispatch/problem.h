// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/quantity.h"
#include "core/time.h"
#include "routing/dispatch/plan.h"

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

/// Units of a need that are committed and arrive then.
struct DispatchCovered {
    int arrive = 0;  ///< minutes after as_of
    Units units = 0;
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
    Units reserve = 0;           ///< stated on top of the need: so much more may come and no more
    Units covered = 0;           ///< of the quantity: what is committed already
    double covered_lacking = 0;  ///< weighted person-hours that lacks for coming late
    std::vector<DispatchCovered> covered_at = {};  ///< when that arrives
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
    std::vector<DispatchLot> lots;      ///< by expiry
    Units on_hand = 0;                  ///< over all lots in good condition, expired or not
    Units floor = 0;                    ///< to be kept back
    std::vector<std::string> only_for;  ///< places the goods were given for; empty = any
};

struct DispatchDepot {
    std::string id;
    std::string fleet;  ///< depot whose vehicles serve it
    std::string node;
    std::string level;
    std::string seat_code;
    int ready_minutes = 0;  ///< from the order to the first dock, contract terms included
};

/// What drivers may do (rules/convoy_rules.csv, our recollection of road safety regulation article
/// 62): halts are part of every leg, over all trips of a vehicle.
struct DispatchDriving {
    int drive_minutes = 0;  ///< at the wheel before a rest; 0 = nothing is limited
    int rest_minutes = 0;
    int driver_minutes = 0;  ///< of one driver within 24 h
    int change_minutes = 0;  ///< to hand over to another in the vehicle
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
    int drivers = 1;  ///< in each vehicle
    /// road, or air or boat: craft that serve every depot, under no rule of the road.
    std::string mode = "road";
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
    int drivers = 1;  ///< in each lorry
};

struct DispatchItem {
    std::string id;
    double weight_kg = 0;
    double volume_m3 = 0;
    int pack = 1;            ///< it travels in whole packs of so many units
    int life_left_days = 0;  ///< a lot must last so long after its arrival
};

/// Minutes and way by road for one (origin node, place, vehicle class). The way there is driven
/// laden, the way back empty: a bridge that bears no laden lorry may bear it then.
struct DispatchLeg {
    std::string from_node;
    std::string to_place;
    std::string vehicle_class;
    int minutes = 0;
    double km = 0;
    std::vector<std::string> edges;
    std::optional<int> back_minutes;  ///< none: as there
    std::optional<double> back_km;
    int ferry_minutes = 0;   ///< before the first trip: a craft's way from its base to the origin
    std::string open_point;  ///< where the open road ends, "" = at the place
    double gap_km = 0;       ///< from there to the place, as the crow flies
    int carry_minutes = 0;   ///< over the gap, by hand

    [[nodiscard]] int minutes_back() const { return back_minutes.value_or(minutes); }
};

/// What a place can take in.
struct DispatchReception {
    std::string place;
    double kg_per_day = 0;  ///< unloaded in each 24 h of the plan; 0 = no limit
    int opens_minutes = 0;  ///< after as_of: nothing arrives before somebody is there
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

/// So many units of a need go into each kit.
struct DispatchKitPart {
    int need = 0;  ///< index into DispatchProblem::needs
    int per_kit = 1;
};

/// Goods at one place that count only together (a padded tent with stove, alarm and bedding): a
/// kit is complete when its last part is there, and lacks all of its parts until then. Units of
/// its needs beyond quantity x per_kit count by themselves.
struct DispatchKit {
    std::string id;
    Units quantity = 0;
    std::vector<DispatchKitPart> parts;  ///< two or more, all of one place
};

/// What the assessment says the needs may come to.
struct DispatchScenario {
    std::string name;  ///< P50, P90
    double probability = 0;
    std::vector<Units> quantities;  ///< per need
};

/// A shipment that is no longer the planner's to decide: it has left, is signed, or was fixed by
/// hand. Shipment::committed says which; for_need names needs of the problem, [] is for nobody.
struct CommittedShipment {
    Shipment shipment;
    bool taken_from_stock = false;  ///< the supplies are without its goods already
};

/// What may not send, by hand: a depot or supplier, to one place or ("") anywhere.
struct DispatchForbidden {
    std::string from;
    std::string to;
};

/// Everything the optimiser needs, and nothing else. Made by tools/desk, immutable, printable.
struct DispatchProblem {
    Instant as_of;
    Instant
        until;  ///< end of the planning horizon: nothing arrives later; an unmet need lacks to here
    std::vector<DispatchNeed> needs;
    std::vector<Way> ways;
    std::vector<DispatchKit> kits;
    std::vector<DispatchScenario> scenarios;  ///< none: the needs are certain
    std::string planned_for;  ///< name of the scenario whose quantities the needs have
    std::vector<DispatchItem> items;
    std::vector<DispatchDepot> depots;
    std::vector<DispatchSupply> supplies;
    DispatchDriving driving;
    std::vector<DispatchFleet> fleets;
    std::vector<DispatchFleetSite> sites;
    std::vector<DispatchSupplier> suppliers;
    std::vector<DispatchTier> tiers;
    int agreement_rank = 6;
    std::vector<DispatchLeg> legs;
    std::vector<DispatchReception> receptions;  ///< a place without one takes what comes
    /// What the legs would be with every road open, where that differs; to explain, not to plan.
    std::vector<DispatchLeg> open_legs;
    std::vector<DispatchGrowth> growth;
    std::vector<std::string> places;
    std::vector<CommittedShipment> committed;
    std::vector<Shipment> in_hand;  ///< of the plan in hand what has not left yet, see repair.h
    std::vector<DispatchForbidden> forbidden;
    std::vector<std::string> closed_edges;  ///< sorted; what is in hand may not go over them
};

/// Refuses (bad_input) a problem that is not one: an index out of range, a negative quantity, a
/// lot twice, a leg with no minutes between different places.
void validate(const DispatchProblem& problem);

}  // namespace relief
