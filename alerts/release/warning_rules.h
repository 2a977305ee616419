// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/cap/message.h"
#include "core/data_source.h"
#include "core/rules.h"
#include "core/time.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

using cap::Colour;

/// 1 (I, red) is the gravest, 4 (IV) is blue.
[[nodiscard]] constexpr int level_of(Colour colour) {
    return 4 - static_cast<int>(colour);
}
/// True where `a` is graver than `b`.
[[nodiscard]] constexpr bool graver(Colour a, Colour b) {
    return level_of(a) < level_of(b);
}
[[nodiscard]] std::string_view to_word(Colour colour);  ///< "red"

/// What an officer is in their department, from the lowest to the highest.
enum class OfficerRole {
    forecaster,
    duty_head,
    department_head,
    government_deputy,
    government_head
};

[[nodiscard]] std::string_view to_word(OfficerRole role);
[[nodiscard]] std::optional<OfficerRole> officer_role_of(std::string_view word);

/// rules/warning_departments.csv: who leads and who signs along, by hazard. `department` is an id
/// of warning_words.csv, the same before and after a reform.
struct DepartmentDuty {
    std::string hazard;
    std::string role;  ///< lead, joint, map_data
    std::string department;
    Source source;
};

/// rules/warning_approval.csv: who makes, checks and signs a warning of a colour.
struct ApprovalRule {
    Colour colour = Colour::blue;
    OfficerRole maker = OfficerRole::forecaster;
    OfficerRole checker = OfficerRole::duty_head;
    OfficerRole signer = OfficerRole::department_head;
    bool green_channel = false;  ///< 绿色通道: no consultation has to come first
    Minutes to_sign{60};
    bool all_networks = false;  ///< SMS to everybody in the area
    Source source;
};

/// rules/warning_levels.csv. Rows of one hazard, colour and `alternative` must all hold.
struct Criterion {
    std::string id;
    std::string hazard;
    Colour colour = Colour::blue;
    int alternative = 1;
    std::string metric;
    std::string comparator;  ///< ge, gt, le, lt
    double threshold = 0;
    std::string unit;
    std::optional<int> window_h;
    std::string basis;
    Source source;
    std::string note;
};

/// rules/warning_colours.csv.
struct ColourName {
    Colour colour = Colour::blue;
    std::string zh;        ///< 红
    std::string grade_zh;  ///< 特别严重
};

/// rules/warning_words.csv: what a department, a hazard, a metric is called on a warning.
struct WarningWord {
    std::string kind;
    std::string id;
    std::string names;
    std::string zh;
    std::string en;
};

/// The tables of warnings, checked against each other.
struct WarningRules {
    std::vector<DepartmentDuty> duties;
    std::vector<ApprovalRule> approvals;
    std::vector<Criterion> criteria;
    std::vector<ColourName> colours;
    std::vector<WarningWord> words;
    Date reformed_on;  ///< departments bear their former names before this day

    /// bad_input alert.hazard where no department leads it.
    [[nodiscard]] std::string lead(std::string_view hazard) const;
    [[nodiscard]] std::vector<std::string> joint(std::string_view hazard) const;
    [[nodiscard]] const ApprovalRule& approval(Colour colour) const;
    [[nodiscard]] const ColourName& colour(Colour colour) const;
    [[nodiscard]] const WarningWord* word(std::string_view kind, std::string_view id) const;
    /// A word in a language ("zh" or "en"); its id where the table lacks it.
    [[nodiscard]] std::string said(std::string_view kind, std::string_view id,
                                   std::string_view language) const;
    /// The name of a department on a day.
    [[nodiscard]] std::string department(std::string_view id, Date on,
                                         std::string_view language) const;
};

/// The department that keeps the committee's office; with the lead it may go on without one that
/// does not answer.
inline constexpr std::string_view emergency_office = "emergency";
/// The department of government deputies and heads.
inline constexpr std::string_view government = "government";

/// bad_input with file, line and column at the first wrong field: a colour, a role or a department
/// that is not known, a hazard with two leads, a colour without approval.
[[nodiscard]] WarningRules load_warning_rules(const DataSource& source);

}  // namespace relief
