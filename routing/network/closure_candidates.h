// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/places.h"
#include "routing/network/closure_words.h"
#include "routing/network/street_closure.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace relief {

/// A name under which a road is spoken of: 珲乌高速 is G12 (roads/road_names.csv).
struct RoadName {
    std::string name;
    std::string ref;
    std::string source;
    std::string flag;
};

/// A kilometre post that somebody measured.
struct RoadPost {
    std::string ref;
    std::int64_t metres = 0;  ///< as the post says
    StreetPoint at;
};

/// Everything words of a closure are looked up in.
struct ClosureGazetteer {
    const StreetPieces* pieces = nullptr;
    const Places* places = nullptr;
    std::vector<RoadName> road_names;
    std::vector<RoadPost> posts;
    std::map<std::string, ClosureArea, std::less<>> borders;  ///< of counties, by code
};

/// Why a candidate may be wrong, and by how many of a hundred it is trusted less for it.
struct ClosureDoubt {
    std::string zh;
    std::string en;
    int minus = 0;

    friend bool operator==(const ClosureDoubt&, const ClosureDoubt&) = default;
};

/// A place on the network that the words can mean.
struct ClosureCandidate {
    ClosureKind kind = ClosureKind::way;
    std::vector<ClosedStretch> stretches;
    std::vector<std::int64_t> nodes;  ///< of kind node
    double km = 0;                    ///< of road, each piece once
    int confidence = 0;  ///< 0..99: an order for the eye, an assumption, no probability
    std::string zh;      ///< what it is: "G202 吉林市—永吉县"
    std::string en;
    std::vector<ClosureDoubt> doubts;

    friend bool operator==(const ClosureCandidate&, const ClosureCandidate&) = default;
};

/// What became of the words.
struct ClosureReading {
    ClosureWords heard;
    std::vector<ClosureCandidate> candidates;  ///< the most trusted first, at most nine
    std::vector<ClosureDoubt> findings;        ///< of the words as a whole: an unknown road, a post
                                               ///< beyond the road, a name nobody knows
};

inline constexpr std::size_t closure_candidates_max = 9;

/// Looks the words up. `near` is the code of the division the caller spoke of, or ""; names are
/// read as of a day. Nothing is decided: where the network has no numbers, posts or names the
/// candidates say so, and there may be none.
[[nodiscard]] ClosureReading read_closure_words(const ClosureGazetteer& gazetteer,
                                                std::string_view words, const std::string& near,
                                                Date on);

}  // namespace relief
