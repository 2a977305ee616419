// SPDX-License-Identifier: Apache-2.0
#include "core/incident/response_level.h"

#include "core/error.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::array<std::string_view, 4> jurisdiction_levels{"county", "city", "province",
                                                              "country"};

struct Valued {
    std::optional<double> value;  ///< empty where no part was reported
    bool lower_bound = false;
    std::string arithmetic;
};

/// The reports of one unit, by the time their figures speak of.
using UnitReports = std::vector<const Report*>;
using UnitsReports = std::map<std::string, UnitReports>;

/// The last figure of a unit, or its largest where the metric counts all who ever moved.
std::optional<double> unit_figure(const Metric& metric, const UnitReports& reports) {
    std::optional<double> figure;
    for (const Report* report : reports) {
        const auto value = report->value(metric.id);
        if (value) {
            const bool keep = metric.aggregate == "max_per_unit_then_sum" && figure;
            figure = keep ? std::max(*figure, *value) : *value;
        }
    }
    return figure;
}

Valued unit_value(const Metric& metric, const UnitReports& reports, const Rules& rules) {
    if (const auto published = unit_figure(metric, reports)) {
        return {published, false, fmt::format("{} {}", metric.id, *published)};
    }
    if (metric.parts.size() < 2 || metric.aggregate == "ratio") {
        return {std::nullopt, true, metric.id + " —"};
    }
    Valued sum;
    for (const std::string& id : metric.parts) {
        const Metric* part = rules.metric(id);
        const auto figure = part == nullptr ? std::nullopt : unit_figure(*part, reports);
        sum.arithmetic += sum.arithmetic.empty() ? "" : " + ";
        sum.arithmetic += figure ? fmt::format("{} {}", id, *figure) : id + " —";
        if (figure) {
            sum.value = sum.value.value_or(0) + *figure;
        } else {
            sum.lower_bound = true;
        }
    }
    if (sum.value) {
        sum.arithmetic += fmt::format(" = {}", *sum.value);
    }
    return sum;
}

Valued metric_value(const Metric& metric, const UnitsReports& units, const Rules& rules) {
    if (units.size() == 1) {
        return unit_value(metric, units.begin()->second, rules);
    }
    if (metric.aggregate == "ratio") {
        return {};  // shares of different units do not add
    }
    Valued sum;
    for (const auto& [unit, reports] : units) {
        const Valued part = unit_value(metric, reports, rules);
        sum.arithmetic += (sum.arithmetic.empty() ? "" : "; ") + unit + ": " + part.arithmetic;
        sum.lower_bound = sum.lower_bound || part.lower_bound;
        if (part.value) {
            sum.value = sum.value.value_or(0) + *part.value;
        }
    }
    if (sum.value) {
        sum.arithmetic += fmt::format(" = {}", *sum.value);
    }
    return sum;
}

bool condition_fits(const ThresholdRule& rule, const Incident& incident) {
    constexpr double strong_earthquake = 5.0;
    if (rule.condition == "drought") {
        return incident.hazard == "drought";
    }
    if (rule.condition == "earthquake_M_ge_5") {
        return incident.hazard == "earthquake" && incident.magnitude >= strong_earthquake;
    }
    return rule.condition == "any";
}

std::string interval(const ThresholdRule& rule) {
    return rule.upper ? fmt::format("[{}, {})", rule.lower, *rule.upper)
                      : fmt::format("[{}, inf)", rule.lower);
}

bool has_thresholds(const ResponsePlan& plan) {
    return plan.status == PlanStatus::official || plan.status == PlanStatus::default_unverified;
}

struct AppliedPlan {
    const ResponsePlan* plan = nullptr;
    bool in_force = true;
};

class LevelJudge {
  public:
    LevelJudge(const Scenario& scenario, const Rules& rules, const Places& places)
        : incident_(scenario.incident), rules_(rules), places_(places) {}

    void apply(std::string_view only_plan);
    [[nodiscard]] std::vector<LevelConclusion> judge(
        const std::vector<const Report*>& reports) const;

  private:
    void judge_report(const Report& report, std::vector<LevelConclusion>& rows) const;
    void judge_sums(const std::vector<const Report*>& reports,
                    std::vector<LevelConclusion>& rows) const;
    [[nodiscard]] LevelConclusion conclude(const AppliedPlan& applied, std::string scope,
                                           const UnitsReports& units) const;
    [[nodiscard]] std::string scope_of(const std::string& unit, const ResponsePlan& plan) const;
    [[nodiscard]] UnitsReports disjoint_units(const UnitsReports& reported,
                                              const ResponsePlan& plan,
                                              const std::string& scope) const;
    [[nodiscard]] bool covers(const std::string& outer, const std::string& inner) const;

