// SPDX-License-Identifier: Apache-2.0
#include "routing/network/closure_area.h"

#include "core/error.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

__extension__ typedef __int128 Wide;  // NOLINT(modernize-use-using): no using for extensions

constexpr std::int64_t half_turn = 1'800'000'000;
constexpr std::size_t strips_max = 65536;

bool before(StreetPoint left, StreetPoint right) {
    return std::pair(left.longitude_e7, left.latitude_e7) <
           std::pair(right.longitude_e7, right.latitude_e7);
}

/// The edges of a ring, in its order, none of them a point.
std::vector<std::pair<StreetPoint, StreetPoint>> edges_of_ring(
    const std::vector<StreetPoint>& ring) {
    std::vector<std::pair<StreetPoint, StreetPoint>> edges;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const StreetPoint next = ring[(i + 1) % ring.size()];
        if (!(ring[i] == next)) {
            edges.emplace_back(ring[i], next);
        }
    }
    return edges;
}

Error wrong_area(const std::string& name, std::string message, std::string found,
                 std::string expected) {
    return bad_input({.code = "closure.area",
                      .message = std::move(message),
                      .field = name,
                      .found = std::move(found),
                      .expected = std::move(expected)});
}

std::string shown(StreetPoint point) {
    return fmt::format("{:.7f},{:.7f}", point.longitude(), point.latitude());
}

int sign(Wide value) {
    return value > 0 ? 1 : value < 0 ? -1 : 0;
}

int turn_of(StreetPoint a, StreetPoint b, StreetPoint c) {
    const auto wide = [](std::int32_t value) { return static_cast<Wide>(value); };
    return sign((wide(b.longitude_e7) - a.longitude_e7) * (wide(c.latitude_e7) - a.latitude_e7) -
                (wide(b.latitude_e7) - a.latitude_e7) * (wide(c.longitude_e7) - a.longitude_e7));
}

using PointEdge = std::pair<StreetPoint, StreetPoint>;

/// Whether two edges cross in a point inside both, or run along each other.
bool cross_inside(const PointEdge& left, const PointEdge& right) {
    const int a = turn_of(left.first, left.second, right.first);
    const int b = turn_of(left.first, left.second, right.second);
    const int c = turn_of(right.first, right.second, left.first);
    const int d = turn_of(right.first, right.second, left.second);
    if (a == 0 && b == 0) {  // on one line: their shared stretch is more than a point
        const auto [l1, l2] = std::minmax(left.first, left.second, before);
        const auto [r1, r2] = std::minmax(right.first, right.second, before);
        return before(l1, r2) && before(r1, l2);
    }
    return a * b < 0 && c * d < 0;
}

/// A point where two edges cross each other, by a sweep from west to east.
std::optional<StreetPoint> crossing(std::vector<PointEdge> edges) {
    for (PointEdge& edge : edges) {
        if (before(edge.second, edge.first)) {
            std::swap(edge.first, edge.second);
        }
    }
    std::sort(edges.begin(), edges.end(), [](const PointEdge& left, const PointEdge& right) {
        return before(left.first, right.first) ||
               (left.first == right.first && before(left.second, right.second));
    });
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < edges.size(); ++i) {
        std::erase_if(open, [&](std::size_t other) {
            return edges[other].second.longitude_e7 < edges[i].first.longitude_e7;
        });
        for (const std::size_t other : open) {
            if (cross_inside(edges[i], edges[other])) {
                return edges[i].first;
            }
        }
        open.push_back(i);
    }
    return std::nullopt;
}

void check_ring(const std::vector<StreetPoint>& ring, const std::string& name) {
    for (const StreetPoint point : ring) {
        if (std::abs(point.longitude()) > 180 || std::abs(point.latitude()) > 90) {
            throw wrong_area(name, "a point of the area is no position", shown(point),
                             "longitude, latitude in degrees, in this order");
        }
    }
    std::vector<StreetPoint> points = ring;
    std::sort(points.begin(), points.end(), before);
    points.erase(std::unique(points.begin(), points.end()), points.end());
    if (points.size() < 3) {
        throw wrong_area(name, "a ring of the area has too few points",
                         fmt::format("{} points", points.size()), "three different points or more");
    }
}

}  // namespace

