// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/change.h"
#include "core/store/database.h"
#include "routing/network/closure_candidates.h"
#include "routing/network/street_closure.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// A closure of the books, with what became of it.
struct BookClosure {
    std::int64_t id = 0;
    Instant told_at;  ///< when the desk was told
    std::string officer;
    std::string origin;  ///< "phone", or the row of the file it came from: "closures.csv:C03"
    std::string place;   ///< code of the division the caller spoke of, or ""
    std::string cause;
    StreetClosure closure;                     ///< where it is: of its placing; else unplaced
    std::vector<ClosureCandidate> candidates;  ///< as they were shown
    ClosureArea drawn;                         ///< the area of an area's only candidate
    std::vector<ClosureDoubt> findings;

    std::optional<Instant> placed_at;  ///< when somebody said yes
    std::string placed_by;
    std::string zh;  ///< what was placed: "G202 吉林市—永吉县"
    std::string en;
    std::string network;  ///< the source of the network it was placed on

    std::optional<Instant> lifted_at;  ///< from when the road is open
    std::string lifted_by;
    std::string lift_reason;

    [[nodiscard]] bool is_placed() const { return placed_at.has_value(); }
    /// Where it stands at a moment.
    enum class State : std::uint8_t {
        to_confirm,  ///< there are candidates and nobody has said yes: it does not count
        unplaced,    ///< there is none: it does not count, and is never dropped
        future,      ///< placed, and not begun
        in_force,
        reopened,  ///< by the known time of its reopening
        lifted
    };
    [[nodiscard]] State state(Instant at) const;
};

[[nodiscard]] std::string_view to_word(BookClosure::State state);

/// What the desk was told.
struct NewClosure {
    std::string origin = "phone";
    std::string place;
    std::string cause;
    StreetClosure closure;  ///< words, window, limits, source, confidence
    ClosureArea drawn;      ///< a polygon that was given
    std::vector<ClosureCandidate> candidates;
    std::vector<ClosureDoubt> findings;
};

/// Writes what was told and answers its id. It does not count yet.
std::int64_t tell_closure(Change& change, const NewClosure& told);
/// A candidate as it was shown, counted from 1. bad_input closure.candidate.
[[nodiscard]] const ClosureCandidate& shown_candidate(const BookClosure& book,
                                                      std::int64_t candidate);
/// Somebody says yes to where it is: a candidate, or what they chose themselves. bad_input
/// closure.unknown; conflict closure.step where it is placed or lifted already.
void place_closure_step(Change& change, std::int64_t id, const ClosureCandidate& chosen,
                        const std::string& network);
/// The road is open from the change's `occurred_at`. bad_input closure.unknown; conflict
/// closure.step where it was lifted before.
void lift_closure_step(Change& change, std::int64_t id, const std::string& reason);

/// All of the books, by id.
[[nodiscard]] std::vector<BookClosure> read_closures(Database& database);
/// bad_input closure.unknown.
[[nodiscard]] BookClosure read_closure(Database& database, std::int64_t id);

}  // namespace relief
