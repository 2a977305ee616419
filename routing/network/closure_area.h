// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/network/street_network.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace relief {

/// An area of the ground in WGS84: rings of which an even-odd fill makes the area, so holes and
/// islands in holes are rings like the others. A ring is closed whether or not its last point
/// repeats the first. No area reaches over the 180th meridian.
struct ClosureArea {
    std::vector<std::vector<StreetPoint>> rings;

    friend bool operator==(const ClosureArea&, const ClosureArea&) = default;
};

/// Refuses what is no area: bad_input closure.area where there is no ring, a ring has fewer than
/// three different points, a point is no position, an area is wider than 180 degrees, or two edges
/// cross each other inside (rings may touch in points). `name` is the file or option, for messages.
void check_area(const ClosureArea& area, const std::string& name);

/// Answers exactly, on the grid of ten-millionths of a degree, what lies in an area; its border is
/// inside. Edges are kept by strips of latitude, so that an area of any size is asked quickly.
class AreaTest {
  public:
    explicit AreaTest(const ClosureArea& area);

    [[nodiscard]] bool contains(StreetPoint point) const;
    /// Whether the straight line on the map between two points has a point in the area. Where they
    /// are more than 180 degrees apart the line is the one over the 180th meridian.
    [[nodiscard]] bool meets(StreetPoint from, StreetPoint to) const;
    [[nodiscard]] bool meets(std::span<const StreetPoint> line) const;
    /// South-west and north-east corner.
    [[nodiscard]] StreetPoint lowest() const { return lowest_; }
    [[nodiscard]] StreetPoint highest() const { return highest_; }

  private:
    struct Spot {
        std::int64_t x = 0;
        std::int64_t y = 0;
    };
    struct Edge {
        Spot a;
        Spot b;
    };

    [[nodiscard]] static std::int64_t turn(Spot a, Spot b, Spot c);
    [[nodiscard]] static bool is_on(const Edge& edge, Spot spot);
    [[nodiscard]] static bool edges_meet(const Edge& left, const Edge& right);
    [[nodiscard]] std::size_t strip_of(std::int64_t y) const;
    [[nodiscard]] std::span<const std::uint32_t> edges_of(std::size_t strip) const;
    [[nodiscard]] bool contains(Spot spot) const;
    [[nodiscard]] bool meets(const Edge& line) const;
    void read_edges(const ClosureArea& area);
    void make_strips();

    std::vector<Edge> edges_;
    std::vector<std::uint32_t> strip_first_;
    std::vector<std::uint32_t> strip_edges_;
    StreetPoint lowest_;
    StreetPoint highest_;
    std::int64_t strip_height_ = 1;
};

}  // namespace relief
