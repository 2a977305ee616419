// SPDX-License-Identifier: Apache-2.0
#include "reserves/document/scrap.h"

#include "core/error.h"
#include "reserves/document/life_cycle.h"
#include "reserves/document/paper_kinds.h"
#include "reserves/document/paper_stock.h"
#include "reserves/ledger/change_posting.h"
#include "reserves/ledger/reversal.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

/// Where the next of the marks that part names stands, and how long it is.
std::pair<std::size_t, std::size_t> next_mark(std::string_view text) {
    std::pair<std::size_t, std::size_t> first{text.size(), 0};
    for (const std::string_view mark : {",", ";", "、", "，", "；"}) {
        const std::size_t at = text.find(mark);
        if (at < first.first) {
            first = {at, mark.size()};
        }
    }
    return first;
}

std::string_view without_spaces(std::string_view text) {
    while (!text.empty() && text.front() == ' ') {
        text.remove_prefix(1);
    }
    while (!text.empty() && text.back() == ' ') {
        text.remove_suffix(1);
    }
    return text;
}

/// Names parted by a comma, 、 or ;. The same name twice is one.
std::set<std::string, std::less<>> names_in(std::string_view text) {
    std::set<std::string, std::less<>> names;
    while (!text.empty()) {
        const auto [at, size] = next_mark(text);
        if (const std::string_view name = without_spaces(text.substr(0, at)); !name.empty()) {
            names.emplace(name);
        }
        text.remove_prefix(at + size);
    }
    return names;
}

Error no_evidence(std::string field, std::string found, std::string expected) {
    return refused({.code = "doc.evidence",
                    .message = "goods are scrapped on evidence and with the owner's answer",
                    .file = {},
                    .field = std::move(field),
                    .found = std::move(found),
                    .expected = std::move(expected)});
}

void require_evidence(const PaperHead& head) {
    const std::size_t experts = names_in(head.word("experts")).size();
    if (experts < scrap_experts && head.word("test_report").empty()) {
        throw no_evidence("experts", fmt::format("{} experts, no test report", experts),
                          fmt::format("{} experts, or a test report", scrap_experts));
    }
    if (head.word("owner_answer").empty()) {
        throw no_evidence("owner_answer", "nothing", "the owner was asked, and answered");
    }
}

/// Goods that were given out and will not come back are written off where they were issued.
bool is_of_issue(Database& database, const Document& document) {
    return !linked_from(database, document.id, "of").empty();
}

std::string stage_before(const Document& document) {
    const std::string told = read_head(document).word("stage");
    return told.empty() ? "on_hand" : told;
}

std::string actor_of(const Document& document, std::string_view verb) {
    std::string actor;
    for (const DocumentStep& step : document.steps) {
        if (step.verb == verb) {
            actor = step.actor;
        }
    }
    return actor;
}

Posted set_aside(Database& database, const PaperTables& tables, const Document& document,
                 const std::string& from_stage, const std::string& to_stage) {
    Posted posted;
    for (const DocumentLine& line : document.lines) {
        const Account from = account_of(database, tables, line, line.from_site, from_stage);
        Account to = from;
        to.stage = to_stage;
        carry(posted.entries, from, to, line.amount);
    }
    return posted;
}

Error same_person(const std::string& who, std::string_view did) {
    return refused({.code = "doc.people",
                    .message = "a write-off is made, checked and signed by three people",
                    .file = {},
                    .field = "actor",
                    .found = fmt::format("{} {} it", who, did),
                    .expected = "another person"});
}

bool count_lost(const Document& document) {
    for (const DocumentStep& step : document.steps) {
        if (step.verb != "close") {
            continue;
        }
        const auto content = nlohmann::json::parse(step.content);
        for (const auto& row : content.at("differences")) {
            if (row.at("difference").get<std::int64_t>() < 0) {
                return true;
            }
        }
    }
    return false;
}

}  // namespace

