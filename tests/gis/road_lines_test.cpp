// SPDX-License-Identifier: Apache-2.0
#include "gis/road_lines.h"

#include "gis/layer.h"
#include "tests/kit/bad_input.h"

#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

namespace relief {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr std::array<std::string_view, 3> classes{"motorway", "trunk", "secondary"};

constexpr std::string_view plain_mapping =
    "what,property,value,means\n"
    "datum,,WGS84,\n"
    "noding,,coordinates,1\n"
    "id,code,,\n"
    "class,kind,G,trunk\n"
    "class,kind,GS,motorway\n"
    "class,kind,*,skip\n"
    "ref,number,,\n"
    "one_way,oneway,1,forward\n"
    "one_way,oneway,-1,backward\n"
    "one_way,oneway,*,both\n"
    "length,metres,,m\n"
    "speed,limit,,km/h\n"
    "weight,tonnes,,t\n"
    "bridge,bridge,Q,yes\n"
    "bridge,bridge,*,no\n";

class RoadLinesTest : public testing::Test {
  protected:
    RoadLinesTest() {
        std::string pattern = (fs::temp_directory_path() / "relief-roads-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
    }
    ~RoadLinesTest() override { fs::remove_all(folder_); }

    [[nodiscard]] fs::path write(const std::string& name, std::string_view text) const {
        fs::path file = folder_ / name;
        std::ofstream(file, std::ios::binary) << text;
        return file;
    }
    [[nodiscard]] RoadMapping mapping(std::string_view text) const {
        return read_road_mapping(write("mapping.csv", text), classes);
    }
    [[nodiscard]] ErrorDetail mapping_error(std::string_view text) const {
        return kit::error_of([&] { (void)mapping(text); });
    }
    /// Three roads of somebody's layer in a format of GDAL, in a coordinate system.
    [[nodiscard]] fs::path made(const char* driver, const std::string& name, int epsg) const;

    fs::path folder_;
};

constexpr LonLat yongji{126.49575, 43.66494};
constexpr LonLat changyi{126.56511, 43.84890};

void add_road(OGRLayer& layer, const char* code, const char* kind, double shift,
              OGRCoordinateTransformation* to_system) {
    const OGRFeatureUniquePtr feature(OGRFeature::CreateFeature(layer.GetLayerDefn()));
    feature->SetField("code", code);
    feature->SetField("kind", kind);
    feature->SetField("number", "G202");
    feature->SetField("oneway", "1");
    feature->SetField("metres", 23456.5);
    feature->SetField("bridge", "Q");
    feature->SetFieldNull(layer.GetLayerDefn()->GetFieldIndex("limit"));
    feature->SetFieldNull(layer.GetLayerDefn()->GetFieldIndex("tonnes"));
    OGRLineString line;
    line.addPoint(yongji.longitude + shift, yongji.latitude);
    line.addPoint(changyi.longitude + shift, changyi.latitude);
    if (to_system != nullptr) {
        ASSERT_EQ(line.transform(to_system), OGRERR_NONE);
    }
    feature->SetGeometry(&line);
    ASSERT_EQ(layer.CreateFeature(feature.get()), OGRERR_NONE);
}

fs::path RoadLinesTest::made(const char* driver, const std::string& name, int epsg) const {
    GDALAllRegister();
    const fs::path file = folder_ / name;
    GDALDataset* const dataset = GetGDALDriverManager()->GetDriverByName(driver)->Create(
        file.c_str(), 0, 0, 0, GDT_Unknown, nullptr);
    OGRSpatialReference degrees;
    degrees.importFromEPSG(4326);
    degrees.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    OGRSpatialReference system;
    system.importFromEPSG(epsg);
    system.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    OGRLayer& layer = *dataset->CreateLayer("roads", &system, wkbLineString, nullptr);
    for (const char* field : {"code", "kind", "number", "oneway", "bridge", "limit", "tonnes"}) {
        OGRFieldDefn text(field, OFTString);
        EXPECT_EQ(layer.CreateField(&text), OGRERR_NONE);
    }
    OGRFieldDefn real("metres", OFTReal);
    EXPECT_EQ(layer.CreateField(&real), OGRERR_NONE);
    const std::unique_ptr<OGRCoordinateTransformation> to_system(
        OGRCreateCoordinateTransformation(&degrees, &system));
    add_road(layer, "a", "G", 0, to_system.get());
    add_road(layer, "b", "GS", 0.1, to_system.get());
    add_road(layer, "c", "X", 0.2, to_system.get());
    GDALClose(dataset);
    return file;
}

void expect_three_roads(const std::vector<RoadLine>& roads) {
    ASSERT_EQ(roads.size(), 2U);  // class X is passed over
    EXPECT_EQ(roads[0].feature, 1U);
    EXPECT_EQ(roads[0].id, "a");
    EXPECT_EQ(roads[0].road_class, "trunk");
    EXPECT_EQ(roads[1].road_class, "motorway");
    EXPECT_EQ(roads[0].ref, "G202");
    EXPECT_EQ(roads[0].directions, LineDirections::forward);
    EXPECT_TRUE(roads[0].bridge);
    EXPECT_NEAR(roads[0].length_km.value(), 23.4565, 1e-9);
    EXPECT_FALSE(roads[0].speed_kmh);
    EXPECT_FALSE(roads[0].weight_t);
    ASSERT_EQ(roads[0].line.size(), 2U);
    EXPECT_LT(geodesic_km(roads[0].line[0], yongji), 1e-5);
    EXPECT_LT(geodesic_km(roads[0].line[1], changyi), 1e-5);
}

TEST_F(RoadLinesTest, AShapefileAGeoPackageAndAGeoJsonGiveTheSameRoads) {
    const RoadMapping how = mapping(plain_mapping);
    expect_three_roads(read_road_lines(made("ESRI Shapefile", "roads.shp", 4326), how));
    expect_three_roads(read_road_lines(made("GPKG", "roads.gpkg", 4326), how));
    expect_three_roads(read_road_lines(made("GeoJSON", "roads.geojson", 4326), how));
}

// CGCS2000 in degrees and in the 3-degree zone of 126 E, and UTM on WGS84: one and the same place.
TEST_F(RoadLinesTest, AProjectedLayerComesBackToDegrees) {
    const RoadMapping how = mapping(plain_mapping);
    expect_three_roads(read_road_lines(made("GPKG", "utm.gpkg", 32652), how));
    expect_three_roads(read_road_lines(made("ESRI Shapefile", "gauss.shp", 4549), how));
    expect_three_roads(read_road_lines(made("GPKG", "cgcs.gpkg", 4490), how));
}

TEST_F(RoadLinesTest, AnOldDatumIsRefused) {
    const RoadMapping how = mapping(plain_mapping);
    const fs::path xian_1980 = made("GPKG", "xian.gpkg", 4610);
    const ErrorDetail error = kit::error_of([&] { (void)read_road_lines(xian_1980, how); });
    EXPECT_EQ(error.code, "crs.datum");
    EXPECT_THAT(error.found, HasSubstr("Xian 1980"));
}

TEST_F(RoadLinesTest, Gcj02IsConvertedOnceAndNeverGuessed) {
    std::string declared(plain_mapping);
    declared.replace(declared.find("WGS84"), 5, "GCJ-02");
    const fs::path file = made("GeoJSON", "roads.geojson", 4326);
    const std::vector<RoadLine> shifted = read_road_lines(file, mapping(declared));
    // The shift in Jilin is some 550 m to the east and 270 m to the north.
    EXPECT_NEAR(geodesic_km(shifted[0].line[0], yongji), 0.6, 0.1);
    EXPECT_LT(geodesic_km(to_gcj02(shifted[0].line[0]), yongji), 1e-5);

    const ErrorDetail undeclared = mapping_error("what,property,value,means\nclass,kind,G,trunk\n");
    EXPECT_EQ(undeclared.code, "crs.datum");
    const ErrorDetail unknown = mapping_error("what,property,value,means\ndatum,,BD-09,\n");
    EXPECT_EQ(unknown.code, "crs.datum");
    EXPECT_EQ(unknown.line, 2);
    // A file that calls itself GCJ-02 is not taken for WGS84 on the mapping's word.
    const fs::path named = made("GeoJSON", "roads_GCJ02.geojson", 4326);
    const RoadMapping how = mapping(plain_mapping);
    EXPECT_EQ(kit::error_of([&] { (void)read_road_lines(named, how); }).code, "crs.datum");
}

TEST_F(RoadLinesTest, AMappingIsRefusedWithItsLine) {
    const std::string head = "what,property,value,means\ndatum,,WGS84,\nnoding,,coordinates,1\n";
    ErrorDetail error = mapping_error(head + "class,kind,G,towpath\n");
    EXPECT_EQ(error.code, "csv.value");
    EXPECT_EQ(error.line, 4);
    EXPECT_EQ(error.field, "means");
    EXPECT_EQ(mapping_error(head + "colour,kind,,\n").code, "csv.value");
    EXPECT_EQ(mapping_error(head + "length,km,,\n").code, "csv.empty");
    EXPECT_EQ(mapping_error(head + "length,km,,miles\n").code, "csv.value");
    EXPECT_EQ(mapping_error(head + "class,kind,G,trunk\nclass,kind,G,skip\n").line, 5);
    EXPECT_EQ(mapping_error(head + "ref,a,,\nref,b,,\n").code, "csv.key");
    EXPECT_EQ(mapping_error(head).code, "csv.reference");
    error = mapping_error(
        "what,property,value,means\ndatum,,WGS84,\nnoding,,fields,\n"
        "class,kind,G,trunk\n");
    EXPECT_EQ(error.code, "csv.reference");
    EXPECT_THAT(error.field, HasSubstr("from_node"));
}

constexpr std::string_view one_road =
    R"({"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"code":"a","kind":"G","number":"","oneway":"","metres":5,
         "limit":60,"tonnes":7.5,"bridge":null},
         "geometry":{"type":"LineString","coordinates":[[126.5,43.6],[126.6,43.7]]}},
        {"type":"Feature","properties":{"code":"b","kind":"G","number":"","oneway":"","metres":5,
         "limit":"60","tonnes":7.5,"bridge":null},
         "geometry":{"type":"LineString","coordinates":[[126.5,43.6],[126.6,43.7]]}}]})";

