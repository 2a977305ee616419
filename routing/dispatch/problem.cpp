// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/problem.h"

#include "core/error.h"
#include "routing/dispatch/day.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

void require(bool holds, std::string_view field, const std::string& found,
             std::string_view expected) {
    if (!holds) {
        throw bad_input({.code = "csv.value",
                         .message = "the dispatch problem is not one",
                         .field = std::string(field),
                         .found = found,
                         .expected = std::string(expected)});
    }
}

bool in_range(int index, std::size_t size) {
    return index >= 0 && static_cast<std::size_t>(index) < size;
}

template <typename T>
bool has_place(const std::vector<T>& places, const T& place) {
    return std::find(places.begin(), places.end(), place) != places.end();
}

// Sums over a whole problem stay far below 2^63, and exact in a double.
constexpr Units most_units = 1'000'000'000'000;
constexpr double most_amount = 1e12;

bool is_quantity(Units units) {
    return units >= 0 && units <= most_units;
}

bool is_amount(double amount) {
    return amount >= 0 && amount <= most_amount;  // false for what is no number
}

bool has_item(const DispatchProblem& problem, const std::string& id) {
    return std::any_of(problem.items.begin(), problem.items.end(),
                       [&](const DispatchItem& item) { return item.id == id; });
}

void validate_needs(const DispatchProblem& problem) {
    std::set<std::string> ids;
    for (const DispatchNeed& need : problem.needs) {
        require(ids.insert(need.id).second, "needs.id", need.id, "each id once");
        require(need.quantity > 0 && is_quantity(need.quantity), need.id,
                fmt::format("{}", need.quantity), "a quantity above 0");
        require(is_quantity(need.reserve), need.id, fmt::format("{}", need.reserve),
                "a reserve of 0 or more");
        require(need.persons > 0 && is_amount(need.persons) && need.weight > 0 &&
                    is_amount(need.weight),
                need.id, fmt::format("{} persons, weight {}", need.persons, need.weight),
                "both above 0");
        require(has_place(problem.places, need.place), need.id, need.place, "one of places");
    }
    for (const Way& way : problem.ways) {
        require(!way.serves.empty() && way.rate > 0, "ways", way.item, "a need and a rate above 0");
        for (const int need : way.serves) {
            require(in_range(need, problem.needs.size()), "ways.serves", fmt::format("{}", need),
                    "an index of needs");
        }
        require(has_item(problem, way.item), "ways.item", way.item, "one of items");
        require(way.rate <= 100'000 && way.rank > 0 && way.penalty >= 0 && way.penalty <= 1, "ways",
                way.item, "a rate, a rank and a penalty of 0 to 1");
        const std::string& place =
            problem.needs[static_cast<std::size_t>(way.serves.front())].place;
        require(std::all_of(way.serves.begin(), way.serves.end(),
                            [&](int need) {
                                return problem.needs[static_cast<std::size_t>(need)].place == place;
                            }),
                "ways.serves", way.item, "needs of one place");
    }
}

void validate_items(const DispatchProblem& problem) {
    std::set<std::string> ids;
    for (const DispatchItem& item : problem.items) {
        require(ids.insert(item.id).second, "items.id", item.id, "each item once");
        require(is_amount(item.weight_kg) && is_amount(item.volume_m3), item.id,
                fmt::format("{} kg, {} m3", item.weight_kg, item.volume_m3), "0 or more");
        require(item.pack > 0 && item.pack <= 100'000, item.id, fmt::format("{}", item.pack),
                "a pack of 1 to 100000 units");
        require(item.life_left_days >= 0 && item.life_left_days <= 36'500, item.id,
                fmt::format("{}", item.life_left_days), "0 to 36500 days");
    }
}

void validate_tiers(const DispatchProblem& problem) {
    std::set<std::pair<int, std::string>> known;
    for (const DispatchTier& tier : problem.tiers) {
        require(in_range(tier.depot, problem.depots.size()), "tiers.depot",
                fmt::format("{}", tier.depot), "an index of depots");
        require(has_place(problem.places, tier.place), "tiers.place", tier.place, "one of places");
        require(known.emplace(tier.depot, tier.place).second, "tiers", tier.place,
                "one tier for a depot and a place");
        require(tier.rank > 0 && tier.signature_minutes >= 0, "tiers", tier.tier,
                "a rank above 0 and minutes of 0 or more");
    }
}

