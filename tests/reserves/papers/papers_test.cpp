// SPDX-License-Identifier: Apache-2.0
// The papers of the depots: what each posts, and what each refuses.
#include "tests/kit/papers.h"
#include "reserves/document/attachment.h"
#include "reserves/document/designated_use.h"
#include "reserves/document/due_papers.h"
#include "reserves/document/loans.h"
#include "reserves/document/recall.h"
#include "reserves/document/receipts.h"
#include "reserves/document/recovery.h"
#include "reserves/document/rotation.h"
#include "reserves/ledger/hold.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace relief {
namespace {

using kit::failure_of;
using kit::goods;
using kit::new_goods;
using kit::noon_of;
using kit::paper;
using testing::HasSubstr;

Date day(int year, unsigned month, unsigned of_month) {
    return Date{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{of_month}};
}

class PapersTest : public testing::Test {
  protected:
    std::string refusal(Instant at, NewPaper wanted) {
        return failure_of([&] { books_.draft(at, std::move(wanted)); }).detail().code;
    }
    std::int64_t receive(Instant at, std::vector<PaperLine> lines, PaperWords words) {
        return books_.run(at, paper("receipt", std::move(lines), std::move(words)), "keeper P");
    }
    NewPaper scrap_paper(PaperWords words) {
        words.emplace("reason", "mouldy");
        return paper("scrap", {goods("QUILT", "Q1", 40, "P")}, std::move(words));
    }
    void check(Instant at, std::int64_t document, const std::string& actor) {
        books_.change(at, actor, [&](Change& made) {
            check_scrap_paper(made, books_.tables(), document);
            return 0;
        });
    }

