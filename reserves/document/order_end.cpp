// SPDX-License-Identifier: Apache-2.0
// How an order ends: what is missing is decided, then it is closed.
#include "reserves/document/order_parts.h"
#include "reserves/ledger/change_posting.h"

#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

/// I19: who counted the goods, or made the order, does not write them off.
void check_other_person(Database& database, const Document& order, const Person& signer) {
    const std::set<std::string> of_interest{"make", "receive", "receive_part", "return",
                                            "return_part"};
    for (const DocumentStep& step : order.steps) {
        if (of_interest.count(step.verb) == 0) {
            continue;
        }
        const auto actor = find_person(database, step.actor);
        if (step.actor == signer.code || (actor && actor->id == signer.id)) {
            throw refused({.code = "order.same_person",
                           .message = "who made it or counted it does not write it off",
                           .field = "actor",
                           .found = fmt::format("{} ({})", signer.name, step.verb),
                           .expected = "another person"});
        }
    }
}

/// The signature of the owner of what is missing, gathered over owners.
std::pair<std::string, std::string> gather(Database& database, const OrderTables& tables,
                                           const Document& order, const OrderProgress& progress,
                                           const DecideOrder& decide, Instant at) {
    const SignatureRules rules = signature_rules_at(database, at);
    std::string content = "{}";
    std::string post;
    std::set<std::string> owners;
    for (const Piece& piece : progress.pieces) {
        if (piece.missing == 0 || !owners.insert(piece.owner).second) {
            continue;
        }
        const Item* item = tables.rules.item(piece.item);
        const SignatureQuestion question{
            .goods = std::string(goods::write_off),
            .response = read_order_head(order).response,
            .division = piece.owner,
            .amount = whole_units({piece.missing, item == nullptr ? 0 : item->decimals}),
            .at = at};
        const SignedAs signed_as = check_signature(database, rules, question, decide.signer);
        if (signed_as.needs.count("finance") != 0 && decide.finance.empty()) {
            throw refused({.code = "order.finance",
                           .message = "goods are written off after the opinion of finance",
                           .field = "--finance",
                           .found = "none",
                           .expected = "its number or date"});
        }
        post = signed_as.post;
        content = signature_content(question, signed_as, decide.signer, rules, content);
    }
    return {std::move(post), std::move(content)};
}

/// The discrepancies of the order are signed and posted with the decision.
void post_discrepancies(Change& change, const Document& order, const StepDetail& detail) {
    for (const std::int64_t paper : linked_to(change.database(), order.id, "of_order")) {
        const Document document = read_document(change.database(), paper);
        if (document.number.kind == "discrepancy" && document.state() == "draft") {
            add_step(change, paper, "sign", {.post = detail.post, .content = detail.content});
            add_step(change, paper, "post", {.movement = detail.movement});
        }
    }
}

}  // namespace

std::string decide_order(Change& change, const OrderTables& tables, std::int64_t id,
                         const DecideOrder& decide) {
    check_said(decide.reason);
    const Document order = read_order(change.database(), id);
    check_step(order, "decide");
    const OrderProgress progress = order_progress(order);
    check_other_person(change.database(), order, decide.signer);
    auto [post, signature] =
        gather(change.database(), tables, order, progress, decide, change.request().occurred_at);
    std::vector<Entry> entries;
    ordered_json content = ordered_json::parse(signature);
    content["finance"] = decide.finance;
    content["decisions"] = ordered_json::array();
    for (const Piece& piece : progress.pieces) {
        if (piece.missing == 0) {
            continue;
        }
        entries.push_back({depot_account(order, piece, transit_stage(id)), -piece.missing});
        entries.push_back(
            {depot_account(order, piece, fmt::format("lost(transport {})", id)), piece.missing});
        content["decisions"].push_back(
            {{"line", piece.line}, {"lot", piece.lot}, {"lost", piece.missing}});
    }
    if (entries.empty()) {
        throw refused({.code = "order.nothing",
                       .message = "nothing is told as missing",
                       .field = "order",
                       .found = fmt::format("{} on the way", progress.in_transit()),
                       .expected = "a receipt that tells what is missing"});
    }
    StepDetail detail{.post = post, .note = decide.reason, .content = content.dump()};
    detail.movement = post_in(change, "order.decide", decide.reason, std::move(entries));
    post_discrepancies(change, order, detail);
    return add_step(change, id, "decide", detail);
}

void close_order(Change& change, std::int64_t id, const std::string& note) {
    const Document order = read_order(change.database(), id);
    check_step(order, "close");
    const OrderProgress progress = order_progress(order);
    for (const Piece& piece : progress.pieces) {
        if (piece.in_transit() != 0) {
            throw refused(
                {.code = "order.in_transit",
                 .message = "goods of the order are not accounted for",
                 .field = fmt::format("line {}, lot {}", piece.line, piece.lot),
                 .found = fmt::format("{} on the way, {} of them told as missing",
                                      piece.in_transit(), piece.missing),
                 .expected = "receive, recall, divert, or a decision on what is missing"});
        }
    }
    check_no_papers_owed(order);
    ordered_json totals = ordered_json::array();
    for (const Piece& piece : progress.pieces) {
        totals.push_back({{"line", piece.line},
                          {"lot", piece.lot},
                          {"sent", piece.departed - piece.diverted},
                          {"good", piece.good},
                          {"damaged", piece.damaged},
                          {"lost", piece.lost},
                          {"returned", piece.returned}});
    }
    add_step(change, id, "close",
             {.note = note, .content = ordered_json{{"totals", std::move(totals)}}.dump()});
}

}  // namespace relief
