// SPDX-License-Identifier: Apache-2.0
#include "gis/assessment/response.h"

#include "gis/assessment/fatality_model.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace relief {
namespace {

constexpr std::uint64_t fatality_stream = 21;
/// Shifts are tabulated this far, in sigmas, in so many steps.
constexpr double reach = 4;
constexpr int shift_steps = 48;

bool is_winter(int month) {
    return month >= 10 || month <= 4;
}

double shifted(double value, double shift, bool in_ln) {
    return in_ln ? value * std::exp(shift) : value + shift;
}

/// PAGER's model of China: theta and beta of its table of fatality models.
constexpr LognormalRate pager_china{.theta = 10.328811, .beta = 0.100058};

/// Both rates at the degree as it is: the map's doubt blurs the classes their makers round to.
double pager_at(double intensity) {
    constexpr double first = 4.5;
    constexpr double last = 9.0;
    return intensity < first ? 0 : lognormal_rate(pager_china, std::min(intensity, last));
}

double itb_at(double intensity) {
    const double low = std::floor(intensity);
    const double below = itb_rate(static_cast<int>(low));
    const double above = itb_rate(static_cast<int>(low) + 1);
    // Straight in the logarithm, as the model itself is.
    return below > 0 && above > 0 ? below * std::pow(above / below, intensity - low) : below;
}

struct Rooms {
    double collapsed = 0;
    double serious = 0;
    double general = 0;
};

Rooms damaged_rooms(const ExposedUnit& unit, double value, const LossModel& model) {
    Rooms rooms;
    const auto curves = model.rooms.find(unit.settlement);
    if (curves == model.rooms.end()) {
        return rooms;
    }
    for (const auto& [share, curve] : curves->second) {
        const DamageShares shares = curve.at(value);
        rooms.collapsed += unit.rooms * share * shares.collapsed;
        rooms.serious += unit.rooms * share * shares.serious;
        rooms.general += unit.rooms * share * shares.general;
    }
    const double damaged = rooms.collapsed + rooms.serious + rooms.general;
    if (damaged > 0) {
        const double factor = std::min(model.swarm, unit.rooms / damaged);
        rooms = {rooms.collapsed * factor, rooms.serious * factor, rooms.general * factor};
    }
    return rooms;
}

double& figure(std::array<double, output_count>& losses, LossMetric metric) {
    return losses.at(place_of(metric));
}

void losses_from_rooms(std::array<double, output_count>& losses, const ExposedUnit& unit,
                       const Rooms& rooms, const LossModel& model) {
    figure(losses, LossMetric::collapsed_rooms) = rooms.collapsed;
    figure(losses, LossMetric::serious_rooms) = rooms.serious;
    figure(losses, LossMetric::general_rooms) = rooms.general;
    const double a_room = unit.rooms > 0 ? unit.people / unit.rooms : 0;
    const double heavy = (rooms.collapsed + rooms.serious) * a_room;
    double& affected = figure(losses, LossMetric::affected);
    affected = std::max(affected, std::min(unit.people, heavy + rooms.general * a_room));
    figure(losses, LossMetric::relocated) =
        heavy * model.relocate_heavy + rooms.general * a_room * model.relocate_general +
        std::max(0.0, affected - heavy) * model.relocate_affected;
    figure(losses, LossMetric::direct_loss) =
        (rooms.collapsed + rooms.serious * model.cost_serious +
         rooms.general * model.cost_general) *
        model.cost_a_room * (1 + model.beside_houses);
}

void losses_from_ratios(std::array<double, output_count>& losses, const LossModel& model) {
    const double affected = figure(losses, LossMetric::affected);
    for (std::size_t m = 0; m < loss_metric_count; ++m) {
        if (losses.at(m) == 0) {  // what the rooms have said stands
            losses.at(m) = affected * model.ratios.at(m);
        }
    }
}

std::string_view vulnerability_of(LossMetric metric) {
    switch (metric) {
        case LossMetric::affected: return "affected";
        case LossMetric::relocated: return "relocated";
        case LossMetric::crop_area: return "crop_area";
        case LossMetric::direct_loss: return "direct_loss";
        default: return "rooms";
    }
}

double geometric(double pager, double itb) {
    constexpr double little = 0.01;
    return 0.5 * (std::log(pager + little) + std::log(itb + little));
}

}  // namespace

