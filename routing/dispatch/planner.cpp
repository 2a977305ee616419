// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/planner.h"

#include "routing/dispatch/explain.h"
#include "routing/dispatch/model.h"
#include "routing/dispatch/pack.h"
#include "routing/solver/lp.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

// A cap from an aim before is loosened by this share, or rounding alone would make it infeasible.
constexpr double cap_slack = 1e-9;
constexpr double whole = 1e-6;
// Work spent on moving single vehicles, counted in linear programs so that it is the same on every
// machine.
constexpr int swap_solves_max = 60;
constexpr int swap_rows_max = 20000;  // solves x rows: a large model gets fewer

/// Objective vectors over the columns of the model.
struct Costs {
    std::vector<double> lacking;
    std::vector<double> tiers;
    std::vector<double> tonne_km;
    std::vector<double> minus_least_share;
    /// The first aim with a thousandth of the later ones mixed in, so that of equally good
    /// numbers of vehicles those are taken that the later aims like. Used to choose, never to
    /// prove.
    std::vector<double> guide;
};

double largest(const std::vector<double>& values) {
    double most = 0;
    for (const double value : values) {
        most = std::max(most, std::abs(value));
    }
    return most > 0 ? most : 1;
}

Costs make_costs(const DispatchModel& model) {
    const std::vector<double> none(model.lp.columns.size(), 0);
    Costs costs{
        .lacking = none, .tiers = none, .tonne_km = none, .minus_least_share = none, .guide = none};
    std::vector<double> soonest = none;
    for (const Cargo& cargo : model.cargo) {
        const auto column = static_cast<std::size_t>(cargo.column);
        costs.lacking[column] = cargo.lacking;
        costs.tiers[column] = cargo.tier_steps;
        // A shade of "sooner" settles ties among trips of one run.
        costs.tonne_km[column] = cargo.tonne_km;
        soonest[column] = cargo.tier_steps * cargo.arrive;
    }
    for (std::size_t n = 0; n < model.unmet_columns.size(); ++n) {
        costs.lacking[static_cast<std::size_t>(model.unmet_columns[n])] = model.unmet_lacking[n];
    }
    costs.minus_least_share[static_cast<std::size_t>(model.least_share_column)] = -1;
    const double scale = largest(costs.lacking);
    double all_unmet = 0;
    for (std::size_t n = 0; n < model.unmet_columns.size(); ++n) {
        const auto column = static_cast<std::size_t>(model.unmet_columns[n]);
        all_unmet += model.unmet_lacking[n] * model.lp.columns[column].upper;
    }
    const double tier_weight = 1e-3 * scale / largest(costs.tiers);
    const double soon_weight = 1e-5 * scale / largest(soonest);
    const double far_weight = 1e-5 * scale / largest(costs.tonne_km);
    for (std::size_t j = 0; j < costs.guide.size(); ++j) {
        costs.guide[j] = costs.lacking[j] + tier_weight * costs.tiers[j] +
                         soon_weight * soonest[j] + far_weight * costs.tonne_km[j] +
                         1e-3 * all_unmet * costs.minus_least_share[j];
    }
    return costs;
}

/// Fixes the numbers of vehicles to whole ones, the fullest run first, solving again in between so
/// that each choice sees the ones before. A vehicle costs no aim anything, so a part of one is
/// rounded up as long as its turn at the docks has one left.
class VehicleChoice {
  public:
    VehicleChoice(const DispatchModel& model, LpSolver& solver)
        : model_(model), solver_(solver), vehicles_(model.runs.size(), 0) {
        fixed_.assign(model.runs.size(), false);
        for (const DockTurn& turn : model.turns) {
            left_of_turn_.push_back(turn.count);
        }
    }

    std::vector<int> choose(const std::function<bool()>& keep_going) {
        LpSolution solution = solver_.solve();
        for (int next = fullest(solution); next >= 0; next = fullest(solution)) {
            const double wanted = value(static_cast<std::size_t>(next), solution);
            fix(next, static_cast<int>(std::ceil(wanted - whole)));
            if (keep_going()) {
                fix_whole(solution);
                solution = solver_.solve();
            }
        }
        hand_out_idle();
        return vehicles_;
    }

