// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/repair.h"

#include "routing/dispatch/committed.h"
#include "routing/dispatch/driving.h"
#include "routing/dispatch/look_up.h"
#include "routing/dispatch/pack.h"
#include "routing/dispatch/planner.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <future>
#include <map>
#include <mutex>
#include <utility>

namespace relief {
namespace {

/// Keeps the shipments of the plan in hand one after the other, each as far as it still can go.
class Repair {
  public:
    explicit Repair(const DispatchProblem& problem)
        : problem_(problem), left_(after_committed(problem)), pool_(problem) {
        left_.legs.clear();  // copied often, and looked up in the problem itself
        for (const CommittedShipment& committed : problem.committed) {
            pool_.take(committed.shipment);
        }
    }

    RepairedShipment keep(const Shipment& before) {
        Shipment shipment = before;
        std::string cause = where_it_fails(shipment);
        if (cause.empty()) {
            cause = mend_time_and_road(shipment);
        }
        if (!lost_) {
            const std::string goods = mend_goods(shipment);
            cause = cause.empty() ? goods : cause;
        }
        if (!lost_ && supplier_of(shipment) == nullptr) {
            const std::string vehicles = mend_vehicles(shipment);
            cause = cause.empty() || lost_ ? (vehicles.empty() ? cause : vehicles) : cause;
        }
        if (std::exchange(lost_, false) || shipment.lines.empty()) {
            return {.before = before, .after = std::nullopt, .cause = cause};
        }
        if (!cause.empty()) {
            weigh_again(shipment);
        }
        carry_out({.shipment = shipment}, left_);
        pool_.take(shipment);
        return {.before = before, .after = std::move(shipment), .cause = cause};
    }

  private:
    [[nodiscard]] const DispatchSupplier* supplier_of(const Shipment& shipment) const {
        for (const DispatchSupplier& supplier : left_.suppliers) {
            if (supplier.id == shipment.from) {
                return &supplier;
            }
        }
        return nullptr;
    }

    [[nodiscard]] int depot_of(const Shipment& shipment) const {
        for (std::size_t i = 0; i < left_.depots.size(); ++i) {
            if (left_.depots[i].id == shipment.from) {
                return static_cast<int>(i);
            }
        }
        return -1;
    }

    std::string lose(std::string cause) {
        lost_ = true;
        return cause;
    }

    std::string where_it_fails(const Shipment& shipment) {
        const int depot = depot_of(shipment);
        if (is_forbidden(problem_, shipment.from, shipment.to)) {
            return lose("forbidden");
        }
        if (supplier_of(shipment) != nullptr) {
            return "";
        }
        if (depot < 0 || tier_of(left_, depot, shipment.to) == nullptr) {
            return lose("stock");
        }
        return "";
    }

    [[nodiscard]] bool road_is_open(const Shipment& shipment) const {
        return std::none_of(shipment.edges.begin(), shipment.edges.end(),
                            [&](const std::string& edge) {
                                return std::binary_search(problem_.closed_edges.begin(),
                                                          problem_.closed_edges.end(), edge);
                            });
    }

    /// The same goods by another way, with the halts its drivers make.
    void drive(const DispatchLeg& leg, Shipment& shipment) const {
        const DispatchFleet* fleet = fleet_of(shipment);
        const DispatchSupplier* supplier = supplier_of(shipment);
        const int unload = fleet != nullptr      ? fleet->unload_minutes
                           : supplier != nullptr ? supplier->unload_minutes
                                                 : 0;
        DrivingClock clock(problem_.driving, shipment.drivers);
        const int there = clock.drive(0, leg.minutes);
        const int back = clock.drive(there + unload, leg.minutes_back());
        shipment.arrive = shipment.depart + Minutes{there + leg.carry_minutes};
        shipment.back = shipment.depart + Minutes{back};
        shipment.minutes = leg.minutes;
        shipment.rest_minutes = there - leg.minutes;
        shipment.km = leg.km;
        shipment.edges = leg.edges;
        shipment.open_point = leg.open_point;
        shipment.gap_km = leg.gap_km;
        shipment.carry_minutes = leg.carry_minutes;
    }

