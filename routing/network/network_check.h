// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/network/street_network.h"

#include <optional>
#include <string>

namespace relief {

/// The first thing in a network that no builder makes: an index that points nowhere, a list out of
/// order, a word out of range. nullopt where all is sound. A network from a file is used only when
/// it is: what the code reads by index is then there.
[[nodiscard]] std::optional<std::string> unsound_part(const StreetNetwork& network);

}  // namespace relief
