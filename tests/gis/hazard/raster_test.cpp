// SPDX-License-Identifier: Apache-2.0
#include "gis/hazard/raster.h"

#include "gis/assessment/grid_damage.h"
#include "tests/kit/bad_input.h"
#include "tests/kit/cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>

#include <gdal_frmts.h>
#include <gdal_priv.h>
#include <ogr_spatialref.h>

namespace relief {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// A folder of the test's own.
class RasterHazard : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() /
                  ("relief-raster-" + std::to_string(::getpid()) + "-" +
                   testing::UnitTest::GetInstance()->current_test_info()->name());
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }

    [[nodiscard]] fs::path written(const std::string& name, const std::string& text) const {
        std::ofstream(folder_ / name, std::ios::binary) << text;
        return folder_ / name;
    }

    struct Tiff {
        int columns = 2;
        int rows = 2;
        std::array<double, 6> transform{126, 0.5, 0, 44, 0, -0.5};
        std::string system = "EPSG:4326";
        GDALDataType type = GDT_Float32;
        bool is_signed_byte = false;
        std::vector<double> cells{1, 2, 3, 4};
        std::optional<double> nodata;
    };

    [[nodiscard]] fs::path tiff(const std::string& name, const Tiff& tiff) const {
        GDALRegister_GTiff();
        auto* const driver = GetGDALDriverManager()->GetDriverByName("GTiff");
        std::array<const char*, 2> options{tiff.is_signed_byte ? "PIXELTYPE=SIGNEDBYTE" : nullptr,
                                           nullptr};
        const fs::path file = folder_ / name;
        GDALDataset* const dataset = driver->Create(file.c_str(), tiff.columns, tiff.rows, 1,
                                                    tiff.type, const_cast<char**>(options.data()));
        auto transform = tiff.transform;
        dataset->SetGeoTransform(transform.data());
        if (!tiff.system.empty()) {
            OGRSpatialReference system;
            system.SetFromUserInput(tiff.system.c_str());
            dataset->SetSpatialRef(&system);
        }
        GDALRasterBand* const band = dataset->GetRasterBand(1);
        if (tiff.nodata) {
            band->SetNoDataValue(*tiff.nodata);
        }
        std::vector<double> cells = tiff.cells;
        if (tiff.is_signed_byte) {
            // GDAL before 3.7 converts as if the byte had no sign.
            for (double& cell : cells) {
                cell = cell < 0 ? cell + 256 : cell;
            }
        }
        EXPECT_EQ(band->RasterIO(GF_Write, 0, 0, tiff.columns, tiff.rows, cells.data(),
                                 tiff.columns, tiff.rows, GDT_Float64, 0, 0, nullptr),
                  CE_None);
        GDALClose(dataset);
        return file;
    }

    fs::path folder_;
};

constexpr const char* small_grid =
    "ncols 3\nnrows 2\nxllcorner 126\nyllcorner 43\ncellsize 0.5\nNODATA_value -9999\n"
    "1 2 3\n4 -9999 6.5\n";

TEST_F(RasterHazard, ReadsAnAsciiGridFromNorthToSouth) {
    const Raster raster = read_raster(written("grid.asc", small_grid));
    EXPECT_EQ(raster.columns(), 3);
    EXPECT_EQ(raster.rows(), 2);
    EXPECT_EQ(raster.at(2, 1), 6.5);
    EXPECT_EQ(raster.value({126.1, 43.9}, Sampling::nearest), 1);
    EXPECT_EQ(raster.value({127.4, 43.1}, Sampling::nearest), 6.5);
    EXPECT_EQ(raster.value({126.75, 43.25}, Sampling::nearest), std::nullopt);  // nodata
    EXPECT_EQ(raster.value({125.9, 43.5}, Sampling::nearest), std::nullopt);
    // Between the middles of cells 1, 2 of the first row.
    EXPECT_NEAR(*raster.value({126.5, 43.75}, Sampling::bilinear), 1.5, 1e-9);
    EXPECT_EQ(raster.value({126.6, 43.4}, Sampling::bilinear), std::nullopt);  // nodata counts
    EXPECT_EQ(raster.notes().unknown_cells, 1U);
    EXPECT_EQ(raster_sum(raster), 16.5);
}

