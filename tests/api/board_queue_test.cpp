// SPDX-License-Identifier: Apache-2.0
// What the board says settles a thing is a command there is, and where it sends an officer is a
// page of the console.
#include "tests/kit/program.h"
#include "tools/commands/command.h"
#include "tools/desk/duty_board.h"
#include "tools/server/api/console_door.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace relief::kit {
namespace {

const Instant queue_noon = instant_of(1'500'000'000);

DueItem due(const std::string& kind, const std::string& subject, std::chrono::minutes left) {
    return {
        .kind = kind, .subject = subject, .due = queue_noon + left, .overdue = left.count() < 0};
}

bool is_command(const std::string& line) {
    return std::ranges::any_of(command_specs(), [&](const CommandSpec& command) {
        const std::string words = "relief " + std::string(command.path);
        return line == words || line.starts_with(words + " ");
    });
}

TEST(BoardQueue, NamesCommandsAndPagesThatExist) {
    const TempFolder folder;
    write_text(folder / "index.html", "<!doctype html>");
    const ConsoleDoor door(folder.path());
    for (const char* kind : {"order",
                             "in_transit",
                             "papers",
                             "application",
                             "application_checked",
                             "call",
                             "question",
                             "instruction",
                             "report",
                             "countersign",
                             "approve",
                             "release",
                             "response",
                             "expert",
                             "hazard",
                             "hold",
                             "goods_debt",
                             "lot_recalled",
                             "lot_expiring",
                             "count",
                             "inspection",
                             "inspection_open",
                             "consignment",
                             "agreement",
                             "agreement_test",
                             "letter",
                             "training",
                             "loan",
                             "return",
                             "acceptance",
                             "borrowed",
                             "scrap_note",
                             "of no kind we know"}) {
        const std::vector<BoardItem> queue =
            board_queue({due(kind, "7", std::chrono::minutes{5})}, {}, queue_noon);
        ASSERT_EQ(queue.size(), 1U) << kind;
        EXPECT_TRUE(is_command(queue.front().command)) << kind << ": " << queue.front().command;
        const auto page = door.answer({.method = "GET", .path = queue.front().address});
        EXPECT_EQ(page->status, 200) << kind << ": " << queue.front().address;
    }
    EXPECT_FALSE(is_command("relief order answers 7"));
}

TEST(BoardQueue, HousekeepingIsOneLineAndTheRestStandsByTime) {
    const std::vector<BoardItem> queue = board_queue(
        {due("papers", "B", std::chrono::minutes{121}), due("count", "X", std::chrono::hours{-48}),
         due("question", "1", std::chrono::minutes{120}), due("count", "Y", std::chrono::hours{9}),
         due("papers", "A", std::chrono::minutes{-1})},
        {}, queue_noon);
    ASSERT_EQ(queue.size(), 4U);
    EXPECT_EQ(queue[0].id, "count");
    EXPECT_EQ(queue[0].count, 2);
    EXPECT_EQ(queue[0].late, 1);
    EXPECT_EQ(queue[1].id, "papers:A");
    EXPECT_EQ(queue[1].state, "late");
    EXPECT_EQ(queue[2].id, "question:1");
    EXPECT_EQ(queue[2].state, "soon");
    EXPECT_EQ(queue[3].id, "papers:B");
    EXPECT_EQ(queue[3].state, "open");
}

TEST(BoardQueue, AnOrderSaysItsNextStep) {
    const std::vector<BoardOrder> orders{{.id = 7, .number = "N-7", .state = "picked"}};
    EXPECT_EQ(board_queue({due("order", "N-7", std::chrono::minutes{5})}, orders, queue_noon)
                  .front()
                  .command,
              "relief order load N-7");
}

}  // namespace
}  // namespace relief::kit
