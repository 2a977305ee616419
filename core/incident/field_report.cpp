// SPDX-License-Identifier: Apache-2.0
#include "core/incident/field_report.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace relief {

const FieldFigure* FieldReport::figure(std::string_view metric) const {
    const auto found = std::ranges::find(figures, metric, &FieldFigure::metric);
    return found == figures.end() ? nullptr : &*found;
}

FieldReport field_report_of(const Report& report) {
    FieldReport field{.label = report.id,
                      .unit = report.scope_code,
                      .kind = std::nullopt,
                      .stat_time = report.stat_time,
                      .received_at = report.known_at,
                      .reporter = report.reporter,
                      .source = report.source,
                      .flag = report.flag,
                      .note = report.note,
                      .counts_since = report.counts_since};
    for (const ReportedFigure& figure : report.figures) {
        field.figures.push_back({.metric = figure.metric,
                                 .value = figure_of(figure.value),
                                 .bound = Bound::exact,
                                 .exactness = figure.exactness,
                                 .words = format_figure(figure_of(figure.value)),
                                 .multiplier = {},
                                 .doubled = false,
                                 .line = figure.line});
    }
    field.line = field.figures.empty() ? 0 : field.figures.front().line;
    return field;
}

std::vector<FieldReport> field_reports_of(const Scenario& scenario) {
    std::vector<FieldReport> fields;
    fields.reserve(scenario.reports.size());
    for (const Report& report : scenario.reports) {
        fields.push_back(field_report_of(report));
    }
    return fields;
}

Report report_of(const FieldReport& report, const Places& places) {
    const Place* place = places.find_code(report.unit);
    Report out{.id = report.label,
               .stat_time = report.stat_time,
               .known_at = report.received_at,
               .scope_code = report.unit,
               .scope_name = place == nullptr ? report.unit : place->name,
               .reporter = report.reporter,
               .figures = {},
               .source = report.source,
               .flag = report.flag,
               .note = report.note,
               .counts_since = report.counts_since};
    for (const FieldFigure& figure : report.figures) {
        out.figures.push_back({.metric = figure.metric,
                               .value = figure_number(figure.value),
                               .unit = {},
                               .exactness = figure.exactness,
                               .line = figure.line});
    }
    return out;
}

std::vector<const FieldReport*> standing_reports(const std::vector<FieldReport>& reports,
                                                 Instant at) {
    std::set<std::pair<std::string, std::string>> replaced;
    for (const FieldReport& report : reports) {
        if (!report.corrects.empty() && report.received_at <= at) {
            replaced.insert({report.unit, report.corrects});
        }
    }
    std::vector<const FieldReport*> standing;
    for (const FieldReport& report : reports) {
        if (report.received_at <= at && !replaced.contains({report.unit, report.label})) {
            standing.push_back(&report);
        }
    }
    std::ranges::stable_sort(standing, [](const FieldReport* a, const FieldReport* b) {
        return std::tie(a->stat_time, a->received_at, a->label) <
               std::tie(b->stat_time, b->received_at, b->label);
    });
    return standing;
}

std::optional<StandingFigure> standing_figure(const std::vector<const FieldReport*>& standing,
                                              std::string_view unit, std::string_view metric) {
    std::optional<StandingFigure> last;
    for (const FieldReport* report : standing) {
        if (report->unit == unit && !report->counts_since) {
            if (const FieldFigure* figure = report->figure(metric)) {
                last = StandingFigure{report, figure};
            }
        }
    }
    return last;
}

}  // namespace relief
