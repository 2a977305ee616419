// SPDX-License-Identifier: Apache-2.0
#include "core/people/audit.h"
#include "core/people/totp.h"
#include "core/store/database.h"
#include "tests/api/api_kit.h"
#include "tests/kit/program.h"
#include "tools/server/api/log_in_door.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <future>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace relief::kit {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr const char* security_password = "plum blossom on the ridge 77";
constexpr const char* officer_password = "perch of the river, boats go by 9";

/// An office with a security administrator and two officers: one of the province, one of Jilin
/// city; each with an account and a password.
class LogIn : public testing::Test {
  protected:
    LogIn() : desk_(DemoApi::Door::log_in) {
        const Ended told =
            run({RELIEF_PROGRAM, "office", "account", "setup", "--db", desk_.db().string(),
                 "--actor", "install", "--clock", "2017-07-14T11:00+08:00", "--json"});
        EXPECT_EQ(told.status, 0) << told.out << told.err;
        desk_.open();
        redeem("sec", json::parse(told.out).at("code"), security_password, "钱安");
        security_ = log_in("sec", security_password);
        enrol(security_);
        make_officer("P11", "王芳", "220000");
        make_officer("P12", "赵强", "220200");
    }

    void redeem(const std::string& name, const std::string& code, const std::string& password,
                const std::string& person = "") {
        json body{{"name", name}, {"code", code}, {"password", password}};
        if (!person.empty()) {
            body["person"] = person;
        }
        desk_.ask_json(post("/api/v1/redeem", body));
    }

    /// The authenticator of who holds this token.
    void enrol(const std::string& token) {
        const std::string key =
            desk_.ask_json(post("/api/v1/totp", json::object(), token)).at("key");
        const std::string code = totp_code(read_base32(key).value(), totp_step(desk_.now()));
        desk_.ask_json(post("/api/v1/totp", {{"key", key}, {"code", code}}, token));
    }

    static Question post(const std::string& path, const json& body, const std::string& token = "") {
        Question question{.method = "POST",
                          .path = path,
                          .body = body.dump(),
                          .headers = {{"content-type", "application/json"},
                                      {"idempotency-key", path + body.dump()}}};
        if (!token.empty()) {
            question.headers.emplace_back("authorization", "Bearer " + token);
        }
        return question;
    }

    static Question get(const std::string& path, const std::string& token,
                        const http::Pairs& query = {}) {
        return {.path = path, .query = query, .headers = {{"authorization", "Bearer " + token}}};
    }

    std::string log_in(const std::string& name, const std::string& password) {
        return desk_.ask_json(post("/api/v1/log-in", {{"name", name}, {"password", password}}))
            .at("token");
    }

    void make_officer(const std::string& code, const std::string& name, const std::string& unit) {
        desk_.ask_json(post("/api/v1/office/person",
                            {{"code", code}, {"name", name}, {"unit", unit}}, security_));
        const json told =
            desk_.ask_json(post("/api/v1/office/account/add", {{"person", code}}, security_));
        redeem(code, told.at("code"), officer_password);
        desk_.ask_json(post("/api/v1/office/grant/add",
                            {{"person", code}, {"role", "officer"}, {"unit", unit}}, security_));
    }

    DemoApi desk_;
    std::string security_;
};

TEST_F(LogIn, NobodyComesInWithoutASession) {
    for (const char* path : {"/api/v1/stock", "/api/v1/events", "/api/v1/me", "/api/v1/jobs/x"}) {
        EXPECT_EQ(desk_.ask_json({.path = path}, 401).at("code"), "access.session") << path;
    }
    EXPECT_EQ(desk_.ask(get("/api/v1/stock", std::string(43, 'A'))).status, 401);
    // A token in the address counts for nothing, nor does a name.
    const std::string token = log_in("P11", officer_password);
    EXPECT_EQ(desk_.ask({.path = "/api/v1/me", .query = {{"token", token}}}).status, 401);
    EXPECT_EQ(desk_.ask({.path = "/api/v1/me", .headers = {{"relief-actor", "P11"}}}).status, 401);
    EXPECT_EQ(desk_.ask({.path = "/healthz"}).status, 200);
}

/// A wrong code counts as a failed log-in, although nothing else of it stays in the books.
TEST_F(LogIn, CodesAreNotGuessedOneAfterTheOther) {
    const std::string code =
        desk_.ask_json(post("/api/v1/office/account/reset", {{"name", "P11"}}, security_))
            .at("code");
    const auto with = [&](const std::string& typed) {
        return desk_.ask(post("/api/v1/redeem",
                              {{"name", "P11"}, {"code", typed}, {"password", security_password}}));
    };
    for (int wrong = 0; wrong < 5; ++wrong) {
        EXPECT_EQ(json::parse(with("AAAA-BBBB-" + std::to_string(1000 + wrong)).content())["code"],
                  "log_in.code");
    }
    EXPECT_EQ(with("AAAA-BBBB-CCCC").status, 429);
    EXPECT_EQ(with(code).status, 429) << "nor does the right one open it now";
    desk_.close();
    Database books = Database::open_read_only(desk_.db());
    EXPECT_EQ(read_audit(books, {.account = "p11", .event = "log_in.failed"}).size(), 5U);
}

