// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/field_reports.h"

#include "core/error.h"
#include "core/incident/report_file.h"
#include "tools/desk/tables.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

/// Tables alone, no event yet.
ReportsDesk rules_of(const DataSource& source) {
    Rules rules = load_rules(source);
    std::vector<ReportForm> forms = load_report_forms(source, rules);
    std::vector<AidRate> aid_rates = load_aid_rates(source, rules);
    return {.rules = std::move(rules),
            .places = Places(source),
            .limits = load_report_limits(source),
            .deadlines = load_report_deadlines(source),
            .scores = load_score_rules(source),
            .forms = std::move(forms),
            .aid_rates = std::move(aid_rates),
            .work_days = WorkDays(source),
            .incident = {},
            .reports = {},
            .scenario = std::nullopt,
            .at = {},
            .proven_from = std::nullopt};
}

BookIncident incident_of(const Scenario& scenario) {
    const Incident& event = scenario.incident;
    BookIncident incident{.event = event.id,
                          .opened_at = event.start,
                          .officer = {},
                          .name = event.name_zh,
                          .hazard = event.hazard,
                          .scope = event.province,
                          .start = event.start};
    for (const std::string& unit : event.affected_counties) {
        incident.steps.push_back({.step = "unit", .at = event.start, .officer = {}, .unit = unit});
    }
    return incident;
}

void drop_later(std::vector<FieldReport>& reports, Instant at) {
    std::erase_if(reports, [&](const FieldReport& report) { return report.received_at > at; });
}

/// The desk of the books that a change was just made to.
ReportsDesk desk_of(Database& database, const std::string& event, Instant at) {
    ReportsDesk desk = rules_of(DatabaseSource(database));
    desk.at = at;
    desk.incident = read_incident(database, event);
    desk.reports = read_field_reports(database, desk.incident, at);
    drop_later(desk.reports, at);
    return desk;
}

/// Books are live where any depot is real.
void check_drills(const std::vector<FieldReport>& reports, const BookIncident& incident,
                  const Baseline& baseline, const std::string& file) {
    const bool live = std::ranges::any_of(baseline.depots, [](const Depot& depot) {
        return depot.flag.find("synthetic") == std::string::npos;
    });
    const auto drill = std::ranges::find_if(reports, &FieldReport::drill);
    const bool of_event = speaks_of_drill(incident.name) || speaks_of_drill(incident.event);
    if (live && (drill != reports.end() || of_event) && !reports.empty()) {
        const FieldReport& report = drill == reports.end() ? reports.front() : *drill;
        throw refused({.code = "report.drill",
                       .message = "a drill's report never enters live books",
                       .file = file,
                       .line = report.line,
                       .field = "drill",
                       .found = of_event ? incident.name : report.label,
                       .expected = "a database of its own for the drill"});
    }
}

/// Ends a dry run: the change undoes itself.
struct DryRun {};

std::vector<std::string> labels_of(const std::vector<FieldReport>& reports) {
    std::vector<std::string> labels;
    for (const FieldReport& report : reports) {
        labels.push_back(report.label);
    }
    return labels;
}

bool concerns(const ReportFinding& finding, const std::set<std::string>& labels) {
    return std::ranges::any_of(finding.reports,
                               [&](const std::string& label) { return labels.contains(label); });
}

std::string code_of(const Places& places, const std::string& unit, Instant on) {
    return unit.empty() ? "" : places.resolve(unit, beijing_date(on)).code;
}

Error untold(const std::string& option) {
    return bad_input({.code = "argument.value",
                      .message = "the event lacks what nobody has told",
                      .field = option,
                      .found = "nothing",
                      .expected = "the option, or --scenario with an event.json that tells it"});
}

}  // namespace

ReportsDesk open_reports(const std::filesystem::path& data, const std::optional<Books>& db,
                         const ReportsQuestion& question) {
    const Tables tables(data, db);
    ReportsDesk desk = rules_of(tables.source());
    desk.proven_from = tables.proven_from();
    if (question.scenario) {
        desk.scenario = load_scenario(*question.scenario, desk.rules, desk.places);
        desk.at = question.at.value_or(last_publication(*desk.scenario));
        desk.incident = incident_of(*desk.scenario);
        desk.reports = field_reports_of(*desk.scenario);
        desk.incident.event = desk.scenario->incident.id;
    } else {
        desk.at = question.at.value_or(question.now);
        desk.incident = read_incident(*tables.database(), question.event);
        desk.reports = read_field_reports(*tables.database(), desk.incident, desk.at);
    }
    drop_later(desk.reports, desk.at);
    return desk;
}

