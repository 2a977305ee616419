// SPDX-License-Identifier: Apache-2.0
// Books made by the program of schema 2 (tests/data/older/README.md): brought up, given the tables
// that came since, and worked with.
#include "core/store/older_books.h"

#include "core/data_source.h"
#include "core/error.h"
#include "core/store/database.h"
#include "tests/tools/cli_kit.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

namespace relief {
namespace {

using nlohmann::json;

class OlderBooks : public testing::Test {
  protected:
    OlderBooks() {
        const std::string packed = RELIEF_SOURCE_DIR "/tests/data/older/schema_2.db.gz";
        EXPECT_EQ(std::system(("gzip -dc " + packed + " > " + file_.string()).c_str()), 0);
    }

    json ask(std::vector<std::string> words, int status = 0) {
        // The old program had no --clock: these books were opened on 27 November 2026.
        for (const std::string& more :
             {std::string("--db"), file_.string(), std::string("--json"), std::string("--actor"),
              std::string("P01"), std::string("--clock"), std::string("2026-12-01T12:00")}) {
            words.push_back(more);
        }
        const kit::Ended ended = kit::relief_run(words);
        EXPECT_EQ(ended.status, status) << ended.out << ended.err;
        return json::parse(ended.out);
    }

    std::string text(const std::string& sql) {
        Database database = Database::open_read_only(file_);
        Statement select = database.prepare(sql);
        return select.step() ? select.text(0) : "";
    }

    kit::TempFolder folder_;
    std::filesystem::path file_ = folder_ / "books.db";
};

TEST_F(OlderBooks, GetTheTablesThatCameSinceAndKeepTheirOwn) {
    try {
        (void)text("SELECT 1");
        ADD_FAILURE() << "the books are of this program's schema";
    } catch (const Error& error) {
        EXPECT_EQ(error.detail().code, "db.older");
        EXPECT_EQ(error.detail().found, "schema 2");
    }
    // A reading command brings them up as well.
    EXPECT_EQ(ask({"order", "list"}).at("schema"), "relief.order_list/1");
    EXPECT_EQ(text("SELECT count(*) FROM journal WHERE operation = 'tables.store'"), "2");
    const auto told = [&](const char* seq) {
        return json::parse(text("SELECT payload FROM journal WHERE operation = 'tables.store' "
                                "ORDER BY seq " +
                                std::string(seq) + " LIMIT 1"))
            .at("tables");
    };
    EXPECT_EQ(told("ASC").size(), 29U);
    EXPECT_EQ(told("DESC").at(0).at("id"), 30);
    bool has_organisations = false;
    for (const json& table : told("DESC")) {
        has_organisations = has_organisations || table.at("name") == "baseline/organisations.csv";
    }
    EXPECT_TRUE(has_organisations);
    Database reader = Database::open_read_only(file_);
    EXPECT_TRUE(missing_tables(reader).empty());
    EXPECT_EQ(DatabaseSource(reader).read("rules/signature_rules.csv"),
              read_file(RELIEF_SOURCE_DIR "/data/rules/signature_rules.csv"));
    // Its own table of lots is that of the three depots it was made with.
    const std::string lots = DatabaseSource(reader).read("baseline/stock_lots.csv");
    EXPECT_EQ(std::count(lots.begin(), lots.end(), '\n'), 168);
    EXPECT_TRUE(ask({"verify"}).at("ok"));
}

TEST_F(OlderBooks, AreWorkedWithAsIfTheyWereNew) {
    ask({"office", "demo-staff"});
    const json order =
        ask({"order", "new", "--from", "JL-D-04", "--to", "220621", "--line", "QUILT=10"});
    EXPECT_EQ(order.at("state"), "draft");
    EXPECT_EQ(ask({"duty", "due"}).at("schema"), "relief.duty/1");
    // Of schema 10: questions of leaders, and the board that shows them. 11: open holds.
    EXPECT_EQ(text("PRAGMA user_version"), "11");
    ask({"duty", "ask", "--by", "李副省长", "--words", "还有多少棉被", "--to", "P01", "--due",
         "2026-12-01T13:00"});
    EXPECT_EQ(ask({"duty", "board"}).at("questions").at("open"), 1);
    EXPECT_TRUE(ask({"verify"}).at("ok"));
    // Once: a second command adds nothing.
    EXPECT_EQ(text("SELECT count(*) FROM journal WHERE operation = 'tables.store'"), "2");
}

}  // namespace
}  // namespace relief
