// SPDX-License-Identifier: Apache-2.0
// Warnings of other offices: kept, put into quarantine and answered; never a way into our chains.
#include "core/data_source.h"
#include "tests/kit/table.h"
#include "tests/tools/alert_office.h"
#include "tests/tools/cli_kit.h"

#include <algorithm>
#include <string>
#include <vector>

namespace relief {
namespace {

using kit::WarningOffice;
using nlohmann::json;

const std::filesystem::path cases = RELIEF_SOURCE_DIR "/tests/data/alerts";

class Receive : public testing::Test {
  protected:
    Receive() : office_(folder_ / "real.db") {}

    [[nodiscard]] json receive(const std::vector<std::string>& files, int status) const {
        std::vector<std::string> words{"alert", "receive"};
        words.insert(words.end(), files.begin(), files.end());
        words.insert(words.end(), {"--replies", folder_ / "replies"});
        return office_.run("2026-07-18T17:00", "M1", words, status);
    }
    [[nodiscard]] json active(const std::string& at) const {
        return office_.run(at, "M1", {"alert", "active"})["active"];
    }
    /// A message of the collection with one place replaced, as a file of its own.
    [[nodiscard]] std::string altered(const std::string& name, const std::string& from,
                                      const std::string& to, const std::string& as) const {
        std::string bytes = read_file(cases / name);
        const std::size_t at = bytes.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        bytes.replace(at, from.size(), to);
        kit::write_text(folder_ / as, bytes);
        return folder_ / as;
    }

