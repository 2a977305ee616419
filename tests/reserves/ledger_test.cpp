// SPDX-License-Identifier: Apache-2.0
#include "reserves/ledger/ledger.h"

#include "core/places.h"
#include "tests/kit/books.h"
#include "tests/kit/faulty_disk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <numeric>

namespace relief {
namespace {

using kit::account;
using kit::failure_of;
using kit::issue;
using testing::HasSubstr;

class LedgerTest : public testing::Test {
  protected:
    LedgerTest() { kit::open_small_books(database_); }

    std::int64_t post(const Movement& movement) {
        return post_movement(database_, movement, kit::noon_of(31));
    }
    /// The refusal of a movement, which must have changed nothing.
    ErrorDetail refusal(const Movement& movement) {
        const std::string before = kit::dump(database_);
        const Error error = failure_of([&] { post(movement); });
        EXPECT_EQ(error.kind(), ErrorKind::refused) << error.what();
        EXPECT_EQ(kit::dump(database_), before);
        return error.detail();
    }
    std::int64_t on_hand(const std::string& site, const std::string& lot) {
        return kit::balance(database_, account(site, lot, "on_hand"));
    }
    std::string proof() { return kit::complaint(verify_books(database_, std::nullopt)); }

    Database database_ = Database::in_memory();
};

TEST(StageTest, RealStagesAreThoseOfTheDesign) {
    for (const std::string_view stage :
         {"on_hand", "picked", "loaded", "in_transit", "at_receiver", "on_loan", "quarantine",
          "await_scrap", "in_transit(o17)", "on_loan(220221)"}) {
        EXPECT_TRUE(is_real_stage(stage)) << stage;
    }
    for (const std::string_view stage :
         {"opening", "purchased", "from_upper", "donated", "issued_to_people", "scrapped", "found",
          "lost", "lost(transport)", "kit_in", "replaced", "owner_change", "", "on_hand(",
          "ON_HAND", "on_hand x"}) {
        EXPECT_FALSE(is_real_stage(stage)) << stage;
    }
}

TEST_F(LedgerTest, OpeningPutsEveryLotOnHandAgainstOpening) {
    EXPECT_EQ(on_hand("P", "T1"), 100);
    EXPECT_EQ(on_hand("K", "T1"), 20) << "kept by the city's organisation, owned by the province";
    EXPECT_EQ(on_hand("C", "R1"), 400000) << "400 kg in grams";
    EXPECT_EQ(kit::balance(database_, account("P", "T1", "opening")), -100);
    Statement movements = database_.prepare(
        "SELECT count(*), min(kind), max(kind), min(occurred_at), max(occurred_at) FROM movement");
    ASSERT_TRUE(movements.step());
    EXPECT_EQ(movements.integer(0), 3) << "one for each depot";
    EXPECT_EQ(movements.text(1) + movements.text(2), "openingopening");
    EXPECT_EQ(movements.integer(3), 1498838400) << "2017-07-01T00:00+08:00";
    EXPECT_EQ(movements.integer(4), 1498838400);
    Statement journal =
        database_.prepare("SELECT group_concat(operation), group_concat(subject) FROM journal");
    ASSERT_TRUE(journal.step());
    EXPECT_EQ(journal.text(0), "tables.store,books.open,books.open,books.open");
    EXPECT_EQ(journal.text(1), "source_table,P,C,K");
    EXPECT_EQ(proof(), "");
}

TEST_F(LedgerTest, OpeningTwiceIsRefused) {
    const std::string before = kit::dump(database_);
    EXPECT_EQ(failure_of([&] { kit::open_small_books(database_); }).detail().code, "ledger.open");
    EXPECT_EQ(kit::dump(database_), before);
}

TEST(OpenBooksTest, WrongBaselineLeavesTheDatabaseEmpty) {
    const auto refused = [](const auto& spoil) {
        Database database = Database::in_memory();
        const std::string before = kit::dump(database);
        Baseline baseline = kit::small_baseline();
        spoil(baseline);
        const Error error = failure_of([&] {
            open_books(database, kit::MadeSource(), kit::small_rules(), baseline, kit::noon_of(1));
        });
        EXPECT_EQ(kit::dump(database), before);
        return error.detail();
    };
    const ErrorDetail item = refused([](Baseline& b) { b.lots[3].item = "GHOST"; });
    EXPECT_EQ(item.code, "csv.reference");
    EXPECT_EQ(item.line, 5);
    EXPECT_EQ(item.found, "GHOST");
    EXPECT_EQ(refused([](Baseline& b) { b.lots[3].depot = "GHOST"; }).field, "depot_id");
    EXPECT_EQ(refused([](Baseline& b) { b.lots[5].expires_on += std::chrono::days{1}; }).code,
              "ledger.lot")
        << "one lot, two expiry dates";
}

TEST_F(LedgerTest, StockIsWhatIsOnHandGoodAndWhole) {
    post(kit::carry("move", "k1", 2, account("P", "T2", "on_hand"), account("P", "T2", "loaded"),
                    50));
    post(issue("k2", 2, "C", "R1", 500));  // half a kilogram
    const StockView view = read_stock(database_, kit::small_rules());
    std::vector<std::string> lines;
    for (const LotStock& lot : view.lots) {
        lines.push_back(lot.depot + " " + lot.item + " " + lot.lot + " " + lot.owner + " " +
                        std::to_string(lot.available));
    }
    // T2 is loaded, T3 is of condition B; 399.5 kg are 399 whole ones.
    EXPECT_THAT(lines, testing::ElementsAre("C RICE R1 220200 399", "C TENT T4 220200 30",
                                            "K TENT T1 220000 20", "P TENT T1 220000 100"));
    EXPECT_EQ(view.lots[0].made_on, kit::small_baseline().lots[4].made_on);
    EXPECT_EQ(view.lots[0].expires_on, kit::small_baseline().lots[4].expires_on);
}

TEST_F(LedgerTest, StockOfOneItemIsInTheOrderOfExpiry) {
    const StockView view = read_stock(database_, kit::small_rules());
    ASSERT_EQ(view.lots.size(), 5U);
    EXPECT_EQ(view.lots[3].lot, "T1");
    EXPECT_EQ(view.lots[4].lot, "T2") << "it expires nine days later";
}

TEST_F(LedgerTest, StockOfAnUnknownItemIsAnError) {
    const Error error = failure_of([&] { (void)read_stock(database_, Rules{}); });
    EXPECT_EQ(error.detail().code, "item.unknown");
    EXPECT_EQ(error.kind(), ErrorKind::bad_input);
}

/// The transfer of reserves.md 2.2: 200 tents sent, 197 good, 2 torn, 1 missing (here 20: 17, 2,
/// 1).
TEST_F(LedgerTest, TransferWithADiscrepancyAddsUp) {
    const Account from = account("P", "T1", "on_hand");
    const Account loaded = account("P", "T1", "loaded");
    const Account transit = account("P", "T1", "in_transit(o17)");
    Account arrived = from;
    arrived.site = "C";
    arrived.keeper = "220200-CAB";
    Account torn = arrived;
    torn.stage = "quarantine";
    const Account lost = account("P", "T1", "lost(transport, o17)");
    post(kit::carry("move", "load", 2, from, loaded, 20));
    post(kit::carry("move", "go", 2, loaded, transit, 20));
    post({.kind = "receipt",
          .idempotency_key = "arrive",
          .occurred_at = kit::noon_of(3),
          .actor = "李",
          .reason = "",
          .entries = {{transit, -19}, {arrived, 17}, {torn, 2}}});
    EXPECT_EQ(kit::balance(database_, transit), 1);
    post(kit::carry("move", "missing", 4, transit, lost, 1));
    EXPECT_EQ(kit::balance(database_, from), 80);
    EXPECT_EQ(kit::balance(database_, transit), 0);
    EXPECT_EQ(kit::balance(database_, arrived), 17);
    EXPECT_EQ(kit::balance(database_, torn), 2);
    EXPECT_EQ(kit::balance(database_, lost), 1);
    EXPECT_EQ(proof(), "");
}

TEST_F(LedgerTest, UnbalancedMovementsAreRefused) {
    const Account here = account("P", "T1", "on_hand");
    const Account gone = account("P", "T1", "issued_to_people");
    const auto code = [&](std::vector<Entry> entries) {
        return refusal({.kind = "issue",
                        .idempotency_key = "k",
                        .occurred_at = kit::noon_of(2),
                        .actor = "a",
                        .reason = "r",
                        .entries = std::move(entries)})
            .code;
    };
    EXPECT_EQ(code({{here, -5}, {gone, 4}}), "ledger.unbalanced");
    EXPECT_EQ(code({}), "ledger.unbalanced");
    EXPECT_EQ(code({{here, -5}}), "ledger.unbalanced");
    EXPECT_EQ(code({{here, -5}, {gone, 5}, {here, 0}}), "ledger.unbalanced");
    // A sum of zero over another lot, item or owner is not a balance.
    EXPECT_EQ(code({{here, -5}, {account("P", "T2", "on_hand"), 5}}), "ledger.unbalanced");
    Account other = gone;
    other.owner = "220200";
    EXPECT_EQ(code({{here, -5}, {other, 5}}), "ledger.unbalanced");
    other = gone;
    other.stage = "on_hnad";
    EXPECT_EQ(code({{here, -5}, {other, 5}}), "ledger.stage");
    constexpr std::int64_t much = std::numeric_limits<std::int64_t>::min();
    EXPECT_EQ(code({{here, much}, {gone, much}}), "ledger.range") << "they would sum to 0 mod 2^64";
}

TEST_F(LedgerTest, TakingMoreThanThereIsIsRefusedAndNamed) {
    const ErrorDetail detail = refusal(issue("k", 5, "P", "T1", 101));
    EXPECT_EQ(detail.code, "ledger.negative");
    EXPECT_THAT(detail.field, HasSubstr("P TENT T1 on_hand"));
    EXPECT_EQ(detail.found, "100 there, 101 taken");
    EXPECT_THAT(detail.message, HasSubstr("2017-07-05"));
    EXPECT_EQ(post(issue("k", 5, "P", "T1", 100)), 4) << "a refused key is free";
    EXPECT_EQ(on_hand("P", "T1"), 0);
    EXPECT_EQ(refusal(issue("k2", 5, "P", "T1", 1)).code, "ledger.negative");
}

TEST_F(LedgerTest, EntriesOfOneAccountCountTogether) {
    const Account here = account("P", "T1", "on_hand");
    const Account gone = account("P", "T1", "issued_to_people");
    Movement movement = issue("k", 5, "P", "T1", 60);
    movement.entries.push_back({here, -60});
    movement.entries.push_back({gone, 60});
    EXPECT_EQ(refusal(movement).found, "100 there, 120 taken");
    movement.entries.push_back({here, 30});
    movement.entries.push_back({gone, -30});
    post(movement);
    EXPECT_EQ(on_hand("P", "T1"), 10);
    EXPECT_EQ(proof(), "");
}

/// T4 at C: 30 from 1 July; 25 go on the 10th, 40 come on the 20th.
class BackDatedTest : public LedgerTest {
  protected:
    BackDatedTest() {
        post(issue("i10", 10, "C", "T4", 25));
        post(kit::carry("receipt", "r20", 20, account("C", "T4", "purchased"),
                        account("C", "T4", "on_hand"), 40));
    }
};

TEST_F(BackDatedTest, LaterDayThatWouldBeNegativeIsNamed) {
    // On hand: 30 to the 9th, 5 to the 19th, 45 after.
    EXPECT_THAT(refusal(issue("a", 5, "C", "T4", 6)).message, HasSubstr("2017-07-10"));
    EXPECT_THAT(refusal(issue("a", 5, "C", "T4", 31)).message, HasSubstr("2017-07-05"));
    EXPECT_THAT(refusal(issue("a", 12, "C", "T4", 6)).message, HasSubstr("2017-07-12"));
    EXPECT_EQ(refusal(issue("a", 5, "C", "T4", 6)).found, "5 there, 6 taken");
    post(issue("a", 5, "C", "T4", 5));
    EXPECT_THAT(refusal(issue("b", 19, "C", "T4", 1)).message, HasSubstr("2017-07-19"));
    post(issue("b", 20, "C", "T4", 40));
    EXPECT_EQ(on_hand("C", "T4"), 0);
    EXPECT_EQ(proof(), "");
}

TEST_F(BackDatedTest, GoodsOfTomorrowCannotGoToday) {
    // 45 are on hand by the order of posting, but on the 15th there were 5.
    EXPECT_EQ(refusal(issue("a", 15, "C", "T4", 45)).found, "5 there, 45 taken");
    post(issue("a", 20, "C", "T4", 45));
}

TEST_F(BackDatedTest, DayIsTheBeijingDate) {
    // 19 July 16:30 UTC is 20 July 00:30 in Beijing: the 40 of that day are there.
    Movement movement = issue("a", 20, "C", "T4", 45);
    movement.occurred_at = Instant{Date{std::chrono::year{2017} / 7 / 19}} +
                           std::chrono::hours{16} + std::chrono::minutes{30};
    post(movement);
    movement.idempotency_key = "b";
    movement.occurred_at -= std::chrono::hours{1};
    movement.entries[0].amount = -6;
    movement.entries[1].amount = 6;
    EXPECT_THAT(refusal(movement).message, HasSubstr("2017-07-19"));
}

TEST_F(LedgerTest, SameKeySameContentIsOnePosting) {
    const std::int64_t id = post(issue("k", 5, "P", "T1", 10));
    const std::string before = kit::dump(database_);
    EXPECT_EQ(post(issue("k", 5, "P", "T1", 10)), id);
    EXPECT_EQ(post_movement(database_, issue("k", 5, "P", "T1", 10), kit::noon_of(30)), id)
        << "the time of recording is not content";
    EXPECT_EQ(kit::dump(database_), before);
    EXPECT_EQ(on_hand("P", "T1"), 90);
}

TEST_F(LedgerTest, SameKeyOtherContentIsRefused) {
    const Movement first = issue("k", 5, "P", "T1", 10);
    post(first);
    std::vector<Movement> others(6, first);
    others[0].kind = "move";
    others[1].occurred_at += std::chrono::seconds{1};
    others[2].actor = "李";
    others[3].reason = "other";
    others[4] = issue("k", 5, "P", "T1", 11);
    others[5] = issue("k", 5, "P", "T2", 10);
    for (const Movement& other : others) {
        EXPECT_EQ(refusal(other).code, "ledger.repeat");
    }
    // Not even a content that would be refused on its own account hides it.
    EXPECT_EQ(refusal(issue("k", 5, "P", "T1", 1000)).code, "ledger.repeat");
}

TEST_F(LedgerTest, LotsComeWithTheirFirstMovement) {
    Movement receipt = kit::carry("receipt", "k", 5, account("P", "N1", "purchased"),
                                  account("P", "N1", "on_hand"), 8);
    EXPECT_EQ(refusal(receipt).code, "ledger.lot");
    receipt.lots = {{"TENT", "N1", kit::book_date(2), kit::book_date(30)}};
    post(receipt);
    EXPECT_EQ(post(receipt), 4) << "the same again";
    const StockView view = read_stock(database_, kit::small_rules());
    EXPECT_EQ(view.lots[3].lot, "N1") << "it expires first";
    EXPECT_EQ(view.lots[3].expires_on, kit::book_date(30));

    Movement more = receipt;
    more.idempotency_key = "k2";
    more.lots[0].expires_on = kit::book_date(31);
    EXPECT_EQ(refusal(more).code, "ledger.lot") << "the books have other dates";
    more.lots[0].expires_on = kit::book_date(30);
    post(more);
    more.idempotency_key = "k3";
    more.lots.push_back({"TENT", "N2", kit::book_date(2), kit::book_date(30)});
    EXPECT_EQ(refusal(more).code, "ledger.lot") << "a lot without an entry";
    more.lots[1] = more.lots[0];
    EXPECT_EQ(refusal(more).code, "ledger.lot") << "a lot twice";
    EXPECT_EQ(on_hand("P", "N1"), 16);
    EXPECT_EQ(proof(), "");
}

TEST_F(LedgerTest, TextsOfAnyKindAreKeptAndProven) {
    Movement movement = issue("k\"1\\ '; DROP TABLE entry;--", 5, "P", "T1", 1);
    movement.actor = "O'Neil \n 王";
    movement.reason = std::string("a\0b \x7f", 5);
    post(movement);
    EXPECT_EQ(proof(), "");
    movement.idempotency_key = "k2";
    movement.reason = "\xff\xfe";
    const Error error = failure_of([&] { post(movement); });
    EXPECT_EQ(error.detail().code, "text.encoding");
    EXPECT_EQ(on_hand("P", "T1"), 99);
}

TEST_F(LedgerTest, RefusalInsideALargerTransactionIsUndoneAlone) {
    database_.transaction([&] {
        post(issue("a", 5, "P", "T1", 60));
        EXPECT_EQ(failure_of([&] { post(issue("b", 5, "P", "T1", 60)); }).detail().code,
                  "ledger.negative");
        post(issue("c", 5, "P", "T1", 40));
    });
    EXPECT_EQ(on_hand("P", "T1"), 0);
    EXPECT_EQ(proof(), "");
}

TEST(LedgerFileTest, DiskFullWhilePostingChangesNothing) {
    const kit::TempFolder folder;
    kit::FaultyDisk disk;
    {
        Database database =
            Database::create(folder / "b.db", [](Database& made) { kit::open_small_books(made); });
        const std::string before = kit::dump(database);
        int n = 1;
        for (;; ++n) {
            ASSERT_LT(n, 200);
            disk.fill_at_write(n);
            try {
                EXPECT_EQ(post_movement(database, issue("k", 5, "P", "T1", 10), kit::noon_of(5)),
                          4);
                disk.mend();
                break;
            } catch (const Error& error) {
                disk.mend();
                EXPECT_EQ(error.detail().code, "db.full") << error.what();
                EXPECT_EQ(kit::dump(database), before);
                EXPECT_EQ(kit::complaint(verify_books(database, std::nullopt)), "");
            }
        }
        EXPECT_GT(n, 3);
    }
    Database reader = Database::open_read_only(folder / "b.db");
    EXPECT_EQ(kit::balance(reader, account("P", "T1", "on_hand")), 90);
    EXPECT_EQ(kit::complaint(verify_books(reader, std::nullopt)), "");
}

/// A writer killed between postings, then read, then written on.
TEST(LedgerFileTest, KilledWriterLosesNothingItToldOf) {
    const kit::TempFolder folder;
    kit::Child writer([&](const auto& ready) {
        Database database =
            Database::create(folder / "b.db", [](Database& made) { kit::open_small_books(made); });
        for (int i = 0; i < 40; ++i) {
            post_movement(database, issue("k" + std::to_string(i), 5, "P", "T1", 1),
                          kit::noon_of(5));
        }
        ready();
        for (int i = 40; i < 100; ++i) {
            post_movement(database, issue("k" + std::to_string(i), 5, "P", "T1", 1),
                          kit::noon_of(5));
        }
        kit::stay();
    });
    ASSERT_TRUE(writer.was_ready());
    writer.kill();
    {
        Database reader = Database::open_read_only(folder / "b.db");
        EXPECT_LE(kit::balance(reader, account("P", "T1", "on_hand")), 60);
        EXPECT_EQ(kit::complaint(verify_books(reader, std::nullopt)), "");
    }
    Database database = Database::open(folder / "b.db");
    EXPECT_EQ(post_movement(database, issue("k39", 5, "P", "T1", 1), kit::noon_of(6)), 43);
    EXPECT_EQ(kit::complaint(verify_books(database, std::nullopt)), "");
}

/// The baseline itself. The figures are sums over data/baseline/stock_lots.csv made with awk:
/// 4,903 lots, 4,423,456 units, of them 10,294 TENT12C, 310,702 QUILT and 97 TENT36C; 85 depots.
TEST(OpenBooksTest, BaselineComesIntoTheBooksWhole) {
    const FolderSource data(RELIEF_SOURCE_DIR "/data");
    const Rules rules = load_rules(data);
    const Places places(data);
    const Baseline baseline = load_baseline(data, rules, places);
    const kit::TempFolder folder;
    {
        Database database = Database::create(folder / "b.db", [&](Database& made) {
            open_books(made, data, rules, baseline, kit::noon_of(1));
        });
    }
    Database reader = Database::open_read_only(folder / "b.db");
    const StockView view = read_stock(reader, rules);
    EXPECT_EQ(view.lots.size(), 4903U);
    std::map<std::string, Units> totals;
    for (const LotStock& lot : view.lots) {
        totals[lot.item] += lot.available;
        totals["all"] += lot.available;
    }
    EXPECT_EQ(totals["all"], 4423456);
    EXPECT_EQ(totals["TENT12C"], 10294);
    EXPECT_EQ(totals["QUILT"], 310702);
    EXPECT_EQ(totals["TENT36C"], 97);
    const VerifyResult result = verify_books(reader, std::nullopt);
    EXPECT_EQ(kit::complaint(result), "");
    EXPECT_EQ(result.checked.at("I8_movements"), 85);
    EXPECT_EQ(result.checked.at("I1_sum_zero"), 85);
    EXPECT_EQ(result.checked.at("journal"), 86) << "and the one row of the tables";
    EXPECT_EQ(result.checked.at("tables"), static_cast<std::int64_t>(table_names().size()));
    EXPECT_EQ(result.head.seq, 86);
    EXPECT_EQ(DatabaseSource(reader).read("baseline/stock_lots.csv"),
              data.read("baseline/stock_lots.csv"));
}

}  // namespace
}  // namespace relief
