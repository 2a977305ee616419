// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/network/osm_tags.h"
#include "routing/network/street_network.h"

#include <string_view>
#include <vector>

namespace relief {

/// What the tags of a way say of it as a road.
struct OsmRoad {
    /// Why it is no part of the network: a finding's word; "" where it is. A way that is no road at
    /// all is "way_not_a_road".
    std::string_view left_out;
    StreetWay way;  ///< without id, texts and limits
    StreetLimits limits;
    std::string_view name;
    std::string_view ref;
    std::vector<OsmTag> words;             ///< tags that could not be read and are kept as words
    std::vector<std::string_view> doubts;  ///< findings' words of what was read with a doubt
};

/// Roads a vehicle may drive and ferries that may carry one. Footways and the like only where a tag
/// opens them to motor vehicles; roads planned, building or given up not at all; nor a road barred
/// to cars and lorries both, or whose direction changes (reversible).
[[nodiscard]] OsmRoad read_road(const OsmTags& tags);

}  // namespace relief
