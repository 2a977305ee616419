// SPDX-License-Identifier: Apache-2.0
#include "routing/network/closure_candidates.h"

#include "routing/network/closure_reader.h"

#include <algorithm>
#include <utility>

namespace relief {
ClosureReading ClosureReader::read(std::string_view words) {
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

void ClosureReader::tell(std::string zh, std::string en) {
    reading_.findings.push_back({.zh = std::move(zh), .en = std::move(en)});
}

void ClosureReader::add(int confidence, ClosureKind kind, std::vector<PieceIndex> of,
                        std::pair<std::string, std::string> name, std::vector<ClosureDoubt> doubts,
                        const RoadChain* chain, std::string_view ref) {
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

void ClosureReader::leave_out_undriven(std::vector<PieceIndex>& of,
                                       std::vector<StreetDirections>& directions) const {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < of.size(); ++i) {
        const StreetPiece& piece = network_.pieces[of[i]];
        const bool forward = directions[i] != StreetDirections::backward;
        const bool backward = directions[i] != StreetDirections::forward;
        if ((forward && piece.forward != no_index) || (backward && piece.backward != no_index)) {
            of[kept] = of[i];
            directions[kept++] = directions[i];
        }
    }
    of.resize(kept);
    directions.resize(kept);
}

std::vector<ClosedStretch> ClosureReader::stretches_of(
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

const std::vector<NodeIndex>& ClosureReader::all_nodes() {
    if (all_nodes_.empty()) {
        for (NodeIndex node = 0; node < network_.nodes.size(); ++node) {
            all_nodes_.push_back(node);
        }
    }
    return all_nodes_;
}

void ClosureReader::finish() {
    std::vector<ClosureCandidate>& all = reading_.candidates;
    std::stable_sort(all.begin(), all.end(),
                     [](const ClosureCandidate& left, const ClosureCandidate& right) {
                         return left.confidence > right.confidence;
                     });
    std::vector<ClosureCandidate> distinct;
    for (ClosureCandidate& candidate : all) {
        const bool known = std::any_of(
            distinct.begin(), distinct.end(),
            [&](const ClosureCandidate& each) { return each.stretches == candidate.stretches; });
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

ClosureReading read_closure_words(const ClosureGazetteer& gazetteer, std::string_view words,
                                  const std::string& near, Date on) {
    return ClosureReader(gazetteer, near, on).read(words);
}

}  // namespace relief
