// SPDX-License-Identifier: Apache-2.0
#include "reserves/care/inspection.h"

#include "core/error.h"
#include "reserves/care/hazard.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::string_view own = "relief";
constexpr std::string_view routine = "routine";

Error inspect_error(std::string_view code, std::string message, std::string field,
                    std::string found, std::string expected) {
    return refused({.code = fmt::format("inspect.{}", code),
                    .message = std::move(message),
                    .field = std::move(field),
                    .found = std::move(found),
                    .expected = std::move(expected)});
}

void check_season(const CareRules& rules, const std::string& season, bool with_routine) {
    if (rules.season(season) == nullptr && !(with_routine && season == routine)) {
        std::string known;
        for (const InspectionSeason& row : rules.seasons) {
            known += row.id + ", ";
        }
        throw inspect_error("season", "there is no such season", "--season", season,
                            known + std::string(routine));
    }
}

/// "fire=张三" as department and person.
std::pair<std::string, std::string> split_part(const std::string& text) {
    const std::size_t sign = text.find('=');
    return sign == std::string::npos ? std::pair(text, std::string())
                                     : std::pair(text.substr(0, sign), text.substr(sign + 1));
}

std::vector<std::pair<std::string, std::string>> read_parts(const CareRules& rules,
                                                            const std::vector<std::string>& with) {
    std::vector<std::pair<std::string, std::string>> parts;
    for (const std::string& text : with) {
        parts.push_back(split_part(text));
    }
    const auto is_own = [](const auto& part) { return part.first == own; };
    if (std::none_of(parts.begin(), parts.end(), is_own)) {
        parts.insert(parts.begin(), {std::string(own), std::string()});
    }
    std::set<std::string> seen;
    for (const auto& [department, person] : parts) {
        if (rules.department(department) == nullptr || !seen.insert(department).second) {
            throw inspect_error("department", "the department cannot take part so", "--with",
                                department,
                                "departments of rules/inspection_departments.csv, each once");
        }
    }
    return parts;
}

Inspection read_open(Change& change, std::int64_t id) {
    Inspection inspection = read_inspection(change.database(), id);
    if (inspection.closed_at) {
        throw inspect_error("closed", "the inspection is closed", "inspection",
                            fmt::format("closed {}", format_instant(*inspection.closed_at)),
                            "an open inspection");
    }
    if (change.request().occurred_at < inspection.opened_at) {
        throw inspect_error("order", "it would have happened before the inspection began", "--at",
                            format_instant(change.request().occurred_at),
                            "not before " + format_instant(inspection.opened_at));
    }
    change.tell_subject(fmt::format("inspection {}", id));
    return inspection;
}

const InspectionPart& unsigned_part(const Inspection& inspection, const std::string& department) {
    const InspectionPart* part = inspection.part(department);
    if (part == nullptr) {
        throw inspect_error("department", "the department takes no part in this inspection",
                            "--department", department, "one that was named when it was opened");
    }
    if (part->signed_at) {
        throw inspect_error("signed", "the department has signed its findings", "--department",
                            fmt::format("{} signed by {}", department, part->signed_by),
                            "a department that has not signed");
    }
    return *part;
}

const SafetyCheck& check_to_look_at(const CareRules& rules, const NewFinding& finding) {
    const SafetyCheck* check = rules.check(finding.check);
    if (check == nullptr) {
        throw inspect_error("check", "the checklist has no such point", "--check", finding.check,
                            "a check_id of rules/depot_safety_checklist.csv");
    }
    const InspectionDepartment* department = rules.department(finding.department);
    if (department == nullptr || !may_look(*department, *check)) {
        throw inspect_error("department", "the department does not look at this", "--department",
                            finding.department,
                            fmt::format("a department for \"{}\" "
                                        "(rules/inspection_departments.csv)",
                                        check->group));
    }
    return *check;
}

void check_not_said(const Inspection& inspection, const NewFinding& finding) {
    const auto last = std::find_if(
        inspection.findings.rbegin(), inspection.findings.rend(), [&](const Finding& row) {
            return row.department == finding.department && row.check == finding.check;
        });
    if (last != inspection.findings.rend() && last->ok == finding.ok) {
        throw inspect_error("found", "the department has said this already", "--check",
                            finding.check, "another result, or another check");
    }
}

