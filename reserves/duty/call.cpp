// SPDX-License-Identifier: Apache-2.0
#include "reserves/duty/call.h"

#include "core/error.h"
#include "reserves/document/document.h"
#include "reserves/duty/shift_row.h"

#include <algorithm>
#include <chrono>
#include <set>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::string_view call_columns =
    "id, shift_id, at, officer, caller, unit, phone, words, tape, event, struck_at, place, hazard, "
    "relocated";

std::string said(const std::optional<std::int64_t>& amount) {
    return amount ? fmt::format("{}", *amount) : "not said";
}

Cell cell(const std::optional<std::int64_t>& amount) {
    return amount ? Cell(*amount) : Cell();
}

std::optional<std::int64_t> amount_at(const Statement& select, int column) {
    return select.is_null(column) ? std::nullopt : std::optional(select.integer(column));
}

bool can_be(const CallLine& line) {
    return line.asked >= 1 && line.needed.value_or(0) >= 0 && line.own_stock.value_or(0) >= 0 &&
           line.own_used.value_or(0) >= 0 &&
           (!line.own_stock || line.own_used.value_or(0) <= *line.own_stock);
}

void check_lines(const PhoneCall& call) {
    std::set<std::string_view> seen;
    for (const CallLine& line : call.lines) {
        if (!can_be(line) || !seen.insert(line.item).second) {
            throw refused(
                {.code = "call.line",
                 .message = "the figures of an item cannot be right",
                 .field = line.item,
                 .found = fmt::format("asked {}, needed {}, own {}, used {}", line.asked,
                                      said(line.needed), said(line.own_stock), said(line.own_used)),
                 .expected = "each item once, 1 or more asked for, no more used than its own"});
        }
    }
}

std::vector<CallLine> read_call_lines(Database& database, std::int64_t call) {
    Statement select = database.prepare(
        "SELECT item, asked, needed, own_stock, own_used FROM duty_call_line WHERE call_id = ?1 "
        "ORDER BY id");
    select.bind(1, call);
    std::vector<CallLine> lines;
    while (select.step()) {
        lines.push_back({.item = select.text(0),
                         .asked = select.integer(1),
                         .needed = amount_at(select, 2),
                         .own_stock = amount_at(select, 3),
                         .own_used = amount_at(select, 4)});
    }
    return lines;
}

PhoneCall call_row(Database& database, const Statement& select) {
    PhoneCall call{.id = select.integer(0),
                   .shift = select.integer(1),
                   .at = instant_of(select.integer(2)),
                   .officer = select.text(3),
                   .caller = select.text(4),
                   .unit = select.text(5),
                   .phone = select.text(6),
                   .words = select.text(7),
                   .tape = select.text(8),
                   .event = select.text(9),
                   .place = select.text(11),
                   .hazard = select.text(12)};
    if (!select.is_null(10)) {
        call.struck_at = instant_of(select.integer(10));
    }
    call.relocated = amount_at(select, 13);
    call.lines = read_call_lines(database, call.id);
    return call;
}

}  // namespace

std::int64_t add_call(Change& change, const PhoneCall& call) {
    check_lines(call);
    const Request& request = change.request();
    const std::int64_t id = change.insert(
        "duty_call", {{"shift_id", running_shift(change.database())},
                      {"at", seconds_of(request.occurred_at)},
                      {"officer", request.actor},
                      {"caller", call.caller},
                      {"unit", call.unit},
                      {"phone", call.phone},
                      {"words", call.words},
                      {"tape", call.tape},
                      {"event", call.event},
                      {"struck_at", call.struck_at ? Cell(seconds_of(*call.struck_at)) : Cell()},
                      {"place", call.place},
                      {"hazard", call.hazard},
                      {"relocated", cell(call.relocated)}});
    for (const CallLine& line : call.lines) {
        change.insert("duty_call_line", {{"call_id", id},
                                         {"item", line.item},
                                         {"asked", line.asked},
                                         {"needed", cell(line.needed)},
                                         {"own_stock", cell(line.own_stock)},
                                         {"own_used", cell(line.own_used)}});
    }
    change.tell_subject(fmt::format("call {}", id));
    return id;
}

PhoneCall read_call(Database& database, std::int64_t id) {
    Statement select =
        database.prepare(fmt::format("SELECT {} FROM duty_call WHERE id = ?1", call_columns));
    select.bind(1, id);
    if (!select.step()) {
        throw bad_input({.code = "call.unknown",
                         .message = "there is no such call in the duty book",
                         .field = "call",
                         .found = fmt::format("{}", id),
                         .expected = "the number of a call; relief duty log lists them"});
    }
    return call_row(database, select);
}

std::vector<PhoneCall> read_calls(Database& database, std::optional<Instant> from,
                                  std::optional<Instant> to) {
    Statement select = database.prepare(
        fmt::format("SELECT {} FROM duty_call WHERE (?1 IS NULL OR at >= ?1) AND (?2 IS NULL OR "
                    "at < ?2) ORDER BY id",
                    call_columns));
    if (from) {
        select.bind(1, seconds_of(*from));
    }
    if (to) {
        select.bind(2, seconds_of(*to));
    }
    std::vector<PhoneCall> calls;
    while (select.step()) {
        calls.push_back(call_row(database, select));
    }
    return calls;
}

std::vector<std::string_view> missing_fields(const PhoneCall& call) {
    std::vector<std::string_view> missing;
    const auto need = [&](bool there, std::string_view field) {
        if (!there) {
            missing.push_back(field);
        }
    };
    need(call.struck_at.has_value(), "struck_at");
    need(!call.place.empty(), "place");
    need(!call.hazard.empty(), "hazard");
    need(call.relocated.has_value(), "relocated");
    need(!call.lines.empty(), "lines");
    const auto all_say = [&](std::optional<std::int64_t> CallLine::*field) {
        return std::all_of(call.lines.begin(), call.lines.end(),
                           [&](const CallLine& line) { return (line.*field).has_value(); });
    };
    need(all_say(&CallLine::needed), "needed");
    need(all_say(&CallLine::own_stock), "own_stock");
    need(all_say(&CallLine::own_used), "own_used");
    return missing;
}

void answer_call(Change& change, std::int64_t call, std::int64_t document) {
    static_cast<void>(read_call(change.database(), call));
    static_cast<void>(read_document(change.database(), document));
    change.insert("duty_call_document", {{"call_id", call}, {"document_id", document}});
}

std::vector<std::int64_t> documents_of_call(Database& database, std::int64_t call) {
    Statement select = database.prepare(
        "SELECT document_id FROM duty_call_document WHERE call_id = ?1 ORDER BY id");
    select.bind(1, call);
    std::vector<std::int64_t> documents;
    while (select.step()) {
        documents.push_back(select.integer(0));
    }
    return documents;
}

}  // namespace relief
