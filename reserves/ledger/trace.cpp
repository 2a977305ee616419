// SPDX-License-Identifier: Apache-2.0
#include "reserves/ledger/trace.h"

#include "core/error.h"
#include "reserves/document/document.h"
#include "reserves/ledger/lot_state.h"
#include "reserves/ledger/reversal.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

/// Every account of the lot, with its newest balance.
std::map<std::int64_t, StockRow> read_accounts(Database& database, const LotTrace& trace) {
    Statement select = database.prepare(
        "SELECT account.id, owner, keeper, site, condition, stage, ifnull(balance.amount, 0) "
        "FROM account LEFT JOIN balance ON account_id = account.id WHERE lot = ?1 AND item = ?2");
    select.bind(1, trace.lot).bind(2, trace.item);
    std::map<std::int64_t, StockRow> accounts;
    while (select.step()) {
        accounts.emplace(select.integer(0), StockRow{.account = {.owner = select.text(1),
                                                                 .keeper = select.text(2),
                                                                 .site = select.text(3),
                                                                 .item = trace.item,
                                                                 .lot = trace.lot,
                                                                 .condition = select.text(4),
                                                                 .stage = select.text(5)},
                                                     .made_on = trace.made_on,
                                                     .expires_on = trace.expires_on,
                                                     .amount = select.integer(6)});
    }
    return accounts;
}

/// The days on which goods of the lot moved: no posting is without a real account.
std::set<std::int64_t> days_of(Database& database,
                               const std::map<std::int64_t, StockRow>& accounts) {
    std::set<std::int64_t> days;
    Statement select = database.prepare("SELECT day FROM balance_day WHERE account_id = ?1");
    for (const auto& [id, row] : accounts) {
        select.reset();
        select.bind(1, id);
        while (select.step()) {
            days.insert(select.integer(0));
        }
    }
    return days;
}

/// The postings of one day that touch the accounts.
void read_day(Database& database, std::int64_t day,
              const std::map<std::int64_t, StockRow>& accounts,
              std::map<std::int64_t, std::vector<Entry>>& entries) {
    const Instant begin = beijing_midnight(Date{std::chrono::days{day}});
    Statement select = database.prepare(
        "SELECT movement_id, account_id, amount FROM movement "
        "JOIN entry ON movement_id = movement.id WHERE occurred_at >= ?1 AND occurred_at < ?2 "
        "ORDER BY movement_id, line");
    const std::int64_t from = seconds_of(begin);
    select.bind(1, from).bind(2, from + 86'400);
    while (select.step()) {
        const auto account = accounts.find(select.integer(1));
        if (account != accounts.end()) {
            entries[select.integer(0)].push_back(
                {.account = account->second.account, .amount = select.integer(2)});
        }
    }
}

TraceStep read_step(Database& database, std::int64_t movement, std::vector<Entry> entries) {
    Statement select = database.prepare(
        "SELECT movement.kind, movement.occurred_at, movement.recorded_at, movement.actor, reason, "
        "ifnull(document_id, 0), ifnull(verb, '') FROM movement "
        "LEFT JOIN document_step ON movement_id = movement.id WHERE movement.id = ?1");
    select.bind(1, movement);
    select.step();
    TraceStep step{.movement = movement,
                   .kind = select.text(0),
                   .occurred_at = instant_of(select.integer(1)),
                   .recorded_at = instant_of(select.integer(2)),
                   .actor = select.text(3),
                   .reason = select.text(4),
                   .verb = select.text(6),
                   .entries = std::move(entries),
                   .reversed_by = reversal_of(database, movement)};
    if (const std::int64_t document = select.integer(5); document != 0) {
        step.document = format_number(read_document(database, document).number);
    }
    return step;
}

std::vector<TraceState> read_states(Database& database, const LotTrace& trace) {
    Statement select = database.prepare(
        "SELECT state, at, reason FROM lot_state WHERE lot = ?1 AND item = ?2 ORDER BY id");
    select.bind(1, trace.lot).bind(2, trace.item);
    std::vector<TraceState> states;
    while (select.step()) {
        states.push_back({select.text(0), instant_of(select.integer(1)), select.text(2)});
    }
    return states;
}

void fill(Database& database, Instant now, LotTrace& trace) {
    trace.state = state_of_lot(database, trace.item, trace.lot);
    trace.states = read_states(database, trace);
    const auto accounts = read_accounts(database, trace);
    std::map<std::int64_t, std::vector<Entry>> entries;
    for (const std::int64_t day : days_of(database, accounts)) {
        read_day(database, day, accounts, entries);
    }
    for (auto& [movement, own] : entries) {
        trace.steps.push_back(read_step(database, movement, std::move(own)));
    }
    std::stable_sort(
        trace.steps.begin(), trace.steps.end(),
        [](const TraceStep& a, const TraceStep& b) { return a.occurred_at < b.occurred_at; });
    for (const auto& [id, row] : accounts) {
        if (row.amount != 0) {
            (is_real_stage(row.account.stage) ? trace.now : trace.gone).push_back(row);
        }
    }
    for (OpenHold& hold : open_holds(database, now)) {
        if (hold.item == trace.item && hold.lot == trace.lot) {
            trace.open_holds.push_back(std::move(hold));
        }
    }
}

}  // namespace

std::vector<LotTrace> trace_lot(Database& database, const std::string& lot,
                                const std::optional<std::string>& item, Instant now) {
    Statement select = database.prepare(
        "SELECT item, made_on, expires_on FROM lot WHERE lot = ?1 AND (?2 = '' OR item = ?2) "
        "ORDER BY item");
    select.bind(1, lot).bind(2, item.value_or(""));
    std::vector<LotTrace> traces;
    while (select.step()) {
        traces.push_back({.item = select.text(0),
                          .lot = lot,
                          .made_on = parse_date(select.text(1)).value_or(Date{}),
                          .expires_on = parse_date(select.text(2)).value_or(Date{})});
    }
    if (traces.empty()) {
        throw bad_input({.code = "ledger.lot",
                         .message = "there is no such lot",
                         .field = "lot",
                         .found = item ? *item + " " + lot : lot,
                         .expected = "a lot of the books; relief stock lists them"});
    }
    for (LotTrace& trace : traces) {
        fill(database, now, trace);
    }
    return traces;
}

}  // namespace relief