void check_signer(const Inspection& inspection, const InspectionPart& part,
                  const std::string& person) {
    if (!part.person.empty() && part.person != person) {
        throw inspect_error("other_department", "another person signs for the department", "--by",
                            person, part.person);
    }
    for (const InspectionPart& other : inspection.parts) {
        if (other.department != part.department &&
            (other.signed_by == person || other.person == person)) {
            throw inspect_error(
                "other_department", "the person belongs to another department", "--by", person,
                fmt::format("somebody of {}, not of {}", part.department, other.department));
        }
    }
}

// ---- reading ----

Inspection* find_inspection(std::vector<Inspection>& inspections, std::int64_t id) {
    const auto found = std::lower_bound(
        inspections.begin(), inspections.end(), id,
        [](const Inspection& row, std::int64_t wanted) { return row.id < wanted; });
    return found != inspections.end() && found->id == id ? &*found : nullptr;
}

void read_parts_of(Database& database, std::vector<Inspection>& inspections) {
    Statement select = database.prepare(
        "SELECT part.inspection_id, part.department, part.person, sign.person, sign.at "
        "FROM inspection_department AS part LEFT JOIN inspection_sign AS sign "
        "ON sign.inspection_id = part.inspection_id AND sign.department = part.department "
        "ORDER BY part.id");
    while (select.step()) {
        if (Inspection* inspection = find_inspection(inspections, select.integer(0))) {
            InspectionPart part{.department = select.text(1),
                                .person = select.text(2),
                                .signed_by = {},
                                .signed_at = {}};
            if (!select.is_null(4)) {
                part.signed_by = select.text(3);
                part.signed_at = instant_of(select.integer(4));
            }
            inspection->parts.push_back(std::move(part));
        }
    }
}

void read_findings_of(Database& database, std::vector<Inspection>& inspections) {
    Statement select = database.prepare(
        "SELECT inspection_id, finding.id, department, finding.check_id, ok, at, finding.actor, "
        "       note, hazard.id "
        "FROM inspection_finding AS finding LEFT JOIN hazard ON hazard.finding_id = finding.id "
        "ORDER BY finding.id");
    while (select.step()) {
        if (Inspection* inspection = find_inspection(inspections, select.integer(0))) {
            Finding finding{.id = select.integer(1),
                            .department = select.text(2),
                            .check = select.text(3),
                            .ok = select.integer(4) != 0,
                            .at = instant_of(select.integer(5)),
                            .actor = select.text(6),
                            .note = select.text(7),
                            .hazard = {}};
            if (!select.is_null(8)) {
                finding.hazard = select.integer(8);
            }
            inspection->findings.push_back(std::move(finding));
        }
    }
}

// ---- the calendar ----

/// The season's inspection of a year at a site: the first one opened in it that is closed, else the
/// last one.
const Inspection* inspection_of(const std::vector<Inspection>& inspections, const std::string& site,
                                Date begin, int year) {
    const Inspection* found = nullptr;
    for (const Inspection& inspection : inspections) {
        const Date opened = beijing_date(inspection.opened_at);
        if (inspection.site == site && opened >= begin && year_of(opened) == year &&
            (found == nullptr || !found->closed_at)) {
            found = &inspection;
        }
    }
    return found;
}

std::string status_of(const CalendarRow& row, const Inspection* inspection, Date today) {
    if (inspection != nullptr && inspection->closed_at) {
        return beijing_date(*inspection->closed_at) <= row.due ? "done" : "late";
    }
    if (today > row.due) {
        return "overdue";
    }
    if (inspection != nullptr) {
        return "open";
    }
    return today < row.begin ? "not_begun" : "due";
}

using LastLooks = std::map<std::pair<std::string, std::string>, Date>;

/// The last day each check was looked at, by site and check.
LastLooks last_looks(Database& database) {
    Statement select = database.prepare(
        "SELECT site, check_id, max(at) FROM inspection_finding JOIN inspection "
        "ON inspection.id = inspection_id GROUP BY site, check_id");
    LastLooks last;
    while (select.step()) {
        last.emplace(std::pair(select.text(0), select.text(1)),
                     beijing_date(instant_of(select.integer(2))));
    }
    return last;
}

