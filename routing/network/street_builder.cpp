// SPDX-License-Identifier: Apache-2.0
#include "routing/network/street_builder.h"

#include "core/error.h"
#include "routing/network/turn_bans.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <tuple>
#include <utility>

namespace relief {
namespace {

constexpr std::size_t things_max = std::size_t{1} << 31U;

void check_size(std::size_t count, const std::string& source) {
    if (count >= things_max) {
        throw bad_input({.code = "network.size",
                         .message = "the network has more points than can be counted here",
                         .file = source,
                         .found = fmt::format("{}", count),
                         .expected = fmt::format("fewer than {}", things_max)});
    }
}

std::uint32_t to_index(std::size_t value) {
    return static_cast<std::uint32_t>(value);
}

/// Finds the points of ids in a list ascending by id, without repeats: a table by the leading bits
/// of an id narrows the search to a few neighbours, whatever gaps the ids have. The list must
/// outlive it.
template <typename Point>
class IdTable {
  public:
    explicit IdTable(const std::vector<Point>& points) : points_(points) {
        if (points_.empty()) {
            return;
        }
        const std::uint64_t span = from_least(points_.back().id);
        const std::uint64_t slots_max = points_.size();
        shift_ = static_cast<unsigned>(std::bit_width(span / slots_max));
        first_.assign((span >> shift_) + 2, 0);
        for (const Point& point : points_) {
            ++first_[(from_least(point.id) >> shift_) + 1];
        }
        std::partial_sum(first_.begin(), first_.end(), first_.begin());
    }

    /// The position of an id in the list, no_index where it is not there.
    [[nodiscard]] std::uint32_t find(std::int64_t id) const {
        if (points_.empty() || id < points_.front().id || id > points_.back().id) {
            return no_index;
        }
        const std::uint64_t slot = from_least(id) >> shift_;
        const auto begin = points_.begin() + first_[slot];
        const auto end = points_.begin() + first_[slot + 1];
        const auto found = std::lower_bound(
            begin, end, id,
            [](const Point& point, std::int64_t wanted) { return point.id < wanted; });
        return found != end && found->id == id
                   ? to_index(static_cast<std::size_t>(found - points_.begin()))
                   : no_index;
    }

  private:
    /// Unsigned, so that the widest span of ids is counted right.
    [[nodiscard]] std::uint64_t from_least(std::int64_t id) const {
        return static_cast<std::uint64_t>(id) - static_cast<std::uint64_t>(points_.front().id);
    }

