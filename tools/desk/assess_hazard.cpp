// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/assess_hazard.h"

#include "tools/desk/assess_epicentre.h"

#include "core/data_source.h"
#include "core/error.h"
#include "gis/assessment/class_edges.h"
#include "gis/hazard/isoseismal.h"
#include "gis/hazard/shakemap.h"
#include "gis/hazard/stations.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <set>
#include <utility>

namespace relief {
namespace {

Error not_told(std::string expected) {
    return bad_input({.code = "argument.value",
                      .message = "nothing says what happened where",
                      .file = {},
                      .field = "--shakemap, --epicentre, --raster, --polygons, --stations",
                      .found = "nothing",
                      .expected = std::move(expected)});
}

int month_of(const HazardChoice& choice, const Scenario* scenario) {
    if (choice.month) {
        return *choice.month;
    }
    if (scenario == nullptr) {
        throw bad_input(
            {.code = "argument.value",
             .message = "without a scenario the month must be given",
             .file = {},
             .field = "--month",
             .found = "nothing",
             .expected = "1 to 12: people leave damaged houses more readily in winter"});
    }
    return scenario->incident.month;
}

/// How much ground each degree covers: the map's own summary, also where it lies elsewhere.
void tell_classes(const ShakeMapGrid& grid, HazardMap& map) {
    const std::vector<double> rows = shakemap_cell_areas_km2(grid);
    std::vector<double> areas;
    areas.reserve(grid.mmi().size());
    for (const double area : rows) {
        areas.insert(areas.end(), static_cast<std::size_t>(grid.columns), area);
    }
    const auto cells = class_counts(grid.mmi(), ClassEdge::half_goes_up);
    const auto km2 = class_sums(grid.mmi(), areas, ClassEdge::half_goes_up);
    for (std::size_t k = 1; k < cells.size(); ++k) {
        if (cells[k] > 0) {
            map.notes_zh.push_back(fmt::format("MMI {} {}：{} 格，{:.1f} km2", k,
                                               class_edge_name(ClassEdge::half_goes_up), cells[k],
                                               km2[k]));
            map.notes_en.push_back(fmt::format("MMI {} {}: {} cells, {:.1f} km2", k,
                                               class_edge_name(ClassEdge::half_goes_up), cells[k],
                                               km2[k]));
        }
    }
}

HazardMap shakemap_map(const HazardChoice& choice, const Scenario* scenario) {
    const auto grid = std::make_shared<const ShakeMapGrid>(read_shakemap(*choice.shakemap));
    const std::string name = choice.shakemap->filename().string();
    HazardMap map{.context = {.driver = Driver::intensity,
                              .hazard = "earthquake",
                              .month = month_of(choice, scenario),
                              .shocks = choice.shocks},
                  .source_zh = fmt::format("ShakeMap {}（{} x {} 格，MMI 按中位数）", name,
                                           grid->columns, grid->rows),
                  .source_en = fmt::format("ShakeMap {} ({} x {} cells, MMI as medians)", name,
                                           grid->columns, grid->rows),
                  .at =
                      [grid](LonLat at, const std::string&) {
                          return shakemap_value(*grid, grid->mmi(), at, Sampling::bilinear);
                      },
                  .assumed_counties = {},
                  .notes_zh = {},
                  .notes_en = {},
                  .raster = {}};
    tell_classes(*grid, map);
    if (!grid->missing_fields.empty()) {
        map.notes_zh.push_back(
            fmt::format("格网缺 {}：不确定性取规则表", fmt::join(grid->missing_fields, "、")));
        map.notes_en.push_back(fmt::format("the grid lacks {}: doubt is taken from the rule tables",
                                           fmt::join(grid->missing_fields, ", ")));
    }
    if (grid->unknown_values > 0) {
        map.notes_zh.push_back(fmt::format("{} 个值未知", grid->unknown_values));
        map.notes_en.push_back(fmt::format("{} values are unknown", grid->unknown_values));
    }
    return map;
}

/// The hazard a driver is of, for the ratios and the season.
std::string hazard_of(Driver driver) {
    switch (driver) {
        case Driver::intensity: return "earthquake";
        case Driver::depth_m:
        case Driver::rain_mm:
        case Driver::rain_class: return "flood";
        case Driver::snow_cm:
        case Driver::snow_kg_m2: return "snow_ice";
        case Driver::wind_ms: return "wind";
        case Driver::cold_c: return "cold";
        case Driver::outage_share: return "outage";
    }
    return "";
}

Driver required_driver(const HazardChoice& choice, std::string_view file) {
    if (!choice.driver) {
        throw bad_input({.code = "argument.value",
                         .message = "nothing says what the file measures",
                         .file = std::string(file),
                         .field = "--driver",
                         .found = "nothing",
                         .expected = "depth_m, intensity, rain_mm, rain_class, snow_cm, "
                                     "snow_kg_m2, wind_ms or cold_c"});
    }
    return *choice.driver;
}

HazardMap map_of(const HazardChoice& choice, const Scenario* scenario, Driver driver,
                 std::string zh, std::string en) {
    return {.context = {.driver = driver,
                        .hazard = choice.hazard.value_or(hazard_of(driver)),
                        .month = month_of(choice, scenario),
                        .shocks = choice.shocks},
            .source_zh = std::move(zh),
            .source_en = std::move(en),
            .at = {},
            .assumed_counties = {},
            .notes_zh = {},
            .notes_en = {},
            .raster = {}};
}

/// A cold wave is told in degrees Celsius and counted in degrees below zero.
double told_as_driver(Driver driver, double value) {
    return driver == Driver::cold_c ? std::max(0.0, -value) : value;
}

HazardMap raster_map(const HazardChoice& choice, const Scenario* scenario) {
    const std::string name = choice.raster->filename().string();
    const Driver driver = required_driver(choice, name);
    const auto raster = std::make_shared<const Raster>(
        read_raster(*choice.raster, {.datum = choice.datum,
                                     .system = choice.raster_system,
                                     .negative_is_unknown = driver != Driver::cold_c}));
    HazardMap map = map_of(choice, scenario, driver,
                           fmt::format("栅格 {}（{} x {}，{}）", name, raster->columns(),
                                       raster->rows(), driver_name(driver)),
                           fmt::format("raster {} ({} x {}, {})", name, raster->columns(),
                                       raster->rows(), driver_name(driver)));
    map.at = [raster, driver](LonLat at, const std::string&) -> std::optional<double> {
        const auto value = raster->value(at, Sampling::nearest);
        return value ? std::optional(told_as_driver(driver, *value)) : std::nullopt;
    };
    map.raster = raster;
    const RasterNotes& notes = raster->notes();
    if (notes.unknown_cells > 0) {
        map.notes_zh.push_back(fmt::format("{} 格未知，不当作 0", notes.unknown_cells));
        map.notes_en.push_back(
            fmt::format("{} cells are unknown and not counted as 0", notes.unknown_cells));
    }
    for (const std::string& odd : notes.suspicious) {
        map.notes_zh.push_back(odd);
        map.notes_en.push_back(odd);
    }
    return map;
}

HazardMap polygon_map(const HazardChoice& choice, const Scenario* scenario) {
    const std::string name = choice.polygons->filename().string();
    const Driver driver = required_driver(choice, name);
    constexpr double highest = 10000;
    const auto zones = std::make_shared<const HazardZones>(
        read_vector_layer(*choice.polygons, {.datum = choice.datum, .layer = ""}), choice.field, 0,
        driver == Driver::intensity ? 12 : highest);
    HazardMap map =
        map_of(choice, scenario, driver,
               fmt::format("面图层 {}（{} 个面，{}）", name, zones->size(), driver_name(driver)),
               fmt::format("polygons {} ({}, {})", name, zones->size(), driver_name(driver)));
    map.at = [zones](LonLat at, const std::string&) { return zones->value(at); };
    if (zones->left_out() > 0) {
        map.notes_zh.push_back(fmt::format("{} 个要素无数值，未用", zones->left_out()));
        map.notes_en.push_back(
            fmt::format("{} features without the number were left out", zones->left_out()));
    }
    return map;
}

StationQuantity quantity_of(Driver driver, std::string_view file) {
    switch (driver) {
        case Driver::rain_mm: return StationQuantity::rain;
        case Driver::snow_cm: return StationQuantity::snow_depth;
        case Driver::snow_kg_m2: return StationQuantity::snow_load;
        case Driver::wind_ms: return StationQuantity::wind;
        case Driver::cold_c: return StationQuantity::temperature;
        default:
            throw bad_input({.code = "argument.value",
                             .message = "stations do not measure this",
                             .file = std::string(file),
                             .field = "--driver",
                             .found = std::string(driver_name(driver)),
                             .expected = "rain_mm, snow_cm, snow_kg_m2, wind_ms or cold_c"});
    }
}

HazardMap station_map(const HazardChoice& choice, const Scenario* scenario, const Places& places) {
    const std::string name = choice.stations->filename().string();
    const Driver driver = required_driver(choice, name);
    const auto stations = std::make_shared<const Stations>(read_stations(
        read_file(*choice.stations), choice.stations->string(), quantity_of(driver, name),
        [&places](std::string_view code) -> std::optional<LonLat> {
            const Place* place = places.find_code(code);
            return place != nullptr && place->longitude
                       ? std::optional(LonLat{*place->longitude, *place->latitude})
                       : std::nullopt;
        }));
    HazardMap map =
        map_of(choice, scenario, driver,
               fmt::format("站点 {}（{} 站，{}，最近三站 50 km 内反距离平方）", name,
                           stations->readings.size(), driver_name(driver)),
               fmt::format("stations {} ({}, {}, nearest three within 50 km by inverse square)",
                           name, stations->readings.size(), driver_name(driver)));
    map.at = [stations, driver](LonLat at, const std::string&) -> std::optional<double> {
        const auto value = station_value(*stations, at);
        return value ? std::optional(told_as_driver(driver, value->value)) : std::nullopt;
    };
    if (stations->unknown > 0) {
        map.notes_zh.push_back(fmt::format("{} 站缺测，不当作 0", stations->unknown));
        map.notes_en.push_back(fmt::format("{} stations without a reading", stations->unknown));
    }
    return map;
}

/// Values by county, those of a prefecture for its counties without one of their own.
HazardMap county_map(LossContext context, std::map<std::string, double> values,
                     std::vector<std::string> assumed) {
    auto shared = std::make_shared<const std::map<std::string, double>>(std::move(values));
    return {.context = std::move(context),
            .source_zh = {},
            .source_en = {},
            .at = [shared](LonLat, const std::string& county) -> std::optional<double> {
                const auto found = shared->find(county);
                return found == shared->end() ? std::nullopt : std::optional(found->second);
            },
            .assumed_counties = std::move(assumed),
            .notes_zh = {},
            .notes_en = {},
            .raster = {}};
}

std::set<std::string> counties_within(const std::vector<std::string>& codes,
                                      const Exposure& exposure, const Places& places) {
    std::set<std::string> counties;
    for (const ExposedUnit& unit : exposure.units) {
        for (const std::string& code : codes) {
            if (places.is_within(unit.county, code)) {
                counties.insert(unit.county);
            }
        }
    }
    return counties;
}

HazardMap rain_map(const Scenario& scenario, int month, const Places& places,
                   const Exposure& exposure) {
    std::map<std::string, double> values;
    // Prefectures first, so that what is known of a county itself stands.
    std::vector<AreaRain> rain = scenario.incident.rain;
    std::stable_sort(rain.begin(), rain.end(), [&](const AreaRain& a, const AreaRain& b) {
        return places.is_within(b.code, a.code) && a.code != b.code;
    });
    for (const AreaRain& area : rain) {
        for (const std::string& county : counties_within({area.code}, exposure, places)) {
            values[county] = area.mm;
        }
    }
    if (values.empty()) {
        throw not_told("a scenario with the mean rain of a county, or a map of the flood");
    }
    double ln_sum = 0;
    for (const auto& [county, mm] : values) {
        ln_sum += std::log(std::max(1.0, mm));
    }
    const double middle = std::exp(ln_sum / static_cast<double>(values.size()));
    std::vector<std::string> assumed;
    for (const std::string& county :
         counties_within(scenario.incident.affected_counties, exposure, places)) {
        if (values.emplace(county, middle).second) {
            assumed.push_back(county);
        }
    }
    HazardMap map = county_map({.driver = Driver::rain_mm, .hazard = "flood", .month = month},
                               std::move(values), std::move(assumed));
    map.source_zh = "情景中的面雨量";
    map.source_en = "mean rain of the scenario";
    return map;
}

HazardMap outage_map(const Scenario& scenario, Instant as_of, int month, double household,
                     const Places& places, const Exposure& exposure) {
    const std::set<std::string> counties =
        counties_within(scenario.incident.affected_counties, exposure, places);
    double people = 0;
    for (const ExposedUnit& unit : exposure.units) {
        people += counties.contains(unit.county) ? unit.people : 0;
    }
    std::optional<double> households;
    std::string report;
    for (const Report* known : known_reports(scenario, as_of)) {
        const auto cut = known->value("power_cut_households");
        if (cut && (!households || *cut > *households)) {
            households = cut;
            report = known->id;
        }
    }
    if (!households || people <= 0) {
        throw not_told("a report of the households without power, or a map of snow or ice");
    }
    const double share = std::min(1.0, *households * household / people);
    std::map<std::string, double> values;
    for (const std::string& county : counties) {
        values[county] = share;
    }
    HazardMap map = county_map({.driver = Driver::outage_share, .hazard = "outage", .month = month},
                               std::move(values), {counties.begin(), counties.end()});
    map.source_zh =
        fmt::format("{} 报停电 {:.0f} 户，按 {} 人一户摊到受灾县", report, *households, household);
    map.source_en = fmt::format(
        "{} tells of {:.0f} households without power, shared out over the "
        "affected counties at {} persons each",
        report, *households, household);
    return map;
}

HazardMap outage_list_map(const HazardChoice& choice, const Scenario* scenario, double household,
                          const Places& places, const Exposure& exposure) {
    const std::string name = choice.outages->filename().string();
    std::map<std::string, double> people;
    for (const ExposedUnit& unit : exposure.units) {
        people[unit.county] += unit.people;
    }
    std::map<std::string, double> values;
    for (const Outage& outage :
         read_outages(read_file(*choice.outages), choice.outages->string(),
                      [&](std::string_view code) { return places.find_code(code) != nullptr; })) {
        for (const std::string& county : counties_within({outage.code}, exposure, places)) {
            double there = 0;
            for (const std::string& other : counties_within({outage.code}, exposure, places)) {
                there += people[other];
            }
            values[county] =
                std::min(1.0, static_cast<double>(outage.households) * household / there);
        }
    }
    HazardMap map = county_map(
        {.driver = Driver::outage_share, .hazard = "outage", .month = month_of(choice, scenario)},
        std::move(values), {});
    map.source_zh = fmt::format("停电清单 {}，{} 人一户", name, household);
    map.source_en = fmt::format("outages {}, {} persons a household", name, household);
    return map;
}

HazardMap scenario_map(const HazardChoice& choice, const Scenario& scenario, Instant as_of,
                       double household, const DataSource& source, const Places& places,
                       const Exposure& exposure, const std::filesystem::path& data) {
    const Incident& incident = scenario.incident;
    const int month = month_of(choice, &scenario);
    if (incident.hazard == "earthquake" && incident.epicentre_longitude) {
        return epicentre_map({.at = {*incident.epicentre_longitude, *incident.epicentre_latitude},
                              .magnitude = incident.magnitude},
                             month, choice.shocks, source, exposure, data);
    }
    if (incident.hazard == "flood") {
        return rain_map(scenario, month, places, exposure);
    }
    if (incident.hazard == "snow_ice") {
        return outage_map(scenario, as_of, month, household, places, exposure);
    }
    throw not_told("a map of the hazard beside the scenario");
}

}  // namespace

HazardMap hazard_map(const HazardChoice& choice, const Scenario* scenario, Instant as_of,
                     double household, const DataSource& source, const Places& places,
                     const Exposure& exposure, const std::filesystem::path& data) {
    if (choice.shakemap) {
        return shakemap_map(choice, scenario);
    }
    if (choice.epicentre) {
        return epicentre_map(*choice.epicentre, month_of(choice, scenario), choice.shocks, source,
                             exposure, data);
    }
    if (choice.raster) {
        return raster_map(choice, scenario);
    }
    if (choice.polygons) {
        return polygon_map(choice, scenario);
    }
    if (choice.stations) {
        return station_map(choice, scenario, places);
    }
    if (choice.outages) {
        return outage_list_map(choice, scenario, household, places, exposure);
    }
    if (scenario != nullptr) {
        return scenario_map(choice, *scenario, as_of, household, source, places, exposure, data);
    }
    throw not_told("a scenario or a map of the hazard");
}

AssessedHazard hazard_at_units(const HazardMap& map, const Exposure& exposure) {
    AssessedHazard hazard{.context = map.context,
                          .source_zh = map.source_zh,
                          .source_en = map.source_en,
                          .units = {},
                          .assumed = map.assumed_counties};
    for (std::size_t u = 0; u < exposure.units.size(); ++u) {
        const ExposedUnit& unit = exposure.units[u];
        UnitHazard there{.unit = u, .values = {}};
        bool known = false;
        for (const LonLat at : unit.points) {
            there.values.push_back(map.at(at, unit.county));
            known = known || there.values.back().has_value();
        }
        if (known) {
            hazard.units.push_back(std::move(there));
        }
    }
    return hazard;
}

}  // namespace relief
