// SPDX-License-Identifier: Apache-2.0
#include "reserves/document/loans.h"

#include "core/error.h"
#include "reserves/document/paper_kinds.h"
#include "reserves/document/paper_stock.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

bool is_borrowed(const Document& document) {
    return document.number.kind == "receipt" && read_head(document).word("source") == "borrowed";
}

std::string loan_stage(const Document& loan) {
    return fmt::format("on_loan({})", read_head(loan).word("borrower"));
}

/// Goods the office has to keep a minimum of: those the quotas give to people (assumption: the
/// signature table says "minimum stock" and no list is published).
bool is_minimum_stock(const Rules& rules, const std::string& item) {
    return std::any_of(rules.quotas.begin(), rules.quotas.end(), [&](const QuotaRule& quota) {
        return quota.item == item && quota.default_on;
    });
}

int response_of(const NewPaper& paper) {
    const auto word = paper.words.find("response");
    if (word == paper.words.end()) {
        return 0;
    }
    int level = -1;
    const std::string& text = word->second;
    std::from_chars(text.data(), text.data() + text.size(), level);
    if (text.size() != 1 || level < 0 || level > 4) {
        throw bad_input({.code = "doc.words",
                         .message = "a response level is 0 (none) to 4",
                         .file = {},
                         .field = "response",
                         .found = text,
                         .expected = "0, 1, 2, 3 or 4"});
    }
    return level;
}

Error not_lent(const DocumentLine& line, std::string found, std::string expected) {
    return refused({.code = "loan.response",
                    .message = "these goods are not lent now",
                    .file = {},
                    .line = line.line,
                    .field = name_of_line(line),
                    .found = std::move(found),
                    .expected = std::move(expected)});
}

void check_response(const PaperTables& tables, const NewPaper& paper) {
    const int response = response_of(paper);
    for (const PaperLine& line : paper.lines) {
        if (response == 1 || response == 2) {
            throw not_lent(line.goods, fmt::format("response {}", response),
                           "no response, or III or IV: then goods above the minimum stock");
        }
        if (response > 2 && is_minimum_stock(tables.rules, line.goods.item)) {
            throw not_lent(line.goods,
                           fmt::format("goods of the minimum stock in response {}", response),
                           "goods nobody needs by the quotas, or no response");
        }
    }
}

/// Of a line of a loan, what its standing returns say of the same goods in one condition.
std::int64_t told_back(const std::vector<Document>& returns, const DocumentLine& line, bool lost) {
    std::int64_t sum = 0;
    for (const Document& paper : returns) {
        for (const DocumentLine& back : paper.lines) {
            if (back.item == line.item && back.lot == line.lot && back.owner == line.owner &&
                (back.condition == "L") == lost) {
                sum += back.amount;
            }
        }
    }
    return sum;
}

void add_loan(Database& database, const Document& document, std::vector<OpenLoan>& all) {
    const bool borrowed = is_borrowed(document);
    const PaperHead head = read_head(document);
    std::vector<Document> returns = followers(database, document.id, "of");
    std::erase_if(returns, [](const Document& paper) {
        return paper.number.kind != "loan_return" || paper.state() != "posted";
    });
    std::map<std::array<std::string, 3>, std::array<std::int64_t, 2>> left;
    for (const DocumentLine& line : document.lines) {
        const auto [at, is_new] = left.try_emplace({line.item, line.lot, line.owner});
        if (is_new) {
            at->second = {told_back(returns, line, false), told_back(returns, line, true)};
        }
        OpenLoan loan{.document = document.id,
                      .number = format_number(document.number),
                      .borrowed = borrowed,
                      .party = borrowed ? line.owner : head.word("borrower"),
                      .site = borrowed ? line.to_site : line.from_site,
                      .item = line.item,
                      .lot = line.lot,
                      .owner = line.owner,
                      .out = line.amount,
                      .return_by = parse_date(head.word("return_by")).value_or(Date{})};
        loan.back = std::min(loan.out, at->second[0]);
        loan.written_off = std::min(loan.out - loan.back, at->second[1]);
        at->second[0] -= loan.back;
        at->second[1] -= loan.written_off;
        all.push_back(std::move(loan));
    }
}

