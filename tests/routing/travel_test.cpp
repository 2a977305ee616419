// SPDX-License-Identifier: Apache-2.0
#include "routing/path/travel.h"

#include "core/table/csv.h"
#include "tests/kit/cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <tuple>

namespace relief {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

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
        const int end = network_.node(to).value();
        return routes_from(network_, conditions, network_.node(from).value(), {&end, 1})[0];
    }
    /// From a seat to every seat.
    [[nodiscard]] std::vector<std::optional<Route>> seats_from(const RoadConditions& conditions,
                                                               int from) const {
        return routes_from(network_, conditions, from, seats_);
    }
    [[nodiscard]] const RoadEdge& edge(int index) const {
        return network_.edges[static_cast<std::size_t>(index)];
    }
    /// Kilometres of a way on the road of a number.
    [[nodiscard]] double km_on(const Route& route, std::string_view ref) const {
        double km = 0;
        for (const int index : route.edges) {
            km += edge(index).has_ref(ref) ? edge(index).km : 0;
        }
        return km;
    }
    [[nodiscard]] std::vector<std::string> unreachable_from(const RoadConditions& conditions,
                                                            std::string_view from) const {
        std::vector<std::string> codes;
        const auto routes = seats_from(conditions, network_.node(from).value());
        for (std::size_t seat = 0; seat < routes.size(); ++seat) {
            if (!routes[seat]) {
                codes.push_back(network_.nodes[seat].code);
            }
        }
        return codes;
    }

    std::vector<int> seats_ = [this] {
        std::vector<int> all(network_.seat_count());
        std::iota(all.begin(), all.end(), 0);
        return all;
    }();
};

RoadConditions open_roads(int year) {
    return {.year = year, .winter = false, .closed = {}, .barred_road_classes = {}};
}

TEST_F(JilinRoads, AllSeatsReachEachOtherWithNothingShut) {
    ASSERT_EQ(seats_.size(), 60U);
    // In 2010 as well, before most expressways; roads run both ways, so one seat speaks for all.
    for (const int year : {1995, 2010, 2017, 2026}) {
        EXPECT_THAT(unreachable_from(open_roads(year), "220102"), IsEmpty()) << year;
    }
}

// expected.md of 2010: every road out of Linjiang was cut on 07-31; open again on 08-09.
TEST_F(JilinRoads, LinjiangIsCutOffIn2010UntilItsRoadsAreOpen) {
    const RoadConditions cut = conditions("2010-flood", "2010-08-01");
    for (const int seat : seats_) {
        const std::string& code = network_.nodes[static_cast<std::size_t>(seat)].code;
        if (code != "220681") {
            EXPECT_THAT(unreachable_from(cut, code), ElementsAre("220681")) << code;
        }
    }
    EXPECT_EQ(unreachable_from(cut, "220681").size(), seats_.size() - 1);
    EXPECT_TRUE(route(conditions("2010-flood", "2010-08-10"), "220102", "220681"));
}

// G202 Jilin city - Yongji is out until 07-16. The seats lie 20.1 km apart as the crow flies
// (baseline/road_edges.csv), and nothing drives faster than 60 km/h on ordinary roads.
TEST_F(JilinRoads, Yongji2017GoesRoundG202WhileItIsOut) {
    const std::optional<Route> detour =
        route(conditions("2017-07-yongji-flood", "2017-07-15T12:00"), "220204", "220221");
    ASSERT_TRUE(detour);
    const RoadConditions later = conditions("2017-07-yongji-flood", "2017-07-17T07:00");
    const std::optional<Route> direct = route(later, "220204", "220221");
    ASSERT_TRUE(direct);
    EXPECT_GT(km_on(*direct, "G202"), 0.9 * direct->km);
    EXPECT_GT(direct->km, 20.1);
    EXPECT_LT(direct->km, 1.3 * 20.1);
    EXPECT_GE(direct->minutes, 21);
    EXPECT_LE(direct->minutes, 30);
    EXPECT_GT(detour->minutes, direct->minutes);
    // What the way round still drives of the G202 is no part of the closed stretch.
    const std::vector<bool> shut = conditions("2017-07-yongji-flood", "2017-07-15T12:00").closed;
    int g1212_shut = 0;
    for (std::size_t i = 0; i < network_.edges.size(); ++i) {
        g1212_shut += later.closed[i] && network_.edges[i].has_ref("G1212") ? 1 : 0;
    }
    EXPECT_GT(g1212_shut, 0);
    for (const int index : direct->edges) {
        EXPECT_FALSE(later.closed[static_cast<std::size_t>(index)]);
    }
    EXPECT_TRUE(std::ranges::any_of(
        direct->edges, [&](int index) { return shut[static_cast<std::size_t>(index)]; }));
}

