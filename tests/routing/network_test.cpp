// SPDX-License-Identifier: Apache-2.0
#include "routing/network/road_network.h"

#include "tests/kit/bad_input.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace relief {
namespace {

constexpr std::string_view seats_csv = "roads/seats.csv";
constexpr std::string_view speeds_csv = "roads/speeds.csv";
constexpr std::string_view routes_csv = "roads/routes.csv";
constexpr std::string_view edges_csv = "roads/edges.csv";
constexpr std::string_view refs_csv = "roads/edge_refs.csv";

class RoadNetworkTest : public testing::Test {
  protected:
    kit::SpoiltSource source_;
    Places places_{source_};

    [[nodiscard]] RoadNetwork load() const { return load_road_network(source_, places_); }
};

// The graph has 4,260 nodes and 6,707 lines (reference/jilin/roads/README.md); each of the 60 seats
// adds itself, its street, and at most one cut.
TEST_F(RoadNetworkTest, HoldsEverySeatAndEveryLineOfTheGraph) {
    const RoadNetwork network = load();
    EXPECT_EQ(network.seat_count(), 60U);
    for (const Place& place : places_.all()) {
        if (place.kind == "county") {
            EXPECT_TRUE(network.node(place.code)) << place.code;
        }
    }
    const std::size_t cuts = network.edges.size() - 6707 - 60;
    EXPECT_LE(cuts, 60U);
    EXPECT_EQ(network.nodes.size(), 4260U + 60 + cuts);
    double km = 0;
    std::set<int> lines;
    for (const RoadEdge& edge : network.edges) {
        if (edge.road_class != "street") {
            km += edge.km;
            lines.insert(edge.shape.line);
        }
    }
    EXPECT_EQ(lines.size(), 6707U);
    EXPECT_NEAR(km, 21256, 1);
    EXPECT_EQ(network.routes.size(), 96U);  // 124 edges of baseline/road_edges.csv less 28 made up
}

TEST_F(RoadNetworkTest, ARouteReadsAsInTheTable) {
    const RoadNetwork network = load();
    const auto route = std::ranges::find(network.routes, "E061", &NumberedRoad::id);
    ASSERT_NE(route, network.routes.end());
    EXPECT_EQ(route->ref, "G302");
    EXPECT_EQ(route->road_class, "national");
    EXPECT_EQ(network.nodes[static_cast<std::size_t>(route->from)].code, "220204");
    EXPECT_EQ(network.nodes[static_cast<std::size_t>(route->to)].code, "220102");
    EXPECT_TRUE(route->is_laid);
    EXPECT_FALSE(network.edge("R9999"));
    EXPECT_FALSE(network.node("220000"));
}

TEST_F(RoadNetworkTest, SpeedsComeFromTheClassOfTheMap) {
    for (const RoadEdge& edge : load().edges) {
        EXPECT_LE(edge.winter_speed_kmh, edge.speed_kmh);
        if (edge.road_class == "street") {
            EXPECT_DOUBLE_EQ(edge.speed_kmh, 40);
        }
        EXPECT_LE(edge.speed_kmh, edge.road_class == "expressway" ? 100 : 60) << edge.id;
    }
}

// G1 Siping - Changchun opened in 1996, G11 Dunhua - Tonghua in 2017 (baseline/road_edges.csv).
TEST_F(RoadNetworkTest, AnEdgeIsUsableFromItsOpeningYear) {
    const RoadNetwork network = load();
    int g1 = 0;
    int g11 = 0;
    for (const RoadEdge& edge : network.edges) {
        if (edge.road_class != "expressway") {
            EXPECT_FALSE(edge.opened_year) << edge.id;
            EXPECT_TRUE(edge.usable_in(1990));
        } else if (edge.ref == "G1" && edge.also.empty()) {
            EXPECT_EQ(edge.opened_year, 1996);
            EXPECT_FALSE(edge.usable_in(1995));
            ++g1;
        } else if (edge.ref == "G11" && edge.also.empty()) {
            EXPECT_EQ(edge.opened_year, 2017);
            ++g11;
        }
    }
    EXPECT_GT(g1, 0);
    EXPECT_GT(g11, 0);
}

TEST_F(RoadNetworkTest, WinterIsNovemberToMarch) {
    for (int month = 1; month <= 12; ++month) {
        EXPECT_EQ(is_winter(month), month <= 3 || month >= 11) << month;
    }
}

TEST_F(RoadNetworkTest, FormerCodesAreReadAsThePresentOnes) {
    source_.replace(routes_csv, "E029,national,G102,220184,220102",
                    "E029,national,G102,220381,220102");
    const RoadNetwork network = load();
    const auto route = std::ranges::find(network.routes, "E029", &NumberedRoad::id);
    EXPECT_EQ(route->from, network.node("220184"));
}

struct Damage {
    std::string_view file;
    std::string_view from;
    std::string_view to;
    std::string code;
    std::string field;
    int line;
};

class DamagedNetworkTest : public RoadNetworkTest, public testing::WithParamInterface<Damage> {};

TEST_P(DamagedNetworkTest, IsRefusedWithItsPlace) {
    const Damage& damage = GetParam();
    source_.replace(damage.file, damage.from, damage.to);
    const ErrorDetail error = kit::error_of([this] { (void)load(); });
    EXPECT_EQ(error.code, damage.code) << error.message;
    EXPECT_EQ(error.file, damage.file);
    EXPECT_EQ(error.field, damage.field);
    EXPECT_EQ(error.line, damage.line);
    EXPECT_FALSE(error.expected.empty());
}

constexpr std::string_view first_edge =
    "A220102,1609,0.131,0.131,220102,4260,street,0,0.090,220102";
constexpr std::string_view first_route = "E001,expressway,G1,220302,220102,1996,";

INSTANTIATE_TEST_SUITE_P(
    Roads, DamagedNetworkTest,
    testing::Values(
        Damage{edges_csv, first_edge, "A220102,1609,0.131,0.131,220102,4260,towpath,0,0.090,220102",
               "csv.value", "class", 2},
        Damage{edges_csv, first_edge, "A220102,1609,0.131,0.131,220102,4260,street,1,0.090,220102",
               "csv.reference", "class", 2},
        Damage{edges_csv, first_edge, "A220102,1609,0.131,0.131,229999,4260,street,0,0.090,220102",
               "place.unknown", "from_node", 2},
        Damage{edges_csv, first_edge, "A220102,1609,0.131,0.131,220100,4260,street,0,0.090,220102",
               "csv.reference", "from_node", 2},
        Damage{edges_csv, first_edge, "A220102,1609,0.131,0.131,220102,x,street,0,0.090,220102",
               "csv.number", "to_node", 2},
        Damage{edges_csv, first_edge, "A220102,1609,0.131,0.131,220102,4260,street,0,0,220102",
               "csv.range", "km", 2},
        Damage{edges_csv, first_edge, "A220102,1609,0.131,0.131,220102,4260,street,0,0.090,229999",
               "csv.reference", "counties", 2},
        Damage{edges_csv, first_edge, "A220102,0,0.131,0.131,220102,4260,street,0,0.090,220102",
               "csv.range", "line", 2},
        Damage{edges_csv, "A220103,", "A220102,", "csv.key", "edge_id", 3},
        Damage{edges_csv, "A220103,", "A220101,", "csv.value", "edge_id", 3},
        Damage{routes_csv, first_route, "E001,motorway,G1,220302,220102,1996,", "csv.value",
               "class", 2},
        Damage{routes_csv, first_route, "E001,expressway,,220302,220102,1996,", "csv.empty", "ref",
               2},
        Damage{routes_csv, first_route, "E001,expressway,G1,220302,220302,1996,", "csv.value",
               "to_code", 2},
        Damage{routes_csv, "E002,", "E001,", "csv.key", "route_id", 3},
        Damage{refs_csv, "\nR", "\nQ", "csv.reference", "edge_id", 2},
        Damage{speeds_csv, "100,75", "100,101", "csv.range", "winter_speed_kmh", 2},
        Damage{speeds_csv, "100,75", "0,0", "csv.range", "speed_kmh", 2},
        Damage{seats_csv, "220102,", "220199,", "place.unknown", "code", 2},
        Damage{seats_csv, "220102,", "220100,", "csv.reference", "code", 2},
        Damage{seats_csv, "125.33070", "325.33070", "csv.range", "lon_wgs84", 2},
        Damage{seats_csv, "220103,", "220102,", "csv.key", "code", 3}));

}  // namespace
}  // namespace relief
