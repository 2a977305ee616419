// SPDX-License-Identifier: Apache-2.0
#include "reserves/document/paper_signature.h"

#include "core/error.h"
#include "core/people.h"
#include "reserves/document/count.h"
#include "reserves/document/life_cycle.h"
#include "reserves/document/scrap.h"
#include "reserves/document/signature.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include <fmt/format.h>

namespace relief {
namespace {

/// What of a paper is signed for: whose goods, where, the largest line of them.
struct SignedShare {
    std::string site;
    std::int64_t amount = 0;  ///< whole units
};

std::string_view stock_class(const std::string& division) {
    if (division.ends_with("0000")) {
        return goods::provincial_stock;
    }
    return division.ends_with("00") ? goods::city_stock : goods::county_stock;
}

std::string_view class_of(const Document& document, bool by_order, const std::string& division) {
    if (is_write_off(document)) {
        return goods::write_off;
    }
    const std::string& kind = document.number.kind;
    if (kind == "loan") {
        return goods::loan;
    }
    if (kind == "donation") {
        return goods::donation;
    }
    const bool owners = kind == "pre_placement" || kind == "rotation" || kind == "recall" ||
                        (kind == "issue" && !by_order);
    return owners ? stock_class(division) : goods::depot_paper;
}

/// By division: the owner's, or the unit's where the owner is none (goods lent by an office).
std::map<std::string, SignedShare> shares_of(Database& database, const PaperTables& tables,
                                             const Document& document) {
    std::vector<DocumentLine> lines = document.lines;
    for (const CountLine& line : count_lines(database, document.id)) {
        lines.push_back({.item = line.account.item,
                         .amount = line.counted,
                         .owner = line.account.owner,
                         .from_site = line.account.site});
    }
    std::map<std::string, SignedShare> shares;
    for (const DocumentLine& line : lines) {
        const bool division = tables.places.find_code(line.owner) != nullptr;
        SignedShare& share = shares[division ? line.owner : document.number.unit];
        share.site = line.from_site.empty() ? line.to_site : line.from_site;
        const Item* item = tables.rules.item(line.item);
        share.amount = std::max(share.amount,
                                whole_units({line.amount, item == nullptr ? 0 : item->decimals}));
    }
    return shares;
}

/// The divisions whose allotment orders a paper carries out: those have been signed already.
std::set<std::string> orderers_of(Database& database, std::int64_t document) {
    std::set<std::string> units;
    for (const std::int64_t order : linked_from(database, document, "order")) {
        const Document followed = read_document(database, order);
        if (followed.number.kind == "allotment_order") {
            units.insert(followed.number.unit);
        }
    }
    return units;
}

int response_of(const Document& document) {
    const std::string text = read_head(document).word("response");
    int level = 0;
    std::from_chars(text.data(), text.data() + text.size(), level);
    return level;
}

}  // namespace

std::string sign_paper(Change& change, const PaperTables& tables, std::int64_t id) {
    Database& database = change.database();
    const Document document = read_document(database, id);
    static_cast<void>(state_after(document.number.kind, document.state(), "sign"));
    require_three_people(document, change.request().actor);
    const Instant at = change.request().occurred_at;
    const SignatureRules rules = signature_rules_at(database, at);
    const Person person = person_of(database, change.request().actor);
    const std::set<std::string> orderers = orderers_of(database, id);
    std::string post;
    std::string content = "{}";
    for (const auto& [division, share] : shares_of(database, tables, document)) {
        const SignatureQuestion question{
            .goods = std::string(class_of(document, orderers.count(division) > 0, division)),
            .response = response_of(document),
            .division = division,
            .amount = share.amount,
            .at = at,
            .site = share.site};
        const SignedAs signed_as = check_signature(database, rules, question, person);
        content = signature_content(question, signed_as, person, rules, content);
        post = signed_as.post;
    }
    add_step(change, id, "sign", {.post = post, .note = {}, .content = content, .movement = {}});
    return post;
}

}  // namespace relief
