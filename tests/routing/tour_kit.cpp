// SPDX-License-Identifier: Apache-2.0
#include "tests/routing/tour_kit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace relief::test {
namespace {

constexpr double tolerance = 1e-6;

std::size_t at(int index) {
    return static_cast<std::size_t>(index);
}

double between(const TourProblem& problem, const std::vector<double>& matrix, int from, int to) {
    return matrix[at(from) * at(problem.locations) + at(to)];
}

const std::vector<double>& times(const TourProblem& problem) {
    return problem.duration.empty() ? problem.distance : problem.duration;
}

/// One vehicle's day: trips of clients, each loaded at the depot.
struct Day {
    int vehicle = 0;
    std::vector<std::vector<TourStop>> trips;
};

double distance_of(const TourProblem& problem, const Day& day) {
    const TourVehicle& vehicle = problem.vehicles[at(day.vehicle)];
    const int depot = problem.depots[at(vehicle.depot)].location;
    double distance = 0;
    for (const auto& trip : day.trips) {
        int here = depot;
        for (const TourStop& stop : trip) {
            const int there = problem.clients[at(stop.client)].location;
            distance += between(problem, problem.distance, here, there);
            here = there;
        }
        distance += between(problem, problem.distance, here, depot);
    }
    return distance;
}

/// When the vehicle is back if it leaves at `start` or as soon after as its goods are there;
/// nullopt where a window is missed. `left` is when it really leaves.
std::optional<double> back_at(const TourProblem& problem, const Day& day, double start,
                              double& left) {
    const TourVehicle& vehicle = problem.vehicles[at(day.vehicle)];
    const TourDepot& depot = problem.depots[at(vehicle.depot)];
    double clock = std::max(start, depot.open);
    for (std::size_t t = 0; t < day.trips.size(); ++t) {
        if (clock > depot.close + tolerance) {
            return std::nullopt;
        }
        for (const TourStop& stop : day.trips[t]) {
            clock = std::max(clock, problem.clients[at(stop.client)].release);
        }
        if (t == 0) {
            left = clock;
        }
        int here = depot.location;
        for (const TourStop& stop : day.trips[t]) {
            const TourClient& client = problem.clients[at(stop.client)];
            clock += between(problem, times(problem), here, client.location);
            clock = std::max(clock, client.ready);
            if (clock > client.due + tolerance) {
                return std::nullopt;
            }
            clock += client.service;
            here = client.location;
        }
        clock += between(problem, times(problem), here, depot.location);
    }
    if (clock > depot.close + tolerance) {
        return std::nullopt;
    }
    return clock;
}

/// The shortest the day can last, over every begin at which something changes: any slack of any
/// stop, tried out one by one.
std::optional<double> shortest_day(const TourProblem& problem, const Day& day) {
    double left = 0;
    const std::optional<double> back = back_at(problem, day, 0, left);
    if (!back) {
        return std::nullopt;
    }
    // Leaving later never brings it back earlier, so the best begin is the latest that is no later
    // back: halve until it is found.
    double low = left;
    double high = *back;
    for (int i = 0; i < 200 && high - low > 1e-9; ++i) {
        const double middle = (low + high) / 2;
        double really = 0;
        const std::optional<double> then = back_at(problem, day, middle, really);
        (then && *then <= *back + 1e-9 ? low : high) = middle;
    }
    return *back - low;
}

std::vector<std::string> day_faults(const TourProblem& problem, const Day& day,
                                    const std::string& name) {
    std::vector<std::string> faults;
    const TourVehicle& vehicle = problem.vehicles[at(day.vehicle)];
    if (day.trips.size() > 1 && !vehicle.reload) {
        faults.push_back(name + "reloads and may not");
    }
    for (const auto& trip : day.trips) {
        std::int64_t load = 0;
        for (const TourStop& stop : trip) {
            load += stop.quantity;
            if (!vehicle.serves.empty() && vehicle.serves[at(stop.client)] == 0) {
                faults.push_back(fmt::format("{}may not serve {}", name, stop.client));
            }
        }
        if (load > vehicle.capacity) {
            faults.push_back(fmt::format("{}carries {} of {}", name, load, vehicle.capacity));
        }
        if (trip.empty()) {
            faults.push_back(name + "has an empty trip");
        }
    }
    if (distance_of(problem, day) > vehicle.max_distance + tolerance) {
        faults.push_back(name + "is too long");
    }
    const std::optional<double> duration = shortest_day(problem, day);
    if (!duration) {
        faults.push_back(name + "misses a window");
    } else if (*duration > vehicle.max_duration + tolerance) {
        faults.push_back(fmt::format("{}lasts {} of {}", name, *duration, vehicle.max_duration));
    }
    return faults;
}

Day day_of(const TourRoute& route) {
    Day day{.vehicle = route.vehicle, .trips = {{}}};
    for (const TourStop& stop : route.stops) {
        if (stop.client == reload_stop) {
            day.trips.emplace_back();
        } else {
            day.trips.back().push_back(stop);
        }
    }
    return day;
}

std::vector<std::string> service_faults(const TourProblem& problem, const TourPlan& plan) {
    std::vector<std::string> faults;
    std::vector<std::int64_t> brought(problem.clients.size(), 0);
    std::vector<int> visits(problem.clients.size(), 0);
    for (const TourRoute& route : plan.routes) {
        for (const TourStop& stop : route.stops) {
            if (stop.client != reload_stop) {
                brought[at(stop.client)] += stop.quantity;
                ++visits[at(stop.client)];
            }
        }
    }
    std::vector<char> told(problem.clients.size(), 0);
    for (const TourShortage& shortage : plan.missing) {
        brought[at(shortage.client)] += shortage.quantity;
        told[at(shortage.client)] = 1;
    }
    for (std::size_t c = 0; c < problem.clients.size(); ++c) {
        if (brought[c] != problem.clients[c].demand) {
            faults.push_back(fmt::format("client {}: {} of {} accounted for", c, brought[c],
                                         problem.clients[c].demand));
        }
        if (visits[c] == 0 && told[c] == 0) {
            faults.push_back(fmt::format("client {} is neither visited nor missing", c));
        }
        if (!problem.split && visits[c] > 1) {
            faults.push_back(fmt::format("client {} is visited {} times", c, visits[c]));
        }
    }
    return faults;
}

/// The cheapest distance of serving a set of clients with one vehicle; infinite where it cannot.
double least_distance(const TourProblem& problem, int vehicle, const std::vector<int>& clients) {
    double least = no_tour_limit;
    std::vector<int> order = clients;
    const TourVehicle& type = problem.vehicles[at(vehicle)];
    const unsigned cuts = type.reload ? 1U << (clients.size() - 1) : 1U;
    do {
        for (unsigned cut = 0; cut < cuts; ++cut) {
            Day day{.vehicle = vehicle, .trips = {{}}};
            for (std::size_t i = 0; i < order.size(); ++i) {
                day.trips.back().push_back({order[i], problem.clients[at(order[i])].demand});
                if (((cut >> i) & 1U) != 0) {
                    day.trips.emplace_back();
                }
            }
            const double distance = distance_of(problem, day);
            if (distance < least && day_faults(problem, day, "").empty()) {
                least = distance;
            }
        }
    } while (std::next_permutation(order.begin(), order.end()));
    return least;
}

struct Cover {
    std::vector<std::vector<double>> cost;  ///< by vehicle type and set of clients
    std::vector<int> left;
    unsigned all = 0;

