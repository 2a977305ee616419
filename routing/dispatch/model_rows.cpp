// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/model_rows.h"

#include "routing/dispatch/committed.h"
#include "routing/dispatch/kits.h"
#include "routing/dispatch/lacking.h"
#include "routing/dispatch/look_up.h"
#include "routing/dispatch/reception.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace relief {
namespace {

/// Vehicles of a turn on its runs.
void add_turn_rows(DispatchModel& model) {
    for (std::size_t t = 0; t < model.turns.size(); ++t) {
        const int row = model.lp.add_row({.name = fmt::format("FLEET{}", t),
                                          .upper = static_cast<double>(model.turns[t].count)});
        for (const Run& run : model.runs) {
            if (run.turn == static_cast<int>(t)) {
                model.lp.add_entry(row, run.column, 1);
            }
        }
    }
}

/// Weight and space of each trip: goods on it <= vehicles on the run x what one holds.
void add_load_rows(const DispatchProblem& problem, DispatchModel& model) {
    std::vector<std::vector<std::pair<int, int>>> rows;  // per run, per trip: kg row, m3 row
    for (std::size_t r = 0; r < model.runs.size(); ++r) {
        const Run& run = model.runs[r];
        const DispatchFleet& fleet = problem.fleets[static_cast<std::size_t>(run.fleet)];
        auto& of_run = rows.emplace_back();
        for (std::size_t k = 0; k < run.trips.size(); ++k) {
            const int kg = model.lp.add_row({.name = fmt::format("KG{}_{}", r, k), .upper = 0});
            const int m3 = model.lp.add_row({.name = fmt::format("M3{}_{}", r, k), .upper = 0});
            model.lp.add_entry(kg, run.column, -fleet.payload_kg);
            model.lp.add_entry(m3, run.column, -fleet.usable_m3);
            of_run.emplace_back(kg, m3);
        }
    }
    for (const Cargo& cargo : model.cargo) {
        if (cargo.run < 0) {
            continue;
        }
        const DispatchItem& item = problem.items[static_cast<std::size_t>(
            model.item_of_way[static_cast<std::size_t>(cargo.way)])];
        const auto& [kg, m3] =
            rows[static_cast<std::size_t>(cargo.run)][static_cast<std::size_t>(cargo.trip)];
        model.lp.add_entry(kg, cargo.column, item.weight_kg);
        model.lp.add_entry(m3, cargo.column, item.volume_m3);
    }
}

/// Goods drawn from a supply, group by group, and above its floor in all.
void add_supply_rows(const DispatchProblem& problem, DispatchModel& model) {
    std::vector<int> supply_rows;
    for (std::size_t s = 0; s < problem.supplies.size(); ++s) {
        const DispatchSupply& supply = problem.supplies[s];
        supply_rows.push_back(model.lp.add_row(
            {.name = fmt::format("STOCK{}", s),
             .upper = static_cast<double>(std::max<Units>(0, supply.on_hand - supply.floor))}));
    }
    std::vector<int> group_rows;
    for (std::size_t g = 0; g < model.groups.size(); ++g) {
        group_rows.push_back(
            model.lp.add_row({.name = fmt::format("LOTS{}", g),
                              .upper = static_cast<double>(model.groups[g].available)}));
    }
    for (const Cargo& cargo : model.cargo) {
        if (cargo.group >= 0) {
            const LotGroup& group = model.groups[static_cast<std::size_t>(cargo.group)];
            model.lp.add_entry(supply_rows[static_cast<std::size_t>(group.supply)], cargo.column,
                               1);
            model.lp.add_entry(group_rows[static_cast<std::size_t>(cargo.group)], cargo.column, 1);
        }
    }
}

/// A supplier gives at most what is on hand and what the days begun by then make.
void add_supplier_rows(const DispatchProblem& problem, DispatchModel& model) {
    std::map<std::pair<int, int>, int> rows;
    for (const Cargo& cargo : model.cargo) {
        if (cargo.supplier >= 0) {
            rows.emplace(std::pair{cargo.supplier, cargo.day}, -1);
        }
    }
    for (auto& [key, row] : rows) {
        const auto& supplier = problem.suppliers[static_cast<std::size_t>(key.first)];
        const Units limit = made_by(supplier, key.second);
        row = model.lp.add_row({.name = fmt::format("MADE{}_{}", key.first, key.second),
                                .upper = static_cast<double>(limit)});
        for (const Cargo& cargo : model.cargo) {
            if (cargo.supplier == key.first && cargo.day <= key.second) {
                model.lp.add_entry(row, cargo.column, 1);
            }
        }
    }
}

/// Served + unmet = needed, so nothing comes that nobody needs.
void add_need_rows(const DispatchProblem& problem, DispatchModel& model) {
    std::vector<int> rows;
    for (std::size_t n = 0; n < problem.needs.size(); ++n) {
        const auto open = static_cast<double>(open_units(problem.needs[n]));
        rows.push_back(
            model.lp.add_row({.name = fmt::format("NEED{}", n), .lower = open, .upper = open}));
        model.lp.add_entry(rows.back(), model.unmet_columns[n], 1);
    }
    for (const Cargo& cargo : model.cargo) {
        const Way& way = problem.ways[static_cast<std::size_t>(cargo.way)];
        for (const int need : way.serves) {
            model.lp.add_entry(rows[static_cast<std::size_t>(need)], cargo.column, way.rate);
        }
    }
}

}  // namespace

