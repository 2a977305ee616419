// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/incident/incident.h"

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace relief {

/// Reads reports.csv: the rows of one report_id become one Report, the reports stand by known_at,
/// then id. bad_input with file, line and column at the first wrong field.
[[nodiscard]] std::vector<Report> read_reports(const std::filesystem::path& file,
                                               const Incident& incident, const Rules& rules,
                                               const Places& places);

/// The day a report counts since where its note says SINCE MM-DD and that is more than a week
/// before the event began: several events counted together.
[[nodiscard]] std::optional<Date> counts_since_of(std::string_view note, Instant stat_time,
                                                  Instant event_start);

/// Reads actual_response.csv. bad_input with file, line and column at the first wrong field.
[[nodiscard]] std::vector<ActualRow> read_actual(const std::filesystem::path& file,
                                                 const Rules& rules, const Places& places);

}  // namespace relief
