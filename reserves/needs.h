// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/quantity.h"
#include "core/rules.h"
#include "reserves/heads.h"

#include <optional>
#include <string>
#include <vector>

namespace relief {

/// The season and length the quotas ask for.
struct NeedsContext {
    std::string hazard;
    int month = 1;
    int days = 3;                  ///< horizon, at most a year
    std::optional<double> temp_c;  ///< daily mean; without it no temperature rule applies
};

/// What one quota row gave, for "why this number".
struct QuotaStep {
    std::string rule;
    std::string arithmetic;  ///< "ceil(15700 x 0.2667 x 1 / 4) = 1047"
    Flag flag = Flag::assumption;
};

/// Goods that may stand for a need.
struct Alternative {
    std::string item;
    int rate = 1;
    int rank = 2;
    double penalty = 0;
    std::vector<std::string> stands_for;  ///< items one unit serves at once: quilt and mattress
};

/// One item needed at one place, over all days.
struct ItemNeed {
    /// "220221:TENT12S"; "220102<220000:TENT12S" where a coarser unit is placed at 220102.
    std::string id;
    std::string place;
    std::string item;
    std::string need;  ///< need class: shelter, water …
    Units quantity = 0;
    std::string unit;
    std::vector<QuotaStep> steps;
    std::vector<Units> by_day;  ///< per-day needs: what each day of the horizon adds; else empty
    double persons = 0;         ///< heads it stands for, the larger where rows differ
    std::string report;
    std::vector<Alternative> alternatives;
};

/// The needs of one place by the quotas that apply (rules/README.md, "Needs"):
/// ceil(basis x share x qty / per x days) row by row, combined as the rows say. Items whose rows
/// give 0 are left out, so a rule that is off leaves no line.
[[nodiscard]] std::vector<ItemNeed> needs_of(const HeadCount& heads, const NeedsContext& context,
                                             const Rules& rules);

/// lorries = max over volume and weight of ceil(total / capacity of one).
[[nodiscard]] std::int64_t lorries(double volume_m3, double weight_kg, const VehicleClass& vehicle);

}  // namespace relief