    const Incident& incident_;
    const Rules& rules_;
    const Places& places_;
    std::vector<AppliedPlan> plans_;
};

/// The plans to judge by, the lowest level first, those to compare with last.
void LevelJudge::apply(std::string_view only_plan) {
    for (const std::string_view level : jurisdiction_levels) {
        if (const ResponsePlan* plan = plan_in_force(incident_, rules_, level)) {
            plans_.push_back({plan, true});
        }
    }
    std::vector<std::string> compare = incident_.compare;
    if (!only_plan.empty()) {
        const ResponsePlan* plan = rules_.plan(only_plan);
        if (plan == nullptr || !has_thresholds(*plan)) {
            throw bad_input({.code = "plan.unknown",
                             .message = plan == nullptr
                                            ? "there is no such response plan"
                                            : "this plan has no thresholds that bind here",
                             .field = "plan",
                             .found = std::string(only_plan),
                             .expected = "a plan_id of response_plans.csv whose status is official "
                                         "or default_unverified"});
        }
        compare.emplace_back(only_plan);
    }
    for (const std::string& id : compare) {
        const ResponsePlan* plan = rules_.plan(id);
        if (plan != nullptr && has_thresholds(*plan) &&
            std::ranges::find(plans_, plan, &AppliedPlan::plan) == plans_.end()) {
            plans_.push_back({plan, false});
        }
    }
    if (!only_plan.empty()) {
        std::erase_if(plans_, [&](const auto& applied) { return applied.plan->id != only_plan; });
    }
}

/// The unit a plan is for that `unit` is or lies in; "" where there is none.
std::string LevelJudge::scope_of(const std::string& unit, const ResponsePlan& plan) const {
    const std::string_view kind = plan.jurisdiction_level == "county" ? "county"
                                  : plan.jurisdiction_level == "city" ? "prefecture"
                                                                      : "province";
    const Place* place = places_.find_code(unit);
    if (kind == "county" && place != nullptr && place->kind == "zone") {
        return place->relief_host;
    }
    while (place != nullptr && place->kind != kind) {
        place = places_.find_code(place->parent);
    }
    return place == nullptr ? "" : place->code;
}

LevelConclusion LevelJudge::conclude(const AppliedPlan& applied, std::string scope,
                                     const UnitsReports& units) const {
    LevelConclusion row;
    row.plan = applied.plan->id;
    row.scope = std::move(scope);
    row.official = applied.plan->status == PlanStatus::official;
    row.in_force = applied.in_force;
    bool all_read = true;
    for (const ThresholdRule& rule : rules_.thresholds) {
        const Metric* metric = rules_.metric(rule.metric);
        const bool own = rule.scope == "jurisdiction";
        const bool linked = rule.scope == "neighbour_province";
        if (rule.plan != row.plan || !(own || linked) || metric == nullptr ||
            !condition_fits(rule, incident_)) {
            continue;
        }
        const Valued found = metric_value(*metric, units, rules_);
        if (!found.value) {
            continue;
        }
        if (own) {
            row.tested = true;
            all_read = all_read && is_verified(rule.source.flag);
        }
        if (*found.value >= rule.lower && (!rule.upper || *found.value < *rule.upper)) {
            (own ? row.because : row.with_neighbour)
                .push_back({rule.metric, *found.value, rule.id, rule.level, found.lower_bound,
                            found.arithmetic + " in " + interval(rule), rule.source.flag});
        }
    }
    std::ranges::sort(row.because, [](const LevelBecause& a, const LevelBecause& b) {
        return std::tie(a.level, a.metric, a.rule) < std::tie(b.level, b.metric, b.rule);
    });
    if (!row.because.empty()) {
        row.level = row.because.front().level;
        all_read = std::ranges::all_of(
            row.because, [](const LevelBecause& why) { return is_verified(why.flag); });
    }
    row.verified = row.official && row.tested && all_read;
    return row;
}

void LevelJudge::judge_report(const Report& report, std::vector<LevelConclusion>& rows) const {
    for (const AppliedPlan& applied : plans_) {
        std::string scope = scope_of(report.scope_code, *applied.plan);
        if (scope.empty()) {
            continue;  // the plan is for a level below the unit
        }
        LevelConclusion row = conclude(applied, std::move(scope), {{report.scope_code, {&report}}});
        row.unit = report.scope_code;
        row.report = report.id;
        row.several_events = report.counts_since.has_value();
        rows.push_back(std::move(row));
    }
}

/// True where the figures of `outer` take in those of `inner`: a county counts its zones.
bool LevelJudge::covers(const std::string& outer, const std::string& inner) const {
    const Place* zone = places_.find_code(inner);
    return outer != inner &&
           (places_.is_within(inner, outer) || (zone != nullptr && zone->relief_host == outer));
}

