// SPDX-License-Identifier: Apache-2.0
// Rows 24 to 41 of the attack table (design/operations.md 3.2) against the running server: the
// right answer to each, and its line in the audit of the books: a refusal's own, or where the
// answer is a change its row in the journal. Row 23 and those before it: tests/server; what the
// gate says no to has its line here too. Row 26, links in a folder of pages: those pages have no
// folder while it serves. The time of an unknown name (39): tests/tools/log_in_test.cpp.
#include "core/people/audit.h"
#include "core/people/totp.h"
#include "core/store/database.h"
#include "tests/api/plain_client.h"
#include "tests/api/seats.h"
#include "tests/api/server_process.h"
#include "tests/kit/program.h"
#include "tests/server/raw_client.h"
#include "tools/server/api/desk_threads.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace relief::kit {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr const char* noon = "2017-07-14T12:00+08:00";
constexpr const char* password = "perch of the river, boats go by 9";

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// How many lines begin so.
std::ptrdiff_t about(const std::vector<std::string>& lines, const std::string& begin) {
    return std::count_if(lines.begin(), lines.end(),
                         [&](const std::string& line) { return line.starts_with(begin); });
}

/// A desk one logs in to, as a process, with people of several roles.
class WebAttack : public testing::Test {
  protected:
    WebAttack() : db_(folder_ / "desk.db"), log_(folder_ / "serve.log") {
        EXPECT_EQ(run({RELIEF_PROGRAM, "init", "--db", db_.string()}).status, 0);
        tokens_ = seat_people(db_, parse_instant(noon).value(),
                              {{"SEC", "security_admin", ""},
                               {"AUD", "audit_admin", ""},
                               {"OFF", "officer", "220000"},
                               {"YAN", "officer", "222400"},
                               {"SIG", "signer_province", "220000"},
                               {"BOTH", "officer", "220000"}});
        server_.emplace(db_, std::vector<std::string>{"--clock", noon}, log_);
    }

    [[nodiscard]] PlainClient as(const std::string& who) const {
        return PlainClient(server_->port(), {{"Authorization", "Bearer " + tokens_.at(who)}});
    }
    [[nodiscard]] PlainClient nobody() const { return PlainClient(server_->port()); }

    /// The books, once what was taken up is done.
    Database ended_books() {
        if (server_) {
            EXPECT_EQ(server_->end_with(SIGTERM), 0);
            server_.reset();
        }
        return Database::open_read_only(db_);
    }
    std::vector<AuditLine> audit(const std::string& event) {
        Database books = ended_books();
        return read_audit(books, {.event = event});
    }
    std::vector<AuditLine> read_all_audit() {
        Database books = ended_books();
        return read_audit(books);
    }
    /// The same as "who|what|code", each from this machine.
    std::vector<std::string> lines_of(const std::string& event) {
        std::vector<std::string> lines;
        for (const AuditLine& line : audit(event)) {
            EXPECT_EQ(line.told.source, "127.0.0.1");
            EXPECT_LT(line.told.at - parse_instant(noon).value(), std::chrono::minutes{5});
            lines.push_back(line.told.account + "|" + line.told.subject + "|" + line.told.result);
        }
        return lines;
    }
    /// Who wrote the rows of an operation into the journal.
    std::vector<std::string> journal(const std::string& operation) {
        Database books = ended_books();
        std::vector<std::string> actors;
        for (const JournalLine& line : read_journal_lines(books, 0, 1'000'000)) {
            if (line.operation == operation) {
                actors.push_back(line.actor);
            }
        }
        return actors;
    }
    /// How many lines of the log hold all of these.
    [[nodiscard]] int logged(const std::vector<std::string>& words) const {
        std::ifstream in(log_);
        int count = 0;
        for (std::string line; std::getline(in, line);) {
            count += std::all_of(words.begin(), words.end(), [&](const std::string& word) {
                return line.find(word) != std::string::npos;
            });
        }
        return count;
    }