    const std::vector<Point>& points_;
    unsigned shift_ = 0;
    std::vector<std::uint32_t> first_;  ///< of each slot, one more at the end
};

}  // namespace

void ReadReport::note(std::string_view reason, std::string_view kind, std::int64_t id) {
    const auto at = std::ranges::lower_bound(findings, reason, {}, &ReadFinding::reason);
    const bool known = at != findings.end() && at->reason == reason;
    ReadFinding& finding =
        known ? *at : *findings.insert(at, ReadFinding{.reason = std::string(reason)});
    ++finding.count;
    if (finding.examples.size() < ReadFinding::examples_max) {
        finding.examples.push_back(fmt::format("{} {}", kind, id));
    }
}

std::uint64_t ReadReport::count(std::string_view reason) const {
    const auto at = std::ranges::lower_bound(findings, reason, {}, &ReadFinding::reason);
    return at != findings.end() && at->reason == reason ? at->count : 0;
}

StreetBuilder::StreetBuilder(std::string source) {
    network_.source = std::move(source);
    network_.text_starts = {0, 0};
    network_.limit_sets.emplace_back();
    text_index_.emplace("", 0);
    limits_index_.emplace(StreetLimits{}, 0);
}

TextIndex StreetBuilder::text(std::string_view text) {
    const auto next = to_index(network_.text_starts.size() - 1);
    const auto [entry, is_new] = text_index_.try_emplace(std::string(text), next);
    if (is_new) {
        network_.texts += text;
        check_size(network_.texts.size(), network_.source);
        network_.text_starts.push_back(to_index(network_.texts.size()));
    }
    return entry->second;
}

std::uint32_t StreetBuilder::limits(const StreetLimits& limits) {
    const auto next = to_index(network_.limit_sets.size());
    const auto [entry, is_new] = limits_index_.try_emplace(limits, next);
    if (is_new) {
        network_.limit_sets.push_back(limits);
    }
    return entry->second;
}

WayIndex StreetBuilder::add_way(const StreetWay& way, std::span<const std::int64_t> point_ids) {
    network_.ways.push_back(way);
    way_ids_.insert(way_ids_.end(), point_ids.begin(), point_ids.end());
    way_first_.push_back(way_ids_.size());
    return to_index(network_.ways.size() - 1);
}

void StreetBuilder::add_barrier(const StreetBarrier& barrier) {
    network_.barriers.push_back(barrier);
}

void StreetBuilder::add_condition(const StreetCondition& condition) {
    network_.conditions.push_back(condition);
}

void StreetBuilder::add_restriction(StreetRestriction restriction) {
    restrictions_.push_back(std::move(restriction));
}

/// By id, the first of each id only.
void StreetBuilder::order_points() {
    if (!std::ranges::is_sorted(points_, {}, &Point::id)) {
        std::ranges::stable_sort(points_, {}, &Point::id);
    }
    const auto is_same = [](const Point& a, const Point& b) { return a.id == b.id; };
    points_.erase(std::unique(points_.begin(), points_.end(), is_same), points_.end());
}

/// way_ids_ as indices into points_; no_index where the source does not hold the point.
void StreetBuilder::find_points(ReadReport& report) {
    const IdTable table(points_);
    way_points_.resize(way_ids_.size());
    for (std::size_t i = 0; i < way_ids_.size(); ++i) {
        way_points_[i] = table.find(way_ids_[i]);
        if (way_points_[i] == no_index) {
            report.note("point_missing", "node", way_ids_[i]);
        }
    }
}

/// Ends of ways, points used twice, and barriers become nodes, numbered by their ids.
void StreetBuilder::choose_nodes() {
    constexpr std::uint8_t node_mark = 2;
    std::vector<std::uint8_t> uses(points_.size(), 0);
    const auto use = [&](std::uint32_t point, std::uint8_t weight) {
        uses[point] = static_cast<std::uint8_t>(std::min(uses[point] + weight, int{node_mark}));
    };
    for (std::size_t way = 0; way + 1 < way_first_.size(); ++way) {
        std::uint32_t before = no_index;  // the last point there was, no_index at a gap
        for (std::size_t i = way_first_[way]; i < way_first_[way + 1]; ++i) {
            const std::uint32_t point = way_points_[i];
            if (point != before) {
                if (before == no_index) {
                    use(point, node_mark);
                } else if (point == no_index) {
                    use(before, node_mark);
                } else {
                    use(point, 1);
                }
            }
            before = point;
        }
        if (before != no_index) {
            use(before, node_mark);
        }
    }
    const auto use_on_road = [&](std::int64_t id) {
        const auto found = std::ranges::lower_bound(points_, id, {}, &Point::id);
        const auto point = static_cast<std::size_t>(found - points_.begin());
        if (found != points_.end() && found->id == id && uses[point] != 0) {
            use(to_index(point), node_mark);
        }
    };
    for (const StreetBarrier& barrier : network_.barriers) {
        use_on_road(barrier.id);
    }
    for (const StreetRestriction& restriction : restrictions_) {
        if (restriction.via_ways.empty()) {
            use_on_road(restriction.via_node);
        }
    }
    node_of_point_.assign(points_.size(), no_index);
    for (std::size_t point = 0; point < points_.size(); ++point) {
        if (uses[point] >= node_mark) {
            node_of_point_[point] = 0;  // numbered in number_nodes
        }
    }
}

void StreetBuilder::share_length(std::size_t first_piece, std::uint32_t length_cm) {
    const std::span<StreetPiece> pieces = std::span(network_.pieces).subspan(first_piece);
    double reckoned = 0;
    for (const StreetPiece& piece : pieces) {
        reckoned += piece.length_cm;
    }
    // Rounded at the ends, not piece by piece: the pieces add up to the way exactly.
    double driven = 0;
    std::uint32_t shared = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        driven += pieces[i].length_cm;
        const bool is_last = i + 1 == pieces.size();
        const auto until = is_last || reckoned <= 0
                               ? length_cm
                               : static_cast<std::uint32_t>(length_cm * (driven / reckoned));
        pieces[i].length_cm = until - shared;
        shared = until;
    }
}

