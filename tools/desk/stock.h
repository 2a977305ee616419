// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/rules.h"
#include "core/store/database.h"
#include "core/time.h"
#include "reserves/depot.h"
#include "reserves/ledger/as_of.h"
#include "reserves/ledger/hold.h"
#include "reserves/ledger/trace.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// What is asked of the stock. Without `as_of` it is what lies there now with what is available of
/// it; with it, what lay there, and with `known_at` what the books said about it then.
struct StockRequest {
    std::optional<std::string> site = {};
    std::optional<std::string> item = {};
    std::optional<std::string> owner = {};
    std::optional<Instant> as_of = {};
    std::optional<Instant> known_at = {};
    std::optional<int> expiring_days = {};  ///< only what ends within so many days
    Instant now;
};

struct StockRun {
    StockRequest request;
    std::vector<AvailableLot> lots;  ///< now
    std::vector<StockRow> rows;      ///< as of
};

/// bad_input item.unknown, depot.unknown.
[[nodiscard]] StockRun stock_run(Database& database, const Rules& rules, const Baseline& baseline,
                                 const StockRequest& request);
/// relief.stock/1.
[[nodiscard]] std::string stock_json(const Rules& rules, const StockRun& run);
[[nodiscard]] std::string stock_text(const Rules& rules, const Baseline& baseline,
                                     const StockRun& run, std::string_view language);

/// relief.lot/1.
[[nodiscard]] std::string trace_json(const Rules& rules, const std::vector<LotTrace>& traces);
[[nodiscard]] std::string trace_text(const Rules& rules, const Baseline& baseline,
                                     const std::vector<LotTrace>& traces,
                                     std::string_view language);

}  // namespace relief
