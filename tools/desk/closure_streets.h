// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/places.h"
#include "routing/network/closure_candidates.h"
#include "routing/network/road_network.h"
#include "routing/network/street_closure.h"
#include "routing/network/street_network.h"

#include <filesystem>
#include <memory>
#include <string>

namespace relief {

/// The roads that closures are placed on, and what words of closures are looked up in: the
/// OpenStreetMap graph of the province with the road numbers derived for it, the borders of the
/// counties, the names of roads (roads/road_names.csv), measured kilometre posts
/// (roads/road_posts.csv, empty as shipped). `places` must outlive it.
struct ClosureStreets {
    std::unique_ptr<const StreetNetwork> network;
    std::unique_ptr<const StreetPieces> pieces;
    ClosureGazetteer gazetteer;
};

/// Reads them from the folder data/, as map layers always are. `roads` gives the ways, which are
/// the lines its edges are parts of, the numbers that were worked out for them.
[[nodiscard]] ClosureStreets load_closure_streets(const std::filesystem::path& data,
                                                  const Places& places, const RoadNetwork& roads);

/// The source of that network (StreetNetwork::source) without reading it: what a placing names.
[[nodiscard]] std::string closure_streets_source(const std::filesystem::path& data);

}  // namespace relief