    kit::PaperBooks books_{Database::in_memory()};
};

// Receipts and acceptance.

TEST_F(PapersTest, GoodsWaitInQuarantineUntilTheyAreAccepted) {
    const std::int64_t in =
        receive(noon_of(3), {new_goods("QUILT", "N1", 100, "P")}, {{"source", "purchased"}});
    EXPECT_EQ(books_.at("P", "QUILT", "N1", "quarantine"), 100);
    EXPECT_EQ(books_.at("P", "QUILT", "N1"), 0);
    PaperLine rejected = goods("QUILT", "N1", 6, "", "P", "R", "wet");
    books_.run(
        noon_of(4),
        paper("acceptance",
              {goods("QUILT", "N1", 90, "", "P"), goods("QUILT", "N1", 4, "", "P", "B"), rejected},
              {}, in),
        "keeper P");
    EXPECT_EQ(books_.at("P", "QUILT", "N1"), 94);  // 90 good, 4 damaged
    EXPECT_EQ(books_.at("P", "QUILT", "N1", "quarantine"), 0);
    EXPECT_EQ(books_.at("P", "QUILT", "N1", "purchased"), -94);
    EXPECT_EQ(books_.proof(), "");
}

TEST_F(PapersTest, ASecondPartialAcceptanceStandsBesideTheFirstAndNoThirdIsTakenOver) {
    const std::int64_t in =
        receive(noon_of(3), {new_goods("QUILT", "N1", 100, "P")}, {{"source", "from_upper"}});
    for (int i = 0; i < 2; ++i) {
        books_.run(noon_of(4), paper("acceptance", {goods("QUILT", "N1", 50, "", "P")}, {}, in),
                   "keeper P");
    }
    EXPECT_EQ(books_.at("P", "QUILT", "N1"), 100);
    EXPECT_EQ(refusal(noon_of(4), paper("acceptance", {goods("QUILT", "N1", 1, "", "P")}, {}, in)),
              "doc.over");
}

TEST_F(PapersTest, TheAcceptanceReportIsDueFiveWorkDaysAfterTheReceipt) {
    // Friday 14 July 2017: five work days later is Friday the 21st.
    const std::int64_t in =
        receive(noon_of(14), {new_goods("QUILT", "N1", 100, "P")}, {{"source", "purchased"}});
    const auto due = acceptances_due(books_.database(), books_.tables().work_days);
    ASSERT_EQ(due.size(), 1U);
    EXPECT_EQ(due.front().due_on, day(2017, 7, 21));
    EXPECT_FALSE(due.front().overdue(day(2017, 7, 21)));
    EXPECT_TRUE(due.front().overdue(day(2017, 7, 22)));
    books_.run(noon_of(15), paper("acceptance", {goods("QUILT", "N1", 100, "", "P")}, {}, in),
               "keeper P");
    EXPECT_TRUE(acceptances_due(books_.database(), books_.tables().work_days).empty());
}

TEST_F(PapersTest, ALotWithOtherDatesIsNotMergedIntoTheOneThatIsThere) {
    PaperLine line = new_goods("QUILT", "Q1", 10, "P");  // Q1 has other dates
    const std::int64_t in =
        books_.draft(noon_of(3), paper("receipt", {line}, {{"source", "purchased"}}));
    books_.sign(noon_of(3), in, "keeper P");
    EXPECT_EQ(failure_of([&] { books_.post(noon_of(3), in); }).detail().code, "ledger.lot");
}

// Issue.

TEST_F(PapersTest, TheLotThatExpiresFirstGoesFirstUnlessSomebodySaysWhy) {
    EXPECT_EQ(refusal(noon_of(3), paper("issue", {goods("QUILT", "Q2", 5, "P", "220221")})),
              "doc.fefo");
    books_.draft(noon_of(3), paper("issue", {goods("QUILT", "Q1", 1000, "P", "220221"),
                                             goods("QUILT", "Q2", 5, "P", "220221")}));
    books_.draft(noon_of(3),
                 paper("issue", {goods("QUILT", "Q2", 5, "P", "220221", "", "Q1 lies behind")}));
}

TEST_F(PapersTest, ExpiredGoodsDoNotGoToPeople) {
    const Instant late = noon_of(1) + std::chrono::days{1005};
    const std::int64_t issue = books_.draft(
        late, paper("issue", {goods("QUILT", "Q1", 5, "P", "220221", "", "nothing else")}));
    books_.sign(late, issue, "deputy");
    EXPECT_EQ(failure_of([&] { books_.post(late, issue); }).detail().code, "ledger.unusable");
}

TEST_F(PapersTest, AKeeperGivesOutTheOwnersGoodsOnTheOwnersOrderAlone) {
    NewPaper wanted = paper("issue", {goods("QUILT", "Q1", 5, "K", "220402")});
    wanted.unit = "220400";
    EXPECT_EQ(refusal(noon_of(3), wanted), "doc.owner");
    wanted.order = books_.change(noon_of(2), "officer", [](Change& made) {
        return add_document(made,
                            {.unit = "220000",
                             .kind = "allotment_order",
                             .lines = {{.item = "QUILT", .lot = "Q1", .amount = 5}}},
                            "signed");
    });
    books_.run(noon_of(3), wanted, "keeper K");
    EXPECT_EQ(books_.at("K", "QUILT", "Q1"), 45);
}

TEST_F(PapersTest, TheSignerIsTheOneTheTableNames) {
    const std::int64_t issue =
        books_.draft(noon_of(3), paper("issue", {goods("QUILT", "Q1", 5, "P", "220221")}));
    EXPECT_EQ(failure_of([&] { books_.sign(noon_of(3), issue, "city head"); }).detail().code,
              "sign.not_allowed");
    books_.sign(noon_of(3), issue, "deputy");
    EXPECT_EQ(books_.proof(), "");
}

// Return and recovery.

TEST_F(PapersTest, TentsAreDueBackAfterSixAndTwelveMonthsAndBeddingNever) {
    const std::int64_t issue = books_.run(
        noon_of(14),
        paper("issue",
              {goods("TENT12S", "T1", 10, "P", "220221"), goods("TENT12C", "T2", 20, "P", "220221"),
               goods("QUILT", "Q1", 30, "P", "220221"), goods("GEN", "G1", 2, "P", "220221")},
              {{"response_ends", "2017-08-31"}}),
        "deputy");
    const auto rows = read_returnables(books_.database(), issue);
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].due_on, day(2018, 1, 14));
    EXPECT_EQ(rows[1].due_on, day(2018, 7, 14));
    EXPECT_EQ(rows[2].due_on, day(2017, 8, 31));
    EXPECT_EQ(rows[0].open(), 10);
}

