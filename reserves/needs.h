// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/incident/incident.h"
#include "core/places.h"
#include "core/quantity.h"
#include "core/rules.h"

#include <optional>
#include <string>
#include <vector>

namespace relief {

/// The heads the quotas multiply at one place, and where they come from.
struct HeadCount {
    std::string place;  ///< county code, also the road node
    std::string unit;   ///< the reporting unit: the place itself, or the coarser unit placed here
    double relocated = 0;
    double collective = 0;  ///< reported, or ceil(relocated x collective_share)
    bool collective_reported = false;
    bool remainder = false;  ///< what a coarser report adds over the finer ones
    std::string report;      ///< report id; "" where given by hand
    Instant known_at;        ///< of that report; deadlines count from here
    std::vector<std::string> share_counties;  ///< whose census shares are weighted
};

/// The season and length the quotas ask for.
struct NeedsContext {
    std::string hazard;
    int month = 1;
    int days = 3;                  ///< horizon
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
    std::string id;  ///< "220221:TENT12S"
    std::string place;
    std::string item;
    std::string need;  ///< need class: shelter, water …
    Units quantity = 0;
    std::string unit;
    std::vector<QuotaStep> steps;
    std::vector<Units> by_day;  ///< per-day needs: what each day of the horizon adds; else empty
    double persons = 0;         ///< heads it stands for
    std::string report;
    std::vector<Alternative> alternatives;
};

/// The heads at each place from the reports: the finest units that reported, and a coarser one
/// only for its remainder, placed at its seat. Reports over several events are passed over.
[[nodiscard]] std::vector<HeadCount> head_counts(const Scenario& scenario,
                                                 const std::vector<const Report*>& reports,
                                                 const Rules& rules, const Places& places);

/// The heads of one report alone, as its unit's own figure.
[[nodiscard]] HeadCount head_count_of(const Report& report, const Scenario& scenario,
                                      const Rules& rules, const Places& places);

/// The needs of one place by the quotas that apply (rules/README.md, "Needs"):
/// ceil(basis x share x qty / per x days) row by row, combined as the rows say. Items whose rows
/// give 0 are left out, so a rule that is off leaves no line.
[[nodiscard]] std::vector<ItemNeed> needs_of(const HeadCount& heads, const NeedsContext& context,
                                             const Rules& rules);

/// lorries = max over volume and weight of ceil(total / capacity of one).
[[nodiscard]] std::int64_t lorries(double volume_m3, double weight_kg, const VehicleClass& vehicle);

}  // namespace relief
