// SPDX-License-Identifier: Apache-2.0
#include "routing/network/closure.h"

#include "tests/kit/bad_input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

namespace relief {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;

constexpr std::string_view header =
    "closure_id,ref,class,place,county_code,edge_from_code,edge_to_code,edge_ref,direction,cause,"
    "closed_from,reopened_at,reopen_kind,source,flag,note\n";

/// A folder of its own, gone after the test.
class ScratchFolder {
  public:
    ScratchFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "relief-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) {
            throw std::runtime_error("no scratch folder");
        }
        path_ = name;
    }
    ~ScratchFolder() { std::filesystem::remove_all(path_); }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

class ClosureTest : public testing::Test {
  protected:
    FolderSource source_{RELIEF_SOURCE_DIR "/data"};
    Places places_{source_};
    RoadNetwork network_ = load_road_network(source_, places_);
    ScratchFolder scratch_;

    [[nodiscard]] std::vector<Closure> of_scenario(const std::string& id) const {
        return load_closures(std::filesystem::path(RELIEF_SOURCE_DIR "/data/scenarios") / id,
                             network_, places_);
    }
    /// closures.csv of these rows.
    [[nodiscard]] std::vector<Closure> of_rows(std::string_view rows) const {
        std::ofstream(scratch_.path() / "closures.csv") << header << rows;
        return load_closures(scratch_.path(), network_, places_);
    }
    /// The ids of the numbered roads that carry an edge of the closure, where every one of their
    /// own edges is shut.
    [[nodiscard]] std::vector<std::string> roads_shut(const Closure& closure) const {
        const std::set<int> shut(closure.edges.begin(), closure.edges.end());
        std::vector<std::string> ids;
        for (std::size_t route = 0; route < network_.routes.size(); ++route) {
            int carried = 0;
            int closed = 0;
            for (std::size_t i = 0; i < network_.edges.size(); ++i) {
                const std::vector<int>& over = network_.edges[i].routes;
                if (std::ranges::find(over, static_cast<int>(route)) != over.end()) {
                    ++carried;
                    closed += shut.contains(static_cast<int>(i)) ? 1 : 0;
                }
            }
            if (carried > 0 && carried == closed) {
                ids.push_back(network_.routes[route].id);
            }
        }
        return ids;
    }
    /// Every edge shut carries the road.
    void expect_only(const Closure& closure, std::string_view ref) const {
        EXPECT_FALSE(closure.edges.empty());
        for (const int edge : closure.edges) {
            EXPECT_TRUE(network_.edges[static_cast<std::size_t>(edge)].has_ref(ref)) << ref;
        }
    }
    [[nodiscard]] ErrorDetail refusal(std::string_view rows) const {
        ErrorDetail error = kit::error_of([&] { (void)of_rows(rows); });
        EXPECT_EQ(error.file, (scratch_.path() / "closures.csv").string());
        return error;
    }
};

std::vector<std::string> in_force(const std::vector<Closure>& closures, std::string_view at) {
    std::vector<std::string> ids;
    for (const Closure* closure : closures_at(closures, parse_instant(at).value())) {
        ids.push_back(closure->id);
    }
    return ids;
}

TEST_F(ClosureTest, Flood2017NamesTwoRoadsAndARestriction) {
    const std::vector<Closure> closures = of_scenario("2017-07-yongji-flood");
    ASSERT_EQ(closures.size(), 7U);
    EXPECT_THAT(roads_shut(closures[0]), Contains("E036"));  // G202 Jilin city - Yongji
    expect_only(closures[0], "G202");
    EXPECT_THAT(closures[1].edges, IsEmpty());  // the ring road: its number is not known
    EXPECT_THAT(roads_shut(closures[2]), ElementsAre("E024"));  // G1212, ends the other way round
    expect_only(closures[2], "G1212");
    EXPECT_THAT(roads_shut(closures[3]), Contains("E040"));
    expect_only(closures[3], "G222");
    EXPECT_TRUE(closures[3].restricted);
    EXPECT_FALSE(closures[0].restricted);
    for (const Closure& closure : closures) {
        EXPECT_TRUE(closure.is_road) << closure.id;
    }
}

TEST(ClosuresToCome, ThoseToldAndPlacedThatBeginBeforeTheEnd) {
    const auto at = [](const char* time) { return parse_instant(time).value(); };
    const auto closure = [&](const char* id, const char* from, const char* told) {
        return Closure{.id = id, .closed_from = at(from), .edges = {1}, .told_at = at(told)};
    };
    std::vector<Closure> closures{closure("now", "2017-07-15T08:00", "2017-07-15T07:00"),
                                  closure("soon", "2017-07-15T20:00", "2017-07-15T07:00"),
                                  closure("late", "2017-07-18T08:00", "2017-07-15T07:00"),
                                  closure("unheard", "2017-07-15T20:00", "2017-07-15T09:00"),
                                  closure("unplaced", "2017-07-15T20:00", "2017-07-15T07:00"),
                                  closure("of a scenario", "2017-07-15T20:00", "2017-07-15T07:00"),
                                  closure("called off", "2017-07-15T20:00", "2017-07-15T07:00")};
    closures[4].edges.clear();
    closures[5].told_at.reset();
    closures[6].reopened_at = at("2017-07-15T12:00");
    const auto coming = closures_to_come(closures, at("2017-07-15T08:00"), at("2017-07-18T08:00"));
    ASSERT_EQ(coming.size(), 1U);
    EXPECT_EQ(coming[0]->id, "soon");
}

