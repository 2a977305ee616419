// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/replan.h"

#include "core/error.h"
#include "routing/dispatch/committed.h"
#include "routing/dispatch/repair.h"
#include "tools/desk/document.h"
#include "tools/desk/plan_carry.h"
#include "tools/desk/plan_causes.h"
#include "tools/desk/plan_cut_off.h"
#include "tools/desk/plan_in_books.h"
#include "tools/desk/plan_pins.h"
#include "tools/desk/plan_proposals.h"
#include "tools/desk/replan_edits.h"
#include "tools/desk/replan_stages.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

/// The moment of the newer plan: what was asked for, or that of the plan in hand.
Instant moment_of(const Scenario& scenario, const PlanFile& in_hand, const ReplanRequest& request) {
    Instant at = request.at.value_or(in_hand.as_of);
    if (request.report) {
        const auto report =
            std::find_if(scenario.reports.begin(), scenario.reports.end(),
                         [&](const Report& row) { return row.id == *request.report; });
        if (report == scenario.reports.end()) {
            throw bad_input({.code = "report.unknown",
                             .message = "the scenario has no such report",
                             .file = request.scenario.string(),
                             .field = "--report",
                             .found = *request.report,
                             .expected = "a report_id of reports.csv"});
        }
        at = request.at ? at : std::max(at, report->known_at);
    }
    if (at < in_hand.as_of) {
        throw bad_input({.code = "argument.range",
                         .message = "a plan is not made again as of a moment before its own",
                         .file = in_hand.file.string(),
                         .field = "--at",
                         .found = format_instant(at),
                         .expected = format_instant(in_hand.as_of) + " or later"});
    }
    return at;
}

HandFigures newer_hand(const HandFigures& before, const HandFigures& now) {
    HandFigures hand = before;
    const auto take = [](auto& to, const auto& from) {
        if (from) {
            to = from;
        }
    };
    take(hand.place, now.place);
    take(hand.relocated, now.relocated);
    take(hand.collective, now.collective);
    take(hand.days, now.days);
    take(hand.temp_c, now.temp_c);
    take(hand.hazard, now.hazard);
    take(hand.month, now.month);
    return hand;
}

bool gives_any(const HandFigures& hand) {
    return hand.relocated || hand.collective || hand.days || hand.temp_c || hand.hazard ||
           hand.month;
}

/// What was published, told by hand and closed between the two plans.
void add_news(const Scenario& scenario, const PlanFile& in_hand, const ReplanRequest& request,
              Instant at, std::vector<PlanCause>& causes) {
    std::set<std::string> before;
    for (const Report* report : known_reports(scenario, in_hand.as_of)) {
        before.insert(report->id);
    }
    for (const Report* report : known_reports(scenario, at)) {
        if (!before.contains(report->id)) {
            number_cause({.kind = "report",
                          .words = {report->id},
                          .zh = fmt::format("报告 {}（{}，{}）", report->id, report->reporter,
                                            format_short(report->known_at)),
                          .en = fmt::format("report {} of {}", report->id,
                                            format_instant(report->known_at))},
                         false, causes);
        }
    }
    if (gives_any(request.hand)) {
        number_cause({.kind = "hand",
                      .words = {"hand"},
                      .zh = "人工填报的新数字",
                      .en = "new figures given by hand"},
                     false, causes);
    }
}

void add_events(const Desk& desk, const std::vector<Closure>& known, const ReplanRequest& request,
                std::vector<PlanCause>& causes) {
    for (const std::string& word : request.closed) {
        number_cause(closed_cause(word, edges_named(desk, known, word, "--closed").size()), false,
                     causes);
    }
    for (const std::string& word : request.breakdown) {
        number_cause(breakdown_cause(desk, read_depot_vehicles(desk, word, "--breakdown")), false,
                     causes);
    }
    for (const std::string& word : request.lost_depot) {
        number_cause(lost_cause(desk, read_origin(desk, word, "--lost-depot")), false, causes);
    }
}

