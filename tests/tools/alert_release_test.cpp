// SPDX-License-Identifier: Apache-2.0
// The rainstorm of 13 July 2017 as a joint warning: criteria, signatures, real listeners, an
// update, the lift; a drill of the same beside it. 126 mm in 3 hours is red (>= 100 mm / 3 h).
#include "core/data_source.h"
#include "tests/kit/listeners.h"
#include "tests/tools/cli_kit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

namespace relief {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

/// Books with the officers of four departments and the government.
class Office {
  public:
    explicit Office(std::filesystem::path db) : db_(std::move(db)) {
        run("2017-07-01T08:00", "P0", {"init"});
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
        const kit::Ended ended = kit::relief_run(std::move(words));
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

class Rainstorm : public testing::Test {
  protected:
    Rainstorm() {
        kit::write_text(folder_ / "key", "0123456789abcdef0123");
        const json channels{
            {"actual",
             {{{"id", "hook"},
               {"kind", "webhook"},
               {"address", hook_.url()},
               {"secret_file", "key"},
               {"targets",
                {{{"county", "220221"}}, {{"county", "220200"}}, {{"county", "222400"}}}}},
              {{"id", "sms"},
               {"kind", "sms"},
               {"address", gateway_.url()},
               {"secret_file", "key"},
               {"sender", "吉林预警"},
               {"targets", {{{"county", "220221"}, {"address", "13800000001"}}}}},
              {{"id", "mail"},
               {"kind", "smtp"},
               {"address", mail_.url()},
               {"sender", "yujing@relief.test"},
               {"targets", {{{"county", "220221"}, {"address", "zhiban@yongji.test"}}}}},
              {{"id", "drop"},
               {"kind", "file"},
               {"address", "out"},
               {"targets", {{{"county", "220000"}}}}},
              {{"id", "call"},
               {"kind", "call"},
               {"targets",
                {{{"county", "220221"}, {"address", "永吉县值班室"}},
                 {{"county", "220000"}, {"address", "省值班室"}}}}}}},
            {"exercise",
             {{{"id", "drill"},
               {"kind", "file"},
               {"address", "drill"},
               {"targets", {{{"county", "220221"}}}}}}}};
        kit::write_text(channels_, channels.dump());
    }

    /// Criteria to release of red; `more` is said to the draft.
    static void red(const Office& office, const std::string& code, const std::string& channels,
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
        EXPECT_THAT(told["warnings"][0]["awaited"].dump(), HasSubstr("emergency"));
        const json late = office.step("20:18", "E1", {"sign", code});
        EXPECT_EQ(late["state"], "approve");
        EXPECT_EQ(late["signatures"][2]["delegation"], "D-0001");
        EXPECT_EQ(late["signatures"][3]["late"], true);
        EXPECT_EQ(office.step("20:19", "G1", {"approve", code}, 4)["code"], "alert.signer");
        EXPECT_EQ(office.step("20:19", "M1", {"release", code}, 4)["code"], "alert.state");
        office.step("20:20", "G2", {"approve", code});
        const json released = office.step("20:21", "M1", {"release", code, "--channels", channels});
        EXPECT_EQ(released["state"], "released");
        EXPECT_THAT(released["face"].get<std::string>(), HasSubstr("绿色通道"));
    }

    static std::string active(const Office& office, const std::string& time) {
        const json rows = office.step("23:59", "M1", {"active", "--at", time})["active"];
        return rows.empty() ? "" : rows[0]["identifier"].get<std::string>();
    }

    kit::TempFolder folder_;
    kit::HttpReceiver hook_;
    kit::HttpReceiver gateway_;
    kit::SmtpReceiver mail_;
    std::string channels_ = folder_ / "channels.json";
};

TEST_F(Rainstorm, FromCriteriaToTheLiftAndADrillBesideIt) {
    const Office office(folder_ / "real.db");
    red(office, "W2017-0001", channels_, folder_.path());
    if (HasFatalFailure()) {
        return;
    }
    const json sent = office.step("20:22", "M1", {"send", "--channels", channels_});
    EXPECT_EQ(sent["tried"], 5) << "222400 lies outside, a call is for people";
    EXPECT_EQ(sent["acked"], 4);
    EXPECT_EQ(sent["sent"], 1) << "the gateway's receipt is to come";
    EXPECT_EQ(hook_.taken().size(), 2U);
    EXPECT_EQ(mail_.taken().size(), 1U);
    EXPECT_THAT(json::parse(gateway_.taken().front().body)["text"].get<std::string>(),
                HasSubstr("暴雨红色预警"));
    json receipts = office.step("20:23", "M1", {"receipts", "W2017-0001"});
    EXPECT_EQ(receipts["totals"].dump(), R"({"acked":4,"failed":0,"pending":3,"total":7})");
    // The gateway's receipt; nobody answers in Yongji, so the province is called.
    for (const json& row : receipts["deliveries"]) {
        if (row["kind"] == "sms") {
            office.step("20:25", "M1", {"ack", row["delivery"].dump(), "--text", "DELIVRD"});
        }
    }
    EXPECT_EQ(office.step("20:35", "M1", {"escalate", "--channels", channels_})["totals"]["total"],
              7);
    receipts = office.step("20:36", "M1", {"escalate", "--channels", channels_});
    EXPECT_EQ(receipts["totals"]["total"], 8);
    EXPECT_EQ(receipts["deliveries"][7]["county"], "220000");
    EXPECT_EQ(office.step("20:40", "M1", {"escalate", "--channels", channels_})["totals"]["total"],
              8);
    for (const json& row : receipts["deliveries"]) {
        if (row["kind"] == "call") {
            office.step("20:41", "M1", {"ack", row["delivery"].dump(), "--text", "已听到"});
        }
    }
    EXPECT_EQ(office.step("20:42", "M1", {"receipts"})["totals"].dump(),
              R"({"acked":8,"failed":0,"pending":0,"total":8})");

    office.step("22:00", "M1",
                {"update", "W2017-0001", "--colour", "orange", "--onset", "2017-07-13T22:00",
                 "--expires", "2017-07-14T04:00"});
    office.step("22:01", "M1", {"countersign", "W2017-0002"});
    office.step("22:02", "M2", {"sign", "W2017-0002"});
    EXPECT_EQ(office.step("22:02", "W1", {"sign", "W2017-0002"})["ready"], true)
        << "lowered: the lead and one co-signer";
    office.step("22:03", "M1", {"release", "W2017-0002", "--channels", channels_});
    EXPECT_EQ(office.step("22:03", "M1", {"show", "W2017-0001"})["state"], "updated");

    office.step("23:00", "M1", {"cancel", "W2017-0002", "--reason", "降雨结束"});
    office.step("23:01", "M1", {"countersign", "W2017-0003"});
    office.step("23:02", "M2", {"sign", "W2017-0003"});
    office.step("23:02", "E1", {"sign", "W2017-0003"});
    const json lift =
        office.step("23:03", "M1",
                    {"release", "W2017-0003", "--channels", channels_, "--out", folder_ / "c.xml"});
    EXPECT_EQ(office.step("23:04", "M1", {"send", "--channels", channels_})["failed"], 0);
    EXPECT_EQ(active(office, "2017-07-13T20:20"), "");
    EXPECT_EQ(active(office, "2017-07-13T21:00"), "220000-W2017-0001");
    EXPECT_EQ(active(office, "2017-07-13T22:30"), "220000-W2017-0002");
    EXPECT_EQ(active(office, "2017-07-13T23:30"), "");
    // The lift names both before it, and is a message others take.
    EXPECT_THAT(lift["cap"].get<std::string>(), HasSubstr("220000-W2017-0001"));
    EXPECT_THAT(lift["cap"].get<std::string>(), HasSubstr("220000-W2017-0002"));
    const kit::Ended check = kit::relief_run({"alert", "check", folder_ / "c.xml", "--json"});
    EXPECT_EQ(check.status, 0) << check.out;

    // The drill: the same play, nothing at a listener and nothing in the real folder.
    const auto files = [&](const char* name) {
        int count = 0;
        if (std::filesystem::exists(folder_ / name)) {
            for (const auto& entry :
                 std::filesystem::recursive_directory_iterator(folder_ / name)) {
                count += entry.is_regular_file() ? 1 : 0;
            }
        }
        return count;
    };
    const int requests = hook_.requests() + gateway_.requests();
    const std::size_t mails = mail_.taken().size();
    const int real_files = files("out");
    EXPECT_EQ(real_files, 3);
    const Office drill(folder_ / "drill.db");
    red(drill, "X2017-0001", channels_, folder_.path(), {"--exercise"});
    EXPECT_EQ(drill.step("20:22", "M1", {"send", "--channels", channels_})["acked"], 1);
    EXPECT_EQ(files("drill"), 1);
    EXPECT_EQ(files("out"), real_files);
    EXPECT_EQ(hook_.requests() + gateway_.requests(), requests);
    EXPECT_EQ(mail_.taken().size(), mails);
    EXPECT_EQ(active(office, "2017-07-13T21:00"), "220000-W2017-0001");
    // Nor do the two share books.
    EXPECT_EQ(office.step("23:30", "M1",
                          {"draft", "--hazard", "gale", "--colour", "red", "--place", "永吉县",
                           "--exercise"},
                          4)["code"],
              "alert.drill");
    office.run("2017-07-13T23:40", "M1", {"verify"});
}

/// Starts `relief alert send` and kills it at the request with this number.
void killed_at(const Office& office, const std::string& channels, kit::HttpReceiver& receiver,
               int number) {
    const int first = receiver.requests();
    const pid_t child = ::fork();
    if (child == 0) {
        ::execl(RELIEF_PROGRAM, RELIEF_PROGRAM, "alert", "send", "--channels", channels.c_str(),
                "--db", office.db().c_str(), "--actor", "M1", "--clock", "2017-07-13T20:22",
                "--data", RELIEF_SOURCE_DIR "/data", "--quiet", nullptr);
        ::_exit(127);
    }
    receiver.on_request([first, number, child](int request) {
        if (request == first + number) {
            ::kill(child, SIGKILL);
        }
    });
    int status = 0;
    ::waitpid(child, &status, 0);
    receiver.on_request(nullptr);
    EXPECT_TRUE(WIFSIGNALED(status)) << "killed at request " << number;
}

TEST_F(Rainstorm, KilledWhileSendingNothingIsLostOrDoubled) {
    const Office office(folder_ / "real.db");
    constexpr int rows = 6;
    json targets = json::array();
    for (int i = 0; i < rows; ++i) {
        targets.push_back({{"county", "220221"}, {"address", "post " + std::to_string(i)}});
    }
    const std::string channels = folder_ / "hooks.json";
    kit::write_text(channels, json{{"actual",
                                    {{{"id", "hook"},
                                      {"kind", "webhook"},
                                      {"address", hook_.url()},
                                      {"secret_file", "key"},
                                      {"targets", targets}}}}}
                                  .dump());
    red(office, "W2017-0001", channels, folder_.path());
    // Each life books some rows and dies between a delivery and its receipt.
    for (const int number : {1, 2, 1, 3}) {
        killed_at(office, channels, hook_, number);
        const json totals = office.step("20:22", "M1", {"receipts"})["totals"];
        EXPECT_EQ(totals["total"], rows);
        EXPECT_EQ(
            totals["acked"].get<int>() + totals["failed"].get<int>() + totals["pending"].get<int>(),
            rows);
    }
    office.step("20:23", "M1", {"send", "--channels", channels});
    EXPECT_EQ(office.step("20:24", "M1", {"receipts"})["totals"]["acked"], rows);
    EXPECT_EQ(hook_.taken().size(), static_cast<std::size_t>(rows)) << "each key once";
    EXPECT_GT(hook_.requests(), rows) << "some were asked twice";
}

TEST_F(Rainstorm, ARefusalStopsItAndAnEditVoidsSignatures) {
    const Office office(folder_ / "real.db");
    office.step("20:00", "M1",
                {"draft", "--hazard", "rainstorm", "--colour", "red", "--place", "永吉县"});
    const std::string code = "W2017-0001";
    const json open = office.step("20:01", "M1", {"countersign", code});
    office.step("20:02", "W1", {"sign", code, "--hash", open["hash"].get<std::string>()});
    EXPECT_EQ(office.step("20:02", "M1", {"sign", code}, 4)["code"], "alert.drafter");
    const json edited =
        office.step("20:03", "M1", {"edit", code, "--place", "永吉县", "--place", "舒兰市"});
    EXPECT_EQ(edited["state"], "draft");
    EXPECT_EQ(edited["version"], 2);
    EXPECT_EQ(edited["signatures"][0]["void_since"], "2017-07-13T20:03+08:00");
    office.step("20:04", "M1", {"countersign", code});
    EXPECT_EQ(office.step("20:05", "W1", {"sign", code, "--hash", open["hash"].get<std::string>()},
                          4)["code"],
              "alert.hash");
    EXPECT_EQ(office.step("20:06", "L1", {"refuse", code, "--reason", "依据不足"})["state"],
              "rejected");
    EXPECT_EQ(office.step("20:30", "M1", {"go-on", code}, 4)["code"], "alert.state");
}

TEST_F(Rainstorm, BadInputIsAnswered) {
    const Office office(folder_ / "real.db");
    const auto code = [&](std::vector<std::string> words, int status) {
        return office.step("20:00", "M1", std::move(words), status)["code"].get<std::string>();
    };
    EXPECT_EQ(code({"show", "W2017-0009"}, 3), "alert.unknown");
    EXPECT_EQ(code({"draft", "--hazard", "meteorite", "--colour", "red", "--place", "永吉县"}, 3),
              "alert.hazard");
    EXPECT_EQ(code({"draft", "--hazard", "rainstorm", "--colour", "pink", "--place", "永吉县"}, 3),
              "argument.value");
    EXPECT_EQ(code({"draft", "--hazard", "rainstorm", "--colour", "red"}, 3), "alert.draft");
    EXPECT_EQ(code({"draft", "--hazard", "rainstorm", "--colour", "red", "--circle", "1,2"}, 3),
              "argument.value");
    EXPECT_EQ(code({"ack", "99"}, 3), "alert.delivery");
    EXPECT_EQ(code({"propose", "--observe", "永吉县 rain_accum x mm"}, 3), "alert.observation");
    EXPECT_EQ(code({"propose", "--observe", "永吉县 rain_accum 12 cm 3"}, 3), "alert.observation");
    EXPECT_EQ(code({"propose"}, 2), "usage");
    EXPECT_EQ(code({"officer", "M1", "--department", "circus", "--role", "duty_head"}, 3),
              "alert.signer");
}

TEST_F(Rainstorm, TheMessageCanCarryTheOfficesSignature) {
    if (!kit::is_installed("openssl") || !kit::is_installed("xmlsec1")) {
        GTEST_SKIP() << "openssl or xmlsec1 is not installed: signing on release was NOT tested";
    }
    const std::string key = folder_ / "office.key";
    const std::string certificate = folder_ / "office.pem";
    ASSERT_EQ(kit::run({"openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650",
                        "-subj", "/CN=office", "-keyout", key, "-out", certificate})
                  .status,
              0);
    const Office office(folder_ / "real.db");
    office.step("20:00", "M1",
                {"draft", "--hazard", "rainstorm", "--colour", "red", "--place", "永吉县"});
    const std::string code = "W2017-0001";
    office.step("20:01", "M1", {"countersign", code});
    for (const char* signer : {"M2", "W1", "L1", "E1"}) {
        office.step("20:02", signer, {"sign", code});
    }
    office.step("20:03", "G2", {"approve", code});
    EXPECT_EQ(office.step("20:04", "M1", {"release", code, "--signing-key", key}, 2)["code"],
              "usage");
    const std::string out = folder_ / "signed.xml";
    office.step(
        "20:04", "M1",
        {"release", code, "--signing-key", key, "--certificate", certificate, "--out", out});
    const auto xmlsec = [&](const std::string& file) {
        return kit::run({"xmlsec1", "--verify", "--pubkey-cert-pem", certificate, file}).status;
    };
    EXPECT_EQ(xmlsec(out), 0);
    std::string altered = read_file(out);
    const auto place = altered.find("永吉县");
    ASSERT_NE(place, std::string::npos);
    altered.replace(place, std::string("永吉县").size(), "舒兰市");
    kit::write_text(out, altered);
    EXPECT_NE(xmlsec(out), 0);
    // Under a trusted key a message that does not fit goes no further.
    const kit::Ended check =
        kit::relief_run({"alert", "check", out, "--trust", certificate, "--json"});
    EXPECT_EQ(check.status, 1);
    EXPECT_EQ(json::parse(check.out)["files"][0]["verdict"], "reject");
}

TEST_F(Rainstorm, AudienceAndFeedTellOfIt) {
    const Office office(folder_ / "real.db");
    office.step("20:00", "M1",
                {"draft", "--hazard", "rainstorm", "--colour", "red", "--place", "永吉县",
                 "--circle", "126.5,43.67,5"});
    const json audience = office.step("20:01", "M1", {"audience", "W2017-0001"});
    EXPECT_EQ(audience["schema"], "relief.alert_audience/1");
    EXPECT_NEAR(audience["people"].get<double>(), 280633, 280633 * 0.005)
        << "Yongji in the census of 2020";
    EXPECT_THAT(audience["depots"].dump(), HasSubstr("JL-X-220221"));
    const kit::Ended feed = kit::relief_run({"alert", "feed", "--db", office.db(), "--lang", "en"});
    EXPECT_EQ(feed.status, 0);
    EXPECT_THAT(feed.out, HasSubstr("<feed"));
    const kit::Ended text = kit::relief_run({"alert", "list", "--db", office.db(), "--lang", "en"});
    EXPECT_THAT(text.out, HasSubstr("Red rainstorm warning"));
}

}  // namespace
}  // namespace relief
