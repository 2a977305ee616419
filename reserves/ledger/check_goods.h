// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace relief {

// Checks of `relief verify` over holds, lots and custody; `checked` becomes the rows looked at.
// What the books are compared with has been proven before (I8). Each names its first wrong row.

/// I5: what is held of an account, at the newest moment of the journal, lies there in good
/// condition.
[[nodiscard]] std::optional<WrongRow> check_holds(Database& database, std::int64_t& checked);

/// I6: a hold ended once, in time, and with no more posted than was held.
[[nodiscard]] std::optional<WrongRow> check_hold_ends(Database& database, std::int64_t& checked);

/// I5: the cache of what is held (cache_open_hold, cache_held), from which all that is available is
/// reckoned, is what the books themselves come to.
[[nodiscard]] std::optional<WrongRow> check_open_holds(Database& database, std::int64_t& checked);

/// I13: goods of a lot that had expired, or that was said not to be good, were not taken from a
/// shelf to be used. A reversal may carry them back.
[[nodiscard]] std::optional<WrongRow> check_unusable(Database& database, std::int64_t& checked);

/// I14: a keeper takes another's goods to use by a document of the owner, of a unit above the
/// owner, or one that is linked to such.
[[nodiscard]] std::optional<WrongRow> check_custody(Database& database, std::int64_t& checked);

/// I20: the dates of a lot are dates of the calendar, in order; no instant lies before 1949 or
/// after what the clock has recorded for the postings of documents.
[[nodiscard]] std::optional<WrongRow> check_dates(Database& database, std::int64_t& checked);

/// I21: every item of the books has one row, so one unit, in the catalogue the books were made
/// with. Books without a catalogue hold nothing to compare.
[[nodiscard]] std::optional<WrongRow> check_units(Database& database, std::int64_t& checked);

/// I22: sites where more lies, in cubic metres or kilograms, than rules/depot_capacity.csv says
/// their floor bears. Warnings, by site: a full depot takes in what an emergency brings.
[[nodiscard]] std::vector<WrongRow> capacity_warnings(Database& database, std::int64_t& checked);

}  // namespace relief