    TempFolder folder_;
    std::filesystem::path db_;
    std::filesystem::path log_;
    std::map<std::string, std::string> tokens_;
    std::optional<ServerProcess> server_;
};

TEST_F(WebAttack, Row24And25NoPathLeadsOutOfTheServer) {
    const PlainClient officer = as("OFF");
    const std::vector<const char*> targets{"/../../etc/passwd",
                                           "/%2e%2e/%2e%2e/etc/passwd",
                                           "/..%5c..%5cetc/passwd",
                                           "/%252e%252e/etc/passwd",
                                           "//etc/passwd",
                                           "/api/v1/files/../../etc/passwd",
                                           "/api/v1/files/%2e%2e/%2e%2e/etc/passwd",
                                           "/api/v1/jobs/../../etc/passwd",
                                           "../secret",
                                           "etc/passwd",
                                           "file:///etc/passwd",
                                           "/data/secret.db%00.js",
                                           "/%00"};
    for (const char* target : targets) {
        const Told answer = officer.get(target);
        EXPECT_TRUE(answer.status == 400 || answer.status == 404) << target << " " << answer.head;
        EXPECT_THAT(answer.body, Not(HasSubstr("root:"))) << target;
    }
    EXPECT_EQ(officer.get("/data/secret.db%00.js").status, 400);
    EXPECT_GE(logged({"etc/passwd"}) + logged({"request.target"}), 8) << text_of(log_);
    const std::vector<std::string> lines = lines_of("request.refused");
    EXPECT_EQ(lines.size(), targets.size() + 1) << testing::PrintToString(lines);
    EXPECT_THAT(lines, testing::Contains("|gate|http.target"));
}

TEST_F(WebAttack, Row27APageOfAnotherSiteDoesNothingInYourName) {
    const PlainClient browser(server_->port(), {{"Cookie", "relief_session=" + tokens_.at("OFF")}});
    const json opening{{"leader", "李"}, {"note", "首班"}};
    const auto from = [&](const PlainClient::Fields& fields) {
        return browser.post("/api/v1/duty/open", opening, fields).status;
    };
    EXPECT_EQ(from({{"Origin", "https://elsewhere.example"}}), 403);
    EXPECT_EQ(from({{"Origin", "null"}}), 403);
    EXPECT_EQ(from({{"Sec-Fetch-Site", "cross-site"}}), 403);
    EXPECT_EQ(from({{"Sec-Fetch-Site", "same-site"}}), 403);
    EXPECT_THAT(browser.get("/api/v1/duty/log").json().at("shifts"), testing::IsEmpty());
    EXPECT_EQ(audit("request.origin").size(), 4U);
}