TEST_F(RasterHazard, KnowsMarksForNoData) {
    Tiff wrapped{.type = GDT_Byte, .is_signed_byte = true, .cells = {1, -128, 3, -5}};
    wrapped.nodata = 128;
    const Raster signed_byte = read_raster(tiff("signed.tif", wrapped));
    EXPECT_TRUE(signed_byte.notes().nodata_wrapped);
    EXPECT_EQ(signed_byte.notes().unknown_cells, 2U);
    EXPECT_EQ(signed_byte.notes().negative_cells, 1U);
    EXPECT_EQ(raster_sum(signed_byte), 4);

    Tiff mirrored{.cells = {999, -999, 3, 4}};
    mirrored.nodata = -999;
    const Raster suspicious = read_raster(tiff("mirrored.tif", mirrored));
    ASSERT_EQ(suspicious.notes().suspicious.size(), 1U);
    EXPECT_THAT(suspicious.notes().suspicious.front(), HasSubstr("+999 stands in 1 cells"));

    // GHS-POP, WorldPop and old grids, whether they say so or not; NaN always.
    const Raster people = read_raster(
        tiff("people.tif", {.columns = 3, .rows = 2, .cells = {-200, -99999, -9999, -1, NAN, 7}}));
    EXPECT_EQ(raster_sum(people), 7);
    EXPECT_EQ(people.notes().unknown_cells, 5U);
    EXPECT_EQ(people.notes().negative_cells, 4U);

    // Temperatures are below 0 of themselves.
    RasterRequest cold;
    cold.negative_is_unknown = false;
    cold.nodata = {-9999};
    const Raster temperature = read_raster(tiff("cold.tif", {.cells = {-9999, -30, -5, 2}}), cold);
    EXPECT_EQ(temperature.notes().unknown_cells, 1U);
    EXPECT_EQ(raster_sum(temperature), -33);
}

TEST_F(RasterHazard, KeepsTheValuesOfEveryType) {
    const auto cells = [&](GDALDataType type, const std::vector<double>& values) {
        const Raster raster = read_raster(tiff("types.tif", {.type = type, .cells = values}),
                                          {.negative_is_unknown = false});
        return std::vector<double>{raster.at(0, 0), raster.at(1, 0), raster.at(0, 1),
                                   raster.at(1, 1)};
    };
    const std::vector<double> small{0, 1, 254, 255};
    EXPECT_EQ(cells(GDT_Byte, small), small);
    const std::vector<double> codes{0, -32767, 32767, 911};
    EXPECT_EQ(cells(GDT_Int16, codes), codes);
    EXPECT_EQ(cells(GDT_Int32, codes), codes);
    const std::vector<double> people{4452310, -70000, 32768, 2147483647};
    EXPECT_EQ(cells(GDT_Int32, people), people);
    EXPECT_EQ(cells(GDT_UInt16, small), small);
    EXPECT_EQ(cells(GDT_UInt32, {0, 4294967295, 1, 2}), (std::vector<double>{0, 4294967295, 1, 2}));
    EXPECT_EQ(cells(GDT_Float32, {0.5, -0.25, 1e30, 3}),
              (std::vector<double>{0.5, -0.25, 1e30F, 3}));
    EXPECT_EQ(cells(GDT_Float64, {0.1, -1e300, 1, 2}), (std::vector<double>{0.1, -1e300, 1, 2}));
    EXPECT_EQ(kit::error_of([&] { (void)cells(GDT_CFloat32, small); }).code, "raster.format");
}

TEST_F(RasterHazard, ReadsSeveralInTheirOrder) {
    const std::vector<fs::path> files{tiff("a.tif", {.cells = {1, 2, 3, 4}}),
                                      tiff("b.tif", {.cells = {5, 6, 7, 8}}),
                                      written("c.asc", small_grid)};
    const std::vector<Raster> rasters = read_rasters(files);
    ASSERT_EQ(rasters.size(), 3U);
    EXPECT_EQ(rasters[0].at(1, 1), 4);
    EXPECT_EQ(rasters[1].at(0, 0), 5);
    EXPECT_EQ(rasters[2].at(2, 1), 6.5);
    const std::vector<fs::path> broken{files[0], written("d.tif", "no raster"), files[1]};
    EXPECT_THAT(kit::error_of([&] { (void)read_rasters(broken); }).file, HasSubstr("d.tif"));
    EXPECT_TRUE(read_rasters({}).empty());
}

