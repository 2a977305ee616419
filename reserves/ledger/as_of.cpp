// SPDX-License-Identifier: Apache-2.0
#include "reserves/ledger/as_of.h"

#include "core/error.h"
#include "reserves/ledger/record.h"
#include "reserves/ledger/rows.h"

#include <array>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

/// What is to be added to accounts, by account id.
using Amounts = std::unordered_map<std::int64_t, std::int64_t>;

constexpr std::int64_t day_seconds = 86'400;

void add_rows(Statement& select, std::int64_t sign, Amounts& amounts) {
    while (select.step()) {
        amounts[select.integer(0)] += sign * select.integer(1);
    }
}

/// What happened between two instants, the first not counting, the second counting.
void add_between(Database& database, std::int64_t after, std::int64_t through, std::int64_t sign,
                 Amounts& amounts) {
    Statement select = database.prepare(
        "SELECT account_id, amount FROM movement JOIN entry ON movement_id = movement.id "
        "WHERE occurred_at > ?1 AND occurred_at <= ?2");
    select.bind(1, after).bind(2, through);
    add_rows(select, sign, amounts);
}

/// Takes away what happened by then and was told only later. Most postings are recorded within a
/// day, so those lie in one stretch of occurred_at; the late ones have an index of their own.
void forget_later(Database& database, Instant occurred_by, Instant known_by, Amounts& amounts) {
    constexpr std::array<std::string_view, 2> parts{
        "SELECT account_id, amount FROM movement JOIN entry ON movement_id = movement.id "
        "WHERE occurred_at <= ?1 AND recorded_at > ?2 AND occurred_at >= ?3 "
        "AND recorded_at <= occurred_at + 86400",
        "SELECT account_id, amount FROM movement INDEXED BY movement_late "
        "JOIN entry ON movement_id = movement.id "
        "WHERE occurred_at <= ?1 AND recorded_at > ?2 AND occurred_at >= ?3 "
        "AND recorded_at > occurred_at + 86400"};
    for (const std::string_view sql : parts) {
        Statement select = database.prepare(sql);
        const bool is_late = sql == parts[1];
        select.bind(1, seconds_of(occurred_by)).bind(2, seconds_of(known_by));
        select.bind(3, is_late ? std::int64_t{0} : seconds_of(known_by) - day_seconds);
        add_rows(select, -1, amounts);
    }
}

/// True where fewer days lie before the moment than after it: then it is reckoned from the
/// beginning and not back from today.
bool is_early(Database& database, Instant at) {
    Statement select = database.prepare(
        "SELECT (SELECT occurred_at FROM movement ORDER BY occurred_at LIMIT 1), "
        "(SELECT occurred_at FROM movement ORDER BY occurred_at DESC LIMIT 1)");
    return select.step() && !select.is_null(0) &&
           seconds_of(at) - select.integer(0) < select.integer(1) - seconds_of(at);
}

std::string select_accounts(const AsOfQuery& query, bool early,
                            std::vector<const std::string*>& values) {
    const std::string_view amount =
        early ? "ifnull((SELECT sum(amount) FROM balance_day "
                "        WHERE account_id = account.id AND day < ?1), 0)"
              : "balance.amount - ifnull((SELECT sum(amount) FROM balance_day "
                "                 WHERE account_id = account.id AND day > ?1), 0)";
    std::string sql = fmt::format(
        "SELECT account.id, {}, account.owner, account.keeper, account.site, account.item, "
        "       account.lot, account.condition, account.stage, lot.made_on, lot.expires_on "
        "FROM account JOIN balance ON balance.account_id = account.id "
        "             JOIN lot ON lot.lot = account.lot AND lot.item = account.item WHERE true",
        amount);
    const std::pair<const char*, const std::optional<std::string>&> wanted[] = {
        {"item", query.item}, {"site", query.site}, {"lot", query.lot}, {"owner", query.owner}};
    for (const auto& [column, value] : wanted) {
        if (value) {
            values.push_back(&*value);
            sql += fmt::format(" AND account.{} = ?{}", column, values.size() + 1);
        }
    }
    return sql +
           " ORDER BY account.site, account.item, lot.expires_on, account.lot, "
           "account.owner, account.keeper, account.condition, account.stage";
}

}  // namespace

std::vector<StockRow> stock_as_of(Database& database, const AsOfQuery& query) {
    const std::int64_t at = seconds_of(query.occurred_by);
    const std::int64_t day = book_day(query.occurred_by);
    const std::int64_t begin = seconds_of(beijing_midnight(beijing_date(query.occurred_by)));
    const bool early = is_early(database, query.occurred_by);
    Amounts amounts;
    if (early) {
        add_between(database, begin - 1, at, +1, amounts);
    } else {
        add_between(database, at, begin + day_seconds - 1, -1, amounts);
    }
    if (query.known_by) {
        forget_later(database, query.occurred_by, *query.known_by, amounts);
    }
    std::vector<const std::string*> values;
    Statement select = database.prepare(select_accounts(query, early, values));
    select.bind(1, day);
    for (std::size_t i = 0; i < values.size(); ++i) {
        select.bind(static_cast<int>(i + 2), *values[i]);
    }
    std::vector<StockRow> rows;
    while (select.step()) {
        const auto change = amounts.find(select.integer(0));
        const std::int64_t amount =
            select.integer(1) + (change == amounts.end() ? 0 : change->second);
        if (amount == 0 || !is_real_stage(select.text(8))) {
            continue;
        }
        rows.push_back({.account = {.owner = select.text(2),
                                    .keeper = select.text(3),
                                    .site = select.text(4),
                                    .item = select.text(5),
                                    .lot = select.text(6),
                                    .condition = select.text(7),
                                    .stage = select.text(8)},
                        .made_on = lot_date(select, 9),
                        .expires_on = lot_date(select, 10),
                        .amount = amount});
    }
    return rows;
}

}  // namespace relief
