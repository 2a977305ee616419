// SPDX-License-Identifier: Apache-2.0
#include "reserves/care/rules.h"

#include "core/table/csv.h"

#include <array>
#include <charconv>
#include <utility>

namespace relief {
namespace {

constexpr int days_max = 3660;
constexpr int count_max = 1000;

// The numbers the rules of this folder look up; a table without one of them is refused when read.
constexpr std::array day_terms{"count_every_months",  "contract_warn_days", "call_test_every_days",
                               "call_test_minutes",   "training_warn_days", "hazard_warn_days",
                               "consignment_goods_x", "agreement_warn_days"};
constexpr std::array month_day_terms{"letter_due", "yearly_count_due"};

CsvTable open_table(const DataSource& source, std::string_view name,
                    std::initializer_list<std::string_view> columns) {
    return {source.read(name), source.shown_name(name), columns};
}

MonthDay month_day_of(const CsvRow& row, std::string_view column) {
    const auto parsed = parse_month_day(row.required(column));
    if (!parsed) {
        throw row.error("csv.date", column, "no day of the year", "a day such as 05-31");
    }
    return *parsed;
}

std::vector<SafetyCheck> read_checks(const DataSource& source) {
    const CsvTable table =
        open_table(source, "rules/depot_safety_checklist.csv",
                   {"check_id", "group", "check", "cycle_days", "yearly_deadline_mmdd", "grade",
                    "grade_note", "source", "flag"});
    table.check_key("check_id");
    std::vector<SafetyCheck> checks;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        SafetyCheck check{.id = row.required("check_id"),
                          .group = row.required("group"),
                          .words = row.required("check"),
                          .zh = {},
                          .cycle_days = static_cast<int>(row.integer("cycle_days", 1, days_max)),
                          .yearly = {},
                          .grade = static_cast<int>(row.integer("grade", 1, 3)),
                          .grade_note = row.text("grade_note"),
                          .source = source_of(row)};
        if (!row.text("yearly_deadline_mmdd").empty()) {
            check.yearly = month_day_of(row, "yearly_deadline_mmdd");
        }
        checks.push_back(std::move(check));
    }
    return checks;
}

/// The Chinese of each check, kept apart from the table of the office's rules.
void name_checks(const DataSource& source, std::vector<SafetyCheck>& checks) {
    const CsvTable table = open_table(source, "rules/safety_check_names.csv", {"check_id", "zh"});
    table.check_key("check_id");
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        for (SafetyCheck& check : checks) {
            if (check.id == row.text("check_id")) {
                check.zh = row.required("zh");
            }
        }
    }
    for (SafetyCheck& check : checks) {
        check.zh = check.zh.empty() ? check.words : check.zh;
    }
}

std::vector<HazardGrade> read_grades(const DataSource& source) {
    const CsvTable table =
        open_table(source, "rules/safety_grades.csv",
                   {"grade", "cn", "meaning", "close_within_days", "escalate_to", "flag"});
    table.check_key("grade");
    std::vector<HazardGrade> grades;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        grades.push_back(
            {.grade = static_cast<int>(row.integer("grade", 1, 3)),
             .zh = row.required("cn"),
             .meaning = row.required("meaning"),
             .close_within_days = static_cast<int>(row.integer("close_within_days", 0, days_max)),
             .escalate_to = row.required("escalate_to"),
             .source = {.text = "rules/safety_grades.csv", .flag = flag_of(row)}});
    }
    return grades;
}

std::vector<InspectionSeason> read_seasons(const DataSource& source) {
    const CsvTable table = open_table(source, "rules/inspection_seasons.csv",
                                      {"season", "cn", "begin", "due", "source", "flag"});
    table.check_key("season");
    std::vector<InspectionSeason> seasons;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        InspectionSeason season{.id = row.required("season"),
                                .zh = row.required("cn"),
                                .begin = month_day_of(row, "begin"),
                                .due = month_day_of(row, "due"),
                                .source = source_of(row)};
        if (season.due < season.begin) {
            throw row.error("csv.range", "due", "the season ends before it begins",
                            "a day of the same year after it begins");
        }
        seasons.push_back(std::move(season));
    }
    return seasons;
}

/// The words of a list "fire electric".
std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        if (end > at) {
            words.push_back(text.substr(at, end - at));
        }
        at = end + 1;
    }
    return words;
}

std::vector<InspectionDepartment> read_departments(const DataSource& source) {
    const CsvTable table = open_table(source, "rules/inspection_departments.csv",
                                      {"department", "cn", "groups", "source", "flag"});
    table.check_key("department");
    std::vector<InspectionDepartment> departments;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        departments.push_back({.id = row.required("department"),
                               .zh = row.required("cn"),
                               .groups = words_of(row.required("groups")),
                               .source = source_of(row)});
    }
    return departments;
}

std::optional<int> limit_of(const CsvRow& row, std::string_view column, int most) {
    const auto limit = row.optional_integer(column, 0, most);
    return limit ? std::optional(static_cast<int>(*limit)) : std::nullopt;
}

