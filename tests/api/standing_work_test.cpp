// SPDX-License-Identifier: Apache-2.0
// What a server does by itself every minute, on a clock that the test moves: nothing sleeps.
#include "tools/server/api/standing_work.h"

#include "core/store/change.h"
#include "core/store/database.h"
#include "core/time.h"
#include "tests/api/api_kit.h"
#include "tests/kit/program.h"
#include "tools/desk/init.h"
#include "tools/server/api/api.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>

namespace relief::kit {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::minutes work_patience{1};

/// A clock whose time passes when the test says so, and on which a thread rests.
class HandClock final : public Clock {
  public:
    explicit HandClock(Instant now) : now_(now) {}

    [[nodiscard]] Instant now() const override {
        const std::lock_guard lock(mutex_);
        return now_;
    }
    void pass(std::chrono::seconds time) {
        const std::lock_guard lock(mutex_);
        now_ += time;
        changed_.notify_all();
    }
    void rest(std::chrono::milliseconds time) {
        std::unique_lock lock(mutex_);
        const Instant until = now_ + std::chrono::duration_cast<std::chrono::seconds>(time);
        ++rests_;
        changed_.notify_all();
        changed_.wait(lock, [&] { return ended_ || now_ >= until; });
    }
    /// Waits until the thread rests for the n-th time: the round before that is over.
    void until_rest(int count) {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_for(lock, work_patience, [&] { return rests_ >= count; })) {
            throw std::runtime_error("nothing is repeated");
        }
    }
    void end() {
        const std::lock_guard lock(mutex_);
        ended_ = true;
        changed_.notify_all();
    }

  private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    Instant now_;
    int rests_ = 0;
    bool ended_ = false;
};

const Instant work_noon = parse_instant("2017-07-14T12:00+08:00").value();

StandingWork::Options resting_on(HandClock& clock) {
    StandingWork::Options options;
    options.wait = [&clock](std::chrono::milliseconds rest) { clock.rest(rest); };
    return options;
}

TEST(StandingWork, SendsAndAnchorsAgainEveryMinuteAndNotBefore) {
    HandClock clock(work_noon);
    TempFolder folder;
    StandingWork::Options options = resting_on(clock);
    options.anchor = folder / "anchor";
    std::atomic<int> sent = 0;
    std::atomic<int> asked = 0;
    std::atomic<int> told = 0;
    StandingWork work(options, {.heads =
                                    [&] {
                                        ++asked;
                                        return StandingWork::Heads{
                                            .journal = {.seq = asked, .hash = std::string(64, 'a')},
                                            .audit = {}};
                                    },
                                .send =
                                    [&] {
                                        if (++sent == 2) {
                                            throw std::runtime_error("no line");
                                        }
                                    },
                                .log = [&](const std::string&) { ++told; }});
    clock.until_rest(1);
    EXPECT_EQ(sent, 0) << "the first sending comes after the first minute";
    clock.pass(59s);
    EXPECT_EQ(sent, 0);
    clock.pass(1s);
    clock.until_rest(2);
    EXPECT_EQ(sent, 1);
    for (int minute = 2; minute <= 4; ++minute) {
        clock.pass(60s);
        clock.until_rest(minute + 1);
        EXPECT_EQ(sent, minute) << "also after one that failed";
    }
    EXPECT_EQ(told, 1) << "what went wrong was told";
    EXPECT_EQ(asked, 5) << "at the beginning and every minute";
    clock.end();
    work.stop();
    EXPECT_EQ(sent, 4) << "the end sends nothing";
    EXPECT_EQ(asked, 6) << "and anchors a last time";
}

/// A warning that could not be sent is sent by a later round, and by no further one.
TEST(StandingWork, AWarningThatWaitsIsTriedAgainByItself) {
    TempFolder folder;
    const std::filesystem::path data = RELIEF_SOURCE_DIR "/data";
    const std::filesystem::path db = folder / "desk.db";
    static_cast<void>(init_database({.data = data, .db = db, .anchor = {}, .now = work_noon}));
    std::ifstream message(RELIEF_SOURCE_DIR "/tests/data/alerts/made/base_ok.xml");
    const std::string xml{std::istreambuf_iterator<char>(message), {}};
    {
        Database books = Database::open(db);
        make_change(books,
                    {.key = "release",
                     .content = "{}",
                     .actor = "M1",
                     .operation = "alert.release",
                     .subject = {},
                     .occurred_at = work_noon,
                     .recorded_at = work_noon},
                    [&](Change& change) {
                        const std::int64_t of =
                            change.insert("alert_case", {{"code", std::string("W2017-0001")},
                                                         {"play", std::string("Actual")},
                                                         {"hazard", std::string("rainstorm")},
                                                         {"at", seconds_of(work_noon)},
                                                         {"officer", std::string("M1")}});
                        const std::int64_t sent =
                            change.insert("alert_message", {{"case_id", of},
                                                            {"identifier", std::string("m1")},
                                                            {"play", std::string("Actual")},
                                                            {"type", std::string("Alert")},
                                                            {"sent_at", seconds_of(work_noon)},
                                                            {"xml", xml}});
                        change.insert("alert_delivery", {{"message_id", sent},
                                                         {"key", std::string("k1")},
                                                         {"channel", std::string("drop")},
                                                         {"kind", std::string("file")},
                                                         {"county", std::string("220221")},
                                                         {"target", std::string()},
                                                         {"at", seconds_of(work_noon)},
                                                         {"escalates_id", std::monostate{}}});
                        return std::string("{}");
                    });
    }
    const std::filesystem::path drop = folder / "drop";
    write_text(drop, "a file where the folder should be");
    write_text(folder / "channels.json",
               R"({"actual": [{"id": "drop", "kind": "file", "address": "drop",
                   "targets": [{"county": "220221", "address": ""}]}], "exercise": []})");
    HandClock clock(work_noon);
    Api api({.program = RELIEF_PROGRAM,
             .data = data,
             .db = db,
             .console = {},
             .demo = true,
             .door_files = {{"--channels", (folder / "channels.json").string()}},
             .log = {},
             .on_broken = {},
             .standing = resting_on(clock)},
            clock);
    const auto receipts = [&] {
        return nlohmann::json::parse(
            ask_api(api, {.path = "/api/v1/alert/receipts"}).content())["deliveries"][0];
    };
    const auto until = [&](const std::string& state) {
        const auto end = std::chrono::steady_clock::now() + work_patience;
        while (receipts().value("state", "") != state && std::chrono::steady_clock::now() < end) {
            std::this_thread::yield();
        }
        EXPECT_EQ(receipts().value("state", ""), state) << receipts();
    };
    clock.until_rest(1);
    EXPECT_EQ(receipts().value("state", ""), "queued");
    clock.pass(60s);
    until("retry");
    std::filesystem::remove(drop);
    clock.until_rest(2);
    clock.pass(60s);
    until("acked");
    EXPECT_TRUE(std::filesystem::is_directory(drop));
    clock.until_rest(3);
    const std::int64_t head =
        nlohmann::json::parse(ask_api(api, {.path = "/healthz"}).content())["head"]
            .get<std::int64_t>();
    clock.pass(60s);
    clock.until_rest(4);
    EXPECT_EQ(nlohmann::json::parse(ask_api(api, {.path = "/healthz"}).content())["head"], head)
        << "nothing is sent twice";
    clock.end();
    api.stop();
}

}  // namespace
}  // namespace relief::kit
