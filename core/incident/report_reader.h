// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/incident/incident.h"

#include <filesystem>
#include <vector>

namespace relief {

/// Reads reports.csv: the rows of one report_id become one Report, the reports stand by known_at,
/// then id. bad_input with file, line and column at the first wrong field.
[[nodiscard]] std::vector<Report> read_reports(const std::filesystem::path& file,
                                               const Incident& incident, const Rules& rules,
                                               const Places& places);

/// Reads actual_response.csv. bad_input with file, line and column at the first wrong field.
[[nodiscard]] std::vector<ActualRow> read_actual(const std::filesystem::path& file,
                                                 const Rules& rules, const Places& places);

}  // namespace relief
