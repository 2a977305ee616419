// SPDX-License-Identifier: Apache-2.0
#include "reserves/report/daily.h"

#include "core/store/journal.h"
#include "reserves/document/document.h"
#include "reserves/ledger/hold.h"
#include "reserves/ledger/ledger.h"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <tuple>
#include <utility>

namespace relief {
namespace {

constexpr std::chrono::days expiry_notice{90};

/// "in_transit" of "in_transit(220000-DB-2018-0017)".
std::string_view stage_name(std::string_view stage) {
    return stage.substr(0, stage.find('('));
}

std::string_view stage_subject(std::string_view stage) {
    const std::size_t open = stage.find('(');
    return open == std::string_view::npos || !stage.ends_with(')')
               ? std::string_view{}
               : stage.substr(open + 1, stage.size() - open - 2);
}

bool is_outside(std::string_view stage) {
    const std::string_view name = stage_name(stage);
    return name == "in_transit" || name == "at_receiver" || name == "on_loan";
}

bool is_in_depot(std::string_view stage) {
    return is_real_stage(stage) && !is_outside(stage);
}

std::string level_of(const Baseline& baseline, const std::string& site) {
    const Depot* depot = baseline.depot(site);
    return depot == nullptr ? "other" : depot->level;
}

using StockKey = std::tuple<std::string, std::string, std::string>;  ///< item, level, owner
using StockRows = std::map<StockKey, DailyStock>;

DailyStock& row_of(StockRows& rows, const std::string& item, const std::string& level,
                   const std::string& owner) {
    DailyStock& row = rows[{item, level, owner}];
    row.item = item;
    row.level = level;
    row.owner = owner;
    return row;
}

/// Opening, closing and what is outside, from the daily folds of the real accounts.
void add_balances(Database& books, const Baseline& baseline, std::int64_t day, StockRows& rows) {
    Statement select = books.prepare(
        "SELECT a.item, a.site, a.owner, a.stage, sum(CASE WHEN b.day < ?1 THEN b.amount ELSE 0 "
        "END), sum(b.amount) FROM balance_day AS b JOIN account AS a ON a.id = b.account_id WHERE "
        "b.day <= ?1 GROUP BY a.id");
    select.bind(1, day);
    while (select.step()) {
        const std::string stage = select.text(3);
        DailyStock& row =
            row_of(rows, select.text(0), level_of(baseline, select.text(1)), select.text(2));
        if (is_outside(stage)) {
            row.outside += select.integer(5);
        } else {
            row.opening += select.integer(4);
            row.closing += select.integer(5);
        }
    }
}

void add_available(Database& books, const Baseline& baseline, Instant at, StockRows& rows) {
    for (const AvailableLot& lot : available_lots(books, {.at = at})) {
        DailyStock& row = row_of(rows, lot.item, level_of(baseline, lot.site), lot.owner);
        row.available += lot.available;
        // What may not be used is not promised either.
        row.held += lot.why_not.empty() ? lot.held : 0;
    }
    for (auto& [key, row] : rows) {
        row.unusable = row.closing - row.available - row.held;
    }
}

/// A posting's net by site, item and owner, in that order.
using Nets = std::map<std::tuple<std::string, std::string, std::string>, std::int64_t>;

struct PostedOn {
    std::int64_t id = 0;
    Instant occurred_at;
    Instant recorded_at;
    std::string kind;
};

std::vector<PostedOn> posted(Database& books, std::string_view condition, Instant from,
                             Instant to) {
    Statement select = books.prepare(
        std::string("SELECT id, occurred_at, recorded_at, kind FROM movement WHERE ") +
        std::string(condition) + " ORDER BY id");
    select.bind(1, seconds_of(from)).bind(2, seconds_of(to));
    std::vector<PostedOn> movements;
    while (select.step()) {
        movements.push_back({.id = select.integer(0),
                             .occurred_at = instant_of(select.integer(1)),
                             .recorded_at = instant_of(select.integer(2)),
                             .kind = select.text(3)});
    }
    return movements;
}

Nets nets_of(Statement& entries, std::int64_t movement) {
    Nets nets;
    entries.reset();
    entries.bind(1, movement);
    while (entries.step()) {
        if (is_in_depot(entries.text(3))) {
            nets[{entries.text(0), entries.text(1), entries.text(2)}] += entries.integer(4);
        }
    }
    std::erase_if(nets, [](const auto& net) { return net.second == 0; });
    return nets;
}

/// The number of the document whose step made a movement.
std::string document_of(Database& books, std::int64_t movement) {
    Statement select = books.prepare(
        "SELECT d.unit, d.kind, d.year, d.number FROM document_step AS s JOIN document AS d ON "
        "d.id = s.document_id WHERE s.movement_id = ?1 ORDER BY s.id LIMIT 1");
    select.bind(1, movement);
    if (!select.step()) {
        return "";
    }
    return format_number({.unit = select.text(0),
                          .kind = select.text(1),
                          .year = static_cast<int>(select.integer(2)),
                          .number = select.integer(3)});
}

std::vector<DailyMovement> movements_of(Database& books, const std::vector<PostedOn>& movements) {
    Statement entries = books.prepare(
        "SELECT a.site, a.item, a.owner, a.stage, e.amount FROM entry AS e JOIN account AS a ON "
        "a.id = e.account_id WHERE e.movement_id = ?1");
    std::vector<DailyMovement> rows;
    for (const PostedOn& movement : movements) {
        const Nets nets = nets_of(entries, movement.id);
        const std::string document = nets.empty() ? "" : document_of(books, movement.id);
        for (const auto& [key, amount] : nets) {
            rows.push_back({.movement = movement.id,
                            .occurred_at = movement.occurred_at,
                            .recorded_at = movement.recorded_at,
                            .kind = movement.kind,
                            .document = document,
                            .site = std::get<0>(key),
                            .item = std::get<1>(key),
                            .owner = std::get<2>(key),
                            .amount = amount});
        }
    }
    return rows;
}

/// In and out by level: what goes from one depot of a level to another of it is neither.
void add_flows(const std::vector<DailyMovement>& movements, const Baseline& baseline,
               StockRows& rows) {
    std::map<std::pair<std::int64_t, StockKey>, std::int64_t> nets;
    for (const DailyMovement& movement : movements) {
        nets[{movement.movement,
              {movement.item, level_of(baseline, movement.site), movement.owner}}] +=
            movement.amount;
    }
    for (const auto& [key, amount] : nets) {
        const auto& [item, level, owner] = key.second;
        DailyStock& row = row_of(rows, item, level, owner);
        (amount > 0 ? row.in : row.out) += amount > 0 ? amount : -amount;
    }
}

/// The number of the order a stage names by its id; the name as it stands where it is no id.
std::string order_number(Database& books, std::string_view subject) {
    const bool is_id = !subject.empty() && subject.size() <= 9 &&
                       std::all_of(subject.begin(), subject.end(),
                                   [](char digit) { return digit >= '0' && digit <= '9'; });
    return is_id ? format_number(read_document(books, find_document(books, subject)).number)
                 : std::string(subject);
}

std::vector<DailyTransit> transit_of(Database& books) {
    Statement select = books.prepare(
        "SELECT a.stage, a.item, a.owner, sum(b.amount) FROM balance AS b JOIN account AS a ON "
        "a.id = b.account_id WHERE a.stage LIKE 'in_transit%' GROUP BY 1, 2, 3 HAVING "
        "sum(b.amount) <> 0 ORDER BY 1, 2, 3");
    std::vector<DailyTransit> rows;
    while (select.step()) {
        rows.push_back({.order = order_number(books, stage_subject(select.text(0))),
                        .item = select.text(1),
                        .owner = select.text(2),
                        .amount = select.integer(3)});
    }
    return rows;
}

std::vector<DailyOrder> orders_of(Database& books, Instant from, Instant to) {
    Statement select = books.prepare(
        "SELECT DISTINCT s.document_id FROM document_step AS s JOIN document AS d ON d.id = "
        "s.document_id WHERE d.kind = 'allotment_order' AND s.occurred_at >= ?1 AND s.occurred_at "
        "< ?2 ORDER BY 1");
    select.bind(1, seconds_of(from)).bind(2, seconds_of(to));
    std::vector<DailyOrder> orders;
    while (select.step()) {
        const Document document = read_document(books, select.integer(0));
        DailyOrder order{.number = format_number(document.number),
                         .state = document.state(),
                         .event = document.event};
        for (const DocumentLine& line : document.lines) {
            order.lines.push_back({.item = line.item,
                                   .owner = line.owner,
                                   .from_site = line.from_site,
                                   .to_site = line.to_site,
                                   .amount = line.amount});
        }
        orders.push_back(std::move(order));
    }
    return orders;
}

bool is_ordered(const std::string& state) {
    for (const std::string_view none : {"draft", "checked", "cancelled", "refused", "void"}) {
        if (state == none) {
            return false;
        }
    }
    return true;
}

using EventRows = std::map<std::tuple<std::string, std::string, std::string>, DailyEvent>;

DailyEvent& event_row(EventRows& rows, const std::string& event, const std::string& item,
                      const std::string& owner) {
    DailyEvent& row = rows[{event, item, owner}];
    row.event = event;
    row.item = item;
    row.owner = owner;
    return row;
}

/// What departures put on the road for an order.
void add_sent(Database& books, const Document& order, EventRows& rows) {
    Statement select = books.prepare(
        "SELECT a.item, a.owner, sum(e.amount) FROM account AS a JOIN entry AS e ON e.account_id = "
        "a.id WHERE a.stage = ?1 AND e.amount > 0 AND e.movement_id IN (SELECT movement_id FROM "
        "document_step WHERE document_id = ?2 AND verb = 'depart') GROUP BY 1, 2");
    select.bind(1, "in_transit(" + std::to_string(order.id) + ")").bind(2, order.id);
    while (select.step()) {
        event_row(rows, order.event, select.text(0), select.text(1)).sent += select.integer(2);
    }
}

std::vector<DailyEvent> events_of(Database& books) {
    EventRows rows;
    for (const Document& order : read_documents(books, {.kind = "allotment_order"})) {
        if (order.event.empty() || !is_ordered(order.state())) {
            continue;
        }
        for (const DocumentLine& line : order.lines) {
            event_row(rows, order.event, line.item, line.owner).ordered += line.amount;
        }
        add_sent(books, order, rows);
    }
    std::vector<DailyEvent> events;
    for (auto& [key, row] : rows) {
        events.push_back(std::move(row));
    }
    return events;
}

std::vector<DailyExpiring> expiring_of(Database& books, Instant at) {
    std::vector<DailyExpiring> rows;
    const Date last = beijing_date(at) + expiry_notice;
    for (const AvailableLot& lot : available_lots(books, {.at = at})) {
        if (lot.on_hand > 0 && lot.expires_on <= last) {
            rows.push_back({.site = lot.site,
                            .item = lot.item,
                            .lot = lot.lot,
                            .owner = lot.owner,
                            .expires_on = lot.expires_on,
                            .on_hand = lot.on_hand});
        }
    }
    std::stable_sort(rows.begin(), rows.end(), [](const DailyExpiring& a, const DailyExpiring& b) {
        return a.expires_on < b.expires_on;
    });
    return rows;
}

std::vector<DailyEquipped> equipped_of(Database& books, const Rules& rules,
                                       const Baseline& baseline,
                                       const std::vector<BasketRow>& basket, const DailyAsk& ask) {
    std::vector<DailyEquipped> rows;
    const std::string_view season = season_of(beijing_date(ask.as_of));
    for (const std::string_view level : {"", "province", "city", "county"}) {
        const auto wanted = level.empty() ? std::nullopt : std::optional(std::string(level));
        DailyEquipped row{
            .level = std::string(level),
            .equipped = equipped_persons(
                available_units(books, rules, baseline, ask.as_of, wanted, {}), basket, season)};
        if (ask.people) {
            row.gap = std::max<std::int64_t>(0, *ask.people - row.equipped.persons);
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

bool is_empty(const DailyStock& row) {
    return row.opening == 0 && row.in == 0 && row.out == 0 && row.closing == 0 && row.outside == 0;
}

}  // namespace

std::map<std::string, Units> available_units(Database& books, const Rules& rules,
                                             const Baseline& baseline, Instant at,
                                             const std::optional<std::string>& level,
                                             const std::optional<std::string>& site) {
    std::map<std::string, std::int64_t> amounts;
    for (const AvailableLot& lot : available_lots(books, {.site = site, .at = at})) {
        if (!level || level_of(baseline, lot.site) == *level) {
            amounts[lot.item] += lot.available;
        }
    }
    std::map<std::string, Units> units;
    for (const auto& [id, amount] : amounts) {
        const Item* item = rules.item(id);
        units[id] =
            whole_units({.amount = amount, .decimals = item == nullptr ? 0 : item->decimals});
    }
    return units;
}

DailyReport daily_report(Database& books, const Rules& rules, const Baseline& baseline,
                         const std::vector<BasketRow>& basket, const DailyAsk& ask) {
    const Date date = beijing_date(ask.as_of);
    const Instant begin = beijing_midnight(date);
    const Instant end = begin + std::chrono::days{1};
    const JournalHead head = journal_head(books);
    DailyReport report{.date = date,
                       .as_of = ask.as_of,
                       .head_seq = head.seq,
                       .head_hash = head.hash,
                       .people = ask.people};
    report.movements =
        movements_of(books, posted(books, "occurred_at >= ?1 AND occurred_at < ?2", begin, end));
    // The opening of the books is their beginning, not a posting that came late.
    report.late = movements_of(
        books,
        posted(books,
               "occurred_at < ?1 AND recorded_at >= ?1 AND recorded_at < ?2 AND kind <> 'opening'",
               begin, end));
    StockRows rows;
    add_balances(books, baseline, day_number(date), rows);
    add_flows(report.movements, baseline, rows);
    add_available(books, baseline, ask.as_of, rows);
    for (auto& [key, row] : rows) {
        if (!is_empty(row)) {
            report.stock.push_back(std::move(row));
        }
    }
    report.in_transit = transit_of(books);
    report.orders = orders_of(books, begin, end);
    report.events = events_of(books);
    report.equipped = equipped_of(books, rules, baseline, basket, ask);
    report.expiring = expiring_of(books, ask.as_of);
    return report;
}

}  // namespace relief
