// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/time.h"
#include "routing/network/closure.h"
#include "routing/network/road_network.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// The closures of a scenario as they were known at a moment: those that had begun by then. A
/// reopening that came later is not told.
struct ScenarioClosures {
    std::string scenario;
    Instant at;
    std::vector<Closure> closures;  ///< in the order of the file
    RoadNetwork network;            ///< whose edges they shut
};

enum class ScenarioClosureState {
    unplaced,  ///< on no edge of the network: a plan cannot count it, and warns
    in_force,
    reopened,
    other,  ///< of air, rail or bus
};

[[nodiscard]] ScenarioClosureState state_of(const Closure& closure, Instant at);
/// "unplaced" …
[[nodiscard]] std::string_view to_word(ScenarioClosureState state);
/// The reopening as it could be known at a moment: one that has happened, or one that was planned.
[[nodiscard]] std::optional<Instant> known_reopening(const Closure& closure, Instant at);

/// relief.closures/1 with `scenario`; `all` lists what has reopened and what is no road too.
[[nodiscard]] std::string scenario_closures_json(const ScenarioClosures& answer, bool all);
/// A line a closure, those on no edge first, in red where the terminal shows colour.
[[nodiscard]] std::string scenario_closures_text(const ScenarioClosures& answer, bool all,
                                                 std::string_view language, bool colour);

}  // namespace relief
