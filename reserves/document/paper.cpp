// SPDX-License-Identifier: Apache-2.0
#include "reserves/document/paper.h"

#include "core/error.h"
#include "reserves/document/kind.h"
#include "reserves/document/life_cycle.h"
#include "reserves/document/paper_kinds.h"
#include "reserves/document/paper_stock.h"
#include "reserves/ledger/change_posting.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

constexpr std::array papers{
    PaperKind{"receipt", true, check_receipt, post_receipt},
    PaperKind{"acceptance", true, check_acceptance, post_acceptance},
    PaperKind{"donation", true, check_donation, post_donation},
    PaperKind{"issue", false, check_issue, post_issue},
    PaperKind{"move", false, check_move, post_move},
    PaperKind{"pre_placement", false, check_pre_placement, post_pre_placement},
    PaperKind{"return", true, check_return, post_return},
    PaperKind{"loan", false, check_loan, post_loan},
    PaperKind{"loan_return", true, check_loan_return, post_loan_return},
    PaperKind{"rotation", false, check_rotation, post_rotation},
    PaperKind{"scrap", false, check_scrap, post_scrap},
    PaperKind{"kit", false, check_kit, post_kit},
    PaperKind{"unkit", false, check_unkit, post_unkit},
    PaperKind{"recall", false, check_recall, post_recall},
};

const PaperKind& kind_of(std::string_view id) {
    std::string known;
    for (const PaperKind& kind : papers) {
        if (kind.id == id) {
            return kind;
        }
        known += (known.empty() ? "" : ", ") + std::string(kind.id);
    }
    static_cast<void>(document_kind(id));
    throw bad_input({.code = "doc.kind",
                     .message = "documents of this kind are not drawn up this way",
                     .file = {},
                     .field = "kind",
                     .found = std::string(id),
                     .expected = known});
}

/// What holds for the lines of every paper.
void check_line(const PaperTables& tables, const PaperLine& line, bool with_amount) {
    constexpr std::int64_t most = 1'000'000'000'000'000;
    if (tables.rules.item(line.goods.item) == nullptr) {
        throw bad_input({.code = "item.unknown",
                         .message = "there is no such item",
                         .file = {},
                         .line = line.goods.line,
                         .field = "item",
                         .found = line.goods.item,
                         .expected = "an item of rules/item_catalog.csv"});
    }
    if (line.goods.lot.empty()) {
        throw wrong_line(line, "lot", "no lot", "the lot of the goods");
    }
    if (line.goods.amount < (with_amount ? 1 : 0) || line.goods.amount > most) {
        throw wrong_line(line, "amount", fmt::format("{}", line.goods.amount), "more than 0");
    }
    for (const std::string& site : {line.goods.from_site, line.goods.to_site}) {
        if (!site.empty()) {
            static_cast<void>(keeper_of(tables, site));
        }
    }
    if (line.lot_dates && line.lot_dates->expires_on < line.lot_dates->made_on) {
        throw wrong_line(line, "expires", format_date(line.lot_dates->expires_on),
                         "not before " + format_date(line.lot_dates->made_on));
    }
}

/// Whose number a paper gets where nobody says: that of the unit whose goods lie at its site.
std::string unit_of(Database& database, const PaperTables& tables, const NewPaper& paper) {
    const DocumentLine& first = paper.lines.front().goods;
    const std::string& site = first.from_site.empty() ? first.to_site : first.from_site;
    if (paper.unit.empty() && paper.of) {
        return read_document(database, *paper.of).number.unit;
    }
    if (paper.unit.empty() && !site.empty()) {
        return owner_of(tables, site);
    }
    if (tables.places.find_code(paper.unit) == nullptr) {
        throw bad_input({.code = "doc.words",
                         .message = "the unit is a division",
                         .file = {},
                         .field = "unit",
                         .found = paper.unit,
                         .expected = "a division code such as 220000"});
    }
    return paper.unit;
}

NewDocument document_of(const NewPaper& paper) {
    PaperHead head{.words = paper.words, .lots = {}};
    NewDocument document{.unit = paper.unit, .kind = paper.kind, .event = paper.event};
    int number = 0;
    for (const PaperLine& line : paper.lines) {
        document.lines.push_back(line.goods);
        ++number;
        if (line.lot_dates) {
            head.lots.emplace(number, *line.lot_dates);
        }
    }
    document.content = head_content(head);
    return document;
}

