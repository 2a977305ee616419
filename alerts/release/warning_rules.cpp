// SPDX-License-Identifier: Apache-2.0
#include "alerts/release/warning_rules.h"

#include "core/table/csv.h"
#include "core/text.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace relief {
namespace {

constexpr std::array<std::pair<std::string_view, Colour>, 4> colour_words{
    {{"red", Colour::red},
     {"orange", Colour::orange},
     {"yellow", Colour::yellow},
     {"blue", Colour::blue}}};

constexpr std::array<std::pair<std::string_view, OfficerRole>, 5> role_words{
    {{"forecaster", OfficerRole::forecaster},
     {"duty_head", OfficerRole::duty_head},
     {"department_head", OfficerRole::department_head},
     {"government_deputy", OfficerRole::government_deputy},
     {"government_head", OfficerRole::government_head}}};

/// The words of warning_approval.csv.
constexpr std::array<std::pair<std::string_view, OfficerRole>, 5> table_roles{
    {{"issuing department forecaster", OfficerRole::forecaster},
     {"issuing department duty head", OfficerRole::duty_head},
     {"issuing department head", OfficerRole::department_head},
     {"government deputy in charge", OfficerRole::government_deputy},
     {"government head or authorised deputy", OfficerRole::government_head}}};

CsvTable open(const DataSource& source, std::string_view name,
              std::initializer_list<std::string_view> columns) {
    return {source.read(name), source.shown_name(name), columns};
}

Colour read_colour(const CsvRow& row) {
    const auto colour = cap::colour_of(row.one_of("colour", {"red", "orange", "yellow", "blue"}));
    if (row.integer("level", 1, 4) != level_of(*colour)) {
        throw row.error("csv.value", "level", "the level is not that of the colour",
                        std::to_string(level_of(*colour)));
    }
    return *colour;
}

OfficerRole read_role(const CsvRow& row, std::string_view column) {
    const std::string word = row.required(column);
    for (const auto& [name, role] : table_roles) {
        if (word == name) {
            return role;
        }
    }
    throw row.error("csv.value", column, "the role is not known", "a role of the program");
}

void read_words(const DataSource& source, WarningRules& rules) {
    const CsvTable table = open(source, "rules/warning_words.csv",
                                {"kind", "id", "names", "zh", "en", "source", "flag"});
    table.check_key({"kind", "id"});
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        rules.words.push_back({.kind = row.required("kind"),
                               .id = row.required("id"),
                               .names = row.text("names"),
                               .zh = row.required("zh"),
                               .en = row.required("en")});
    }
}

void read_colours(const DataSource& source, WarningRules& rules) {
    const CsvTable table =
        open(source, "rules/warning_colours.csv", {"level", "colour_cn", "colour", "grade_cn"});
    table.check_key("colour");
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        rules.colours.push_back({.colour = read_colour(row),
                                 .zh = row.required("colour_cn"),
                                 .grade_zh = row.required("grade_cn")});
    }
}

void read_approvals(const DataSource& source, WarningRules& rules) {
    const CsvTable table = open(source, "rules/warning_approval.csv",
                                {"level", "colour", "maker_role", "checker_role", "signer_role",
                                 "fast_channel", "max_minutes_to_sign", "public_all_network_sms"});
    table.check_key("colour");
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        rules.approvals.push_back({.colour = read_colour(row),
                                   .maker = read_role(row, "maker_role"),
                                   .checker = read_role(row, "checker_role"),
                                   .signer = read_role(row, "signer_role"),
                                   .green_channel = row.boolean("fast_channel"),
                                   .to_sign = Minutes(row.integer("max_minutes_to_sign", 1, 1440)),
                                   .all_networks = row.boolean("public_all_network_sms"),
                                   .source = source_of(row)});
    }
    if (rules.approvals.size() != colour_words.size() || rules.colours.size() != 4) {
        throw bad_input({.code = "csv.value",
                         .message = "a colour has no row",
                         .file = source.shown_name("rules/warning_approval.csv"),
                         .field = "colour",
                         .expected = "a row for red, orange, yellow and blue"});
    }
}

/// The ids of the departments by the names the table of duties gives them.
std::map<std::string, std::string> ids_by_name(const WarningRules& rules) {
    std::map<std::string, std::string> ids;
    for (const WarningWord& word : rules.words) {
        if (word.kind != "department") {
            continue;
        }
        for (const std::string& name : listed(word.names)) {
            ids[name] = word.id;
        }
    }
    return ids;
}

void read_duties(const DataSource& source, WarningRules& rules) {
    const CsvTable table = open(source, "rules/warning_departments.csv",
                                {"hazard", "role", "department_2017", "department_present"});
    const std::map<std::string, std::string> ids = ids_by_name(rules);
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        const auto id = ids.find(row.required("department_present"));
        const auto former = ids.find(row.required("department_2017"));
        if (id == ids.end() || former == ids.end() || id->second != former->second) {
            throw row.error("csv.reference", "department_present",
                            "the department is not in warning_words.csv",
                            "both names under one id of kind department");
        }
        DepartmentDuty duty{.hazard = row.required("hazard"),
                            .role = row.one_of("role", {"lead", "joint", "map_data"}),
                            .department = id->second,
                            .source = source_of(row)};
        const bool second_lead =
            duty.role == "lead" &&
            std::ranges::any_of(rules.duties, [&](const DepartmentDuty& other) {
                return other.role == "lead" && other.hazard == duty.hazard;
            });
        if (second_lead) {
            throw row.error("csv.key", "hazard", "the hazard has two leads", "one");
        }
        rules.duties.push_back(std::move(duty));
    }
}