    kit::TempFolder folder_;
    WarningOffice office_;
};

TEST_F(Receive, AnUpdateOfSomethingUnknownIsKeptAndSaysSo) {
    const json taken = receive({cases / "made/update_ok.xml"}, 0);
    EXPECT_EQ(taken["messages"][0]["outcome"], "kept");
    EXPECT_THAT(taken["messages"][0]["findings"].dump(), testing::HasSubstr("REFERENCE_UNKNOWN"));
    const json now = active("2026-07-18T18:00");
    ASSERT_EQ(now.size(), 1U);
    EXPECT_EQ(now[0]["sender"], "yjglt.jl.gov.cn");
    EXPECT_EQ(now[0]["own"], false);
    EXPECT_TRUE(active("2026-07-19T16:00").empty()) << "its expires";
    const kit::Ended feed =
        kit::relief_run({"alert", "feed", "--db", office_.db(), "--at", "2026-07-18T18:00"});
    EXPECT_THAT(feed.out, testing::HasSubstr("<name>yjglt.jl.gov.cn</name>"));
    // The same again is the same; and the books hold it as they hold all else.
    EXPECT_EQ(receive({cases / "made/update_ok.xml"}, 0)["known"], 1);
    office_.run("2026-07-18T19:00", "M1", {"verify"});
}

TEST_F(Receive, ADrillThatLiftsAWarningIsRefusedAndAnswered) {
    // Its parent, as MANIFEST.csv asks for it: Actual, sent at ten.
    const std::string parent = altered("made/base_ok.xml", "2026-07-18T16:00:00+08:00</sent>",
                                       "2026-07-18T10:00:00+08:00</sent>", "parent0.xml");
    std::string bytes = read_file(parent);
    const std::size_t at = bytes.find("JL-2026-0001");
    ASSERT_NE(at, std::string::npos);
    bytes.replace(at, 12, "JL-2026-0000");
    kit::write_text(folder_ / "parent.xml", bytes);
    EXPECT_EQ(receive({folder_ / "parent.xml"}, 0)["kept"], 1);
    const json before = active("2026-07-18T16:30");
    ASSERT_EQ(before.size(), 1U);

    const json refused = receive({cases / "made/exercise_updates_actual.xml"}, 1);
    EXPECT_EQ(refused["messages"][0]["outcome"], "quarantined");
    EXPECT_EQ(refused["messages"][0]["findings"][0]["code"], "STATUS_CROSS_CHAIN");
    EXPECT_EQ(active("2026-07-18T16:30"), before);
    // The answer goes to its sender, is of its status and valid by every rule.
    const std::string reply = folder_ / "replies/1.reply.xml";
    const kit::Ended check = kit::relief_run({"alert", "check", reply, "--json"});
    EXPECT_EQ(check.status, 0) << check.out;
    const std::string words = read_file(reply);
    EXPECT_THAT(words, testing::HasSubstr("<msgType>Error</msgType>"));
    EXPECT_THAT(words, testing::HasSubstr("<status>Exercise</status>"));
    EXPECT_THAT(words, testing::HasSubstr("STATUS_CROSS_CHAIN"));
    EXPECT_THAT(words, testing::HasSubstr("<addresses>yjglt.jl.gov.cn</addresses>"));
    const json apart =
        office_.run("2026-07-18T18:00", "M1", {"alert", "quarantine", "--out", folder_ / "apart"});
    ASSERT_EQ(apart["messages"].size(), 1U);
    EXPECT_EQ(apart["messages"][0]["codes"][0], "STATUS_CROSS_CHAIN");
    EXPECT_EQ(read_file(folder_ / "apart/1.message"),
              read_file(cases / "made/exercise_updates_actual.xml"))
        << "to the byte";
    // Sent again it is one row still.
    static_cast<void>(receive({cases / "made/exercise_updates_actual.xml"}, 1));
    EXPECT_EQ(office_.run("2026-07-18T18:00", "M1", {"alert", "quarantine"})["messages"].size(),
              1U);
}

TEST_F(Receive, NobodyElseLiftsOurWarning) {
    kit::write_text(folder_ / "none.json", R"({"actual": []})");
    kit::release_red(office_, "W2017-0001", folder_ / "none.json", folder_.path());
    const std::string own =
        office_.step("20:30", "M1", {"show", "W2017-0001"})["cap"].get<std::string>();
    const json before = active("2017-07-13T21:00");
    ASSERT_EQ(before.size(), 1U);
    kit::write_text(folder_ / "own.xml", own);
    const auto at = [&](std::vector<std::string> words, int status) {
        words.insert(words.begin(), {"alert", "receive"});
        return office_.run("2017-07-13T20:50", "M1", words, status);
    };
    EXPECT_EQ(at({folder_ / "own.xml"}, 0)["known"], 1) << "our own, come back";
    // Our name under another text, and a cancel in our name.
    std::string forged = own;
    forged.replace(forged.find("暴雨"), std::string("暴雨").size(), "大风");
    kit::write_text(folder_ / "forged.xml", forged);
    EXPECT_EQ(at({folder_ / "forged.xml"}, 1)["messages"][0]["findings"][0]["code"], "SENDER_OURS");
    kit::write_text(folder_ / "cancel.xml",
                    R"(<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
<identifier>X1</identifier><sender>meteorology@220000.relief</sender>
<sent>2017-07-13T20:40:00+08:00</sent><status>Actual</status><msgType>Cancel</msgType>
<scope>Public</scope><references>meteorology@220000.relief,220000-W2017-0001,)"
                    R"(2017-07-13T20:21:00+08:00</references></alert>)");
    EXPECT_EQ(at({folder_ / "cancel.xml"}, 1)["messages"][0]["findings"][0]["code"], "SENDER_OURS");
    EXPECT_EQ(active("2017-07-13T21:00"), before);
}

TEST_F(Receive, TheSameNameWithOtherWordsIsRefused) {
    EXPECT_EQ(receive({cases / "made/base_ok.xml"}, 0)["kept"], 1);
    const std::string other =
        altered("made/base_ok.xml", "<severity>Severe<", "<severity>Minor<", "other.xml");
    EXPECT_EQ(receive({other}, 1)["messages"][0]["findings"][0]["code"], "IDENTIFIER_REUSED");
}

/// The whole collection at once: nothing is lost, and what MANIFEST.csv rejects is in quarantine.
TEST_F(Receive, WhatComesIsKeptOrKeptApart) {
    std::vector<std::string> rejected;
    std::vector<std::string> files;
    for (const kit::Row& row : kit::read_table(cases / "MANIFEST.csv")) {
        if (!std::filesystem::exists(cases / kit::field(row, "file"))) {
            continue;  // not ours to hand on
        }
        files.push_back(cases / kit::field(row, "file"));
        if (kit::field(row, "expected") == "reject") {
            rejected.push_back(files.back());
        }
    }
    ASSERT_GE(files.size(), 201U);
    const json taken = receive(files, 1);
    std::vector<std::string> apart;
    for (const json& message : taken["messages"]) {
        if (message["outcome"] == "quarantined") {
            EXPECT_FALSE(message["quarantine"].is_null());
            apart.push_back(message["file"]);
        }
    }
    for (const std::string& file : rejected) {
        EXPECT_NE(std::ranges::find(apart, file), apart.end()) << file;
    }
    EXPECT_EQ(taken["messages"].size(), taken["kept"].get<std::size_t>() +
                                            taken["known"].get<std::size_t>() +
                                            taken["other_books"].get<std::size_t>() +
                                            taken["quarantined"].get<std::size_t>());
    for (const json& row : active("2026-07-18T18:00")) {
        EXPECT_EQ(row["status"], "Actual") << row["identifier"];
    }
    office_.run("2026-07-18T19:00", "M1", {"verify"});
}

TEST_F(Receive, BadInputIsAnswered) {
    EXPECT_EQ(receive({folder_ / "nothing.xml"}, 3)["code"], "file.missing");
    std::filesystem::create_directory(folder_ / "empty");
    EXPECT_TRUE(receive({folder_ / "empty"}, 0)["messages"].empty());
    kit::write_text(folder_ / "large.xml", std::string((4U << 20U) + 1, 'x'));
    EXPECT_EQ(receive({folder_ / "large.xml"}, 1)["messages"][0]["findings"][0]["code"],
              "TOO_LARGE");
}

}  // namespace
}  // namespace relief