std::vector<CheckDue> cycle_of(const CareRules& rules, const LastLooks& last,
                               const std::string& site) {
    std::vector<CheckDue> cycle;
    for (const SafetyCheck& check : rules.checks) {
        CheckDue row{.check = check.id, .last = {}, .due = {}};
        if (const auto look = last.find({site, check.id}); look != last.end()) {
            row.last = look->second;
            row.due = look->second + std::chrono::days{check.cycle_days};
        }
        cycle.push_back(std::move(row));
    }
    // A check never looked at comes first.
    std::stable_sort(cycle.begin(), cycle.end(),
                     [](const CheckDue& a, const CheckDue& b) { return a.due < b.due; });
    return cycle;
}

}  // namespace

const InspectionPart* Inspection::part(std::string_view department) const {
    for (const InspectionPart& row : parts) {
        if (row.department == department) {
            return &row;
        }
    }
    return nullptr;
}

std::vector<const SafetyCheck*> season_checks(const CareRules& rules, std::string_view season) {
    const InspectionSeason* row = rules.season(season);
    std::vector<const SafetyCheck*> checks;
    for (const SafetyCheck& check : rules.checks) {
        const bool in_season = row != nullptr && check.yearly && row->begin <= *check.yearly &&
                               *check.yearly <= row->due;
        if (in_season || check.cycle_days < 365) {
            checks.push_back(&check);
        }
    }
    return checks;
}

std::vector<std::string> missing_checks(const CareRules& rules, const Inspection& inspection) {
    std::vector<std::string> missing;
    for (const SafetyCheck* check : season_checks(rules, inspection.season)) {
        if (std::none_of(inspection.findings.begin(), inspection.findings.end(),
                         [&](const Finding& finding) { return finding.check == check->id; })) {
            missing.push_back(check->id);
        }
    }
    return missing;
}

bool may_look(const InspectionDepartment& department, const SafetyCheck& check) {
    return std::any_of(
        department.groups.begin(), department.groups.end(),
        [&](const std::string& group) { return group == "any" || group == check.group; });
}

std::int64_t open_inspection(Change& change, const CareRules& rules, const NewInspection& what) {
    check_season(rules, what.season, true);
    const auto parts = read_parts(rules, what.with);
    const auto open = read_inspections(
        change.database(), {.site = what.site, .season = what.season, .open_only = true});
    if (!open.empty()) {
        throw inspect_error("open", "the site has such an inspection already", "SITE",
                            fmt::format("inspection {} is open", open.front().id),
                            "close that one first");
    }
    const Request& request = change.request();
    const std::int64_t id =
        change.insert("inspection", {{"site", what.site},
                                     {"season", what.season},
                                     {"opened_at", seconds_of(request.occurred_at)},
                                     {"actor", request.actor}});
    for (const auto& [department, person] : parts) {
        change.insert("inspection_department",
                      {{"inspection_id", id}, {"department", department}, {"person", person}});
    }
    change.tell_subject(fmt::format("inspection {}", id));
    return id;
}

std::optional<std::int64_t> add_finding(Change& change, const CareRules& rules, std::int64_t id,
                                        const NewFinding& finding) {
    const Inspection inspection = read_open(change, id);
    (void)unsigned_part(inspection, finding.department);
    const SafetyCheck& check = check_to_look_at(rules, finding);
    check_not_said(inspection, finding);
    const Request& request = change.request();
    const std::int64_t row =
        change.insert("inspection_finding", {{"inspection_id", id},
                                             {"department", finding.department},
                                             {"check_id", finding.check},
                                             {"ok", std::int64_t{finding.ok ? 1 : 0}},
                                             {"at", seconds_of(request.occurred_at)},
                                             {"actor", request.actor},
                                             {"note", finding.note}});
    if (finding.ok) {
        return std::nullopt;
    }
    const std::int64_t hazard = open_hazard(change, rules,
                                            {.site = inspection.site,
                                             .check = finding.check,
                                             .finding = row,
                                             .grade = finding.grade.value_or(check.grade),
                                             .words = finding.note});
    change.tell_subject(fmt::format("inspection {}", id));
    return hazard;
}

