// SPDX-License-Identifier: Apache-2.0
#include "core/incident/report_reader.h"

#include "core/data_source.h"
#include "core/error.h"
#include "core/table/csv.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr double largest_figure = 1e9;

Instant read_instant(const CsvRow& row, std::string_view column) {
    static_cast<void>(row.required(column));
    return *row.optional_instant(column);
}

const Place& read_place(const CsvRow& row, std::string_view column, const Places& places) {
    const std::string code = row.required(column);
    const Place* place = places.find_code(code);
    if (place == nullptr) {
        throw row.error("place.unknown", column, "there is no division with this code",
                        "a present or former code of a division or township");
    }
    return *place;
}

/// The day of a note "SINCE 06-01" in the year of the figures, or the year before where that day
/// had not come yet.
std::optional<Date> read_since(std::string_view note, Instant stat_time) {
    constexpr std::string_view word = "since ";
    constexpr std::size_t day_length = 5;  // MM-DD
    const auto found = std::search(
        note.begin(), note.end(), word.begin(), word.end(),
        [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
    if (found == note.end()) {
        return std::nullopt;
    }
    const auto begin = static_cast<std::size_t>(found - note.begin()) + word.size();
    const std::string day(note.substr(begin, day_length));
    const Date stat_date = beijing_date(stat_time);
    const int year = static_cast<int>(std::chrono::year_month_day{stat_date}.year());
    const auto since = parse_date(fmt::format("{:04}-{}", year, day));
    return since && *since > stat_date ? parse_date(fmt::format("{:04}-{}", year - 1, day)) : since;
}

class ReportReader {
  public:
    ReportReader(const Incident& incident, const Rules& rules, const Places& places)
        : incident_(incident), rules_(rules), places_(places) {}

    void read(const CsvRow& row);
    std::vector<Report> take();

  private:
    [[nodiscard]] Report read_head(const CsvRow& row) const;
    [[nodiscard]] ReportedFigure read_figure(const CsvRow& row, const Place& unit) const;
    void check_head(const CsvRow& row, const Report& head, const Report& first) const;

    const Incident& incident_;
    const Rules& rules_;
    const Places& places_;
    std::vector<Report> reports_;
};

Report ReportReader::read_head(const CsvRow& row) const {
    Report report;
    report.id = row.required("report_id");
    report.stat_time = read_instant(row, "stat_time");
    const Instant published = read_instant(row, "published");
    const bool to_the_day = !has_time_of_day(row.text("published"));
    if (!to_the_day && published < report.stat_time) {
        throw row.error("csv.date", "published", "the report was published before its stat_time",
                        "a time not before " + format_instant(report.stat_time));
    }
    report.known_at = std::max(published, report.stat_time);
    report.scope_code = read_place(row, "scope_code", places_).code;
    report.scope_name = row.text("scope_name");
    report.reporter = row.text("reporter");
    report.source = row.text("source");
    report.flag = flag_of(row);
    report.note = row.text("note");
    report.counts_since = counts_since_of(report.note, report.stat_time, incident_.start);
    return report;
}

ReportedFigure ReportReader::read_figure(const CsvRow& row, const Place& unit) const {
    ReportedFigure figure;
    figure.metric = row.required("metric");
    const Metric* metric = rules_.metric(figure.metric);
    if (metric == nullptr) {
        throw row.error("csv.reference", "metric", "there is no such metric",
                        "a metric of data/rules/metrics.csv");
    }
    figure.unit = row.required("unit");
    if (figure.unit != metric->unit) {
        throw row.error("csv.value", "unit", "the metric is counted in another unit", metric->unit);
    }
    figure.value = row.number("value", 0, metric->unit == "fraction" ? 1 : largest_figure);
    const bool counted =
        metric->unit == "person" || metric->unit == "household" || metric->unit == "room";
    if (counted && figure.value != std::floor(figure.value)) {
        throw row.error("csv.number", "value", "a count has a fraction", "a whole number");
    }
    // People on a journey and the census year blur the number, but not by half as much again.
    constexpr double people_slack = 1.5;
    const double people_max = people_slack * static_cast<double>(unit.population);
    if (metric->unit == "person" && unit.population > 0 && figure.value > people_max) {
        throw row.error("csv.range", "value", "more people than the unit can hold",
                        fmt::format("at most {} of {} ({} people)", std::floor(people_max),
                                    unit.name, unit.population));
    }
    figure.exactness = row.one_of("exactness", {"exact", "rounded", "derived"});
    figure.line = row.line();
    return figure;
}

void ReportReader::check_head(const CsvRow& row, const Report& head, const Report& first) const {
    const std::string as_before = fmt::format("the same as in line {}", first.figures.front().line);
    if (head.stat_time != first.stat_time) {
        throw row.error("csv.value", "stat_time", "the rows of one report differ", as_before);
    }
    if (head.known_at != first.known_at) {
        throw row.error("csv.value", "published", "the rows of one report differ", as_before);
    }
    if (head.scope_code != first.scope_code) {
        throw row.error("csv.value", "scope_code", "the rows of one report differ", as_before);
    }
}

void ReportReader::read(const CsvRow& row) {
    Report head = read_head(row);
    ReportedFigure figure = read_figure(row, *places_.find_code(head.scope_code));
    const auto report = std::ranges::find(reports_, head.id, &Report::id);
    if (report == reports_.end()) {
        head.figures.push_back(std::move(figure));
        reports_.push_back(std::move(head));
        return;
    }
    check_head(row, head, *report);
    const auto twice = std::ranges::find(report->figures, figure.metric, &ReportedFigure::metric);
    if (twice != report->figures.end()) {
        throw row.error(
            "csv.key", "metric",
            fmt::format("report {} gives this metric in line {} already", report->id, twice->line),
            "each metric once in a report");
    }
    if (!report->counts_since) {
        report->counts_since = head.counts_since;
    }
    report->figures.push_back(std::move(figure));
}

std::vector<Report> ReportReader::take() {
    std::ranges::sort(reports_, [](const Report& a, const Report& b) {
        return std::tie(a.known_at, a.id) < std::tie(b.known_at, b.id);
    });
    return std::move(reports_);
}

/// "2017-07-20", a time, or a month alone, which says too little to be a time.
std::optional<Instant> read_known_at(const CsvRow& row) {
    const std::string text = row.text("known_at");
    if (parse_date(text + "-01")) {
        return std::nullopt;
    }
    return row.optional_instant("known_at");
}

ActualRow read_actual_row(const CsvRow& row, const Rules& rules, const Places& places) {
    ActualRow actual;
    actual.id = row.required("row_id");
    actual.kind = row.one_of(
        "kind", {"goods", "response_level", "work_group", "airdrop", "split_storage", "standby"});
    actual.item = row.text("item_id");
    if (!actual.item.empty() && rules.item(actual.item) == nullptr) {
        throw row.error("item.unknown", "item_id", "there is no such item",
                        "an item_id of data/rules/item_catalog.csv");
    }
    actual.quantity = row.optional_number("quantity", 0, largest_figure);
    actual.unit = row.text("unit");
    actual.from_name = row.text("from_name");
    actual.to_name = row.text("to_name");
    for (const std::string_view column : {"from_code", "to_code"}) {
        const std::string code = row.text(column);
        if (!code.empty() && code != "000000") {  // the nation
            static_cast<void>(read_place(row, column, places));
        }
    }
    actual.known_at = read_known_at(row);
    actual.note = row.text("note");
    return actual;
}

}  // namespace

std::optional<Date> counts_since_of(std::string_view note, Instant stat_time, Instant event_start) {
    constexpr std::chrono::days one_event{7};
    const auto since = read_since(note, stat_time);
    return since && *since + one_event < beijing_date(event_start) ? since : std::nullopt;
}

std::vector<Report> read_reports(const std::filesystem::path& file, const Incident& incident,
                                 const Rules& rules, const Places& places) {
    const CsvTable table(
        read_file(file), file.string(),
        {"report_id", "stat_time", "published", "scope_code", "scope_name", "reporter", "metric",
         "value", "unit", "exactness", "source", "flag", "note"});
    ReportReader reader(incident, rules, places);
    for (std::size_t i = 0; i < table.size(); ++i) {
        reader.read(table.row(i));
    }
    return reader.take();
}

std::vector<ActualRow> read_actual(const std::filesystem::path& file, const Rules& rules,
                                   const Places& places) {
    const CsvTable table(read_file(file), file.string(),
                         {"row_id", "kind", "item_id", "quantity", "unit", "from_code", "from_name",
                          "to_code", "to_name", "known_at", "note"});
    table.check_key("row_id");
    std::vector<ActualRow> rows;
    for (std::size_t i = 0; i < table.size(); ++i) {
        rows.push_back(read_actual_row(table.row(i), rules, places));
    }
    return rows;
}

}  // namespace relief
