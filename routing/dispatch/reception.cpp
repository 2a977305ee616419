// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/reception.h"

#include "routing/dispatch/day.h"
#include "routing/dispatch/look_up.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace relief {
namespace {

// A day that is full to the last gram is full, not over.
constexpr double slack_kg = 1e-6;

std::size_t day_of(const Cargo& cargo) {
    return static_cast<std::size_t>(cargo.arrive / minutes_a_day);
}

std::size_t days_of(const DispatchProblem& problem) {
    return static_cast<std::size_t>(horizon_minutes(problem) / minutes_a_day) + 1;
}

/// What a place still unloads on each day of the plan; nothing where that is not limited.
std::vector<double> limits_of(const DispatchProblem& problem, const DispatchModel& model,
                              std::size_t place) {
    const int index = model.reception_of_place[place];
    if (index < 0 || problem.receptions[static_cast<std::size_t>(index)].kg_per_day <= 0) {
        return {};
    }
    const DispatchReception& reception = problem.receptions[static_cast<std::size_t>(index)];
    std::vector<double> limits(days_of(problem), reception.kg_per_day);
    for (std::size_t day = 0; day < std::min(limits.size(), reception.taken_kg.size()); ++day) {
        limits[day] = std::max(0.0, limits[day] - reception.taken_kg[day]);
    }
    return limits;
}

double cargo_weight(const DispatchProblem& problem, const DispatchModel& model,
                    const Cargo& cargo) {
    return problem
        .items[static_cast<std::size_t>(model.item_of_way[static_cast<std::size_t>(cargo.way)])]
        .weight_kg;
}

bool goes_for_need(const DispatchProblem& problem, const Cargo& cargo, const std::string& need) {
    const std::vector<int>& served = problem.ways[static_cast<std::size_t>(cargo.way)].serves;
    return std::any_of(served.begin(), served.end(), [&](int n) {
        return problem.needs[static_cast<std::size_t>(n)].id == need;
    });
}

}  // namespace

void index_receptions(const DispatchProblem& problem, DispatchModel& model) {
    for (const std::string& place : problem.places) {
        const auto found =
            std::find_if(problem.receptions.begin(), problem.receptions.end(),
                         [&](const DispatchReception& each) { return each.place == place; });
        model.reception_of_place.push_back(
            found == problem.receptions.end()
                ? -1
                : static_cast<int>(found - problem.receptions.begin()));
    }
}

void add_reception_rows(const DispatchProblem& problem, DispatchModel& model) {
    std::vector<std::vector<int>> rows(problem.places.size());
    for (std::size_t p = 0; p < problem.places.size(); ++p) {
        const std::vector<double> limits = limits_of(problem, model, p);
        for (std::size_t day = 0; day < limits.size(); ++day) {
            rows[p].push_back(model.lp.add_row(
                {.name = fmt::format("TAKES{}_{}", p, day), .upper = limits[day]}));
        }
    }
    for (const Cargo& cargo : model.cargo) {
        const std::vector<int>& of = rows[static_cast<std::size_t>(cargo.place)];
        if (!of.empty()) {
            model.lp.add_entry(of[day_of(cargo)], cargo.column,
                               cargo_weight(problem, model, cargo));
        }
    }
}

ReceptionRoom::ReceptionRoom(const DispatchProblem& problem, const DispatchModel& model)
    : problem_(problem), model_(model) {
    for (std::size_t p = 0; p < problem.places.size(); ++p) {
        left_kg_.push_back(limits_of(problem, model, p));
    }
}

const double* ReceptionRoom::left_for(const Cargo& cargo) const {
    const std::vector<double>& days = left_kg_[static_cast<std::size_t>(cargo.place)];
    return days.empty() ? nullptr : &days[day_of(cargo)];
}

double ReceptionRoom::weight_kg(const Cargo& cargo) const {
    return cargo_weight(problem_, model_, cargo);
}

Units ReceptionRoom::fits(const Cargo& cargo, Units units) const {
    const double* kg = left_for(cargo);
    if (kg == nullptr || weight_kg(cargo) <= 0) {
        return units;
    }
    const double most = std::floor((*kg + slack_kg) / weight_kg(cargo));
    return most <= 0 ? 0 : static_cast<Units>(std::min(static_cast<double>(units), most));
}

void ReceptionRoom::add(const Cargo& cargo, Units units) {
    std::vector<double>& days = left_kg_[static_cast<std::size_t>(cargo.place)];
    if (!days.empty()) {
        days[day_of(cargo)] -= static_cast<double>(units) * weight_kg(cargo);
    }
}

void explain_receptions(const DispatchProblem& problem, const DispatchModel& model,
                        const std::vector<double>& columns, std::vector<Unmet>& unmet) {
    ReceptionRoom room(problem, model);
    for (const Cargo& cargo : model.cargo) {
        room.add(cargo, std::llround(columns[static_cast<std::size_t>(cargo.column)]));
    }
    for (Unmet& row : unmet) {
        if (row.cause != "vehicles" && row.cause != "time") {
            continue;
        }
        bool any = false;
        bool full = true;
        for (const Cargo& cargo : model.cargo) {
            if (goes_for_need(problem, cargo, row.need)) {
                any = true;
                full = full && room.fits(cargo, 1) == 0;
            }
        }
        if (any && full) {
            row.cause = "reception";
            row.detail = "the place unloads no more on any day these goods could come";
            row.detail_zh = "接收地点每日卸车能力已用满";
        }
    }
}

}  // namespace relief
