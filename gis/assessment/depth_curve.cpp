// SPDX-License-Identifier: Apache-2.0
#include "gis/assessment/depth_curve.h"

#include "core/error.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace relief {
namespace {

double on_curve(const DepthCurve& curve, double depth) {
    const auto above = std::upper_bound(curve.depths.begin(), curve.depths.end(), depth);
    if (above == curve.depths.begin()) {
        return curve.ratios.front();
    }
    if (above == curve.depths.end()) {
        return curve.ratios.back();
    }
    const auto i = static_cast<std::size_t>(above - curve.depths.begin());
    const double share = (depth - curve.depths[i - 1]) / (curve.depths[i] - curve.depths[i - 1]);
    return curve.ratios[i - 1] + share * (curve.ratios[i] - curve.ratios[i - 1]);
}

}  // namespace

void DepthCurve::check() const {
    const auto refuse = [&](std::string found, std::string expected) {
        throw bad_input({.code = "loss.model",
                         .message = "the depth curve cannot be",
                         .field = name,
                         .found = std::move(found),
                         .expected = std::move(expected)});
    };
    if (depths.empty() || depths.size() != ratios.size()) {
        refuse(
            std::to_string(depths.size()) + " depths, " + std::to_string(ratios.size()) + " ratios",
            "a ratio for each depth");
    }
    for (std::size_t i = 0; i < depths.size(); ++i) {
        if (!std::isfinite(depths[i]) || (i > 0 && depths[i] <= depths[i - 1])) {
            refuse(std::to_string(depths[i]), "depths that rise");
        }
        if (!std::isfinite(ratios[i]) || ratios[i] < 0) {
            refuse(std::to_string(ratios[i]), "ratios of 0 and more");
        }
    }
}

double damage_ratio(const DepthCurve& curve, double depth) {
    if (std::isnan(depth) || depth < curve.none_below || curve.depths.empty()) {
        return 0;
    }
    return on_curve(curve, depth);
}

double stepped_damage_ratio(const DepthCurve& curve, double depth, double step) {
    return depth > 0 ? damage_ratio(curve, std::round(depth / step) * step) : 0;
}

double riverine_damage_ratio(const DepthCurve& curve, double grid_depth, double first_floor) {
    return grid_depth > 0 && !curve.depths.empty() ? on_curve(curve, grid_depth - first_floor) : 0;
}

}  // namespace relief
