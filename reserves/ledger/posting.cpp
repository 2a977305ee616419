// SPDX-License-Identifier: Apache-2.0
#include "reserves/ledger/posting.h"

#include "core/error.h"
#include "core/store/journal.h"
#include "reserves/document/count.h"
#include "reserves/ledger/stage.h"

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::int64_t amount_max = 1'000'000'000'000'000;

std::string account_words(const Account& account) {
    return fmt::format("{} {} {} {} (owner {}, keeper {}, condition {})", account.site,
                       account.item, account.lot, account.stage, account.owner, account.keeper,
                       account.condition);
}

void check_entry(const Entry& entry) {
    if (!is_known_stage(entry.account.stage)) {
        throw refused({.code = "ledger.stage",
                       .message = "there is no such stage of goods",
                       .field = "stage",
                       .found = entry.account.stage,
                       .expected = "on_hand, in_transit, issued_to_people …"});
    }
    if (entry.amount == 0) {
        throw refused({.code = "ledger.unbalanced",
                       .message = "an entry moves nothing",
                       .field = account_words(entry.account),
                       .found = "0",
                       .expected = "an amount"});
    }
    if (entry.amount > amount_max || entry.amount < -amount_max) {
        throw refused({.code = "ledger.range",
                       .message = "the amount is out of range",
                       .field = account_words(entry.account),
                       .found = fmt::format("{}", entry.amount),
                       .expected = fmt::format("at most {}", amount_max)});
    }
}

/// I1. The amounts are bounded, so the sums of any movement that fits a computer do not overflow.
void check_sums(const std::vector<Entry>& entries) {
    std::map<std::tuple<std::string_view, std::string_view, std::string_view>, std::int64_t> sums;
    for (const Entry& entry : entries) {
        sums[{entry.account.lot, entry.account.item, entry.account.owner}] += entry.amount;
    }
    for (const auto& [key, sum] : sums) {
        if (sum != 0) {
            throw refused({.code = "ledger.unbalanced",
                           .message = "the entries of a movement do not balance",
                           .field = fmt::format("item {}, lot {}, owner {}", std::get<1>(key),
                                                std::get<0>(key), std::get<2>(key)),
                           .found = fmt::format("a sum of {}", sum),
                           .expected = "0"});
        }
    }
}

void check_form(const Movement& movement) {
    if (movement.idempotency_key.empty() || movement.kind.empty()) {
        throw fault({.code = "internal", .message = "a movement has a kind and a key"});
    }
    if (movement.entries.size() < 2) {
        throw refused({.code = "ledger.unbalanced",
                       .message = "a movement takes from one account and adds to another",
                       .found = fmt::format("{} entries", movement.entries.size()),
                       .expected = "at least two"});
    }
    for (const Entry& entry : movement.entries) {
        check_entry(entry);
    }
    check_sums(movement.entries);
}

Error other_dates(const LotRow& known, const LotRow& given) {
    return refused({.code = "ledger.lot",
                    .message = "the lot is registered with other dates",
                    .field = fmt::format("{} {}", given.item, given.lot),
                    .found = fmt::format("{} to {}", given.made_on, given.expires_on),
                    .expected = fmt::format("{} to {}", known.made_on, known.expires_on)});
}

Error no_such_lot(const Account& account) {
    return refused({.code = "ledger.lot",
                    .message = "the lot is not registered",
                    .field = "lot",
                    .found = fmt::format("{} {}", account.item, account.lot),
                    .expected = "a lot of the books, or its dates with the movement"});
}

void bind_account(Statement& statement, const Account& account) {
    statement.bind(1, account.lot)
        .bind(2, account.item)
        .bind(3, account.stage)
        .bind(4, account.site)
        .bind(5, account.condition)
        .bind(6, account.owner)
        .bind(7, account.keeper);
}

/// A lot is in the books by its first entry alone, so that the movement's hash covers its dates.
void check_lots_used(const std::vector<Lot>& lots, const std::set<LotKey>& used) {
    std::set<LotKey> seen;
    for (const Lot& lot : lots) {
        const LotKey key(lot.lot, lot.item);
        const bool twice = !seen.insert(key).second;
        if (twice || used.count(key) == 0) {
            throw refused({.code = "ledger.lot",
                           .message = twice ? "the movement registers a lot twice"
                                            : "the movement registers a lot it has no entry of",
                           .field = "lot",
                           .found = fmt::format("{} {}", lot.item, lot.lot),
                           .expected = "each lot once, with entries"});
        }
    }
}

}  // namespace

