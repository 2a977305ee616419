// SPDX-License-Identifier: Apache-2.0
#include "routing/solver/lp.h"

#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace relief {
namespace {

/// Goods taken from a few rows of stock for what each column is worth, bounded by its need.
LpModel random_model(std::mt19937_64& random) {
    const auto between = [&](int low, int high) {
        return std::uniform_int_distribution<int>(low, high)(random);
    };
    LpModel model;
    const int rows = between(1, 6);
    for (int i = 0; i < rows; ++i) {
        model.add_row({.name = "R", .lower = -lp_infinity, .upper = between(0, 20) * 1.0});
    }
    const int columns = between(1, 10);
    for (int j = 0; j < columns; ++j) {
        const int column = model.add_column({.name = "C",
                                             .cost = between(-9, 3) * 1.0,
                                             .lower = 0,
                                             .upper = between(0, 8) * 1.0,
                                             .integer = false});
        for (int i = 0; i < rows; ++i) {
            if (between(0, 2) > 0) {
                model.add_entry(i, column, between(1, 4) * 1.0);
            }
        }
    }
    return model;
}

std::vector<bool> random_choice(std::size_t size, std::mt19937_64& random) {
    std::vector<bool> chosen;
    for (std::size_t j = 0; j < size; ++j) {
        chosen.push_back(std::uniform_int_distribution<int>(0, 1)(random) == 1);
    }
    return chosen;
}

TEST(Lp, ColumnsLeftOutAreThoseHeldAtNothing) {
    std::mt19937_64 random(20261128);
    for (int trial = 0; trial < 300; ++trial) {
        const LpModel model = random_model(random);
        const std::vector<bool> kept = random_choice(model.columns.size(), random);
        LpSolver all(model);
        LpSolver some(model, kept, std::vector<bool>(model.rows.size(), true));
        std::vector<double> costs;
        for (std::size_t j = 0; j < kept.size(); ++j) {
            if (!kept[j]) {
                all.set_column_bounds(static_cast<int>(j), 0, 0);
            }
            costs.push_back(std::uniform_int_distribution<int>(-9, 3)(random));
        }
        EXPECT_NEAR(some.solve().objective, all.solve().objective, 1e-9) << "trial " << trial;
        all.set_costs(costs);
        some.set_costs(costs);
        all.set_row_bounds(0, -lp_infinity, 5);
        some.set_row_bounds(0, -lp_infinity, 5);
        const LpSolution solution = some.solve();
        EXPECT_NEAR(solution.objective, all.solve().objective, 1e-9) << "trial " << trial;
        for (std::size_t j = 0; j < kept.size(); ++j) {
            EXPECT_TRUE(kept[j] || solution.columns[j] == 0) << "trial " << trial;
        }
    }
}

TEST(Lp, ARowThatNothingCanFillHasNoSolution) {
    LpModel model;
    const int row = model.add_row({.name = "ASKED", .lower = 3, .upper = lp_infinity});
    const int column =
        model.add_column({.name = "GOODS", .cost = 1, .lower = 0, .upper = 9, .integer = false});
    model.add_entry(row, column, 1);
    EXPECT_EQ(LpSolver(model).solve().objective, 3);
    EXPECT_FALSE(LpSolver(model, {false}, {true}).try_solve().has_value());
}

TEST(Lp, RowsLeftOutHoldNothing) {
    std::mt19937_64 random(5);
    for (int trial = 0; trial < 100; ++trial) {
        LpModel model = random_model(random);
        const std::vector<bool> kept = random_choice(model.rows.size(), random);
        LpSolver some(model, std::vector<bool>(model.columns.size(), true), kept);
        for (std::size_t i = 0; i < kept.size(); ++i) {
            if (!kept[i]) {
                some.set_row_bounds(static_cast<int>(i), 0, 0);
                model.rows[i].upper = lp_infinity;
            }
        }
        EXPECT_NEAR(some.solve().objective, LpSolver(model).solve().objective, 1e-9)
            << "trial " << trial;
    }
}

TEST(Lp, SolvedBelowALimitOrNotAtAll) {
    std::mt19937_64 random(6);
    int below = 0;
    int above = 0;
    for (int trial = 0; trial < 300; ++trial) {
        const LpModel model = random_model(random);
        LpSolver solver(model);
        const double before = solver.solve().objective;
        LpSolver other(model);
        for (LpSolver* each : {&solver, &other}) {
            each->set_column_bounds(0, 0, 1);
            each->set_row_bounds(0, -lp_infinity, 4);
        }
        const double optimum = other.solve().objective;
        const double limit = before + std::uniform_int_distribution<int>(0, 20)(random) + 0.5;
        const auto found = solver.try_solve_below(limit);
        EXPECT_EQ(found.has_value(), optimum < limit) << "trial " << trial;
        if (found) {
            EXPECT_NEAR(found->objective, optimum, 1e-9) << "trial " << trial;
        }
        (found ? below : above) += 1;
        EXPECT_NEAR(solver.solve().objective, optimum, 1e-9) << "after it, trial " << trial;
    }
    EXPECT_GT(below, 50);
    EXPECT_GT(above, 50);
}

// That a column's reduced cost promises at least what holding it a unit higher brings is what the
// choice of vehicles leaves moves out by.
TEST(Lp, ReducedCostsPromiseAtLeastWhatCanBeHad) {
    std::mt19937_64 random(11);
    int moved = 0;
    for (int trial = 0; trial < 300; ++trial) {
        const LpModel model = random_model(random);
        LpSolver solver(model);
        const LpSolution before = solver.solve();
        for (std::size_t j = 0; j < model.columns.size(); ++j) {
            for (const int step : {-1, 1}) {
                const double at = before.columns[j] + step;
                LpSolver held(model);
                held.set_column_bounds(static_cast<int>(j), at, at);
                const auto after = held.try_solve();
                if (at >= 0 && after) {
                    ++moved;
                    EXPECT_GE(after->objective,
                              before.objective + step * before.reduced_costs[j] - 1e-7)
                        << "trial " << trial << ", column " << j;
                }
            }
        }
    }
    EXPECT_GT(moved, 1000);
}

}  // namespace
}  // namespace relief
