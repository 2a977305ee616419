// SPDX-License-Identifier: Apache-2.0
// Accounts, grants, sessions and audit lines at the command line, and relief verify over them.
#include "core/people/audit.h"
#include "core/people/grant_book.h"
#include "core/store/database.h"
#include "tests/kit/program.h"
#include "tests/kit/table.h"
#include "tests/tools/cli_kit.h"
#include "tools/desk/log_in.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <set>
#include <string>
#include <vector>

namespace relief {
namespace {

using kit::Ended;
using kit::relief_run;
using nlohmann::json;

constexpr std::string_view password = "Tz7!kq9Wmp4x";

/// The file as another program sees it.
class OtherHand {
  public:
    explicit OtherHand(const std::string& file) {
        EXPECT_EQ(sqlite3_open(file.c_str(), &handle_), SQLITE_OK);
    }
    ~OtherHand() { sqlite3_close(handle_); }
    OtherHand(const OtherHand&) = delete;
    OtherHand& operator=(const OtherHand&) = delete;

    void run(const std::string& sql) {
        EXPECT_EQ(sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
            << sql << ": " << sqlite3_errmsg(handle_);
    }
    /// With the triggers gone meanwhile and back afterwards.
    void run_behind_triggers(const std::string& sql) {
        const auto triggers = texts("SELECT sql FROM sqlite_schema WHERE type='trigger'");
        for (const std::string& name :
             texts("SELECT name FROM sqlite_schema WHERE type='trigger'")) {
            run("DROP TRIGGER " + name);
        }
        run(sql);
        for (const std::string& trigger : triggers) {
            run(trigger);
        }
    }

  private:
    std::vector<std::string> texts(const std::string& sql) {
        std::vector<std::string> rows;
        sqlite3_stmt* statement = nullptr;
        EXPECT_EQ(sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr), SQLITE_OK);
        while (sqlite3_step(statement) == SQLITE_ROW) {
            rows.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)));
        }
        sqlite3_finalize(statement);
        return rows;
    }

    sqlite3* handle_ = nullptr;
};

/// Books with a first security administrator S1.
class Accounts : public testing::Test {
  protected:
    void SetUp() override {
        ASSERT_EQ(kit::fresh_books(db_).status, 0);
        const json code = ask({"office", "account", "setup"}, "install");
        set_password(code.at("code"), "s1",
                     {"--person", "S1", "--person-name", "王芳", "--unit", "JL-CAD"});
    }

