// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_explain.h"

#include "core/data_source.h"
#include "core/error.h"
#include "routing/dispatch/planner.h"
#include "routing/path/travel.h"
#include "tools/desk/plan_causes.h"
#include "tools/desk/plan_legs.h"
#include "tools/desk/problem_json.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace relief {
namespace {

Error not_in_plan(std::string_view option, const std::string& found, const char* expected) {
    return bad_input({.code = "argument.value",
                      .message = "the plan has none of this name",
                      .field = std::string(option),
                      .found = found,
                      .expected = expected});
}

/// A plan can only be asked about beside the problem it answers.
void check_same_problem(const PlanFile& file, const DispatchProblem& problem) {
    std::map<std::string, Units> asked;
    for (const DispatchNeed& need : problem.needs) {
        asked[need.id] = need.quantity;
    }
    std::string differs;
    for (const DispatchNeed& need : file.needs) {
        const auto found = asked.find(need.id);
        if (found == asked.end() || found->second != need.quantity) {
            differs = need.id;
        }
    }
    const bool same_hour = file.as_of == problem.as_of;
    if (!differs.empty() || !same_hour || file.needs.size() != problem.needs.size()) {
        throw refused({.code = "plan.other_problem",
                       .message = "the plan was made from other figures than these: give the same "
                                  "--db and the same figures by hand",
                       .file = file.file.string(),
                       .field = "needs",
                       .found = !same_hour        ? "a problem of " + format_instant(problem.as_of)
                                : differs.empty() ? "needs that are not in the problem"
                                                  : differs,
                       .expected = "the needs of " + file.scenario});
    }
}

NeedSources sources_for(const Explanation& explanation, int need) {
    const DispatchProblem& problem = explanation.run.problem;
    const DispatchPlan& plan = explanation.run.plan;
    NeedSources answer{.need = &problem.needs[static_cast<std::size_t>(need)],
                       .sources = sources_of(problem, plan, need)};
    for (const Unmet& unmet : plan.unmet) {
        answer.unmet = unmet.need == answer.need->id ? &unmet : answer.unmet;
    }
    return answer;
}

int need_of(const DispatchProblem& problem, const std::string& id) {
    for (std::size_t n = 0; n < problem.needs.size(); ++n) {
        if (problem.needs[n].id == id) {
            return static_cast<int>(n);
        }
    }
    return -1;
}

const DispatchLeg* leg_of(const std::vector<DispatchLeg>& legs, const std::string& node,
                          const Shipment& shipment) {
    for (const DispatchLeg& leg : legs) {
        if (leg.from_node == node && leg.to_place == shipment.to &&
            leg.vehicle_class == shipment.vehicle_class) {
            return &leg;
        }
    }
    return nullptr;
}

std::string node_of(const DispatchProblem& problem, const std::string& from) {
    for (const DispatchDepot& depot : problem.depots) {
        if (depot.id == from) {
            return depot.node;
        }
    }
    for (const DispatchSupplier& supplier : problem.suppliers) {
        if (supplier.id == from) {
            return supplier.node;
        }
    }
    return {};
}

/// Closures in force that shut an edge of a way.
std::vector<std::string> closures_on(const Desk& desk, const PlanRun& run,
                                     const std::vector<std::string>& way) {
    const std::set<std::string> edges(way.begin(), way.end());
    std::vector<std::string> ids;
    for (const Closure* closure : closures_at(run.closures, run.as_of)) {
        const bool on_way =
            std::any_of(closure->edges.begin(), closure->edges.end(), [&](int edge) {
                return edges.contains(desk.network.edges[static_cast<std::size_t>(edge)].id);
            });
        if (on_way) {
            ids.push_back(closure->id);
        }
    }
    return ids;
}

/// The best of the ways that leave out one of the stretches of the way driven. A stretch is what
/// lies between two crossings of it with other roads; edges are tried one by one.
std::optional<Route> next_way(const Desk& desk, const PlanRun& run, const Shipment& shipment,
                              const std::string& node) {
    RoadConditions conditions = conditions_for(desk, run.scenario.incident, shipment.vehicle_class,
                                               closures_at(run.closures, run.as_of));
    conditions.closed.resize(desk.network.edges.size(), false);
    const int target = *desk.network.node(node);
    const int place = *desk.network.node(shipment.to);
    std::optional<Route> best;
    for (const std::string& id : shipment.edges) {
        const auto edge = desk.network.edge(id);
        if (!edge || conditions.closed[static_cast<std::size_t>(*edge)]) {
            continue;
        }
        conditions.closed[static_cast<std::size_t>(*edge)] = true;
        const auto ways = routes_from(desk.network, conditions, place, std::span(&target, 1));
        conditions.closed[static_cast<std::size_t>(*edge)] = false;
        if (ways.front() && (!best || ways.front()->minutes < best->minutes)) {
            best = ways.front();
        }
    }
    if (best) {
        std::reverse(best->edges.begin(), best->edges.end());
    }
    return best;
}

RoadReason road_of(const Desk& desk, const PlanRun& run, const Shipment& shipment) {
    const std::string node = node_of(run.problem, shipment.from);
    RoadReason road;
    if (shipment.edges.empty() || node.empty()) {
        return road;
    }
    road.open = leg_of(run.problem.open_legs, node, shipment);
    if (road.open != nullptr) {
        road.closures = closures_on(desk, run, road.open->edges);
    }
    road.next = next_way(desk, run, shipment, node);
    return road;
}

bool same_shipment(const Shipment& a, const Shipment& b) {
    const auto same_lines = [&] {
        return std::equal(a.lines.begin(), a.lines.end(), b.lines.begin(), b.lines.end(),
                          [](const ShipmentLine& x, const ShipmentLine& y) {
                              return x.item == y.item && x.lot == y.lot && x.quantity == y.quantity;
                          });
    };
    return a.from == b.from && a.to == b.to && a.depart == b.depart &&
           a.vehicle_class == b.vehicle_class && same_lines();
}

SourcePrice price_of(const PlanRun& run, const Shipment& shipment,
                     const std::function<bool()>& keep_going) {
    const DispatchPlan other =
        solve_dispatch(without_source(run.problem, shipment.from, shipment.to), keep_going);
    SourcePrice price{.levels = other.levels, .instead = {}};
    for (const Shipment& sent : other.shipments) {
        const bool known =
            std::any_of(run.plan.shipments.begin(), run.plan.shipments.end(),
                        [&](const Shipment& row) { return same_shipment(row, sent); });
        if (sent.to == shipment.to && !known) {
            price.instead.push_back(sent);
        }
    }
    return price;
}

ShipmentReason reason_of(const Desk& desk, const Explanation& explanation,
                         const ExplainRequest& request, const std::function<bool()>& keep_going) {
    const PlanRun& run = explanation.run;
    const std::string asked = explanation.file.shipment(*request.shipment, "--shipment").id;
    const auto found = std::find_if(run.plan.shipments.begin(), run.plan.shipments.end(),
                                    [&](const Shipment& row) { return row.id == asked; });
    ShipmentReason reason{.shipment = &*found, .needs = {}, .road = road_of(desk, run, *found)};
    std::set<int> needs;
    for (const ShipmentLine& line : found->lines) {
        for (const std::string& id : line.for_need) {
            needs.insert(need_of(run.problem, id));
        }
    }
    for (const int need : needs) {
        if (need >= 0) {
            reason.needs.push_back(sources_for(explanation, need));
        }
    }
    if (request.price) {
        reason.price = price_of(run, *found, keep_going);
    }
    return reason;
}

/// The legs of a problem with those that a road reopened makes quicker or possible. Ways by air
/// and boat stay.
std::vector<DispatchLeg> with_quicker(std::vector<DispatchLeg> legs,
                                      const std::vector<DispatchLeg>& reopened) {
    for (const DispatchLeg& leg : reopened) {
        const auto known = std::find_if(legs.begin(), legs.end(), [&](const DispatchLeg& row) {
            return row.from_node == leg.from_node && row.to_place == leg.to_place &&
                   row.vehicle_class == leg.vehicle_class;
        });
        if (known == legs.end()) {
            legs.push_back(leg);
        } else if (leg.minutes < known->minutes) {
            *known = leg;
        }
    }
    return legs;
}

/// Each closure in force, lifted alone: what a reopened road would buy.
std::vector<ProblemChange> reopenings(const Desk& desk, const PlanRun& run) {
    const std::vector<const Closure*> closed = closures_at(run.closures, run.as_of);
    std::vector<ProblemChange> changes;
    for (const Closure* closure : closed) {
        if (closure->edges.empty()) {
            continue;
        }
        std::vector<const Closure*> others;
        std::copy_if(closed.begin(), closed.end(), std::back_inserter(others),
                     [&](const Closure* other) { return other != closure; });
        ProblemChange change{.what = {.kind = "road",
                                      .where = closure->id,
                                      .what = closure->ref,
                                      .amount = 1,
                                      .by_dual = {},
                                      .by_bound = {},
                                      .by_plan = {}},
                             .problem = run.problem};
        change.problem.legs = with_quicker(run.problem.legs, plan_legs(desk, run, others));
        changes.push_back(std::move(change));
    }
    return changes;
}

}  // namespace

