// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/assessment/loss_rules.h"
#include "gis/layer.h"
#include "reserves/depot.h"
#include "tools/desk/assess_hazard.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// What a hazard leaves of a place of ours until somebody has looked: out before doubtful before
/// not known before usable is the order to look in.
enum class AssetState { out, doubtful, unknown, usable };
[[nodiscard]] std::string_view asset_state_words(AssetState state, std::string_view language);
[[nodiscard]] std::string_view asset_state_name(AssetState state);

struct JudgedAsset {
    std::string id;
    std::string name;
    std::string kind;  ///< depot (consignment points too), supplier, or that of a HeldSite
    LonLat at;
    std::string county;
    double people = 0;            ///< who live or stay there
    std::optional<double> value;  ///< of the driver there
    AssetState state = AssetState::unknown;
    std::optional<AssetThreshold> rule;
};

/// A place that must hold, from an office's own list.
struct HeldSite {
    std::string id;
    std::string name;
    std::string kind;  ///< bridge, shelter, care_home, welfare_home, rescue_station, school
    LonLat at;
    double people = 0;
    std::string county;  ///< "" outside all
};

/// A table with id, name, kind, lon, lat (degrees WGS84) and people (may be empty). bad_input with
/// file, line and column.
[[nodiscard]] std::vector<HeldSite> read_held_sites(const std::filesystem::path& file,
                                                    const Layer& counties);

/// Depots, consignment points, suppliers and listed sites under the map, in inspection order:
/// state, then where most people are, then the worst hazard, then id. A driver without a row of
/// rules/asset_thresholds.csv judges nobody: unknown.
[[nodiscard]] std::vector<JudgedAsset> judge_assets(const Baseline& baseline,
                                                    const std::vector<HeldSite>& sites,
                                                    const HazardMap& map, const LossRules& rules);

/// The words a stopped site carries in the books: why, by which map, that nobody has looked yet.
[[nodiscard]] std::string stop_words(const JudgedAsset& asset, const HazardMap& map);

}  // namespace relief
