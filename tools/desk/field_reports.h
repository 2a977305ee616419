// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/incident/aid_money.h"
#include "core/incident/report_book.h"
#include "core/incident/report_deadlines.h"
#include "core/incident/report_review.h"
#include "core/incident/report_rollup.h"
#include "core/incident/report_score.h"
#include "core/incident/report_table.h"
#include "reserves/ledger/ledger.h"
#include "tools/desk/opened_books.h"
#include "tools/desk/writing_desk.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// Whose reports are asked about, and as of when.
struct ReportsQuestion {
    std::optional<std::filesystem::path> scenario;  ///< its reports.csv; else the books
    std::string event;                              ///< of the books
    std::optional<Instant> at;  ///< default: the last publication of a scenario, else `now`
    Instant now;
};

/// An event's reports with the tables to read them by.
struct ReportsDesk {
    Rules rules;
    Places places;
    ReportLimits limits;
    std::vector<DeadlineRule> deadlines;
    std::vector<ScoreRule> scores;
    std::vector<ReportForm> forms;
    std::vector<AidRate> aid_rates;
    WorkDays work_days;
    BookIncident incident;             ///< of a scenario: its event, with its affected counties
    std::vector<FieldReport> reports;  ///< as received by `at`
    std::optional<Scenario> scenario;
    Instant at;
    std::optional<ProvenFully> proven_from;
};

/// bad_input: incident.unknown, and what a scenario or books are refused for.
[[nodiscard]] ReportsDesk open_reports(const std::filesystem::path& data,
                                       const std::optional<Books>& db,
                                       const ReportsQuestion& question);
/// The same for a file that nobody has taken yet: its reports alone, of an event that began at
/// `start`. bad_input report.lines and what read_report_file refuses.
[[nodiscard]] ReportsDesk open_report_file(const std::filesystem::path& data,
                                           const std::filesystem::path& file, Instant now,
                                           std::optional<Instant> start);

/// Every check of the reports that stand: of each paper, of the series, of the chain of kinds, and
/// of how the figures of a file are written. Passes too.
[[nodiscard]] std::vector<ReportFinding> review_reports(const ReportsDesk& desk);

/// An event as typed: units by name or code.
struct TypedIncident {
    std::string event;
    std::string name;
    std::string hazard;
    std::string scope;  ///< "" is the province
    std::optional<Instant> start;
    std::vector<std::string> units;
    std::string note;
    std::optional<std::filesystem::path> scenario;  ///< stands for what is not typed
};

/// `relief incident open`. bad_input argument.value where id, hazard or start is told by nobody.
[[nodiscard]] BookIncident open_incident(const Books& db, const Asked& asked,
                                         const TypedIncident& typed);
/// `relief incident unit | stable | reopen | end`.
[[nodiscard]] BookIncident step_incident(const Books& db, const Asked& asked,
                                         const std::string& event, const std::string& step,
                                         const std::string& unit, const std::string& note);

/// What an adding came to.
struct ReportsAdded {
    ReportsDesk desk;                     ///< with what stands now
    std::vector<std::string> labels;      ///< of what was added
    std::vector<ReportFinding> findings;  ///< that concern them
    bool dry_run = false;
};

/// `relief report add`: the whole file or nothing. refused report.drill where a drill's report
/// would enter books whose depots are real; everything of add_field_reports and read_report_file.
/// With `dry_run` all is done and undone.
[[nodiscard]] ReportsAdded add_reports(const Books& db, const Asked& asked,
                                       const std::string& event, const std::filesystem::path& file,
                                       const std::string& reporter, bool dry_run);

/// `relief report note`: a written reason for a report's figures.
[[nodiscard]] ReportsDesk note_report(const Books& db, const Asked& asked, const std::string& event,
                                      const std::string& label, const std::string& words);

/// The rolled tree below `root` ("" is the unit that keeps the event).
[[nodiscard]] RolledUnit roll_up_reports(const ReportsDesk& desk, const std::string& root);

/// What is due, by the desk's rules and moment.
[[nodiscard]] std::vector<ReportDue> due_reports(const ReportsDesk& desk);

/// The scores of the units that are to report or did, by what these books hold; by code.
[[nodiscard]] std::vector<ReporterScore> score_reporters(const ReportsDesk& desk);

}  // namespace relief
