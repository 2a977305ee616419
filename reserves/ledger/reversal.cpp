// SPDX-License-Identifier: Apache-2.0
#include "reserves/ledger/reversal.h"

#include "core/error.h"
#include "reserves/ledger/change_posting.h"

#include <utility>
#include <vector>

#include <fmt/format.h>

namespace relief {
namespace {

std::vector<Entry> negated_entries(Database& database, std::int64_t movement) {
    Statement select = database.prepare(
        "SELECT owner, keeper, site, item, lot, condition, stage, amount FROM entry "
        "JOIN account ON account.id = entry.account_id WHERE movement_id = ?1 ORDER BY line");
    select.bind(1, movement);
    std::vector<Entry> entries;
    while (select.step()) {
        entries.push_back({.account = {.owner = select.text(0),
                                       .keeper = select.text(1),
                                       .site = select.text(2),
                                       .item = select.text(3),
                                       .lot = select.text(4),
                                       .condition = select.text(5),
                                       .stage = select.text(6)},
                           .amount = -select.integer(7)});
    }
    return entries;
}

bool is_reversal(Database& database, std::int64_t movement) {
    Statement select = database.prepare("SELECT 1 FROM reversal WHERE reversed_by = ?1");
    select.bind(1, movement);
    return select.step();
}

}  // namespace

std::optional<std::int64_t> reversal_of(Database& database, std::int64_t movement) {
    Statement select = database.prepare("SELECT reversed_by FROM reversal WHERE movement_id = ?1");
    select.bind(1, movement);
    return select.step() ? std::optional(select.integer(0)) : std::nullopt;
}

std::int64_t reverse_movement(Change& change, std::int64_t movement, const std::string& reason) {
    Database& database = change.database();
    std::vector<Entry> entries = negated_entries(database, movement);
    if (entries.empty()) {
        throw bad_input({.code = "ledger.movement",
                         .message = "there is no such movement",
                         .field = "movement",
                         .found = fmt::format("{}", movement)});
    }
    const std::optional<std::int64_t> earlier = reversal_of(database, movement);
    if (earlier || is_reversal(database, movement)) {
        throw refused({.code = "ledger.reversed",
                       .message = earlier ? "the movement has been reversed already"
                                          : "a reversal is not reversed",
                       .field = fmt::format("movement {}", movement),
                       .found = earlier ? fmt::format("reversed by movement {}", *earlier)
                                        : std::string("a reversal"),
                       .expected = "a movement that stands; post it anew instead"});
    }
    const std::int64_t id = post_in(change, "reversal", reason, std::move(entries));
    change.insert("reversal", {{"movement_id", movement}, {"reversed_by", id}});
    return id;
}

}  // namespace relief
