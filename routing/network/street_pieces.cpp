// SPDX-License-Identifier: Apache-2.0
#include "routing/network/street_closure.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace relief {
namespace {

constexpr std::size_t block_size = 32;

bool off_ground(const StreetWay& way) {
    return way.layer > 0 || way.has(StreetWay::bridge) || way.has(StreetWay::tunnel);
}

/// The 16 upper bits of each coordinate woven together: near numbers are near on the map.
std::uint32_t weave(StreetPoint point) {
    const auto spread = [](std::int32_t value) {
        std::uint32_t bits = (static_cast<std::uint32_t>(value) ^ 0x80000000U) >> 12U;
        bits &= 0xFFFFU;  // 4e-4 degrees a step, over 27 degrees: enough to sort by
        bits = (bits | (bits << 8U)) & 0x00FF00FFU;
        bits = (bits | (bits << 4U)) & 0x0F0F0F0FU;
        bits = (bits | (bits << 2U)) & 0x33333333U;
        return (bits | (bits << 1U)) & 0x55555555U;
    };
    return spread(point.longitude_e7) | (spread(point.latitude_e7) << 1U);
}

/// The indices of a list by the ids of its things; of things of one id the first.
template <typename Id>
std::vector<std::uint32_t> by_id(std::size_t count, const Id& id) {
    std::vector<std::uint32_t> order(count);
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](std::uint32_t left, std::uint32_t right) {
        return std::pair(id(left), left) < std::pair(id(right), right);
    });
    return order;
}

template <typename Id>
std::uint32_t found_by_id(const std::vector<std::uint32_t>& order, std::int64_t wanted,
                          const Id& id) {
    const auto found = std::lower_bound(
        order.begin(), order.end(), wanted,
        [&](std::uint32_t index, std::int64_t value) { return id(index) < value; });
    return found != order.end() && id(*found) == wanted ? *found : no_index;
}

}  // namespace

StreetPieces::StreetPieces(const StreetNetwork& network) : network_(&network) {
    sort_boxes();
    find_ground();
    list_arcs_in();
    ways_by_id_ =
        by_id(network.ways.size(), [&](std::uint32_t index) { return network.ways[index].id; });
    nodes_by_id_ = by_id(network.node_ids.size(),
                         [&](std::uint32_t index) { return network.node_ids[index]; });
}

bool StreetPieces::meet(const Box& left, const Box& right) {
    return left.lowest.longitude_e7 <= right.highest.longitude_e7 &&
           right.lowest.longitude_e7 <= left.highest.longitude_e7 &&
           left.lowest.latitude_e7 <= right.highest.latitude_e7 &&
           right.lowest.latitude_e7 <= left.highest.latitude_e7;
}

StreetPieces::Box StreetPieces::both(const Box& left, const Box& right) {
    return {
        .lowest = {.longitude_e7 = std::min(left.lowest.longitude_e7, right.lowest.longitude_e7),
                   .latitude_e7 = std::min(left.lowest.latitude_e7, right.lowest.latitude_e7)},
        .highest = {.longitude_e7 = std::max(left.highest.longitude_e7, right.highest.longitude_e7),
                    .latitude_e7 = std::max(left.highest.latitude_e7, right.highest.latitude_e7)}};
}

/// Of a line over the 180th meridian it is the whole belt, so that it is found from both sides.
StreetPieces::Box StreetPieces::box_of(PieceIndex piece) const {
    const StreetPiece& about = network_->pieces[piece];
    Box box{.lowest = network_->nodes[about.from], .highest = network_->nodes[about.from]};
    const auto add = [&box](StreetPoint point) { box = both(box, {point, point}); };
    for (const StreetPoint point : network_->inner_points(piece)) {
        add(point);
    }
    add(network_->nodes[about.to]);
    return box;
}

void StreetPieces::sort_boxes() {
    std::vector<Box> boxes(network_->pieces.size());
    std::vector<std::uint32_t> place(boxes.size());
    for (PieceIndex piece = 0; piece < boxes.size(); ++piece) {
        boxes[piece] = box_of(piece);
        place[piece] = weave(boxes[piece].lowest);
    }
    order_.resize(boxes.size());
    std::iota(order_.begin(), order_.end(), 0U);
    std::sort(order_.begin(), order_.end(), [&](PieceIndex left, PieceIndex right) {
        return std::pair(place[left], left) < std::pair(place[right], right);
    });
    boxes_.reserve(boxes.size());
    for (const PieceIndex piece : order_) {
        if (boxes_.size() % block_size == 0) {
            blocks_.push_back(boxes[piece]);
        }
        boxes_.push_back(boxes[piece]);
        blocks_.back() = both(blocks_.back(), boxes[piece]);
    }
}

void StreetPieces::find_ground() {
    ground_.assign(network_->nodes.size(), false);
    for (const StreetPiece& piece : network_->pieces) {
        if (!off_ground(network_->ways[piece.way])) {
            ground_[piece.from] = true;
            ground_[piece.to] = true;
        }
    }
}

void StreetPieces::list_arcs_in() {
    first_in_.assign(network_->nodes.size() + 1, 0);
    for (const StreetArc& arc : network_->arcs) {
        ++first_in_[arc.head + 1];
    }
    std::partial_sum(first_in_.begin(), first_in_.end(), first_in_.begin());
    arcs_in_.resize(network_->arcs.size());
    std::vector<std::uint32_t> next(first_in_.begin(), first_in_.end() - 1);
    for (ArcIndex arc = 0; arc < network_->arcs.size(); ++arc) {
        arcs_in_[next[network_->arcs[arc].head]++] = arc;
    }
}

std::vector<PieceIndex> StreetPieces::in_box(StreetPoint lowest, StreetPoint highest) const {
    const Box wanted{lowest, highest};
    std::vector<PieceIndex> found;
    for (std::size_t block = 0; block < blocks_.size(); ++block) {
        if (!meet(blocks_[block], wanted)) {
            continue;
        }
        const std::size_t end = std::min(boxes_.size(), (block + 1) * block_size);
        for (std::size_t at = block * block_size; at < end; ++at) {
            if (meet(boxes_[at], wanted)) {
                found.push_back(order_[at]);
            }
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

bool StreetPieces::in_area(PieceIndex piece, const AreaTest& area) const {
    const StreetPiece& about = network_->pieces[piece];
    if (off_ground(network_->ways[about.way])) {
        return (ground_[about.from] && area.contains(network_->nodes[about.from])) ||
               (ground_[about.to] && area.contains(network_->nodes[about.to]));
    }
    StreetPoint last = network_->nodes[about.from];
    for (const StreetPoint point : network_->inner_points(piece)) {
        if (area.meets(last, point)) {
            return true;
        }
        last = point;
    }
    return area.meets(last, network_->nodes[about.to]);
}

std::vector<PieceIndex> StreetPieces::in_area(const AreaTest& area) const {
    std::vector<PieceIndex> found = in_box(area.lowest(), area.highest());
    std::erase_if(found, [&](PieceIndex piece) { return !in_area(piece, area); });
    return found;
}

WayIndex StreetPieces::way(std::int64_t id) const {
    return found_by_id(ways_by_id_, id,
                       [this](std::uint32_t index) { return network_->ways[index].id; });
}

NodeIndex StreetPieces::node(std::int64_t id) const {
    return found_by_id(nodes_by_id_, id,
                       [this](std::uint32_t index) { return network_->node_ids[index]; });
}

std::span<const ArcIndex> StreetPieces::arcs_into(NodeIndex node) const {
    return std::span(arcs_in_).subspan(first_in_[node], first_in_[node + 1] - first_in_[node]);
}

}  // namespace relief
