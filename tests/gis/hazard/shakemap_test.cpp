// SPDX-License-Identifier: Apache-2.0
#include "gis/hazard/shakemap.h"

#include "gis/assessment/class_edges.h"
#include "tests/kit/bad_input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace relief {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

/// A grid of 3 x 2 points as ShakeMap writes it; tests spoil one thing each.
struct GridText {
    std::string head =
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
        "<shakemap_grid xmlns=\"http://earthquake.usgs.gov/eqcenter/shakemap\" event_id=\"e1\">\n"
        "<event event_id=\"e1\" magnitude=\"5.7\" depth=\"13\" lat=\"45.27\" lon=\"124.71\" "
        "event_timestamp=\"2018-05-27T17:50:00UTC\" event_description=\"Songyuan\"/>\n";
    std::string specification =
        "<grid_specification lon_min=\"124.0\" lat_min=\"45.0\" lon_max=\"125.0\" lat_max=\"45.5\" "
        "nominal_lon_spacing=\"0.5\" nominal_lat_spacing=\"0.5\" nlon=\"3\" nlat=\"2\"/>\n";
    std::string fields =
        "<grid_field index=\"1\" name=\"LON\" units=\"dd\"/>\n"
        "<grid_field index=\"2\" name=\"LAT\" units=\"dd\"/>\n"
        "<grid_field index=\"3\" name=\"PGA\" units=\"pctg\"/>\n"
        "<grid_field index=\"4\" name=\"MMI\" units=\"intensity\"/>\n";
    std::string data =
        "124.0 45.5 1 4.5\n124.5 45.5 2 5.5\n125.0 45.5 3 6.5\n"
        "124.0 45.0 4 7\n124.5 45.0 nan 8\n125.0 45.0 6 -1\n";
    std::string tail = "</grid_data>\n</shakemap_grid>\n";

    [[nodiscard]] std::string text() const {
        return head + specification + fields + "<grid_data>\n" + data + tail;
    }
};

class ShakeMapHazard : public testing::Test {
  protected:
    void SetUp() override {
        file_ = fs::temp_directory_path() /
                ("relief-grid-" + std::to_string(::getpid()) + "-" +
                 testing::UnitTest::GetInstance()->current_test_info()->name() + ".xml");
    }
    void TearDown() override { fs::remove(file_); }

    ShakeMapGrid read(const std::string& text, const ShakeMapLimits& limits = {}) const {
        std::ofstream(file_, std::ios::binary) << text;
        return read_shakemap(file_, limits);
    }
    ErrorDetail error(const std::string& text, const ShakeMapLimits& limits = {}) const {
        return kit::error_of([&] { (void)read(text, limits); });
    }
    ErrorDetail error(const GridText& grid) const { return error(grid.text()); }

    fs::path file_;
};

TEST_F(ShakeMapHazard, ReadsValuesAndSaysWhatIsMissing) {
    const ShakeMapGrid grid = read(GridText{}.text());
    EXPECT_EQ(grid.event.magnitude, 5.7);
    EXPECT_EQ(grid.event.epicentre, (LonLat{124.71, 45.27}));
    EXPECT_EQ(grid.columns, 3);
    EXPECT_EQ(grid.rows, 2);
    EXPECT_EQ(grid.field("PGA")->values[3], 4);
    EXPECT_EQ(grid.field("PGA")->units, "pctg");
    EXPECT_TRUE(std::isnan(grid.field("PGA")->values[4]));
    EXPECT_TRUE(std::isnan(grid.mmi()[5]));  // -1 is no intensity
    EXPECT_EQ(grid.unknown_values, 2U);
    EXPECT_THAT(grid.missing_fields, ElementsAre("PSA03", "PSA10", "STDPGA", "STDMMI"));
    EXPECT_EQ(grid.position(4), (LonLat{124.5, 45}));
    GridText named;
    named.fields = std::string(named.fields).replace(named.fields.find("PGA"), 3, "FOO");
    EXPECT_THAT(read(named.text()).unknown_fields, ElementsAre("FOO"));
}

