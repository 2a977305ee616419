// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/haul.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace relief::bench {

/// What relief-bench model answers with.
struct ModelRun {
    HaulAnswer answer;
    double seconds = 0;
    double first_value = 0;  ///< of the first plan
    double first_seconds = 0;
};

/// A generated dispatch model: depots, places and goods on a plane, the road 1.3 times the straight
/// line. Each place keeps the arcs from its `nearest` depots (0: all), nearest first. bad_input
/// json.syntax, json.field with the field: a key that is unknown, missing or of another type.
[[nodiscard]] HaulProblem parse_haul(const std::string& file, std::string_view text,
                                     std::size_t nearest);

/// relief.model/1, ending with a line feed: value, bound, gap, seconds, shipments, what is short.
[[nodiscard]] std::string model_json(const HaulProblem& problem, const ModelRun& run);
[[nodiscard]] std::string model_text(const HaulProblem& problem, const ModelRun& run);

/// |value - bound| / the larger of the two; 0 where both are 0.
[[nodiscard]] double haul_gap(const HaulAnswer& answer);

}  // namespace relief::bench
