// SPDX-License-Identifier: Apache-2.0
// Goods that were given out and must come back.
#include "reserves/document/recovery.h"

#include "core/error.h"
#include "core/table/csv.h"
#include "reserves/document/paper_kinds.h"
#include "reserves/document/paper_stock.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

Date add_months(Date day, int months) {
    const std::chrono::year_month_day from{day};
    const auto month =
        std::chrono::year_month{from.year(), from.month()} + std::chrono::months{months};
    const std::chrono::year_month_day same = month / from.day();
    return same.ok() ? Date{same} : Date{month / std::chrono::last};
}

/// What papers of a kind took back of a line of an issue: the posted ones, or all that stand.
std::int64_t taken_back(Database& database, const Document& issue, const DocumentLine& line,
                        std::string_view kind, bool drafts = false) {
    std::int64_t sum = 0;
    for (const Document& paper : followers(database, issue.id, "of")) {
        if (paper.number.kind == kind && (drafts || paper.state() == "posted")) {
            for (const DocumentLine& back : paper.lines) {
                if (back.item == line.item && back.lot == line.lot && back.owner == line.owner) {
                    sum += back.amount;
                }
            }
        }
    }
    return sum;
}

/// The line's last word on its due date.
struct DueRow {
    std::int64_t id = 0;
    std::int64_t amount = 0;
    std::string due_on;
    std::string rule;
};

std::optional<DueRow> due_row(Database& database, std::int64_t issue, int line) {
    Statement select = database.prepare(
        "SELECT id, amount, due_on, rule FROM returnable WHERE document_id = ?1 AND line = ?2 "
        "ORDER BY id DESC LIMIT 1");
    select.bind(1, issue).bind(2, std::int64_t{line});
    if (!select.step()) {
        return std::nullopt;
    }
    return DueRow{.id = select.integer(0),
                  .amount = select.integer(1),
                  .due_on = select.text(2),
                  .rule = select.text(3)};
}

std::vector<std::int64_t> returnable_issues(Database& database, std::optional<std::int64_t> issue) {
    Statement select = database.prepare(
        "SELECT DISTINCT document_id FROM returnable WHERE ?1 IS NULL OR document_id = ?1 "
        "ORDER BY document_id");
    if (issue) {
        select.bind(1, *issue);
    }
    std::vector<std::int64_t> ids;
    while (select.step()) {
        ids.push_back(select.integer(0));
    }
    return ids;
}

/// Two lines of one issue with the same goods share what comes back, in their order.
void add_returnables(Database& database, const Document& issue, std::vector<Returnable>& all) {
    std::map<std::array<std::string, 3>, std::pair<std::int64_t, std::int64_t>> back;
    for (const DocumentLine& line : issue.lines) {
        const auto due = due_row(database, issue.id, line.line);
        if (!due) {
            continue;
        }
        const auto [at, is_new] = back.try_emplace({line.item, line.lot, line.owner});
        if (is_new) {
            at->second = {taken_back(database, issue, line, "return"),
                          taken_back(database, issue, line, "scrap")};
        }
        Returnable row{.document = issue.id,
                       .line = line.line,
                       .number = format_number(issue.number),
                       .item = line.item,
                       .lot = line.lot,
                       .owner = line.owner,
                       .site = line.from_site,
                       .receiver = line.to_site,
                       .issued = line.amount,
                       .due_on = parse_date(due->due_on).value_or(Date{}),
                       .rule = due->rule};
        row.returned = std::min(row.issued, at->second.first);
        row.scrapped = std::min(row.issued - row.returned, at->second.second);
        at->second.first -= row.returned;
        at->second.second -= row.scrapped;
        all.push_back(std::move(row));
    }
}

/// The condition the goods went out in.
std::string condition_out(const Document& issue, const DocumentLine& back) {
    for (const DocumentLine& line : issue.lines) {
        if (line.item == back.item && line.lot == back.lot && line.owner == back.owner) {
            return line.condition;
        }
    }
    return "A";
}

