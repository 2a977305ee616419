// SPDX-License-Identifier: Apache-2.0
#pragma once

// Books with the officers who sign warnings, and the rainstorm of 13 July 2017 up to its release.

#include "tests/tools/cli_kit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <array>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace relief::kit {

using nlohmann::json;

/// Books with the officers of four departments and the government.
class WarningOffice {
  public:
    explicit WarningOffice(std::filesystem::path db) : db_(std::move(db)) {
        EXPECT_EQ(fresh_books(db_, {"--actor", "P0", "--clock", "2017-07-01T08:00"}).status, 0);
        for (const auto& [code, department, role] :
             std::vector<std::array<std::string, 3>>{{"M1", "meteorology", "forecaster"},
                                                     {"M2", "meteorology", "department_head"},
                                                     {"W1", "water", "duty_head"},
                                                     {"E1", "emergency", "duty_head"},
                                                     {"L1", "land", "duty_head"},
                                                     {"G1", "government", "government_deputy"},
                                                     {"G2", "government", "government_head"}}) {
            run("2017-07-01T09:00", "P0",
                {"office", "person", code, "officer " + code, "--unit", "JL-CAD"});
            run("2017-07-01T09:00", "P0",
                {"alert", "officer", code, "--department", department, "--role", role});
        }
        run("2017-07-01T09:00", "P0", {"office", "person", "L2", "officer L2", "--unit", "JL-CAD"});
        run("2017-07-01T10:00", "L1",
            {"alert", "delegate", "--from", "L1", "--to", "L2", "--department", "land", "--until",
             "2017-07-20T08:00", "--colour", "red", "--hazard", "rainstorm"});
    }

    json run(const std::string& at, const std::string& who, std::vector<std::string> words,
             int status = 0) const {
        words.insert(words.end(), {"--db", db_, "--json", "--actor", who, "--clock", at});
        const Ended ended = relief_run(std::move(words));
        EXPECT_EQ(ended.status, status) << ended.out.substr(0, 1500) << ended.err;
        return json::parse(ended.out, nullptr, false);
    }

    /// An alert step of somebody at a time of 13 July.
    json step(const std::string& time, const std::string& who, std::vector<std::string> words,
              int status = 0) const {
        words.insert(words.begin(), "alert");
        return run("2017-07-13T" + time, who, std::move(words), status);
    }

    [[nodiscard]] const std::filesystem::path& db() const { return db_; }

  private:
    std::filesystem::path db_;
};

/// Criteria to the approval of red: everything but the release itself. `more` is said to `propose`.
inline void approve_red(const WarningOffice& office, const std::string& code,
                        const std::filesystem::path& folder,
                        const std::vector<std::string>& more = {}) {
    std::vector<std::string> propose{
        "propose",          "--scenario", "2017-07-yongji-flood", "--at",
        "2017-07-13T20:00", "--out",      folder / "draft.json"};
    propose.insert(propose.end(), more.begin(), more.end());
    const json proposals = office.step("20:00", "M1", propose);
    ASSERT_EQ(proposals["proposals"].size(), 1U);
    EXPECT_EQ(proposals["proposals"][0]["colour"], "red");
    EXPECT_EQ(proposals["proposals"][0]["because"][0]["arithmetic"],
              "126 mm / 3 h >= 100 mm / 3 h");
    EXPECT_EQ(office.step("20:00", "M1", {"draft", "--file", folder / "draft.json"})["warning"],
              code);
    office.step("20:01", "M1", {"countersign", code});
    office.step("20:02", "M2", {"sign", code});
    office.step("20:03", "W1", {"sign", code});
    office.step("20:04", "L2", {"sign", code});
    const json told = office.step("20:16", "M1", {"tick"});
    EXPECT_THAT(told["warnings"][0]["awaited"].dump(), testing::HasSubstr("emergency"));
    const json late = office.step("20:18", "E1", {"sign", code});
    EXPECT_EQ(late["state"], "approve");
    EXPECT_EQ(late["signatures"][2]["delegation"], "D-0001");
    EXPECT_EQ(late["signatures"][3]["late"], true);
    EXPECT_EQ(office.step("20:19", "G1", {"approve", code}, 4)["code"], "alert.signer");
    EXPECT_EQ(office.step("20:19", "M1", {"release", code}, 4)["code"], "alert.state");
    office.step("20:20", "G2", {"approve", code});
}

/// The same with the release; fails the test where it does not come about.
inline void release_red(const WarningOffice& office, const std::string& code,
                        const std::string& channels, const std::filesystem::path& folder,
                        const std::vector<std::string>& more = {}) {
    approve_red(office, code, folder, more);
    if (testing::Test::HasFatalFailure()) {
        return;
    }
    const json released = office.step("20:21", "M1", {"release", code, "--channels", channels});
    EXPECT_EQ(released["state"], "released");
    EXPECT_THAT(released["face"].get<std::string>(), testing::HasSubstr("绿色通道"));
}

}  // namespace relief::kit
