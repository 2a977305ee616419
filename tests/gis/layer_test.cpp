// SPDX-License-Identifier: Apache-2.0
#include "gis/layer.h"

#include "core/error.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

namespace relief {
namespace {

namespace fs = std::filesystem;

class LayerFile : public testing::Test {
  protected:
    LayerFile() {
        std::string pattern = (fs::temp_directory_path() / "relief-layer-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
    }
    ~LayerFile() override { fs::remove_all(folder_); }

    fs::path write(const std::string& text) {
        fs::path file = folder_ / "layer.geojson";
        std::ofstream(file, std::ios::binary) << text;
        return file;
    }

    fs::path folder_;
};

std::string collection(const std::string& features) {
    return R"({"type":"FeatureCollection","features":[)" + features + "]}";
}

std::string code_of(const fs::path& file) {
    try {
        (void)read_layer(file);
    } catch (const Error& error) {
        EXPECT_EQ(error.detail().file, file.string());
        return error.detail().code;
    }
    return "read";
}

TEST_F(LayerFile, ReadsPointsLinesAndPolygonsWithTheirProperties) {
    const Layer layer = read_layer(write(collection(
        R"({"type":"Feature","properties":{"code":"220221","n":3},
            "geometry":{"type":"Point","coordinates":[126.5,43.67]}},
           {"type":"Feature","properties":{"code":null,"n":null},
            "geometry":{"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[[5,6],[7,8],[9,10]]]}},
           {"type":"Feature","properties":{"code":"","n":-1},
            "geometry":{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,4],[0,0]],
                                                        [[1,1],[1,2],[2,2],[2,1],[1,1]]]}},
           {"type":"Feature","properties":{"code":"x","n":0},"geometry":null})")));
    ASSERT_EQ(layer.features.size(), 4U);
    const std::size_t code = layer.field("code");
    EXPECT_EQ(layer.features[0].kind, GeometryKind::point);
    EXPECT_EQ(layer.features[0].parts[0][0], (LonLat{126.5, 43.67}));
    EXPECT_EQ(layer.features[0].values[code], "220221");
    EXPECT_EQ(layer.features[0].values[layer.field("n")], "3");
    EXPECT_EQ(layer.features[1].kind, GeometryKind::line);
    ASSERT_EQ(layer.features[1].parts.size(), 2U);
    EXPECT_EQ(layer.features[1].parts[1].size(), 3U);
    EXPECT_EQ(layer.features[1].values[code], "");
    EXPECT_EQ(layer.features[2].kind, GeometryKind::polygon);
    EXPECT_EQ(layer.features[2].parts.size(), 2U);
    EXPECT_EQ(layer.features[3].kind, GeometryKind::none);
    EXPECT_THROW((void)layer.field("absent"), Error);
}

TEST_F(LayerFile, OnlyAPlainFileIsOpened) {
    EXPECT_EQ(code_of(folder_ / "absent.geojson"), "file.missing");
    EXPECT_EQ(code_of(folder_), "file.missing");
    // Names that GDAL itself would follow: to the network, into an archive, into the text itself.
    EXPECT_EQ(code_of("/vsicurl/http://127.0.0.1:9/x.geojson"), "file.missing");
    EXPECT_EQ(code_of("http://127.0.0.1:9/x.geojson"), "file.missing");
    EXPECT_EQ(code_of("/vsizip/x.zip"), "file.missing");
    EXPECT_EQ(code_of(collection("")), "file.missing");
}

TEST_F(LayerFile, DamagedFilesAreNamed) {
    EXPECT_EQ(code_of(write("")), "json.syntax");
    EXPECT_EQ(code_of(write("longitude,latitude\n1,2\n")), "json.syntax");
    const std::string whole = collection(
        R"({"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1,2]}})");
    EXPECT_EQ(code_of(write(whole)), "read");
    EXPECT_EQ(code_of(write(whole.substr(0, whole.size() - 8))), "json.syntax");
    EXPECT_EQ(code_of(write(collection(
                  R"({"type":"Feature","properties":{},
                      "geometry":{"type":"Point","coordinates":[43.67,126.5]}})"))),
              "json.field");
}

TEST_F(LayerFile, ThinningKeepsWithinTheTolerance) {
    // A line east along 44 N with a bump of 0.001 degree (111 m) in the middle.
    const Layer layer = read_layer(write(collection(
        R"({"type":"Feature","properties":{},"geometry":{"type":"LineString",
            "coordinates":[[126.40,44],[126.41,44.001],[126.42,44]]}})")));
    const Projection map;
    EXPECT_EQ(simplified(layer.features[0], map, 100)[0].size(), 3U);
    const auto thin = simplified(layer.features[0], map, 120);
    ASSERT_EQ(thin[0].size(), 2U);
    const MapPoint west = map.forward(LonLat{126.40, 44});
    EXPECT_NEAR(thin[0][0].x_m, west.x_m, 1e-6);
    EXPECT_NEAR(thin[0][0].y_m, west.y_m, 1e-6);
}

// The data's own README gives 190 677 km2 for these borders, reckoned on the sphere of 6371.0 km;
// at the latitude of Jilin (43.6 N) the ellipsoid's surface, M x N, is 1.0019 times the sphere's.
TEST(JilinLayer, CountiesCoverTheProvince) {
    const Layer layer = read_layer(fs::path(RELIEF_SOURCE_DIR) / "data/reference/jilin/boundaries" /
                                   "jilin_district_tianditu.geojson");
    ASSERT_EQ(layer.features.size(), 60U);
    const Projection map;
    double km2 = 0;
    for (const Feature& feature : layer.features) {
        EXPECT_EQ(feature.values[layer.field("district_adcode")].substr(0, 2), "22");
        // Holes turn the other way round, so signed areas leave them out.
        double twice = 0;
        for (const auto& ring : simplified(feature, map, 50)) {
            for (std::size_t i = 1; i < ring.size(); ++i) {
                twice += ring[i - 1].x_m * ring[i].y_m - ring[i].x_m * ring[i - 1].y_m;
            }
        }
        km2 += std::abs(twice) / 2e6;
    }
    EXPECT_NEAR(km2, 190677 * 1.0019, 50);
}

}  // namespace
}  // namespace relief
