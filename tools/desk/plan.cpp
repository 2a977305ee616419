// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan.h"
#include "tools/desk/closure_plan.h"

#include "core/error.h"
#include "routing/dispatch/planner.h"
#include "routing/dispatch/reasons.h"
#include "tools/desk/hand_check.h"
#include "tools/desk/hand_figures.h"
#include "tools/desk/plan_cut_off.h"
#include "tools/desk/plan_goods.h"
#include "tools/desk/plan_kits.h"
#include "tools/desk/plan_legs.h"
#include "tools/desk/supply.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

// The picture of the baseline stock stands 42 days before the 2017 flood; for another event every
// date of it is moved so that it stands 42 days before that event (data/scenarios/README.md).
constexpr int picture_before_event_days = 42;
// A hot meal is eaten within two hours of leaving the kitchen (rules/item_catalog.csv, BOXMEAL).
constexpr int hot_meal_minutes_max = 120;

/// Wall seconds from one mark to the next.
class StepTimer {
  public:
    void mark(std::vector<std::pair<std::string, double>>& seconds, std::string step) {
        const auto now = std::chrono::steady_clock::now();
        seconds.emplace_back(std::move(step), std::chrono::duration<double>(now - last_).count());
        last_ = now;
    }

  private:
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

// ---- heads and needs ----

/// Appends the waves of one item: a need that is due once, or one a day.
void add_waves(const ItemNeed& item, const HeadCount& heads, const Rules& rules,
               std::vector<DispatchNeed>& needs) {
    const NeedDeadline& deadline = *rules.deadline(item.need);
    const auto add = [&](const std::string& id, Units quantity, int day) {
        if (quantity > 0) {
            needs.push_back({.id = id,
                             .place = item.place,
                             .item = item.item,
                             .unit = item.unit,
                             .quantity = quantity,
                             .by = heads.known_at + std::chrono::hours{deadline.due_h + 24 * day},
                             .persons = item.persons,
                             .weight = deadline.weight,
                             .rule = item.steps.front().rule,
                             .report = item.report});
        }
    };
    if (item.by_day.empty()) {
        add(item.id, item.quantity, 0);
        return;
    }
    for (std::size_t day = 0; day < item.by_day.size(); ++day) {
        add(fmt::format("{}:{}", item.id, day + 1), item.by_day[day], static_cast<int>(day));
    }
}

int need_index(const std::vector<DispatchNeed>& needs, const std::string& id) {
    for (std::size_t i = 0; i < needs.size(); ++i) {
        if (needs[i].id == id) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

/// The item itself for each wave, then the goods that may stand for it.
std::vector<Way> make_ways(const std::vector<ItemNeed>& items,
                           const std::vector<DispatchNeed>& needs) {
    std::vector<Way> ways;
    for (std::size_t i = 0; i < needs.size(); ++i) {
        ways.push_back({.item = needs[i].item, .serves = {static_cast<int>(i)}});
    }
    for (const ItemNeed& item : items) {
        for (const Alternative& other : item.alternatives) {
            // One unit that serves several needs is one way, told by the first of them.
            if (other.stands_for.front() != item.item) {
                continue;
            }
            Way way{.item = other.item,
                    .serves = {},
                    .rate = other.rate,
                    .rank = other.rank,
                    .penalty = other.penalty};
            const std::string prefix = item.id.substr(0, item.id.size() - item.item.size());
            for (const std::string& served : other.stands_for) {
                if (const int index = need_index(needs, prefix + served); index >= 0) {
                    way.serves.push_back(index);
                }
            }
            if (!way.serves.empty()) {
                ways.push_back(std::move(way));
            }
        }
    }
    return ways;
}

// ---- supply ----

void add_fleet(const Desk& desk, const Baseline& baseline, const std::string& fleet_depot,
               DispatchProblem& problem) {
    const auto known =
        std::any_of(problem.sites.begin(), problem.sites.end(),
                    [&](const DispatchFleetSite& site) { return site.depot == fleet_depot; });
    if (known) {
        return;
    }
    const Depot& keeper = *baseline.depot(fleet_depot);
    const auto handling =
        std::find_if(desk.rules.handling.begin(), desk.rules.handling.end(),
                     [&](const DepotHandling& row) { return row.depot_type == keeper.type; });
    problem.sites.push_back({.depot = fleet_depot,
                             .docks = handling == desk.rules.handling.end() ? 1 : handling->docks});
    double piece_kg = 0;
    double piece_m3 = 0;
    for (const Way& way : problem.ways) {
        piece_kg = std::max(piece_kg, desk.rules.item(way.item)->weight_kg);
        piece_m3 = std::max(piece_m3, desk.rules.item(way.item)->volume_m3);
    }
    for (const FleetRow& row : baseline.fleet) {
        if (row.depot == fleet_depot) {
            const VehicleClass& vehicle = *desk.rules.vehicle(row.vehicle_class);
            // A piece larger than half a lorry packs badly whatever room is left.
            const double stowage_kg = std::min(piece_kg, vehicle.payload_kg / 2);
            const double stowage_m3 = std::min(piece_m3, vehicle.usable_m3() / 2);
            problem.fleets.push_back({.depot = fleet_depot,
                                      .vehicle_class = row.vehicle_class,
                                      .count = row.count,
                                      .muster_minutes = minutes_of_hours(row.muster_h),
                                      .payload_kg = vehicle.payload_kg - stowage_kg,
                                      .usable_m3 = vehicle.usable_m3() - stowage_m3,
                                      .stowage_kg = stowage_kg,
                                      .stowage_m3 = stowage_m3,
                                      .load_minutes = vehicle.load_minutes,
                                      .unload_minutes = vehicle.unload_minutes,
                                      .drivers = desk.dispatch.drivers});
        }
    }
}

/// Depots that may send to any of the places, with their tiers, fleets and docks.
void add_depots(const Desk& desk, const Baseline& baseline, Date on, DispatchProblem& problem,
                std::vector<PlanWarning>& warnings) {
    for (const Depot& depot : baseline.depots) {
        std::vector<std::pair<std::string, std::string>> tiers;
        for (const std::string& place : problem.places) {
            const std::string tier = tier_of(depot, place, desk.places);
            if (!tier.empty()) {
                tiers.emplace_back(place, tier);
            }
        }
        if (tiers.empty()) {
            continue;
        }
        if (!contract_holds(baseline, depot, on)) {
            warnings.push_back(
                {.code = "contract_expired",
                 .zh = fmt::format("{}的代储协议在 {} 不在有效期内，未计入", depot.name,
                                   format_date(on)),
                 .en = fmt::format("{}: no consignment contract holds on {}; left out", depot.id,
                                   format_date(on))});
            continue;
        }
        const int index = static_cast<int>(problem.depots.size());
        problem.depots.push_back({.id = depot.id,
                                  .fleet = depot.fleet_depot(),
                                  .node = depot.node,
                                  .level = depot.level,
                                  .seat_code = depot.seat_code,
                                  .ready_minutes = ready_minutes(baseline, depot, on)});
        add_fleet(desk, baseline, depot.fleet_depot(), problem);
        for (const auto& [place, tier] : tiers) {
            const SupplyTier& rule = *desk.rules.tier(tier);
            problem.tiers.push_back({.depot = index,
                                     .place = place,
                                     .tier = tier,
                                     .rank = rule.rank,
                                     .signature_minutes = minutes_of_hours(rule.signature_h)});
        }
    }
}

/// The share a depot keeps back at the response level that its owner stands at.
double floor_share(const Rules& rules, const std::vector<LevelConclusion>& levels,
                   const DispatchDepot& depot, const std::string& province) {
    const std::string& scope = depot.level == "province" ? province : depot.seat_code;
    return keep_share(rules, depot.level, standing_level(levels, scope));
}

void add_stock(const Desk& desk, PlanRun& run) {
    DispatchProblem& problem = run.problem;
    std::map<std::string, Units> left_out;  // by the use they were given for
    std::set<std::string> wanted;
    for (const Way& way : problem.ways) {
        wanted.insert(way.item);
    }
    const Date today = beijing_date(run.as_of);
    for (std::size_t d = 0; d < problem.depots.size(); ++d) {
        const DispatchDepot& depot = problem.depots[d];
        const double share =
            floor_share(desk.rules, run.levels, depot, run.scenario.incident.province);
        // Goods given for some of the places are a supply of their own; they are no reserve.
        std::map<std::pair<std::string, std::vector<std::string>>, DispatchSupply> supplies;
        for (const LotStock& lot : desk.stock.lots) {
            if (lot.depot != depot.id || !wanted.contains(lot.item) || lot.available <= 0) {
                continue;
            }
            const GivenFor given = given_for(desk, run, problem, lot);
            if (given.elsewhere) {
                left_out[given.use] += lot.available;
                continue;
            }
            DispatchSupply& supply = supplies[{lot.item, given.places}];
            supply.depot = static_cast<int>(d);
            supply.item = lot.item;
            supply.only_for = given.places;
            const Date expires = lot.expires_on + std::chrono::days{run.shifted_days};
            supply.lots.push_back(
                {.lot = lot.lot, .expires_on = expires, .available = lot.available});
            supply.on_hand += expires >= today ? lot.available : 0;
        }
        for (auto& [key, supply] : supplies) {
            std::stable_sort(supply.lots.begin(), supply.lots.end(),
                             [](const DispatchLot& a, const DispatchLot& b) {
                                 return a.expires_on < b.expires_on;
                             });
            // Rounded down by a hair first: 0.2 x 1605 must not become 322 by a last binary digit.
            supply.floor = supply.only_for.empty()
                               ? static_cast<Units>(
                                     std::ceil(share * static_cast<double>(supply.on_hand) - 1e-9))
                               : 0;
            problem.supplies.push_back(std::move(supply));
        }
    }
    for (const auto& [use, units] : left_out) {
        run.warnings.push_back(designated_warning(use, units));
    }
}

/// Eaten hot or not at all: nothing that can be laid in.
bool is_cooked(const Rules& rules, const std::string& item) {
    return rules.item(item)->shelf_life_days == 0;
}

void add_suppliers(const Desk& desk, const Baseline& baseline, Date on, DispatchProblem& problem,
                   std::vector<PlanWarning>& warnings) {
    int out_of_force = 0;
    const VehicleClass& lorry = *desk.rules.vehicle(supplier_vehicle);
    const SupplyTier& tier = *desk.rules.tier("agreement");
    problem.agreement_rank = tier.rank;
    for (const Supplier& supplier : baseline.suppliers) {
        const bool wanted = std::any_of(problem.ways.begin(), problem.ways.end(),
                                        [&](const Way& way) { return way.item == supplier.item; });
        if (!wanted) {
            continue;
        }
        if (on < supplier.agreement_from || on > supplier.agreement_to) {
            ++out_of_force;
            continue;
        }
        const bool hot = is_cooked(desk.rules, supplier.item);
        problem.suppliers.push_back({.id = supplier.id,
                                     .node = supplier.node,
                                     .item = supplier.item,
                                     .on_hand = supplier.on_hand,
                                     .daily_capacity = supplier.daily_capacity,
                                     .first_minutes = minutes_of_hours(supplier.first_delivery_h) +
                                                      minutes_of_hours(tier.signature_h),
                                     .max_travel_minutes = hot ? hot_meal_minutes_max : 0,
                                     .eaten_same_day = hot,
                                     .vehicle_class = std::string(supplier_vehicle),
                                     .payload_kg = lorry.payload_kg,
                                     .usable_m3 = lorry.usable_m3(),
                                     .unload_minutes = lorry.unload_minutes,
                                     .drivers = desk.dispatch.drivers});
    }
    if (out_of_force > 0) {
        warnings.push_back(
            {.code = "agreement_expired",
             .zh = fmt::format("{} 份所需物资的供应协议在 {} 不在有效期内，未计入", out_of_force,
                               format_date(on)),
             .en =
                 fmt::format("{} agreements for goods that are needed do not hold on {}; left out",
                             out_of_force, format_date(on))});
    }
}

/// What is in hand may not go over a closed road, whichever way was the quickest when it was made.
void add_closed_edges(const RoadNetwork& network, const std::vector<const Closure*>& closures,
                      DispatchProblem& problem) {
    std::set<std::string> closed;
    for (const Closure* closure : closures) {
        for (const int edge : closure->edges) {
            closed.insert(network.edges[static_cast<std::size_t>(edge)].id);
        }
    }
    problem.closed_edges.assign(closed.begin(), closed.end());
}

// ---- warnings ----

void warn_about_reports(const PlanRun& run, const std::vector<const Report*>& reports,
                        const Rules& rules, std::vector<PlanWarning>& warnings) {
    for (const Report* report : reports) {
        if (report->counts_since) {
            warnings.push_back(
                {.code = "several_events",
                 .zh = fmt::format("报告 {} 自 {} 起累计，含多次灾害过程，不用于定级和需求",
                                   report->id, format_date(*report->counts_since)),
                 .en = fmt::format("report {} counts since {}: several events, not used for "
                                   "levels to act on or for needs",
                                   report->id, format_date(*report->counts_since))});
        }
    }
    for (const Contradiction& pair : run.contradictions) {
        const Metric* metric = rules.metric(pair.metric);
        warnings.push_back(
            {.code = "contradiction",
             .zh = fmt::format("{}前后不一致: {} {}（{}）→ {} {}（{}），请发文单位书面说明",
                               metric != nullptr ? metric->name_zh : pair.metric, pair.earlier->id,
                               pair.earlier_value, pair.earlier->reporter, pair.later->id,
                               pair.later_value, pair.later->reporter),
             .en = fmt::format("{} is at odds: {} {} ({}) then {} {} ({}); ask for the written "
                               "explanation",
                               pair.metric, pair.earlier->id, pair.earlier_value,
                               pair.earlier->reporter, pair.later->id, pair.later_value,
                               pair.later->reporter)});
    }
}

void warn_about_heads(const PlanRun& run, const Places& places,
                      std::vector<PlanWarning>& warnings) {
    for (const HeadCount& head : run.heads) {
        if (head.remainder) {
            const Place* unit = places.find_code(head.unit);
            const Place* seat = places.find_code(head.place);
            warnings.push_back(
                {.code = "remainder",
                 .zh = fmt::format(
                     "{}其余 {:.0f} 名转移人员所在县未报，暂按驻地{}安排；县里一报就要重排",
                     unit->name, head.relocated, seat->name),
                 .en = fmt::format("{:.0f} relocated people of {} are in counties that did not "
                                   "report; placed at its seat {} until they do",
                                   head.relocated, head.unit, head.place)});
        }
    }
}

/// "G202 官马大桥"; of a closure told by its edge there is no place.
std::string where(const Closure& closure) {
    return closure.place.empty() ? closure.ref : closure.ref + " " + closure.place;
}

/// "限重 5 吨、限高 4.2 米".
PlanWarning limited_closure(const Closure& closure) {
    std::string zh;
    std::string en;
    if (closure.weight_kg) {
        zh = fmt::format("限重 {:g} 吨", *closure.weight_kg / 1000.0);
        en = fmt::format("{:g} t", *closure.weight_kg / 1000.0);
    }
    if (closure.height_cm) {
        zh += fmt::format("{}限高 {:g} 米", zh.empty() ? "" : "、", *closure.height_cm / 100.0);
        en += fmt::format("{}{:g} m high", en.empty() ? "" : ", ", *closure.height_cm / 100.0);
    }
    return {.code = "limited_closure",
            .zh = fmt::format("{}{}：重车按总质量、空车按空车质量判断，超限的车绕行",
                              where(closure), zh),
            .en = fmt::format("{} bears {}: vehicles over it, laden there or empty back, go "
                              "another way",
                              where(closure), en)};
}

void warn_about_closures(const std::vector<const Closure*>& closures,
                         std::vector<PlanWarning>& warnings) {
    for (const Closure* closure : closures) {
        if (!closure->is_road) {
            continue;
        }
        if (closure->edges.empty()) {
            warnings.push_back(
                {.code = "unplaced_closure",
                 .zh = fmt::format("封路 {}（{}）未能对应到路网路段，未计入行车时间", closure->id,
                                   where(*closure)),
                 .en = fmt::format("closure {} ({}) is on no edge of the network and not in "
                                   "the times",
                                   closure->id, where(*closure))});
            continue;
        }
        if (closure->weight_kg || closure->height_cm) {
            warnings.push_back(limited_closure(*closure));
            continue;
        }
        if (std::any_of(closure->directions.begin(), closure->directions.end(),
                        [](StreetDirections each) { return each != StreetDirections::both; })) {
            warnings.push_back(
                {.code = "one_direction_closure",
                 .zh = fmt::format("{}只封一个方向；车辆有去有回，本计划两个方向都不走",
                                   where(*closure)),
                 .en = fmt::format("{} is shut in one direction; lorries go there and back, so "
                                   "the plan takes neither",
                                   where(*closure))});
        }
        if (closure->restricted) {
            warnings.push_back(
                {.code = "restricted_closure",
                 .zh = fmt::format("{}为限制通行，本计划按不通安排；救灾车辆凭证能否通过请核实",
                                   where(*closure)),
                 .en = fmt::format("{} is restricted, not shut; the plan does not count on it: "
                                   "ask whether relief lorries pass",
                                   where(*closure))});
        }
    }
}

/// Whether a shipment is on the road, there or back, over an edge of a closure once that has begun.
bool meets(const Shipment& shipment, const Closure& closure, const RoadNetwork& network) {
    return shipment.back > closure.closed_from &&
           std::any_of(closure.edges.begin(), closure.edges.end(), [&](int edge) {
               const std::string& id = network.edges[static_cast<std::size_t>(edge)].id;
               return std::find(shipment.edges.begin(), shipment.edges.end(), id) !=
                      shipment.edges.end();
           });
}

/// Roads that somebody has said will be shut before the plan ends, and the lorries that will then
/// be on them.
void warn_about_coming_closures(const Desk& desk, PlanRun& run) {
    for (const Closure* closure : closures_to_come(run.closures, run.as_of, run.problem.until)) {
        std::string met;
        for (const Shipment& shipment : run.plan.shipments) {
            if (meets(shipment, *closure, desk.network)) {
                met += (met.empty() ? "" : ", ") + shipment.id;
            }
        }
        const std::string at = format_short(closure->closed_from);
        run.warnings.push_back(
            {.code = "coming_closure",
             .zh = fmt::format(
                 "封路 {}（{}）{} 起封闭，本计划按现在可通行安排；{}", closure->id, where(*closure),
                 at, met.empty() ? "届时没有车辆在这段路上" : "届时仍在途（去或回）的车次：" + met),
             .en = fmt::format("closure {} ({}) begins at {}; the plan takes the road as open; {}",
                               closure->id, where(*closure), at,
                               met.empty()
                                   ? "no lorry is on it then"
                                   : "shipments then still on the way, there or back: " + met)});
    }
}

void warn_about_dates(const PlanRun& run, std::vector<PlanWarning>& warnings) {
    warnings.push_back({.code = "synthetic",
                        .zh = "库存、车辆、供应商均为合成演示数据，不是任何库点的真实数据",
                        .en = "stock, vehicles and suppliers are synthetic demo data, not the "
                              "real figures of any depot"});
    if (run.shifted_days != 0) {
        warnings.push_back(
            {.code = "shifted_dates",
             .zh = fmt::format("库存与协议日期整体移动 {} 天，使其对应本次灾害之前 42 天",
                               run.shifted_days),
             .en = fmt::format("all dates of stock and agreements were moved by {} days, to 42 "
                               "days before this event",
                               run.shifted_days)});
    }
    const auto overdue =
        std::count_if(run.problem.needs.begin(), run.problem.needs.end(),
                      [&](const DispatchNeed& need) { return need.by < run.as_of; });
    if (overdue > 0) {
        warnings.push_back(
            {.code = "overdue",
             .zh = fmt::format("{} 项需求在编制时已过应到时限，迟到时长照算", overdue),
             .en = fmt::format("{} needs were due before this plan was made; their lateness "
                               "counts in full",
                               overdue)});
    }
    const bool unverified =
        std::any_of(run.levels.begin(), run.levels.end(), [](const LevelConclusion& level) {
            return level.in_force && level.level > 0 && !level.verified;
        });
    if (unverified) {
        warnings.push_back({.code = "unverified_thresholds",
                            .zh = "省、市、县级响应标准为工作默认值，未核实",
                            .en = "provincial, city and county thresholds are working defaults, "
                                  "not verified (未核实)"});
    }
}

// ---- the steps of a plan ----

/// The three points of an assessment with the weights that keep a mean (Swanson's rule: 0.3, 0.4,
/// 0.3 of P10, P50, P90). A need that P10 has none of counts as one.
void add_scenarios(const Desk& desk, const std::vector<AssessedHeads>& assessed,
                   const NeedsContext& context, DispatchProblem& problem) {
    struct Point {
        std::string_view name;
        double probability;
        double AssessedHeads::*heads;
    };
    constexpr std::array<Point, 3> points{{{"P10", 0.3, &AssessedHeads::p10},
                                           {"P50", 0.4, &AssessedHeads::p50},
                                           {"P90", 0.3, &AssessedHeads::p90}}};
    for (const Point& point : points) {
        std::map<std::string, Units> quantities;
        for (const AssessedHeads& county : assessed) {
            const HeadCount head = assessed_head(county.county, county.*point.heads, problem.as_of,
                                                 desk.rules, desk.places);
            std::vector<DispatchNeed> waves;
            for (const ItemNeed& need : needs_of(head, context, desk.rules)) {
                add_waves(need, head, desk.rules, waves);
            }
            for (const DispatchNeed& wave : waves) {
                quantities[wave.id] = wave.quantity;
            }
        }
        DispatchScenario scenario{.name = std::string(point.name),
                                  .probability = point.probability};
        for (const DispatchNeed& need : problem.needs) {
            const auto found = quantities.find(need.id);
            scenario.quantities.push_back(
                std::max<Units>(1, found == quantities.end() ? 0 : found->second));
        }
        problem.scenarios.push_back(std::move(scenario));
    }
    problem.planned_for = "P50";
}

/// Heads, needs and their waves, places and ways.
void ask_needs(const Desk& desk, const PlanRequest& request,
               const std::vector<const Report*>& reports, PlanRun& run) {
    const HandFigures& hand = request.hand;
    check_hand_figures(hand, desk.rules);
    Incident judged = run.scenario.incident;
    const NeedsContext context = needs_context(judged, hand, desk.rules);
    judged.hazard = context.hazard;
    const std::vector<AssessedHeads>& assessed =
        request.before ? request.before->heads : request.assessed;
    run.heads = assessed.empty() ? head_counts(run.scenario, reports, desk.rules, desk.places)
                                 : std::vector<HeadCount>{};
    for (const AssessedHeads& county : assessed) {
        if (county.p50 >= 1) {
            run.heads.push_back(
                assessed_head(county.county, county.p50, run.as_of, desk.rules, desk.places));
        }
    }
    apply_hand_figures(desk.rules, desk.places, hand, judged, run.as_of, run.heads);
    check_heads(run.heads);
    DispatchProblem& problem = run.problem;
    for (const HeadCount& head : run.heads) {
        for (ItemNeed& need : needs_of(head, context, desk.rules)) {
            if (!request.before || !is_cooked(desk.rules, need.item)) {
                add_waves(need, head, desk.rules, problem.needs);
                run.needs.push_back(std::move(need));
            }
        }
    }
    for (const DispatchNeed& need : problem.needs) {
        if (std::find(problem.places.begin(), problem.places.end(), need.place) ==
            problem.places.end()) {
            problem.places.push_back(need.place);
        }
    }
    problem.as_of = run.as_of;
    problem.until = run.as_of + std::chrono::days{context.days};
    problem.ways = make_ways(run.needs, problem.needs);
    problem.kits = kits_of_needs(desk.dispatch, problem);
    if (!request.assessed.empty() && !problem.needs.empty()) {
        add_scenarios(desk, request.assessed, context, problem);
    }
}

bool is_wanted(const DispatchProblem& problem, const std::string& item) {
    return std::any_of(problem.ways.begin(), problem.ways.end(),
                       [&](const Way& way) { return way.item == item; });
}

/// Goods that lie at a site with an open hazard of grade 1 are not in the plan; the signer is told
/// which hazard keeps them.
void warn_about_stops(const Desk& desk, const DispatchProblem& problem,
                      std::vector<PlanWarning>& warnings) {
    for (const OpenHazard& stop : desk.stops) {
        const bool keeps_something = std::any_of(
            desk.stopped_stock.begin(), desk.stopped_stock.end(), [&](const LotStock& lot) {
                return lot.depot == stop.site && is_wanted(problem, lot.item);
            });
        const bool may_send =
            std::any_of(problem.depots.begin(), problem.depots.end(),
                        [&](const DispatchDepot& depot) { return depot.id == stop.site; });
        if (!keeps_something || !may_send) {
            continue;
        }
        const Depot* depot = desk.baseline.depot(stop.site);
        warnings.push_back(
            {.code = "site_stopped",
             .zh = fmt::format("{}（{}）有未销号的重大隐患 {} 号（{}，{} 发现），停止调用，其库存"
                               "未计入",
                               depot == nullptr ? stop.site : depot->name, stop.site, stop.id,
                               stop.words, format_short(stop.found_at)),
             .en = fmt::format("{}: hazard {} of grade 1 is open ({}, found {}); the site is "
                               "stopped and its stock left out",
                               stop.site, stop.id, stop.words, format_instant(stop.found_at))});
    }
}

/// Agreements whose stock was declared, or whose last call test failed or is too old.
void warn_about_agreements(const Desk& desk, const PlanRun& run,
                           std::vector<PlanWarning>& warnings) {
    int declared = 0;
    std::string tests;
    std::optional<Instant> oldest;
    for (const DispatchSupplier& supplier : run.problem.suppliers) {
        for (const Agreement& agreement : desk.agreements) {
            if (agreement.supplier.id != supplier.id) {
                continue;
            }
            if (agreement.declared) {
                ++declared;
                oldest = std::min(oldest.value_or(agreement.declared->at), agreement.declared->at);
            }
            const auto status = test_status(desk.care, agreement, run.as_of);
            // A test made after the moment of the plan counts as well: it is the newest there is.
            const bool failed = status == "overdue" || status == "failed" ||
                                (!agreement.tests.empty() && !agreement.tests.back().passed);
            tests += failed ? fmt::format("{}{}", tests.empty() ? "" : ", ", supplier.id) : "";
        }
    }
    if (declared > 0) {
        warnings.push_back(
            {.code = "agreement_declared",
             .zh = fmt::format("{} 家供应商的现存量用其最近一次申报（最早 {}），未经清点", declared,
                               format_short(*oldest)),
             .en = fmt::format("what {} suppliers have on hand is as they declared it last (the "
                               "oldest {}), not counted by anybody",
                               declared, format_instant(*oldest))});
    }
    if (!tests.empty()) {
        warnings.push_back({.code = "agreement_test",
                            .zh = fmt::format("供应商电话演练未通过或已逾期: {}", tests),
                            .en = fmt::format("call test failed or overdue: {}", tests)});
    }
}

/// Says at each shortage what lies behind an open hazard of grade 1 and could have been sent.
void explain_stops(const Desk& desk, PlanRun& run) {
    for (Unmet& unmet : run.plan.unmet) {
        const auto need =
            std::find_if(run.problem.needs.begin(), run.problem.needs.end(),
                         [&](const DispatchNeed& row) { return row.id == unmet.need; });
        std::map<std::string, Units> kept;
        for (const LotStock& lot : desk.stopped_stock) {
            const bool serves = std::any_of(
                run.problem.tiers.begin(), run.problem.tiers.end(), [&](const DispatchTier& tier) {
                    return tier.depot >= 0 && tier.place == need->place &&
                           run.problem.depots[static_cast<std::size_t>(tier.depot)].id == lot.depot;
                });
            if (serves && lot.item == need->item) {
                kept[lot.depot] += lot.available;
            }
        }
        for (const auto& [depot, units] : kept) {
            unmet.detail +=
                fmt::format("; {} more at {}, stopped by a hazard of grade 1", units, depot);
            unmet.detail_zh += fmt::format("；另有 {} 在 {}，因重大隐患停止调用", units, depot);
        }
    }
}

/// Depots, stock, lorries and agreements as of the event's date.
void gather_supply(const Desk& desk, bool before_loss, PlanRun& run) {
    DispatchProblem& problem = run.problem;
    const Baseline baseline = shift_dates(desk.baseline, run.shifted_days);
    const Date today = beijing_date(run.as_of);
    problem.driving = desk.dispatch.driving;
    add_depots(desk, baseline, today, problem, run.warnings);
    add_stock(desk, run);
    if (!before_loss) {
        add_suppliers(desk, baseline, today, problem, run.warnings);
    }
    warn_about_stops(desk, problem, run.warnings);
    warn_about_agreements(desk, run, run.warnings);
    problem.items = items_of(desk, today);
    for (const DeprivationStep& step : desk.rules.growth) {
        problem.growth.push_back({.from_h = step.from_h, .factor = step.factor});
    }
}

}  // namespace

Scenario event_of(const Desk& desk, const std::filesystem::path& folder,
                  const std::optional<BeforeLoss>& before) {
    return before ? before->event : load_scenario(folder, desk.rules, desk.places);
}

PlanRun prepare_plan(const Desk& desk, const PlanRequest& request) {
    StepTimer timer;
    PlanRun run{.scenario = event_of(desk, request.scenario, request.before)};
    if (!request.before) {
        run.closures = load_closures(request.scenario, desk.network, desk.places);
    }
    for (Closure& closure : plan_closures(desk)) {
        run.closures.push_back(std::move(closure));
    }
    run.closures.insert(run.closures.end(), request.closures.begin(), request.closures.end());
    run.hand = request.hand;
    run.books = request.books;
    run.as_of = request.at.value_or(last_publication(run.scenario));
    run.seed = request.seed;
    const Incident& incident = run.scenario.incident;
    const Date picture =
        beijing_date(incident.start) - std::chrono::days{picture_before_event_days};
    run.shifted_days = static_cast<int>((picture - desk.baseline.picture_on).count());
    timer.mark(run.seconds, "scenario");

    const std::vector<const Report*> reports = known_reports(run.scenario, run.as_of);
    run.levels = conclude_levels(run.scenario, reports, desk.rules, desk.places);
    run.contradictions = contradictions(reports);
    timer.mark(run.seconds, "levels");

    ask_needs(desk, request, reports, run);
    timer.mark(run.seconds, "needs");

    gather_supply(desk, request.before.has_value(), run);
    timer.mark(run.seconds, "stock");

    const std::vector<const Closure*> closures = closures_at(run.closures, run.as_of);
    for (const Closure* closure : closures) {
        run.closures_in_force.push_back(closure->id);
    }
    run.problem.legs = plan_legs(desk, run, closures);
    if (!closures.empty()) {
        run.problem.open_legs = open_plan_legs(desk, run);
    }
    serve_cut_off(desk, closures, run);
    run.problem.receptions = receptions_of(desk.dispatch, run.problem.places);
    add_closed_edges(desk.network, closures, run.problem);
    timer.mark(run.seconds, "roads");

    warn_about_dates(run, run.warnings);
    warn_about_reports(run, reports, desk.rules, run.warnings);
    warn_about_heads(run, desk.places, run.warnings);
    warn_about_closures(closures, run.warnings);
    return run;
}

void prove_reasons(const DispatchProblem& problem, const Progress& progress, DispatchPlan& plan) {
    const auto keep_going = [&] { return !progress || progress("reasons", 0.9); };
    const auto solve = [&](const DispatchProblem& other) {
        return solve_dispatch(other, keep_going);
    };
    name_limits_beside(problem, solve, keep_going, plan);
}

PlanRun make_plan(const Desk& desk, const PlanRequest& request, const Progress& progress) {
    PlanRun run = prepare_plan(desk, request);
    StepTimer timer;
    const auto keep_going = [&] { return !progress || progress("dispatch", 0.5); };
    run.plan = request.level_models ? solve_dispatch(run.problem, keep_going, run.level_models)
                                    : solve_dispatch(run.problem, keep_going);
    explain_cut_off(run);
    timer.mark(run.seconds, "dispatch");
    prove_reasons(run.problem, progress, run.plan);
    explain_stops(desk, run);
    warn_about_kits(desk, run);
    warn_about_coming_closures(desk, run);
    timer.mark(run.seconds, "reasons");
    return run;
}

}  // namespace relief
