// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/people.h"
#include "core/rules.h"
#include "core/store/change.h"
#include "core/store/database.h"
#include "core/time.h"
#include "reserves/depot.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// One row of rules/handling_rules.csv: at such a place the holder of this post takes these steps
/// with the goods of an order. Who signs is another table (signature.h).
struct HandlingRule {
    std::string id;
    std::set<std::string> steps;  ///< accept, refuse, pick, load, depart, return, arrive, receive
    std::string place;            ///< depot; division: goods sent to a place without a depot
    std::string post;             ///< of the depot or of the house it lies in; of the division
    std::string note;
    Source source;
};

struct HandlingRules {
    std::int64_t version = 0;  ///< row of rule_version; 0 = the table the books were made with
    std::vector<HandlingRule> rules;
};

/// Reads and checks a table. bad_input with file, line and column at the first wrong field, and
/// csv.reference where a step is nobody's.
[[nodiscard]] HandlingRules parse_handling_rules(std::string_view bytes, const std::string& file);

/// The table in force at a moment: the newest version stored by then, else the books' own.
[[nodiscard]] HandlingRules handling_rules_at(Database& database, Instant at);
/// The bytes of that table.
[[nodiscard]] std::string handling_rules_text(Database& database, Instant at);

/// Puts a new version in force from now on (the request's recorded_at). bad_input as
/// parse_handling_rules.
std::int64_t replace_handling_rules(Change& change, const std::string& bytes,
                                    const std::string& file);

/// Who may take a step at a place: a depot of the baseline, or a division.
struct Handlers {
    std::string step;
    std::string site;
    bool is_depot = false;
    std::vector<std::string> units;  ///< where the post is held: the depot, the house it lies in
};
[[nodiscard]] Handlers handlers_of(const Baseline& baseline, std::string step, std::string site);

/// The post as which the change's actor takes the step (own term, or one delegated for "sign" or
/// for the step), nothing where it is another's. bad_input office.person where nobody knows them.
[[nodiscard]] std::optional<std::string> handler_post(Change& change, const Handlers& handlers);
/// The same; refused order.handler names the posts that may, and the people who hold them.
[[nodiscard]] std::string check_handler(Change& change, const Handlers& handlers);

}  // namespace relief
