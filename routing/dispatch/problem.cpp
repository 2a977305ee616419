// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/problem.h"

#include "core/error.h"

#include <algorithm>
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

void validate_needs(const DispatchProblem& problem) {
    std::set<std::string> ids;
    for (const DispatchNeed& need : problem.needs) {
        require(ids.insert(need.id).second, "needs.id", need.id, "each id once");
        require(need.quantity > 0, need.id, fmt::format("{}", need.quantity), "a quantity above 0");
        require(need.persons > 0 && need.weight > 0, need.id,
                fmt::format("{} persons, weight {}", need.persons, need.weight), "both above 0");
        require(has_place(problem.places, need.place), need.id, need.place, "one of places");
    }
    for (const Way& way : problem.ways) {
        require(!way.serves.empty() && way.rate > 0, "ways", way.item, "a need and a rate above 0");
        for (const int need : way.serves) {
            require(in_range(need, problem.needs.size()), "ways.serves", fmt::format("{}", need),
                    "an index of needs");
        }
        require(std::any_of(problem.items.begin(), problem.items.end(),
                            [&](const DispatchItem& item) { return item.id == way.item; }),
                "ways.item", way.item, "one of items");
    }
}

void validate_supplies(const DispatchProblem& problem) {
    std::set<std::pair<int, std::string>> lots;
    for (const DispatchSupply& supply : problem.supplies) {
        require(in_range(supply.depot, problem.depots.size()), "supplies.depot",
                fmt::format("{}", supply.depot), "an index of depots");
        require(supply.floor >= 0, supply.item, fmt::format("{}", supply.floor),
                "a floor of 0 or more");
        for (const DispatchLot& lot : supply.lots) {
            require(lot.available >= 0, lot.lot, fmt::format("{}", lot.available),
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

}  // namespace

void validate(const DispatchProblem& problem) {
    require(problem.until > problem.as_of, "until", format_instant(problem.until),
            "a time after as_of");
    require(!problem.growth.empty() && problem.growth.front().from_h == 0, "growth", "no step at 0",
            "a first step at 0 h");
    validate_needs(problem);
    validate_supplies(problem);
    for (const DispatchFleet& fleet : problem.fleets) {
        require(fleet.count >= 0 && fleet.payload_kg > 0 && fleet.usable_m3 > 0, "fleets",
                fleet.depot + " " + fleet.vehicle_class, "a count, payload and space");
        require(std::any_of(problem.sites.begin(), problem.sites.end(),
                            [&](const DispatchFleetSite& site) {
                                return site.depot == fleet.depot && site.docks > 0;
                            }),
                "sites", fleet.depot, "docks for every fleet");
    }
    for (const DispatchDepot& depot : problem.depots) {
        require(
            std::any_of(problem.sites.begin(), problem.sites.end(),
                        [&](const DispatchFleetSite& site) { return site.depot == depot.fleet; }),
            "depots.fleet", depot.fleet, "one of sites");
    }
    for (const DispatchLeg& leg : problem.legs) {
        require(leg.from_node == leg.to_place ? leg.minutes >= 0 : leg.minutes > 0, "legs",
                leg.from_node + " " + leg.to_place, "minutes above 0 between different places");
    }
}

}  // namespace relief
