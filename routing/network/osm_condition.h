// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/network/osm_tags.h"
#include "routing/network/street_network.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace relief {

/// A daily window of a conditional tag: "no @ (Mo-Fr 22:00-06:00)".
struct OsmWindow {
    StreetAccess access = StreetAccess::no;
    std::uint16_t from_minute = 0;  ///< 0..1439
    std::uint16_t to_minute = 0;    ///< 0..1440; <= from_minute runs through midnight
    std::uint8_t weekdays = 0x7F;   ///< bit 0 Monday
    friend bool operator==(const OsmWindow&, const OsmWindow&) = default;
};

/// The windows of a conditional value, "no @ (Mo-Fr 07:00-09:00,16:00-18:00; Sa 08:00-10:00);
/// delivery @ (10:00-12:00)". Empty where any part of it is more than days and hours: holidays,
/// seasons, weights, weather.
[[nodiscard]] std::vector<OsmWindow> read_windows(std::string_view value);

/// What a way's conditional tags say, without way and words. `tag` is theirs.
struct OsmCondition {
    StreetCondition condition;
    OsmTag tag;
};

/// Every tag of a way that ends with ":conditional" and concerns vehicles: windows where they are
/// plain and speak of access, else one entry of words alone.
[[nodiscard]] std::vector<OsmCondition> read_conditions(const OsmTags& tags);

}  // namespace relief
