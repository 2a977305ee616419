// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/network/street_network.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace relief {

/// A figure as people write it on the map, or that it cannot be read (nullopt). The words are
/// those of wiki.openstreetmap.org/wiki/Map_features/Units.
///
/// A limit: "3.5", "3,5", "3.8 m", "380 cm", "13'6\"", "12 ft 6 in"; "default" and "none" are no
/// limit beyond the law's own; "below_default", "unsigned" and their like are unknown. Of several
/// ("3.5;4") the smallest. Rounded down to the unit of the answer. What cannot be meant (a height
/// of 380 m) is not read: it is more likely a unit left out than a limit.
[[nodiscard]] std::optional<Limit> read_length_cm(std::string_view text, std::int32_t cm_max);

/// "7.5", "7.5 t", "7500 kg", "16000 lbs", "7.5 st" (short tons), "3 lt", "10 cwt"; tonnes where
/// there is no unit. "tons" are taken as short tons, the smaller ones.
[[nodiscard]] std::optional<Limit> read_weight_kg(std::string_view text, std::int32_t kg_max);

/// A speed limit in km/h.
struct OsmSpeed {
    std::int16_t kmh = 0;  ///< 0 unknown ("signals"), StreetWay::no_speed_limit none
    bool is_zone = false;  ///< from a word for a kind of road ("CN:urban"), not from a figure
    friend bool operator==(const OsmSpeed&, const OsmSpeed&) = default;
};

/// "50", "50 km/h", "30 mph", "10 knots", "walk", "none", "signals", "DE:rural"; of several ("80;
/// 50") the lowest.
[[nodiscard]] std::optional<OsmSpeed> read_speed(std::string_view text);

/// Seconds: "90" and "90 min" are minutes, "01:30" hours and minutes, "1:30:00" with seconds,
/// "PT1H30M" and "P1DT2H" as in ISO 8601. At most 30 days.
[[nodiscard]] std::optional<std::int32_t> read_duration_seconds(std::string_view text);

}  // namespace relief
