// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/network/osm_tags.h"
#include "routing/network/street_network.h"

#include <optional>
#include <string_view>

namespace relief {

/// The value of an access key: "designated" and "permissive" are yes, of a list the first word
/// known. nullopt for "" and "unknown", which say nothing.
[[nodiscard]] std::optional<StreetAccess> read_access(std::string_view value);

/// What the tags say of a kind of vehicle, the most special key first: hgv or motorcar, then
/// motor_vehicle, vehicle, access. nullopt where none says anything. `suffix` ":forward" asks the
/// keys of one direction.
[[nodiscard]] std::optional<StreetAccess> access_of(const OsmTags& tags, StreetVehicle vehicle,
                                                    std::string_view suffix = {});

/// The same without the key `access`: what opens a footway must speak of vehicles.
[[nodiscard]] std::optional<StreetAccess> vehicle_access_of(const OsmTags& tags,
                                                            StreetVehicle vehicle,
                                                            std::string_view suffix = {});

}  // namespace relief