void read_criteria(const DataSource& source, WarningRules& rules) {
    const CsvTable table =
        open(source, "rules/warning_levels.csv",
             {"rule_id", "hazard", "level", "colour", "alternative", "metric", "comparator",
              "threshold", "unit", "window_h", "basis", "source", "flag", "note"});
    table.check_key("rule_id");
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        const auto window = row.optional_integer("window_h", 1, 8760);
        rules.criteria.push_back(
            {.id = row.required("rule_id"),
             .hazard = row.required("hazard"),
             .colour = read_colour(row),
             .alternative = static_cast<int>(row.integer("alternative", 1, 9)),
             .metric = row.required("metric"),
             .comparator = row.one_of("comparator", {"ge", "gt", "le", "lt"}),
             .threshold = row.number("threshold", -100, 100000),
             .unit = row.required("unit"),
             .window_h = window ? std::optional(static_cast<int>(*window)) : std::nullopt,
             .basis = row.required("basis"),
             .source = source_of(row),
             .note = row.text("note")});
        rules.criteria.back().source.text = row.text("source");
    }
}

Date read_reform(const DataSource& source) {
    const CsvTable table =
        open(source, "places/offices.csv", {"name", "duty", "valid_from", "valid_to"});
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        if (row.text("duty") == "relief_command" && !row.text("valid_to").empty()) {
            return row.date("valid_to");
        }
    }
    return {};
}

template <class Words>
auto by_word(const Words& words, std::string_view word)
    -> std::optional<typename Words::value_type::second_type> {
    for (const auto& [name, meaning] : words) {
        if (name == word) {
            return meaning;
        }
    }
    return std::nullopt;
}

template <class Words, class Meaning>
std::string_view word_for(const Words& words, Meaning meaning) {
    return std::ranges::find(words, meaning, &Words::value_type::second)->first;
}

}  // namespace

std::string_view to_word(Colour colour) {
    return word_for(colour_words, colour);
}
std::string_view to_word(OfficerRole role) {
    return word_for(role_words, role);
}
std::optional<OfficerRole> officer_role_of(std::string_view word) {
    return by_word(role_words, word);
}

std::string WarningRules::lead(std::string_view hazard) const {
    const auto found = std::ranges::find_if(duties, [&](const DepartmentDuty& duty) {
        return duty.hazard == hazard && duty.role == "lead";
    });
    if (found == duties.end()) {
        std::string known;
        for (const DepartmentDuty& duty : duties) {
            if (duty.role == "lead") {
                known += (known.empty() ? "" : ", ") + duty.hazard;
            }
        }
        throw bad_input({.code = "alert.hazard",
                         .message = "no department leads warnings of this hazard",
                         .field = "hazard",
                         .found = std::string(hazard),
                         .expected = "one of " + known});
    }
    return found->department;
}

std::vector<std::string> WarningRules::joint(std::string_view hazard) const {
    std::vector<std::string> departments;
    for (const DepartmentDuty& duty : duties) {
        if (duty.hazard == hazard && duty.role == "joint" &&
            std::ranges::count(departments, duty.department) == 0) {
            departments.push_back(duty.department);
        }
    }
    return departments;
}

const ApprovalRule& WarningRules::approval(Colour asked) const {
    return *std::ranges::find(approvals, asked, &ApprovalRule::colour);
}

const ColourName& WarningRules::colour(Colour asked) const {
    return *std::ranges::find(colours, asked, &ColourName::colour);
}

const WarningWord* WarningRules::word(std::string_view kind, std::string_view id) const {
    const auto found = std::ranges::find_if(
        words, [&](const WarningWord& row) { return row.kind == kind && row.id == id; });
    return found == words.end() ? nullptr : &*found;
}

std::string WarningRules::said(std::string_view kind, std::string_view id,
                               std::string_view language) const {
    const WarningWord* found = word(kind, id);
    if (found == nullptr) {
        return std::string(id);
    }
    return language == "zh" ? found->zh : found->en;
}

std::string WarningRules::department(std::string_view id, Date on,
                                     std::string_view language) const {
    const bool former = on < reformed_on && word("department_2017", id) != nullptr;
    return said(former ? "department_2017" : "department", id, language);
}

WarningRules load_warning_rules(const DataSource& source) {
    WarningRules rules;
    rules.reformed_on = read_reform(source);
    read_words(source, rules);
    read_colours(source, rules);
    read_approvals(source, rules);
    read_duties(source, rules);
    read_criteria(source, rules);
    return rules;
}

}  // namespace relief