std::vector<SiteGradeRule> read_site_grades(const DataSource& source) {
    const CsvTable table =
        open_table(source, "rules/site_safety_grade.csv",
                   {"grade", "cn", "open_grade_1_max", "open_grade_2_max", "open_max",
                    "overdue_max", "inspected_within_days", "source", "flag"});
    table.check_key("grade");
    std::vector<SiteGradeRule> rules;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        rules.push_back({.grade = row.required("grade"),
                         .zh = row.required("cn"),
                         .grade_1_max = limit_of(row, "open_grade_1_max", count_max),
                         .grade_2_max = limit_of(row, "open_grade_2_max", count_max),
                         .open_max = limit_of(row, "open_max", count_max),
                         .overdue_max = limit_of(row, "overdue_max", count_max),
                         .inspected_within_days = limit_of(row, "inspected_within_days", days_max),
                         .source = source_of(row)});
    }
    const bool ends = !rules.empty() && !rules.back().grade_1_max && !rules.back().grade_2_max &&
                      !rules.back().open_max && !rules.back().overdue_max &&
                      !rules.back().inspected_within_days;
    if (!ends) {
        throw bad_input({.code = "csv.value",
                         .message = "some sites would have no grade",
                         .file = table.file(),
                         .expected = "a last row without limits"});
    }
    return rules;
}

std::vector<SafetyPost> read_posts(const DataSource& source) {
    const CsvTable table = open_table(source, "rules/safety_posts.csv",
                                      {"post", "cn", "valid_days", "source", "flag"});
    table.check_key("post");
    std::vector<SafetyPost> posts;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        posts.push_back({.id = row.required("post"),
                         .zh = row.required("cn"),
                         .valid_days = static_cast<int>(row.integer("valid_days", 1, days_max)),
                         .source = source_of(row)});
    }
    return posts;
}

std::optional<int> parse_days(const std::string& text) {
    int value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    const bool whole = error == std::errc{} && stop == end && value >= 0 && value <= days_max;
    return whole ? std::optional(value) : std::nullopt;
}

/// The value of a key, refused by the table where it is not there or not of its kind.
void check_term(const CsvTable& table, std::string_view key, bool is_day) {
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        if (row.text("key") != key) {
            continue;
        }
        const std::string value = row.required("value");
        if (is_day ? !parse_month_day(value) : !parse_days(value)) {
            throw row.error("csv.value", "value", "the value cannot be read",
                            is_day ? "a day such as 03-31" : "a whole number from 0 to 3660");
        }
        return;
    }
    throw bad_input({.code = "csv.reference",
                     .message = "a number the rules need is not in the table",
                     .file = table.file(),
                     .field = "key",
                     .expected = "a row " + std::string(key)});
}

std::vector<CareTerm> read_terms(const DataSource& source) {
    const CsvTable table =
        open_table(source, "rules/care_terms.csv", {"key", "value", "meaning", "source", "flag"});
    table.check_key("key");
    for (const std::string_view key : day_terms) {
        check_term(table, key, false);
    }
    for (const std::string_view key : month_day_terms) {
        check_term(table, key, true);
    }
    std::vector<CareTerm> terms;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        terms.push_back({.key = row.text("key"),
                         .value = row.text("value"),
                         .meaning = row.required("meaning"),
                         .source = source_of(row)});
    }
    return terms;
}

template <typename Row>
const Row* find_row(const std::vector<Row>& rows, std::string_view id) {
    for (const Row& row : rows) {
        if (row.id == id) {
            return &row;
        }
    }
    return nullptr;
}

std::string term_value(const std::vector<CareTerm>& terms, std::string_view key) {
    for (const CareTerm& term : terms) {
        if (term.key == key) {
            return term.value;
        }
    }
    throw fault({.code = "internal", .message = "no care term " + std::string(key)});
}

}  // namespace

Date MonthDay::in(int year) const {
    return Date{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}};
}

std::optional<MonthDay> parse_month_day(std::string_view text) {
    // Any common year: the 29th of February would be no day in three years of four.
    const auto date = text.size() == 5 ? parse_date("2017-" + std::string(text)) : std::nullopt;
    if (!date) {
        return std::nullopt;
    }
    const std::chrono::year_month_day day{*date};
    return MonthDay{static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day())};
}

const SafetyCheck* CareRules::check(std::string_view id) const {
    return find_row(checks, id);
}

const HazardGrade* CareRules::grade(int grade) const {
    for (const HazardGrade& row : grades) {
        if (row.grade == grade) {
            return &row;
        }
    }
    return nullptr;
}

const InspectionSeason* CareRules::season(std::string_view id) const {
    return find_row(seasons, id);
}

const InspectionDepartment* CareRules::department(std::string_view id) const {
    return find_row(departments, id);
}

const SafetyPost* CareRules::post(std::string_view id) const {
    return find_row(posts, id);
}

const Organisation* CareRules::organisation(std::string_view id) const {
    return find_row(organisations, id);
}

int CareRules::days(std::string_view key) const {
    return parse_days(term_value(terms, key)).value_or(0);
}

MonthDay CareRules::month_day(std::string_view key) const {
    return parse_month_day(term_value(terms, key)).value_or(MonthDay{});
}

CareRules load_care_rules(const DataSource& source) {
    CareRules rules{.checks = read_checks(source),
                    .grades = read_grades(source),
                    .seasons = read_seasons(source),
                    .departments = read_departments(source),
                    .site_grades = read_site_grades(source),
                    .posts = read_posts(source),
                    .terms = read_terms(source),
                    .organisations = load_organisations(source),
                    .work_days = WorkDays(source)};
    name_checks(source, rules.checks);
    return rules;
}

}  // namespace relief
