// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/assessment/grid_damage.h"

#include <filesystem>
#include <vector>

namespace relief::bench {

/// The curves and greatest damages of DamageScanner's folder (curves.csv, maxdam.csv).
[[nodiscard]] std::vector<LandUseRule> damage_scanner_rules(const std::filesystem::path& folder);

}  // namespace relief::bench