TEST_F(PapersTest, SixMonthsAfterTheLastOfAugustIsTheLastOfFebruary) {
    const auto due = due_back(books_.tables().recovery, "TENT12S", day(2017, 8, 31), std::nullopt);
    ASSERT_TRUE(due.has_value());
    EXPECT_EQ(due->due_on, day(2018, 2, 28));
}

TEST_F(PapersTest, EveryTentEndsReturnedScrappedOrOverdue) {
    const std::int64_t issue = books_.run(
        noon_of(2), paper("issue", {goods("TENT12S", "T1", 10, "P", "220221")}), "deputy");
    EXPECT_EQ(
        refusal(noon_of(9), paper("return", {goods("TENT12S", "T1", 11, "", "P")}, {}, issue)),
        "doc.over");
    books_.run(noon_of(9), paper("return", {goods("TENT12S", "T1", 6, "", "P")}, {}, issue),
               "keeper P");
    EXPECT_EQ(books_.at("P", "TENT12S", "T1", "quarantine"), 6);
    const std::int64_t scrap = books_.draft(
        noon_of(9),
        paper("scrap", {goods("TENT12S", "T1", 3, "P")},
              {{"reason", "burnt"}, {"test_report", "J-12"}, {"owner_answer", "agreed 2017-07-08"}},
              issue));
    check(noon_of(9), scrap, "checker");
    books_.sign(noon_of(9), scrap, "head");
    books_.post(noon_of(9), scrap);
    const auto rows = read_returnables(books_.database());
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].returned, 6);
    EXPECT_EQ(rows[0].scrapped, 3);
    EXPECT_EQ(rows[0].open(), 1);
    EXPECT_FALSE(rows[0].overdue(day(2018, 1, 2)));
    EXPECT_TRUE(rows[0].overdue(day(2018, 1, 3)));
    EXPECT_EQ(refusal(noon_of(9), paper("return", {goods("TENT12S", "T1", 2, "", "P")}, {}, issue)),
              "doc.over");
    EXPECT_EQ(books_.at("P", "TENT12S", "T1", "issued_to_people"), 1);
    EXPECT_EQ(books_.proof(), "");
}

TEST_F(PapersTest, ADueDateIsMovedWithAReasonAndTheFirstOneStays) {
    const std::int64_t issue =
        books_.run(noon_of(2), paper("issue", {goods("GEN", "G1", 2, "P", "220221")}), "deputy");
    EXPECT_EQ(read_returnables(books_.database())[0].due_on, day(2017, 9, 30));  // 90 days
    books_.change(noon_of(20), "maker", [&](Change& made) {
        set_due(made, issue, 1, day(2017, 7, 25), "response ended");
        return 0;
    });
    EXPECT_EQ(read_returnables(books_.database())[0].due_on, day(2017, 7, 25));
    EXPECT_EQ(books_.proof(), "");
}

// Loans.

