// SPDX-License-Identifier: Apache-2.0
#include "reserves/ledger/proof.h"

#include "reserves/ledger/hold.h"
#include "reserves/ledger/lot_state.h"
#include "tests/kit/change.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace relief {
namespace {

using kit::account;
using kit::failure_of;

/// Books proven in full and put on record after two postings, then three more: an issue of N1 that
/// was there, a receipt of the new lot N2, an issue of N2.
class ProofTest : public testing::Test {
  protected:
    ProofTest() {
        Database database = Database::create(file_, kit::open_small_books);
        post_movement(database, receipt("N1", 1000), kit::noon_of(2));
        post_movement(database, kit::issue("i1", 3, "P", "T1", 10), kit::noon_of(3));
        const FullProof proof = prove_books(database, std::nullopt);
        EXPECT_EQ(kit::complaint(proof.result), "");
        post_movement(database, kit::issue("i2", 4, "P", "N1", 5), kit::noon_of(4));
        record_proof(database, proof, kit::noon_of(5));  // a posting came in between
        post_movement(database, receipt("N2", 50), kit::noon_of(6));
        post_movement(database, kit::issue("i3", 7, "P", "N2", 7), kit::noon_of(7));
        proven_ = proof;
    }

    static Movement receipt(const std::string& lot, std::int64_t amount) {
        Movement movement = kit::carry("receipt", "r" + lot, 2, account("P", lot, "purchased"),
                                       account("P", lot, "on_hand"), amount);
        movement.lots = {{"TENT", lot, kit::book_date(2), kit::book_date(30)}};
        return movement;
    }

    VerifyResult quick(const std::optional<std::filesystem::path>& anchor = std::nullopt) {
        Database reader = Database::open_read_only(file_);
        return verify_quick(reader, anchor);
    }

    /// What both proofs say after an edit by SQLite itself; the file is as before afterwards.
    std::pair<VerifyResult, VerifyResult> after(const std::string& sql) {
        const std::string before = kit::bytes_of(file_);
        kit::RawDatabase(file_).run_behind_triggers(sql);
        std::pair<VerifyResult, VerifyResult> results;
        {
            Database reader = Database::open_read_only(file_);
            results = {verify_quick(reader, std::nullopt), verify_books(reader, std::nullopt)};
        }
        for (const char* suffix : {"", "-wal", "-shm"}) {
            std::filesystem::remove(file_.string() + suffix);
        }
        kit::put_bytes(file_, before);
        return results;
    }