/// The hash of a first password is made on the bounded pool: where that takes nothing more, nothing
/// is set, and the writer was not asked to hash.
TEST(LogInDoor, AFirstPasswordIsHashedOnThePool) {
    TempFolder folder;
    const std::filesystem::path db = folder / "desk.db";
    const Instant now = parse_instant("2017-07-14T12:00+08:00").value();
    ASSERT_EQ(
        run({RELIEF_PROGRAM, "init", "--db", db.string(), "--clock", "2017-07-14T10:00+08:00"})
            .status,
        0);
    const Ended told = run({RELIEF_PROGRAM, "office", "account", "setup", "--db", db.string(),
                            "--actor", "install", "--clock", "2017-07-14T11:00+08:00", "--json"});
    ASSERT_EQ(told.status, 0) << told.out << told.err;
    const FixedClock clock(now);
    DeskThreads desk(db, RELIEF_SOURCE_DIR "/data", now, [](const auto&) {});
    const auto rules = std::make_shared<const AccessRules>(
        load_access_rules(DatabaseSource(desk.reader()->database)));
    const auto redeem = [&](std::size_t waiting_max) {
        LogInDoor door(desk, clock, EvenSeconds{}, rules,
                       {.hashing_threads = 1, .waiting_max = waiting_max});
        std::promise<http::Response> answered;
        const json body{{"name", "sec"},
                        {"code", json::parse(told.out).at("code")},
                        {"password", security_password},
                        {"person", "钱安"}};
        EXPECT_TRUE(door.answer(
            {.method = "POST",
             .path = "/api/v1/redeem",
             .headers = {{"content-type", "application/json"}},
             .body = body.dump(),
             .peer = "127.0.0.1"},
            "en", [&](http::Response response) { answered.set_value(std::move(response)); }));
        const http::Response response = answered.get_future().get();
        door.stop();
        return response;
    };
    const std::int64_t head = desk.head();
    EXPECT_EQ(redeem(0).status, 503);
    EXPECT_EQ(desk.head(), head) << "the code is still good";
    EXPECT_EQ(redeem(1).status, 200);
    EXPECT_GT(desk.head(), head);
}

TEST_F(LogIn, ACookieIsASessionToo) {
    const http::Response in =
        desk_.ask(post("/api/v1/log-in", {{"name", "P11"}, {"password", officer_password}}));
    ASSERT_EQ(in.status, 200);
    std::string cookie;
    for (const auto& [name, value] : in.headers) {
        cookie = name == "Set-Cookie" ? value : cookie;
    }
    EXPECT_THAT(cookie, HasSubstr("HttpOnly; SameSite=Strict"));
    const json me = desk_.ask_json(
        {.path = "/api/v1/me",
         .headers = {{"cookie", "x=1; " + cookie.substr(0, cookie.find(';')) + "; y=2"}}});
    EXPECT_EQ(me.at("person").at("code"), "P11");
    EXPECT_EQ(me.at("grants").at(0).at("role"), "officer");
}

TEST_F(LogIn, AWrongNameAndAWrongPasswordAreToldAlike) {
    const Question name = post("/api/v1/log-in", {{"name", "nobody"}, {"password", "x"}});
    const Question password = post("/api/v1/log-in", {{"name", "P11"}, {"password", "x"}});
    const json first = desk_.ask_json(name, 401);
    EXPECT_EQ(first.at("code"), "log_in.wrong");
    EXPECT_EQ(desk_.ask_json(password, 401), first);
}

TEST_F(LogIn, FiveWrongOnesLockTheNameForThatAddress) {
    for (int attempt = 0; attempt < 5; ++attempt) {
        EXPECT_EQ(desk_.ask(post("/api/v1/log-in", {{"name", "P11"}, {"password", "x"}})).status,
                  401);
    }
    const json locked = desk_.ask_json(
        post("/api/v1/log-in", {{"name", "P11"}, {"password", officer_password}}), 429);
    EXPECT_EQ(locked.at("code"), "log_in.locked");
    EXPECT_THAT(locked.at("expected").get<std::string>(), HasSubstr("12:15"));
}

TEST_F(LogIn, WhoLogsOutIsOut) {
    const std::string token = log_in("P11", officer_password);
    EXPECT_EQ(desk_.ask(get("/api/v1/me", token)).status, 200);
    EXPECT_EQ(desk_.ask(post("/api/v1/log-out", json::object(), token)).status, 204);
    EXPECT_EQ(desk_.ask(get("/api/v1/me", token)).status, 401);
    EXPECT_EQ(desk_.ask(post("/api/v1/log-out", json::object(), token)).status, 401);
}

