// SPDX-License-Identifier: Apache-2.0
#include "alerts/cap/ring_check.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace relief::cap {
namespace {

// Differences reach 3.6e11, their products 1.3e23: beyond 64 bits.
__extension__ using Wide = __int128;

constexpr double units_per_degree = 1e9;

struct Point {
    std::int64_t x = 0;
    std::int64_t y = 0;

    friend bool operator==(const Point&, const Point&) = default;
};

/// From one point to the next: its box, and the number of its first point.
struct Side {
    std::int64_t west = 0;
    std::int64_t east = 0;
    std::int64_t south = 0;
    std::int64_t north = 0;
    std::size_t index = 0;
};

/// Two ends of a side.
struct Ends {
    Point from;
    Point to;
};

std::vector<Point> points_of(const Ring& ring, bool& repeats) {
    std::vector<Point> points;
    points.reserve(ring.size());
    for (const LonLat& at : ring) {
        const Point point{.x = std::llround(at.longitude * units_per_degree),
                          .y = std::llround(at.latitude * units_per_degree)};
        if (!points.empty() && points.back() == point) {
            repeats = true;
        } else {
            points.push_back(point);
        }
    }
    return points;
}

/// Lays a tall outline on its side, so that few sides stand beside each other on the way from west
/// to east. What meets what does not change.
void lay_flat(std::vector<Point>& points) {
    const auto [west, east] = std::minmax_element(
        points.begin(), points.end(), [](const Point& a, const Point& b) { return a.x < b.x; });
    const auto [south, north] = std::minmax_element(
        points.begin(), points.end(), [](const Point& a, const Point& b) { return a.y < b.y; });
    if (north->y - south->y > east->x - west->x) {
        for (Point& point : points) {
            std::swap(point.x, point.y);
        }
    }
}

/// 1 where c lies left of the way from a to b, -1 right, 0 on its line.
int side_of(const Point& a, const Point& b, const Point& c) {
    const Wide one = Wide{b.x - a.x} * Wide{c.y - a.y};
    const Wide other = Wide{b.y - a.y} * Wide{c.x - a.x};
    return one > other ? 1 : one < other ? -1 : 0;
}

bool within_box(const Ends& side, const Point& at) {
    return at.x >= std::min(side.from.x, side.to.x) && at.x <= std::max(side.from.x, side.to.x) &&
           at.y >= std::min(side.from.y, side.to.y) && at.y <= std::max(side.from.y, side.to.y);
}

bool zero_area(const std::vector<Point>& points) {
    Wide twice = 0;
    const Point origin = points.front();
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        twice += Wide{points[i].x - origin.x} * Wide{points[i + 1].y - origin.y} -
                 Wide{points[i + 1].x - origin.x} * Wide{points[i].y - origin.y};
    }
    return twice == 0;
}

enum class Meeting { none, touch, cross };

Meeting meeting_of(const Ends& one, const Ends& other) {
    const int a = side_of(one.from, one.to, other.from);
    const int b = side_of(one.from, one.to, other.to);
    const int c = side_of(other.from, other.to, one.from);
    const int d = side_of(other.from, other.to, one.to);
    if (a * b < 0 && c * d < 0) {
        return Meeting::cross;
    }
    const bool touching =
        (a == 0 && within_box(one, other.from)) || (b == 0 && within_box(one, other.to)) ||
        (c == 0 && within_box(other, one.from)) || (d == 0 && within_box(other, one.to));
    return touching ? Meeting::touch : Meeting::none;
}

/// Whether sides that follow each other run back over themselves.
bool folds_back(const Ends& first, const Ends& second) {
    if (side_of(first.from, first.to, second.to) != 0) {
        return false;
    }
    const Wide along = Wide{first.to.x - first.from.x} * Wide{second.to.x - second.from.x} +
                       Wide{first.to.y - first.from.y} * Wide{second.to.y - second.from.y};
    return along < 0;
}

/// Sides by their numbers, the lower first.
void meet(const std::vector<Point>& points, std::size_t low, std::size_t high, RingShape& shape) {
    const Ends first{points[low], points[low + 1]};
    const Ends second{points[high], points[high + 1]};
    const bool follows = high == low + 1;
    const bool closes = low == 0 && high + 2 == points.size();
    if (follows || closes) {
        const bool folded = follows ? folds_back(first, second) : folds_back(second, first);
        shape.touches = shape.touches || folded;
        return;
    }
    const Meeting meeting = meeting_of(first, second);
    shape.crosses = shape.crosses || meeting == Meeting::cross;
    shape.touches = shape.touches || meeting == Meeting::touch;
}

}  // namespace

RingShape shape_of(const Ring& ring, long comparisons_max) {
    RingShape shape;
    std::vector<Point> points = points_of(ring, shape.repeats);
    lay_flat(points);
    if (points.size() < 4 || zero_area(points)) {
        // A bow-tie of equal halves has none either, and is better called what it is.
        shape.zero_area = true;
    }
    std::vector<Side> sides;
    sides.reserve(points.size());
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        sides.push_back({.west = std::min(points[i].x, points[i + 1].x),
                         .east = std::max(points[i].x, points[i + 1].x),
                         .south = std::min(points[i].y, points[i + 1].y),
                         .north = std::max(points[i].y, points[i + 1].y),
                         .index = i});
    }
    std::sort(sides.begin(), sides.end(), [](const Side& one, const Side& other) {
        return one.west != other.west ? one.west < other.west : one.index < other.index;
    });
    // From west to east: a side is held against those that still reach its western end.
    std::vector<Side> open;
    for (const Side& side : sides) {
        comparisons_max -= static_cast<long>(open.size());
        if (comparisons_max < 0) {
            shape.undecided = !shape.crosses;
            break;
        }
        std::size_t kept = 0;
        for (const Side& one : open) {
            if (one.east < side.west) {
                continue;
            }
            if (one.north >= side.south && one.south <= side.north) {
                meet(points, std::min(one.index, side.index), std::max(one.index, side.index),
                     shape);
            }
            open[kept++] = one;
        }
        open.resize(kept);
        open.push_back(side);
    }
    if (shape.crosses) {
        shape.zero_area = false;
    }
    return shape;
}

}  // namespace relief::cap
