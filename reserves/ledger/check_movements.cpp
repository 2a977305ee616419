// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "core/store/digest.h"
#include "reserves/ledger/books_rows.h"
#include "reserves/ledger/rows.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <unordered_map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::json;

constexpr std::string_view check_name = "I8_movements";

WrongRow wrong_movement(std::string table, std::int64_t row, std::string found,
                        std::string expected) {
    return {.table = std::move(table),
            .row = row,
            .check = std::string(check_name),
            .found = std::move(found),
            .expected = std::move(expected)};
}

/// The journal row of a posting: what the movement was when it was posted.
struct PostingRow {
    std::int64_t seq = 0;
    std::int64_t occurred_at = 0;
    std::int64_t recorded_at = 0;
    std::string actor;
    std::string payload;
};

std::string parts_of(const Account& a) {
    return fmt::format("owner {}, keeper {}, site {}, item {}, lot {}, condition {}, stage {}",
                       a.owner, a.keeper, a.site, a.item, a.lot, a.condition, a.stage);
}

constexpr std::string_view account_columns =
    "SELECT id, owner, keeper, site, item, lot, condition, stage FROM account ";

constexpr std::string_view lot_columns = "SELECT id, item, lot, made_on, expires_on FROM lot ";

Account account_of(const Statement& row) {
    return {.owner = row.text(1),
            .keeper = row.text(2),
            .site = row.text(3),
            .item = row.text(4),
            .lot = row.text(5),
            .condition = row.text(6),
            .stage = row.text(7)};
}

std::optional<Account> read_account(Database& database, std::int64_t id) {
    Statement select = database.prepare(fmt::format("{}WHERE id = ?1", account_columns));
    select.bind(1, id);
    return select.step() ? std::optional(account_of(select)) : std::nullopt;
}

/// One posting told twice: by the journal and by the rows of the books. Finds the first difference.
class Comparison {
  public:
    Comparison(Database& database, const BooksRows& rows, const PostingRow& journal,
               const MovementRecord& stored, const std::vector<EntryRow>& entries)
        : database_(database),
          rows_(rows),
          journal_(journal),
          stored_(stored),
          entries_(entries),
          told_(json::parse(journal.payload)) {}

    [[nodiscard]] std::optional<WrongRow> first_difference(const std::string& prev_hash) const {
        if (auto found = differing_column(prev_hash)) {
            return found;
        }
        if (auto found = differing_entry()) {
            return found;
        }
        return differing_lot();
    }

  private:
    [[nodiscard]] std::string told(const char* field) const {
        return told_.at(field).get<std::string>();
    }

    [[nodiscard]] std::optional<WrongRow> differing_column(const std::string& prev_hash) const {
        struct Column {
            std::string_view name;
            std::string found;
            std::string expected;
        };
        const Movement& movement = stored_.movement;
        const std::vector<Column> columns{
            {"kind", movement.kind, told("kind")},
            {"key", movement.idempotency_key, told("key")},
            {"occurred_at", fmt::to_string(seconds_of(movement.occurred_at)),
             fmt::to_string(journal_.occurred_at)},
            {"recorded_at", fmt::to_string(stored_.recorded_at),
             fmt::to_string(journal_.recorded_at)},
            {"actor", movement.actor, journal_.actor},
            {"reason", movement.reason, told("reason")},
            {"content_hash", stored_.content_hash, told("content_hash")},
            {"prev_hash", stored_.prev_hash, prev_hash},
            {"hash", stored_.hash, told("hash")},
            {"journal_seq", fmt::to_string(stored_.journal_seq), fmt::to_string(journal_.seq)},
        };
        for (const Column& column : columns) {
            if (column.found != column.expected) {
                return wrong_movement("movement", stored_.id,
                                      fmt::format("{} {}", column.name, column.found),
                                      fmt::format("{} {}", column.name, column.expected));
            }
        }
        return std::nullopt;
    }

