// SPDX-License-Identifier: Apache-2.0
#include "gis/hazard/faults.h"

#include "gis/line.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

namespace relief {
namespace {

constexpr double stretch_km = 10;

/// The direction of a line about a share of its length, on a map true about the middle.
double strike_about(std::span<const LonLat> line, double share) {
    const double reach = stretch_km / std::max(geodesic_km(line), stretch_km / 2);
    const std::vector<LonLat> stretch =
        part_of(line, std::max(0.0, share - reach), std::min(1.0, share + reach));
    const LonLat from = stretch.front();
    const LonLat to = stretch.back();
    const double east = (to.longitude - from.longitude) *
                        std::cos((from.latitude + to.latitude) / 2 * std::numbers::pi / 180);
    const double degrees = std::atan2(east, to.latitude - from.latitude) * 180 / std::numbers::pi;
    return degrees < 0 ? degrees + 180 : degrees;
}

}  // namespace

std::vector<NearFault> faults_near(const Layer& faults, LonLat place, double within_km) {
    const std::size_t name = faults.field("断层名称");
    std::vector<NearFault> near;
    for (const Feature& fault : faults.features) {
        for (const std::vector<LonLat>& line : fault.parts) {
            if (line.size() < 2) {
                continue;
            }
            const NearestOnLine nearest = nearest_on(line, place);
            if (nearest.distance_km <= within_km) {
                near.push_back({.name = fault.values[name],
                                .distance_km = nearest.distance_km,
                                .strike_deg = strike_about(line, nearest.share)});
            }
        }
    }
    std::stable_sort(near.begin(), near.end(), [](const NearFault& a, const NearFault& b) {
        return a.distance_km < b.distance_km;
    });
    std::vector<NearFault> first;
    for (NearFault& fault : near) {
        const bool known = !fault.name.empty() &&
                           std::any_of(first.begin(), first.end(), [&](const NearFault& other) {
                               return other.name == fault.name;
                           });
        if (!known) {
            first.push_back(std::move(fault));
        }
    }
    return first;
}

}  // namespace relief
