// SPDX-License-Identifier: Apache-2.0
#include "gis/hazard/isoseismal.h"

#include "core/error.h"
#include "core/table/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>
#include <utility>

namespace relief {
namespace {

constexpr std::string_view zones_file = "rules/isoseismal_attenuation.csv";
constexpr std::string_view regions_file = "rules/isoseismal_regions.csv";
constexpr double intensity_max = 12;
constexpr double magnitude_max = 10;

double in_range(double value, double low, double high, std::string_view field) {
    if (!(value >= low && value <= high)) {
        throw bad_input({.code = "argument.range",
                         .message = "a figure of the earthquake is out of range",
                         .field = std::string(field),
                         .found = fmt::format("{}", value),
                         .expected = fmt::format("{} to {}", low, high)});
    }
    return value;
}

/// Of two, the one that is less sure.
Source weaker(const Source& a, const Source& b) {
    return a.flag < b.flag ? b : a;
}

struct AxisRow {
    AttenuationAxis axis;
    double sigma = 0;
    Source source;
};

AxisRow read_axis(const CsvRow& row) {
    constexpr double sigma_max = 3;
    AxisRow read;
    read.axis.a = row.number("A", -20, 20);
    read.axis.b = row.number("B", 0, 5);
    read.axis.c = row.number("C", -20, -0.01);
    read.axis.r0_km = row.number("R0_km", 0.1, 500);
    read.sigma = row.number("sigma", 0, sigma_max);
    read.source = source_of(row);
    read.source.flag = std::max(read.source.flag, flag_of(row, "r0_flag"));
    return read;
}

IsoseismalModel& model_named(std::vector<IsoseismalModel>& zones, const std::string& name) {
    const auto found = std::find_if(zones.begin(), zones.end(),
                                    [&](const IsoseismalModel& each) { return each.zone == name; });
    return found != zones.end() ? *found : zones.emplace_back(IsoseismalModel{.zone = name});
}

std::vector<IsoseismalModel> read_zones(const DataSource& source) {
    const CsvTable table(
        source.read(zones_file), source.shown_name(zones_file),
        {"zone", "axis", "A", "B", "C", "R0_km", "sigma", "source", "flag", "r0_flag"});
    table.check_key({"zone", "axis"});
    std::vector<IsoseismalModel> zones;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        const std::string zone = row.required("zone");
        const bool is_major = row.one_of("axis", {"major", "minor"}) == "major";
        const AxisRow read = read_axis(row);
        IsoseismalModel& model = model_named(zones, zone);
        (is_major ? model.major : model.minor) = read.axis;
        if (!seen.insert(zone).second && model.sigma != read.sigma) {
            throw row.error("csv.value", "sigma", "both axes of a zone have one sigma",
                            fmt::format("{}", model.sigma));
        }
        model.sigma = read.sigma;
        model.source = model.source.text.empty() ? read.source : weaker(model.source, read.source);
    }
    if (table.size() != 2 * zones.size()) {
        throw bad_input({.code = "csv.reference",
                         .message = "a zone lacks one of its axes",
                         .file = table.file(),
                         .field = "axis",
                         .found = fmt::format("{} rows of {} zones", table.size(), zones.size()),
                         .expected = "a row major and a row minor for each zone"});
    }
    return zones;
}

std::vector<IsoseismalRegion> read_regions(const DataSource& source, const IsoseismalRules& rules) {
    constexpr double offset_max = 3;
    const CsvTable table(source.read(regions_file), source.shown_name(regions_file),
                         {"region", "zone", "rank", "offset", "strike_deg", "source", "flag"});
    table.check_key({"region", "zone"});
    table.check_key({"region", "rank"});
    std::vector<IsoseismalRegion> regions;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        IsoseismalRegion region{.region = row.required("region"),
                                .zone = row.required("zone"),
                                .rank = static_cast<int>(row.integer("rank", 1, 100)),
                                .offset = row.number("offset", -offset_max, offset_max),
                                .strike_deg = row.number("strike_deg", 0, 180),
                                .source = source_of(row)};
        const bool known =
            std::any_of(rules.zones.begin(), rules.zones.end(),
                        [&](const IsoseismalModel& each) { return each.zone == region.zone; });
        if (!known) {
            throw row.error("csv.reference", "zone", "there is no such zone",
                            fmt::format("a zone of {}", zones_file));
        }
        regions.push_back(std::move(region));
    }
    return regions;
}

double reach_km(const AttenuationAxis& axis, double at_source, double intensity) {
    // Beyond what a double holds nothing is meant.
    const double exponent = std::min((at_source - intensity) / -axis.c, 300.0);
    return std::max(0.0, std::pow(10, exponent) - axis.r0_km);
}

double intensity_on(const AttenuationAxis& axis, double at_source, double distance_km) {
    return at_source + axis.c * std::log10(distance_km + axis.r0_km);
}

/// A + B M + offset of both axes: the intensity without the term of distance.
struct AtSource {
    double major = 0;
    double minor = 0;
};

AtSource at_source(const IsoseismalModel& model, double magnitude) {
    in_range(magnitude, 0, magnitude_max, "magnitude");
    return {.major = model.major.a + model.major.b * magnitude + model.offset,
            .minor = model.minor.a + model.minor.b * magnitude + model.offset};
}

SemiAxes axes_of(const IsoseismalModel& model, const AtSource& source, double intensity) {
    const double major = reach_km(model.major, source.major, intensity);
    return {.major_km = major,
            .minor_km = std::min(major, reach_km(model.minor, source.minor, intensity))};
}