// A date of reopening means its 00:00; a planned reopening counts as what was known.
TEST_F(ClosureTest, AClosureEndsAtItsReopening) {
    const std::vector<Closure> closures = of_scenario("2017-07-yongji-flood");
    EXPECT_THAT(in_force(closures, "2017-07-13T23:59"), IsEmpty());
    EXPECT_THAT(in_force(closures, "2017-07-14"),
                ElementsAre("C01", "C02", "C03", "C04", "C05", "C06", "C07"));
    EXPECT_THAT(in_force(closures, "2017-07-15T23:59"),
                ElementsAre("C01", "C02", "C03", "C04", "C05", "C06", "C07"));
    EXPECT_THAT(in_force(closures, "2017-07-16"),
                ElementsAre("C02", "C03", "C04", "C05", "C06", "C07"));
    EXPECT_THAT(in_force(closures, "2017-07-17T06:59"),
                ElementsAre("C02", "C03", "C04", "C05", "C07"));
    EXPECT_THAT(in_force(closures, "2017-07-17T07:00"), ElementsAre("C02", "C03", "C04", "C05"));
}

// 临江市境内交通全部中断: every road that touches the county, and none that does not.
TEST_F(ClosureTest, AStarWithOneEndShutsEveryRoadOfTheCounty) {
    const std::vector<Closure> closures = of_scenario("2010-flood");
    ASSERT_EQ(closures.size(), 9U);
    EXPECT_TRUE(closures[0].restricted);  // civil traffic barred, relief by pass
    EXPECT_THAT(roads_shut(closures[1]), Contains("E095"));
    const int linjiang = network_.node("220681").value();
    const std::set<int> shut(closures[3].edges.begin(), closures[3].edges.end());
    EXPECT_GT(shut.size(), 7U);  // seven roads lead there
    for (std::size_t i = 0; i < network_.edges.size(); ++i) {
        const std::vector<int>& counties = network_.edges[i].counties;
        const bool touches = std::ranges::find(counties, linjiang) != counties.end();
        EXPECT_EQ(shut.contains(static_cast<int>(i)), touches) << network_.edges[i].id;
    }
    EXPECT_THAT(closures[8].edges, IsEmpty());  // five trunk roads, not named
}

TEST_F(ClosureTest, AStarWithNoEndShutsEveryEdgeOfTheClass) {
    const std::vector<Closure> closures = of_scenario("2020-11-ice-storm");
    ASSERT_EQ(closures.size(), 4U);
    const auto expressways = std::ranges::count_if(
        network_.edges, [](const RoadEdge& edge) { return edge.road_class == "expressway"; });
    EXPECT_EQ(closures[0].edges.size(), static_cast<std::size_t>(expressways));
    for (const int edge : closures[0].edges) {
        EXPECT_EQ(network_.edges[static_cast<std::size_t>(edge)].road_class, "expressway");
    }
    EXPECT_FALSE(closures[1].is_road);  // airport
    EXPECT_FALSE(closures[2].is_road);  // railway
    EXPECT_FALSE(closures[3].is_road);  // buses; lorries on ordinary roads are not barred
    EXPECT_FALSE(closures[3].restricted);
}

TEST_F(ClosureTest, VillageRoadsOf2023AreKeptThoughOnNoEdge) {
    const std::vector<Closure> closures = of_scenario("2023-08-shulan-flood");
    ASSERT_EQ(closures.size(), 4U);
    for (const Closure& closure : closures) {
        EXPECT_THAT(closure.edges, IsEmpty());
        EXPECT_TRUE(closure.is_road);
    }
    EXPECT_THAT(of_scenario("2018-songyuan-m57"), IsEmpty());
}

TEST_F(ClosureTest, AFormerCodeMeansTheSameEdge) {
    const std::vector<Closure> closures =
        of_rows("C1,G102,national,x,220381,220381,220102,G102,both,flood,2017-07-14,,,s,read,\n");
    EXPECT_THAT(roads_shut(closures[0]), Contains("E029"));
    EXPECT_EQ(closures[0].county_code, "220184");
}

TEST_F(ClosureTest, EndsWithoutARefShutEveryRoadBetweenThem) {
    const std::vector<Closure> closures =
        of_rows("C1,,national,x,,220102,220204,,both,flood,2017-07-14,,,s,read,\n");
    EXPECT_THAT(roads_shut(closures[0]), IsSupersetOf({"E020", "E061"}));
}