std::string finish(Change& change, const Document& document, std::string_view verb, Posted posted) {
    std::optional<std::int64_t> movement;
    if (!posted.entries.empty()) {
        movement = post_in(change, document.number.kind, format_number(document.number),
                           std::move(posted.entries), std::move(posted.lots));
    }
    return add_step(change, document.id, verb,
                    {.post = {}, .note = {}, .content = posted.content, .movement = movement});
}

}  // namespace

PaperTables load_paper_tables(const DataSource& source, const Rules& rules, const Places& places,
                              const Baseline& baseline) {
    return {.rules = rules,
            .places = places,
            .baseline = baseline,
            .recovery = load_recovery_rules(source, rules),
            .kits = load_kits(source, rules),
            .work_days = WorkDays(source)};
}

std::vector<std::string_view> paper_kinds() {
    std::vector<std::string_view> ids;
    for (const PaperKind& kind : papers) {
        ids.push_back(kind.id);
    }
    return ids;
}

bool is_incoming_paper(std::string_view kind) {
    return kind_of(kind).incoming;
}

std::int64_t draft_paper(Change& change, const PaperTables& tables, NewPaper paper) {
    const PaperKind& kind = kind_of(paper.kind);
    if (paper.lines.empty()) {
        throw bad_input({.code = "doc.lines",
                         .message = "a paper without a line moves nothing",
                         .file = {},
                         .field = "line",
                         .found = "no line",
                         .expected = "at least one line of goods"});
    }
    int number = 0;
    for (PaperLine& line : paper.lines) {
        line.goods.line = ++number;
        check_line(tables, line, kind.id != "recall");
    }
    paper.unit = unit_of(change.database(), tables, paper);
    kind.check(change.database(), tables, paper, change.request().occurred_at);
    const std::int64_t id = add_document(change, document_of(paper));
    if (paper.of) {
        link_documents(change, id, *paper.of, "of");
    }
    if (paper.order) {
        link_documents(change, id, *paper.order, "order");
    }
    return id;
}

std::string post_paper(Change& change, const PaperTables& tables, std::int64_t id) {
    const Document document = read_document(change.database(), id);
    const PaperKind& kind = kind_of(document.number.kind);
    // Asked before anything is posted, so that the refusal names the state and not the stock.
    static_cast<void>(state_after(document.number.kind, document.state(), "post"));
    return finish(change, document, "post", kind.post(change, tables, document));
}

std::string depart_paper(Change& change, const PaperTables& tables, std::int64_t id) {
    const Document document = read_document(change.database(), id);
    static_cast<void>(state_after(document.number.kind, document.state(), "depart"));
    return finish(change, document, "depart", depart_pre_placement(change, tables, document));
}

std::vector<Document> followers(Database& database, std::int64_t document,
                                std::string_view relation) {
    std::vector<Document> standing;
    for (const std::int64_t id : linked_to(database, document, relation)) {
        Document follower = read_document(database, id);
        if (follower.state() != "void" && follower.state() != "reversed") {
            standing.push_back(std::move(follower));
        }
    }
    return standing;
}

std::string PaperHead::word(std::string_view name) const {
    const auto found = words.find(name);
    return found == words.end() ? "" : found->second;
}

PaperHead read_head(const Document& document) {
    PaperHead head;
    const ordered_json content = ordered_json::parse(document.content);
    for (const auto& [name, value] : content.items()) {
        if (value.is_string()) {
            head.words.emplace(name, value.get<std::string>());
        }
    }
    const auto lots = content.find("lots");
    if (lots != content.end()) {
        for (const ordered_json& row : *lots) {
            head.lots.emplace(
                row.at("line").get<int>(),
                LotDates{.made_on = *parse_date(row.at("made_on").get<std::string>()),
                         .expires_on = *parse_date(row.at("expires_on").get<std::string>())});
        }
    }
    return head;
}

std::string head_content(const PaperHead& head) {
    ordered_json content = ordered_json::object();
    for (const auto& [name, value] : head.words) {
        content[name] = value;
    }
    for (const auto& [line, dates] : head.lots) {
        content["lots"].push_back({{"line", line},
                                   {"made_on", format_date(dates.made_on)},
                                   {"expires_on", format_date(dates.expires_on)}});
    }
    return content.dump();
}

}  // namespace relief