    kit::TempFolder folder_;
    std::filesystem::path file_ = folder_ / "books.db";
    FullProof proven_;
};

TEST_F(ProofTest, QuickProofBeginsAtTheRecordAndSaysSo) {
    const VerifyResult result = quick();
    EXPECT_EQ(kit::complaint(result), "");
    ASSERT_TRUE(result.proven_fully.has_value());
    // The journal: 1 the tables, 2-4 openings, 5 N1, 6 i1; then 7 i2, 8 the record, 9 N2, 10 i3.
    EXPECT_EQ(result.proven_fully->seq, 6);
    EXPECT_EQ(result.proven_fully->at, kit::noon_of(5));
    EXPECT_EQ(result.head.seq, 10);
    EXPECT_EQ(result.checked.at("journal"), 4);
    EXPECT_EQ(result.checked.at("I8_movements"), 3);
    EXPECT_EQ(result.checked.at("I3_not_negative"), 6) << "two entries each";
    Database reader = Database::open_read_only(file_);
    EXPECT_EQ(kit::complaint(verify_books(reader, std::nullopt)), "") << "the record is in order";
}

TEST_F(ProofTest, WithoutARecordItIsTheFullProof) {
    Database database = Database::in_memory();
    kit::open_small_books(database);
    const VerifyResult result = verify_quick(database, std::nullopt);
    EXPECT_EQ(kit::complaint(result), "");
    EXPECT_FALSE(result.proven_fully.has_value());
    EXPECT_EQ(result.checked.count("integrity"), 1U);
}

TEST_F(ProofTest, LaterRecordIsTheOneThatCounts) {
    {
        Database database = Database::open(file_);
        record_proof(database, prove_books(database, std::nullopt), kit::noon_of(8));
    }
    const VerifyResult result = quick();
    EXPECT_EQ(kit::complaint(result), "");
    EXPECT_EQ(result.proven_fully->seq, 10);
    EXPECT_EQ(result.checked.at("I8_movements"), 0);
}

/// Accounts: 1-12 openings, 13 N1 purchased, 14 N1 on hand, 15 T1 issued | 16 N1 issued, 17 N2
/// purchased, 18 N2 on hand, 19 N2 issued. Lots: T2 T1 T3 T4 R1 N1 | N2. Movements: 1-5 | 6 i2, 7
/// N2, 8 i3.
TEST_F(ProofTest, EditOfWhatCameSinceIsNamedAtItsRow) {
    struct Tamper {
        std::string sql;
        std::string table;
        std::int64_t row;
    };
    const std::vector<Tamper> tampers{
        {"UPDATE movement SET actor='x' WHERE id=6", "movement", 6},
        {"UPDATE movement SET occurred_at=0 WHERE id=8", "movement", 8},
        {"UPDATE entry SET amount=amount*2 WHERE movement_id=7", "entry", 7},
        {"UPDATE entry SET account_id=3 WHERE movement_id=6 AND line=1", "entry", 6},
        {"DELETE FROM entry WHERE movement_id=8", "entry", 8},
        {"DELETE FROM movement WHERE id=7", "movement", 7},
        {"INSERT INTO movement SELECT 9, kind, 'new', occurred_at, recorded_at, actor, reason, "
         "content_hash, hash, hash, 1 FROM movement WHERE id=8",
         "movement", 9},
        {"INSERT INTO entry VALUES(8, 3, 1, 1)", "entry", 8},
        {"UPDATE journal SET payload=payload||' ' WHERE seq=9", "journal", 9},
        {"UPDATE journal SET recorded_at=0 WHERE seq=8", "journal", 8},
        {"DELETE FROM journal WHERE seq=7", "journal", 7},
        {"UPDATE account SET site='C' WHERE id=18", "account", 18},
        {"UPDATE lot SET expires_on='2099-01-01' WHERE lot='N2'", "lot", 7},
        {"INSERT INTO account VALUES(20,'me','me','P','TENT','T1','A','on_hand')", "account", 20},
        {"UPDATE balance SET amount=amount+1 WHERE account_id=18", "balance", 18},
        {"DELETE FROM balance WHERE account_id=19", "balance", 19},
        {"INSERT INTO balance VALUES(20, 5)", "balance", 20},
        {"UPDATE balance_day SET amount=amount+1 WHERE account_id=14 AND amount<0", "balance_day",
         14},
    };
    for (const Tamper& tamper : tampers) {
        SCOPED_TRACE(tamper.sql);
        const VerifyResult result = after(tamper.sql).first;
        ASSERT_TRUE(result.first_wrong.has_value());
        EXPECT_EQ(result.first_wrong->table, tamper.table) << kit::complaint(result);
        EXPECT_EQ(result.first_wrong->row, tamper.row) << kit::complaint(result);
    }
}

/// What today's stock rests on is proven whole, however old the row is.
TEST_F(ProofTest, EditOfAnyBalanceAccountOrLotIsSeen) {
    for (const std::string sql :
         {"UPDATE balance SET amount=amount+1 WHERE account_id=3",
          "UPDATE balance SET amount=amount-1 WHERE account_id=14",
          "DELETE FROM balance WHERE account_id=11", "INSERT INTO balance VALUES(0, 5)",
          "UPDATE account SET owner='me' WHERE id=3", "UPDATE account SET stage='lost' WHERE id=1",
          "UPDATE lot SET expires_on='2099-01-01' WHERE lot='T4'",
          "UPDATE source_table SET bytes=x'00' WHERE id=2",
          "UPDATE journal SET hash=prev_hash WHERE seq=6"}) {
        EXPECT_FALSE(after(sql).first.ok) << sql;
    }
}

/// What is available rests on holds, states of lots and the like: they are gone through whole.
TEST_F(ProofTest, EditOfAHoldOrALotStateOfBeforeTheRecordIsSeen) {
    {
        Database database = Database::open(file_);
        const std::int64_t order = kit::add_order(database, "E1");
        kit::change_books(database, 8, [&](Change& change) {
            make_hold(change, {.site = "P",
                               .item = "TENT",
                               .lot = "T1",
                               .owner = "220000",
                               .amount = 3,
                               .document = order,
                               .line = 1,
                               .deadline = kit::noon_of(20)});
            set_lot_state(change, "TENT", "T2", "frozen", "damp");
        });
        record_proof(database, prove_books(database, std::nullopt), kit::noon_of(9));
    }
    EXPECT_EQ(kit::complaint(quick()), "");
    for (const std::string table : {"hold", "lot_state", "document", "document_line"}) {
        const std::string column = table == "lot_state"  ? "state='good'"
                                   : table == "document" ? "event='E2'"
                                                         : "amount=1";
        const auto [quick_result, full_result] = after("UPDATE " + table + " SET " + column);
        EXPECT_EQ(quick_result.first_wrong.value().table, table);
        EXPECT_EQ(quick_result.first_wrong.value().check, "standing");
        EXPECT_EQ(full_result.first_wrong.value().check, "I8_rows") << "which names the row";
    }
    EXPECT_FALSE(after("DELETE FROM hold").first.ok);
}

/// The honest limit: a row of before the record is looked at by the full proof alone.
TEST_F(ProofTest, EditOfOldHistoryIsSeenByTheFullProofAlone) {
    for (const std::string sql : {"UPDATE movement SET actor='x' WHERE id=2",
                                  "UPDATE entry SET amount=amount*2 WHERE movement_id=5",
                                  "UPDATE journal SET actor='x' WHERE seq=3"}) {
        const auto [quick_result, full_result] = after(sql);
        EXPECT_TRUE(quick_result.ok) << sql;
        EXPECT_FALSE(full_result.ok) << sql;
    }
}

TEST_F(ProofTest, AnchorIsLookedAtByTheQuickProofToo) {
    const std::filesystem::path anchor = folder_ / "anchor.txt";
    append_anchor(anchor, quick().head);
    EXPECT_TRUE(quick(anchor).ok);
    const std::string before = kit::bytes_of(file_);
    {
        Database database = Database::open(file_);
        post_movement(database, kit::issue("i4", 8, "P", "N2", 1), kit::noon_of(8));
        append_anchor(anchor, journal_head(database));
    }
    kit::put_bytes(file_, before);
    EXPECT_EQ(quick(anchor).first_wrong->check, "anchor");
}

TEST_F(ProofTest, StateOfOtherBooksIsNotPutOnRecord) {
    Database other = Database::in_memory();
    kit::open_small_books(other);
    const Error error = failure_of([&] { record_proof(other, proven_, kit::noon_of(9)); });
    EXPECT_EQ(error.kind(), ErrorKind::refused);
    EXPECT_EQ(error.detail().code, "ledger.proof");
}

}  // namespace
}  // namespace relief