void validate_suppliers(const DispatchProblem& problem) {
    std::set<std::string> ids;
    for (const DispatchSupplier& supplier : problem.suppliers) {
        require(ids.insert(supplier.id).second, "suppliers.id", supplier.id, "each supplier once");
        require(has_item(problem, supplier.item), "suppliers.item", supplier.item, "one of items");
        require(is_quantity(supplier.on_hand) && is_quantity(supplier.daily_capacity), supplier.id,
                fmt::format("{} and {} a day", supplier.on_hand, supplier.daily_capacity),
                "quantities of 0 or more");
        require(supplier.payload_kg > 0 && supplier.usable_m3 > 0, supplier.id,
                fmt::format("{} kg, {} m3", supplier.payload_kg, supplier.usable_m3),
                "what a lorry holds");
        require(supplier.first_minutes >= 0 && supplier.max_travel_minutes >= 0 &&
                    supplier.unload_minutes >= 0,
                supplier.id, "a negative time", "minutes of 0 or more");
    }
}

void validate_kits(const DispatchProblem& problem) {
    std::set<int> parts;
    for (const DispatchKit& kit : problem.kits) {
        require(kit.quantity > 0, "kits.quantity", fmt::format("{}", kit.quantity),
                "a quantity above 0");
        require(kit.parts.size() >= 2, "kits.parts", kit.id, "two parts or more");
        for (const DispatchKitPart& part : kit.parts) {
            require(in_range(part.need, problem.needs.size()), "kits.parts.need",
                    fmt::format("{}", part.need), "an index of needs");
            require(parts.insert(part.need).second, "kits.parts.need", fmt::format("{}", part.need),
                    "each need in one kit at most");
            const DispatchNeed& need = problem.needs[static_cast<std::size_t>(part.need)];
            const DispatchKitPart& first = kit.parts.front();
            require(need.place == problem.needs[static_cast<std::size_t>(first.need)].place,
                    "kits.parts.need", need.id, "parts of one place");
            require(part.per_kit > 0 && part.per_kit <= need.quantity / kit.quantity,
                    "kits.parts.per_kit", fmt::format("{}", part.per_kit),
                    "1 or more, and no more of them than the place needs");
        }
    }
}

void validate_supplies(const DispatchProblem& problem) {
    std::set<std::pair<int, std::string>> lots;
    for (const DispatchSupply& supply : problem.supplies) {
        require(in_range(supply.depot, problem.depots.size()), "supplies.depot",
                fmt::format("{}", supply.depot), "an index of depots");
        require(has_item(problem, supply.item), "supplies.item", supply.item, "one of items");
        require(is_quantity(supply.floor) && is_quantity(supply.on_hand), supply.item,
                fmt::format("{} of {}", supply.floor, supply.on_hand),
                "a floor and a quantity of 0 or more");
        for (const std::string& place : supply.only_for) {
            require(has_place(problem.places, place), "supplies.only_for", place, "one of places");
        }
        for (const DispatchLot& lot : supply.lots) {
            require(is_quantity(lot.available), lot.lot, fmt::format("{}", lot.available),
                    "a quantity of 0 or more");
            require(lots.emplace(supply.depot, lot.lot).second, "lots", lot.lot,
                    "each lot of a depot once");
        }
        require(std::is_sorted(supply.lots.begin(), supply.lots.end(),
                               [](const DispatchLot& a, const DispatchLot& b) {
                                   return a.expires_on < b.expires_on;
                               }),
                "lots", supply.item, "lots by expiry");
    }
}

void validate_driving(const DispatchProblem& problem) {
    const DispatchDriving& driving = problem.driving;
    require(driving.drive_minutes >= 0, "driving.drive_minutes",
            fmt::format("{}", driving.drive_minutes), "0 or more");
    require(driving.drive_minutes == 0 ||
                (driving.rest_minutes > 0 && driving.driver_minutes > 0 &&
                 driving.driver_minutes <= minutes_a_day && driving.change_minutes >= 0),
            "driving", fmt::format("{} driver minutes", driving.driver_minutes),
            "a rest, 1 to 1440 minutes a driver and a change of 0 or more");
    for (const DispatchFleet& fleet : problem.fleets) {
        require(fleet.drivers > 0, "fleets.drivers", fmt::format("{}", fleet.drivers), "1 or more");
    }
    for (const DispatchSupplier& supplier : problem.suppliers) {
        require(supplier.drivers > 0, "suppliers.drivers", fmt::format("{}", supplier.drivers),
                "1 or more");
    }
}