void StreetBuilder::add_piece(WayIndex way, Run run) {
    double metres = 0;
    for (std::size_t i = 1; i < run.size(); ++i) {
        metres += distance_m(points_[run[i - 1]].at, points_[run[i]].at);
    }
    constexpr double metres_max = 4e7;  // once around the globe
    const auto length_cm =
        static_cast<std::uint32_t>(std::lround(std::min(metres, metres_max) * 100));
    network_.pieces.push_back({.from = run.front(),
                               .to = run.back(),
                               .way = way,
                               .length_cm = length_cm,
                               .first_point = to_index(network_.shape.size())});
    for (const std::uint32_t point : run.subspan(1, run.size() - 2)) {
        network_.shape.push_back(points_[point].at);
    }
}

/// A run of points without gaps becomes pieces between its nodes. Their ends are points here;
/// number_nodes makes nodes of them. A ring with one node gets a second one half way.
void StreetBuilder::cut_run(WayIndex way, Run run) {
    std::size_t start = 0;
    for (std::size_t i = 1; i < run.size(); ++i) {
        if (node_of_point_[run[i]] == no_index) {
            continue;
        }
        const Run piece = run.subspan(start, i - start + 1);
        if (piece.front() == piece.back()) {
            const std::size_t middle = piece.size() / 2;
            node_of_point_[piece[middle]] = 0;
            add_piece(way, piece.subspan(0, middle + 1));
            add_piece(way, piece.subspan(middle));
        } else {
            add_piece(way, piece);
        }
        start = i;
    }
}

void StreetBuilder::cut_ways(ReadReport& report) {
    std::size_t kept = 0;  // ways are moved to the front of their list
    std::vector<WayIndex> new_way(network_.ways.size(), no_index);
    std::vector<std::uint32_t> run;
    for (std::size_t way = 0; way < network_.ways.size(); ++way) {
        const auto index = to_index(kept);
        const std::size_t first_piece = network_.pieces.size();
        const auto end_run = [&] {
            if (run.size() > 1) {
                cut_run(index, run);
            }
            run.clear();
        };
        bool has_gap = false;
        for (std::size_t i = way_first_[way]; i < way_first_[way + 1]; ++i) {
            const std::uint32_t point = way_points_[i];
            if (point == no_index) {
                has_gap = true;
                end_run();
            } else if (run.empty() || run.back() != point) {
                run.push_back(point);
            } else {
                report.note("point_repeated", "way", network_.ways[way].id);
            }
        }
        end_run();
        if (has_gap) {
            report.note("way_cut_at_gap", "way", network_.ways[way].id);
        }
        if (network_.pieces.size() == first_piece) {
            report.note("way_one_point", "way", network_.ways[way].id);
            continue;
        }
        if (network_.ways[way].length_cm != 0) {
            share_length(first_piece, network_.ways[way].length_cm);
        }
        std::uint64_t length_cm = 0;
        for (std::size_t i = first_piece; i < network_.pieces.size(); ++i) {
            length_cm += network_.pieces[i].length_cm;
        }
        network_.ways[kept] = network_.ways[way];
        network_.ways[kept++].length_cm = to_index(std::min<std::uint64_t>(length_cm, no_index));
        new_way[way] = index;
    }
    network_.ways.resize(kept);
    report.ways_kept += network_.ways.size();
    place_conditions(new_way);
}

void StreetBuilder::place_conditions(const std::vector<WayIndex>& new_way) {
    for (StreetCondition& condition : network_.conditions) {
        condition.way = new_way[condition.way];
    }
    std::erase_if(network_.conditions,
                  [](const StreetCondition& condition) { return condition.way == no_index; });
    std::ranges::stable_sort(network_.conditions, {}, &StreetCondition::way);
}