TEST_F(WebAttack, Row28OnlyWhatIsSaidToBeJsonIsRead) {
    for (const char* type :
         {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"}) {
        const Told told = as("OFF").send("POST", "/api/v1/duty/open",
                                         {{"Content-Type", type}, {"Idempotency-Key", "k"}},
                                         R"({"leader":"李"})");
        EXPECT_EQ(told.status, 415) << type;
        EXPECT_EQ(told.code(), "request.type");
    }
    EXPECT_EQ(logged({"/api/v1/duty/open", "\"status\":415"}), 3);
    EXPECT_THAT(lines_of("request.refused"),
                ElementsAre("off|duty open|request.type", "off|duty open|request.type",
                            "off|duty open|request.type"));
}

TEST_F(WebAttack, Row29ASessionIsNeverTakenFromTheAddressNorFixedBefore) {
    EXPECT_EQ(nobody().get("/api/v1/events?token=" + tokens_.at("OFF")).status, 401);
    EXPECT_EQ(nobody().get("/api/v1/events?relief_session=" + tokens_.at("OFF")).status, 401);
    const std::string code =
        as("SEC").post("/api/v1/office/account/reset", {{"name", "off"}}).json().value("code", "");
    ASSERT_FALSE(code.empty());
    ASSERT_EQ(nobody()
                  .post("/api/v1/redeem", {{"name", "off"}, {"code", code}, {"password", password}})
                  .status,
              200);
    const std::string fixed(43, 'F');
    const Told in = nobody().post("/api/v1/log-in", {{"name", "off"}, {"password", password}},
                                  {{"Cookie", "relief_session=" + fixed}});
    ASSERT_EQ(in.status, 200) << in.body;
    EXPECT_NE(in.json().at("token"), fixed);
    EXPECT_THAT(field_of(in.head, "Set-Cookie"), HasSubstr("HttpOnly; SameSite=Strict"));
    EXPECT_EQ(nobody().get("/api/v1/events", {{"Cookie", "relief_session=" + fixed}}).status, 401);
    // A second log-in is another session.
    const Told again = nobody().post("/api/v1/log-in", {{"name", "off"}, {"password", password}});
    EXPECT_NE(again.json().at("token"), in.json().at("token"));
    EXPECT_GE(audit("access.refused").size(), 3U);
}

TEST_F(WebAttack, Row30WhatIsEndedHasEndedAtEveryDeskAndOnOpenStreams) {
    test::RawClient stream(static_cast<std::uint16_t>(server_->port()));
    stream.send("GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " +
                tokens_.at("OFF") + "\r\n\r\n");
    EXPECT_THAT(stream.read_until("\r\n\r\n"), HasSubstr("text/event-stream"));
    EXPECT_EQ(as("OFF").get("/api/v1/stock?site=JL-D-01").status, 200);
    ASSERT_EQ(as("SEC")
                  .post("/api/v1/office/account/disable", {{"name", "off"}, {"reason", "left"}})
                  .status,
              200);
    static_cast<void>(stream.read_all());  // it ends; a client that waits longer fails the test
    EXPECT_EQ(as("OFF").get("/api/v1/stock?site=JL-D-01").status, 401);
    EXPECT_EQ(as("OFF").get("/api/v1/events").status, 401);
    // A grant that ends takes the role away from a session that goes on.
    const json grants = as("SEC").get("/api/v1/office/grants?person=BOTH").json();
    ASSERT_EQ(as("SEC")
                  .post("/api/v1/office/grant/end",
                        {{"grant", std::to_string(grants.at("grants").at(0).at("id").get<int>())},
                         {"reason", "moved"}})
                  .status,
              200);
    EXPECT_EQ(as("BOTH").get("/api/v1/stock?site=JL-D-01").status, 403);
    EXPECT_EQ(as("BOTH").get("/api/v1/me").status, 200);
    EXPECT_GE(audit("access.refused").size(), 3U);
}

TEST_F(WebAttack, Row31MarkupIsTextAndNothingElse) {
    const std::string image = "<img src=x onerror=alert(1)>";
    const std::string script = "</script><svg/onload=alert(1)>";
    ASSERT_EQ(as("OFF").post("/api/v1/duty/open", {{"leader", image}, {"note", script}}).status,
              200);
    const Told told = as("OFF").get("/api/v1/duty/log");
    EXPECT_THAT(field_of(told.head, "Content-Type"), HasSubstr("application/json"));
    EXPECT_EQ(field_of(told.head, "X-Content-Type-Options"), "nosniff");
    EXPECT_THAT(told.json().dump(), HasSubstr("<img src=x onerror=alert(1)>")) << "kept as it was";
    // A problem that repeats what was sent is no page either.
    const Told problem = as("OFF").get("/api/v1/stock?site=%3Cscript%3Ealert(1)%3C/script%3E");
    EXPECT_EQ(field_of(problem.head, "Content-Type"), "application/problem+json");
    EXPECT_EQ(field_of(problem.head, "X-Content-Type-Options"), "nosniff");
    // A page that is made of it shows it as text, and may run nothing.
    ASSERT_EQ(as("OFF")
                  .post("/api/v1/incident/open", {{"event", "X1"},
                                                  {"name", script},
                                                  {"hazard", "flood"},
                                                  {"start", "2017-07-14T08:00"},
                                                  {"unit", "220000"}})
                  .status,
              200);
    const Told assessed = as("OFF").job(
        "/api/v1/assess", {{"scenario", "2018-songyuan-m57"}, {"bulletin", "b.html"}});
    ASSERT_EQ(assessed.status, 200) << assessed.body;
    const std::string file = field_of(assessed.head, "Relief-File");
    ASSERT_FALSE(file.empty()) << assessed.head;
    const Told page = as("OFF").get(file);
    EXPECT_THAT(field_of(page.head, "Content-Security-Policy"), HasSubstr("default-src 'none'"));
    EXPECT_THAT(field_of(page.head, "Content-Security-Policy"), HasSubstr("sandbox"));
    EXPECT_THAT(page.body, Not(HasSubstr("<svg/onload")));
    // What was taken is in the journal, what was not in the audit; neither says what was sent.
    EXPECT_THAT(lines_of("request.refused"), ElementsAre("off|stock|" + problem.code()));
    EXPECT_THAT(journal("duty.open"), ElementsAre("OFF"));
    EXPECT_THAT(journal("incident.open"), ElementsAre("OFF"));
}

TEST_F(WebAttack, Row32QueriesAreNeverMadeOfWhatIsSent) {
    const std::string drop = "'; DROP TABLE journal;--";
    ASSERT_EQ(as("OFF").post("/api/v1/duty/open", {{"leader", drop}}).status, 200);
    EXPECT_THAT(as("OFF").get("/api/v1/duty/log").json().dump(), HasSubstr(drop));
    EXPECT_EQ(as("OFF").get("/api/v1/stock?sort=id;--").code(), "request.parameter");
    // What LIKE would take for anything finds what it says: nothing.
    for (const char* wild : {"%25", "_", "%25_%5C", "%27%20OR%201=1--"}) {
        const Told told = as("OFF").get(std::string("/api/v1/doc/list?unit=") + wild);
        EXPECT_TRUE(told.status == 400 || told.status == 404 ||
                    (told.status == 200 && told.json().at("documents").empty()))
            << wild << " " << told.body;
        EXPECT_THAT(
            as("AUD").get(std::string("/api/v1/audit/list?account=") + wild).json().at("lines"),
            testing::IsEmpty())
            << wild;
    }
    const Told large =
        as("OFF").send("POST", "/api/v1/duty/open",
                       {{"Content-Type", "application/json"}, {"Idempotency-Key", "large"}},
                       R"({"leader":")" + std::string(32U << 20U, 'a') + "\"}");
    EXPECT_EQ(large.status, 413);
    EXPECT_GE(logged({"request.large"}) + logged({"413"}), 1);
    const std::vector<std::string> lines = lines_of("request.refused");
    EXPECT_THAT(lines, testing::Contains("off|stock|request.parameter"));
    EXPECT_THAT(lines, testing::Contains("|gate|http.body_size"));
    EXPECT_THAT(journal("duty.open"), ElementsAre("OFF"));
    EXPECT_EQ(run({RELIEF_PROGRAM, "verify", "--db", db_.string(), "--json"}).status, 0);
}

