// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/lift.h"

#include "routing/dispatch/committed.h"
#include "routing/dispatch/look_up.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace relief {
namespace {

constexpr std::chrono::hours longer_by{240};
constexpr int unknown_road_minutes = 60;
// Far above any lorry, and not so far that one piece becomes nothing in the planner's arithmetic.
constexpr double any_weight_kg = 1e5;
constexpr double any_space_m3 = 1e3;
constexpr int lorries_max = 100'000;

/// Goods that may serve the needs in question, and all that is asked of them anywhere.
struct Goods {
    std::set<std::string> items;
    Units wanted = 0;
};

std::set<std::string> items_for(const DispatchProblem& problem, std::span<const int> needs) {
    std::set<std::string> items;
    for (const Way& way : problem.ways) {
        if (std::any_of(needs.begin(), needs.end(), [&](int need) { return serves(way, need); })) {
            items.insert(way.item);
        }
    }
    return items;
}

/// Depots that may send to one of the places.
std::set<int> senders_to(const DispatchProblem& problem, const std::set<std::string>& places) {
    std::set<int> depots;
    for (const DispatchTier& tier : problem.tiers) {
        if (tier.depot >= 0 && places.contains(tier.place)) {
            depots.insert(tier.depot);
        }
    }
    return depots;
}

Goods goods_for(const DispatchProblem& problem, std::span<const int> needs) {
    Goods goods{.items = items_for(problem, needs)};
    std::set<int> asking;
    for (const Way& way : problem.ways) {
        if (goods.items.contains(way.item)) {
            asking.insert(way.serves.begin(), way.serves.end());
        }
    }
    for (const int need : asking) {
        goods.wanted += problem.needs[static_cast<std::size_t>(need)].quantity;
    }
    return goods;
}

DispatchItem& item_of(DispatchProblem& problem, const std::string& id) {
    return *std::find_if(problem.items.begin(), problem.items.end(),
                         [&](const DispatchItem& item) { return item.id == id; });
}

/// The largest rate at which one unit of an item counts for a need.
int rate_of(const DispatchProblem& problem, const std::string& item) {
    int rate = 1;
    for (const Way& way : problem.ways) {
        rate = way.item == item ? std::max(rate, way.rate) : rate;
    }
    return rate;
}

void lift_package(DispatchProblem& problem, const Goods& goods) {
    for (const std::string& id : goods.items) {
        const int rate = rate_of(problem, id);
        DispatchItem& item = item_of(problem, id);
        item.pack = 1;
        item.weight_kg /= rate;
        item.volume_m3 /= rate;
        for (Way& way : problem.ways) {
            way.rate = way.item == id ? 1 : way.rate;
        }
        for (DispatchSupply& supply : problem.supplies) {
            if (supply.item == id) {
                supply.on_hand *= rate;
                supply.floor *= rate;
                for (DispatchLot& lot : supply.lots) {
                    lot.available *= rate;
                }
            }
        }
        for (DispatchSupplier& supplier : problem.suppliers) {
            if (supplier.item == id) {
                supplier.on_hand *= rate;
                supplier.daily_capacity *= rate;
            }
        }
    }
}

/// Lorries of one fleet row that would take everything that is needed at once.
int enough_lorries(const DispatchProblem& problem, const DispatchFleet& fleet) {
    double kg = 0;
    double m3 = 0;
    for (const Way& way : problem.ways) {
        const auto item = std::find_if(problem.items.begin(), problem.items.end(),
                                       [&](const DispatchItem& row) { return row.id == way.item; });
        for (const int need : way.serves) {
            const auto units =
                static_cast<double>(problem.needs[static_cast<std::size_t>(need)].quantity);
            kg += units * item->weight_kg;
            m3 += units * item->volume_m3;
        }
    }
    const double lorries = std::ceil(std::max(kg / fleet.payload_kg, m3 / fleet.usable_m3)) + 1;
    return static_cast<int>(std::min<double>(lorries, lorries_max));
}

/// A depot whose fleet has no lorries gets some like the largest known.
void add_missing_fleets(DispatchProblem& problem) {
    if (problem.fleets.empty()) {
        return;
    }
    const DispatchFleet largest = *std::max_element(
        problem.fleets.begin(), problem.fleets.end(),
        [](const DispatchFleet& a, const DispatchFleet& b) {
            return std::pair{a.payload_kg, a.usable_m3} < std::pair{b.payload_kg, b.usable_m3};
        });
    for (const DispatchFleetSite& site : problem.sites) {
        const bool has_fleet =
            std::any_of(problem.fleets.begin(), problem.fleets.end(),
                        [&](const DispatchFleet& fleet) { return fleet.depot == site.depot; });
        if (!has_fleet) {
            problem.fleets.push_back(largest);
            problem.fleets.back().depot = site.depot;
        }
    }
}

void lift_vehicles(DispatchProblem& problem) {
    add_missing_fleets(problem);
    std::map<std::string, int> more;
    for (DispatchFleet& fleet : problem.fleets) {
        const int added = enough_lorries(problem, fleet);
        fleet.count += added;
        more[fleet.depot] += added;
    }
    for (DispatchFleetSite& site : problem.sites) {
        site.docks += more[site.depot];
    }
}

void lift_payload(DispatchProblem& problem) {
    for (DispatchFleet& fleet : problem.fleets) {
        fleet.payload_kg = any_weight_kg;
        fleet.stowage_kg = 0;
    }
}

void lift_volume(DispatchProblem& problem) {
    for (DispatchFleet& fleet : problem.fleets) {
        fleet.usable_m3 = any_space_m3;
        fleet.stowage_m3 = 0;
    }
}

/// Every node something may be sent from and every place it may be sent to, with the class of the
/// lorries there.
std::set<std::tuple<std::string, std::string, std::string>> wanted_legs(
    const DispatchProblem& problem) {
    std::set<std::tuple<std::string, std::string, std::string>> wanted;
    for (const DispatchTier& tier : problem.tiers) {
        if (tier.depot < 0) {
            continue;
        }
        const DispatchDepot& from = problem.depots[static_cast<std::size_t>(tier.depot)];
        for (const DispatchFleet& fleet : problem.fleets) {
            if (fleet.depot == from.fleet) {
                wanted.emplace(from.node, tier.place, fleet.vehicle_class);
            }
        }
    }
    for (const DispatchSupplier& supplier : problem.suppliers) {
        for (const std::string& place : problem.places) {
            wanted.emplace(supplier.node, place, supplier.vehicle_class);
        }
    }
    return wanted;
}

void lift_road(DispatchProblem& problem) {
    for (const auto& [node, place, vehicle_class] : wanted_legs(problem)) {
        const auto is_it = [&](const DispatchLeg& leg) {
            return leg.from_node == node && leg.to_place == place &&
                   leg.vehicle_class == vehicle_class;
        };
        const auto leg = std::find_if(problem.legs.begin(), problem.legs.end(), is_it);
        const auto open = std::find_if(problem.open_legs.begin(), problem.open_legs.end(), is_it);
        if (leg == problem.legs.end()) {
            problem.legs.push_back(open != problem.open_legs.end()
                                       ? *open
                                       : DispatchLeg{.from_node = node,
                                                     .to_place = place,
                                                     .vehicle_class = vehicle_class,
                                                     .minutes = unknown_road_minutes,
                                                     .km = unknown_road_minutes,
                                                     .edges = {}});
        } else if (open != problem.open_legs.end() && open->minutes < leg->minutes) {
            *leg = *open;
        }
    }
}

/// Nobody waits; and a place that no depot may send to gets something from every one of them.
void lift_signature(DispatchProblem& problem) {
    int last_rank = 0;
    for (DispatchTier& tier : problem.tiers) {
        tier.signature_minutes = 0;
        last_rank = std::max(last_rank, tier.rank);
    }
    for (const std::string& place : problem.places) {
        const int depots = static_cast<int>(problem.depots.size());
        const bool forgotten = senders_to(problem, {place}).empty();
        for (int depot = 0; forgotten && depot < depots; ++depot) {
            problem.tiers.push_back(
                {.depot = depot, .place = place, .tier = "any", .rank = last_rank + 1});
        }
    }
}

void lift_time(DispatchProblem& problem) {
    problem.until += longer_by;
    for (DispatchSupplier& supplier : problem.suppliers) {
        supplier.max_travel_minutes = 0;
    }
}

void lift_expiry(DispatchProblem& problem, const Goods& goods) {
    for (DispatchItem& item : problem.items) {
        item.life_left_days = goods.items.contains(item.id) ? 0 : item.life_left_days;
    }
    const Date today = beijing_date(problem.as_of);
    const Date never = beijing_date(problem.until + 2 * longer_by);
    for (DispatchSupply& supply : problem.supplies) {
        if (!goods.items.contains(supply.item)) {
            continue;
        }
        for (DispatchLot& lot : supply.lots) {
            supply.on_hand += lot.expires_on < today ? lot.available : 0;
            lot.expires_on = std::max(lot.expires_on, never);
        }
        // They stay by expiry, and in the order they had.
        std::stable_sort(
            supply.lots.begin(), supply.lots.end(),
            [](const DispatchLot& a, const DispatchLot& b) { return a.expires_on < b.expires_on; });
    }
}

void lift_floor(DispatchProblem& problem, const Goods& goods) {
    for (DispatchSupply& supply : problem.supplies) {
        if (goods.items.contains(supply.item)) {
            supply.floor = 0;
        }
    }
}

/// One more lot that outlives the plan.
void add_lot(const DispatchProblem& problem, DispatchSupply& supply, Units units) {
    const std::string& depot = problem.depots[static_cast<std::size_t>(supply.depot)].id;
    const Date never = beijing_date(problem.until + 2 * longer_by);
    const Date last = supply.lots.empty() ? never : std::max(never, supply.lots.back().expires_on);
    supply.lots.push_back(
        {.lot = depot + "-" + supply.item + "-more", .expires_on = last, .available = units});
    supply.on_hand += units;
}

/// Whether one of the depots, or a supplier, keeps an item.
bool is_kept(const DispatchProblem& problem, const std::string& item, const std::set<int>& depots) {
    return std::any_of(problem.supplies.begin(), problem.supplies.end(),
                       [&](const DispatchSupply& supply) {
                           return supply.item == item && depots.contains(supply.depot);
                       }) ||
           std::any_of(problem.suppliers.begin(), problem.suppliers.end(),
                       [&](const DispatchSupplier& supplier) { return supplier.item == item; });
}

/// Depots that get an item they do not keep: those that may send to a place that asks for it, where
/// none of them keeps any.
std::set<int> new_keepers(const DispatchProblem& problem, const std::string& item) {
    std::set<int> keepers;
    for (const Way& way : problem.ways) {
        const auto& need = problem.needs[static_cast<std::size_t>(way.serves.front())];
        const std::set<int> senders = senders_to(problem, {need.place});
        if (way.item == item && !is_kept(problem, item, senders)) {
            keepers.insert(senders.begin(), senders.end());
        }
    }
    return keepers;
}

void lift_stock(DispatchProblem& problem, const Goods& goods) {
    for (const std::string& item : goods.items) {
        const std::set<int> keepers = new_keepers(problem, item);
        for (DispatchSupply& supply : problem.supplies) {
            if (supply.item == item) {
                add_lot(problem, supply, goods.wanted);
            }
        }
        for (DispatchSupplier& supplier : problem.suppliers) {
            supplier.on_hand += supplier.item == item ? goods.wanted : 0;
        }
        for (const int depot : keepers) {
            problem.supplies.push_back({.depot = depot, .item = item, .lots = {}});
            add_lot(problem, problem.supplies.back(), goods.wanted);
        }
    }
}

void lift_one(DispatchProblem& problem, DispatchLimit limit, const Goods& goods) {
    switch (limit) {
        case DispatchLimit::package: return lift_package(problem, goods);
        case DispatchLimit::kit_part: return problem.kits.clear();
        case DispatchLimit::reception: return problem.receptions.clear();
        case DispatchLimit::vehicles: return lift_vehicles(problem);
        case DispatchLimit::payload: return lift_payload(problem);
        case DispatchLimit::volume: return lift_volume(problem);
        case DispatchLimit::road: return lift_road(problem);
        case DispatchLimit::signature: return lift_signature(problem);
        case DispatchLimit::time: return lift_time(problem);
        case DispatchLimit::expiry: return lift_expiry(problem, goods);
        case DispatchLimit::floor: return lift_floor(problem, goods);
        case DispatchLimit::stock: return lift_stock(problem, goods);
    }
}

/// Goods of a plan that stay where they are.
class StayingGoods {
  public:
    StayingGoods(const DispatchProblem& problem, const DispatchPlan& plan) : problem_(problem) {
        for (const Shipment& shipment : plan.shipments) {
            if (is_outside_stock(problem, shipment)) {
                continue;
            }
            for (const ShipmentLine& line : shipment.lines) {
                sent_[{shipment.from, line.lot.empty() ? line.item : line.lot}] += line.quantity;
            }
        }
    }

