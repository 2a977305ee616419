// SPDX-License-Identifier: Apache-2.0
#include "reserves/document/signature.h"

#include "core/error.h"
#include "core/table/csv.h"
#include "reserves/document/rule_version.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::string_view signature_table = "rules/signature_rules.csv";
constexpr std::array<std::string_view, 10> goods_classes{
    goods::county_stock,  goods::city_stock,    goods::provincial_stock,
    goods::central_stock, goods::food_call_off, goods::county_called_by_city,
    goods::loan,          goods::write_off,     goods::donation,
    goods::depot_paper};

std::set<int> responses_of(const CsvRow& row) {
    const std::string text = row.one_of("response", {"none", "IV-III", "II-I", "any"});
    if (text == "none") {
        return {0};
    }
    if (text == "any") {
        return {0, 1, 2, 3, 4};
    }
    return text == "IV-III" ? std::set<int>{4, 3} : std::set<int>{2, 1};
}

std::set<std::string> split_needs(const std::string& text) {
    std::set<std::string> needs;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(';', at), text.size());
        needs.insert(text.substr(at, end - at));
        at = end + 1;
    }
    return needs;
}

SignatureRule read_signature_rule(const CsvRow& row) {
    constexpr std::int64_t most = 1'000'000'000'000;
    SignatureRule rule{
        .id = row.required("rule_id"),
        .goods = row.one_of("goods", goods_classes),
        .responses = responses_of(row),
        .post = row.text("post"),
        .division_of = row.one_of("division_of", {"owner", "caller", "site"}),
        .amount_max = row.optional_integer("amount_max", 1, most),
        .needs = split_needs(row.text("needs")),
        .phone = row.boolean("phone"),
        .papers_h = static_cast<int>(row.optional_integer("papers_h", 1, 24 * 365).value_or(0)),
        .refuses = row.one_of("answer", {"sign", "refuse"}) == "refuse",
        .note = row.text("note"),
        .source = source_of(row)};
    if (rule.refuses != rule.post.empty()) {
        throw row.error("csv.value", "post", "a row names who signs, or refuses",
                        "a post with answer sign, none with answer refuse");
    }
    if (!rule.refuses) {
        try {
            (void)post_of(rule.post);
        } catch (const Error& error) {
            throw row.error("csv.reference", "post", "there is no such post",
                            error.detail().expected);
        }
    }
    if (rule.phone && rule.papers_h == 0) {
        throw row.error("csv.empty", "papers_h", "after a telephone order the papers follow",
                        "hours");
    }
    return rule;
}

/// A class of goods nobody speaks of could not be sent by anybody.
void check_complete(const std::vector<SignatureRule>& rules, const std::string& file) {
    for (const std::string_view goods_class : goods_classes) {
        for (int response = 0; response <= 4; ++response) {
            const bool told = std::any_of(rules.begin(), rules.end(), [&](const auto& rule) {
                return rule.goods == goods_class && rule.responses.count(response) != 0;
            });
            if (!told) {
                throw bad_input(
                    {.code = "csv.reference",
                     .message = "the table does not say who signs",
                     .file = file,
                     .field = "goods",
                     .found = fmt::format("no row for {} at response {}", goods_class, response),
                     .expected = "a row for each class of goods at each response"});
            }
        }
    }
}

const std::string& unit_of(const SignatureRule& rule, const SignatureQuestion& question) {
    if (rule.division_of == "caller") {
        return question.caller;
    }
    return rule.division_of == "site" ? question.site : question.division;
}

bool fits_level(const SignatureRule& rule, std::string_view unit) {
    const std::string_view level = post_of(rule.post).level;
    if (level == "depot" || level == "any") {
        return true;
    }
    const std::string_view found = unit.starts_with("000000")                        ? "central"
                                   : unit.size() >= 6 && unit.substr(2, 4) == "0000" ? "province"
                                   : unit.size() >= 6 && unit.substr(4, 2) == "00"   ? "city"
                                                                                     : "county";
    return level == found;
}

std::vector<const SignatureRule*> rules_for(const SignatureRules& table,
                                            const SignatureQuestion& question) {
    std::vector<const SignatureRule*> found;
    for (const SignatureRule& rule : table.rules) {
        const bool fits = rule.goods == question.goods &&
                          rule.responses.count(question.response) != 0 &&
                          (!rule.amount_max || question.amount <= *rule.amount_max) &&
                          (rule.refuses || fits_level(rule, unit_of(rule, question)));
        if (fits) {
            found.push_back(&rule);
        }
    }
    return found;
}

std::string signers_text(const std::vector<Signer>& all) {
    std::string text;
    for (const Signer& signer : all) {
        text +=
            fmt::format("{}{} {}", text.empty() ? "" : "; ", post_of(signer.post).zh, signer.unit);
        std::string names;
        for (const Holding& holding : signer.holders) {
            names += (names.empty() ? "" : ", ") + holding.person.name;
        }
        text += names.empty() ? "（无人在任）" : fmt::format("（{}）", names);
    }
    return text;
}

