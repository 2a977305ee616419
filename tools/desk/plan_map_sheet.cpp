// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_map_sheet.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr double thinning_units = 0.4;
constexpr double margin_share = 0.09;

struct Extent {
    double left = 0;
    double bottom = 0;
    double right = 0;
    double top = 0;
};

Extent extent_of(const std::vector<LonLat>& shown, const Projection& projection) {
    Extent extent{1e12, 1e12, -1e12, -1e12};
    for (const LonLat& position : shown) {
        const MapPoint point = projection.forward(position);
        extent.left = std::min(extent.left, point.x_m);
        extent.right = std::max(extent.right, point.x_m);
        extent.bottom = std::min(extent.bottom, point.y_m);
        extent.top = std::max(extent.top, point.y_m);
    }
    return extent;
}

double degrees_of(double dx, double dy) {
    return std::atan2(dy, dx) * 180 / std::numbers::pi;
}

}  // namespace

MapSheet::MapSheet(const std::vector<LonLat>& shown, double width, double least_km,
                   double least_shape, double most_shape)
    : width_(width) {
    const Extent extent = extent_of(shown, projection_);
    const double middle_x = (extent.left + extent.right) / 2;
    const double middle_y = (extent.bottom + extent.top) / 2;
    const double across =
        std::max((extent.right - extent.left) * (1 + 2 * margin_share), least_km * 1000);
    const double up = std::max((extent.top - extent.bottom) * (1 + 2 * margin_share),
                               least_km * 1000 * least_shape);
    const double shape = std::clamp(up / across, least_shape, most_shape);
    height_ = std::round(width_ * shape);
    metres_per_unit_ = std::max(across / width_, up / height_);
    top_left_ = {.x_m = middle_x - width_ * metres_per_unit_ / 2,
                 .y_m = middle_y + height_ * metres_per_unit_ / 2};
}

DrawnPoint MapSheet::at(MapPoint point) const {
    return {.x = (point.x_m - top_left_.x_m) / metres_per_unit_,
            .y = (top_left_.y_m - point.y_m) / metres_per_unit_};
}

DrawnPoint MapSheet::at(LonLat position) const {
    return at(projection_.forward(position));
}

LonLat MapSheet::position(DrawnPoint point) const {
    return projection_.inverse({.x_m = top_left_.x_m + point.x * metres_per_unit_,
                                .y_m = top_left_.y_m - point.y * metres_per_unit_});
}

bool MapSheet::shows(LonLat position) const {
    const DrawnPoint point = at(position);
    return frame().holds(point.x, point.y);
}

std::vector<DrawnPoint> MapSheet::line(const std::vector<LonLat>& positions) const {
    const Feature feature{.kind = GeometryKind::line, .parts = {positions}, .values = {}};
    std::vector<DrawnPoint> line;
    for (const auto& part : simplified(feature, projection_, thinning_units * metres_per_unit_)) {
        for (const MapPoint& point : part) {
            line.push_back(at(point));
        }
    }
    return line;
}

std::string MapSheet::path(const Feature& feature) const {
    // Whole features are passed over by their corners before any of the costlier work.
    bool seen = false;
    DrawnBox box{1e9, 1e9, -1e9, -1e9};
    for (const auto& part : feature.parts) {
        for (std::size_t i = 0; i < part.size(); i += std::max<std::size_t>(1, part.size() / 16)) {
            const DrawnPoint point = at(part[i]);
            box = {std::min(box.left, point.x), std::min(box.top, point.y),
                   std::max(box.right, point.x), std::max(box.bottom, point.y)};
            seen = true;
        }
    }
    constexpr double slack = 12;
    const DrawnBox wide{-slack, -slack, width_ + slack, height_ + slack};
    if (!seen || !(box.left <= wide.right && wide.left <= box.right && box.top <= wide.bottom &&
                   wide.top <= box.bottom)) {
        return {};
    }
    std::string path;
    for (const auto& part : simplified(feature, projection_, thinning_units * metres_per_unit_)) {
        std::vector<DrawnPoint> line;
        line.reserve(part.size());
        for (const MapPoint& point : part) {
            line.push_back(at(point));
        }
        path += path_data(line, feature.kind == GeometryKind::polygon);
    }
    return path;
}

double MapSheet::north_degrees() const {
    const DrawnPoint middle{width_ / 2, height_ / 2};
    LonLat north = position(middle);
    north.latitude += 0.01;
    const DrawnPoint tip = at(north);
    return 90 + degrees_of(tip.x - middle.x, tip.y - middle.y);
}

std::string path_data(const std::vector<DrawnPoint>& line, bool closed) {
    std::string path;
    DrawnPoint last{1e9, 1e9};
    for (const DrawnPoint& point : line) {
        // Two points that round to the same tenth draw nothing.
        if (std::abs(point.x - last.x) < 0.05 && std::abs(point.y - last.y) < 0.05) {
            continue;
        }
        path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", point.x, point.y);
        last = point;
    }
    return closed && !path.empty() ? path + "Z" : path;
}

std::vector<DrawnPoint> inside(const std::vector<DrawnPoint>& line, const DrawnBox& box) {
    std::vector<DrawnPoint> best;
    std::vector<DrawnPoint> run;
    double best_length = -1;
    const auto keep = [&] {
        const double length = halfway(run).length;
        if (!run.empty() && length > best_length) {
            best = run;
            best_length = length;
        }
        run.clear();
    };
    for (const DrawnPoint& point : line) {
        if (box.holds(point.x, point.y)) {
            run.push_back(point);
        } else {
            keep();
        }
    }
    keep();
    return best;
}

Halfway halfway(const std::vector<DrawnPoint>& line) {
    Halfway middle;
    for (std::size_t i = 1; i < line.size(); ++i) {
        middle.length += std::hypot(line[i].x - line[i - 1].x, line[i].y - line[i - 1].y);
    }
    double left = middle.length / 2;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const double dx = line[i].x - line[i - 1].x;
        const double dy = line[i].y - line[i - 1].y;
        const double piece = std::hypot(dx, dy);
        if (left <= piece && piece > 0) {
            middle.at = {line[i - 1].x + dx * left / piece, line[i - 1].y + dy * left / piece};
            middle.degrees = degrees_of(dx, dy);
            return middle;
        }
        left -= piece;
    }
    if (!line.empty()) {
        middle.at = line.back();
    }
    return middle;
}

}  // namespace relief
