// SPDX-License-Identifier: Apache-2.0
#include "gis/hazard/stations.h"

#include "tests/kit/bad_input.h"

#include <gtest/gtest.h>

namespace relief {
namespace {

std::optional<LonLat> changchun_only(std::string_view code) {
    return code == "220100" ? std::optional(LonLat{125.32, 43.82}) : std::nullopt;
}

Stations rain(std::string_view bytes) {
    return read_stations(bytes, "rain.csv", StationQuantity::rain, changchun_only);
}

ErrorDetail error_of(std::string_view bytes) {
    return kit::error_of([&] { (void)rain(bytes); });
}

TEST(StationsHazard, ReadsPlacesCodesUnitsAndDatum) {
    const LonLat shown = to_gcj02({126.5, 43.7});
    const Stations stations = rain(
        "id,lon,lat,code,value,unit,datum\n"
        "A,126.5,43.7,,12.5,mm,WGS84\n"
        "B," +
        std::to_string(shown.longitude) + "," + std::to_string(shown.latitude) +
        ",,2,cm,GCJ-02\n"
        "C,,,220100,7,毫米,\n"
        "D,126,43,,-9999,mm,WGS84\n"
        "E,126,43,,,mm,WGS84\n");
    ASSERT_EQ(stations.readings.size(), 3U);
    EXPECT_EQ(stations.unknown, 2U);  // no reading is not a reading of 0
    EXPECT_EQ(stations.readings[1].value, 20);
    EXPECT_NEAR(stations.readings[1].at.longitude, 126.5, 1e-5);
    EXPECT_EQ(stations.readings[2].at, (LonLat{125.32, 43.82}));
    EXPECT_EQ(stations.readings[2].line, 4);
}

// 1 kN/m2 = 101.97 kg/m2; 36 km/h = 10 m/s; 14 F = -10 C.
TEST(StationsHazard, KnowsTheUnitsOfEachQuantity) {
    const auto value = [](StationQuantity quantity, const std::string& written) {
        return read_stations("lon,lat,value,unit\n126,43," + written + "\n", "s.csv", quantity, {})
            .readings.at(0)
            .value;
    };
    EXPECT_NEAR(value(StationQuantity::snow_load, "1,kN/m2"), 101.97, 0.01);
    EXPECT_NEAR(value(StationQuantity::wind, "36,km/h"), 10, 1e-9);
    EXPECT_NEAR(value(StationQuantity::temperature, "14,F"), -10, 1e-9);
    EXPECT_NEAR(value(StationQuantity::temperature, "-31.5,℃"), -31.5, 1e-9);
    EXPECT_NEAR(value(StationQuantity::snow_depth, "0.4,m"), 40, 1e-9);
}

// Weights 1 / d^2 over the ellipsoid, worked out from the distances themselves.
TEST(StationsHazard, WeighsTheNearestThreeWithinTheRadius) {
    const Stations stations = rain(
        "lon,lat,value,unit\n126.0,43.5,10,mm\n126.2,43.5,20,mm\n126.1,43.7,60,mm\n"
        "126.1,43.1,1000,mm\n130,45,500,mm\n");
    const LonLat at{126.1, 43.5};
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < 3; ++i) {
        const StationReading& reading = stations.readings[static_cast<std::size_t>(i)];
        const double km = geodesic_km(reading.at, at);
        sum += reading.value / (km * km);
        weights += 1 / (km * km);
    }
    const auto value = station_value(stations, at);
    ASSERT_TRUE(value);
    EXPECT_NEAR(value->value, sum / weights, 1e-9);
    EXPECT_EQ(value->stations, 3);
    EXPECT_NEAR(value->nearest_km, geodesic_km({126.0, 43.5}, at), 1e-9);
    EXPECT_EQ(station_value(stations, {126.0, 43.5})->value, 10);
    EXPECT_EQ(station_value(stations, {120, 40}), std::nullopt);
    EXPECT_EQ(station_value(stations, {126.1, 43.5}, {.radius_km = 5}), std::nullopt);
}

TEST(StationsHazard, FindsStationsOverTheDateLine) {
    const Stations stations = rain("lon,lat,value,unit\n179.95,50,10,mm\n-179.95,50,30,mm\n");
    EXPECT_NEAR(station_value(stations, {180, 50})->value, 20, 1e-9);
}

TEST(StationsHazard, RefusesWithLineAndColumn) {
    EXPECT_EQ(error_of("value,unit\n1,mm\n").code, "csv.columns");
    EXPECT_EQ(error_of("code,value,unit\n999999,1,mm\n").code, "csv.reference");
    const ErrorDetail unit = error_of("lon,lat,value,unit\n126,43,1,mm\n126,43,1,kg\n");
    EXPECT_EQ(unit.code, "station.unit");
    EXPECT_EQ(unit.line, 3);
    EXPECT_EQ(unit.field, "unit");
    EXPECT_EQ(error_of("lon,lat,value,unit\n126,43,-5,mm\n").code, "csv.range");
    EXPECT_EQ(error_of("lon,lat,value,unit\n43,126,5,mm\n").field, "lat");
    EXPECT_EQ(error_of("lon,lat,value,unit,datum\n126,43,5,mm,BJ54\n").code, "crs.datum");
    EXPECT_EQ(error_of("lon,lat,value,unit\n126,43,nan,mm\n").code, "csv.number");
}

TEST(StationsHazard, ReadsOutagesByCounty) {
    const auto known = [](std::string_view code) { return code == "220100" || code == "220200"; };
    const auto read = [&](std::string_view bytes) { return read_outages(bytes, "o.csv", known); };
    const std::vector<Outage> outages = read("code,households\n220100,85000\n220200,0\n");
    ASSERT_EQ(outages.size(), 2U);
    EXPECT_EQ(outages[0].households, 85'000);
    EXPECT_EQ(kit::error_of([&] { (void)read("code,households\n220100,1\n220100,2\n"); }).code,
              "csv.key");
    EXPECT_EQ(kit::error_of([&] { (void)read("code,households\n330100,1\n"); }).code,
              "csv.reference");
    EXPECT_EQ(kit::error_of([&] { (void)read("code,households\n220100,-1\n"); }).code, "csv.range");
    EXPECT_EQ(kit::error_of([&] { (void)read("code,households\n220100,1.5\n"); }).code,
              "csv.number");
}

Layer two_squares() {
    const auto square = [](double west, double side, const std::string& value) {
        return Feature{.kind = GeometryKind::polygon,
                       .parts = {{{west, 43},
                                  {west + side, 43},
                                  {west + side, 43 + side},
                                  {west, 43 + side},
                                  {west, 43}}},
                       .values = {value}};
    };
    return {.name = "zones",
            .fields = {"depth"},
            .features = {square(126, 2, "0.5"), square(126.5, 1, "1.5"), square(127, 1, "")}};
}

TEST(HazardZones, GiveTheLargestValueOfThePolygonsThatHoldAPlace) {
    const HazardZones zones(two_squares(), "depth", 0, 20);
    EXPECT_EQ(zones.size(), 2U);
    EXPECT_EQ(zones.left_out(), 1U);
    EXPECT_EQ(zones.value({126.7, 43.5}), 1.5);
    EXPECT_EQ(zones.value({126.2, 43.5}), 0.5);
    EXPECT_EQ(zones.value({125, 43.5}), std::nullopt);
}

TEST(HazardZones, RefuseValuesThatCannotBe) {
    Layer layer = two_squares();
    EXPECT_EQ(kit::error_of([&] { HazardZones(layer, "rain", 0, 20); }).code, "json.field");
    layer.features[1].values[0] = "deep";
    EXPECT_EQ(kit::error_of([&] { HazardZones(layer, "depth", 0, 20); }).code, "layer.format");
    layer.features[1].values[0] = "-9999";
    EXPECT_EQ(kit::error_of([&] { HazardZones(layer, "depth", 0, 20); }).code, "layer.format");
}

}  // namespace
}  // namespace relief