ReportsDesk open_report_file(const std::filesystem::path& data, const std::filesystem::path& file,
                             Instant now, std::optional<Instant> start) {
    const FolderSource source(data);
    ReportsDesk desk = rules_of(source);
    ReportFile read =
        read_report_file(read_file(file), file.string(), desk.rules, desk.places,
                         {.received_at = now, .event_start = start.value_or(now), .reporter = {}});
    require_whole(read, file.string());
    desk.reports = std::move(read.reports);
    desk.at = now;
    desk.incident.event = file.filename().string();
    desk.incident.scope = "220000";
    desk.incident.start = start.value_or(now);
    // Labels nobody gave, so that findings can name them.
    for (std::size_t index = 0; index < desk.reports.size(); ++index) {
        FieldReport& report = desk.reports[index];
        if (report.label.empty()) {
            report.label = fmt::format("{}:{}", report.unit, report.line);
        }
    }
    return desk;
}

std::vector<ReportFinding> review_reports(const ReportsDesk& desk) {
    const std::vector<const FieldReport*> standing = standing_reports(desk.reports, desk.at);
    std::vector<ReportFinding> all = review_each(standing, desk.places, desk.limits);
    const auto add = [&](std::vector<ReportFinding> more) {
        std::move(more.begin(), more.end(), std::back_inserter(all));
    };
    add(review_series(standing, desk.rules, desk.places, desk.limits));
    std::map<std::string, std::vector<const FieldReport*>> received;
    for (const FieldReport& report : desk.reports) {
        received[report.unit].push_back(&report);
    }
    for (const auto& [unit, of_unit] : received) {
        add(review_kinds(of_unit, desk.incident.reopenings(unit)));
    }
    add(review_multipliers(desk.reports));
    return all;
}

BookIncident open_incident(const Books& db, const Asked& asked, const TypedIncident& typed) {
    WritingDesk desk = open_writing_desk(db, asked);
    NewIncident incident{.event = typed.event,
                         .name = typed.name,
                         .hazard = typed.hazard,
                         .scope = {},
                         .start = typed.start.value_or(Instant{}),
                         .units = {},
                         .note = typed.note};
    bool has_start = typed.start.has_value();
    if (typed.scenario) {
        const Scenario scenario = load_scenario(*typed.scenario, desk.rules, desk.places);
        const Incident& event = scenario.incident;
        incident.event = typed.event.empty() ? event.id : typed.event;
        incident.name = typed.name.empty() ? event.name_zh : typed.name;
        incident.hazard = typed.hazard.empty() ? event.hazard : typed.hazard;
        incident.start = typed.start.value_or(event.start);
        has_start = true;
        incident.units = event.affected_counties;
    }
    if (incident.event.empty()) {
        throw untold("--event");
    }
    if (incident.hazard.empty()) {
        throw untold("--hazard");
    }
    if (!has_start) {
        throw untold("--start");
    }
    if (incident.start > asked.now) {
        throw refused({.code = "office.future",
                       .message = "the event would begin after now",
                       .field = "--start",
                       .found = format_instant(incident.start),
                       .expected = "at most now, " + format_instant(asked.now)});
    }
    if (!typed.units.empty()) {
        incident.units.clear();
    }
    for (const std::string& unit : typed.units) {
        const std::string code = code_of(desk.places, unit, incident.start);
        if (std::ranges::count(incident.units, code) == 0) {
            incident.units.push_back(code);
        }
    }
    incident.scope =
        typed.scope.empty() ? "220000" : code_of(desk.places, typed.scope, incident.start);
    const ordered_json content{{"event", incident.event},   {"name", incident.name},
                               {"hazard", incident.hazard}, {"scope", incident.scope},
                               {"units", incident.units},   {"start", seconds_of(incident.start)},
                               {"note", incident.note}};
    const Request request = make_request(desk.database, asked, "incident.open", content.dump());
    static_cast<void>(make_change(desk.database, request, [&](Change& change) {
        return ordered_json{{"incident", relief::open_incident(change, incident)}}.dump();
    }));
    return read_incident(desk.database, incident.event);
}

BookIncident step_incident(const Books& db, const Asked& asked, const std::string& event,
                           const std::string& step, const std::string& unit,
                           const std::string& note) {
    WritingDesk desk = open_writing_desk(db, asked);
    const BookIncident incident = read_incident(desk.database, event);
    const std::string code = code_of(desk.places, unit, asked.occurred_at);
    const ordered_json content{{"event", event}, {"step", step}, {"unit", code}, {"note", note}};
    const Request request = make_request(desk.database, asked, "incident." + step, content.dump());
    static_cast<void>(make_change(desk.database, request, [&](Change& change) {
        add_incident_step(change, incident, step, code, note);
        return std::string("{}");
    }));
    return read_incident(desk.database, event);
}

