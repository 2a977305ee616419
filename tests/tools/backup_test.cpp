// SPDX-License-Identifier: Apache-2.0
// Backups of books in use, and what must not be restored from.
#include "tools/desk/backup.h"

#include "core/store/copy.h"
#include "core/store/group_writer.h"
#include "core/store/schema.h"
#include "tests/kit/faults.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <random>

#include <sys/resource.h>

namespace relief {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::size_t application_id_at = 68;  // SQLite's file format, bytes of the header
constexpr std::size_t user_version_at = 60;
constexpr std::size_t page_size = 4096;

class BackupTest : public testing::Test {
  protected:
    BackupTest() {
        fs::create_directory(folder_);
        kit::make_stocked_books(db_, kit::KilledClients::stock);
    }

    [[nodiscard]] BackupRequest request(int hour = 12) const {
        return {.db = db_,
                .folder = folder_,
                .now = kit::noon_of(10) + std::chrono::hours{hour - 12},
                .program = "relief test",
                .keep = std::nullopt};
    }
    [[nodiscard]] BackupResult take(int hour = 12) const { return make_backup(request(hour)); }

    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> found;
        for (const auto& entry : fs::directory_iterator(folder_)) {
            found.push_back(entry.path().filename().string());
        }
        std::sort(found.begin(), found.end());
        return found;
    }

    /// The code a restore of `backup` is refused with; "" where it is not.
    [[nodiscard]] static std::string refusal(const fs::path& backup) {
        try {
            static_cast<void>(restore_backup({.backup = backup, .db = {}, .anchor = {}}));
            return "";
        } catch (const Error& error) {
            return error.detail().code;
        }
    }

    kit::TempFolder place_;
    fs::path db_ = place_ / "books.db";
    fs::path folder_ = place_ / "backups";
};

TEST_F(BackupTest, BooksWrittenToMeanwhileAreBackedUpToARowOfTheirJournal) {
    kit::Child writer([&](const auto& ready) {
        GroupWriter desk(Database::open(db_));
        ready();
        for (int number = 1;; ++number) {
            desk.run([&](Database& database) {
                post_movement(database, kit::issue("w" + std::to_string(number), 6, "P", "N1", 1),
                              kit::noon_of(6));
            });
        }
    });
    ASSERT_TRUE(writer.was_ready());
    std::vector<BackupResult> backups;
    for (int hour = 0; hour < 5; ++hour) {
        backups.push_back(take(hour));
    }
    writer.kill();

    Database live = Database::open(db_);
    Statement row = live.prepare("SELECT hash FROM journal WHERE seq = ?1");
    for (const BackupResult& backup : backups) {
        const fs::path restored = place_ / ("restored-" + backup.manifest.file);
        const RestoreResult result =
            restore_backup({.backup = backup.file, .db = restored, .anchor = {}});
        EXPECT_EQ(result.proof.head.seq, backup.manifest.head.seq);
        row.reset();
        row.bind(1, backup.manifest.head.seq);
        ASSERT_TRUE(row.step()) << "a row the live books never had";
        EXPECT_EQ(row.text(0), backup.manifest.head.hash);
        Database copy = Database::open_read_only(restored);
        Statement posted = copy.prepare("SELECT count(*) FROM movement WHERE key LIKE 'w%'");
        posted.step();
        EXPECT_EQ(kit::left_of_n1(copy), kit::KilledClients::stock - posted.integer(0));
    }
    EXPECT_LE(backups.front().manifest.head.seq, backups.back().manifest.head.seq);
}

