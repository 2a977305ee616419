// SPDX-License-Identifier: Apache-2.0
#include "tools/roads/tables.h"

#include "core/table/csv.h"
#include "routing/network/closure.h"
#include "routing/network/road_network.h"

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace relief::roads {
namespace {

namespace fs = std::filesystem;

const fs::path data = fs::path(RELIEF_SOURCE_DIR) / "data";

// Made twice, and once before for the repository: the same bytes.
TEST(RoadTables, AreMadeAnewByteForByte) {
    const MadeTables made = make_road_tables(data);
    EXPECT_EQ(made.size(), 5U);
    for (const auto& [name, bytes] : made) {
        EXPECT_TRUE(bytes == read_file(data / name)) << name << ": run relief-roads data";
    }
    EXPECT_TRUE(make_road_tables(data) == made);
}

CsvTable table(const std::string& name, std::initializer_list<std::string_view> columns) {
    return {read_file(data / name), name, columns};
}

// reference/jilin/roads: 59 seats lie within 2 km of a line, Zhenlai 7 km north of the last.
TEST(RoadTables, SeatsLieNearTheirRoadsAndZhenlaiSaysThatItDoesNot) {
    const CsvTable seats = table("roads/seats.csv", {"code", "distance_km", "note"});
    ASSERT_EQ(seats.size(), 60U);
    for (std::size_t i = 0; i < seats.size(); ++i) {
        const CsvRow row = seats.row(i);
        const bool is_zhenlai = row.text("code") == "220821";
        EXPECT_EQ(row.number("distance_km", 0, 100) > 2, is_zhenlai) << row.text("code");
        EXPECT_EQ(row.text("note").empty(), !is_zhenlai);
    }
}

// Every road that was built by 2017 according to the opening years is found on the map of 2020.
TEST(RoadTables, ExpresswaysWithAnOpeningYearAreOnTheMap) {
    const CsvTable routes = table("roads/routes.csv", {"route_id", "class", "opened_year", "laid",
                                                       "why_not", "km", "straight_km"});
    int with_year = 0;
    for (std::size_t i = 0; i < routes.size(); ++i) {
        const CsvRow row = routes.row(i);
        const bool is_laid = row.boolean("laid");
        EXPECT_EQ(row.text("why_not").empty(), is_laid) << row.text("route_id");
        if (!row.text("opened_year").empty()) {
            ++with_year;
            EXPECT_TRUE(is_laid) << row.text("route_id");
        }
        if (is_laid) {
            EXPECT_GE(row.number("km", 0, 2000), row.number("straight_km", 0, 2000));
        }
    }
    EXPECT_EQ(with_year, 13);
}

// What the table says of a closure is what a plan does with it.
TEST(RoadTables, ClosuresAreWhereThePlanPutsThem) {
    const FolderSource source(data);
    const Places places(source);
    const RoadNetwork network = load_road_network(source, places);
    const CsvTable rows = table("roads/closure_edges.csv",
                                {"scenario", "closure_id", "edges", "edge_ids", "doubt", "flag"});
    std::map<std::string, std::map<std::string, std::string>> edge_ids;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const CsvRow row = rows.row(i);
        EXPECT_EQ(row.text("flag"), "derived");
        EXPECT_FALSE(row.text("edge_ids").empty() && row.text("doubt").empty())
            << row.text("closure_id") << ": unplaced without a reason";
        edge_ids[row.text("scenario")][row.text("closure_id")] = row.text("edge_ids");
    }
    std::size_t closures = 0;
    for (const auto& [scenario, of_scenario] : edge_ids) {
        for (const Closure& closure :
             load_closures(data / "scenarios" / scenario, network, places)) {
            std::string ids;
            for (const int edge : closure.edges) {
                ids += (ids.empty() ? "" : ";") + network.edges[static_cast<std::size_t>(edge)].id;
            }
            EXPECT_EQ(of_scenario.at(closure.id), ids) << scenario << ' ' << closure.id;
            ++closures;
        }
    }
    EXPECT_EQ(closures, rows.size());
}

}  // namespace
}  // namespace relief::roads
