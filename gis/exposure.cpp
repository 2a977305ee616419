// SPDX-License-Identifier: Apache-2.0
#include "gis/exposure.h"

#include "core/table/csv.h"
#include "gis/line.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <optional>

namespace relief {
namespace {

/// A county's outline, flat and boxed: thousands of points are asked of it.
struct Outline {
    const Feature* feature = nullptr;
    LonLat low;
    LonLat high;
    double area_km2 = 0;
};

/// Kilometres of a degree about a latitude: exact enough to share out an area of a county's size.
double km_per_degree_east(double latitude) {
    return 111.32 * std::cos(latitude * std::numbers::pi / 180);
}
constexpr double km_per_degree_north = 111.132;

double ring_area_km2(const std::vector<LonLat>& ring) {
    const Projection albers;
    const std::vector<MapPoint> flat = albers.forward(ring);
    double twice = 0;
    for (std::size_t i = 0; i < flat.size(); ++i) {
        const MapPoint& a = flat[i];
        const MapPoint& b = flat[(i + 1) % flat.size()];
        twice += a.x_m * b.y_m - b.x_m * a.y_m;
    }
    return std::abs(twice) / 2e6;
}

std::map<std::string, Outline> outlines_of(const Layer& counties) {
    std::map<std::string, Outline> outlines;
    const std::size_t code = counties.field("district_adcode");
    for (const Feature& feature : counties.features) {
        Outline outline{.feature = &feature, .low = {180, 90}, .high = {-180, -90}};
        for (const std::vector<LonLat>& ring : feature.parts) {
            outline.area_km2 += ring_area_km2(ring);
            for (const LonLat at : ring) {
                outline.low.longitude = std::min(outline.low.longitude, at.longitude);
                outline.low.latitude = std::min(outline.low.latitude, at.latitude);
                outline.high.longitude = std::max(outline.high.longitude, at.longitude);
                outline.high.latitude = std::max(outline.high.latitude, at.latitude);
            }
        }
        outlines.emplace(feature.values.at(code), outline);
    }
    return outlines;
}

bool in_box(const Outline& outline, LonLat at) {
    return at.longitude >= outline.low.longitude && at.longitude <= outline.high.longitude &&
           at.latitude >= outline.low.latitude && at.latitude <= outline.high.latitude;
}

/// `count` points spread evenly over a county: the additive sequence of the plastic number over its
/// box, those outside passed over.
std::vector<LonLat> even_points(const Outline& outline, std::size_t count) {
    constexpr double plastic = 1.32471795724474602596;
    constexpr int most_tries = 100000;
    std::vector<LonLat> points;
    for (int n = 1; points.size() < count && n <= most_tries; ++n) {
        const double u = std::fmod(0.5 + n / plastic, 1.0);
        const double v = std::fmod(0.5 + n / (plastic * plastic), 1.0);
        const LonLat at{.longitude = std::lerp(outline.low.longitude, outline.high.longitude, u),
                        .latitude = std::lerp(outline.low.latitude, outline.high.latitude, v)};
        if (contains(*outline.feature, at)) {
            points.push_back(at);
        }
    }
    return points;
}

/// A middle and the two rings of a hexagon about it, 19 points of equal share of a disc.
std::vector<LonLat> disc(LonLat middle, double radius_km, const Outline* outline) {
    constexpr std::array<std::pair<int, double>, 2> rings{{{6, 0.5}, {12, 0.9}}};
    std::vector<LonLat> points{middle};
    for (const auto& [count, share] : rings) {
        for (int i = 0; i < count; ++i) {
            const double turn = 2 * std::numbers::pi * i / count;
            const LonLat at{.longitude = middle.longitude + radius_km * share * std::sin(turn) /
                                                                km_per_degree_east(middle.latitude),
                            .latitude = middle.latitude +
                                        radius_km * share * std::cos(turn) / km_per_degree_north};
            if (outline == nullptr || contains(*outline->feature, at)) {
                points.push_back(at);
            }
        }
    }
    return points;
}

/// How much ground a unit of a class takes beside a town: streets are small and full.
double ground_of(std::string_view settlement) {
    constexpr double street = 0.05;
    constexpr double other = 0.3;
    return settlement == "street" ? street : settlement == "other" ? other : 1;
}

using ByCounty = std::map<std::string, std::vector<ExposedUnit*>>;

void place_county(const std::vector<ExposedUnit*>& units, const Outline& outline) {
    double ground = 0;
    std::size_t unplaced = 0;
    for (const ExposedUnit* unit : units) {
        ground += ground_of(unit->settlement);
        unplaced += unit->points.empty() ? 1 : 0;
    }
    const std::vector<LonLat> laid = even_points(outline, unplaced);
    std::size_t next = 0;
    for (ExposedUnit* unit : units) {
        if (unit->points.empty()) {
            if (next == laid.size()) {
                continue;
            }
            unit->points.push_back(laid[next++]);
        }
        const double area = outline.area_km2 * ground_of(unit->settlement) / ground;
        const LonLat middle = unit->points.front();
        const bool inside = contains(*outline.feature, middle);
        unit->points =
            disc(middle, std::sqrt(area / std::numbers::pi), inside ? &outline : nullptr);
    }
}

/// Rooms a person has, by census unit: a county or a development zone.
std::map<std::string, double> rooms_a_person(const DataSource& source) {
    constexpr std::string_view name = "reference/jilin/exposure/jilin_rooms_2020.csv";
    const CsvTable table(source.read(name), source.shown_name(name),
                         {"code", "rooms_per_household", "household_size", "flag"});
    table.check_key("code");
    std::map<std::string, double> rooms;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        rooms[row.required("code")] =
            row.number("rooms_per_household", 0.5, 20) / row.number("household_size", 1, 20);
    }
    return rooms;
}

/// The county each township lies in; of a development zone's the county around it.
std::map<std::string, std::string> counties_of_townships(const DataSource& source) {
    constexpr std::string_view name = "reference/jilin/places/jilin_townships.csv";
    const CsvTable table(source.read(name), source.shown_name(name), {"code", "county_code"});
    std::map<std::string, std::string> counties;
    for (std::size_t i = 0; i < table.size(); ++i) {
        counties[table.row(i).required("code")] = table.row(i).required("county_code");
    }
    return counties;
}

/// The row of a table keyed by code; csv.reference at `column` where it lacks it.
template <class Value>
const Value& of_code(const std::map<std::string, Value>& table, const CsvRow& row,
                     std::string_view column, std::string_view expected) {
    const auto found = table.find(row.required(column));
    if (found == table.end()) {
        throw row.error("csv.reference", column, "another table of the exposure lacks this code",
                        std::string(expected));
    }
    return found->second;
}

ExposedUnit read_unit(const CsvRow& row, const std::map<std::string, double>& rooms,
                      const std::map<std::string, std::string>& counties) {
    ExposedUnit unit{.code = row.required("code"),
                     .name = row.required("name"),
                     .county = of_code(counties, row, "code", "a township of jilin_townships.csv"),
                     .settlement = row.one_of("class", {"street", "town", "township", "other"}),
                     .people = static_cast<double>(row.integer("pop2020_approx", 0, 10'000'000)),
                     .people_low = static_cast<double>(row.integer("pop_low", 0, 10'000'000)),
                     .people_high = static_cast<double>(row.integer("pop_high", 0, 20'000'000))};
    unit.rooms =
        unit.people * of_code(rooms, row, "county_code", "a census unit of jilin_rooms_2020.csv");
    const auto longitude = row.optional_number("lon", -180, 180);
    const auto latitude = row.optional_number("lat", -90, 90);
    if (longitude && latitude) {
        unit.points.push_back({*longitude, *latitude});
        unit.own_point = true;
    }
    return unit;
}

}  // namespace

