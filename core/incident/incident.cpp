// SPDX-License-Identifier: Apache-2.0
#include "core/incident/incident.h"

#include "core/error.h"
#include "core/incident/event_reader.h"
#include "core/incident/report_reader.h"

#include <algorithm>
#include <map>
#include <system_error>
#include <tuple>

#include <fmt/format.h>

namespace relief {
namespace {

/// Figures that only grow while one event goes on. Missing people are found, people in shelters
/// go home: these may fall.
bool is_cumulative(std::string_view metric) {
    return metric == "dead" || metric == "affected" || metric == "relocated" ||
           metric.starts_with("collapsed_");
}

std::vector<std::string> scenario_ids(const std::filesystem::path& data) {
    std::vector<std::string> ids;
    std::error_code ignored;  // no folder of scenarios means that there is none
    for (const auto& entry : std::filesystem::directory_iterator(data / "scenarios", ignored)) {
        if (std::error_code broken; std::filesystem::exists(entry.path() / "event.json", broken)) {
            ids.push_back(entry.path().filename().string());
        }
    }
    std::ranges::sort(ids);
    return ids;
}

/// "data/scenarios/2010-flood", as the documents write it, means 2010-flood from any folder. A
/// whole path that does not exist stands for nothing else: it may be somebody's own event.
std::string id_in(const std::string& argument) {
    const std::filesystem::path path(argument);
    std::error_code ignored;
    if (path.is_absolute() || std::filesystem::exists(path, ignored)) {
        return argument;
    }
    return (path.has_filename() ? path : path.parent_path()).filename().string();
}

/// Reports that speak of one unit and one span of time, as of their figures' time.
using ReportSeries = std::vector<const Report*>;

std::vector<ReportSeries> series_of(const std::vector<const Report*>& reports) {
    std::map<std::pair<std::string, std::optional<Date>>, ReportSeries> by_unit;
    for (const Report* report : reports) {
        by_unit[{report->scope_code, report->counts_since}].push_back(report);
    }
    std::vector<ReportSeries> all;
    for (auto& [unit, series] : by_unit) {
        std::ranges::stable_sort(series, [](const Report* a, const Report* b) {
            return std::tie(a->stat_time, a->known_at) < std::tie(b->stat_time, b->known_at);
        });
        all.push_back(std::move(series));
    }
    return all;
}

/// Deaths went up at one office while another office counts fewer people touched at all.
bool at_odds(const Report& earlier, const Report& later) {
    const auto before = earlier.value("affected");
    const auto after = later.value("affected");
    return earlier.reporter != later.reporter && before && after &&
           *after<*before&& * later.value("dead")> * earlier.value("dead");
}

void compare(const ReportSeries& series, const std::string& metric,
             std::vector<Contradiction>& found) {
    const Report* earlier = nullptr;
    for (const Report* later : series) {
        const auto value = later->value(metric);
        if (!value) {
            continue;
        }
        if (earlier != nullptr) {
            const double before = *earlier->value(metric);
            if (*value < before || (metric == "dead" && at_odds(*earlier, *later))) {
                found.push_back({later->scope_code, metric, earlier, later, before, *value});
            }
        }
        earlier = later;
    }
}

}  // namespace

std::optional<double> Report::value(std::string_view metric) const {
    const auto figure = std::ranges::find(figures, metric, &ReportedFigure::metric);
    return figure == figures.end() ? std::nullopt : std::optional(figure->value);
}

Scenario load_scenario(const std::filesystem::path& folder, const Rules& rules,
                       const Places& places) {
    Scenario scenario;
    scenario.folder = folder;
    scenario.incident = read_event(folder / "event.json", rules, places);
    scenario.reports = read_reports(folder / "reports.csv", scenario.incident, rules, places);
    // What was sent is known afterwards only: a running event has no such file.
    const auto actual = folder / "actual_response.csv";
    if (std::error_code broken; std::filesystem::exists(actual, broken)) {
        scenario.actual = read_actual(actual, rules, places);
    }
    return scenario;
}

std::filesystem::path scenario_folder(const std::string& argument,
                                      const std::filesystem::path& data) {
    std::error_code ignored;
    if (!argument.empty() && std::filesystem::is_directory(argument, ignored)) {
        return argument;
    }
    const auto ids = scenario_ids(data);
    const std::string id = id_in(argument);
    if (std::ranges::find(ids, id) != ids.end()) {
        return data / "scenarios" / id;
    }
    throw bad_input({.code = "scenario.unknown",
                     .message = "there is no such scenario",
                     .field = "scenario",
                     .found = argument.empty() ? "nothing" : argument,
                     .expected = ids.empty()
                                     ? "a folder with an event.json"
                                     : fmt::format("a folder with an event.json, or one of {}",
                                                   fmt::join(ids, ", "))});
}

std::vector<const Report*> known_reports(const Scenario& scenario, Instant at) {
    std::vector<const Report*> known;
    for (const Report& report : scenario.reports) {
        if (report.known_at <= at) {
            known.push_back(&report);
        }
    }
    return known;
}

Instant last_publication(const Scenario& scenario) {
    return scenario.reports.empty() ? scenario.incident.start : scenario.reports.back().known_at;
}

std::vector<Contradiction> contradictions(const std::vector<const Report*>& reports) {
    std::vector<Contradiction> found;
    for (const ReportSeries& series : series_of(reports)) {
        std::vector<std::string> metrics;
        for (const Report* report : series) {
            for (const ReportedFigure& figure : report->figures) {
                if (is_cumulative(figure.metric)) {
                    metrics.push_back(figure.metric);
                }
            }
        }
        std::ranges::sort(metrics);
        metrics.erase(std::unique(metrics.begin(), metrics.end()), metrics.end());
        for (const std::string& metric : metrics) {
            compare(series, metric, found);
        }
    }
    return found;
}

}  // namespace relief