TEST_F(LogIn, ASessionSurvivesARestart) {
    const std::string token = log_in("P11", officer_password);
    desk_.restart();
    EXPECT_EQ(desk_.ask_json(get("/api/v1/me", token)).at("person").at("code"), "P11");
}

TEST_F(LogIn, ADisabledAccountIsOutAtOnce) {
    const std::string token = log_in("P11", officer_password);
    desk_.ask_json(
        post("/api/v1/office/account/disable", {{"name", "P11"}, {"reason", "调离"}}, security_));
    EXPECT_EQ(desk_.ask(get("/api/v1/me", token)).status, 401);
}

TEST_F(LogIn, GrantsReachAsFarAsTheySay) {
    const std::string city = log_in("P12", officer_password);
    const http::Pairs own{{"site", "JL-C-220200"}};
    const http::Pairs other{{"site", "JL-C-220500"}};
    EXPECT_EQ(desk_.ask(get("/api/v1/stock", city, own)).status, 200);
    const json refused = desk_.ask_json(get("/api/v1/stock", city, other), 403);
    EXPECT_EQ(refused.at("code"), "access.refused");
    EXPECT_THAT(refused.at("expected").get<std::string>(), HasSubstr("P11"));
    // Without a place it is cut down to the city's own, and says so.
    std::set<std::string> sites;
    const json own_stock = desk_.ask_json(get("/api/v1/stock", city));
    for (const json& row : own_stock.at("rows")) {
        sites.insert(row.at("site").get<std::string>());
    }
    EXPECT_EQ(own_stock.at("cut_to"), json::array({"220200"}));
    EXPECT_EQ(sites.count("JL-C-220200"), 1U);
    EXPECT_EQ(sites.count("JL-C-220500") + sites.count("JL-D-01"), 0U);
    const std::string province = log_in("P11", officer_password);
    EXPECT_EQ(desk_.ask(get("/api/v1/stock", province, other)).status, 200);
    EXPECT_EQ(desk_.ask(get("/api/v1/stock", province)).status, 200);
    // An officer grants nothing and does not read the audit lines.
    EXPECT_EQ(desk_
                  .ask(post("/api/v1/office/grant/add",
                            {{"person", "P12"}, {"role", "officer"}, {"unit", "220000"}}, province))
                  .status,
              403);
    EXPECT_EQ(desk_.ask(get("/api/v1/audit/list", province)).status, 403);
}

TEST_F(LogIn, WhatIsBookedIsBookedInTheirOwnName) {
    const std::string token = log_in("P11", officer_password);
    Question opened = post("/api/v1/duty/open", {{"leader", "李"}, {"note", "首班"}}, token);
    opened.headers.emplace_back("relief-actor", "somebody");
    desk_.ask_json(opened);
    const json due = desk_.ask_json(get("/api/v1/duty/log", token));
    EXPECT_THAT(due.dump(), HasSubstr("P11"));
    EXPECT_THAT(due.dump(), Not(HasSubstr("somebody")));
}

TEST_F(LogIn, ARefusalLeavesAnAuditLine) {
    const std::string city = log_in("P12", officer_password);
    EXPECT_EQ(desk_.ask(get("/api/v1/audit/list", city)).status, 403);
    desk_.close();  // what was taken up is done first
    Database books = Database::open_read_only(desk_.db());
    const std::vector<AuditLine> lines = read_audit(books, {.event = "access.refused"});
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].told.account, "p12");  // folded
    EXPECT_EQ(lines[0].told.subject, "audit list");
    EXPECT_EQ(lines[0].told.source, "127.0.0.1");
}

TEST_F(LogIn, AnotherFieldInTheBodyIsRefused) {
    EXPECT_EQ(desk_
                  .ask_json(post("/api/v1/log-in", {{"name", "P11"},
                                                    {"password", officer_password},
                                                    {"role", "security_admin"}}),
                            400)
                  .at("field"),
              "role");
}

TEST_F(LogIn, ALogInTakesNoThreadFromTheDesks) {
    const std::string token = log_in("P11", officer_password);
    std::vector<std::thread> crowd;
    std::vector<int> statuses(60);
    for (std::size_t each = 0; each < statuses.size(); ++each) {
        crowd.emplace_back([&, each] {
            statuses[each] = desk_
                                 .ask(post("/api/v1/log-in", {{"name", "n" + std::to_string(each)},
                                                              {"password", "x"}}))
                                 .status;
        });
    }
    EXPECT_EQ(desk_.ask(get("/api/v1/me", token)).status, 200);
    for (std::thread& one : crowd) {
        one.join();
    }
    for (const int status : statuses) {
        EXPECT_TRUE(status == 401 || status == 503 || status == 429) << status;
    }
}

}  // namespace
}  // namespace relief::kit