TEST_F(PapersTest, ALoanIsOpenUntilEveryPieceIsBackOrWrittenOff) {
    const std::int64_t loan =
        books_.run(noon_of(2),
                   paper("loan", {goods("LIFEJ", "L1", 50, "P")},
                         {{"borrower", "220400-FXB"}, {"return_by", "2017-07-20"}}),
                   "head");
    EXPECT_EQ(books_.at("P", "LIFEJ", "L1", "on_loan(220400-FXB)"), 50);
    books_.run(
        noon_of(9),
        paper("loan_return",
              {goods("LIFEJ", "L1", 40, "", "P"), goods("LIFEJ", "L1", 3, "", "P", "B")}, {}, loan),
        "keeper P");
    const auto loans = read_loans(books_.database());
    ASSERT_EQ(loans.size(), 1U);
    EXPECT_EQ(loans[0].open(), 7);
    EXPECT_FALSE(loans[0].overdue(day(2017, 7, 20)));
    EXPECT_TRUE(loans[0].overdue(day(2017, 7, 21)));
    EXPECT_EQ(
        refusal(noon_of(9), paper("loan_return", {goods("LIFEJ", "L1", 8, "", "P")}, {}, loan)),
        "doc.over");
    books_.run(
        noon_of(10),
        paper("loan_return", {goods("LIFEJ", "L1", 7, "", "P", "L", "washed away")}, {}, loan),
        "head");
    EXPECT_EQ(read_loans(books_.database())[0].open(), 0);
    EXPECT_EQ(books_.at("P", "LIFEJ", "L1", "lost(loan)"), 7);
    EXPECT_EQ(books_.proof(), "");
}

TEST_F(PapersTest, NothingIsLentAtResponseOneOrTwoAndNoMinimumStockAtThreeOrFour) {
    const PaperWords head{{"borrower", "X"}, {"return_by", "2017-09-01"}};
    for (const auto& [response, item, lot, code] :
         {std::tuple("0", "QUILT", "Q1", ""), std::tuple("4", "LIFEJ", "L1", ""),
          std::tuple("4", "QUILT", "Q1", "loan.response"),
          std::tuple("3", "QUILT", "Q1", "loan.response"),
          std::tuple("2", "LIFEJ", "L1", "loan.response"),
          std::tuple("1", "LIFEJ", "L1", "loan.response"),
          std::tuple("5", "LIFEJ", "L1", "doc.words")}) {
        SCOPED_TRACE(std::string(response) + item);
        PaperWords words = head;
        words["response"] = response;
        NewPaper wanted = paper("loan", {goods(item, lot, 1, "P")}, words);
        if (std::string(code).empty()) {
            EXPECT_NO_THROW(books_.draft(noon_of(2), wanted));
        } else {
            EXPECT_EQ(refusal(noon_of(2), wanted), code);
        }
    }
}

TEST_F(PapersTest, BorrowedGoodsStayTheirOwnersAndGoBack) {
    const std::int64_t in = receive(noon_of(2), {new_goods("LIFEJ", "FX1", 500, "P", "JL-FXB")},
                                    {{"source", "borrowed"}, {"return_by", "2017-09-30"}});
    books_.run(noon_of(3), paper("acceptance", {goods("LIFEJ", "FX1", 500, "", "P")}, {}, in),
               "keeper P");
    EXPECT_EQ(books_.at("P", "LIFEJ", "FX1", "on_hand", "JL-FXB"), 500);
    NewPaper placed = paper("pre_placement", {goods("LIFEJ", "FX1", 200, "P", "K")});
    EXPECT_EQ(refusal(noon_of(4), placed), "doc.owner");
    placed.order = in;
    books_.run(noon_of(4), placed, "deputy");
    EXPECT_EQ(books_.at("K", "LIFEJ", "FX1", "on_hand", "JL-FXB"), 200);
    books_.run(noon_of(5), paper("loan_return", {goods("LIFEJ", "FX1", 300, "", "P")}, {}, in),
               "keeper P");
    EXPECT_EQ(read_loans(books_.database())[0].open(), 200);
    EXPECT_EQ(books_.proof(), "");
}

// Scrap.

