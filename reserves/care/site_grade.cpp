// SPDX-License-Identifier: Apache-2.0
#include "reserves/care/site_grade.h"

#include <algorithm>
#include <set>
#include <utility>

namespace relief {
namespace {

void count_hazards(const SiteRecord& record, Instant at, SiteGrade& grade) {
    for (const Hazard& hazard : record.hazards) {
        if (hazard.found_at > at || hazard.state_at(at) == HazardState::closed) {
            continue;
        }
        ++grade.open_all;
        grade.open_1 += hazard.grade == 1 ? 1 : 0;
        grade.open_2 += hazard.grade == 2 ? 1 : 0;
        grade.overdue += beijing_date(at) > hazard.due ? 1 : 0;
    }
}

bool within(int value, std::optional<int> most) {
    return !most || value <= *most;
}

bool holds(const SiteGradeRule& rule, const SiteGrade& grade) {
    return within(grade.open_1, rule.grade_1_max) && within(grade.open_2, rule.grade_2_max) &&
           within(grade.open_all, rule.open_max) && within(grade.overdue, rule.overdue_max) &&
           (!rule.inspected_within_days ||
            (grade.days_since_inspection >= 0 &&
             grade.days_since_inspection <= *rule.inspected_within_days));
}

/// Every moment at which the grade may change.
std::set<Instant> turning_points(const CareRules& rules, const SiteRecord& record) {
    std::set<Instant> moments;
    for (const Hazard& hazard : record.hazards) {
        moments.insert(hazard.found_at);
        moments.insert(beijing_midnight(hazard.due + std::chrono::days{1}));
        for (const HazardStep& step : hazard.steps) {
            moments.insert(step.at);
        }
    }
    for (const Instant closed : record.inspections) {
        moments.insert(closed);
        for (const SiteGradeRule& rule : rules.site_grades) {
            if (rule.inspected_within_days) {
                const std::chrono::days days{*rule.inspected_within_days + 1};
                moments.insert(beijing_midnight(beijing_date(closed) + days));
            }
        }
    }
    return moments;
}

}  // namespace

SiteGrade site_grade(const CareRules& rules, std::string_view site, const SiteRecord& record,
                     Instant at) {
    SiteGrade grade{.site = std::string(site), .grade = "-", .zh = "未检查", .from = at};
    count_hazards(record, at, grade);
    for (const Instant closed : record.inspections) {
        if (closed <= at) {
            const auto days = static_cast<int>((beijing_date(at) - beijing_date(closed)).count());
            grade.days_since_inspection = grade.days_since_inspection < 0
                                              ? days
                                              : std::min(days, grade.days_since_inspection);
        }
    }
    if (grade.days_since_inspection < 0 && grade.open_1 == 0) {
        return grade;
    }
    const auto rule = std::find_if(rules.site_grades.begin(), rules.site_grades.end(),
                                   [&](const SiteGradeRule& row) { return holds(row, grade); });
    grade.grade = rule->grade;
    grade.zh = rule->zh;
    return grade;
}

std::vector<SiteGrade> grade_history(const CareRules& rules, std::string_view site,
                                     const SiteRecord& record, Instant now) {
    std::vector<SiteGrade> history;
    for (const Instant at : turning_points(rules, record)) {
        if (at > now) {
            break;
        }
        SiteGrade grade = site_grade(rules, site, record, at);
        if (history.empty() || history.back().grade != grade.grade) {
            history.push_back(std::move(grade));
        }
    }
    return history;
}

SiteRecord read_site_record(Database& database, std::string_view site) {
    SiteRecord record{
        .hazards = read_hazards(database, {.site = std::string(site), .with_closed = true},
                                Instant::max()),
        .inspections = {}};
    Statement select = database.prepare(
        "SELECT inspection_close.at FROM inspection_close JOIN inspection "
        "ON inspection.id = inspection_id WHERE site = ?1 ORDER BY inspection_close.at");
    select.bind(1, site);
    while (select.step()) {
        record.inspections.push_back(instant_of(select.integer(0)));
    }
    return record;
}

}  // namespace relief
