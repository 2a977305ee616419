// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/change.h"
#include "core/store/database.h"
#include "core/time.h"
#include "reserves/care/rules.h"
#include "reserves/depot.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// What a department saw at one point of the checklist.
struct Finding {
    std::int64_t id = 0;
    std::string department;
    std::string check;
    bool ok = true;
    Instant at;
    std::string actor;
    std::string note;
    std::optional<std::int64_t> hazard;  ///< a bad one's
};

/// A department that takes part, and its signature under its own findings.
struct InspectionPart {
    std::string department;
    std::string person;     ///< who may sign for it; "" where anybody of it may
    std::string signed_by;  ///< "" until then
    std::optional<Instant> signed_at;
};

struct Inspection {
    std::int64_t id = 0;
    std::string site;
    std::string season;  ///< of rules/inspection_seasons.csv, or "routine"
    Instant opened_at;
    std::string opened_by;
    std::vector<InspectionPart> parts;
    std::vector<Finding> findings;  ///< in the order they were written
    std::optional<Instant> closed_at;

    [[nodiscard]] const InspectionPart* part(std::string_view department) const;
};

/// The checks an inspection of a season has to look at, by id: those whose yearly deadline lies in
/// the season, and those that come round in any season.
[[nodiscard]] std::vector<const SafetyCheck*> season_checks(const CareRules& rules,
                                                            std::string_view season);

/// The checks nobody looked at in this inspection.
[[nodiscard]] std::vector<std::string> missing_checks(const CareRules& rules,
                                                      const Inspection& inspection);

/// Departments the table lets look at a check.
[[nodiscard]] bool may_look(const InspectionDepartment& department, const SafetyCheck& check);

struct NewInspection {
    std::string site;
    std::string season;
    /// Besides the office's own, "relief": ids, or "fire=张三" where only that person signs.
    std::vector<std::string> with;
};

/// Refused: inspect.season, inspect.department (not in the table, or twice), inspect.open where
/// the site has one of this season that is not closed.
std::int64_t open_inspection(Change& change, const CareRules& rules, const NewInspection& what);

struct NewFinding {
    std::string check;
    std::string department = "relief";
    bool ok = true;
    std::string note;
    std::optional<int> grade;  ///< of the hazard, where it is another than the check's
};

/// Writes a finding; a bad one opens its hazard in the same change. Answers the hazard's number.
/// Refused: inspect.unknown, inspect.closed, inspect.check, inspect.department (takes no part, or
/// does not look at this), inspect.signed where the department has signed already, inspect.found
/// where it says again what stands there, hazard.words for a bad one without a note.
std::optional<std::int64_t> add_finding(Change& change, const CareRules& rules,
                                        std::int64_t inspection, const NewFinding& finding);

/// A department signs what it found. Refused: inspect.unknown, inspect.closed, inspect.department,
/// inspect.signed, inspect.nothing without a finding of its own, inspect.other_department where the
/// person signed for another or another person was named, hazard.person without a name.
void sign_inspection(Change& change, std::int64_t inspection, const std::string& department,
                     const std::string& person);

/// Refused: inspect.unknown, inspect.closed, inspect.unsigned, naming who has not signed.
void close_inspection(Change& change, std::int64_t inspection);

struct InspectionQuery {
    std::optional<std::int64_t> id = {};
    std::optional<std::string> site = {};
    std::optional<std::string> season = {};
    bool open_only = false;
};

/// By id.
[[nodiscard]] std::vector<Inspection> read_inspections(Database& database,
                                                       const InspectionQuery& query);
/// Refused inspect.unknown where there is none.
[[nodiscard]] Inspection read_inspection(Database& database, std::int64_t id);

/// A check that comes round, at one site.
struct CheckDue {
    std::string check;
    std::optional<Date> last;  ///< looked at; nothing = never
    std::optional<Date> due;
};

/// One site in the calendar of a season.
struct CalendarRow {
    std::string site;
    std::string name;
    Date begin;
    Date due;            ///< last day
    std::string status;  ///< not_begun, due, open, done, late (closed after its last day), overdue
    std::optional<std::int64_t> inspection;
    std::vector<std::string> missing;  ///< checks its inspection has not looked at
    std::vector<CheckDue> cycle;       ///< checks that come round, by due day
};

/// All sites of a season of a year, as of `now`. Refused inspect.season where there is none.
[[nodiscard]] std::vector<CalendarRow> inspection_calendar(Database& database,
                                                           const CareRules& rules,
                                                           const Baseline& baseline,
                                                           const std::string& season, int year,
                                                           Instant now);

}  // namespace relief
