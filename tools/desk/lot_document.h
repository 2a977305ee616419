// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "reserves/ledger/period.h"
#include "reserves/standard.h"
#include "tools/desk/stock.h"
#include "tools/desk/writing_desk.h"

#include <string>
#include <string_view>
#include <vector>

namespace relief {

struct LotStateRequest {
    std::string item;
    std::string lot;
    std::string state;
    std::string reason;
};

/// Says what state a lot is in; answers relief.lot_state/1 with the documents that are short now.
std::string change_lot_state(WritingDesk& desk, const Asked& asked, const LotStateRequest& request);
/// That answer in words.
[[nodiscard]] std::string lot_state_text(const std::string& answer, std::string_view language);

/// Closes the books through a day; answers relief.periods/1.
std::string close_period_of(WritingDesk& desk, const Asked& asked, Date last_day);
[[nodiscard]] std::string periods_json(const std::vector<ClosedPeriod>& periods);
[[nodiscard]] std::string periods_text(const std::vector<ClosedPeriod>& periods,
                                       std::string_view language);

/// I23: what is below the standard, at the sites and of the items the request names.
[[nodiscard]] std::vector<StandardGap> standard_gaps(Database& database, const DataSource& source,
                                                     const Rules& rules,
                                                     const StockRequest& request);
/// relief.stock_gaps/1.
[[nodiscard]] std::string gaps_json(const Rules& rules, const StockRequest& request,
                                    const std::vector<StandardGap>& gaps);
[[nodiscard]] std::string gaps_text(const Rules& rules, const Baseline& baseline,
                                    const std::vector<StandardGap>& gaps,
                                    std::string_view language);

}  // namespace relief