  private:
    [[nodiscard]] double value(std::size_t run, const LpSolution& solution) const {
        return solution.columns[static_cast<std::size_t>(model_.runs[run].column)];
    }

    [[nodiscard]] int& left_of(std::size_t run) {
        return left_of_turn_[static_cast<std::size_t>(model_.runs[run].turn)];
    }

    void fix(int index, int vehicles) {
        const auto run = static_cast<std::size_t>(index);
        vehicles = std::clamp(vehicles, 0, left_of(run));
        left_of(run) -= vehicles;
        vehicles_[run] = vehicles;
        fixed_[run] = true;
        solver_.set_column_bounds(model_.runs[run].column, vehicles, vehicles);
    }

    void fix_whole(const LpSolution& solution) {
        for (std::size_t r = 0; r < fixed_.size(); ++r) {
            const double vehicles = value(r, solution);
            // A run without vehicles stays open: others' rounding may still make it worth while.
            if (!fixed_[r] && vehicles > whole &&
                std::abs(vehicles - std::round(vehicles)) < whole) {
                fix(static_cast<int>(r), static_cast<int>(std::lround(vehicles)));
            }
        }
    }

    /// The open run whose part of a vehicle is largest; whole numbers count as largest of all.
    [[nodiscard]] int fullest(const LpSolution& solution) const {
        int best = -1;
        double best_part = 0;
        for (std::size_t r = 0; r < fixed_.size(); ++r) {
            const double vehicles = value(r, solution);
            const double part = vehicles - std::ceil(vehicles - whole) + 1;
            if (!fixed_[r] && vehicles > whole && part > best_part) {
                best = static_cast<int>(r);
                best_part = part;
            }
        }
        return best;
    }

    /// Vehicles nobody asked for join the largest run of their turn: what does not pack exactly
    /// still finds room.
    void hand_out_idle() {
        for (std::size_t f = 0; f < left_of_turn_.size(); ++f) {
            int best = -1;
            for (std::size_t r = 0; r < vehicles_.size(); ++r) {
                const bool larger =
                    best < 0 || vehicles_[r] > vehicles_[static_cast<std::size_t>(best)];
                if (model_.runs[r].turn == static_cast<int>(f) && vehicles_[r] > 0 && larger) {
                    best = static_cast<int>(r);
                }
            }
            if (best >= 0) {
                vehicles_[static_cast<std::size_t>(best)] += left_of_turn_[f];
                left_of_turn_[f] = 0;
            }
        }
    }

    const DispatchModel& model_;
    LpSolver& solver_;
    std::vector<int> vehicles_;
    std::vector<bool> fixed_;
    std::vector<int> left_of_turn_;
};

/// Moves single vehicles between the runs of a turn while that serves the first aim, at most
/// `solves_max` linear programs long.
class VehicleSwap {
  public:
    VehicleSwap(const DispatchModel& model, LpSolver& solver, std::vector<int> vehicles)
        : model_(model), solver_(solver), vehicles_(std::move(vehicles)) {}

    std::vector<int> improve(const std::vector<double>& lacking, double bound, int solves_max,
                             const std::function<bool()>& keep_going) {
        solver_.set_costs(lacking);
        best_ = solver_.solve().objective;
        solves_left_ = solves_max;
        bool better = true;
        while (better && best_ - bound > 1e-6 * std::abs(bound) && solves_left_ > 0) {
            better = false;
            for (std::size_t from = 0; from < vehicles_.size(); ++from) {
                for (std::size_t to = 0; to < vehicles_.size() && vehicles_[from] > 0; ++to) {
                    const bool pair = from != to && model_.runs[from].turn == model_.runs[to].turn;
                    if (pair && solves_left_ > 0 && keep_going()) {
                        better = try_move(from, to) || better;
                    }
                }
            }
        }
        return vehicles_;
    }

  private:
    void set(std::size_t run, int vehicles) {
        vehicles_[run] = vehicles;
        solver_.set_column_bounds(model_.runs[run].column, vehicles, vehicles);
    }