    std::string mend_time_and_road(Shipment& shipment) {
        std::string cause;
        if (shipment.depart < problem_.as_of) {
            const auto late = problem_.as_of - shipment.depart;
            shipment.depart += late;
            shipment.arrive += late;
            shipment.back += late;
            cause = "late";
        }
        if (!road_is_open(shipment)) {
            const int leg =
                leg_index(problem_, shipment.from_node, shipment.to, shipment.vehicle_class);
            if (leg < 0) {
                return lose("road");
            }
            drive(problem_.legs[static_cast<std::size_t>(leg)], shipment);
            cause = "road";
        }
        const DispatchSupplier* supplier = supplier_of(shipment);
        const bool too_far = supplier != nullptr && supplier->max_travel_minutes > 0 &&
                             shipment.minutes > supplier->max_travel_minutes;
        if (too_far) {
            return lose("road");
        }
        return shipment.arrive > problem_.until ? lose(cause.empty() ? "time" : cause) : cause;
    }

    /// Units of a line that lie there, last till they arrive, and are not kept back.
    [[nodiscard]] Units there(const Shipment& shipment, const ShipmentLine& line,
                              std::string& cause) const {
        if (const DispatchSupplier* supplier = supplier_of(shipment)) {
            const auto days =
                std::chrono::floor<std::chrono::days>(shipment.depart - problem_.as_of);
            cause = "supplier";
            return supplier->item == line.item
                       ? made_by(*supplier, static_cast<int>(std::max<long>(0, days.count())))
                       : 0;
        }
        cause = "stock";
        const int depot = depot_of(shipment);
        for (const DispatchSupply& supply : left_.supplies) {
            if (supply.depot != depot || supply.item != line.item) {
                continue;
            }
            for (const DispatchLot& lot : supply.lots) {
                if (lot.lot == line.lot) {
                    const std::chrono::days life{item_of(problem_, line.item).life_left_days};
                    if (lot.expires_on < beijing_date(shipment.arrive) + life) {
                        cause = "expiry";
                        return 0;
                    }
                    return std::min(lot.available,
                                    std::max<Units>(0, supply.on_hand - supply.floor));
                }
            }
        }
        return 0;
    }

    [[nodiscard]] Units wanted(const ShipmentLine& line) const {
        Units units = line.for_need.empty() ? 0 : line.quantity;
        for (const std::string& id : line.for_need) {
            const int need = need_index(left_, id);
            if (need < 0) {
                return 0;
            }
            const int rate = way_of(left_, line, need).rate;
            units = std::min(units, open_units(left_.needs[static_cast<std::size_t>(need)]) / rate);
        }
        return units;
    }

    /// Lines of one shipment may draw on one lot and one need; they are looked at in turn.
    std::string mend_goods(Shipment& shipment) {
        std::string cause;
        const DispatchProblem saved = left_;
        for (ShipmentLine& line : shipment.lines) {
            std::string missing;
            const Units want = wanted(line);
            const Units have = there(shipment, line, missing);
            Units units = std::min({line.quantity, want, have});
            if (units < line.quantity) {
                cause = want <= have ? "need" : missing;
                const Units pack = item_of(problem_, line.item).pack;
                units -= want > units ? units % pack : 0;  // a need's last units may break a pack
                const Units rate = line.quantity > 0 ? line.counts_for / line.quantity : 1;
                line.quantity = std::max<Units>(0, units);
                line.counts_for = line.quantity * rate;
            }
            Shipment alone = shipment;
            alone.lines = {line};
            carry_out({.shipment = alone}, left_);
        }
        left_ = saved;
        std::erase_if(shipment.lines, [](const ShipmentLine& line) { return line.quantity == 0; });
        if (shipment.lines.empty()) {
            lost_ = true;
        }
        return cause;
    }

    [[nodiscard]] const DispatchFleet* fleet_of(const Shipment& shipment) const {
        for (const DispatchFleet& fleet : problem_.fleets) {
            if (fleet.depot == shipment.fleet && fleet.vehicle_class == shipment.vehicle_class) {
                return &fleet;
            }
        }
        return nullptr;
    }

    [[nodiscard]] bool fits(const Shipment& shipment, const DispatchFleet& fleet,
                            int vehicles) const {
        std::map<std::string, Pieces> by_item;
        for (const ShipmentLine& line : shipment.lines) {
            const DispatchItem& item = item_of(problem_, line.item);
            Pieces& pieces = by_item[line.item];
            pieces.count += line.quantity;
            pieces.kg = item.weight_kg;
            pieces.m3 = item.volume_m3;
        }
        std::vector<Pieces> all;
        for (const auto& [item, pieces] : by_item) {
            all.push_back(pieces);
        }
        return all.empty() || vehicles_needed(all, fleet.payload_kg + fleet.stowage_kg,
                                              fleet.usable_m3 + fleet.stowage_m3, vehicles) > 0;
    }