TEST_F(BackupTest, WhatIsOnlyInTheLogIsInTheBackup) {
    Database writer = Database::open(db_);
    post_movement(writer, kit::issue("only in the log", 6, "P", "N1", 7), kit::noon_of(6));
    ASSERT_GT(fs::file_size(db_.string() + "-wal"), 0U);
    const std::string before = kit::bytes_of(db_);

    const BackupResult backup = take();
    EXPECT_EQ(kit::bytes_of(db_), before) << "a reader folded the log";
    static_cast<void>(
        restore_backup({.backup = backup.file, .db = place_ / "new.db", .anchor = {}}));
    Database restored = Database::open_read_only(place_ / "new.db");
    EXPECT_EQ(kit::left_of_n1(restored), kit::KilledClients::stock - 7);
    EXPECT_TRUE(kit::dump(restored) == kit::dump(writer));
}

TEST_F(BackupTest, ABackupIsNamedByMomentAndRowAndSaysWhatItIs) {
    const BackupResult backup = take();
    const std::string seq = std::to_string(backup.manifest.head.seq);
    EXPECT_EQ(backup.manifest.file, "relief-20170710T040000Z-" + seq + ".db");
    EXPECT_THAT(names(), ElementsAre("relief-20170710T040000Z-" + seq + ".db",
                                     "relief-20170710T040000Z-" + seq + ".json"));
    EXPECT_EQ(backup.manifest.rows.at("journal"), backup.manifest.head.seq);
    EXPECT_EQ(backup.manifest.schema, newest_schema_version());
    EXPECT_EQ(backup.manifest.sha256, sha256_hex(kit::bytes_of(backup.file)));
    const BackupManifest read = read_manifest(backup.file);
    EXPECT_EQ(manifest_json(read), manifest_json(backup.manifest));
}

TEST_F(BackupTest, OneFlippedBitAnywhereIsRefused) {
    const BackupResult backup = take();
    const std::string whole = kit::bytes_of(backup.file);
    std::mt19937 random(56);
    for (int trial = 0; trial < 200; ++trial) {
        std::string flipped = whole;
        const std::size_t at = random() % flipped.size();
        flipped[at] = static_cast<char>(flipped[at] ^ (1 << random() % 8));
        kit::put_bytes(backup.file, flipped);
        EXPECT_NE(refusal(backup.file), "") << "byte " << at;
    }
    kit::put_bytes(backup.file, whole);
    EXPECT_EQ(refusal(backup.file), "");
}

TEST_F(BackupTest, ABackupCutAtAnyPageIsRefused) {
    const BackupResult backup = take();
    const std::string whole = kit::bytes_of(backup.file);
    ASSERT_EQ(whole.size() % page_size, 0U);
    for (std::size_t pages = 1; pages < whole.size() / page_size; ++pages) {
        kit::put_bytes(backup.file, whole.substr(0, pages * page_size));
        EXPECT_EQ(refusal(backup.file), "db.damaged") << pages << " pages";
    }
    kit::put_bytes(backup.file, "");
    EXPECT_EQ(refusal(backup.file), "db.foreign");
}

/// Whoever can write the file can write its manifest too: then the books themselves must tell.
TEST_F(BackupTest, FiguresChangedWithTheManifestMadeToFitAreRefused) {
    BackupResult backup = take();
    {
        kit::RawDatabase raw(backup.file);
        raw.run_behind_triggers("UPDATE entry SET amount = amount * 2");
    }
    backup.manifest.sha256 = sha256_hex(kit::bytes_of(backup.file));
    backup.manifest.bytes = static_cast<std::int64_t>(fs::file_size(backup.file));
    kit::put_bytes(manifest_of(backup.file), manifest_json(backup.manifest));
    EXPECT_EQ(refusal(backup.file), "db.damaged");
}