TEST_F(PapersTest, ScrapIsMadeCheckedAndSignedByThreePeopleOnEvidence) {
    const std::int64_t few = books_.draft(
        noon_of(2), scrap_paper({{"experts", "a,b、c, a ,d"}, {"owner_answer", "yes"}}));
    EXPECT_EQ(failure_of([&] { check(noon_of(2), few, "checker"); }).detail().code, "doc.evidence");
    const std::int64_t unasked = books_.draft(noon_of(2), scrap_paper({{"test_report", "J1"}}));
    EXPECT_EQ(failure_of([&] { check(noon_of(2), unasked, "checker"); }).detail().code,
              "doc.evidence");
    const std::int64_t scrap =
        books_.draft(noon_of(2), scrap_paper({{"experts", "a,b、c,d;e"}, {"owner_answer", "yes"}}));
    EXPECT_EQ(failure_of([&] { check(noon_of(2), scrap, "maker"); }).detail().code, "doc.people");
    check(noon_of(2), scrap, "head");
    EXPECT_EQ(books_.at("P", "QUILT", "Q1", "await_scrap"), 40);
    EXPECT_EQ(failure_of([&] { books_.sign(noon_of(2), scrap, "head"); }).detail().code,
              "doc.people");
    books_.change(noon_of(2), "maker", [&](Change& made) {
        void_paper(made, scrap, "kept after all");
        return 0;
    });
    EXPECT_EQ(books_.at("P", "QUILT", "Q1"), 1000);
    EXPECT_EQ(books_.proof(), "");
}

TEST_F(PapersTest, TheYearlyNoteOnScrapIsDueByTheEndOfOctober) {
    EXPECT_EQ(scrap_note_due(2017), day(2017, 10, 31));
    const auto asks = [&](Date on) {
        const auto items =
            due_depot_papers(books_.database(), books_.tables().work_days, beijing_midnight(on));
        return std::count_if(items.begin(), items.end(),
                             [](const DueItem& item) { return item.kind == "scrap_note"; });
    };
    EXPECT_EQ(asks(day(2017, 9, 30)), 0);
    EXPECT_EQ(asks(day(2017, 10, 1)), 1);
    books_.draft(noon_of(2), scrap_paper({}));
    EXPECT_EQ(asks(day(2017, 10, 1)), 0);
}

// Kits.

std::vector<PaperLine> ten_kits() {
    PaperLine kit = goods("FAMKIT", "Z1", 10, "", "P");
    return {kit, goods("TORCH", "TO1", 7, "P"), goods("TORCH", "TO2", 3, "P"),
            goods("WATBAG", "W1", 10, "P"), goods("TOWELQ", "TQ1", 20, "P")};
}

TEST_F(PapersTest, UnkitGivesBackTheSameLotsThatWentIn) {
    books_.run(noon_of(2), paper("kit", ten_kits()), "keeper P");
    EXPECT_EQ(books_.at("P", "FAMKIT", "Z1"), 10);
    EXPECT_EQ(books_.at("P", "TORCH", "TO1"), 23);
    EXPECT_EQ(books_.at("P", "TORCH", "TO2"), 27);
    for (const std::int64_t kits : {4, 6}) {
        books_.run(noon_of(3), paper("unkit", {goods("FAMKIT", "Z1", kits, "P")}), "keeper P");
    }
    EXPECT_EQ(books_.at("P", "FAMKIT", "Z1"), 0);
    EXPECT_EQ(books_.at("P", "TORCH", "TO1"), 30);
    EXPECT_EQ(books_.at("P", "TORCH", "TO2"), 30);
    EXPECT_EQ(books_.at("P", "WATBAG", "W1"), 60);
    EXPECT_EQ(books_.at("P", "TOWELQ", "TQ1"), 120);
    EXPECT_EQ(books_.proof(), "");
}