    /// Fewer vehicles than it takes carry what they can; goods come off line by line, evenly.
    std::string mend_vehicles(Shipment& shipment) {
        const int ready = pool_.ready(shipment);
        if (ready >= shipment.vehicles) {
            return "";
        }
        const DispatchFleet* fleet = fleet_of(shipment);
        if (ready == 0 || fleet == nullptr) {
            return lose("vehicles");
        }
        for (ShipmentLine& line : shipment.lines) {
            const Units rate = line.counts_for / line.quantity;
            const Units pack = item_of(problem_, line.item).pack;
            line.quantity = line.quantity * ready / shipment.vehicles / pack * pack;
            line.counts_for = line.quantity * rate;
        }
        while (!fits(shipment, *fleet, ready)) {
            ShipmentLine& line = *std::max_element(
                shipment.lines.begin(), shipment.lines.end(),
                [](const auto& a, const auto& b) { return a.quantity < b.quantity; });
            const Units rate = line.counts_for / line.quantity;
            const Units off = std::min<Units>(line.quantity, item_of(problem_, line.item).pack);
            line.quantity -= off;
            line.counts_for = line.quantity * rate;
        }
        shipment.vehicles = ready;
        std::erase_if(shipment.lines, [](const ShipmentLine& line) { return line.quantity == 0; });
        if (shipment.lines.empty()) {
            lost_ = true;
        }
        return "vehicles";
    }

    void weigh_again(Shipment& shipment) const {
        shipment.load_kg = 0;
        shipment.load_m3 = 0;
        for (const ShipmentLine& line : shipment.lines) {
            const DispatchItem& item = item_of(problem_, line.item);
            shipment.load_kg += static_cast<double>(line.quantity) * item.weight_kg;
            shipment.load_m3 += static_cast<double>(line.quantity) * item.volume_m3;
        }
    }

