// SPDX-License-Identifier: Apache-2.0
// Goods that come in: receipt and donation into quarantine, and the acceptance that ends it.
#include "reserves/document/receipts.h"

#include "core/error.h"
#include "reserves/document/designated_use.h"
#include "reserves/document/paper_kinds.h"
#include "reserves/document/paper_stock.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

/// The lines of goods that come in from outside.
void complete_incoming(Database& database, const PaperTables& tables, NewPaper& paper) {
    for (PaperLine& line : paper.lines) {
        if (line.goods.to_site.empty()) {
            throw wrong_line(line, "to", "no site", "the site the goods come to");
        }
        if (line.goods.owner.empty()) {
            line.goods.owner = owner_of(tables, line.goods.to_site);
        }
        if (line.goods.condition.empty()) {
            line.goods.condition = "A";
        }
        if (!line.lot_dates && !last_day_of(database, line.goods.item, line.goods.lot)) {
            throw wrong_line(line, "made", "no date",
                             "made= and expires= of a lot new to the books");
        }
    }
}

/// In from a counter-account, into quarantine until somebody has accepted it.
Posted into_quarantine(Database& database, const PaperTables& tables, const Document& document,
                       const std::string& counter) {
    Posted posted{.entries = {}, .lots = new_lots(document)};
    for (const DocumentLine& line : document.lines) {
        const Account to = account_of(database, tables, line, line.to_site, "quarantine");
        Account from = to;
        from.stage = counter;
        carry(posted.entries, from, to, line.amount);
    }
    return posted;
}

bool same_goods(const DocumentLine& a, const DocumentLine& b) {
    return a.item == b.item && a.lot == b.lot && a.owner == b.owner && a.to_site == b.to_site;
}

/// The counter-account goods came from, for what is sent back to where it came from.
std::string counter_of(const Document& document) {
    if (document.number.kind == "donation") {
        return "donated";
    }
    if (document.number.kind == "rotation") {
        return "replaced";
    }
    return document.number.kind == "receipt" ? read_head(document).word("source") : "";
}

Error not_awaited(const PaperLine& line, std::int64_t open) {
    return refused({.code = "doc.over",
                    .message = "more is decided than came in",
                    .file = {},
                    .line = line.goods.line,
                    .field = name_of_line(line.goods),
                    .found = fmt::format("{}", line.goods.amount),
                    .expected = fmt::format("at most {}, what still awaits acceptance", open)});
}

/// Takes what a line decides from the lines that await it.
void take_awaited(std::vector<DocumentLine>& awaited, PaperLine& line, bool any_condition) {
    std::int64_t open = 0;
    for (DocumentLine& wanted : awaited) {
        if (wanted.item == line.goods.item && wanted.lot == line.goods.lot &&
            (line.goods.owner.empty() || wanted.owner == line.goods.owner) &&
            (line.goods.to_site.empty() || wanted.to_site == line.goods.to_site) &&
            (any_condition || wanted.condition == line.goods.condition)) {
            open = wanted.amount;
            line.goods.owner = wanted.owner;
            line.goods.to_site = wanted.to_site;
            if (wanted.amount >= line.goods.amount) {
                wanted.amount -= line.goods.amount;
                return;
            }
        }
    }
    throw not_awaited(line, open);
}

/// The condition the goods lie in quarantine with: as the paper that brought them in said.
std::string condition_in(const Document& brought, const DocumentLine& line) {
    const auto found =
        std::find_if(brought.lines.begin(), brought.lines.end(),
                     [&](const DocumentLine& other) { return same_goods(other, line); });
    return found == brought.lines.end() ? "A" : found->condition;
}

}  // namespace

void check_receipt(Database& database, const PaperTables& tables, NewPaper& paper, Instant) {
    const std::string source =
        required_word(paper, "source", "purchased, from_upper, donated or borrowed");
    if (source != "purchased" && source != "from_upper" && source != "donated" &&
        source != "borrowed") {
        throw bad_input({.code = "doc.words",
                         .message = "goods come from somewhere the books know",
                         .file = {},
                         .field = "source",
                         .found = source,
                         .expected = "purchased, from_upper, donated or borrowed"});
    }
    if (source == "borrowed") {
        static_cast<void>(required_date(paper, "return_by"));
        for (const PaperLine& line : paper.lines) {
            if (line.goods.owner.empty()) {
                throw wrong_line(line, "owner", "no owner", "the lender, whose goods they stay");
            }
        }
    }
    complete_incoming(database, tables, paper);
}

Posted post_receipt(Change& change, const PaperTables& tables, const Document& document) {
    return into_quarantine(change.database(), tables, document, read_head(document).word("source"));
}

