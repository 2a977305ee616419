// SPDX-License-Identifier: Apache-2.0
#include "reserves/ledger/lot_state.h"

#include "core/error.h"
#include "reserves/ledger/hold.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace relief {
namespace {

Date last_day_of_use(Database& database, const std::string& item, const std::string& lot) {
    Statement select = database.prepare("SELECT expires_on FROM lot WHERE lot = ?1 AND item = ?2");
    select.bind(1, lot).bind(2, item);
    const bool is_there = select.step();
    const std::optional<Date> day = is_there ? parse_date(select.text(0)) : std::nullopt;
    if (!day) {
        throw bad_input({.code = is_there ? "db.damaged" : "ledger.lot",
                         .message = is_there ? "a date of a lot is broken" : "there is no such lot",
                         .field = "lot",
                         .found = fmt::format("{} {}", item, lot),
                         .expected = "a lot of the books"});
    }
    return *day;
}

}  // namespace

std::string state_of_lot(Database& database, const std::string& item, const std::string& lot) {
    Statement select = database.prepare(
        "SELECT state FROM lot_state WHERE lot = ?1 AND item = ?2 ORDER BY id DESC LIMIT 1");
    select.bind(1, lot).bind(2, item);
    return select.step() ? select.text(0) : "good";
}

std::map<std::pair<std::string, std::string>, std::string> lots_not_good(Database& database) {
    Statement select = database.prepare(
        "SELECT item, lot, state FROM lot_state WHERE id IN "
        "(SELECT max(id) FROM lot_state GROUP BY lot, item) AND state <> 'good'");
    std::map<std::pair<std::string, std::string>, std::string> states;
    while (select.step()) {
        states.emplace(std::pair(select.text(0), select.text(1)), select.text(2));
    }
    return states;
}

std::string why_unusable(Database& database, const std::string& item, const std::string& lot,
                         Date on) {
    if (last_day_of_use(database, item, lot) < on) {
        return "expired";
    }
    std::string state = state_of_lot(database, item, lot);
    return state == "good" ? "" : state;
}

std::vector<ShortDocument> set_lot_state(Change& change, const std::string& item,
                                         const std::string& lot, const std::string& state,
                                         const std::string& reason) {
    Database& database = change.database();
    if (std::find(lot_states.begin(), lot_states.end(), state) == lot_states.end()) {
        throw bad_input({.code = "lot.state",
                         .message = "there is no such state of a lot",
                         .field = "state",
                         .found = state,
                         .expected = fmt::format("{}", fmt::join(lot_states, ", "))});
    }
    (void)last_day_of_use(database, item, lot);
    if (state_of_lot(database, item, lot) == state) {
        throw refused({.code = "lot.same",
                       .message = "the lot is in that state already",
                       .field = fmt::format("{} {}", item, lot),
                       .found = state,
                       .expected = "another state"});
    }
    const Instant now = change.request().recorded_at;
    change.insert("lot_state", {{"item", item},
                                {"lot", lot},
                                {"state", state},
                                {"at", seconds_of(now)},
                                {"reason", reason}});
    std::vector<ShortDocument> shorts;
    for (const OpenHold& hold : open_holds(database, now)) {
        if (state != "good" && hold.item == item && hold.lot == lot) {
            end_hold(change, hold.id, HoldEnd::voided);
            shorts.push_back({hold.document, hold.line, hold.site, hold.amount});
        }
    }
    return shorts;
}

}  // namespace relief
