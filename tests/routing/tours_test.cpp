// SPDX-License-Identifier: Apache-2.0
// Tours against every possible tour: hundreds of tiny random problems of each kind, and the limits
// of any plan judged from outside (tour_kit).
#include "routing/dispatch/tours/tours.h"

#include "core/error.h"
#include "tests/routing/tour_kit.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace relief {
namespace {

using test::least_split_cost;
using test::least_tour_cost;
using test::tour_faults;

using TourDraw = std::mt19937;

int draw(TourDraw& from, int least, int most) {
    return least + static_cast<int>(from() % static_cast<unsigned>(most - least + 1));
}

/// Depots, then clients, on a small map of whole kilometres.
TourProblem made_map(TourDraw& from, int depots, int clients) {
    TourProblem problem{.locations = depots + clients};
    std::vector<std::pair<int, int>> points;
    for (int i = 0; i < problem.locations; ++i) {
        points.emplace_back(draw(from, 0, 20), draw(from, 0, 20));
    }
    for (const auto& [x, y] : points) {
        for (const auto& [u, v] : points) {
            problem.distance.push_back(std::round(std::hypot(x - u, y - v)));
        }
    }
    for (int d = 0; d < depots; ++d) {
        problem.depots.push_back({.location = d});
    }
    for (int c = 0; c < clients; ++c) {
        problem.clients.push_back({.location = depots + c, .demand = draw(from, 1, 4)});
    }
    return problem;
}

void give_windows(TourProblem& problem, TourDraw& from) {
    for (TourDepot& depot : problem.depots) {
        depot.close = draw(from, 60, 120);
    }
    for (TourClient& client : problem.clients) {
        client.ready = draw(from, 0, 50);
        client.due = client.ready + draw(from, 5, 40);
        client.service = draw(from, 0, 5);
    }
}

/// Holds the plan of a problem against the best there is.
void expect_best(const TourProblem& problem, const std::optional<double>& least,
                 const std::string& name) {
    const TourPlan plan = solve_tours(problem, {.iterations = 1500, .seed = 1});
    EXPECT_EQ(tour_faults(problem, plan), std::vector<std::string>{}) << name;
    if (!least) {
        EXPECT_FALSE(plan.missing.empty()) << name;
        return;
    }
    EXPECT_TRUE(plan.missing.empty()) << name;
    EXPECT_NEAR(plan.cost, *least, 1e-6) << name;
}

constexpr int tries = 150;

template <typename Make>
void expect_best_of_each(Make make) {
    for (unsigned seed = 1; seed <= tries; ++seed) {
        TourDraw from(seed);
        const TourProblem problem = make(from);
        expect_best(problem, least_tour_cost(problem), "seed " + std::to_string(seed));
    }
}

TEST(Tours, Capacity) {
    expect_best_of_each([](TourDraw& from) {
        TourProblem problem = made_map(from, 1, draw(from, 1, 5));
        problem.vehicles.push_back({.capacity = draw(from, 4, 9)});
        return problem;
    });
}

TEST(Tours, WindowsAndServiceTimes) {
    expect_best_of_each([](TourDraw& from) {
        TourProblem problem = made_map(from, 1, draw(from, 1, 5));
        give_windows(problem, from);
        problem.vehicles.push_back({.count = draw(from, 1, 4), .capacity = draw(from, 4, 12)});
        return problem;
    });
}

TEST(Tours, SeveralDepotsAndLimitedDurations) {
    expect_best_of_each([](TourDraw& from) {
        TourProblem problem = made_map(from, 2, draw(from, 1, 5));
        for (TourClient& client : problem.clients) {
            client.service = draw(from, 0, 3);
        }
        for (int depot = 0; depot < 2; ++depot) {
            problem.vehicles.push_back({.depot = depot,
                                        .count = draw(from, 1, 3),
                                        .capacity = draw(from, 4, 9),
                                        .max_duration = static_cast<double>(draw(from, 30, 70))});
        }
        return problem;
    });
}

TEST(Tours, WindowsWithLimitedDurationsOfSeveralDepots) {
    expect_best_of_each([](TourDraw& from) {
        TourProblem problem = made_map(from, 2, draw(from, 1, 4));
        give_windows(problem, from);
        for (int depot = 0; depot < 2; ++depot) {
            problem.vehicles.push_back({.depot = depot,
                                        .capacity = draw(from, 4, 9),
                                        .max_distance = static_cast<double>(draw(from, 40, 90)),
                                        .max_duration = static_cast<double>(draw(from, 35, 70))});
        }
        return problem;
    });
}

TEST(Tours, MixedFleet) {
    expect_best_of_each([](TourDraw& from) {
        TourProblem problem = made_map(from, 1, draw(from, 1, 5));
        const bool many = draw(from, 0, 1) == 1;
        for (int type = 1; type <= 3; ++type) {
            problem.vehicles.push_back({.count = many ? any_number_of_vehicles : draw(from, 0, 2),
                                        .capacity = 3 * type + draw(from, 0, 2),
                                        .fixed_cost = static_cast<double>(type * draw(from, 0, 15)),
                                        .distance_cost = 1 + 0.25 * (type - 1)});
        }
        return problem;
    });
}

TEST(Tours, SomeVehiclesDoNotServeSomeClients) {
    expect_best_of_each([](TourDraw& from) {
        TourProblem problem = made_map(from, 1, draw(from, 1, 5));
        give_windows(problem, from);
        for (int type = 0; type < 2; ++type) {
            TourVehicle vehicle{.count = draw(from, 1, 2), .capacity = draw(from, 5, 12)};
            for (std::size_t c = 0; c < problem.clients.size(); ++c) {
                vehicle.serves.push_back(static_cast<char>(draw(from, 0, 2) > 0));
            }
            problem.vehicles.push_back(vehicle);
        }
        return problem;
    });
}

TEST(Tours, SeveralTripsWithReleases) {
    expect_best_of_each([](TourDraw& from) {
        TourProblem problem = made_map(from, 1, draw(from, 1, 4));
        give_windows(problem, from);
        problem.depots[0].close = 150;
        for (TourClient& client : problem.clients) {
            client.due += 60;
            client.release = draw(from, 0, 1) == 0 ? 0 : draw(from, 0, 40);
        }
        problem.vehicles.push_back(
            {.count = draw(from, 1, 2), .capacity = draw(from, 4, 6), .reload = true});
        return problem;
    });
}

TEST(Tours, OneWayDistancesAndTimesOfTheirOwn) {
    expect_best_of_each([](TourDraw& from) {
        TourProblem problem = made_map(from, 1, draw(from, 1, 5));
        for (double& distance : problem.distance) {
            distance = distance == 0 ? 0 : distance + draw(from, 0, 6);
            problem.duration.push_back(distance == 0 ? 0 : distance + draw(from, 0, 9));
        }
        give_windows(problem, from);
        problem.vehicles.push_back({.capacity = draw(from, 4, 12),
                                    .max_duration = static_cast<double>(draw(from, 50, 120))});
        return problem;
    });
}

TEST(Tours, SplitDeliveries) {
    for (unsigned seed = 1; seed <= tries; ++seed) {
        TourDraw from(seed);
        TourProblem problem = made_map(from, 1, draw(from, 1, 4));
        problem.split = true;
        problem.vehicles.push_back(
            {.capacity = draw(from, 3, 5), .fixed_cost = static_cast<double>(draw(from, 0, 5))});
        expect_best(problem, least_split_cost(problem), "seed " + std::to_string(seed));
    }
}

TEST(Tours, FewestVehiclesFirst) {
    for (unsigned seed = 1; seed <= tries; ++seed) {
        TourDraw from(seed);
        TourProblem problem = made_map(from, 1, draw(from, 1, 5));
        give_windows(problem, from);
        problem.vehicles.push_back({.capacity = draw(from, 4, 12)});
        // A vehicle that costs more than any distance is saved before all.
        TourProblem dear = problem;
        dear.vehicles[0].fixed_cost = 10000;
        const std::optional<double> least = least_tour_cost(dear);
        problem.aim = TourAim::vehicles;
        const TourPlan plan = solve_tours(problem, {.iterations = 2000, .seed = 1});
        EXPECT_EQ(tour_faults(problem, plan), std::vector<std::string>{}) << seed;
        ASSERT_EQ(plan.missing.empty(), least.has_value()) << seed;
        if (least) {
            EXPECT_NEAR(plan.cost + 10000.0 * static_cast<double>(plan.routes.size()), *least, 1e-6)
                << seed;
        }
    }
}

bool same(const TourPlan& a, const TourPlan& b) {
    if (a.cost != b.cost || a.routes.size() != b.routes.size()) {
        return false;
    }
    for (std::size_t r = 0; r < a.routes.size(); ++r) {
        const auto& one = a.routes[r].stops;
        const auto& other = b.routes[r].stops;
        if (a.routes[r].vehicle != b.routes[r].vehicle ||
            !std::equal(one.begin(), one.end(), other.begin(), other.end(),
                        [](const TourStop& x, const TourStop& y) {
                            return x.client == y.client && x.quantity == y.quantity;
                        })) {
            return false;
        }
    }
    return true;
}

TEST(Tours, SameSeedSamePlan) {
    TourDraw from(7);
    TourProblem problem = made_map(from, 2, 60);
    give_windows(problem, from);
    problem.vehicles = {{.depot = 0, .capacity = 20}, {.depot = 1, .capacity = 25}};
    const TourPlan first = solve_tours(problem, {.iterations = 3000, .seed = 5});
    EXPECT_TRUE(same(first, solve_tours(problem, {.iterations = 3000, .seed = 5})));
    EXPECT_EQ(tour_faults(problem, first), std::vector<std::string>{});
}

TEST(Tours, StopsWhenTold) {
    TourDraw from(3);
    TourProblem problem = made_map(from, 1, 40);
    problem.vehicles = {{.capacity = 10}};
    int asked = 0;
    const TourPlan plan = solve_tours(
        problem, {.iterations = 1'000'000'000, .keep_going = [&] { return ++asked < 20; }});
    EXPECT_EQ(tour_faults(problem, plan), std::vector<std::string>{});
    EXPECT_TRUE(plan.missing.empty());
    EXPECT_LT(plan.iterations, 10000);
}

TEST(Tours, NobodyToServe) {
    TourProblem problem{.depots = {{}}, .vehicles = {{.capacity = 1}}, .locations = 1};
    problem.distance = {0};
    EXPECT_TRUE(solve_tours(problem, {.iterations = 10}).routes.empty());
}

TEST(Tours, WhatNobodyCanBringIsTold) {
    TourProblem problem{.depots = {{}}, .locations = 3};
    problem.distance = {0, 1, 1, 1, 0, 1, 1, 1, 0};
    problem.clients = {{.location = 1, .demand = 3}, {.location = 2, .demand = 9}};
    problem.vehicles = {{.count = 5, .capacity = 4}};
    const TourPlan plan = solve_tours(problem, {.iterations = 200});
    ASSERT_EQ(plan.missing.size(), 1U);
    EXPECT_EQ(plan.missing[0].client, 1);
    EXPECT_EQ(plan.missing[0].quantity, 9);
    problem.split = true;  // 12 on three vehicles of 4
    EXPECT_TRUE(solve_tours(problem, {.iterations = 200}).missing.empty());
    problem.vehicles[0].count = 2;  // 8 of 12 at most
    const TourPlan short_of = solve_tours(problem, {.iterations = 200});
    ASSERT_FALSE(short_of.missing.empty());
    std::int64_t quantity = 0;
    for (const TourShortage& shortage : short_of.missing) {
        quantity += shortage.quantity;
    }
    EXPECT_EQ(quantity, 4);
    EXPECT_EQ(tour_faults(problem, short_of), std::vector<std::string>{});
}

std::string field_of(const TourProblem& problem) {
    try {
        check_tour_problem(problem);
    } catch (const Error& error) {
        EXPECT_EQ(error.detail().code, "tour.problem");
        return error.detail().field;
    }
    return "";
}

TEST(Tours, WhatIsNoProblemIsRefusedByField) {
    TourProblem good{.depots = {{}}, .locations = 2};
    good.vehicles = {{.capacity = 4}};
    good.clients = {{.location = 1, .demand = 3}};
    good.distance = {0, 1, 1, 0};
    EXPECT_EQ(field_of(good), "");
    TourProblem bad = good;
    bad.clients[0].demand = -1;
    EXPECT_EQ(field_of(bad), "clients[0].demand");
    bad = good;
    bad.clients[0].ready = 5;
    bad.clients[0].due = 4;
    EXPECT_EQ(field_of(bad), "clients[0].due");
    bad = good;
    bad.clients[0].location = 2;
    EXPECT_EQ(field_of(bad), "clients[0].location");
    bad = good;
    bad.vehicles[0].depot = 1;
    EXPECT_EQ(field_of(bad), "vehicles[0].depot");
    bad = good;
    bad.vehicles[0].serves = {1, 1};
    EXPECT_EQ(field_of(bad), "vehicles[0].serves");
    bad = good;
    bad.vehicles.clear();
    EXPECT_EQ(field_of(bad), "vehicles");
    bad = good;
    bad.distance[1] = std::nan("");
    EXPECT_EQ(field_of(bad), "distance[1]");
    bad = good;
    bad.duration = {0, 1};
    EXPECT_EQ(field_of(bad), "duration");
    EXPECT_THROW((void)solve_tours(good, {}), Error);
}

}  // namespace
}  // namespace relief
