// SPDX-License-Identifier: Apache-2.0
#include "gis/hazard/stations.h"

#include "core/error.h"
#include "core/table/csv.h"
#include "core/text.h"
#include "gis/line.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <span>
#include <system_error>
#include <utility>

namespace relief {
namespace {

/// A unit and what it is in the unit inside: value x factor + shift.
struct Unit {
    std::string_view name;  ///< folded
    double factor = 1;
    double shift = 0;
};

struct Quantity {
    StationQuantity quantity;
    std::string_view name;
    std::string_view unit;
    double low = 0;
    double high = 0;
    std::vector<Unit> units;
};

const std::vector<Quantity>& quantities() {
    // 1 kN/m2 is the weight of 101.97 kg; a knot is 1852 m in an hour.
    static const std::vector<Quantity> all{
        {StationQuantity::rain, "rain", "mm", 0, 5'000, {{"mm"}, {"毫米"}, {"cm", 10}}},
        {StationQuantity::snow_depth,
         "snow_depth",
         "cm",
         0,
         2'000,
         {{"cm"}, {"厘米"}, {"m", 100}, {"米", 100}, {"mm", 0.1}}},
        {StationQuantity::snow_load,
         "snow_load",
         "kg/m2",
         0,
         5'000,
         {{"kg/m2"}, {"kn/m2", 101.971621}, {"kpa", 101.971621}, {"pa", 0.101971621}}},
        {StationQuantity::wind,
         "wind",
         "m/s",
         0,
         150,
         {{"m/s"}, {"米/秒"}, {"km/h", 1 / 3.6}, {"kn", 1852.0 / 3600}}},
        {StationQuantity::temperature,
         "temperature",
         "C",
         -90,
         60,
         {{"c"}, {"°c"}, {"℃"}, {"k", 1, -273.15}, {"f", 5.0 / 9, -160.0 / 9}}}};
    return all;
}

const Quantity& row_of(StationQuantity quantity) {
    return quantities()[static_cast<std::size_t>(quantity)];
}

bool is_no_reading(double value) {
    constexpr std::array<double, 6> marks{-999, -9999, 999999, 999.9, -99999, 9999};
    return std::find(marks.begin(), marks.end(), value) != marks.end();
}

double in_unit(const CsvRow& row, const Quantity& quantity, double written) {
    const std::string unit = fold(row.required("unit"));
    const auto found = std::find_if(quantity.units.begin(), quantity.units.end(),
                                    [&](const Unit& each) { return fold(each.name) == unit; });
    if (found == quantity.units.end()) {
        std::string known;
        for (const Unit& each : quantity.units) {
            known += (known.empty() ? "" : ", ") + std::string(each.name);
        }
        throw row.error("station.unit", "unit", "the unit is not one of the quantity", known);
    }
    const double value = written * found->factor + found->shift;
    if (!(value >= quantity.low && value <= quantity.high)) {
        throw row.error("csv.range", "value", "no weather has such a value",
                        fmt::format("{} to {} {}", quantity.low, quantity.high, quantity.unit));
    }
    return value;
}

/// The columns a table of stations has.
struct Columns {
    bool has_place = false;
    bool has_code = false;
    bool has_datum = false;
    bool has_id = false;
};

LonLat place_of_row(const CsvRow& row, const Columns& columns, const std::string& code,
                    const PlaceOfCode& place_of) {
    if (columns.has_place && !row.text("lon").empty()) {
        const LonLat written{.longitude = row.number("lon", -180, 180),
                             .latitude = row.number("lat", -90, 90)};
        const auto datum = columns.has_datum ? datum_of(row.text("datum")) : Datum::wgs84;
        if (!datum) {
            throw row.error("crs.datum", "datum", "the datum is not one that is known",
                            "WGS84, CGCS2000 or GCJ-02");
        }
        return *datum == Datum::gcj02 ? from_gcj02(written) : written;
    }
    const auto at = code.empty() || !place_of ? std::nullopt : place_of(code);
    if (!at) {
        throw row.error("csv.reference", columns.has_code ? "code" : "lon",
                        "it is not known where the station stands",
                        "lon and lat, or the code of a known division");
    }
    return *at;
}

}  // namespace

std::optional<StationQuantity> station_quantity_of(std::string_view word) {
    for (const Quantity& each : quantities()) {
        if (each.name == word) {
            return each.quantity;
        }
    }
    return std::nullopt;
}

std::string_view station_unit(StationQuantity quantity) {
    return row_of(quantity).unit;
}

Stations read_stations(std::string_view bytes, const std::string& file, StationQuantity quantity,
                       const PlaceOfCode& place_of) {
    constexpr double written_max = 1e9;
    const CsvTable table(bytes, file, {"value", "unit"});
    const Columns columns{
        .has_place = table.has_column("lon") && table.has_column("lat"),
        .has_code = table.has_column("code"),
        .has_datum = table.has_column("datum"),
        .has_id = table.has_column("id"),
    };
    if (!columns.has_place && !columns.has_code) {
        throw bad_input({.code = "csv.columns",
                         .message = "the table does not say where its stations stand",
                         .file = file,
                         .line = 1,
                         .field = "lon",
                         .expected = "the columns lon and lat, or code"});
    }
    Stations stations{.file = file, .quantity = quantity};
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        const auto written = row.optional_number("value", -written_max, written_max);
        if (!written || is_no_reading(*written)) {
            ++stations.unknown;
            continue;
        }
        StationReading reading{.line = row.line()};
        reading.id = columns.has_id ? row.text("id") : "";
        reading.code = columns.has_code ? row.text("code") : "";
        reading.value = in_unit(row, row_of(quantity), *written);
        reading.at = place_of_row(row, columns, reading.code, place_of);
        stations.readings.push_back(std::move(reading));
    }
    return stations;
}

std::optional<StationValue> station_value(const Stations& stations, LonLat at,
                                          const StationReach& reach) {
    constexpr double at_hand_km = 0.001;
    std::vector<std::pair<double, const StationReading*>> near;
    for (const StationReading& reading : stations.readings) {
        const double km = geodesic_km(reading.at, at);
        if (km <= reach.radius_km) {
            near.emplace_back(km, &reading);
        }
    }
    if (near.empty()) {
        return std::nullopt;
    }
    // Of equal distances the earlier line, so that the order in memory does not count.
    std::sort(near.begin(), near.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first < b.first : a.second->line < b.second->line;
    });
    near.resize(std::min(near.size(), static_cast<std::size_t>(std::max(reach.nearest, 1))));
    const double nearest_km = near.front().first;
    if (nearest_km <= at_hand_km) {
        return StationValue{
            .value = near.front().second->value, .stations = 1, .nearest_km = nearest_km};
    }
    double sum = 0;
    double weights = 0;
    for (const auto& [km, reading] : near) {
        const double weight = std::pow(nearest_km / km, reach.power);
        sum += weight * reading->value;
        weights += weight;
    }
    return StationValue{.value = sum / weights,
                        .stations = static_cast<int>(near.size()),
                        .nearest_km = nearest_km};
}