TEST_F(RoadLinesTest, AWrongFeatureIsRefusedWithItsNumberAndProperty) {
    struct Damage {
        std::string_view from;
        std::string_view to;
        std::string_view field;
    };
    const RoadMapping how = mapping(plain_mapping);
    EXPECT_EQ(read_road_lines(write("good.geojson", one_road), how).size(), 2U);
    for (const Damage& damage :
         {Damage{R"("limit":"60")", R"("limit":"fast")", "limit"},
          Damage{R"("limit":"60")", R"("limit":"-3")", "limit"},
          Damage{R"("limit":"60")", R"("limit":"nan")", "limit"},
          Damage{R"([[126.5,43.6],[126.6,43.7]]}}]})", R"([[126.5,43.6]]}}]})", "geometry"}}) {
        std::string text(one_road);
        text.replace(text.rfind(damage.from), damage.from.size(), damage.to);
        const fs::path file = write("bad.geojson", text);
        const ErrorDetail error = kit::error_of([&] { (void)read_road_lines(file, how); });
        EXPECT_EQ(error.code, "road.value") << damage.to;
        EXPECT_EQ(error.field, damage.field);
        EXPECT_EQ(error.file, file.string());
        EXPECT_THAT(error.message, HasSubstr("feature 2"));
    }
    // A value the mapping does not speak of.
    std::string strict(plain_mapping);
    strict.erase(strict.find("class,kind,*,skip\n"), 18);
    std::string text(one_road);
    text.replace(text.rfind(R"("kind":"G")"), 10, R"("kind":"Z")");
    const fs::path file = write("unknown.geojson", text);
    const ErrorDetail error = kit::error_of([&] { (void)read_road_lines(file, mapping(strict)); });
    EXPECT_EQ(error.code, "road.value");
    EXPECT_EQ(error.field, "kind");
    EXPECT_THAT(error.found, HasSubstr("Z"));
}

