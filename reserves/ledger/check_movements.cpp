// SPDX-License-Identifier: Apache-2.0
#include "core/store/digest.h"
#include "reserves/ledger/books_rows.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::json;

constexpr std::string_view check_name = "I8_movements";

WrongRow wrong(std::string table, std::int64_t row, std::string found, std::string expected) {
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

std::string describe(const Account& a) {
    return fmt::format("owner {}, keeper {}, site {}, item {}, lot {}, condition {}, stage {}",
                       a.owner, a.keeper, a.site, a.item, a.lot, a.condition, a.stage);
}

/// One posting told twice: by the journal and by the rows of the books. Finds the first difference.
class Comparison {
  public:
    Comparison(const BooksRows& rows, const PostingRow& journal, const MovementRecord& stored,
               const std::vector<EntryRow>& entries)
        : rows_(rows),
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
            {"occurred_at", fmt::to_string(movement.occurred_at.time_since_epoch().count()),
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
                return wrong("movement", stored_.id,
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
                return wrong("entry", stored_.id, fmt::format("line {}", entries_[i].line),
                             "no such line");
            }
            if (!is_there) {
                return wrong("entry", stored_.id, fmt::format("no line {}", line),
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
        const auto account = rows_.accounts.find(entry.account);
        if (account == rows_.accounts.end() || account->second != expected) {
            return wrong_account(entry, expected);
        }
        const auto amount = line.at(7).get<std::int64_t>();
        if (entry.amount != amount) {
            return wrong("entry", stored_.id,
                         fmt::format("line {}: amount {}", entry.line, entry.amount),
                         fmt::format("line {}: amount {}", entry.line, amount));
        }
        return std::nullopt;
    }

    /// Either the entry points elsewhere, or the account it points to was changed or taken away:
    /// where the right account is still there, it is the entry.
    [[nodiscard]] WrongRow wrong_account(const EntryRow& entry, const Account& expected) const {
        for (const auto& [id, account] : rows_.accounts) {
            if (account == expected) {
                return wrong("entry", stored_.id,
                             fmt::format("line {}: account {}", entry.line, entry.account),
                             fmt::format("line {}: account {}", entry.line, id));
            }
        }
        const auto found = rows_.accounts.find(entry.account);
        return wrong("account", entry.account,
                     found == rows_.accounts.end() ? "no row" : describe(found->second),
                     describe(expected));
    }

    [[nodiscard]] std::optional<WrongRow> differing_lot() const {
        for (const json& told_lot : told_.at("lots")) {
            const auto item = told_lot.at(0).get<std::string>();
            const auto lot = told_lot.at(1).get<std::string>();
            const std::string expected =
                fmt::format("{} {}: {} to {}", item, lot, told_lot.at(2).get<std::string>(),
                            told_lot.at(3).get<std::string>());
            const auto row = rows_.lots.find({item, lot});
            if (row == rows_.lots.end()) {
                return wrong("lot", 0, "no row", expected);
            }
            const std::string found = fmt::format("{} {}: {} to {}", item, lot, row->second.made_on,
                                                  row->second.expires_on);
            if (found != expected) {
                return wrong("lot", row->second.id, found, expected);
            }
        }
        return std::nullopt;
    }

    const BooksRows& rows_;
    const PostingRow& journal_;
    const MovementRecord& stored_;
    const std::vector<EntryRow>& entries_;
    json told_;
};

/// Walks journal rows, movements and entries side by side: postings are recorded one after the
/// other, so the n-th posting of the journal is movement n.
class MovementWalk {
  public:
    MovementWalk(Database& database, BooksRows& rows)
        : rows_(rows),
          journal_(database.prepare("SELECT seq, occurred_at, recorded_at, actor, payload "
                                    "FROM journal WHERE operation IN ('movement.post', "
                                    "'books.open') ORDER BY seq")),
          movements_(database.prepare(
              "SELECT id, kind, key, occurred_at, recorded_at, actor, reason, content_hash, "
              "prev_hash, hash, journal_seq FROM movement ORDER BY id")),
          entries_(database.prepare("SELECT movement_id, line, account_id, amount FROM entry "
                                    "ORDER BY movement_id, line")) {}

    std::optional<WrongRow> first_wrong() {
        next_movement();
        next_entry();
        while (journal_.step()) {
            if (auto found = check_next()) {
                return found;
            }
        }
        if (movement_) {
            return wrong("movement", movement_->id, "a row", "no row: the journal has none");
        }
        if (entry_) {
            return wrong("entry", entry_->movement, fmt::format("line {}", entry_->line),
                         "no row: there is no such movement");
        }
        return unused_row();
    }

  private:
    void next_movement() {
        movement_.reset();
        if (movements_.step()) {
            movement_ = MovementRecord{.id = movements_.integer(0),
                                       .movement = {.kind = movements_.text(1),
                                                    .idempotency_key = movements_.text(2),
                                                    .occurred_at = seconds(movements_.integer(3)),
                                                    .actor = movements_.text(5),
                                                    .reason = movements_.text(6),
                                                    .entries = {}},
                                       .lots = {},
                                       .recorded_at = movements_.integer(4),
                                       .prev_hash = movements_.text(8),
                                       .journal_seq = movements_.integer(10),
                                       .content_hash = movements_.text(7),
                                       .hash = movements_.text(9)};
        }
    }

    static Instant seconds(std::int64_t count) { return Instant{std::chrono::seconds{count}}; }

    void next_entry() {
        entry_.reset();
        if (entries_.step()) {
            entry_ = EntryRow{.movement = entries_.integer(0),
                              .line = entries_.integer(1),
                              .account = entries_.integer(2),
                              .amount = entries_.integer(3)};
        }
    }

    /// The movement of the journal row the walk stands on.
    std::optional<WrongRow> check_next() {
        const std::int64_t id = rows_.movements + 1;
        if (movement_ && movement_->id < id) {
            return wrong("movement", movement_->id, "a row", "no row: the journal has none");
        }
        if (!movement_ || movement_->id > id) {
            return wrong("movement", id, "no row",
                         fmt::format("the movement of journal row {}", journal_.integer(0)));
        }
        if (entry_ && entry_->movement < id) {
            return wrong("entry", entry_->movement, fmt::format("line {}", entry_->line),
                         "no row: there is no such movement");
        }
        const PostingRow posting{.seq = journal_.integer(0),
                                 .occurred_at = journal_.integer(1),
                                 .recorded_at = journal_.integer(2),
                                 .actor = journal_.text(3),
                                 .payload = journal_.text(4)};
        const std::vector<EntryRow> entries = take_entries(id);
        if (!is_as_told(posting, entries)) {
            return describe_difference(posting, entries);
        }
        if (auto found = put_down(entries)) {
            return found;
        }
        prev_hash_ = movement_->hash;
        rows_.movements = id;
        next_movement();
        return std::nullopt;
    }

    std::vector<EntryRow> take_entries(std::int64_t movement) {
        std::vector<EntryRow> taken;
        while (entry_ && entry_->movement == movement) {
            taken.push_back(*entry_);
            next_entry();
        }
        return taken;
    }

    /// Builds the record again from the rows, the way posting did, and compares every byte.
    bool is_as_told(const PostingRow& posting, const std::vector<EntryRow>& entries) {
        std::set<std::pair<std::string_view, std::string_view>> seen;
        std::int64_t line = 0;
        for (const EntryRow& entry : entries) {
            const auto account = rows_.accounts.find(entry.account);
            if (entry.line != ++line || account == rows_.accounts.end()) {
                return false;
            }
            const Account& fields = account->second;
            movement_->movement.entries.push_back({.account = fields, .amount = entry.amount});
            if (seen.emplace(fields.item, fields.lot).second) {
                const auto lot = rows_.lots.find({fields.item, fields.lot});
                if (lot == rows_.lots.end()) {
                    return false;
                }
                movement_->lots.push_back(lot->second);
            }
        }
        const Movement& movement = movement_->movement;
        return movement_->content_hash == hash_content(movement, movement_->lots) &&
               movement_->prev_hash == prev_hash_ && movement_->journal_seq == posting.seq &&
               movement_->hash == hash_movement(*movement_) &&
               movement.occurred_at == seconds(posting.occurred_at) &&
               movement_->recorded_at == posting.recorded_at && movement.actor == posting.actor &&
               journal_payload(*movement_) == posting.payload;
    }

    WrongRow describe_difference(const PostingRow& posting, const std::vector<EntryRow>& entries) {
        try {
            const Comparison comparison(rows_, posting, *movement_, entries);
            if (auto found = comparison.first_difference(prev_hash_)) {
                return *found;
            }
        } catch (const json::exception&) {
            return wrong("journal", posting.seq, "a payload of another form",
                         "the content of a movement");
        }
        return wrong("movement", movement_->id, fmt::format("hash {}", movement_->hash),
                     fmt::format("hash {}", hash_movement(*movement_)));
    }

    /// Keeps the entries for the folds. Accounts and lots are numbered in the order in which the
    /// entries first name them, which no hash covers but this walk sees.
    std::optional<WrongRow> put_down(const std::vector<EntryRow>& entries) {
        const std::int64_t day = book_day(movement_->movement.occurred_at);
        for (const EntryRow& entry : entries) {
            rows_.entries.push_back({.movement = entry.movement,
                                     .day = day,
                                     .account = entry.account,
                                     .amount = entry.amount});
            const auto accounts = static_cast<std::int64_t>(used_accounts_.size());
            if (used_accounts_.insert(entry.account).second && entry.account != accounts + 1) {
                return wrong("account", entry.account, fmt::format("id {}", entry.account),
                             fmt::format("id {}", accounts + 1));
            }
            const Account& account = rows_.accounts.at(entry.account);
            const auto lots = static_cast<std::int64_t>(used_lots_.size());
            const std::int64_t lot = rows_.lots.at({account.item, account.lot}).id;
            if (used_lots_.emplace(account.item, account.lot).second && lot != lots + 1) {
                return wrong("lot", lot, fmt::format("id {}", lot), fmt::format("id {}", lots + 1));
            }
        }
        return std::nullopt;
    }

    /// Accounts and lots come into the books by an entry; others were put there by hand.
    std::optional<WrongRow> unused_row() const {
        for (const auto& [id, account] : rows_.accounts) {
            if (used_accounts_.count(id) == 0) {
                return wrong("account", id, describe(account), "no row: no entry names it");
            }
        }
        for (const auto& [key, lot] : rows_.lots) {
            if (used_lots_.count(key) == 0) {
                return wrong("lot", lot.id, fmt::format("{} {}", lot.item, lot.lot),
                             "no row: no entry names it");
            }
        }
        return std::nullopt;
    }

    BooksRows& rows_;
    Statement journal_;
    Statement movements_;
    Statement entries_;
    std::optional<MovementRecord> movement_;  ///< the next of the walk
    std::optional<EntryRow> entry_;           ///< the next of the walk
    std::string prev_hash_ = zero_hash();
    std::set<std::int64_t> used_accounts_;
    std::set<std::pair<std::string, std::string>> used_lots_;
};

}  // namespace

BooksRows read_accounts_and_lots(Database& database) {
    BooksRows rows;
    Statement accounts = database.prepare(
        "SELECT id, owner, keeper, site, item, lot, condition, stage FROM account ORDER BY id");
    while (accounts.step()) {
        rows.accounts.emplace_hint(rows.accounts.end(), accounts.integer(0),
                                   Account{.owner = accounts.text(1),
                                           .keeper = accounts.text(2),
                                           .site = accounts.text(3),
                                           .item = accounts.text(4),
                                           .lot = accounts.text(5),
                                           .condition = accounts.text(6),
                                           .stage = accounts.text(7)});
    }
    Statement lots = database.prepare("SELECT id, item, lot, made_on, expires_on FROM lot");
    while (lots.step()) {
        LotRow row{.id = lots.integer(0),
                   .item = lots.text(1),
                   .lot = lots.text(2),
                   .made_on = lots.text(3),
                   .expires_on = lots.text(4)};
        rows.lots.emplace(std::pair(row.item, row.lot), std::move(row));
    }
    return rows;
}

std::optional<WrongRow> check_movements(Database& database, BooksRows& rows) {
    return MovementWalk(database, rows).first_wrong();
}

}  // namespace relief
