// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/pieces.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace relief {
namespace {

constexpr double many_persons = 3.5;  // a tent shelters 4
constexpr std::size_t solves_max = 12;
// A linear solution's 3 pieces may read 2.9999999.
constexpr double whole = 1e-6;

double total(const std::vector<const Cargo*>& group, const std::vector<double>& columns) {
    double sum = 0;
    for (const Cargo* cargo : group) {
        sum += columns[static_cast<std::size_t>(cargo->column)];
    }
    return sum;
}

}  // namespace

WholePieces::WholePieces(const DispatchProblem& problem, const DispatchModel& model,
                         const std::vector<int>& vehicles, LpSolver& solver)
    : problem_(problem), model_(model), vehicles_(vehicles), solver_(solver) {
    std::map<int, std::map<int, std::vector<const Cargo*>>> by_need;
    for (const Cargo& cargo : model.cargo) {
        const Way& way = problem.ways[static_cast<std::size_t>(cargo.way)];
        const auto& need = problem.needs[static_cast<std::size_t>(way.serves.front())];
        const double persons = need.persons / static_cast<double>(need.quantity);
        if (cargo.run >= 0 && way.serves.size() == 1 && persons >= many_persons) {
            by_need[way.serves.front()][cargo.group].push_back(&cargo);
        }
    }
    for (auto& [index, groups] : by_need) {
        const DispatchNeed& of = problem.needs[static_cast<std::size_t>(index)];
        Need need{.persons = of.persons / static_cast<double>(of.quantity), .groups = {}};
        for (auto& [group, cargo] : groups) {
            std::stable_sort(cargo.begin(), cargo.end(),
                             [](const Cargo* a, const Cargo* b) { return a->arrive < b->arrive; });
            need.groups.push_back(std::move(cargo));
        }
        needs_.push_back(std::move(need));
    }
    std::stable_sort(needs_.begin(), needs_.end(),
                     [](const Need& a, const Need& b) { return a.persons > b.persons; });
}

LpSolution WholePieces::fix() {
    LpSolution solution = solver_.solve();
    // Many needs are fixed together, or a province-wide event would take a solve for each.
    const std::size_t batch = (needs_.size() + solves_max - 1) / solves_max;
    for (std::size_t first = 0; first < needs_.size(); first += batch) {
        const std::size_t end = std::min(first + batch, needs_.size());
        for (std::size_t n = first; n < end; ++n) {
            fix_need(needs_[n], solution.columns);
        }
        if (auto next = solver_.try_solve()) {
            solution = *std::move(next);
            continue;
        }
        for (std::size_t n = first; n < end; ++n) {
            release(needs_[n]);
        }
        solution = solver_.solve();
    }
    return solution;
}

void WholePieces::hold(const std::vector<double>& columns) {
    for (const Need& need : needs_) {
        for (const auto& group : need.groups) {
            for (const Cargo* cargo : group) {
                const double units = columns[static_cast<std::size_t>(cargo->column)];
                solver_.set_column_bounds(cargo->column, units, units);
            }
        }
    }
}

void WholePieces::release(const Need& need) {
    for (const auto& group : need.groups) {
        for (const Cargo* cargo : group) {
            solver_.set_column_bounds(cargo->column, 0, lp_infinity);
        }
    }
}

void WholePieces::fix_need(const Need& need, const std::vector<double>& columns) {
    // Whole totals per group by the largest remainders, adding up to the whole of the need.
    std::vector<std::pair<double, std::size_t>> remainders;
    std::vector<double> whole_totals;
    double sum = 0;
    for (std::size_t g = 0; g < need.groups.size(); ++g) {
        const double units = total(need.groups[g], columns);
        sum += units;
        whole_totals.push_back(std::floor(units + whole));
        remainders.emplace_back(whole_totals.back() - units, g);
    }
    std::sort(remainders.begin(), remainders.end());
    double left =
        std::floor(sum + whole) - std::accumulate(whole_totals.begin(), whole_totals.end(), 0.0);
    for (std::size_t i = 0; i < remainders.size() && left >= 1; ++i, left -= 1) {
        whole_totals[remainders[i].second] += 1;
    }
    for (std::size_t g = 0; g < need.groups.size(); ++g) {
        fix_group(need.groups[g], whole_totals[g], columns);
    }
}

/// Over the trips of a group the running total is rounded, so that no piece comes much later; what
/// finds no room beside the pieces already fixed waits for the next trip.
void WholePieces::fix_group(const std::vector<const Cargo*>& group, double units,
                            const std::vector<double>& columns) {
    double running = 0;
    double given = 0;
    for (const Cargo* cargo : group) {
        running += columns[static_cast<std::size_t>(cargo->column)];
        const double wanted = std::min(std::round(running), units) - given;
        const double here = std::min(wanted, room(*cargo));
        given += here;
        take_room(*cargo, here);
        solver_.set_column_bounds(cargo->column, here, here);
    }
    if (given < units && !group.empty()) {
        solver_.set_column_bounds(group.back()->column, 0, lp_infinity);
    }
}

const DispatchItem& WholePieces::item(const Cargo& cargo) const {
    return problem_
        .items[static_cast<std::size_t>(model_.item_of_way[static_cast<std::size_t>(cargo.way)])];
}

double WholePieces::room(const Cargo& cargo) const {
    const auto run = static_cast<std::size_t>(cargo.run);
    const auto& fleet = problem_.fleets[static_cast<std::size_t>(model_.runs[run].fleet)];
    const auto used = used_.find({cargo.run, cargo.trip});
    const double kg = used == used_.end() ? 0 : used->second.first;
    const double m3 = used == used_.end() ? 0 : used->second.second;
    const DispatchItem& piece = item(cargo);
    const double by_kg = (fleet.payload_kg * vehicles_[run] - kg) / piece.weight_kg;
    const double by_m3 = (fleet.usable_m3 * vehicles_[run] - m3) / piece.volume_m3;
    return std::max(0.0, std::floor(std::min(by_kg, by_m3) + 1e-9));
}

void WholePieces::take_room(const Cargo& cargo, double units) {
    auto& [kg, m3] = used_[{cargo.run, cargo.trip}];
    kg += units * item(cargo).weight_kg;
    m3 += units * item(cargo).volume_m3;
}

}  // namespace relief