TEST_F(ClosureTest, ARefAloneShutsTheWholeRoad) {
    const std::vector<Closure> closures =
        of_rows("C1,,national,x,,,,G503,both,flood,2017-07-14,,,s,read,\n");
    EXPECT_THAT(roads_shut(closures[0]), IsSupersetOf({"E085", "E086", "E087", "E088"}));
    expect_only(closures[0], "G503");
    // A known road that the map does not have stays on the list, on no edge.
    EXPECT_THAT(of_rows("C1,,expressway,x,,220582,220502,G1112,both,flood,2017-07-14,,,s,read,\n")
                    .front()
                    .edges,
                IsEmpty());
}

TEST_F(ClosureTest, OnNoKnownEdgeIsRefused) {
    // The two seats are joined, but not by G999.
    ErrorDetail error = refusal(
        "C0,,rural,x,,,,,both,flood,2017-07-14,,,s,read,\n"
        "C1,G999,national,x,,220204,220221,G999,both,flood,2017-07-14,,,s,read,\n");
    EXPECT_EQ(error.code, "closure.edge");
    EXPECT_EQ(error.line, 3);
    EXPECT_EQ(error.field, "edge_ref");
    EXPECT_THAT(error.found, HasSubstr("G999"));
    // Two seats no road joins.
    error = refusal("C1,G202,national,x,,220204,222404,G202,both,flood,2017-07-14,,,s,read,\n");
    EXPECT_EQ(error.code, "closure.edge");
    EXPECT_EQ(error.line, 2);
    // A prefecture is no node.
    error = refusal("C1,G202,national,x,,220200,220221,G202,both,flood,2017-07-14,,,s,read,\n");
    EXPECT_EQ(error.code, "closure.edge");
    EXPECT_EQ(error.field, "edge_from_code");
    // No edge of the network is of class rural.
    error = refusal("C1,x,rural,x,,,,*,both,flood,2017-07-14,,,s,read,\n");
    EXPECT_EQ(error.code, "closure.edge");
}

TEST_F(ClosureTest, UnknownCountyIsRefused) {
    ErrorDetail error = refusal("C1,G202,national,x,229999,,,,both,flood,2017-07-14,,,s,read,\n");
    EXPECT_EQ(error.code, "place.unknown");
    EXPECT_EQ(error.line, 2);
    EXPECT_EQ(error.field, "county_code");
    EXPECT_THAT(error.found, HasSubstr("229999"));
    error = refusal("C1,G202,national,x,,229999,220221,G202,both,flood,2017-07-14,,,s,read,\n");
    EXPECT_EQ(error.code, "place.unknown");
    EXPECT_EQ(error.field, "edge_from_code");
}

TEST_F(ClosureTest, WithoutAStartItIsRefused) {
    ErrorDetail error = refusal("C1,G202,national,x,,220204,220221,G202,both,flood,,,,s,read,\n");
    EXPECT_EQ(error.code, "csv.empty");
    EXPECT_EQ(error.line, 2);
    EXPECT_EQ(error.field, "closed_from");
    error = refusal("C1,G202,national,x,,220204,220221,G202,both,flood,14 July,,,s,read,\n");
    EXPECT_EQ(error.code, "csv.date");
    EXPECT_EQ(error.field, "closed_from");
}

TEST_F(ClosureTest, ReopenedBeforeItIsClosedIsRefused) {
    const ErrorDetail error = refusal(
        "C1,G202,national,x,,220204,220221,G202,both,flood,2017-07-14,2017-07-13,at,s,"
        "read,\n");
    EXPECT_EQ(error.code, "csv.range");
    EXPECT_EQ(error.field, "reopened_at");
}

TEST_F(ClosureTest, OneEndAloneDoesNotSayWhichRoad) {
    const ErrorDetail error =
        refusal("C1,G202,national,x,,220204,,,both,flood,2017-07-14,,,s,read,\n");
    EXPECT_EQ(error.code, "csv.empty");
    EXPECT_EQ(error.field, "edge_ref");
}

TEST_F(ClosureTest, TwiceInOneFileIsRefused) {
    const ErrorDetail error = refusal(
        "C1,,rural,x,,,,,both,flood,2017-07-14,,,s,read,\n"
        "C1,,rural,x,,,,,both,flood,2017-07-14,,,s,read,\n");
    EXPECT_EQ(error.code, "csv.key");
    EXPECT_EQ(error.line, 3);
}

TEST_F(ClosureTest, AFolderWithoutTheTableIsRefused) {
    const ErrorDetail error =
        kit::error_of([&] { (void)load_closures(scratch_.path(), network_, places_); });
    EXPECT_EQ(error.code, "file.missing");
    EXPECT_EQ(error.file, (scratch_.path() / "closures.csv").string());
}

}  // namespace
}  // namespace relief
