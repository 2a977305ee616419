// SPDX-License-Identifier: Apache-2.0
// relief backup and relief restore, as they are typed.
#include "tests/tools/cli_kit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

namespace fs = std::filesystem;
using kit::Ended;
using kit::refusal;
using kit::relief_run;
using nlohmann::json;
using testing::HasSubstr;

class BackupCliTest : public testing::Test {
  protected:
    BackupCliTest() {
        fs::create_directory(backups_);
        EXPECT_EQ(relief_run({"init", "--db", db_, "--anchor", anchor_}).status, 0);
    }

    static json answer(std::vector<std::string> arguments) {
        arguments.emplace_back("--json");
        const Ended ended = relief_run(std::move(arguments));
        EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
        return json::parse(ended.out);
    }

    kit::TempFolder folder_;
    std::string db_ = (folder_.path() / "books.db").string();
    std::string anchor_ = (folder_.path() / "books.anchor").string();
    std::string backups_ = (folder_.path() / "backups").string();
};

TEST_F(BackupCliTest, ABackupGoesThereAndComesBack) {
    const json made =
        answer({"backup", backups_, "--db", db_, "--clock", "2017-07-17T12:00:00+08:00"});
    EXPECT_EQ(made.at("schema"), "relief.backup/1");
    EXPECT_EQ(made.at("taken_at"), "2017-07-17T12:00+08:00");
    EXPECT_EQ(made.at("proof"), "whole");
    const std::string file = made.at("path").get<std::string>();
    EXPECT_THAT(file, HasSubstr("relief-20170717T040000Z-"));

    const json checked = answer({"restore", "--check", file, "--anchor", anchor_});
    EXPECT_EQ(checked.at("schema"), "relief.restore/1");
    EXPECT_EQ(checked.at("seq"), made.at("seq"));
    EXPECT_TRUE(checked.at("db").is_null());
    EXPECT_EQ(checked.at("anchor").at("rows_after_the_backup"), 0);

    const std::string restored = (folder_.path() / "restored.db").string();
    answer({"restore", file, "--db", restored});
    const json verified = answer({"verify", "--db", restored, "--anchor", anchor_});
    EXPECT_EQ(verified.at("head").at("hash"), made.at("hash"));
    EXPECT_EQ(refusal({"restore", file, "--db", restored}, 4).at("code"), "db.exists");
}

TEST_F(BackupCliTest, TheListTellsTheAgeOfTheLastGoodOne) {
    const Ended none = relief_run({"backup", "--list", backups_, "--lang", "zh"});
    EXPECT_EQ(none.status, 1);
    EXPECT_THAT(none.out, HasSubstr("没有完好的备份"));
    answer({"backup", backups_, "--db", db_, "--clock", "2017-07-17T12:00"});
    const json list = answer({"backup", "--list", backups_, "--clock", "2017-07-18T13:00"});
    EXPECT_EQ(list.at("schema"), "relief.backups/1");
    EXPECT_EQ(list.at("age_seconds"), 25 * 3600);
    const Ended words =
        relief_run({"backup", "--list", backups_, "--clock", "2017-07-18T13:00", "--lang", "en"});
    EXPECT_THAT(words.out, HasSubstr("The last good backup is 1 d 1 h old."));
}

TEST_F(BackupCliTest, WhatCannotBeDoneIsSaid) {
    EXPECT_EQ(refusal({"backup", backups_ + "/nowhere", "--db", db_}, 3).at("code"),
              "file.missing");
    EXPECT_EQ(refusal({"backup", backups_, "--db", db_ + "x"}, 3).at("code"), "db.missing");
    EXPECT_EQ(refusal({"backup", backups_, "--db", db_, "--keep", "0"}, 3).at("code"),
              "argument.value");
    EXPECT_EQ(refusal({"restore", "--check", db_}, 3).at("code"), "backup.manifest");
    EXPECT_EQ(relief_run({"backup", backups_}).status, 2);
}

}  // namespace
}  // namespace relief
