// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/network/osm_tags.h"
#include "routing/network/street_network.h"

namespace relief {

/// Which directions of a way the tags leave to a kind of vehicle, and what is doubtful about it.
struct OsmDirections {
    StreetDirections directions = StreetDirections::both;
    bool is_changing = false;    ///< reversible, alternating: none, for nobody knows which now
    bool is_unreadable = false;  ///< a word not known, taken as two-way
    friend bool operator==(const OsmDirections&, const OsmDirections&) = default;
};

/// oneway in all its forms, the key of the vehicle (oneway:hgv, oneway:motorcar), of
/// oneway:motor_vehicle, of oneway:vehicle before that of all; motorways, roundabouts and circular
/// junctions are one-way unless they say otherwise. Keys of one direction (hgv:backward=no,
/// motor_vehicle:forward=no) take that direction away.
[[nodiscard]] OsmDirections read_directions(const OsmTags& tags, StreetVehicle vehicle);

}  // namespace relief
