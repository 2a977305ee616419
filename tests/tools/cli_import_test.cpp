// SPDX-License-Identifier: Apache-2.0
// relief import at the command line: dry run, posting, the second time, the sheet back.
#include "core/store/database.h"
#include "tests/kit/program.h"
#include "tests/tools/cli_kit.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace relief {
namespace {

using nlohmann::json;

class CliImportTest : public testing::Test {
  protected:
    [[nodiscard]] static kit::Ended run(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), RELIEF_PROGRAM);
        return kit::run(arguments);
    }
    [[nodiscard]] kit::Ended import(const std::string& file,
                                    std::vector<std::string> more = {}) const {
        std::vector<std::string> arguments{
            "import", file, "--db", db_, "--json", "--clock", "2017-06-02T09:00"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(std::move(arguments));
    }

    kit::TempFolder folder_;
    std::string db_ = (folder_ / "jilin.db").string();
    std::string sheet_ =
        RELIEF_SOURCE_DIR "/tests/data/inventory/made_jilin_consignment_stock_gb18030.csv";
};

TEST_F(CliImportTest, ASheetIsPostedOnceAndComesBackWithReasons) {
    ASSERT_EQ(kit::fresh_books(db_).status, 0);
    const std::vector<std::string> post{"--as", "receipt", "--post", "--actor", "王芳"};

    auto dry = import(sheet_, {"--as", "receipt"});
    ASSERT_EQ(dry.status, 0) << dry.err;
    json answer = json::parse(dry.out);
    EXPECT_EQ(answer["schema"], "relief.import/1");
    EXPECT_EQ(answer["read"], 12);
    EXPECT_EQ(answer["accepted"], 5);
    EXPECT_EQ(answer["totals"][0]["difference"], "4568.000");
    EXPECT_TRUE(answer["posted"].is_null());

    auto posting = post;
    const std::string back = (folder_ / "back.xlsx").string();
    posting.insert(posting.end(), {"--back", back});
    auto first = import(sheet_, posting);
    ASSERT_EQ(first.status, 0) << first.err;
    answer = json::parse(first.out);
    EXPECT_FALSE(answer["posted"]["repeated"]);
    EXPECT_EQ(answer["stocks_changed"], 5);

    answer = json::parse(import(sheet_, post).out);
    EXPECT_TRUE(answer["posted"]["repeated"]) << "the same content again";
    EXPECT_EQ(answer["posted"]["batch"], 1);

    // The sheet sent back: what is posted is passed over, the rest is there to be mended.
    answer = json::parse(import(back, {"--as", "receipt"}).out);
    EXPECT_EQ(answer["read"], 7);
    EXPECT_EQ(answer["accepted"], 0) << "unmended nothing more is posted, a repeated row neither";
    EXPECT_EQ(answer["held"], 2);

    const auto verified = run({"verify", "--db", db_, "--json"});
    EXPECT_EQ(verified.status, 0) << verified.out;
    Database database = Database::open_read_only(db_);
    Statement sum = database.prepare(
        "SELECT sum(entry.amount) FROM entry JOIN movement ON movement.id = entry.movement_id "
        "JOIN account ON account.id = entry.account_id "
        "WHERE movement.kind = 'receipt' AND account.stage = 'on_hand'");
    ASSERT_TRUE(sum.step());
    EXPECT_EQ(sum.integer(0), 8810) << "the figure of the case table";
}

TEST_F(CliImportTest, ACountPostsTheDifferenceAndTellsAStaleSheet) {
    ASSERT_EQ(kit::fresh_books(db_).status, 0);
    Database database = Database::open_read_only(db_);
    Statement select = database.prepare(
        "SELECT account.lot, account.item, balance.amount FROM balance "
        "JOIN account ON account.id = balance.account_id WHERE account.site = 'JL-D-04' AND "
        "account.stage = 'on_hand' AND account.condition = 'A' AND account.item = 'QUILT' "
        "ORDER BY account.lot LIMIT 1");
    ASSERT_TRUE(select.step());
    const std::string lot = select.text(0);
    const std::int64_t book = select.integer(2);
    select.reset();  // else this reader goes on seeing the books of now
    const auto write = [&](const std::string& name, std::int64_t thought, std::int64_t counted) {
        const std::filesystem::path path = folder_ / name;
        kit::write_text(path, "物资编码,批号,账面数量,实盘数量\nQUILT," + lot + "," +
                                  std::to_string(thought) + "," + std::to_string(counted) + "\n");
        return path.string();
    };
    const std::vector<std::string> post{"--as",   "count",   "--site", "JL-D-04",
                                        "--post", "--actor", "王芳"};
    const auto stale = import(write("stale.csv", book + 7, book), post);
    EXPECT_EQ(stale.status, 4);
    EXPECT_EQ(json::parse(stale.out)["code"], "import.nothing");

    const auto posted = import(write("count.csv", book, book - 3), post);
    ASSERT_EQ(posted.status, 0) << posted.out << posted.err;
    const json answer = json::parse(posted.out);
    EXPECT_EQ(answer["stocks_changed"], 1);
    ASSERT_EQ(answer["posted"]["documents"].size(), 1U);
    const auto on_shelf = [&] {
        Database now = Database::open_read_only(db_);
        Statement balance = now.prepare(
            "SELECT balance.amount FROM balance JOIN account ON account.id = balance.account_id "
            "WHERE account.lot = ?1 AND account.site = 'JL-D-04' AND account.stage = 'on_hand'");
        balance.bind(1, lot);
        return balance.step() ? balance.integer(0) : -1;
    };
    EXPECT_EQ(on_shelf(), book) << "a loss waits for another person and a signature (I19)";

    const auto gain = import(write("gain.csv", book, book + 2), post);
    ASSERT_EQ(gain.status, 0) << gain.out << gain.err;
    EXPECT_EQ(on_shelf(), book + 2) << "what is found needs no signature";
    EXPECT_EQ(run({"verify", "--db", db_}).status, 0);
}

