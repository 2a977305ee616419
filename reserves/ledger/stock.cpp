// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "reserves/ledger/hold.h"
#include "reserves/ledger/ledger.h"

#include <utility>
#include <vector>

namespace relief {
namespace {

int decimals_of(const Rules& rules, Database& database, const std::string& id) {
    const Item* item = rules.item(id);
    if (item == nullptr) {
        throw bad_input({.code = "item.unknown",
                         .message = "the books hold an item the catalogue does not know",
                         .file = database.file().string(),
                         .field = "item",
                         .found = id,
                         .expected = "an item of rules/item_catalog.csv"});
    }
    return item->decimals;
}

}  // namespace

StockView read_stock(Database& database, const Rules& rules, Instant at) {
    StockView view;
    std::int64_t amount = 0;  // of the last lot of the view, in the books' fixed point
    for (const AvailableLot& row : available_lots(database, {.at = at})) {
        if (!row.why_not.empty() && row.why_not != "expired") {
            continue;
        }
        const bool is_same = !view.lots.empty() && view.lots.back().depot == row.site &&
                             view.lots.back().item == row.item && view.lots.back().lot == row.lot &&
                             view.lots.back().owner == row.owner;
        amount = row.on_hand - row.held + (is_same ? amount : 0);
        const int decimals = decimals_of(rules, database, row.item);
        if (!is_same) {
            view.lots.push_back({.depot = row.site,
                                 .item = row.item,
                                 .lot = row.lot,
                                 .owner = row.owner,
                                 .made_on = row.made_on,
                                 .expires_on = row.expires_on,
                                 .available = 0});
        }
        view.lots.back().available = whole_units({.amount = amount, .decimals = decimals});
    }
    std::erase_if(view.lots, [](const LotStock& lot) { return lot.available <= 0; });
    return view;
}

}  // namespace relief