    std::vector<std::string> with(std::vector<std::string> arguments, const std::string& actor) {
        arguments.insert(arguments.end(), {"--db", db_, "--actor", actor, "--lang", "en"});
        return arguments;
    }
    json ask(std::vector<std::string> arguments, const std::string& actor) {
        arguments.emplace_back("--json");
        const Ended ended = relief_run(with(std::move(arguments), actor));
        EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
        return json::parse(ended.out, nullptr, false);
    }
    std::string refused(std::vector<std::string> arguments, const std::string& actor,
                        int status = 4) {
        return kit::refusal(with(std::move(arguments), actor), status).value("code", "");
    }
    void set_password(const std::string& code, const std::string& name,
                      std::vector<std::string> more = {}, std::string_view chosen = password) {
        kit::write_text(folder_.path() / "password", std::string(chosen) + "\n");
        std::vector<std::string> arguments{"office",
                                           "account",
                                           "setup",
                                           "--code",
                                           code,
                                           "--name",
                                           name,
                                           "--password-file",
                                           (folder_.path() / "password").string()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        ask(std::move(arguments), "install");
    }
    void person(const std::string& code) {
        ask({"office", "person", code, "n" + code, "--unit", "JL-CAD"}, "S1");
    }
    std::int64_t grant(const std::string& code, const std::string& role,
                       const std::string& unit = "") {
        std::vector<std::string> arguments{"office", "grant", "add", code, role};
        if (!unit.empty()) {
            arguments.insert(arguments.end(), {"--unit", unit});
        }
        return ask(std::move(arguments), "S1").at("grants").at(0).at("id").get<std::int64_t>();
    }
    json verified(int status, const std::string& anchor = "") {
        std::vector<std::string> arguments{"verify", "--db", db_, "--json"};
        if (!anchor.empty()) {
            arguments.insert(arguments.end(), {"--anchor", anchor});
        }
        const Ended ended = relief_run(std::move(arguments));
        EXPECT_EQ(ended.status, status) << ended.out;
        return json::parse(ended.out, nullptr, false);
    }

    kit::TempFolder folder_;
    std::string db_ = (folder_.path() / "jilin.db").string();
};

TEST_F(Accounts, FirstSetUpIsOneCodeOnce) {
    EXPECT_EQ(refused({"office", "account", "setup"}, "install"), "account.set_up");
    Database books = Database::open(db_);
    const AccessRules rules = load_access_rules(DatabaseSource(books));
    const Instant now = instant_of(4'000'000'000);
    const auto grants = read_grants(books, rules);
    ASSERT_EQ(grants.size(), 1U);
    EXPECT_EQ(grants[0].person.code, "S1");
    EXPECT_EQ(grants[0].role, "security_admin");
    EXPECT_TRUE(grants[0].runs(now));
    EXPECT_EQ(read_accounts(books).size(), 1U);
}

TEST_F(Accounts, CodeIsSpentOnceAndWrongOnesCount) {
    person("P2");
    const std::string code = ask({"office", "account", "add", "P2"}, "S1").at("code");
    kit::write_text(folder_.path() / "password", "Rv2#hd8Lnc6y\n");
    const auto redeem = [&](const std::string& typed, const std::string& name) {
        return std::vector<std::string>{"office",
                                        "account",
                                        "setup",
                                        "--code",
                                        typed,
                                        "--name",
                                        name,
                                        "--password-file",
                                        (folder_.path() / "password").string()};
    };
    EXPECT_EQ(refused(redeem("AAAA-BBBB", "p2"), "x"), "log_in.code");
    EXPECT_EQ(refused(redeem(code, "s1"), "x"), "log_in.code");
    EXPECT_EQ(refused(redeem(code, "nobody"), "x"), "log_in.code");
    set_password(code, "p2", {}, "Rv2#hd8Lnc6y");
    EXPECT_EQ(refused(redeem(code, "p2"), "x"), "log_in.code");
    const json verify = verified(0);
    EXPECT_EQ(verify.at("checked").at("credentials"), 4);  // two codes, two passwords
}

TEST_F(Accounts, BadNewPasswordSpendsNoCode) {
    person("P2");
    const std::string code = ask({"office", "account", "add", "P2"}, "S1").at("code");
    kit::write_text(folder_.path() / "weak", "Password1234!\n");
    EXPECT_EQ(refused({"office", "account", "setup", "--code", code, "--name", "p2",
                       "--password-file", (folder_.path() / "weak").string()},
                      "x"),
              "password.common");
    set_password(code, "p2");
}

TEST_F(Accounts, OnlyTheSecurityAdministratorGrants) {
    for (const char* code : {"P2", "Y1", "A1"}) {
        person(code);
    }
    grant("Y1", "system_admin");
    grant("A1", "audit_admin");
    grant("P2", "officer", "220200");
    for (const char* actor : {"P2", "Y1", "A1", "nobody"}) {
        EXPECT_EQ(
            refused({"office", "grant", "add", "P2", "desk_leader", "--unit", "220200"}, actor),
            "access.refused")
            << actor;
        EXPECT_EQ(refused({"office", "account", "add", "P2"}, actor), "access.refused") << actor;
    }
    EXPECT_EQ(refused({"audit", "list"}, "Y1"), "access.refused");
    EXPECT_EQ(refused({"audit", "list"}, "S1"), "access.refused");
    const json lines = ask({"audit", "list", "--event", "access.refused"}, "A1").at("lines");
    EXPECT_EQ(lines.size(), 8U);
    EXPECT_EQ(lines.at(0).at("subject"), "office grant add");
}

TEST_F(Accounts, ThreeAdministratorsAndTwoPeople) {
    person("P2");
    person("L1");
    grant("P2", "system_admin");
    EXPECT_EQ(refused({"office", "grant", "add", "P2", "audit_admin"}, "S1"), "access.separation");
    EXPECT_EQ(refused({"office", "grant", "add", "S1", "officer", "--unit", "220200"}, "S1"),
              "access.two_people");
    EXPECT_EQ(refused({"office", "grant", "add", "P2", "system_admin"}, "S1"), "access.twice");
    EXPECT_EQ(refused({"office", "grant", "add", "P2", "king"}, "S1", 3), "access.role");
    EXPECT_EQ(refused({"office", "grant", "add", "P2", "officer"}, "S1", 3), "access.unit");
    grant("L1", "desk_leader", "220000");
    const std::int64_t signer = grant("P2", "signer_city", "220200");
    const std::string number = std::to_string(signer);
    const auto state = [&] {
        return ask({"office", "grants", "--person", "P2"}, "S1").at("grants").at(1).at("state");
    };
    EXPECT_EQ(state(), "waits");
    EXPECT_EQ(refused({"office", "grant", "confirm", number}, "S1"), "access.two_people");
    EXPECT_EQ(refused({"office", "grant", "confirm", number}, "P2"), "access.refused");
    ask({"office", "grant", "confirm", number}, "L1");
    EXPECT_EQ(state(), "runs");
    EXPECT_EQ(refused({"office", "grant", "confirm", number}, "L1"), "access.confirmed");
    ask({"office", "grant", "end", number, "--reason", "moved"}, "S1");
    EXPECT_EQ(state(), "ended");
    EXPECT_EQ(refused({"office", "grant", "end", number}, "S1"), "access.ended");
}

TEST_F(Accounts, DisabledResetAndUnlocked) {
    person("P2");
    set_password(ask({"office", "account", "add", "P2"}, "S1").at("code"), "p2");
    ask({"office", "account", "disable", "P2", "--reason", "left"}, "S1");
    EXPECT_EQ(refused({"office", "account", "disable", "P2"}, "S1"), "account.state");
    EXPECT_EQ(refused({"office", "account", "reset", "s1"}, "S1"), "access.two_people");
    ask({"office", "account", "enable", "P2"}, "S1");
    const std::string code = ask({"office", "account", "reset", "P2"}, "S1").at("code");
    set_password(code, "p2", {}, "Rv2#hd8Lnc6y");
    EXPECT_EQ(refused({"office", "account", "unlock", "nobody"}, "S1", 3), "account.unknown");
    ask({"office", "account", "unlock", "p2"}, "S1");
    const json accounts = ask({"office", "account", "list"}, "S1").at("accounts");
    ASSERT_EQ(accounts.size(), 2U);
    EXPECT_EQ(accounts.at(1).at("standing"), json::array({"password"}));
    const std::string link = ask({"office", "account", "totp", "p2"}, "S1").at("link");
    EXPECT_TRUE(link.starts_with("otpauth://totp/Relief:p2?secret="));
    verified(0);
}

TEST_F(Accounts, SessionsAreListedAndEnded) {
    {
        Database books = Database::open(db_);
        const AccessRules rules = load_access_rules(DatabaseSource(books));
        const Instant now =
            std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
        ASSERT_TRUE(log_in(books, rules,
                           {.name = "s1",
                            .password = SecretText(password),
                            .totp = "",
                            .source = "10.0.0.1",
                            .now = now})
                        .in);
    }
    const json sessions = ask({"office", "session", "list"}, "S1").at("sessions");
    ASSERT_EQ(sessions.size(), 1U);
    EXPECT_EQ(sessions.at(0).at("source"), "10.0.0.1");
    const std::string number = std::to_string(sessions.at(0).at("id").get<int>());
    ask({"office", "session", "end", number}, "S1");
    EXPECT_EQ(refused({"office", "session", "end", number}, "S1", 3), "session.unknown");
    verified(0);
}

/// Every command has its rows: one without is an operation nobody may do.
TEST(AccessTable, NamesEveryCommandAndNoOther) {
    const Ended ended = relief_run({"office", "access", "--json"});
    ASSERT_EQ(ended.status, 0) << ended.err;
    const json document = json::parse(ended.out);
    std::set<std::string> commands;
    for (const json& row : document.at("operations")) {
        EXPECT_FALSE(row.at("who").empty())
            << row.at("operation") << " has no row in data/rules/access_rules.csv";
        commands.insert(row.at("operation"));
    }
    EXPECT_GT(commands.size(), 180U);
    for (const AccessRule& rule :
         load_access_rules(FolderSource(RELIEF_SOURCE_DIR "/data")).rules) {
        EXPECT_TRUE(commands.contains(rule.operation)) << rule.operation << " is no command";
    }
}

// P16. Each spoiling in a copy of its own; the triggers are dropped, as a hand with sqlite3 would.
class AuditSpoilt : public Accounts {
  protected:
    void SetUp() override {
        Accounts::SetUp();
        person("A1");
        grant("A1", "audit_admin");
        for (int failure = 0; failure < 3; ++failure) {
            EXPECT_EQ(refused({"office", "account", "add", "A1"}, "nobody"), "access.refused");
        }
        anchor_ = (folder_.path() / "anchor").string();
        Database books = Database::open_read_only(db_);
        lines_ = audit_head(books).seq;
    }
    void spoil(const std::string& sql) { OtherHand(db_).run_behind_triggers(sql); }
    void expect_wrong(std::int64_t row, const std::string& check) {
        const json wrong = verified(1).at("first_wrong");
        EXPECT_EQ(wrong.at("table"), "audit_line");
        EXPECT_EQ(wrong.at("row"), row);
        EXPECT_EQ(wrong.at("check"), check);
    }

    std::string anchor_;
    std::int64_t lines_ = 0;
};

TEST_F(AuditSpoilt, AnEditIsNamed) {
    spoil("UPDATE audit_line SET account = 'somebody' WHERE seq = 3");
    expect_wrong(3, "audit.hash");
}

TEST_F(AuditSpoilt, ALineGoneFromTheMiddleIsNamed) {
    spoil("DELETE FROM audit_line WHERE seq = 3");
    expect_wrong(3, "audit.gap");
}

TEST_F(AuditSpoilt, TwoLinesSwappedAreNamed) {
    spoil(
        "UPDATE audit_line SET seq = -1 WHERE seq = 2; UPDATE audit_line SET seq = 2 WHERE seq = 3;"
        "UPDATE audit_line SET seq = 3 WHERE seq = -1");
    expect_wrong(2, "audit.order");
}

TEST_F(AuditSpoilt, ACutTailShowsAgainstTheAnchor) {
    const std::string out = (folder_.path() / "audit.jsonl").string();
    ASSERT_EQ(relief_run({"init", "--db", (folder_.path() / "x.db").string(), "--anchor", anchor_})
                  .status,
              0);
    kit::write_text(anchor_, "");
    const json told = ask({"audit", "export", "--out", out, "--anchor", anchor_}, "A1");
    const std::int64_t last = told.at("head").at("seq").get<std::int64_t>();
    EXPECT_EQ(last, lines_ + 1);
    spoil("DELETE FROM audit_line WHERE seq = " + std::to_string(last));
    const Ended alone = relief_run({"audit", "verify", "--db", db_, "--json"});
    EXPECT_EQ(alone.status, 0) << "the lines alone cannot tell";
    const Ended ended = relief_run({"audit", "verify", "--db", db_, "--anchor", anchor_, "--json"});
    EXPECT_EQ(ended.status, 1);
    const json wrong = json::parse(ended.out).at("first_wrong");
    EXPECT_EQ(wrong.at("row"), last);
    EXPECT_EQ(wrong.at("check"), "anchor");
}

TEST_F(AuditSpoilt, AllGoneShowsAgainstTheAnchorOfVerify) {
    const json head = verified(0).at("head");
    Database books = Database::open_read_only(db_);
    const AuditHead audit = audit_head(books);
    kit::write_text(anchor_, std::to_string(head.at("seq").get<std::int64_t>()) + " " +
                                 head.at("hash").get<std::string>() + "\naudit " +
                                 std::to_string(audit.seq) + " " + audit.hash + "\n");
    { const Database closed = std::move(books); }
    EXPECT_EQ(verified(0, anchor_).at("checked").at("anchor"), 2);
    spoil("DELETE FROM audit_line");
    const json wrong = verified(1, anchor_).at("first_wrong");
    EXPECT_EQ(wrong.at("table"), "audit_line");
    EXPECT_EQ(wrong.at("row"), audit.seq);
}

TEST_F(AuditSpoilt, AnExportedFileIsProvenAndAFlippedByteNamed) {
    const std::string out = (folder_.path() / "audit.jsonl").string();
    ask({"audit", "export", "--out", out}, "A1");
    EXPECT_EQ(relief_run({"audit", "verify", "--file", out}).status, 0);
    std::string text = kit::read_text(out);
    const std::size_t at = text.find("nobody");
    ASSERT_NE(at, std::string::npos);
    text[at] = 'm';
    kit::write_text(out, text);
    const Ended ended = relief_run({"audit", "verify", "--file", out, "--json"});
    EXPECT_EQ(ended.status, 1);
    const json wrong = json::parse(ended.out).at("first_wrong");
    EXPECT_EQ(wrong.at("check"), "audit.hash");
    EXPECT_EQ(wrong.at("row"), lines_ - 2);
    kit::write_text(out, "{]\n");
    EXPECT_EQ(kit::refusal({"audit", "verify", "--file", out}, 3).value("code", ""), "audit.file");
    // Numbers no line can have, or with no room for the next.
    json line = json::parse(text.substr(0, text.find('\n')));
    for (const char* seq :
         {"0", "-9223372036854775808", "9223372036854775807", "18446744073709551615", "1.5"}) {
        line["seq"] = json::parse(seq);
        kit::write_text(out, line.dump() + "\n" + line.dump() + "\n");
        EXPECT_EQ(kit::refusal({"audit", "verify", "--file", out}, 3).value("code", ""),
                  "audit.file")
            << seq;
    }
    kit::write_text(out, std::string(200'000, '[') + std::string(200'000, ']') + "\n");
    EXPECT_EQ(kit::refusal({"audit", "verify", "--file", out}, 3).value("code", ""), "audit.file");
}

TEST_F(AuditSpoilt, AChangedCredentialIsNamed) {
    spoil(
        "UPDATE credential SET secret = (SELECT secret FROM credential WHERE id = 1) "
        "WHERE id = 2");
    const json wrong = verified(1).at("first_wrong");
    EXPECT_EQ(wrong.at("table"), "credential");
    EXPECT_EQ(wrong.at("row"), 2);
    EXPECT_EQ(wrong.at("check"), "credentials");
}

TEST_F(AuditSpoilt, ACredentialPutInByHandIsNamed) {
    OtherHand(db_).run("INSERT INTO credential(id, secret) VALUES(99, 'x')");
    const json wrong = verified(1).at("first_wrong");
    EXPECT_EQ(wrong.at("table"), "credential");
    EXPECT_EQ(wrong.at("row"), 99);
}

}  // namespace
}  // namespace relief