ReportsAdded add_reports(const Books& db, const Asked& asked, const std::string& event,
                         const std::filesystem::path& file, const std::string& reporter,
                         bool dry_run) {
    WritingDesk desk = open_writing_desk(db, asked);
    const BookIncident incident = read_incident(desk.database, event);
    const std::string bytes = read_file(file);
    ReportFile read = read_report_file(
        bytes, file.string(), desk.rules, desk.places,
        {.received_at = asked.occurred_at, .event_start = incident.start, .reporter = reporter});
    require_whole(read, file.string());
    check_drills(read.reports, incident, desk.baseline, file.string());
    const std::vector<ReportFinding> told = review_multipliers(read.reports);
    const std::vector<ReportFinding> written = [&] {
        std::vector<const FieldReport*> each;
        for (const FieldReport& report : read.reports) {
            each.push_back(&report);
        }
        std::vector<ReportFinding> all = review_each(each, desk.places, {});
        std::erase_if(all, [](const ReportFinding& found) { return found.check != "unit_words"; });
        return all;
    }();
    const ordered_json content{{"event", event}, {"bytes", bytes}, {"reporter", reporter}};
    const Request request =
        make_request(desk.database, asked, "report.add",
                     content.dump(-1, ' ', false, ordered_json::error_handler_t::replace));
    const auto review = [&](std::vector<std::string> labels) {
        ReportsAdded answer{.desk = desk_of(desk.database, event, asked.now),
                            .labels = std::move(labels),
                            .findings = {},
                            .dry_run = dry_run};
        const std::set<std::string> added(answer.labels.begin(), answer.labels.end());
        answer.findings = review_reports(answer.desk);
        std::erase_if(answer.findings,
                      [&](const ReportFinding& finding) { return !concerns(finding, added); });
        // How figures were written is known of the file alone.
        std::ranges::copy(told, std::back_inserter(answer.findings));
        std::ranges::copy(written, std::back_inserter(answer.findings));
        return answer;
    };
    std::optional<ReportsAdded> tried;
    const auto work = [&](Change& change) {
        const std::vector<FieldReport> added =
            add_field_reports(change, incident, read.reports, desk.rules, file.filename().string());
        if (dry_run) {
            tried = review(labels_of(added));
            throw DryRun{};
        }
        return ordered_json{{"labels", labels_of(added)}}.dump();
    };
    try {
        const std::string done = make_change(desk.database, request, work);
        return review(ordered_json::parse(done).at("labels").get<std::vector<std::string>>());
    } catch (const DryRun&) {
        return std::move(*tried);
    }
}

ReportsDesk note_report(const Books& db, const Asked& asked, const std::string& event,
                        const std::string& label, const std::string& words) {
    WritingDesk desk = open_writing_desk(db, asked);
    const BookIncident incident = read_incident(desk.database, event);
    const ordered_json content{{"event", event}, {"report", label}, {"words", words}};
    const Request request = make_request(desk.database, asked, "report.note", content.dump());
    static_cast<void>(make_change(desk.database, request, [&](Change& change) {
        add_report_note(change, incident, label, words);
        return std::string("{}");
    }));
    return desk_of(desk.database, event, asked.now);
}

RolledUnit roll_up_reports(const ReportsDesk& desk, const std::string& root) {
    const std::string code =
        root.empty() ? desk.incident.scope : desk.places.resolve(root, beijing_date(desk.at)).code;
    return roll_up(standing_reports(desk.reports, desk.at), desk.rules, desk.places, code,
                   desk.incident.units(desk.at));
}

std::vector<ReporterScore> score_reporters(const ReportsDesk& desk) {
    const std::vector<ReportDue> dues = due_reports(desk);
    const std::vector<ReportFinding> findings = review_reports(desk);
    std::set<std::string> units;
    for (const std::string& unit : desk.incident.units(desk.at)) {
        units.insert(unit);
    }
    for (const FieldReport& report : desk.reports) {
        units.insert(report.unit);
    }
    std::vector<ReporterScore> scores;
    for (const std::string& unit : units) {
        scores.push_back(
            score_of(unit, desk.scores, score_measures(unit, dues, findings, desk.reports)));
    }
    return scores;
}

std::vector<ReportDue> due_reports(const ReportsDesk& desk) {
    return report_dues({.incident = &desk.incident,
                        .reports = &desk.reports,
                        .now = desk.at,
                        .escalation_hours = desk.limits.escalation_hours},
                       desk.deadlines, desk.work_days, desk.places);
}

}  // namespace relief
