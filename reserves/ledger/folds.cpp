// SPDX-License-Identifier: Apache-2.0
#include "core/time.h"
#include "reserves/ledger/books_rows.h"

#include <algorithm>
#include <chrono>
#include <limits>

#include <fmt/format.h>

namespace relief {
namespace {

std::string describe(const BooksRows& rows, const SumGroup& group) {
    const LotRow& lot = rows.lots.at(group.lot).row;
    return fmt::format("item {}, lot {}, owner {}", lot.item, lot.lot, rows.owners.at(group.owner));
}

std::string show(Wide amount) {
    return fmt::to_string(amount);
}

WrongRow wrong_sum(const BooksRows& rows, std::size_t group, Wide sum, const std::string& check,
                   std::int64_t row) {
    return wrong_row(
        "movement", row, check,
        fmt::format("{}: a sum of {}", describe(rows, rows.sum_groups.at(group)), show(sum)), "0");
}

std::string day_text(std::int64_t day) {
    return format_date(Date{std::chrono::days{day}});
}

/// A sum that does not fit is not in the books either, whose columns have this size: any other
/// figure shows it.
std::int64_t add_up(std::int64_t a, std::int64_t b) {
    std::int64_t sum = 0;
    return __builtin_add_overflow(a, b, &sum) ? std::numeric_limits<std::int64_t>::min() : sum;
}

}  // namespace

Folds::Folds(const BooksRows& rows)
    : rows_(rows),
      balances_(rows.accounts.size()),
      has_entries_(rows.accounts.size()),
      group_totals_(rows.sum_groups.size()) {}

Folds::Folds(const BooksRows& rows, const std::vector<std::int64_t>& balances) : Folds(rows) {
    std::copy(balances.begin(), balances.end(), balances_.begin());
}

void Folds::add(std::int64_t movement, std::int64_t day, const std::vector<ProvenEntry>& entries) {
    ++movements_;
    entries_ += static_cast<std::int64_t>(entries.size());
    add_to_sums(movement, entries);
    for (const ProvenEntry& entry : entries) {
        balances_[entry.account] += entry.amount;
        has_entries_[entry.account] = true;
        if (rows_.accounts[entry.account].is_real) {
            days_.push_back({.account = static_cast<std::uint32_t>(entry.account),
                             .day = static_cast<std::int32_t>(day),
                             .amount = entry.amount});
        }
    }
    if (negative_) {
        return;
    }
    for (const ProvenEntry& entry : entries) {
        const AccountRow& account = rows_.accounts[entry.account];
        if (account.is_real && balances_[entry.account] < 0) {
            negative_ = wrong_row(
                "movement", movement, "I3_not_negative",
                fmt::format("account {} at {}", account.id, show(balances_[entry.account])),
                "at least 0");
            return;
        }
    }
}

/// A movement touches few groups: a list that is looked through is quicker than a map.
void Folds::add_to_sums(std::int64_t movement, const std::vector<ProvenEntry>& entries) {
    sums_.clear();
    for (const ProvenEntry& entry : entries) {
        const std::size_t group = rows_.accounts[entry.account].group;
        group_totals_[group] += entry.amount;
        // Most lines of a document stand beside the line they balance.
        const auto at = std::find_if(sums_.rbegin(), sums_.rend(),
                                     [&](const auto& sum) { return sum.first == group; });
        if (at == sums_.rend()) {
            sums_.emplace_back(group, entry.amount);
        } else {
            at->second += entry.amount;
        }
    }
    if (unbalanced_) {
        return;
    }
    std::sort(sums_.begin(), sums_.end());
    for (const auto& [group, sum] : sums_) {
        if (sum != 0) {
            unbalanced_ = wrong_sum(rows_, group, sum, "I1_sum_zero", movement);
            return;
        }
    }
}

/// Brings them together: one for each account and day, in the order of both.
void Folds::sort_days() {
    if (days_sorted_) {
        return;
    }
    days_sorted_ = true;
    std::sort(days_.begin(), days_.end(), [](const DayChange& a, const DayChange& b) {
        return std::pair(a.account, a.day) < std::pair(b.account, b.day);
    });
    std::size_t kept = 0;
    for (std::size_t at = 0; at < days_.size(); ++at) {
        if (kept > 0 && days_[kept - 1].account == days_[at].account &&
            days_[kept - 1].day == days_[at].day) {
            days_[kept - 1].amount = add_up(days_[kept - 1].amount, days_[at].amount);
        } else {
            days_[kept++] = days_[at];
        }
    }
    days_.resize(kept);
}

std::optional<WrongRow> Folds::negative_by_day() {
    sort_days();
    Wide balance = 0;
    for (std::size_t at = 0; at < days_.size(); ++at) {
        const bool same = at > 0 && days_[at - 1].account == days_[at].account;
        balance = same ? balance + days_[at].amount : Wide{days_[at].amount};
        if (balance < 0) {
            return wrong_row("account", rows_.accounts[days_[at].account].id, "I3_not_negative",
                             fmt::format("{} on {}", show(balance), day_text(days_[at].day)),
                             "at least 0");
        }
    }
    return std::nullopt;
}

std::optional<WrongRow> Folds::check_totals(Database& database, std::int64_t& checked) const {
    Statement select = database.prepare("SELECT account_id, amount FROM balance ORDER BY 1");
    std::size_t expected = 0;
    const auto skip_unused = [&] {
        while (expected < balances_.size() && !has_entries_[expected]) {
            ++expected;
        }
    };
    skip_unused();
    while (select.step()) {
        const std::int64_t account = select.integer(0);
        const std::string found = fmt::format("amount {}", select.integer(1));
        if (expected == balances_.size() || account < rows_.accounts[expected].id) {
            return wrong_row("balance", account, "I4_balances", found, "no row");
        }
        if (account > rows_.accounts[expected].id) {
            break;
        }
        if (select.integer(1) != balances_[expected]) {
            return wrong_row("balance", account, "I4_balances", found,
                             fmt::format("amount {}", show(balances_[expected])));
        }
        ++expected;
        ++checked;
        skip_unused();
    }
    if (expected != balances_.size()) {
        return wrong_row("balance", rows_.accounts[expected].id, "I4_balances", "no row",
                         fmt::format("amount {}", show(balances_[expected])));
    }
    return std::nullopt;
}

std::optional<WrongRow> Folds::check_days(Database& database, std::int64_t& checked) {
    sort_days();
    Statement select =
        database.prepare("SELECT account_id, day, amount FROM balance_day ORDER BY 1, 2");
    const auto key_of = [&](const DayChange& change) {
        return std::pair(rows_.accounts[change.account].id, std::int64_t{change.day});
    };
    auto expected = days_.begin();
    while (select.step()) {
        const std::pair key(select.integer(0), select.integer(1));
        const std::int64_t amount = select.integer(2);
        const auto found = [&] {
            return fmt::format("amount {} on {}", amount, day_text(key.second));
        };
        if (expected == days_.end() || key < key_of(*expected)) {
            return wrong_row("balance_day", key.first, "I4_balances", found(), "no row");
        }
        if (key > key_of(*expected)) {
            break;
        }
        if (amount != expected->amount) {
            return wrong_row("balance_day", key.first, "I4_balances", found(),
                             fmt::format("amount {}", expected->amount));
        }
        ++expected;
        ++checked;
    }
    if (expected != days_.end()) {
        return wrong_row(
            "balance_day", key_of(*expected).first, "I4_balances", "no row",
            fmt::format("amount {} on {}", expected->amount, day_text(key_of(*expected).second)));
    }
    return std::nullopt;
}

std::optional<WrongRow> Folds::check_sum_zero() const {
    return unbalanced_;
}

std::optional<WrongRow> Folds::check_accounts_zero() const {
    for (std::size_t group = 0; group < group_totals_.size(); ++group) {
        if (group_totals_[group] != 0) {
            return wrong_sum(rows_, group, group_totals_[group], "I2_accounts_zero", movements_);
        }
    }
    return std::nullopt;
}

std::optional<WrongRow> Folds::check_not_negative() {
    return negative_ ? negative_ : negative_by_day();
}

std::optional<WrongRow> Folds::check_balances(Database& database, std::int64_t& checked) {
    if (auto found = check_totals(database, checked)) {
        return found;
    }
    return check_days(database, checked);
}

}  // namespace relief