std::vector<WhatIf> what_more_buys(const Desk& desk, const PlanRun& run, int checks, Units units,
                                   const std::function<bool()>& keep_going) {
    std::vector<ProblemChange> changes = changes_of(run.problem, units);
    for (ProblemChange& change : reopenings(desk, run)) {
        changes.push_back(std::move(change));
    }
    return what_if(
        run.problem, run.plan, changes, checks,
        [&](const DispatchProblem& problem) { return solve_dispatch(problem, keep_going); },
        keep_going);
}

PlanRun run_of_file(const Desk& desk, const PlanFile& file, const std::filesystem::path& scenario,
                    const std::optional<Books>& db) {
    require_same_books(file.books, file.file, desk.data, db);
    std::vector<std::string> words;
    for (const PlanCause& cause : file.causes) {
        words.insert(words.end(), cause.words.begin(), cause.words.end());
    }
    const std::vector<Closure> known = known_closures(desk, scenario, words);
    PlanRun run = prepare_plan(desk, {.scenario = scenario,
                                      .at = file.as_of,
                                      .seed = file.seed,
                                      .hand = file.hand,
                                      .closures = closures_of(desk, known, file.causes, file.as_of),
                                      .books = file.books});
    const std::filesystem::path beside = file.file.parent_path() / "problem.json";
    if (std::filesystem::exists(beside)) {
        run.problem = problem_of_json(read_file(beside), beside.string());
    } else if (file.is_replan) {
        throw refused({.code = "plan.other_problem",
                       .message = "a plan made from another one is asked about beside its "
                                  "problem.json; write both with --out",
                       .file = beside.string(),
                       .field = "--plan",
                       .found = "no problem.json",
                       .expected = "the folder that relief replan --out wrote"});
    }
    return run;
}

