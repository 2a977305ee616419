// SPDX-License-Identifier: Apache-2.0
// Goods that leave the shelf: to people (issue), to another shelf of the same keeper (move), to
// another keeper for the same owner (pre-placement).
#include "core/error.h"
#include "reserves/document/paper_kinds.h"
#include "reserves/document/paper_stock.h"
#include "reserves/ledger/hold.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

/// I12: who takes a later lot while an earlier one is there says why.
void check_first_out(Database& database, const NewPaper& paper, const PaperLine& line, Instant at) {
    if (!line.goods.note.empty() || line.goods.condition != "A") {
        return;
    }
    for (const AvailableLot& lot : available_lots(database, {.site = line.goods.from_site,
                                                            .item = line.goods.item,
                                                            .lot = {},
                                                            .owner = line.goods.owner,
                                                            .at = at})) {
        if (lot.lot == line.goods.lot) {
            return;
        }
        std::int64_t taken = 0;
        for (const PaperLine& other : paper.lines) {
            const DocumentLine& goods = other.goods;
            if (goods.item == lot.item && goods.lot == lot.lot && goods.from_site == lot.site) {
                taken += goods.amount;
            }
        }
        if (lot.available > taken) {
            throw refused({.code = "doc.fefo",
                           .message = "a lot that expires earlier is there; say why it stays",
                           .file = {},
                           .line = line.goods.line,
                           .field = name_of_line(line.goods),
                           .found = fmt::format("{} of {} expiring {}", lot.available - taken,
                                                lot.lot, format_date(lot.expires_on)),
                           .expected = "that lot first, or a note on the line"});
        }
    }
}

void require_target(const PaperLine& line, std::string_view what) {
    if (line.goods.to_site.empty()) {
        throw wrong_line(line, "to", "no site", std::string(what));
    }
}

std::optional<Date> response_ends(const Document& document) {
    return parse_date(read_head(document).word("response_ends"));
}

}  // namespace

void check_issue(Database& database, const PaperTables& tables, NewPaper& paper, Instant at) {
    check_taking(database, tables, paper, at);
    require_owners_order(database, paper);
    if (paper.words.count("response_ends") > 0) {
        static_cast<void>(required_date(paper, "response_ends"));
    }
    for (const PaperLine& line : paper.lines) {
        require_target(line, "the point where people receive the goods");
        check_first_out(database, paper, line, at);
    }
}

/// To the people at a receiving point. What must come back gets its due date here (I27).
Posted post_issue(Change& change, const PaperTables& tables, const Document& document) {
    Posted posted;
    const Date issued_on = beijing_date(change.request().occurred_at);
    for (const DocumentLine& line : document.lines) {
        const Account from = account_of(change.database(), tables, line, line.from_site, "on_hand");
        Account to = from;
        to.stage = "issued_to_people";
        carry(posted.entries, from, to, line.amount);
        const auto due = due_back(tables.recovery, line.item, issued_on, response_ends(document));
        if (due) {
            change.insert("returnable", {{"document_id", document.id},
                                         {"line", std::int64_t{line.line}},
                                         {"amount", line.amount},
                                         {"due_on", format_date(due->due_on)},
                                         {"rule", due->rule},
                                         {"reason", "issued"}});
        }
    }
    return posted;
}

void check_move(Database& database, const PaperTables& tables, NewPaper& paper, Instant at) {
    check_taking(database, tables, paper, at);
    for (const PaperLine& line : paper.lines) {
        require_target(line, "the site the goods go to");
        const Account from =
            account_of(database, tables, line.goods, line.goods.from_site, "on_hand");
        const std::string keeper = keeper_of(tables, line.goods.to_site);
        if (from.keeper != keeper) {
            throw refused({.code = "doc.keeper",
                           .message = "a move stays with one keeper",
                           .file = {},
                           .line = line.goods.line,
                           .field = name_of_line(line.goods),
                           .found = fmt::format("from {} to {}", from.keeper, keeper),
                           .expected = "a pre-placement (the owner stays), or an allotment order"});
        }
        if (line.goods.from_site == line.goods.to_site) {
            throw wrong_line(line, "to", line.goods.to_site, "another site");
        }
    }
}

Posted post_move(Change& change, const PaperTables& tables, const Document& document) {
    Posted posted;
    for (const DocumentLine& line : document.lines) {
        const Account from = account_of(change.database(), tables, line, line.from_site, "on_hand");
        Account to = from;
        to.site = line.to_site;
        carry(posted.entries, from, to, line.amount);
    }
    return posted;
}

void check_pre_placement(Database& database, const PaperTables& tables, NewPaper& paper,
                         Instant at) {
    check_taking(database, tables, paper, at);
    require_owners_order(database, paper);
    for (const PaperLine& line : paper.lines) {
        require_target(line, "the site the goods are placed at");
        if (line.goods.from_site == line.goods.to_site) {
            throw wrong_line(line, "to", line.goods.to_site, "another site");
        }
    }
}

/// The goods leave the shelf and are on the road under the paper's number, in the sender's keeping.
Posted depart_pre_placement(Change& change, const PaperTables& tables, const Document& document) {
    Posted posted;
    for (const DocumentLine& line : document.lines) {
        const Account from = account_of(change.database(), tables, line, line.from_site, "on_hand");
        Account to = from;
        to.stage = fmt::format("in_transit({})", format_number(document.number));
        carry(posted.entries, from, to, line.amount);
    }
    return posted;
}

std::optional<WrongRow> check_owners(Database& database, std::int64_t& checked) {
    Statement count = database.prepare(
        "SELECT count(*) FROM document WHERE kind IN ('move', 'pre_placement', 'issue', 'loan')");
    count.step();
    checked = count.integer(0);
    Statement select = database.prepare(
        "SELECT s.movement_id, d.kind, a.stage FROM document AS d JOIN document_step AS s ON "
        "s.document_id = d.id JOIN entry AS e ON e.movement_id = s.movement_id JOIN account AS a "
        "ON "
        "a.id = e.account_id WHERE a.stage IN ('owner_change', 'compensated') AND d.kind IN "
        "('move', 'pre_placement', 'issue', 'loan', 'loan_return', 'return', 'rotation', 'kit', "
        "'unkit', 'count', 'scrap', 'acceptance', 'receipt') ORDER BY s.movement_id LIMIT 1");
    if (!select.step()) {
        return std::nullopt;
    }
    return WrongRow{.table = "movement",
                    .row = select.integer(0),
                    .check = "I26_owners",
                    .found = fmt::format("{} of a {}", select.text(2), select.text(1)),
                    .expected = "an owner changes by allotment, donation or compensation"};
}

/// I26: site and keeper change, the owner never does.
Posted post_pre_placement(Change& change, const PaperTables& tables, const Document& document) {
    Posted posted;
    const bool departed = document.state() == "departed";
    const std::string stage =
        departed ? fmt::format("in_transit({})", format_number(document.number)) : "on_hand";
    for (const DocumentLine& line : document.lines) {
        const Account from = account_of(change.database(), tables, line, line.from_site, stage);
        Account to = from;
        to.stage = "on_hand";
        to.site = line.to_site;
        to.keeper = keeper_of(tables, line.to_site);
        carry(posted.entries, from, to, line.amount);
    }
    return posted;
}

}  // namespace relief
