// SPDX-License-Identifier: Apache-2.0
// Books large enough to be proven by two threads (20,000 rows of the journal).
#include "reserves/ledger/posting.h"
#include "tests/kit/faults.h"

#include <gtest/gtest.h>

namespace relief {
namespace {

class SlowLargeBooksTest : public testing::Test {
  protected:
    static constexpr int postings = 21'000;

    SlowLargeBooksTest() {
        static_cast<void>(Database::create(file_, [](Database& made) {
            kit::open_small_books(made);
            Movement receipt =
                kit::carry("receipt", "stock", 2, kit::account("P", "N1", "purchased"),
                           kit::account("P", "N1", "on_hand"), postings);
            receipt.lots = {{"TENT", "N1", kit::book_date(2), kit::book_date(30)}};
            post_movement(made, receipt, kit::noon_of(2));
            made.transaction([&] {
                Posting posting(made);
                for (int i = 0; i < postings; ++i) {
                    const std::string key = "k" + std::to_string(i);
                    posting.post(kit::issue(key, 3 + i % 20, "P", "N1", 1), kit::noon_of(31),
                                 "movement.post", key);
                }
            });
        }));
    }

    VerifyResult after(const std::string& sql) {
        {
            kit::RawDatabase raw(file_);
            const auto triggers =
                raw.texts("SELECT sql FROM sqlite_schema WHERE type='trigger' ORDER BY rowid");
            raw.drop_triggers();
            raw.run(sql);
            for (const std::string& trigger : triggers) {
                raw.run(trigger);
            }
        }
        Database reader = Database::open_read_only(file_);
        return verify_books(reader, std::nullopt);
    }

    kit::TempFolder folder_;
    std::filesystem::path file_ = folder_ / "books.db";
};

/// The journal and the books are read by different threads; the answer is that of one.
TEST_F(SlowLargeBooksTest, TheFirstWrongRowIsThatOfTheFirstCheck) {
    Database reader = Database::open_read_only(file_);
    const VerifyResult good = verify_books(reader, std::nullopt);
    EXPECT_EQ(kit::complaint(good), "");
    EXPECT_EQ(good.checked.at("journal"), postings + 5) << "tables, three openings, a receipt";
    EXPECT_EQ(good.checked.at("I8_movements"), postings + 4);
    EXPECT_EQ(good.checked.count("schema"), 1U);

    const VerifyResult cache = after("UPDATE balance SET amount=amount+1 WHERE account_id=3");
    EXPECT_EQ(cache.first_wrong->table, "balance");
    EXPECT_EQ(cache.first_wrong->row, 3);

    const VerifyResult entry =
        after("UPDATE entry SET amount=-2 WHERE movement_id=9000 AND line=1");
    EXPECT_EQ(entry.first_wrong->table, "entry");
    EXPECT_EQ(entry.first_wrong->row, 9000);
    EXPECT_EQ(entry.checked.count("I4_balances"), 0U) << "what comes after it is not told";

    const VerifyResult journal = after("UPDATE journal SET actor='x' WHERE seq=20000");
    EXPECT_EQ(journal.first_wrong->check, "journal.hash");
    EXPECT_EQ(journal.first_wrong->row, 20000);
    EXPECT_EQ(journal.checked.count("I8_movements"), 0U);
}

/// A writer goes on meanwhile: both threads see the books of one moment.
TEST_F(SlowLargeBooksTest, AWriterThatGoesOnIsNotInTheWay) {
    Database writer = Database::open(file_);
    Database reader = Database::open_read_only(file_);
    reader.transaction([&] {
        EXPECT_EQ(journal_head(reader).seq, postings + 5);
        post_movement(writer,
                      kit::carry("receipt", "more", 20, kit::account("P", "N1", "purchased"),
                                 kit::account("P", "N1", "on_hand"), 1),
                      kit::noon_of(31));
        const VerifyResult result = verify_books(reader, std::nullopt);
        EXPECT_EQ(kit::complaint(result), "");
        EXPECT_EQ(result.head.seq, postings + 5) << "the moment it began";
    });
    EXPECT_EQ(verify_books(reader, std::nullopt).head.seq, postings + 6);
}

}  // namespace
}  // namespace relief
