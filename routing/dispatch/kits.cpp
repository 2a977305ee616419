// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/kits.h"

#include "routing/dispatch/lacking.h"
#include "routing/dispatch/look_up.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

namespace relief {
namespace {

const DispatchNeed& need_of(const DispatchProblem& problem, const DispatchKitPart& part) {
    return problem.needs[static_cast<std::size_t>(part.need)];
}

/// What one more kit lacks when its last part arrives then: all that its parts lack.
double kit_lacking(const DispatchProblem& problem, const DispatchKit& kit, int arrive) {
    double lacking = 0;
    for (const DispatchKitPart& part : kit.parts) {
        lacking += part.per_kit * lacking_per_unit(problem, need_of(problem, part), arrive);
    }
    return lacking;
}

/// Served share of its place that one unit of a need brings.
double share_of_unit(const DispatchModel& model, const DispatchProblem& problem, int place,
                     const DispatchKitPart& part) {
    const DispatchNeed& need = need_of(problem, part);
    return need.weight * need.persons / static_cast<double>(need.quantity) /
           model.place_weights[static_cast<std::size_t>(place)];
}

int place_of(const DispatchProblem& problem, const DispatchKit& kit) {
    const auto place = std::find(problem.places.begin(), problem.places.end(),
                                 need_of(problem, kit.parts.front()).place);
    return static_cast<int>(place - problem.places.begin());
}

bool goes_for(const DispatchProblem& problem, const Cargo& cargo, int need) {
    const std::vector<int>& served = problem.ways[static_cast<std::size_t>(cargo.way)].serves;
    return std::find(served.begin(), served.end(), need) != served.end();
}

/// The step in which an arrival counts: the last that begins no later.
std::size_t step_at(const KitColumns& kit, int arrive) {
    const auto after = std::upper_bound(
        kit.steps.begin(), kit.steps.end(), arrive,
        [](int minutes, const KitStep& step) { return minutes < step.arrive_from; });
    return static_cast<std::size_t>(after - kit.steps.begin()) - 1;
}

/// The arrivals at a kit's place, told apart where a kit lacks more for the later.
std::vector<KitStep> steps_of(const DispatchProblem& problem, const DispatchModel& model,
                              const DispatchKit& kit, int place) {
    std::map<double, int> first;  // lacking, earliest arrival; lacking never falls with time
    for (const Cargo& cargo : model.cargo) {
        if (cargo.place == place) {
            auto [at, fresh] = first.emplace(kit_lacking(problem, kit, cargo.arrive), cargo.arrive);
            at->second = std::min(at->second, cargo.arrive);
        }
    }
    for (const DispatchKitPart& part : kit.parts) {
        for (const DispatchCovered& covered : need_of(problem, part).covered_at) {
            auto [at, fresh] =
                first.emplace(kit_lacking(problem, kit, covered.arrive), covered.arrive);
            at->second = std::min(at->second, covered.arrive);
        }
    }
    std::vector<KitStep> steps;
    for (const auto& [lacking, arrive] : first) {
        steps.push_back({.arrive_from = arrive, .column = -1, .loose_columns = {}});
    }
    return steps;
}

void add_step_columns(const DispatchProblem& problem, const DispatchKit& kit,
                      const std::string& name, const KitColumns& columns, KitStep& step,
                      LpModel& lp) {
    step.column =
        lp.add_column({.name = "K" + name, .cost = kit_lacking(problem, kit, step.arrive_from)});
    for (std::size_t p = 0; p < kit.parts.size(); ++p) {
        const double lacking =
            lacking_per_unit(problem, need_of(problem, kit.parts[p]), step.arrive_from);
        step.loose_columns.push_back(
            columns.loose[p] == 0
                ? -1
                : lp.add_column({.name = fmt::format("L{}_{}", name, p), .cost = lacking}));
    }
}

/// Units of a part that count by themselves + those that never come = all there are of them.
void add_loose_row(DispatchModel& model, std::size_t kit, std::size_t part) {
    const KitColumns& of = model.kits[kit];
    if (of.loose[part] == 0) {
        return;
    }
    const auto loose = static_cast<double>(of.loose[part]);
    const int row = model.lp.add_row(
        {.name = fmt::format("LOOSE{}_{}", kit, part), .lower = loose, .upper = loose});
    model.lp.add_entry(row, of.unmet_loose_columns[part], 1);
    for (const KitStep& step : of.steps) {
        model.lp.add_entry(row, step.loose_columns[part], 1);
    }
}

/// Units of a part that are committed, by the step in which they arrive.
std::vector<double> committed_units(const DispatchNeed& need, const KitColumns& of) {
    std::vector<double> units(of.steps.size(), 0);
    for (const DispatchCovered& covered : need.covered_at) {
        units[step_at(of, covered.arrive)] += static_cast<double>(covered.units);
    }
    return units;
}

/// Step by step: held before + arriving = into kits + by themselves + held after.
void add_part_rows(const DispatchProblem& problem, std::size_t k, std::size_t p,
                   DispatchModel& model) {
    const DispatchKit& kit = problem.kits[k];
    const KitColumns& of = model.kits[k];
    const std::vector<double> committed = committed_units(need_of(problem, kit.parts[p]), of);
    int held_before = -1;
    std::vector<int> rows;
    for (std::size_t s = 0; s < of.steps.size(); ++s) {
        const KitStep& step = of.steps[s];
        const std::string name = fmt::format("{}_{}_{}", k, p, s);
        const int row = model.lp.add_row(
            {.name = "PART" + name, .lower = -committed[s], .upper = -committed[s]});
        rows.push_back(row);
        model.lp.add_entry(row, step.column, -kit.parts[p].per_kit);
        if (step.loose_columns[p] >= 0) {
            model.lp.add_entry(row, step.loose_columns[p], -1);
        }
        if (held_before >= 0) {
            model.lp.add_entry(row, held_before, 1);
        }
        held_before = model.lp.add_column({.name = "H" + name});
        model.lp.add_entry(row, held_before, -1);
    }
    const int place = place_of(problem, kit);
    for (const Cargo& cargo : model.cargo) {
        if (cargo.place == place && goes_for(problem, cargo, kit.parts[p].need)) {
            model.lp.add_entry(rows[step_at(of, cargo.arrive)], cargo.column,
                               problem.ways[static_cast<std::size_t>(cargo.way)].rate);
        }
    }
}

/// Units of each part that arrive in each step.
std::vector<std::vector<double>> arrivals(const DispatchProblem& problem,
                                          const DispatchModel& model, const DispatchKit& kit,
                                          const KitColumns& of,
                                          const std::vector<double>& columns) {
    std::vector<std::vector<double>> units;
    for (const DispatchKitPart& part : kit.parts) {
        units.push_back(committed_units(need_of(problem, part), of));
    }
    const int place = place_of(problem, kit);
    for (const Cargo& cargo : model.cargo) {
        const double sent = columns[static_cast<std::size_t>(cargo.column)];
        if (cargo.place != place || sent == 0) {
            continue;
        }
        for (std::size_t p = 0; p < kit.parts.size(); ++p) {
            if (goes_for(problem, cargo, kit.parts[p].need)) {
                units[p][step_at(of, cargo.arrive)] +=
                    sent * problem.ways[static_cast<std::size_t>(cargo.way)].rate;
            }
        }
    }
    return units;
}

/// Counts one kit's columns step by step.
void count_kit(const DispatchKit& kit, const KitColumns& of,
               const std::vector<std::vector<double>>& arriving, std::vector<double>& columns) {
    // A linear solution's 3 parts may read 2.9999999.
    constexpr double whole = 1e-6;
    double all = static_cast<double>(kit.quantity);
    for (std::size_t p = 0; p < kit.parts.size(); ++p) {
        double total = 0;
        for (const double units : arriving[p]) {
            total += units;
        }
        all = std::min(all, std::floor(total / kit.parts[p].per_kit + whole));
    }
    double complete = 0;
    std::vector<double> held(kit.parts.size(), 0);
    std::vector<double> loose(of.loose.begin(), of.loose.end());
    for (std::size_t s = 0; s < of.steps.size(); ++s) {
        double kits = all - complete;
        for (std::size_t p = 0; p < kit.parts.size(); ++p) {
            held[p] += arriving[p][s];
            kits = std::min(kits, std::floor(held[p] / kit.parts[p].per_kit + whole));
        }
        complete += kits;
        columns[static_cast<std::size_t>(of.steps[s].column)] = kits;
        for (std::size_t p = 0; p < kit.parts.size(); ++p) {
            held[p] -= kits * kit.parts[p].per_kit;
            const double spare = held[p] - (all - complete) * kit.parts[p].per_kit;
            const double counted = std::clamp(spare, 0.0, loose[p]);
            if (of.steps[s].loose_columns[p] >= 0) {
                columns[static_cast<std::size_t>(of.steps[s].loose_columns[p])] = counted;
                loose[p] -= counted;
                held[p] -= counted;
            }
        }
    }
    columns[static_cast<std::size_t>(of.unmet_column)] =
        static_cast<double>(kit.quantity) - complete;
    for (std::size_t p = 0; p < kit.parts.size(); ++p) {
        if (of.unmet_loose_columns[p] >= 0) {
            columns[static_cast<std::size_t>(of.unmet_loose_columns[p])] = loose[p];
        }
    }
}

}  // namespace

void index_kits(const DispatchProblem& problem, DispatchModel& model) {
    model.kit_of_need.assign(problem.needs.size(), -1);
    for (std::size_t k = 0; k < problem.kits.size(); ++k) {
        for (const DispatchKitPart& part : problem.kits[k].parts) {
            model.kit_of_need[static_cast<std::size_t>(part.need)] = static_cast<int>(k);
        }
    }
}

void add_kit_columns(const DispatchProblem& problem, DispatchModel& model) {
    const int never = horizon_minutes(problem);
    for (std::size_t k = 0; k < problem.kits.size(); ++k) {
        const DispatchKit& kit = problem.kits[k];
        KitColumns columns;
        columns.steps = steps_of(problem, model, kit, place_of(problem, kit));
        columns.unmet_column = model.lp.add_column(
            {.name = fmt::format("UK{}", k), .cost = kit_lacking(problem, kit, never)});
        for (std::size_t p = 0; p < kit.parts.size(); ++p) {
            const DispatchNeed& need = need_of(problem, kit.parts[p]);
            columns.loose.push_back(need.quantity - kit.quantity * kit.parts[p].per_kit);
            columns.unmet_loose_columns.push_back(
                columns.loose.back() == 0
                    ? -1
                    : model.lp.add_column({.name = fmt::format("UL{}_{}", k, p),
                                           .cost = lacking_per_unit(problem, need, never)}));
        }
        for (std::size_t s = 0; s < columns.steps.size(); ++s) {
            add_step_columns(problem, kit, fmt::format("{}_{}", k, s), columns, columns.steps[s],
                             model.lp);
        }
        model.kits.push_back(std::move(columns));
    }
}

void add_kit_rows(const DispatchProblem& problem, DispatchModel& model) {
    for (std::size_t k = 0; k < problem.kits.size(); ++k) {
        const KitColumns& of = model.kits[k];
        const auto quantity = static_cast<double>(problem.kits[k].quantity);
        const int all = model.lp.add_row(
            {.name = fmt::format("KITS{}", k), .lower = quantity, .upper = quantity});
        model.lp.add_entry(all, of.unmet_column, 1);
        for (const KitStep& step : of.steps) {
            model.lp.add_entry(all, step.column, 1);
        }
        for (std::size_t p = 0; p < problem.kits[k].parts.size(); ++p) {
            add_loose_row(model, k, p);
            add_part_rows(problem, k, p, model);
        }
    }
}

void add_kit_shares(const DispatchProblem& problem, DispatchModel& model) {
    for (std::size_t k = 0; k < problem.kits.size(); ++k) {
        const DispatchKit& kit = problem.kits[k];
        const int place = place_of(problem, kit);
        const auto add = [&](int column, double share) {
            for (const auto* rows : {&model.share_rows, &model.served_rows}) {
                model.lp.add_entry((*rows)[static_cast<std::size_t>(place)], column, share);
            }
        };
        for (const KitStep& step : model.kits[k].steps) {
            double whole_kit = 0;
            for (std::size_t p = 0; p < kit.parts.size(); ++p) {
                const double unit = share_of_unit(model, problem, place, kit.parts[p]);
                whole_kit += unit * kit.parts[p].per_kit;
                if (step.loose_columns[p] >= 0) {
                    add(step.loose_columns[p], unit);
                }
            }
            add(step.column, whole_kit);
        }
    }
}

void complete_kits(const DispatchProblem& problem, const DispatchModel& model,
                   std::vector<double>& columns) {
    for (std::size_t k = 0; k < problem.kits.size(); ++k) {
        const auto arriving = arrivals(problem, model, problem.kits[k], model.kits[k], columns);
        count_kit(problem.kits[k], model.kits[k], arriving, columns);
    }
}

std::vector<double> kit_shares(const DispatchProblem& problem, const DispatchModel& model,
                               const std::vector<double>& columns) {
    std::vector<double> shares(problem.places.size(), 0);
    for (std::size_t k = 0; k < problem.kits.size(); ++k) {
        const DispatchKit& kit = problem.kits[k];
        const int place = place_of(problem, kit);
        for (const KitStep& step : model.kits[k].steps) {
            for (std::size_t p = 0; p < kit.parts.size(); ++p) {
                double units =
                    columns[static_cast<std::size_t>(step.column)] * kit.parts[p].per_kit;
                if (step.loose_columns[p] >= 0) {
                    units += columns[static_cast<std::size_t>(step.loose_columns[p])];
                }
                shares[static_cast<std::size_t>(place)] +=
                    units * share_of_unit(model, problem, place, kit.parts[p]);
            }
        }
    }
    return shares;
}

std::vector<KitOutcome> kit_outcomes(const DispatchProblem& problem, const DispatchModel& model,
                                     const std::vector<double>& columns) {
    std::vector<KitOutcome> outcomes;
    for (std::size_t k = 0; k < problem.kits.size(); ++k) {
        const DispatchKit& kit = problem.kits[k];
        const KitColumns& of = model.kits[k];
        KitOutcome outcome{.id = kit.id,
                           .place = need_of(problem, kit.parts.front()).place,
                           .wanted = kit.quantity,
                           .complete = 0,
                           .short_of = {},
                           .parts = {}};
        for (const KitStep& step : of.steps) {
            outcome.complete += std::llround(columns[static_cast<std::size_t>(step.column)]);
        }
        const auto arriving = arrivals(problem, model, kit, of, columns);
        for (std::size_t p = 0; p < kit.parts.size(); ++p) {
            double total = 0;
            for (const double units : arriving[p]) {
                total += units;
            }
            const DispatchNeed& need = need_of(problem, kit.parts[p]);
            outcome.parts.push_back({.need = need.id,
                                     .item = need.item,
                                     .per_kit = kit.parts[p].per_kit,
                                     .delivered = std::llround(total)});
            const bool binds =
                outcome.complete < kit.quantity &&
                outcome.parts.back().delivered < (outcome.complete + 1) * kit.parts[p].per_kit;
            if (binds) {
                outcome.short_of.push_back(need.id);
            }
        }
        outcomes.push_back(std::move(outcome));
    }
    return outcomes;
}

void explain_kit_parts(const std::vector<KitOutcome>& outcomes, std::vector<Unmet>& unmet) {
    for (const KitOutcome& kit : outcomes) {
        for (Unmet& row : unmet) {
            const bool part =
                std::any_of(kit.parts.begin(), kit.parts.end(),
                            [&](const KitPartOutcome& each) { return each.need == row.need; });
            const bool itself =
                std::find(kit.short_of.begin(), kit.short_of.end(), row.need) != kit.short_of.end();
            if (!part || itself || kit.short_of.empty() || row.cause != "vehicles") {
                continue;
            }
            row.cause = "kit_part";
            row.detail = fmt::format("left behind: {} is short, so no more kits would be complete",
                                     kit.short_of.front());
            row.detail_zh = fmt::format("未发：{} 不足，再发也不能成套", kit.short_of.front());
        }
    }
}

}  // namespace relief
