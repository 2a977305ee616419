// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/find.h"

#include "core/error.h"
#include "core/table/csv.h"
#include "reserves/ledger/hold.h"
#include "routing/path/travel.h"
#include "tools/desk/closure_plan.h"
#include "tools/desk/supply.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

// An order by telephone: the words, the number in the book, the call to the keeper.
constexpr int phone_order_minutes = 30;
constexpr std::string_view common_lorry = "BOX68";

Error wrong_argument(std::string field, std::string found, std::string expected) {
    return bad_input({.code = "argument.value",
                      .message = "the question cannot be answered so",
                      .field = std::move(field),
                      .found = std::move(found),
                      .expected = std::move(expected)});
}

void check_request(const FindRequest& request) {
    if (request.amount < 1) {
        throw wrong_argument("N", fmt::format("{}", request.amount), "at least 1");
    }
    if (request.within_minutes < 1 || request.within_minutes > 7 * 24 * 60) {
        throw wrong_argument("--within", fmt::format("{} min", request.within_minutes),
                             "1 minute to 168 hours");
    }
    if (request.response < 0 || request.response > 4) {
        throw wrong_argument("--response", fmt::format("{}", request.response), "0 to 4");
    }
}

const Item& asked_item(const Rules& rules, const std::string& text) {
    if (const Item* item = rules.item(text)) {
        return *item;
    }
    const auto named = std::find_if(rules.items.begin(), rules.items.end(),
                                    [&](const Item& item) { return item.name_zh == text; });
    if (named == rules.items.end()) {
        throw bad_input({.code = "item.unknown",
                         .message = "there is no such item",
                         .field = "ITEM",
                         .found = text,
                         .expected = "a code or name of rules/item_catalog.csv"});
    }
    return *named;
}

/// Whether an edge is meant by its own id, the number of a road over it, or the id of a stretch of
/// that road.
bool is_named(const RoadNetwork& network, const RoadEdge& edge, const std::string& name) {
    return edge.id == name || edge.has_ref(name) ||
           std::ranges::any_of(edge.routes, [&](int route) {
               return network.routes[static_cast<std::size_t>(route)].id == name;
           });
}

/// Edges by their id, or all those of a road or of a stretch of one.
std::vector<bool> cut_edges(const RoadNetwork& network, const std::vector<std::string>& names) {
    std::vector<bool> closed(network.edges.size(), false);
    for (const std::string& name : names) {
        bool is_known = false;
        for (std::size_t i = 0; i < network.edges.size(); ++i) {
            if (is_named(network, network.edges[i], name)) {
                closed[i] = is_known = true;
            }
        }
        if (!is_known) {
            throw bad_input({.code = "closure.edge",
                             .message = "there is no such road",
                             .field = "--cut",
                             .found = name,
                             .expected = "an edge (R1609a), a road (G12) or a stretch of one "
                                         "(E036) of data/roads"});
        }
    }
    return closed;
}

/// Shuts what the books say is closed at the moment, as a plan would.
void shut_told_roads(const Desk& desk, Instant at, std::vector<bool>& closed) {
    const std::vector<Closure> closures = plan_closures(desk);
    for (const Closure* closure : closures_at(closures, at)) {
        for (const int edge : closure->edges) {
            closed[static_cast<std::size_t>(edge)] = true;
        }
    }
}

/// Minutes from every seat to the place, for each class of lorry that is barred elsewhere. Roads
/// run both ways, so one search from the place serves all.
class Ways {
  public:
    Ways(const Desk& desk, const std::string& node, Instant at, const std::vector<bool>& closed)
        : desk_(desk), node_(*desk.network.node(node)), seats_(desk.network.seat_count()) {
        std::iota(seats_.begin(), seats_.end(), 0);
        const std::chrono::year_month_day day{beijing_date(at)};
        conditions_.year = static_cast<int>(day.year());
        conditions_.winter = is_winter(static_cast<int>(static_cast<unsigned>(day.month())));
        conditions_.closed = closed;
    }

    std::optional<int> minutes(const std::string& from, const VehicleClass& vehicle, bool winter) {
        auto& routes = routes_[{winter, vehicle.barred_road_classes}];
        if (routes.empty()) {
            RoadConditions conditions = conditions_;
            conditions.winter = winter;
            conditions.barred_road_classes = vehicle.barred_road_classes;
            routes = routes_from(desk_.network, conditions, node_, seats_);
        }
        const auto& route = routes[static_cast<std::size_t>(*desk_.network.node(from))];
        return route ? std::optional(route->minutes) : std::nullopt;
    }

    [[nodiscard]] bool is_winter_now() const { return conditions_.winter; }