Document loan_of(Database& database, const NewPaper& paper) {
    if (!paper.of) {
        throw bad_input({.code = "doc.words",
                         .message = "goods come back from a loan",
                         .file = {},
                         .field = "of",
                         .found = "nothing",
                         .expected = "the loan, or the receipt of borrowed goods (--of DOC)"});
    }
    Document loan = read_document(database, *paper.of);
    if ((loan.number.kind != "loan" && !is_borrowed(loan)) || loan.state() != "posted") {
        throw refused({.code = "doc.of",
                       .message = "goods come back from a posted loan",
                       .file = {},
                       .field = "of",
                       .found = fmt::format("{} {}", loan.number.kind, loan.state()),
                       .expected = "a posted loan, or a posted receipt of borrowed goods"});
    }
    return loan;
}

/// Puts in what the loan says of the goods; answers how much went out by it.
std::int64_t complete_from(const Document& loan, DocumentLine& line) {
    std::int64_t out = 0;
    for (const DocumentLine& lent : loan.lines) {
        if (lent.item == line.item && lent.lot == line.lot &&
            (line.owner.empty() || lent.owner == line.owner)) {
            line.owner = lent.owner;
            line.from_site = is_borrowed(loan) ? lent.to_site : lent.from_site;
            out += lent.amount;
        }
    }
    line.to_site = line.to_site.empty() ? line.from_site : line.to_site;
    line.condition = line.condition.empty() ? "A" : line.condition;
    return out;
}

}  // namespace

void check_loan(Database& database, const PaperTables& tables, NewPaper& paper, Instant at) {
    const std::string borrower = required_word(paper, "borrower", "who borrows the goods");
    if (borrower.find_first_of("()") != std::string::npos) {
        throw bad_input({.code = "doc.words",
                         .message = "a borrower's name has no brackets",
                         .file = {},
                         .field = "borrower",
                         .found = borrower,
                         .expected = "a name or code without ( and )"});
    }
    const Date return_by = required_date(paper, "return_by");
    if (return_by <= beijing_date(at)) {
        throw bad_input({.code = "doc.words",
                         .message = "goods come back after they went out",
                         .file = {},
                         .field = "return_by",
                         .found = format_date(return_by),
                         .expected = "a date after " + format_date(beijing_date(at))});
    }
    check_taking(database, tables, paper, at);
    require_owners_order(database, paper);
    check_response(tables, paper);
}

Posted post_loan(Change& change, const PaperTables& tables, const Document& document) {
    Posted posted;
    for (const DocumentLine& line : document.lines) {
        const Account from = account_of(change.database(), tables, line, line.from_site, "on_hand");
        Account to = from;
        to.stage = loan_stage(document);
        carry(posted.entries, from, to, line.amount);
    }
    return posted;
}

void check_loan_return(Database& database, const PaperTables&, NewPaper& paper, Instant) {
    const Document loan = loan_of(database, paper);
    std::vector<Document> returns = followers(database, loan.id, "of");
    std::erase_if(returns,
                  [](const Document& other) { return other.number.kind != "loan_return"; });
    std::map<std::array<std::string, 3>, std::int64_t> here;
    for (PaperLine& line : paper.lines) {
        const std::int64_t out = complete_from(loan, line.goods);
        std::int64_t& sum = here[{line.goods.item, line.goods.lot, line.goods.owner}];
        sum += line.goods.amount;
        const std::int64_t back =
            sum + told_back(returns, line.goods, false) + told_back(returns, line.goods, true);
        if (back > out) {
            throw refused({.code = "doc.over",
                           .message = "more would come back than went out",
                           .file = {},
                           .line = line.goods.line,
                           .field = name_of_line(line.goods),
                           .found = fmt::format("{}", back),
                           .expected = fmt::format("at most {}", out)});
        }
        if (line.goods.condition == "L" && line.goods.note.empty()) {
            throw wrong_line(line, "note", "nothing", "why the goods are lost");
        }
    }
}

