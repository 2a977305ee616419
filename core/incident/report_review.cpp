// SPDX-License-Identifier: Apache-2.0
#include "core/incident/report_review.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::array names{
    CheckName{"people_parts", "受灾人口不少于死亡、失踪、伤病之和",
              "affected >= dead + missing + injured"},
    CheckName{"relocated_within", "转移安置不超过受灾人口", "relocated <= affected"},
    CheckName{"relocated_sum", "转移安置 = 集中 + 分散", "relocated = collective + dispersed"},
    CheckName{"households_rooms", "倒损户数不超过间数", "households <= rooms"},
    CheckName{"rooms_ratio", "每户间数在合理范围", "rooms per household within limits"},
    CheckName{"loss_parts", "直接经济损失等于分项之和", "total loss = sum of parts"},
    CheckName{"crops_lost", "绝收面积不超过受灾面积", "crops lost <= crops affected"},
    CheckName{"farmland", "受灾面积不超过全省耕地", "crops affected <= farmland of the province"},
    CheckName{"unit_words", "单位写法可疑（万千公顷之类）", "two multipliers before one unit"},
    CheckName{"mixed_units", "同一指标有的按万、有的按个填报",
              "one metric in ten thousands here and singly there"},
    CheckName{"population", "人数不超过常住人口的合理倍数",
              "people <= resident population with slack"},
    CheckName{"growth", "累计数下降须说明", "a cumulative figure fell: a note is due"},
    CheckName{"jump", "一次增长过大须说明", "a figure leapt: a note is due"},
    CheckName{"two_reporters", "同一天两个口径或两个单位的数，并列保留",
              "two offices or two definitions on one day: both are kept"},
    CheckName{"units_sum", "下级之和等于本级", "units below add up to the unit"},
    CheckName{"kinds", "一次初报、若干续报、一次核报", "one initial, follow-ups, one final"},
    CheckName{"stat_time", "晚到的旧数不得覆盖新数", "an older figure came after a newer one"},
};

using Findings = std::vector<ReportFinding>;

void add(Findings& all, const FieldReport& report, std::string_view check, std::string_view metric,
         CheckResult result) {
    all.push_back({.check = std::string(check),
                   .verdict = result.verdict,
                   .unit = report.unit,
                   .metric = std::string(metric),
                   .reports = {report.label},
                   .arithmetic = std::move(result.arithmetic)});
}

void add_pair(Findings& all, const FieldReport& earlier, const FieldReport& later,
              std::string_view check, std::string_view metric, CheckResult result) {
    add(all, later, check, metric, std::move(result));
    all.back().reports = {earlier.label, later.label};
}

/// The figures told of some metrics, in their order.
std::vector<Quantity> told(const FieldReport& report, std::span<const std::string_view> metrics) {
    std::vector<Quantity> values;
    for (const std::string_view metric : metrics) {
        if (const FieldFigure* figure = report.figure(metric)) {
            values.push_back(figure->value);
        }
    }
    return values;
}

bool any_approximate(const FieldReport& report, std::span<const std::string_view> metrics) {
    return std::ranges::any_of(metrics, [&](std::string_view metric) {
        const FieldFigure* figure = report.figure(metric);
        return figure != nullptr && figure->approximate();
    });
}

void review_people(Findings& all, const FieldReport& report, const Places& places,
                   const ReportLimits& limits) {
    constexpr std::array<std::string_view, 3> hurt{"dead", "missing", "injured"};
    const FieldFigure* affected = report.figure("affected");
    const FieldFigure* relocated = report.figure("relocated");
    const std::vector<Quantity> parts = told(report, hurt);
    if (affected != nullptr && !parts.empty()) {
        add(all, report, "people_parts", "affected", check_parts_within(affected->value, parts));
    }
    if (affected != nullptr && relocated != nullptr) {
        add(all, report, "relocated_within", "relocated",
            check_at_most(relocated->value, affected->value));
    }
    constexpr std::array<std::string_view, 2> housed{"relocated_collective", "relocated_dispersed"};
    const std::vector<Quantity> both = told(report, housed);
    if (relocated != nullptr && both.size() == housed.size()) {
        const bool approximate = relocated->approximate() || any_approximate(report, housed);
        add(all, report, "relocated_sum", "relocated",
            check_sum(relocated->value, both, approximate));
    }
    const Place* place = places.find_code(report.unit);
    for (const FieldFigure* people : {affected, relocated}) {
        if (people != nullptr) {
            add(all, report, "population", people->metric,
                check_population(people->value, place == nullptr ? 0 : place->population, limits));
        }
    }
}