void check_area(const ClosureArea& area, const std::string& name) {
    if (area.rings.empty()) {
        throw wrong_area(name, "there is no area", "no polygon", "a polygon");
    }
    std::vector<PointEdge> edges;
    for (const std::vector<StreetPoint>& ring : area.rings) {
        check_ring(ring, name);
        const auto of_ring = edges_of_ring(ring);
        edges.insert(edges.end(), of_ring.begin(), of_ring.end());
    }
    const auto [west, east] =
        std::minmax_element(edges.begin(), edges.end(), [](const auto& left, const auto& right) {
            return left.first.longitude_e7 < right.first.longitude_e7;
        });
    if (std::int64_t{east->first.longitude_e7} - west->first.longitude_e7 > half_turn) {
        throw wrong_area(name, "the area is wider than half the globe",
                         shown(west->first) + " .. " + shown(east->first),
                         "areas on one side of the 180th meridian");
    }
    if (const auto at = crossing(std::move(edges))) {
        throw wrong_area(name, "the border of the area crosses itself", "near " + shown(*at),
                         "rings whose edges do not cross");
    }
}

AreaTest::AreaTest(const ClosureArea& area) {
    read_edges(area);
    make_strips();
}

void AreaTest::read_edges(const ClosureArea& area) {
    lowest_ = {.longitude_e7 = std::numeric_limits<std::int32_t>::max(),
               .latitude_e7 = std::numeric_limits<std::int32_t>::max()};
    highest_ = {.longitude_e7 = std::numeric_limits<std::int32_t>::min(),
                .latitude_e7 = std::numeric_limits<std::int32_t>::min()};
    for (const std::vector<StreetPoint>& ring : area.rings) {
        for (const auto& [from, to] : edges_of_ring(ring)) {
            edges_.push_back({.a = {from.longitude_e7, from.latitude_e7},
                              .b = {to.longitude_e7, to.latitude_e7}});
            lowest_ = {.longitude_e7 = std::min(lowest_.longitude_e7, from.longitude_e7),
                       .latitude_e7 = std::min(lowest_.latitude_e7, from.latitude_e7)};
            highest_ = {.longitude_e7 = std::max(highest_.longitude_e7, from.longitude_e7),
                        .latitude_e7 = std::max(highest_.latitude_e7, from.latitude_e7)};
        }
    }
}

/// So many strips that an edge lies in about four of them on average, however tall the edges are.
void AreaTest::make_strips() {
    strip_first_.assign(2, 0);
    if (edges_.empty()) {
        return;
    }
    const std::int64_t height =
        std::int64_t{highest_.latitude_e7} - std::int64_t{lowest_.latitude_e7} + 1;
    std::int64_t rise = 1;
    for (const Edge& edge : edges_) {
        rise += std::abs(edge.a.y - edge.b.y);
    }
    const auto wanted = static_cast<std::int64_t>(3 * edges_.size()) * height / rise;
    const std::int64_t strips =
        std::clamp<std::int64_t>(wanted, 1, static_cast<std::int64_t>(strips_max));
    strip_height_ = height / strips + 1;
    strip_first_.assign(strip_of(highest_.latitude_e7) + 2, 0);
    const auto each = [&](auto&& act) {
        for (std::uint32_t i = 0; i < edges_.size(); ++i) {
            const auto [low, high] = std::minmax(edges_[i].a.y, edges_[i].b.y);
            for (std::size_t strip = strip_of(low); strip <= strip_of(high); ++strip) {
                act(strip, i);
            }
        }
    };
    each([&](std::size_t strip, std::uint32_t) { ++strip_first_[strip + 1]; });
    for (std::size_t strip = 1; strip < strip_first_.size(); ++strip) {
        strip_first_[strip] += strip_first_[strip - 1];
    }
    strip_edges_.resize(strip_first_.back());
    std::vector<std::uint32_t> next(strip_first_.begin(), strip_first_.end() - 1);
    each([&](std::size_t strip, std::uint32_t i) { strip_edges_[next[strip]++] = i; });
}

std::size_t AreaTest::strip_of(std::int64_t y) const {
    return static_cast<std::size_t>((y - lowest_.latitude_e7) / strip_height_);
}

std::span<const std::uint32_t> AreaTest::edges_of(std::size_t strip) const {
    return std::span(strip_edges_)
        .subspan(strip_first_[strip], strip_first_[strip + 1] - strip_first_[strip]);
}

