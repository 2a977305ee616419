// SPDX-License-Identifier: Apache-2.0
#include "core/incident/report_book.h"

#include "core/error.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::array written_flags{Flag::read,    Flag::read_secondary, Flag::recalled,
                                   Flag::derived, Flag::assumption,     Flag::synthetic};

std::string joined(const std::vector<std::string>& words) {
    return fmt::format("{}", fmt::join(words, ", "));
}

std::vector<IncidentStep> read_steps(Database& database, std::int64_t incident) {
    Statement select = database.prepare(
        "SELECT step, at, officer, unit, note FROM incident_step WHERE incident_id = ?1 "
        "ORDER BY id");
    select.bind(1, incident);
    std::vector<IncidentStep> steps;
    while (select.step()) {
        steps.push_back({.step = select.text(0),
                         .at = instant_of(select.integer(1)),
                         .officer = select.text(2),
                         .unit = select.text(3),
                         .note = select.text(4)});
    }
    return steps;
}

bool concerns(const IncidentStep& step, std::string_view unit) {
    return step.unit.empty() || step.unit == unit;
}

void insert_step(Change& change, std::int64_t incident, const std::string& step,
                 const std::string& unit, const std::string& note) {
    const Request& request = change.request();
    change.insert("incident_step", {{"incident_id", incident},
                                    {"step", step},
                                    {"at", seconds_of(request.occurred_at)},
                                    {"officer", request.actor},
                                    {"unit", unit},
                                    {"note", note}});
}

Error wrong_step(const BookIncident& incident, const std::string& step, std::string found,
                 std::string expected) {
    return refused({.code = "incident.step",
                    .message = "the event is not at this step",
                    .field = incident.event + " " + step,
                    .found = std::move(found),
                    .expected = std::move(expected)});
}

/// A report of the books during one adding.
struct Known {
    std::vector<FieldReport> reports;

    [[nodiscard]] const FieldReport* of_label(std::string_view label) const {
        const auto found = std::ranges::find(reports, label, &FieldReport::label);
        return found == reports.end() ? nullptr : &*found;
    }
    [[nodiscard]] std::int64_t count_of(std::string_view unit) const {
        return std::ranges::count(reports, unit, &FieldReport::unit);
    }
};

void check_open(const BookIncident& incident, const Known& known, const FieldReport& report) {
    const auto final = std::ranges::find_if(known.reports, [&](const FieldReport& other) {
        return other.unit == report.unit && other.kind == ReportKind::final;
    });
    if (final == known.reports.end() || report.kind == ReportKind::correction) {
        return;
    }
    const std::vector<Instant> reopened = incident.reopenings(report.unit);
    const bool open = std::ranges::any_of(
        reopened, [&](Instant at) { return at >= final->received_at && at <= report.received_at; });
    if (!open) {
        throw refused(
            {.code = "report.closed",
             .message = "the unit has given its final report",
             .line = report.line,
             .field = report.label,
             .found = fmt::format("{} of {} after {}, received {}", to_word(*report.kind),
                                  report.unit, final->label, format_instant(final->received_at)),
             .expected = "a correction, or `relief incident reopen` first"});
    }
}

const FieldReport* find_corrected(const Known& known, const FieldReport& report) {
    if (report.corrects.empty()) {
        return nullptr;
    }
    const auto wrong = [&](std::string found) {
        return refused({.code = "report.corrects",
                        .message = "the correction stands for no report of this unit",
                        .line = report.line,
                        .field = report.label,
                        .found = std::move(found),
                        .expected = "the number of a report of the same unit that no other "
                                    "correction stands for"});
    };
    const FieldReport* corrected = known.of_label(report.corrects);
    if (corrected == nullptr) {
        throw wrong("no report " + report.corrects + " of this event");
    }
    if (corrected->unit != report.unit) {
        throw wrong(
            fmt::format("{} is of {}, not of {}", report.corrects, corrected->unit, report.unit));
    }
    for (const FieldReport& other : known.reports) {
        if (other.corrects == report.corrects) {
            throw wrong(
                fmt::format("{} was corrected by {} already", report.corrects, other.label));
        }
    }
    return corrected;
}

