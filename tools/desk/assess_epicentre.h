// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "gis/exposure.h"
#include "tools/desk/assess_hazard.h"

#include <filesystem>

namespace relief {

/// `data`: the folder of the map of faults. The ellipses of an earthquake of which only the focus
/// is known. The notes say what the other zone that may hold for Jilin and the faults nearby as
/// long axes would come to. bad_input (argument.value) where the nearest fault is asked for and
/// none is near.
[[nodiscard]] HazardMap epicentre_map(const Epicentre& epicentre, int month, int shocks,
                                      const DataSource& source, const Exposure& exposure,
                                      const std::filesystem::path& data);

}  // namespace relief
