// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace relief {

/// Which whole class k of intensity a half value belongs to. The choice alone moves the deaths of a
/// published case by a third, so every model says which is its own.
enum class ClassEdge {
    half_goes_up,   ///< [k - 0.5, k + 0.5): PAGER
    half_goes_down  ///< (k - 0.5, k + 0.5]: InaSAFE
};

/// What a model's central value is of a distribution.
enum class Centre { mean, median };

/// How a model reads its input, for printing beside its numbers.
struct ModelConventions {
    std::string_view model;
    std::optional<ClassEdge> class_edge;  ///< none where the value itself is used
    std::string_view nodata;              ///< what counts as nothing known
    Centre centre = Centre::mean;
    std::string_view spread;  ///< what the width given with it is of
};

[[nodiscard]] constexpr std::string_view class_edge_name(ClassEdge edge) {
    return edge == ClassEdge::half_goes_up ? "[k-0.5, k+0.5)" : "(k-0.5, k+0.5]";
}

[[nodiscard]] constexpr std::string_view centre_name(Centre centre) {
    return centre == Centre::mean ? "mean" : "median";
}

/// Classes of intensity 0 to 12.
inline constexpr int intensity_classes = 13;

/// The class of an intensity, 0 to 12; nullopt where it is not known (NaN).
[[nodiscard]] inline std::optional<int> intensity_class(double intensity, ClassEdge edge) {
    if (std::isnan(intensity)) {
        return std::nullopt;
    }
    const double whole =
        edge == ClassEdge::half_goes_up ? std::floor(intensity + 0.5) : std::ceil(intensity - 0.5);
    return static_cast<int>(std::clamp(whole, 0.0, intensity_classes - 1.0));
}

/// Something counted or summed by class of intensity, class k at place k.
template <typename Value>
using ByClass = std::array<Value, intensity_classes>;

/// How many of `intensities` fall into each class; unknown ones (NaN) into none.
[[nodiscard]] inline ByClass<std::int64_t> class_counts(std::span<const double> intensities,
                                                        ClassEdge edge) {
    ByClass<std::int64_t> counts{};
    for (const double intensity : intensities) {
        if (const auto k = intensity_class(intensity, edge)) {
            ++counts[static_cast<std::size_t>(*k)];
        }
    }
    return counts;
}

/// What of `amounts` (people, money; NaN where unknown) lies in each class. Both spans go cell by
/// cell; the shorter ends it.
[[nodiscard]] inline ByClass<double> class_sums(std::span<const double> intensities,
                                                std::span<const double> amounts, ClassEdge edge) {
    ByClass<double> sums{};
    const std::size_t cells = std::min(intensities.size(), amounts.size());
    for (std::size_t i = 0; i < cells; ++i) {
        const auto k = intensity_class(intensities[i], edge);
        if (k && !std::isnan(amounts[i])) {
            sums[static_cast<std::size_t>(*k)] += amounts[i];
        }
    }
    return sums;
}

}  // namespace relief
