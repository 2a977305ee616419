// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/runs.h"

#include "routing/dispatch/day.h"
#include "routing/dispatch/driving.h"
#include "routing/dispatch/look_up.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace relief {
namespace {

// A shuttle of more trips than this is not planned ahead: a re-plan comes long before.
constexpr int trips_max = 24;
/// The turns of one site. Its vehicles queue at the docks in the order of the fleet rows; a round
/// is as long as its slowest loading. Rounds are told apart singly at first and then in blocks of
/// twice the length (1, 2, 3-4, 5-8 …), a block being gone when its last round is, so that a large
/// fleet keeps the model small and never holds its first lorries back.
void queue_docks(const DispatchProblem& problem, const DispatchFleetSite& site,
                 std::vector<DockTurn>& turns) {
    const std::size_t first = turns.size();
    int round = 1;
    int block_end = 1;
    int in_round = 0;
    int round_start = 0;
    int round_length = 0;
    std::size_t block_first = first;
    const auto close_round = [&] {
        for (std::size_t t = block_first; t < turns.size(); ++t) {
            turns[t].loaded_after = round_start + round_length;
        }
    };
    for (std::size_t f = 0; f < problem.fleets.size(); ++f) {
        const DispatchFleet& fleet = problem.fleets[f];
        for (int vehicle = 0; fleet.depot == site.depot && vehicle < fleet.count; ++vehicle) {
            if (in_round == site.docks) {
                close_round();
                round_start += round_length;
                round_length = 0;
                in_round = 0;
                if (round == block_end) {
                    block_end *= 2;
                    block_first = turns.size();
                }
                ++round;
            }
            ++in_round;
            round_length = std::max(round_length, fleet.load_minutes);
            if (turns.size() == block_first || turns.back().fleet != static_cast<int>(f)) {
                turns.push_back({.fleet = static_cast<int>(f)});
            }
            ++turns.back().count;
        }
    }
    close_round();
    for (std::size_t t = first; t < turns.size(); ++t) {
        turns[t].all_loaded_after = round_start + round_length;
    }
}

/// Trips worth planning for.
struct UsefulTrips {
    int trips = 0;
    bool every_day = false;
};

/// Kilograms a place takes in within 24 h.
double takes_a_day(const DispatchProblem& problem, const std::string& place) {
    for (const DispatchReception& reception : problem.receptions) {
        if (reception.place == place && reception.kg_per_day > 0) {
            return reception.kg_per_day;
        }
    }
    return lp_infinity;
}

/// The trips of a vehicle: there, unloading, back and loading again, with its drivers' halts. Who
/// is back before all others have left waits for the dock.
std::vector<Trip> shuttle(const DispatchDriving& driving, const DispatchFleet& fleet,
                          const DispatchLeg& leg, int start, const DockTurn& turn, int opens,
                          int horizon, const UsefulTrips& useful) {
    std::vector<Trip> trips;
    if (useful.trips == 0) {
        return trips;
    }
    DrivingClock clock(driving, fleet.drivers);
    // Nobody sets out to stand before a place that is not open yet.
    const int first =
        DrivingClock(driving, fleet.drivers).drive(0, leg.minutes) + leg.carry_minutes;
    int depart = std::max(start + turn.loaded_after, opens - first);
    int of_day = 0;  // trips that arrive in the same 24 h
    while (static_cast<int>(trips.size()) < trips_max) {
        const int unloading = clock.drive(depart, leg.minutes);
        const int arrive = unloading + leg.carry_minutes;
        if (arrive > horizon) {
            break;
        }
        const int back = clock.drive(unloading + fleet.unload_minutes, leg.minutes_back());
        trips.push_back({.depart = depart,
                         .arrive = arrive,
                         .back = back,
                         .halts = unloading - depart - leg.minutes});
        const int next = std::max(back + fleet.load_minutes, depart + turn.all_loaded_after);
        if (++of_day == useful.trips) {
            if (!useful.every_day) {
                break;
            }
            of_day = 0;
            depart = std::max(next, (arrive / minutes_a_day + 1) * minutes_a_day - first);
        } else {
            depart = next;
        }
    }
    return trips;
}

/// How many trips one vehicle would need to carry all that the depot could give the place; as many
/// every day where the place does not take it all in at once.
UsefulTrips useful_trips(const DispatchProblem& problem, int depot, const std::string& place,
                         const DispatchFleet& fleet) {
    double kg = 0;
    double m3 = 0;
    for (const DispatchSupply& supply : problem.supplies) {
        if (supply.depot != depot) {
            continue;
        }
        Units wanted = 0;
        for (const Way& way : problem.ways) {
            const DispatchNeed& need = problem.needs[static_cast<std::size_t>(way.serves.front())];
            if (way.item == supply.item && need.place == place) {
                wanted += need.quantity;
            }
        }
        const auto units = static_cast<double>(
            std::min(wanted, std::max<Units>(0, supply.on_hand - supply.floor)));
        const DispatchItem& item = item_of(problem, supply.item);
        kg += units * item.weight_kg;
        m3 += units * item.volume_m3;
    }
    if (kg <= 0) {
        return {};
    }
    // One spare trip for what does not pack exactly.
    return {
        .trips =
            static_cast<int>(std::ceil(std::max(kg / fleet.payload_kg, m3 / fleet.usable_m3))) + 1,
        .every_day = kg > takes_a_day(problem, place)};
}

/// One run for each turn at the depot's docks whose class has a road to the place.
void add_runs(const DispatchProblem& problem, int depot, int place, const DispatchTier& tier,
              DispatchModel& model) {
    const DispatchDepot& from = problem.depots[static_cast<std::size_t>(depot)];
    const std::string& to = problem.places[static_cast<std::size_t>(place)];
    for (std::size_t t = 0; t < model.turns.size(); ++t) {
        const DockTurn& turn = model.turns[t];
        const DispatchFleet& fleet = problem.fleets[static_cast<std::size_t>(turn.fleet)];
        const bool serves = fleet.depot == from.fleet || fleet.mode != "road";
        const int leg = serves ? leg_index(problem, from.node, to, fleet.vehicle_class) : -1;
        if (leg < 0) {
            continue;
        }
        const DispatchLeg& way = problem.legs[static_cast<std::size_t>(leg)];
        const int start = std::max(
            {tier.signature_minutes, fleet.muster_minutes + way.ferry_minutes, from.ready_minutes});
        // No rule of the road binds craft.
        const DispatchDriving driving = fleet.mode == "road" ? problem.driving : DispatchDriving{};
        Run run{.depot = depot,
                .place = place,
                .fleet = turn.fleet,
                .turn = static_cast<int>(t),
                .leg = leg,
                .tier_rank = tier.rank,
                .tier = tier.tier,
                .trips = shuttle(driving, fleet, way, start, turn, opens_after(problem, to),
                                 horizon_minutes(problem), useful_trips(problem, depot, to, fleet)),
                .column = -1};
        if (!run.trips.empty()) {
            model.runs.push_back(std::move(run));
        }
    }
}

}  // namespace

std::vector<DockTurn> dock_turns(const DispatchProblem& problem) {
    std::vector<DockTurn> turns;
    for (const DispatchFleetSite& site : problem.sites) {
        queue_docks(problem, site, turns);
    }
    return turns;
}

void make_runs(const DispatchProblem& problem, DispatchModel& model) {
    model.turns = dock_turns(problem);
    for (std::size_t d = 0; d < problem.depots.size(); ++d) {
        for (std::size_t p = 0; p < problem.places.size(); ++p) {
            const DispatchTier* tier = tier_of(problem, static_cast<int>(d), problem.places[p]);
            if (tier != nullptr) {
                add_runs(problem, static_cast<int>(d), static_cast<int>(p), *tier, model);
            }
        }
    }
}

}  // namespace relief
