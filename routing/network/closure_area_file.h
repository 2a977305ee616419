// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/network/closure_area.h"

#include <filesystem>
#include <string>

namespace relief {

/// The polygons of a layer (see read_vector_layer) as one area in WGS84; other features are passed
/// over. `datum` is the declaration of its owner: "WGS84", "CGCS2000", "GCJ-02". bad_input:
/// crs.datum where it is none of them, closure.area as check_area, those of the layer.
[[nodiscard]] ClosureArea read_closure_area(const std::filesystem::path& file,
                                            const std::string& datum);

}  // namespace relief
