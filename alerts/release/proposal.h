// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/release/warning_rules.h"
#include "core/time.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// How a value came to be known. A criterion is met by a forecast, or by what was observed and goes
/// on; what was observed and is over warns of nothing.
enum class Basis { observed, continuing, forecast };

[[nodiscard]] std::string_view to_word(Basis basis);
[[nodiscard]] std::optional<Basis> basis_of(std::string_view word);

/// A value of a metric of warning_levels.csv at a place: rain_accum, min_temp_drop, gust_force …
/// Also rain_hour (mm of one hour, of which window_sums makes rain_accum) and magnitude.
struct HazardReading {
    std::string place;  ///< code of a division
    std::string metric;
    double value = 0;
    std::string unit;
    std::optional<int> window_h;  ///< hours it is summed or taken over; none = a moment
    Instant from;                 ///< the window
    Instant to;
    Basis basis = Basis::continuing;
    std::string source;
};

/// A row of the criteria that holds, by what, with the arithmetic: "126 mm / 3 h >= 100 mm / 3 h".
struct CriterionMet {
    Criterion rule;
    HazardReading by;
    std::string arithmetic;
};

/// A warning the criteria ask for: the gravest colour of each place, places of one colour together.
struct Proposal {
    std::string hazard;
    std::optional<Colour> colour;  ///< none: an earthquake is an event and has no colour
    std::vector<std::string> places;
    std::vector<CriterionMet> because;
};

/// What the criteria say to some values. Rows of one hazard, colour and alternative must all hold
/// at one place; a shorter window meets the criterion of a longer one (what fell in 3 hours fell in
/// 12), never the other way. By hazard, then colour. bad_input alert.observation where a unit is
/// not that of the metric.
[[nodiscard]] std::vector<Proposal> propose(const WarningRules& rules,
                                            std::span<const HazardReading> observations);

/// The largest sums over `hours` neighbouring hours of the rain_hour values of each place, as
/// rain_accum; gaps count as no rain. One for each place and window in `windows`.
[[nodiscard]] std::vector<HazardReading> window_sums(std::span<const HazardReading> hourly,
                                                     std::span<const int> windows);

/// The force of a wind of `metres_per_second` on Beaufort's scale to 17 (GB/T 28591-2012).
[[nodiscard]] int wind_force(double metres_per_second);

}  // namespace relief