  private:
    const Desk& desk_;
    int node_;
    std::vector<int> seats_;
    RoadConditions conditions_;
    std::map<std::pair<bool, std::vector<std::string>>, std::vector<std::optional<Route>>> routes_;
};

/// No worse than as a rule: what is worse is told by the real case (FindSite::late_factor).
Spread spread(int low, int likely) {
    return {.low = std::min(low, likely), .likely = likely, .high = likely};
}

Units units_in(const VehicleClass& vehicle, const Item& item) {
    constexpr double many = 1e9;
    const double by_weight = item.weight_kg > 0 ? vehicle.payload_kg / item.weight_kg : many;
    const double by_volume = item.volume_m3 > 0 ? vehicle.usable_m3() / item.volume_m3 : many;
    return static_cast<Units>(std::floor(std::min({by_weight, by_volume, many}) + 1e-9));
}

struct Question {
    Database& database;
    const Desk& desk;
    const FindRequest& request;
    const Item& item;
    std::string county;  ///< whose own depot is the first to be asked
    double factor = 1;
};

std::vector<FindLorries> lorries_of(const Question& question, const Depot& depot, Ways& ways) {
    std::vector<FindLorries> lorries;
    for (const FleetRow& row : question.desk.baseline.fleet) {
        if (row.depot != depot.fleet_depot()) {
            continue;
        }
        const VehicleClass& vehicle = *question.desk.rules.vehicle(row.vehicle_class);
        const auto likely = ways.minutes(depot.node, vehicle, ways.is_winter_now());
        if (!likely) {
            continue;
        }
        const int low = ways.minutes(depot.node, vehicle, false).value_or(*likely);
        lorries.push_back({.vehicle_class = row.vehicle_class,
                           .count = row.count,
                           .muster_minutes = minutes_of_hours(row.muster_h),
                           .load_minutes = vehicle.load_minutes,
                           .unload_minutes = vehicle.unload_minutes,
                           .units = units_in(vehicle, question.item),
                           .drive = spread(low, *likely)});
    }
    return lorries;
}

FindSite site_of(const Question& question, const Depot& depot, Ways& ways) {
    const Desk& desk = question.desk;
    const std::string tier = tier_of(depot, question.county, desk.places);
    const Depot& keeper = *desk.baseline.depot(depot.fleet_depot());
    const auto docks =
        std::find_if(desk.rules.handling.begin(), desk.rules.handling.end(),
                     [&](const DepotHandling& row) { return row.depot_type == keeper.type; });
    const int ready = ready_minutes(desk.baseline, depot, beijing_date(question.request.at));
    FindSite site{.id = depot.id,
                  .fleet = depot.fleet_depot(),
                  .rank = std::numeric_limits<int>::max(),
                  .docks = docks == desk.rules.handling.end() ? 1 : docks->docks,
                  .late_factor = question.factor,
                  .keep_share = keep_share(desk.rules, depot.level, question.request.response),
                  .lorries = lorries_of(question, depot, ways)};
    if (tier.empty()) {
        site.why_not = "other_owner";
        site.office = spread(ready, ready);
        return site;
    }
    const SupplyTier& rule = *desk.rules.tier(tier);
    const int signature = minutes_of_hours(rule.signature_h);
    site.rank = rule.rank;
    site.office = spread(std::min(phone_order_minutes, signature) + ready, signature + ready);
    if (!contract_holds(desk.baseline, depot, beijing_date(question.request.at))) {
        site.why_not = "contract";
    }
    return site;
}

void add_lot(const AvailableLot& lot, const Item& item, FindSite& site) {
    const auto units = [&item](std::int64_t amount) {
        return whole_units({.amount = amount, .decimals = item.decimals});
    };
    site.on_hand += units(lot.on_hand);
    site.held += units(lot.held);
    if (lot.why_not == "site_stopped") {
        site.why_not = "hazard";
    }
    const Units available = units(lot.available);
    if (available > 0) {
        site.lots.push_back({lot.lot, lot.owner, lot.expires_on, available});
    }
}

std::vector<FindSite> sites_of(const Question& question, Ways& ways) {
    std::vector<FindSite> sites;
    for (const AvailableLot& lot :
         available_lots(question.database, {.item = question.item.id, .at = question.request.at})) {
        if (sites.empty() || sites.back().id != lot.site) {
            const Depot* depot = question.desk.baseline.depot(lot.site);
            if (depot == nullptr) {
                continue;  // goods that lie at a place of use are not drawn on
            }
            sites.push_back(site_of(question, *depot, ways));
        }
        add_lot(lot, question.item, sites.back());
    }
    return sites;
}

std::string goods_class(const Depot& depot) {
    return std::string(depot.level == "province" ? goods::provincial_stock
                       : depot.level == "city"   ? goods::city_stock
                                                 : goods::county_stock);
}

