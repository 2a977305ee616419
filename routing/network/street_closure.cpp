// SPDX-License-Identifier: Apache-2.0
#include "routing/network/street_closure.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::array<std::string_view, 6> kind_words{"unplaced", "arc",  "way",
                                                     "bridge",   "node", "area"};
constexpr std::array<std::string_view, 3> reopening_words{"unknown", "planned", "known"};
constexpr std::array<std::string_view, 3> confidence_words{"confirmed", "reported", "doubtful"};

template <typename Kind, std::size_t Count>
std::optional<Kind> kind_of(const std::array<std::string_view, Count>& words,
                            std::string_view word) {
    const auto found = std::find(words.begin(), words.end(), word);
    return found == words.end() ? std::nullopt
                                : std::optional(static_cast<Kind>(found - words.begin()));
}

bool has(StreetDirections directions, StreetDirections wanted) {
    return (static_cast<unsigned>(directions) & static_cast<unsigned>(wanted)) != 0;
}

void add_arcs(const StreetPiece& piece, StreetDirections directions, std::vector<ArcIndex>& arcs) {
    if (has(directions, StreetDirections::forward) && piece.forward != no_index) {
        arcs.push_back(piece.forward);
    }
    if (has(directions, StreetDirections::backward) && piece.backward != no_index) {
        arcs.push_back(piece.backward);
    }
}

/// Whether the piece lies between the two ids, in either order.
bool joins(const StreetNetwork& network, const StreetPiece& piece, const ClosedStretch& stretch) {
    const std::int64_t from = network.node_ids[piece.from];
    const std::int64_t to = network.node_ids[piece.to];
    return (from == stretch.from_node && to == stretch.to_node) ||
           (from == stretch.to_node && to == stretch.from_node);
}

void add_stretch(const StreetPieces& pieces, const ClosedStretch& stretch, PlacedClosure& placed) {
    const StreetNetwork& network = pieces.network();
    const WayIndex way = pieces.way(stretch.way);
    const std::size_t before = placed.arcs.size();
    bool found = false;
    // Several ways of one id (a way cut where points were missing) stand behind each other.
    for (WayIndex part = way;
         part != no_index && part < network.ways.size() && network.ways[part].id == stretch.way;
         ++part) {
        for (const StreetPiece& piece : network.pieces_of(part)) {
            if (!stretch.from_node || joins(network, piece, stretch)) {
                found = true;
                add_arcs(piece, stretch.directions, placed.arcs);
            }
        }
    }
    if (way == no_index) {
        placed.missing.push_back(fmt::format("way {}", stretch.way));
    } else if (!found) {
        placed.missing.push_back(fmt::format("way {} between nodes {} and {}", stretch.way,
                                             *stretch.from_node, stretch.to_node.value_or(0)));
    } else if (placed.arcs.size() == before) {
        placed.missing.push_back(fmt::format("way {} in that direction", stretch.way));
    }
}

void add_node(const StreetPieces& pieces, std::int64_t id, PlacedClosure& placed) {
    const StreetNetwork& network = pieces.network();
    const NodeIndex node = pieces.node(id);
    if (node == no_index) {
        placed.missing.push_back(fmt::format("node {}", id));
        return;
    }
    const auto into = pieces.arcs_into(node);
    placed.arcs.insert(placed.arcs.end(), into.begin(), into.end());
    for (ArcIndex arc = network.first_arc[node]; arc < network.first_arc[node + 1]; ++arc) {
        placed.arcs.push_back(arc);
    }
}

std::span<const ArcClosure> of_arc(const std::vector<ArcClosure>& list, ArcIndex arc) {
    const auto by_arc = [](const ArcClosure& left, const ArcClosure& right) {
        return left.arc < right.arc;
    };
    const auto [first, last] =
        std::equal_range(list.begin(), list.end(), ArcClosure{.arc = arc}, by_arc);
    return {first, last};
}

}  // namespace

bool in_force(const StreetClosure& closure, Instant at) {
    const bool open_again =
        closure.reopening == ReopeningKind::known && closure.to && *closure.to <= at;
    return closure.from <= at && !open_again;
}

bool is_overdue(const StreetClosure& closure, Instant at) {
    return in_force(closure, at) && closure.reopening == ReopeningKind::planned && closure.to &&
           *closure.to <= at;
}

PlacedClosure place_closure(const StreetPieces& pieces, StreetClosure closure) {
    PlacedClosure placed;
    placed.closure = std::move(closure);
    for (const ClosedStretch& stretch : placed.closure.stretches) {
        add_stretch(pieces, stretch, placed);
    }
    for (const std::int64_t node : placed.closure.nodes) {
        add_node(pieces, node, placed);
    }
    if (placed.closure.kind == ClosureKind::area) {
        for (const PieceIndex piece : pieces.in_area(AreaTest(placed.closure.area))) {
            add_arcs(pieces.network().pieces[piece], StreetDirections::both, placed.arcs);
        }
    }
    std::sort(placed.arcs.begin(), placed.arcs.end());
    placed.arcs.erase(std::unique(placed.arcs.begin(), placed.arcs.end()), placed.arcs.end());
    return placed;
}

ClosedArcs closed_arcs(std::span<const PlacedClosure> closures, Instant at) {
    ClosedArcs closed;
    for (std::uint32_t i = 0; i < closures.size(); ++i) {
        const PlacedClosure& placed = closures[i];
        if (!in_force(placed.closure, at)) {
            continue;
        }
        if (placed.arcs.empty()) {
            closed.unplaced.push_back(i);
        }
        if (is_overdue(placed.closure, at)) {
            closed.overdue.push_back(i);
        }
        std::vector<ArcClosure>& list = placed.closure.limits.any() ? closed.limited : closed.shut;
        for (const ArcIndex arc : placed.arcs) {
            list.push_back({.arc = arc, .closure = i});
        }
    }
    std::sort(closed.shut.begin(), closed.shut.end());
    std::sort(closed.limited.begin(), closed.limited.end());
    return closed;
}

bool ClosedArcs::is_shut(ArcIndex arc) const {
    return !shut_by(arc).empty();
}

std::span<const ArcClosure> ClosedArcs::shut_by(ArcIndex arc) const {
    return of_arc(shut, arc);
}

std::span<const ArcClosure> ClosedArcs::limited_by(ArcIndex arc) const {
    return of_arc(limited, arc);
}

std::vector<ArcIndex> ClosedArcs::shut_arcs() const {
    std::vector<ArcIndex> arcs;
    for (const ArcClosure& each : shut) {
        if (arcs.empty() || arcs.back() != each.arc) {
            arcs.push_back(each.arc);
        }
    }
    return arcs;
}

std::string_view to_word(ClosureKind kind) {
    return kind_words[static_cast<std::size_t>(kind)];
}

std::optional<ClosureKind> closure_kind_of(std::string_view word) {
    return kind_of<ClosureKind>(kind_words, word);
}

std::string_view to_word(ReopeningKind kind) {
    return reopening_words[static_cast<std::size_t>(kind)];
}

std::optional<ReopeningKind> reopening_kind_of(std::string_view word) {
    return kind_of<ReopeningKind>(reopening_words, word);
}

std::string_view to_word(ClosureConfidence confidence) {
    return confidence_words[static_cast<std::size_t>(confidence)];
}

std::optional<ClosureConfidence> closure_confidence_of(std::string_view word) {
    return kind_of<ClosureConfidence>(confidence_words, word);
}

}  // namespace relief