/// Whether the place lies within the ellipse of this intensity.
bool is_within(const SemiAxes& axes, double along_km, double across_km) {
    if (axes.minor_km <= 0) {
        return false;
    }
    return std::hypot(along_km / axes.major_km, across_km / axes.minor_km) <= 1;
}

/// An azimuthal map round the epicentre.
std::string plane_round(LonLat epicentre) {
    in_range(epicentre.longitude, -180, 180, "longitude");
    in_range(epicentre.latitude, -90, 90, "latitude");
    return fmt::format("+proj=aeqd +lat_0={:.9f} +lon_0={:.9f} +ellps=WGS84", epicentre.latitude,
                       epicentre.longitude);
}

constexpr double to_radians = std::numbers::pi / 180;
constexpr double turns_max = 3600;  // degrees: a strike beyond ten turns is a slip of the pen

}  // namespace

const IsoseismalModel& IsoseismalRules::zone(std::string_view name) const {
    for (const IsoseismalModel& each : zones) {
        if (each.zone == name) {
            return each;
        }
    }
    throw bad_input({.code = "isoseismal.zone",
                     .message = "there is no such zone of intensity attenuation",
                     .field = "zone",
                     .found = std::string(name),
                     .expected = fmt::format("a zone of {}", zones_file)});
}

std::vector<IsoseismalModel> IsoseismalRules::models_of(std::string_view region) const {
    std::vector<IsoseismalRegion> rows;
    std::copy_if(regions.begin(), regions.end(), std::back_inserter(rows),
                 [&](const IsoseismalRegion& row) { return row.region == region; });
    if (rows.empty()) {
        throw bad_input({.code = "isoseismal.zone",
                         .message = "there is no zone of intensity attenuation for the region",
                         .field = "region",
                         .found = std::string(region),
                         .expected = fmt::format("a region of {}", regions_file)});
    }
    std::sort(rows.begin(), rows.end(),
              [](const IsoseismalRegion& a, const IsoseismalRegion& b) { return a.rank < b.rank; });
    std::vector<IsoseismalModel> models;
    for (const IsoseismalRegion& row : rows) {
        IsoseismalModel& model = models.emplace_back(zone(row.zone));
        model.offset = row.offset;
        model.strike_deg = row.strike_deg;
        model.offset_source = row.source;
    }
    return models;
}

IsoseismalRules load_isoseismal_rules(const DataSource& source) {
    IsoseismalRules rules{.zones = read_zones(source), .regions = {}};
    rules.regions = read_regions(source, rules);
    return rules;
}

SemiAxes isoseismal_axes(const IsoseismalModel& model, double magnitude, double intensity) {
    return axes_of(model, at_source(model, magnitude), intensity);
}

double isoseismal_area_km2(const IsoseismalModel& model, double magnitude, double intensity) {
    const SemiAxes axes = isoseismal_axes(model, magnitude, intensity);
    return std::numbers::pi * axes.major_km * axes.minor_km;
}

double isoseismal_intensity(const IsoseismalModel& model, double magnitude, double along_km,
                            double across_km) {
    constexpr double tolerance = 1e-9;
    const AtSource source = at_source(model, magnitude);
    const double distance_km = std::hypot(along_km, across_km);
    if (!std::isfinite(distance_km)) {
        return 0;
    }
    // The ellipse through the place lies between the circles on its two axes.
    const double on_major = intensity_on(model.major, source.major, distance_km);
    const double on_minor = intensity_on(model.minor, source.minor, distance_km);
    double high = std::max(on_major, on_minor) + tolerance;
    double low = std::min(on_major, on_minor) - tolerance;
    while (high - low > tolerance) {
        const double middle = (low + high) / 2;
        (is_within(axes_of(model, source, middle), along_km, across_km) ? low : high) = middle;
    }
    return std::clamp((low + high) / 2, 0.0, intensity_max);
}

IsoseismalField::IsoseismalField(IsoseismalModel model, LonLat epicentre, double magnitude,
                                 double strike_deg)
    : model_(std::move(model)),
      magnitude_(in_range(magnitude, 0, magnitude_max, "magnitude")),
      strike_sin_(std::sin(in_range(strike_deg, -turns_max, turns_max, "strike") * to_radians)),
      strike_cos_(std::cos(strike_deg * to_radians)),
      plane_(plane_round(epicentre)) {}

double IsoseismalField::intensity(LonLat at) const {
    constexpr double metres = 1000;
    const MapPoint point = plane_.forward(at);
    const double along = point.x_m * strike_sin_ + point.y_m * strike_cos_;
    const double across = point.x_m * strike_cos_ - point.y_m * strike_sin_;
    return isoseismal_intensity(model_, magnitude_, along / metres, across / metres);
}

std::vector<LonLat> IsoseismalField::ring(double intensity, int corners) const {
    constexpr double metres = 1000;
    constexpr int corners_min = 8;
    const SemiAxes axes = isoseismal_axes(model_, magnitude_, intensity);
    std::vector<LonLat> ring;
    if (axes.minor_km <= 0) {
        return ring;
    }
    const int count = std::max(corners, corners_min);
    for (int i = 0; i < count; ++i) {
        const double angle = 2 * std::numbers::pi * i / count;
        const double along = metres * axes.major_km * std::cos(angle);
        const double across = metres * axes.minor_km * std::sin(angle);
        ring.push_back(plane_.inverse({.x_m = along * strike_sin_ + across * strike_cos_,
                                       .y_m = along * strike_cos_ - across * strike_sin_}));
    }
    ring.push_back(ring.front());
    return ring;
}

}  // namespace relief
