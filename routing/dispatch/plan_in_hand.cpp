// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/plan_in_hand.h"

#include "routing/dispatch/committed.h"

#include <algorithm>

#include <fmt/format.h>

namespace relief {
namespace {

// Lines that the plan in hand does not have are looked at up to here: a province-wide model has a
// hundred thousand of them, and leaving them out only weakens the bound.
constexpr std::size_t new_lines_max = 4000;

/// A line of the model: what it was, and the cargo that makes it up.
struct ModelLine {
    double before = 0;
    double most = 0;  ///< that the needs could take
    std::vector<const Cargo*> cargo;
};

LineKey key_of(const DispatchProblem& problem, const DispatchModel& model, const Cargo& cargo) {
    const std::string& from = cargo.run < 0
                                  ? problem.suppliers[static_cast<std::size_t>(cargo.supplier)].id
                                  : problem
                                        .depots[static_cast<std::size_t>(
                                            model.runs[static_cast<std::size_t>(cargo.run)].depot)]
                                        .id;
    return {from, problem.places[static_cast<std::size_t>(cargo.place)],
            problem.ways[static_cast<std::size_t>(cargo.way)].item};
}

/// The most units of an item that the needs of a place could take.
double most_wanted(const DispatchProblem& problem, const LineKey& key) {
    const auto& [from, to, item] = key;
    double most = 0;
    for (const Way& way : problem.ways) {
        const DispatchNeed& need = problem.needs[static_cast<std::size_t>(way.serves.front())];
        if (way.item == item && need.place == to) {
            most += static_cast<double>(open_units(need)) / way.rate;
        }
    }
    return most;
}

std::map<LineKey, ModelLine> model_lines(const DispatchProblem& problem,
                                         const DispatchModel& model) {
    std::map<LineKey, ModelLine> lines;
    for (const auto& [key, units] : lines_of(problem.in_hand)) {
        lines[key].before = static_cast<double>(units);
    }
    const std::size_t in_hand = lines.size();
    for (const Cargo& cargo : model.cargo) {
        const LineKey key = key_of(problem, model, cargo);
        const auto found = lines.find(key);
        if (found != lines.end()) {
            found->second.cargo.push_back(&cargo);
        } else if (lines.size() < in_hand + new_lines_max) {
            lines[key].cargo.push_back(&cargo);
        }
    }
    for (auto& [key, line] : lines) {
        line.most = most_wanted(problem, key);
    }
    return lines;
}

}  // namespace

bool stands(const Shipment& shipment) {
    return !shipment.committed.empty() && shipment.committed != "pinned";
}

std::map<LineKey, Units> lines_of(const std::vector<Shipment>& shipments) {
    std::map<LineKey, Units> lines;
    for (const Shipment& shipment : shipments) {
        for (const ShipmentLine& line : shipment.lines) {
            if (!stands(shipment)) {
                lines[{shipment.from, shipment.to, line.item}] += line.quantity;
            }
        }
    }
    return lines;
}

int changed_lines(const std::vector<Shipment>& before, const std::vector<Shipment>& after) {
    std::map<LineKey, Units> difference = lines_of(before);
    for (const auto& [key, units] : lines_of(after)) {
        difference[key] -= units;
    }
    return static_cast<int>(std::count_if(difference.begin(), difference.end(),
                                          [](const auto& line) { return line.second != 0; }));
}

void add_changes(const DispatchProblem& problem, DispatchModel& model) {
    if (problem.in_hand.empty()) {
        return;
    }
    model.changes_row = model.lp.add_row({.name = "CHANGES"});
    int number = 0;
    for (const auto& [key, line] : model_lines(problem, model)) {
        const int share =
            model.lp.add_column({.name = fmt::format("D{}", number), .lower = 0, .upper = 1});
        model.change_columns.push_back(share);
        model.lp.add_entry(model.changes_row, share, 1);
        if (line.before > 0) {
            const int less =
                model.lp.add_row({.name = fmt::format("LESS{}", number), .lower = line.before});
            model.lp.add_entry(less, share, line.before);
            for (const Cargo* cargo : line.cargo) {
                model.lp.add_entry(less, cargo->column, 1);
            }
        }
        if (line.most > 0 && !line.cargo.empty()) {
            const int more =
                model.lp.add_row({.name = fmt::format("MORE{}", number), .upper = line.before});
            model.lp.add_entry(more, share, -line.most);
            for (const Cargo* cargo : line.cargo) {
                model.lp.add_entry(more, cargo->column, 1);
            }
        }
        ++number;
    }
}

double change_shares(const DispatchProblem& problem, const DispatchModel& model,
                     const std::vector<double>& columns) {
    double sum = 0;
    if (problem.in_hand.empty()) {
        return sum;
    }
    for (const auto& [key, line] : model_lines(problem, model)) {
        double units = 0;
        for (const Cargo* cargo : line.cargo) {
            units += columns[static_cast<std::size_t>(cargo->column)];
        }
        const double less = line.before > 0 ? (line.before - units) / line.before : 0;
        const double more = line.most > 0 ? (units - line.before) / line.most : 0;
        sum += std::max({0.0, less, more});
    }
    return sum;
}

}  // namespace relief
