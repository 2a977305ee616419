// SPDX-License-Identifier: Apache-2.0
// The audit of refusals is bounded: an attacker fills neither the disk nor the writer's queue, and
// what was left out is told.
#include "tools/server/api/refusal_audit.h"

#include "core/people/audit.h"
#include "core/store/database.h"
#include "tests/api/api_kit.h"
#include "tests/api/seats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace relief::kit {
namespace {

using testing::ElementsAre;
using Answer = RefusalBudget::Answer;

const Instant audit_noon = parse_instant("2017-07-14T12:00+08:00").value();

std::vector<Answer> ask(RefusalBudget& budget, const RefusalBudget::Sender& sender, int times) {
    std::vector<Answer> answers;
    for (int each = 0; each < times; ++each) {
        answers.push_back(budget.ask(sender));
    }
    return answers;
}

TEST(RefusalBudget, ASenderHasSoManyLinesAnHourAndTheRestIsCounted) {
    RefusalBudget budget({.of_account = 3, .of_source = 2, .of_sources = 5});
    EXPECT_TRUE(budget.turn(audit_noon).empty());
    EXPECT_THAT(ask(budget, {.account = "", .source = "10.0.0.1"}, 4),
                ElementsAre(Answer::write, Answer::write, Answer::last, Answer::left_out));
    EXPECT_THAT(
        ask(budget, {.account = "w", .source = ""}, 5),
        ElementsAre(Answer::write, Answer::write, Answer::write, Answer::last, Answer::left_out));
    EXPECT_THAT(ask(budget, {.account = "", .source = "10.0.0.2"}, 1), ElementsAre(Answer::write));
    EXPECT_TRUE(budget.turn(audit_noon + std::chrono::seconds{3599}).empty());
    std::vector<std::string> told;
    for (const auto& each : budget.turn(audit_noon + std::chrono::hours{1})) {
        told.push_back(each.sender.account + "|" + each.sender.source + "|" +
                       std::to_string(each.count));
    }
    EXPECT_THAT(told, ElementsAre("|10.0.0.1|2", "w||2"));
    EXPECT_THAT(ask(budget, {.account = "", .source = "10.0.0.1"}, 1), ElementsAre(Answer::write))
        << "a new hour";
}

TEST(RefusalBudget, ManyAddressesTogetherHaveABoundTooAndNobodyElseLosesTheirs) {
    RefusalBudget budget({.of_account = 3, .of_source = 2, .of_sources = 4});
    static_cast<void>(budget.turn(audit_noon));
    int written = 0;
    for (int each = 0; each < 1000; ++each) {
        written += budget.ask({.account = "", .source = std::to_string(each)}) == Answer::write;
    }
    EXPECT_EQ(written, 4);
    EXPECT_EQ(budget.ask({.account = "w", .source = ""}), Answer::write);
    const auto left = budget.close();
    ASSERT_EQ(left.size(), 1U) << "in one line, not in 996";
    EXPECT_EQ(left.front().count, 996);
}

TEST(RefusalBudget, AClockThatIsSetBackBeginsAnew) {
    RefusalBudget budget({.of_account = 3, .of_source = 1, .of_sources = 4});
    static_cast<void>(budget.turn(audit_noon));
    EXPECT_EQ(ask(budget, {.account = "", .source = "a"}, 2).back(), Answer::last);
    EXPECT_EQ(budget.turn(audit_noon - std::chrono::hours{24}).size(), 1U);
    EXPECT_EQ(budget.ask({.account = "", .source = "a"}), Answer::write);
}

/// Somebody without a session asks and asks; who has one is refused and told all the same.
TEST(RefusalAudit, AFloodLeavesItsBoundInTheBooks) {
    DemoApi desk(DemoApi::Door::log_in);
    const auto tokens = seat_people(desk.db(), desk.now(), {{"K", "depot_keeper", "JL-D-02"}});
    desk.open();
    const Question flood{.path = "/api/v1/stock", .query = {{"site", "JL-D-02"}}};
    for (int each = 0; each < 150; ++each) {
        EXPECT_EQ(desk.ask(flood).status, 401);
    }
    EXPECT_EQ(desk.ask({.path = "/api/v1/stock",
                        .query = {{"site", "JL-D-09"}},
                        .headers = {{"authorization", "Bearer " + tokens.at("K")}}})
                  .status,
              403);
    desk.close();
    Database books = Database::open_read_only(desk.db());
    std::vector<std::string> lines;
    for (const AuditLine& line : read_audit(books)) {
        lines.push_back(line.told.event + "|" + line.told.account + "|" + line.told.source + "|" +
                        line.told.subject + "|" + line.told.result);
    }
    ASSERT_EQ(lines.size(), 123U);
    EXPECT_EQ(lines[0], "access.refused||127.0.0.1|stock|session");
    EXPECT_EQ(lines[119], lines[0]);
    EXPECT_EQ(lines[120], "refusals.limit||127.0.0.1|the next ones are counted|counted");
    EXPECT_EQ(lines[121], "access.refused|k|127.0.0.1|stock|grants");
    EXPECT_EQ(lines[122], "refusals.left_out||127.0.0.1|30|counted");
}

}  // namespace
}  // namespace relief::kit
