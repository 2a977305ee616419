// SPDX-License-Identifier: Apache-2.0
#include "reserves/duty/due_goods.h"

#include "core/quantity.h"
#include "reserves/duty/call.h"
#include "reserves/ledger/hold.h"

#include <chrono>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::chrono::days lot_notice{90};
constexpr std::chrono::hours hold_notice{2};
constexpr std::chrono::hours call_answer{1};

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
    // The last second of the last day of use.
    const Instant due =
        beijing_midnight(lot.expires_on + std::chrono::days{1}) - std::chrono::seconds{1};
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
            .overdue = past};
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
                              lot.lot_state)};
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

std::vector<DueItem> due_holds(Database& database, const Rules& rules, Instant now) {
    std::vector<DueItem> items;
    for (const OpenHold& hold : open_holds(database, now)) {
        if (hold.deadline > now + hold_notice) {
            continue;
        }
        const std::string amount = amount_text(rules, hold.item, hold.amount);
        items.push_back(
            {.kind = "hold",
             .subject = fmt::format("{} {} {}", hold.document, hold.site, hold.lot),
             .due = hold.deadline,
             .who = hold.keeper,
             .zh = fmt::format("为单据 {} 预留的 {} {} 即将到时放开", hold.document,
                               name_of(rules, hold.item, true), amount),
             .en = fmt::format("{} {} held for document {} are about to be free again", amount,
                               name_of(rules, hold.item, false), hold.document)});
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
