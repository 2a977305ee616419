// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/incident/field_report.h"
#include "core/incident/incident.h"
#include "core/places.h"
#include "core/rules.h"
#include "gis/assessment/assessment.h"
#include "gis/assessment/grid_damage.h"
#include "reserves/needs.h"
#include "tools/desk/assess_assets.h"
#include "tools/desk/assess_hazard.h"
#include "tools/desk/opened_books.h"
#include "tools/desk/tables.h"
#include "tools/desk/writing_desk.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// A flood's damage by land use: three tables beside the depth raster.
struct LandUseFiles {
    std::filesystem::path land_use;  ///< raster of classes
    std::filesystem::path curves;    ///< depth in the first column, a column for each class
    std::filesystem::path values;    ///< landuse, damage: money a m2
};

struct AssessRequest {
    std::optional<std::filesystem::path> scenario;
    std::optional<std::string> event;  ///< of the books, where no scenario is given
    std::optional<Instant> at;         ///< only what was published by then
    HazardChoice hazard;
    std::optional<std::filesystem::path> people;  ///< a raster of people, in place of the census
    std::optional<LandUseFiles> land_use;
    bool assets = false;  ///< judge depots and suppliers under the hazard too
    std::optional<std::filesystem::path> sites;  ///< and what must hold of this list
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
    std::optional<LandUseDamage> land_use;
    std::vector<JudgedAsset> assets;   ///< in inspection order, where they were asked for
    HazardMap map;                     ///< what they were judged by
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
                                          const std::optional<Books>& db);

/// Hazard, exposure and reports to losses and needs. bad_input as hazard_map and load_scenario.
[[nodiscard]] AssessRun run_assess(const AssessDesk& desk, const AssessRequest& request,
                                   Instant now);

/// Puts a hazard of grade 1 into the books for every depot judged out or doubtful, so that plans
/// take nothing from it until somebody has looked (`relief inspect hazard done`, `recheck`). Sites
/// stopped already are left as they are. One change, one key. The ids of the hazards opened.
[[nodiscard]] std::vector<std::int64_t> stop_assets(const AssessRun& run, const Books& db,
                                                    const Asked& asked);

/// Reported figures as evidence: of each division and metric the one with the latest statistics
/// time. A kind nobody told is initial for the only report of a figure, else follow-up. Dead, and
/// figures told as "more than", are floors.
[[nodiscard]] std::vector<ReportedLoss> reported_losses(const std::vector<FieldReport>& reports,
                                                        const Places& places, Instant as_of);

/// relief.assessment/1.
[[nodiscard]] std::string assess_json(const AssessDesk& desk, const AssessRun& run);
[[nodiscard]] std::string assess_text(const AssessDesk& desk, const AssessRun& run,
                                      std::string_view language, bool explain);
/// Its first lines alone: hazard, exposure, draws and what to know of them.
[[nodiscard]] std::string assess_head_text(const AssessDesk& desk, const AssessRun& run,
                                           std::string_view language);
/// A feature for each township with its figures, and the counties' outlines with their totals.
[[nodiscard]] std::string assess_geojson(const AssessDesk& desk, const AssessRun& run);
/// One page, Chinese first, with a map.
[[nodiscard]] std::string assess_bulletin_html(const AssessDesk& desk, const AssessRun& run);

}  // namespace relief