FindSiteFacts facts_of(const Question& question, const SignatureRules& rules,
                       const std::string& id) {
    const Depot& depot = *question.desk.baseline.depot(id);
    const Depot& keeper = *question.desk.baseline.depot(depot.fleet_depot());
    const std::string province = question.desk.places.parent_of(
        question.desk.places.parent_of(question.desk.places.seat_county(depot.seat_code)));
    return {.depot = &depot,
            .tier = tier_of(depot, question.county, question.desk.places),
            .signers = signers(question.database, rules,
                               {.goods = goods_class(depot),
                                .response = question.request.response,
                                .division = depot.level == "province" ? province : depot.seat_code,
                                .amount = question.request.amount,
                                .at = question.request.at,
                                .site = depot.id}),
            .phone_org = keeper.org};
}

FindAnswer answer_of(const Question& question, Ways& ways) {
    return find_goods(sites_of(question, ways),
                      {.amount = question.request.amount,
                       .at = question.request.at,
                       .within_minutes = question.request.within_minutes});
}

std::vector<FindSubstitute> substitutes_of(const Question& question, Ways& ways) {
    const std::chrono::year_month_day day{beijing_date(question.request.at)};
    const std::size_t month = static_cast<unsigned>(day.month()) - 1;
    std::vector<FindSubstitute> substitutes;
    for (const Substitute& rule : question.desk.rules.substitutes) {
        const bool serves =
            std::find(rule.needs.begin(), rule.needs.end(), question.item.id) != rule.needs.end();
        if (!serves || !rule.months[month]) {
            continue;
        }
        Question other{question.database, question.desk,
                       question.request,  *question.desk.rules.item(rule.item),
                       question.county,   question.factor};
        const FindAnswer answer = answer_of(other, ways);
        substitutes.push_back({&rule, answer.in_time, answer.in_time + answer.late});
    }
    return substitutes;
}

}  // namespace

double late_factor(const DataSource& source, const Desk& desk) {
    const std::string name = "rules/lead_time_calibration.csv";
    const CsvTable table(
        source.read(name), source.shown_name(name),
        {"from_code", "to_code", "mode", "order_time", "arrived_kind", "elapsed_h"});
    double factor = 1;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        const auto elapsed = row.optional_number("elapsed_h", 0, 1000);
        const auto ordered = row.optional_instant("order_time");
        if (row.text("mode") != "road" || row.text("arrived_kind") != "at" || !elapsed ||
            !ordered) {
            continue;
        }
        // A whole chain from order to arrival, of provincial goods kept by another city.
        const std::string from = desk.places.seat_county(row.text("from_code"));
        const std::string to = desk.places.seat_county(row.text("to_code"));
        const VehicleClass& vehicle = *desk.rules.vehicle(common_lorry);
        Ways ways(desk, to, *ordered, std::vector<bool>(desk.network.edges.size(), false));
        const auto drive = ways.minutes(from, vehicle, ways.is_winter_now());
        if (!drive) {
            continue;
        }
        const double ready_h =
            desk.baseline.contracts.empty() ? 0 : desk.baseline.contracts.front().ready_to_load_h;
        const double reckoned = (desk.rules.tier("consignment_afar")->signature_h + ready_h) * 60 +
                                vehicle.load_minutes + *drive;
        factor = std::max(factor, *elapsed * 60 / reckoned);
    }
    return factor;
}

FindRun find_run(Database& database, const Desk& desk, double factor, const FindRequest& request) {
    check_request(request);
    FindRun run{.request = request, .late_factor = factor};
    run.item = &asked_item(desk.rules, request.item);
    run.place = desk.places.resolve(request.to, beijing_date(request.at)).code;
    run.node = desk.places.seat_county(run.place);
    std::vector<bool> closed = cut_edges(desk.network, request.cut);
    shut_told_roads(desk, request.at, closed);
    Ways ways(desk, run.node, request.at, closed);
    const Question question{database, desk, run.request, *run.item, run.node, factor};
    run.answer = answer_of(question, ways);
    const SignatureRules rules = signature_rules_at(database, request.at);
    for (const auto* takes : {&run.answer.now, &run.answer.later}) {
        for (const FindTake& take : *takes) {
            run.sites.try_emplace(take.site, facts_of(question, rules, take.site));
        }
    }
    for (const FindRow& row : run.answer.rows) {
        const Depot& depot = *desk.baseline.depot(row.site);
        run.sites.try_emplace(
            row.site,
            FindSiteFacts{.depot = &depot, .tier = tier_of(depot, question.county, desk.places)});
    }
    run.substitutes = substitutes_of(question, ways);
    return run;
}

}  // namespace relief