TEST_F(JilinRoads, NoRouteOf2017UsesAClosedEdge) {
    const RoadConditions roads = conditions("2017-07-yongji-flood", "2017-07-14T18:00");
    for (const int from : seats_) {
        for (const auto& route : seats_from(roads, from)) {
            ASSERT_TRUE(route);
            for (const int index : route->edges) {
                EXPECT_FALSE(roads.closed[static_cast<std::size_t>(index)]);
            }
        }
    }
}

// expected.md of 2020: ordinary roads alone, at winter speed (45 km/h), Changchun - Jilin over the
// G302; it is 97.6 km as the crow flies.
TEST_F(JilinRoads, IceStorm2020DrivesOrdinaryRoadsAtWinterSpeed) {
    const RoadConditions roads = conditions("2020-11-ice-storm", "2020-11-19T14:00");
    EXPECT_TRUE(roads.winter);
    const std::optional<Route> way = route(roads, "220102", "220204");
    ASSERT_TRUE(way);
    EXPECT_GE(way->km, 97.6);
    EXPECT_LT(way->km, 1.3 * 97.6);
    EXPECT_GT(km_on(*way, "G302"), 0.5 * way->km);
    EXPECT_GE(way->minutes, 131);
    EXPECT_GE(way->minutes, static_cast<int>(way->km / 45 * 60));
    for (const int from : seats_) {
        for (const auto& found : seats_from(roads, from)) {
            ASSERT_TRUE(found);
            for (const int index : found->edges) {
                EXPECT_NE(edge(index).road_class, "expressway");
            }
        }
    }
}

TEST_F(JilinRoads, WithNothingShutTheExpresswayIsQuicker) {
    const std::optional<Route> way = route(open_roads(2017), "220102", "220204");
    ASSERT_TRUE(way);
    EXPECT_GT(km_on(*way, "G12"), 0.75 * way->km);
    EXPECT_LT(way->minutes, 97.6 / 60 * 60);  // no ordinary road could be so quick
}

/// The class of the map of each edge, which the network does not keep.
std::map<std::string, std::string> map_classes() {
    const CsvTable table(read_file(RELIEF_SOURCE_DIR "/data/roads/edges.csv"), "edges.csv",
                         {"edge_id", "class", "ramp"});
    std::map<std::string, std::string> classes;
    for (std::size_t i = 0; i < table.size(); ++i) {
        classes[table.row(i).text("edge_id")] =
            table.row(i).boolean("ramp") ? "ramp" : table.row(i).text("class");
    }
    return classes;
}

// Kilometres and hours from Changchun as worked out from the same lines before there was this
// program, at motorway 100, trunk 70, primary 60, secondary 50, ramp 40 km/h; seats were put on the
// nearest node then, on the nearest point of a line now.
TEST_F(JilinRoads, DistancesAndHoursAreThoseWorkedOutFromTheGraphBefore) {
    const std::map<std::string, std::string> classes = map_classes();
    const std::map<std::string, double> speeds{{"motorway", 100}, {"trunk", 70}, {"primary", 60},
                                               {"secondary", 50}, {"ramp", 40},  {"street", 40}};
    for (RoadEdge& road : network_.edges) {
        road.speed_kmh = speeds.at(classes.at(road.id));
    }
    struct Known {
        std::string_view to;
        double km;
        double hours;
    };
    for (const Known& known :
         {Known{"220204", 107, 1.24}, Known{"220302", 127, 1.43}, Known{"220402", 120, 1.38},
          Known{"220702", 171, 1.86}, Known{"220502", 273, 2.97}, Known{"220602", 295, 3.48},
          Known{"222403", 292, 3.08}, Known{"220802", 340, 3.59}, Known{"222401", 414, 4.35},
          Known{"220623", 445, 5.41}, Known{"222404", 490, 5.09}}) {
        const std::optional<Route> way = route(open_roads(2026), "220102", known.to);
        ASSERT_TRUE(way) << known.to;
        EXPECT_NEAR(way->km, known.km, 3) << known.to;
        EXPECT_NEAR(way->minutes / 60.0, known.hours, 0.02 * known.hours + 1.0 / 60) << known.to;
    }
}

