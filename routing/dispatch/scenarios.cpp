// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/scenarios.h"

#include "core/error.h"
#include "routing/dispatch/lacking.h"
#include "routing/dispatch/look_up.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace relief {
namespace {

/// Units of a need that one line brings.
struct LineArrival {
    int arrive = 0;  ///< minutes after as_of
    Units counts = 0;
    double penalty = 0;
};

double penalty_of(const DispatchProblem& problem, const std::string& item, int need) {
    for (const Way& way : problem.ways) {
        const bool serves =
            std::find(way.serves.begin(), way.serves.end(), need) != way.serves.end();
        if (serves && way.item == item) {
            return way.penalty;
        }
    }
    return 0;
}

std::vector<std::vector<LineArrival>> arrivals(const DispatchProblem& problem,
                                               const DispatchPlan& plan) {
    std::map<std::string, int> index;
    for (std::size_t n = 0; n < problem.needs.size(); ++n) {
        index[problem.needs[n].id] = static_cast<int>(n);
    }
    std::vector<std::vector<LineArrival>> by_need(problem.needs.size());
    for (const Shipment& shipment : plan.shipments) {
        const auto minutes = static_cast<int>(
            std::chrono::duration_cast<Minutes>(shipment.arrive - problem.as_of).count());
        for (const ShipmentLine& line : shipment.lines) {
            for (const std::string& id : line.for_need) {
                const int need = index.at(id);
                by_need[static_cast<std::size_t>(need)].push_back(
                    {.arrive = minutes,
                     .counts = line.counts_for,
                     .penalty = penalty_of(problem, line.item, need)});
            }
        }
    }
    for (std::vector<LineArrival>& of : by_need) {
        std::stable_sort(of.begin(), of.end(), [](const LineArrival& a, const LineArrival& b) {
            return a.arrive < b.arrive;
        });
    }
    return by_need;
}

}  // namespace

double lacking_if(const DispatchProblem& problem, const DispatchPlan& plan,
                  const std::vector<Units>& quantities) {
    const auto by_need = arrivals(problem, plan);
    double lacking = 0;
    for (std::size_t n = 0; n < problem.needs.size(); ++n) {
        const DispatchNeed& need = problem.needs[n];
        const double never = lacking_per_unit(problem, need, horizon_minutes(problem));
        Units open = quantities[n];
        for (const LineArrival& arrival : by_need[n]) {
            const Units served = std::min(open, arrival.counts);
            const double late = lacking_per_unit(problem, need, arrival.arrive);
            lacking += static_cast<double>(served) * (late + arrival.penalty * (never - late));
            open -= served;
        }
        lacking += static_cast<double>(open) * never;
    }
    return lacking;
}

void value_scenarios(const DispatchProblem& problem, DispatchPlan& plan) {
    for (const DispatchScenario& scenario : problem.scenarios) {
        const double lacking = lacking_if(problem, plan, scenario.quantities);
        plan.scenarios.push_back(
            {.name = scenario.name, .probability = scenario.probability, .lacking = lacking});
        plan.expected_lacking += scenario.probability * lacking;
        plan.worst_lacking = std::max(plan.worst_lacking, lacking);
    }
}

DispatchProblem planned_for(const DispatchProblem& problem, const std::string& name) {
    const auto scenario =
        std::find_if(problem.scenarios.begin(), problem.scenarios.end(),
                     [&](const DispatchScenario& each) { return each.name == name; });
    if (scenario == problem.scenarios.end()) {
        throw bad_input({.code = "json.field",
                         .message = "the problem has no such scenario",
                         .file = {},
                         .field = "planned_for",
                         .found = name,
                         .expected = "the name of one of scenarios"});
    }
    DispatchProblem planned = problem;
    planned.planned_for = name;
    for (std::size_t n = 0; n < planned.needs.size(); ++n) {
        DispatchNeed& need = planned.needs[n];
        // As many people a unit as before.
        need.persons *=
            static_cast<double>(scenario->quantities[n]) / static_cast<double>(need.quantity);
        need.quantity = scenario->quantities[n];
    }
    return planned;
}

}  // namespace relief