std::vector<Outage> read_outages(std::string_view bytes, const std::string& file,
                                 const std::function<bool(std::string_view)>& is_code) {
    constexpr std::int64_t households_max = 100'000'000;
    const CsvTable table(bytes, file, {"code", "households"});
    table.check_key("code");
    std::vector<Outage> outages;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        std::string code = row.required("code");
        if (is_code && !is_code(code)) {
            throw row.error("csv.reference", "code", "there is no such division",
                            "the code of a county");
        }
        outages.push_back({.code = std::move(code),
                           .households = row.integer("households", 0, households_max),
                           .line = row.line()});
    }
    return outages;
}

HazardZones::HazardZones(const Layer& layer, std::string_view field, double low, double high) {
    const std::size_t at = layer.field(field);
    for (std::size_t i = 0; i < layer.features.size(); ++i) {
        const Feature& feature = layer.features[i];
        const std::string& text = feature.values[at];
        if (feature.kind != GeometryKind::polygon || feature.parts.empty() || text.empty()) {
            ++left_out_;
            continue;
        }
        double value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc{} || end != text.data() + text.size() ||
            !(value >= low && value <= high)) {
            throw bad_input({.code = "layer.format",
                             .message = "a polygon of the layer has no such value",
                             .file = layer.name,
                             .field = fmt::format("{} of feature {}", field, i + 1),
                             .found = text.substr(0, 60),
                             .expected = fmt::format("a number from {} to {}", low, high)});
        }
        Zone zone{.polygon = feature, .value = value};
        zone.west = zone.east = feature.parts.front().front().longitude;
        zone.south = zone.north = feature.parts.front().front().latitude;
        for (const std::vector<LonLat>& ring : feature.parts) {
            for (const LonLat corner : ring) {
                zone.west = std::min(zone.west, corner.longitude);
                zone.east = std::max(zone.east, corner.longitude);
                zone.south = std::min(zone.south, corner.latitude);
                zone.north = std::max(zone.north, corner.latitude);
            }
        }
        zones_.push_back(std::move(zone));
    }
}

std::optional<double> HazardZones::value(LonLat at) const {
    std::optional<double> most;
    for (const Zone& zone : zones_) {
        const bool near = at.longitude >= zone.west && at.longitude <= zone.east &&
                          at.latitude >= zone.south && at.latitude <= zone.north;
        if (near && (!most || zone.value > *most) && contains(zone.polygon, at)) {
            most = zone.value;
        }
    }
    return most;
}

}  // namespace relief
