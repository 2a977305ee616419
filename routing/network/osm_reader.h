// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/network/street_builder.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace relief {

/// The roads of an OpenStreetMap PBF file as a network; `report` says what was read and what became
/// of it. bad_input: network.pbf (see osm_pbf.h), network.empty (no road in it), file.missing,
/// file.read.
[[nodiscard]] StreetNetwork read_osm_network(const std::filesystem::path& file, ReadReport& report);

/// The same from memory; `name` stands for the file in errors and in the network's source.
[[nodiscard]] StreetNetwork read_osm_network(std::string_view bytes, const std::string& name,
                                             ReadReport& report);

}  // namespace relief
