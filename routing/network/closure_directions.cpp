// SPDX-License-Identifier: Apache-2.0
#include "routing/network/closure_reader.h"

#include <fmt/format.h>

namespace relief {
namespace {

constexpr StreetPoint beijing{.longitude_e7 = 1'164'000'000, .latitude_e7 = 399'000'000};

}  // namespace

StreetDirections ClosureReader::downhill(PieceIndex piece,
                                         const std::vector<std::uint64_t>& costs) const {
    const std::uint64_t from = costs[network_.pieces[piece].from];
    const std::uint64_t to = costs[network_.pieces[piece].to];
    return to < from   ? StreetDirections::forward
           : from < to ? StreetDirections::backward
                       : StreetDirections::both;
}

std::vector<StreetDirections> ClosureReader::directions_of(const std::vector<PieceIndex>& of,
                                                           const RoadChain* chain,
                                                           std::string_view ref,
                                                           ClosureCandidate& candidate) {
    std::vector<StreetDirections> directions(of.size(), StreetDirections::both);
    std::optional<std::vector<std::uint64_t>> costs;
    if (heard().direction == HeardDirection::toward) {
        costs = costs_toward(candidate);
    } else if (heard().direction == HeardDirection::up ||
               heard().direction == HeardDirection::down) {
        costs = costs_along_posts(chain, ref, candidate);
    }
    for (std::size_t i = 0; costs && i < of.size(); ++i) {
        directions[i] = downhill(of[i], *costs);
    }
    return directions;
}

std::optional<std::vector<std::uint64_t>> ClosureReader::costs_toward(ClosureCandidate& candidate) {
    const auto spot = spot_in(heard().toward, Keep::end);
    if (!spot) {
        candidate.doubts.push_back(
            {.zh = fmt::format("没有找到“{}”，两个方向都算", heard().toward),
             .en = fmt::format("{} is not known: both directions", heard().toward),
             .minus = 15});
        return std::nullopt;
    }
    candidate.zh += fmt::format("，往{}方向", spot->name);
    candidate.en += fmt::format(", towards {}", spot->name);
    const NodeIndex goal = nearest_node(network_, all_nodes(), spot->seat);
    return node_costs(pieces_, goal,
                      [&](PieceIndex piece) {
                          return std::optional<std::uint64_t>(network_.pieces[piece].length_cm);
                      })
        .cost;
}

std::optional<std::vector<std::uint64_t>> ClosureReader::costs_along_posts(
    const RoadChain* chain, std::string_view ref, ClosureCandidate& candidate) {
    const auto counted = chain == nullptr ? std::nullopt : counted_from_origin(*chain, ref);
    if (!counted) {
        candidate.doubts.push_back(
            {.zh = "不知道桩号从哪端起，上行下行分不清，两个方向都算",
             .en = "nobody knows at which end the posts begin: both directions",
             .minus = 15});
        return std::nullopt;
    }
    const bool is_up = heard().direction == HeardDirection::up;
    const RoadChain& way = *counted;
    candidate.zh += is_up ? "，上行" : "，下行";
    candidate.en += is_up ? ", along rising posts" : ", along falling posts";
    candidate.doubts.push_back({.zh = fmt::format("上行按桩号增大的方向算（由{}往{}）",
                                                  seat_name_near(network_.nodes[way.start]),
                                                  seat_name_near(network_.nodes[way.end])),
                                .en = "'up' is read as along rising posts",
                                .minus = 10});
    return is_up ? way.turned().from_cm : way.from_cm;
}

std::optional<RoadChain> ClosureReader::counted_from_origin(const RoadChain& chain,
                                                            std::string_view ref) const {
    const StreetPoint start = network_.nodes[chain.start];
    const StreetPoint end = network_.nodes[chain.end];
    switch (post_origin(ref)) {
        case PostOrigin::beijing:
            return distance_m(start, beijing) <= distance_m(end, beijing) ? chain : chain.turned();
        case PostOrigin::north:
            return start.latitude_e7 >= end.latitude_e7 ? chain : chain.turned();
        case PostOrigin::east:
            return start.longitude_e7 >= end.longitude_e7 ? chain : chain.turned();
        case PostOrigin::unknown: break;
    }
    return std::nullopt;
}

}  // namespace relief