std::int64_t insert_report(Change& change, const BookIncident& incident, const FieldReport& report,
                           const FieldReport* corrected, const std::string& file) {
    return change.insert(
        "field_report",
        {{"incident_id", incident.id},
         {"label", report.label},
         {"unit", report.unit},
         {"kind", std::string(to_word(*report.kind))},
         {"stat_time", seconds_of(report.stat_time)},
         {"received_at", seconds_of(report.received_at)},
         {"officer", change.request().actor},
         {"reporter", report.reporter},
         {"source", report.source},
         {"flag", std::string(flag_name(report.flag))},
         {"note", report.note},
         {"counts_since", report.counts_since ? Cell(day_number(*report.counts_since)) : Cell()},
         {"corrects_id", corrected == nullptr ? Cell() : Cell(corrected->id)},
         {"drill", std::int64_t{report.drill ? 1 : 0}},
         {"file", file},
         {"line", std::int64_t{report.line}}});
}

void insert_note(Change& change, std::int64_t report, const std::string& words) {
    change.insert("field_report_note", {{"report_id", report},
                                        {"at", seconds_of(change.request().occurred_at)},
                                        {"officer", change.request().actor},
                                        {"words", words}});
}

void read_figures(Database& database, std::int64_t incident, std::vector<FieldReport>& reports) {
    Statement select = database.prepare(
        "SELECT report_id, metric, value, bound, exactness, words, line FROM field_figure JOIN "
        "field_report ON field_report.id = report_id WHERE incident_id = ?1 ORDER BY "
        "field_figure.id");
    select.bind(1, incident);
    while (select.step()) {
        const auto report = std::ranges::find(reports, select.integer(0), &FieldReport::id);
        report->figures.push_back(
            {.metric = select.text(1),
             .value = parse_figure(select.view(2)).value_or(Quantity{0, figure_decimals}),
             .bound = bound_of(select.view(3)).value_or(Bound::exact),
             .exactness = select.text(4),
             .words = select.text(5),
             .multiplier = {},
             .doubled = false,
             .line = static_cast<int>(select.integer(6))});
    }
}

void read_notes(Database& database, std::int64_t incident, Instant at,
                std::vector<FieldReport>& reports) {
    Statement select = database.prepare(
        "SELECT report_id, words FROM field_report_note JOIN field_report ON field_report.id = "
        "report_id WHERE incident_id = ?1 AND at <= ?2 ORDER BY field_report_note.id");
    select.bind(1, incident).bind(2, seconds_of(at));
    while (select.step()) {
        std::ranges::find(reports, select.integer(0), &FieldReport::id)
            ->explanations.push_back(select.text(1));
    }
}

}  // namespace

std::vector<std::string> BookIncident::units(Instant at) const {
    std::vector<std::string> codes;
    for (const IncidentStep& step : steps) {
        if (step.step == "unit" && step.at <= at) {
            codes.push_back(step.unit);
        }
    }
    return codes;
}

std::optional<Instant> BookIncident::stable_at(std::string_view unit, Instant at) const {
    std::optional<Instant> stable;
    for (const IncidentStep& step : steps) {
        if (step.at <= at && concerns(step, unit)) {
            if (step.step == "stable") {
                stable = step.at;
            } else if (step.step == "reopen") {
                stable.reset();
            }
        }
    }
    return stable;
}

std::vector<Instant> BookIncident::reopenings(std::string_view unit) const {
    std::vector<Instant> all;
    for (const IncidentStep& step : steps) {
        if (step.step == "reopen" && concerns(step, unit)) {
            all.push_back(step.at);
        }
    }
    return all;
}

std::optional<Instant> BookIncident::ended_at(Instant at) const {
    std::optional<Instant> ended;
    for (const IncidentStep& step : steps) {
        if (step.at <= at && step.step == "end") {
            ended = step.at;
        } else if (step.at <= at && step.step == "reopen") {
            ended.reset();
        }
    }
    return ended;
}