// Ma and Tang 2024: hours at design speed between the seats of prefectures. A lorry is no quicker.
// Which district is meant by the name of a city is as in baseline/road_edges.csv, whose roads were
// made from the same names.
TEST_F(JilinRoads, NobodyDrivesFasterThanTheDesignSpeed) {
    const auto file =
        kit::shared_case("../reference/jilin/roads/jilin_prefecture_road_hours_designspeed.csv");
    if (!file) {
        GTEST_SKIP() << "no table of design-speed hours (GPL, not shipped): THE LOWER BOUND OF "
                        "TRAVEL TIMES IS NOT TESTED";
    }
    const CsvTable table(read_file(*file), *file, {"from_code", "to_code", "hours_2024"});
    ASSERT_EQ(table.size(), 21U);
    const std::map<std::string, std::string> seats{
        {"2201", "220102"}, {"2202", "220204"}, {"2203", "220302"}, {"2204", "220402"},
        {"2205", "220502"}, {"2206", "220602"}, {"2208", "220802"}};
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        const std::string& from = seats.at(row.text("from_code"));
        const std::string& to = seats.at(row.text("to_code"));
        const std::optional<Route> way = route(open_roads(2026), from, to);
        ASSERT_TRUE(way);
        EXPECT_GE(way->minutes / 60.0, row.number("hours_2024", 0, 100)) << from << ' ' << to;
    }
}

TEST_F(JilinRoads, VillageClosuresOf2023LeaveTheNetworkWhole) {
    const RoadConditions roads = conditions("2023-08-shulan-flood", "2023-08-07T12:00");
    EXPECT_EQ(std::count(roads.closed.begin(), roads.closed.end(), true), 0);
    EXPECT_TRUE(unreachable_from(roads, "220283").empty());
}

// E004 (G11 Dunhua - Tonghua) opened in 2017. Motorways of which no year is known count from the
// year of the map on.
TEST_F(JilinRoads, ARoadIsNotDrivenBeforeItIsBuilt) {
    const auto km_on_g11 = [this](int year) {
        return km_on(route(open_roads(year), "222403", "220502").value(), "G11");
    };
    EXPECT_GT(km_on_g11(2017), 200);
    EXPECT_LT(km_on_g11(2010), 50);
    for (const int year : {2010, 2017}) {
        for (const int from : {0, 20, 40}) {
            for (const auto& way : seats_from(open_roads(year), from)) {
                for (const int index : way.value().edges) {
                    EXPECT_LE(edge(index).opened_year.value_or(0), year);
                }
            }
        }
    }
}

TEST_F(JilinRoads, AVehicleKeepsOffRoadsBarredToIt) {
    RoadConditions roads = open_roads(2017);
    const double free_km = km_on(route(roads, "220102", "220204").value(), "G12");
    EXPECT_GT(free_km, 0);
    roads.barred_road_classes = {"expressway"};
    const std::optional<Route> slow = route(roads, "220102", "220204");
    ASSERT_TRUE(slow);
    for (const int index : slow->edges) {
        EXPECT_NE(edge(index).road_class, "expressway");
    }
    roads.barred_road_classes = {"street"};
    EXPECT_FALSE(route(roads, "220102", "220204"));
}

TEST_F(JilinRoads, TheWayHomeIsAsLongAsTheWayOut) {
    RoadConditions roads = open_roads(2017);
    roads.winter = true;
    const auto out = seats_from(roads, 0);
    for (const int seat : seats_) {
        const auto home = seats_from(roads, seat)[0];
        EXPECT_EQ(out[static_cast<std::size_t>(seat)]->minutes, home->minutes);
        EXPECT_DOUBLE_EQ(out[static_cast<std::size_t>(seat)]->km, home->km);
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
        if (draw(0, 4) == 0) {
            edge.opened_year = draw(2010, 2020);
        }
        network.edges.push_back(std::move(edge));
    }
    return network;
}

bool drivable(const RoadConditions& roads, const RoadEdge& edge, std::size_t index) {
    const bool open = !edge.opened_year || *edge.opened_year <= roads.year;
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