void explain_plan(const Desk& desk, const ExplainRequest& request,
                  const std::function<bool()>& keep_going, Explanation& explanation) {
    const DispatchProblem& problem = explanation.run.problem;
    check_same_problem(explanation.file, problem);
    explanation.run.plan.shipments = explanation.file.shipments;
    explanation.run.plan.unmet = explanation.file.unmet;
    explanation.run.plan.levels = explanation.file.levels;
    if (request.shipment) {
        explanation.shipment = reason_of(desk, explanation, request, keep_going);
    }
    if (request.need) {
        const int need = need_of(problem, *request.need);
        if (need < 0) {
            throw not_in_plan("--need", *request.need, "the id of a need, such as 220221:WATERB:2");
        }
        explanation.needs.push_back(sources_for(explanation, need));
    }
    for (std::size_t n = 0; request.place && n < problem.needs.size(); ++n) {
        if (problem.needs[n].place == *request.place) {
            explanation.needs.push_back(sources_for(explanation, static_cast<int>(n)));
        }
    }
    if (request.place && explanation.needs.empty()) {
        throw not_in_plan("--place", *request.place, "a place that needs something in this plan");
    }
    if (request.what_if && !problem.needs.empty()) {
        explanation.what_if =
            what_more_buys(desk, explanation.run, request.checks, request.units, keep_going);
    }
}

}  // namespace relief