TEST_F(RasterHazard, ReadsRowsFromSouthToNorthToo) {
    const Raster raster =
        read_raster(tiff("flipped.tif", {.transform = {126, 0.5, 0, 43, 0, 0.5}}));
    EXPECT_EQ(raster.value({126.25, 43.25}, Sampling::nearest), 1);
    EXPECT_EQ(raster.value({126.75, 43.75}, Sampling::nearest), 4);
}

// UTM zone 52: the middle of a cell, by PROJ itself.
TEST_F(RasterHazard, FindsAPlaceInAnySystem) {
    const Projection utm("EPSG:32652");
    const LonLat yongji{126.49622, 43.67231};
    const MapPoint at = utm.forward(yongji);
    const Raster raster =
        read_raster(tiff("utm.tif", {.transform = {at.x_m - 150, 100, 0, at.y_m + 50, 0, -100},
                                     .system = "EPSG:32652"}));
    EXPECT_EQ(raster.value(yongji, Sampling::nearest), 2);
    EXPECT_NEAR(raster.position(1, 0).longitude, yongji.longitude, 1e-7);
    EXPECT_NEAR(raster.position(1, 0).latitude, yongji.latitude, 1e-7);
    EXPECT_EQ(raster.cell_area_m2(), 10'000);
    RasterRequest told;
    told.system = "EPSG:32652";
    const Raster unnamed = read_raster(
        tiff("bare.tif", {.transform = {at.x_m - 150, 100, 0, at.y_m + 50, 0, -100}, .system = ""}),
        told);
    EXPECT_EQ(unnamed.value(yongji, Sampling::nearest), 2);
}

TEST_F(RasterHazard, UndoesGcj02WhereItIsDeclared) {
    RasterRequest shifted;
    shifted.datum = Datum::gcj02;
    const LonLat seen = to_gcj02({126.49622, 43.67231});
    const Raster raster = read_raster(
        tiff("gcj.tif",
             {.transform = {seen.longitude - 0.0015, 0.001, 0, seen.latitude + 0.0005, 0, -0.001}}),
        shifted);
    EXPECT_EQ(raster.value({126.49622, 43.67231}, Sampling::nearest), 2);
    EXPECT_NEAR(raster.position(1, 0).longitude, 126.49622, 1e-6);
}

TEST_F(RasterHazard, GoesOverTheDateLine) {
    const Raster raster = read_raster(tiff("date.tif", {.transform = {179, 1, 0, 1, 0, -1}}));
    EXPECT_EQ(raster.value({179.5, 0.5}, Sampling::nearest), 1);
    EXPECT_EQ(raster.value({-179.5, 0.5}, Sampling::nearest), 2);
    EXPECT_EQ(raster.value({178.5, 0.5}, Sampling::nearest), std::nullopt);
    EXPECT_NEAR(raster.position(1, 0).longitude, -179.5, 1e-9);
    RasterRequest request;
    request.box = LonLatBox{.west = -179.9, .south = 0.1, .east = -179.1, .north = 0.9};
    EXPECT_EQ(read_raster(tiff("date2.tif", {.transform = {179, 1, 0, 1, 0, -1}}), request)
                  .value({-179.5, 0.5}, Sampling::nearest),
              2);
}

TEST_F(RasterHazard, ReadsOnlyTheBoxThatIsAskedFor) {
    Tiff wide{.columns = 100, .rows = 80, .transform = {120, 0.1, 0, 48, 0, -0.1}};
    wide.cells.clear();
    for (int i = 0; i < 8000; ++i) {
        wide.cells.push_back(i);
    }
    const fs::path file = tiff("wide.tif", wide);
    RasterRequest request;
    request.box = LonLatBox{.west = 126.01, .south = 43.01, .east = 126.49, .north = 43.49};
    request.limits.cells_max = 200;
    const Raster part = read_raster(file, request);
    EXPECT_LT(part.size(), 200U);
    EXPECT_EQ(part.value({126.25, 43.25}, Sampling::nearest), 47 * 100 + 62);
    EXPECT_EQ(kit::error_of([&] { (void)read_raster(file, {.limits = {.cells_max = 200}}); }).code,
              "raster.size");
    request.box = LonLatBox{.west = 10, .south = 10, .east = 11, .north = 11};
    EXPECT_EQ(kit::error_of([&] { (void)read_raster(file, request); }).code, "raster.size");
}

TEST_F(RasterHazard, RefusesDegreesSaidToBeMetres) {
    const auto code = [&](const Tiff& each) {
        return kit::error_of([&] { (void)read_raster(tiff("wrong.tif", each)); }).code;
    };
    EXPECT_EQ(code({.system = "EPSG:32652"}), "raster.system");
    EXPECT_EQ(code({.transform = {500'000, 30, 0, 4'800'000, 0, -30}}), "raster.system");
    EXPECT_EQ(code({.transform = {500'000, 30, 0, 4'800'000, 0, -30}, .system = ""}),
              "raster.system");
    EXPECT_EQ(kit::error_of([&] {
                  (void)read_raster(tiff("words.tif", {.system = ""}),
                                    {.system = "http://example.org/a.wkt"});
              }).code,
              "raster.system");
    EXPECT_EQ(kit::error_of([&] {
                  const Raster degrees = read_raster(tiff("degrees.tif", {}));
                  (void)degrees.cell_area_m2();
              }).code,
              "raster.system");
}

TEST_F(RasterHazard, RefusesSizesBeforeReading) {
    const auto error = kit::error_of([&] {
        (void)read_raster(written("huge.asc",
                                  "ncols 1000000000\nnrows 10\nxllcorner 0\nyllcorner "
                                  "0\ncellsize 1\n1 2 3\n"));
    });
    EXPECT_EQ(error.code, "raster.size");
    EXPECT_THAT(error.found, HasSubstr("1000000000"));
    // 2^31 cells a side: the header of a TIFF alone, little endian, ImageWidth and ImageLength.
    std::string header("II*\0\x08\0\0\0", 8);
    const auto put = [&](std::uint32_t number, int bytes) {
        for (int i = 0; i < bytes; ++i) {
            header += static_cast<char>(number >> (8 * i));
        }
    };
    put(2, 2);
    for (const std::uint32_t tag : {256U, 257U}) {
        put(tag, 2);
        put(4, 2);
        put(1, 4);
        put(0x7FFFFFFF, 4);
    }
    put(0, 4);
    const auto huge = kit::error_of([&] { (void)read_raster(written("huge.tif", header)); });
    EXPECT_THAT(huge.code, testing::AnyOf("raster.size", "raster.format"));
}

TEST_F(RasterHazard, OpensPlainFilesOnly) {
    const auto code = [](const std::string& name) {
        return kit::error_of([&] { (void)read_raster(name); }).code;
    };
    EXPECT_EQ(code("/vsicurl/http://127.0.0.1/a.tif"), "file.missing");
    EXPECT_EQ(code("http://127.0.0.1/a.tif"), "file.missing");
    EXPECT_EQ(code("<VRTDataset rasterXSize=\"1\"/>"), "file.missing");
    EXPECT_EQ(code(folder_.string()), "file.missing");
    EXPECT_EQ(code(written("a.vrt", "<VRTDataset rasterXSize=\"1\" rasterYSize=\"1\"/>").string()),
              "raster.format");
    EXPECT_EQ(code(written("a.tif", "<VRTDataset rasterXSize=\"1\" rasterYSize=\"1\"/>").string()),
              "raster.format");
    EXPECT_EQ(code(written("b.asc", "").string()), "raster.format");
    EXPECT_EQ(code(written("c.asc",
                           "ncols 3\nnrows 2\nxllcorner 126\nyllcorner 43\ncellsize "
                           "0.5\n1 2 3\n4 5\n")
                       .string()),
              "raster.format");
}

TEST_F(RasterHazard, RefusesATiffCutShort) {
    Tiff large{.columns = 200, .rows = 200, .transform = {126, 0.001, 0, 44, 0, -0.001}};
    large.cells.assign(40'000, 1);
    const fs::path file = tiff("whole.tif", large);
    fs::resize_file(file, fs::file_size(file) / 2);
    EXPECT_EQ(kit::error_of([&] { (void)read_raster(file); }).code, "raster.format");
}

// D04 of the loss cases: DamageScanner's own small vector test.
TEST(GridDamage, WeightsCellsByTheAreaAPolygonCovers) {
    std::vector<double> cells(100, NAN);
    for (std::size_t row = 0; row < 10; ++row) {
        for (std::size_t column = 0; column < 10; ++column) {
            if (row < 5) {
                cells[row * 10 + column] = column < 5 ? 0.5 : 3;
            } else if (column < 5) {
                cells[row * 10 + column] = 0;
            }
        }
    }
    const Raster depth(10, 10, {0, 1, 0, 10, 0, -1}, cells);
    const DepthCurve homes{.name = "homes", .depths = {0, 1, 2}, .ratios = {0, 0.2, 0.3}};
    const auto damage = [&](double west, double south, double side, double value) {
        const std::vector<MapPoint> ring{{west, south},
                                         {west + side, south},
                                         {west + side, south + side},
                                         {west, south + side},
                                         {west, south}};
        return polygon_damage(depth, covered_cells(depth, std::span(&ring, 1)), homes, value);
    };
    EXPECT_NEAR(damage(1, 8, 1, 100), 10, 1e-9);
    EXPECT_NEAR(damage(1.5, 6.5, 2, 200), 80, 1e-9);
    EXPECT_NEAR(damage(7, 7, 1, 100), 30, 1e-9);
    EXPECT_NEAR(damage(4.5, 7, 1, 100), 20, 1e-9);
    EXPECT_NEAR(damage(1, 1, 1, 100), 0, 1e-9);
    EXPECT_NEAR(damage(7, 1, 1, 100), 0, 1e-9);
    EXPECT_NEAR(damage(4.5, 4.5, 1, 100), 10, 1e-9);
    // Beyond the raster there is no water.
    EXPECT_NEAR(damage(-0.5, 8, 1, 100), 5, 1e-9);
}

TEST(GridDamage, RefusesPolygonsAndRulesThatCannotBe) {
    const Raster depth(2, 2, {0, 1, 0, 2, 0, -1}, std::vector<double>{1, 1, 1, 1});
    const std::vector<MapPoint> bow{{0, 0}, {2, 2}, {2, 0}, {0, 2}, {0, 0}};
    EXPECT_EQ(kit::error_of([&] { (void)covered_cells(depth, std::span(&bow, 1)); }).code,
              "layer.format");
    const DepthCurve curve{.name = "c", .depths = {0, 1}, .ratios = {0, 1}};
    const std::vector<LandUseRule> twice{{1, curve, 10}, {1, curve, 20}};
    EXPECT_EQ(kit::error_of([&] { (void)land_use_damage(depth, depth, twice); }).code,
              "loss.model");
    const std::vector<LandUseRule> falling{{1, {"f", {1, 0}, {0, 1}, 0}, 10}};
    EXPECT_EQ(kit::error_of([&] { (void)land_use_damage(depth, depth, falling); }).code,
              "loss.model");
}

// Worked out by hand: cells of 4 m2; depths 1, 0.5, 0, unknown; land use 7, 7, 7, 9.
TEST(GridDamage, AddsDamageByLandUse) {
    const Raster depth(2, 2, {0, 2, 0, 4, 0, -2}, std::vector<double>{1, 0.5, 0, NAN});
    const Raster use(2, 2, {0, 2, 0, 4, 0, -2}, std::vector<double>{7, 8, 7, 9});
    const std::vector<LandUseRule> rules{{7, {"c", {0, 1}, {0, 0.4}, 0}, 10}};
    const LandUseDamage damage = land_use_damage(depth, use, rules);
    EXPECT_NEAR(damage.total, 0.4 * 10 * 4, 1e-12);
    EXPECT_EQ(damage.wet_cells, 2);
    EXPECT_NEAR(damage.wet_km2, 8e-6, 1e-15);
    EXPECT_EQ(damage.wet_without_rule.at(8), 1);
}

}  // namespace
}  // namespace relief
