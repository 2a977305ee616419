// SPDX-License-Identifier: Apache-2.0
#include "routing/network/network_check.h"

#include <algorithm>
#include <cstddef>

namespace relief {
namespace {

template <typename Value>
bool is_up_to(Value value, Value last) {
    return static_cast<unsigned>(value) <= static_cast<unsigned>(last);
}

bool is_access(StreetAccess access) {
    return is_up_to(access, StreetAccess::unknown_closed);
}

bool are_texts_sound(const StreetNetwork& network) {
    const std::vector<std::uint32_t>& starts = network.text_starts;
    return starts.size() >= 2 && starts.front() == 0 && starts[1] == 0 &&
           starts.back() == network.texts.size() && std::ranges::is_sorted(starts);
}

bool are_nodes_sound(const StreetNetwork& network) {
    const auto is_on_globe = [](const StreetPoint& point) {
        constexpr std::int32_t half_turn_e7 = 1'800'000'000;
        return point.longitude_e7 >= -half_turn_e7 && point.longitude_e7 <= half_turn_e7 &&
               point.latitude_e7 >= -half_turn_e7 / 2 && point.latitude_e7 <= half_turn_e7 / 2;
    };
    return network.node_ids.size() == network.nodes.size() &&
           std::ranges::adjacent_find(network.node_ids, std::ranges::greater_equal{}) ==
               network.node_ids.end() &&
           std::ranges::all_of(network.nodes, is_on_globe) &&
           std::ranges::all_of(network.shape, is_on_globe);
}

bool are_arcs_sound(const StreetNetwork& network) {
    const std::vector<std::uint32_t>& first = network.first_arc;
    if (first.size() != network.nodes.size() + 1 || first.front() != 0 ||
        first.back() != network.arcs.size() || !std::ranges::is_sorted(first)) {
        return false;
    }
    for (NodeIndex node = 0; node < network.nodes.size(); ++node) {
        for (ArcIndex arc = first[node]; arc < first[node + 1]; ++arc) {
            const StreetArc& at = network.arcs[arc];
            if (at.tail != node || at.head >= network.nodes.size() ||
                at.piece() >= network.pieces.size()) {
                return false;
            }
            const StreetPiece& piece = network.pieces[at.piece()];
            const bool is_backward = at.is_backward();
            if ((is_backward ? piece.backward : piece.forward) != arc ||
                (is_backward ? piece.to : piece.from) != at.tail ||
                (is_backward ? piece.from : piece.to) != at.head) {
                return false;
            }
        }
    }
    return true;
}

/// That a piece's arcs name it follows from are_arcs_sound and their number.
bool are_pieces_sound(const StreetNetwork& network) {
    std::size_t arcs = 0;
    for (std::size_t i = 0; i < network.pieces.size(); ++i) {
        const StreetPiece& piece = network.pieces[i];
        const StreetPiece* const before = i == 0 ? nullptr : &network.pieces[i - 1];
        if (piece.from >= network.nodes.size() || piece.to >= network.nodes.size() ||
            piece.way >= network.ways.size() || piece.first_point > network.shape.size() ||
            (before != nullptr &&
             (before->way > piece.way || before->first_point > piece.first_point))) {
            return false;
        }
        arcs += (piece.forward != no_index ? 1U : 0U) + (piece.backward != no_index ? 1U : 0U);
    }
    return arcs == network.arcs.size() && network.pieces.size() < no_index / 2;
}

bool are_ways_sound(const StreetNetwork& network) {
    const std::size_t texts = network.text_starts.size() - 1;
    const auto is_sound = [&](const StreetWay& way) {
        return way.name < texts && way.ref < texts && way.note < texts &&
               way.limits < network.limit_sets.size() && way.speed_forward_kmh >= 0 &&
               way.speed_backward_kmh >= 0 && is_up_to(way.street_class, StreetClass::ferry) &&
               is_access(way.car_access) && is_access(way.lorry_access) &&
               is_up_to(way.car_directions, StreetDirections::both) &&
               is_up_to(way.lorry_directions, StreetDirections::both) &&
               is_up_to(way.surface, StreetSurface::unpaved);
    };
    return !network.limit_sets.empty() && network.limit_sets.front() == StreetLimits{} &&
           std::ranges::all_of(network.ways, is_sound);
}

bool are_barriers_sound(const StreetNetwork& network) {
    const auto is_sound = [&](const StreetBarrier& barrier) {
        return barrier.node < network.nodes.size() && barrier.limits < network.limit_sets.size() &&
               is_up_to(barrier.kind, BarrierKind::other) && is_access(barrier.car_access) &&
               is_access(barrier.lorry_access);
    };
    return std::ranges::all_of(network.barriers, is_sound) &&
           std::ranges::adjacent_find(network.barriers, std::ranges::greater_equal{},
                                      &StreetBarrier::node) == network.barriers.end();
}

bool are_conditions_sound(const StreetNetwork& network) {
    constexpr std::uint16_t day = 1440;
    const auto is_sound = [&](const StreetCondition& condition) {
        return condition.way < network.ways.size() &&
               condition.words < network.text_starts.size() - 1 && condition.from_minute < day &&
               condition.to_minute <= day && condition.weekdays < 128 &&
               is_access(condition.access) && condition.vehicles <= 3 && condition.is_plain <= 1;
    };
    return std::ranges::all_of(network.conditions, is_sound) &&
           std::ranges::is_sorted(network.conditions, {}, &StreetCondition::way);
}

bool is_drive(const StreetNetwork& network, std::span<const ArcIndex> arcs) {
    for (std::size_t i = 0; i < arcs.size(); ++i) {
        if (arcs[i] >= network.arcs.size() ||
            (i > 0 && network.arcs[arcs[i - 1]].head != network.arcs[arcs[i]].tail)) {
            return false;
        }
    }
    return arcs.size() > 1;
}

bool are_bans_sound(const StreetNetwork& network) {
    std::uint32_t start = 0;
    for (const TurnBan& ban : network.bans) {
        if (ban.first_arc < start || ban.first_arc > network.ban_arcs.size() ||
            ban.words >= network.text_starts.size() - 1 || ban.vehicles > 3) {
            return false;
        }
        start = ban.first_arc;
    }
    for (std::size_t ban = 0; ban < network.bans.size(); ++ban) {
        if (!is_drive(network, network.arcs_of_ban(ban))) {
            return false;
        }
    }
    return true;
}

}  // namespace

std::optional<std::string> unsound_part(const StreetNetwork& network) {
    // Texts and nodes first: the others lean on them.
    if (network.datum != "WGS84") {
        return "datum";
    }
    if (!are_texts_sound(network)) {
        return "texts";
    }
    if (!are_nodes_sound(network)) {
        return "nodes";
    }
    if (!are_ways_sound(network)) {
        return "ways";
    }
    if (!are_pieces_sound(network)) {
        return "pieces";
    }
    if (!are_arcs_sound(network)) {
        return "arcs";
    }
    if (!are_barriers_sound(network)) {
        return "barriers";
    }
    if (!are_conditions_sound(network)) {
        return "conditions";
    }
    return are_bans_sound(network) ? std::nullopt : std::optional<std::string>("bans");
}

}  // namespace relief
