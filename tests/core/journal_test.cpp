// SPDX-License-Identifier: Apache-2.0
#include "core/store/journal.h"

#include "core/store/digest.h"
#include "tests/kit/raw_store.h"

#include <gtest/gtest.h>

namespace relief {
namespace {

using kit::failure_of;

Instant at(std::int64_t seconds) {
    return Instant{std::chrono::seconds{seconds}};
}

JournalEntry numbered_entry(int n) {
    return {.occurred_at = at(1500000000 + n),
            .recorded_at = at(1500000100 + n),
            .actor = "王",
            .operation = "test",
            .subject = "s" + std::to_string(n),
            .payload = "{\"n\":" + std::to_string(n) + "}"};
}

Database journal_of(int rows) {
    Database database = Database::in_memory();
    database.transaction([&] {
        for (int n = 1; n <= rows; ++n) {
            append_journal(database, numbered_entry(n));
        }
    });
    return database;
}

// FIPS 180-2, appendix B.1 and B.2; the empty message from NIST's short message vectors.
TEST(DigestTest, Sha256OfPublishedMessages) {
    EXPECT_EQ(sha256_hex("abc"),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(DigestTest, FieldsAreToldApart) {
    // The bytes written out by hand: each field behind its length.
    EXPECT_EQ(CanonicalBytes("t").add("ab").add(std::int64_t{-7}).sha256(),
              sha256_hex("1:t2:ab2:-7"));
    EXPECT_NE(CanonicalBytes("t").add("ab").add("c").sha256(),
              CanonicalBytes("t").add("a").add("bc").sha256());
    EXPECT_NE(CanonicalBytes("t").add("").sha256(), CanonicalBytes("t").sha256());
    EXPECT_NE(CanonicalBytes("t").add("1:x").sha256(),
              CanonicalBytes("t").add("").add("x").sha256());
}

TEST(JournalTest, HashCoversEveryColumnAndTheRowBefore) {
    Database database = journal_of(2);
    // By the definition in journal.h, spelt out: what, seq, occurred, recorded, actor, operation,
    // subject, payload, hash before. 王 is three bytes of UTF-8.
    const std::string zeros(64, '0');
    const std::string first = sha256_hex(
        "16:relief.journal/11:110:150000000110:15000001013:王4:test2:s17:{\"n\":1}64:" + zeros);
    const std::string second = sha256_hex(
        "16:relief.journal/11:210:150000000210:15000001023:王4:test2:s27:{\"n\":2}64:" + first);
    EXPECT_EQ(journal_head(database).seq, 2);
    EXPECT_EQ(journal_head(database).hash, second);
}

TEST(JournalTest, EmptyJournalHasAHeadOfZeros) {
    Database database = Database::in_memory();
    EXPECT_EQ(journal_head(database).seq, 0);
    EXPECT_EQ(journal_head(database).hash, std::string(64, '0'));
    EXPECT_EQ(check_journal(database), std::nullopt);
}

TEST(JournalTest, AppendAnswersTheHeadItMade) {
    Database database = Database::in_memory();
    database.transaction([&] {
        for (int n = 1; n <= 3; ++n) {
            const JournalHead head = append_journal(database, numbered_entry(n));
            EXPECT_EQ(head.seq, n);
            EXPECT_EQ(head.hash, journal_head(database).hash);
        }
    });
    std::int64_t checked = 0;
    EXPECT_EQ(check_journal(database, &checked), std::nullopt);
    EXPECT_EQ(checked, 3);
}

TEST(JournalTest, AppendOutsideATransactionIsAFault) {
    Database database = Database::in_memory();
    EXPECT_EQ(failure_of([&] { append_journal(database, numbered_entry(1)); }).kind(),
              ErrorKind::fault);
    EXPECT_EQ(journal_head(database).seq, 0);
}

TEST(JournalTest, RolledBackRowLeavesNoGap) {
    Database database = journal_of(2);
    EXPECT_THROW(database.transaction([&] {
        append_journal(database, numbered_entry(3));
        throw std::runtime_error("no");
    }),
                 std::runtime_error);
    database.transaction([&] { EXPECT_EQ(append_journal(database, numbered_entry(3)).seq, 3); });
    EXPECT_EQ(check_journal(database), std::nullopt);
}

struct Tamper {
    std::string name;
    std::string sql;
    std::int64_t row;
    std::string check;
};

class TamperedJournalTest : public testing::TestWithParam<Tamper> {};

TEST_P(TamperedJournalTest, FirstWrongRowIsNamed) {
    const kit::TempFolder folder;
    {
        Database database = Database::create(folder / "j.db", [](Database& made) {
            made.transaction([&] {
                for (int n = 1; n <= 9; ++n) {
                    append_journal(made, numbered_entry(n));
                }
            });
        });
    }
    {
        kit::RawDatabase raw(folder / "j.db");
        raw.drop_triggers();
        raw.run(GetParam().sql);
    }
    Database reader = Database::open_read_only(folder / "j.db");
    const std::optional<WrongRow> wrong = check_journal(reader);
    ASSERT_TRUE(wrong.has_value());
    EXPECT_EQ(wrong->table, "journal");
    EXPECT_EQ(wrong->row, GetParam().row);
    EXPECT_EQ(wrong->check, GetParam().check);
    EXPECT_NE(wrong->found, wrong->expected);
}

INSTANTIATE_TEST_SUITE_P(
    Each, TamperedJournalTest,
    testing::Values(
        Tamper{"occurred_at", "UPDATE journal SET occurred_at=occurred_at+1 WHERE seq=5", 5,
               "journal.hash"},
        Tamper{"recorded_at", "UPDATE journal SET recorded_at=recorded_at-1 WHERE seq=5", 5,
               "journal.hash"},
        Tamper{"actor", "UPDATE journal SET actor='李' WHERE seq=5", 5, "journal.hash"},
        Tamper{"operation", "UPDATE journal SET operation='x' WHERE seq=5", 5, "journal.hash"},
        Tamper{"subject", "UPDATE journal SET subject='x' WHERE seq=5", 5, "journal.hash"},
        Tamper{"payload", "UPDATE journal SET payload='{\"n\":6}' WHERE seq=5", 5, "journal.hash"},
        Tamper{"prev_hash", "UPDATE journal SET prev_hash=upper(hash) WHERE seq=5", 5,
               "journal.order"},
        Tamper{"hash", "UPDATE journal SET hash=prev_hash WHERE seq=5", 5, "journal.hash"},
        Tamper{"moved_between_columns",
               "UPDATE journal SET operation=operation||'s', subject=substr(subject,2) WHERE seq=5",
               5, "journal.hash"},
        Tamper{"first_row", "UPDATE journal SET actor='李' WHERE seq=1", 1, "journal.hash"},
        Tamper{"last_row", "UPDATE journal SET actor='李' WHERE seq=9", 9, "journal.hash"},
        Tamper{"deleted_first", "DELETE FROM journal WHERE seq=1", 1, "journal.gap"},
        Tamper{"deleted_middle", "DELETE FROM journal WHERE seq=4", 4, "journal.gap"},
        Tamper{"deleted_and_closed_up",
               "DELETE FROM journal WHERE seq=4;"
               "UPDATE journal SET seq=-seq WHERE seq>4; UPDATE journal SET seq=-seq-1 WHERE seq<0",
               4, "journal.order"},
        Tamper{"swapped",
               "UPDATE journal SET seq=100 WHERE seq=4; UPDATE journal SET seq=4 WHERE seq=6;"
               "UPDATE journal SET seq=6 WHERE seq=100",
               4, "journal.order"},
        Tamper{"inserted_before_all",
               "INSERT INTO journal SELECT 0, occurred_at, recorded_at, actor, operation, subject, "
               "payload, prev_hash, hash FROM journal WHERE seq=1",
               0, "journal.gap"},
        Tamper{"inserted_after_all",
               "INSERT INTO journal SELECT 10, occurred_at, recorded_at, actor, operation, "
               "subject, payload, prev_hash, hash FROM journal WHERE seq=9",
               10, "journal.order"},
        Tamper{"far_away",
               "INSERT INTO journal SELECT 99, occurred_at, recorded_at, actor, operation, "
               "subject, payload, hash, hash FROM journal WHERE seq=9",
               10, "journal.gap"}),
    [](const auto& param) { return param.param.name; });

/// What the file alone cannot show, and why there is an anchor file.
TEST(JournalTest, CutTailIsAShorterJournalThatIsRight) {
    const kit::TempFolder folder;
    JournalHead head;
    {
        Database database = Database::create(folder / "j.db");
        database.transaction([&] {
            for (int n = 1; n <= 9; ++n) {
                head = append_journal(database, numbered_entry(n));
            }
        });
    }
    {
        kit::RawDatabase raw(folder / "j.db");
        raw.drop_triggers();
        raw.run("DELETE FROM journal WHERE seq>6");
    }
    Database reader = Database::open_read_only(folder / "j.db");
    EXPECT_EQ(check_journal(reader), std::nullopt);
    EXPECT_NE(journal_head(reader).hash, head.hash);
}

}  // namespace
}  // namespace relief
