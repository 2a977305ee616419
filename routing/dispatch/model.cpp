// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/model.h"

#include "routing/dispatch/cargo.h"
#include "routing/dispatch/kits.h"
#include "routing/dispatch/look_up.h"
#include "routing/dispatch/model_rows.h"
#include "routing/dispatch/plan_in_hand.h"
#include "routing/dispatch/reception.h"
#include "routing/dispatch/runs.h"

#include <algorithm>

namespace relief {
namespace {

/// What each way moves and where to, looked up once.
void index_ways(const DispatchProblem& problem, DispatchModel& model) {
    for (const Way& way : problem.ways) {
        model.item_of_way.push_back(
            static_cast<int>(&item_of(problem, way.item) - problem.items.data()));
        const DispatchNeed& need = problem.needs[static_cast<std::size_t>(way.serves.front())];
        const auto place = std::find(problem.places.begin(), problem.places.end(), need.place);
        model.place_of_way.push_back(static_cast<int>(place - problem.places.begin()));
    }
}

}  // namespace

DispatchModel build_model(const DispatchProblem& problem) {
    DispatchModel model;
    index_ways(problem, model);
    index_kits(problem, model);
    index_receptions(problem, model);
    make_runs(problem, model);
    add_cargo(problem, model);
    add_columns(problem, model);
    add_first_aim_rows(problem, model);
    model.first_aim_rows = static_cast<int>(model.lp.rows.size());
    model.first_aim_columns = static_cast<int>(model.lp.columns.size());
    add_later_aims(problem, model);
    add_changes(problem, model);
    return model;
}

LpModel first_aim_model(const DispatchModel& model) {
    LpModel first = model.lp;
    first.columns.resize(static_cast<std::size_t>(model.first_aim_columns));
    first.rows.resize(static_cast<std::size_t>(model.first_aim_rows));
    std::erase_if(first.entries, [&](const LpEntry& entry) {
        return entry.row >= model.first_aim_rows || entry.column >= model.first_aim_columns;
    });
    return first;
}

}  // namespace relief