/// The term in which somebody may act as a holder of this post: their own, or another's that
/// delegated to them.
std::optional<SignedAs> acts_as(Database& database, const SignatureRule& rule,
                                const SignatureQuestion& question, const Person& person) {
    const std::string& unit = unit_of(rule, question);
    SignedAs answer{
        .post = rule.post, .rule = rule.id, .papers_h = rule.papers_h, .needs = rule.needs};
    const auto own = read_holdings(
        database, {.person = person.id, .post = rule.post, .unit = unit, .at = question.at});
    if (!own.empty()) {
        answer.holding = own.front();
        return answer;
    }
    for (const Delegation& delegation : read_delegations(database, person.id, question.at)) {
        if (delegation.verb == "sign" && delegation.holding.post == rule.post &&
            delegation.holding.unit == unit) {
            answer.holding = delegation.holding;
            answer.delegation = delegation.id;
            return answer;
        }
    }
    return std::nullopt;
}

Error not_allowed(Database& database, const SignatureRules& rules,
                  const SignatureQuestion& question, const Person& person) {
    return refused({.code = "sign.not_allowed",
                    .message = "this person may not sign it",
                    .field = "signer",
                    .found = posts_held(database, person, question.at),
                    .expected = signers_text(signers(database, rules, question))});
}

Error nobody_may(const SignatureRule& rule, const SignatureQuestion& question) {
    return refused({.code = "sign.none",
                    .message = "at this response nobody may sign it",
                    .field = "response",
                    .found = fmt::format("{} at response {}", question.goods, question.response),
                    .expected = fmt::format("{} ({})", rule.note, rule.id)});
}

/// The question as a sign step told it.
SignatureQuestion told_question(const json& told, Instant at) {
    return {.goods = told.at("goods"),
            .response = told.at("response"),
            .division = told.at("division"),
            .amount = told.at("amount"),
            .at = at,
            .caller = told.value("caller", ""),
            .site = told.value("site", ""),
            .phone = told.at("phone")};
}

WrongRow wrong_signature(std::int64_t step, std::string found, std::string expected) {
    return {.table = "document_step",
            .row = step,
            .check = "I17_signers",
            .found = std::move(found),
            .expected = std::move(expected)};
}

/// Tables by version, so that each is read once.
class Versions {
  public:
    explicit Versions(Database& database) : database_(&database) {}

    const SignatureRules& at(Instant at) {
        Statement select = database_->prepare(
            "SELECT ifnull(max(id), 0) FROM rule_version WHERE name = ?1 AND at <= ?2");
        select.bind(1, signature_table).bind(2, seconds_of(at));
        select.step();
        const std::int64_t version = select.integer(0);
        auto found = tables_.find(version);
        if (found == tables_.end()) {
            found = tables_.emplace(version, signature_rules_at(*database_, at)).first;
        }
        return found->second;
    }

  private:
    Database* database_;
    std::map<std::int64_t, SignatureRules> tables_;
};

std::optional<WrongRow> check_step(Database& database, Versions& versions, std::int64_t step,
                                   Instant at, const std::string& post,
                                   const std::string& content) {
    try {
        const json told = json::parse(content).at("signatures");
        for (const json& signature : told) {
            const SignatureQuestion question = told_question(signature.at("question"), at);
            const Person signer = person_of(database, signature.at("signer").get<std::string>());
            const SignedAs signed_as = check_signature(database, versions.at(at), question, signer);
            if (signed_as.post != post || signed_as.holding.id != signature.at("holding")) {
                return wrong_signature(step, fmt::format("signed as {}", post),
                                       fmt::format("as {}", signed_as.post));
            }
        }
        if (told.empty()) {
            return wrong_signature(step, "no signature", "one that counts");
        }
    } catch (const json::exception&) {
        return wrong_signature(step, "a signature that does not say by which rule",
                               "one that does");
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::fault) {
            throw;
        }
        return wrong_signature(step, error.detail().found, error.detail().expected);
    }
    return std::nullopt;
}

}  // namespace

SignatureRules parse_signature_rules(std::string_view bytes, const std::string& file) {
    const CsvTable table(bytes, file,
                         {"rule_id", "goods", "response", "post", "division_of", "amount_max",
                          "needs", "phone", "papers_h", "answer", "source", "flag", "note"});
    table.check_key("rule_id");
    SignatureRules rules;
    for (std::size_t at = 0; at < table.size(); ++at) {
        rules.rules.push_back(read_signature_rule(table.row(at)));
    }
    check_complete(rules.rules, file);
    return rules;
}

SignatureRules load_signature_rules(const DataSource& source) {
    return parse_signature_rules(source.read(signature_table), source.shown_name(signature_table));
}

