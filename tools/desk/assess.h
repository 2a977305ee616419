// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/incident/incident.h"
#include "core/places.h"
#include "core/rules.h"
#include "gis/assessment/assessment.h"
#include "reserves/needs.h"
#include "tools/desk/assess_hazard.h"
#include "tools/desk/tables.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

struct AssessRequest {
    std::optional<std::filesystem::path> scenario;
    std::optional<Instant> at;  ///< only what was published by then
    HazardChoice hazard;
    bool reports = true;  ///< false: what the models say before anybody reports
    std::optional<int> days;
    std::optional<double> temp_c;
    std::uint64_t seed = 1;
    std::size_t draws = 10000;
    unsigned threads = 1;
};

/// What a township gets of an item, in whole units: parts of the county's sum.
struct TownshipShare {
    std::string code;
    std::string item;
    Units first = 0;
    Units standby = 0;
};

/// Goods a county will ask for: a first wave for the P50 of its relocated people, and what stands
/// by for the P90.
struct AssessedNeeds {
    std::string county;
    double heads_p50 = 0;
    double heads_p90 = 0;
    std::vector<ItemNeed> first;
    std::vector<ItemNeed> standby;  ///< what P90 asks for beyond `first`
    std::vector<TownshipShare> townships;
};

struct AssessRun {
    std::optional<Scenario> scenario;
    Instant as_of;
    Assessment assessment;
    std::vector<std::string> notes_zh;
    std::vector<std::string> notes_en;
    std::vector<AssessedNeeds> needs;  ///< by county code, those with anybody at P90
    NeedsContext context;
};

/// What an assessment reads of data/ or of the copy in the books, loaded once.
struct AssessDesk {
    std::filesystem::path data;
    std::unique_ptr<Tables> tables;
    Rules rules;
    Places places;
    LossRules losses;
    Layer counties;
    Exposure exposure;
};
[[nodiscard]] AssessDesk open_assess_desk(const std::filesystem::path& data,
                                          const std::optional<std::filesystem::path>& db);

/// Hazard, exposure and reports to losses and needs. bad_input as hazard_map and load_scenario.
[[nodiscard]] AssessRun run_assess(const AssessDesk& desk, const AssessRequest& request,
                                   Instant now);

/// Figures of a scenario's reports as evidence: of each division and metric the one with the latest
/// statistics time (the first report is an initial one, later ones follow-ups); dead are a floor.
[[nodiscard]] std::vector<ReportedLoss> reported_losses(const Scenario& scenario, Instant as_of);

/// relief.assessment/1.
[[nodiscard]] std::string assess_json(const AssessDesk& desk, const AssessRun& run);
[[nodiscard]] std::string assess_text(const AssessDesk& desk, const AssessRun& run,
                                      std::string_view language, bool explain);
/// A feature for each township with its figures, and the counties' outlines with their totals.
[[nodiscard]] std::string assess_geojson(const AssessDesk& desk, const AssessRun& run);
/// One page, Chinese first, with a map.
[[nodiscard]] std::string assess_bulletin_html(const AssessDesk& desk, const AssessRun& run);

}  // namespace relief
