// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/people.h"
#include "core/rules.h"
#include "core/time.h"
#include "core/work_days.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// A day of every year: "05-31".
struct MonthDay {
    unsigned month = 1;
    unsigned day = 1;

    [[nodiscard]] Date in(int year) const;
    friend auto operator<=>(const MonthDay&, const MonthDay&) = default;
};

/// "05-31"; nullopt where it is no day of a common year.
[[nodiscard]] std::optional<MonthDay> parse_month_day(std::string_view text);

/// rules/depot_safety_checklist.csv.
struct SafetyCheck {
    std::string id;     ///< SC01
    std::string group;  ///< fire, electric, stack, flood, snow, …
    std::string words;  ///< what is looked at, English
    std::string zh;     ///< rules/safety_check_names.csv
    int cycle_days = 30;
    std::optional<MonthDay> yearly;  ///< done once more before this day
    int grade = 3;                   ///< of the hazard a bad finding is
    std::string grade_note;          ///< "1 if jammed"
    Source source;
};

/// rules/safety_grades.csv.
struct HazardGrade {
    int grade = 3;
    std::string zh;
    std::string meaning;
    int close_within_days = 30;
    std::string escalate_to;
    Source source;
};

/// rules/inspection_seasons.csv: the days of the year between which a season's inspection is made.
struct InspectionSeason {
    std::string id;  ///< flood, winter
    std::string zh;
    MonthDay begin;
    MonthDay due;  ///< last day
    Source source;
};

/// rules/inspection_departments.csv: which groups of checks a department looks at.
struct InspectionDepartment {
    std::string id;  ///< relief, fire, safety, housing
    std::string zh;
    std::vector<std::string> groups;  ///< {"any"} for all
    Source source;
};

/// rules/site_safety_grade.csv: the first row whose limits hold is the site's grade; an empty limit
/// holds always.
struct SiteGradeRule {
    std::string grade;  ///< A … D
    std::string zh;
    std::optional<int> grade_1_max;  ///< open hazards of grade 1
    std::optional<int> grade_2_max;
    std::optional<int> open_max;     ///< open hazards of any grade
    std::optional<int> overdue_max;  ///< of them overdue
    std::optional<int> inspected_within_days;
    Source source;
};

/// rules/safety_posts.csv: posts of a site that need training.
struct SafetyPost {
    std::string id;
    std::string zh;
    int valid_days = 365;
    Source source;
};

/// rules/care_terms.csv: single numbers.
struct CareTerm {
    std::string key;
    std::string value;
    std::string meaning;
    Source source;
};

/// What inspections, hazards, contracts, agreements, letters and training are judged by.
struct CareRules {
    std::vector<SafetyCheck> checks;
    std::vector<HazardGrade> grades;
    std::vector<InspectionSeason> seasons;
    std::vector<InspectionDepartment> departments;
    std::vector<SiteGradeRule> site_grades;
    std::vector<SafetyPost> posts;
    std::vector<CareTerm> terms;
    std::vector<Organisation> organisations;
    WorkDays work_days;

    [[nodiscard]] const SafetyCheck* check(std::string_view id) const;
    [[nodiscard]] const HazardGrade* grade(int grade) const;
    [[nodiscard]] const InspectionSeason* season(std::string_view id) const;
    [[nodiscard]] const InspectionDepartment* department(std::string_view id) const;
    [[nodiscard]] const SafetyPost* post(std::string_view id) const;
    [[nodiscard]] const Organisation* organisation(std::string_view id) const;
    /// A whole number of rules/care_terms.csv; load_care_rules has seen that it is there.
    [[nodiscard]] int days(std::string_view key) const;
    [[nodiscard]] MonthDay month_day(std::string_view key) const;
};

/// Reads and checks the tables. bad_input with file, line and column at the first wrong field.
[[nodiscard]] CareRules load_care_rules(const DataSource& source);

}  // namespace relief
