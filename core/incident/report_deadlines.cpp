// SPDX-License-Identifier: Apache-2.0
#include "core/incident/report_deadlines.h"

#include "core/table/csv.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

#include <fmt/format.h>

namespace relief {
namespace {

using Reports = std::vector<const FieldReport*>;

/// "09:00" as minutes after midnight.
Minutes clock_of(const CsvRow& row) {
    const std::string text = row.required("clock_time");
    const auto at = parse_instant("2000-01-01T" + text);
    if (!at) {
        throw row.error("csv.date", "clock_time", "not a time of day", "a time such as 09:00");
    }
    return std::chrono::duration_cast<Minutes>(*at - *parse_instant("2000-01-01"));
}

bool is_level(std::string_view word) {
    constexpr std::array<std::string_view, 4> levels{"township", "county", "city", "province"};
    return std::ranges::find(levels, word) != levels.end();
}

/// The reports of one unit by the time they came, drills too.
Reports of_unit(const std::vector<FieldReport>& reports, std::string_view unit, Instant now) {
    Reports own;
    for (const FieldReport& report : reports) {
        if (report.unit == unit && report.received_at <= now && !report.counts_since) {
            own.push_back(&report);
        }
    }
    std::ranges::stable_sort(own, {}, &FieldReport::received_at);
    return own;
}

Instant end_of(Date day) {
    return beijing_midnight(day + std::chrono::days{1});
}

/// Makes the dues of one unit.
class UnitDues {
  public:
    UnitDues(const DeadlineQuestion& question, const WorkDays& work_days, const Places& places,
             const Place& place, std::vector<ReportDue>& all)
        : question_(question),
          work_days_(work_days),
          places_(places),
          place_(place),
          own_(of_unit(*question.reports, place.code, question.now)),
          all_(all) {}

    void add(const DeadlineRule& rule);

  private:
    void add_initial(const DeadlineRule& rule);
    void add_daily(const DeadlineRule& rule);
    void add_periodic(const DeadlineRule& rule);
    void add_final(const DeadlineRule& rule);
    void put(const DeadlineRule& rule, std::optional<Instant> due, const FieldReport* came,
             std::string because);
    [[nodiscard]] bool triggered(const DeadlineRule& rule) const;
    [[nodiscard]] bool goes_up(const DeadlineRule& rule) const;
    [[nodiscard]] std::optional<Instant> first_from_below() const;
    [[nodiscard]] std::optional<Instant> last_final_below() const;
    [[nodiscard]] std::optional<Instant> over() const;
    [[nodiscard]] std::vector<std::string> escalation(Minutes overdue) const;

