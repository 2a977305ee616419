// SPDX-License-Identifier: Apache-2.0
#include "routing/network/turn_bans.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace relief {
namespace {

constexpr std::size_t members_max = 100;
constexpr std::size_t via_ways_max = 6;
constexpr std::size_t way_pieces_max = 2000;  // OpenStreetMap's own bound of a way's points
constexpr std::size_t ban_arcs_max = 100;
constexpr std::size_t turns_max = 64;

/// Why a restriction cannot be placed; a finding's word.
using Trouble = std::string_view;
constexpr Trouble fine;
constexpr Trouble missing = "restriction_member_missing";
constexpr Trouble not_joined = "restriction_not_joined";
constexpr Trouble ambiguous = "restriction_ambiguous";
constexpr Trouble too_large = "restriction_too_large";
constexpr Trouble moot = "restriction_moot";

/// The network with the ways found by their ids.
class Placing {
  public:
    explicit Placing(StreetNetwork& network) : network_(network) {
        ways_.reserve(network.ways.size());
        for (std::size_t i = 0; i < network.ways.size(); ++i) {
            ways_.emplace_back(network.ways[i].id, static_cast<WayIndex>(i));
        }
        std::ranges::sort(ways_);
    }

    [[nodiscard]] std::optional<WayIndex> way(std::int64_t id) const {
        const auto found = std::ranges::lower_bound(ways_, std::pair(id, WayIndex{0}));
        return found != ways_.end() && found->first == id ? std::optional(found->second)
                                                          : std::nullopt;
    }
    [[nodiscard]] std::optional<NodeIndex> node(std::int64_t id) const {
        const auto found = std::ranges::lower_bound(network_.node_ids, id);
        return found != network_.node_ids.end() && *found == id
                   ? std::optional(static_cast<NodeIndex>(found - network_.node_ids.begin()))
                   : std::nullopt;
    }
    [[nodiscard]] bool touches(WayIndex way, NodeIndex node) const {
        return std::ranges::any_of(network_.pieces_of(way), [node](const StreetPiece& piece) {
            return piece.from == node || piece.to == node;
        });
    }

    /// The arcs of a way that come to a node.
    [[nodiscard]] std::vector<ArcIndex> arcs_into(WayIndex way, NodeIndex node) const {
        std::vector<ArcIndex> arcs;
        for (const StreetPiece& piece : network_.pieces_of(way)) {
            if (piece.to == node && piece.forward != no_index) {
                arcs.push_back(piece.forward);
            }
            if (piece.from == node && piece.backward != no_index) {
                arcs.push_back(piece.backward);
            }
        }
        return arcs;
    }
    /// The arcs of a way that leave a node.
    [[nodiscard]] std::vector<ArcIndex> arcs_out(WayIndex way, NodeIndex node) const {
        std::vector<ArcIndex> arcs;
        for (const StreetPiece& piece : network_.pieces_of(way)) {
            if (piece.from == node && piece.forward != no_index) {
                arcs.push_back(piece.forward);
            }
            if (piece.to == node && piece.backward != no_index) {
                arcs.push_back(piece.backward);
            }
        }
        return arcs;
    }

    /// All arcs of a way from one end to the other; empty where a one-way forbids it or the way
    /// has a gap.
    [[nodiscard]] std::vector<ArcIndex> along(WayIndex way, bool backward) const {
        const std::span<const StreetPiece> pieces = network_.pieces_of(way);
        std::vector<ArcIndex> arcs;
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            const StreetPiece& piece = backward ? pieces[pieces.size() - 1 - i] : pieces[i];
            const ArcIndex arc = backward ? piece.backward : piece.forward;
            const bool follows =
                arcs.empty() ||
                (arc != no_index && network_.arcs[arcs.back()].head == network_.arcs[arc].tail);
            if (arc == no_index || !follows || arcs.size() >= ban_arcs_max) {
                return {};
            }
            arcs.push_back(arc);
        }
        return arcs;
    }
    [[nodiscard]] std::pair<NodeIndex, NodeIndex> ends(WayIndex way) const {
        const std::span<const StreetPiece> pieces = network_.pieces_of(way);
        return {pieces.front().from, pieces.back().to};
    }

    [[nodiscard]] StreetNetwork& network() const { return network_; }

  private:
    StreetNetwork& network_;
    std::vector<std::pair<std::int64_t, WayIndex>> ways_;
};

/// A via driven from its first node to its last; no arcs where the via is a node.
struct Via {
    NodeIndex first = 0;
    NodeIndex last = 0;
    std::vector<ArcIndex> arcs;
};

/// Every order in which the via ways make one drive from a node of the from way to one of the to
/// way, each driven whole and once.
class ViaSearch {
  public:
    ViaSearch(const Placing& placing, std::vector<WayIndex> ways, WayIndex from, WayIndex to)
        : placing_(placing), ways_(std::move(ways)), used_(ways_.size()), from_(from), to_(to) {}