/// Lent goods come back on the shelf (A), damaged into quarantine (B), or are lost with a reason
/// and a write-off's signatures (L). Borrowed goods go back to their owner.
Posted post_loan_return(Change& change, const PaperTables& tables, const Document& document) {
    const std::vector<std::int64_t> of = linked_from(change.database(), document.id, "of");
    const Document loan = read_document(change.database(), of.front());
    const bool borrowed = is_borrowed(loan);
    Posted posted;
    for (const DocumentLine& line : document.lines) {
        DocumentLine lent = line;
        lent.condition = "A";
        const Account from = account_of(change.database(), tables, lent, line.from_site,
                                        borrowed ? "on_hand" : loan_stage(loan));
        Account to = from;
        if (line.condition == "L") {
            to.stage = "lost(loan)";
        } else if (borrowed) {
            to.stage = "borrowed";
        } else {
            to.site = line.to_site;
            to.keeper = keeper_of(tables, line.to_site);
            to.stage = line.condition == "A" ? "on_hand" : "quarantine";
            to.condition = line.condition;
        }
        carry(posted.entries, from, to, line.amount);
    }
    return posted;
}

std::vector<OpenLoan> read_loans(Database& database) {
    std::vector<std::int64_t> ids;
    Statement select = database.prepare(
        "SELECT id FROM document AS d WHERE kind IN ('loan', 'receipt') AND (SELECT state FROM "
        "document_step WHERE document_id = d.id ORDER BY id DESC LIMIT 1) = 'posted' ORDER BY id");
    while (select.step()) {
        ids.push_back(select.integer(0));
    }
    std::vector<OpenLoan> all;
    for (const std::int64_t id : ids) {
        const Document document = read_document(database, id);
        if (document.number.kind == "loan" || is_borrowed(document)) {
            add_loan(database, document, all);
        }
    }
    return all;
}

std::optional<WrongRow> check_loans(Database& database, std::int64_t& checked) {
    std::map<std::array<std::string, 5>, std::int64_t> open;
    for (const OpenLoan& loan : read_loans(database)) {
        ++checked;
        if (!loan.borrowed) {
            open[{loan.party, loan.site, loan.item, loan.lot, loan.owner}] += loan.open();
        }
    }
    Statement select = database.prepare(
        "SELECT stage, site, item, lot, owner, sum(amount), min(account.id) FROM account JOIN "
        "balance ON account_id = account.id WHERE stage LIKE 'on_loan(%' GROUP BY stage, site, "
        "item, lot, owner ORDER BY 7");
    while (select.step()) {
        const std::string stage = select.text(0);
        const std::string party = stage.substr(8, stage.size() - 9);
        const auto told =
            open.find({party, select.text(1), select.text(2), select.text(3), select.text(4)});
        const std::int64_t expected = told == open.end() ? 0 : told->second;
        if (told != open.end()) {
            open.erase(told);
        }
        if (select.integer(5) != expected) {
            return WrongRow{.table = "account",
                            .row = select.integer(6),
                            .check = "I15_loans",
                            .found = fmt::format("{} on loan to {}", select.integer(5), party),
                            .expected = fmt::format("{}, what its loans say is open", expected)};
        }
    }
    for (const auto& [key, amount] : open) {
        if (amount != 0) {
            return WrongRow{.table = "account",
                            .row = 0,
                            .check = "I15_loans",
                            .found = fmt::format("nothing on loan to {}", key[0]),
                            .expected = fmt::format("{} of {} {}", amount, key[2], key[3])};
        }
    }
    return std::nullopt;
}

}  // namespace relief
