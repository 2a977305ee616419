// SPDX-License-Identifier: Apache-2.0
#include "reserves/document/recall.h"

#include "core/error.h"
#include "reserves/document/life_cycle.h"
#include "reserves/document/paper_kinds.h"
#include "reserves/document/paper_stock.h"
#include "reserves/ledger/lot_state.h"

#include <utility>

#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

/// Where people got goods of the lot, by the issues that stand.
ordered_json issues_json(Database& database, const DocumentLine& lot) {
    Statement select = database.prepare(
        "SELECT d.id, l.line, l.to_site, l.amount FROM document AS d JOIN document_line AS l ON "
        "l.document_id = d.id WHERE d.kind = 'issue' AND l.item = ?1 AND l.lot = ?2 AND (SELECT "
        "state FROM document_step WHERE document_id = d.id ORDER BY id DESC LIMIT 1) = 'posted' "
        "ORDER BY d.id, l.line");
    select.bind(1, lot.item).bind(2, lot.lot);
    ordered_json rows = ordered_json::array();
    while (select.step()) {
        const Document issue = read_document(database, select.integer(0));
        rows.push_back({{"item", lot.item},
                        {"lot", lot.lot},
                        {"document", format_number(issue.number)},
                        {"line", select.integer(1)},
                        {"receiver", select.text(2)},
                        {"amount", select.integer(3)}});
    }
    return rows;
}

ordered_json places_json(Database& database, const DocumentLine& lot) {
    ordered_json rows = ordered_json::array();
    for (const LotPlace& place : places_of_lot(database, lot.item, lot.lot)) {
        rows.push_back({{"item", lot.item},
                        {"lot", lot.lot},
                        {"site", place.account.site},
                        {"stage", place.account.stage},
                        {"owner", place.account.owner},
                        {"keeper", place.account.keeper},
                        {"condition", place.account.condition},
                        {"amount", place.amount}});
    }
    return rows;
}

void append(ordered_json& all, const ordered_json& rows) {
    for (const ordered_json& row : rows) {
        all.push_back(row);
    }
}

}  // namespace

std::vector<LotPlace> places_of_lot(Database& database, const std::string& item,
                                    const std::string& lot) {
    Statement select = database.prepare(
        "SELECT owner, keeper, site, condition, stage, amount FROM account JOIN balance ON "
        "account_id = account.id WHERE lot = ?1 AND item = ?2 AND amount > 0 ORDER BY site, stage, "
        "owner, keeper, condition");
    select.bind(1, lot).bind(2, item);
    std::vector<LotPlace> places;
    while (select.step()) {
        const std::string stage = select.text(4);
        if (is_real_stage(stage) || stage == "issued_to_people") {
            places.push_back({.account = {.owner = select.text(0),
                                          .keeper = select.text(1),
                                          .site = select.text(2),
                                          .item = item,
                                          .lot = lot,
                                          .condition = select.text(3),
                                          .stage = stage},
                              .amount = select.integer(5)});
        }
    }
    return places;
}

void check_recall(Database& database, const PaperTables&, NewPaper& paper, Instant) {
    static_cast<void>(required_word(paper, "reason", "what is wrong with the goods"));
    for (PaperLine& line : paper.lines) {
        if (!last_day_of(database, line.goods.item, line.goods.lot)) {
            throw wrong_line(line, "lot", line.goods.lot, "a lot of the books");
        }
        // A recall is of the lot: whose goods and where is what it finds out.
        line.goods.amount = 0;
        line.goods.from_site.clear();
        line.goods.to_site.clear();
    }
}

/// The lot may not be used from now on; who is promised some and who has some is told in the step.
Posted post_recall(Change& change, const PaperTables&, const Document& document) {
    const std::string reason = read_head(document).word("reason");
    ordered_json where = ordered_json::array();
    ordered_json issued = ordered_json::array();
    ordered_json short_of = ordered_json::array();
    for (const DocumentLine& line : document.lines) {
        for (const ShortDocument& lacks :
             set_lot_state(change, line.item, line.lot, "recalled", reason)) {
            const Document loser = read_document(change.database(), lacks.document);
            short_of.push_back({{"document", format_number(loser.number)},
                                {"line", lacks.line},
                                {"site", lacks.site},
                                {"item", line.item},
                                {"lot", line.lot},
                                {"amount", lacks.amount}});
        }
        append(where, places_json(change.database(), line));
        append(issued, issues_json(change.database(), line));
    }
    const ordered_json content{
        {"where", std::move(where)}, {"issued", std::move(issued)}, {"short", std::move(short_of)}};
    return {.entries = {}, .lots = {}, .content = content.dump()};
}

std::string lift_recall(Change& change, std::int64_t id, const std::string& reason) {
    const Document document = read_document(change.database(), id);
    static_cast<void>(state_after(document.number.kind, document.state(), "lift"));
    for (const DocumentLine& line : document.lines) {
        static_cast<void>(set_lot_state(change, line.item, line.lot, "good", reason));
    }
    return add_step(change, id, "lift",
                    {.post = {}, .note = reason, .content = "{}", .movement = {}});
}

}  // namespace relief