Posting::Posting(Database& database)
    : database_(database),
      find_movement_(database.prepare("SELECT id, content_hash FROM movement WHERE key = ?1")),
      last_movement_(database.prepare("SELECT id, hash FROM movement ORDER BY id DESC LIMIT 1")),
      insert_movement_(database.prepare(
          "INSERT INTO movement(id, kind, key, occurred_at, recorded_at, actor, reason, "
          "content_hash, prev_hash, hash, journal_seq) "
          "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")),
      insert_entry_(database.prepare(
          "INSERT INTO entry(movement_id, line, account_id, amount) VALUES(?1, ?2, ?3, ?4)")),
      find_lot_(
          database.prepare("SELECT id, made_on, expires_on FROM lot WHERE lot = ?1 AND item = ?2")),
      insert_lot_(database.prepare(
          "INSERT INTO lot(item, lot, made_on, expires_on) VALUES(?1, ?2, ?3, ?4)")),
      find_account_(database.prepare(
          "SELECT id FROM account WHERE lot = ?1 AND item = ?2 AND stage = ?3 AND site = ?4 "
          "AND condition = ?5 AND owner = ?6 AND keeper = ?7")),
      insert_account_(database.prepare(
          "INSERT INTO account(lot, item, stage, site, condition, owner, keeper, id) "
          "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")),
      last_account_id_(database.prepare("SELECT max(id) FROM account")),
      find_balance_(database.prepare("SELECT amount FROM balance WHERE account_id = ?1")),
      later_days_(database.prepare("SELECT day, amount FROM balance_day "
                                   "WHERE account_id = ?1 AND day > ?2 ORDER BY day DESC")),
      add_balance_(database.prepare(
          "INSERT INTO balance(account_id, amount) VALUES(?1, ?2) "
          "ON CONFLICT(account_id) DO UPDATE SET amount = amount + excluded.amount")),
      add_day_(database.prepare(
          "INSERT INTO balance_day(account_id, day, amount) VALUES(?1, ?2, ?3) "
          "ON CONFLICT(account_id, day) DO UPDATE SET amount = amount + excluded.amount")),
      find_held_(database.prepare("SELECT ifnull(sum(kept.amount), 0), min(document_id) FROM "
                                  "cache_open_hold AS kept JOIN hold ON hold.id = hold_id "
                                  "WHERE kept.account_id = ?1 AND kept.deadline >= ?2")),
      last_closed_(database.prepare("SELECT max(last_day) FROM period_close")) {}

std::int64_t Posting::post(Movement given, Instant recorded_at, std::string_view operation,
                           std::string_view subject) {
    check_form(given);
    MovementRecord record{.movement = std::move(given)};
    const Movement& movement = record.movement;
    record.lots = find_lots(movement);
    write_down(record);
    if (const std::int64_t earlier = find_repeat(record); earlier != 0) {
        return earlier;
    }
    const std::int64_t day = book_day(movement.occurred_at);
    check_open(day);
    register_lots(record.lots);
    record.recorded_at = seconds_of(recorded_at);
    insert_movement(record, operation, subject);
    for (const Change& change : insert_entries(record)) {
        if (is_real_stage(change.fields->stage)) {
            check_not_counted(change, movement.occurred_at);
            check_not_negative(change, day);
            check_not_held(change, record.recorded_at);
        }
        add_to_balance(change, day);
    }
    return record.id;
}

void Posting::write_down(MovementRecord& record) {
    const Movement& movement = record.movement;
    writer_.begin();
    for (const Entry& entry : movement.entries) {
        writer_.add_line(parts_.write(entry.account), entry.amount);
    }
    for (const LotRow& lot : record.lots) {
        writer_.add_lot(parts_.write(lot));
    }
    record.content_hash =
        writer_.content_hash(movement.kind, movement.idempotency_key,
                             seconds_of(movement.occurred_at), movement.actor, movement.reason);
}

std::int64_t Posting::find_repeat(const MovementRecord& record) {
    find_movement_.reset();
    find_movement_.bind(1, record.movement.idempotency_key);
    if (!find_movement_.step()) {
        return 0;
    }
    const std::int64_t id = find_movement_.integer(0);
    const bool same = find_movement_.text(1) == record.content_hash;
    find_movement_.reset();
    if (!same) {
        throw refused({.code = "ledger.repeat",
                       .message = "the idempotency key was used for something else",
                       .field = "idempotency key",
                       .found = record.movement.idempotency_key,
                       .expected = fmt::format("the content of movement {}, or a new key", id)});
    }
    return id;
}

