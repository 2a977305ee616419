// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/incident/incident.h"
#include "core/incident/response_level.h"
#include "core/time.h"
#include "tools/desk/desk.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

struct LevelRequest {
    std::filesystem::path scenario;
    std::optional<Instant> at;          ///< reports published by then; default all
    std::optional<std::string> report;  ///< one report, or SUM for the added-up rows
    std::optional<std::string> plan;    ///< one plan
};

/// The response levels of an event with what they were made from.
struct LevelRun {
    Scenario scenario;
    Instant as_of;
    std::vector<LevelConclusion> levels;
    std::vector<Contradiction> contradictions;
    /// False where no report gave a figure any threshold asks for: the levels are then 0 because
    /// nothing is known, and linkage with another command body (rule MOD4) is what can start
    /// relief.
    bool relief_metric_known = true;
    std::vector<const ActualRow*> other_commands;  ///< responses of other bodies known at the time
};

/// bad_input: scenario.unknown, report.unknown (also one published later than `at`), plan.unknown.
[[nodiscard]] LevelRun run_level(const Desk& desk, const LevelRequest& request);

/// The same for a scenario in hand, by what was known `at`.
[[nodiscard]] LevelRun judge_levels(const Desk& desk, Scenario scenario, Instant at,
                                    const std::optional<std::string>& report,
                                    const std::optional<std::string>& plan);

/// relief.levels/1.
[[nodiscard]] std::string level_json(const LevelRun& run);
/// The same before it is written out.
[[nodiscard]] nlohmann::ordered_json level_document(const LevelRun& run);

/// Whether a level rests on a published plan and on verified thresholds: "official verified",
/// "工作默认值 未核实".
[[nodiscard]] std::string level_status_words(const LevelConclusion& level,
                                             std::string_view language);

/// The table of levels alone, with what its marks mean.
[[nodiscard]] std::string level_table(const Desk& desk, const std::vector<LevelConclusion>& levels,
                                      std::string_view language, bool explain);

/// The levels as a table; with `explain` the source of every rule used.
[[nodiscard]] std::string level_text(const Desk& desk, const LevelRun& run,
                                     std::string_view language, bool explain);

/// The report of an id among those known at a time. bad_input report.unknown with the ids there
/// are; one published later says when.
[[nodiscard]] const Report& find_report(const Scenario& scenario, std::string_view id, Instant at);

}  // namespace relief