    /// Units in lots not yet past their last day, the floor left aside.
    [[nodiscard]] Units in_lots(const DispatchSupply& supply) const {
        Units left = 0;
        for (const DispatchLot& lot : supply.lots) {
            if (lot.expires_on >= beijing_date(problem_.as_of)) {
                left += lot.available - sent(depot_of(supply).id, lot.lot);
            }
        }
        return left;
    }

    /// What the floor lets go of that.
    [[nodiscard]] Units sendable(const DispatchSupply& supply) const {
        return std::max<Units>(0, in_lots(supply) - supply.floor);
    }

    [[nodiscard]] const DispatchDepot& depot_of(const DispatchSupply& supply) const {
        return problem_.depots[static_cast<std::size_t>(supply.depot)];
    }

  private:
    [[nodiscard]] Units sent(const std::string& from, const std::string& what) const {
        const auto found = sent_.find({from, what});
        return found == sent_.end() ? 0 : found->second;
    }

    const DispatchProblem& problem_;
    std::map<std::pair<std::string, std::string>, Units> sent_;  // origin, lot or item
};

bool is_part(const DispatchKit& kit, int need) {
    return std::any_of(kit.parts.begin(), kit.parts.end(),
                       [&](const DispatchKitPart& part) { return part.need == need; });
}

/// True where some supply that may serve the need passes the test.
template <typename Test>
bool any_supply(const DispatchProblem& problem, int need, const Test& test) {
    const std::set<std::string> items = items_for(problem, std::span(&need, 1));
    const std::set<int> depots =
        senders_to(problem, {problem.needs[static_cast<std::size_t>(need)].place});
    return std::any_of(
        problem.supplies.begin(), problem.supplies.end(), [&](const DispatchSupply& supply) {
            return items.contains(supply.item) && depots.contains(supply.depot) && test(supply);
        });
}

bool has_supplier(const DispatchProblem& problem, int need) {
    const std::set<std::string> items = items_for(problem, std::span(&need, 1));
    return std::any_of(
        problem.suppliers.begin(), problem.suppliers.end(),
        [&](const DispatchSupplier& supplier) { return items.contains(supplier.item); });
}

}  // namespace

