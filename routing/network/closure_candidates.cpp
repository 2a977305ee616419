// SPDX-License-Identifier: Apache-2.0
#include "routing/network/closure_candidates.h"

#include "routing/network/road_chain.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

/// A seat farther from a road than this is not on it.
constexpr double off_road_m = 40'000;
constexpr StreetPoint beijing{.longitude_e7 = 1'164'000'000, .latitude_e7 = 399'000'000};

/// A road that was spoken of, with what it has on the network.
struct SpokenRoad {
    std::string label;  ///< "G1212", "前金线"
    std::string ref;    ///< "" where only a name is known
    std::vector<PieceIndex> pieces;
    std::vector<ClosureDoubt> doubts;
};

/// A place that was spoken of.
struct Spot {
    std::string code;
    std::string name;
    StreetPoint seat;
    std::vector<ClosureDoubt> doubts;
};

StreetPoint point_of(double longitude, double latitude) {
    return {.longitude_e7 = static_cast<std::int32_t>(std::lround(longitude * 1e7)),
            .latitude_e7 = static_cast<std::int32_t>(std::lround(latitude * 1e7))};
}

/// The letters of a UTF-8 text, to try shorter and shorter names.
std::vector<std::string> letters_of(const std::string& text) {
    std::vector<std::string> letters;
    for (const char byte : text) {
        if ((static_cast<unsigned char>(byte) & 0xC0U) != 0x80U || letters.empty()) {
            letters.emplace_back();
        }
        letters.back().push_back(byte);
    }
    return letters;
}

std::string joined(const std::vector<std::string>& letters, std::size_t from, std::size_t to) {
    std::string text;
    for (std::size_t i = from; i < to; ++i) {
        text += letters[i];
    }
    return text;
}

class Reader {
  public:
    Reader(const ClosureGazetteer& gazetteer, std::string near, Date on)
        : gazetteer_(gazetteer),
          pieces_(*gazetteer.pieces),
          network_(gazetteer.pieces->network()),
          near_(std::move(near)),
          on_(on) {}

    ClosureReading read(std::string_view words) {
        reading_.heard = understand_closure(words);
        find_roads();
        for (const SpokenRoad& road : roads_) {
            read_road(road);
        }
        if (roads_.empty()) {
            read_without_road();
        }
        finish();
        return std::move(reading_);
    }

  private:
    enum class Keep { beginning, end };  ///< which part of a run is the name

    [[nodiscard]] const ClosureWords& heard() const { return reading_.heard; }

    void tell(std::string zh, std::string en) {
        reading_.findings.push_back({.zh = std::move(zh), .en = std::move(en)});
    }

    // ---- roads

    [[nodiscard]] bool has_road(std::string_view ref) const {
        return std::any_of(roads_.begin(), roads_.end(),
                           [&](const SpokenRoad& road) { return road.ref == ref; });
    }

    void add_road(SpokenRoad road) {
        const bool derived =
            std::any_of(road.pieces.begin(), road.pieces.end(), [&](PieceIndex piece) {
                return network_.ways[network_.pieces[piece].way].has(StreetWay::derived);
            });
        if (derived) {
            road.doubts.push_back({.zh = "路网上的路号是推得的，不是读来的",
                                   .en = "the network's road numbers are derived, not read",
                                   .minus = 10});
        }
        roads_.push_back(std::move(road));
    }

    void find_ref(const std::string& ref) {
        std::vector<PieceIndex> pieces = pieces_of_ref(network_, ref);
        if (pieces.empty()) {
            tell(fmt::format("路网中没有标 {} 的道路", ref),
                 fmt::format("no road of the network bears the number {}", ref));
            return;
        }
        add_road({.label = ref, .ref = ref, .pieces = std::move(pieces)});
    }

    void find_name(const std::string& name) {
        bool known = false;
        for (const RoadName& each : gazetteer_.road_names) {
            if (each.name != name) {
                continue;
            }
            known = true;
            if (!heard().refs.empty() && !has_road(each.ref)) {
                tell(fmt::format("{}是 {}，与所报路号 {} 不符", name, each.ref,
                                 heard().refs.front()),
                     fmt::format("{} is {}, not the number given ({})", name, each.ref,
                                 heard().refs.front()));
            } else if (!has_road(each.ref)) {
                find_ref(each.ref);
            }
        }
        // 沈长线 and the like are the numbers of roads that have no other.
        std::vector<PieceIndex> pieces = pieces_of_ref(network_, name);
        if (pieces.empty()) {
            pieces = pieces_named(network_, name);
        }
        if (!pieces.empty() && heard().refs.empty() && !known) {
            add_road({.label = name, .pieces = std::move(pieces)});
        } else if (!known && pieces.empty() && heard().refs.empty()) {
            tell(fmt::format("路网中没有叫“{}”的道路", name),
                 fmt::format("no road of the network is called {}", name));
        }
    }

    void find_roads() {
        for (const std::string& ref : heard().refs) {
            find_ref(ref);
        }
        for (const std::string& name : heard().road_names) {
            find_name(name);
        }
    }

    // ---- places

    static int rank(const Place& place) {
        constexpr std::array<std::string_view, 6> order{"county",   "prefecture", "zone",
                                                        "township", "committee",  "province"};
        return static_cast<int>(std::find(order.begin(), order.end(), place.kind) - order.begin());
    }

    [[nodiscard]] std::optional<StreetPoint> seat_of(const Place& place) const {
        const Place* at = &place;
        if (!at->longitude || place.kind == "prefecture" || place.kind == "province") {
            at = gazetteer_.places->find_code(gazetteer_.places->seat_county(place.code));
        }
        if (at == nullptr || !at->longitude || !at->latitude) {
            return std::nullopt;
        }
        return point_of(*at->longitude, *at->latitude);
    }

    /// The best of the places a name means: near the place spoken of, then counties first.
    [[nodiscard]] std::optional<Spot> spot_called(const std::string& name) const {
        std::vector<PlaceMatch> matches = gazetteer_.places->find(name, on_);
        std::erase_if(matches,
                      [](const PlaceMatch& match) { return match.place->kind == "province"; });
        const auto away = [&](const PlaceMatch& match) {
            return !near_.empty() && !gazetteer_.places->is_within(match.place->code, near_);
        };
        std::stable_sort(matches.begin(), matches.end(),
                         [&](const PlaceMatch& left, const PlaceMatch& right) {
                             return std::pair(away(left), rank(*left.place)) <
                                    std::pair(away(right), rank(*right.place));
                         });
        if (matches.empty()) {
            return std::nullopt;
        }
        const Place& place = *matches.front().place;
        const auto seat = seat_of(place);
        if (!seat) {
            return std::nullopt;
        }
        Spot spot{.code = place.code, .name = place.name, .seat = *seat};
        if (matches.size() > 1 && rank(*matches[1].place) == rank(place)) {
            spot.doubts.push_back(
                {.zh = fmt::format("“{}”有 {} 处同名，取了 {}", name, matches.size(), place.code),
                 .en = fmt::format("{} places are called {}; {} was taken", matches.size(), name,
                                   place.code),
                 .minus = 15});
        }
        return spot;
    }

    /// The longest part of a run, from its beginning or to its end, that is a place.
    [[nodiscard]] std::optional<Spot> spot_in(const std::string& run, Keep keep) const {
        const std::vector<std::string> letters = letters_of(run);
        for (std::size_t size = std::min<std::size_t>(letters.size(), 12); size >= 2; --size) {
            const std::string name = keep == Keep::beginning
                                         ? joined(letters, 0, size)
                                         : joined(letters, letters.size() - size, letters.size());
            if (auto spot = spot_called(name)) {
                return spot;
            }
        }
        return std::nullopt;
    }

    std::optional<Spot> told_spot(const std::string& run, Keep keep) {
        auto spot = spot_in(run, keep);
        if (!spot) {
            tell(fmt::format("没有找到地名“{}”", run),
                 fmt::format("no place called {} is known", run));
        }
        return spot;
    }

    std::optional<std::pair<Spot, Spot>> pair_of(const HeardPair& pair) {
        auto from = told_spot(pair.from, Keep::end);
        auto to = told_spot(pair.to, Keep::beginning);
        if (!from || !to || from->code == to->code) {
            return std::nullopt;
        }
        return std::pair(std::move(*from), std::move(*to));
    }

    /// The ground of a division: of a county its border, of a prefecture those of its counties, of
    /// a township that of its county.
    [[nodiscard]] ClosureArea ground_of(const std::string& code) const {
        ClosureArea ground;
        const std::string county = code.size() > 6 ? code.substr(0, 6) : code;
        for (const auto& [of, border] : gazetteer_.borders) {
            if (of == county || gazetteer_.places->is_within(of, county)) {
                ground.rings.insert(ground.rings.end(), border.rings.begin(), border.rings.end());
            }
        }
        return ground;
    }

    [[nodiscard]] std::string seat_name_near(StreetPoint point) const {
        const Place* best = nullptr;
        double least = 0;
        for (const Place& place : gazetteer_.places->all()) {
            if (place.kind != "county" || !place.longitude || !place.latitude) {
                continue;
            }
            const double distance = distance_m(point, point_of(*place.longitude, *place.latitude));
            if (best == nullptr || distance < least) {
                best = &place;
                least = distance;
            }
        }
        return best == nullptr ? "?" : best->name;
    }

    // ---- candidates

    void add(int confidence, ClosureKind kind, std::vector<PieceIndex> of,
             std::pair<std::string, std::string> name, std::vector<ClosureDoubt> doubts,
             const RoadChain* chain = nullptr, std::string_view ref = "") {
        if (of.empty()) {
            return;
        }
        ClosureCandidate candidate{.kind = kind,
                                   .confidence = confidence,
                                   .zh = std::move(name.first),
                                   .en = std::move(name.second),
                                   .doubts = std::move(doubts)};
        std::vector<StreetDirections> directions = directions_of(of, chain, ref, candidate);
        leave_out_undriven(of, directions);
        for (const PieceIndex piece : of) {
            candidate.km += network_.pieces[piece].length_cm / 1e5;
        }
        candidate.stretches = stretches_of(of, directions);
        if (of.empty()) {
            return;
        }
        for (const ClosureDoubt& doubt : candidate.doubts) {
            candidate.confidence -= doubt.minus;
        }
        candidate.confidence = std::clamp(candidate.confidence, 1, 99);
        reading_.candidates.push_back(std::move(candidate));
    }

    /// Of a one-way carriageway the other direction has nothing to shut.
    void leave_out_undriven(std::vector<PieceIndex>& of,
                            std::vector<StreetDirections>& directions) const {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < of.size(); ++i) {
            const StreetPiece& piece = network_.pieces[of[i]];
            const bool forward = directions[i] != StreetDirections::backward;
            const bool backward = directions[i] != StreetDirections::forward;
            if ((forward && piece.forward != no_index) ||
                (backward && piece.backward != no_index)) {
                of[kept] = of[i];
                directions[kept++] = directions[i];
            }
        }
        of.resize(kept);
        directions.resize(kept);
    }

    /// Whole ways are told as such, others piece by piece.
    [[nodiscard]] std::vector<ClosedStretch> stretches_of(
        const std::vector<PieceIndex>& of, const std::vector<StreetDirections>& directions) const {
        std::vector<ClosedStretch> stretches;
        for (std::size_t i = 0; i < of.size();) {
            const WayIndex way = network_.pieces[of[i]].way;
            std::size_t end = i;
            while (end < of.size() && network_.pieces[of[end]].way == way) {
                ++end;
            }
            const bool alike =
                std::all_of(directions.begin() + static_cast<std::ptrdiff_t>(i),
                            directions.begin() + static_cast<std::ptrdiff_t>(end),
                            [&](StreetDirections each) { return each == directions[i]; });
            if (alike && end - i == network_.pieces_of(way).size()) {
                stretches.push_back({.way = network_.ways[way].id, .directions = directions[i]});
            } else {
                for (std::size_t k = i; k < end; ++k) {
                    const StreetPiece& piece = network_.pieces[of[k]];
                    stretches.push_back({.way = network_.ways[way].id,
                                         .from_node = network_.node_ids[piece.from],
                                         .to_node = network_.node_ids[piece.to],
                                         .directions = directions[k]});
                }
            }
            i = end;
        }
        return stretches;
    }

    /// The direction in which a piece leads to where `costs` are lower.
    [[nodiscard]] StreetDirections downhill(PieceIndex piece,
                                            const std::vector<std::uint64_t>& costs) const {
        const std::uint64_t from = costs[network_.pieces[piece].from];
        const std::uint64_t to = costs[network_.pieces[piece].to];
        return to < from   ? StreetDirections::forward
               : from < to ? StreetDirections::backward
                           : StreetDirections::both;
    }

    std::vector<StreetDirections> directions_of(const std::vector<PieceIndex>& of,
                                                const RoadChain* chain, std::string_view ref,
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

    std::optional<std::vector<std::uint64_t>> costs_toward(ClosureCandidate& candidate) {
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

    /// Distances to the end to which the direction leads: of 上行 the one of the rising posts.
    std::optional<std::vector<std::uint64_t>> costs_along_posts(const RoadChain* chain,
                                                                std::string_view ref,
                                                                ClosureCandidate& candidate) {
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

    /// The chain with its start where the posts begin, where that is known.
    [[nodiscard]] std::optional<RoadChain> counted_from_origin(const RoadChain& chain,
                                                               std::string_view ref) const {
        const StreetPoint start = network_.nodes[chain.start];
        const StreetPoint end = network_.nodes[chain.end];
        switch (post_origin(ref)) {
            case PostOrigin::beijing:
                return distance_m(start, beijing) <= distance_m(end, beijing) ? chain
                                                                              : chain.turned();
            case PostOrigin::north:
                return start.latitude_e7 >= end.latitude_e7 ? chain : chain.turned();
            case PostOrigin::east:
                return start.longitude_e7 >= end.longitude_e7 ? chain : chain.turned();
            case PostOrigin::unknown: break;
        }
        return std::nullopt;
    }

    const std::vector<NodeIndex>& all_nodes() {
        if (all_nodes_.empty()) {
            for (NodeIndex node = 0; node < network_.nodes.size(); ++node) {
                all_nodes_.push_back(node);
            }
        }
        return all_nodes_;
    }

    // ---- what is said of a road

    void read_road(const SpokenRoad& road) {
        const RoadChain chain = lay_out(pieces_, road.pieces);
        const std::size_t before = reading_.candidates.size();
        for (const HeardPosts& posts : heard().posts) {
            by_posts(road, chain, posts);
        }
        by_structures(road);
        for (const HeardPair& pair : heard().between) {
            by_pair(road, chain, pair);
        }
        by_division(road, chain);
        const bool said_where = !heard().posts.empty() || !heard().structures.empty();
        if (reading_.candidates.size() == before || (heard().whole_road && !said_where)) {
            by_whole(road, chain);
        }
    }

    void by_whole(const SpokenRoad& road, const RoadChain& chain) {
        std::vector<ClosureDoubt> doubts = road.doubts;
        const bool narrower = !heard().posts.empty() || !heard().structures.empty() ||
                              !heard().between.empty() || !heard().within.empty();
        if (narrower) {
            doubts.push_back({.zh = "所报地点没有落到路上，只能列出整条路",
                              .en = "where on the road was not found: all of it is shown",
                              .minus = 25});
        } else if (!heard().whole_road) {
            doubts.push_back(
                {.zh = "没有说在哪一段", .en = "nobody said where on the road", .minus = 40});
        }
        add(85, ClosureKind::way, road.pieces, {road.label + " 全线", "all of " + road.label},
            std::move(doubts), &chain, road.ref);
    }

    void doubt_distance(const Spot& spot, const SpokenRoad& road, double metres,
                        std::vector<ClosureDoubt>& doubts) const {
        if (metres > 5000) {
            doubts.push_back({.zh = fmt::format("{}城区离 {} 有 {:.0f} km", spot.name, road.label,
                                                metres / 1000),
                              .en = fmt::format("the seat of {} lies {:.0f} km off {}", spot.name,
                                                metres / 1000, road.label),
                              .minus = metres > 15'000 ? 25 : 10});
        }
        doubts.insert(doubts.end(), spot.doubts.begin(), spot.doubts.end());
    }

    void by_pair(const SpokenRoad& road, const RoadChain& chain, const HeardPair& pair) {
        const auto spots = pair_of(pair);
        if (!spots) {
            return;
        }
        std::vector<ClosureDoubt> doubts = road.doubts;
        std::array<NodeIndex, 2> ends{};
        for (std::size_t i = 0; i < 2; ++i) {
            const Spot& spot = i == 0 ? spots->first : spots->second;
            ends[i] = nearest_node(network_, chain.nodes, spot.seat);
            const double metres = distance_m(network_.nodes[ends[i]], spot.seat);
            if (metres > off_road_m) {
                tell(fmt::format("{} 不经过 {}（相距 {:.0f} km）", road.label, spot.name,
                                 metres / 1000),
                     fmt::format("{} does not pass {} ({:.0f} km away)", road.label, spot.name,
                                 metres / 1000));
                return;
            }
            doubt_distance(spot, road, metres, doubts);
        }
        doubt_unused_posts(doubts);
        const auto [low, high] = std::minmax({chain.from_cm[ends[0]], chain.from_cm[ends[1]]});
        add(85, ClosureKind::way, chain.between(network_, low, high),
            {fmt::format("{} {}—{}", road.label, spots->first.name, spots->second.name),
             fmt::format("{} {}-{}", road.label, spots->first.name, spots->second.name)},
            std::move(doubts), &chain, road.ref);
    }

    void doubt_unused_posts(std::vector<ClosureDoubt>& doubts) const {
        if (!heard().posts.empty()) {
            doubts.push_back({.zh = "比所报桩号宽：路网没有里程碑，封的是整段",
                              .en = "wider than the post: the network has none",
                              .minus = 20});
        }
        if (!heard().structures.empty()) {
            doubts.push_back({.zh = "比所报的桥或隧道宽：路网上没有它的名字",
                              .en = "wider than the bridge or tunnel, whose name is not known",
                              .minus = 20});
        }
    }

    void by_division(const SpokenRoad& road, const RoadChain& chain) {
        std::vector<Spot> spots;
        for (const std::string& within : heard().within) {
            if (auto spot = told_spot(within, Keep::end)) {
                spots.push_back(std::move(*spot));
            }
        }
        if (spots.empty() && !near_.empty() && heard().between.empty() && !heard().whole_road) {
            if (auto spot = spot_called(near_)) {
                spots.push_back(std::move(*spot));
            }
        }
        for (const Spot& spot : spots) {
            std::vector<ClosureDoubt> doubts = road.doubts;
            doubts.insert(doubts.end(), spot.doubts.begin(), spot.doubts.end());
            doubts.push_back({.zh = "没有说在境内哪一段",
                              .en = "nobody said where within the division",
                              .minus = 15});
            doubt_unused_posts(doubts);
            doubt_township(spot, doubts);
            add(80, ClosureKind::way, pieces_in(spot.code, road.pieces),
                {fmt::format("{} {}境内", road.label, spot.name),
                 fmt::format("{} within {}", road.label, spot.name)},
                std::move(doubts), &chain, road.ref);
        }
    }

    static void doubt_township(const Spot& spot, std::vector<ClosureDoubt>& doubts) {
        if (spot.code.size() > 6) {
            doubts.push_back({.zh = "没有乡镇界，按所在县列出",
                              .en = "the border of the township is not known: its county",
                              .minus = 15});
        }
    }

    [[nodiscard]] std::vector<PieceIndex> pieces_in(const std::string& code,
                                                    const std::vector<PieceIndex>& of) const {
        const AreaTest ground(ground_of(code));
        std::vector<PieceIndex> found;
        for (const PieceIndex piece : of) {
            const StreetPiece& about = network_.pieces[piece];
            const ArcIndex arc = about.forward != no_index ? about.forward : about.backward;
            if (ground.meets(network_.line_of(arc))) {
                found.push_back(piece);
            }
        }
        return found;
    }

    // ---- kilometre posts

    /// A post that was measured, by where it lies along the chain.
    struct KnownPost {
        std::int64_t metres = 0;
        std::uint64_t from_cm = 0;
    };

    [[nodiscard]] std::vector<KnownPost> known_posts(const SpokenRoad& road,
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

    /// How far along the chain a point lies, by the piece nearest to it.
    [[nodiscard]] std::uint64_t along(const RoadChain& chain, StreetPoint point) const {
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

    /// Where a post lies that stands between two measured ones.
    static std::optional<std::uint64_t> interpolated(const std::vector<KnownPost>& known,
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

    static std::string posts_text(const HeardPosts& posts) {
        return posts.from_m == posts.to_m ? post_text(posts.from_m)
                                          : post_text(posts.from_m) + "—" + post_text(posts.to_m);
    }

    void by_posts(const SpokenRoad& road, const RoadChain& chain, const HeardPosts& posts) {
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
                             post_text(posts.to_m), road.label,
                             static_cast<double>(length_m) / 1000),
                 fmt::format("{} lies beyond the {:.1f} km of {} on the network: its posts begin "
                             "elsewhere, or the number is wrong",
                             post_text(posts.to_m), static_cast<double>(length_m) / 1000,
                             road.label));
            return;
        }
        by_length(road, chain, posts, label);
    }

    /// Without posts: counted along the road from its ends, the likelier one first.
    void by_length(const SpokenRoad& road, const RoadChain& chain, const HeardPosts& posts,
                   const std::string& label) {
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

    // ---- bridges and tunnels

    [[nodiscard]] bool is_such(PieceIndex piece, bool is_tunnel) const {
        return network_.ways[network_.pieces[piece].way].has(is_tunnel ? StreetWay::tunnel
                                                                       : StreetWay::bridge);
    }

    void by_structures(const SpokenRoad& road) {
        for (const HeardStructure& structure : heard().structures) {
            named_structure(structure);
            std::vector<PieceIndex> such = road.pieces;
            std::erase_if(such,
                          [&](PieceIndex piece) { return !is_such(piece, structure.is_tunnel); });
            if (!near_.empty()) {
                such = pieces_in(near_.substr(0, 6), such);
            }
            constexpr std::size_t few = 6;
            for (std::size_t i = 0; i < such.size() && such.size() <= few; ++i) {
                std::vector<ClosureDoubt> doubts = road.doubts;
                doubts.push_back({.zh = "路网不知道它的名字：路上的一座桥或隧道",
                                  .en = "its name is not known: one of the road's",
                                  .minus = 20});
                add(55, ClosureKind::bridge, {such[i]},
                    {fmt::format("{} 第 {} 座", road.label, i + 1),
                     fmt::format("{} number {}", road.label, i + 1)},
                    std::move(doubts));
            }
        }
    }

    void named_structure(const HeardStructure& structure) {
        if (structure.name.empty()) {
            return;
        }
        std::vector<PieceIndex> named = pieces_named(network_, structure.name);
        if (named.empty()) {
            tell(fmt::format("路网中没有叫“{}”的桥或隧道", structure.name),
                 fmt::format("no bridge or tunnel of the network is called {}", structure.name));
            return;
        }
        std::vector<PieceIndex> such = named;
        std::erase_if(such, [&](PieceIndex piece) { return !is_such(piece, structure.is_tunnel); });
        std::vector<ClosureDoubt> doubts;
        if (such.empty()) {
            doubts.push_back({.zh = "同名道路，没有标为桥或隧道",
                              .en = "a road of that name, not marked as a bridge or tunnel",
                              .minus = 20});
        }
        add(90, ClosureKind::bridge, such.empty() ? named : such, {structure.name, structure.name},
            std::move(doubts));
    }

    // ---- no road was named, or none that is known

    void read_without_road() {
        for (const HeardStructure& structure : heard().structures) {
            named_structure(structure);
        }
        for (const HeardPair& pair : heard().between) {
            if (const auto spots = pair_of(pair)) {
                quickest(spots->first, spots->second);
            }
        }
        for (const std::string& name : heard().exits_of) {
            if (const auto spot = told_spot(name, Keep::end)) {
                exits(*spot);
            }
        }
        if (heard().every_road && heard().exits_of.empty()) {
            for (const std::string& name : heard().within) {
                if (const auto spot = told_spot(name, Keep::end)) {
                    all_within(*spot);
                }
            }
        }
        if (heard().every_expressway) {
            every_expressway();
        }
    }

    /// Better roads are preferred as a driver would: about in the ratio of their speeds.
    [[nodiscard]] std::uint64_t drive_cost(PieceIndex piece) const {
        const StreetPiece& about = network_.pieces[piece];
        const auto place = static_cast<std::size_t>(network_.ways[about.way].street_class);
        constexpr std::array<std::uint64_t, 8> tenths{10, 15, 12, 17, 14, 19, 18, 22};
        return about.length_cm * (place < tenths.size() ? tenths[place] : 30);
    }

    void quickest(const Spot& from, const Spot& to) {
        const NodeIndex start = nearest_node(network_, all_nodes(), from.seat);
        const NodeIndex goal = nearest_node(network_, all_nodes(), to.seat);
        if (start == no_index) {
            return;
        }
        const NodeCosts costs = node_costs(pieces_, start, [&](PieceIndex piece) {
            return std::optional<std::uint64_t>(drive_cost(piece));
        });
        std::vector<PieceIndex> path;
        for (NodeIndex node = goal; costs.by[node] != no_index;) {
            const StreetPiece& piece = network_.pieces[costs.by[node]];
            path.push_back(costs.by[node]);
            node = piece.from == node ? piece.to : piece.from;
        }
        std::sort(path.begin(), path.end());
        std::vector<ClosureDoubt> doubts{{.zh = "没有说是哪条路：列出两地间通常走的路",
                                          .en = "no road was named: the usual way between the two",
                                          .minus = 20}};
        for (const Spot* spot : {&from, &to}) {
            doubts.insert(doubts.end(), spot->doubts.begin(), spot->doubts.end());
            doubt_township(*spot, doubts);
        }
        add(65, ClosureKind::way, std::move(path),
            {fmt::format("{}—{}（通常走的路）", from.name, to.name),
             fmt::format("{}-{} (the usual way)", from.name, to.name)},
            std::move(doubts));
    }

    void exits(const Spot& spot) {
        const AreaTest ground(ground_of(spot.code));
        std::vector<PieceIndex> crossing;
        for (PieceIndex piece = 0; piece < network_.pieces.size(); ++piece) {
            const StreetPiece& about = network_.pieces[piece];
            if (ground.contains(network_.nodes[about.from]) !=
                ground.contains(network_.nodes[about.to])) {
                crossing.push_back(piece);
            }
        }
        add(70, ClosureKind::way, std::move(crossing),
            {spot.name + " 全部出口", "every road out of " + spot.name},
            {{.zh = "按过县界的路段列出", .en = "the stretches over its border", .minus = 10}});
    }

    void all_within(const Spot& spot) {
        std::vector<PieceIndex> every(network_.pieces.size());
        for (PieceIndex piece = 0; piece < every.size(); ++piece) {
            every[piece] = piece;
        }
        std::vector<ClosureDoubt> doubts = spot.doubts;
        doubt_township(spot, doubts);
        add(60, ClosureKind::way, pieces_in(spot.code, every),
            {spot.name + " 境内全部道路", "every road within " + spot.name}, std::move(doubts));
    }

    void every_expressway() {
        std::vector<PieceIndex> such;
        for (PieceIndex piece = 0; piece < network_.pieces.size(); ++piece) {
            const StreetClass of = network_.ways[network_.pieces[piece].way].street_class;
            if (of == StreetClass::motorway || of == StreetClass::motorway_link) {
                such.push_back(piece);
            }
        }
        add(85, ClosureKind::way, std::move(such), {"全部高速公路", "every expressway"}, {});
    }

    void finish() {
        std::vector<ClosureCandidate>& all = reading_.candidates;
        std::stable_sort(all.begin(), all.end(),
                         [](const ClosureCandidate& left, const ClosureCandidate& right) {
                             return left.confidence > right.confidence;
                         });
        std::vector<ClosureCandidate> distinct;
        for (ClosureCandidate& candidate : all) {
            const bool known =
                std::any_of(distinct.begin(), distinct.end(), [&](const ClosureCandidate& each) {
                    return each.stretches == candidate.stretches;
                });
            if (!known && distinct.size() < closure_candidates_max) {
                distinct.push_back(std::move(candidate));
            }
        }
        all = std::move(distinct);
        auto& findings = reading_.findings;
        for (std::size_t i = 0; i < findings.size(); ++i) {
            findings.erase(std::remove(findings.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                       findings.end(), findings[i]),
                           findings.end());
        }
    }

    const ClosureGazetteer& gazetteer_;
    const StreetPieces& pieces_;
    const StreetNetwork& network_;
    std::string near_;
    Date on_;
    ClosureReading reading_;
    std::vector<SpokenRoad> roads_;
    std::vector<NodeIndex> all_nodes_;
};

}  // namespace

ClosureReading read_closure_words(const ClosureGazetteer& gazetteer, std::string_view words,
                                  const std::string& near, Date on) {
    return Reader(gazetteer, near, on).read(words);
}

}  // namespace relief
