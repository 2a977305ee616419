// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/rules.h"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace relief {

/// What a hazard is measured in where it meets a place. rules/loss_parameters.csv says of each
/// whether its doubt adds (intensity, class) or multiplies (depth, rain, snow, wind).
enum class Driver {
    intensity,     ///< degrees of the Chinese scale, 1..12
    depth_m,       ///< depth of water
    rain_mm,       ///< rain of the event, mean over the place
    rain_class,    ///< 0 none .. 4 most severe, of a flood's outline
    snow_cm,       ///< depth of new snow
    snow_kg_m2,    ///< load of snow on a roof
    wind_ms,       ///< gusts
    cold_c,        ///< degrees below zero, daily mean
    outage_share,  ///< share of the households without power, 0..1
};
inline constexpr std::size_t driver_count = 9;

[[nodiscard]] std::string_view driver_name(Driver driver);
/// bad_input (argument.value) where there is none of that name.
[[nodiscard]] Driver driver_of(std::string_view name);

/// Shares of the rooms of a class in each state at a value of the driver; what is left stands.
struct DamageShares {
    double value = 0;
    double collapsed = 0;
    double serious = 0;
    double general = 0;
};

/// rules/damage_shares.csv of one driver and class: between two values the shares are read off the
/// straight line, below the first there is no damage, beyond the last it stays.
struct DamageCurve {
    std::string building_class;
    std::vector<DamageShares> points;  ///< by value
    Source source;

    [[nodiscard]] DamageShares at(double value) const;
};

/// rules/people_effects.csv of one driver: the share of the people affected, read likewise.
struct PeopleCurve {
    std::vector<std::pair<double, double>> points;
    Source source;

    [[nodiscard]] double at(double value) const;
};

/// rules/observed_ratios.csv: a figure over the affected people as past events had it, a lognormal
/// by its median and ln-sd.
struct ObservedRatio {
    std::string hazard;  ///< flood, snow_ice, wind, cold, outage
    std::string metric;
    double ratio = 0;
    double ln_sd = 0;
    Source source;
};

/// rules/loss_parameters.csv: a number with the driver, hazard, season or field it is for.
struct LossParameter {
    std::string id;
    std::string applies_to;
    double value = 0;
    Source source;
};

/// rules/report_reliability.csv: how far the truth lies from a report of that kind, in ln:
/// ln truth = ln report + ln_bias with the spread ln_sd.
struct ReportReliability {
    std::string kind;  ///< initial, follow_up, correction, final, zero
    double ln_sd = 0;
    double ln_bias = 0;
    Source source;
};

/// rules/building_classes.csv: the share of a settlement's rooms that is of a class.
struct BuildingShare {
    std::string settlement;  ///< street, town, township, other
    std::string building_class;
    double share = 0;
    Source source;
};

/// rules/asset_thresholds.csv: from which value of a driver on a depot or supplier is doubted, and
/// taken to be out.
struct AssetThreshold {
    std::string kind;  ///< depot, supplier, bridge, shelter, care_home, welfare_home, …
    Driver driver = Driver::intensity;
    double doubtful_from = 0;
    double out_from = 0;
    Source source;
};

/// Every table a loss is made with. All of them can be edited; each row carries its source.
struct LossRules {
    std::map<Driver, std::vector<DamageCurve>> damage;
    std::map<Driver, PeopleCurve> people;
    std::vector<ObservedRatio> ratios;
    std::vector<LossParameter> parameters;
    std::vector<ReportReliability> reliability;
    std::vector<BuildingShare> buildings;
    std::vector<AssetThreshold> assets;

    /// The value for `applies_to`, else for "any"; a fault where the table lacks it.
    [[nodiscard]] double parameter(std::string_view id, std::string_view applies_to) const;
    [[nodiscard]] const ObservedRatio* ratio(std::string_view hazard,
                                             std::string_view metric) const;
    [[nodiscard]] std::optional<AssetThreshold> asset_threshold(std::string_view kind,
                                                                Driver driver) const;
    [[nodiscard]] const ReportReliability& reliability_of(std::string_view kind) const;
};

/// Reads the tables. bad_input with file, line and column: shares that do not rise in value or add
/// up to more than 1, a class without a share, a driver or metric that does not exist.
[[nodiscard]] LossRules load_loss_rules(const DataSource& source);

}  // namespace relief