void check_donation(Database& database, const PaperTables& tables, NewPaper& paper, Instant) {
    static_cast<void>(required_word(paper, "donor", "who gives the goods"));
    complete_incoming(database, tables, paper);
    const auto use = paper.words.find("use");
    if (use == paper.words.end() || use->second.empty()) {
        return;
    }
    // A lot that others have goods of would bind those too.
    for (const PaperLine& line : paper.lines) {
        if (last_day_of(database, line.goods.item, line.goods.lot) &&
            designated_use(database, line.goods.item, line.goods.lot) != use->second) {
            throw refused({.code = "donation.lot",
                           .message = "goods given for one use are kept as a lot of their own",
                           .file = {},
                           .line = line.goods.line,
                           .field = name_of_line(line.goods),
                           .found = "a lot that is in the books already",
                           .expected = "a new lot code"});
        }
    }
}

Posted post_donation(Change& change, const PaperTables& tables, const Document& document) {
    const std::string use = read_head(document).word("use");
    if (!use.empty()) {
        for (const Lot& lot : new_lots(document)) {
            designate(change, document.id, lot.item, lot.lot, use);
        }
    }
    return into_quarantine(change.database(), tables, document, "donated");
}

std::vector<DocumentLine> lines_to_accept(Database& database, const Document& document) {
    std::vector<DocumentLine> open = document.lines;
    if (document.number.kind == "rotation") {  // what went out is nobody's to accept
        std::erase_if(open, [](const DocumentLine& line) { return !line.from_site.empty(); });
    }
    for (const Document& acceptance : followers(database, document.id, "of")) {
        for (const DocumentLine& decided : acceptance.lines) {
            std::int64_t left = decided.amount;
            for (DocumentLine& line : open) {
                if (same_goods(line, decided) && left > 0) {
                    const std::int64_t taken = std::min(left, line.amount);
                    line.amount -= taken;
                    left -= taken;
                }
            }
        }
    }
    return open;
}

void check_acceptance(Database& database, const PaperTables&, NewPaper& paper, Instant) {
    if (!paper.of) {
        throw bad_input({.code = "doc.words",
                         .message = "an acceptance is of a paper that brought goods in",
                         .file = {},
                         .field = "of",
                         .found = "nothing",
                         .expected = "the receipt, donation or return (--of DOC)"});
    }
    const Document brought = read_document(database, *paper.of);
    const std::string& kind = brought.number.kind;
    if ((kind != "receipt" && kind != "donation" && kind != "return" && kind != "rotation") ||
        brought.state() != "posted") {
        throw refused({.code = "doc.of",
                       .message = "only posted goods in quarantine are accepted",
                       .file = {},
                       .field = "of",
                       .found = fmt::format("{} {}", kind, brought.state()),
                       .expected = "a posted receipt, donation, return or rotation"});
    }
    std::vector<DocumentLine> awaited = lines_to_accept(database, brought);
    for (PaperLine& line : paper.lines) {
        take_awaited(awaited, line, true);
        if (line.goods.condition.empty()) {
            line.goods.condition = "A";
        }
        if (line.goods.condition == "R" &&
            (counter_of(brought).empty() || line.goods.note.empty())) {
            throw wrong_line(line, counter_of(brought).empty() ? "condition" : "note",
                             line.goods.note, "a reason, and goods that somebody delivered");
        }
    }
}

/// Accepted goods go on the shelf in the condition they are found in (A good, B damaged); rejected
/// ones (R) go back to whoever delivered them.
Posted post_acceptance(Change& change, const PaperTables& tables, const Document& document) {
    const std::vector<std::int64_t> of = linked_from(change.database(), document.id, "of");
    const Document brought = read_document(change.database(), of.front());
    Posted posted;
    for (const DocumentLine& line : document.lines) {
        DocumentLine in_quarantine = line;
        in_quarantine.condition = condition_in(brought, line);
        const Account from =
            account_of(change.database(), tables, in_quarantine, line.to_site, "quarantine");
        Account to = from;
        to.stage = line.condition == "R" ? counter_of(brought) : "on_hand";
        if (line.condition != "R") {
            to.condition = line.condition;
        }
        carry(posted.entries, from, to, line.amount);
    }
    return posted;
}

std::vector<AcceptanceDue> acceptances_due(Database& database, const WorkDays& work_days) {
    std::vector<AcceptanceDue> due;
    for (const char* kind : {"donation", "receipt", "return", "rotation"}) {
        for (const Document& document :
             read_documents(database, {.kind = kind, .unit = {}, .state = "posted", .event = {}})) {
            const auto open = lines_to_accept(database, document);
            const auto count = std::count_if(open.begin(), open.end(),
                                             [](const DocumentLine& l) { return l.amount > 0; });
            if (count > 0) {
                due.push_back(
                    {.document = document.id,
                     .number = format_number(document.number),
                     .kind = kind,
                     .due_on = work_days.after(beijing_date(document.steps.back().occurred_at),
                                               acceptance_work_days),
                     .lines_open = count});
            }
        }
    }
    std::sort(due.begin(), due.end(), [](const AcceptanceDue& a, const AcceptanceDue& b) {
        return a.document < b.document;
    });
    return due;
}

}  // namespace relief