void review_houses(Findings& all, const FieldReport& report, const ReportLimits& limits) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> pairs{{
        {"collapsed_households", "collapsed_rooms"},
        {"serious_households", "serious_rooms"},
        {"general_households", "general_rooms"},
        {"collapsed_serious_households", "collapsed_serious_rooms"},
    }};
    for (const auto& [households, rooms] : pairs) {
        const FieldFigure* few = report.figure(households);
        const FieldFigure* many = report.figure(rooms);
        if (few != nullptr && many != nullptr) {
            add(all, report, "households_rooms", rooms, check_at_most(few->value, many->value));
            add(all, report, "rooms_ratio", rooms,
                check_rooms_per_household(many->value, few->value, limits));
        }
    }
}

void review_land_and_loss(Findings& all, const FieldReport& report, const ReportLimits& limits) {
    const FieldFigure* crops = report.figure("crop_area");
    const FieldFigure* lost = report.figure("crop_lost_area");
    if (crops != nullptr && lost != nullptr) {
        add(all, report, "crops_lost", "crop_lost_area", check_at_most(lost->value, crops->value));
    }
    for (const FieldFigure* area : {crops, lost}) {
        if (area != nullptr) {
            add(all, report, "farmland", area->metric,
                check_area(area->value, limits.province_farmland_ha));
        }
    }
    constexpr std::array<std::string_view, 5> parts{"loss_agriculture", "loss_industry",
                                                    "loss_infrastructure", "loss_public",
                                                    "loss_household"};
    const FieldFigure* loss = report.figure("direct_loss");
    const std::vector<Quantity> values = told(report, parts);
    if (loss != nullptr && values.size() > 1) {
        const bool approximate = loss->approximate() || any_approximate(report, parts);
        add(all, report, "loss_parts", "direct_loss", check_sum(loss->value, values, approximate));
    }
}

/// Reports of one unit and one span of time.
using FieldSeries = std::vector<const FieldReport*>;

std::vector<FieldSeries> series_of(const std::vector<const FieldReport*>& reports) {
    std::map<std::pair<std::string, std::optional<Date>>, FieldSeries> by_unit;
    for (const FieldReport* report : reports) {
        by_unit[{report->unit, report->counts_since}].push_back(report);
    }
    std::vector<FieldSeries> all;
    for (auto& [unit, series] : by_unit) {
        all.push_back(std::move(series));
    }
    return all;
}

std::vector<std::string> metrics_of(const FieldSeries& series) {
    std::set<std::string> metrics;
    for (const FieldReport* report : series) {
        for (const FieldFigure& figure : report->figures) {
            metrics.insert(figure.metric);
        }
    }
    return {metrics.begin(), metrics.end()};
}

void review_steps(Findings& all, const FieldSeries& series, const std::string& metric,
                  const ReportLimits& limits) {
    const FieldReport* earlier = nullptr;
    for (const FieldReport* later : series) {
        const FieldFigure* figure = later->figure(metric);
        if (figure == nullptr) {
            continue;
        }
        if (earlier != nullptr) {
            const Quantity before = earlier->figure(metric)->value;
            if (only_grows(metric)) {
                add_pair(all, *earlier, *later, "growth", metric,
                         check_growth(before, figure->value, later->explained()));
            }
            add_pair(all, *earlier, *later, "jump", metric,
                     check_jump(before, figure->value, later->explained(), limits));
        }
        earlier = later;
    }
}

/// What another office may mean by a number of rooms: it counts more than the metric itself.
std::string_view wider_metric(std::string_view metric) {
    return metric == "collapsed_rooms"        ? "collapsed_serious_rooms"
           : metric == "collapsed_households" ? "collapsed_serious_households"
                                              : std::string_view();
}

