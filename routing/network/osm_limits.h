// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/network/osm_tags.h"
#include "routing/network/street_network.h"

#include <string_view>
#include <vector>

namespace relief {

/// The limits of a way or a node, and the tags of limits that could not be read: those stay
/// unknown, and their words are kept.
struct OsmLimits {
    StreetLimits limits;
    std::vector<OsmTag> unreadable;
};

/// maxheight, maxwidth, maxlength, maxweight, maxaxleload with their :physical, :hgv, :forward and
/// :backward forms; the smallest counts, both directions alike. maxweightrating (of the laden
/// weight a vehicle is built for) counts as maxweight.
[[nodiscard]] OsmLimits read_limits(const OsmTags& tags);

/// Whether a key is one that read_limits looks at.
[[nodiscard]] bool is_limit_key(std::string_view key);

}  // namespace relief
