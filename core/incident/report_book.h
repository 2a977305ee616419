// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/incident/field_report.h"
#include "core/store/change.h"
#include "core/store/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// A step of an event: a unit is to report, the situation is stable (final reports fall due), it is
/// re-opened (reports go on after a final one), it is over.
struct IncidentStep {
    std::string step;  ///< unit, stable, reopen, end
    Instant at;
    std::string officer;
    std::string unit;  ///< of "unit"; of "stable" and "reopen" the unit it is said of, "" for all
    std::string note;
};

/// An event of the books.
struct BookIncident {
    std::int64_t id = 0;
    std::string event;  ///< its id: "2017-07-yongji-flood"
    Instant opened_at;
    std::string officer;
    std::string name;
    std::string hazard;  ///< flood, earthquake, drought, snow_ice …
    std::string scope;   ///< code of the unit whose desk keeps it, the province by default
    Instant start;
    std::string note;
    std::vector<IncidentStep> steps;

    /// The units that are to report by a moment, in the order they were named.
    [[nodiscard]] std::vector<std::string> units(Instant at) const;
    /// When the situation was called stable for a unit, unless it was re-opened since.
    [[nodiscard]] std::optional<Instant> stable_at(std::string_view unit, Instant at) const;
    [[nodiscard]] std::vector<Instant> reopenings(std::string_view unit) const;
    [[nodiscard]] std::optional<Instant> ended_at(Instant at) const;
};

struct NewIncident {
    std::string event;
    std::string name;
    std::string hazard;
    std::string scope;
    Instant start;
    std::vector<std::string> units;
    std::string note;
};

/// Puts an event into the books. conflict incident.exists.
std::int64_t open_incident(Change& change, const NewIncident& incident);
/// refused incident.step where the event is over, or re-opened without having been stable, or
/// the unit is to report already.
void add_incident_step(Change& change, const BookIncident& incident, const std::string& step,
                       const std::string& unit, const std::string& note);

/// bad_input incident.unknown with those there are.
[[nodiscard]] BookIncident read_incident(Database& database, const std::string& event);
[[nodiscard]] std::vector<BookIncident> read_incidents(Database& database);

/// Writes the reports of a file, each as a row of its own beside what is there, in the order they
/// were received. A kind nobody told is initial for the first report of a unit, else follow_up; a
/// label nobody gave is the unit's code with a number. Answers the reports as they stand now.
/// Refused: report.closed (anything but a correction after a unit's final report that was not
/// re-opened), report.corrects (nothing of that label of the same unit, or corrected already);
/// conflict report.repeat (the label is in the books).
std::vector<FieldReport> add_field_reports(Change& change, const BookIncident& incident,
                                           std::vector<FieldReport> reports, const Rules& rules,
                                           const std::string& file);

/// Adds a written reason to a report. bad_input report.unknown.
void add_report_note(Change& change, const BookIncident& incident, const std::string& label,
                     const std::string& words);

/// All reports of an event as they were received, also those corrected since, by id. A reason
/// given after `at` is not known yet.
[[nodiscard]] std::vector<FieldReport> read_field_reports(Database& database,
                                                          const BookIncident& incident, Instant at);

/// The event with its standing reports as a scenario, for levels and needs. `plans` are left to
/// the dates of response_plans.csv.
[[nodiscard]] Scenario scenario_of_books(const BookIncident& incident,
                                         const std::vector<FieldReport>& reports,
                                         const Places& places, Instant at);

}  // namespace relief