void review_reporters(Findings& all, const FieldSeries& series) {
    for (std::size_t first = 0; first < series.size(); ++first) {
        for (std::size_t second = first + 1; second < series.size(); ++second) {
            const FieldReport& a = *series[first];
            const FieldReport& b = *series[second];
            if (a.reporter == b.reporter ||
                beijing_date(a.stat_time) != beijing_date(b.stat_time)) {
                continue;
            }
            for (const FieldFigure& figure : a.figures) {
                if (const FieldFigure* other = b.figure(figure.metric)) {
                    add_pair(all, a, b, "two_reporters", figure.metric,
                             check_definitions(figure.metric, figure.value, other->metric,
                                               other->value));
                }
                const FieldFigure* wider = b.figure(wider_metric(figure.metric));
                if (wider != nullptr && b.figure(figure.metric) == nullptr) {
                    add_pair(all, a, b, "two_reporters", figure.metric,
                             check_definitions(figure.metric, figure.value, wider->metric,
                                               wider->value));
                }
            }
        }
    }
}

void sort_by_receipt(FieldSeries& series) {
    std::ranges::stable_sort(series, [](const FieldReport* a, const FieldReport* b) {
        return std::tie(a->received_at, a->id, a->line) < std::tie(b->received_at, b->id, b->line);
    });
}

/// By the time they were received: a reporter's older figures behind newer ones.
void review_order(Findings& all, FieldSeries series) {
    sort_by_receipt(series);
    std::map<std::string, const FieldReport*> newest;
    for (const FieldReport* report : series) {
        const FieldReport*& before = newest[report->reporter];
        const bool corrects = report->kind == ReportKind::correction;
        if (before != nullptr && !corrects) {
            add_pair(all, *before, *report, "stat_time", "",
                     check_stat_time(before->stat_time, report->stat_time));
        }
        if (before == nullptr || report->stat_time > before->stat_time) {
            before = report;
        }
    }
}

/// What the units directly below `report`'s told at most a day before it.
void review_units_below(Findings& all, const FieldReport& report,
                        const std::vector<const FieldReport*>& reports, const Rules& rules,
                        const Places& places) {
    std::set<std::string> below;
    for (const FieldReport* other : reports) {
        if (places.parent_of(other->unit) == report.unit && !other->counts_since) {
            below.insert(other->unit);
        }
    }
    if (below.empty() || report.counts_since) {
        return;
    }
    const auto children = std::ranges::count_if(places.all(), [&](const Place& place) {
        return place.parent == report.unit &&
               (place.kind == "county" || place.kind == "township" || place.kind == "prefecture");
    });
    // A figure that only grows may be a day old; one that may fall is held against the same day.
    constexpr std::chrono::hours day{24};
    std::vector<const FieldReport*> of_a_day;
    std::vector<const FieldReport*> of_the_day;
    for (const FieldReport* other : reports) {
        if (other->stat_time <= report.stat_time && other->stat_time > report.stat_time - day) {
            of_a_day.push_back(other);
            if (beijing_date(other->stat_time) == beijing_date(report.stat_time)) {
                of_the_day.push_back(other);
            }
        }
    }
    for (const FieldFigure& figure : report.figures) {
        const Metric* metric = rules.metric(figure.metric);
        if (metric == nullptr || metric->aggregate == "ratio") {
            continue;
        }
        const auto& beside = only_grows(figure.metric) ? of_a_day : of_the_day;
        std::vector<Quantity> parts;
        std::vector<std::string> labels;
        for (const std::string& unit : below) {
            if (const auto part = standing_figure(beside, unit, figure.metric)) {
                parts.push_back(part->figure->value);
                labels.push_back(part->report->label);
            }
        }
        if (!parts.empty()) {
            const bool complete = static_cast<std::ptrdiff_t>(parts.size()) >= children;
            add(all, report, "units_sum", figure.metric,
                check_units_sum(figure.value, parts, complete));
            labels.push_back(report.label);
            all.back().reports = std::move(labels);
        }
    }
}

}  // namespace