UnitsReports LevelJudge::disjoint_units(const UnitsReports& reported, const ResponsePlan& plan,
                                        const std::string& scope) const {
    UnitsReports below;
    for (const auto& [unit, reports] : reported) {
        if (unit != scope && scope_of(unit, plan) == scope) {
            below.emplace(unit, reports);
        }
    }
    UnitsReports disjoint;
    for (const auto& entry : below) {
        const bool nested = std::ranges::any_of(
            below, [&](const auto& other) { return covers(other.first, entry.first); });
        if (!nested) {
            disjoint.insert(entry);
        }
    }
    return disjoint;
}

void LevelJudge::judge_sums(const std::vector<const Report*>& reports,
                            std::vector<LevelConclusion>& rows) const {
    UnitsReports reported;
    for (const Report* report : reports) {
        if (!report->counts_since) {
            reported[report->scope_code].push_back(report);
        }
    }
    for (auto& [unit, series] : reported) {
        std::ranges::stable_sort(series, [](const Report* a, const Report* b) {
            return std::tie(a->stat_time, a->known_at) < std::tie(b->stat_time, b->known_at);
        });
    }
    for (const AppliedPlan& applied : plans_) {
        std::set<std::string> scopes;
        for (const auto& [unit, series] : reported) {
            scopes.insert(scope_of(unit, *applied.plan));
        }
        for (const std::string& scope : scopes) {
            const UnitsReports units = disjoint_units(reported, *applied.plan, scope);
            if (scope.empty() || units.size() < 2) {
                continue;
            }
            LevelConclusion row = conclude(applied, scope, units);
            row.unit = scope;
            row.report = "SUM";
            rows.push_back(std::move(row));
        }
    }
}

std::vector<LevelConclusion> LevelJudge::judge(const std::vector<const Report*>& reports) const {
    std::vector<LevelConclusion> rows;
    for (const Report* report : reports) {
        judge_report(*report, rows);
    }
    judge_sums(reports, rows);
    return rows;
}

/// "22xx00" is the pattern of a level; only its province is fixed.
bool is_for_province(const ResponsePlan& plan, const std::string& province) {
    constexpr std::size_t province_digits = 2;
    return plan.jurisdiction_level == "country" ||
           plan.jurisdiction_code.substr(0, province_digits) == province.substr(0, province_digits);
}

/// True where `a` is the more severe of two levels, 0 being none.
bool is_more_severe(int a, int b) {
    return a != 0 && (b == 0 || a < b);
}

}  // namespace

const ResponsePlan* plan_in_force(const Incident& incident, const Rules& rules,
                                  std::string_view jurisdiction_level) {
    for (const auto& [level, id] : incident.plans) {
        if (level == jurisdiction_level) {
            return rules.plan(id);
        }
    }
    const Date day = beijing_date(incident.start);
    const ResponsePlan* in_force = nullptr;
    for (const ResponsePlan& plan : rules.plans) {
        const bool fits = plan.jurisdiction_level == jurisdiction_level && has_thresholds(plan) &&
                          is_for_province(plan, incident.province) && plan.valid_from &&
                          *plan.valid_from <= day && (!plan.valid_to || day < *plan.valid_to);
        if (fits && (in_force == nullptr || *in_force->valid_from < *plan.valid_from)) {
            in_force = &plan;
        }
    }
    return in_force;
}

std::vector<LevelConclusion> conclude_levels(const Scenario& scenario,
                                             const std::vector<const Report*>& reports,
                                             const Rules& rules, const Places& places,
                                             std::string_view only_plan) {
    LevelJudge judge(scenario, rules, places);
    judge.apply(only_plan);
    return judge.judge(reports);
}

int standing_level(const std::vector<LevelConclusion>& levels, std::string_view scope) {
    constexpr std::string_view sum = "SUM";
    const auto counts = [&](const LevelConclusion& row) {
        return row.scope == scope && row.in_force && row.tested && !row.several_events;
    };
    std::map<std::string_view, std::string_view> last_report;  // of each unit; rows stand in order
    for (const LevelConclusion& row : levels) {
        if (counts(row) && row.report != sum) {
            last_report[row.unit] = row.report;
        }
    }
    const bool reported_itself = last_report.contains(scope);
    int standing = 0;
    for (const LevelConclusion& row : levels) {
        const bool own = row.unit == scope || !reported_itself;
        const bool latest = row.report == sum || (own && last_report[row.unit] == row.report);
        if (counts(row) && latest && is_more_severe(row.level, standing)) {
            standing = row.level;
        }
    }
    return standing;
}

}  // namespace relief
