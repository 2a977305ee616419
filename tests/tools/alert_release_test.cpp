// SPDX-License-Identifier: Apache-2.0
// The rainstorm of 13 July 2017 as a joint warning: criteria, signatures, real listeners, an
// update, the lift; a drill of the same beside it. 126 mm in 3 hours is red (>= 100 mm / 3 h).
#include "core/data_source.h"
#include "tests/kit/listeners.h"
#include "tests/tools/alert_office.h"
#include "tests/tools/cli_kit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <csignal>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

namespace relief {
namespace {

using kit::WarningOffice;
using nlohmann::json;
using testing::HasSubstr;

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

    static std::string active(const WarningOffice& office, const std::string& time) {
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
    const WarningOffice office(folder_ / "real.db");
    kit::release_red(office, "W2017-0001", channels_, folder_.path());
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
    const WarningOffice drill(folder_ / "drill.db");
    kit::release_red(drill, "X2017-0001", channels_, folder_.path(), {"--exercise"});
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
void killed_at(const WarningOffice& office, const std::string& channels,
               kit::HttpReceiver& receiver, int number) {
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
    const WarningOffice office(folder_ / "real.db");
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
    kit::release_red(office, "W2017-0001", channels, folder_.path());
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

/// What a release must never leave behind, whenever it was cut short: a message without every row
/// of its outbox, or rows without their message. "" where all is well.
std::string complaint(const WarningOffice& office, int rows) {
    const json show = office.step("20:22", "M1", {"show", "W2017-0001"});
    const json totals = office.step("20:22", "M1", {"receipts"})["totals"];
    const int total = totals["total"];
    const int sum =
        totals["acked"].get<int>() + totals["failed"].get<int>() + totals["pending"].get<int>();
    const bool released = show["state"] == "released";
    if (total != sum) {
        return "the rows do not add up";
    }
    if (released != !show["cap"].is_null()) {
        return "released without a message, or the other way round";
    }
    return total == (released ? rows : 0) ? "" : "not every row of the outbox is there";
}

/// Calls of the kernel that change the books, and how often one release makes each.
struct Steps {
    std::string call;
    int count = 0;
};

std::vector<std::string> release_command(const WarningOffice& office, const std::string& channels) {
    return {RELIEF_PROGRAM, "alert",     "release",    "W2017-0001",
            "--db",         office.db(), "--channels", channels,
            "--actor",      "M1",        "--clock",    "2017-07-13T20:21",
            "--key",        "release",   "--data",     RELIEF_SOURCE_DIR "/data",
            "--quiet"};
}

Steps count_calls(const WarningOffice& office, const std::string& channels, const std::string& call,
                  const std::string& trace) {
    std::vector<std::string> command{"strace", "-f", "-qq", "-o", trace, "-e", "trace=" + call};
    for (const std::string& word : release_command(office, channels)) {
        command.push_back(word);
    }
    static_cast<void>(kit::run(command));
    std::istringstream lines(std::filesystem::exists(trace) ? read_file(trace) : "");
    Steps steps{call, 0};
    for (std::string line; std::getline(lines, line);) {
        steps.count += line.find(call + "(") != std::string::npos ? 1 : 0;
    }
    return steps;
}

void copy_books(const std::filesystem::path& from, const std::filesystem::path& to) {
    for (const char* ending : {"-wal", "-shm", ".lock"}) {
        std::filesystem::remove(to.string() + ending);
    }
    std::filesystem::copy_file(from, to, std::filesystem::copy_options::overwrite_existing);
}

TEST_F(Rainstorm, KilledWhileReleasingItIsWholeOrNotAtAll) {
    if (!kit::is_installed("strace")) {
        GTEST_SKIP() << "strace is not installed: a release was NOT killed";
    }
    const WarningOffice office(folder_ / "real.db");
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
    kit::approve_red(office, "W2017-0001", folder_.path());
    const std::filesystem::path ready = folder_ / "ready.db";
    copy_books(office.db(), ready);
    int killed = 0;
    int released = 0;
    for (const char* call : {"pwrite64", "fdatasync"}) {
        copy_books(ready, office.db());
        const Steps steps = count_calls(office, channels, call, folder_ / "trace");
        if (steps.count == 0) {
            GTEST_SKIP() << "strace may not trace here: a release was NOT killed";
        }
        // Every step where they are few, else so many spread over all, the last among them.
        constexpr int most = 4;
        for (int i = 1; i <= std::min(most, steps.count); ++i) {
            const int step = steps.count <= most ? i : 1 + (steps.count - 1) * (i - 1) / (most - 1);
            copy_books(ready, office.db());
            std::vector<std::string> command{
                "strace",
                "-f",
                "-qq",
                "-o",
                "/dev/null",
                "-e",
                std::string("trace=") + call,
                "-e",
                "inject=" + steps.call + ":signal=SIGKILL:when=" + std::to_string(step)};
            for (const std::string& word : release_command(office, channels)) {
                command.push_back(word);
            }
            killed += kit::run(command).status == 0 ? 0 : 1;
            EXPECT_EQ(complaint(office, rows), "") << call << " " << step;
            // Asked again under the same key it comes to one release.
            office.run(
                "2017-07-13T20:21", "M1",
                {"alert", "release", "W2017-0001", "--channels", channels, "--key", "release"});
            EXPECT_EQ(complaint(office, rows), "") << call << " " << step;
            released += office.step("20:22", "M1", {"receipts"})["totals"]["total"] == rows ? 1 : 0;
        }
    }
    EXPECT_GT(killed, 4);
    EXPECT_EQ(released, killed) << "each of them in the end";
    // All these lives sent one message to each, for they share its keys.
    office.step("20:23", "M1", {"send", "--channels", channels});
    EXPECT_EQ(hook_.taken().size(), static_cast<std::size_t>(rows));
    office.run("2017-07-13T20:30", "M1", {"verify"});

    // The control: a message and its outbox in two steps, the second of which never came.
    copy_books(ready, office.db());
    office.step("20:21", "M1", {"release", "W2017-0001"});
    EXPECT_EQ(complaint(office, rows), "not every row of the outbox is there");
}

TEST_F(Rainstorm, FeedSheetAndCallsGoOutWithIt) {
    const WarningOffice office(folder_ / "real.db");
    kit::write_text(folder_ / "sites.csv",
                    "id,name,kind,lon,lat,people,division,head,head_phone,duty,duty_phone\n"
                    "V1,某村,village,126.50,43.66,900,220221100200,赵村长,13900000003,,\n"
                    "S1,某小学,school,126.50,43.66,420,,王校长,13900000002,,\n"
                    "C1,某敬老院,care_home,126.50,43.66,86,,李强,13900000001,张明,13800000001\n"
                    "C9,外地养老院,care_home,125.3,43.9,500,,何人,,,\n");
    const json channels{{"actual",
                         {{{"id", "feed"},
                           {"kind", "feed"},
                           {"address", "public/warnings.atom"},
                           {"targets", {{{"county", "220000"}}}}},
                          {{"id", "fax"},
                           {"kind", "fax_sheet"},
                           {"address", "fax"},
                           {"targets", {{{"county", "220221"}}}}},
                          {{"id", "homes"}, {"kind", "call_list"}, {"address", "sites.csv"}}}}};
    kit::write_text(folder_ / "three.json", channels.dump());
    const std::string file = folder_ / "three.json";
    kit::release_red(office, "W2017-0001", file, folder_.path());

    const json told = office.step("20:21", "M1", {"audience", "W2017-0001", "--channels", file});
    EXPECT_TRUE(told["unreached"].empty());
    ASSERT_EQ(told["calls"].size(), 3U) << "not the one in Changchun";
    EXPECT_EQ(told["calls"][0]["id"], "C1");
    EXPECT_EQ(told["calls"][0]["duty"], "张明");
    EXPECT_EQ(told["calls"][1]["id"], "S1");
    EXPECT_EQ(told["calls"][2]["id"], "V1");

    EXPECT_EQ(office.step("20:22", "M1", {"send", "--channels", file})["acked"], 2);
    const json receipts = office.step("20:23", "M1", {"receipts"});
    EXPECT_EQ(receipts["totals"].dump(), R"({"acked":2,"failed":0,"pending":3,"total":5})");
    EXPECT_THAT(receipts["deliveries"][2]["target"].get<std::string>(),
                HasSubstr("某敬老院 值班 张明 13800000001，负责人 李强 13900000001"));
    EXPECT_EQ(receipts["deliveries"][2]["county"], "220221");
    // The feed is what others take, the message in it to the letter.
    const std::string feed = read_file(folder_ / "public/warnings.atom");
    EXPECT_THAT(feed, HasSubstr("<identifier>220000-W2017-0001</identifier>"));
    EXPECT_EQ(kit::relief_run({"alert", "check", folder_ / "public/warnings.atom"}).status, 0);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "public/warnings.atom.new"));
    std::string sheet;
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / "fax/220221")) {
        sheet = entry.path();
    }
    EXPECT_EQ(read_file(sheet).substr(0, 5), "%PDF-");
    const json printed =
        office.step("20:24", "M1", {"print", "W2017-0001", "--out", folder_ / "sheet.pdf"});
    EXPECT_EQ(printed["pages"], 1);
    EXPECT_EQ(read_file(folder_ / "sheet.pdf"), read_file(sheet)) << "the same paper";
    if (kit::is_installed("pdftotext")) {
        const std::string words = kit::run({"pdftotext", "-layout", sheet, "-"}).out;
        EXPECT_THAT(words, HasSubstr("暴雨红色预警"));
        EXPECT_THAT(words, HasSubstr("Red rainstorm warning"));
        EXPECT_LT(words.find("暴雨红色预警"), words.find("Red rainstorm warning"));
    }
    // A drill may not use the list real homes stand in.
    json both = channels;
    both["exercise"] = {{{"id", "homes"}, {"kind", "call_list"}, {"address", "sites.csv"}}};
    kit::write_text(folder_ / "both.json", both.dump());
    EXPECT_EQ(office.step("20:25", "M1", {"send", "--channels", folder_ / "both.json"}, 4)["code"],
              "alert.drill");
    kit::write_text(folder_ / "sites.csv", "id,name\nV1,某村\n");
    EXPECT_EQ(office.step("20:25", "M1", {"audience", "W2017-0001", "--channels", file}, 3)["code"],
              "csv.columns");
}

TEST_F(Rainstorm, ARefusalStopsItAndAnEditVoidsSignatures) {
    const WarningOffice office(folder_ / "real.db");
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
    const WarningOffice office(folder_ / "real.db");
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
    const WarningOffice office(folder_ / "real.db");
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
    const WarningOffice office(folder_ / "real.db");
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