void add_columns(const DispatchProblem& problem, DispatchModel& model) {
    for (std::size_t r = 0; r < model.runs.size(); ++r) {
        Run& run = model.runs[r];
        const int count = model.turns[static_cast<std::size_t>(run.turn)].count;
        run.column = model.lp.add_column({.name = fmt::format("X{}", r),
                                          .cost = 0,
                                          .lower = 0,
                                          .upper = static_cast<double>(count),
                                          .integer = true});
    }
    for (std::size_t c = 0; c < model.cargo.size(); ++c) {
        Cargo& cargo = model.cargo[c];
        cargo.column = model.lp.add_column({.name = fmt::format("Q{}", c), .cost = cargo.lacking});
    }
    for (std::size_t n = 0; n < problem.needs.size(); ++n) {
        const DispatchNeed& need = problem.needs[n];
        model.unmet_lacking.push_back(lacking_per_unit(problem, need, horizon_minutes(problem)));
        model.unmet_columns.push_back(
            model.lp.add_column({.name = fmt::format("U{}", n),
                                 .cost = model.kit_of_need[n] < 0 ? model.unmet_lacking.back() : 0,
                                 .lower = 0,
                                 .upper = static_cast<double>(open_units(need))}));
    }
    add_kit_columns(problem, model);
}

void add_first_aim_rows(const DispatchProblem& problem, DispatchModel& model) {
    add_turn_rows(model);
    add_load_rows(problem, model);
    add_supply_rows(problem, model);
    add_supplier_rows(problem, model);
    add_need_rows(problem, model);
    add_kit_rows(problem, model);
    add_reception_rows(problem, model);
}

void add_later_aims(const DispatchProblem& problem, DispatchModel& model) {
    model.lacking_row = model.lp.add_row({.name = "LACKING"});
    for (int column = 0; column < model.first_aim_columns; ++column) {
        const double cost = model.lp.columns[static_cast<std::size_t>(column)].cost;
        if (cost != 0) {
            model.lp.add_entry(model.lacking_row, column, cost);
        }
    }
    model.tier_row = model.lp.add_row({.name = "TIERS"});
    model.vehicle_hours_row = model.lp.add_row({.name = "HOURS"});
    for (std::size_t n = 0; n < problem.needs.size(); ++n) {
        model.need_lacking_rows.push_back(model.lp.add_row({.name = fmt::format("LACKING{}", n)}));
        model.lp.add_entry(model.need_lacking_rows[n], model.unmet_columns[n],
                           model.unmet_lacking[n]);
    }
    model.least_share_column = model.lp.add_column({.name = "Z", .lower = 0, .upper = 1});
    model.covered_shares = covered_shares(problem);
    for (std::size_t p = 0; p < problem.places.size(); ++p) {
        model.share_rows.push_back(model.lp.add_row(
            {.name = fmt::format("SHARE{}", p), .lower = -model.covered_shares[p]}));
        model.lp.add_entry(model.share_rows.back(), model.least_share_column, -1);
        model.served_rows.push_back(model.lp.add_row({.name = fmt::format("SERVED{}", p)}));
    }
    for (const Cargo& cargo : model.cargo) {
        model.lp.add_entry(model.tier_row, cargo.column, cargo.tier_steps);
        model.lp.add_entry(model.vehicle_hours_row, cargo.column, cargo.vehicle_hours);
        const Way& way = problem.ways[static_cast<std::size_t>(cargo.way)];
        for (const int n : way.serves) {
            const auto need = static_cast<std::size_t>(n);
            model.lp.add_entry(model.need_lacking_rows[need], cargo.column,
                               lacking_left_open(problem, way, problem.needs[need], cargo.arrive));
        }
        for (const auto* rows : {&model.share_rows, &model.served_rows}) {
            model.lp.add_entry((*rows)[static_cast<std::size_t>(cargo.place)], cargo.column,
                               cargo.share);
        }
    }
    add_kit_shares(problem, model);
}

}  // namespace relief