TEST_F(PapersTest, PartsOutTimesTheKitsAreTheKitsIn) {
    std::vector<PaperLine> lines = ten_kits();
    lines[4].goods.amount = 19;
    EXPECT_EQ(refusal(noon_of(2), paper("kit", lines)), "kit.parts");
    lines = ten_kits();
    lines.push_back(goods("QUILT", "Q1", 1, "P"));
    EXPECT_EQ(refusal(noon_of(2), paper("kit", lines)), "kit.parts");
    lines = ten_kits();
    lines[0].goods.lot = "Z2";
    books_.run(noon_of(2), paper("kit", lines), "keeper P");
    EXPECT_EQ(refusal(noon_of(3), paper("unkit", {goods("FAMKIT", "Z2", 4, "P"),
                                                  goods("TORCH", "TO2", 4, "", "P"),
                                                  goods("WATBAG", "W1", 4, "", "P"),
                                                  goods("TOWELQ", "TQ1", 8, "", "P")})),
              "kit.parts");  // only three torches of TO2 went in
}

// Pre-placement, move.

TEST_F(PapersTest, APrePlacementChangesTheKeeperAndNeverTheOwner) {
    const std::int64_t placed =
        books_.draft(noon_of(2), paper("pre_placement", {goods("QUILT", "Q1", 300, "P", "K")}));
    books_.sign(noon_of(2), placed, "deputy");
    books_.change(noon_of(2), "maker", [&](Change& made) {
        depart_paper(made, books_.tables(), placed);
        return 0;
    });
    EXPECT_EQ(books_.at("P", "QUILT", "Q1", "in_transit(220000-YZ-2017-0001)"), 300);
    EXPECT_EQ(books_.at("K", "QUILT", "Q1"), 50);
    books_.post(noon_of(3), placed);
    EXPECT_EQ(books_.at("K", "QUILT", "Q1", "on_hand", "220000"), 350);
    EXPECT_EQ(books_.at("P", "QUILT", "Q1", "in_transit(220000-YZ-2017-0001)"), 0);
    Statement keeper = books_.database().prepare(
        "SELECT keeper FROM account WHERE site = 'K' AND item = 'QUILT' AND stage = 'on_hand'");
    ASSERT_TRUE(keeper.step());
    EXPECT_EQ(keeper.text(0), "220400-CAB");
    EXPECT_EQ(books_.proof(), "");
}

TEST_F(PapersTest, AMoveStaysWithOneKeeper) {
    EXPECT_EQ(refusal(noon_of(2), paper("move", {goods("QUILT", "Q1", 1, "P", "C")})),
              "doc.keeper");
    books_.run(noon_of(2), paper("move", {goods("QUILT", "Q1", 20, "K", "C")}), "keeper K");
    EXPECT_EQ(books_.at("C", "QUILT", "Q1", "on_hand", "220000"), 20);
    EXPECT_EQ(books_.proof(), "");
}

// Rotation.

TEST_F(PapersTest, ARotationPutsAsMuchYoungerGoodsInThePlaceOfOldOnes) {
    PaperLine young = new_goods("QUILT", "N9", 100, "P");
    EXPECT_EQ(refusal(noon_of(2), paper("rotation", {goods("QUILT", "Q1", 99, "P"), young})),
              "rotation.swap");
    PaperLine old = new_goods("QUILT", "N8", 100, "P");
    old.lot_dates->expires_on = kit::book_date(1) + std::chrono::days{10};
    EXPECT_EQ(refusal(noon_of(2), paper("rotation", {goods("QUILT", "Q1", 100, "P"), old})),
              "rotation.swap");
    const std::int64_t swap = books_.run(
        noon_of(2), paper("rotation", {goods("QUILT", "Q1", 100, "P"), young}), "deputy");
    EXPECT_EQ(books_.at("P", "QUILT", "N9", "quarantine"), 100);
    books_.run(noon_of(3), paper("acceptance", {goods("QUILT", "N9", 100, "", "P")}, {}, swap),
               "keeper P");
    EXPECT_EQ(books_.at("P", "QUILT", "N9"), 100);
    EXPECT_EQ(books_.at("P", "QUILT", "Q1"), 900);
    EXPECT_EQ(books_.proof(), "");
}

