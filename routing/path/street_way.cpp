// SPDX-License-Identifier: Apache-2.0
#include "routing/path/street_way.h"

#include "routing/path/index_matrix.h"

#include <algorithm>
#include <map>
#include <queue>
#include <utility>

namespace relief {
namespace {

constexpr bool forward = false;
constexpr bool backward = true;

RoadStretch stretch_of(const StreetNetwork& network, std::span<const Weight> ms, ArcIndex arc,
                       std::uint32_t from_cm, std::uint32_t to_cm) {
    const std::uint32_t length_cm = network.length_cm(arc);
    return {.arc = arc,
            .from_cm = from_cm,
            .to_cm = to_cm,
            .ms = part_ms(ms[arc], to_cm, length_cm) - part_ms(ms[arc], from_cm, length_cm)};
}

/// How far along the arc, in the direction driven, a position on its piece lies.
std::uint32_t along(const StreetNetwork& network, ArcIndex arc, const StreetPosition& position) {
    const std::uint32_t length_cm = network.length_cm(arc);
    const std::uint32_t offset_cm = std::min(position.offset_cm, length_cm);
    return network.arcs[arc].is_backward() ? length_cm - offset_cm : offset_cm;
}

/// The search over roads used at the ends of ways only: few of them, so a map does.
class EndSearch {
  public:
    EndSearch(const StreetRoads& roads, const StreetMetric& metric, bool is_backward)
        : roads_(roads), metric_(metric), backward_(is_backward) {}

    std::vector<EndSeed> run(const StreetPosition& position) {
        begin(position);
        while (!queue_.empty()) {
            const auto [ms, node] = queue_.top();
            queue_.pop();
            if (ms == yard_.at(node).ms) {
                spread(node);
            }
        }
        for (const auto& [node, seed] : yard_) {
            offer(found_, seed);
        }
        std::vector<EndSeed> seeds;
        for (auto& [node, seed] : found_) {
            seeds.push_back(std::move(seed));
        }
        return seeds;
    }

  private:
    using Seeds = std::map<NodeId, EndSeed>;

    static bool offer(Seeds& seeds, const EndSeed& seed) {
        const auto [place, is_new] = seeds.try_emplace(seed.node, seed);
        const bool is_better = is_new || seed.ms < place->second.ms;
        if (is_better) {
            place->second = seed;
        }
        return is_better;
    }

    /// A node reached over nothing but roads for destinations.
    void offer_yard(const EndSeed& seed) {
        if (offer(yard_, seed)) {
            queue_.emplace(seed.ms, seed.node);
        }
    }

    void begin(const StreetPosition& position) {
        const StreetNetwork& network = *roads_.network;
        const StreetPiece& piece = network.pieces[position.piece];
        if (position.offset_cm == 0) {
            begin_at(piece.from);
        }
        if (position.offset_cm >= piece.length_cm) {
            begin_at(piece.to);
        }
        for (const ArcIndex arc : {piece.forward, piece.backward}) {
            if (arc == no_index || metric_.ends[arc] == closed_weight ||
                (!backward_ && metric_.blocked_head[arc])) {
                continue;
            }
            const std::uint32_t at_cm = along(network, arc, position);
            const RoadStretch stretch =
                backward_ ? stretch_of(network, metric_.ends, arc, 0, at_cm)
                          : stretch_of(network, metric_.ends, arc, at_cm, network.length_cm(arc));
            for (const ArcId copy : roads_.graph.copies_of(arc)) {
                const EndSeed seed{
                    .node = backward_ ? roads_.graph.tail[copy] : roads_.graph.graph.head[copy],
                    .ms = stretch.ms,
                    .stretches = {stretch}};
                if (metric_.is_for_ends(arc)) {
                    offer_yard(seed);
                } else {
                    offer(found_, seed);
                }
            }
        }
    }

    /// Exactly at a crossing a way may leave by any of its roads.
    void begin_at(NodeIndex street_node) {
        for (const NodeId node : roads_.graph.nodes_of(street_node)) {
            offer_yard({.node = node, .ms = 0, .stretches = {}});
        }
    }

    void spread(NodeId node) {
        const StreetGraph& graph = roads_.graph;
        if (backward_) {
            for (const ArcId arc : graph.into(node)) {
                drive(node, arc, graph.tail[arc]);
            }
            return;
        }
        for (ArcId arc = graph.graph.first_out[node]; arc < graph.graph.first_out[node + 1];
             ++arc) {
            drive(node, arc, graph.graph.head[arc]);
        }
    }

