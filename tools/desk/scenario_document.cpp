// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/scenario_document.h"

#include "core/error.h"
#include "core/incident/incident.h"
#include "tools/desk/document.h"
#include "tools/desk/text_table.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include <nlohmann/json.hpp>

namespace relief {

std::vector<ScenarioRow> list_scenarios(const std::filesystem::path& data, const Rules& rules,
                                        const Places& places) {
    namespace fs = std::filesystem;
    std::error_code error;
    std::vector<fs::path> folders;
    for (const fs::directory_entry& entry : fs::directory_iterator(data / "scenarios", error)) {
        if (fs::is_regular_file(entry.path() / "event.json")) {
            folders.push_back(entry.path());
        }
    }
    if (error) {
        throw bad_input({.code = "file.missing",
                         .message = "the folder of the scenarios cannot be read",
                         .file = (data / "scenarios").string(),
                         .field = {},
                         .found = error.message(),
                         .expected = "a folder for each scenario"});
    }
    std::sort(folders.begin(), folders.end());
    std::vector<ScenarioRow> rows;
    for (const fs::path& folder : folders) {
        const Scenario scenario = load_scenario(folder, rules, places);
        ScenarioRow row{.id = scenario.incident.id,
                        .name = scenario.incident.name_zh,
                        .hazard = scenario.incident.hazard,
                        .start = scenario.incident.start,
                        .reports = scenario.reports.size(),
                        .last_publication = std::nullopt};
        if (!scenario.reports.empty()) {
            row.last_publication = last_publication(scenario);
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string scenarios_json(const std::vector<ScenarioRow>& rows) {
    nlohmann::ordered_json scenarios = nlohmann::ordered_json::array();
    for (const ScenarioRow& row : rows) {
        nlohmann::ordered_json last = nullptr;
        if (row.last_publication) {
            last = format_instant(*row.last_publication);
        }
        scenarios.push_back({{"id", row.id},
                             {"name", row.name},
                             {"hazard", row.hazard},
                             {"start", format_instant(row.start)},
                             {"reports", row.reports},
                             {"last_publication", std::move(last)}});
    }
    return document_text({{"schema", "relief.scenarios/1"}, {"scenarios", std::move(scenarios)}});
}

std::string scenarios_text(const std::vector<ScenarioRow>& rows, std::string_view language) {
    const bool zh = language == "zh";
    TextTable table(
        zh ? std::vector<std::string>{"情景", "灾种", "开始", "报告", "最后发布", "名称"}
           : std::vector<std::string>{"scenario", "hazard", "start", "reports", "last publication",
                                      "name"},
        {false, false, false, true, false, false});
    for (const ScenarioRow& row : rows) {
        table.add({row.id, row.hazard, format_instant(row.start), std::to_string(row.reports),
                   row.last_publication ? format_instant(*row.last_publication) : "-", row.name});
    }
    return table.text();
}

}  // namespace relief
