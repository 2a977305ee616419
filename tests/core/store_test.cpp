// SPDX-License-Identifier: Apache-2.0
#include "core/store/database.h"
#include "core/store/older_books.h"

#include "core/store/journal.h"
#include "tests/kit/faulty_disk.h"
#include "tests/kit/raw_store.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/resource.h>

namespace relief {
namespace {

namespace fs = std::filesystem;
using kit::failure_of;
using testing::AnyOf;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr Instant store_noon{std::chrono::seconds{1500004800}};  // 2017-07-14T12:00+08:00

std::int64_t integer(Database& database, std::string_view sql) {
    Statement statement = database.prepare(sql);
    return statement.step() ? statement.integer(0) : -1;
}

std::string text(Database& database, std::string_view sql) {
    Statement statement = database.prepare(sql);
    return statement.step() ? statement.text(0) : "no row";
}

void add_store_row(Database& database, const std::string& subject) {
    database.transaction([&] {
        append_journal(database, {.occurred_at = store_noon,
                                  .recorded_at = store_noon,
                                  .actor = "tester",
                                  .operation = "test",
                                  .subject = subject,
                                  .payload = "{}"});
    });
}

class StoreTest : public testing::Test {
  protected:
    kit::TempFolder folder_;
    fs::path file_ = folder_ / "relief.db";
};

TEST_F(StoreTest, FileIsWalFullStrictWithForeignKeys) {
    Database database = Database::create(file_);
    EXPECT_EQ(text(database, "PRAGMA journal_mode"), "wal");
    EXPECT_EQ(integer(database, "PRAGMA synchronous"), 2);  // 2 = FULL, sqlite.org/pragma.html
    EXPECT_EQ(integer(database, "PRAGMA foreign_keys"), 1);
    EXPECT_EQ(integer(database, "PRAGMA application_id"), 0x52454C46);  // "RELF"
    EXPECT_EQ(integer(database,
                      "SELECT count(*) FROM pragma_table_list WHERE schema='main' AND "
                      "type='table' AND strict=0 AND name NOT LIKE 'sqlite%'"),
              0);
    for (const std::string name : {"journal", "movement", "entry", "source_table"}) {
        EXPECT_EQ(integer(database,
                          "SELECT count(*) FROM sqlite_schema WHERE type='table' AND "
                          "name='" +
                              name + "'"),
                  1)
            << name;
    }
}

TEST_F(StoreTest, CreateLeavesOneFileAndNoLockWhenClosed) {
    { Database database = Database::create(file_); }
    EXPECT_THAT(folder_.names(), ElementsAre("relief.db"));
}

TEST_F(StoreTest, CreateNeverTouchesWhatIsThere) {
    kit::put_bytes(file_, "somebody's letter");
    const Error error = failure_of([&] { (void)Database::create(file_); });
    EXPECT_EQ(error.kind(), ErrorKind::refused);
    EXPECT_EQ(error.detail().code, "db.exists");
    EXPECT_EQ(error.detail().file, file_.string());
    EXPECT_EQ(kit::bytes_of(file_), "somebody's letter");
    EXPECT_THAT(folder_.names(), ElementsAre("relief.db"));

    const fs::path dangling = folder_ / "link.db";
    fs::create_symlink(folder_ / "nowhere.db", dangling);
    EXPECT_EQ(failure_of([&] { (void)Database::create(dangling); }).detail().code, "db.exists");
}

TEST_F(StoreTest, LogOfALostDatabaseIsNotFoldedIntoANewOne) {
    kit::Child writer([&](const auto& ready) {
        Database database = Database::create(file_);
        add_store_row(database, "of the lost one");
        ready();
        kit::stay();
    });
    writer.kill();
    fs::remove(file_);
    const std::string log = kit::bytes_of(folder_ / "relief.db-wal");
    ASSERT_FALSE(log.empty());
    const Error error = failure_of([&] { (void)Database::create(file_); });
    EXPECT_EQ(error.detail().code, "db.exists");
    EXPECT_EQ(error.detail().file, (folder_ / "relief.db-wal").string());
    EXPECT_EQ(kit::bytes_of(folder_ / "relief.db-wal"), log);
    EXPECT_FALSE(fs::exists(file_));
    kit::put_bytes(folder_ / "relief.db-wal", "");
    Database database = Database::create(file_);
    EXPECT_EQ(integer(database, "SELECT count(*) FROM journal"), 0);
}

TEST_F(StoreTest, CreateInMissingFolderSaysSo) {
    const Error error = failure_of([&] { (void)Database::create(folder_ / "no" / "relief.db"); });
    EXPECT_EQ(error.kind(), ErrorKind::bad_input);
    EXPECT_EQ(error.detail().code, "file.write");
}

TEST_F(StoreTest, FailedFillLeavesNothing) {
    const auto fill = [](Database& database) {
        database.execute("INSERT INTO source_table(name, bytes, sha256) VALUES('a', x'00', '')");
        throw std::runtime_error("half way");
    };
    EXPECT_THROW((void)Database::create(file_, fill), std::runtime_error);
    EXPECT_THAT(folder_.names(), testing::IsEmpty());
}

TEST_F(StoreTest, ProcessKilledWhileFillingLeavesNoFileOfThatName) {
    kit::Child child([&](const auto& ready) {
        (void)Database::create(file_, [&](Database& database) {
            add_store_row(database, "half");
            ready();
            kit::stay();
        });
    });
    ASSERT_TRUE(child.was_ready());
    child.kill();
    EXPECT_FALSE(fs::exists(file_));
    Database database =
        Database::create(file_, [](Database& made) { add_store_row(made, "whole"); });
    EXPECT_EQ(text(database, "SELECT subject FROM journal"), "whole");
    EXPECT_EQ(integer(database, "SELECT count(*) FROM journal"), 1);
}

TEST_F(StoreTest, MissingFileAndFolder) {
    for (const bool reading : {false, true}) {
        const auto open = [&](const fs::path& file) {
            return failure_of(
                [&] { (void)(reading ? Database::open_read_only(file) : Database::open(file)); });
        };
        EXPECT_EQ(open(file_).detail().code, "db.missing");
        EXPECT_EQ(open(file_).kind(), ErrorKind::bad_input);
        EXPECT_EQ(open(folder_.path()).detail().code, "db.foreign");
    }
    EXPECT_THAT(folder_.names(), testing::IsEmpty());
}

/// Files that are no Relief database: refused by both doors, byte for byte as before, and nothing
/// put beside them.
TEST_F(StoreTest, ForeignFilesAreRefusedAndUntouched) {
    kit::put_bytes(folder_ / "empty", "");
    kit::put_bytes(folder_ / "letter", "Dear committee,\n" + std::string(5000, 'x'));
    kit::put_bytes(folder_ / "zeros", std::string(8192, '\0'));
    kit::RawDatabase(folder_ / "other").run("PRAGMA application_id=42; CREATE TABLE t(a)");
    kit::RawDatabase(folder_ / "plain").run("CREATE TABLE t(a)");
    const auto names = folder_.names();
    for (const std::string& name : names) {
        const std::string before = kit::bytes_of(folder_ / name);
        const Error write = failure_of([&] { (void)Database::open(folder_ / name); });
        const Error read = failure_of([&] { (void)Database::open_read_only(folder_ / name); });
        EXPECT_EQ(write.detail().code, "db.foreign") << name;
        EXPECT_EQ(read.detail().code, "db.foreign") << name;
        EXPECT_EQ(write.kind(), ErrorKind::bad_input);
        EXPECT_FALSE(write.detail().found.empty());
        EXPECT_EQ(kit::bytes_of(folder_ / name), before) << name;
    }
    EXPECT_EQ(folder_.names(), names);
}

/// A file cut anywhere is damaged (or, with nothing left, foreign), never read as a smaller one.
TEST_F(StoreTest, TruncatedFileIsDamaged) {
    { Database database = Database::create(file_); }
    const std::string whole = kit::bytes_of(file_);
    const fs::path cut = folder_ / "cut.db";
    for (std::size_t size = 0; size < whole.size(); size = size < 100 ? size + 99 : size + 1500) {
        kit::put_bytes(cut, whole.substr(0, size));
        for (const bool reading : {false, true}) {
            const Error error = failure_of(
                [&] { (void)(reading ? Database::open_read_only(cut) : Database::open(cut)); });
            EXPECT_EQ(error.kind(), ErrorKind::bad_input) << size;
            EXPECT_EQ(error.detail().code, size == 0 ? "db.foreign" : "db.damaged") << size;
            EXPECT_EQ(error.detail().file, cut.string());
        }
    }
}

TEST_F(StoreTest, OverwrittenPagesAreDamagedNotEmpty) {
    { Database database = Database::create(file_); }
    std::string bytes = kit::bytes_of(file_);
    for (std::size_t at = 100; at < 4096; ++at) {
        bytes[at] = '\x5a';
    }
    kit::put_bytes(file_, bytes);
    EXPECT_EQ(failure_of([&] { (void)Database::open(file_); }).detail().code, "db.damaged");
    EXPECT_EQ(failure_of([&] { (void)Database::open_read_only(file_); }).detail().code,
              "db.damaged");
}

TEST_F(StoreTest, NewerSchemaIsRefusedAndUntouched) {
    { Database database = Database::create(file_); }
    kit::RawDatabase(file_).run("PRAGMA user_version=9999");
    const std::string before = kit::bytes_of(file_);
    for (const bool reading : {false, true}) {
        const Error error = failure_of(
            [&] { (void)(reading ? Database::open_read_only(file_) : Database::open(file_)); });
        EXPECT_EQ(error.kind(), ErrorKind::bad_input);
        EXPECT_EQ(error.detail().code, "db.newer");
        EXPECT_EQ(error.detail().found, "schema 9999");
    }
    EXPECT_EQ(kit::bytes_of(file_), before);
}

/// The first schema as it was, written out again: a migration never changes.
void make_version_1(const fs::path& file) {
    kit::RawDatabase raw(file);
    raw.run("PRAGMA journal_mode=WAL; PRAGMA application_id=0x52454C46; PRAGMA user_version=1");
    raw.run(R"sql(
CREATE TABLE source_table(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  bytes BLOB NOT NULL,
  sha256 TEXT NOT NULL
) STRICT;

CREATE TABLE journal(
  seq INTEGER PRIMARY KEY,
  occurred_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  operation TEXT NOT NULL,
  subject TEXT NOT NULL,
  payload TEXT NOT NULL,
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;

CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'a journal row is never changed'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'a journal row is never deleted'); END;

INSERT INTO source_table VALUES(1, 'old', x'6f6c64', 'hash');
)sql");
}

TEST_F(StoreTest, OlderSchemaIsBroughtUpByTheWriterAlone) {
    make_version_1(file_);
    const std::string before = kit::bytes_of(file_);
    EXPECT_EQ(failure_of([&] { (void)Database::open_read_only(file_); }).detail().code, "db.older");
    EXPECT_EQ(kit::bytes_of(file_), before);
    {
        Database database = Database::open(file_);
        EXPECT_GT(integer(database, "PRAGMA user_version"), 1);
        EXPECT_EQ(integer(database, "SELECT count(*) FROM movement"), 0);
        EXPECT_EQ(text(database, "SELECT name FROM source_table"), "old");
    }
    Database reader = Database::open_read_only(file_);
    EXPECT_EQ(integer(reader, "SELECT count(*) FROM entry"), 0);
}

TEST_F(StoreTest, OlderSchemaBecomesTheVeryOneOfANewFile) {
    make_version_1(file_);
    { Database database = Database::open(file_); }
    { Database database = Database::create(folder_ / "new.db"); }
    const std::string schema = "SELECT type||name||coalesce(sql,'') FROM sqlite_schema ORDER BY 1";
    EXPECT_EQ(kit::RawDatabase(file_).texts(schema),
              kit::RawDatabase(folder_ / "new.db").texts(schema));
}

TEST_F(StoreTest, MigrationThatFailsChangesNothing) {
    make_version_1(file_);
    kit::RawDatabase(file_).run("CREATE TABLE movement(in_the_way)");
    EXPECT_EQ(failure_of([&] { (void)Database::open(file_); }).kind(), ErrorKind::fault);
    kit::RawDatabase raw(file_);
    EXPECT_EQ(raw.text("PRAGMA user_version"), "1");
    EXPECT_EQ(raw.text("SELECT count(*) FROM sqlite_schema WHERE name='lot'"), "0");
}

TEST_F(StoreTest, TransactionIsAllOrNothing) {
    Database database = Database::create(file_);
    EXPECT_THROW(database.transaction([&] {
        add_store_row(database, "lost");
        throw std::runtime_error("no");
    }),
                 std::runtime_error);
    EXPECT_FALSE(database.in_transaction());
    EXPECT_EQ(integer(database, "SELECT count(*) FROM journal"), 0);

    database.transaction([&] {
        add_store_row(database, "kept");
        EXPECT_THROW(database.transaction([&] {
            add_store_row(database, "lost");
            throw std::runtime_error("no");
        }),
                     std::runtime_error);
        add_store_row(database, "kept too");
    });
    EXPECT_EQ(integer(database, "SELECT count(*) FROM journal"), 2);
    EXPECT_EQ(check_journal(database), std::nullopt);
}

TEST_F(StoreTest, ValuesComeBackAsTheyWent) {
    Database database = Database::in_memory();
    database.execute("CREATE TABLE t(a INTEGER, b REAL, c TEXT, d BLOB, e TEXT) STRICT");
    const std::string bytes("a\0b\xff", 4);
    database.prepare("INSERT INTO t VALUES(?1, ?2, ?3, ?4, ?5)")
        .bind(1, std::numeric_limits<std::int64_t>::min())
        .bind(2, 0.5)
        .bind(3, std::string_view{})
        .bind_blob(4, bytes)
        .bind_null(5)
        .run();
    Statement select = database.prepare("SELECT * FROM t");
    ASSERT_TRUE(select.step());
    EXPECT_EQ(select.integer(0), std::numeric_limits<std::int64_t>::min());
    EXPECT_FALSE(select.is_null(2));
    EXPECT_EQ(select.text(2), "");
    EXPECT_EQ(select.blob(3), bytes);
    EXPECT_TRUE(select.is_null(4));
    EXPECT_FALSE(select.step());
}

TEST_F(StoreTest, PostedRowsAreGuardedByTriggers) {
    Database database = Database::in_memory();
    const auto refuses = [&](const std::string& sql) {
        return std::string(failure_of([&] { database.execute(sql); }).what());
    };
    add_store_row(database, "row");
    database.execute(
        "INSERT INTO lot VALUES(1,'TENT','L','2010-01-01','2020-01-01');"
        "INSERT INTO account VALUES(1,'o','k','s','TENT','L','A','on_hand');"
        "INSERT INTO movement VALUES(1,'receipt','key',0,0,'a','r','c','p','h',1);"
        "INSERT INTO entry VALUES(1,1,1,5)");
    for (const std::string table : {"journal", "movement", "entry", "account", "lot"}) {
        const std::string column = table == "journal"    ? "actor"
                                   : table == "movement" ? "reason"
                                   : table == "entry"    ? "amount"
                                   : table == "account"  ? "owner"
                                                         : "made_on";
        EXPECT_THAT(refuses(fmt::format("UPDATE {} SET {}='9'", table, column)),
                    HasSubstr("never"));
        EXPECT_THAT(refuses("DELETE FROM " + table), HasSubstr("never"));
        EXPECT_THAT(refuses(fmt::format("REPLACE INTO {0} SELECT * FROM {0}", table)),
                    HasSubstr("never"));
    }
    EXPECT_EQ(text(database, "SELECT actor FROM journal"), "tester");
}

TEST_F(StoreTest, SecondWriterIsToldWhoHoldsTheLock) {
    { Database database = Database::create(file_); }
    kit::Child holder([&](const auto& ready) {
        Database database = Database::open(file_);
        ready();
        kit::stay();
    });
    ASSERT_TRUE(holder.was_ready());
    const std::string process = "process " + std::to_string(holder.process()) + " ";
    fs::create_symlink(file_, folder_ / "link.db");
    for (const fs::path& name : {file_, folder_ / "link.db"}) {
        const Error error = failure_of([&] { (void)Database::open(name); });
        EXPECT_EQ(error.kind(), ErrorKind::conflict);
        EXPECT_EQ(error.detail().code, "db.locked");
        EXPECT_THAT(error.detail().found, HasSubstr(process));
        std::array<char, 256> host{};
        ::gethostname(host.data(), host.size() - 1);
        EXPECT_THAT(error.detail().found, HasSubstr(std::string("on host ") + host.data()));
        EXPECT_THAT(error.detail().found, testing::ContainsRegex("since 20[0-9]+-.*08:00"));
    }
    EXPECT_THAT(kit::bytes_of(folder_ / "relief.db.lock"),
                testing::StartsWith(std::to_string(holder.process()) + " "));
    EXPECT_EQ(integer(*std::make_unique<Database>(Database::open_read_only(file_)),
                      "SELECT count(*) FROM journal"),
              0)
        << "readers are not in the writer's way";
    holder.kill();
    Database database = Database::open(file_);  // the kernel has let go of a dead process's lock
    add_store_row(database, "mine");
}

TEST_F(StoreTest, SecondWriterInTheSameProcessIsRefusedToo) {
    Database database = Database::create(file_);
    EXPECT_EQ(failure_of([&] { (void)Database::open(file_); }).detail().code, "db.locked");
    const fs::path other = folder_ / "other.db";
    Database second = Database::create(other);
    add_store_row(second, "another file, another lock");
}

/// A file whose last rows are in the WAL alone: the writer was killed and never checkpointed.
class KilledWriterTest : public StoreTest {
  protected:
    void SetUp() override {
        kit::Child writer([&](const auto& ready) {
            Database database = Database::create(file_);
            for (int i = 0; i < 12; ++i) {
                add_store_row(database, "row " + std::to_string(i));
            }
            ready();
            kit::stay();
        });
        ASSERT_TRUE(writer.was_ready());
        writer.kill();
        ASSERT_GT(fs::file_size(wal_), 0U);
    }
    fs::path wal_ = folder_ / "relief.db-wal";
};

TEST_F(KilledWriterTest, ReaderSeesTheWalAndChangesNothing) {
    const std::string main_before = kit::bytes_of(file_);
    const std::string wal_before = kit::bytes_of(wal_);
    for (int times = 0; times < 2; ++times) {
        Database reader = Database::open_read_only(file_);
        EXPECT_TRUE(reader.read_only());
        EXPECT_EQ(integer(reader, "SELECT count(*) FROM journal"), 12);
        EXPECT_EQ(check_journal(reader), std::nullopt);
    }
    EXPECT_EQ(kit::bytes_of(file_), main_before);
    EXPECT_EQ(kit::bytes_of(wal_), wal_before);
}

// The measure has teeth: the same reading by a connection as SQLite gives it by default folds the
// WAL into the file when it closes, which is just what must not happen beside a writer. Two fences
// keep our readers from it, SQLITE_OPEN_READONLY and SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE. Tried by
// hand on 3.40.1: with either one the WAL stays, with neither it is folded and taken away.
TEST_F(KilledWriterTest, DefaultConnectionWouldCheckpoint) {
    const std::string main_before = kit::bytes_of(file_);
    EXPECT_EQ(kit::RawDatabase(file_).text("SELECT count(*) FROM journal"), "12");
    EXPECT_NE(kit::bytes_of(file_), main_before);
    EXPECT_FALSE(fs::exists(wal_));
}

TEST_F(KilledWriterTest, OtherFenceAloneHoldsToo) {
    const std::string wal_before = kit::bytes_of(wal_);
    {
        kit::RawDatabase raw(file_);
        sqlite3_db_config(raw.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        EXPECT_EQ(raw.text("SELECT count(*) FROM journal"), "12");
    }
    EXPECT_EQ(kit::bytes_of(wal_), wal_before);
}

TEST_F(KilledWriterTest, NextWriterGoesOnWhereItEnded) {
    {
        Database database = Database::open(file_);
        add_store_row(database, "row 12");
        EXPECT_EQ(check_journal(database), std::nullopt);
    }
    EXPECT_FALSE(fs::exists(wal_)) << "the writer's close folds the WAL";
    Database reader = Database::open_read_only(file_);
    EXPECT_EQ(integer(reader, "SELECT count(*) FROM journal"), 13);
}

TEST_F(KilledWriterTest, NewerFileIsLeftAsItWasWithItsWal) {
    {
        kit::RawDatabase raw(file_);
        sqlite3_db_config(raw.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        raw.run("PRAGMA user_version=9999");
    }
    const std::string before = kit::bytes_of(file_) + kit::bytes_of(wal_);
    EXPECT_EQ(failure_of([&] { (void)Database::open(file_); }).detail().code, "db.newer");
    EXPECT_EQ(kit::bytes_of(file_) + kit::bytes_of(wal_), before);
}

TEST_F(StoreTest, ReadersBesideTheWriterNeverCheckpoint) {
    Database writer = Database::create(file_);
    add_store_row(writer, "first");
    const std::string main_before = kit::bytes_of(file_);
    const std::string wal_before = kit::bytes_of(folder_ / "relief.db-wal");
    for (int i = 0; i < 3; ++i) {
        Database reader = Database::open_read_only(file_);
        EXPECT_EQ(integer(reader, "SELECT count(*) FROM journal"), 1);
        EXPECT_EQ(failure_of([&] { reader.checkpoint(); }).kind(), ErrorKind::fault);
        EXPECT_EQ(failure_of([&] { add_store_row(reader, "no"); }).detail().code, "file.read");
        for (const std::string_view sql :
             {"PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA Wal_AutoCheckpoint=1",
              "PRAGMA journal_mode=DELETE", "ATTACH ':memory:' AS other"}) {
            EXPECT_THAT(failure_of([&] { reader.execute(sql); }).what(),
                        HasSubstr("not authorized"));
        }
    }
    EXPECT_EQ(kit::bytes_of(file_), main_before);
    EXPECT_EQ(kit::bytes_of(folder_ / "relief.db-wal"), wal_before);
    add_store_row(writer, "second");
    Database reader = Database::open_read_only(file_);
    EXPECT_EQ(integer(reader, "SELECT count(*) FROM journal"), 2);
}

TEST_F(StoreTest, ReadersTransactionIsOneSnapshot) {
    Database writer = Database::create(file_);
    Database reader = Database::open_read_only(file_);
    reader.transaction([&] {
        EXPECT_EQ(integer(reader, "SELECT count(*) FROM journal"), 0);
        add_store_row(writer, "meanwhile");
        EXPECT_EQ(integer(reader, "SELECT count(*) FROM journal"), 0);
        writer.checkpoint();  // a reader in the way is no error and does not hold the writer up
        add_store_row(writer, "and more");
    });
    EXPECT_EQ(integer(reader, "SELECT count(*) FROM journal"), 2);
}

TEST_F(StoreTest, WriterFoldsItsWal) {
    Database writer = Database::create(file_);
    add_store_row(writer, "row");
    const auto size_before = fs::file_size(file_);
    writer.checkpoint();
    EXPECT_EQ(fs::file_size(folder_ / "relief.db-wal"), 0U);

    // By itself too, so that the WAL does not grow for ever: 160 commits of 60 pages each are
    // 9,600 pages; folded at 4,000, the WAL begins anew and stays below them.
    const std::string bytes(std::size_t{60} * 4096, 'x');
    for (int i = 0; i < 160; ++i) {
        writer.transaction([&] {
            writer.prepare("INSERT INTO source_table(name, bytes, sha256) VALUES(?1, ?2, '')")
                .bind(1, std::to_string(i))
                .bind_blob(2, bytes)
                .run();
        });
    }
    EXPECT_GT(fs::file_size(file_), size_before + std::uintmax_t{4000} * 4096);
    EXPECT_LT(fs::file_size(folder_ / "relief.db-wal"), std::uintmax_t{4200} * (4096 + 24));
}

/// What must hold after a full disk: told as db.full, rows as before, and going on works.
void expect_full_and_unchanged(Database& database, const std::string& before,
                               const std::function<void()>& write) {
    const Error error = failure_of(write);
    EXPECT_EQ(error.kind(), ErrorKind::bad_input) << error.what();
    EXPECT_EQ(error.detail().code, "db.full");
    EXPECT_EQ(error.detail().file, database.file().string());
    EXPECT_EQ(kit::dump(database), before);
    EXPECT_EQ(check_journal(database), std::nullopt);
}

TEST_F(StoreTest, DiskFullAtEveryWriteLeavesTheDatabaseAsBefore) {
    kit::FaultyDisk disk;
    int refused = 0;
    {
        Database database = Database::create(file_);
        add_store_row(database, "before");
        for (int n = 1;; ++n) {
            const std::string before = kit::dump(database);
            disk.fill_at_write(n);
            const int failures = disk.failures();
            const auto write = [&] {
                database.transaction([&] {
                    store_tables(database, kit::MadeSource(), store_noon);
                    add_store_row(database, "row " + std::to_string(n));
                });
            };
            try {
                write();
                disk.mend();
                EXPECT_EQ(disk.failures(), failures) << "a failed write was taken for a good one";
                break;
            } catch (const Error& error) {
                disk.mend();
                EXPECT_EQ(error.detail().code, "db.full") << error.what();
                EXPECT_EQ(kit::dump(database), before);
                EXPECT_EQ(check_journal(database), std::nullopt);
                ++refused;
            }
            ASSERT_LT(n, 500);
        }
        add_store_row(database, "space is back");
    }
    EXPECT_GT(refused, 3);
    Database reader = Database::open_read_only(file_);
    EXPECT_EQ(text(reader, "SELECT subject FROM journal ORDER BY seq DESC"), "space is back");
    EXPECT_EQ(text(reader, "PRAGMA integrity_check"), "ok");
}

TEST_F(StoreTest, DiskFullWhileCreatingLeavesNoFile) {
    kit::FaultyDisk disk;
    int n = 1;
    for (;; ++n) {
        ASSERT_LT(n, 2000);
        disk.fill_at_write(n);
        try {
            Database database = Database::create(
                file_, [](Database& made) { store_tables(made, kit::MadeSource(), store_noon); });
            disk.mend();
            break;
        } catch (const Error& error) {
            disk.mend();
            EXPECT_EQ(error.detail().code, "db.full") << error.what();
            EXPECT_EQ(error.detail().file, file_.string());
            EXPECT_THAT(folder_.names(), testing::IsEmpty());
        }
    }
    EXPECT_GT(n, 3);
}

/// The kernel's own limit (EFBIG), and SQLite's: both are a full disk to the person in front.
TEST_F(StoreTest, FileSizeLimitsAreAFullDisk) {
    Database database = Database::create(file_);
    add_store_row(database, "before");
    const std::string before = kit::dump(database);
    const std::string much(std::size_t{200} * 4096, 'x');
    const auto write = [&] {
        database.transaction([&] {
            database.prepare("INSERT INTO source_table(name, bytes, sha256) VALUES('a', ?1, '')")
                .bind_blob(1, much)
                .run();
        });
    };
    rlimit old{};
    ::getrlimit(RLIMIT_FSIZE, &old);
    ::signal(SIGXFSZ, SIG_IGN);
    rlimit low = old;
    low.rlim_cur = rlim_t{100} * 4096;
    ::setrlimit(RLIMIT_FSIZE, &low);
    expect_full_and_unchanged(database, before, write);
    ::setrlimit(RLIMIT_FSIZE, &old);

    database.execute("PRAGMA max_page_count=100");
    expect_full_and_unchanged(database, before, write);
    database.execute("PRAGMA max_page_count=1000000");
    write();
    EXPECT_NE(kit::dump(database), before);
}

/// SQLite may roll a transaction back by itself; what comes after must not stand alone.
TEST_F(StoreTest, WorkGoingOnAfterALostTransactionIsAFault) {
    Database database = Database::create(file_);
    const Error error = failure_of([&] {
        database.transaction([&] {
            add_store_row(database, "first");
            database.execute("ROLLBACK");
            add_store_row(database, "second");
        });
    });
    EXPECT_EQ(error.kind(), ErrorKind::fault);
    EXPECT_EQ(integer(database, "SELECT count(*) FROM journal"), 0);
    add_store_row(database, "a new transaction");
    EXPECT_EQ(integer(database, "SELECT count(*) FROM journal"), 1);
}

/// After a failed fsync the kernel may have dropped the pages: nothing is written any more, the
/// file is whole, and the rows told as done are there.
TEST_F(StoreTest, FailedSyncStopsWriting) {
    kit::FaultyDisk disk;
    int faults = 0;
    for (int n = 1; n <= 4; ++n) {
        const fs::path file = folder_ / ("sync" + std::to_string(n) + ".db");
        std::int64_t told = 0;
        {
            Database database = Database::create(file);
            add_store_row(database, "told");
            told = 1;
            disk.break_sync_at(n);
            try {
                for (int i = 0; i < 6; ++i) {
                    add_store_row(database, "row");
                    ++told;
                }
                database.checkpoint();
            } catch (const Error& error) {
                EXPECT_EQ(error.kind(), ErrorKind::fault) << error.what();
                ++faults;
                disk.mend();
                EXPECT_EQ(failure_of([&] { add_store_row(database, "no more"); }).kind(),
                          ErrorKind::fault);
                EXPECT_EQ(failure_of([&] { database.checkpoint(); }).kind(), ErrorKind::fault);
                EXPECT_GE(integer(database, "SELECT count(*) FROM journal"), told);
            }
            disk.mend();
        }
        Database database = Database::open(file);
        EXPECT_EQ(check_journal(database), std::nullopt);
        const std::int64_t rows = integer(database, "SELECT count(*) FROM journal");
        EXPECT_THAT(rows, AnyOf(told, told + 1)) << "the last commit was either kept or not";
        EXPECT_EQ(text(database, "SELECT group_concat(DISTINCT subject) FROM journal"),
                  rows > 1 ? "told,row" : "told");
        add_store_row(database, "after the next start");
    }
    EXPECT_EQ(faults, 4);
}

TEST_F(StoreTest, TablesComeBackByteForByte) {
    {
        Database database = Database::create(
            file_, [](Database& made) { store_tables(made, kit::MadeSource(), store_noon); });
    }
    Database reader = Database::open_read_only(file_);
    const DatabaseSource source(reader);
    ASSERT_FALSE(table_names().empty());
    for (const std::string_view name : table_names()) {
        EXPECT_EQ(source.read(name), kit::MadeSource().read(name));
    }
    EXPECT_EQ(source.shown_name("rules/metrics.csv"), file_.string() + "!rules/metrics.csv");
    const Error error = failure_of([&] { (void)source.read("rules/nothing.csv"); });
    EXPECT_EQ(error.detail().code, "file.missing");
    std::int64_t checked = 0;
    EXPECT_EQ(check_tables(reader, &checked), std::nullopt);
    EXPECT_EQ(checked, static_cast<std::int64_t>(table_names().size()));
    EXPECT_EQ(text(reader, "SELECT operation FROM journal"), "tables.store");
}

struct TableTamper {
    std::string sql;
    std::int64_t row;
};

TEST_F(StoreTest, TamperedTableIsNamed) {
    const std::vector<TableTamper> tampers{
        {"UPDATE source_table SET bytes = CAST(bytes || x'0a' AS BLOB) WHERE id=2", 2},
        {"UPDATE source_table SET sha256 = replace(sha256, substr(sha256,1,1), 'x') WHERE id=3", 3},
        {"UPDATE source_table SET name = name || 'x' WHERE id=4", 4},
        {"UPDATE source_table SET id = 5000 WHERE id=2", 2},
        {"DELETE FROM source_table WHERE id=1", 1},
        {"DELETE FROM source_table WHERE id=(SELECT max(id) FROM source_table)",
         static_cast<std::int64_t>(table_names().size())},
        {"INSERT INTO source_table VALUES(5000, 'mine', x'00', 'x')", 5000},
        {"INSERT INTO source_table VALUES(-1, 'mine', x'00', 'x')", -1},
    };
    for (const TableTamper& tamper : tampers) {
        Database database = Database::in_memory();
        store_tables(database, kit::MadeSource(), store_noon);
        database.execute(tamper.sql);
        const std::optional<WrongRow> wrong = check_tables(database);
        ASSERT_TRUE(wrong.has_value()) << tamper.sql;
        EXPECT_EQ(wrong->table, "source_table");
        EXPECT_EQ(wrong->row, tamper.row) << tamper.sql;
        EXPECT_NE(wrong->found, wrong->expected);
    }
    // Bytes changed together with the SHA-256 beside them: the journal knows better.
    Database database = Database::in_memory();
    store_tables(database, kit::MadeSource(), store_noon);
    database.prepare("UPDATE source_table SET bytes = x'616263', sha256 = ?1 WHERE id=2")
        .bind(1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        .run();
    EXPECT_EQ(check_tables(database)->row, 2);
}

TEST_F(StoreTest, TableThatIsNotAsStoredIsNotRead) {
    Database database = Database::in_memory();
    store_tables(database, kit::MadeSource(), store_noon);
    database.execute("UPDATE source_table SET bytes = x'78' WHERE id=1");
    const Error error = failure_of([&] { (void)DatabaseSource(database).read(table_names()[0]); });
    EXPECT_EQ(error.kind(), ErrorKind::bad_input);
    EXPECT_EQ(error.detail().code, "db.damaged");
    EXPECT_THAT(error.detail().file, HasSubstr(std::string(table_names()[0])));
}

// A table that is there is never put in another's place, whatever the program's own says.
TEST(AddMissingTables, LeavesWhatIsThereAndTellsTheJournalOfTheRest) {
    Database database = Database::in_memory();
    kit::MadeSource made;
    store_tables(database, made, Instant{});
    EXPECT_TRUE(missing_tables(database).empty());
    EXPECT_EQ(add_missing_tables(database, FolderSource(RELIEF_SOURCE_DIR "/data"), Instant{}), 0);
    EXPECT_EQ(DatabaseSource(database).read("rules/kits.csv"), made.read("rules/kits.csv"));
    EXPECT_FALSE(check_tables(database));
}

}  // namespace
}  // namespace relief
