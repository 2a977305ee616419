// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/road_lines.h"
#include "routing/network/street_builder.h"
#include "routing/network/street_network.h"

#include <filesystem>
#include <span>

namespace relief {

/// The classes a mapping may name: OpenStreetMap's words without "_link", which a ramp gets.
[[nodiscard]] std::span<const std::string_view> street_class_words();

/// Makes a street network of somebody's road lines. Lines meet at their ends alone: by the names
/// of their nodes, or (noding by coordinates) where ends lie within the mapping's tolerance of the
/// first end that came near, in the order of the file. A line longer than its drawing says so:
/// the length of the file counts. Ids of ways are the numbers of the features.
/// bad_input road.value where a named node stands at two places more than 100 m apart.
[[nodiscard]] StreetNetwork street_network_of(std::span<const RoadLine> roads,
                                              const RoadMapping& mapping, ReadReport& report);

/// Mapping, layer and network in one: the door for a road layer of an office.
[[nodiscard]] StreetNetwork read_street_layer(const std::filesystem::path& layer,
                                              const std::filesystem::path& mapping,
                                              ReadReport& report);

}  // namespace relief