    const DispatchProblem& problem_;
    DispatchProblem left_;
    VehiclePool pool_;
    bool lost_ = false;
};

bool same_trip(const Shipment& a, const Shipment& b) {
    const auto same_line = [](const ShipmentLine& x, const ShipmentLine& y) {
        return x.item == y.item && x.lot == y.lot && x.quantity == y.quantity &&
               x.for_need == y.for_need;
    };
    return a.from == b.from && a.to == b.to && a.vehicle_class == b.vehicle_class &&
           a.vehicles == b.vehicles && a.depart == b.depart && a.arrive == b.arrive &&
           std::is_permutation(a.lines.begin(), a.lines.end(), b.lines.begin(), b.lines.end(),
                               same_line);
}

/// Shipments that go as they did in the plan in hand bear the number they had there.
void keep_numbers(const std::vector<Shipment>& in_hand, std::vector<Shipment>& shipments) {
    for (Shipment& shipment : shipments) {
        for (const Shipment& before : in_hand) {
            if (shipment.committed.empty() && same_trip(before, shipment)) {
                shipment.id = before.id;
            }
        }
    }
}

void count_trips(const std::vector<RepairedShipment>& repaired, const DispatchPlan& plan,
                 DispatchReplan& answer) {
    answer.trips_in_hand = 0;
    answer.trips_possible = 0;
    answer.trips_changed = 0;
    for (const RepairedShipment& row : repaired) {
        answer.trips_in_hand += row.before.vehicles;
        if (!row.cause.empty()) {
            continue;
        }
        answer.trips_possible += row.before.vehicles;
        const bool goes =
            std::any_of(plan.shipments.begin(), plan.shipments.end(),
                        [&](const Shipment& after) { return same_trip(row.before, after); });
        answer.trips_changed += goes ? 0 : row.before.vehicles;
    }
}

double lacking_of(const DispatchPlan& plan) {
    return plan.levels.front().value;
}

/// Better under the first aim where they differ, of plans that agree so far; a hair is nothing.
bool better(const DispatchPlan& a, const DispatchPlan& b) {
    for (std::size_t i = 0; i < a.levels.size() && i < b.levels.size(); ++i) {
        const ObjectiveLevel& x = a.levels[i];
        const ObjectiveLevel& y = b.levels[i];
        const double hair = 1e-6 * std::max(std::abs(x.value), std::abs(y.value)) + 1e-9;
        if (std::abs(x.value - y.value) > hair) {
            return x.maximise ? x.value > y.value : x.value < y.value;
        }
    }
    return false;
}

/// What the repair took off a shipment.
Shipment gone_of(const RepairedShipment& row) {
    Shipment gone = row.before;
    if (row.after) {
        for (ShipmentLine& line : gone.lines) {
            for (const ShipmentLine& left : row.after->lines) {
                const bool same = left.item == line.item && left.lot == line.lot &&
                                  left.for_need == line.for_need;
                line.quantity -= same ? left.quantity : 0;
            }
        }
        std::erase_if(gone.lines, [](const ShipmentLine& line) { return line.quantity <= 0; });
    }
    return gone;
}

/// What is left of the plan in hand is kept, and the rest is filled up.
DispatchPlan keep_and_fill(const DispatchProblem& problem,
                           const std::vector<RepairedShipment>& repaired,
                           const std::function<bool()>& keep_going) {
    DispatchProblem kept = problem;
    for (CommittedShipment& shipment : kept_shipments(repaired)) {
        kept.committed.push_back(std::move(shipment));
    }
    // A line as it was is what is kept of it and what is gone; what is filled in should be as gone.
    kept.in_hand = {Shipment{}};
    for (const RepairedShipment& row : repaired) {
        kept.in_hand.push_back(gone_of(row));
    }
    DispatchPlan plan = solve_dispatch(kept, keep_going);
    for (Shipment& shipment : plan.shipments) {
        if (shipment.committed == "kept") {
            shipment.committed.clear();
        }
    }
    for (ObjectiveLevel& level : plan.levels) {
        level.keeps += (level.keeps.empty() ? "" : "; ") +
                       std::string("what can still go of the plan in hand");
    }
    return plan;
}

/// Everything that is not committed is made anew. With nothing in hand any more all that is sent is
/// new, and counts as changed.
DispatchPlan make_anew(const DispatchProblem& problem, const std::function<bool()>& keep_going) {
    DispatchProblem all = problem;
    all.in_hand.emplace_back();
    return solve_dispatch(all, keep_going);
}

}  // namespace

std::vector<RepairedShipment> repair_in_hand(const DispatchProblem& problem) {
    std::vector<Shipment> order = problem.in_hand;
    std::stable_sort(order.begin(), order.end(),
                     [](const Shipment& a, const Shipment& b) { return a.depart < b.depart; });
    Repair repair(problem);
    std::vector<RepairedShipment> repaired;
    repaired.reserve(order.size());
    for (const Shipment& shipment : order) {
        repaired.push_back(repair.keep(shipment));
    }
    return repaired;
}

std::vector<CommittedShipment> kept_shipments(const std::vector<RepairedShipment>& repaired) {
    std::vector<CommittedShipment> kept;
    for (const RepairedShipment& row : repaired) {
        if (row.after) {
            kept.push_back({.shipment = *row.after});
            kept.back().shipment.committed = "kept";
        }
    }
    return kept;
}

DispatchReplan replan_dispatch(const DispatchProblem& problem,
                               const std::function<bool()>& keep_going) {
    validate(problem);
    DispatchReplan answer{.plan = {}, .repaired = repair_in_hand(problem)};
    std::mutex asking;
    const auto ask_in_turn = [&] {
        const std::scoped_lock lock(asking);
        return keep_going();
    };
    // Neither plan looks at the other: they are made side by side.
    std::future<DispatchPlan> made_anew =
        std::async(std::launch::async, [&] { return make_anew(problem, ask_in_turn); });
    answer.plan = keep_and_fill(problem, answer.repaired, ask_in_turn);
    DispatchPlan anew = made_anew.get();
    count_trips(answer.repaired, answer.plan, answer);
    answer.kept_lacking = lacking_of(answer.plan);
    keep_numbers(problem.in_hand, anew.shipments);
    answer.anew_lacking = lacking_of(anew);
    // Either plan may be the one that is bounded: the smaller of the two bounds holds for both.
    const double bound = std::min(answer.plan.levels.front().bound, anew.levels.front().bound);
    DispatchReplan other = answer;
    count_trips(answer.repaired, anew, other);
    const bool gains = lacking_of(anew) < answer.kept_lacking * (1 - gain_for_more);
    const bool calm = other.trips_changed <= changed_trips_max * answer.trips_in_hand;
    if (gains || (calm && better(anew, answer.plan))) {
        answer.plan = std::move(anew);
        answer.trips_changed = other.trips_changed;
        answer.made_anew = true;
    } else if (!keep_going()) {
        return answer;  // cut short, the other's bound may be none
    }
    answer.plan.levels.front().bound = bound;
    answer.plan.levels.front().keeps.clear();
    return answer;
}

}  // namespace relief
