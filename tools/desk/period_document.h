// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/report/period.h"
#include "tools/desk/opened_books.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// What came and went between two days; of one depot where it is named.
struct PeriodAnswer {
    Period period;
    std::optional<std::string> site;
    std::vector<PeriodRow> rows;
};

/// bad_input site.unknown, argument.range where the last day lies before the first.
[[nodiscard]] PeriodAnswer read_period(const std::filesystem::path& data, const Books& db,
                                       const Period& period,
                                       const std::optional<std::string>& site);

/// relief.report_period/1. Amounts are in 10^-decimals of the item's unit.
[[nodiscard]] std::string period_json(const PeriodAnswer& answer);
[[nodiscard]] std::string period_text(const PeriodAnswer& answer, std::string_view language);

}  // namespace relief