void validate_scenarios(const DispatchProblem& problem) {
    std::set<std::string> names;
    double total = 0;
    for (const DispatchScenario& scenario : problem.scenarios) {
        require(!scenario.name.empty() && names.insert(scenario.name).second, "scenarios.name",
                scenario.name, "each name once");
        require(scenario.probability >= 0 && scenario.probability <= 1, "scenarios.probability",
                fmt::format("{}", scenario.probability), "0 to 1");
        require(scenario.quantities.size() == problem.needs.size(), "scenarios.quantities",
                fmt::format("{}", scenario.quantities.size()), "one for each need");
        require(std::all_of(scenario.quantities.begin(), scenario.quantities.end(),
                            [](Units units) { return units > 0 && units <= most_units; }),
                "scenarios.quantities", scenario.name, "quantities above 0");
        total += scenario.probability;
    }
    require(problem.scenarios.empty() || std::abs(total - 1) < 1e-6, "scenarios.probability",
            fmt::format("{}", total), "probabilities that add up to 1");
    if (problem.planned_for.empty()) {
        return;
    }
    const auto planned = std::find_if(
        problem.scenarios.begin(), problem.scenarios.end(),
        [&](const DispatchScenario& each) { return each.name == problem.planned_for; });
    require(planned != problem.scenarios.end(), "planned_for", problem.planned_for,
            "the name of one of scenarios");
    for (std::size_t n = 0; n < problem.needs.size(); ++n) {
        require(problem.needs[n].quantity == planned->quantities[n], problem.needs[n].id,
                fmt::format("{}", problem.needs[n].quantity), "the quantity of planned_for");
    }
}

void validate_receptions(const DispatchProblem& problem) {
    std::set<std::string> places;
    for (const DispatchReception& reception : problem.receptions) {
        require(has_place(problem.places, reception.place) && places.insert(reception.place).second,
                "receptions.place", reception.place, "each of places once at most");
        require(reception.kg_per_day >= 0 && reception.opens_minutes >= 0, "receptions",
                reception.place, "a weight and minutes of 0 or more");
    }
}

}  // namespace

void validate(const DispatchProblem& problem) {
    require(problem.until > problem.as_of, "until", format_instant(problem.until),
            "a time after as_of");
    require(!problem.growth.empty() && problem.growth.front().from_h == 0, "growth", "no step at 0",
            "a first step at 0 h");
    validate_needs(problem);
    validate_kits(problem);
    validate_scenarios(problem);
    validate_items(problem);
    validate_tiers(problem);
    validate_suppliers(problem);
    validate_supplies(problem);
    validate_driving(problem);
    for (const DispatchFleet& fleet : problem.fleets) {
        require(fleet.count >= 0 && fleet.count <= 100'000 && fleet.payload_kg > 0 &&
                    is_amount(fleet.payload_kg) && fleet.usable_m3 > 0 &&
                    is_amount(fleet.usable_m3) && is_amount(fleet.stowage_kg) &&
                    is_amount(fleet.stowage_m3),
                "fleets", fleet.depot + " " + fleet.vehicle_class, "a count, payload and space");
        require(fleet.muster_minutes >= 0 && fleet.load_minutes >= 0 && fleet.unload_minutes >= 0,
                "fleets", fleet.depot + " " + fleet.vehicle_class, "minutes of 0 or more");
        require(fleet.mode == "road" || fleet.mode == "air" || fleet.mode == "boat", "fleets.mode",
                fleet.mode, "road, air or boat");
        require(std::any_of(problem.sites.begin(), problem.sites.end(),
                            [&](const DispatchFleetSite& site) {
                                return site.depot == fleet.depot && site.docks > 0;
                            }),
                "sites", fleet.depot, "docks for every fleet");
    }
    std::set<std::string> places;
    for (const std::string& place : problem.places) {
        require(places.insert(place).second, "places", place, "each place once");
    }
    std::set<std::string> depots;
    for (const DispatchDepot& depot : problem.depots) {
        require(depots.insert(depot.id).second, "depots.id", depot.id, "each depot once");
        require(depot.ready_minutes >= 0, depot.id, fmt::format("{}", depot.ready_minutes),
                "minutes of 0 or more");
        require(
            std::any_of(problem.sites.begin(), problem.sites.end(),
                        [&](const DispatchFleetSite& site) { return site.depot == depot.fleet; }),
            "depots.fleet", depot.fleet, "one of sites");
    }
    validate_receptions(problem);
    for (const DispatchLeg& leg : problem.legs) {
        require(has_place(problem.places, leg.to_place), "legs.to_place", leg.to_place,
                "one of places");
        require(is_amount(leg.km) && is_amount(leg.gap_km) && leg.ferry_minutes >= 0 &&
                    leg.carry_minutes >= 0,
                "legs", leg.from_node + " " + leg.to_place, "lengths and minutes of 0 or more");
        require(leg.minutes_back() >= 0 && leg.back_km.value_or(0) >= 0, "legs.back_minutes",
                leg.from_node + " " + leg.to_place, "0 or more");
        require(leg.from_node == leg.to_place ? leg.minutes >= 0 : leg.minutes > 0, "legs",
                leg.from_node + " " + leg.to_place, "minutes above 0 between different places");
    }
}

}  // namespace relief
