// SPDX-License-Identifier: Apache-2.0
#pragma once

// Files spoilt behind the program's back: a log cut at any byte, and random edits by SQLite itself.

#include "tests/kit/faults.h"

#include <functional>

namespace relief::kit {

// ---- A log that was cut -----------------------------------------------------------------------

/// The ends of the frames of a WAL, and of those that commit (sqlite.org/fileformat2.html, 4.1: a
/// header of 32 bytes; frames of 24 bytes and a page, whose second word is not 0 at a commit).
struct WalFrames {
    std::vector<std::size_t> frames;
    std::vector<std::size_t> commits;

    explicit WalFrames(const std::string& wal) {
        constexpr std::size_t header = 32;
        constexpr std::size_t frame = 24 + 4096;
        for (std::size_t at = header; at + frame <= wal.size(); at += frame) {
            frames.push_back(at + frame);
            if (wal.substr(at + 4, 4) != std::string(4, '\0')) {
                commits.push_back(at + frame);
            }
        }
    }
};

/// Cuts the log of a killed writer at every `step`-th byte of its last three commits and beside
/// every end of a frame: each commit whose bytes are whole is there and nothing else, and the books
/// are proven. Answers how many cuts were made.
inline int cut_log_everywhere(std::size_t step) {
    const TempFolder folder;
    const std::filesystem::path file = folder / "books.db";
    make_stocked_books(file, 1000);
    Child writer([&](const auto& ready) {
        Database database = Database::open(file);
        for (int i = 0; i < 6; ++i) {
            post_movement(database, issue("k" + std::to_string(i), 6, "P", "N1", 1), noon_of(6));
        }
        ready();
        stay();
    });
    writer.kill();
    const std::filesystem::path wal = file.string() + "-wal";
    const std::string whole = bytes_of(wal);
    const WalFrames frames(whole);
    EXPECT_EQ(frames.commits.size(), 6U);
    const std::size_t begin = frames.commits.at(2);
    const auto look = [&](std::size_t size, bool prove) {
        std::filesystem::remove(file.string() + "-shm");
        put_bytes(wal, whole.substr(0, size));
        const auto there = std::count_if(frames.commits.begin(), frames.commits.end(),
                                         [&](std::size_t end) { return end <= size; });
        if (prove) {
            Database reader = Database::open_read_only(file);
            EXPECT_EQ(complaint(verify_books(reader, std::nullopt)), "") << size;
            EXPECT_EQ(left_of_n1(reader), 1000 - there) << size;
            return;
        }
        RawDatabase raw(file);
        sqlite3_db_config(raw.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        EXPECT_EQ(raw.text("SELECT count(*) FROM movement WHERE key GLOB 'k*'"),
                  std::to_string(there))
            << size;
    };
    int cuts = 0;
    for (std::size_t size = begin; size <= whole.size(); size += step, ++cuts) {
        look(size, false);
    }
    for (const std::size_t end : frames.frames) {
        for (const std::size_t size : {end - 1, end, end + 1}) {
            if (size >= begin && size <= whole.size()) {
                look(size, true);
                ++cuts;
            }
        }
    }
    return cuts;
}

// ---- Edits by hand ----------------------------------------------------------------------------

/// Books of some forty postings, edited at random by SQLite without triggers, one edit at a time.
class EditedBooks {
  public:
    explicit EditedBooks(unsigned seed) : random_(seed) {
        make_stocked_books(file_, 10'000);
        older_ = bytes_of(file_);
        {
            Database database = Database::open(file_);
            append_anchor(anchor_, journal_head(database));
            for (int i = 0; i < postings; ++i) {
                if (i == postings - 1) {
                    database.checkpoint();
                    shorter_ = bytes_of(file_);
                }
                const bool moves = i % 3 == 0;
                Movement movement =
                    issue("e" + std::to_string(i), 3 + i % 20, "P", i % 2 == 0 ? "N1" : "T1", 1);
                if (moves) {
                    movement.kind = "move";
                    movement.entries[1].account.stage = "in_transit(o" + std::to_string(i) + ")";
                }
                post_movement(database, movement, noon_of(28));
            }
            append_anchor(anchor_, journal_head(database));
        }
        whole_ = bytes_of(file_);
        RawDatabase raw(file_);
        movements_ = number(raw, "SELECT max(id) FROM movement");
        accounts_ = number(raw, "SELECT max(id) FROM account");
        lots_ = number(raw, "SELECT max(id) FROM lot");
    }

    /// One edit; verify must name its row.
    void edit_once() {
        constexpr unsigned kinds = 17;
        put_back(whole_);
        const Edit edit = make_edit(static_cast<unsigned>(random_() % kinds));
        SCOPED_TRACE(edit.sql);
        if (edit.other_file != nullptr) {
            put_back(*edit.other_file);
        } else {
            RawDatabase(file_).run_behind_triggers(edit.sql);
        }
        Database reader = Database::open_read_only(file_);
        const VerifyResult result = verify_books(reader, anchor_);
        ASSERT_TRUE(result.first_wrong.has_value());
        EXPECT_EQ(result.first_wrong->table, edit.table) << complaint(result);
        EXPECT_EQ(result.first_wrong->row, edit.row) << complaint(result);
    }

  private:
    struct Edit {
        std::string sql;
        std::string table;
        std::int64_t row = 0;
        const std::string* other_file = nullptr;  ///< put in its place
    };
    static constexpr int postings = 40;

    static std::int64_t number(RawDatabase& raw, const std::string& sql) {
        return std::stoll(raw.text(sql));
    }
    void put_back(const std::string& bytes) {
        for (const char* suffix : {"-wal", "-shm"}) {
            std::filesystem::remove(file_.string() + suffix);
        }
        put_bytes(file_, bytes);
    }
    std::int64_t below(std::int64_t n) {
        return static_cast<std::int64_t>(random_() % static_cast<unsigned>(n));
    }

    Edit make_edit(unsigned kind) {
        const std::int64_t m = 1 + below(movements_);
        const std::string movement = std::to_string(m);
        const std::int64_t s = 1 + below(movements_);  // the journal has one row more: the tables
        const std::string seq = std::to_string(s);
        const std::int64_t a = 1 + below(accounts_);
        const std::string account = std::to_string(a);
        const std::int64_t l = 1 + below(lots_);
        const std::string lot = std::to_string(l);
        const std::string some = std::to_string(1 + below(1000));
        const std::string end = std::to_string(movements_ + 1);
        switch (kind) {
            case 0:
                return {"UPDATE entry SET amount=amount+" + some +
                            " WHERE line=1 AND movement_id=" + movement,
                        "entry", m};
            case 1:
                return {"UPDATE entry SET account_id=account_id%" + std::to_string(accounts_) +
                            "+1 WHERE line=2 AND movement_id=" + movement,
                        "entry", m};
            case 2:
                return {"UPDATE movement SET occurred_at=occurred_at-86400*" + some +
                            " WHERE id=" + movement,
                        "movement", m};
            case 3:
                return {"UPDATE movement SET actor='officer " + some + "' WHERE id=" + movement,
                        "movement", m};
            case 4:
                return {"UPDATE journal SET actor='officer " + some + "' WHERE seq=" + seq,
                        "journal", s};
            case 5:
                return {"UPDATE journal SET occurred_at=occurred_at+" + some + " WHERE seq=" + seq,
                        "journal", s};
            case 6:
                return {"DELETE FROM entry WHERE line=2 AND movement_id=" + movement, "entry", m};
            case 7:
                return {"DELETE FROM entry WHERE movement_id=" + movement +
                            "; DELETE FROM movement WHERE id=" + movement,
                        "movement", m};
            case 8: return {"DELETE FROM journal WHERE seq=" + seq, "journal", s};
            case 9:
                return {"INSERT INTO entry SELECT " + movement + ", max(line)+1, 1, " + some +
                            " FROM entry WHERE movement_id=" + movement,
                        "entry", m};
            case 10:
                return {"INSERT INTO movement SELECT " + end +
                            ", kind, 'new', occurred_at, recorded_at, actor, reason, content_hash, "
                            "prev_hash, hash, 1 FROM movement WHERE id=" +
                            movement,
                        "movement", movements_ + 1};
            case 11:
                return {"INSERT INTO journal SELECT " + std::to_string(movements_ + 2) +
                            ", occurred_at, recorded_at, actor, operation, subject, payload, "
                            "prev_hash, hash FROM journal WHERE seq=" +
                            seq,
                        "journal", movements_ + 2};
            case 12:
                return {"UPDATE balance SET amount=amount+" + some + " WHERE account_id=" + account,
                        "balance", a};
            case 13:
                return {"UPDATE account SET owner='" + some + "x' WHERE id=" + account, "account",
                        a};
            case 14: return {"UPDATE lot SET expires_on='2099-01-01' WHERE id=" + lot, "lot", l};
            case 15: return {"(the last posting cut off)", "journal", movements_ + 1, &shorter_};
            default: return {"(an older copy put back)", "journal", movements_ + 1, &older_};
        }
    }

    TempFolder folder_;
    std::filesystem::path file_ = folder_ / "books.db";
    std::filesystem::path anchor_ = folder_ / "anchor.txt";
    std::mt19937 random_;
    std::string older_;
    std::string shorter_;  ///< without the last posting
    std::string whole_;
    std::int64_t movements_ = 0;
    std::int64_t accounts_ = 0;
    std::int64_t lots_ = 0;
};

}  // namespace relief::kit