    /// Lines count from 1 without a gap, so a missing or inserted one shows by its number.
    [[nodiscard]] std::optional<WrongRow> differing_entry() const {
        const json& lines = told_.at("entries");
        for (std::size_t i = 0; i < std::max(lines.size(), entries_.size()); ++i) {
            const auto line = static_cast<std::int64_t>(i + 1);
            const bool is_there = i < entries_.size() && entries_[i].line == line;
            if (i >= lines.size() || (i < entries_.size() && entries_[i].line < line)) {
                return wrong_movement("entry", stored_.id, fmt::format("line {}", entries_[i].line),
                                      "no such line");
            }
            if (!is_there) {
                return wrong_movement("entry", stored_.id, fmt::format("no line {}", line),
                                      fmt::format("line {}: {}", line, lines[i].dump()));
            }
            if (auto found = differing_line(entries_[i], lines[i])) {
                return found;
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<WrongRow> differing_line(const EntryRow& entry,
                                                         const json& line) const {
        const Account expected{.owner = line.at(0).get<std::string>(),
                               .keeper = line.at(1).get<std::string>(),
                               .site = line.at(2).get<std::string>(),
                               .item = line.at(3).get<std::string>(),
                               .lot = line.at(4).get<std::string>(),
                               .condition = line.at(5).get<std::string>(),
                               .stage = line.at(6).get<std::string>()};
        const auto account = rows_.find_account(entry.account);
        if (!account || rows_.accounts[*account].part.json != PartWriter().write(expected).json) {
            return wrong_account(entry, expected);
        }
        const auto amount = line.at(7).get<std::int64_t>();
        if (entry.amount != amount) {
            return wrong_movement("entry", stored_.id,
                                  fmt::format("line {}: amount {}", entry.line, entry.amount),
                                  fmt::format("line {}: amount {}", entry.line, amount));
        }
        return std::nullopt;
    }

    /// Either the entry points elsewhere, or the account it points to was changed or taken away:
    /// where the right account is still there, it is the entry.
    [[nodiscard]] WrongRow wrong_account(const EntryRow& entry, const Account& expected) const {
        if (const std::int64_t id = find_account_id(database_, expected); id != 0) {
            return wrong_movement("entry", stored_.id,
                                  fmt::format("line {}: account {}", entry.line, entry.account),
                                  fmt::format("line {}: account {}", entry.line, id));
        }
        const auto found = read_account(database_, entry.account);
        return wrong_movement("account", entry.account, found ? parts_of(*found) : "no row",
                              parts_of(expected));
    }

    [[nodiscard]] std::optional<WrongRow> differing_lot() const {
        for (const json& told_lot : told_.at("lots")) {
            const auto item = told_lot.at(0).get<std::string>();
            const auto lot = told_lot.at(1).get<std::string>();
            const std::string expected =
                fmt::format("{} {}: {} to {}", item, lot, told_lot.at(2).get<std::string>(),
                            told_lot.at(3).get<std::string>());
            const LotRowPart* stored = rows_.find_lot(item, lot);
            if (stored == nullptr) {
                return wrong_movement("lot", 0, "no row", expected);
            }
            const std::string found = fmt::format("{} {}: {} to {}", item, lot, stored->row.made_on,
                                                  stored->row.expires_on);
            if (found != expected) {
                return wrong_movement("lot", stored->row.id, found, expected);
            }
        }
        return std::nullopt;
    }

    Database& database_;
    const BooksRows& rows_;
    const PostingRow& journal_;
    const MovementRecord& stored_;
    const std::vector<EntryRow>& entries_;
    json told_;
};

/// Walks journal rows, movements and entries side by side: postings are recorded one after the
/// other, so the n-th posting of the journal is movement n. Nothing is copied on the way of rows
/// that are right; the one that is not is then read into records.
class MovementWalk {
  public:
    MovementWalk(Database& database, const BooksRows& rows, Folds& folds, const WalkStart& start)
        : database_(database),
          rows_(rows),
          folds_(folds),
          journal_(database.prepare("SELECT seq, occurred_at, recorded_at, actor, payload "
                                    "FROM journal WHERE seq > ?1 AND operation IN "
                                    "('movement.post', 'books.open') ORDER BY seq")),
          movements_(database.prepare(
              "SELECT id, kind, key, occurred_at, recorded_at, actor, reason, content_hash, "
              "prev_hash, hash, journal_seq FROM movement WHERE id > ?1 ORDER BY id")),
          entries_(database.prepare("SELECT movement_id, line, account_id, amount FROM entry "
                                    "WHERE movement_id > ?1 ORDER BY movement_id, line")),
          before_(start.movements),
          prev_hash_(start.movements == 0 ? zero_hash() : start.movement_hash),
          accounts_used_(start.accounts),
          lots_used_(start.lots) {
        // From the very beginning also the rows that nobody numbered so.
        journal_.bind(1, start.journal_seq == 0 ? first_number : start.journal_seq);
        movements_.bind(1, start.movements == 0 ? first_number : start.movements);
        entries_.bind(1, start.movements == 0 ? first_number : start.movements);
        for (const AccountRow& account : rows.accounts) {
            account_used_.push_back(account.id > 0 && account.id <= start.accounts);
        }
        for (const LotRowPart& lot : rows.lots) {
            lot_used_.push_back(lot.row.id > 0 && lot.row.id <= start.lots);
        }
    }

    std::optional<WrongRow> first_wrong() {
        next_movement();
        next_entry();
        while (journal_.step()) {
            if (auto found = check_next()) {
                return found;
            }
        }
        if (has_movement_) {
            return wrong_movement("movement", movement_, "a row", "no row: the journal has none");
        }
        if (has_entry_) {
            return wrong_movement("entry", entry_.movement, fmt::format("line {}", entry_.line),
                                  "no row: there is no such movement");
        }
        return unused_row();
    }

  private:
    static constexpr std::int64_t first_number = std::numeric_limits<std::int64_t>::min();

    // The columns of the statements.
    enum JournalColumn { seq, journal_occurred_at, journal_recorded_at, journal_actor, payload };
    enum MovementColumn {
        id,
        kind,
        key,
        occurred_at,
        recorded_at,
        actor,
        reason,
        content_hash,
        prev_hash,
        hash,
        journal_seq
    };

    void next_movement() {
        has_movement_ = movements_.step();
        movement_ = has_movement_ ? movements_.integer(id) : 0;
    }

    void next_entry() {
        has_entry_ = entries_.step();
        if (has_entry_) {
            entry_ = {.movement = entries_.integer(0),
                      .line = entries_.integer(1),
                      .account = entries_.integer(2),
                      .amount = entries_.integer(3)};
        }
    }

    /// The movement of the journal row the walk stands on.
    std::optional<WrongRow> check_next() {
        const std::int64_t expected = before_ + folds_.movements() + 1;
        if (has_movement_ && movement_ < expected) {
            return wrong_movement("movement", movement_, "a row", "no row: the journal has none");
        }
        if (!has_movement_ || movement_ > expected) {
            return wrong_movement(
                "movement", expected, "no row",
                fmt::format("the movement of journal row {}", journal_.integer(seq)));
        }
        if (has_entry_ && entry_.movement < expected) {
            return wrong_movement("entry", entry_.movement, fmt::format("line {}", entry_.line),
                                  "no row: there is no such movement");
        }
        take_entries(expected);
        if (!is_as_told()) {
            return describe_difference();
        }
        if (auto found = check_order_of_use()) {
            return found;
        }
        folds_.add(expected, book_day(instant_of(movements_.integer(occurred_at))), proven_);
        prev_hash_ = movements_.view(hash);
        next_movement();
        return std::nullopt;
    }

    void take_entries(std::int64_t movement) {
        taken_.clear();
        while (has_entry_ && entry_.movement == movement) {
            taken_.push_back(entry_);
            next_entry();
        }
    }

    /// Writes the record again from the rows, the way posting did, and compares every byte.
    bool is_as_told() {
        if (!write_entries()) {
            return false;
        }
        const std::string_view content = movements_.view(content_hash);
        return content == writer_.content_hash(movements_.view(kind), movements_.view(key),
                                               movements_.integer(occurred_at),
                                               movements_.view(actor), movements_.view(reason)) &&
               movements_.view(prev_hash) == prev_hash_ &&
               movements_.integer(journal_seq) == journal_.integer(seq) &&
               movements_.view(hash) == hash_again() &&
               movements_.integer(occurred_at) == journal_.integer(journal_occurred_at) &&
               movements_.integer(recorded_at) == journal_.integer(journal_recorded_at) &&
               movements_.view(actor) == journal_.view(journal_actor) &&
               journal_.view(payload) ==
                   writer_.payload(movement_, movements_.view(kind), movements_.view(key),
                                   movements_.view(reason), content, movements_.view(hash));
    }

    std::string hash_again() {
        return hash_movement(movement_, movements_.integer(recorded_at),
                             movements_.integer(journal_seq), movements_.view(content_hash),
                             movements_.view(prev_hash));
    }

    /// The lines and lots of the record; false where a row they need is not there.
    bool write_entries() {
        writer_.begin();
        proven_.clear();
        lots_.clear();
        std::int64_t line = 0;
        for (const EntryRow& entry : taken_) {
            const auto place = rows_.find_account(entry.account);
            if (entry.line != ++line || !place || rows_.accounts[*place].lot == rows_.lots.size()) {
                return false;
            }
            const AccountRow& account = rows_.accounts[*place];
            writer_.add_line(account.part, entry.amount);
            proven_.push_back({.account = *place, .amount = entry.amount});
            if (std::find(lots_.rbegin(), lots_.rend(), account.lot) == lots_.rend()) {
                lots_.push_back(account.lot);
                writer_.add_lot(rows_.lots[account.lot].part);
            }
        }
        return true;
    }

    WrongRow describe_difference() {
        const PostingRow posting{.seq = journal_.integer(seq),
                                 .occurred_at = journal_.integer(journal_occurred_at),
                                 .recorded_at = journal_.integer(journal_recorded_at),
                                 .actor = journal_.text(journal_actor),
                                 .payload = journal_.text(payload)};
        const MovementRecord stored = stored_record();
        try {
            const Comparison comparison(database_, rows_, posting, stored, taken_);
            if (auto found = comparison.first_difference(prev_hash_)) {
                return *found;
            }
        } catch (const json::exception&) {
            return wrong_movement("journal", posting.seq, "a payload of another form",
                                  "the content of a movement");
        }
        return wrong_movement("movement", movement_, fmt::format("hash {}", movements_.view(hash)),
                              fmt::format("hash {}", hash_again()));
    }

    MovementRecord stored_record() {
        return {.id = movement_,
                .movement = {.kind = movements_.text(kind),
                             .idempotency_key = movements_.text(key),
                             .occurred_at = instant_of(movements_.integer(occurred_at)),
                             .actor = movements_.text(actor),
                             .reason = movements_.text(reason),
                             .entries = {}},
                .lots = {},
                .recorded_at = movements_.integer(recorded_at),
                .prev_hash = movements_.text(prev_hash),
                .journal_seq = movements_.integer(journal_seq),
                .content_hash = movements_.text(content_hash),
                .hash = movements_.text(hash)};
    }

    /// Accounts and lots are numbered in the order in which the entries first name them, which no
    /// hash covers but this walk sees.
    std::optional<WrongRow> check_order_of_use() {
        for (const ProvenEntry& entry : proven_) {
            const AccountRow& account = rows_.accounts[entry.account];
            if (!account_used_[entry.account]) {
                account_used_[entry.account] = true;
                if (account.id != ++accounts_used_) {
                    return wrong_movement("account", account.id, fmt::format("id {}", account.id),
                                          fmt::format("id {}", accounts_used_));
                }
            }
            if (!lot_used_[account.lot]) {
                lot_used_[account.lot] = true;
                const std::int64_t lot = rows_.lots[account.lot].row.id;
                if (lot != ++lots_used_) {
                    return wrong_movement("lot", lot, fmt::format("id {}", lot),
                                          fmt::format("id {}", lots_used_));
                }
            }
        }
        return std::nullopt;
    }

    /// Accounts and lots come into the books by an entry; others were put there by hand.
    std::optional<WrongRow> unused_row() {
        for (std::size_t at = 0; at < rows_.accounts.size(); ++at) {
            if (!account_used_[at]) {
                const AccountRow& account = rows_.accounts[at];
                return wrong_movement(
                    "account", account.id,
                    parts_of(read_account(database_, account.id).value_or(Account{})),
                    "no row: no entry names it");
            }
        }
        for (std::size_t at = 0; at < rows_.lots.size(); ++at) {
            if (!lot_used_[at]) {
                const LotRow& lot = rows_.lots[at].row;
                return wrong_movement("lot", lot.id, fmt::format("{} {}", lot.item, lot.lot),
                                      "no row: no entry names it");
            }
        }
        return std::nullopt;
    }

    Database& database_;
    const BooksRows& rows_;
    Folds& folds_;
    Statement journal_;
    Statement movements_;
    Statement entries_;
    bool has_movement_ = false;  ///< movements_ stands on the next of the walk,
    std::int64_t movement_ = 0;  ///< which has this number
    bool has_entry_ = false;     ///< entries_ stands on the next of the walk,
    EntryRow entry_;             ///< which is this one
    std::int64_t before_;        ///< movements proven before
    std::string prev_hash_;
    std::vector<bool> account_used_;
    std::vector<bool> lot_used_;
    std::int64_t accounts_used_;
    std::int64_t lots_used_;
    // Of the movement the walk stands on:
    std::vector<EntryRow> taken_;
    std::vector<ProvenEntry> proven_;
    std::vector<std::uint32_t> lots_;
    RecordWriter writer_;
};

/// As it would have been posted. Where a text is not UTF-8 no posting can have written it: it has
/// no part then, and no record agrees with it.
template <typename Row>
RecordPart kept_part(ByteStore& bytes, PartWriter& writer, const Row& row) {
    try {
        const RecordPart part = writer.write(row);
        return {.hashed = bytes.keep(part.hashed), .json = bytes.keep(part.json)};
    } catch (const Error&) {
        return {};
    }
}

void read_lots(Statement& select, BooksRows& rows) {
    PartWriter writer;
    while (select.step()) {
        LotRow row{.id = select.integer(0),
                   .item = select.text(1),
                   .lot = select.text(2),
                   .made_on = select.text(3),
                   .expires_on = select.text(4)};
        const RecordPart part = kept_part(rows.bytes, writer, row);
        rows.lots.push_back({.row = std::move(row), .part = part});
    }
}

std::string lot_key(std::string_view item, std::string_view lot) {
    std::string key(item);
    key += '\0';
    key += lot;
    return key;
}

void read_accounts(Statement& select, BooksRows& rows) {
    std::unordered_map<std::string, std::uint32_t> lots;
    for (std::size_t place = 0; place < rows.lots.size(); ++place) {
        lots.emplace(lot_key(rows.lots[place].row.item, rows.lots[place].row.lot),
                     static_cast<std::uint32_t>(place));
    }
    std::unordered_map<std::string, std::uint32_t> owners;
    PartWriter writer;
    while (select.step()) {
        const Account fields = account_of(select);
        const auto lot = lots.find(lot_key(fields.item, fields.lot));
        const auto owner =
            owners.emplace(fields.owner, static_cast<std::uint32_t>(rows.owners.size()));
        if (owner.second) {
            rows.owners.push_back(fields.owner);
        }
        rows.accounts.push_back(
            {.id = select.integer(0),
             .part = kept_part(rows.bytes, writer, fields),
             .lot = lot == lots.end() ? static_cast<std::uint32_t>(rows.lots.size()) : lot->second,
             .owner = owner.first->second,
             .group = 0,
             .is_real = is_real_stage(fields.stage)});
    }
}

void number_sum_groups(BooksRows& rows) {
    std::vector<SumGroup>& groups = rows.sum_groups;
    groups.reserve(rows.accounts.size());
    for (const AccountRow& row : rows.accounts) {
        groups.push_back({.lot = row.lot, .owner = row.owner});
    }
    std::sort(groups.begin(), groups.end());
    groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
    for (AccountRow& row : rows.accounts) {
        const SumGroup group{.lot = row.lot, .owner = row.owner};
        row.group = static_cast<std::uint32_t>(
            std::lower_bound(groups.begin(), groups.end(), group) - groups.begin());
    }
}

}  // namespace

std::string_view ByteStore::keep(std::string_view bytes) {
    constexpr std::size_t block = std::size_t{1} << 20U;
    if (size_ - used_ < bytes.size()) {
        size_ = std::max(block, bytes.size());
        used_ = 0;
        blocks_.push_back(std::make_unique<char[]>(size_));  // NOLINT(modernize-avoid-c-arrays)
    }
    char* begin = blocks_.empty() ? nullptr : blocks_.back().get() + used_;
    std::copy(bytes.begin(), bytes.end(), begin);
    used_ += bytes.size();
    return {begin, bytes.size()};
}

std::optional<std::size_t> BooksRows::find_account(std::int64_t id) const {
    // Numbers count from 1 without a gap, but for books that somebody has changed.
    const auto place = static_cast<std::size_t>(id - 1);
    if (id > 0 && place < accounts.size() && accounts[place].id == id) {
        return place;
    }
    const auto found = std::lower_bound(
        accounts.begin(), accounts.end(), id,
        [](const AccountRow& account, std::int64_t wanted) { return account.id < wanted; });
    return found == accounts.end() || found->id != id
               ? std::nullopt
               : std::optional(static_cast<std::size_t>(found - accounts.begin()));
}

const LotRowPart* BooksRows::find_lot(std::string_view item, std::string_view lot) const {
    const auto found = std::lower_bound(
        lots.begin(), lots.end(), std::pair(item, lot), [](const LotRowPart& row, const auto& key) {
            return std::pair<std::string_view, std::string_view>(row.row.item, row.row.lot) < key;
        });
    return found == lots.end() || found->row.item != item || found->row.lot != lot ? nullptr
                                                                                   : &*found;
}

BooksRows read_accounts_and_lots(Database& database) {
    BooksRows rows;
    Statement lots = database.prepare(fmt::format("{}ORDER BY item, lot", lot_columns));
    read_lots(lots, rows);
    Statement accounts = database.prepare(fmt::format("{}ORDER BY id", account_columns));
    read_accounts(accounts, rows);
    number_sum_groups(rows);
    return rows;
}

BooksRows read_accounts_and_lots_since(Database& database, const WalkStart& start) {
    constexpr std::string_view wanted =
        "id > ?1 OR id IN (SELECT account_id FROM entry WHERE movement_id > ?2)";
    BooksRows rows;
    Statement lots = database.prepare(
        fmt::format("{}WHERE id > ?3 OR (lot, item) IN (SELECT lot, item FROM account WHERE {}) "
                    "ORDER BY item, lot",
                    lot_columns, wanted));
    lots.bind(1, start.accounts).bind(2, start.movements).bind(3, start.lots);
    read_lots(lots, rows);
    Statement accounts =
        database.prepare(fmt::format("{}WHERE {} ORDER BY id", account_columns, wanted));
    accounts.bind(1, start.accounts).bind(2, start.movements);
    read_accounts(accounts, rows);
    number_sum_groups(rows);
    return rows;
}

std::optional<WrongRow> check_movements(Database& database, const BooksRows& rows, Folds& folds,
                                        const WalkStart& start) {
    return MovementWalk(database, rows, folds, start).first_wrong();
}

}  // namespace relief
