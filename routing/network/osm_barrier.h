// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/network/osm_tags.h"
#include "routing/network/street_network.h"

#include <optional>
#include <string_view>
#include <vector>

namespace relief {

/// What stands at a node, and the tags of its limits that could not be read.
struct OsmBarrier {
    StreetBarrier barrier;  ///< without id and limits
    StreetLimits limits;
    std::vector<OsmTag> unreadable;
};

/// Bollards and blocks stop vehicles unless a tag lets them; toll booths, cattle grids, height
/// frames let them unless a tag stops them; gates and chains say nothing of who may pass
/// (unknown_closed). nullopt for what stops nobody: kerbs, entrances, plain nodes.
[[nodiscard]] std::optional<OsmBarrier> read_barrier(const OsmTags& tags);

/// Whether a node that carries this key may be a barrier.
[[nodiscard]] bool is_barrier_key(std::string_view key);

}  // namespace relief