// Every way of writing a number gives the double nearest to it, as strtod does.
TEST_F(ShakeMapHazard, ReadsNumbersToTheLastDigit) {
    for (const char* word :
         {"0.1", "6.35", "0.000123", "7.", ".5", "11.999999999999", "3.14159265358979",
          "1.234567890123456789", "2.5e-3", "900719925.474099", "0", "-0.0", "000004.2500"}) {
        GridText grid;
        grid.data.replace(grid.data.find(" 1 4.5"), 6, " " + std::string(word) + " 4.5");
        EXPECT_EQ(read(grid.text()).field("PGA")->values[0], std::strtod(word, nullptr)) << word;
    }
    for (const char* word : {".", "-", "1.2.3", "0x10", "1,5", "--1", "+1"}) {
        GridText grid;
        grid.data.replace(grid.data.find(" 1 4.5"), 6, " " + std::string(word) + " 4.5");
        EXPECT_EQ(error(grid).code, "shakemap.format") << word;
    }
}

// Of 4.5, 5.5, 6.5, 7, 8 and one unknown: halves up, and halves down.
TEST_F(ShakeMapHazard, CountsByTheClassEdgeThatIsAsked) {
    const ShakeMapGrid grid = read(GridText{}.text());
    const auto up = class_counts(grid.mmi(), ClassEdge::half_goes_up);
    EXPECT_THAT(std::vector(up.begin() + 4, up.begin() + 9), ElementsAre(0, 1, 1, 2, 1));
    const auto down = class_counts(grid.mmi(), ClassEdge::half_goes_down);
    EXPECT_THAT(std::vector(down.begin() + 4, down.begin() + 9), ElementsAre(1, 1, 1, 1, 1));
}

TEST_F(ShakeMapHazard, GivesTheValueOfAPlace) {
    const ShakeMapGrid grid = read(GridText{}.text());
    const auto at = [&](LonLat place, Sampling sampling) {
        return shakemap_value(grid, grid.mmi(), place, sampling);
    };
    EXPECT_EQ(at({124.2, 45.4}, Sampling::nearest), 4.5);
    EXPECT_EQ(at({123.8, 45.4}, Sampling::nearest), 4.5);
    EXPECT_EQ(at({123.7, 45.4}, Sampling::nearest), std::nullopt);
    EXPECT_EQ(at({125, 45}, Sampling::nearest), std::nullopt);  // unknown there
    EXPECT_NEAR(*at({124.25, 45.25}, Sampling::bilinear), (4.5 + 5.5 + 7 + 8) / 4, 1e-12);
    EXPECT_NEAR(*at({124.5, 45.0}, Sampling::bilinear), 8, 1e-12);
    EXPECT_EQ(at({124.75, 45.25}, Sampling::bilinear), std::nullopt);
    EXPECT_EQ(at({123.9, 45.25}, Sampling::bilinear), std::nullopt);
}

TEST_F(ShakeMapHazard, GoesOverTheDateLine) {
    GridText grid;
    grid.specification =
        "<grid_specification lon_min=\"179.5\" lat_min=\"45.0\" lon_max=\"-179.5\" "
        "lat_max=\"45.5\" nlon=\"3\" nlat=\"2\"/>\n";
    grid.data =
        "179.5 45.5 1 4\n180.0 45.5 2 5\n-179.5 45.5 3 6\n"
        "179.5 45.0 4 7\n-180 45.0 5 8\n180.5 45.0 6 9\n";
    const ShakeMapGrid read_grid = read(grid.text());
    const auto nearest = [&](double longitude) {
        return shakemap_value(read_grid, read_grid.mmi(), {longitude, 45.5}, Sampling::nearest);
    };
    EXPECT_EQ(nearest(179.6), 4);
    EXPECT_EQ(nearest(-179.9), 5);
    EXPECT_EQ(nearest(-179.4), 6);
    EXPECT_EQ(nearest(-179.2), std::nullopt);
    EXPECT_NEAR(read_grid.position(2).longitude, -179.5, 1e-12);
}

// The whole Earth in cells of a degree: 510,065,622 km2 on WGS84, less the rows at the poles.
TEST_F(ShakeMapHazard, AreasAddUpToTheEllipsoid) {
    ShakeMapGrid grid;
    grid.columns = 360;
    grid.rows = 179;
    grid.north = 89;
    grid.step_longitude = 1;
    grid.step_latitude = 1;
    double sum = 0;
    for (const double area : shakemap_cell_areas_km2(grid)) {
        sum += 360 * area;
    }
    EXPECT_NEAR(sum / 510'065'622, 1, 2e-4);
}