    double least(unsigned served) {
        if (served == all) {
            return 0;
        }
        const unsigned first = ~served & (served + 1);  // the lowest client not served
        const unsigned rest = all & ~served & ~first;
        double best = no_tour_limit;
        for (unsigned set = rest;; set = (set - 1) & rest) {
            for (std::size_t type = 0; type < cost.size(); ++type) {
                if (left[type] > 0 && cost[type][set | first] < best) {
                    --left[type];
                    best = std::min(best, cost[type][set | first] + least(served | set | first));
                    ++left[type];
                }
            }
            if (set == 0) {
                break;
            }
        }
        return best;
    }
};

}  // namespace

std::vector<std::string> tour_faults(const TourProblem& problem, const TourPlan& plan) {
    std::vector<std::string> faults = service_faults(problem, plan);
    std::vector<int> used(problem.vehicles.size(), 0);
    double cost = 0;
    for (std::size_t r = 0; r < plan.routes.size(); ++r) {
        const TourRoute& route = plan.routes[r];
        const Day day = day_of(route);
        const std::string name = fmt::format("route {} ", r);
        const std::vector<std::string> mine = day_faults(problem, day, name);
        faults.insert(faults.end(), mine.begin(), mine.end());
        const TourVehicle& vehicle = problem.vehicles[at(route.vehicle)];
        if (++used[at(route.vehicle)] > vehicle.count) {
            faults.push_back(name + "has no vehicle left");
        }
        cost += vehicle.fixed_cost + vehicle.distance_cost * distance_of(problem, day);
    }
    if (std::abs(cost - plan.cost) > tolerance * std::max(1.0, cost)) {
        faults.push_back(fmt::format("the cost is {}, the plan says {}", cost, plan.cost));
    }
    return faults;
}

