// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/assessment/draws.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace relief {

/// A reported figure as evidence: a sum over units (one township; a county's townships).
struct Observation {
    std::string id;                  ///< of the report, for "why this number"
    std::size_t output = 0;          ///< which figure
    std::vector<std::size_t> units;  ///< what it is the sum of, without repeats
    double value = 0;                ///< as reported; 0 is an observation
    double ln_sd = 0.3;              ///< of ln truth about ln report + ln_bias
    double ln_bias = 0;
    /// A confirmed count: the truth is not below it.
    bool floor = false;
    /// A final, counted figure: the sum is this, whatever the model says.
    bool exact = false;
};

/// How much a report may say of a unit that is silent although the hazard is worse there than at
/// every unit that reports: full weight up to `from` steps of the driver worse, `least` beyond
/// `to`.
struct SilentRule {
    double from = 0.5;
    double to = 2;
    double least = 0.3;
};

/// Draws that know the reports. Per output, in ln of the figures (below half a one counts as a
/// half): each draw is moved by the gain C(x, h) (C(h, h) + R)^-1 towards the reported figure with
/// noise of the report's own spread, h being the draw's own sum (conditioning by Matheron's rule,
/// which is the conjugate normal update where figures are lognormal). The covariances are those of
/// the draws, so neighbours and the common event inform units that are silent; a unit nobody
/// speaks of keeps its spread where nothing is shared. Then floors are held and finals set.
///
/// The order of the observations does not matter. `worst` is each unit's hazard on the scale of
/// SilentRule (empty = all alike). A zero moves its units towards half a one and
/// leaves draws alone in which they have nothing.
void update_by_reports(Draws& draws, std::vector<Observation> observations,
                       std::span<const double> worst, const SilentRule& silent, std::uint64_t seed,
                       unsigned threads = 1);

}  // namespace relief