TEST_F(ShakeMapHazard, RefusesCountsThatDoNotAgree) {
    GridText fewer;
    fewer.data = fewer.data.substr(0, fewer.data.rfind("125.0"));
    EXPECT_THAT(error(fewer).message, HasSubstr("fewer rows"));
    GridText more;
    more.data += "125.5 45.0 1 5\n";
    EXPECT_THAT(error(more).message, HasSubstr("more rows"));
    GridText ragged;
    ragged.data += "1 2";
    EXPECT_EQ(error(ragged).code, "shakemap.format");
    GridText spacing;
    spacing.specification.replace(spacing.specification.find("nlon=\"3\""), 8, "nlon=\"6\"");
    EXPECT_THAT(error(spacing).message, HasSubstr("do not agree"));
}

TEST_F(ShakeMapHazard, RefusesRowsOutOfTurn) {
    GridText latitude_fastest;
    latitude_fastest.data =
        "124.0 45.5 1 4.5\n124.0 45.0 2 5.5\n124.5 45.5 3 6.5\n"
        "124.5 45.0 4 7\n125.0 45.5 5 8\n125.0 45.0 6 9\n";
    const ErrorDetail turn = error(latitude_fastest);
    EXPECT_THAT(turn.field, HasSubstr("row 2"));
    EXPECT_THAT(turn.message, HasSubstr("where its turn is"));
    GridText from_south;
    from_south.data =
        "124.0 45.0 1 4.5\n124.5 45.0 2 5.5\n125.0 45.0 3 6.5\n"
        "124.0 45.5 4 7\n124.5 45.5 5 8\n125.0 45.5 6 9\n";
    EXPECT_THAT(error(from_south).field, HasSubstr("LAT"));
}

TEST_F(ShakeMapHazard, RefusesWordsInfinitiesAndMissingFields) {
    GridText word;
    word.data.replace(word.data.find("5.5"), 3, "five");
    EXPECT_THAT(error(word).found, HasSubstr("five"));
    GridText infinite;
    infinite.data.replace(infinite.data.find("5.5"), 3, "inf");
    EXPECT_EQ(error(infinite).code, "shakemap.format");
    GridText no_mmi;
    no_mmi.fields.replace(no_mmi.fields.find("MMI"), 3, "PGV");
    EXPECT_EQ(error(no_mmi).found, "MMI");
    GridText gap;
    gap.fields.replace(gap.fields.find("index=\"3\""), 9, "index=\"5\"");
    EXPECT_THAT(error(gap).found, HasSubstr("index 3"));
    GridText twice;
    twice.fields.replace(twice.fields.find("PGA"), 3, "MMI");
    EXPECT_THAT(error(twice).message, HasSubstr("twice"));
    EXPECT_EQ(error("<other/>").code, "shakemap.format");
    EXPECT_EQ(error("<shakemap_grid></shakemap_grid>").found, "no grid_data");
    EXPECT_EQ(error("").code, "xml.damaged");
    EXPECT_EQ(kit::error_of([&] { (void)read_shakemap("/nowhere/grid.xml"); }).code,
              "file.missing");
}

TEST_F(ShakeMapHazard, RefusesEntitiesAndSizes) {
    GridText doctype;
    doctype.head = "<?xml version=\"1.0\"?>\n<!DOCTYPE g [<!ENTITY a \"ha\">]>\n<shakemap_grid>\n";
    EXPECT_EQ(error(doctype).code, "xml.unsafe");
    EXPECT_EQ(error(GridText{}.text(), {.bytes_max = 500}).code, "xml.size");
    EXPECT_EQ(error(GridText{}.text(), {.cells_max = 5}).code, "shakemap.size");
    GridText promise;
    promise.specification.replace(promise.specification.find("nlon=\"3\""), 8, "nlon=\"999999\"");
    EXPECT_THAT(error(promise).code, testing::AnyOf("shakemap.size", "shakemap.format"));
    GridText long_word;
    long_word.data = std::string(100'000, '1');
    EXPECT_EQ(error(long_word).code, "shakemap.format");
}

}  // namespace
}  // namespace relief
