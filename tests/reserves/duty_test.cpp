// SPDX-License-Identifier: Apache-2.0
// The duty book: shifts that are handed over, calls as they came, the order of a due list.
#include "core/data_source.h"
#include "reserves/document/document.h"
#include "reserves/duty/call.h"
#include "reserves/duty/due.h"
#include "reserves/duty/due_goods.h"
#include "reserves/duty/due_orders.h"
#include "reserves/duty/shift.h"
#include "reserves/ledger/ledger.h"
#include "tests/kit/books.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace relief {
namespace {

using kit::failure_of;
using kit::noon_of;
using testing::ElementsAre;

class DutyTest : public testing::Test {
  protected:
    DutyTest() { kit::open_small_books(database_); }

    template <typename Work>
    void by(const std::string& actor, Work work) {
        const Request request{.key = std::to_string(++keys_),
                              .content = "{}",
                              .actor = actor,
                              .operation = "duty",
                              .subject = {},
                              .occurred_at = noon_of(2),
                              .recorded_at = noon_of(2)};
        make_change(database_, request, [&](Change& change) {
            work(change);
            return std::string("{}");
        });
    }

    void open(const std::string& actor, const std::string& note = "") {
        by(actor, [&](Change& change) {
            open_shift(change, {.unit = "220000", .leader = "赵", .note = note});
        });
    }

    void hand(const std::string& from, const std::string& to) {
        by(from, [&](Change& change) {
            hand_over(change, {.unit = "220000",
                               .to = to,
                               .verified_at = noon_of(2),
                               .head = journal_head(database_)});
        });
    }

    std::int64_t account_id(const std::string& site, const std::string& item) {
        Statement select = database_.prepare(
            "SELECT id FROM account WHERE site = ?1 AND item = ?2 AND stage = 'on_hand'");
        select.bind(1, site).bind(2, item);
        return select.step() ? select.integer(0) : 0;
    }