LossModel loss_model(const LossContext& context, const LossRules& rules) {
    const std::string_view driver = driver_name(context.driver);
    const std::string_view season = is_winter(context.month) ? "winter" : "summer";
    LossModel model{
        .context = context,
        .in_ln = rules.parameter("scale", driver) > 0.5,
        .sigma = std::hypot(rules.parameter("sigma_event", driver),
                            rules.parameter("sigma_between", driver)),
        .relocate_heavy = rules.parameter("relocate_heavy", season),
        .relocate_general = rules.parameter("relocate_general", season),
        .relocate_affected = rules.parameter("relocate_affected", context.hazard),
        .cost_a_room = rules.parameter("room_m2", "any") * rules.parameter("cost_m2", "any"),
        .cost_serious = rules.parameter("cost_share_serious", "any"),
        .cost_general = rules.parameter("cost_share_general", "any"),
        .beside_houses = rules.parameter("loss_beside_houses", "any"),
        .lowest = std::numeric_limits<double>::infinity()};
    if (const auto people = rules.people.find(context.driver); people != rules.people.end()) {
        model.affected = people->second;
        model.lowest = model.affected.points.front().first;
    }
    if (const auto curves = rules.damage.find(context.driver); curves != rules.damage.end()) {
        for (const DamageCurve& curve : curves->second) {
            model.lowest = std::min(model.lowest, curve.points.front().value);
            for (const BuildingShare& building : rules.buildings) {
                if (building.building_class == curve.building_class && building.share > 0) {
                    model.rooms[building.settlement].emplace_back(building.share, curve);
                }
            }
        }
    }
    if (context.hazard == "earthquake") {
        constexpr double first_deaths = 4;  // of the ITB's rates
        model.lowest = std::min(model.lowest, first_deaths);
        // Houses that the first shock cracked stand the next one worse.
        model.swarm =
            std::pow(std::max(1, context.shocks), rules.parameter("swarm_exponent", "earthquake"));
    } else {
        for (std::size_t m = 0; m < loss_metric_count; ++m) {
            const ObservedRatio* ratio = rules.ratio(context.hazard, loss_metric_ids.at(m));
            model.ratios.at(m) = ratio == nullptr ? 0 : ratio->ratio;
        }
    }
    return model;
}

std::array<double, output_count> expected_losses(const ExposedUnit& unit, double value,
                                                 const LossModel& model) {
    std::array<double, output_count> losses{};
    figure(losses, LossMetric::affected) = unit.people * model.affected.at(value);
    if (!model.rooms.empty()) {
        losses_from_rooms(losses, unit, damaged_rooms(unit, value, model), model);
    }
    if (model.context.hazard == "earthquake") {
        figure(losses, LossMetric::dead) = unit.people * pager_at(value);
        losses.at(itb_output) = unit.people * itb_at(value);
    } else {
        losses_from_ratios(losses, model);
    }
    return losses;
}

