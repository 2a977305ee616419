// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"
#include "core/time.h"
#include "reserves/ledger/as_of.h"
#include "reserves/ledger/hold.h"
#include "reserves/ledger/ledger.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// One posting in the life of a lot.
struct TraceStep {
    std::int64_t movement = 0;
    std::string kind;
    Instant occurred_at;
    Instant recorded_at;
    std::string actor;
    std::string reason;
    std::string document;                     ///< number of the document that made it, or ""
    std::string verb;                         ///< the step of that document
    std::vector<Entry> entries;               ///< those of this lot
    std::optional<std::int64_t> reversed_by;  ///< the movement that took it back
};

/// What was said about the lot.
struct TraceState {
    std::string state;
    Instant at;
    std::string reason;
};

/// The full life of a lot of an item: each posting in the order it occurred, and where it is now.
struct LotTrace {
    std::string item;
    std::string lot;
    Date made_on;
    Date expires_on;
    std::string state;
    std::vector<TraceState> states;
    std::vector<TraceStep> steps;
    std::vector<StockRow> now;   ///< on shelves and on the way
    std::vector<StockRow> gone;  ///< counter-accounts: issued, scrapped, lost … net
    std::vector<OpenHold> open_holds;
};

/// The lots of this code, by item; one where the item is given. bad_input ledger.lot: none.
[[nodiscard]] std::vector<LotTrace> trace_lot(Database& database, const std::string& lot,
                                              const std::optional<std::string>& item, Instant now);

}  // namespace relief