std::optional<double> least_tour_cost(const TourProblem& problem) {
    const unsigned sets = 1U << problem.clients.size();
    Cover cover{.all = sets - 1};
    for (std::size_t type = 0; type < problem.vehicles.size(); ++type) {
        const TourVehicle& vehicle = problem.vehicles[type];
        cover.left.push_back(vehicle.count);
        cover.cost.emplace_back(sets, no_tour_limit);
        for (unsigned set = 1; set < sets; ++set) {
            std::vector<int> clients;
            for (int c = 0; c < static_cast<int>(problem.clients.size()); ++c) {
                if (((set >> static_cast<unsigned>(c)) & 1U) != 0) {
                    clients.push_back(c);
                }
            }
            cover.cost[type][set] =
                vehicle.fixed_cost +
                vehicle.distance_cost * least_distance(problem, static_cast<int>(type), clients);
        }
    }
    const double least = cover.least(0);
    return least < no_tour_limit ? std::optional(least) : std::nullopt;
}

namespace {

/// Least cost of bringing `rest`, every route over every choice of quantities.
class SplitCover {
  public:
    explicit SplitCover(const TourProblem& problem) : problem_(problem) {
        for (unsigned set = 1; set < 1U << problem.clients.size(); ++set) {
            std::vector<int> clients;
            for (int c = 0; c < static_cast<int>(problem.clients.size()); ++c) {
                if (((set >> static_cast<unsigned>(c)) & 1U) != 0) {
                    clients.push_back(c);
                }
            }
            TourProblem light = problem;  // the load is watched by `routes` below
            light.vehicles[0].capacity = std::numeric_limits<int>::max();
            distance_[set] = least_distance(light, 0, clients);
        }
    }

    double least(const std::vector<std::int64_t>& rest) {
        if (std::all_of(rest.begin(), rest.end(), [](std::int64_t q) { return q == 0; })) {
            return 0;
        }
        const auto known = known_.find(rest);
        if (known != known_.end()) {
            return known->second;
        }
        double best = no_tour_limit;
        std::vector<std::int64_t> after = rest;
        routes(0, problem_.vehicles[0].capacity, 0, rest, after, best);
        return known_[rest] = best;
    }

  private:
    void routes(std::size_t client, std::int64_t room, unsigned set,
                const std::vector<std::int64_t>& rest, std::vector<std::int64_t>& after,
                double& best) {
        if (client == rest.size()) {
            if (set != 0) {
                const TourVehicle& vehicle = problem_.vehicles[0];
                best = std::min(best, vehicle.fixed_cost + vehicle.distance_cost * distance_[set] +
                                          least(after));
            }
            return;
        }
        for (std::int64_t q = 0; q <= std::min(room, rest[client]); ++q) {
            after[client] = rest[client] - q;
            routes(client + 1, room - q, q > 0 ? set | (1U << client) : set, rest, after, best);
        }
        after[client] = rest[client];
    }

    const TourProblem& problem_;
    std::map<unsigned, double> distance_;
    std::map<std::vector<std::int64_t>, double> known_;
};

}  // namespace

std::optional<double> least_split_cost(const TourProblem& problem) {
    std::vector<std::int64_t> demands;
    for (const TourClient& client : problem.clients) {
        demands.push_back(client.demand);
    }
    const double least = SplitCover(problem).least(demands);
    return least < no_tour_limit ? std::optional(least) : std::nullopt;
}

}  // namespace relief::test
