// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/quantity.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace relief {

/// Figures of reports are whole numbers of 1/10000 of the metric's unit: a loss in 万元 to the
/// yuan, an area in hectares to the square metre, people exactly.
inline constexpr int figure_decimals = 4;
/// More than any figure of one province can be (its whole farmland in hectares is seven millions,
/// its yearly product in 万元 some hundred millions), less than what overflows.
inline constexpr std::int64_t figure_whole_max = 100'000'000'000;

/// Which way the true value may lie: 余 超 以上 from below, 近 不足 以下 from above, 约 左右 both.
enum class Bound : std::uint8_t { exact, at_least, at_most, about };

[[nodiscard]] std::string_view to_word(Bound bound);
[[nodiscard]] std::optional<Bound> bound_of(std::string_view word);

/// A figure as somebody wrote it, in the unit of its metric.
struct WordedFigure {
    Quantity value{0, figure_decimals};
    Bound bound = Bound::exact;
    bool rounded = false;  ///< written in 万 or 亿 of a thing that is counted singly
    /// 万 or 亿 as written before the unit, "" for none: a column with both is told
    std::string multiplier;
    /// Two multipliers of which the second is smaller (12.4万千公顷): most often a slip of the pen.
    bool doubled = false;

    [[nodiscard]] bool approximate() const { return bound != Bound::exact || rounded; }
};

/// What was read, or why it could not be.
struct FigureReading {
    std::optional<WordedFigure> figure;
    std::string expected;  ///< where there is none
};

/// Reads "513000", "12,345", "2.58万间", "200余人", "约5亿元", "3.2千公顷", "600亩" as a figure of
/// a metric counted in `metric_unit` (metrics.csv: person, household, room, ha, 10000_CNY,
/// fraction). `unit` is what a column's heading or a field of its own says of the unit ("万人",
/// "亿元", "person"); "" where nothing does. A unit in the text itself wins. One mu is 1/15
/// hectare. Refused: a unit of another kind, a fraction of a person, room or household, a negative
/// number.
[[nodiscard]] FigureReading read_figure_words(std::string_view text, std::string_view metric_unit,
                                              std::string_view unit = {});

/// "126900", "35.7": without zeros at the end.
[[nodiscard]] std::string format_figure(Quantity value);
/// The reverse of format_figure, strict; nullopt where it is no decimal number of at most
/// figure_decimals places.
[[nodiscard]] std::optional<Quantity> parse_figure(std::string_view text);
[[nodiscard]] double figure_number(Quantity value);
/// A number of the tables as a figure, rounded to the nearest 1/10000.
[[nodiscard]] Quantity figure_of(double value);

}  // namespace relief