std::string_view limit_name(DispatchLimit limit) {
    switch (limit) {
        case DispatchLimit::package: return "package";
        case DispatchLimit::kit_part: return "kit_part";
        case DispatchLimit::reception: return "reception";
        case DispatchLimit::vehicles: return "vehicles";
        case DispatchLimit::payload: return "payload";
        case DispatchLimit::volume: return "volume";
        case DispatchLimit::road: return "road";
        case DispatchLimit::signature: return "signature";
        case DispatchLimit::time: return "time";
        case DispatchLimit::expiry: return "expiry";
        case DispatchLimit::floor: return "floor";
        case DispatchLimit::stock: return "stock";
    }
    return "";
}

DispatchProblem lift(const DispatchProblem& problem, std::span<const DispatchLimit> limits,
                     std::span<const int> needs) {
    DispatchProblem lifted = problem;
    // Who may send comes first: lorries, roads and goods are then there for them as well.
    if (std::find(limits.begin(), limits.end(), DispatchLimit::signature) != limits.end()) {
        lift_signature(lifted);
    }
    const Goods goods = goods_for(lifted, needs);
    for (const DispatchLimit limit : limits) {
        lift_one(lifted, limit, goods);
    }
    return lifted;
}

bool concerns_goods(DispatchLimit limit) {
    return limit == DispatchLimit::package || limit == DispatchLimit::expiry ||
           limit == DispatchLimit::floor || limit == DispatchLimit::stock;
}

