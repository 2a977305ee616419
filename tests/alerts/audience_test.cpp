// SPDX-License-Identifier: Apache-2.0
// People in the area of a message, against the census of 2020 and against the same area in pieces.
#include "alerts/audience.h"

#include "core/places.h"
#include "core/rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace relief {
namespace {

const FolderSource& data() {
    static const FolderSource source(RELIEF_SOURCE_DIR "/data");
    return source;
}
const Layer& counties() {
    static const Layer layer =
        read_layer(data().folder() / "reference/jilin/boundaries/jilin_district_tianditu.geojson");
    return layer;
}
const Exposure& exposure() {
    static const Exposure people = township_exposure(data(), counties());
    return people;
}

cap::Alert message(const cap::Area& area) {
    cap::Alert alert{.identifier = "A", .sender = "s"};
    alert.infos.push_back({.language = "zh-CN"});
    alert.infos.back().areas.push_back(area);
    return alert;
}

double people(const cap::Area& area) {
    return audience_of(message(area), exposure(), counties()).people;
}

/// What the census counts in a county with the zones in it.
double census(const std::string& county) {
    static const Rules rules = load_rules(data());
    double sum = 0;
    for (const CensusRow& row : rules.census) {
        sum += row.code == county ? static_cast<double>(row.population) : 0;
    }
    return sum;
}

cap::Area coded(const std::vector<std::string>& codes) {
    cap::Area area;
    for (const std::string& code : codes) {
        area.geocodes.push_back({"GB/T 2260", code});
    }
    return area;
}

cap::Area outline(const std::string& county) {
    cap::Area area;
    const std::size_t field = counties().field("district_adcode");
    for (const Feature& feature : counties().features) {
        if (feature.values.at(field) == county) {
            area.polygons = feature.parts;
        }
    }
    return area;
}

cap::Ring box(double west, double south, double east, double north) {
    return {{west, south}, {east, south}, {east, north}, {west, north}, {west, south}};
}

TEST(Audience, WholeCountiesAreThoseOfTheCensus) {
    // The census counts a development zone with its host, the map lays its townships into the
    // districts around it: districts of a city are compared together.
    const Places places(data());
    std::map<std::string, std::pair<double, double>> cities;
    int alone = 0;
    for (const Place& place : places.all()) {
        if (place.kind != "county" || census(place.code) == 0) {
            continue;
        }
        const double by_code = people(coded({place.code}));
        // Dongliao lies around Liaoyuan: a warning's rings are filled, so its outline is both.
        const double shape =
            place.code == "220422" ? people(coded({"220422", "220402", "220403"})) : by_code;
        EXPECT_NEAR(people(outline(place.code)) / shape, 1, 0.005) << place.name;
        if (place.name.ends_with("区")) {
            cities[place.parent].first += by_code;
            cities[place.parent].second += census(place.code);
        } else {
            EXPECT_NEAR(by_code / census(place.code), 1, 0.005) << place.name;
            ++alone;
        }
    }
    EXPECT_GE(alone, 35);
    for (const auto& [city, sums] : cities) {
        EXPECT_NEAR(sums.first / sums.second, 1, 0.005) << city;
    }
}

TEST(Audience, YongjiAndShulan) {
    const double both = people(coded({"220221", "220283"}));
    EXPECT_NEAR(both, census("220221") + census("220283"), both * 0.005);
}

TEST(Audience, PiecesAndRepeatsChangeNothing) {
    cap::Area whole;
    whole.polygons = {box(126, 43, 127, 44)};
    cap::Area pieces;
    pieces.polygons = {box(126, 43, 126.4, 44), box(126.4, 43, 127, 43.5),
                       box(126.4, 43.5, 127, 44)};
    cap::Area laid_over;
    laid_over.polygons = {box(126, 43, 127, 44), box(126, 43, 127, 44),
                          box(126.2, 43.2, 126.8, 43.9), box(126, 43, 126.7, 44)};
    const double once = people(whole);
    EXPECT_GT(once, 100'000);
    EXPECT_NEAR(people(pieces), once, once * 1e-6);
    EXPECT_NEAR(people(laid_over), once, once * 1e-6);
    // Named by code and by shape, in both languages, still once.
    cap::Area both = outline("220221");
    both.geocodes = coded({"220221"}).geocodes;
    cap::Alert twice = message(both);
    twice.infos.push_back(twice.infos.front());
    EXPECT_NEAR(audience_of(twice, exposure(), counties()).people, people(coded({"220221"})), 1);
}

TEST(Audience, ADivisionIsAllBelowIt) {
    EXPECT_NEAR(people(coded({"220000"})), exposure().people(), 1);
    const Audience city = audience_of(message(coded({"220200"})), exposure(), counties());
    EXPECT_EQ(city.counties.size(), 9U) << "four districts, four cities, one county";
    EXPECT_NEAR(people(coded({"220200", "220221"})), city.people, 1);
    EXPECT_NEAR(people(coded({"220221000000"})), people(coded({"220221"})), 1e-6);
    const double town = people(coded({"220221100"}));
    EXPECT_GT(town, 0);
    EXPECT_LT(town, people(coded({"220221"})));
    EXPECT_NEAR(people(coded({"220221100000"})), town, 1e-6);
}

TEST(Audience, ACircleHasTheAreaOfACircle) {
    cap::Area area;
    area.circles = {{.centre = {126.5, 43.67}, .radius_km = 10}};
    const Audience small = audience_of(message(area), exposure(), counties());
    EXPECT_GT(small.people, 0);
    EXPECT_THAT(small.townships, testing::Contains("220221100"));
    area.circles.front().radius_km = 2000;
    EXPECT_NEAR(people(area), exposure().people(), 1) << "the whole province";
}

TEST(Audience, ElsewhereNobody) {
    cap::Area area;
    area.polygons = {box(8, 48, 12, 52)};
    EXPECT_EQ(people(area), 0);
    EXPECT_EQ(people(coded({"110000"})), 0);
    EXPECT_EQ(people({}), 0);
}

}  // namespace
}  // namespace relief