    [[nodiscard]] std::vector<Via> search() {
        std::vector<NodeIndex> starts;
        for (const WayIndex way : ways_) {
            const auto [a, b] = placing_.ends(way);
            starts.insert(starts.end(), {a, b});
        }
        std::ranges::sort(starts);
        starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
        for (const NodeIndex start : starts) {
            if (placing_.touches(from_, start)) {
                is_shut_ = placing_.arcs_into(from_, start).empty();
                via_ = {.first = start, .last = start, .arcs = {}};
                extend();
            }
        }
        return std::move(found_);
    }
    /// Whether the ways meet end to end, one-ways left aside.
    [[nodiscard]] bool meets() const { return meets_; }

  private:
    void extend() {
        if (std::ranges::all_of(used_, [](bool used) { return used; })) {
            if (placing_.touches(to_, via_.last)) {
                meets_ = true;
                if (!is_shut_ && !placing_.arcs_out(to_, via_.last).empty()) {
                    found_.push_back(via_);
                }
            }
            return;
        }
        for (std::size_t i = 0; i < ways_.size(); ++i) {
            const auto [a, b] = placing_.ends(ways_[i]);
            if (!used_[i] && a == via_.last) {
                drive(i, b, false);
            }
            if (!used_[i] && b == via_.last) {
                drive(i, a, true);
            }
        }
    }

    void drive(std::size_t i, NodeIndex end, bool backward) {
        const Via before = via_;
        const bool was_shut = is_shut_;
        const std::vector<ArcIndex> arcs = placing_.along(ways_[i], backward);
        used_[i] = true;
        is_shut_ = is_shut_ || arcs.empty();
        via_.arcs.insert(via_.arcs.end(), arcs.begin(), arcs.end());
        via_.last = end;
        extend();
        used_[i] = false;
        is_shut_ = was_shut;
        via_ = before;
    }

    const Placing& placing_;
    std::vector<WayIndex> ways_;
    std::vector<bool> used_;
    WayIndex from_;
    WayIndex to_;
    Via via_;
    bool is_shut_ = false;
    bool meets_ = false;
    std::vector<Via> found_;
};

using Arcs = std::vector<ArcIndex>;

void add_ban(StreetNetwork& network, const StreetRestriction& restriction, const Arcs& drive,
             ArcIndex last, bool is_behind = false) {
    network.bans.push_back({.id = restriction.id,
                            .first_arc = static_cast<std::uint32_t>(network.ban_arcs.size()),
                            .words = restriction.words,
                            .vehicles = restriction.vehicles,
                            .is_conditional = static_cast<std::uint8_t>(restriction.is_conditional),
                            .is_behind = static_cast<std::uint8_t>(is_behind)});
    network.ban_arcs.insert(network.ban_arcs.end(), drive.begin(), drive.end());
    network.ban_arcs.push_back(last);
}

/// Bans turning back on the road behind a drive, unless the road ends there.
void ban_turning_back(StreetNetwork& network, const StreetRestriction& restriction,
                      const Arcs& drive) {
    const ArcIndex back = network.reverse_of(drive.back());
    if (back != no_index && network.arcs_of(network.arcs[drive.back()].head).size() > 1) {
        add_ban(network, restriction, drive, back, true);
    }
}

/// Turning back on the via, or on a road right behind the banned turn, is no way round it.
void ban_dodges(StreetNetwork& network, const StreetRestriction& restriction, const Arcs& drive,
                ArcIndex banned, ArcIndex only) {
    for (std::size_t length = 2; length <= drive.size(); ++length) {
        ban_turning_back(network, restriction,
                         Arcs(drive.begin(), drive.begin() + static_cast<std::ptrdiff_t>(length)));
    }
    const NodeIndex node = network.arcs[drive.back()].head;
    for (ArcIndex arc = network.first_arc[node]; arc < network.first_arc[node + 1]; ++arc) {
        const bool is_open = only == no_index ? arc != banned : arc == only;
        if (is_open && arc != network.reverse_of(drive.back())) {
            Arcs on = drive;
            on.push_back(arc);
            ban_turning_back(network, restriction, on);
        }
    }
}

