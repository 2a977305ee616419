// SPDX-License-Identifier: Apache-2.0
#include "tests/tools/cli_kit.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace relief {
namespace {

std::string message(const std::string& name) {
    return std::string(RELIEF_SOURCE_DIR) + "/tests/data/alerts/" + name;
}

nlohmann::json checked(std::vector<std::string> arguments, int status) {
    arguments.insert(arguments.begin(), {"--json", "--lang", "en", "alert", "check"});
    const kit::Ended ended = kit::relief_run(std::move(arguments));
    EXPECT_EQ(ended.status, status) << ended.err;
    return nlohmann::json::parse(ended.out);
}

TEST(AlertCheck, SaysOfEachFileWhatBecomesOfIt) {
    const auto document = checked({message("made/base_ok.xml"), message("made/polygon_open.xml"),
                                   message("made/expires_missing.xml")},
                                  1);
    EXPECT_EQ(document.at("schema"), "relief.alert_check/1");
    const auto& files = document.at("files");
    ASSERT_EQ(files.size(), 3U);
    EXPECT_EQ(files[0].at("verdict"), "accept");
    EXPECT_TRUE(files[0].at("findings").empty());
    EXPECT_EQ(files[1].at("file"), message("made/polygon_open.xml"));
    EXPECT_EQ(files[1].at("verdict"), "reject");
    EXPECT_EQ(files[1].at("findings")[0].at("code"), "POLYGON_OPEN");
    // Line 22 of the file holds the polygon.
    EXPECT_EQ(files[1].at("findings")[0].at("place"), "alert/info[1]/area[1]/polygon, line 22");
    EXPECT_EQ(files[1].at("findings")[0].at("mend"), "repeat the first point at the end");
    EXPECT_EQ(files[2].at("verdict"), "accept with warnings");
    EXPECT_EQ(files[2].at("findings")[0].at("code"), "EXPIRES_MISSING");
}

TEST(AlertCheck, NothingRejectedIsZero) {
    EXPECT_EQ(checked({message("made/expires_missing.xml")}, 0).at("files").size(), 1U);
}

TEST(AlertCheck, WithoutTrustNoSignatureIsBelieved) {
    const auto alone = checked({message("made/signed_ok.xml")}, 0);
    EXPECT_EQ(alone.at("files")[0].at("findings")[0].at("code"), "SIGNATURE_UNTRUSTED");
    const auto trusted =
        checked({message("made/signed_ok.xml"), "--trust", message("certs/test_root.pem")}, 0);
    EXPECT_EQ(trusted.at("files")[0].at("verdict"), "accept");
    EXPECT_EQ(trusted.at("files")[0].at("signatures")[0].at("signer"), "Test Meteorology");
}

TEST(AlertCheck, ChineseFirstAndEnglishBySwitch) {
    const auto zh =
        kit::relief_run({"--lang", "zh", "alert", "check", message("made/polygon_open.xml")});
    EXPECT_EQ(zh.status, 1);
    EXPECT_NE(zh.out.find("拒收"), std::string::npos);
    EXPECT_NE(zh.out.find("多边形没有闭合"), std::string::npos);
    const auto en =
        kit::relief_run({"--lang", "en", "alert", "check", message("made/polygon_open.xml")});
    EXPECT_NE(en.out.find("a polygon is not closed"), std::string::npos);
}

TEST(AlertCheck, UnreadableFilesAreToldBeforeAnyIsJudged) {
    EXPECT_EQ(kit::refusal({"alert", "check", message("made/base_ok.xml"), "/nowhere/a.xml"}, 3)
                  .at("code"),
              "file.missing");
    EXPECT_EQ(kit::refusal({"alert", "check", message("made/base_ok.xml"), "--trust",
                            message("made/base_ok.xml")},
                           3)
                  .at("code"),
              "trust.pem");
    EXPECT_EQ(kit::refusal({"alert", "check"}, 2).at("code"), "usage");
}

// A picture, an empty file and the program's own table are rejected messages, not faults.
TEST(AlertCheck, WhatIsNoMessageIsRejected) {
    const kit::TempFolder folder;
    kit::write_text(folder / "empty.xml", "");
    kit::write_text(folder / "picture.xml", std::string("\x89PNG\r\n\x1a\n\0\0", 10));
    const auto document =
        checked({(folder / "empty.xml").string(), (folder / "picture.xml").string(),
                 std::string(RELIEF_SOURCE_DIR) + "/data/rules/warning_colours.csv"},
                1);
    for (const auto& file : document.at("files")) {
        EXPECT_EQ(file.at("verdict"), "reject");
        EXPECT_EQ(file.at("findings")[0].at("code"), "NOT_WELL_FORMED");
    }
}

}  // namespace
}  // namespace relief
