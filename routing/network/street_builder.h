// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/network/street_network.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace relief {

/// A turn restriction before its ways are pieces and arcs.
struct StreetRestriction {
    std::int64_t id = 0;
    std::vector<std::int64_t> from_ways;  ///< several only for no_entry
    std::vector<std::int64_t> to_ways;    ///< several only for no_exit
    std::vector<std::int64_t> via_ways;   ///< in any order; empty where via is a node
    std::int64_t via_node = 0;
    TextIndex words = 0;  ///< "no_left_turn", "only_straight_on"; with its condition if it has one
    bool is_only = false;
    bool is_u_turn = false;
    std::uint8_t vehicles = 3;  ///< bit 0 cars, bit 1 lorries
    bool is_conditional = false;
};

/// A thing that could not be used as it stood, counted by reason, with the first few ids.
struct ReadFinding {
    std::string reason;  ///< a stable word: "way_one_point", "point_missing"
    std::uint64_t count = 0;
    std::vector<std::string> examples;  ///< "way 123", at most examples_max
    static constexpr std::size_t examples_max = 5;

    friend bool operator==(const ReadFinding&, const ReadFinding&) = default;
};

/// What became of a source: what was read, and what was left out, mended or kept as words, and why.
struct ReadReport {
    std::uint64_t nodes_read = 0;
    std::uint64_t ways_read = 0;
    std::uint64_t relations_read = 0;
    std::uint64_t ways_kept = 0;
    std::uint64_t restrictions_kept = 0;
    std::vector<ReadFinding> findings;  ///< in the order of their reasons

    /// Counts a thing of a kind ("way") and remembers the first few.
    void note(std::string_view reason, std::string_view kind, std::int64_t id);
    [[nodiscard]] std::uint64_t count(std::string_view reason) const;
};

/// Makes a network from ways given by the ids of their points. Points that two ways share, ends of
/// ways, barriers and via nodes become nodes; the others become shape. No arc of it is a loop: a
/// ring that touches the network once gets a second node.
///
///     StreetBuilder builder("roads.geojson, ODbL 1.0");
///     builder.add_point(1, {1253200000, 438600000}); ...
///     StreetWay way; way.id = 7; way.ref = builder.text("G1"); way.limits = builder.limits(...);
///     builder.add_way(way, ids);
///     const StreetNetwork network = std::move(builder).build(report);
///
/// Ids are any 64-bit numbers, negative ones too. Points may come before or after the ways that
/// use them and need not be used. A way with a missing point is cut there; a point named twice in
/// a row counts once; a way with fewer than two different points is left out. All of it is noted.
class StreetBuilder {
  public:
    explicit StreetBuilder(std::string source);

    /// The index of a text in the network to come; the same text has the same index.
    [[nodiscard]] TextIndex text(std::string_view text);
    [[nodiscard]] std::uint32_t limits(const StreetLimits& limits);

    /// Makes room for so many points; more or fewer may come.
    void expect_points(std::size_t count) { points_.reserve(count); }
    /// The first point of an id counts.
    void add_point(std::int64_t id, StreetPoint point) { points_.push_back({id, point}); }
    /// `way.length_cm` 0: lengths are reckoned from the points. Else it is the length the source
    /// gives, and is shared out over the pieces by their reckoned lengths. Gives back the way's
    /// index for add_condition.
    WayIndex add_way(const StreetWay& way, std::span<const std::int64_t> point_ids);
    /// `barrier.id` names the point; `node` is set by build(). The first of a point counts.
    void add_barrier(const StreetBarrier& barrier);
    /// `condition.way` is what add_way gave back.
    void add_condition(const StreetCondition& condition);
    void add_restriction(StreetRestriction restriction);

    /// bad_input network.size beyond 2^31 points or arcs.
    [[nodiscard]] StreetNetwork build(ReadReport& report) &&;

  private:
    struct Point {
        std::int64_t id = 0;
        StreetPoint at;
    };
    using Run = std::span<const std::uint32_t>;  ///< indices into points_, no two in a row alike

    void order_points();
    void find_points(ReadReport& report);
    void choose_nodes();
    void cut_ways(ReadReport& report);
    void cut_run(WayIndex way, Run run);
    void add_piece(WayIndex way, Run run);
    void share_length(std::size_t first_piece, std::uint32_t length_cm);
    void place_barriers(ReadReport& report);
    void place_conditions(const std::vector<WayIndex>& new_way);
    void number_nodes();
    void make_arcs();

    StreetNetwork network_;
    std::vector<Point> points_;
    std::vector<std::uint32_t> node_of_point_;
    std::vector<std::size_t> way_first_{0};  ///< into way_ids_ and way_points_
    std::vector<std::int64_t> way_ids_;      ///< of the points of all ways
    std::vector<std::uint32_t> way_points_;  ///< the same as indices into points_
    std::vector<StreetRestriction> restrictions_;
    std::unordered_map<std::string, TextIndex> text_index_;
    std::map<StreetLimits, std::uint32_t> limits_index_;
};

}  // namespace relief
