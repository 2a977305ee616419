// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/network/closure_candidates.h"
#include "routing/network/street_closure.h"

#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace relief {

using Json = nlohmann::ordered_json;

/// The parts of a closure as JSON, whole numbers alone, and back. What the books keep is written
/// by these, so they read whatever they ever wrote.
[[nodiscard]] Json limits_json(const ClosureLimits& limits);
[[nodiscard]] ClosureLimits limits_of_json(const Json& json);
[[nodiscard]] Json stretches_json(const std::vector<ClosedStretch>& stretches);
[[nodiscard]] std::vector<ClosedStretch> stretches_of_json(const Json& json);
[[nodiscard]] Json area_json(const ClosureArea& area);
[[nodiscard]] ClosureArea area_of_json(const Json& json);
[[nodiscard]] Json doubt_json(const ClosureDoubt& doubt);
[[nodiscard]] ClosureDoubt doubt_of_json(const Json& json);
[[nodiscard]] Json candidate_json(const ClosureCandidate& candidate);
[[nodiscard]] ClosureCandidate candidate_of_json(const Json& json);

}  // namespace relief
