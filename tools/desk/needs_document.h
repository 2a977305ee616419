// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/incident/incident.h"
#include "core/places.h"
#include "core/rules.h"
#include "core/time.h"
#include "reserves/needs.h"
#include "tools/desk/desk.h"
#include "tools/desk/hand_figures.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

struct NeedsRequest {
    std::optional<Scenario> scenario;   ///< without it the figures by hand say everything
    std::optional<Instant> at;          ///< reports published by then; default all
    std::optional<std::string> report;  ///< this report's own unit and figure alone
    std::optional<std::string> plan;    ///< checked and otherwise unused: needs ask no plan
    HandFigures hand;
};

/// Needs by the rules alone, with the heads they were made from.
struct NeedsRun {
    std::optional<Scenario> scenario;
    std::optional<Instant> as_of;  ///< nothing without a scenario
    NeedsContext context;
    std::vector<HeadCount> heads;
    /// The report asked for where it says nothing of relocated people: the heads that come from it
    /// are not known, which is not zero. "" otherwise.
    std::string silent_report;
    std::vector<ItemNeed> needs;  ///< by place as heads stand, then as the item table stands
    std::vector<std::string> warnings;
};

/// bad_input: report.unknown, plan.unknown, argument.range, argument.value. Without a scenario
/// the place, the hazard, the month and a head count must be given.
[[nodiscard]] NeedsRun run_needs(const Desk& desk, NeedsRequest request);

/// relief.needs/1.
[[nodiscard]] std::string needs_json(const Desk& desk, const NeedsRun& run);

/// The tables alone, one for each head count.
[[nodiscard]] std::string needs_tables(const Desk& desk, const std::vector<HeadCount>& heads,
                                       const std::vector<ItemNeed>& needs,
                                       std::string_view language, bool explain);

/// The needs as a table for each place; with `explain` each rule's arithmetic and source.
[[nodiscard]] std::string needs_text(const Desk& desk, const NeedsRun& run,
                                     std::string_view language, bool explain);

}  // namespace relief