double Exposure::people() const {
    double sum = 0;
    for (const ExposedUnit& unit : units) {
        sum += unit.people;
    }
    return sum;
}

Exposure township_exposure(const DataSource& source, const Layer& counties) {
    constexpr std::string_view name = "reference/jilin/exposure/jilin_township_pop_approx.csv";
    const CsvTable table(source.read(name), source.shown_name(name),
                         {"code", "name", "county_code", "class", "pop2020_approx", "pop_low",
                          "pop_high", "lon", "lat"});
    table.check_key("code");
    const std::map<std::string, double> rooms = rooms_a_person(source);
    const std::map<std::string, std::string> county_of = counties_of_townships(source);
    Exposure exposure{.id = "census_2020_split",
                      .source_zh = "2020 年人口普查，按乡镇类别近似分摊到乡镇",
                      .source_en = "census of 2020, shared out to townships by class (approximate)",
                      .approximate = true};
    for (std::size_t i = 0; i < table.size(); ++i) {
        exposure.units.push_back(read_unit(table.row(i), rooms, county_of));
    }
    std::sort(exposure.units.begin(), exposure.units.end(),
              [](const ExposedUnit& a, const ExposedUnit& b) { return a.code < b.code; });
    ByCounty by_county;
    for (ExposedUnit& unit : exposure.units) {
        by_county[unit.county].push_back(&unit);
    }
    const std::map<std::string, Outline> outlines = outlines_of(counties);
    for (const auto& [county, units] : by_county) {
        const auto outline = outlines.find(county);
        if (outline != outlines.end()) {
            place_county(units, outline->second);
        }
    }
    for (const ExposedUnit& unit : exposure.units) {
        if (unit.points.empty()) {
            exposure.not_placed.push_back(unit.code);
        }
    }
    return exposure;
}