void check_scrap(Database& database, const PaperTables& tables, NewPaper& paper, Instant) {
    static_cast<void>(required_word(paper, "reason", "why the goods are of no use any more"));
    if (paper.of) {
        const Document issue = read_document(database, *paper.of);
        for (PaperLine& line : paper.lines) {
            check_back(database, issue, paper, line);
        }
        return;
    }
    std::string& stage = paper.words["stage"];
    stage = stage.empty() ? "on_hand" : stage;
    if (stage != "on_hand" && stage != "quarantine") {
        throw bad_input({.code = "doc.words",
                         .message = "goods are scrapped from the shelf or from quarantine",
                         .file = {},
                         .field = "stage",
                         .found = stage,
                         .expected = "on_hand or quarantine"});
    }
    for (PaperLine& line : paper.lines) {
        if (line.goods.from_site.empty()) {
            throw wrong_line(line, "from", "no site", "the site the goods lie at");
        }
        line.goods.condition = line.goods.condition.empty() ? "A" : line.goods.condition;
        find_owner(database, line.goods, line.goods.from_site, stage);
    }
    static_cast<void>(tables);
}

std::string check_scrap_paper(Change& change, const PaperTables& tables, std::int64_t id) {
    const Document document = read_document(change.database(), id);
    static_cast<void>(state_after(document.number.kind, document.state(), "check"));
    if (document.made_by == change.request().actor) {
        throw same_person(document.made_by, "made");
    }
    require_evidence(read_head(document));
    std::optional<std::int64_t> movement;
    if (!is_of_issue(change.database(), document)) {
        movement = post_in(
            change, "scrap", format_number(document.number),
            set_aside(change.database(), tables, document, stage_before(document), "await_scrap")
                .entries);
    }
    return add_step(change, id, "check",
                    {.post = {}, .note = {}, .content = "{}", .movement = movement});
}

Posted post_scrap(Change& change, const PaperTables& tables, const Document& document) {
    const bool issued = is_of_issue(change.database(), document);
    return set_aside(change.database(), tables, document,
                     issued ? "issued_to_people" : "await_scrap", "scrapped");
}

std::string void_paper(Change& change, std::int64_t id, const std::string& reason) {
    const Document document = read_document(change.database(), id);
    static_cast<void>(state_after(document.number.kind, document.state(), "void"));
    std::optional<std::int64_t> movement;
    const std::optional<std::int64_t> aside = [&]() -> std::optional<std::int64_t> {
        for (const DocumentStep& step : document.steps) {
            if (step.verb == "check") {
                return step.movement;
            }
        }
        return std::nullopt;
    }();
    if (aside) {
        movement = reverse_movement(change, *aside, format_number(document.number));
    }
    return add_step(change, id, "void",
                    {.post = {}, .note = reason, .content = "{}", .movement = movement});
}

bool is_write_off(const Document& document) {
    if (document.number.kind == "scrap") {
        return true;
    }
    if (document.number.kind == "count") {
        return count_lost(document);
    }
    return document.number.kind == "loan_return" &&
           std::any_of(document.lines.begin(), document.lines.end(),
                       [](const DocumentLine& line) { return line.condition == "L"; });
}

void require_three_people(const Document& document, const std::string& signer) {
    if (!is_write_off(document)) {
        return;
    }
    if (document.made_by == signer) {
        throw same_person(signer, "made");
    }
    for (const std::string_view verb : {"check", "close"}) {
        if (actor_of(document, verb) == signer) {
            throw same_person(signer, "checked");
        }
    }
}

Date scrap_note_due(int year) {
    return Date{std::chrono::year{year} / std::chrono::October / 31};
}

std::optional<WrongRow> check_write_offs(Database& database, std::int64_t& checked) {
    std::vector<std::int64_t> ids;
    Statement select = database.prepare(
        "SELECT id FROM document WHERE kind IN ('scrap', 'count', 'loan_return') ORDER BY id");
    while (select.step()) {
        ids.push_back(select.integer(0));
    }
    for (const std::int64_t id : ids) {
        const Document document = read_document(database, id);
        const std::string& state = document.state();
        if ((state != "posted" && state != "reversed") || !is_write_off(document)) {
            continue;
        }
        ++checked;
        const std::string signer = actor_of(document, "sign");
        const std::string checker =
            actor_of(document, document.number.kind == "count" ? "close" : "check");
        const bool needs_checker = document.number.kind != "loan_return";
        if (signer.empty() || signer == document.made_by ||
            (needs_checker &&
             (checker.empty() || checker == document.made_by || checker == signer))) {
            return WrongRow{.table = "document",
                            .row = id,
                            .check = "I19_write_offs",
                            .found = fmt::format("made by {}, checked by {}, signed by {}",
                                                 document.made_by, checker, signer),
                            .expected = "three people"};
        }
    }
    return std::nullopt;
}

}  // namespace relief