    bool try_move(std::size_t from, std::size_t to) {
        set(from, vehicles_[from] - 1);
        set(to, vehicles_[to] + 1);
        --solves_left_;
        const double value = solver_.solve().objective;
        if (value < best_ - 1e-9 * std::abs(best_)) {
            best_ = value;
            return true;
        }
        set(from, vehicles_[from] + 1);
        set(to, vehicles_[to] - 1);
        return false;
    }

    const DispatchModel& model_;
    LpSolver& solver_;
    std::vector<int> vehicles_;
    double best_ = 0;
    int solves_left_ = 0;
};

int swap_solves(const DispatchModel& model) {
    return std::min(swap_solves_max, swap_rows_max / static_cast<int>(model.lp.rows.size()));
}

double capped(double value) {
    return value + std::max(1e-6, std::abs(value) * cap_slack);
}

double least(const std::vector<double>& shares) {
    return shares.empty() ? 0 : *std::min_element(shares.begin(), shares.end());
}

/// Pieces that serve several people each (a lamp 300, a generator 200, a tent 4) are few, and a
/// third of one would be worth hours: they are made whole before the other goods are settled around
/// them.
class WholePieces {
  public:
    WholePieces(const DispatchProblem& problem, const DispatchModel& model,
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
                std::stable_sort(cargo.begin(), cargo.end(), [](const Cargo* a, const Cargo* b) {
                    return a->arrive < b->arrive;
                });
                need.groups.push_back(std::move(cargo));
            }
            needs_.push_back(std::move(need));
        }
        std::stable_sort(needs_.begin(), needs_.end(),
                         [](const Need& a, const Need& b) { return a.persons > b.persons; });
    }

    /// Fixes their columns to whole numbers near the optimum, the pieces for most people first,
    /// solving in between; a need whose whole pieces find no room stays as it is.
    LpSolution fix() {
        LpSolution solution = solver_.solve();
        for (const Need& need : needs_) {
            fix_need(need, solution.columns);
            if (auto next = solver_.try_solve()) {
                solution = *std::move(next);
            } else {
                release(need);
                solution = solver_.solve();
            }
        }
        return solution;
    }

    /// Fixes their columns to what they are.
    void hold(const std::vector<double>& columns) {
        for (const Need& need : needs_) {
            for (const auto& group : need.groups) {
                for (const Cargo* cargo : group) {
                    const double units = columns[static_cast<std::size_t>(cargo->column)];
                    solver_.set_column_bounds(cargo->column, units, units);
                }
            }
        }
    }

  private:
    static constexpr double many_persons = 3.5;  // a tent shelters 4

    struct Need {
        double persons = 0;                             // a piece serves
        std::vector<std::vector<const Cargo*>> groups;  // of lots; each by arrival
    };

    void release(const Need& need) {
        for (const auto& group : need.groups) {
            for (const Cargo* cargo : group) {
                solver_.set_column_bounds(cargo->column, 0, lp_infinity);
            }
        }
    }

    static double total(const std::vector<const Cargo*>& group,
                        const std::vector<double>& columns) {
        double sum = 0;
        for (const Cargo* cargo : group) {
            sum += columns[static_cast<std::size_t>(cargo->column)];
        }
        return sum;
    }

    void fix_need(const Need& need, const std::vector<double>& columns) {
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
        double left = std::floor(sum + whole) -
                      std::accumulate(whole_totals.begin(), whole_totals.end(), 0.0);
        for (std::size_t i = 0; i < remainders.size() && left >= 1; ++i, left -= 1) {
            whole_totals[remainders[i].second] += 1;
        }
        for (std::size_t g = 0; g < need.groups.size(); ++g) {
            fix_group(need.groups[g], whole_totals[g], columns);
        }
    }

    /// Over the trips of a group the running total is rounded, so that no piece comes much later;
    /// what finds no room beside the pieces already fixed waits for the next trip.
    void fix_group(const std::vector<const Cargo*>& group, double units,
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

    [[nodiscard]] const DispatchItem& item(const Cargo& cargo) const {
        return problem_.items[static_cast<std::size_t>(
            model_.item_of_way[static_cast<std::size_t>(cargo.way)])];
    }

    [[nodiscard]] double room(const Cargo& cargo) const {
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

    void take_room(const Cargo& cargo, double units) {
        auto& [kg, m3] = used_[{cargo.run, cargo.trip}];
        kg += units * item(cargo).weight_kg;
        m3 += units * item(cargo).volume_m3;
    }

    const DispatchProblem& problem_;
    const DispatchModel& model_;
    const std::vector<int>& vehicles_;
    std::map<std::pair<int, int>, std::pair<double, double>> used_;  // run, trip: kg, m3 fixed
    LpSolver& solver_;
    std::vector<Need> needs_;
};

/// Opens or closes what an aim must keep of the aims before it.
class Keeper {
  public:
    Keeper(const DispatchModel& model, LpSolver& solver) : model_(model), solver_(solver) {}

    void keep_lacking(double value) {
        solver_.set_row_bounds(model_.lacking_row, -lp_infinity, capped(value));
    }
    /// Need by need, so that no later aim pays with one need's hours for another's.
    void keep_each_need(const std::vector<double>& values) {
        for (std::size_t n = 0; n < values.size(); ++n) {
            solver_.set_row_bounds(model_.need_lacking_rows[n], -lp_infinity, capped(values[n]));
        }
    }
    void keep_share(double share) {
        solver_.set_column_bounds(model_.least_share_column, std::max(0.0, share - 1e-9), 1);
    }
    void keep_tiers(double value) {
        solver_.set_row_bounds(model_.tier_row, -lp_infinity, capped(value));
    }
    void keep_nothing() {
        solver_.set_row_bounds(model_.lacking_row, -lp_infinity, lp_infinity);
        for (const int row : model_.need_lacking_rows) {
            solver_.set_row_bounds(row, -lp_infinity, lp_infinity);
        }
        solver_.set_column_bounds(model_.least_share_column, 0, 1);
        solver_.set_row_bounds(model_.tier_row, -lp_infinity, lp_infinity);
    }

  private:
    const DispatchModel& model_;
    LpSolver& solver_;
};

/// Solves the goods for the aims in their order, the vehicles being fixed; answers the columns.
std::vector<double> settle_goods(const DispatchProblem& problem, const DispatchModel& model,
                                 const Costs& costs, WholePieces& pieces, LpSolver& solver) {
    Keeper keeper(model, solver);
    solver.set_costs(costs.lacking);
    const LpSolution soonest = pieces.fix();
    keeper.keep_lacking(soonest.objective);
    solver.set_costs(costs.minus_least_share);
    const LpSolution fair = solver.solve();
    keeper.keep_share(-fair.objective);
    keeper.keep_each_need(value_of(problem, model, fair.columns).need_lacking);
    solver.set_costs(costs.tiers);
    keeper.keep_tiers(solver.solve().objective);
    solver.set_costs(costs.tonne_km);
    return solver.solve().columns;
}

/// What each aim is called and counted in, in their order.
struct AimName {
    const char* name;
    const char* unit;
};
constexpr std::array aims{AimName{"lacking_person_hours", "weighted person-hours"},
                          AimName{"least_served_share", "fraction"},
                          AimName{"own_stock_first", "persons x tier"},
                          AimName{"fewest_changes", "changed lines"},
                          AimName{"tonne_km", "t km"},
                          AimName{"expiry_first", "unit-days left"}};

ObjectiveLevel aim(std::size_t index, double value, double bound, const char* keeps) {
    return {.name = aims[index].name,
            .unit = aims[index].unit,
            .value = value,
            .bound = bound,
            .maximise = index == 1,
            .keeps = keeps};
}

/// Nothing is asked for: every aim is 0 and so is its bound.
DispatchPlan plan_for_nobody() {
    DispatchPlan plan;
    for (std::size_t i = 0; i < aims.size(); ++i) {
        plan.levels.push_back(aim(i, 0, 0, ""));
    }
    return plan;
}

/// The levels of a finished packing, each with the bound that holds for every plan with the same
/// vehicles that is no worse under the aims before it.
std::vector<ObjectiveLevel> prove_levels(const DispatchModel& model, const Costs& costs,
                                         const PackedValue& value, double first_bound,
                                         LpSolver& solver) {
    std::vector<ObjectiveLevel> levels{aim(0, value.lacking, first_bound, "")};
    const double share = least(value.shares);
    Keeper keeper(model, solver);
    keeper.keep_nothing();
    keeper.keep_lacking(value.lacking);
    solver.set_costs(costs.minus_least_share);
    levels.push_back(
        aim(1, share, -solver.solve().objective,
            "vehicles per run, trips of pieces for 4 people or more, lacking person-hours"));
    keeper.keep_share(share);
    keeper.keep_each_need(value.need_lacking);
    solver.set_costs(costs.tiers);
    levels.push_back(aim(2, value.tier_steps, solver.solve().objective,
                         "the same, need by need, and the least share"));
    levels.push_back(aim(3, 0, 0, "no plan in hand to change"));
    keeper.keep_tiers(value.tier_steps);
    solver.set_costs(costs.tonne_km);
    levels.push_back(
        aim(4, value.tonne_km, solver.solve().objective, "the same, and the tiers drawn on"));
    return levels;
}

// ---- from a packing to shipments ----

/// Units of one lot that one cargo column takes.
struct LotPick {
    std::string lot;
    Units units = 0;
};

/// First expired, first out: goods are taken lot by lot in the order of departure, which makes the
/// sum of the days left of what is sent as small as it can be.
class LotPicker {
  public:
    explicit LotPicker(const DispatchProblem& problem) {
        for (const DispatchSupply& supply : problem.supplies) {
            lots_.push_back(supply.lots);
        }
    }

    std::vector<LotPick> pick(int supply, Units units, Date arrival) {
        std::vector<LotPick> picks;
        sent_[supply] += units;
        arrival_unit_days_ += static_cast<double>(units) * days(arrival);
        for (DispatchLot& lot : lots_[static_cast<std::size_t>(supply)]) {
            const Units some = lot.expires_on < arrival ? 0 : std::min(units, lot.available);
            if (some > 0) {
                picks.push_back({.lot = lot.lot, .units = some});
                expiry_unit_days_ += static_cast<double>(some) * days(lot.expires_on);
                lot.available -= some;
                units -= some;
            }
        }
        return picks;
    }

    /// Unit-days left on what has been picked.
    [[nodiscard]] double days_left() const { return expiry_unit_days_ - arrival_unit_days_; }

    /// The least that any choice of lots could have left on the same goods: the lots that expire
    /// first, also those that would not have lasted to a late arrival.
    [[nodiscard]] double days_left_bound(const DispatchProblem& problem) const {
        double unit_days = -arrival_unit_days_;
        for (const auto& [supply, sent] : sent_) {
            Units left = sent;
            for (const DispatchLot& lot : problem.supplies[static_cast<std::size_t>(supply)].lots) {
                const bool usable = lot.expires_on >= beijing_date(problem.as_of);
                const Units some = usable ? std::min(left, lot.available) : 0;
                unit_days += static_cast<double>(some) * days(lot.expires_on);
                left -= some;
            }
        }
        return unit_days;
    }

  private:
    static double days(Date date) { return static_cast<double>(date.time_since_epoch().count()); }

    std::vector<std::vector<DispatchLot>> lots_;
    std::map<int, Units> sent_;
    double arrival_unit_days_ = 0;
    double expiry_unit_days_ = 0;
};

std::vector<std::string> need_ids(const DispatchProblem& problem, const Way& way) {
    std::vector<std::string> ids;
    for (const int need : way.serves) {
        ids.push_back(problem.needs[static_cast<std::size_t>(need)].id);
    }
    return ids;
}

Shipment start_shipment(const DispatchProblem& problem, const DispatchLeg& leg, int depart,
                        int arrive) {
    Shipment shipment;
    shipment.to = leg.to_place;
    shipment.from_node = leg.from_node;
    shipment.depart = problem.as_of + Minutes{depart};
    shipment.arrive = problem.as_of + Minutes{arrive};
    shipment.vehicle_class = leg.vehicle_class;
    shipment.km = leg.km;
    shipment.minutes = leg.minutes;
    shipment.edges = leg.edges;
    return shipment;
}

/// Lines of the same lot for the same needs become one.
void add_line(Shipment& shipment, ShipmentLine line) {
    for (ShipmentLine& known : shipment.lines) {
        if (known.item == line.item && known.lot == line.lot && known.for_need == line.for_need) {
            known.quantity += line.quantity;
            known.counts_for += line.counts_for;
            return;
        }
    }
    shipment.lines.push_back(std::move(line));
}

Shipment depot_shipment(const DispatchProblem& problem, const DispatchModel& model,
                        const PackedTrip& packed, LotPicker& lots) {
    const Run& run = model.runs[static_cast<std::size_t>(packed.run)];
    const Trip& trip = run.trips[static_cast<std::size_t>(packed.trip)];
    const DispatchDepot& depot = problem.depots[static_cast<std::size_t>(run.depot)];
    Shipment shipment = start_shipment(problem, problem.legs[static_cast<std::size_t>(run.leg)],
                                       trip.depart, trip.arrive);
    shipment.from = depot.id;
    shipment.fleet = depot.fleet;
    shipment.back = problem.as_of + Minutes{trip.back};
    shipment.tier = run.tier;
    shipment.vehicles = packed.vehicles;
    const Date arrival = beijing_date(shipment.arrive);
    for (const auto& [index, units] : packed.units) {
        const Cargo& cargo = model.cargo[static_cast<std::size_t>(index)];
        const Way& way = problem.ways[static_cast<std::size_t>(cargo.way)];
        const LotGroup& group = model.groups[static_cast<std::size_t>(cargo.group)];
        for (const LotPick& pick : lots.pick(group.supply, units, arrival)) {
            add_line(shipment, {.item = way.item,
                                .lot = pick.lot,
                                .quantity = pick.units,
                                .for_need = need_ids(problem, way),
                                .counts_for = pick.units * way.rate});
        }
    }
    return shipment;
}

std::vector<Shipment> supplier_shipments(const DispatchProblem& problem, const DispatchModel& model,
                                         const Packing& packing) {
    std::map<std::tuple<int, std::string, int>, Shipment> by_truckload;
    for (std::size_t c = 0; c < packing.supplied.size(); ++c) {
        if (packing.supplied[c] == 0) {
            continue;
        }
        const Cargo& cargo = model.cargo[c];
        const Way& way = problem.ways[static_cast<std::size_t>(cargo.way)];
        const DispatchLeg& leg = problem.legs[static_cast<std::size_t>(cargo.leg)];
        const auto& supplier = problem.suppliers[static_cast<std::size_t>(cargo.supplier)];
        auto [at, fresh] =
            by_truckload.try_emplace(std::tuple{cargo.supplier, leg.to_place, cargo.day});
        if (fresh) {
            at->second = start_shipment(problem, leg, cargo.depart, cargo.arrive);
            at->second.from = supplier.id;
            at->second.fleet = supplier.id;
            at->second.tier = "agreement";
            at->second.back = at->second.arrive + Minutes{supplier.unload_minutes + leg.minutes};
        }
        add_line(at->second, {.item = way.item,
                              .lot = "",
                              .quantity = packing.supplied[c],
                              .for_need = need_ids(problem, way),
                              .counts_for = packing.supplied[c] * way.rate});
    }
    std::vector<Shipment> shipments;
    for (auto& [key, shipment] : by_truckload) {
        shipments.push_back(std::move(shipment));
    }
    return shipments;
}

void weigh(const DispatchProblem& problem, Shipment& shipment) {
    for (const ShipmentLine& line : shipment.lines) {
        const auto item = std::find_if(problem.items.begin(), problem.items.end(),
                                       [&](const DispatchItem& i) { return i.id == line.item; });
        shipment.load_kg += static_cast<double>(line.quantity) * item->weight_kg;
        shipment.load_m3 += static_cast<double>(line.quantity) * item->volume_m3;
    }
    const auto supplier =
        std::find_if(problem.suppliers.begin(), problem.suppliers.end(),
                     [&](const DispatchSupplier& s) { return s.id == shipment.from; });
    if (supplier != problem.suppliers.end()) {
        // A supplier brings as many of its own lorries as the load takes. Boxes are small beside
        // a lorry; a hundredth is left for what does not pack.
        const double full = 0.99;
        shipment.vehicles =
            static_cast<int>(std::ceil(std::max(shipment.load_kg / (supplier->payload_kg * full),
                                                shipment.load_m3 / (supplier->usable_m3 * full))));
    }
}

/// Shipments in the order they leave, numbered S001 …
std::vector<Shipment> make_shipments(const DispatchProblem& problem, const DispatchModel& model,
                                     const Packing& packing, LotPicker& lots) {
    std::vector<const PackedTrip*> by_departure;
    for (const PackedTrip& trip : packing.trips) {
        by_departure.push_back(&trip);
    }
    const auto departure = [&](const PackedTrip* trip) {
        return model.runs[static_cast<std::size_t>(trip->run)]
            .trips[static_cast<std::size_t>(trip->trip)]
            .depart;
    };
    std::stable_sort(
        by_departure.begin(), by_departure.end(),
        [&](const PackedTrip* a, const PackedTrip* b) { return departure(a) < departure(b); });
    std::vector<Shipment> shipments;
    for (const PackedTrip* trip : by_departure) {
        shipments.push_back(depot_shipment(problem, model, *trip, lots));
    }
    for (Shipment& shipment : supplier_shipments(problem, model, packing)) {
        shipments.push_back(std::move(shipment));
    }
    std::stable_sort(shipments.begin(), shipments.end(), [](const Shipment& a, const Shipment& b) {
        return std::tie(a.depart, a.from, a.to, a.vehicle_class) <
               std::tie(b.depart, b.from, b.to, b.vehicle_class);
    });
    for (std::size_t i = 0; i < shipments.size(); ++i) {
        shipments[i].id = fmt::format("S{:03}", i + 1);
        weigh(problem, shipments[i]);
    }
    return shipments;
}

}  // namespace

