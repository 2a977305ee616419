// SPDX-License-Identifier: Apache-2.0
// Movements that break a rule and were written with every hash and balance right, as a program with
// a fault in its posting would write them: the chain is whole, so the rule's own check must name
// them.
#include "core/store/journal.h"
#include "reserves/ledger/record.h"
#include "tests/kit/books.h"

#include <gtest/gtest.h>

namespace relief {
namespace {

struct ForgedLine {
    Account account;
    std::int64_t amount = 0;
};

std::int64_t account_id(Database& database, const Account& account) {
    Statement select = database.prepare(
        "SELECT id FROM account WHERE owner=?1 AND keeper=?2 AND site=?3 AND item=?4 AND lot=?5 "
        "AND condition=?6 AND stage=?7");
    select.bind(1, account.owner)
        .bind(2, account.keeper)
        .bind(3, account.site)
        .bind(4, account.item)
        .bind(5, account.lot)
        .bind(6, account.condition)
        .bind(7, account.stage);
    EXPECT_TRUE(select.step()) << account.lot << account.stage;
    return select.integer(0);
}

LotRow lot_row(Database& database, const Account& account) {
    Statement select =
        database.prepare("SELECT id, made_on, expires_on FROM lot WHERE lot=?1 AND item=?2");
    select.bind(1, account.lot).bind(2, account.item);
    EXPECT_TRUE(select.step());
    return {.id = select.integer(0),
            .item = account.item,
            .lot = account.lot,
            .made_on = select.text(1),
            .expires_on = select.text(2)};
}

void add_entry(Database& database, std::int64_t movement, std::int64_t number,
               const ForgedLine& line, std::int64_t day) {
    const std::int64_t account = account_id(database, line.account);
    database.prepare("INSERT INTO entry VALUES(?1, ?2, ?3, ?4)")
        .bind(1, movement)
        .bind(2, number)
        .bind(3, account)
        .bind(4, line.amount)
        .run();
    database.prepare("UPDATE balance SET amount = amount + ?2 WHERE account_id = ?1")
        .bind(1, account)
        .bind(2, line.amount)
        .run();
    if (is_real_stage(line.account.stage)) {
        database
            .prepare(
                "INSERT INTO balance_day VALUES(?1, ?2, ?3) ON CONFLICT DO UPDATE SET amount "
                "= amount + excluded.amount")
            .bind(1, account)
            .bind(2, day)
            .bind(3, line.amount)
            .run();
    }
}

/// The lines are of one lot.
void forge(Database& database, int day_of_july, const std::vector<ForgedLine>& lines) {
    const Instant occurred_at = kit::noon_of(day_of_july);
    const std::int64_t occurred = occurred_at.time_since_epoch().count();
    const Instant recorded_at = kit::noon_of(31);
    const std::int64_t recorded = recorded_at.time_since_epoch().count();
    PartWriter parts;
    RecordWriter writer;
    writer.begin();
    for (const ForgedLine& line : lines) {
        writer.add_line(parts.write(line.account), line.amount);
    }
    writer.add_lot(parts.write(lot_row(database, lines.front().account)));
    const std::string content = writer.content_hash("issue", "forged", occurred, "forger", "");
    database.transaction([&] {
        Statement last = database.prepare("SELECT id, hash FROM movement ORDER BY id DESC LIMIT 1");
        last.step();
        const std::int64_t id = last.integer(0) + 1;
        const std::string before = last.text(1);
        last.reset();
        const std::int64_t seq = journal_head(database).seq + 1;
        const std::string hash = hash_movement(id, recorded, seq, content, before);
        append_journal(database,
                       {.occurred_at = occurred_at,
                        .recorded_at = recorded_at,
                        .actor = "forger",
                        .operation = "movement.post",
                        .subject = "forged",
                        .payload = writer.payload(id, "issue", "forged", "", content, hash)});
        database
            .prepare(
                "INSERT INTO movement(id, kind, key, occurred_at, recorded_at, actor, reason, "
                "content_hash, prev_hash, hash, journal_seq) VALUES(?1, 'issue', 'forged', "
                "?2, ?3, 'forger', '', ?4, ?5, ?6, ?7)")
            .bind(1, id)
            .bind(2, occurred)
            .bind(3, recorded)
            .bind(4, content)
            .bind(5, before)
            .bind(6, hash)
            .bind(7, seq)
            .run();
        std::int64_t number = 0;
        for (const ForgedLine& line : lines) {
            add_entry(database, id, ++number, line, book_day(occurred_at));
        }
    });
}

/// Three openings; 4: on the 10th 30 of the new lot N1 come to P; 5: on the 12th one is issued.
class ForgedTest : public testing::Test {
  protected:
    ForgedTest() {
        kit::open_small_books(database_);
        Movement receipt =
            kit::carry("receipt", "r1", 10, kit::account("P", "N1", "purchased"), shelf_, 30);
        receipt.lots = {{"TENT", "N1", kit::book_date(2), kit::book_date(30)}};
        post_movement(database_, receipt, kit::noon_of(10));
        post_movement(database_, kit::issue("i1", 12, "P", "N1", 1), kit::noon_of(12));
    }

    WrongRow first_wrong() {
        return verify_books(database_, std::nullopt).first_wrong.value_or(WrongRow{});
    }

    Database database_ = Database::in_memory();
    Account shelf_ = kit::account("P", "N1", "on_hand");
    Account people_ = kit::account("P", "N1", "issued_to_people");
};

TEST_F(ForgedTest, GoodMovementWrittenSoIsProven) {
    forge(database_, 13, {{shelf_, -29}, {people_, 29}});
    EXPECT_EQ(kit::complaint(verify_books(database_, std::nullopt)), "") << "the forger is exact";
}

TEST_F(ForgedTest, UnbalancedMovementIsNamed) {
    forge(database_, 13, {{shelf_, -2}, {people_, 1}});
    const WrongRow wrong = first_wrong();
    EXPECT_EQ(wrong.check, "I1_sum_zero");
    EXPECT_EQ(wrong.table, "movement");
    EXPECT_EQ(wrong.row, 6);
    EXPECT_EQ(wrong.found, "item TENT, lot N1, owner 220000: a sum of -1");
}

TEST_F(ForgedTest, MovementThatTakesMoreThanIsThereIsNamed) {
    forge(database_, 13, {{shelf_, -30}, {people_, 30}});
    const WrongRow wrong = first_wrong();
    EXPECT_EQ(wrong.check, "I3_not_negative");
    EXPECT_EQ(wrong.table, "movement");
    EXPECT_EQ(wrong.row, 6);
    EXPECT_NE(wrong.found.find(" at -1"), std::string::npos) << wrong.found;
}

/// There is enough of it today, but nothing was there on the day it is dated.
TEST_F(ForgedTest, MovementDatedBeforeItsGoodsCameIsNamed) {
    forge(database_, 9, {{shelf_, -5}, {people_, 5}});
    const WrongRow wrong = first_wrong();
    EXPECT_EQ(wrong.check, "I3_not_negative");
    EXPECT_EQ(wrong.table, "account");
    EXPECT_EQ(wrong.row, account_id(database_, shelf_));
    EXPECT_EQ(wrong.found, "-5 on 2017-07-09");
}

}  // namespace
}  // namespace relief