DrawUnit draw_unit(const ExposedUnit& unit, const UnitHazard& hazard, const LossModel& model) {
    const double low = -reach * model.sigma;
    const double step = 2 * reach * model.sigma / shift_steps;
    DrawUnit drawn{.at = unit.points.empty() ? LonLat{} : unit.points.front(),
                   .response = {.low = static_cast<float>(low),
                                .step = static_cast<float>(step),
                                .outputs = output_count},
                   .most = {}};
    drawn.response.values.assign((shift_steps + 1) * output_count, 0.0F);
    const double share =
        hazard.values.empty() ? 0 : 1.0 / static_cast<double>(hazard.values.size());
    for (const std::optional<double>& value : hazard.values) {
        if (!value || (model.in_ln && *value <= 0)) {
            continue;
        }
        for (int s = shift_steps; s >= 0; --s) {
            const double there = shifted(*value, low + s * step, model.in_ln);
            if (there < model.lowest) {
                break;
            }
            const auto losses = expected_losses(unit, there, model);
            for (std::size_t o = 0; o < output_count; ++o) {
                drawn.response.values[static_cast<std::size_t>(s) * output_count + o] +=
                    static_cast<float>(losses.at(o) * share);
            }
        }
    }
    constexpr float no_bound = std::numeric_limits<float>::infinity();
    drawn.most.assign(output_count, no_bound);
    for (const LossMetric people :
         {LossMetric::affected, LossMetric::relocated, LossMetric::dead}) {
        drawn.most[place_of(people)] = static_cast<float>(unit.people);
    }
    for (const LossMetric rooms :
         {LossMetric::collapsed_rooms, LossMetric::serious_rooms, LossMetric::general_rooms}) {
        drawn.most[place_of(rooms)] = static_cast<float>(unit.rooms);
    }
    drawn.most[itb_output] = static_cast<float>(unit.people);
    return drawn;
}

Doubt doubt_of(const LossContext& context, const LossRules& rules) {
    const std::string_view driver = driver_name(context.driver);
    Doubt doubt{.sigma_event = rules.parameter("sigma_event", driver),
                .sigma_between = rules.parameter("sigma_between", driver),
                .correlation_km = rules.parameter("correlation_km", driver),
                .ln_sd = std::vector<double>(output_count, 0.0),
                .shared = rules.parameter("vulnerability_shared", "any"),
                .own_group = rules.parameter("vulnerability_county", "any")};
    for (std::size_t m = 0; m < loss_metric_count; ++m) {
        const auto metric = static_cast<LossMetric>(m);
        const ObservedRatio* ratio = rules.ratio(context.hazard, loss_metric_ids.at(m));
        if (context.hazard == "earthquake" && metric == LossMetric::dead) {
            continue;  // fatality_draws has its own
        }
        doubt.ln_sd[m] = ratio != nullptr && !rules.damage.contains(context.driver)
                             ? ratio->ln_sd
                             : rules.parameter("vulnerability", vulnerability_of(metric));
    }
    return doubt;
}

double FatalityLaw::median(double pager, double itb) const {
    return std::exp(level + slope * geometric(pager, itb));
}

double FatalityLaw::chance_of_none(double pager, double itb) const {
    return 1 / (1 + std::exp(zero_level + zero_slope * geometric(pager, itb)));
}

FatalityLaw fatality_law(const LossRules& rules) {
    const auto read = [&](std::string_view id) { return rules.parameter(id, "earthquake"); };
    return {.level = read("fatality_level"),
            .slope = read("fatality_slope"),
            .spread = read("fatality_spread"),
            .none_below = read("fatality_none_below"),
            .zero_level = read("fatality_zero_level") + read("fatality_zero_local"),
            .zero_slope = read("fatality_zero_slope")};
}

void fatality_draws(Draws& draws, const FatalityLaw& law, std::uint64_t seed) {
    for (std::size_t d = 0; d < draws.count; ++d) {
        double pager = 0;
        double itb = 0;
        for (std::size_t u = 0; u < draws.units; ++u) {
            pager += static_cast<double>(draws.of(u, place_of(LossMetric::dead))[d]);
            itb += static_cast<double>(draws.of(u, itb_output)[d]);
        }
        const bool none = uniform_of(seed, fatality_stream, d, 0) < law.chance_of_none(pager, itb);
        const double total =
            none || pager + itb <= 0
                ? 0
                : law.median(pager, itb) *
                      std::exp(law.spread * normal_of(seed, fatality_stream, d, 1));
        for (std::size_t u = 0; u < draws.units; ++u) {
            float& dead = draws.of(u, place_of(LossMetric::dead))[d];
            const double share = pager + itb > 0
                                     ? (static_cast<double>(dead) +
                                        static_cast<double>(draws.of(u, itb_output)[d])) /
                                           (pager + itb)
                                     : 0;
            dead = static_cast<float>(total * share);
        }
    }
}

}  // namespace relief
