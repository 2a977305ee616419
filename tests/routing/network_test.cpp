// SPDX-License-Identifier: Apache-2.0
#include "routing/network/road_network.h"

#include "tests/kit/bad_input.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace relief {
namespace {

constexpr std::string_view nodes_csv = "baseline/road_nodes.csv";
constexpr std::string_view edges_csv = "baseline/road_edges.csv";

class RoadNetworkTest : public testing::Test {
  protected:
    kit::SpoiltSource source_;
    Places places_{source_};

    [[nodiscard]] RoadNetwork load() const { return load_road_network(source_, places_); }
    [[nodiscard]] RoadEdge edge(const RoadNetwork& network, std::string_view id) const {
        return network.edges[static_cast<std::size_t>(network.edge(id).value())];
    }
};

// The counts of data/baseline/README.md: one node a county, 124 edges.
TEST_F(RoadNetworkTest, HoldsEverySeatAndEveryEdge) {
    const RoadNetwork network = load();
    EXPECT_EQ(network.nodes.size(), 60U);
    EXPECT_EQ(network.edges.size(), 124U);
    for (const Place& place : places_.all()) {
        if (place.kind == "county") {
            EXPECT_TRUE(network.node(place.code)) << place.code;
        }
    }
}

TEST_F(RoadNetworkTest, AnEdgeReadsAsInTheTable) {
    const RoadNetwork network = load();
    const RoadEdge edge = this->edge(network, "E061");
    EXPECT_EQ(edge.road_class, "national");
    EXPECT_EQ(edge.ref, "G302");
    EXPECT_EQ(network.nodes[static_cast<std::size_t>(edge.from)].code, "220204");
    EXPECT_EQ(network.nodes[static_cast<std::size_t>(edge.to)].code, "220102");
    EXPECT_DOUBLE_EQ(edge.km, 126.9);
    EXPECT_DOUBLE_EQ(edge.speed_kmh, 60);
    EXPECT_DOUBLE_EQ(edge.winter_speed_kmh, 45);
    EXPECT_FALSE(edge.opened_year);
    EXPECT_FALSE(network.edge("E999"));
    EXPECT_FALSE(network.node("220000"));
}

TEST_F(RoadNetworkTest, AnEdgeIsUsableFromItsOpeningYear) {
    const RoadNetwork network = load();
    EXPECT_FALSE(edge(network, "E004").usable_in(2010));  // opened 2017
    EXPECT_TRUE(edge(network, "E004").usable_in(2017));
    EXPECT_TRUE(edge(network, "E001").usable_in(2010));  // opened 1996
    EXPECT_FALSE(edge(network, "E001").usable_in(1995));
    EXPECT_TRUE(edge(network, "E036").usable_in(2010));   // no year, usable_2017 = 1
    EXPECT_FALSE(edge(network, "E005").usable_in(2017));  // no year, usable_2017 = 0
    EXPECT_FALSE(edge(network, "E005").usable_in(2023));  // … whatever the event
}

TEST_F(RoadNetworkTest, WinterIsNovemberToMarch) {
    for (int month = 1; month <= 12; ++month) {
        EXPECT_EQ(is_winter(month), month <= 3 || month >= 11) << month;
    }
}

TEST_F(RoadNetworkTest, FormerCodesAreReadAsThePresentOnes) {
    source_.replace(edges_csv, "E029,national,G102,220184,220102",
                    "E029,national,G102,220381,220102");
    const RoadNetwork network = load();
    EXPECT_EQ(edge(network, "E029").from, network.node("220184"));
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
    "E001,expressway,G1,220302,220102,111.8,1.2,134.1,80,1.68,60";

INSTANTIATE_TEST_SUITE_P(
    Edges, DamagedNetworkTest,
    testing::Values(
        Damage{edges_csv, first_edge, "E001,motorway,G1,220302,220102,111.8,1.2,134.1,80,1.68,60",
               "csv.value", "class", 2},
        Damage{edges_csv, first_edge, "E001,expressway,,220302,220102,111.8,1.2,134.1,80,1.68,60",
               "csv.empty", "ref", 2},
        Damage{edges_csv, first_edge, "E001,expressway,G1,229999,220102,111.8,1.2,134.1,80,1.68,60",
               "place.unknown", "from_code", 2},
        Damage{edges_csv, first_edge, "E001,expressway,G1,220302,220100,111.8,1.2,134.1,80,1.68,60",
               "csv.reference", "to_code", 2},
        Damage{edges_csv, first_edge, "E001,expressway,G1,220302,220302,111.8,1.2,134.1,80,1.68,60",
               "csv.value", "to_code", 2},
        Damage{edges_csv, first_edge, "E001,expressway,G1,220302,220102,111.8,1.2,0,80,1.68,60",
               "csv.range", "length_km", 2},
        Damage{edges_csv, first_edge, "E001,expressway,G1,220302,220102,111.8,1.2,134.1,0,1.68,60",
               "csv.range", "speed_kmh", 2},
        Damage{edges_csv, first_edge, "E001,expressway,G1,220302,220102,111.8,1.2,134.1,80,1.68,90",
               "csv.range", "winter_speed_kmh", 2},
        Damage{edges_csv, first_edge, "E001,expressway,G1,220302,220102,111.8,1.2,134.1,80,1.68,",
               "csv.empty", "winter_speed_kmh", 2},
        Damage{edges_csv, "E002,", "E001,", "csv.key", "edge_id", 3},
        Damage{nodes_csv, "220102,", "220199,", "place.unknown", "code", 2},
        Damage{nodes_csv, "220102,", "220100,", "csv.reference", "code", 2},
        Damage{nodes_csv, "125.33070", "325.33070", "csv.range", "lon_wgs84", 2},
        Damage{nodes_csv, "220103,", "220102,", "csv.key", "code", 3}));

}  // namespace
}  // namespace relief
