// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/ledger/ledger.h"
#include "tests/kit/raw_store.h"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace relief::kit {

/// Books small enough to be reckoned by hand: a province's depot, a city's, and a consignment point
/// where the city keeps goods of the province; tents by the piece, rice by the gram.
inline Date book_date(int day) {
    return Date{std::chrono::year{2017} / std::chrono::July / day};
}

/// 12:00 in Beijing on a day of July 2017.
inline Instant noon_of(int day) {
    return beijing_midnight(book_date(day)) + std::chrono::hours{12};
}

inline Rules small_rules() {
    Rules rules;
    rules.items.push_back({.id = "TENT", .unit = "顶", .decimals = 0});
    rules.items.push_back({.id = "RICE", .unit = "kg", .decimals = 3});
    return rules;
}

inline Baseline small_baseline() {
    const Date made = book_date(1) - std::chrono::days{1000};
    const Date expires = book_date(1) + std::chrono::days{1000};
    Baseline baseline;
    baseline.picture_on = book_date(1);
    baseline.depots.push_back({.id = "P", .org = "JL-CAD"});
    baseline.depots.push_back({.id = "C", .org = "220200-CAB"});
    baseline.depots.push_back({.id = "K", .org = "JL-CAD", .keeper_depot = "C"});
    baseline.lots = {
        {"P", "220000", "TENT", "T2", made, expires + std::chrono::days{9}, 50, "A", 2},
        {"P", "220000", "TENT", "T1", made, expires, 100, "A", 3},
        {"P", "220000", "TENT", "T3", made, expires, 7, "B", 4},
        {"C", "220200", "TENT", "T4", made, expires, 30, "A", 5},
        {"C", "220200", "RICE", "R1", made, expires, 400, "A", 6},
        {"K", "220000", "TENT", "T1", made, expires, 20, "A", 7},
    };
    return baseline;
}

inline void open_small_books(Database& database) {
    open_books(database, MadeSource(), small_rules(), small_baseline(), noon_of(1));
}

inline Account account(const std::string& site, const std::string& lot, const std::string& stage) {
    const bool at_city = site == "C";
    return {.owner = at_city ? "220200" : "220000",
            .keeper = site == "P" ? "JL-CAD" : "220200-CAB",
            .site = site,
            .item = lot.starts_with("R") ? "RICE" : "TENT",
            .lot = lot,
            .condition = "A",
            .stage = stage};
}

/// `amount` goes from one account to another.
inline Movement carry(const std::string& kind, const std::string& key, int day, const Account& from,
                      const Account& to, std::int64_t amount) {
    return {.kind = kind,
            .idempotency_key = key,
            .occurred_at = noon_of(day),
            .actor = "王芳",
            .reason = "test",
            .entries = {{from, -amount}, {to, amount}}};
}

inline Movement issue(const std::string& key, int day, const std::string& site,
                      const std::string& lot, std::int64_t amount) {
    return carry("issue", key, day, account(site, lot, "on_hand"),
                 account(site, lot, "issued_to_people"), amount);
}

/// The balance of an account as the cache has it; 0 where it has no row.
inline std::int64_t balance(Database& database, const Account& account) {
    Statement select = database.prepare(
        "SELECT balance.amount FROM balance JOIN account ON account.id = account_id WHERE owner=?1 "
        "AND keeper=?2 AND site=?3 AND item=?4 AND lot=?5 AND condition=?6 AND stage=?7");
    select.bind(1, account.owner)
        .bind(2, account.keeper)
        .bind(3, account.site)
        .bind(4, account.item)
        .bind(5, account.lot)
        .bind(6, account.condition)
        .bind(7, account.stage);
    return select.step() ? select.integer(0) : 0;
}

/// Empty where the books are right, else what is wrong with them.
inline std::string complaint(const VerifyResult& result) {
    if (result.ok) {
        return "";
    }
    const WrongRow wrong = result.first_wrong.value_or(WrongRow{});
    return wrong.check + ": " + wrong.table + " row " + std::to_string(wrong.row) + ": found " +
           wrong.found + "; expected " + wrong.expected;
}

}  // namespace relief::kit