TEST_F(WebAttack, Row33NumbersAreWholeAndWithinTheirBounds) {
    for (const char* number :
         {"-1", "1e9", "NaN", "9223372036854775808", "1.5", "%EF%BC%91", "0x10"}) {
        const Told told = as("AUD").get(std::string("/api/v1/audit/list?last=") + number);
        EXPECT_EQ(told.status, 400) << number << told.body;
        EXPECT_THAT(told.json().value("field", ""), HasSubstr("last")) << told.body;
    }
    for (const char* amount : {"-5", "0", "1e308", "0.1", "\"12\"", "１２", "NaN", "",
                               "9223372036854775808", "99999999999999999999"}) {
        const Told told = as("OFF").post(
            "/api/v1/order/new",
            {{"from", "JL-D-01"}, {"to", "220221"}, {"line", {std::string("TENT12S=") + amount}}});
        EXPECT_EQ(told.status, 400) << amount << " " << told.body;
    }
    for (const json& line : {json(12), json(1e308), json(-5), json(true)}) {
        EXPECT_EQ(as("OFF")
                      .post("/api/v1/order/new",
                            {{"from", "JL-D-01"}, {"to", "220221"}, {"line", {line}}})
                      .status,
                  400)
            << line;
    }
    EXPECT_THAT(as("OFF").get("/api/v1/order/list").json().at("orders"), testing::IsEmpty());
    const std::vector<std::string> lines = lines_of("request.refused");
    EXPECT_EQ(about(lines, "aud|audit list|"), 7) << testing::PrintToString(lines);
    EXPECT_EQ(about(lines, "off|order new|"), 14) << testing::PrintToString(lines);
}