    int keys_ = 0;
    kit::TempFolder folder_;
    Database database_ = Database::create(folder_ / "books.db");
};

TEST_F(DutyTest, AHandoverIsSignedByTheOneWhoGivesAndTheOneWhoTakes) {
    open("王芳");
    hand("王芳", "李强");
    EXPECT_EQ(last_handover(database_, "220000")->taken_by, std::nullopt);
    open("李强");
    const Handover handover = *last_handover(database_, "220000");
    EXPECT_EQ(handover.from, "王芳");
    EXPECT_EQ(handover.to, "李强");
    EXPECT_EQ(handover.taken_by, 2);
    EXPECT_EQ(current_shift(database_, "220000")->handover, 1);
    EXPECT_EQ(kit::complaint(verify_books(database_, std::nullopt)), "");
}

TEST_F(DutyTest, AShiftIsTakenOnlyFromWhoHandsItOver) {
    open("王芳");
    EXPECT_EQ(failure_of([&] { open("李强"); }).detail().code, "duty.handover");
    hand("王芳", "李强");
    EXPECT_EQ(failure_of([&] { open("孙梅"); }).detail().code, "duty.handover");
    EXPECT_EQ(current_shift(database_, "220000")->officer, "王芳");
    open("孙梅", "李强病了");
    EXPECT_EQ(current_shift(database_, "220000")->officer, "孙梅");
    EXPECT_EQ(last_handover(database_, "220000")->taken_by, std::nullopt);
}

TEST_F(DutyTest, AShiftIsHandedOverOnceByItsOfficerToAnother) {
    EXPECT_EQ(failure_of([&] { hand("王芳", "李强"); }).detail().code, "duty.shift");
    open("王芳");
    EXPECT_EQ(failure_of([&] { hand("李强", "孙梅"); }).detail().code, "duty.shift");
    EXPECT_EQ(failure_of([&] { hand("王芳", "王芳"); }).detail().code, "duty.shift");
    hand("王芳", "李强");
    EXPECT_EQ(failure_of([&] { hand("王芳", "孙梅"); }).detail().code, "duty.shift");
}

TEST_F(DutyTest, ACallIsReadBackAsItCameAndBelongsToTheShift) {
    open("王芳");
    const PhoneCall told{.caller = "永吉县民政局 张伟",
                         .unit = "220221",
                         .phone = "0432-64222222",
                         .words = "口前镇进水，请求帐篷",
                         .tape = "2017-0713",
                         .struck_at = noon_of(1),
                         .place = "220221",
                         .hazard = "flood",
                         .relocated = 0,
                         .lines = {{.item = "TENT", .asked = 200}}};
    by("王芳", [&](Change& change) { EXPECT_EQ(add_call(change, told), 1); });
    const PhoneCall read = read_call(database_, 1);
    EXPECT_EQ(read.shift, 1);
    EXPECT_EQ(read.officer, "王芳");
    EXPECT_EQ(read.at, noon_of(2));
    EXPECT_EQ(read.words, told.words);
    EXPECT_EQ(read.struck_at, told.struck_at);
    EXPECT_EQ(read.relocated, 0);
    ASSERT_EQ(read.lines.size(), 1U);
    EXPECT_EQ(read.lines[0].asked, 200);
    EXPECT_EQ(read.lines[0].own_stock, std::nullopt);
    EXPECT_THAT(missing_fields(read), ElementsAre("needed", "own_stock", "own_used"));
    EXPECT_EQ(failure_of([&] { (void)read_call(database_, 2); }).detail().code, "call.unknown");
}

TEST_F(DutyTest, ACallWithFiguresThatCannotBeIsNotWritten) {
    const std::vector<std::vector<CallLine>> wrong{
        {{.item = "TENT", .asked = 0}},
        {{.item = "TENT", .asked = 5, .own_stock = 3, .own_used = 4}},
        {{.item = "TENT", .asked = 5, .needed = -1}},
        {{.item = "TENT", .asked = 5}, {.item = "TENT", .asked = 6}}};
    for (const auto& lines : wrong) {
        const auto error = failure_of([&] {
            by("王芳", [&](Change& change) { add_call(change, {.caller = "x", .lines = lines}); });
        });
        EXPECT_EQ(error.detail().code, "call.line");
    }
    EXPECT_TRUE(read_calls(database_).empty());
}

TEST_F(DutyTest, AnOrderIsLateWhenItsStageLastsTooLong) {
    const FolderSource source(RELIEF_SOURCE_DIR "/data");
    const std::vector<OrderStage> stages = load_order_stages(source);
    by("王芳", [&](Change& change) {
        add_document(change, {.unit = "220000",
                              .kind = "allotment_order",
                              .lines = {{.item = "TENT", .from_site = "P", .to_site = "220221"}}});
    });
    const Instant made = noon_of(2);
    const auto drafted = due_orders(database_, stages, made + std::chrono::hours{1});
    ASSERT_EQ(drafted.size(), 1U);
    EXPECT_EQ(drafted[0].subject, "220000-DB-2017-0001");
    EXPECT_EQ(drafted[0].due, made + std::chrono::hours{1});
    EXPECT_FALSE(drafted[0].overdue);
    by("赵主任", [](Change& change) { add_step(change, 1, "sign"); });
    const auto late = due_orders(database_, stages, made + std::chrono::minutes{31});
    ASSERT_EQ(late.size(), 1U);
    EXPECT_EQ(late[0].who, "keeper");
    EXPECT_EQ(late[0].due, made + std::chrono::minutes{30});
    EXPECT_TRUE(late[0].overdue);
}

TEST(DueTest, WhatIsLateComesFirstAndWhatHasNoDateLast) {
    std::vector<DueItem> items{{.kind = "open", .due = {}},
                               {.kind = "later", .due = noon_of(3)},
                               {.kind = "late", .due = noon_of(1), .overdue = true},
                               {.kind = "soon", .due = noon_of(2)}};
    std::mt19937_64 random(5);
    for (int round = 0; round < 20; ++round) {
        std::shuffle(items.begin(), items.end(), random);
        sort_due(items);
        EXPECT_EQ(items[0].kind, "late");
        EXPECT_EQ(items[1].kind, "soon");
        EXPECT_EQ(items[2].kind, "later");
        EXPECT_EQ(items[3].kind, "open");
    }
    EXPECT_FALSE(is_overdue(noon_of(2), noon_of(2)));
    EXPECT_TRUE(is_overdue(noon_of(2), noon_of(2) + std::chrono::seconds{1}));
    EXPECT_FALSE(is_overdue({}, noon_of(2)));
}

TEST(DueTest, ItemsOfOneKindAndSiteAreOneGroupAndThoseOfNoSiteStandAlone) {
    std::vector<DueItem> items{
        {.kind = "lot_expiring", .subject = "a", .due = noon_of(3), .site = "P"},
        {.kind = "lot_expiring", .subject = "b", .due = noon_of(1), .overdue = true, .site = "P"},
        {.kind = "lot_expiring", .subject = "c", .due = noon_of(2), .site = "C"},
        {.kind = "count", .subject = "d", .due = noon_of(4), .site = "P"},
        {.kind = "order", .subject = "e", .due = noon_of(5)},
        {.kind = "order", .subject = "f", .due = noon_of(6)}};
    sort_due(items);
    const auto groups = group_due(items);
    ASSERT_EQ(groups.size(), 5U);
    EXPECT_EQ(groups[0].first.subject, "b");
    EXPECT_EQ(groups[0].open, 2);
    EXPECT_EQ(groups[0].overdue, 1);
    EXPECT_EQ(groups[1].first.site, "C");
    EXPECT_EQ(groups[2].first.kind, "count");
    EXPECT_EQ(groups[3].first.subject, "e");
    EXPECT_EQ(groups[4].first.subject, "f");
}

// The books were opened on 1 July 2017: every lot is to be counted by 1 July 2018.
TEST_F(DutyTest, LotsNotCountedForTwelveMonthsAreDueSiteBySite) {
    const auto at = [](const char* day) {
        return beijing_midnight(*parse_date(day)) + std::chrono::hours{12};
    };
    EXPECT_TRUE(due_counts(database_, at("2018-05-01")).empty());
    const auto soon = due_counts(database_, at("2018-06-15"));
    ASSERT_EQ(soon.size(), 3U);  // C, K, P
    EXPECT_EQ(soon[0].site, "C");
    EXPECT_EQ(soon[0].due, at("2018-07-02") - std::chrono::hours{12} - std::chrono::seconds{1});
    EXPECT_FALSE(soon[0].overdue);
    EXPECT_THAT(soon[0].zh, testing::HasSubstr("2 个批次"));  // tents and rice
    EXPECT_TRUE(due_counts(database_, at("2018-07-02"))[0].overdue);
    // One lot of the city's two is counted in May: the other stays due.
    by("王芳", [&](Change& change) {
        const std::int64_t document =
            add_document(change, {.unit = "220200", .kind = "count"}, "open");
        change.insert("count_assertion", {{"document_id", document},
                                          {"account_id", account_id("C", "RICE")},
                                          {"counted", std::int64_t{400'000}},
                                          {"counted_at", seconds_of(at("2018-05-01"))}});
    });
    const auto left = due_counts(database_, at("2018-06-15"));
    ASSERT_EQ(left.size(), 3U);
    EXPECT_THAT(left[0].zh, testing::HasSubstr("1 个批次"));
}

}  // namespace
}  // namespace relief
