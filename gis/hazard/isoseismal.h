// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/rules.h"
#include "gis/crs.h"

#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// Intensity along one axis of the ellipses: I = A + B M + C lg(R + R0), R kilometres.
struct AttenuationAxis {
    double a = 0;
    double b = 0;
    double c = -1;  ///< below 0: intensity falls with distance
    double r0_km = 1;
};

/// The long axis of a zone without a region: nothing is known of it.
inline constexpr double default_strike_deg = 45;

/// A zone of rules/isoseismal_attenuation.csv: elliptic isoseismals of an earthquake of magnitude
/// M.
struct IsoseismalModel {
    std::string zone;  ///< east_strong, moderate, xinjiang, tibet, east_2000
    AttenuationAxis major;
    AttenuationAxis minor;
    double sigma = 0;   ///< of the intensity, degrees; an event's scatter about the formula
    double offset = 0;  ///< degrees of intensity added: a region's correction
    /// Clockwise from north: where a region's long axes lie as far as is known.
    double strike_deg = default_strike_deg;
    Source source;  ///< the weakest flag of both rows and of R0
    Source offset_source;
};

/// A row of rules/isoseismal_regions.csv: a zone that may hold for a region, best first.
struct IsoseismalRegion {
    std::string region;  ///< jilin
    std::string zone;
    int rank = 1;
    double offset = 0;
    double strike_deg = 0;
    Source source;
};

struct IsoseismalRules {
    std::vector<IsoseismalModel> zones;
    std::vector<IsoseismalRegion> regions;

    /// The formula of a zone without offset; bad_input (isoseismal.zone) where there is none.
    [[nodiscard]] const IsoseismalModel& zone(std::string_view name) const;
    /// The alternatives of a region with its offsets, best first; bad_input (isoseismal.zone) where
    /// there is none.
    [[nodiscard]] std::vector<IsoseismalModel> models_of(std::string_view region) const;
};

/// bad_input with file, line and column: a zone without one of its axes, or with one twice, numbers
/// out of range, a region that names no zone.
[[nodiscard]] IsoseismalRules load_isoseismal_rules(const DataSource& source);

/// Half the length of an ellipse along and across its long axis, kilometres.
struct SemiAxes {
    double major_km = 0;
    double minor_km = 0;
};

/// Where the intensity has fallen to `intensity`: R = 10^((A + B M + offset - I) / -C) - R0 on each
/// axis, 0 where it is never reached. Far out, where the fitted lines of the two axes cross, the
/// minor axis is held at the major. `magnitude` 0 to 10, else bad_input (argument.range).
[[nodiscard]] SemiAxes isoseismal_axes(const IsoseismalModel& model, double magnitude,
                                       double intensity);

/// The area within which the intensity is `intensity` or more, pi x major x minor, km2.
[[nodiscard]] double isoseismal_area_km2(const IsoseismalModel& model, double magnitude,
                                         double intensity);

/// The intensity at a place `along_km` along and `across_km` across the long axis from the
/// epicentre: the I whose ellipse runs through it, (along / major(I))^2 + (across / minor(I))^2 =
/// 1, solved by bisection. At the epicentre what both axes reach; never below 0 or above 12.
[[nodiscard]] double isoseismal_intensity(const IsoseismalModel& model, double magnitude,
                                          double along_km, double across_km);

/// An earthquake as a field of intensity over the map.
class IsoseismalField {
  public:
    /// `strike_deg`: the long axis, clockwise from north, any turn. bad_input (argument.range)
    /// where the place is not on the Earth, or magnitude or strike cannot be.
    IsoseismalField(IsoseismalModel model, LonLat epicentre, double magnitude, double strike_deg);

    [[nodiscard]] double intensity(LonLat at) const;
    /// The isoseismal as a closed ring of `corners` + 1 positions; empty where it is never reached.
    [[nodiscard]] std::vector<LonLat> ring(double intensity, int corners = 72) const;

    [[nodiscard]] const IsoseismalModel& model() const noexcept { return model_; }
    [[nodiscard]] double magnitude() const noexcept { return magnitude_; }

  private:
    IsoseismalModel model_;
    double magnitude_;
    double strike_sin_;
    double strike_cos_;
    Projection plane_;  ///< true in distance and direction from the epicentre
};

}  // namespace relief
