// SPDX-License-Identifier: Apache-2.0
#include "routing/solver/lp.h"

#include "core/error.h"

#include <algorithm>
#include <utility>

// The solver's headers do not compile under our warnings.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wpedantic"
#include <coin/ClpEventHandler.hpp>
#include <coin/ClpSimplex.hpp>
#include <coin/CoinPackedMatrix.hpp>
#pragma GCC diagnostic pop

#include <fmt/format.h>

namespace relief {
namespace {

double clp_bound(double bound) {
    if (bound == lp_infinity) {
        return COIN_DBL_MAX;
    }
    return bound == -lp_infinity ? -COIN_DBL_MAX : bound;
}

}  // namespace

int LpModel::add_column(LpColumn column) {
    columns.push_back(std::move(column));
    return static_cast<int>(columns.size()) - 1;
}

int LpModel::add_row(LpRow row) {
    rows.push_back(std::move(row));
    return static_cast<int>(rows.size()) - 1;
}

void LpModel::add_entry(int row, int column, double value) {
    entries.push_back({.row = row, .column = column, .value = value});
}

namespace {

/// Looks up from the pivoting now and then to see whether somebody waits.
class StopHandler final : public ClpEventHandler {
  public:
    StopHandler(std::function<bool()> keep_going, std::shared_ptr<bool> stopped)
        : keep_going_(std::move(keep_going)), stopped_(std::move(stopped)) {}

    int event(Event which) override {
        constexpr int iterations_between = 32;
        const bool look = which == endOfIteration && ++iterations_ % iterations_between == 0;
        if (look && !*stopped_ && !keep_going_()) {
            *stopped_ = true;
        }
        return *stopped_ && which == endOfIteration ? 1 : -1;  // anything but -1 ends the run
    }

    [[nodiscard]] ClpEventHandler* clone() const override { return new StopHandler(*this); }