SignatureRules signature_rules_at(Database& database, Instant at) {
    const RuleText text = rule_text_at(database, signature_table, at);
    SignatureRules rules = parse_signature_rules(text.bytes, text.shown_name);
    rules.version = text.version;
    return rules;
}

std::string signature_rules_text(Database& database, Instant at) {
    return rule_text_at(database, signature_table, at).bytes;
}

std::int64_t replace_signature_rules(Change& change, const std::string& bytes,
                                     const std::string& file) {
    (void)parse_signature_rules(bytes, file);
    return put_rule_text(change, signature_table, bytes);
}

std::vector<Signer> signers(Database& database, const SignatureRules& rules,
                            const SignatureQuestion& question) {
    std::vector<Signer> all;
    for (const SignatureRule* rule : rules_for(rules, question)) {
        if (rule->refuses) {
            continue;
        }
        const std::string& unit = unit_of(*rule, question);
        all.push_back({.post = rule->post,
                       .unit = unit,
                       .rule = rule->id,
                       .phone = rule->phone,
                       .papers_h = rule->papers_h,
                       .source = rule->source,
                       .holders = read_holdings(
                           database, {.post = rule->post, .unit = unit, .at = question.at})});
    }
    return all;
}

SignedAs check_signature(Database& database, const SignatureRules& rules,
                         const SignatureQuestion& question, const Person& person) {
    const SignatureRule* by_paper_only = nullptr;
    for (const SignatureRule* rule : rules_for(rules, question)) {
        if (rule->refuses) {
            throw nobody_may(*rule, question);
        }
        auto answer = acts_as(database, *rule, question, person);
        if (answer && question.phone && !rule->phone) {
            by_paper_only = rule;
            continue;
        }
        if (answer) {
            if (!question.phone) {
                answer->papers_h = 0;
            }
            return *answer;
        }
    }
    if (by_paper_only != nullptr) {
        throw refused({.code = "sign.phone",
                       .message = "this is not ordered by telephone",
                       .field = "--oral",
                       .found = question.goods,
                       .expected = fmt::format("a signature on paper ({})", by_paper_only->id)});
    }
    throw not_allowed(database, rules, question, person);
}

SignedAs check_signature(Database& database, const SignatureRules& rules,
                         const SignatureQuestion& question, std::string_view person) {
    return check_signature(database, rules, question, person_of(database, person));
}

std::string signature_content(const SignatureQuestion& question, const SignedAs& signed_as,
                              const Person& signer, const SignatureRules& rules,
                              std::string_view extra) {
    ordered_json told{{"goods", question.goods},
                      {"response", question.response},
                      {"division", question.division},
                      {"amount", question.amount},
                      {"phone", question.phone}};
    if (!question.caller.empty()) {
        told["caller"] = question.caller;
    }
    if (!question.site.empty()) {
        told["site"] = question.site;
    }
    ordered_json content = ordered_json::parse(extra);
    ordered_json signature{{"question", std::move(told)},
                           {"signer", signer.code},
                           {"rule", signed_as.rule},
                           {"rules_version", rules.version},
                           {"holding", signed_as.holding.id}};
    if (signed_as.delegation) {
        signature["delegation"] = *signed_as.delegation;
        content["delegation"] = *signed_as.delegation;
    }
    content["signer"] = signer.code;
    content["holding"] = signed_as.holding.id;
    content["phone"] = question.phone;
    if (question.phone) {
        content["papers_due"] =
            format_instant(question.at + std::chrono::hours{signed_as.papers_h});
    }
    if (!content.contains("signatures")) {
        content["signatures"] = ordered_json::array();
    }
    content["signatures"].push_back(std::move(signature));
    return content.dump();
}

std::optional<WrongRow> check_signers(Database& database, std::int64_t& checked) {
    Statement select = database.prepare(
        "SELECT id, occurred_at, post, content FROM document_step WHERE verb IN ('sign', 'cosign', "
        "'decide') ORDER BY id");
    Versions versions(database);
    while (select.step()) {
        ++checked;
        if (auto finding =
                check_step(database, versions, select.integer(0), instant_of(select.integer(1)),
                           select.text(2), select.text(3))) {
            return finding;
        }
    }
    Statement unsigned_state = database.prepare(
        "SELECT s.id, s.state FROM document_step AS s JOIN document AS d ON d.id = s.document_id "
        "WHERE s.state IN ('signed', 'posted', 'accepted', 'picked', 'loaded', 'departed', "
        "'part_received', 'received') AND "
        "d.kind IN ('allotment_order', 'call_off', 'scrap', 'loan') AND NOT EXISTS (SELECT 1 FROM "
        "document_step AS t WHERE t.document_id = s.document_id AND t.verb = 'sign' AND "
        "t.id <= s.id) ORDER BY s.id LIMIT 1");
    if (unsigned_state.step()) {
        return wrong_signature(unsigned_state.integer(0), unsigned_state.text(1),
                               "a signature before it");
    }
    return std::nullopt;
}

}  // namespace relief