std::int64_t open_incident(Change& change, const NewIncident& incident) {
    for (const BookIncident& other : read_incidents(change.database())) {
        if (other.event == incident.event) {
            throw conflict(
                {.code = "incident.exists",
                 .message = "the event is in the books already",
                 .field = "--event",
                 .found = fmt::format("{} since {}", other.event, format_instant(other.opened_at)),
                 .expected = "another id, or `relief incident unit` for more units"});
        }
    }
    const Request& request = change.request();
    const std::int64_t id = change.insert("incident", {{"event", incident.event},
                                                       {"at", seconds_of(request.occurred_at)},
                                                       {"officer", request.actor},
                                                       {"name", incident.name},
                                                       {"hazard", incident.hazard},
                                                       {"scope", incident.scope},
                                                       {"start_at", seconds_of(incident.start)},
                                                       {"note", incident.note}});
    for (const std::string& unit : incident.units) {
        insert_step(change, id, "unit", unit, "");
    }
    change.tell_subject(incident.event);
    return id;
}

void add_incident_step(Change& change, const BookIncident& incident, const std::string& step,
                       const std::string& unit, const std::string& note) {
    const Instant at = change.request().occurred_at;
    const auto ended = incident.ended_at(at);
    if (ended && step != "reopen") {
        throw wrong_step(incident, step, "the event ended " + format_instant(*ended),
                         "`relief incident reopen` first");
    }
    if (step == "unit" && std::ranges::count(incident.units(at), unit) > 0) {
        throw wrong_step(incident, step, unit + " is to report already", "another unit");
    }
    if (step == "stable" && incident.stable_at(unit, at)) {
        throw wrong_step(incident, step,
                         "stable since " + format_instant(*incident.stable_at(unit, at)),
                         "an event that is not stable yet");
    }
    if (step == "reopen" && !ended && !incident.stable_at(unit, at)) {
        throw wrong_step(incident, step, "the event is open", "one that was stable or over");
    }
    change.tell_subject(incident.event);
    insert_step(change, incident.id, step, unit, note);
}

std::vector<BookIncident> read_incidents(Database& database) {
    Statement select = database.prepare(
        "SELECT id, event, at, officer, name, hazard, scope, start_at, note FROM incident ORDER BY "
        "id");
    std::vector<BookIncident> all;
    while (select.step()) {
        all.push_back({.id = select.integer(0),
                       .event = select.text(1),
                       .opened_at = instant_of(select.integer(2)),
                       .officer = select.text(3),
                       .name = select.text(4),
                       .hazard = select.text(5),
                       .scope = select.text(6),
                       .start = instant_of(select.integer(7)),
                       .note = select.text(8),
                       .steps = {}});
    }
    for (BookIncident& incident : all) {
        incident.steps = read_steps(database, incident.id);
    }
    return all;
}

BookIncident read_incident(Database& database, const std::string& event) {
    std::vector<std::string> known;
    for (BookIncident& incident : read_incidents(database)) {
        if (incident.event == event) {
            return std::move(incident);
        }
        known.push_back(incident.event);
    }
    throw bad_input({.code = "incident.unknown",
                     .message = "the books know no such event",
                     .field = "--event",
                     .found = event,
                     .expected = known.empty() ? "`relief incident open` first" : joined(known)});
}

std::vector<FieldReport> add_field_reports(Change& change, const BookIncident& incident,
                                           std::vector<FieldReport> reports, const Rules& rules,
                                           const std::string& file) {
    constexpr Instant ever = Instant::max();
    Known known{read_field_reports(change.database(), incident, ever)};
    std::ranges::stable_sort(reports, [](const FieldReport& a, const FieldReport& b) {
        return std::tie(a.received_at, a.stat_time) < std::tie(b.received_at, b.stat_time);
    });
    std::vector<FieldReport> added;
    for (FieldReport& report : reports) {
        if (!report.kind) {
            report.kind =
                known.count_of(report.unit) == 0 ? ReportKind::initial : ReportKind::follow_up;
        }
        if (report.label.empty()) {
            report.label = fmt::format("{}-{}", report.unit, known.count_of(report.unit) + 1);
        }
        if (const FieldReport* twice = known.of_label(report.label)) {
            throw conflict({.code = "report.repeat",
                            .message = "a report of this number is in the books",
                            .file = file,
                            .line = report.line,
                            .field = report.label,
                            .found = fmt::format("{}, received {}", twice->label,
                                                 format_instant(twice->received_at)),
                            .expected = "a number of its own; a changed figure comes as a "
                                        "correction"});
        }
        check_open(incident, known, report);
        report.id = insert_report(change, incident, report, find_corrected(known, report), file);
        known.reports.push_back(report);
        added.push_back(report);
    }
    for (const FieldReport& report : added) {
        for (const FieldFigure& figure : report.figures) {
            const Metric* metric = rules.metric(figure.metric);
            change.insert("field_figure", {{"report_id", report.id},
                                           {"metric", figure.metric},
                                           {"value", format_figure(figure.value)},
                                           {"unit", metric == nullptr ? "" : metric->unit},
                                           {"bound", std::string(to_word(figure.bound))},
                                           {"exactness", figure.exactness},
                                           {"words", figure.words}});
        }
    }
    for (const FieldReport& report : added) {
        for (const std::string& words : report.explanations) {
            insert_note(change, report.id, words);
        }
    }
    change.tell_subject(incident.event);
    return added;
}

