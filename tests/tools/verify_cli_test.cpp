// SPDX-License-Identifier: Apache-2.0
// relief verify, --record and --quick, as they are typed.
#include "tests/tools/cli_kit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using kit::Ended;
using kit::relief_run;
using nlohmann::json;
using testing::HasSubstr;

class VerifyCliTest : public testing::Test {
  protected:
    VerifyCliTest() { EXPECT_EQ(kit::fresh_books(db_).status, 0); }

    json verify(const std::vector<std::string>& options) {
        std::vector<std::string> arguments{"verify", "--db", db_, "--json"};
        arguments.insert(arguments.end(), options.begin(), options.end());
        const Ended ended = relief_run(arguments);
        EXPECT_EQ(ended.status, 0) << ended.err;
        return json::parse(ended.out);
    }

    kit::TempFolder folder_;
    std::string db_ = (folder_.path() / "books.db").string();
};

TEST_F(VerifyCliTest, QuickProofBeginsAtTheOneOnRecord) {
    const json before = verify({"--quick"});
    EXPECT_TRUE(before.at("proven_fully").is_null()) << "nothing on record: it was the full proof";
    EXPECT_TRUE(before.at("checked").contains("integrity"));

    const json recorded = verify({"--record"});
    EXPECT_TRUE(recorded.at("ok").get<bool>());
    const auto seq = recorded.at("head").at("seq").get<std::int64_t>();
    EXPECT_EQ(recorded.at("proven_fully").at("seq"), seq);

    const json quick = verify({"--quick"});
    EXPECT_TRUE(quick.at("ok").get<bool>());
    EXPECT_EQ(quick.at("proven_fully"), recorded.at("proven_fully"));
    EXPECT_EQ(quick.at("head").at("seq"), seq + 1) << "the record itself";
    EXPECT_EQ(quick.at("checked").at("journal"), 1);
    EXPECT_FALSE(quick.at("checked").contains("integrity"));

    const Ended words = relief_run({"verify", "--db", db_, "--quick", "--lang", "zh"});
    EXPECT_EQ(words.status, 0);
    EXPECT_THAT(words.out, HasSubstr("全面核对于"));
}

TEST_F(VerifyCliTest, QuickAndRecordTogetherAreWrongUsage) {
    const Ended ended = relief_run({"verify", "--db", db_, "--quick", "--record"});
    EXPECT_EQ(ended.status, 2);
}

}  // namespace
}  // namespace relief
