// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/places.h"
#include "core/rules.h"
#include "core/time.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// Rain of an event over a county or prefecture, mean of the area (rows of `rain` whose kind begins
/// with "mean"; points and hours of peak say nothing of a whole county).
struct AreaRain {
    std::string code;
    double mm = 0;
    Flag flag = Flag::assumption;
};

/// event.json of a scenario. Codes are present codes (old ones are translated when read).
struct Incident {
    std::string id;
    std::string name_zh;
    std::string hazard;  ///< flood, earthquake, snow_ice …
    Instant start;
    std::optional<Instant> main_shock;
    std::optional<Instant> end;
    int month = 1;  ///< 1..12, for the season of the needs
    std::string province;
    std::string core_county;
    std::vector<std::string> affected_counties;
    std::vector<std::string> share_counties;    ///< their census shares stand for the province
    double magnitude = 0;                       ///< 0 where it is no earthquake
    double depth_km = 0;                        ///< of the focus; 0 where it is not told
    std::optional<double> epicentre_longitude;  ///< WGS84
    std::optional<double> epicentre_latitude;
    std::vector<AreaRain> rain;
    /// Plans in force by jurisdiction level ("country", "province", "city", "county"); these win
    /// over the validity dates of response_plans.csv. Levels left out here are looked up by date.
    std::vector<std::pair<std::string, std::string>> plans;
    std::vector<std::string> compare;  ///< plans to compare with, not in force
};

/// One metric of one report as published (reports.csv).
struct ReportedFigure {
    std::string metric;
    double value = 0;
    std::string unit;
    std::string exactness;  ///< exact, rounded, derived
    int line = 0;
};

/// The rows of one report_id.
struct Report {
    std::string id;
    Instant stat_time;  ///< figures as of
    Instant known_at;  ///< `published`; a date alone counts as the later of its 00:00 and stat_time
    std::string scope_code;  ///< present code
    std::string scope_name;
    std::string reporter;
    std::vector<ReportedFigure> figures;
    std::string source;
    Flag flag = Flag::assumption;
    std::string note;
    /// The report counts since this day (its note says SINCE MM-DD) and that is more than a week
    /// before the event: several events, never to be tested as one and never a need.
    std::optional<Date> counts_since;

    [[nodiscard]] std::optional<double> value(std::string_view metric) const;
};

/// What was sent in reality (actual_response.csv), for the comparison in the report.
struct ActualRow {
    std::string id;
    std::string kind;  ///< goods, response_level, work_group, airdrop, split_storage, standby
    std::string item;
    std::optional<double> quantity;
    std::string unit;
    std::string from_name;
    std::string to_name;
    std::optional<Instant> known_at;
    std::string note;
};

/// A scenario folder, read and checked. Closures are read by routing (routing/network/closure.h).
struct Scenario {
    std::filesystem::path folder;
    Incident incident;
    std::vector<Report> reports;  ///< by known_at, then id
    std::vector<ActualRow> actual;
};

/// Reads event.json, reports.csv and actual_response.csv. bad_input with place at the first wrong
/// field: broken JSON, unknown division, metric or item, a report without a time, a negative or
/// absurd figure, a metric given twice in one report.
[[nodiscard]] Scenario load_scenario(const std::filesystem::path& folder, const Rules& rules,
                                     const Places& places);

/// The folder a `--scenario` argument means: a path, or an id under data/scenarios. A relative path
/// that does not exist from here stands for the id it ends with.
/// bad_input (scenario.unknown) with the ids there are.
[[nodiscard]] std::filesystem::path scenario_folder(const std::string& argument,
                                                    const std::filesystem::path& data);

/// The reports known at a time, in order.
[[nodiscard]] std::vector<const Report*> known_reports(const Scenario& scenario, Instant at);

/// The last publication: the default of `--at`. The start of the event where there is no report.
[[nodiscard]] Instant last_publication(const Scenario& scenario);

/// Two reports on the same unit whose figures cannot both be right as one growing series: a
/// cumulative figure that fell, or two offices at odds. Shown side by side, never resolved.
struct Contradiction {
    std::string scope_code;
    std::string metric;
    const Report* earlier = nullptr;
    const Report* later = nullptr;
    double earlier_value = 0;
    double later_value = 0;
};

[[nodiscard]] std::vector<Contradiction> contradictions(const std::vector<const Report*>& reports);

}  // namespace relief
