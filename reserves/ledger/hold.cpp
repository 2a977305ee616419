// SPDX-License-Identifier: Apache-2.0
#include "reserves/ledger/hold.h"

#include "core/error.h"
#include "reserves/care/hazard.h"
#include "reserves/ledger/lot_state.h"
#include "reserves/ledger/rows.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

std::string_view word_of(HoldEnd how) {
    switch (how) {
        case HoldEnd::posted: return "posted";
        case HoldEnd::voided: return "voided";
        case HoldEnd::expired: return "expired";
    }
    return "";
}

std::string hold_words(const NewHold& hold) {
    return fmt::format("{} {} {} (owner {})", hold.site, hold.item, hold.lot, hold.owner);
}

/// The account on the shelf that has most left of what a hold asks for, and what is left there.
struct HoldShelf {
    std::int64_t account = 0;
    std::int64_t available = 0;
};

HoldShelf best_shelf(Database& database, const NewHold& hold, Instant now) {
    Statement select = database.prepare(
        "SELECT account.id, balance.amount - ifnull((SELECT amount FROM cache_held WHERE "
        "  cache_held.account_id = account.id), 0) + ifnull((SELECT sum(amount) FROM "
        "  cache_open_hold AS late WHERE late.account_id = account.id AND late.deadline < ?5), 0) "
        "FROM account JOIN balance ON balance.account_id = account.id "
        "WHERE lot = ?1 AND item = ?2 AND stage = 'on_hand' AND site = ?3 AND condition = 'A' "
        "AND owner = ?4 ORDER BY 2 DESC, 1 LIMIT 1");
    select.bind(1, hold.lot).bind(2, hold.item).bind(3, hold.site).bind(4, hold.owner);
    select.bind(5, seconds_of(now));
    return select.step() ? HoldShelf{select.integer(0), select.integer(1)} : HoldShelf{};
}

void check_form(const NewHold& hold, Instant now) {
    if (hold.amount < 1) {
        throw refused({.code = "ledger.range",
                       .message = "a hold is of something",
                       .field = hold_words(hold),
                       .found = fmt::format("{}", hold.amount),
                       .expected = "at least 1"});
    }
    if (hold.deadline < now) {
        throw refused({.code = "hold.deadline",
                       .message = "the deadline has passed already",
                       .field = hold_words(hold),
                       .found = format_instant(hold.deadline),
                       .expected = "after " + format_instant(now)});
    }
}

void check_usable(Database& database, const NewHold& hold, Date on) {
    std::string why = why_unusable(database, hold.item, hold.lot, on);
    if (why.empty() && stopped_sites(database, Instant::max()).contains(hold.site)) {
        why = "site_stopped";
    }
    if (!why.empty()) {
        throw refused({.code = "hold.unusable",
                       .message = "these goods may not be promised",
                       .field = hold_words(hold),
                       .found = why,
                       .expected = fmt::format("a site in use and a good lot not expired on {}",
                                               format_date(on))});
    }
}

struct HoldRow {
    std::int64_t amount = 0;
    Instant deadline;
    bool has_ended = false;
};

HoldRow read_hold(Database& database, std::int64_t id) {
    Statement select = database.prepare(
        "SELECT amount, deadline, EXISTS (SELECT 1 FROM hold_end WHERE hold_id = hold.id) "
        "FROM hold WHERE id = ?1");
    select.bind(1, id);
    if (!select.step()) {
        throw bad_input({.code = "hold.unknown",
                         .message = "there is no such hold",
                         .field = "hold",
                         .found = fmt::format("{}", id)});
    }
    return {.amount = select.integer(0),
            .deadline = instant_of(select.integer(1)),
            .has_ended = select.integer(2) != 0};
}

