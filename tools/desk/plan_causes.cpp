// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_causes.h"

#include "core/error.h"
#include "tools/desk/closure_plan.h"
#include "tools/desk/plan_words.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

std::vector<std::string> split(const std::string& text, char at) {
    std::vector<std::string> parts{""};
    for (const char letter : text) {
        if (letter == at) {
            parts.emplace_back();
        } else {
            parts.back() += letter;
        }
    }
    return parts;
}

std::optional<int> whole(const std::string& text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(value)
                                                                    : std::nullopt;
}

/// The depot whose lorries serve a depot.
std::string fleet_depot(const Desk& desk, const std::string& id) {
    const Depot* depot = desk.baseline.depot(id);
    return depot == nullptr ? id : depot->fleet_depot();
}

int depot_index(const DispatchProblem& problem, const std::string& id) {
    for (std::size_t i = 0; i < problem.depots.size(); ++i) {
        if (problem.depots[i].id == id) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

void break_down(const Desk& desk, const DepotVehicles& vehicles, DispatchProblem& problem) {
    const std::string site = fleet_depot(desk, vehicles.depot);
    int left = vehicles.count;
    int there = 0;
    for (DispatchFleet& fleet : problem.fleets) {
        if (fleet.depot == site && fleet.vehicle_class == vehicles.vehicle_class) {
            there += fleet.count;
            const int some = std::min(left, fleet.count);
            fleet.count -= some;
            left -= some;
        }
    }
    if (left > 0) {
        throw refused({.code = "plan.vehicles",
                       .message = "more lorries broke down than the depot has",
                       .field = "--breakdown",
                       .found = fmt::format("{} of {} at {}", vehicles.count,
                                            vehicles.vehicle_class, vehicles.depot),
                       .expected = fmt::format("at most {}", there)});
    }
}

void add_trucks(const Desk& desk, const DepotVehicles& vehicles, DispatchProblem& problem) {
    const std::string site = fleet_depot(desk, vehicles.depot);
    const DispatchFleet* like = nullptr;
    for (DispatchFleet& fleet : problem.fleets) {
        if (fleet.depot == site && fleet.vehicle_class == vehicles.vehicle_class) {
            fleet.count += vehicles.count;
            return;
        }
        like = fleet.depot == site ? &fleet : like;
    }
    const bool has_docks =
        std::any_of(problem.sites.begin(), problem.sites.end(),
                    [&](const DispatchFleetSite& row) { return row.depot == site; });
    const VehicleClass& rule = *desk.rules.vehicle(vehicles.vehicle_class);
    if (!has_docks) {
        throw refused({.code = "plan.vehicles",
                       .message = "the depot sends nothing in this plan, so lorries there serve "
                                  "nobody",
                       .field = "add-truck",
                       .found = vehicles.depot,
                       .expected = "a depot that may send to a place of the plan"});
    }
    const double stowage_kg = like == nullptr ? 0 : std::min(like->stowage_kg, rule.payload_kg / 2);
    const double stowage_m3 =
        like == nullptr ? 0 : std::min(like->stowage_m3, rule.usable_m3() / 2);
    problem.fleets.push_back({.depot = site,
                              .vehicle_class = vehicles.vehicle_class,
                              .count = vehicles.count,
                              .muster_minutes = like == nullptr ? 0 : like->muster_minutes,
                              .payload_kg = rule.payload_kg - stowage_kg,
                              .usable_m3 = rule.usable_m3() - stowage_m3,
                              .stowage_kg = stowage_kg,
                              .stowage_m3 = stowage_m3,
                              .load_minutes = rule.load_minutes,
                              .unload_minutes = rule.unload_minutes});
}

void lose_depot(const std::string& id, DispatchProblem& problem) {
    const int depot = depot_index(problem, id);
    std::erase_if(problem.suppliers, [&](const auto& supplier) { return supplier.id == id; });
    std::erase_if(problem.supplies, [&](const auto& supply) { return supply.depot == depot; });
    std::erase_if(problem.tiers,
                  [&](const auto& tier) { return depot >= 0 && tier.depot == depot; });
    for (DispatchFleet& fleet : problem.fleets) {
        fleet.count = fleet.depot == id ? 0 : fleet.count;
    }
}

/// Goods a keeper would not give are not there: "ITEM:LOT:N".
void lose_goods(const std::string& from, const std::string& line, DispatchProblem& problem) {
    const std::vector<std::string> parts = split(line, ':');
    const Units units = whole(parts.back()).value_or(0);
    const int depot = depot_index(problem, from);
    for (DispatchSupplier& supplier : problem.suppliers) {
        supplier.on_hand -= supplier.id == from && supplier.item == parts.front() ? units : 0;
    }
    for (DispatchSupply& supply : problem.supplies) {
        for (DispatchLot& lot : supply.lots) {
            if (supply.depot == depot && supply.item == parts.front() && lot.lot == parts[1]) {
                const Units some = std::min(units, lot.available);
                lot.available -= some;
                supply.on_hand -= lot.expires_on >= beijing_date(problem.as_of) ? some : 0;
            }
        }
    }
}

DepotVehicles told_vehicles(const PlanCause& cause) {
    return {.depot = cause.words.at(0),
            .vehicle_class = cause.words.at(1),
            .count = whole(cause.words.at(2)).value_or(0)};
}

}  // namespace

DepotVehicles read_depot_vehicles(const Desk& desk, const std::string& text,
                                  std::string_view option) {
    const std::vector<std::string> parts = split(text, ':');
    const auto count = parts.size() == 3 ? whole(parts[2]) : std::nullopt;
    if (!count || *count < 1 || *count > 10'000) {
        throw bad_input({.code = "argument.value",
                         .message = "lorries are named by their depot, class and number",
                         .field = std::string(option),
                         .found = text,
                         .expected = "DEPOT:CLASS:N, such as JL-C-220200:BOX68:2"});
    }
    if (desk.baseline.depot(parts[0]) == nullptr) {
        throw bad_input({.code = "site.unknown",
                         .message = "no depot has this id",
                         .field = std::string(option),
                         .found = parts[0],
                         .expected = "a depot of baseline/depots.csv"});
    }
    if (desk.rules.vehicle(parts[1]) == nullptr) {
        throw bad_input({.code = "vehicle.unknown",
                         .message = "there is no such class of lorry",
                         .field = std::string(option),
                         .found = parts[1],
                         .expected = "a class of rules/vehicle_classes.csv"});
    }
    return {.depot = parts[0], .vehicle_class = parts[1], .count = *count};
}

std::string read_origin(const Desk& desk, const std::string& text, std::string_view option) {
    const bool supplier =
        std::any_of(desk.baseline.suppliers.begin(), desk.baseline.suppliers.end(),
                    [&](const Supplier& row) { return row.id == text; });
    if (desk.baseline.depot(text) == nullptr && !supplier) {
        throw bad_input({.code = "site.unknown",
                         .message = "no depot or supplier has this id",
                         .field = std::string(option),
                         .found = text,
                         .expected = "a depot or supplier of the baseline"});
    }
    return text;
}

std::vector<int> edges_named(const Desk& desk, const std::vector<Closure>& closures,
                             const std::string& text, std::string_view option) {
    for (const Closure& closure : closures) {
        if (closure.id == text) {
            return closure.edges;
        }
    }
    if (const auto edge = desk.network.edge(text)) {
        return {*edge};
    }
    std::vector<int> edges;
    for (std::size_t i = 0; i < desk.network.edges.size(); ++i) {
        if (desk.network.edges[i].has_ref(text)) {
            edges.push_back(static_cast<int>(i));
        }
    }
    if (edges.empty()) {
        throw bad_input({.code = "road.unknown",
                         .message = "neither an edge, a road number nor a closure is called so",
                         .field = std::string(option),
                         .found = text,
                         .expected = "an edge (R1609a), a number (G202), a closure (C01, B3)"});
    }
    return edges;
}

std::vector<Closure> known_closures(const Desk& desk, const std::filesystem::path& scenario,
                                    const std::vector<std::string>& words) {
    std::vector<Closure> closures = load_closures(scenario, desk.network, desk.places);
    const auto of_books = [](const std::string& word) { return word.starts_with('B'); };
    if (std::any_of(words.begin(), words.end(), of_books)) {
        for (Closure& closure : plan_closures(desk)) {
            closures.push_back(std::move(closure));
        }
    }
    return closures;
}

PlanCause closed_cause(const std::string& words, std::size_t edges) {
    return {.kind = "closed",
            .words = {words},
            .zh = fmt::format("{} 封闭（路网 {} 段）", words, edges),
            .en = fmt::format("{} is closed ({} edges of the network)", words, edges)};
}

PlanCause breakdown_cause(const Desk& desk, const DepotVehicles& vehicles) {
    return {.kind = "breakdown",
            .words = {vehicles.depot, vehicles.vehicle_class, fmt::format("{}", vehicles.count)},
            .zh = fmt::format("{} {} 台 {} 故障", origin_name(desk, vehicles.depot), vehicles.count,
                              vehicles.vehicle_class),
            .en = fmt::format("{} {} of {} broke down", vehicles.count, vehicles.vehicle_class,
                              vehicles.depot)};
}

PlanCause truck_cause(const Desk& desk, const DepotVehicles& vehicles) {
    return {.kind = "add_truck",
            .words = {vehicles.depot, vehicles.vehicle_class, fmt::format("{}", vehicles.count)},
            .zh = fmt::format("{} 增加 {} 台 {}", origin_name(desk, vehicles.depot), vehicles.count,
                              vehicles.vehicle_class),
            .en = fmt::format("{} more {} at {}", vehicles.count, vehicles.vehicle_class,
                              vehicles.depot)};
}

PlanCause lost_cause(const Desk& desk, const std::string& depot) {
    return {.kind = "lost_depot",
            .words = {depot},
            .zh = fmt::format("{}不能再发货", origin_name(desk, depot)),
            .en = fmt::format("{} can send nothing any more", depot)};
}

PlanCause refused_cause(const Desk& desk, const Shipment& shipment, const std::string& order) {
    PlanCause cause{.kind = "refused", .words = {shipment.from}};
    for (const ShipmentLine& line : shipment.lines) {
        cause.words.push_back(fmt::format("{}:{}:{}", line.item, line.lot, line.quantity));
    }
    cause.zh = fmt::format("{}拒发 {}{}", origin_name(desk, shipment.from), shipment.id,
                           order.empty() ? "" : "（" + order + "）");
    cause.en = fmt::format("{} refused {}{}", shipment.from, shipment.id,
                           order.empty() ? "" : " (" + order + ")");
    return cause;
}

PlanCause forbid_cause(const Desk& desk, const std::string& from, const std::string& to) {
    return {.kind = "forbid",
            .words = {from, to},
            .zh = to.empty() ? fmt::format("不从{}发货", origin_name(desk, from))
                             : fmt::format("不从{}发往{}", origin_name(desk, from),
                                           full_place_name(desk.places, to)),
            .en = to.empty() ? fmt::format("nothing from {}", from)
                             : fmt::format("nothing from {} to {}", from, to)};
}

PlanCause forbid_road_cause(const std::string& words, std::size_t edges) {
    return {.kind = "forbid_road",
            .words = {words},
            .zh = fmt::format("不走 {}（路网 {} 段）", words, edges),
            .en = fmt::format("not over {} ({} edges of the network)", words, edges)};
}

std::string number_cause(PlanCause cause, bool by_hand, std::vector<PlanCause>& causes) {
    const char letter = by_hand ? 'H' : 'E';
    const auto before = std::count_if(causes.begin(), causes.end(), [&](const PlanCause& other) {
        return other.id.front() == letter;
    });
    cause.id = fmt::format("{}{}", letter, before + 1);
    causes.push_back(std::move(cause));
    return causes.back().id;
}

std::vector<Closure> closures_of(const Desk& desk, const std::vector<Closure>& known,
                                 const std::vector<PlanCause>& causes, Instant since) {
    std::vector<Closure> closures;
    for (const PlanCause& cause : causes) {
        if (cause.kind != "closed" && cause.kind != "forbid_road") {
            continue;
        }
        closures.push_back({.id = cause.id,
                            .ref = cause.words.front(),
                            .place = cause.zh,
                            .cause = cause.kind,
                            .closed_from = since,
                            .reopen_kind = "unknown",
                            .edges = edges_named(desk, known, cause.words.front(), "--closed"),
                            .source = "by hand"});
    }
    return closures;
}

void apply_causes(const Desk& desk, const std::vector<PlanCause>& causes,
                  DispatchProblem& problem) {
    for (const PlanCause& cause : causes) {
        if (cause.kind == "breakdown") {
            break_down(desk, told_vehicles(cause), problem);
        } else if (cause.kind == "add_truck") {
            add_trucks(desk, told_vehicles(cause), problem);
        } else if (cause.kind == "lost_depot") {
            lose_depot(cause.words.front(), problem);
        } else if (cause.kind == "refused") {
            for (std::size_t i = 1; i < cause.words.size(); ++i) {
                lose_goods(cause.words.front(), cause.words[i], problem);
            }
        } else if (cause.kind == "forbid") {
            problem.forbidden.push_back({.from = cause.words.at(0), .to = cause.words.at(1)});
        }
    }
}

}  // namespace relief
