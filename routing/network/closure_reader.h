// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/network/closure_candidates.h"
#include "routing/network/road_chain.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace relief {

/// A road that was spoken of, with what it has on the network.
struct SpokenRoad {
    std::string label;  ///< "G1212", "前金线"
    std::string ref;    ///< "" where only a name is known
    std::vector<PieceIndex> pieces;
    std::vector<ClosureDoubt> doubts;
};

/// A place that was spoken of.
struct SpokenPlace {
    std::string code;
    std::string name;
    StreetPoint seat;
    std::vector<ClosureDoubt> doubts;
};

/// Looks up what was understood of the words of one closure: the work behind read_closure_words.
class ClosureReader {
  public:
    ClosureReader(const ClosureGazetteer& gazetteer, std::string near, Date on)
        : gazetteer_(gazetteer),
          pieces_(*gazetteer.pieces),
          network_(gazetteer.pieces->network()),
          near_(std::move(near)),
          on_(on) {}
    ClosureReading read(std::string_view words);

  private:
    enum class Keep { beginning, end };  ///< which part of a run is the name
    [[nodiscard]] const ClosureWords& heard() const { return reading_.heard; }
    void tell(std::string zh, std::string en);

    // ---- roads
    [[nodiscard]] bool has_road(std::string_view ref) const;
    void add_road(SpokenRoad road);
    void find_ref(const std::string& ref);
    void find_name(const std::string& name);
    void find_roads();

    // ---- places
    static int rank(const Place& place);
    [[nodiscard]] std::optional<StreetPoint> seat_of(const Place& place) const;
    /// The best of the places a name means: near the place spoken of, then counties first.
    [[nodiscard]] std::optional<SpokenPlace> spot_called(const std::string& name) const;
    /// The longest part of a run, from its beginning or to its end, that is a place.
    [[nodiscard]] std::optional<SpokenPlace> spot_in(const std::string& run, Keep keep) const;
    std::optional<SpokenPlace> told_spot(const std::string& run, Keep keep);
    std::optional<std::pair<SpokenPlace, SpokenPlace>> pair_of(const HeardPair& pair);
    /// The ground of a division: of a county its border, of a prefecture those of its counties, of
    /// a township that of its county.
    [[nodiscard]] ClosureArea ground_of(const std::string& code) const;
    [[nodiscard]] std::string seat_name_near(StreetPoint point) const;

    // ---- candidates
    void add(int confidence, ClosureKind kind, std::vector<PieceIndex> of,
             std::pair<std::string, std::string> name, std::vector<ClosureDoubt> doubts,
             const RoadChain* chain = nullptr, std::string_view ref = "");
    /// Of a one-way carriageway the other direction has nothing to shut.
    void leave_out_undriven(std::vector<PieceIndex>& of,
                            std::vector<StreetDirections>& directions) const;
    /// Whole ways are told as such, others piece by piece.
    [[nodiscard]] std::vector<ClosedStretch> stretches_of(
        const std::vector<PieceIndex>& of, const std::vector<StreetDirections>& directions) const;
    /// The direction in which a piece leads to where `costs` are lower.
    [[nodiscard]] StreetDirections downhill(PieceIndex piece,
                                            const std::vector<std::uint64_t>& costs) const;
    std::vector<StreetDirections> directions_of(const std::vector<PieceIndex>& of,
                                                const RoadChain* chain, std::string_view ref,
                                                ClosureCandidate& candidate);
    std::optional<std::vector<std::uint64_t>> costs_toward(ClosureCandidate& candidate);
    /// Distances to the end to which the direction leads: of 上行 the one of the rising posts.
    std::optional<std::vector<std::uint64_t>> costs_along_posts(const RoadChain* chain,
                                                                std::string_view ref,
                                                                ClosureCandidate& candidate);
    /// The chain with its start where the posts begin, where that is known.
    [[nodiscard]] std::optional<RoadChain> counted_from_origin(const RoadChain& chain,
                                                               std::string_view ref) const;
    const std::vector<NodeIndex>& all_nodes();

    // ---- what is said of a road
    void read_road(const SpokenRoad& road);
    void by_whole(const SpokenRoad& road, const RoadChain& chain);
    void doubt_distance(const SpokenPlace& spot, const SpokenRoad& road, double metres,
                        std::vector<ClosureDoubt>& doubts) const;
    void by_pair(const SpokenRoad& road, const HeardPair& pair);
    /// A part of the road with the stretch of it that lies between two places.
    struct Between {
        RoadChain chain;
        std::vector<PieceIndex> pieces;
        double from_m = 0;  ///< the one place from the part
        double to_m = 0;
    };
    [[nodiscard]] std::vector<Between> parts_between(const SpokenRoad& road, StreetPoint from,
                                                     StreetPoint to) const;
    /// Whether the road passes a place; told and false where it does not.
    bool passes(const SpokenRoad& road, const SpokenPlace& spot, std::vector<ClosureDoubt>& doubts);
    /// The parts as one chain, each counted from where the posts of the road begin.
    [[nodiscard]] RoadChain joined_chain(const std::vector<Between>& parts,
                                         std::string_view ref) const;
    static void doubt_parts(const std::vector<Between>& parts, std::vector<ClosureDoubt>& doubts);
    void doubt_unused_posts(std::vector<ClosureDoubt>& doubts) const;
    void by_division(const SpokenRoad& road, const RoadChain& chain);
    static void doubt_township(const SpokenPlace& spot, std::vector<ClosureDoubt>& doubts);
    [[nodiscard]] std::vector<PieceIndex> pieces_in(const std::string& code,
                                                    const std::vector<PieceIndex>& of) const;

    // ---- kilometre posts
    /// A post that was measured, by where it lies along the chain.
    struct KnownPost {
        std::int64_t metres = 0;
        std::uint64_t from_cm = 0;
    };
    [[nodiscard]] std::vector<KnownPost> known_posts(const SpokenRoad& road,
                                                     const RoadChain& chain) const;
    /// How far along the chain a point lies, by the piece nearest to it.
    [[nodiscard]] std::uint64_t along(const RoadChain& chain, StreetPoint point) const;
    /// Where a post lies that stands between two measured ones.
    static std::optional<std::uint64_t> interpolated(const std::vector<KnownPost>& known,
                                                     std::int64_t metres);
    static std::string posts_text(const HeardPosts& posts);
    void by_posts(const SpokenRoad& road, const RoadChain& chain, const HeardPosts& posts);
    /// Without posts: counted along the road from its ends, the likelier one first.
    void by_length(const SpokenRoad& road, const RoadChain& chain, const HeardPosts& posts,
                   const std::string& label);

    // ---- bridges and tunnels
    [[nodiscard]] bool is_such(PieceIndex piece, bool is_tunnel) const;
    void by_structures(const SpokenRoad& road);
    void named_structure(const HeardStructure& structure);

    // ---- no road was named, or none that is known
    void read_without_road();
    /// Better roads are preferred as a driver would: about in the ratio of their speeds.
    [[nodiscard]] std::uint64_t drive_cost(PieceIndex piece) const;
    void quickest(const SpokenPlace& from, const SpokenPlace& to);
    void exits(const SpokenPlace& spot);
    void all_within(const SpokenPlace& spot);
    void every_expressway();
    void finish();

    const ClosureGazetteer& gazetteer_;
    const StreetPieces& pieces_;
    const StreetNetwork& network_;
    std::string near_;
    Date on_;
    ClosureReading reading_;
    std::vector<SpokenRoad> roads_;
    std::vector<NodeIndex> all_nodes_;
};

}  // namespace relief