/// I6: once, in time, and never more than was promised.
void check_end(const HoldRow& row, std::int64_t id, HoldEnd how, std::int64_t posted, Instant now) {
    const bool is_past = row.deadline < now;
    if (row.has_ended || is_past != (how == HoldEnd::expired)) {
        throw refused({.code = "hold.ended",
                       .message = row.has_ended ? "the hold has ended already"
                                  : is_past     ? "the time of the hold has run out"
                                                : "the hold still has time",
                       .field = fmt::format("hold {}", id),
                       .found = "deadline " + format_instant(row.deadline),
                       .expected = "an open hold"});
    }
    const bool fits = how == HoldEnd::posted ? posted >= 1 && posted <= row.amount : posted == 0;
    if (!fits) {
        throw refused({.code = "hold.amount",
                       .message = "this amount was not held",
                       .field = fmt::format("hold {}", id),
                       .found = fmt::format("{}", posted),
                       .expected = how == HoldEnd::posted ? fmt::format("1 to {}", row.amount)
                                                          : std::string("0")});
    }
}

void write_end(Change& change, std::int64_t hold, HoldEnd how, std::int64_t posted) {
    change.insert("hold_end", {{"hold_id", hold},
                               {"how", std::string(word_of(how))},
                               {"posted", posted},
                               {"at", seconds_of(change.request().recorded_at)}});
}

/// What is held of each account: all that is open, but for what is past its deadline.
std::map<std::int64_t, std::int64_t> held_by_account(Database& database, Instant now) {
    Statement select = database.prepare(
        "SELECT account_id, amount - ifnull((SELECT sum(amount) FROM cache_open_hold AS late WHERE "
        "late.account_id = cache_held.account_id AND late.deadline < ?1), 0) FROM cache_held "
        "WHERE amount <> 0");
    select.bind(1, seconds_of(now));
    std::map<std::int64_t, std::int64_t> held;
    while (select.step()) {
        held.emplace(select.integer(0), select.integer(1));
    }
    return held;
}

Statement select_shelves(Database& database, const AvailableQuery& query) {
    std::string sql =
        "SELECT account.id, account.site, account.item, account.lot, account.owner, "
        "       account.keeper, balance.amount "
        "FROM account JOIN balance ON balance.account_id = account.id "
        "WHERE account.stage = 'on_hand' AND account.condition = 'A' AND balance.amount <> 0";
    const std::pair<const char*, const std::optional<std::string>&> wanted[] = {
        {"item", query.item}, {"site", query.site}, {"lot", query.lot}, {"owner", query.owner}};
    std::vector<const std::string*> values;
    for (const auto& [column, value] : wanted) {
        if (value) {
            values.push_back(&*value);
            sql += fmt::format(" AND account.{} = ?{}", column, values.size());
        }
    }
    Statement select = database.prepare(sql);
    for (std::size_t i = 0; i < values.size(); ++i) {
        select.bind(static_cast<int>(i + 1), *values[i]);
    }
    return select;
}

/// The dates of lots: a lot lies at many depots and is looked up once.
class HeldLotDates {
  public:
    explicit HeldLotDates(Database& database)
        : select_(database.prepare(
              "SELECT made_on, expires_on FROM lot WHERE lot = ?1 AND item = ?2")) {}

    void put(AvailableLot& lot) {
        const auto [found, is_new] = known_.try_emplace({lot.item, lot.lot});
        if (is_new) {
            select_.reset();
            select_.bind(1, lot.lot).bind(2, lot.item);
            if (!select_.step()) {
                throw bad_input({.code = "db.damaged",
                                 .message = "an account is of a lot that is not there",
                                 .field = "lot",
                                 .found = lot.item + " " + lot.lot});
            }
            found->second = {lot_date(select_, 0), lot_date(select_, 1)};
        }
        std::tie(lot.made_on, lot.expires_on) = found->second;
    }

  private:
    Statement select_;
    std::map<std::pair<std::string, std::string>, std::pair<Date, Date>> known_;
};

auto place_of(const AvailableLot& lot) {
    return std::tie(lot.site, lot.item, lot.expires_on, lot.lot, lot.owner, lot.keeper);
}

}  // namespace

