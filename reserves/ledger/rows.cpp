// SPDX-License-Identifier: Apache-2.0
#include "reserves/ledger/rows.h"

#include "core/error.h"

#include <optional>

namespace relief {

std::int64_t find_account_id(Database& database, const Account& account) {
    Statement select = database.prepare(
        "SELECT id FROM account WHERE lot = ?1 AND item = ?2 AND stage = ?3 AND site = ?4 "
        "AND condition = ?5 AND owner = ?6 AND keeper = ?7");
    select.bind(1, account.lot)
        .bind(2, account.item)
        .bind(3, account.stage)
        .bind(4, account.site)
        .bind(5, account.condition)
        .bind(6, account.owner)
        .bind(7, account.keeper);
    return select.step() ? select.integer(0) : 0;
}

Date lot_date(const Statement& row, int column) {
    const std::optional<Date> date = parse_date(row.text(column));
    if (!date) {
        throw bad_input({.code = "db.damaged",
                         .message = "a date of a lot is broken",
                         .field = "lot",
                         .found = row.text(column),
                         .expected = "a date; relief verify names the row"});
    }
    return *date;
}

}  // namespace relief
