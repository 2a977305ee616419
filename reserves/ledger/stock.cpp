// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "reserves/ledger/ledger.h"

#include <utility>

namespace relief {
namespace {

Date read_date(Database& database, const std::string& text) {
    const std::optional<Date> date = parse_date(text);
    if (!date) {
        throw bad_input({.code = "db.damaged",
                         .message = "a date of a lot is broken",
                         .file = database.file().string(),
                         .field = "lot",
                         .found = text,
                         .expected = "a date; relief verify names the row"});
    }
    return *date;
}

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

StockView read_stock(Database& database, const Rules& rules) {
    Statement select = database.prepare(
        "SELECT account.site, account.item, account.lot, account.owner, lot.made_on, "
        "       lot.expires_on, sum(balance.amount) "
        "FROM balance JOIN account ON account.id = balance.account_id "
        "             JOIN lot ON lot.lot = account.lot AND lot.item = account.item "
        "WHERE account.stage = 'on_hand' AND account.condition = 'A' AND balance.amount <> 0 "
        "GROUP BY account.site, account.item, lot.expires_on, account.lot, account.owner "
        "ORDER BY account.site, account.item, lot.expires_on, account.lot, account.owner");
    StockView view;
    while (select.step()) {
        LotStock stock{.depot = select.text(0),
                       .item = select.text(1),
                       .lot = select.text(2),
                       .owner = select.text(3),
                       .made_on = read_date(database, select.text(4)),
                       .expires_on = read_date(database, select.text(5)),
                       .available = 0};
        const int decimals = decimals_of(rules, database, stock.item);
        stock.available = whole_units({.amount = select.integer(6), .decimals = decimals});
        if (stock.available > 0) {
            view.lots.push_back(std::move(stock));
        }
    }
    return view;
}

}  // namespace relief
