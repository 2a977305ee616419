// SPDX-License-Identifier: Apache-2.0
// P10 of design/operations.md 6a: the clock of the machine is set while the desk works. Nobody is
// logged out by it, limits run on, what was answered is in the books, in order and proven.
#include "core/people/audit.h"
#include "core/people/session.h"
#include "core/store/journal.h"
#include "tests/api/api_kit.h"
#include "tests/api/plain_client.h"
#include "tests/api/seats.h"
#include "tests/api/server_process.h"
#include "tests/kit/program.h"
#include "tests/server/raw_client.h"
#include "tools/server/api/clock_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

namespace relief::kit {
namespace {

using nlohmann::json;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// A clock that may be set, and the time that goes by under it.
class SetClock final : public Clock {
  public:
    [[nodiscard]] Instant now() const override { return start_ + passed + set; }
    [[nodiscard]] EvenSeconds even() const {
        return [this] { return passed; };
    }

    seconds passed{0};
    seconds set{0};

  private:
    Instant start_ = parse_instant("2017-07-14T12:00+08:00").value();
};

TEST(ClockWatch, TellsAStepOnceAndNoDrift) {
    SetClock clock;
    ClockWatch watch(clock, clock.even());
    clock.passed += hours{30};
    EXPECT_EQ(watch.take_step(), seconds{0});
    clock.set = seconds{4};
    EXPECT_EQ(watch.take_step(), seconds{0}) << "a clock that is steered";
    clock.set = hours{-1};
    EXPECT_EQ(watch.take_step(), seconds{-3600});
    EXPECT_EQ(watch.take_step(), seconds{0});
    clock.set += minutes{1};
    const seconds step = watch.take_step();
    EXPECT_EQ(step, seconds{60});
    watch.give_back(step);
    EXPECT_EQ(watch.take_step(), seconds{60}) << "it could not be used";
    ClockWatch blind(clock, {});
    clock.set += hours{1};
    EXPECT_EQ(blind.take_step(), seconds{0});
}

class ClockStep : public testing::Test {
  protected:
    ClockStep() : books_(DemoApi::Door::log_in) {
        tokens_ = seat_people(books_.db(), clock_.now(), {{"A", "officer", "220000"}});
    }

    Api& open(EvenSeconds even) {
        api_ = std::make_unique<Api>(ApiOptions{.program = RELIEF_PROGRAM,
                                                .data = RELIEF_SOURCE_DIR "/data",
                                                .db = books_.db(),
                                                .door_files = {},
                                                .even = std::move(even)},
                                     clock_);
        return *api_;
    }

    int me() {
        return ask_api(*api_, {.path = "/api/v1/me",
                               .headers = {{"authorization", "Bearer " + tokens_.at("A")}}})
            .status;
    }
    int stock() {
        return ask_api(*api_, {.path = "/api/v1/stock",
                               .query = {{"site", "JL-D-01"}},
                               .headers = {{"authorization", "Bearer " + tokens_.at("A")}}})
            .status;
    }