TEST_F(BackupTest, WhatIsNoBackupOfOursIsRefusedByItsName) {
    const BackupResult backup = take();
    const std::string whole = kit::bytes_of(backup.file);
    std::string other = whole;
    other[application_id_at] = 'X';
    kit::put_bytes(backup.file, other);
    EXPECT_EQ(refusal(backup.file), "db.foreign");

    other = whole;
    other[user_version_at] = 1;  // the most significant byte: a schema far in the future
    kit::put_bytes(backup.file, other);
    EXPECT_EQ(refusal(backup.file), "db.newer");

    kit::put_bytes(backup.file, whole);
    kit::put_bytes(backup.file.string() + "-wal", "the log of another database");
    EXPECT_EQ(refusal(backup.file), "backup.log");
    fs::remove(backup.file.string() + "-wal");

    const std::string manifest = kit::bytes_of(manifest_of(backup.file));
    kit::put_bytes(manifest_of(backup.file), manifest.substr(0, manifest.size() / 2));
    EXPECT_EQ(refusal(backup.file), "backup.manifest");
    fs::remove(manifest_of(backup.file));
    EXPECT_EQ(refusal(backup.file), "backup.manifest");
    EXPECT_EQ(refusal(folder_ / "nothing.db"), "db.missing");
    kit::put_bytes(manifest_of(backup.file), manifest);
    EXPECT_EQ(refusal(backup.file), "");
}

TEST_F(BackupTest, AManifestOfOtherBooksIsRefused) {
    BackupResult backup = take();
    BackupManifest lying = backup.manifest;
    lying.head.seq += 1;
    kit::put_bytes(manifest_of(backup.file), manifest_json(lying));
    EXPECT_EQ(refusal(backup.file), "backup.manifest");
    lying = backup.manifest;
    lying.rows["movement"] += 1;
    kit::put_bytes(manifest_of(backup.file), manifest_json(lying));
    EXPECT_EQ(refusal(backup.file), "backup.manifest");
}

TEST_F(BackupTest, ARestoreNeverTakesThePlaceOfAFile) {
    const BackupResult backup = take();
    const std::string live = kit::bytes_of(db_);
    const Error error = kit::failure_of([&] {
        static_cast<void>(restore_backup({.backup = backup.file, .db = db_, .anchor = {}}));
    });
    EXPECT_EQ(error.detail().code, "db.exists");
    EXPECT_EQ(kit::bytes_of(db_), live);
}

TEST_F(BackupTest, ARefusedRestoreLeavesNothing) {
    const BackupResult backup = take();
    std::string spoilt = kit::bytes_of(backup.file);
    spoilt.back() = static_cast<char>(spoilt.back() ^ 1);
    kit::put_bytes(backup.file, spoilt);
    const auto before = place_.names();
    EXPECT_EQ(kit::failure_of([&] {
                  static_cast<void>(restore_backup(
                      {.backup = backup.file, .db = place_ / "new.db", .anchor = {}}));
              })
                  .detail()
                  .code,
              "db.damaged");
    EXPECT_EQ(place_.names(), before);
}

TEST_F(BackupTest, TheAnchorTellsWhatTheBackupLacks) {
    const fs::path anchor = place_ / "books.anchor";
    const auto head = [&] {
        Database database = Database::open_read_only(db_);
        return journal_head(database);
    };
    append_anchor(anchor, head());
    const BackupResult backup = take();
    RestoreResult result = restore_backup({.backup = backup.file, .db = {}, .anchor = anchor});
    EXPECT_EQ(result.anchored, backup.manifest.head.seq);
    EXPECT_EQ(result.rows_after_the_backup, 0);
    {
        Database writer = Database::open(db_);
        post_movement(writer, kit::issue("later", 6, "P", "N1", 1), kit::noon_of(6));
    }
    append_anchor(anchor, head());
    result = restore_backup({.backup = backup.file, .db = {}, .anchor = anchor});
    EXPECT_EQ(result.rows_after_the_backup, 1) << "a movement is one row of the journal";
}