WrongRow wrong_return(std::string table, std::int64_t row, std::string found,
                      std::string expected) {
    return {.table = std::move(table),
            .row = row,
            .check = "I27_returns",
            .found = std::move(found),
            .expected = std::move(expected)};
}

}  // namespace

std::vector<RecoveryRule> load_recovery_rules(const DataSource& source, const Rules& rules) {
    constexpr std::string_view name = "rules/recovery_rules.csv";
    const CsvTable table(source.read(name), source.shown_name(name),
                         {"item_id", "basis", "months", "expected_days", "source", "flag"});
    table.check_key("item_id");
    std::vector<RecoveryRule> all;
    for (std::size_t at = 0; at < table.size(); ++at) {
        const CsvRow row = table.row(at);
        RecoveryRule rule{.item = row.required("item_id"),
                          .basis = row.one_of("basis", {"months", "end_of_response", "never"}),
                          .source = source_of(row)};
        if (rules.item(rule.item) == nullptr) {
            throw row.error("csv.reference", "item_id", "the rule names an item that is not there",
                            "an item of rules/item_catalog.csv");
        }
        if (rule.basis == "months") {
            rule.months = static_cast<int>(row.integer("months", 1, 120));
        }
        if (rule.basis == "end_of_response") {
            rule.days = static_cast<int>(row.integer("expected_days", 1, 3650));
        }
        all.push_back(std::move(rule));
    }
    return all;
}

std::optional<DueBack> due_back(const std::vector<RecoveryRule>& rules, const std::string& item,
                                Date issued_on, std::optional<Date> response_ends) {
    const auto rule = std::find_if(rules.begin(), rules.end(),
                                   [&](const RecoveryRule& row) { return row.item == item; });
    if (rule == rules.end() || rule->basis == "never") {
        return std::nullopt;
    }
    if (rule->basis == "months") {
        return DueBack{.due_on = add_months(issued_on, rule->months),
                       .rule = fmt::format("months {}", rule->months)};
    }
    return DueBack{.due_on = response_ends.value_or(issued_on + std::chrono::days{rule->days}),
                   .rule = response_ends
                               ? "end_of_response"
                               : fmt::format("end_of_response, expected {} days", rule->days)};
}

std::vector<Returnable> read_returnables(Database& database, std::optional<std::int64_t> issue) {
    std::vector<Returnable> all;
    for (const std::int64_t id : returnable_issues(database, issue)) {
        const Document document = read_document(database, id);
        if (document.state() == "posted") {
            add_returnables(database, document, all);
        }
    }
    return all;
}

void set_due(Change& change, std::int64_t issue, int line, Date due_on, const std::string& reason) {
    const auto due = due_row(change.database(), issue, line);
    if (!due) {
        throw refused({.code = "doc.due",
                       .message = "the goods of this line need not come back",
                       .file = {},
                       .field = fmt::format("line {}", line),
                       .found = "no due date",
                       .expected = "a line with a due date"});
    }
    add_step(change, issue, "due",
             {.post = {},
              .note = reason,
              .content = fmt::format(R"({{"line":{},"due_on":"{}","before":"{}"}})", line,
                                     format_date(due_on), due->due_on),
              .movement = {}});
    change.insert("returnable", {{"document_id", issue},
                                 {"line", std::int64_t{line}},
                                 {"amount", due->amount},
                                 {"due_on", format_date(due_on)},
                                 {"rule", due->rule},
                                 {"reason", reason}});
}

void check_return(Database& database, const PaperTables&, NewPaper& paper, Instant) {
    if (!paper.of) {
        throw bad_input({.code = "doc.words",
                         .message = "goods come back from an issue",
                         .file = {},
                         .field = "of",
                         .found = "nothing",
                         .expected = "the issue the goods went out by (--of DOC)"});
    }
    const Document issue = read_document(database, *paper.of);
    if (issue.number.kind != "issue" || issue.state() != "posted") {
        throw refused({.code = "doc.of",
                       .message = "goods come back from a posted issue",
                       .file = {},
                       .field = "of",
                       .found = fmt::format("{} {}", issue.number.kind, issue.state()),
                       .expected = "a posted issue"});
    }
    for (PaperLine& line : paper.lines) {
        check_back(database, issue, paper, line);
    }
}