void add_report_note(Change& change, const BookIncident& incident, const std::string& label,
                     const std::string& words) {
    const Known known{read_field_reports(change.database(), incident, Instant::max())};
    const FieldReport* report = known.of_label(label);
    if (report == nullptr) {
        throw bad_input({.code = "report.unknown",
                         .message = "the books hold no such report of this event",
                         .field = "REPORT",
                         .found = label,
                         .expected = "a number of `relief report list`"});
    }
    insert_note(change, report->id, words);
    change.tell_subject(incident.event);
}

std::vector<FieldReport> read_field_reports(Database& database, const BookIncident& incident,
                                            Instant at) {
    Statement select = database.prepare(
        "SELECT report.id, report.label, report.unit, report.kind, report.stat_time, "
        "report.received_at, report.reporter, report.source, report.flag, report.note, "
        "report.counts_since, coalesce(corrected.label, ''), report.drill, report.line FROM "
        "field_report AS report LEFT JOIN field_report AS corrected ON corrected.id = "
        "report.corrects_id WHERE report.incident_id = ?1 ORDER BY report.id");
    select.bind(1, incident.id);
    std::vector<FieldReport> reports;
    while (select.step()) {
        FieldReport report{.id = select.integer(0),
                           .label = select.text(1),
                           .unit = select.text(2),
                           .kind = report_kind_of(select.view(3)),
                           .stat_time = instant_of(select.integer(4)),
                           .received_at = instant_of(select.integer(5)),
                           .reporter = select.text(6),
                           .source = select.text(7),
                           .flag = Flag::read,
                           .note = select.text(9),
                           .counts_since = std::nullopt,
                           .corrects = select.text(11),
                           .explanations = {},
                           .drill = select.integer(12) != 0,
                           .figures = {},
                           .line = static_cast<int>(select.integer(13))};
        for (const Flag flag : written_flags) {
            if (flag_name(flag) == select.view(8)) {
                report.flag = flag;
            }
        }
        if (!select.is_null(10)) {
            report.counts_since = date_of(select.integer(10));
        }
        reports.push_back(std::move(report));
    }
    read_figures(database, incident.id, reports);
    read_notes(database, incident.id, at, reports);
    return reports;
}

Scenario scenario_of_books(const BookIncident& incident, const std::vector<FieldReport>& reports,
                           const Places& places, Instant at) {
    Scenario scenario;
    Incident& event = scenario.incident;
    event.id = incident.event;
    event.name_zh = incident.name;
    event.hazard = incident.hazard;
    event.start = incident.start;
    event.month = static_cast<int>(
        static_cast<unsigned>(std::chrono::year_month_day{beijing_date(incident.start)}.month()));
    event.province = "220000";
    event.affected_counties = incident.units(at);
    for (const FieldReport* report : standing_reports(reports, at)) {
        scenario.reports.push_back(report_of(*report, places));
    }
    std::ranges::stable_sort(scenario.reports, [](const Report& a, const Report& b) {
        return std::tie(a.known_at, a.id) < std::tie(b.known_at, b.id);
    });
    return scenario;
}

}  // namespace relief
