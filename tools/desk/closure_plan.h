// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/network/closure.h"
#include "routing/network/road_network.h"
#include "tools/desk/closure_book.h"
#include "tools/desk/desk.h"

#include <vector>

namespace relief {

/// The closures of the books as the plan's network takes them, with ids B1, B2 …: an edge of that
/// network is shut where its line is, in the directions in which it is. A plan and `find` count on
/// neither direction of such an edge: their lorries go there and back. What is not placed, or not
/// confirmed, shuts no edge and is kept, so that the plan warns of it. Restricted roads are not
/// counted on.
[[nodiscard]] std::vector<Closure> plan_closures(const std::vector<BookClosure>& books,
                                                 const RoadNetwork& network,
                                                 const StreetPieces& pieces);

/// The same of a desk; the roads are read only where its books have closures.
[[nodiscard]] std::vector<Closure> plan_closures(const Desk& desk);

}  // namespace relief
