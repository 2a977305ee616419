// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/network/osm_tags.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace relief {

/// What the tags of a relation say of a turn.
struct OsmTurn {
    std::string words;  ///< "no_left_turn", "only_straight_on @ (07:00-09:00)"
    bool is_only = false;
    bool is_u_turn = false;
    bool is_conditional = false;
    std::uint8_t vehicles = 3;  ///< bit 0 cars, bit 1 lorries; 0 where it concerns neither
};

/// The turn of a relation that is a restriction: restriction, restriction:hgv and their like,
/// restriction:conditional, except, the old hour_on. nullopt where it is no restriction or its word
/// is not known.
[[nodiscard]] std::optional<OsmTurn> read_turn(const OsmTags& tags);

/// Whether a relation means to be a turn restriction.
[[nodiscard]] bool is_restriction(const OsmTags& tags);

}  // namespace relief