    void drive(NodeId from, ArcId arc, NodeId to) {
        const ArcIndex street = roads_.graph.street_arc[arc];
        if (!metric_.is_for_ends(street)) {
            return;
        }
        EndSeed seed = yard_.at(from);
        const RoadStretch stretch =
            stretch_of(*roads_.network, metric_.ends, street, 0, roads_.network->length_cm(street));
        seed.node = to;
        seed.ms += stretch.ms;
        seed.stretches.insert(backward_ ? seed.stretches.begin() : seed.stretches.end(), stretch);
        offer_yard(seed);
    }

    using Entry = std::pair<Distance, NodeId>;
    const StreetRoads& roads_;
    const StreetMetric& metric_;
    bool backward_;
    Seeds found_;  ///< by the first road
    Seeds yard_;   ///< by roads for destinations alone
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue_;
};

/// Ways that never leave the roads of their ends: along one piece, or from seed to seed.
StreetPath local_way(const StreetRoads& roads, const StreetMetric& metric, const StreetEnd& start,
                     const StreetEnd& end) {
    const StreetNetwork& network = *roads.network;
    StreetPath best;
    if (start.position.piece == end.position.piece) {
        const StreetPiece& piece = network.pieces[start.position.piece];
        for (const ArcIndex arc : {piece.forward, piece.backward}) {
            if (arc == no_index || metric.ends[arc] == closed_weight) {
                continue;
            }
            const std::uint32_t from_cm = along(network, arc, start.position);
            const std::uint32_t to_cm = along(network, arc, end.position);
            if (from_cm <= to_cm) {
                const RoadStretch stretch = stretch_of(network, metric.ends, arc, from_cm, to_cm);
                if (stretch.ms < best.ms) {
                    best = {.ms = stretch.ms, .stretches = {stretch}};
                }
            }
        }
    }
    auto other = end.seeds.begin();
    for (const EndSeed& seed : start.seeds) {
        while (other != end.seeds.end() && other->node < seed.node) {
            ++other;
        }
        if (other != end.seeds.end() && other->node == seed.node && seed.ms + other->ms < best.ms) {
            best = {.ms = seed.ms + other->ms, .stretches = seed.stretches};
            best.stretches.insert(best.stretches.end(), other->stretches.begin(),
                                  other->stretches.end());
        }
    }
    return best;
}

void add(std::vector<RoadStretch>& stretches, std::span<const RoadStretch> more) {
    for (const RoadStretch& stretch : more) {
        if (stretch.from_cm != stretch.to_cm) {
            stretches.push_back(stretch);
        }
    }
}

StreetPath without_empty(const StreetPath& path) {
    StreetPath kept{.ms = path.ms, .stretches = {}};
    add(kept.stretches, path.stretches);
    return kept;
}

}  // namespace

Weight part_ms(Weight ms, std::uint32_t cm, std::uint32_t length_cm) {
    return length_cm == 0 ? (cm == 0 ? 0 : ms)
                          : static_cast<Weight>(std::uint64_t{ms} * cm / length_cm);
}

std::uint64_t StreetPath::length_cm() const {
    std::uint64_t sum = 0;
    for (const RoadStretch& stretch : stretches) {
        sum += stretch.to_cm - stretch.from_cm;
    }
    return sum;
}

StreetEnd start_of(const StreetRoads& roads, const StreetMetric& metric,
                   const StreetPosition& position) {
    return {.position = position, .seeds = EndSearch(roads, metric, forward).run(position)};
}

StreetEnd end_of(const StreetRoads& roads, const StreetMetric& metric,
                 const StreetPosition& position) {
    return {.position = position, .seeds = EndSearch(roads, metric, backward).run(position)};
}

std::vector<const EndSeed*> bare_seeds(const StreetNetwork& network, const StreetWeights& weights,
                                       const StreetEnd& end) {
    std::vector<const EndSeed*> bare;
    for (const EndSeed& seed : end.seeds) {
        const bool uses_open_road = std::any_of(
            seed.stretches.begin(), seed.stretches.end(), [&](const RoadStretch& stretch) {
                return weights.through[stretch.arc] != closed_weight && stretch.from_cm == 0 &&
                       stretch.to_cm == network.length_cm(stretch.arc);
            });
        if (!uses_open_road) {
            bare.push_back(&seed);
        }
    }
    return bare;
}

StreetPath quickest_way(const StreetRoads& roads, const StreetMetric& metric,
                        const StreetEnd& start, const StreetEnd& end, QueryScratch& scratch) {
    StreetPath best = local_way(roads, metric, start, end);
    const EndSeed* from = nullptr;
    const EndSeed* to = nullptr;
    for (const EndSeed& first : start.seeds) {
        for (const EndSeed& last : end.seeds) {
            if (first.ms + last.ms >= best.ms) {
                continue;
            }
            const Distance between =
                shortest_distance(roads.index, metric.metric, first.node, last.node, scratch);
            if (between != unreachable && first.ms + between + last.ms < best.ms) {
                best.ms = first.ms + between + last.ms;
                from = &first;
                to = &last;
            }
        }
    }
    if (from == nullptr) {
        return without_empty(best);
    }
    const ArcPath path = shortest_path(roads.index, metric.metric, from->node, to->node, scratch);
    best.stretches.clear();
    add(best.stretches, from->stretches);
    for (const ArcId arc : path.arcs) {
        const ArcIndex street = roads.graph.street_arc[arc];
        best.stretches.push_back({.arc = street,
                                  .from_cm = 0,
                                  .to_cm = roads.network->length_cm(street),
                                  .ms = metric.through[street]});
    }
    add(best.stretches, to->stretches);
    return best;
}

std::vector<Distance> way_matrix(const StreetRoads& roads, const StreetMetric& metric,
                                 std::span<const StreetEnd> starts,
                                 std::span<const StreetEnd> ends) {
    std::vector<NodeId> sources;
    std::vector<NodeId> targets;
    for (const StreetEnd& start : starts) {
        for (const EndSeed& seed : start.seeds) {
            sources.push_back(seed.node);
        }
    }
    for (const StreetEnd& end : ends) {
        for (const EndSeed& seed : end.seeds) {
            targets.push_back(seed.node);
        }
    }
    const std::vector<Distance> between =
        distance_matrix(roads.index, metric.metric, sources, targets);
    std::vector<Distance> matrix;
    std::size_t row = 0;
    for (const StreetEnd& start : starts) {
        std::size_t column = 0;
        for (const StreetEnd& end : ends) {
            Distance best = local_way(roads, metric, start, end).ms;
            for (std::size_t i = 0; i < start.seeds.size(); ++i) {
                for (std::size_t j = 0; j < end.seeds.size(); ++j) {
                    const Distance middle = between[(row + i) * targets.size() + column + j];
                    if (middle != unreachable) {
                        best = std::min(best, start.seeds[i].ms + middle + end.seeds[j].ms);
                    }
                }
            }
            matrix.push_back(best);
            column += end.seeds.size();
        }
        row += start.seeds.size();
    }
    return matrix;
}

std::int64_t whole_minutes(Distance ms) {
    return static_cast<std::int64_t>((ms + 59'999) / 60'000);
}

std::vector<StreetPoint> line_of(const StreetNetwork& network,
                                 std::span<const RoadStretch> stretches) {
    std::vector<StreetPoint> line;
    const auto add_point = [&](StreetPoint point) {
        if (line.empty() || line.back() != point) {
            line.push_back(point);
        }
    };
    for (const RoadStretch& stretch : stretches) {
        const std::vector<StreetPoint> whole = network.line_of(stretch.arc);
        double drawn_m = 0;
        for (std::size_t i = 0; i + 1 < whole.size(); ++i) {
            drawn_m += distance_m(whole[i], whole[i + 1]);
        }
        const double length_cm = std::max(1U, network.length_cm(stretch.arc));
        const double from_m = drawn_m * stretch.from_cm / length_cm;
        const double to_m = drawn_m * stretch.to_cm / length_cm;
        const PieceIndex piece = network.arcs[stretch.arc].piece();
        const auto point_at = [&](std::uint32_t cm) {
            const std::uint32_t all = network.length_cm(stretch.arc);
            return point_on(network, piece,
                            network.arcs[stretch.arc].is_backward() ? all - cm : cm);
        };
        add_point(stretch.from_cm == 0 ? whole.front() : point_at(stretch.from_cm));
        double at_m = 0;
        for (std::size_t i = 0; i + 2 < whole.size(); ++i) {
            at_m += distance_m(whole[i], whole[i + 1]);
            if (at_m > from_m && at_m < to_m) {
                add_point(whole[i + 1]);
            }
        }
        add_point(stretch.to_cm == network.length_cm(stretch.arc) ? whole.back()
                                                                  : point_at(stretch.to_cm));
    }
    return line;
}

}  // namespace relief