std::int64_t AreaTest::turn(Spot a, Spot b, Spot c) {
    const Wide twice =
        static_cast<Wide>(b.x - a.x) * (c.y - a.y) - static_cast<Wide>(b.y - a.y) * (c.x - a.x);
    return sign(twice);
}

bool AreaTest::is_on(const Edge& edge, Spot spot) {
    const auto [left, right] = std::minmax(edge.a.x, edge.b.x);
    const auto [low, high] = std::minmax(edge.a.y, edge.b.y);
    return left <= spot.x && spot.x <= right && low <= spot.y && spot.y <= high &&
           turn(edge.a, edge.b, spot) == 0;
}

bool AreaTest::edges_meet(const Edge& left, const Edge& right) {
    const auto apart = [](std::int64_t a, std::int64_t b, std::int64_t c, std::int64_t d) {
        return std::max(a, b) < std::min(c, d) || std::max(c, d) < std::min(a, b);
    };
    if (apart(left.a.x, left.b.x, right.a.x, right.b.x) ||
        apart(left.a.y, left.b.y, right.a.y, right.b.y)) {
        return false;
    }
    const std::int64_t a = turn(left.a, left.b, right.a);
    const std::int64_t b = turn(left.a, left.b, right.b);
    const std::int64_t c = turn(right.a, right.b, left.a);
    const std::int64_t d = turn(right.a, right.b, left.b);
    return a * b <= 0 && c * d <= 0;  // with boxes that meet, also right for edges on one line
}

bool AreaTest::contains(Spot spot) const {
    if (spot.y < lowest_.latitude_e7 || spot.y > highest_.latitude_e7 ||
        spot.x < lowest_.longitude_e7 || spot.x > highest_.longitude_e7) {
        return false;
    }
    bool inside = false;
    for (const std::uint32_t index : edges_of(strip_of(spot.y))) {
        const Edge& edge = edges_[index];
        if (is_on(edge, spot)) {
            return true;
        }
        if ((edge.a.y > spot.y) != (edge.b.y > spot.y)) {
            const bool up = edge.b.y > edge.a.y;
            inside = inside != ((turn(edge.a, edge.b, spot) > 0) == up);
        }
    }
    return inside;
}

bool AreaTest::contains(StreetPoint point) const {
    return contains(Spot{point.longitude_e7, point.latitude_e7});
}

bool AreaTest::meets(const Edge& line) const {
    const auto [left, right] = std::minmax(line.a.x, line.b.x);
    const auto [low, high] = std::minmax(line.a.y, line.b.y);
    if (edges_.empty() || right < lowest_.longitude_e7 || left > highest_.longitude_e7 ||
        high < lowest_.latitude_e7 || low > highest_.latitude_e7) {
        return false;
    }
    if (contains(line.a) || contains(line.b)) {
        return true;
    }
    const std::size_t last = strip_of(std::min<std::int64_t>(high, highest_.latitude_e7));
    for (std::size_t strip = strip_of(std::max<std::int64_t>(low, lowest_.latitude_e7));
         strip <= last; ++strip) {
        const auto edges = edges_of(strip);
        if (std::any_of(edges.begin(), edges.end(),
                        [&](std::uint32_t edge) { return edges_meet(edges_[edge], line); })) {
            return true;
        }
    }
    return false;
}

bool AreaTest::meets(StreetPoint from, StreetPoint to) const {
    Edge line{.a = {from.longitude_e7, from.latitude_e7}, .b = {to.longitude_e7, to.latitude_e7}};
    if (std::abs(line.a.x - line.b.x) <= half_turn) {
        return meets(line);
    }
    // Over the 180th meridian: the line once as seen from the west, once from the east.
    Spot& western = line.a.x < 0 ? line.a : line.b;
    Spot& eastern = line.a.x < 0 ? line.b : line.a;
    western.x += 2 * half_turn;
    if (meets(line)) {
        return true;
    }
    western.x -= 2 * half_turn;
    eastern.x -= 2 * half_turn;
    return meets(line);
}

bool AreaTest::meets(std::span<const StreetPoint> line) const {
    for (std::size_t i = 1; i < line.size(); ++i) {
        if (meets(line[i - 1], line[i])) {
            return true;
        }
    }
    return line.size() == 1 && contains(line.front());
}

}  // namespace relief
