// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/people.h"
#include "core/rules.h"
#include "core/store/change.h"
#include "core/store/database.h"
#include "core/time.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// One row of rules/signature_rules.csv (reserves.md 2.4): for goods of this kind at this response
/// the holder of this post signs.
struct SignatureRule {
    std::string id;
    std::string goods;
    std::set<int> responses;  ///< response levels 1 to 4, 0 = none
    std::string post;         ///< "" where nobody may
    std::string division_of;  ///< whose division the post is of: owner, caller; site = keeper's
    std::optional<std::int64_t> amount_max;  ///< whole units; nothing = any amount
    std::set<std::string> needs;             ///< application, return_date, finance …
    bool phone = false;                      ///< may be ordered by telephone
    int papers_h = 0;                        ///< hours within which the papers follow
    bool refuses = false;
    std::string note;
    Source source;
};

/// The table of who may sign what, as it stands at some moment.
struct SignatureRules {
    std::int64_t version = 0;  ///< row of rule_version; 0 = the table the books were made with
    std::vector<SignatureRule> rules;
};

/// Classes of goods the table speaks of.
namespace goods {
inline constexpr std::string_view county_stock = "county_stock";
inline constexpr std::string_view city_stock = "city_stock";
inline constexpr std::string_view provincial_stock = "provincial_stock";
inline constexpr std::string_view central_stock = "central_stock";
inline constexpr std::string_view food_call_off = "food_call_off";
inline constexpr std::string_view county_called_by_city = "county_called_by_city";
inline constexpr std::string_view loan = "loan";
inline constexpr std::string_view write_off = "write_off";
inline constexpr std::string_view donation = "donation";
inline constexpr std::string_view depot_paper = "depot_paper";  ///< receipt, move, issue by order …
}  // namespace goods

/// Reads and checks a table. bad_input with file, line and column at the first wrong field.
[[nodiscard]] SignatureRules load_signature_rules(const DataSource& source);
[[nodiscard]] SignatureRules parse_signature_rules(std::string_view bytes, const std::string& file);

/// The table in force at a moment: the newest version stored by then, else the books' own.
[[nodiscard]] SignatureRules signature_rules_at(Database& database, Instant at);
/// The bytes of that table.
[[nodiscard]] std::string signature_rules_text(Database& database, Instant at);

/// Puts a new version in force from now on (the request's recorded_at); what was signed before is
/// judged by the table of its moment. bad_input as parse_signature_rules.
std::int64_t replace_signature_rules(Change& change, const std::string& bytes,
                                     const std::string& file);

/// What is to be signed.
struct SignatureQuestion {
    std::string goods;        ///< a class of goods
    int response = 0;         ///< 1 to 4, 0 = none
    std::string division;     ///< whose goods: 220400
    std::int64_t amount = 0;  ///< the largest line, in whole units
    Instant at;               ///< when it is signed
    std::string caller = {};  ///< the city that calls a county's goods
    std::string site = {};    ///< the depot whose keeper signs
    bool phone = false;       ///< by telephone, papers to follow
};

/// A signature that counts.
struct SignedAs {
    std::string post;
    std::string rule;
    Holding holding;                         ///< the term it is given in
    std::optional<std::int64_t> delegation;  ///< where another signs in the holder's place
    int papers_h = 0;
    std::set<std::string> needs;
};

/// As which post a person may sign. refused sign.not_allowed names the posts, and the people who
/// hold them now; sign.phone where a telephone does not do; sign.none where nobody may.
[[nodiscard]] SignedAs check_signature(Database& database, const SignatureRules& rules,
                                       const SignatureQuestion& question, const Person& person);
/// The same for a name or code as typed (bad_input office.person).
[[nodiscard]] SignedAs check_signature(Database& database, const SignatureRules& rules,
                                       const SignatureQuestion& question, std::string_view person);

/// Somebody who may sign now.
struct Signer {
    std::string post;
    std::string unit;
    std::string rule;
    bool phone = false;
    int papers_h = 0;
    Source source;
    std::vector<Holding> holders;  ///< of the post at that moment
};
/// Every post that may, with its holders; in the table's order.
[[nodiscard]] std::vector<Signer> signers(Database& database, const SignatureRules& rules,
                                          const SignatureQuestion& question);

/// The content of a "sign" step, from which I17 judges it again: question, rule, term.
/// `extra` is further JSON of the step, "{…}".
[[nodiscard]] std::string signature_content(const SignatureQuestion& question,
                                            const SignedAs& signed_as, const Person& signer,
                                            const SignatureRules& rules,
                                            std::string_view extra = "{}");

/// I17: every signature was given by somebody whose post covered it then.
[[nodiscard]] std::optional<WrongRow> check_signers(Database& database, std::int64_t& checked);

}  // namespace relief
