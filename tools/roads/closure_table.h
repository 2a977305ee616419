// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/places.h"
#include "routing/network/road_network.h"

#include <filesystem>
#include <string>

namespace relief::roads {

/// The closures of every scenario of data/scenarios with the edges load_closures puts them on, how
/// that came about and what remains in doubt; those that are on no edge with the reason.
[[nodiscard]] std::string closure_edges_csv(const std::filesystem::path& data,
                                            const RoadNetwork& network, const Places& places);

}  // namespace relief::roads
