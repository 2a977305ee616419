// SPDX-License-Identifier: Apache-2.0
#include "gis/crs.h"

#include "core/error.h"

#include <array>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace relief {
namespace {

double degrees(int sign, double degree, double minute, double second) {
    return sign * (degree + minute / 60 + second / 3600);
}

// On the central meridian of a UTM zone the northing is 0.9996 of the meridian arc; the arc from
// the equator to 45 degrees is 4 984 944.378 m on WGS84.
TEST(Projection, UtmNorthingOnTheCentralMeridianIsScaledMeridianArc) {
    const Projection utm51("EPSG:32651");
    const MapPoint point = utm51.forward(LonLat{123, 45});
    EXPECT_NEAR(point.x_m, 500000, 0.001);
    EXPECT_NEAR(point.y_m, 0.9996 * 4984944.378, 0.001);
}

// J. P. Snyder, Map Projections: A Working Manual (USGS PP 1395), numerical example for the
// ellipsoidal Albers projection: Clarke 1866, 35 N 75 W.
TEST(Projection, AlbersAgreesWithSnydersExample) {
    const Projection albers("+proj=aea +lat_1=29.5 +lat_2=45.5 +lat_0=23 +lon_0=-96 +ellps=clrk66");
    const MapPoint point = albers.forward(LonLat{-75, 35});
    EXPECT_NEAR(point.x_m, 1885472.7, 0.1);
    EXPECT_NEAR(point.y_m, 1535925.0, 0.1);
}

TEST(Projection, MapOfJilinIsEqualAreaAndNearlyTrueInLength) {
    const Projection map;
    for (const LonLat corner : {LonLat{121.7, 41.0}, LonLat{126.5, 43.8}, LonLat{131.2, 46.2}}) {
        const LonLat east{corner.longitude + 0.01, corner.latitude};
        const LonLat north{corner.longitude, corner.latitude + 0.01};
        const MapPoint a = map.forward(corner);
        const MapPoint b = map.forward(east);
        const MapPoint c = map.forward(north);
        const double drawn_km2 =
            std::abs((b.x_m - a.x_m) * (c.y_m - a.y_m) - (b.y_m - a.y_m) * (c.x_m - a.x_m)) / 1e6;
        const double true_km2 = geodesic_km(corner, east) * geodesic_km(corner, north);
        EXPECT_NEAR(drawn_km2 / true_km2, 1, 3e-4);
        const double drawn_km = std::hypot(b.x_m - a.x_m, b.y_m - a.y_m) / 1000;
        EXPECT_NEAR(drawn_km / geodesic_km(corner, east), 1, 1e-3);
    }
}

TEST(Projection, GoesThereAndBack) {
    const Projection map;
    const LonLat yongji{126.49622, 43.67231};
    const LonLat back = map.inverse(map.forward(yongji));
    EXPECT_NEAR(back.longitude, yongji.longitude, 1e-9);
    EXPECT_NEAR(back.latitude, yongji.latitude, 1e-9);
}

TEST(Projection, RefusesWhatIsNoProjection) {
    for (const char* const definition : {"EPSG:0", "no such thing", "EPSG:4490", ""}) {
        try {
            const Projection projection(definition);
            ADD_FAILURE() << definition;
        } catch (const Error& error) {
            EXPECT_EQ(error.detail().code, "crs.unknown") << definition;
            EXPECT_EQ(error.kind(), ErrorKind::bad_input);
        }
    }
}

// The quarter meridian of WGS84 is 10 001 965.729 m.
TEST(Geodesic, QuarterMeridian) {
    EXPECT_NEAR(geodesic_km(LonLat{126, 0}, LonLat{126, 90}), 10001.965729, 1e-5);
}

// Flinders Peak to Buninyong, the worked example of the Geocentric Datum of Australia manual:
// 54 972.271 m on GRS80, which differs from WGS84 by less than a millimetre here.
TEST(Geodesic, FlindersPeakToBuninyong) {
    const LonLat flinders{degrees(1, 144, 25, 29.52440), degrees(-1, 37, 57, 3.72030)};
    const LonLat buninyong{degrees(1, 143, 55, 35.38390), degrees(-1, 37, 39, 10.15610)};
    EXPECT_NEAR(geodesic_km(flinders, buninyong), 54.972271, 1e-6);
}

TEST(Geodesic, ALineIsTheSumOfItsPieces) {
    // A degree of the equator is a 360th of the circumference.
    const double degree_km = 2 * std::numbers::pi * 6378.137 / 360;
    const std::array<LonLat, 3> line{LonLat{10, 0}, LonLat{11, 0}, LonLat{10, 0}};
    EXPECT_NEAR(geodesic_km(line), 2 * degree_km, 1e-6);
}

}  // namespace
}  // namespace relief