  private:
    std::function<bool()> keep_going_;
    std::shared_ptr<bool> stopped_;  // shared with the copies the solver makes for itself
    int iterations_ = 0;
};

}  // namespace

namespace {

constexpr int left_out = -1;

/// Where each of a list stands among those kept; left_out for the others.
std::vector<int> places_of(const std::vector<bool>& kept) {
    std::vector<int> places;
    places.reserve(kept.size());
    int next = 0;
    for (const bool is_kept : kept) {
        places.push_back(is_kept ? next++ : left_out);
    }
    return places;
}

/// A row without a kept column says nothing where 0 lies between its bounds.
std::vector<bool> rows_that_say(const LpModel& model, const std::vector<bool>& columns,
                                const std::vector<bool>& rows) {
    std::vector<bool> say;
    say.reserve(model.rows.size());
    for (const LpRow& row : model.rows) {
        say.push_back(row.lower > 0 || row.upper < 0);
    }
    for (const LpEntry& entry : model.entries) {
        if (columns[static_cast<std::size_t>(entry.column)]) {
            say[static_cast<std::size_t>(entry.row)] = true;
        }
    }
    for (std::size_t i = 0; i < say.size(); ++i) {
        say[i] = say[i] && rows[i];
    }
    return say;
}

}  // namespace

struct LpSolver::Impl {
    ClpSimplex simplex;
    std::vector<int> row_places;     ///< in the solver; left_out
    std::vector<int> column_places;  ///< likewise
    std::shared_ptr<bool> stopped = std::make_shared<bool>(false);
    bool costs_changed = true;  // a new objective keeps the basis primal feasible: primal simplex
    bool solved_before = false;
};

LpSolver::LpSolver(const LpModel& model)
    : LpSolver(model, std::vector<bool>(model.columns.size(), true),
               std::vector<bool>(model.rows.size(), true)) {}

LpSolver::LpSolver(const LpModel& model, const std::vector<bool>& columns_kept,
                   const std::vector<bool>& rows_kept)
    : impl_(std::make_unique<Impl>()) {
    impl_->column_places = places_of(columns_kept);
    impl_->row_places = places_of(rows_that_say(model, columns_kept, rows_kept));
    std::vector<int> rows;
    std::vector<int> columns;
    std::vector<double> values;
    rows.reserve(model.entries.size());
    columns.reserve(model.entries.size());
    values.reserve(model.entries.size());
    for (const LpEntry& entry : model.entries) {
        const int column = impl_->column_places[static_cast<std::size_t>(entry.column)];
        const int row = impl_->row_places[static_cast<std::size_t>(entry.row)];
        if (column != left_out && row != left_out) {
            rows.push_back(row);
            columns.push_back(column);
            values.push_back(entry.value);
        }
    }
    CoinPackedMatrix matrix(true, rows.data(), columns.data(), values.data(),
                            static_cast<CoinBigIndex>(values.size()));
    std::vector<double> cost;
    std::vector<double> column_lower;
    std::vector<double> column_upper;
    for (std::size_t j = 0; j < model.columns.size(); ++j) {
        if (impl_->column_places[j] != left_out) {
            cost.push_back(model.columns[j].cost);
            column_lower.push_back(clp_bound(model.columns[j].lower));
            column_upper.push_back(clp_bound(model.columns[j].upper));
        }
    }
    std::vector<double> row_lower;
    std::vector<double> row_upper;
    for (std::size_t i = 0; i < model.rows.size(); ++i) {
        if (impl_->row_places[i] != left_out) {
            row_lower.push_back(clp_bound(model.rows[i].lower));
            row_upper.push_back(clp_bound(model.rows[i].upper));
        }
    }
    matrix.setDimensions(static_cast<int>(row_lower.size()), static_cast<int>(cost.size()));
    impl_->simplex.setLogLevel(0);
    // Most bounds and costs of a dispatch model are ties, and the solver runs in circles among them
    // unless it may tell them apart a little at first; it takes that back before it ends.
    constexpr int perturb_always = 50;
    impl_->simplex.setPerturbation(perturb_always);
    impl_->simplex.loadProblem(matrix, column_lower.data(), column_upper.data(), cost.data(),
                               row_lower.data(), row_upper.data());
}

LpSolver::~LpSolver() = default;
LpSolver::LpSolver(LpSolver&&) noexcept = default;
LpSolver& LpSolver::operator=(LpSolver&&) noexcept = default;

void LpSolver::set_costs(const std::vector<double>& costs) {
    double* objective = impl_->simplex.objective();
    for (std::size_t j = 0; j < costs.size(); ++j) {
        if (impl_->column_places[j] != left_out) {
            objective[impl_->column_places[j]] = costs[j];
        }
    }
    impl_->costs_changed = true;
}

void LpSolver::set_column_bounds(int column, double lower, double upper) {
    const int place = impl_->column_places[static_cast<std::size_t>(column)];
    if (place != left_out) {
        impl_->simplex.setColumnBounds(place, clp_bound(lower), clp_bound(upper));
    }
}

void LpSolver::set_row_bounds(int row, double lower, double upper) {
    const int place = impl_->row_places[static_cast<std::size_t>(row)];
    if (place == left_out) {
        return;
    }
    ClpSimplex& simplex = impl_->simplex;
    simplex.setRowBounds(place, clp_bound(lower), clp_bound(upper));
    // A row that stood at a bound it no longer has would be held there all the same: it is let go,
    // and the primal simplex starts from what it has.
    const auto status = simplex.getRowStatus(place);
    const bool stood_below = status == ClpSimplex::atLowerBound || status == ClpSimplex::isFixed;
    const bool stood_above = status == ClpSimplex::atUpperBound || status == ClpSimplex::isFixed;
    if ((stood_below && lower == -lp_infinity) || (stood_above && upper == lp_infinity)) {
        simplex.setRowStatus(place, ClpSimplex::superBasic);
        impl_->costs_changed = true;
    }
}

void LpSolver::set_entries(const std::vector<LpEntry>& entries) {
    for (const LpEntry& entry : entries) {
        const int row = impl_->row_places[static_cast<std::size_t>(entry.row)];
        const int column = impl_->column_places[static_cast<std::size_t>(entry.column)];
        if (row != left_out && column != left_out) {
            impl_->simplex.modifyCoefficient(row, column, entry.value, true);
        }
    }
}

void LpSolver::set_keep_going(std::function<bool()> keep_going) {
    StopHandler handler(std::move(keep_going), impl_->stopped);
    impl_->simplex.passInEventHandler(&handler);
}

bool LpSolver::stopped() const {
    return *impl_->stopped;
}

std::optional<LpSolution> LpSolver::try_solve() {
    if (stopped()) {
        return std::nullopt;
    }
    ClpSimplex& simplex = impl_->simplex;
    if (!impl_->solved_before) {
        return try_solve_afresh();
    }
    if (impl_->costs_changed) {
        simplex.primal();
    } else {
        simplex.dual();
    }
    if (!simplex.isProvenOptimal() && !stopped()) {
        // A warm basis can be numerically worn out; from scratch settles it.
        simplex.allSlackBasis(true);
        simplex.primal();
    }
    impl_->costs_changed = false;
    return solution();
}

std::optional<LpSolution> LpSolver::try_solve_afresh() {
    if (stopped()) {
        return std::nullopt;
    }
    ClpSolve how;
    how.setSolveType(ClpSolve::useDual);
    how.setPresolveType(ClpSolve::presolveOff);
    impl_->simplex.allSlackBasis(true);
    impl_->simplex.initialSolve(how);
    impl_->solved_before = true;
    impl_->costs_changed = false;
    if (!impl_->simplex.isProvenOptimal() && !stopped()) {
        impl_->simplex.allSlackBasis(true);
        impl_->simplex.primal();
    }
    return solution();
}

std::optional<LpSolution> LpSolver::try_solve_from_within() {
    if (stopped()) {
        return std::nullopt;
    }
    ClpSolve how;
    how.setSolveType(ClpSolve::useBarrier);
    impl_->simplex.initialSolve(how);
    if (!impl_->simplex.isProvenOptimal()) {
        return try_solve();
    }
    impl_->solved_before = true;
    impl_->costs_changed = false;
    return solution();
}

std::optional<LpSolution> LpSolver::try_solve_below(double limit) {
    std::optional<LpSolution> found;
    if (!impl_->solved_before || impl_->costs_changed) {
        found = try_solve();  // the primal simplex comes from above, and sees it last
    } else {
        impl_->simplex.setDualObjectiveLimit(limit);
        impl_->simplex.dual();
        impl_->simplex.setDualObjectiveLimit(COIN_DBL_MAX);
        found = stopped() ? std::nullopt : solution();
    }
    return found && found->objective < limit ? std::move(found) : std::nullopt;
}

std::optional<LpSolution> LpSolver::solution() const {
    const ClpSimplex& simplex = impl_->simplex;
    if (!simplex.isProvenOptimal()) {
        return std::nullopt;
    }
    const auto in_all = [](const std::vector<int>& places, const double* kept) {
        std::vector<double> all(places.size(), 0);
        for (std::size_t j = 0; j < all.size(); ++j) {
            if (places[j] != left_out) {
                all[j] = kept[places[j]];
            }
        }
        return all;
    };
    return LpSolution{.objective = simplex.objectiveValue(),
                      .columns = in_all(impl_->column_places, simplex.primalColumnSolution()),
                      .reduced_costs = in_all(impl_->column_places, simplex.dualColumnSolution()),
                      .row_duals = in_all(impl_->row_places, simplex.dualRowSolution())};
}

LpSolution LpSolver::solve() {
    auto solution = try_solve();
    if (!solution && stopped()) {
        throw SolverStopped{};
    }
    if (!solution) {
        throw fault({.code = "solver.failed",
                     .message = fmt::format("the linear solver ended with status {}",
                                            impl_->simplex.status())});
    }
    return *std::move(solution);
}

LpModel LpSolver::as_set(const LpModel& named) const {
    const ClpSimplex& simplex = impl_->simplex;
    const auto bound = [](double value) {
        return value <= -COIN_DBL_MAX ? -lp_infinity : value >= COIN_DBL_MAX ? lp_infinity : value;
    };
    LpModel model;
    std::vector<int> row_of(static_cast<std::size_t>(simplex.numberRows()), left_out);
    for (std::size_t i = 0; i < named.rows.size(); ++i) {
        const int place = impl_->row_places[i];
        if (place == left_out) {
            continue;
        }
        const double lower = bound(simplex.getRowLower()[place]);
        const double upper = bound(simplex.getRowUpper()[place]);
        if (lower > -lp_infinity || upper < lp_infinity) {
            row_of[static_cast<std::size_t>(place)] = static_cast<int>(model.rows.size());
            model.rows.push_back({.name = named.rows[i].name, .lower = lower, .upper = upper});
        }
    }
    for (std::size_t j = 0; j < named.columns.size(); ++j) {
        const int place = impl_->column_places[j];
        if (place != left_out) {
            model.columns.push_back({.name = named.columns[j].name,
                                     .cost = simplex.getObjCoefficients()[place],
                                     .lower = bound(simplex.getColLower()[place]),
                                     .upper = bound(simplex.getColUpper()[place])});
        }
    }
    const CoinPackedMatrix& matrix = *simplex.matrix();
    for (int column = 0; column < matrix.getNumCols(); ++column) {
        const CoinBigIndex first = matrix.getVectorStarts()[column];
        for (CoinBigIndex k = first; k < first + matrix.getVectorLengths()[column]; ++k) {
            const int row = row_of[static_cast<std::size_t>(matrix.getIndices()[k])];
            if (row != left_out) {
                model.entries.push_back(
                    {.row = row, .column = column, .value = matrix.getElements()[k]});
            }
        }
    }
    return model;
}

std::string write_mps(const LpModel& model, const std::string& name, const std::string& comment) {
    std::string text;
    std::string line;
    for (const char letter : comment + "\n") {
        if (letter == '\n') {
            text += fmt::format("* {}\n", line);
            line.clear();
        } else {
            line += letter;
        }
    }
    // FREE: without it readers guess between the fixed and the free form, and guess wrong.
    text += fmt::format("NAME {} FREE\nROWS\n N COST\n", name);
    const auto kind_of = [](const LpRow& row) {
        if (row.lower == row.upper) {
            return 'E';
        }
        if (row.lower == -lp_infinity) {
            return row.upper == lp_infinity ? 'N' : 'L';
        }
        return 'G';
    };
    for (const LpRow& row : model.rows) {
        text += fmt::format(" {} {}\n", kind_of(row), row.name);
    }
    std::vector<std::vector<const LpEntry*>> by_column(model.columns.size());
    for (const LpEntry& entry : model.entries) {
        by_column[static_cast<std::size_t>(entry.column)].push_back(&entry);
    }
    text += "COLUMNS\n";
    bool in_integers = false;
    int markers = 0;
    for (std::size_t j = 0; j < model.columns.size(); ++j) {
        const LpColumn& column = model.columns[j];
        if (column.integer != in_integers) {
            text += fmt::format(" M{} 'MARKER' '{}'\n", markers++,
                                column.integer ? "INTORG" : "INTEND");
            in_integers = column.integer;
        }
        // A column without entries still has to be named.
        if (column.cost != 0 || by_column[j].empty()) {
            text += fmt::format(" {} COST {:.17g}\n", column.name, column.cost);
        }
        for (const LpEntry* entry : by_column[j]) {
            text +=
                fmt::format(" {} {} {:.17g}\n", column.name,
                            model.rows[static_cast<std::size_t>(entry->row)].name, entry->value);
        }
    }
    if (in_integers) {
        text += fmt::format(" M{} 'MARKER' 'INTEND'\n", markers);
    }
    text += "RHS\n";
    for (const LpRow& row : model.rows) {
        const double side = kind_of(row) == 'L' ? row.upper : row.lower;
        if (side != 0 && kind_of(row) != 'N') {
            text += fmt::format(" RHS {} {:.17g}\n", row.name, side);
        }
    }
    text += "RANGES\n";
    for (const LpRow& row : model.rows) {
        if (kind_of(row) == 'G' && row.upper != lp_infinity) {
            text += fmt::format(" RNG {} {:.17g}\n", row.name, row.upper - row.lower);
        }
    }
    text += "BOUNDS\n";
    for (const LpColumn& column : model.columns) {
        if (column.lower != 0) {
            text += fmt::format(" LO BND {} {:.17g}\n", column.name, column.lower);
        }
        if (column.upper != lp_infinity) {
            text += fmt::format(" UP BND {} {:.17g}\n", column.name, column.upper);
        } else if (column.integer) {
            // Readers differ on an integer column without an upper bound: some take it as 0-1.
            text += fmt::format(" PL BND {}\n", column.name);
        }
    }
    return text + "ENDATA\n";
}

}  // namespace relief