/// Bans from -> to over one via. A U-turn at a node inside a way is banned for both sides of it.
Trouble ban_turn(const Placing& placing, const StreetRestriction& restriction, WayIndex from_way,
                 const Via& via, WayIndex to_way) {
    StreetNetwork& network = placing.network();
    const std::vector<ArcIndex> from = placing.arcs_into(from_way, via.first);
    const std::vector<ArcIndex> to = placing.arcs_out(to_way, via.last);
    if (from.empty() || to.empty()) {
        return placing.touches(from_way, via.first) && placing.touches(to_way, via.last)
                   ? moot
                   : not_joined;
    }
    if (restriction.is_u_turn && from_way == to_way && via.arcs.empty()) {
        bool is_any = false;
        for (const ArcIndex arc : from) {
            if (const ArcIndex back = network.reverse_of(arc); back != no_index) {
                add_ban(network, restriction, {arc}, back);
                is_any = true;
            }
        }
        return is_any ? fine : moot;
    }
    if (from.size() > 1 || to.size() > 1) {
        return ambiguous;
    }
    const ArcIndex first = network.first_arc[via.last];
    const ArcIndex last = network.first_arc[via.last + 1];
    if (last - first > turns_max) {
        return too_large;
    }
    Arcs drive{from.front()};
    drive.insert(drive.end(), via.arcs.begin(), via.arcs.end());
    for (ArcIndex arc = first; arc < last; ++arc) {
        if ((arc == to.front()) != restriction.is_only) {
            add_ban(network, restriction, drive, arc);
        }
    }
    if (!restriction.is_u_turn || !via.arcs.empty()) {
        ban_dodges(network, restriction, drive, to.front(),
                   restriction.is_only ? to.front() : no_index);
    }
    return fine;
}

Trouble ban_over_ways(const Placing& placing, const StreetRestriction& restriction,
                      WayIndex from_way, WayIndex to_way) {
    std::vector<WayIndex> via_ways;
    for (const std::int64_t id : restriction.via_ways) {
        const std::optional<WayIndex> way = placing.way(id);
        if (!way) {
            return missing;
        }
        if (placing.network().pieces_of(*way).size() > ban_arcs_max) {
            return too_large;
        }
        via_ways.push_back(*way);
    }
    ViaSearch search(placing, std::move(via_ways), from_way, to_way);
    const std::vector<Via> found = search.search();
    if (found.empty()) {
        return search.meets() ? moot : not_joined;
    }
    if (found.size() > 1) {
        return ambiguous;
    }
    return ban_turn(placing, restriction, from_way, found.front(), to_way);
}

Trouble ban_pair(const Placing& placing, const StreetRestriction& restriction, std::int64_t from_id,
                 std::int64_t to_id) {
    const std::optional<WayIndex> from_way = placing.way(from_id);
    const std::optional<WayIndex> to_way = placing.way(to_id);
    if (!from_way || !to_way) {
        return missing;
    }
    if (placing.network().pieces_of(*from_way).size() > way_pieces_max ||
        placing.network().pieces_of(*to_way).size() > way_pieces_max) {
        return too_large;
    }
    if (!restriction.via_ways.empty()) {
        return ban_over_ways(placing, restriction, *from_way, *to_way);
    }
    const std::optional<NodeIndex> node = placing.node(restriction.via_node);
    if (!node) {
        return missing;
    }
    return ban_turn(placing, restriction, *from_way, {.first = *node, .last = *node, .arcs = {}},
                    *to_way);
}

/// Every pair of a from and a to. Members that do not meet at the via are passed over as long as a
/// pair does; an "only" has one pair.
Trouble place(const Placing& placing, const StreetRestriction& restriction) {
    if (restriction.from_ways.empty() || restriction.to_ways.empty()) {
        return missing;
    }
    if (restriction.from_ways.size() * restriction.to_ways.size() > members_max ||
        restriction.via_ways.size() > via_ways_max) {
        return too_large;
    }
    int fine_pairs = 0;
    Trouble answer = moot;
    for (const std::int64_t from : restriction.from_ways) {
        for (const std::int64_t to : restriction.to_ways) {
            const Trouble trouble = ban_pair(placing, restriction, from, to);
            if (trouble == ambiguous || trouble == too_large) {
                return trouble;
            }
            fine_pairs += trouble == fine ? 1 : 0;
            answer = trouble == fine || answer == moot ? trouble : answer;
        }
    }
    if (restriction.is_only && fine_pairs > 1) {
        return ambiguous;
    }
    return fine_pairs > 0 ? fine : answer;
}

}  // namespace

void add_turn_bans(StreetNetwork& network, std::span<const StreetRestriction> restrictions,
                   ReadReport& report) {
    if (restrictions.empty()) {
        return;
    }
    const Placing placing(network);
    for (const StreetRestriction& restriction : restrictions) {
        const std::size_t bans = network.bans.size();
        const std::size_t arcs = network.ban_arcs.size();
        const Trouble trouble = place(placing, restriction);
        if (trouble == fine) {
            ++report.restrictions_kept;
            continue;
        }
        network.bans.resize(bans);
        network.ban_arcs.resize(arcs);
        report.note(trouble, "relation", restriction.id);
    }
}

}  // namespace relief
