// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/rules.h"
#include "routing/network/street_network.h"

#include <array>
#include <bitset>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// A kind of lorry as a road sees it: rules/vehicle_limits.csv with rules/street_vehicles.csv.
struct RoadVehicle {
    std::string id;  ///< BOX96
    std::string name_zh;
    StreetVehicle kind = StreetVehicle::lorry;
    int height_cm = 0;
    int width_cm = 0;
    int length_cm = 0;
    int weight_kg = 0;  ///< laden
    int axle_load_kg = 0;
    int top_speed_kmh = 0;
    std::bitset<street_class_count> barred;  ///< classes of road it keeps off
    Source source;
};

/// rules/season_speeds.csv: what a condition of the roads leaves of the speed of a class.
struct SeasonRule {
    std::string condition;  ///< winter (by the month alone), snow, ice, flood, one_lane
    std::bitset<street_class_count> classes;
    std::array<bool, 12> months{};  ///< January first
    int percent = 100;              ///< of the speed that is left
    Source source;
};

/// rules/convoy_rules.csv.
struct ConvoyRules {
    int drive_minutes = 240;  ///< at the wheel before a rest
    int rest_minutes = 20;
    int driver_minutes = 480;  ///< at the wheel before another driver takes over
    int change_minutes = 10;
    int gap_m = 50;  ///< between one vehicle's tail and the next one's front
};

/// What the road tables of data/rules say.
struct StreetRules {
    std::array<int, street_class_count> speed_kmh{};  ///< of a lorry on a dry open road
    std::array<Source, street_class_count> speed_source;
    std::vector<SeasonRule> seasons;
    std::vector<RoadVehicle> vehicles;  ///< in the order of rules/vehicle_classes.csv
    ConvoyRules convoy;

    [[nodiscard]] const RoadVehicle* vehicle(std::string_view id) const;
};

/// Reads rules/street_speeds.csv, season_speeds.csv, street_vehicles.csv and convoy_rules.csv.
/// bad_input csv.* at the first wrong field, a class of road or of lorry without a row included.
[[nodiscard]] StreetRules load_street_rules(const DataSource& source, const Rules& rules);

/// The classes of road that a word of the baseline means (rules/vehicle_limits.csv): expressway,
/// national, provincial, local. OpenStreetMap's primary roads are national and provincial ones;
/// here they count as national, secondary as provincial, what is below as local.
[[nodiscard]] std::bitset<street_class_count> street_classes_of(std::string_view road_class);

}  // namespace relief
