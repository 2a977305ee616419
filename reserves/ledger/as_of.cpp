// SPDX-License-Identifier: Apache-2.0
#include "reserves/ledger/as_of.h"

#include "reserves/ledger/proof.h"
#include "reserves/ledger/record.h"
#include "reserves/ledger/rows.h"
#include "reserves/ledger/stock_day.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::int64_t day_seconds = 86'400;
/// Beyond so many movements since the last full proof its stock days are not worth their while.
constexpr std::int64_t movements_since_max = 20'000;

/// An amount for each account, by its number.
class Amounts {
  public:
    explicit Amounts(std::vector<std::int64_t> start = {}) : by_account_(std::move(start)) {}

    void add(std::int64_t account, std::int64_t amount) {
        const auto at = static_cast<std::size_t>(account) - 1;
        if (at >= by_account_.size()) {
            by_account_.resize(at + 1);
        }
        by_account_[at] += amount;
    }
    [[nodiscard]] std::int64_t of(std::int64_t account) const {
        const auto at = static_cast<std::size_t>(account) - 1;
        return at < by_account_.size() ? by_account_[at] : 0;
    }

  private:
    std::vector<std::int64_t> by_account_;
};

void add_rows(Statement& select, std::int64_t sign, Amounts& amounts) {
    while (select.step()) {
        amounts.add(select.integer(0), sign * select.integer(1));
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

/// The kept day nearest to a moment.
std::int64_t nearest_day(const StockDayHashes& days, std::int64_t day) {
    const auto after = days.lower_bound(day);
    if (after == days.begin()) {
        return after->first;
    }
    const std::int64_t before = std::prev(after)->first;
    return after == days.end() || day - before <= after->first - day ? before : after->first;
}

/// The amounts at a moment from the nearest kept day on (or back); nullopt where none is kept that
/// is of use.
std::optional<Amounts> from_stock_day(Database& database, Instant at) {
    const std::optional<ProvenState> proof = last_proof(database);
    if (!proof || proof->stock_days.empty()) {
        return std::nullopt;
    }
    Statement last = database.prepare("SELECT max(id) FROM movement");
    if (!last.step() || last.integer(0) > proof->movements + movements_since_max) {
        return std::nullopt;
    }
    const std::int64_t day = nearest_day(proof->stock_days, book_day(at));
    auto kept = stock_day_amounts(database, day, proof->stock_days.at(day));
    if (!kept) {
        return std::nullopt;
    }
    Amounts amounts(std::move(*kept));
    const std::int64_t end = seconds_of(beijing_midnight(date_of(day))) + day_seconds - 1;
    Statement since = database.prepare(
        "SELECT account_id, amount FROM movement JOIN entry ON movement_id = movement.id "
        "WHERE movement.id > ?1 AND occurred_at <= ?2");
    since.bind(1, proof->movements).bind(2, end);
    add_rows(since, +1, amounts);
    const std::int64_t moment = seconds_of(at);
    add_between(database, std::min(moment, end), std::max(moment, end), moment > end ? +1 : -1,
                amounts);
    return amounts;
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

/// How the sum of an account is found in its days.
enum class Sum { none, from_the_beginning, back_from_today };

std::string select_accounts(const AsOfQuery& query, Sum sum,
                            std::vector<const std::string*>& values) {
    const std::string_view amount =
        sum == Sum::none ? "?1 * 0"
        : sum == Sum::from_the_beginning
            ? "ifnull((SELECT sum(amount) FROM balance_day "
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

StockAccount read_account(const Statement& select) {
    return {.id = select.integer(0),
            .account = {.owner = select.text(2),
                        .keeper = select.text(3),
                        .site = select.text(4),
                        .item = select.text(5),
                        .lot = select.text(6),
                        .condition = select.text(7),
                        .stage = select.text(8)},
            .made_on = lot_date(select, 9),
            .expires_on = lot_date(select, 10)};
}

/// What happened is known when it has happened and not before (I20): of later days nothing was
/// known then.
Instant last_moment(const AsOfQuery& query) {
    return query.known_by ? std::min(query.occurred_by, *query.known_by) : query.occurred_by;
}

/// The amounts by the days of each account: what `sum` leaves to be added.
Amounts from_days(Database& database, Instant at, Sum sum) {
    const std::int64_t begin = seconds_of(beijing_midnight(beijing_date(at)));
    Amounts amounts;
    if (sum == Sum::from_the_beginning) {
        add_between(database, begin - 1, seconds_of(at), +1, amounts);
    } else {
        add_between(database, seconds_of(at), begin + day_seconds - 1, -1, amounts);
    }
    return amounts;
}

/// The amounts of every account at a moment.
Amounts all_amounts(Database& database, Instant at) {
    if (auto kept = from_stock_day(database, at)) {
        return *std::move(kept);
    }
    const bool early = is_early(database, at);
    Amounts amounts =
        from_days(database, at, early ? Sum::from_the_beginning : Sum::back_from_today);
    Statement today = database.prepare("SELECT account_id, amount FROM balance");
    if (!early) {
        add_rows(today, +1, amounts);
    }
    Statement days =
        database.prepare(early ? "SELECT account_id, amount FROM balance_day WHERE day < ?1"
                               : "SELECT account_id, amount FROM balance_day WHERE day > ?1");
    days.bind(1, book_day(at));
    add_rows(days, early ? +1 : -1, amounts);
    return amounts;
}

std::vector<StockRow> select_rows(Database& database, const AsOfQuery& query, Sum sum,
                                  const Amounts& amounts) {
    std::vector<const std::string*> values;
    Statement select = database.prepare(select_accounts(query, sum, values));
    select.bind(1, book_day(last_moment(query)));
    for (std::size_t i = 0; i < values.size(); ++i) {
        select.bind(static_cast<int>(i + 2), *values[i]);
    }
    std::vector<StockRow> rows;
    while (select.step()) {
        const std::int64_t amount = select.integer(1) + amounts.of(select.integer(0));
        if (amount != 0 && is_real_stage(select.view(8))) {
            StockAccount read = read_account(select);
            rows.push_back({.account = std::move(read.account),
                            .made_on = read.made_on,
                            .expires_on = read.expires_on,
                            .amount = amount});
        }
    }
    return rows;
}

bool is_wanted(const AsOfQuery& query, const Account& account) {
    return (!query.site || *query.site == account.site) &&
           (!query.item || *query.item == account.item) &&
           (!query.lot || *query.lot == account.lot) &&
           (!query.owner || *query.owner == account.owner);
}

auto order_of(const StockAccount& of) {
    const Account& a = of.account;
    return std::tie(a.site, a.item, of.expires_on, a.lot, a.owner, a.keeper, a.condition, a.stage);
}

}  // namespace

std::vector<StockRow> stock_as_of(Database& database, const AsOfQuery& query) {
    std::vector<StockRow> rows;
    database.transaction([&] {
        const Instant at = last_moment(query);
        std::optional<Amounts> amounts = from_stock_day(database, at);
        const Sum sum = amounts                  ? Sum::none
                        : is_early(database, at) ? Sum::from_the_beginning
                                                 : Sum::back_from_today;
        if (!amounts) {
            amounts = from_days(database, at, sum);
        }
        if (query.known_by) {
            forget_later(database, at, *query.known_by, *amounts);
        }
        rows = select_rows(database, query, sum, *amounts);
    });
    return rows;
}

std::vector<PastRow> PastStock::as_of(const AsOfQuery& query) {
    std::vector<PastRow> rows;
    database_->transaction([&] {
        const Instant at = last_moment(query);
        Amounts amounts = all_amounts(*database_, at);
        if (query.known_by) {
            forget_later(*database_, at, *query.known_by, amounts);
        }
        read_new_accounts();
        for (const StockAccount* of : in_order_) {
            const std::int64_t amount = amounts.of(of->id);
            if (amount != 0 && is_wanted(query, of->account)) {
                rows.push_back({.of = of, .amount = amount});
            }
        }
    });
    return rows;
}

void PastStock::read_new_accounts() {
    Statement select = database_->prepare(
        "SELECT account.id, 0, owner, keeper, site, account.item, account.lot, condition, stage, "
        "made_on, expires_on FROM account JOIN lot ON lot.lot = account.lot "
        "AND lot.item = account.item WHERE account.id > ?1 ORDER BY account.id");
    select.bind(1, last_account_);
    const auto before = static_cast<std::ptrdiff_t>(in_order_.size());
    while (select.step()) {
        last_account_ = select.integer(0);
        if (is_real_stage(select.view(8))) {
            in_order_.push_back(&accounts_.emplace_back(read_account(select)));
        }
    }
    const auto earlier = [](const StockAccount* a, const StockAccount* b) {
        return order_of(*a) < order_of(*b);
    };
    std::sort(in_order_.begin() + before, in_order_.end(), earlier);
    std::inplace_merge(in_order_.begin(), in_order_.begin() + before, in_order_.end(), earlier);
}

}  // namespace relief