TEST_F(PapersTest, ARotationIsPlannedSixMonthsAheadAtLeast) {
    EXPECT_EQ(
        failure_of([&] { (void)rotation_plan(books_.database(), noon_of(2), 5); }).detail().code,
        "argument.range");
    EXPECT_TRUE(rotation_plan(books_.database(), noon_of(2), 6).empty());
    const auto lots = rotation_plan(books_.database(), noon_of(2), 33);
    ASSERT_FALSE(lots.empty());  // a thousand days are less than 33 months
    EXPECT_TRUE(std::is_sorted(lots.begin(), lots.end(), [](const auto& a, const auto& b) {
        return a.expires_on < b.expires_on;
    }));
}

// Donations.

TEST_F(PapersTest, GoodsGivenForOneUseGoToNoOther) {
    const std::int64_t in = books_.run(noon_of(2),
                                       paper("donation", {new_goods("QUILT", "D1", 50, "P")},
                                             {{"donor", "某企业"}, {"use", "永吉县"}}),
                                       "keeper P");
    books_.run(noon_of(3), paper("acceptance", {goods("QUILT", "D1", 50, "", "P")}, {}, in),
               "keeper P");
    EXPECT_EQ(designated_use(books_.database(), "QUILT", "D1"), "永吉县");
    NewPaper issue = paper("issue", {goods("QUILT", "D1", 5, "P", "220221", "", "given for it")});
    EXPECT_EQ(refusal(noon_of(4), issue), "donation.use");
    issue.words["use"] = "永吉县";
    books_.run(noon_of(4), issue, "deputy");
    EXPECT_EQ(books_.at("P", "QUILT", "D1"), 45);
    EXPECT_EQ(refusal(noon_of(4), paper("donation", {goods("QUILT", "Q1", 5, "", "P")},
                                        {{"donor", "x"}, {"use", "y"}})),
              "donation.lot");
}

// Recall.

TEST_F(PapersTest, ARecallFindsTheLotOnShelvesOnTheRoadAndWithPeopleAndVoidsItsHolds) {
    books_.run(noon_of(2), paper("issue", {goods("QUILT", "Q1", 30, "P", "220221")}), "deputy");
    const std::int64_t placed =
        books_.draft(noon_of(2), paper("pre_placement", {goods("QUILT", "Q1", 300, "P", "K")}));
    books_.sign(noon_of(2), placed, "deputy");
    books_.change(noon_of(2), "maker", [&](Change& made) {
        depart_paper(made, books_.tables(), placed);
        return make_hold(made, {.site = "P",
                                .item = "QUILT",
                                .lot = "Q1",
                                .owner = "220000",
                                .amount = 100,
                                .document = placed,
                                .line = 1,
                                .deadline = noon_of(9)});
    });
    NewPaper wanted = paper("recall", {goods("QUILT", "Q1", 0, "")}, {{"reason", "mould"}});
    wanted.unit = "220000";
    const std::int64_t recall = books_.run(noon_of(3), wanted, "deputy");
    std::int64_t everywhere = 0;
    for (const LotPlace& place : places_of_lot(books_.database(), "QUILT", "Q1")) {
        everywhere += place.amount;
    }
    EXPECT_EQ(everywhere, 1050);  // 1000 of the province's depot, 50 at the consignment point
    EXPECT_TRUE(open_holds(books_.database(), noon_of(3)).empty());
    const std::string told = read_document(books_.database(), recall).steps.back().content;
    EXPECT_THAT(told, HasSubstr("in_transit(220000-YZ-2017-0001)"));
    EXPECT_THAT(told, HasSubstr("220000-CK-2017-0001"));
    EXPECT_THAT(told, HasSubstr("\"amount\":100"));
    EXPECT_EQ(books_.proof(), "");
}

// Reversal.