void StreetBuilder::place_barriers(ReadReport& report) {
    std::vector<StreetBarrier> placed;
    for (StreetBarrier& barrier : network_.barriers) {
        const auto found = std::ranges::lower_bound(network_.node_ids, barrier.id);
        if (found != network_.node_ids.end() && *found == barrier.id) {
            barrier.node = to_index(static_cast<std::size_t>(found - network_.node_ids.begin()));
            placed.push_back(barrier);
        } else {
            report.note("barrier_off_road", "node", barrier.id);
        }
    }
    std::ranges::stable_sort(placed, {}, &StreetBarrier::node);
    const auto is_same = [](const StreetBarrier& a, const StreetBarrier& b) {
        return a.node == b.node;
    };
    placed.erase(std::unique(placed.begin(), placed.end(), is_same), placed.end());
    network_.barriers = std::move(placed);
}

/// By their ids; the ends of pieces become nodes.
void StreetBuilder::number_nodes() {
    node_of_point_.assign(points_.size(), no_index);
    for (const StreetPiece& piece : network_.pieces) {
        node_of_point_[piece.from] = 0;
        node_of_point_[piece.to] = 0;
    }
    for (std::size_t point = 0; point < points_.size(); ++point) {
        if (node_of_point_[point] != no_index) {
            node_of_point_[point] = to_index(network_.nodes.size());
            network_.nodes.push_back(points_[point].at);
            network_.node_ids.push_back(points_[point].id);
        }
    }
    for (StreetPiece& piece : network_.pieces) {
        piece.from = node_of_point_[piece.from];
        piece.to = node_of_point_[piece.to];
    }
}

/// Counted by tail, laid down, and put in order node by node.
void StreetBuilder::make_arcs() {
    const auto each_arc = [this](const auto& take) {
        for (std::size_t i = 0; i < network_.pieces.size(); ++i) {
            const StreetPiece& piece = network_.pieces[i];
            const StreetWay& way = network_.ways[piece.way];
            const unsigned open = static_cast<unsigned>(way.car_directions) |
                                  static_cast<unsigned>(way.lorry_directions);
            if ((open & 1U) != 0) {
                take(StreetArc{piece.from, piece.to, to_index(i * 2)});
            }
            if ((open & 2U) != 0) {
                take(StreetArc{piece.to, piece.from, to_index(i * 2 + 1)});
            }
        }
    };
    std::vector<std::uint32_t>& first = network_.first_arc;
    first.assign(network_.nodes.size() + 1, 0);
    each_arc([&](const StreetArc& arc) { ++first[arc.tail + 1]; });
    std::partial_sum(first.begin(), first.end(), first.begin());
    std::vector<StreetArc>& arcs = network_.arcs;
    arcs.resize(first.back());
    std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
    each_arc([&](const StreetArc& arc) { arcs[next[arc.tail]++] = arc; });
    for (std::size_t node = 0; node + 1 < first.size(); ++node) {
        std::sort(arcs.begin() + first[node], arcs.begin() + first[node + 1],
                  [](const StreetArc& a, const StreetArc& b) {
                      return std::tie(a.head, a.piece_and_direction) <
                             std::tie(b.head, b.piece_and_direction);
                  });
    }
    for (std::size_t i = 0; i < arcs.size(); ++i) {
        StreetPiece& piece = network_.pieces[arcs[i].piece()];
        (arcs[i].is_backward() ? piece.backward : piece.forward) = to_index(i);
    }
}

StreetNetwork StreetBuilder::build(ReadReport& report) && {
    check_size(points_.size(), network_.source);
    check_size(way_ids_.size(), network_.source);
    order_points();
    find_points(report);
    choose_nodes();
    cut_ways(report);
    number_nodes();
    make_arcs();
    place_barriers(report);
    add_turn_bans(network_, restrictions_, report);
    return std::move(network_);
}

}  // namespace relief
