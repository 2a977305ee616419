// SPDX-License-Identifier: Apache-2.0
#include "routing/network/closure_reader.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace relief {
std::vector<ClosureReader::KnownPost> ClosureReader::known_posts(const SpokenRoad& road,
                                                                 const RoadChain& chain) const {
    std::vector<KnownPost> known;
    for (const RoadPost& post : gazetteer_.posts) {
        if (post.ref == road.ref) {
            known.push_back({.metres = post.metres, .from_cm = along(chain, post.at)});
        }
    }
    std::sort(known.begin(), known.end(), [](const KnownPost& left, const KnownPost& right) {
        return left.metres < right.metres;
    });
    return known;
}

std::uint64_t ClosureReader::along(const RoadChain& chain, StreetPoint point) const {
    double least = -1;
    std::uint64_t found = 0;
    for (const PieceIndex piece : chain.pieces) {
        const StreetPiece& about = network_.pieces[piece];
        const ArcIndex arc = about.forward != no_index ? about.forward : about.backward;
        double passed = 0;
        const std::vector<StreetPoint> line = network_.line_of(arc);
        double length = 0;
        for (std::size_t i = 1; i < line.size(); ++i) {
            length += distance_m(line[i - 1], line[i]);
        }
        const NodeIndex tail = network_.arcs[arc].tail;
        const NodeIndex head = network_.arcs[arc].head;
        for (std::size_t i = 0; i < line.size(); ++i) {
            passed += i == 0 ? 0 : distance_m(line[i - 1], line[i]);
            const double distance = distance_m(line[i], point);
            if (least < 0 || distance < least) {
                least = distance;
                const double share = length == 0 ? 0 : passed / length;
                const auto from = static_cast<double>(chain.from_cm[tail]);
                const auto to = static_cast<double>(chain.from_cm[head]);
                found = static_cast<std::uint64_t>(from + share * (to - from));
            }
        }
    }
    return found;
}

std::optional<std::uint64_t> ClosureReader::interpolated(const std::vector<KnownPost>& known,
                                                         std::int64_t metres) {
    for (std::size_t i = 1; i < known.size(); ++i) {
        const KnownPost& low = known[i - 1];
        const KnownPost& high = known[i];
        if (metres < low.metres || metres > high.metres || low.metres == high.metres) {
            continue;
        }
        const double share = static_cast<double>(metres - low.metres) /
                             static_cast<double>(high.metres - low.metres);
        const auto from = static_cast<double>(low.from_cm);
        return static_cast<std::uint64_t>(
            std::llround(from + share * (static_cast<double>(high.from_cm) - from)));
    }
    return std::nullopt;
}

std::string ClosureReader::posts_text(const HeardPosts& posts) {
    return posts.from_m == posts.to_m ? post_text(posts.from_m)
                                      : post_text(posts.from_m) + "—" + post_text(posts.to_m);
}

void ClosureReader::by_posts(const SpokenRoad& road, const RoadChain& chain,
                             const HeardPosts& posts) {
    const std::string label = fmt::format("{} {}", road.label, posts_text(posts));
    const std::vector<KnownPost> known = known_posts(road, chain);
    const auto from = interpolated(known, posts.from_m);
    const auto to = interpolated(known, posts.to_m);
    if (from && to) {
        const auto [low, high] = std::minmax({*from, *to});
        add(95, ClosureKind::arc, chain.between(network_, low, high),
            {label + "（按里程碑）", label + " (by posts)"}, road.doubts, &chain, road.ref);
        return;
    }
    const auto length_m = static_cast<std::int64_t>(chain.length_cm / 100);
    if (posts.to_m > length_m) {
        tell(fmt::format("{} 超出路网上 {} 的长度 {:.1f} km：桩号不从本省起算，或路号有误",
                         post_text(posts.to_m), road.label, static_cast<double>(length_m) / 1000),
             fmt::format("{} lies beyond the {:.1f} km of {} on the network: its posts begin "
                         "elsewhere, or the number is wrong",
                         post_text(posts.to_m), static_cast<double>(length_m) / 1000, road.label));
        return;
    }
    by_length(road, chain, posts, label);
}

void ClosureReader::by_length(const SpokenRoad& road, const RoadChain& chain,
                              const HeardPosts& posts, const std::string& label) {
    const auto counted = counted_from_origin(chain, road.ref);
    const RoadChain first = counted.value_or(chain);
    for (const bool is_first : {true, false}) {
        const RoadChain way = is_first ? first : first.turned();
        const std::string start = seat_name_near(network_.nodes[way.start]);
        std::vector<ClosureDoubt> doubts = road.doubts;
        doubts.push_back(
            {.zh = fmt::format("路网没有里程碑：从{}一端沿路量得", start),
             .en = fmt::format("no posts on the network: measured from the end near {}", start),
             .minus = counted && is_first ? 15 : 25});
        add(55, ClosureKind::arc,
            way.between(network_, static_cast<std::uint64_t>(posts.from_m) * 100,
                        static_cast<std::uint64_t>(posts.to_m) * 100),
            {fmt::format("{}（自{}端量）", label, start),
             fmt::format("{} (from the end near {})", label, start)},
            std::move(doubts), &way, road.ref);
    }
}

}  // namespace relief
