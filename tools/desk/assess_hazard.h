// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/incident/incident.h"
#include "core/places.h"
#include "gis/assessment/assessment.h"
#include "gis/crs.h"
#include "gis/hazard/raster.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// An earthquake by its focus alone.
struct Epicentre {
    LonLat at;
    double magnitude = 0;
    /// Long axis of the isoseismals, clockwise from north; without one that of the region.
    std::optional<double> strike_deg;
    bool along_fault = false;  ///< instead: the direction of the nearest fault
    std::string zone;          ///< of isoseismal_attenuation.csv; "" = the best for Jilin
};

/// What the officer says of the hazard; at most one map. Without one the scenario's own figures
/// are taken.
struct HazardChoice {
    std::optional<std::filesystem::path> shakemap;
    std::optional<Epicentre> epicentre;
    std::optional<std::filesystem::path> raster;    ///< GeoTIFF or ESRI ASCII of `driver`
    std::string raster_system;                      ///< of a file that names none
    std::optional<std::filesystem::path> polygons;  ///< outlines with the number `field`
    std::string field;
    std::optional<std::filesystem::path> stations;  ///< a table of readings of `driver`
    std::optional<std::filesystem::path> outages;   ///< households without power by county
    Datum datum = Datum::wgs84;                     ///< of raster or outlines in degrees
    std::optional<Driver> driver;       ///< what a raster, outline or station file measures
    std::optional<std::string> hazard;  ///< over the scenario's or what the driver is of
    std::optional<int> month;
    int shocks = 1;
};

/// A hazard as a map: the driver at any place, unknown outside what is known.
struct HazardMap {
    LossContext context;
    std::string source_zh;
    std::string source_en;
    /// At a position in a county (6 digits); maps of shaking look at the position alone.
    std::function<std::optional<double>(LonLat, const std::string& county)> at;
    std::vector<std::string> assumed_counties;  ///< whose value nobody measured
    std::vector<std::string> notes_zh;
    std::vector<std::string> notes_en;
    std::shared_ptr<const Raster> raster;  ///< behind a raster's map
};

/// The map of a choice, else of a scenario: an earthquake's ellipses from its epicentre, a flood's
/// mean rain by county, an ice storm's households without power, of `household` persons each.
/// bad_input (argument.value) where neither says what happened where, and what the readers of the
/// maps refuse. `data`: the folder the program ships with.
[[nodiscard]] HazardMap hazard_map(const HazardChoice& choice, const Scenario* scenario,
                                   Instant as_of, double household, const DataSource& source,
                                   const Places& places, const Exposure& exposure,
                                   const std::filesystem::path& data);

/// The map read at every township.
[[nodiscard]] AssessedHazard hazard_at_units(const HazardMap& map, const Exposure& exposure);

}  // namespace relief
