// SPDX-License-Identifier: Apache-2.0
#include "alerts/cap/ring_check.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
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

struct Side {
    Point from;
    Point to;
    std::int64_t west = 0;
    std::int64_t east = 0;
    std::int64_t south = 0;
    std::int64_t north = 0;
    std::size_t index = 0;
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

/// 1 where c lies left of the way from a to b, -1 right, 0 on its line.
int side_of(const Point& a, const Point& b, const Point& c) {
    const Wide one = Wide{b.x - a.x} * Wide{c.y - a.y};
    const Wide other = Wide{b.y - a.y} * Wide{c.x - a.x};
    return one > other ? 1 : one < other ? -1 : 0;
}

bool within_box(const Side& side, const Point& at) {
    return at.x >= side.west && at.x <= side.east && at.y >= side.south && at.y <= side.north;
}

Side side_between(const Point& from, const Point& to, std::size_t index) {
    return {.from = from,
            .to = to,
            .west = std::min(from.x, to.x),
            .east = std::max(from.x, to.x),
            .south = std::min(from.y, to.y),
            .north = std::max(from.y, to.y),
            .index = index};
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

Meeting meeting_of(const Side& one, const Side& other) {
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
bool folds_back(const Side& first, const Side& second) {
    if (side_of(first.from, first.to, second.to) != 0) {
        return false;
    }
    const Wide along = Wide{first.to.x - first.from.x} * Wide{second.to.x - second.from.x} +
                       Wide{first.to.y - first.from.y} * Wide{second.to.y - second.from.y};
    return along < 0;
}

void meet(const Side& one, const Side& other, std::size_t sides, RingShape& shape) {
    const Side& first = one.index < other.index ? one : other;
    const Side& second = one.index < other.index ? other : one;
    const bool follows = second.index == first.index + 1;
    const bool closes = first.index == 0 && second.index + 1 == sides;
    if (follows || closes) {
        const bool folded = follows ? folds_back(first, second) : folds_back(second, first);
        shape.touches = shape.touches || folded;
        return;
    }
    const Meeting meeting = meeting_of(one, other);
    shape.crosses = shape.crosses || meeting == Meeting::cross;
    shape.touches = shape.touches || meeting == Meeting::touch;
}

}  // namespace

RingShape shape_of(const Ring& ring, long comparisons_max) {
    RingShape shape;
    const std::vector<Point> points = points_of(ring, shape.repeats);
    if (points.size() < 4 || zero_area(points)) {
        // A bow-tie of equal halves has none either, and is better called what it is.
        shape.zero_area = true;
    }
    std::vector<Side> sides;
    sides.reserve(points.size());
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        sides.push_back(side_between(points[i], points[i + 1], i));
    }
    const std::size_t count = sides.size();
    std::sort(sides.begin(), sides.end(), [](const Side& one, const Side& other) {
        return one.west != other.west ? one.west < other.west : one.index < other.index;
    });
    // From west to east: a side is held against those that still reach its western end.
    std::vector<const Side*> open;
    for (const Side& side : sides) {
        open.erase(std::remove_if(open.begin(), open.end(),
                                  [&side](const Side* one) { return one->east < side.west; }),
                   open.end());
        comparisons_max -= static_cast<long>(open.size());
        if (comparisons_max < 0) {
            shape.undecided = !shape.crosses;
            break;
        }
        for (const Side* one : open) {
            if (one->north >= side.south && one->south <= side.north) {
                meet(*one, side, count, shape);
            }
        }
        open.push_back(&side);
    }
    if (shape.crosses) {
        shape.zero_area = false;
    }
    return shape;
}

}  // namespace relief::cap
