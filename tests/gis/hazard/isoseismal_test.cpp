// SPDX-License-Identifier: Apache-2.0
#include "gis/hazard/isoseismal.h"

#include "tests/kit/bad_input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace relief {
namespace {

using testing::HasSubstr;

IsoseismalRules isoseismal_rules() {
    return load_isoseismal_rules(FolderSource(RELIEF_SOURCE_DIR "/data"));
}

struct AreaCase {
    const char* zone;
    double magnitude;
    double intensity;
    double area_km2;
};

// Rows E01 to E03 of the loss cases: areas by the same formula, worked out outside this program.
TEST(IsoseismalHazard, AreasAgreeWithTheCases) {
    const IsoseismalRules table = isoseismal_rules();
    for (const AreaCase& each : {AreaCase{"east_strong", 5.7, 7, 110.7},
                                 {"east_strong", 5.7, 6, 2010.4},
                                 {"moderate", 5.7, 7, 113.1},
                                 {"moderate", 5.7, 6, 1668.7},
                                 {"east_strong", 5.8, 7, 198.5},
                                 {"east_strong", 5.8, 6, 2631.4},
                                 {"moderate", 5.8, 7, 167.2},
                                 {"moderate", 5.8, 6, 2076.7},
                                 {"east_strong", 6.5, 8, 165.1},
                                 {"east_strong", 6.5, 7, 2405.8},
                                 {"east_strong", 6.5, 6, 13140.6},
                                 {"moderate", 6.5, 8, 61.3},
                                 {"moderate", 6.5, 7, 1230.6},
                                 {"moderate", 6.5, 6, 8304.0}}) {
        EXPECT_NEAR(isoseismal_area_km2(table.zone(each.zone), each.magnitude, each.intensity),
                    each.area_km2, each.area_km2 * 1e-3)
            << each.zone << " M" << each.magnitude << " I" << each.intensity;
    }
}

// On an axis the formula itself gives the intensity: I = A + B M + C lg(R + R0).
TEST(IsoseismalHazard, OnItsAxesTheIntensityIsTheFormula) {
    const IsoseismalModel model = isoseismal_rules().zone("east_strong");
    EXPECT_NEAR(isoseismal_intensity(model, 6.5, 30, 0),
                5.7123 + 1.3626 * 6.5 - 4.2903 * std::log10(55), 1e-6);
    EXPECT_NEAR(isoseismal_intensity(model, 6.5, 0, -30),
                3.6588 + 1.3626 * 6.5 - 3.5406 * std::log10(43), 1e-6);
}

TEST(IsoseismalHazard, EveryPlaceOfAnEllipseHasItsIntensity) {
    for (const IsoseismalModel& model : isoseismal_rules().zones) {
        const SemiAxes axes = isoseismal_axes(model, 6.8, 6.3);
        ASSERT_GT(axes.minor_km, 0);
        ASSERT_GE(axes.major_km, axes.minor_km);
        for (const double angle : {0.1, 0.7, 1.3, 2.2, 4.0, 5.9}) {
            EXPECT_NEAR(isoseismal_intensity(model, 6.8, axes.major_km * std::cos(angle),
                                             axes.minor_km * std::sin(angle)),
                        6.3, 1e-6)
                << model.zone << " " << angle;
        }
    }
}

// Both axes give one intensity at the epicentre: that is how R0 of the merged cells was found.
TEST(IsoseismalHazard, BothAxesAgreeAtTheEpicentre) {
    for (const IsoseismalModel& model : isoseismal_rules().zones) {
        const double major = model.major.a + model.major.c * std::log10(model.major.r0_km);
        const double minor = model.minor.a + model.minor.c * std::log10(model.minor.r0_km);
        EXPECT_NEAR(major, minor, 0.35) << model.zone;
        EXPECT_NEAR(isoseismal_intensity(model, 6, 0, 0),
                    std::min(major, minor) + 6 * model.major.b, 1e-6)
            << model.zone;
    }
}

TEST(IsoseismalHazard, StaysWithinTheScale) {
    const IsoseismalModel model = isoseismal_rules().zone("tibet");
    EXPECT_EQ(isoseismal_intensity(model, 10, 0, 0), 12);
    EXPECT_EQ(isoseismal_intensity(model, 3, 9'000, 0), 0);
    EXPECT_EQ(isoseismal_area_km2(model, 4, 11), 0);
    EXPECT_EQ(isoseismal_axes(model, 4, 11).major_km, 0);
    for (double km = 0; km < 3'000; km += 10) {
        EXPECT_GE(isoseismal_intensity(model, 7, km, km / 2) + 1e-9,
                  isoseismal_intensity(model, 7, km + 10, km / 2 + 5));
    }
}

// A place 20 km along a strike of 60 degrees, by the ellipsoid.
TEST(IsoseismalHazard, FieldTurnsTheLongAxisClockwiseFromNorth) {
    const IsoseismalModel model = isoseismal_rules().zone("east_strong");
    const LonLat epicentre{124.71, 45.27};
    const Projection plane("+proj=aeqd +lat_0=45.27 +lon_0=124.71 +ellps=WGS84");
    const IsoseismalField field(model, epicentre, 5.7, 60);
    const LonLat along = plane.inverse({20'000 * std::sin(M_PI / 3), 20'000 * 0.5});
    const LonLat across = plane.inverse({20'000 * 0.5, -20'000 * std::sin(M_PI / 3)});
    EXPECT_NEAR(field.intensity(along), isoseismal_intensity(model, 5.7, 20, 0), 1e-6);
    EXPECT_NEAR(field.intensity(across), isoseismal_intensity(model, 5.7, 0, 20), 1e-6);
    EXPECT_GT(field.intensity(along), field.intensity(across));
}

TEST(IsoseismalHazard, RingClosesAndCarriesItsIntensityOverTheDateLine) {
    const IsoseismalField field(isoseismal_rules().zone("moderate"), {179.99, 52}, 6.5, 30);
    const std::vector<LonLat> ring = field.ring(6);
    ASSERT_EQ(ring.size(), 73U);
    EXPECT_EQ(ring.front(), ring.back());
    bool east = false;
    bool west = false;
    for (const LonLat at : ring) {
        EXPECT_NEAR(field.intensity(at), 6, 1e-5);
        east = east || at.longitude > 0;
        west = west || at.longitude < 0;
    }
    EXPECT_TRUE(east && west);
    EXPECT_TRUE(field.ring(11.5).empty());
}

TEST(IsoseismalHazard, RegionGivesItsAlternativesWithOffset) {
    const std::vector<IsoseismalModel> models = isoseismal_rules().models_of("jilin");
    ASSERT_EQ(models.size(), 2U);
    for (const IsoseismalModel& model : models) {
        EXPECT_NE(model.offset_source.flag, Flag::read);
        IsoseismalModel moved = model;
        moved.offset -= 0.5;
        EXPECT_NEAR(isoseismal_intensity(moved, 6, 30, 10),
                    isoseismal_intensity(model, 6, 30, 10) - 0.5, 1e-6);
    }
    EXPECT_EQ(isoseismal_rules().zone("moderate").source.flag, Flag::derived);
    EXPECT_EQ(isoseismal_rules().zone("east_strong").source.flag, Flag::read);
    EXPECT_EQ(isoseismal_rules().zone("east_2000").source.flag, Flag::recalled);
}

TEST(IsoseismalHazard, RefusesWhatCannotBe) {
    const IsoseismalModel model = isoseismal_rules().zone("moderate");
    EXPECT_EQ(kit::error_of([&] { (void)isoseismal_area_km2(model, 11, 6); }).code,
              "argument.range");
    EXPECT_EQ(kit::error_of([&] { (void)isoseismal_area_km2(model, NAN, 6); }).code,
              "argument.range");
    EXPECT_EQ(kit::error_of([&] { IsoseismalField(model, {200, 40}, 6, 0); }).field, "longitude");
    EXPECT_EQ(kit::error_of([&] { IsoseismalField(model, {120, 40}, 6, NAN); }).field, "strike");
    EXPECT_EQ(kit::error_of([&] { (void)isoseismal_rules().zone("atlantis"); }).code,
              "isoseismal.zone");
    EXPECT_EQ(kit::error_of([&] { (void)isoseismal_rules().models_of("atlantis"); }).code,
              "isoseismal.zone");
}

TEST(IsoseismalHazard, RefusesSpoiltTables) {
    constexpr std::string_view zones = "rules/isoseismal_attenuation.csv";
    kit::SpoiltSource rising;
    rising.replace(zones, "-4.2903", "4.2903");
    EXPECT_EQ(kit::error_of([&] { (void)load_isoseismal_rules(rising); }).field, "C");
    kit::SpoiltSource lonely;
    lonely.append(zones, "nowhere,major,5,1,-4,10,0.5,somebody's word,assumption,assumption\n");
    EXPECT_THAT(kit::error_of([&] { (void)load_isoseismal_rules(lonely); }).message,
                HasSubstr("lacks one of its axes"));
    kit::SpoiltSource unknown;
    unknown.replace("rules/isoseismal_regions.csv", "jilin,moderate", "jilin,atlantis");
    EXPECT_EQ(kit::error_of([&] { (void)load_isoseismal_rules(unknown); }).code, "csv.reference");
}

}  // namespace
}  // namespace relief
