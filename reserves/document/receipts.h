// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"
#include "core/time.h"
#include "core/work_days.h"
#include "reserves/document/document.h"

#include <cstdint>
#include <string>
#include <vector>

namespace relief {

/// Goods that came in and have not been accepted whole: a posted receipt, donation or return
/// with goods still in quarantine. The acceptance report is due so many work days after it was
/// posted (中央级救灾储备物资管理办法: 5).
struct AcceptanceDue {
    std::int64_t document = 0;
    std::string number;
    std::string kind;
    Date due_on;
    std::int64_t lines_open = 0;

    [[nodiscard]] bool overdue(Date today) const { return today > due_on; }
};

inline constexpr int acceptance_work_days = 5;

/// In order of document.
[[nodiscard]] std::vector<AcceptanceDue> acceptances_due(Database& database,
                                                         const WorkDays& work_days);

/// What of a line of `document` its standing acceptances have not decided yet, in line order.
[[nodiscard]] std::vector<DocumentLine> lines_to_accept(Database& database,
                                                        const Document& document);

}  // namespace relief