bool may_bind(const DispatchProblem& problem, const DispatchPlan& plan, DispatchLimit limit,
              int need) {
    const StayingGoods left(problem, plan);
    const auto sendable = [&](const DispatchSupply& supply) { return left.sendable(supply) > 0; };
    const auto expires = [&](const DispatchSupply& supply) {
        const auto item =
            std::find_if(problem.items.begin(), problem.items.end(),
                         [&](const DispatchItem& row) { return row.id == supply.item; });
        const Date needed = beijing_date(problem.until) + std::chrono::days{item->life_left_days};
        return std::any_of(supply.lots.begin(), supply.lots.end(), [&](const DispatchLot& lot) {
            return lot.available > 0 && lot.expires_on < needed;
        });
    };
    switch (limit) {
        case DispatchLimit::package: {
            const std::set<std::string> items = items_for(problem, std::span(&need, 1));
            return std::any_of(problem.items.begin(), problem.items.end(),
                               [&](const DispatchItem& item) {
                                   return items.contains(item.id) &&
                                          (item.pack > 1 || rate_of(problem, item.id) > 1);
                               });
        }
        case DispatchLimit::kit_part:
            return std::any_of(problem.kits.begin(), problem.kits.end(),
                               [&](const DispatchKit& kit) { return is_part(kit, need); });
        case DispatchLimit::reception: {
            const std::string& place = problem.needs[static_cast<std::size_t>(need)].place;
            return std::any_of(problem.receptions.begin(), problem.receptions.end(),
                               [&](const DispatchReception& row) { return row.place == place; });
        }
        case DispatchLimit::vehicles:
        case DispatchLimit::payload:
        case DispatchLimit::volume: return any_supply(problem, need, sendable);
        case DispatchLimit::signature: {
            const std::string& place = problem.needs[static_cast<std::size_t>(need)].place;
            return senders_to(problem, {place}).empty() || any_supply(problem, need, sendable);
        }
        case DispatchLimit::road:
        case DispatchLimit::time:
            return has_supplier(problem, need) || any_supply(problem, need, sendable);
        case DispatchLimit::expiry: return any_supply(problem, need, expires);
        case DispatchLimit::floor:
            return any_supply(problem, need, [&](const DispatchSupply& supply) {
                return supply.floor > 0 && left.in_lots(supply) > 0;
            });
        case DispatchLimit::stock: return true;
    }
    return false;
}

}  // namespace relief
