// SPDX-License-Identifier: Apache-2.0
#include "tests/tools/spoilings.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace relief::kit {
namespace {

using nlohmann::json;
using std::chrono::days;
using std::chrono::minutes;
using std::chrono::seconds;

bool from_depot(const json& shipment, const World& world) {
    return world.depots.count(shipment.at("from").get<std::string>()) != 0;
}

/// The first shipment that `fits`.
template <typename Fits>
json& shipment_where(json& plan, Fits&& fits) {
    for (json& shipment : plan.at("shipments")) {
        if (fits(shipment)) {
            return shipment;
        }
    }
    throw std::runtime_error("the plan has no such shipment");
}

json& depot_shipment(json& plan, const World& world) {
    return shipment_where(plan, [&](const json& row) { return from_depot(row, world); });
}

/// From a depot, over a way of so many edges at least.
json& driven_shipment(json& plan, const World& world, std::size_t edges) {
    return shipment_where(plan, [&](const json& row) {
        return from_depot(row, world) && row.at("route").at("edges").size() >= edges;
    });
}

json& supplier_shipment(json& plan, const World& world) {
    return shipment_where(plan, [&](const json& row) { return !from_depot(row, world); });
}

/// From stock of the province.
json& province_shipment(json& plan, const World& world) {
    return shipment_where(plan, [&](const json& row) {
        return from_depot(row, world) &&
               world.depots.at(row.at("from").get<std::string>()).level == "province";
    });
}

json& first_line(json& shipment) {
    return shipment.at("lines").at(0);
}

std::string text(const json& value) {
    return value.get<std::string>();
}

std::string edge_id(const json& edge) {
    return edge.is_string() ? text(edge) : text(edge.at("id"));
}

void move_time(json& shipment, const char* name, seconds by) {
    if (shipment.contains(name) && !shipment.at(name).is_null()) {
        shipment[name] = write_time(read_time(text(shipment.at(name))).value() + by);
    }
}

/// Leaves, arrives and comes back later by so much.
void move_shipment(json& shipment, seconds by) {
    for (const char* name : {"depart", "arrive", "back"}) {
        move_time(shipment, name, by);
    }
}

/// Gives a line another quantity and keeps the totals of its shipment right.
void set_quantity(json& shipment, json& line, std::int64_t quantity, const World& world) {
    const WorldItem& item = world.items.at(text(line.at("item")));
    const auto before = line.at("quantity").get<std::int64_t>();
    const std::int64_t rate = before > 0 ? line.at("counts_for").get<std::int64_t>() / before : 1;
    const auto more = static_cast<double>(quantity - before);
    shipment["load_kg"] = shipment.at("load_kg").get<double>() + more * item.kg;
    shipment["load_m3"] = shipment.at("load_m3").get<double>() + more * item.m3;
    line["quantity"] = quantity;
    line["counts_for"] = quantity * rate;
}

/// A lot that `fits`, for naming a wrong one.
template <typename Fits>
std::string lot_where(const World& world, Fits&& fits) {
    for (const auto& [id, lot] : world.lots) {
        if (fits(lot)) {
            return id;
        }
    }
    throw std::runtime_error("there is no such lot");
}

/// Drives `edge` there and back on the way, and takes the time for it.
void add_detour(json& shipment, const std::string& edge, const World& world) {
    json& route = shipment.at("route");
    json& edges = route.at("edges");
    const WorldEdge& extra = world.edges.at(edge);
    for (std::size_t i = 0; i < edges.size(); ++i) {
        const WorldEdge& next = world.edges.at(edge_id(edges[i]));
        // On a way of one edge the end that is met first is not known; both ends are tried.
        for (const std::string& node : {next.from, next.to}) {
            if (extra.from != node && extra.to != node) {
                continue;
            }
            const bool before = i == 0 || world.edges.at(edge_id(edges[i - 1])).from == node ||
                                world.edges.at(edge_id(edges[i - 1])).to == node;
            const auto at = static_cast<std::ptrdiff_t>(before ? i : i + 1);
            edges.insert(edges.begin() + at, json(edge));
            edges.insert(edges.begin() + at, json(edge));
            const double more = std::ceil(2 * extra.hours * 60);
            route["km"] = route.at("km").get<double>() + 2 * extra.km;
            route["minutes"] = route.at("minutes").get<double>() + more;
            const minutes late{static_cast<std::int64_t>(more)};
            move_time(shipment, "arrive", late);
            move_time(shipment, "back", 2 * late);
            return;
        }
    }
    throw std::runtime_error("the way does not touch the edge");
}

/// A detour over the first edge that `fits` and touches the way of what a depot sends; the
/// shipment that drives it.
template <typename Fits>
json& detour_where(json& plan, const World& world, Fits&& fits) {
    for (const auto& [id, edge] : world.edges) {
        if (!fits(id, edge)) {
            continue;
        }
        for (json& shipment : plan.at("shipments")) {
            if (!from_depot(shipment, world)) {
                continue;
            }
            for (const json& driven : shipment.at("route").at("edges")) {
                const WorldEdge& next = world.edges.at(edge_id(driven));
                if (edge.from == next.from || edge.from == next.to || edge.to == next.from ||
                    edge.to == next.to) {
                    add_detour(shipment, id, world);
                    return shipment;
                }
            }
        }
    }
    throw std::runtime_error("no such edge touches a way");
}

/// An edge that touches nothing of a shipment's way.
std::string edge_elsewhere(const json& shipment, const World& world) {
    std::set<std::string> nodes;
    for (const json& driven : shipment.at("route").at("edges")) {
        nodes.insert(world.edges.at(edge_id(driven)).from);
        nodes.insert(world.edges.at(edge_id(driven)).to);
    }
    for (const auto& [id, edge] : world.edges) {
        if (nodes.count(edge.from) == 0 && nodes.count(edge.to) == 0) {
            return id;
        }
    }
    throw std::runtime_error("the way touches every edge");
}

bool is_shut_for_good(const World& world, const std::string& edge) {
    return std::any_of(world.closures.begin(), world.closures.end(),
                       [&](const WorldClosure& closure) {
                           return !closure.until && closure.edges.count(edge) != 0;
                       });
}

void fill_until(json& shipment, const World& world, bool by_weight) {
    const std::string fleet = text(shipment.at("fleet"));
    const WorldFleet& row = world.fleet.at({fleet, text(shipment.at("vehicle_class"))});
    json& line = first_line(shipment);
    const WorldItem& item = world.items.at(text(line.at("item")));
    const double runs = shipment.at("vehicles").get<double>() * shipment.at("trips").get<double>();
    const double units =
        by_weight ? row.payload_kg * runs / item.kg : row.usable_m3 * runs / item.m3;
    set_quantity(shipment, line, static_cast<std::int64_t>(units) + 1, world);
}

std::vector<Spoiling> spoilt_lots() {
    return {
        {"lot drawn to more than it holds", "lot.overdrawn", false,
         [](json& plan, const World& world) {
             json& shipment = depot_shipment(plan, world);
             json& line = first_line(shipment);
             const WorldLot& lot = world.lots.at(text(line.at("lot")));
             set_quantity(shipment, line, lot.quantity + 1, world);
         }},
        {"lot of another depot", "lot.depot", false,
         [](json& plan, const World& world) {
             json& shipment = depot_shipment(plan, world);
             json& line = first_line(shipment);
             line["lot"] = lot_where(world, [&](const WorldLot& lot) {
                 return lot.item == text(line.at("item")) && lot.depot != text(shipment.at("from"));
             });
         }},
        {"lot of another item", "lot.item", false,
         [](json& plan, const World& world) {
             json& shipment = depot_shipment(plan, world);
             json& line = first_line(shipment);
             line["lot"] = lot_where(world, [&](const WorldLot& lot) {
                 return lot.item != text(line.at("item")) && lot.depot == text(shipment.at("from"));
             });
         }},
        {"lot nobody has", "lot.unknown", true,
         [](json& plan, const World& world) {
             first_line(depot_shipment(plan, world))["lot"] = "JL-C-220200-QUILT-9";
         }},
        {"no lot from a depot", "lot.null", true,
         [](json& plan, const World& world) {
             first_line(depot_shipment(plan, world))["lot"] = nullptr;
         }},
        {"expired on arrival", "lot.expired", true,
         [](json& plan, const World& world) {
             move_shipment(depot_shipment(plan, world), days{20 * 365});
         }},
        {"reserve floor of the province broken", "floor.kept", false,
         [](json& plan, const World& world) {
             json& shipment = province_shipment(plan, world);
             json line = first_line(shipment);
             for (const auto& [id, lot] : world.lots) {
                 if (lot.depot == text(shipment.at("from")) && lot.item == text(line.at("item"))) {
                     line["lot"] = id;
                     line["quantity"] = lot.quantity;
                     shipment.at("lines").push_back(line);
                 }
             }
         }},
        {"lot from a supplier", "lot.given", true,
         [](json& plan, const World& world) {
             first_line(supplier_shipment(plan, world))["lot"] = "SU-1";
         }},
        {"supplier beyond its capacity", "supplier.capacity", false,
         [](json& plan, const World& world) {
             json& shipment = supplier_shipment(plan, world);
             const WorldSupplier& supplier = world.suppliers.at(text(shipment.at("from")));
             set_quantity(shipment, first_line(shipment),
                          supplier.on_hand + 40 * supplier.daily_capacity, world);
         }},
        {"supplier of another item", "supplier.item", false,
         [](json& plan, const World& world) {
             first_line(supplier_shipment(plan, world))["item"] = "GEN";
         }},
        {"agreement at an end", "supplier.agreement", false,
         [](json& plan, const World& world) {
             move_shipment(supplier_shipment(plan, world), days{365});
         }},
        {"sender nobody knows", "from.unknown", false,
         [](json& plan, const World& world) { depot_shipment(plan, world)["from"] = "JL-C-1"; }},
        {"line that brings nothing", "line.empty", false,
         [](json& plan, const World& world) {
             json& shipment = depot_shipment(plan, world);
             set_quantity(shipment, first_line(shipment), 0, world);
         }},
    };
}

std::vector<Spoiling> spoilt_loads() {
    return {
        {"weight that does not add up", "load.kg", true,
         [](json& plan, const World& world) {
             json& shipment = depot_shipment(plan, world);
             shipment["load_kg"] = shipment.at("load_kg").get<double>() + 100;
         }},
        {"volume that does not add up", "load.m3", true,
         [](json& plan, const World& world) {
             json& shipment = depot_shipment(plan, world);
             shipment["load_m3"] = shipment.at("load_m3").get<double>() + 1;
         }},
        {"overweight", "load.overweight", false,
         [](json& plan, const World& world) {
             fill_until(depot_shipment(plan, world), world, true);
         }},
        {"over volume", "load.overvolume", false,
         [](json& plan, const World& world) {
             fill_until(depot_shipment(plan, world), world, false);
         }},
        {"supplier's lorries overweight", "load.overweight", false,
         [](json& plan, const World& world) {
             json& shipment = supplier_shipment(plan, world);
             set_quantity(shipment, first_line(shipment), 100'000'000, world);
         }},
        {"one more vehicle than there is", "vehicle.count", true,
         [](json& plan, const World& world) {
             json& shipment = depot_shipment(plan, world);
             const WorldFleet& row =
                 world.fleet.at({text(shipment.at("fleet")), text(shipment.at("vehicle_class"))});
             shipment["vehicles"] = row.count + 1;
         }},
        {"vehicle in two places", "vehicle.count", false,
         [](json& plan, const World& world) {
             json shipment = depot_shipment(plan, world);
             const WorldFleet& row =
                 world.fleet.at({text(shipment.at("fleet")), text(shipment.at("vehicle_class"))});
             for (int copy = 0; copy < row.count; ++copy) {
                 shipment["id"] = "COPY" + std::to_string(copy);
                 plan.at("shipments").push_back(shipment);
             }
         }},
        {"no vehicle", "vehicle.none", false,
         [](json& plan, const World& world) { depot_shipment(plan, world)["vehicles"] = 0; }},
        {"vehicles of a depot that has nothing to do with it", "vehicle.fleet", false,
         [](json& plan, const World& world) {
             depot_shipment(plan, world)["fleet"] = "JL-C-222400";
         }},
        {"class the depot does not have", "vehicle.class", false,
         [](json& plan, const World& world) {
             driven_shipment(plan, world, 1)["vehicle_class"] = "TRAM";
         }},
    };
}

std::vector<Spoiling> spoilt_roads() {
    return {
        {"over an edge that is shut", "route.closed", false,
         [](json& plan, const World& world) {
             detour_where(plan, world, [&](const std::string& id, const WorldEdge& edge) {
                 return is_shut_for_good(world, id) && edge.usable_in(world.year);
             });
         }},
        {"over an edge that is not built yet", "route.year", false,
         [](json& plan, const World& world) {
             detour_where(plan, world, [&](const std::string& id, const WorldEdge& edge) {
                 return !edge.usable_in(world.year) && !is_shut_for_good(world, id);
             });
         }},
        {"over a road barred to the class", "route.barred", false,
         [](json& plan, const World& world) {
             const std::set<std::string>& barred = world.vehicles.at("SEMI175").barred_road_classes;
             detour_where(plan, world, [&](const std::string&, const WorldEdge& edge) {
                 return barred.count(edge.road_class) != 0;
             })["vehicle_class"] = "SEMI175";
         }},
        {"way that is not joined", "route.broken", false,
         [](json& plan, const World& world) {
             json& shipment = driven_shipment(plan, world, 1);
             json& edges = shipment.at("route").at("edges");
             edges.insert(edges.begin() + 1, json(edge_elsewhere(shipment, world)));
         }},
        {"way that begins elsewhere", "route.start", false,
         [](json& plan, const World& world) {
             json& shipment = driven_shipment(plan, world, 1);
             json& edges = shipment.at("route").at("edges");
             edges.insert(edges.begin(), json(edge_elsewhere(shipment, world)));
         }},
        {"way that ends short of the place", "route.end", false,
         [](json& plan, const World& world) {
             json& edges = driven_shipment(plan, world, 1).at("route").at("edges");
             edges.erase(edges.end() - 1);
         }},
        {"edge nobody knows", "route.edge", false,
         [](json& plan, const World& world) {
             driven_shipment(plan, world, 1).at("route").at("edges").push_back("E999");
         }},
        {"wrong kilometres", "route.km", true,
         [](json& plan, const World& world) {
             json& route = driven_shipment(plan, world, 1).at("route");
             route["km"] = route.at("km").get<double>() - 1;
         }},
        {"driven too fast", "route.minutes", true,
         [](json& plan, const World& world) {
             json& shipment = driven_shipment(plan, world, 1);
             const minutes sooner{5};
             shipment.at("route")["minutes"] = shipment.at("route").at("minutes").get<double>() - 5;
             move_time(shipment, "arrive", -sooner);
         }},
    };
}

std::vector<Spoiling> spoilt_times() {
    return {
        {"gone before the vehicles are mustered", "time.muster", false,
         [](json& plan, const World& world) {
             json& shipment = depot_shipment(plan, world);
             const Time as_of = read_time(text(plan.at("as_of"))).value();
             const Time depart = read_time(text(shipment.at("depart"))).value();
             move_shipment(shipment, as_of - depart);
         }},
        {"supplier's lorry gone before its time", "time.muster", false,
         [](json& plan, const World& world) {
             json& shipment = supplier_shipment(plan, world);
             const Time as_of = read_time(text(plan.at("as_of"))).value();
             const Time depart = read_time(text(shipment.at("depart"))).value();
             move_shipment(shipment, as_of - depart);
         }},
        {"there too soon", "time.arrive", true,
         [](json& plan, const World& world) {
             move_time(driven_shipment(plan, world, 1), "arrive", minutes{-2});
         }},
        {"back too soon", "time.back", true,
         [](json& plan, const World& world) {
             json& shipment = driven_shipment(plan, world, 1);
             shipment["back"] = shipment.at("arrive");
         }},
        {"baseline moved by a day", "shift", true,
         [](json& plan, const World&) {
             plan["shifted_days"] = plan.at("shifted_days").get<int>() + 1;
         }},
    };
}

/// The need a line is for.
json& need_of(json& plan, const json& line) {
    const json& names = line.at("for_need");
    const std::string id = names.is_array() ? text(names.at(0)) : text(names);
    for (json& need : plan.at("needs")) {
        if (text(need.at("id")) == id) {
            return need;
        }
    }
    throw std::runtime_error("the line is for no need");
}

std::vector<Spoiling> spoilt_needs() {
    return {
        {"shortage told too small", "unmet.quantity", true,
         [](json& plan, const World&) {
             json& row = plan.at("unmet").at(0);
             row["quantity"] = row.at("quantity").get<std::int64_t>() - 1;
             if (row.at("quantity") == 0) {
                 plan.at("unmet").erase(0);
             }
         }},
        {"shortage not told", "unmet.quantity", true,
         [](json& plan, const World&) { plan.at("unmet").erase(0); }},
        {"shortage of nothing", "unmet.zero", false,
         [](json& plan, const World&) {
             json row = plan.at("unmet").at(0);
             row["quantity"] = 0;
             plan.at("unmet").push_back(row);
         }},
        {"shortage told twice", "unmet.twice", true,
         [](json& plan, const World&) {
             const json row = plan.at("unmet").at(0);
             plan.at("unmet").push_back(row);
         }},
        {"shortage of an unknown need", "unmet.need", true,
         [](json& plan, const World&) {
             json row = plan.at("unmet").at(0);
             row["need"] = "220221:GOLD";
             plan.at("unmet").push_back(row);
         }},
        {"cause that is none", "unmet.cause", true,
         [](json& plan, const World&) { plan.at("unmet").at(0)["cause"] = "bad luck"; }},
        {"more than is needed", "need.over", false,
         [](json& plan, const World& world) {
             json& need = need_of(plan, first_line(depot_shipment(plan, world)));
             need["quantity"] = 1;
         }},
        {"counted for more than it is", "line.rate", false,
         [](json& plan, const World& world) {
             json& line = first_line(depot_shipment(plan, world));
             line["counts_for"] = line.at("counts_for").get<std::int64_t>() + 1;
         }},
        {"for a need nobody has", "line.need", false,
         [](json& plan, const World& world) {
             first_line(depot_shipment(plan, world))["for_need"] = "220221:GOLD";
         }},
        {"for a need of another place", "line.place", true,
         [](json& plan, const World& world) {
             need_of(plan, first_line(depot_shipment(plan, world)))["place"] = "222405";
         }},
        {"goods that do not stand for the need", "line.item", false,
         [](json& plan, const World& world) {
             json& need = need_of(plan, first_line(depot_shipment(plan, world)));
             need["item"] = "STOVE";
             need["alternatives"] = json::array();
         }},
        {"substitute no rule knows", "alternative.unknown", true,
         [](json& plan, const World&) {
             plan.at("needs")
                 .at(0)
                 .at("alternatives")
                 .push_back({{"item", "GEN"}, {"rate", 1}, {"rank", 2}});
         }},
        {"two needs of one name", "need.twice", false,
         [](json& plan, const World&) {
             const json need = plan.at("needs").at(0);
             plan.at("needs").push_back(need);
         }},
    };
}

std::vector<Spoiling> spoilt_aims() {
    return {
        {"gap told too small", "aim.gap", false,
         [](json& plan, const World&) {
             json& aim = plan.at("objective").at("levels").at(0);
             aim["value"] = aim.at("value").get<double>() * 2 + 1;
         }},
        {"plan's gap is not the worst", "plan.gap", true,
         [](json& plan, const World&) { plan["gap"] = plan.at("gap").get<double>() + 0.01; }},
        {"field of the contract missing", "schema", true,
         [](json& plan, const World&) { plan.at("shipments").at(0).erase("arrive"); }},
        {"half a blanket", "schema", true,
         [](json& plan, const World& world) {
             first_line(depot_shipment(plan, world))["quantity"] = 0.5;
         }},
    };
}

}  // namespace

const std::vector<Spoiling>& spoilings() {
    static const std::vector<Spoiling> all = [] {
        std::vector<Spoiling> rows;
        for (const auto& part : {spoilt_lots(), spoilt_loads(), spoilt_roads(), spoilt_times(),
                                 spoilt_needs(), spoilt_aims()}) {
            rows.insert(rows.end(), part.begin(), part.end());
        }
        return rows;
    }();
    return all;
}

}  // namespace relief::kit
