// SPDX-License-Identifier: Apache-2.0
#include "reserves/document/order_due.h"

#include "reserves/document/order.h"

#include <fmt/format.h>

namespace relief {

std::vector<DueItem> due_papers(Database& database, Instant now) {
    std::vector<DueItem> items;
    for (const PaperDebt& debt : paper_debts(database)) {
        items.push_back(
            {.kind = "papers",
             .subject = debt.number,
             .due = debt.due,
             .who = debt.signer,
             .zh = fmt::format("电话签发（{}），补书面手续", format_short(debt.signed_at)),
             .en = fmt::format("ordered by telephone {}, the papers are owed",
                               format_short(debt.signed_at)),
             .overdue = is_overdue(debt.due, now)});
    }
    return items;
}

std::vector<DueItem> due_goods_debts(Database& database) {
    std::vector<DueItem> items;
    for (const GoodsDebt& debt : goods_debts(database)) {
        if (debt.settled.empty()) {
            items.push_back({.kind = "goods_debt",
                             .subject = fmt::format("{}", debt.id),
                             .who = debt.debtor,
                             .zh = fmt::format("调用 {} 的 {} {}，须补等量物资或资金",
                                               debt.creditor, debt.item, debt.amount),
                             .en = fmt::format("called {} {} of {}: equal goods or money owed",
                                               debt.amount, debt.item, debt.creditor)});
        }
    }
    return items;
}

}  // namespace relief