std::span<const CheckName> check_names() {
    return names;
}

std::string_view check_words(std::string_view id, std::string_view language) {
    const auto* const found = std::ranges::find(names, id, &CheckName::id);
    return found == names.end() ? id : language == "zh" ? found->zh : found->en;
}

bool only_grows(std::string_view metric) {
    return metric == "dead" || metric == "affected" || metric == "relocated" ||
           metric.starts_with("collapsed_");
}

std::vector<ReportFinding> review_each(const std::vector<const FieldReport*>& reports,
                                       const Places& places, const ReportLimits& limits) {
    Findings all;
    for (const FieldReport* report : reports) {
        review_people(all, *report, places, limits);
        review_houses(all, *report, limits);
        review_land_and_loss(all, *report, limits);
        for (const FieldFigure& figure : report->figures) {
            if (figure.doubled) {
                add(all, *report, "unit_words", figure.metric,
                    {.verdict = CheckVerdict::needs_note,
                     .arithmetic =
                         fmt::format("{} = {}", figure.words, format_figure(figure.value))});
            }
        }
    }
    return all;
}

std::vector<ReportFinding> review_series(const std::vector<const FieldReport*>& reports,
                                         const Rules& rules, const Places& places,
                                         const ReportLimits& limits) {
    Findings all;
    for (const FieldSeries& series : series_of(reports)) {
        for (const std::string& metric : metrics_of(series)) {
            review_steps(all, series, metric, limits);
        }
        review_reporters(all, series);
        review_order(all, series);
    }
    for (const FieldReport* report : reports) {
        review_units_below(all, *report, reports, rules, places);
    }
    return all;
}

std::vector<ReportFinding> review_kinds(const std::vector<const FieldReport*>& received,
                                        const std::vector<Instant>& reopened) {
    Findings all;
    for (FieldSeries series : series_of(received)) {
        sort_by_receipt(series);
        std::vector<ReportKind> kinds;
        std::vector<std::string> labels;
        for (const FieldReport* report : series) {
            if (!report->kind) {
                continue;
            }
            // After a re-opening follow-ups may go on, and another final report ends them.
            const bool opened_again = !kinds.empty() && kinds.back() == ReportKind::final &&
                                      std::ranges::any_of(reopened, [&](Instant at) {
                                          return at <= report->received_at;
                                      });
            if (opened_again && report->kind != ReportKind::initial) {
                kinds.pop_back();
            }
            kinds.push_back(*report->kind);
            labels.push_back(report->label);
        }
        if (!kinds.empty()) {
            add(all, *series.front(), "kinds", "", check_kinds(kinds));
            all.back().reports = std::move(labels);
        }
    }
    return all;
}

std::vector<ReportFinding> review_multipliers(const std::vector<FieldReport>& reports) {
    std::map<std::string, std::pair<const FieldReport*, const FieldReport*>> by_metric;
    std::map<std::string, std::pair<std::string, std::string>> words;
    for (const FieldReport& report : reports) {
        for (const FieldFigure& figure : report.figures) {
            auto& [single, many] = by_metric[figure.metric];
            auto& [single_words, many_words] = words[figure.metric];
            if (figure.value.amount == 0) {
                continue;  // nothing is nothing in every unit
            }
            if (figure.multiplier.empty() && single == nullptr) {
                single = &report;
                single_words = figure.words;
            }
            if (!figure.multiplier.empty() && many == nullptr) {
                many = &report;
                many_words = figure.words;
            }
        }
    }
    Findings all;
    for (const auto& [metric, pair] : by_metric) {
        if (pair.first != nullptr && pair.second != nullptr) {
            add_pair(
                all, *pair.first, *pair.second, "mixed_units", metric,
                {.verdict = CheckVerdict::needs_note,
                 .arithmetic = fmt::format("{} | {}", words[metric].first, words[metric].second)});
        }
    }
    return all;
}

int count_of(const std::vector<ReportFinding>& findings, CheckVerdict verdict) {
    return static_cast<int>(std::ranges::count(findings, verdict, &ReportFinding::verdict));
}

}  // namespace relief
