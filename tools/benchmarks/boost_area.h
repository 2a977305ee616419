// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/network/closure_area.h"
#include "routing/network/street_network.h"

#include <memory>
#include <vector>

namespace relief::bench {

/// The pieces of a network in an R-tree of Boost.Geometry, asked with polygons: what anybody would
/// write with the library at hand.
class BoostAreas {
  public:
    explicit BoostAreas(const StreetNetwork& network);
    ~BoostAreas();
    BoostAreas(const BoostAreas&) = delete;
    BoostAreas& operator=(const BoostAreas&) = delete;

    /// The pieces that meet the first ring of an area.
    [[nodiscard]] std::vector<PieceIndex> pieces_in(const ClosureArea& area) const;

  private:
    struct Tree;
    std::unique_ptr<const Tree> tree_;
};

}  // namespace relief::bench
