// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/rules.h"
#include "core/time.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// rules/response_procedure.csv: who analyses, proposes and decides at a level of a plan.
struct ProcedureRule {
    std::string plan;
    int level = 4;
    std::string analyst;
    std::string proposer;
    std::string decider;
    std::string reported_to;  ///< "" where nobody is told
    std::string note;
    Flag flag = Flag::assumption;
};

/// rules/response_deciders.csv (assumption): the post of the books that carries a role of the
/// procedure. `post` is "" for a body outside the books, whose paper stands for the decision.
struct DeciderPost {
    std::string role;
    std::string post;
    Source source;
};

/// rules/response_modifiers.csv: what may shift a level or start a response by linkage.
struct ModifierRule {
    std::string id;
    std::string plan;  ///< a plan, or "all"
    std::string kind;  ///< likely_is_enough, lowering, linkage, neighbour …
    std::string effect;
    bool by_person = true;
    Source source;
};

/// rules/response_actions.csv with rules/response_action_use.csv: what a response sets going.
struct ActionRule {
    std::string id;
    std::string of;  ///< plan or place whose rule it is
    int level = 0;   ///< of the text; 0 = any
    std::string words;
    std::string actor;
    std::optional<double> within_h;
    std::string clock_start;  ///< event, start, learning, daily, repeat, oral_order, rule
    std::optional<double> repeat_h;
    Source source;
    // How it is used here (assumption).
    std::string words_zh;
    std::set<std::string, std::less<>> jurisdictions;  ///< country, province, city, county
    std::set<int> levels;
    std::string within;  ///< code of the unit it holds in; "" everywhere
    std::optional<Minutes> daily_at;
    bool standing = false;  ///< a rule without a deadline: shown only
};

struct ResponseRules {
    std::vector<ProcedureRule> procedure;
    std::vector<DeciderPost> deciders;
    std::vector<ModifierRule> modifiers;
    std::vector<ActionRule> actions;

    [[nodiscard]] const ModifierRule* modifier(std::string_view id) const;
};

/// Reads the five tables. bad_input with place at the first wrong field: a plan, role, action or
/// post that is not there, an action nobody says how to use.
[[nodiscard]] ResponseRules load_response_rules(const DataSource& source, const Rules& rules);

/// The procedure of a level, and whose it is: a plan that has none borrows that of the next later
/// plan of its jurisdiction level (assumption). nullptr where there is none at all.
[[nodiscard]] const ProcedureRule* procedure_of(const ResponseRules& responses, const Rules& rules,
                                                const ResponsePlan& plan, int level);

/// Who may decide on a level: the decider of that level or of a more severe one.
struct Deciders {
    std::string role;                ///< of the level itself
    std::string borrowed_from;       ///< plan whose procedure it is, where not its own
    std::vector<std::string> roles;  ///< of this and the more severe levels
    std::vector<std::string> posts;  ///< of the books that carry one of them, nearest first
    bool outside = false;            ///< the level's own decider is a body outside the books
    Flag flag = Flag::assumption;
};

/// bad_input response.procedure where no procedure is known for the plan.
[[nodiscard]] Deciders deciders_of(const ResponseRules& responses, const Rules& rules,
                                   const ResponsePlan& plan, int level);

}  // namespace relief
