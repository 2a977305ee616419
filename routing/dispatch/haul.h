// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/quantity.h"
#include "routing/solver/flow.h"
#include "routing/solver/lp.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

namespace relief {

/// No limit of its own on the trips of an arc.
inline constexpr std::int64_t haul_no_limit = std::numeric_limits<std::int64_t>::max();

struct HaulGood {
    double kg = 0;              ///< of one unit, >= 0
    double m3 = 0;              ///< of one unit, >= 0; kg and m3 are not both 0
    double shortage_price = 0;  ///< of one unit that is needed and does not come, >= 0
};

struct HaulDepot {
    std::vector<Units> stock;  ///< one per good
    std::int64_t trips = 0;    ///< whole trips its vehicles can make
};

struct HaulPlace {
    std::vector<Units> need;  ///< one per good
};

/// A way from a depot to a place. What has no arc is not reached.
struct HaulArc {
    int depot = 0;
    int place = 0;
    double km = 0;                            ///< by road, one way, >= 0
    std::int64_t trips_most = haul_no_limit;  ///< 0: the road is closed
};

/// Goods from depots to places by whole trips: which depot sends how much of what to whom. The sum
/// of cost_per_trip_km x km x trips, cost_per_tonne_km x km x tonnes and the price of what is short
/// is to be least; goods go in whole units. There is no time in it: one wave, for which trips are
/// counted.
struct HaulProblem {
    std::vector<HaulGood> goods;
    std::vector<HaulDepot> depots;
    std::vector<HaulPlace> places;
    std::vector<HaulArc> arcs;  ///< at most one from a depot to a place
    double trip_kg = 0;         ///< what one trip carries, > 0
    double trip_m3 = 0;         ///< > 0
    double cost_per_trip_km = 0;
    double cost_per_tonne_km = 0;
};

/// Refuses (bad_input haul.problem) a problem that is not one: an index out of range, a negative or
/// infinite figure, lists of another length than the goods, an arc twice, quantities of which the
/// sum, or trips of which the sum does not fit 2^53.
void validate(const HaulProblem& problem);

struct HaulLoad {
    int good = 0;
    Units quantity = 0;
    friend bool operator==(const HaulLoad&, const HaulLoad&) = default;
};

/// What goes over one arc: so many trips, and together so much.
struct HaulShipment {
    int arc = 0;
    std::int64_t trips = 0;
    std::vector<HaulLoad> loads;  ///< by good, none of 0
    friend bool operator==(const HaulShipment&, const HaulShipment&) = default;
};

/// By arc, each at most once. What it does not bring is short.
using HaulPlan = std::vector<HaulShipment>;

/// What a plan costs, shortage included. bad_input haul.plan where it breaks a limit of the
/// problem: stock, need, trips of a depot or an arc, what a trip carries.
[[nodiscard]] double haul_value(const HaulProblem& problem, const HaulPlan& plan);

/// Prices of what is scarce, as the bound uses them. Any prices >= 0 make a valid bound.
struct HaulPrices {
    std::vector<double> trip;   ///< per depot: of one more trip
    std::vector<double> stock;  ///< per depot x good: of one more unit
    /// Per arc, 0 to 1: how much of what a trip costs the kilograms bear; the cubic metres the
    /// rest.
    std::vector<double> weight_share;
};

/// The Lagrangian bound: a plan costs at least what every unit costs at its cheapest (over every
/// arc, or short) with scarce trips and stock paid at `prices`, less what all trips and stock are
/// worth at them. True for any prices >= 0; others, or of another size, are bad_input haul.prices.
[[nodiscard]] double haul_bound(const HaulProblem& problem, const HaulPrices& prices);

struct HaulProgress {
    double value = 0;  ///< of the plan in hand
    double bound = 0;
    std::int64_t rounds = 0;
};

/// The search ends when the first of them is used up, or when `keep_going` says no.
struct HaulLimits {
    /// Of serving a few places anew; 0: as many as time allows, none where time is not limited.
    std::int64_t rounds = 0;
    std::uint64_t seed = 1;
    /// The share of the time that is used, 1 and more: at an end; may be asked by two threads at
    /// once. Empty: time does not matter, and
    /// same problem, rounds and seed give the same bytes.
    std::function<double()> time_used;
    /// Shown the first plan, then asked again and again. Empty: yes.
    std::function<bool(const HaulProgress&)> keep_going;
    /// Up to so many goods-on-arcs the linear relaxation is solved to its optimum; above, prices
    /// that come near it are found by a first-order method.
    std::int64_t exact_columns = 30'000;
};

struct HaulAnswer {
    HaulPlan plan;
    double value = 0;
    double bound = 0;   ///< of every plan of the problem; never above the value
    HaulPrices prices;  ///< that the bound was reckoned with
    std::int64_t rounds = 0;
};

/// A plan and a bound. The first plan stands after one pass and is always possible, since shortage
/// is allowed; then prices and bound, then better plans for as long as the limits allow.
[[nodiscard]] HaulAnswer solve_haul(const HaulProblem& problem, const HaulLimits& limits);

/// What changed against the plan in hand, counted in its trips that had not left.
struct HaulChanges {
    std::int64_t undeparted = 0;  ///< trips of the old plan that had not left
    std::int64_t changed = 0;  ///< of those: not sent, or made lighter by as much as so many trips
    std::int64_t added = 0;    ///< trips that were not planned
};

struct HaulReplan {
    HaulAnswer answer;
    HaulPlan repaired;  ///< the old plan with what no longer goes taken off and gaps filled
    double repaired_value = 0;
    HaulChanges changes;  ///< of answer.plan against the old plan
};

struct HaulCalm {
    double share = 0.2;  ///< of undeparted trips that may change beyond what cannot go …
    double gain = 0.01;  ///< … unless that saves more than this share of the value
};

/// A plan for a problem that is no longer the one `old_plan` was made for: `departed` is what has
/// left (part of the old plan) and stays as it is; the answer is never dearer than the old plan
/// repaired. Arcs are those of the old problem: one that is closed keeps the departed trips as its
/// trips_most. `prices` are those of the old answer; the bound rests on them. bad_input haul.plan
/// where the departed trips are not possible or the old plan names what is not there.
[[nodiscard]] HaulReplan resolve_haul(const HaulProblem& problem, const HaulPlan& old_plan,
                                      const HaulPlan& departed, const HaulPrices& prices,
                                      const HaulLimits& limits, const HaulCalm& calm = {});

/// Costs of flows are whole numbers: thousandths.
inline constexpr double haul_cost_unit = 1000;

/// One good alone as a flow, trips without limit: nodes are the depots, the places and a hub that
/// what stays comes to and what is short comes from.
struct HaulFlow {
    FlowProblem network;
    std::vector<int> arcs;  ///< the first arcs of the network are these of the problem
};

/// A unit costs `unit_cost` (per arc, >= 0); without it the way and the part of a trip it takes, by
/// weight or by volume, whichever is more.
[[nodiscard]] HaulFlow haul_flow(const HaulProblem& problem, int good,
                                 const std::vector<double>& unit_cost);
[[nodiscard]] HaulFlow haul_flow(const HaulProblem& problem, int good);

/// The cheapest flow of every good: units, per good and arc. What a committee looks at first: which
/// depot is there for whom, lorries aside.
[[nodiscard]] std::vector<std::vector<Units>> haul_flows(const HaulProblem& problem);

/// The problem as a mixed-integer model, for other solvers: rows S depot_good, D place_good,
/// W, V depot_place, F depot; columns x depot_place_good, s place_good, n depot_place (whole).
[[nodiscard]] LpModel haul_model(const HaulProblem& problem);

}  // namespace relief
