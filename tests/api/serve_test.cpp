// SPDX-License-Identifier: Apache-2.0
#include "tests/api/server_process.h"
#include "tests/kit/made_books.h"
#include "tests/kit/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <csignal>
#include <fstream>
#include <iterator>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace relief::kit {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class Serve : public testing::Test {
  protected:
    Serve() : db_(folder_ / "demo.db") {
        const Ended made =
            make_books("served", {RELIEF_PROGRAM, "init", "--db", db_.string()}, db_);
        EXPECT_EQ(made.status, 0) << made.err;
    }

    static Ended ask(const ServerProcess& server, std::vector<std::string> words) {
        words.insert(words.begin(), RELIEF_PROGRAM);
        words.insert(words.end(), {"--server", server.url(), "--lang", "en"});
        return run(words);
    }

    void expect_proven() const {
        const Ended proof = run({RELIEF_PROGRAM, "verify", "--db", db_.string(), "--json"});
        EXPECT_EQ(proof.status, 0) << proof.out;
    }

    TempFolder folder_;
    std::filesystem::path db_;
};

std::vector<std::string> call_words(const std::string& key) {
    return {"duty", "call", "--actor", "王芳", "--caller", key, "--key", key, "--json"};
}

/// The calls in the duty book, by who called.
std::multiset<std::string> callers(const std::filesystem::path& db) {
    const Ended log = run({RELIEF_PROGRAM, "duty", "log", "--db", db.string(), "--json"});
    std::multiset<std::string> names;
    const json document = json::parse(log.out);
    for (const json& call : document.at("calls")) {
        names.insert(call.at("caller").get<std::string>());
    }
    return names;
}

TEST_F(Serve, AnswersTheCommandLineAsTheFileDoes) {
    const std::vector<std::string> question{"stock", "--site", "JL-D-01", "--item", "QUILT"};
    std::vector<std::string> words{RELIEF_PROGRAM};
    words.insert(words.end(), question.begin(), question.end());
    words.insert(words.end(), {"--db", db_.string(), "--lang", "en"});
    const Ended alone = run(words);
    const ServerProcess server(db_);
    const Ended served = ask(server, question);
    EXPECT_EQ(served.status, 0) << served.err;
    EXPECT_EQ(served.out, alone.out);
}

TEST_F(Serve, TellsARefusalAsTheFileDoes) {
    const ServerProcess server(db_);
    const Ended refused = ask(server, {"order", "show", "NO-SUCH", "--json"});
    EXPECT_EQ(refused.status, 3) << refused.out << refused.err;
    const json error = json::parse(refused.out, nullptr, false);
    EXPECT_EQ(error.at("schema"), "relief.error/1");
    EXPECT_EQ(error.at("found"), "NO-SUCH");
    EXPECT_EQ(ask(server, {"init", "--db", (folder_ / "other.db").string()}).status, 3);
}

TEST_F(Serve, MakesAPlanAndFetchesItsFiles) {
    const ServerProcess server(db_);
    const std::filesystem::path out = folder_ / "plan";
    const Ended made = ask(server, {"plan", "--scenario", "2017-07-yongji-flood", "--out",
                                    out.string() + "/", "--json"});
    ASSERT_EQ(made.status, 0) << made.err << made.out;
    EXPECT_EQ(json::parse(made.out).at("schema"), "relief.plan/1");
    std::ifstream report(out / "report.html");
    const std::string page{std::istreambuf_iterator<char>(report), {}};
    EXPECT_THAT(page, HasSubstr("</html>"));
    // The order is drafted from the file that was fetched: it is sent again.
    const Ended drafted = ask(server, {"order", "draft", "--plan", (out / "plan.json").string(),
                                       "--response", "III", "--actor", "王芳", "--json"});
    // Its goods are those of 2017, so nothing is ordered; what has changed is told line by line.
    EXPECT_EQ(json::parse(drafted.out).at("schema"), "relief.order_draft/1") << drafted.err;
}

TEST_F(Serve, HoldsTheBooksAloneAndStopsWhenTold) {
    ServerProcess server(db_);
    const Ended second = run({RELIEF_PROGRAM, "duty", "call", "--db", db_.string(), "--actor",
                              "王芳", "--caller", "x", "--json"});
    EXPECT_EQ(second.status, 4);
    EXPECT_EQ(json::parse(second.out).at("code"), "db.locked");
    EXPECT_EQ(server.end_with(SIGTERM), 0);
    expect_proven();
}

TEST_F(Serve, AnswersNobodyWithoutLogInButInADemonstrationOnLoopback) {
    const ServerProcess server(db_, {});
    const Ended refused = ask(server, {"stock", "--json"});
    EXPECT_EQ(refused.status, 4) << refused.out;
    EXPECT_EQ(json::parse(refused.out).at("code"), "access.session");
    EXPECT_THROW(ServerProcess(db_, {"--open-demo", "--address", "0.0.0.0"}), std::runtime_error);
}

/// P1: what was answered is there after a kill, and once; a key asked again changes nothing.
TEST_F(Serve, KilledItKeepsWhatWasAnswered) {
    std::multiset<std::string> answered;
    std::mutex mutex;
    for (int round = 0; round < 3; ++round) {
        ServerProcess server(db_);
        std::vector<std::thread> desks;
        for (int desk = 0; desk < 4; ++desk) {
            desks.emplace_back([&, desk] {
                for (int call = 0; call < 200; ++call) {
                    const std::string key = std::to_string(round) + "-" + std::to_string(desk) +
                                            "-" + std::to_string(call);
                    if (ask(server, call_words(key)).status != 0) {
                        return;  // it is gone
                    }
                    const std::lock_guard lock(mutex);
                    answered.insert(key);
                }
            });
        }
        // It is killed once so many were answered in this round, wherever it is then.
        const std::size_t enough = answered.size() + 5 + static_cast<std::size_t>(round) * 3;
        while (true) {
            const std::lock_guard lock(mutex);
            if (answered.size() >= enough) {
                break;
            }
        }
        EXPECT_EQ(server.end_with(SIGKILL), 128 + SIGKILL);
        for (std::thread& desk : desks) {
            desk.join();
        }
        expect_proven();
        const std::multiset<std::string> kept = callers(db_);
        for (const std::string& key : answered) {
            EXPECT_EQ(kept.count(key), 1U) << key;
        }
        EXPECT_EQ(std::set<std::string>(kept.begin(), kept.end()).size(), kept.size());
    }
    const ServerProcess server(db_);
    const std::string key = *answered.begin();
    EXPECT_EQ(ask(server, call_words(key)).status, 0);
    EXPECT_EQ(callers(db_).count(key), 1U);
}

}  // namespace
}  // namespace relief::kit
