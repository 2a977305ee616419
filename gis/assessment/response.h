// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/assessment/draws.h"
#include "gis/assessment/loss_rules.h"
#include "gis/exposure.h"

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace relief {

/// The figures an assessment makes, in the order of DrawUnit's outputs. `metric_id` spells them as
/// rules/metrics.csv does.
enum class LossMetric {
    affected,
    relocated,
    collapsed_rooms,
    serious_rooms,
    general_rooms,
    dead,
    crop_area,    ///< ha
    direct_loss,  ///< 10,000 CNY
};
inline constexpr std::size_t loss_metric_count = 8;
inline constexpr std::array<std::string_view, loss_metric_count> loss_metric_ids{
    "affected",      "relocated", "collapsed_rooms", "serious_rooms",
    "general_rooms", "dead",      "crop_area",       "direct_loss"};

[[nodiscard]] constexpr std::size_t place_of(LossMetric metric) {
    return static_cast<std::size_t>(metric);
}

/// Of an earthquake one output more: what the ITB's rates expect, beside PAGER's in `dead`.
inline constexpr std::size_t itb_output = loss_metric_count;
inline constexpr std::size_t output_count = loss_metric_count + 1;

/// What a hazard is at the points of a unit: values of the driver, one for each of its points, an
/// unknown one (outside the map, nodata) as nothing.
struct UnitHazard {
    std::size_t unit = 0;  ///< in Exposure::units
    std::vector<std::optional<double>> values;
};

/// What the event is beside its map.
struct LossContext {
    Driver driver = Driver::intensity;
    std::string hazard;  ///< earthquake, flood, snow_ice, wind, cold, outage
    int month = 1;
    int shocks = 1;  ///< earthquakes of M5 and more within 30 days, this one among them
};

/// The rule tables read for one hazard, driver and season: what the inner loops need.
struct LossModel {
    LossContext context;
    bool in_ln = false;  ///< doubt multiplies
    double sigma = 0;    ///< of event and township together
    PeopleCurve affected;
    /// Curves of the classes of a settlement with their shares.
    std::map<std::string, std::vector<std::pair<double, DamageCurve>>, std::less<>> rooms;
    double swarm = 1;
    double relocate_heavy = 0;
    double relocate_general = 0;
    double relocate_affected = 0;
    double cost_a_room = 0;  ///< 10,000 CNY
    double cost_serious = 0;
    double cost_general = 0;
    double beside_houses = 0;
    std::array<double, loss_metric_count> ratios{};  ///< of the affected; 0 where none
    double lowest = 0;                               ///< of the driver: below it nothing happens
};

[[nodiscard]] LossModel loss_model(const LossContext& context, const LossRules& rules);

/// The expected losses of a unit at one value of the driver: rooms by damage_shares.csv (else
/// observed_ratios.csv), relocated from rooms and season, the rest as loss_parameters.csv says.
/// Deaths of an earthquake are those PAGER's rates for China expect and, at itb_output, those of
/// the ITB, both at the degree as it is, not rounded.
[[nodiscard]] std::array<double, output_count> expected_losses(const ExposedUnit& unit,
                                                               double value,
                                                               const LossModel& model);

/// The unit as the draws need it: expected_losses, averaged over its points, at shifts of -4 to +4
/// of its whole sigma. A point whose value is not known adds nothing.
[[nodiscard]] DrawUnit draw_unit(const ExposedUnit& unit, const UnitHazard& hazard,
                                 const LossModel& model);

/// Sigmas and spreads of a driver and hazard from the tables.
[[nodiscard]] Doubt doubt_of(const LossContext& context, const LossRules& rules);

/// The deaths of an earthquake from both models, for the sums of a whole event.
struct FatalityLaw {
    double level = 0;  ///< deaths = exp(level + slope x g), g = ln sqrt((P + 0.01)(I + 0.01))
    double slope = 1;
    double spread = 1;      ///< ln-sd about it
    double none_below = 0;  ///< a single figure below this is given as none
    double zero_level = 0;  ///< odds of a death = exp(zero_level + zero_slope x g)
    double zero_slope = 0;

    [[nodiscard]] double median(double pager, double itb) const;
    [[nodiscard]] double chance_of_none(double pager, double itb) const;
};
[[nodiscard]] FatalityLaw fatality_law(const LossRules& rules);

/// Deaths made of the two expectations over the draws: nobody dies with the chance of the law, else
/// its median times a lognormal, shared out over units as the expectations lie.
void fatality_draws(Draws& draws, const FatalityLaw& law, std::uint64_t seed);

}  // namespace relief