/// The lots of the entries with the dates the movement gives or, for the others, those of the
/// books.
std::vector<LotRow> Posting::find_lots(const Movement& movement) {
    std::map<LotKey, const Lot*> given;
    for (const Lot& lot : movement.lots) {
        given.emplace(LotKey(lot.lot, lot.item), &lot);
    }
    std::set<LotKey> seen;
    std::vector<LotRow> lots;
    for (const Entry& entry : movement.entries) {
        const LotKey key(entry.account.lot, entry.account.item);
        if (!seen.insert(key).second) {
            continue;
        }
        const auto own = given.find(key);
        if (own != given.end()) {
            lots.push_back({.item = entry.account.item,
                            .lot = entry.account.lot,
                            .made_on = format_date(own->second->made_on),
                            .expires_on = format_date(own->second->expires_on)});
        } else if (std::optional<LotRow> row = find_lot(key)) {
            lots.push_back(std::move(*row));
        } else {
            throw no_such_lot(entry.account);
        }
    }
    check_lots_used(movement.lots, seen);
    return lots;
}

std::optional<LotRow> Posting::find_lot(const LotKey& key) {
    find_lot_.reset();
    find_lot_.bind(1, key.first).bind(2, key.second);
    if (!find_lot_.step()) {
        return std::nullopt;
    }
    LotRow row{.id = find_lot_.integer(0),
               .item = std::string(key.second),
               .lot = std::string(key.first),
               .made_on = find_lot_.text(1),
               .expires_on = find_lot_.text(2)};
    find_lot_.reset();
    return row;
}

void Posting::register_lots(const std::vector<LotRow>& lots) {
    new_lots_.clear();
    for (const LotRow& lot : lots) {
        if (lot.id != 0) {
            continue;  // read from the books a moment ago
        }
        const std::optional<LotRow> known = find_lot(LotKey(lot.lot, lot.item));
        if (!known) {
            insert_lot_.bind(1, lot.item)
                .bind(2, lot.lot)
                .bind(3, lot.made_on)
                .bind(4, lot.expires_on);
            insert_lot_.run();
            new_lots_.emplace(lot.lot, lot.item);
        } else if (known->made_on != lot.made_on || known->expires_on != lot.expires_on) {
            throw other_dates(*known, lot);
        }
    }
}

void Posting::insert_movement(MovementRecord& record, std::string_view operation,
                              std::string_view subject) {
    last_movement_.reset();
    const bool first = !last_movement_.step();
    record.id = first ? 1 : last_movement_.integer(0) + 1;
    record.prev_hash = first ? zero_hash() : last_movement_.text(1);
    last_movement_.reset();
    record.journal_seq = journal_head(database_).seq + 1;
    record.hash = hash_movement(record.id, record.recorded_at, record.journal_seq,
                                record.content_hash, record.prev_hash);
    const Movement& movement = record.movement;
    append_journal(database_,
                   {.occurred_at = movement.occurred_at,
                    .recorded_at = instant_of(record.recorded_at),
                    .actor = movement.actor,
                    .operation = std::string(operation),
                    .subject = std::string(subject),
                    .payload = writer_.payload(record.id, movement.kind, movement.idempotency_key,
                                               movement.reason, record.content_hash, record.hash)});
    insert_movement_.bind(1, record.id)
        .bind(2, movement.kind)
        .bind(3, movement.idempotency_key)
        .bind(4, seconds_of(movement.occurred_at))
        .bind(5, record.recorded_at)
        .bind(6, movement.actor)
        .bind(7, movement.reason)
        .bind(8, record.content_hash)
        .bind(9, record.prev_hash)
        .bind(10, record.hash)
        .bind(11, record.journal_seq);
    insert_movement_.run();
}

/// Writes the lines; answers what they come to for each account, in the order of first use.
std::vector<Posting::Change> Posting::insert_entries(const MovementRecord& record) {
    new_accounts_.clear();
    std::vector<Change> changes;
    std::unordered_map<std::int64_t, std::size_t> place;
    std::int64_t line = 0;
    for (const Entry& entry : record.movement.entries) {
        const std::int64_t account = account_id(entry.account);
        insert_entry_.bind(1, record.id).bind(2, ++line).bind(3, account).bind(4, entry.amount);
        insert_entry_.run();
        const auto [at, is_new] = place.emplace(account, changes.size());
        if (is_new) {
            changes.push_back({.account = account, .fields = &entry.account, .amount = 0});
        }
        changes[at->second].amount += entry.amount;
    }
    new_accounts_.clear();
    return changes;
}

std::int64_t Posting::account_id(const Account& account) {
    // An account of a lot this movement brings is in the books only by an earlier line of it.
    const bool is_new_lot = new_lots_.count(LotKey(account.lot, account.item)) != 0;
    if (is_new_lot) {
        const auto known = new_accounts_.find(&account);
        return known == new_accounts_.end() ? insert_account(account) : known->second;
    }
    bind_account(find_account_, account);
    const bool is_there = find_account_.step();
    const std::int64_t id = is_there ? find_account_.integer(0) : 0;
    find_account_.reset();
    return is_there ? id : insert_account(account);
}

