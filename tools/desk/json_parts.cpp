// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/json_parts.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <utility>

namespace relief {

using nlohmann::ordered_json;

ordered_json time_json(const std::optional<Instant>& at) {
    return at ? ordered_json(format_instant(*at)) : ordered_json(nullptr);
}

ordered_json text_or_null(const std::string& text) {
    return text.empty() ? ordered_json(nullptr) : ordered_json(text);
}

ordered_json position_json(LonLat at) {
    constexpr double scale = 1e5;
    return ordered_json::array(
        {std::round(at.longitude * scale) / scale, std::round(at.latitude * scale) / scale});
}

ordered_json feature_json(ordered_json geometry, ordered_json properties) {
    return {{"type", "Feature"},
            {"geometry", std::move(geometry)},
            {"properties", std::move(properties)}};
}

}  // namespace relief
