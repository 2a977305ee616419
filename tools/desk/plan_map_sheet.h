// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/crs.h"
#include "gis/layer.h"
#include "tools/desk/plan_map_labels.h"

#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// A point of the drawing, y down.
struct DrawnPoint {
    double x = 0;
    double y = 0;
};

/// A window onto the equal-area map of Jilin, drawn as SVG. Its units are those of the SVG's
/// viewBox; lengths on the ground are metres of the projection.
class MapSheet {
  public:
    /// The window that shows all of `shown` with a margin, no closer than `least_km` across.
    /// `most_shape` and `least_shape` bound its height as a share of its width.
    MapSheet(const std::vector<LonLat>& shown, double width, double least_km,
             double least_shape = 0.52, double most_shape = 0.8);

    [[nodiscard]] double width() const noexcept { return width_; }
    [[nodiscard]] double height() const noexcept { return height_; }
    [[nodiscard]] double metres_per_unit() const noexcept { return metres_per_unit_; }
    [[nodiscard]] DrawnBox frame() const { return {0, 0, width_, height_}; }

    [[nodiscard]] DrawnPoint at(LonLat position) const;
    [[nodiscard]] LonLat position(DrawnPoint point) const;
    [[nodiscard]] bool shows(LonLat position) const;
    /// A line in drawn units, thinned to what can be seen.
    [[nodiscard]] std::vector<DrawnPoint> line(const std::vector<LonLat>& positions) const;
    /// Path data of a feature; "" where nothing of it lies in the window.
    [[nodiscard]] std::string path(const Feature& feature) const;

    /// How far north leans from up at the middle of the sheet, degrees clockwise.
    [[nodiscard]] double north_degrees() const;

  private:
    [[nodiscard]] DrawnPoint at(MapPoint point) const;

    Projection projection_;
    double width_ = 0;
    double height_ = 0;
    double metres_per_unit_ = 1;
    MapPoint top_left_;
};

/// Path data of a line: "M1.0 2.0L3.0 4.0".
[[nodiscard]] std::string path_data(const std::vector<DrawnPoint>& line, bool closed = false);

/// The longest run of points of a line inside a box.
[[nodiscard]] std::vector<DrawnPoint> inside(const std::vector<DrawnPoint>& line,
                                             const DrawnBox& box);

/// The point half way along a line and the direction there, degrees clockwise from east.
struct Halfway {
    DrawnPoint at;
    double degrees = 0;
    double length = 0;  ///< of the whole line
};
[[nodiscard]] Halfway halfway(const std::vector<DrawnPoint>& line);

}  // namespace relief
