// SPDX-License-Identifier: Apache-2.0
#include "reserves/duty/due_goods.h"

#include "core/quantity.h"
#include "reserves/duty/call.h"
#include "reserves/ledger/hold.h"

#include <algorithm>
#include <chrono>
#include <map>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::chrono::days lot_notice{90};
constexpr std::chrono::hours hold_notice{2};
constexpr std::chrono::hours call_answer{1};
constexpr std::chrono::days count_notice{30};

/// reserves.md M8: every lot is counted within twelve months.
Date year_after(Date day) {
    const std::chrono::year_month_day date{day};
    const std::chrono::year_month_day next = date + std::chrono::years{1};
    return next.ok() ? Date{next} : Date{next.year() / next.month() / std::chrono::last};
}

/// Lots of a site nobody has counted for long.
struct NotCounted {
    int count = 0;
    Date oldest;
};

std::string amount_text(const Rules& rules, const std::string& item, std::int64_t amount) {
    const Item* known = rules.item(item);
    return known == nullptr ? fmt::format("{}", amount)
                            : format_quantity({.amount = amount, .decimals = known->decimals}) +
                                  " " + known->unit;
}

std::string name_of(const Rules& rules, const std::string& item, bool zh) {
    const Item* known = rules.item(item);
    return known == nullptr ? item : (zh ? known->name_zh : known->name_en);
}

DueItem expiring(const AvailableLot& lot, const Rules& rules, Instant now) {
    const Instant due = end_of_day(lot.expires_on);
    const std::string amount = amount_text(rules, lot.item, lot.on_hand);
    const bool past = due < now;
    const std::string day = format_date(lot.expires_on);
    return {.kind = "lot_expiring",
            .subject = fmt::format("{} {}", lot.site, lot.lot),
            .due = due,
            .who = lot.keeper,
            .zh = fmt::format("{} {} {} {}", name_of(rules, lot.item, true), amount, day,
                              past ? "已过期，须下架待报废" : "到期，须先发或轮换"),
            .en = fmt::format("{} {} {} {}", name_of(rules, lot.item, false), amount,
                              past ? "expired on" : "to be used or rotated by", day),
            .overdue = past,
            .site = lot.site};
}

DueItem stopped(const AvailableLot& lot, const Rules& rules) {
    const std::string amount = amount_text(rules, lot.item, lot.on_hand);
    return {.kind = "lot_recalled",
            .subject = fmt::format("{} {}", lot.site, lot.lot),
            .due = {},
            .who = lot.keeper,
            .zh = fmt::format("{} {} 不可动用：{}", name_of(rules, lot.item, true), amount,
                              lot.lot_state),
            .en = fmt::format("{} {} not to be used: {}", name_of(rules, lot.item, false), amount,
                              lot.lot_state),
            .site = lot.site};
}

}  // namespace

std::vector<DueItem> due_lots(Database& database, const Rules& rules, Instant now) {
    std::vector<DueItem> items;
    const Date last = beijing_date(now) + lot_notice;
    for (const AvailableLot& lot : available_lots(database, {.at = now})) {
        if (lot.on_hand == 0) {
            continue;
        }
        if (lot.why_not == lot.lot_state) {
            items.push_back(stopped(lot, rules));
        }
        if (lot.expires_on <= last) {
            items.push_back(expiring(lot, rules, now));
        }
    }
    return items;
}

std::vector<DueItem> due_counts(Database& database, Instant now) {
    std::map<std::string, NotCounted> sites;
    const Instant soon = now + count_notice;
    Statement select = database.prepare(
        "SELECT a.site, (SELECT max(c.counted_at) FROM count_assertion AS c WHERE c.account_id = "
        "a.id AND (SELECT state FROM document_step WHERE document_id = c.document_id ORDER BY id "
        "DESC LIMIT 1) <> 'reversed'), (SELECT min(day) FROM balance_day WHERE account_id = a.id) "
        "FROM account AS a JOIN balance AS b ON b.account_id = a.id WHERE a.stage = 'on_hand' AND "
        "b.amount > 0 ORDER BY a.site, a.id");
    while (select.step()) {
        const Date since = select.is_null(1) ? date_of(select.integer(2))
                                             : beijing_date(instant_of(select.integer(1)));
        const Instant due = end_of_day(year_after(since));
        if (due > soon) {
            continue;
        }
        NotCounted& site = sites[select.text(0)];
        site.oldest = site.count == 0 ? since : std::min(site.oldest, since);
        ++site.count;
    }
    std::vector<DueItem> items;
    for (const auto& [site, told] : sites) {
        const Instant due = end_of_day(year_after(told.oldest));
        items.push_back(
            {.kind = "count",
             .subject = site,
             .due = due,
             .who = site,
             .zh = fmt::format("{} 个批次满 12 个月未盘点（最早 {}），须盘点", told.count,
                               format_date(told.oldest)),
             .en = fmt::format("{} lots are not counted for twelve months (the oldest since {})",
                               told.count, format_date(told.oldest)),
             .overdue = is_overdue(due, now),
             .site = site});
    }
    return items;
}

std::vector<DueItem> due_holds(Database& database, const Rules& rules, Instant now) {
    std::vector<DueItem> items;
    for (const OpenHold& hold : open_holds(database, now)) {
        if (hold.deadline > now + hold_notice) {
            continue;
        }
        const std::string amount = amount_text(rules, hold.item, hold.amount);
        items.push_back({.kind = "hold",
                         .subject = fmt::format("{} {} {}", hold.document, hold.site, hold.lot),
                         .due = hold.deadline,
                         .who = hold.keeper,
                         .zh = fmt::format("为单据 {} 预留的 {} {} 即将到时放开", hold.document,
                                           name_of(rules, hold.item, true), amount),
                         .en = fmt::format("{} {} held for document {} are about to be free again",
                                           amount, name_of(rules, hold.item, false), hold.document),
                         .site = hold.site});
    }
    return items;
}

std::vector<DueItem> due_calls(Database& database, Instant now) {
    std::vector<DueItem> items;
    for (const PhoneCall& call : read_calls(database)) {
        if (call.lines.empty() || !documents_of_call(database, call.id).empty()) {
            continue;
        }
        const Instant due = call.at + call_answer;
        items.push_back(
            {.kind = "call",
             .subject = fmt::format("call {}", call.id),
             .due = due,
             .who = call.officer,
             .zh = fmt::format("{}（{}）来电要物资，还没有立调拨申请", call.caller, call.phone),
             .en = fmt::format("{} ({}) asked for goods; no application yet", call.caller,
                               call.phone),
             .overdue = is_overdue(due, now)});
    }
    return items;
}

}  // namespace relief