/// Hours run from when a thing was first asked for: signatures, muster, contracts, suppliers.
void credit_hours(const PlanFile& in_hand, DispatchProblem& problem) {
    const auto minutes_since = [&](const auto& matches) {
        int most = 0;
        for (const Shipment& shipment : in_hand.shipments) {
            if (matches(shipment)) {
                const auto since = problem.as_of - shipment.ordered_at;
                most = std::max(most, static_cast<int>(std::chrono::floor<Minutes>(since).count()));
            }
        }
        return most;
    };
    const auto less = [](int& minutes, int run) { minutes = std::max(0, minutes - run); };
    for (DispatchTier& tier : problem.tiers) {
        if (tier.depot >= 0) {
            const std::string& id = problem.depots[static_cast<std::size_t>(tier.depot)].id;
            less(tier.signature_minutes, minutes_since([&](const Shipment& shipment) {
                     return shipment.from == id && shipment.to == tier.place;
                 }));
        }
    }
    for (DispatchDepot& depot : problem.depots) {
        less(depot.ready_minutes,
             minutes_since([&](const Shipment& shipment) { return shipment.from == depot.id; }));
    }
    for (DispatchFleet& fleet : problem.fleets) {
        less(fleet.muster_minutes, minutes_since([&](const Shipment& shipment) {
                 return shipment.fleet == fleet.depot &&
                        shipment.vehicle_class == fleet.vehicle_class;
             }));
    }
    for (DispatchSupplier& supplier : problem.suppliers) {
        less(supplier.first_minutes,
             minutes_since([&](const Shipment& shipment) { return shipment.from == supplier.id; }));
        // Food made since the first plan is on hand, less what left, which is committed.
        const auto days = std::chrono::floor<std::chrono::days>(problem.as_of - in_hand.as_of);
        supplier.on_hand += supplier.daily_capacity * days.count();
    }
}

/// What the plan in hand does not say and the newer problem knows.
void fill_in(const DispatchProblem& problem, Shipment& shipment) {
    for (const DispatchDepot& depot : problem.depots) {
        if (depot.id == shipment.from) {
            shipment.from_node = depot.node;
        }
    }
    for (const DispatchSupplier& supplier : problem.suppliers) {
        if (supplier.id == shipment.from) {
            shipment.from_node = supplier.node;
        }
    }
}

/// Orders carried along and the needs of now: what stands goes first.
std::vector<Surplus> carry_over(const PlanFile& in_hand, const ShipmentStages& stages,
                                PlanRun& run) {
    NeedCarrier carrier(in_hand, run.problem);
    std::vector<Surplus> surplus;
    for (const CommittedShipment& committed : stages.committed) {
        CommittedShipment carried = committed;
        carried.shipment = carrier.carry_committed(committed.shipment, surplus);
        run.problem.committed.push_back(std::move(carried));
    }
    for (const Shipment& shipment : stages.open) {
        Shipment carried = carrier.carry_in_hand(shipment);
        fill_in(run.problem, carried);
        run.problem.in_hand.push_back(std::move(carried));
    }
    return surplus;
}

std::map<std::string, std::string> closed_by(const Desk& desk, const PlanRun& run) {
    std::map<std::string, std::string> edges;
    for (const Closure* closure : closures_at(run.closures, run.as_of)) {
        for (const int edge : closure->edges) {
            edges[desk.network.edges[static_cast<std::size_t>(edge)].id] = closure->id;
        }
    }
    return edges;
}

/// Drivers who are on a road that is closed since have to be told.
void warn_of_drivers(const Desk& desk, PlanRun& run) {
    const auto closed = closed_by(desk, run);
    for (const Shipment& shipment : run.plan.shipments) {
        const bool on_its_way = shipment.committed == "departed" && shipment.arrive > run.as_of;
        const auto shut = std::find_if(shipment.edges.begin(), shipment.edges.end(),
                                       [&](const auto& edge) { return closed.contains(edge); });
        if (on_its_way && shut != shipment.edges.end()) {
            run.warnings.push_back(
                {.code = "driver_on_closed_road",
                 .zh = fmt::format("{} 已在路上，前方 {} 封闭，请通知司机", shipment.id,
                                   closed.at(*shut)),
                 .en = fmt::format("{} is on its way over a road that is closed ({}): tell the "
                                   "driver",
                                   shipment.id, closed.at(*shut))});
        }
    }
}