TEST_F(PapersTest, AReversalUndoesAPaperOnceAndOnlyTheLastOfAChain) {
    const std::int64_t in =
        receive(noon_of(2), {new_goods("QUILT", "N1", 100, "P")}, {{"source", "purchased"}});
    const std::int64_t accepted = books_.run(
        noon_of(3), paper("acceptance", {goods("QUILT", "N1", 100, "", "P")}, {}, in), "keeper P");
    EXPECT_EQ(failure_of([&] { books_.reverse(noon_of(4), in); }).detail().code, "doc.followed");
    books_.reverse(noon_of(4), accepted);
    EXPECT_EQ(books_.at("P", "QUILT", "N1", "quarantine"), 100);
    books_.reverse(noon_of(4), in);
    EXPECT_EQ(books_.at("P", "QUILT", "N1", "quarantine"), 0);
    EXPECT_EQ(books_.state(in), "reversed");
    EXPECT_EQ(failure_of([&] { books_.reverse(noon_of(4), in); }).detail().code, "doc.state");
    EXPECT_EQ(books_.proof(), "");
}

// Attachments.

TEST_F(PapersTest, AnAttachmentIsWhatItsBytesAreAndIsReadBackAsItWas) {
    const std::int64_t issue =
        books_.draft(noon_of(2), paper("issue", {goods("QUILT", "Q1", 5, "P", "220221")}));
    const std::string scan = "%PDF-1.7 scan";
    books_.change(noon_of(2), "maker",
                  [&](Change& made) { return attach(made, issue, "/tmp/x/签收单.exe", scan).id; });
    const auto rows = read_attachments(books_.database(), issue);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].mime, "application/pdf");
    EXPECT_EQ(rows[0].name, "签收单.exe");
    EXPECT_EQ(read_attachment(books_.database(), rows[0].id), scan);
    const auto refuse = [&](const std::string& bytes) {
        return failure_of([&] {
                   books_.change(noon_of(2), "maker",
                                 [&](Change& made) { return attach(made, issue, "x", bytes).id; });
               })
            .detail()
            .code;
    };
    EXPECT_EQ(refuse(""), "attach.size");
    EXPECT_EQ(refuse(std::string("\x7f") + "ELF\0\0"), "attach.type");
    EXPECT_EQ(refuse(std::string(attachment_most_bytes + 1, 'a')), "attach.size");
    EXPECT_EQ(books_.proof(), "");
}

// Bad input.

TEST_F(PapersTest, WhatIsWrongWithALineIsNamedWithTheLine) {
    const auto wrong = [&](std::vector<PaperLine> lines, const std::string& kind = "issue") {
        return failure_of([&] { books_.draft(noon_of(2), paper(kind, lines)); }).detail();
    };
    EXPECT_EQ(wrong({}).code, "doc.lines");
    EXPECT_EQ(
        wrong({goods("QUILT", "Q1", 5, "P", "220221"), goods("NIX", "Q1", 5, "P", "220221")}).line,
        2);
    EXPECT_EQ(wrong({goods("NIX", "Q1", 5, "P", "220221")}).code, "item.unknown");
    EXPECT_EQ(wrong({goods("QUILT", "", 5, "P", "220221")}).field, "lot");
    EXPECT_EQ(wrong({goods("QUILT", "Q1", 0, "P", "220221")}).field, "amount");
    EXPECT_EQ(wrong({goods("QUILT", "Q1", 5, "nowhere", "220221")}).code, "doc.site");
    EXPECT_EQ(wrong({goods("QUILT", "Q1", 5, "P", "")}).field, "to");
    EXPECT_EQ(wrong({goods("QUILT", "Q1", 5, "P", "220221")}, "allotment_order").code, "doc.kind");
    EXPECT_EQ(wrong({goods("QUILT", "Q1", 5, "P", "220221")}, "nonsense").code, "doc.kind");
}

}  // namespace
}  // namespace relief