TEST_F(BackupTest, ABackupOfOtherBooksThanTheAnchorsIsRefused) {
    const BackupResult backup = take();
    const fs::path anchor = place_ / "other.anchor";
    kit::put_bytes(anchor, "1 " + std::string(64, 'a') + "\n");
    EXPECT_EQ(
        kit::failure_of([&] {
            static_cast<void>(restore_backup({.backup = backup.file, .db = {}, .anchor = anchor}));
        })
            .detail()
            .code,
        "backup.anchor");
    kit::put_bytes(
        anchor, std::to_string(backup.manifest.head.seq + 5) + " " + std::string(64, 'a') + "\n");
    EXPECT_EQ(
        kit::failure_of([&] {
            static_cast<void>(restore_backup({.backup = backup.file, .db = {}, .anchor = anchor}));
        })
            .detail()
            .code,
        "backup.anchor")
        << "an anchor that says nothing of these rows proves nothing";
}

TEST_F(BackupTest, KilledAtAnyStepItLeavesNoBackupAndTheNextOneIsWhole) {
    int steps = 0;
    BackupRequest counted = request(1);
    counted.stop = [&steps] { return ++steps < 0; };
    static_cast<void>(make_backup(counted));
    ASSERT_GT(steps, 1);
    for (int last = 1; last <= steps; ++last) {
        kit::Child child([&](const auto& ready) {
            ready();
            BackupRequest killed = request(2);
            killed.stop = [&, asked = 0]() mutable {
                return ++asked == last && ::raise(SIGKILL) != 0;
            };
            static_cast<void>(make_backup(killed));
        });
        const int status = child.wait();
        ASSERT_TRUE(WIFSIGNALED(status)) << status;
        EXPECT_THAT(list_backups(folder_), SizeIs(1));
    }
    static_cast<void>(take(3));
    EXPECT_THAT(names(), SizeIs(4)) << "two backups with their manifests and nothing else";
}

TEST_F(BackupTest, StoppedItLeavesNothing) {
    BackupRequest stopped = request();
    stopped.stop = [] { return true; };
    const Error error = kit::failure_of([&] { static_cast<void>(make_backup(stopped)); });
    EXPECT_EQ(error.detail().code, "backup.stopped");
    EXPECT_THAT(names(), IsEmpty());
}

TEST_F(BackupTest, AFullDiskIsSaidAndLeavesNothing) {
    // A file may grow to 64 KiB in the child; the kernel answers as a full disk does.
    kit::Child child([&](const auto& ready) {
        ready();
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{65536, 65536};
        ::setrlimit(RLIMIT_FSIZE, &small);
        try {
            static_cast<void>(make_backup(request()));
        } catch (const Error& error) {
            ::_exit(error.detail().code == "db.full" ? 42 : 43);
        }
    });
    const int status = child.wait();
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 42);
    EXPECT_THAT(names(), IsEmpty());
}

TEST_F(BackupTest, OnlyTheNewestGoodOnesAreKept) {
    const BackupResult first = take(1);
    const BackupResult second = take(2);
    kit::put_bytes(second.file, "spoilt");
    kit::put_bytes(folder_ / "notes.txt", "not ours");
    const BackupResult third = take(3);
    BackupRequest last = request(4);
    last.keep = 2;
    const BackupResult fourth = make_backup(last);
    EXPECT_THAT(fourth.removed, ElementsAre(first.manifest.file));
    const std::vector<KeptBackup> kept = list_backups(folder_);
    ASSERT_THAT(kept, SizeIs(3));
    EXPECT_EQ(kept[0].manifest->file, fourth.manifest.file);
    EXPECT_EQ(kept[1].manifest->file, third.manifest.file);
    EXPECT_NE(kept[2].wrong, "") << "what does not count is not counted, nor taken away";
    EXPECT_TRUE(fs::exists(folder_ / "notes.txt"));
}

TEST_F(BackupTest, AFolderThatIsNotThereIsNamed) {
    BackupRequest astray = request();
    astray.folder = place_ / "nowhere";
    const Error error = kit::failure_of([&] { static_cast<void>(make_backup(astray)); });
    EXPECT_EQ(error.detail().code, "file.missing");
    EXPECT_EQ(error.detail().file, astray.folder.string());
}

}  // namespace
}  // namespace relief