void warn_of_stages(const ShipmentStages& stages, PlanRun& run) {
    if (!stages.departed_by_clock.empty()) {
        const std::string ids = fmt::format("{}", fmt::join(stages.departed_by_clock, " "));
        run.warnings.push_back(
            {.code = "departed_by_clock",
             .zh = fmt::format("{} 按计划时刻视为已发车；实际未发的用 --departed 指明", ids),
             .en = fmt::format("{} count as departed by their hour in the plan; name those that "
                               "did with --departed",
                               ids)});
    }
    for (const std::string& order : stages.drafts) {
        run.warnings.push_back(
            {.code = "draft_superseded",
             .zh = fmt::format("{} 尚未签发，按旧方案占货；本方案批准后请撤销", order),
             .en = fmt::format("{} is not signed and holds goods for the older plan; cancel it "
                               "when this one is approved",
                               order)});
    }
}

std::map<std::pair<std::string, std::string>, Units> needed_before(const PlanFile& in_hand) {
    std::map<std::pair<std::string, std::string>, Units> needed;
    for (const DispatchNeed& need : in_hand.needs) {
        needed[{need.place, need.item}] += need.quantity;
    }
    return needed;
}

}  // namespace

PlanRun make_replan(const Desk& desk, const PlanFile& in_hand, const ReplanRequest& request,
                    const Progress& progress) {
    require_same_books(in_hand.books, in_hand.file, desk.data, request.db);
    const auto begin = std::chrono::steady_clock::now();
    const auto keep_going = [&] { return !progress || progress("dispatch", 0.5); };
    const Scenario scenario = event_of(desk, request.scenario, request.before);
    if (scenario.incident.id != in_hand.scenario) {
        throw bad_input({.code = "plan.foreign",
                         .message = "the plan was made for another event",
                         .file = in_hand.file.string(),
                         .field = "made_from.scenario",
                         .found = in_hand.scenario,
                         .expected = scenario.incident.id});
    }
    const Instant at = moment_of(scenario, in_hand, request);
    std::vector<PlanCause> causes = in_hand.causes;
    const std::vector<Closure> known = request.before
                                           ? std::vector<Closure>{}
                                           : known_closures(desk, request.scenario, request.closed);
    add_news(scenario, in_hand, request, at, causes);
    add_events(desk, known, request, causes);
    const ShipmentStages stages = stage_shipments(desk, in_hand, request, at, causes);
    const EditedShipments edited =
        read_edits(desk, in_hand, known, request.edits, stages.open, causes);

    PlanRun run = prepare_plan(desk, {.scenario = request.scenario,
                                      .at = at,
                                      .seed = in_hand.seed,
                                      .hand = newer_hand(in_hand.hand, request.hand),
                                      .closures = closures_of(desk, known, causes, in_hand.as_of),
                                      .books = books_identity(desk.data, request.db),
                                      .before = request.before});
    add_held_goods(desk, stages, run);
    credit_hours(in_hand, run.problem);
    apply_causes(desk, causes, run.problem);
    ShipmentStages open = stages;
    open.open = edited.open;
    const std::vector<Surplus> surplus = carry_over(in_hand, open, run);
    hold_pinned(desk, edited, request.reserve_percent, keep_going, run);

    const DispatchReplan replan = replan_dispatch(run.problem, keep_going);
    run.plan = replan.plan;
    explain_cut_off(run);
    prove_reasons(run.problem, progress, run.plan);
    run.causes = causes;
    const std::map<std::string, std::string> closed = closed_by(desk, run);
    run.changes = list_changes({.problem = run.problem,
                                .in_hand = stages.open,
                                .replan = replan,
                                .causes = run.causes,
                                .closed_by = closed,
                                .needed_before = needed_before(in_hand)});
    run.changes->plan_before = in_hand.digest;
    run.changes->as_of_before = in_hand.as_of;
    run.changes->levels_before = in_hand.levels;
    run.changes->proposals = propose(desk, run, surplus);
    warn_of_stages(stages, run);
    warn_of_drivers(desk, run);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    run.seconds = {{"replan", took.count()}};
    return run;
}

}  // namespace relief