Exposure with_people(Exposure townships, const std::vector<PeopleCell>& cells,
                     const Layer& counties, std::string_view name) {
    std::map<std::string, std::vector<ExposedUnit*>> by_county;
    for (ExposedUnit& unit : townships.units) {
        unit.rooms = unit.people > 0 ? unit.rooms / unit.people : 0;  // a person, for now
        unit.people = 0;
        if (!unit.points.empty()) {
            by_county[unit.county].push_back(&unit);
        }
    }
    const std::map<std::string, Outline> outlines = outlines_of(counties);
    const auto county_at = [&](LonLat at) -> std::vector<ExposedUnit*>* {
        for (const auto& [code, outline] : outlines) {
            if (in_box(outline, at) && contains(*outline.feature, at)) {
                const auto found = by_county.find(code);
                return found == by_county.end() ? nullptr : &found->second;
            }
        }
        return nullptr;
    };
    for (const PeopleCell& cell : cells) {
        std::vector<ExposedUnit*>* units = county_at(cell.at);
        if (units == nullptr) {
            townships.outside += cell.people;
            continue;
        }
        const double east = km_per_degree_east(cell.at.latitude);
        const auto distance2 = [&](const ExposedUnit* unit) {
            const double x = (unit->points.front().longitude - cell.at.longitude) * east;
            const double y =
                (unit->points.front().latitude - cell.at.latitude) * km_per_degree_north;
            return x * x + y * y;
        };
        ExposedUnit* nearest = *std::min_element(units->begin(), units->end(),
                                                 [&](const ExposedUnit* a, const ExposedUnit* b) {
                                                     return distance2(a) < distance2(b);
                                                 });
        nearest->people += cell.people;
    }
    for (ExposedUnit& unit : townships.units) {
        unit.rooms *= unit.people;
        unit.people_low = unit.people;
        unit.people_high = unit.people;
    }
    townships.id = std::string(name);
    townships.source_zh = fmt::format("人口栅格 {}", name);
    townships.source_en = fmt::format("population raster {}", name);
    townships.approximate = false;
    return townships;
}

}  // namespace relief
