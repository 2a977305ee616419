// SPDX-License-Identifier: Apache-2.0
#include "reserves/report/period.h"

#include "reserves/ledger/ledger.h"

#include <chrono>
#include <map>
#include <string_view>
#include <utility>

namespace relief {
namespace {

using Rows = std::map<std::string, PeriodRow>;

PeriodRow& row_of(Rows& rows, const std::string& item) {
    PeriodRow& row = rows[item];
    row.item = item;
    return row;
}

bool has_left(std::string_view stage) {
    const std::string_view name = stage.substr(0, stage.find('('));
    return name == "in_transit" || name == "at_receiver" || name == "on_loan";
}

/// Opening and closing, from the daily folds of the real accounts.
void add_balances(Database& books, const Period& period, const std::optional<std::string>& site,
                  Rows& rows) {
    Statement select = books.prepare(
        "SELECT a.item, a.stage, sum(CASE WHEN b.day < ?1 THEN b.amount ELSE 0 END), sum(b.amount) "
        "FROM balance_day AS b JOIN account AS a ON a.id = b.account_id WHERE b.day <= ?2 AND "
        "(?3 IS NULL OR a.site = ?3) GROUP BY a.item, a.stage");
    select.bind(1, day_number(period.first)).bind(2, day_number(period.last));
    if (site) {
        select.bind(3, *site);
    }
    while (select.step()) {
        PeriodRow& row = row_of(rows, select.text(0));
        row.opening += select.integer(2);
        row.closing += select.integer(3);
        row.outside += has_left(select.text(1)) ? select.integer(3) : 0;
    }
}

/// What one posting did to an item: how much more there is of it, and what the counter-accounts
/// say of that.
struct Effect {
    std::int64_t net = 0;
    std::int64_t explained = 0;
};

/// `amount` is what the counter-account gave: above 0 it became stock.
void explain(PeriodRow& row, std::string_view stage, std::int64_t amount, Effect& effect) {
    const std::string_view name = stage.substr(0, stage.find('('));
    if (name == "owner_change") {
        return;  // its two sides are one transfer
    }
    effect.explained += amount;
    if (name == "opening") {
        row.opening += amount;
        row.opened = true;
    } else if (name == "purchased") {
        row.bought += amount;
    } else if (name == "from_upper") {
        row.from_upper += amount;
    } else if (name == "donated") {
        row.donated += amount;
    } else if (name == "issued_to_people") {
        (amount > 0 ? row.returned : row.out) += amount > 0 ? amount : -amount;
    } else if (name == "scrapped") {
        row.scrapped -= amount;
    } else if (name == "found" || name == "lost") {
        row.corrected += amount;
    } else {
        row.other += amount;
    }
}

/// What no counter-account explains came from another site, or went there.
void end_posting(PeriodRow& row, const Effect& effect) {
    const std::int64_t moved = effect.net - effect.explained;
    (moved > 0 ? row.from_upper : row.out) += moved > 0 ? moved : -moved;
}

void add_flows(Database& books, const Period& period, const std::optional<std::string>& site,
               Rows& rows) {
    Statement select = books.prepare(
        "SELECT m.id, a.item, a.stage, sum(e.amount) FROM movement AS m JOIN entry AS e ON "
        "e.movement_id = m.id JOIN account AS a ON a.id = e.account_id WHERE m.occurred_at >= ?1 "
        "AND m.occurred_at < ?2 AND (?3 IS NULL OR a.site = ?3) GROUP BY m.id, a.item, a.stage "
        "ORDER BY m.id, a.item, a.stage");
    select.bind(1, seconds_of(beijing_midnight(period.first)))
        .bind(2, seconds_of(beijing_midnight(period.last + std::chrono::days{1})));
    if (site) {
        select.bind(3, *site);
    }
    std::pair<std::int64_t, std::string> at;
    Effect effect;
    while (select.step()) {
        std::pair<std::int64_t, std::string> here(select.integer(0), select.text(1));
        if (here != at) {
            if (at.first != 0) {
                end_posting(rows[at.second], effect);
            }
            at = std::move(here);
            effect = {};
        }
        PeriodRow& row = row_of(rows, at.second);
        const std::string stage = select.text(2);
        if (is_real_stage(stage)) {
            effect.net += select.integer(3);
        } else {
            explain(row, stage, -select.integer(3), effect);
        }
    }
    if (at.first != 0) {
        end_posting(rows[at.second], effect);
    }
}

bool is_empty(const PeriodRow& row) {
    return row.opening == 0 && row.closing == 0 && row.in() == 0 && row.gone() == 0;
}

}  // namespace

std::int64_t PeriodRow::in() const {
    return bought + from_upper + donated + returned + (corrected > 0 ? corrected : 0) +
           (other > 0 ? other : 0);
}

std::int64_t PeriodRow::gone() const {
    return out + scrapped - (corrected < 0 ? corrected : 0) - (other < 0 ? other : 0);
}

std::vector<PeriodRow> period_rows(Database& books, Date first, Date last,
                                   const std::optional<std::string>& site) {
    Rows rows;
    const Period period{.first = first, .last = last};
    add_balances(books, period, site, rows);
    add_flows(books, period, site, rows);
    std::vector<PeriodRow> list;
    for (auto& [item, row] : rows) {
        if (!is_empty(row)) {
            list.push_back(std::move(row));
        }
    }
    return list;
}

Period ten_days_of(Date day) {
    const std::chrono::year_month_day date{day};
    const unsigned number = static_cast<unsigned>(date.day());
    if (number == 1 || number == 11 || number == 21) {
        day -= std::chrono::days{1};
    }
    const std::chrono::year_month_day last{day};
    const unsigned of_month = static_cast<unsigned>(last.day());
    const unsigned begin = of_month <= 10 ? 1 : of_month <= 20 ? 11 : 21;
    return {.first = Date{last.year() / last.month() / std::chrono::day{begin}}, .last = day};
}

Period year_up_to(Date day) {
    const std::chrono::year_month_day date{day};
    const bool is_january = date.month() == std::chrono::January;
    const std::chrono::year year = is_january ? date.year() - std::chrono::years{1} : date.year();
    return {.first = Date{year / std::chrono::January / 1},
            .last = is_january ? Date{year / std::chrono::December / 31} : day};
}

}  // namespace relief
