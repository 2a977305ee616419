// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/path/street_route.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// One thing that keeps a way off the quicker road.
struct DetourCause {
    ArcCause cause = ArcCause::closure;
    std::uint32_t closure = no_index;  ///< of the situation's; no_index for a sign or a ban
    WayIndex way = no_index;           ///< whose sign it is; no_index for a closure
    std::vector<PieceIndex> pieces;    ///< of the open way that it keeps off
    /// What lifting it alone would save; 0 where something else still stands in the way; nullopt
    /// where there is no way now and still none then.
    std::optional<Distance> saves_ms;
    bool opens_a_way = false;  ///< there is no way now, and lifting it alone makes one
};

/// Why a way is not shorter.
struct DetourBecause {
    StreetPath open_way;  ///< the way of open roads: no closure, no ban, no sign for this vehicle
    std::vector<DetourCause> causes;  ///< what is on it, the dearest first
    /// What lifting all of it together would save; nullopt where there is no way now.
    std::optional<Distance> together_ms;
};

/// What stands on the way that the vehicle would take were every road open to it, and what each of
/// it costs: each is lifted alone and the soonest way looked for again. One-ways and turn bans are
/// no cause: they are the road itself. Empty causes where the way is the open one.
[[nodiscard]] DetourBecause explain_detour(const RoadsNow& now, const StreetRules& rules,
                                           const StreetPosition& from, const StreetPosition& to,
                                           Distance way_ms);

}  // namespace relief
