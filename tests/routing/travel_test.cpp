// SPDX-License-Identifier: Apache-2.0
#include "routing/path/travel.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>
#include <set>
#include <tuple>

namespace relief {
namespace {

using testing::ElementsAre;

class JilinRoads : public testing::Test {
  protected:
    FolderSource source_{RELIEF_SOURCE_DIR "/data"};
    Places places_{source_};
    RoadNetwork network_ = load_road_network(source_, places_);

    /// The roads of an event as they were known at a time.
    [[nodiscard]] RoadConditions conditions(const std::string& scenario,
                                            std::string_view at) const {
        const std::vector<Closure> closures =
            load_closures(std::filesystem::path(RELIEF_SOURCE_DIR "/data/scenarios") / scenario,
                          network_, places_);
        const Instant instant = parse_instant(at).value();
        const std::chrono::year_month_day day{beijing_date(instant)};
        return {.year = static_cast<int>(day.year()),
                .winter = is_winter(static_cast<int>(static_cast<unsigned>(day.month()))),
                .closed = closed_edges(network_, closures_at(closures, instant)),
                .barred_road_classes = {}};
    }
    [[nodiscard]] std::optional<Route> route(const RoadConditions& conditions,
                                             std::string_view from, std::string_view to) const {
        const std::size_t end = static_cast<std::size_t>(network_.node(to).value());
        return routes_from(network_, conditions, network_.node(from).value())[end];
    }
    [[nodiscard]] std::vector<std::string> edges(const Route& route) const {
        std::vector<std::string> ids;
        for (const int edge : route.edges) {
            ids.push_back(network_.edges[static_cast<std::size_t>(edge)].id);
        }
        return ids;
    }
    [[nodiscard]] std::vector<std::string> unreachable_from(const RoadConditions& conditions,
                                                            std::string_view from) const {
        std::vector<std::string> codes;
        const auto routes = routes_from(network_, conditions, network_.node(from).value());
        for (std::size_t node = 0; node < routes.size(); ++node) {
            if (!routes[node]) {
                codes.push_back(network_.nodes[node].code);
            }
        }
        return codes;
    }
};

// expected.md of 2010: every road out of Linjiang was cut on 07-31; open again on 08-09.
TEST_F(JilinRoads, LinjiangIsCutOffIn2010UntilItsRoadsAreOpen) {
    const RoadConditions cut = conditions("2010-flood", "2010-08-01");
    for (const RoadNode& node : network_.nodes) {
        if (node.code != "220681") {
            EXPECT_THAT(unreachable_from(cut, node.code), ElementsAre("220681")) << node.code;
        }
    }
    EXPECT_EQ(unreachable_from(cut, "220681").size(), network_.nodes.size() - 1);
    EXPECT_TRUE(route(conditions("2010-flood", "2010-08-10"), "220102", "220681"));
}

// G202 Jilin city - Yongji is out until 07-16. Then 4.3 + 24.2 km of local road over Fengman at
// 40 km/h: 42.75 min; with G202: 26.1 km at 60 km/h, 26.1 min.
TEST_F(JilinRoads, Yongji2017GoesRoundG202WhileItIsOut) {
    const std::optional<Route> detour =
        route(conditions("2017-07-yongji-flood", "2017-07-15T12:00"), "220204", "220221");
    ASSERT_TRUE(detour);
    EXPECT_THAT(edges(*detour), ElementsAre("E111", "E112"));
    EXPECT_DOUBLE_EQ(detour->km, 28.5);
    EXPECT_EQ(detour->minutes, 43);

    const RoadConditions later = conditions("2017-07-yongji-flood", "2017-07-17T07:00");
    const std::optional<Route> direct = route(later, "220204", "220221");
    ASSERT_TRUE(direct);
    EXPECT_THAT(edges(*direct), ElementsAre("E036"));
    EXPECT_EQ(direct->minutes, 27);
    EXPECT_TRUE(later.closed[static_cast<std::size_t>(network_.edge("E024").value())]);
    EXPECT_FALSE(later.closed[static_cast<std::size_t>(network_.edge("E036").value())]);
}

TEST_F(JilinRoads, NoRouteOf2017UsesAClosedEdge) {
    const RoadConditions roads = conditions("2017-07-yongji-flood", "2017-07-14T18:00");
    for (std::size_t from = 0; from < network_.nodes.size(); ++from) {
        for (const auto& route : routes_from(network_, roads, static_cast<int>(from))) {
            ASSERT_TRUE(route);
            for (const int edge : route->edges) {
                EXPECT_FALSE(roads.closed[static_cast<std::size_t>(edge)]);
            }
        }
    }
}

// Every expressway shut: Changchun - Jilin over G302, 126.9 km at 45 km/h = 169.2 min.
TEST_F(JilinRoads, IceStorm2020DrivesOrdinaryRoadsAtWinterSpeed) {
    const RoadConditions roads = conditions("2020-11-ice-storm", "2020-11-19T14:00");
    EXPECT_TRUE(roads.winter);
    const std::optional<Route> over_g302 = route(roads, "220102", "220204");
    ASSERT_TRUE(over_g302);
    EXPECT_THAT(edges(*over_g302), ElementsAre("E061"));
    EXPECT_DOUBLE_EQ(over_g302->km, 126.9);
    EXPECT_EQ(over_g302->minutes, 170);
    for (std::size_t from = 0; from < network_.nodes.size(); ++from) {
        for (const auto& found : routes_from(network_, roads, static_cast<int>(from))) {
            ASSERT_TRUE(found);
            for (const int edge : found->edges) {
                EXPECT_NE(network_.edges[static_cast<std::size_t>(edge)].road_class, "expressway");
            }
        }
    }
}

// The same way in summer with nothing shut: G12, 117.1 km at 80 km/h = 87.825 min.
TEST_F(JilinRoads, WithNothingShutTheExpresswayIsQuicker) {
    const std::optional<Route> over_g12 =
        route({.year = 2017, .winter = false, .closed = {}, .barred_road_classes = {}}, "220102",
              "220204");
    ASSERT_TRUE(over_g12);
    EXPECT_THAT(edges(*over_g12), ElementsAre("E020"));
    EXPECT_EQ(over_g12->minutes, 88);
}

TEST_F(JilinRoads, VillageClosuresOf2023LeaveTheNetworkWhole) {
    const RoadConditions roads = conditions("2023-08-shulan-flood", "2023-08-07T12:00");
    EXPECT_EQ(std::count(roads.closed.begin(), roads.closed.end(), true), 0);
    EXPECT_TRUE(unreachable_from(roads, "220283").empty());
}

// E004 (G11 Dunhua - Tonghua) opened in 2017.
TEST_F(JilinRoads, ARoadIsNotDrivenBeforeItIsBuilt) {
    const auto uses_e004 = [this](int year) {
        const std::optional<Route> way =
            route({.year = year, .winter = false, .closed = {}, .barred_road_classes = {}},
                  "222403", "220502");
        const std::vector<std::string> ids = edges(way.value());
        return std::find(ids.begin(), ids.end(), "E004") != ids.end();
    };
    EXPECT_TRUE(uses_e004(2017));
    EXPECT_FALSE(uses_e004(2010));
}

// Fengman 220211 hangs on local roads alone.
TEST_F(JilinRoads, AVehicleKeepsOffRoadsBarredToIt) {
    const RoadConditions roads{
        .year = 2017, .winter = false, .closed = {}, .barred_road_classes = {"local"}};
    EXPECT_FALSE(route(roads, "220204", "220211"));
    EXPECT_TRUE(route(roads, "220204", "220221"));
}

TEST_F(JilinRoads, TheWayHomeIsAsLongAsTheWayOut) {
    const RoadConditions roads{
        .year = 2017, .winter = true, .closed = {}, .barred_road_classes = {}};
    const auto out = routes_from(network_, roads, 0);
    for (std::size_t node = 0; node < network_.nodes.size(); ++node) {
        const auto home = routes_from(network_, roads, static_cast<int>(node))[0];
        EXPECT_EQ(out[node]->minutes, home->minutes);
        EXPECT_DOUBLE_EQ(out[node]->km, home->km);
    }
}

// --- against enumeration of every simple way on small made-up networks ---

/// Kilometres are whole and speeds divide 60, so that times are whole minutes: ties abound and
/// the right answer is exact.
RoadNetwork made_up(std::mt19937& random) {
    RoadNetwork network;
    const auto draw = [&random](int low, int high) {
        return std::uniform_int_distribution<int>(low, high)(random);
    };
    const int nodes = draw(1, 7);
    for (int i = 0; i < nodes; ++i) {
        network.nodes.push_back(
            {.code = std::to_string(i), .name = "", .longitude = 0, .latitude = 0});
    }
    const int edges = nodes == 1 ? 0 : draw(0, 14);
    for (int i = 0; i < edges; ++i) {
        RoadEdge edge;
        edge.id = "E" + std::to_string(i);
        edge.road_class = draw(0, 3) == 0 ? "local" : "national";
        edge.from = draw(0, nodes - 1);
        edge.to = (edge.from + draw(1, nodes - 1)) % nodes;
        edge.km = draw(1, 4);
        edge.speed_kmh = draw(0, 1) == 0 ? 60 : 30;
        edge.winter_speed_kmh = 30;
        if (draw(0, 5) == 0) {
            edge.opened_year = draw(2010, 2020);
        }
        edge.usable_2017 = draw(0, 9) != 0;
        network.edges.push_back(std::move(edge));
    }
    return network;
}

bool drivable(const RoadConditions& roads, const RoadEdge& edge, std::size_t index) {
    const bool open = edge.opened_year ? *edge.opened_year <= roads.year : edge.usable_2017;
    return open && !roads.closed[index] &&
           (roads.barred_road_classes.empty() || edge.road_class != roads.barred_road_classes[0]);
}

/// Minutes, kilometres, number of edges.
using Measure = std::tuple<int, int, int>;

Measure measure(const RoadNetwork& network, const RoadConditions& roads,
                const std::vector<int>& way) {
    int minutes = 0;
    int km = 0;
    for (const int index : way) {
        const RoadEdge& edge = network.edges[static_cast<std::size_t>(index)];
        const double speed_kmh = roads.winter ? edge.winter_speed_kmh : edge.speed_kmh;
        minutes += static_cast<int>(edge.km) * (60 / static_cast<int>(speed_kmh));
        km += static_cast<int>(edge.km);
    }
    return {minutes, km, static_cast<int>(way.size())};
}

/// Every simple way from one node to another.
std::vector<std::vector<int>> all_ways(const RoadNetwork& network, const RoadConditions& roads,
                                       int from, int to) {
    std::vector<std::vector<int>> found;
    std::vector<int> way;
    std::set<int> seen{from};
    const std::function<void(int)> walk = [&](int at) {
        if (at == to) {
            found.push_back(way);
            return;
        }
        for (std::size_t i = 0; i < network.edges.size(); ++i) {
            const RoadEdge& edge = network.edges[i];
            const int next = edge.from == at ? edge.to : edge.to == at ? edge.from : -1;
            if (next < 0 || !drivable(roads, edge, i) || !seen.insert(next).second) {
                continue;
            }
            way.push_back(static_cast<int>(i));
            walk(next);
            way.pop_back();
            seen.erase(next);
        }
    };
    walk(from);
    return found;
}

void expect_best(const RoadNetwork& network, const RoadConditions& roads, int from, int to,
                 const std::optional<Route>& route) {
    std::vector<std::vector<int>> ways = all_ways(network, roads, from, to);
    ASSERT_EQ(route.has_value(), !ways.empty());
    if (!route) {
        return;
    }
    // The best by measure; among those the one whose edges, read from the end, are lowest.
    const auto key = [&](const std::vector<int>& way) {
        return std::make_pair(measure(network, roads, way),
                              std::vector<int>(way.rbegin(), way.rend()));
    };
    const auto best = *std::min_element(
        ways.begin(), ways.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
    EXPECT_EQ(route->edges, best);
    EXPECT_EQ(route->minutes, std::get<0>(measure(network, roads, best)));
    EXPECT_DOUBLE_EQ(route->km, std::get<1>(measure(network, roads, best)));
}

TEST(QuickestWays, AreTheBestOfAllSimpleWays) {
    std::mt19937 random(20170713);
    for (int round = 0; round < 400; ++round) {
        const RoadNetwork network = made_up(random);
        RoadConditions roads{
            .year = 2015, .winter = round % 2 == 0, .closed = {}, .barred_road_classes = {}};
        for (std::size_t i = 0; i < network.edges.size(); ++i) {
            roads.closed.push_back(std::uniform_int_distribution<int>(0, 4)(random) == 0);
        }
        if (round % 3 == 0) {
            roads.barred_road_classes = {"local"};
        }
        const auto routes = routes_from(network, roads, 0);
        ASSERT_EQ(routes.size(), network.nodes.size());
        for (std::size_t to = 0; to < network.nodes.size(); ++to) {
            expect_best(network, roads, 0, static_cast<int>(to), routes[to]);
        }
    }
}

/// A line of nodes joined by edges of these kilometres at one speed.
RoadNetwork line_of(const std::vector<double>& lengths_km, double speed_kmh) {
    RoadNetwork network;
    network.nodes.resize(lengths_km.size() + 1);
    for (std::size_t i = 0; i < lengths_km.size(); ++i) {
        RoadEdge edge;
        edge.id = "E" + std::to_string(i);
        edge.from = static_cast<int>(i);
        edge.to = static_cast<int>(i) + 1;
        edge.km = lengths_km[i];
        edge.speed_kmh = speed_kmh;
        edge.winter_speed_kmh = speed_kmh;
        network.edges.push_back(std::move(edge));
    }
    return network;
}

// Three times 1 km at 90 km/h is two minutes, though each edge is two thirds of one.
TEST(QuickestWays, MinutesAreRoundedUpOnceForTheWholeWay) {
    const auto minutes = [](const RoadNetwork& network) {
        return routes_from(network, {}, 0).back()->minutes;
    };
    EXPECT_EQ(minutes(line_of({1, 1, 1}, 90)), 2);
    EXPECT_EQ(minutes(line_of({1, 1, 1, 1}, 90)), 3);
    EXPECT_EQ(minutes(line_of({0.7, 0.7, 0.7}, 60)), 3);  // 2.1
    EXPECT_EQ(minutes(line_of({10.1}, 60)), 11);
}

TEST(QuickestWays, TheStartIsReachedAtOnce) {
    const auto routes = routes_from(line_of({5}, 60), {}, 1);
    ASSERT_TRUE(routes[1]);
    EXPECT_EQ(routes[1]->minutes, 0);
    EXPECT_EQ(routes[1]->km, 0);
    EXPECT_TRUE(routes[1]->edges.empty());
}

}  // namespace
}  // namespace relief
