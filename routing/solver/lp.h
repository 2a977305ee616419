// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace relief {

inline constexpr double lp_infinity = std::numeric_limits<double>::infinity();

struct LpColumn {
    std::string name;
    double cost = 0;
    double lower = 0;
    double upper = lp_infinity;
    bool integer = false;  ///< for the MPS file; the LP below does not look at it
};

struct LpRow {
    std::string name;
    double lower = -lp_infinity;
    double upper = lp_infinity;
};

struct LpEntry {
    int row = 0;
    int column = 0;
    double value = 0;
};

/// A linear model: minimise cost over lower <= columns <= upper and lower <= rows <= upper.
struct LpModel {
    std::vector<LpColumn> columns;
    std::vector<LpRow> rows;
    std::vector<LpEntry> entries;

    int add_column(LpColumn column);
    int add_row(LpRow row);
    void add_entry(int row, int column, double value);
};

struct LpSolution {
    double objective = 0;
    std::vector<double> columns;
    /// Of each column: what one more of it adds to the objective at first, others giving way. The
    /// objective is convex, so that it never adds less; 0 for columns left out.
    std::vector<double> reduced_costs;
    /// Per row: what the optimum changes by for one more unit of the bound that binds; 0 where none
    /// does or the row is left out. Of a minimisation it is at most 0 for an upper bound.
    std::vector<double> row_duals;
};

/// A run of the solver was ended before it had a solution. Never leaves the planner.
struct SolverStopped {};

/// A linear model held by the packaged simplex solver, with a warm basis from solve to solve.
/// Bounds and costs may change in between. Deterministic.
class LpSolver {
  public:
    explicit LpSolver(const LpModel& model);
    /// Of the model only the columns and rows with true. The other columns are 0 in every solution,
    /// and what is set of them, of other rows or of rows without a column left is passed over.
    LpSolver(const LpModel& model, const std::vector<bool>& columns, const std::vector<bool>& rows);
    ~LpSolver();
    LpSolver(LpSolver&&) noexcept;
    LpSolver& operator=(LpSolver&&) noexcept;

    void set_costs(const std::vector<double>& costs);
    void set_column_bounds(int column, double lower, double upper);
    void set_row_bounds(int row, double lower, double upper);
    /// Other coefficients for entries the model has; the basis stays.
    void set_entries(const std::vector<LpEntry>& entries);

    /// Asked every few dozen iterations of every run. Once it says false the run ends, as does
    /// every later one at once: they have no solution.
    void set_keep_going(std::function<bool()> keep_going);
    /// True after a run was ended that way.
    [[nodiscard]] bool stopped() const;

    /// The optimum. Throws SolverStopped after keep_going said no, fault (solver.failed) where the
    /// solver finds none: the dispatch models are feasible and bounded by construction.
    [[nodiscard]] LpSolution solve();
    /// The optimum, or nothing where the bounds set leave no solution or the run was stopped.
    [[nodiscard]] std::optional<LpSolution> try_solve();
    /// As try_solve, without looking at the basis of the solve before: by the dual simplex, quicker
    /// where the costs have become others altogether. No cost below 0 is what it is good at.
    [[nodiscard]] std::optional<LpSolution> try_solve_afresh();
    /// The model as it is set now, without what is left out and rows that hold nothing; `named` is
    /// the one it was made of.
    [[nodiscard]] LpModel as_set(const LpModel& named) const;

    /// The optimum where it is below `limit`. Ends as soon as it is seen not to be.
    [[nodiscard]] std::optional<LpSolution> try_solve_below(double limit);
    /// As try_solve, from scratch by the interior-point method and a crossover to a basis: several
    /// times as quick on a large model. Its first part asks nobody whether to go on.
    [[nodiscard]] std::optional<LpSolution> try_solve_from_within();

  private:
    /// Of the last run; nothing where it found no optimum.
    [[nodiscard]] std::optional<LpSolution> solution() const;

    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// The model as fixed-order free-format MPS (names without spaces), integer columns marked.
/// `comment` goes first, each of its lines behind an asterisk.
[[nodiscard]] std::string write_mps(const LpModel& model, const std::string& name,
                                    const std::string& comment);

}  // namespace relief
