// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/network/street_builder.h"

#include <span>

namespace relief {

/// Turn restrictions as bans of arc sequences. A via of ways is driven end to end; an "only" holds
/// at the end of its via, for who came by its from (so OSRM reads it too), and bans every other arc
/// there. Who may not turn does not drive on a few metres and turn back on the road either: that is
/// banned too (is_behind), but for dead ends. What cannot be placed without guessing is left out
/// and noted: a member missing or not a road (restriction_member_missing), ways that do not meet
/// (restriction_not_joined), several turns it could mean (restriction_ambiguous), more than any
/// real one has (restriction_too_large). One whose turn no one-way allows needs no ban
/// (restriction_moot).
void add_turn_bans(StreetNetwork& network, std::span<const StreetRestriction> restrictions,
                   ReadReport& report);

}  // namespace relief