TEST_F(CliImportTest, AColumnIsReadAsAgreedForThisSheet) {
    ASSERT_EQ(kit::fresh_books(db_).status, 0);
    const std::filesystem::path path = folder_ / "own_words.csv";
    // 七月点数 is in no table; the sheet's 数量 is what was ordered, as a telephone call told.
    kit::write_text(path, "物资编码,批号,数量,七月点数,到期\nQUILT,A-1,999,120,2030-01-01\n");
    const auto answer = [&](const std::vector<std::string>& more) {
        std::vector<std::string> words{"--as", "receipt", "--site", "JL-D-04", "--all-rows"};
        words.insert(words.end(), more.begin(), more.end());
        return import(path.string(), words);
    };
    EXPECT_EQ(json::parse(answer({}).out)["rows"][0]["quantity"], "999");
    const auto agreed = answer({"--column", "七月点数=quantity", "--column", "数量=none"});
    ASSERT_EQ(agreed.status, 0) << agreed.out << agreed.err;
    EXPECT_EQ(json::parse(agreed.out)["rows"][0]["quantity"], "120");
    const auto unknown = answer({"--column", "七月点数=many"});
    EXPECT_EQ(unknown.status, 3);
    EXPECT_EQ(json::parse(unknown.out)["field"], "--column");
}

TEST_F(CliImportTest, AWrongImportIsReversedWholeAndNotPostedAgain) {
    ASSERT_EQ(kit::fresh_books(db_).status, 0);
    const std::vector<std::string> post{"--as", "receipt", "--post", "--actor", "王芳"};
    ASSERT_EQ(import(sheet_, post).status, 0);
    const auto reverse = [&](const std::string& batch) {
        return run({"reverse", "--import", batch, "--reason", "导错表", "--db", db_, "--json",
                    "--actor", "王芳", "--clock", "2017-06-02T10:00"});
    };
    EXPECT_EQ(json::parse(reverse("7").out)["code"], "import.batch");
    const auto reversed = reverse("1");
    ASSERT_EQ(reversed.status, 0) << reversed.out << reversed.err;
    EXPECT_EQ(json::parse(reversed.out)["schema"], "relief.import_reversal/1");
    Database database = Database::open_read_only(db_);
    Statement sum = database.prepare(
        "SELECT sum(entry.amount) FROM entry JOIN movement ON movement.id = entry.movement_id "
        "JOIN account ON account.id = entry.account_id WHERE account.stage = 'on_hand' AND "
        "movement.kind IN ('receipt', 'reversal')");
    ASSERT_TRUE(sum.step());
    EXPECT_EQ(sum.integer(0), 0) << "what came in went out";
    sum.reset();
    const auto again = import(sheet_, post);
    EXPECT_EQ(again.status, 4);
    EXPECT_EQ(json::parse(again.out)["code"], "import.reversed");
    const auto looked = run({"import", sheet_, "--as", "receipt", "--db", db_, "--lang", "zh",
                             "--clock", "2017-06-02T11:00"});
    EXPECT_NE(looked.out.find("后已冲销"), std::string::npos) << looked.out;
    EXPECT_EQ(json::parse(import(sheet_, {"--as", "receipt"}).out)["posted"]["reversed"], true);
    const auto twice = reverse("1");
    EXPECT_EQ(twice.status, 4);
    EXPECT_EQ(json::parse(twice.out)["code"], "ledger.reversed");
    EXPECT_EQ(run({"reverse", "--reason", "x", "--db", db_, "--actor", "王芳"}).status, 2);
    EXPECT_EQ(run({"verify", "--db", db_}).status, 0);
}

TEST_F(CliImportTest, WrongUseIsToldAndChangesNothing) {
    EXPECT_EQ(run({"import", sheet_}).status, 2) << "--as is missing";
    EXPECT_EQ(run({"import", sheet_, "--as", "gift"}).status, 3);
    EXPECT_EQ(run({"import", sheet_, "--as", "count", "--post", "--dry-run"}).status, 2);
    EXPECT_EQ(run({"import", sheet_, "--as", "count", "--post"}).status, 2) << "no --db";
    EXPECT_EQ(run({"import", "no.csv", "--as", "count"}).status, 3);
    EXPECT_EQ(run({"import", sheet_, "--as", "count", "--site", "nowhere"}).status, 3);
    EXPECT_EQ(run({"import", sheet_, "--as", "count", "--pack", "x"}).status, 3);
    EXPECT_EQ(run({"import", sheet_, "--as", "count"}).status, 0) << "without a database";
}

}  // namespace
}  // namespace relief
