// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/desk/field_reports.h"

#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// relief.incidents/1.
[[nodiscard]] std::string incidents_json(const std::vector<BookIncident>& incidents);
[[nodiscard]] std::string incidents_text(const std::vector<BookIncident>& incidents,
                                         const Places& places, std::string_view language);

/// relief.reports/1: the reports of an event, `labels` alone where there are any.
[[nodiscard]] std::string reports_json(const ReportsDesk& desk,
                                       const std::vector<std::string>& labels = {});
[[nodiscard]] std::string reports_text(const ReportsDesk& desk, std::string_view language,
                                       const std::vector<std::string>& labels = {});

/// relief.reports_added/1.
[[nodiscard]] std::string reports_added_json(const ReportsAdded& added);
[[nodiscard]] std::string reports_added_text(const ReportsAdded& added, std::string_view language);

/// relief.report_check/1. The text tells what did not pass; with `all` the passes too.
[[nodiscard]] std::string review_json(const ReportsDesk& desk,
                                      const std::vector<ReportFinding>& findings);
[[nodiscard]] std::string review_text(const ReportsDesk& desk,
                                      const std::vector<ReportFinding>& findings,
                                      std::string_view language, bool all);

/// relief.report_rollup/1. Without `metric` every metric.
[[nodiscard]] std::string rollup_json(const ReportsDesk& desk, const RolledUnit& tree);
[[nodiscard]] std::string rollup_text(const ReportsDesk& desk, const RolledUnit& tree,
                                      std::string_view metric, std::string_view language);

/// relief.report_deadlines/1. The text leaves out what came in time and what is not seen, unless
/// `all`.
[[nodiscard]] std::string dues_json(const ReportsDesk& desk, const std::vector<ReportDue>& dues);
[[nodiscard]] std::string dues_text(const ReportsDesk& desk, const std::vector<ReportDue>& dues,
                                    std::string_view language, bool all);

/// relief.report_scores/1. The text tells each row's arithmetic; what the books cannot tell stands
/// as not judged.
[[nodiscard]] std::string scores_json(const ReportsDesk& desk,
                                      const std::vector<ReporterScore>& scores);
[[nodiscard]] std::string scores_text(const ReportsDesk& desk,
                                      const std::vector<ReporterScore>& scores,
                                      std::string_view language);

/// "1 天 2 小时 5 分", "1 d 2 h 5 min".
[[nodiscard]] std::string span_words(Minutes span, std::string_view language);

}  // namespace relief
