// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/change.h"
#include "core/store/database.h"
#include "core/time.h"
#include "reserves/ledger/ledger.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// What a posted count says of an account: so much was there at that moment. From then on nothing
/// is posted that occurred at or before it (it would make the count a lie); what occurred later
/// stands on it.
struct CountAssertion {
    std::int64_t document = 0;
    std::int64_t counted = 0;
    Instant counted_at;
};

/// The first count of an account at or after an instant; nothing where there is none. A reversed
/// count asserts nothing. For the ledger, which refuses (ledger.counted) a posting before it.
[[nodiscard]] std::optional<CountAssertion> first_count_after(Database& database,
                                                              std::int64_t account, Instant at);

/// What the books say was there at a moment: all movements that occurred until it, whenever they
/// were recorded. 0 for an account that was never used.
[[nodiscard]] std::int64_t book_as_of(Database& database, const Account& account, Instant at);

/// One line of a count: a claim about a moment, not about now.
struct CountLine {
    Account account;  ///< stage on_hand
    std::int64_t counted = 0;
    Instant counted_at;
    std::optional<std::int64_t>
        book;  ///< what the sheet said the book was, where it has the column
    std::string note;
};

/// A line with what the books say of its moment now.
struct CountDifference {
    CountLine line;
    std::int64_t book = 0;
    [[nodiscard]] std::int64_t amount() const { return line.counted - book; }
};

/// Takes a line down. A line of the same account stands in for the one before. Refused:
///   count.stale   the sheet's book column is not the book of its moment: the sheet is old
///   count.moment  the moment is later than the clock
/// bad_input count.amount below 0.
void add_count_line(Change& change, std::int64_t document, const CountLine& line);

/// The lines that stand, in the order of site, item, lot, owner, condition.
[[nodiscard]] std::vector<CountLine> count_lines(Database& database, std::int64_t document);

/// Those lines against the books as of their moments.
[[nodiscard]] std::vector<CountDifference> count_differences(Database& database,
                                                             std::int64_t document);

/// {"differences": […]} as the closing step keeps them: what was signed must be what is posted.
[[nodiscard]] nlohmann::ordered_json differences_json(
    const std::vector<CountDifference>& differences);

/// Closes a count: the differences are told in the step. Where nothing is lost it is posted at
/// once, else it waits for a signature (I19: who closes a count with losses is not who made it).
/// Answers the state: "posted" or "closed". Refused: count.empty, count.checker.
std::string close_count(Change& change, std::int64_t document);

/// Every count that stands is true: the books of its moment hold what was counted.
[[nodiscard]] std::optional<WrongRow> check_counts(Database& database, std::int64_t& checked);

/// Posts the differences of a signed count, each as of its moment, as found or lost(count), and
/// asserts every line. Refused: count.changed where the books of a moment are no longer those that
/// were signed.
void post_count(Change& change, std::int64_t document);

}  // namespace relief