    SetClock clock_;
    DemoApi books_;
    std::map<std::string, std::string> tokens_;
    std::unique_ptr<Api> api_;
};

TEST_F(ClockStep, NobodyIsLoggedOutByAClockThatIsSet) {
    open(clock_.even());
    for (const seconds set : {seconds{hours{1}}, seconds{hours{-1}}, seconds{hours{24}},
                              seconds{hours{-24}}, seconds{hours{24} * 365 * 21}, seconds{0}}) {
        clock_.set = set;
        EXPECT_EQ(stock(), 200) << set.count();
        EXPECT_EQ(me(), 200) << set.count();
    }
    Database reader = Database::open_read_only(books_.db());
    const auto lines = read_audit(reader, {.event = "clock.set"});
    ASSERT_EQ(lines.size(), 6U);
    EXPECT_EQ(lines.front().told.subject, "+3600 s");
}

TEST_F(ClockStep, TheIdleLimitRunsOnThroughAStep) {
    open(clock_.even());
    EXPECT_EQ(me(), 200);
    clock_.passed += minutes{10};
    clock_.set = hours{-2};
    EXPECT_EQ(stock(), 200) << "ten of fifteen minutes";
    clock_.passed += minutes{14};
    clock_.set = hours{5};
    EXPECT_EQ(me(), 200);
    clock_.passed += minutes{16};
    EXPECT_EQ(me(), 401) << "a quarter of an hour is one whatever the clock says";
    clock_.set = hours{-48};
    EXPECT_EQ(me(), 401) << "setting the clock back brings nobody back";
}

/// The trial bites: a server that trusts the clock logs everybody out.
TEST_F(ClockStep, AServerThatTrustsTheClockLogsOut) {
    open({});
    clock_.set = hours{1};
    EXPECT_EQ(me(), 401);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST(ClockSteps, P10TheRunningServerKeepsItsDesksStreamsAndBooks) {
    const TempFolder folder;
    const std::filesystem::path db = folder / "desk.db";
    const std::filesystem::path shift = folder / "shift";
    const std::filesystem::path anchor = folder / "desk.anchor";
    // A day on which the demonstration's goods are good, a fortnight after the books were opened.
    const Instant noon = parse_instant("2017-07-14T12:00").value();
    const Instant today = std::chrono::floor<seconds>(std::chrono::system_clock::now());
    ASSERT_EQ(
        run({RELIEF_PROGRAM, "init", "--db", db.string(), "--clock", "2017-07-01T08:00"}).status,
        0);
    const auto tokens = seat_people(db, noon, {{"A", "desk_leader", "220000"}});
    const auto set_clock = [&](Instant to) {
        write_text(shift, std::to_string((to - today).count()));
    };
    const std::string bearer = "Bearer " + tokens.at("A");
    set_clock(noon);
    ::setenv("LD_PRELOAD", RELIEF_SHIFTED_CLOCK_LIBRARY, 1);
    ::setenv("RELIEF_SHIFTED_CLOCK", shift.c_str(), 1);
    ServerProcess server(db, {"--anchor", anchor.string()});
    ::unsetenv("LD_PRELOAD");
    ::unsetenv("RELIEF_SHIFTED_CLOCK");
    const PlainClient desk(server.port(), {{"Authorization", bearer}});
    test::RawClient stream(static_cast<std::uint16_t>(server.port()));
    stream.send("GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " + bearer +
                "\r\n\r\n");
    stream.read_until("retry: 2000\n\n");
    // An hour and a day either way, a leap day, the end of 32-bit seconds, and back.
    const std::vector<Instant> settings{noon + hours{1},
                                        noon - hours{1},
                                        noon + hours{24},
                                        noon - hours{24},
                                        parse_instant("2028-02-29T23:59:59").value(),
                                        parse_instant("2038-01-19T11:14:07").value(),
                                        noon};
    std::vector<std::string> orders;
    for (const Instant setting : settings) {
        set_clock(setting);
        const std::string ahead = format_instant(setting);
        EXPECT_EQ(desk.get("/api/v1/me").status, 200) << ahead;
        const Told made = desk.post(
            "/api/v1/order/new",
            {{"from", "JL-D-01"}, {"to", "220221"}, {"line", {"QUILT=1"}}, {"hold", true}},
            {{"Idempotency-Key", "o" + ahead}});
        // Years later the goods are past their date: to be refused is an answer too.
        if (made.status == 200) {
            orders.push_back(made.json().at("number"));
        } else {
            EXPECT_EQ(made.status, 422) << made.body;
        }
        const Told called =
            desk.post("/api/v1/duty/call", {{"caller", ahead}}, {{"Idempotency-Key", "c" + ahead}});
        ASSERT_EQ(called.status, 200) << ahead << called.body;
        stream.read_until("\"operation\":\"duty.call\"");
    }
    EXPECT_GE(orders.size(), 5U);
    for (const std::string& number : orders) {
        const Told ended =
            desk.post("/api/v1/order/cancel", {{"order", number}, {"reason", "tried"}},
                      {{"Idempotency-Key", "e" + number}});
        EXPECT_EQ(ended.status, 200) << ended.body;
    }
    EXPECT_EQ(server.end_with(SIGTERM), 0);
    Database books = Database::open_read_only(db);
    EXPECT_EQ(read_audit(books, {.event = "clock.set"}).size(), settings.size());
    const Ended proof =
        run({RELIEF_PROGRAM, "verify", "--db", db.string(), "--anchor", anchor.string(), "--json"});
    EXPECT_EQ(proof.status, 0) << proof.out;
}
#endif

}  // namespace
}  // namespace relief::kit