std::int64_t make_hold(Change& change, const NewHold& hold) {
    const Request& request = change.request();
    check_form(hold, request.recorded_at);
    check_usable(change.database(), hold, beijing_date(request.occurred_at));
    const HoldShelf shelf = best_shelf(change.database(), hold, request.recorded_at);
    if (shelf.available < hold.amount) {
        throw refused(
            {.code = "hold.short",
             .message = "less is available than is asked for",
             .field = hold_words(hold),
             .found = fmt::format("{} available, {} asked for", shelf.available, hold.amount),
             .expected = fmt::format("at most {}", shelf.available)});
    }
    return change.insert("hold", {{"account_id", shelf.account},
                                  {"amount", hold.amount},
                                  {"document_id", hold.document},
                                  {"line", std::int64_t{hold.line}},
                                  {"made_at", seconds_of(request.recorded_at)},
                                  {"deadline", seconds_of(hold.deadline)}});
}

void end_hold(Change& change, std::int64_t hold, HoldEnd how, std::int64_t posted_amount) {
    check_end(read_hold(change.database(), hold), hold, how, posted_amount,
              change.request().recorded_at);
    write_end(change, hold, how, posted_amount);
}

int expire_holds(Change& change, Instant now) {
    Statement select = change.database().prepare(
        "SELECT hold_id FROM cache_open_hold WHERE deadline < ?1 ORDER BY deadline, hold_id");
    select.bind(1, seconds_of(now));
    std::vector<std::int64_t> past;
    while (select.step()) {
        past.push_back(select.integer(0));
    }
    for (const std::int64_t hold : past) {
        write_end(change, hold, HoldEnd::expired, 0);
    }
    return static_cast<int>(past.size());
}

std::vector<OpenHold> open_holds(Database& database, Instant now,
                                 std::optional<std::int64_t> document) {
    std::string sql =
        "SELECT hold.id, site, item, lot, owner, keeper, hold.amount, document_id, line, deadline "
        "FROM hold JOIN account ON account.id = hold.account_id WHERE deadline >= ?1 "
        "AND hold.id IN (SELECT hold_id FROM cache_open_hold)";
    sql += document ? " AND document_id = ?2 ORDER BY hold.id" : " ORDER BY hold.id";
    Statement select = database.prepare(sql);
    select.bind(1, seconds_of(now));
    if (document) {
        select.bind(2, *document);
    }
    std::vector<OpenHold> holds;
    while (select.step()) {
        holds.push_back({.id = select.integer(0),
                         .site = select.text(1),
                         .item = select.text(2),
                         .lot = select.text(3),
                         .owner = select.text(4),
                         .keeper = select.text(5),
                         .amount = select.integer(6),
                         .document = select.integer(7),
                         .line = static_cast<int>(select.integer(8)),
                         .deadline = instant_of(select.integer(9))});
    }
    return holds;
}

std::vector<AvailableLot> available_lots(Database& database, const AvailableQuery& query) {
    const auto held = held_by_account(database, query.at);
    const auto not_good = lots_not_good(database);
    const std::set<std::string> stopped = stopped_sites(database, Instant::max());
    const Date today = beijing_date(query.at);
    Statement select = select_shelves(database, query);
    HeldLotDates dates(database);
    std::vector<AvailableLot> lots;
    while (select.step()) {
        const auto promised = held.find(select.integer(0));
        AvailableLot lot{.site = select.text(1),
                         .item = select.text(2),
                         .lot = select.text(3),
                         .owner = select.text(4),
                         .keeper = select.text(5),
                         .on_hand = select.integer(6),
                         .held = promised == held.end() ? 0 : promised->second,
                         .lot_state = "good"};
        dates.put(lot);
        const auto state = not_good.find(std::pair(lot.item, lot.lot));
        if (state != not_good.end()) {
            lot.lot_state = lot.why_not = state->second;
        } else if (stopped.contains(lot.site)) {
            // Before "expired": a plan judges expiry by its own moment, a stop holds for every one.
            lot.why_not = "site_stopped";
        } else if (lot.expires_on < today) {
            lot.why_not = "expired";
        }
        lot.available = lot.why_not.empty() ? std::max<std::int64_t>(lot.on_hand - lot.held, 0) : 0;
        lots.push_back(std::move(lot));
    }
    std::sort(lots.begin(), lots.end(), [](const AvailableLot& a, const AvailableLot& b) {
        return place_of(a) < place_of(b);
    });
    return lots;
}

}  // namespace relief
