// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/network/street_network.h"
#include "routing/path/street_graph.h"

namespace relief {

/// The graph of a network in which no way makes a banned turn, for a kind of vehicle.
///
/// Node v of the network is node v of the graph: there, nothing is remembered. Behind them come
/// nodes that remember the last arcs driven, one for each way a ban can be begun and not yet be
/// finished, so the graph grows by the bans alone. A ban of two arcs and one over many are the same
/// here. Bans at times only (is_conditional) are not in it: a route says them.
///
/// A way that starts on an arc starts at the heads of all its copies, one that ends on an arc ends
/// at the tails of all its copies; both are exact.
[[nodiscard]] StreetGraph turn_street_graph(const StreetNetwork& network, StreetVehicle vehicle);

}  // namespace relief