std::int64_t Posting::insert_account(const Account& account) {
    if (last_account_ == 0) {
        last_account_ = last_account_id_.step() ? last_account_id_.integer(0) : 0;
        last_account_id_.reset();
    }
    bind_account(insert_account_, account);
    insert_account_.bind(8, ++last_account_);
    insert_account_.run();
    new_accounts_.emplace(&account, last_account_);
    return last_account_;
}

/// I3. What is taken on a day is missing on that day and every later one, so each later day's
/// balance is looked at, from today's backwards; the days after it are few unless the posting is
/// dated far back. Adding goods can make no day worse.
/// A count that was posted stays true: what is said to have happened before it is told too late.
void Posting::check_not_counted(const Change& change, Instant occurred_at) {
    const auto count = first_count_after(database_, change.account, occurred_at);
    if (!count) {
        return;
    }
    throw refused({.code = "ledger.counted",
                   .message = "the goods were counted after that moment",
                   .field = account_words(*change.fields),
                   .found = fmt::format("a posting at {} before the count of {}",
                                        format_instant(occurred_at), count->counted),
                   .expected = fmt::format("a moment after {} (document {})",
                                           format_instant(count->counted_at), count->document)});
}

void Posting::check_not_negative(const Change& change, std::int64_t day) {
    if (change.amount >= 0) {
        return;
    }
    find_balance_.reset();
    find_balance_.bind(1, change.account);
    std::int64_t left = (find_balance_.step() ? find_balance_.integer(0) : 0) + change.amount;
    find_balance_.reset();
    std::optional<std::pair<std::int64_t, std::int64_t>> first_bad;  // day, what is left on it
    later_days_.reset();
    later_days_.bind(1, change.account).bind(2, day);
    while (later_days_.step()) {
        if (left < 0) {
            first_bad = {later_days_.integer(0), left};
        }
        left -= later_days_.integer(1);
    }
    later_days_.reset();
    if (left < 0) {
        first_bad = {day, left};
    }
    if (first_bad) {
        const Date date{std::chrono::days{first_bad->first}};
        throw refused(
            {.code = "ledger.negative",
             .message = fmt::format("stock would become negative on {}", format_date(date)),
             .field = account_words(*change.fields),
             .found = fmt::format("{} there, {} taken", first_bad->second - change.amount,
                                  -change.amount),
             .expected = "no more taken than is there on that day and every later one"});
    }
}

void Posting::check_open(std::int64_t day) {
    last_closed_.reset();
    const bool is_closed =
        last_closed_.step() && !last_closed_.is_null(0) && day <= last_closed_.integer(0);
    const std::int64_t last = is_closed ? last_closed_.integer(0) : 0;
    last_closed_.reset();
    if (is_closed) {
        throw refused({.code = "ledger.closed",
                       .message = "the period is closed",
                       .field = "occurred_at",
                       .found = format_date(Date{std::chrono::days{day}}),
                       .expected = fmt::format("{} or later",
                                               format_date(Date{std::chrono::days{last + 1}}))});
    }
}

/// I5. What is promised to one document is not given to another.
void Posting::check_not_held(const Change& change, std::int64_t recorded_at) {
    if (change.amount >= 0 || change.fields->stage != "on_hand") {
        return;
    }
    find_held_.reset();
    find_held_.bind(1, change.account).bind(2, recorded_at);
    const std::int64_t held = find_held_.step() ? find_held_.integer(0) : 0;
    const std::int64_t document = held == 0 ? 0 : find_held_.integer(1);
    find_held_.reset();
    if (held == 0) {
        return;
    }
    find_balance_.reset();
    find_balance_.bind(1, change.account);
    const std::int64_t there = find_balance_.step() ? find_balance_.integer(0) : 0;
    find_balance_.reset();
    if (there + change.amount < held) {
        throw refused(
            {.code = "ledger.held",
             .message = "goods are taken that are held for a document",
             .field = account_words(*change.fields),
             .found = fmt::format("{} taken of {}, of which {} are held (document {} first)",
                                  -change.amount, there, held, document),
             .expected = fmt::format("at most {}", there - held)});
    }
}

void Posting::add_to_balance(const Change& change, std::int64_t day) {
    add_balance_.bind(1, change.account).bind(2, change.amount);
    add_balance_.run();
    if (is_real_stage(change.fields->stage)) {
        add_day_.bind(1, change.account).bind(2, day).bind(3, change.amount);
        add_day_.run();
    }
}

}  // namespace relief