DispatchPlan solve_dispatch(const DispatchProblem& problem,
                            const std::function<bool()>& keep_going) {
    validate(problem);
    if (problem.needs.empty()) {
        return plan_for_nobody();
    }
    const DispatchModel model = build_model(problem);
    const Costs costs = make_costs(model);
    LpSolver solver(model.lp);
    const double first_bound = solver.solve().objective;
    solver.set_costs(costs.guide);
    std::vector<int> vehicles = VehicleChoice(model, solver).choose(keep_going);
    for (std::size_t r = 0; r < vehicles.size(); ++r) {
        solver.set_column_bounds(model.runs[r].column, vehicles[r], vehicles[r]);
    }
    vehicles = VehicleSwap(model, solver, vehicles)
                   .improve(costs.lacking, first_bound, swap_solves(model), keep_going);
    WholePieces pieces(problem, model, vehicles, solver);
    const std::vector<double> goods = settle_goods(problem, model, costs, pieces, solver);
    const Packing packing = pack(problem, model, vehicles, goods);
    const std::vector<double> packed = columns_of(model, packing);
    const PackedValue value = value_of(problem, model, packed);
    pieces.hold(packed);

    DispatchPlan plan;
    plan.levels = prove_levels(model, costs, value, first_bound, solver);
    LotPicker lots(problem);
    plan.shipments = make_shipments(problem, model, packing, lots);
    plan.levels.push_back(
        aim(5, lots.days_left(), lots.days_left_bound(problem), "all goods of all shipments"));
    plan.unmet = explain_unmet(problem, model, packing);
    return plan;
}

std::string dispatch_mps(const DispatchProblem& problem) {
    const DispatchModel model = build_model(problem);
    return write_mps(first_aim_model(model), "RELIEF_LACKING",
                     "Relief: weighted person-hours lacking, to be minimised.\n"
                     "X vehicles of a run, Q units of goods on a trip, U units of a need unmet.\n"
                     "Goods are whole pieces in the plan and continuous here.");
}

}  // namespace relief