TEST_F(WebAttack, Row34JsonThatIsNoneOrTooDeepIsRefusedAndTheServerLives) {
    const auto status = [&](const std::string& body) {
        return as("OFF")
            .send("POST", "/api/v1/duty/open",
                  {{"Content-Type", "application/json"}, {"Idempotency-Key", "j"}}, body)
            .status;
    };
    EXPECT_EQ(status(std::string(100'000, '[')), 400);
    EXPECT_EQ(status(R"({"leader":)" + std::string(100'000, '[') + std::string(100'000, ']') + "}"),
              400);
    EXPECT_EQ(status(R"({"leader":"a","leader":"b"})"), 400);
    EXPECT_EQ(status(R"({"leader":"\ud800"})"), 400);
    EXPECT_EQ(status("{\"leader\":\"\xff\xfe\"}"), 400);
    EXPECT_EQ(status("{\"leader\":\"\xc0\xaf\"}"), 400);
    EXPECT_EQ(status(R"({"leader":1e99999})"), 400);
    EXPECT_EQ(status(std::string("{\"leader\":\"a\"}\0{}", 17)), 400);
    EXPECT_EQ(nobody().get("/healthz").status, 200);
    EXPECT_THAT(lines_of("request.refused"),
                AllOf(testing::SizeIs(8), testing::Each("off|duty open|request.body")));
}

TEST_F(WebAttack, Row35NothingThatIsSentForgesALine) {
    const std::string name =
        "x\r\n2026-11-24 INFO admin granted\xc2\x85\xe2\x80\xa8\x1b[2J\xe2\x80\xae";
    EXPECT_EQ(nobody().post("/api/v1/log-in", {{"name", name}, {"password", "x"}}).status, 401);
    EXPECT_EQ(
        nobody().get("/api/v1/nowhere%0d%0a2026-11-24%20INFO%20admin%1b[2J%e2%80%ae").status / 100,
        4);
    const std::vector<AuditLine> lines = audit("log_in");
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_THAT(lines[0].told.account, Not(testing::ContainsRegex("[\r\n\x1b]")));
    EXPECT_THAT(lines[0].told.account, HasSubstr("\\u{000D}\\u{000A}"));
    const std::vector<AuditLine> all = read_all_audit();
    EXPECT_GE(all.size(), 2U) << "the address has its line too";
    for (const AuditLine& line : all) {
        EXPECT_THAT(line.told.subject, Not(testing::ContainsRegex("[\r\n\x1b]")));
        EXPECT_THAT(line.told.subject, Not(HasSubstr("\xe2\x80\xae")));
    }
    std::ifstream in(log_);
    for (std::string line; std::getline(in, line);) {
        EXPECT_FALSE(line.starts_with("2026-11-24")) << line;
        EXPECT_EQ(line.find('\x1b'), std::string::npos) << line;
        EXPECT_EQ(line.find("\xe2\x80\xae"), std::string::npos) << line;
    }
}

TEST_F(WebAttack, Row36AnothersOrderFileAndJobAreNotTheirs) {
    const std::string number =
        as("OFF")
            .post("/api/v1/order/new",
                  {{"from", "JL-D-05"}, {"to", "220502"}, {"line", {"QUILT=1"}}})
            .json()
            .at("number");
    EXPECT_EQ(as("YAN").get("/api/v1/order/show?order=" + number).status, 403);
    EXPECT_EQ(as("YAN").post("/api/v1/order/check", {{"order", number}}).status, 403);
    const std::string upload = as("OFF").upload("a.csv", "x\n");
    EXPECT_EQ(as("YAN").post("/api/v1/closure/import", {{"file", upload}}).status, 404);
    const Told begun = as("OFF").post("/api/v1/plan", {{"scenario", "no-such"}});
    ASSERT_EQ(begun.status, 202);
    const std::string job = "/api/v1/jobs/" + begun.json().at("id").get<std::string>();
    EXPECT_EQ(as("YAN").get(job).status, 404);
    EXPECT_EQ(as("YAN").send("DELETE", job, {}, "").status, 404);
    EXPECT_THAT(lines_of("access.refused"),
                ElementsAre("yan|order show|grants", "yan|order check|grants"));
    EXPECT_THAT(
        lines_of("request.refused"),
        testing::UnorderedElementsAre("yan|closure import|upload.unknown", "yan|jobs|job.unknown",
                                      "yan|jobs|job.unknown", "off|plan|scenario.unknown"));
}

TEST_F(WebAttack, Row37WhatIsNotAskedForIsNotTaken) {
    for (const char* field : {"role", "approved", "state", "actor", "db", "data", "key", "seen"}) {
        json body{{"from", "JL-D-01"}, {"to", "220221"}, {"line", {"QUILT=1"}}};
        body[field] = field == std::string("approved") ? json(true) : json("security_admin");
        const Told told = as("OFF").post("/api/v1/order/new", body);
        const bool own_word = field == std::string("key");
        EXPECT_EQ(told.status, own_word ? 200 : 400) << field << told.body;
        if (!own_word) {
            EXPECT_EQ(told.json().at("field"), field);
        }
    }
    EXPECT_EQ(nobody()
                  .post("/api/v1/log-in",
                        {{"name", "off"}, {"password", "x"}, {"role", "security_admin"}})
                  .json()
                  .at("field"),
              "role");
    const std::vector<std::string> lines = lines_of("request.refused");
    EXPECT_EQ(about(lines, "off|order new|request.parameter"), 7) << testing::PrintToString(lines);
    EXPECT_EQ(about(lines, "|POST /api/v1/log-in|request.parameter"), 1);
    EXPECT_EQ(lines.size(), 8U) << testing::PrintToString(lines);
}

TEST_F(WebAttack, Row38WhoDraftsDoesNotSignOrGrantThemselves) {
    const json order = as("OFF")
                           .post("/api/v1/order/new",
                                 {{"from", "JL-D-05"}, {"to", "220502"}, {"line", {"QUILT=1"}}})
                           .json();
    EXPECT_EQ(as("OFF").post("/api/v1/order/sign", {{"order", order.at("number")}}).status, 403);
    const Told own = as("SEC").post("/api/v1/office/grant/add",
                                    {{"person", "SEC"}, {"role", "officer"}, {"unit", "220000"}});
    EXPECT_EQ(own.status, 403);
    EXPECT_EQ(own.code(), "access.two_people");
    EXPECT_THAT(lines_of("access.refused"),
                ElementsAre("off|order sign|grants", "sec|office grant add|access.two_people"));
}

TEST_F(WebAttack, Row39AHugePasswordIsRefusedUnreadAndACrowdIsToldToWait) {
    test::RawClient huge(static_cast<std::uint16_t>(server_->port()));
    huge.send(
        "POST /api/v1/log-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        "Content-Length: 104857600\r\n\r\n");
    EXPECT_EQ(test::status_of(huge.read_all()), 413);
    std::vector<std::thread> crowd;
    std::vector<int> statuses(60);
    for (std::size_t each = 0; each < statuses.size(); ++each) {
        crowd.emplace_back([&, each] {
            statuses[each] = nobody()
                                 .post("/api/v1/log-in",
                                       {{"name", "n" + std::to_string(each)}, {"password", "x"}})
                                 .status;
        });
    }
    EXPECT_EQ(as("OFF").get("/api/v1/me").status, 200) << "who is in goes on working";
    for (std::thread& one : crowd) {
        one.join();
    }
    for (const int status : statuses) {
        EXPECT_TRUE(status == 401 || status == 503 || status == 429) << status;
    }
    const auto tried = static_cast<std::size_t>(std::count(statuses.begin(), statuses.end(), 401));
    EXPECT_EQ(audit("log_in").size(), tried) << "each attempt that was tried has its line";
    EXPECT_THAT(lines_of("request.refused"), ElementsAre("|gate|http.body_size"));
}

TEST_F(WebAttack, Row40AnAuthenticatorsCodeIsGoodOnceAndForAStepEitherWay) {
    const std::string code =
        as("SEC").post("/api/v1/office/account/reset", {{"name", "sig"}}).json().at("code");
    ASSERT_EQ(nobody()
                  .post("/api/v1/redeem", {{"name", "sig"}, {"code", code}, {"password", password}})
                  .status,
              200);
    const json body{{"name", "sig"}, {"password", password}};
    const Told first = nobody().post("/api/v1/log-in", body);
    ASSERT_EQ(first.status, 200);
    EXPECT_EQ(first.json().at("owes"), "totp");
    const PlainClient owing(
        server_->port(),
        {{"Authorization", "Bearer " + first.json().at("token").get<std::string>()}});
    EXPECT_EQ(owing.get("/api/v1/stock?site=JL-D-01").status, 403)
        << "an authenticator comes first";
    const std::string key = owing.post("/api/v1/totp", json::object()).json().at("key");
    const std::int64_t step = totp_step(parse_instant(noon).value());
    const auto at = [&](std::int64_t of) { return totp_code(read_base32(key).value(), of); };
    ASSERT_EQ(owing.post("/api/v1/totp", {{"key", key}, {"code", at(step - 1)}}).status, 200);
    const auto with = [&](const std::string& totp) {
        json asked = body;
        asked["totp"] = totp;
        return nobody().post("/api/v1/log-in", asked).status;
    };
    EXPECT_EQ(nobody().post("/api/v1/log-in", body).status, 401) << "it is asked for from now on";
    EXPECT_EQ(with(at(step - 2)), 401);
    EXPECT_EQ(with(at(step + 2)), 401);
    std::vector<int> statuses(4);
    std::vector<std::thread> desks;
    for (int& status : statuses) {
        desks.emplace_back([&] { status = with(at(step)); });
    }
    for (std::thread& desk : desks) {
        desk.join();
    }
    EXPECT_LE(std::count(statuses.begin(), statuses.end(), 200), 1);
    EXPECT_NE(with(at(step)), 200) << "spent";
    EXPECT_GE(audit("log_in.failed").size(), 3U);
}

TEST_F(WebAttack, Row41ALockIsOfOneSourceAndThePaperCodeOpens) {
    const json made = as("SEC")
                          .post("/api/v1/office/account/add",
                                {{"person", "OFF"}, {"name", "chief-glass"}, {"break-glass", true}})
                          .json();
    for (int wrong = 0; wrong < 6; ++wrong) {
        static_cast<void>(
            nobody().post("/api/v1/log-in", {{"name", "off"}, {"password", "wrong"}}));
    }
    EXPECT_EQ(nobody().post("/api/v1/log-in", {{"name", "off"}, {"password", "wrong"}}).status,
              429);
    const Told in =
        nobody().post("/api/v1/log-in", {{"name", "chief-glass"}, {"password", made.at("code")}});
    EXPECT_EQ(in.status, 200) << in.body;
    EXPECT_EQ(audit("log_in.break_glass").size(), 1U);
}

}  // namespace
}  // namespace relief::kit