    const DeadlineQuestion& question_;
    const WorkDays& work_days_;
    const Places& places_;
    const Place& place_;
    Reports own_;
    std::vector<ReportDue>& all_;
};

bool UnitDues::triggered(const DeadlineRule& rule) const {
    if (rule.trigger_metric.empty()) {
        return true;
    }
    double sum = 0;
    const Reports standing = standing_reports(*question_.reports, question_.now);
    // The only trigger of the table is the dead and the missing together.
    for (const std::string_view metric : {"dead", "missing"}) {
        if (const auto figure = standing_figure(standing, place_.code, metric)) {
            sum += figure_number(figure->figure->value);
        }
    }
    return sum >= rule.trigger_value;
}

/// To the unit above, which is whom these books see receive it.
bool UnitDues::goes_up(const DeadlineRule& rule) const {
    const std::string above = places_.parent_of(place_.code);
    const Place* parent = places_.find_code(above);
    return rule.trigger_metric.empty() &&
           (parent == nullptr ? rule.recipient == "ministry"
                              : rule.recipient == reporting_level(*parent));
}

std::vector<std::string> UnitDues::escalation(Minutes overdue) const {
    std::vector<std::string> to;
    const std::string above = places_.parent_of(place_.code);
    if (!above.empty()) {
        to.push_back(above);
        const std::string next = places_.parent_of(above);
        constexpr double minutes_of_hour = 60;
        if (!next.empty() &&
            static_cast<double>(overdue.count()) > question_.escalation_hours * minutes_of_hour) {
            to.push_back(next);
        }
    }
    return to;
}

void UnitDues::put(const DeadlineRule& rule, std::optional<Instant> due, const FieldReport* came,
                   std::string because) {
    ReportDue row{.unit = place_.code,
                  .report = rule.report,
                  .recipient = rule.recipient,
                  .rule = &rule,
                  .due = due,
                  .because = std::move(because)};
    const auto minutes = [](auto span) { return std::chrono::duration_cast<Minutes>(span); };
    if (came != nullptr) {
        row.received = came->received_at;
        row.label = came->label;
    }
    if (!goes_up(rule)) {
        row.state = DueState::not_seen;
        row.received.reset();
        row.label.clear();
        if (due) {
            row.by = minutes(*due - question_.now);
        }
    } else if (came != nullptr) {
        const bool in_time = !due || came->received_at <= *due;
        row.state = in_time ? DueState::in_time : DueState::late;
        row.by = in_time ? Minutes{0} : minutes(came->received_at - *due);
    } else if (due) {
        const bool over_due = question_.now > *due;
        row.state = over_due ? DueState::missing : DueState::due;
        row.by = over_due ? minutes(question_.now - *due) : minutes(*due - question_.now);
        if (over_due && !rule.comparator) {
            row.escalates_to = escalation(row.by);
        }
    }
    all_.push_back(std::move(row));
}

std::optional<Instant> UnitDues::first_from_below() const {
    std::optional<Instant> first;
    for (const FieldReport& report : *question_.reports) {
        const bool below = report.unit != place_.code &&
                           places_.is_within(report.unit, place_.code) && !report.counts_since;
        if (below && report.received_at <= question_.now &&
            (!first || report.received_at < *first)) {
            first = report.received_at;
        }
    }
    return first;
}

/// When the last of the units below that are to report gave its final report.
std::optional<Instant> UnitDues::last_final_below() const {
    std::optional<Instant> last;
    bool any = false;
    for (const std::string& unit : question_.incident->units(question_.now)) {
        if (unit == place_.code || !places_.is_within(unit, place_.code)) {
            continue;
        }
        any = true;
        std::optional<Instant> final;
        for (const FieldReport* report : of_unit(*question_.reports, unit, question_.now)) {
            if (report->kind == ReportKind::final) {
                final = report->received_at;
            }
        }
        if (!final) {
            return std::nullopt;
        }
        last = last ? std::max(*last, *final) : *final;
    }
    return any ? last : std::nullopt;
}

/// When no daily report is owed any more: stable, over, or the final report given.
std::optional<Instant> UnitDues::over() const {
    std::optional<Instant> end = question_.incident->stable_at(place_.code, question_.now);
    const auto ended = question_.incident->ended_at(question_.now);
    if (ended && (!end || *ended < *end)) {
        end = ended;
    }
    for (const FieldReport* report : own_) {
        if (report->kind == ReportKind::final && (!end || report->received_at < *end)) {
            end = report->received_at;
        }
    }
    // Re-opened, reports are owed again.
    for (const Instant at : question_.incident->reopenings(place_.code)) {
        if (end && at >= *end && at <= question_.now) {
            end.reset();
        }
    }
    return end;
}

void UnitDues::add_initial(const DeadlineRule& rule) {
    const FieldReport* came = own_.empty() ? nullptr : own_.front();
    if (rule.kind == "hours_after_event" || rule.kind == "hours_after_receipt") {
        const bool of_event = rule.kind == "hours_after_event";
        const auto from = of_event ? std::optional(question_.incident->start) : first_from_below();
        if (!from) {
            put(rule, std::nullopt, came, "no report from below yet");
            return;
        }
        constexpr int minutes_of_hour = 60;
        const Minutes span{static_cast<int>(rule.value * minutes_of_hour)};
        put(rule, *from + span, came,
            fmt::format("{} + {:g} h", format_instant(*from), rule.value));
        return;
    }
    put(rule, std::nullopt, came, "at the onset");
}

void UnitDues::add_daily(const DeadlineRule& rule) {
    const Date first = beijing_date(question_.incident->start) + std::chrono::days{1};
    const Date last = beijing_date(question_.now);
    const auto end = over();
    // The first report of all answers for the initial one alone; every other one for the first
    // day that still waits for it: a late one never for two days.
    auto next = own_.begin() + (own_.empty() ? 0 : 1);
    for (Date day = first; day <= last + std::chrono::days{1}; day += std::chrono::days{1}) {
        const Instant due = beijing_midnight(day) + rule.clock;
        if (end && due > *end) {
            break;
        }
        const FieldReport* came = nullptr;
        if (next != own_.end() && (*next)->received_at < due + std::chrono::days{1}) {
            came = *next;
            ++next;
        }
        // Whatever else came by the hour says more of the same day.
        while (next != own_.end() && (*next)->received_at <= due) {
            ++next;
        }
        put(rule, due, came, "every day");
        if (due > question_.now) {
            break;
        }
    }
}

void UnitDues::add_periodic(const DeadlineRule& rule) {
    const std::chrono::days step{static_cast<int>(rule.value)};
    Instant from = question_.incident->start;
    for (Instant due = from + step; step.count() > 0; from = due, due += step) {
        const auto came = std::ranges::find_if(own_, [&](const FieldReport* report) {
            return report->received_at > from && report->received_at <= due + step &&
                   report != own_.front();
        });
        put(rule, due, came == own_.end() ? nullptr : *came,
            fmt::format("every {:g} days", rule.value));
        if (due > question_.now) {
            break;
        }
    }
}

void UnitDues::add_final(const DeadlineRule& rule) {
    const FieldReport* came = nullptr;
    for (const FieldReport* report : own_) {
        if (report->kind == ReportKind::final) {
            came = report;
        }
    }
    const auto days = static_cast<int>(rule.value);
    if (rule.kind == "days_after_receipt") {
        const auto from = last_final_below();
        put(rule,
            from ? std::optional(end_of(beijing_date(*from) + std::chrono::days{days}))
                 : std::nullopt,
            came,
            from ? fmt::format("{} + {} d", format_instant(*from), days)
                 : "not every unit below has given its final report");
        return;
    }
    const auto stable = question_.incident->stable_at(place_.code, question_.now);
    if (!stable || rule.kind == "at_end") {
        put(rule, std::nullopt, came, "not stable yet");
        return;
    }
    const Date from = beijing_date(*stable);
    if (rule.kind == "days_after_stable") {
        put(rule, end_of(from + std::chrono::days{days}), came,
            fmt::format("{} + {} d", format_date(from), days));
        return;
    }
    const Date day = work_days_.after(from, days);
    const bool known = work_days_.knows_year(year_of(day));
    put(rule, end_of(day), came,
        fmt::format("{} + {} work days{}", format_date(from), days,
                    known ? "" : " (holidays of the year not known)"));
}

void UnitDues::add(const DeadlineRule& rule) {
    if (!triggered(rule)) {
        return;
    }
    if (rule.report == "initial") {
        add_initial(rule);
    } else if (rule.report == "final") {
        add_final(rule);
    } else if (rule.kind == "daily_at") {
        add_daily(rule);
    } else if (rule.kind == "every_days") {
        add_periodic(rule);
    }
}

/// The units that are to report, those that did, and all above them.
std::set<std::string> units_in_question(const DeadlineQuestion& question, const Places& places) {
    std::set<std::string> units;
    const auto add = [&](std::string unit) {
        for (; !unit.empty(); unit = places.parent_of(unit)) {
            units.insert(unit);
        }
    };
    for (const std::string& unit : question.incident->units(question.now)) {
        add(unit);
    }
    for (const FieldReport& report : *question.reports) {
        if (report.received_at <= question.now && !report.counts_since) {
            add(report.unit);
        }
    }
    return units;
}

}  // namespace

std::string_view to_word(DueState state) {
    constexpr std::array<std::string_view, 6> words{"missing", "due",     "waiting",
                                                    "late",    "in_time", "not_seen"};
    return words[static_cast<std::size_t>(state)];
}

std::string_view reporting_level(const Place& place) {
    return place.kind == "province"     ? "province"
           : place.kind == "prefecture" ? "city"
           : place.kind == "township"   ? "township"
           : place.kind == "county" || place.kind == "zone" || place.kind == "committee" ? "county"
                                                                                         : "";
}

std::vector<DeadlineRule> load_report_deadlines(const DataSource& source) {
    const std::string name = "rules/report_deadlines.csv";
    const CsvTable table(
        source.read(name), source.shown_name(name),
        {"deadline_id", "reporter", "event_kind", "report", "deadline_kind", "value", "clock_time",
         "recipient", "trigger_metric", "trigger_value", "source", "flag", "note"});
    table.check_key("deadline_id");
    std::vector<DeadlineRule> rules;
    for (std::size_t index = 0; index < table.size(); ++index) {
        const CsvRow row = table.row(index);
        const std::string kind = row.text("event_kind");
        if (!is_level(row.required("reporter")) || (kind != "sudden" && kind != "drought")) {
            continue;
        }
        constexpr double most = 1e6;
        DeadlineRule rule{
            .id = row.required("deadline_id"),
            .reporter = row.text("reporter"),
            .event_kind = kind,
            .report = row.one_of("report", {"initial", "follow_up", "final"}),
            .kind = row.one_of("deadline_kind",
                               {"hours_after_event", "hours_after_receipt", "daily_at",
                                "every_days", "workdays_after_stable", "days_after_stable",
                                "days_after_receipt", "at_onset", "at_end"}),
            .value = row.optional_number("value", 0, most).value_or(0),
            .clock = Minutes{0},
            .recipient = row.required("recipient"),
            .trigger_metric = row.text("trigger_metric"),
            .trigger_value = row.optional_number("trigger_value", 0, most).value_or(0),
            .source = source_of(row),
            .note = row.text("note")};
        if (rule.kind == "daily_at") {
            rule.clock = clock_of(row);
        }
        if (!rule.trigger_metric.empty() && rule.trigger_metric != "dead_missing") {
            throw row.error("csv.value", "trigger_metric", "no report is due by this metric",
                            "dead_missing, or nothing");
        }
        rule.comparator = rule.note.find("not known for Jilin") != std::string::npos;
        rules.push_back(std::move(rule));
    }
    return rules;
}

std::vector<ReportDue> report_dues(const DeadlineQuestion& question,
                                   const std::vector<DeadlineRule>& rules,
                                   const WorkDays& work_days, const Places& places) {
    std::vector<ReportDue> all;
    const std::string_view kind = question.incident->hazard == "drought" ? "drought" : "sudden";
    for (const std::string& unit : units_in_question(question, places)) {
        const Place* place = places.find_code(unit);
        if (place == nullptr) {
            continue;
        }
        UnitDues dues(question, work_days, places, *place, all);
        for (const DeadlineRule& rule : rules) {
            if (rule.reporter == reporting_level(*place) && rule.event_kind == kind) {
                dues.add(rule);
            }
        }
    }
    std::ranges::stable_sort(all, [](const ReportDue& a, const ReportDue& b) {
        const bool a_missing = a.state != DueState::missing;
        const bool b_missing = b.state != DueState::missing;
        return std::tuple(a_missing, !a.due, a.due.value_or(Instant{}), a.unit) <
               std::tuple(b_missing, !b.due, b.due.value_or(Instant{}), b.unit);
    });
    return all;
}

}  // namespace relief