void sign_inspection(Change& change, std::int64_t id, const std::string& department,
                     const std::string& person) {
    const Inspection inspection = read_open(change, id);
    const InspectionPart& part = unsigned_part(inspection, department);
    if (person.empty()) {
        throw refused({.code = "hazard.person",
                       .message = "it must be said who signs",
                       .field = "--by",
                       .expected = "a name"});
    }
    check_signer(inspection, part, person);
    if (std::none_of(inspection.findings.begin(), inspection.findings.end(),
                     [&](const Finding& finding) { return finding.department == department; })) {
        throw inspect_error("nothing", "the department has found nothing it could sign",
                            "--department", department, "a finding of its own");
    }
    change.insert("inspection_sign", {{"inspection_id", id},
                                      {"department", department},
                                      {"person", person},
                                      {"at", seconds_of(change.request().occurred_at)}});
}

void close_inspection(Change& change, std::int64_t id) {
    const Inspection inspection = read_open(change, id);
    std::string missing;
    for (const InspectionPart& part : inspection.parts) {
        if (!part.signed_at) {
            missing += (missing.empty() ? "" : ", ") + part.department;
        }
    }
    if (!missing.empty()) {
        throw inspect_error("unsigned", "not all who took part have signed", "inspection",
                            "not signed: " + missing, "the signature of each department");
    }
    change.insert("inspection_close", {{"inspection_id", id},
                                       {"at", seconds_of(change.request().occurred_at)},
                                       {"actor", change.request().actor}});
}

std::vector<Inspection> read_inspections(Database& database, const InspectionQuery& query) {
    Statement select = database.prepare(
        "SELECT inspection.id, site, season, opened_at, inspection.actor, inspection_close.at "
        "FROM inspection LEFT JOIN inspection_close ON inspection_id = inspection.id "
        "WHERE (?1 IS NULL OR inspection.id = ?1) AND (?2 IS NULL OR site = ?2) "
        "AND (?3 IS NULL OR season = ?3) AND (?4 = 0 OR inspection_close.at IS NULL) "
        "ORDER BY inspection.id");
    query.id ? select.bind(1, *query.id) : select.bind_null(1);
    query.site ? select.bind(2, *query.site) : select.bind_null(2);
    query.season ? select.bind(3, *query.season) : select.bind_null(3);
    select.bind(4, std::int64_t{query.open_only ? 1 : 0});
    std::vector<Inspection> inspections;
    while (select.step()) {
        inspections.push_back({.id = select.integer(0),
                               .site = select.text(1),
                               .season = select.text(2),
                               .opened_at = instant_of(select.integer(3)),
                               .opened_by = select.text(4),
                               .parts = {},
                               .findings = {},
                               .closed_at = select.is_null(5)
                                                ? std::nullopt
                                                : std::optional(instant_of(select.integer(5)))});
    }
    read_parts_of(database, inspections);
    read_findings_of(database, inspections);
    return inspections;
}

Inspection read_inspection(Database& database, std::int64_t id) {
    auto found = read_inspections(database, {.id = id});
    if (found.empty()) {
        throw inspect_error("unknown", "there is no such inspection", "INSPECTION",
                            fmt::format("{}", id), "a number of relief inspect list");
    }
    return std::move(found.front());
}

std::vector<CalendarRow> inspection_calendar(Database& database, const CareRules& rules,
                                             const Baseline& baseline, const std::string& season,
                                             int year, Instant now) {
    check_season(rules, season, false);
    const InspectionSeason& rule = *rules.season(season);
    const auto inspections = read_inspections(database, {.season = season});
    const LastLooks last = last_looks(database);
    std::vector<CalendarRow> calendar;
    for (const Depot& depot : baseline.depots) {
        CalendarRow row{.site = depot.id,
                        .name = depot.name,
                        .begin = rule.begin.in(year),
                        .due = rule.due.in(year),
                        .status = {},
                        .inspection = {},
                        .missing = {},
                        .cycle = cycle_of(rules, last, depot.id)};
        const Inspection* inspection = inspection_of(inspections, depot.id, row.begin, year);
        row.status = status_of(row, inspection, beijing_date(now));
        if (inspection != nullptr) {
            row.inspection = inspection->id;
            row.missing = missing_checks(rules, *inspection);
        }
        calendar.push_back(std::move(row));
    }
    return calendar;
}

}  // namespace relief