void check_back(Database& database, const Document& issue, const NewPaper& paper, PaperLine& line) {
    std::int64_t out = 0;
    for (const DocumentLine& gone : issue.lines) {
        if (gone.item == line.goods.item && gone.lot == line.goods.lot &&
            (line.goods.owner.empty() || gone.owner == line.goods.owner)) {
            line.goods.owner = gone.owner;
            line.goods.from_site = gone.from_site;
            out += gone.amount;
        }
    }
    if (line.goods.to_site.empty()) {
        line.goods.to_site = line.goods.from_site;
    }
    if (line.goods.condition.empty()) {
        line.goods.condition = "A";
    }
    std::int64_t back = taken_back(database, issue, line.goods, "return", true) +
                        taken_back(database, issue, line.goods, "scrap", true);
    for (const PaperLine& other : paper.lines) {
        if (other.goods.line <= line.goods.line && other.goods.item == line.goods.item &&
            other.goods.lot == line.goods.lot) {
            back += other.goods.amount;
        }
    }
    if (back > out) {
        throw refused({.code = "doc.over",
                       .message = "more would come back than went out",
                       .file = {},
                       .line = line.goods.line,
                       .field = name_of_line(line.goods),
                       .found = fmt::format("{}", back),
                       .expected = fmt::format("at most {}", out)});
    }
}

/// Back from the people into quarantine: somebody looks at it before it counts as good.
Posted post_return(Change& change, const PaperTables& tables, const Document& document) {
    const std::vector<std::int64_t> of = linked_from(change.database(), document.id, "of");
    const Document issue = read_document(change.database(), of.front());
    Posted posted;
    for (const DocumentLine& line : document.lines) {
        DocumentLine gone = line;
        gone.condition = condition_out(issue, line);
        const Account from =
            account_of(change.database(), tables, gone, line.from_site, "issued_to_people");
        Account to = from;
        to.stage = "quarantine";
        to.condition = line.condition;
        to.site = line.to_site;
        to.keeper = keeper_of(tables, line.to_site);
        carry(posted.entries, from, to, line.amount);
    }
    return posted;
}

std::optional<WrongRow> check_returnables(Database& database, std::int64_t& checked) {
    Statement select = database.prepare(
        "SELECT r.id, r.amount, r.due_on, l.amount FROM returnable AS r LEFT JOIN document_line AS "
        "l ON l.document_id = r.document_id AND l.line = r.line ORDER BY r.id");
    while (select.step()) {
        ++checked;
        if (select.is_null(3) || select.integer(1) != select.integer(3) ||
            !parse_date(select.text(2))) {
            return wrong_return("returnable", select.integer(0),
                                fmt::format("{} due {}", select.integer(1), select.text(2)),
                                "the amount of its line and a due date");
        }
    }
    for (const std::int64_t id : returnable_issues(database, std::nullopt)) {
        const Document issue = read_document(database, id);
        for (const DocumentLine& line : issue.lines) {
            std::int64_t out = 0;
            for (const DocumentLine& other : issue.lines) {
                if (other.item == line.item && other.lot == line.lot && other.owner == line.owner) {
                    out += other.amount;
                }
            }
            const std::int64_t back = taken_back(database, issue, line, "return") +
                                      taken_back(database, issue, line, "scrap");
            if (issue.state() == "posted" && back > out) {
                return wrong_return("document", id, fmt::format("{} came back", back),
                                    fmt::format("at most {}, what went out", out));
            }
        }
    }
    return std::nullopt;
}

}  // namespace relief
