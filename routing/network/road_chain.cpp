// SPDX-License-Identifier: Apache-2.0
#include "routing/network/road_chain.h"

#include <algorithm>
#include <map>
#include <queue>
#include <utility>

namespace relief {
namespace {

bool bears(std::string_view refs, std::string_view ref) {
    for (std::size_t at = 0; at <= refs.size();) {
        const std::size_t end = std::min(refs.find(';', at), refs.size());
        std::string_view each = refs.substr(at, end - at);
        while (!each.empty() && each.front() == ' ') {
            each.remove_prefix(1);
        }
        while (!each.empty() && each.back() == ' ') {
            each.remove_suffix(1);
        }
        if (each == ref) {
            return true;
        }
        at = end + 1;
    }
    return false;
}

template <typename Wanted>
std::vector<PieceIndex> pieces_where(const StreetNetwork& network, const Wanted& wanted) {
    std::vector<PieceIndex> found;
    for (PieceIndex piece = 0; piece < network.pieces.size(); ++piece) {
        if (wanted(network.ways[network.pieces[piece].way])) {
            found.push_back(piece);
        }
    }
    return found;
}

NodeIndex other_end(const StreetPiece& piece, NodeIndex node) {
    return piece.from == node ? piece.to : piece.from;
}

/// The node farthest of all that were reached; of several the lowest.
NodeIndex farthest(const NodeCosts& costs, std::span<const NodeIndex> nodes) {
    NodeIndex best = nodes.front();
    for (const NodeIndex node : nodes) {
        if (costs.cost[node] != NodeCosts::unreached &&
            (costs.cost[best] == NodeCosts::unreached || costs.cost[node] > costs.cost[best])) {
            best = node;
        }
    }
    return best;
}

std::vector<NodeIndex> nodes_of(const StreetNetwork& network, std::span<const PieceIndex> pieces) {
    std::vector<NodeIndex> nodes;
    for (const PieceIndex piece : pieces) {
        nodes.push_back(network.pieces[piece].from);
        nodes.push_back(network.pieces[piece].to);
    }
    std::sort(nodes.begin(), nodes.end());
    nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
    return nodes;
}

}  // namespace

std::vector<PieceIndex> pieces_of_ref(const StreetNetwork& network, std::string_view ref) {
    return pieces_where(network,
                        [&](const StreetWay& way) { return bears(network.text(way.ref), ref); });
}

std::vector<PieceIndex> pieces_named(const StreetNetwork& network, std::string_view name) {
    if (name.empty()) {
        return {};
    }
    return pieces_where(network, [&](const StreetWay& way) {
        return network.text(way.name).find(name) != std::string_view::npos;
    });
}

std::vector<std::vector<PieceIndex>> parts_of(const StreetPieces& pieces,
                                              std::span<const PieceIndex> of_road) {
    const StreetNetwork& network = pieces.network();
    std::vector<NodeIndex> group(network.nodes.size());
    for (NodeIndex node = 0; node < group.size(); ++node) {
        group[node] = node;
    }
    const auto root = [&](NodeIndex node) {
        while (group[node] != node) {
            node = group[node] = group[group[node]];
        }
        return node;
    };
    for (const PieceIndex piece : of_road) {
        const NodeIndex left = root(network.pieces[piece].from);
        const NodeIndex right = root(network.pieces[piece].to);
        group[std::max(left, right)] = std::min(left, right);
    }
    struct Part {
        std::uint64_t length_cm = 0;
        std::vector<PieceIndex> pieces;
    };
    std::map<NodeIndex, Part> by_root;
    for (const PieceIndex piece : of_road) {
        Part& part = by_root[root(network.pieces[piece].from)];
        part.length_cm += network.pieces[piece].length_cm;
        part.pieces.push_back(piece);
    }
    std::vector<Part> parts;
    for (auto& [node, part] : by_root) {
        parts.push_back(std::move(part));
    }
    std::stable_sort(parts.begin(), parts.end(), [](const Part& left, const Part& right) {
        return left.length_cm > right.length_cm;
    });
    std::vector<std::vector<PieceIndex>> found;
    for (Part& part : parts) {
        found.push_back(std::move(part.pieces));
    }
    return found;
}

NodeCosts node_costs(const StreetPieces& pieces, NodeIndex start,
                     const std::function<std::optional<std::uint64_t>(PieceIndex)>& cost_of) {
    const StreetNetwork& network = pieces.network();
    NodeCosts costs{.cost = std::vector(network.nodes.size(), NodeCosts::unreached),
                    .by = std::vector<PieceIndex>(network.nodes.size(), no_index)};
    using Entry = std::pair<std::uint64_t, NodeIndex>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
    costs.cost[start] = 0;
    queue.emplace(0, start);
    const auto go = [&](NodeIndex from, PieceIndex piece) {
        const auto cost = cost_of(piece);
        if (!cost) {
            return;
        }
        const NodeIndex to = other_end(network.pieces[piece], from);
        const std::uint64_t total = costs.cost[from] + *cost;
        if (total < costs.cost[to] ||
            (total == costs.cost[to] && to != start && piece < costs.by[to])) {
            costs.cost[to] = total;
            costs.by[to] = piece;
            queue.emplace(total, to);
        }
    };
    while (!queue.empty()) {
        const auto [cost, node] = queue.top();
        queue.pop();
        if (cost != costs.cost[node]) {
            continue;
        }
        for (const StreetArc& arc : network.arcs_of(node)) {
            go(node, arc.piece());
        }
        for (const ArcIndex arc : pieces.arcs_into(node)) {
            go(node, network.arcs[arc].piece());
        }
    }
    return costs;
}

RoadChain lay_out(const StreetPieces& pieces, std::span<const PieceIndex> of_road) {
    RoadChain chain;
    if (of_road.empty()) {
        return chain;
    }
    const StreetNetwork& network = pieces.network();
    chain.pieces = std::move(parts_of(pieces, of_road).front());
    chain.nodes = nodes_of(network, chain.pieces);
    std::vector<bool> on_road(network.pieces.size(), false);
    for (const PieceIndex piece : chain.pieces) {
        on_road[piece] = true;
    }
    const auto length = [&](PieceIndex piece) {
        return on_road[piece] ? std::optional<std::uint64_t>(network.pieces[piece].length_cm)
                              : std::nullopt;
    };
    chain.start = farthest(node_costs(pieces, chain.nodes.front(), length), chain.nodes);
    chain.from_cm = node_costs(pieces, chain.start, length).cost;
    chain.end = farthest({.cost = chain.from_cm}, chain.nodes);
    chain.length_cm = chain.from_cm[chain.end];
    return chain;
}

std::vector<PieceIndex> RoadChain::between(const StreetNetwork& network, std::uint64_t low_cm,
                                           std::uint64_t high_cm) const {
    std::vector<PieceIndex> found;
    for (const PieceIndex piece : pieces) {
        const auto [low, high] =
            std::minmax({from_cm[network.pieces[piece].from], from_cm[network.pieces[piece].to]});
        const bool at_post = low_cm == high_cm && low <= low_cm && low_cm <= high;
        if (at_post || std::max(low, low_cm) < std::min(high, high_cm)) {
            found.push_back(piece);
        }
    }
    return found;
}

RoadChain RoadChain::turned() const {
    RoadChain other = *this;
    std::swap(other.start, other.end);
    for (const NodeIndex node : nodes) {
        other.from_cm[node] = length_cm - std::min(length_cm, from_cm[node]);
    }
    return other;
}

PostOrigin post_origin(std::string_view ref) {
    const bool figures = ref.size() > 1 && ref.front() == 'G' &&
                         ref.find_first_not_of("0123456789", 1) == std::string_view::npos;
    if (!figures) {
        return PostOrigin::unknown;
    }
    const std::string_view number = ref.substr(1);
    if (number.size() == 1 || (number.size() == 3 && number.front() == '1')) {
        return PostOrigin::beijing;
    }
    if (number.size() == 2 && number.front() != '9' && number.front() != '0') {
        return (number.back() - '0') % 2 == 1 ? PostOrigin::north : PostOrigin::east;
    }
    if (number.size() == 3 && (number.front() == '2' || number.front() == '3')) {
        return number.front() == '2' ? PostOrigin::north : PostOrigin::east;
    }
    return PostOrigin::unknown;
}

NodeIndex nearest_node(const StreetNetwork& network, std::span<const NodeIndex> nodes,
                       StreetPoint point) {
    NodeIndex best = no_index;
    double least = 0;
    for (const NodeIndex node : nodes) {
        const double distance = distance_m(network.nodes[node], point);
        if (best == no_index || distance < least) {
            best = node;
            least = distance;
        }
    }
    return best;
}

}  // namespace relief