TEST_F(RoadLinesTest, WhatIsNoLayerIsRefused) {
    const RoadMapping how = mapping(plain_mapping);
    const auto code_of = [&](const fs::path& file) {
        return kit::error_of([&] { (void)read_road_lines(file, how); }).code;
    };
    EXPECT_EQ(code_of(folder_ / "absent.shp"), "file.missing");
    EXPECT_EQ(code_of("/vsicurl/http://127.0.0.1:9/x.shp"), "file.missing");
    EXPECT_EQ(code_of(write("list.csv", "a,b\n")), "layer.format");
    EXPECT_EQ(code_of(write("empty.shp", "")), "layer.format");
    EXPECT_EQ(code_of(write("broken.gpkg", "SQLite format 3")), "layer.format");
    EXPECT_EQ(code_of(write("broken.geojson", one_road.substr(0, 200))), "layer.format");
    std::string other(plain_mapping);
    other += "layer,,rivers,\n";
    const fs::path file = made("GPKG", "roads.gpkg", 4326);
    const ErrorDetail error = kit::error_of([&] { (void)read_road_lines(file, mapping(other)); });
    EXPECT_EQ(error.code, "layer.unknown");
    EXPECT_EQ(error.expected, "roads");
}

// The theory at Changchun: 524 m to the east, 270 m to the north (docs of the boundaries).
TEST(Gcj02, ShiftsChangchunAsTheBoundariesOfTheProvinceSay) {
    const LonLat changchun{125.3307, 43.88781};
    const LonLat shown = to_gcj02(changchun);
    EXPECT_NEAR(geodesic_km(changchun, {shown.longitude, changchun.latitude}), 0.524, 0.01);
    EXPECT_NEAR(geodesic_km(changchun, {changchun.longitude, shown.latitude}), 0.270, 0.01);
    const LonLat back = from_gcj02(shown);
    EXPECT_LT(geodesic_km(back, changchun), 1e-5);
    // Abroad nothing is shifted.
    const LonLat luxembourg{6.13, 49.61};
    EXPECT_EQ(to_gcj02(luxembourg), luxembourg);
    EXPECT_EQ(from_gcj02(luxembourg), luxembourg);
}

}  // namespace
}  // namespace relief
