// SPDX-License-Identifier: Apache-2.0
#include "core/time.h"
#include "reserves/ledger/books_rows.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <tuple>

#include <fmt/format.h>

namespace relief {
namespace {

/// Sums of sums must not wrap around unseen.
__extension__ typedef __int128 Wide;  // NOLINT(modernize-use-using): no using for extensions

using SumKey = std::tuple<std::string_view, std::string_view, std::string_view>;

SumKey sum_key(const Account& account) {
    return {account.item, account.lot, account.owner};
}

std::string describe(const SumKey& key) {
    return fmt::format("item {}, lot {}, owner {}", std::get<0>(key), std::get<1>(key),
                       std::get<2>(key));
}

std::string show(Wide amount) {
    return fmt::to_string(amount);
}

WrongRow wrong(std::string table, std::int64_t row, std::string check, std::string found,
               std::string expected) {
    return {.table = std::move(table),
            .row = row,
            .check = std::move(check),
            .found = std::move(found),
            .expected = std::move(expected)};
}

std::optional<WrongRow> non_zero(const std::map<SumKey, Wide>& sums, const std::string& check,
                                 std::int64_t row) {
    for (const auto& [key, sum] : sums) {
        if (sum != 0) {
            return wrong("movement", row, check,
                         fmt::format("{}: a sum of {}", describe(key), show(sum)), "0");
        }
    }
    return std::nullopt;
}

std::string day_text(std::int64_t day) {
    return format_date(Date{std::chrono::days{day}});
}

/// Net change of each real account on each day; the order of the map is the order of time.
using DayNets = std::map<std::pair<std::int64_t, std::int64_t>, Wide>;

DayNets net_by_day(const BooksRows& rows) {
    DayNets nets;
    for (const PostedEntry& entry : rows.entries) {
        if (is_real_stage(rows.accounts.at(entry.account).stage)) {
            nets[{entry.account, entry.day}] += entry.amount;
        }
    }
    return nets;
}

std::optional<WrongRow> negative_by_posting(const BooksRows& rows) {
    std::map<std::int64_t, Wide> balances;
    const auto& entries = rows.entries;
    for (std::size_t first = 0; first < entries.size();) {
        std::size_t end = first;
        for (; end < entries.size() && entries[end].movement == entries[first].movement; ++end) {
            balances[entries[end].account] += entries[end].amount;
        }
        for (; first < end; ++first) {
            const std::int64_t account = entries[first].account;
            if (balances[account] < 0 && is_real_stage(rows.accounts.at(account).stage)) {
                return wrong("movement", entries[first].movement, "I3_not_negative",
                             fmt::format("account {} at {}", account, show(balances[account])),
                             "at least 0");
            }
        }
    }
    return std::nullopt;
}

std::optional<WrongRow> negative_by_day(const BooksRows& rows) {
    std::int64_t account = 0;
    Wide balance = 0;
    for (const auto& [key, net] : net_by_day(rows)) {
        balance = key.first == account ? balance + net : net;
        account = key.first;
        if (balance < 0) {
            return wrong("account", account, "I3_not_negative",
                         fmt::format("{} on {}", show(balance), day_text(key.second)),
                         "at least 0");
        }
    }
    return std::nullopt;
}

std::optional<WrongRow> check_totals(Database& database, const BooksRows& rows,
                                     std::int64_t& checked) {
    std::map<std::int64_t, Wide> fold;
    for (const PostedEntry& entry : rows.entries) {
        fold[entry.account] += entry.amount;
    }
    Statement select = database.prepare("SELECT account_id, amount FROM balance ORDER BY 1");
    auto expected = fold.begin();
    while (select.step()) {
        const std::int64_t account = select.integer(0);
        if (expected == fold.end() || account < expected->first) {
            return wrong("balance", account, "I4_balances",
                         fmt::format("amount {}", select.integer(1)), "no row");
        }
        if (account > expected->first) {
            break;
        }
        if (select.integer(1) != expected->second) {
            return wrong("balance", account, "I4_balances",
                         fmt::format("amount {}", select.integer(1)),
                         fmt::format("amount {}", show(expected->second)));
        }
        ++expected;
        ++checked;
    }
    if (expected != fold.end()) {
        return wrong("balance", expected->first, "I4_balances", "no row",
                     fmt::format("amount {}", show(expected->second)));
    }
    return std::nullopt;
}

std::optional<WrongRow> check_days(Database& database, const BooksRows& rows,
                                   std::int64_t& checked) {
    const DayNets nets = net_by_day(rows);
    Statement select =
        database.prepare("SELECT account_id, day, amount FROM balance_day ORDER BY 1, 2");
    auto expected = nets.begin();
    while (select.step()) {
        const std::pair key(select.integer(0), select.integer(1));
        const std::string found =
            fmt::format("amount {} on {}", select.integer(2), day_text(key.second));
        if (expected == nets.end() || key < expected->first) {
            return wrong("balance_day", key.first, "I4_balances", found, "no row");
        }
        if (key > expected->first) {
            break;
        }
        if (select.integer(2) != expected->second) {
            return wrong("balance_day", key.first, "I4_balances", found,
                         fmt::format("amount {}", show(expected->second)));
        }
        ++expected;
        ++checked;
    }
    if (expected != nets.end()) {
        return wrong("balance_day", expected->first.first, "I4_balances", "no row",
                     fmt::format("amount {} on {}", show(expected->second),
                                 day_text(expected->first.second)));
    }
    return std::nullopt;
}

}  // namespace

std::optional<WrongRow> check_sum_zero(const BooksRows& rows) {
    const auto& entries = rows.entries;
    for (std::size_t first = 0; first < entries.size();) {
        const std::int64_t movement = entries[first].movement;
        std::map<SumKey, Wide> sums;
        for (; first < entries.size() && entries[first].movement == movement; ++first) {
            sums[sum_key(rows.accounts.at(entries[first].account))] += entries[first].amount;
        }
        if (auto found = non_zero(sums, "I1_sum_zero", movement)) {
            return found;
        }
    }
    return std::nullopt;
}

std::optional<WrongRow> check_accounts_zero(const BooksRows& rows) {
    std::map<SumKey, Wide> sums;
    for (const PostedEntry& entry : rows.entries) {
        sums[sum_key(rows.accounts.at(entry.account))] += entry.amount;
    }
    return non_zero(sums, "I2_accounts_zero", rows.movements);
}

std::optional<WrongRow> check_not_negative(const BooksRows& rows) {
    if (auto found = negative_by_posting(rows)) {
        return found;
    }
    return negative_by_day(rows);
}

std::optional<WrongRow> check_balances(Database& database, const BooksRows& rows,
                                       std::int64_t& checked) {
    if (auto found = check_totals(database, rows, checked)) {
        return found;
    }
    return check_days(database, rows, checked);
}

}  // namespace relief
