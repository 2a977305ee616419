// SPDX-License-Identifier: Apache-2.0
// relief log-in and log-out against a running server: the secrets come from standard input, the
// token stays in a file of its owner's alone.
#include "tests/api/server_process.h"
#include "tests/kit/made_books.h"
#include "tests/kit/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <optional>
#include <regex>
#include <string>
#include <vector>

namespace relief::kit {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

constexpr const char* log_in_noon = "2017-07-14T12:00+08:00";
constexpr const char* log_in_password = "perch of the river, boats go by 9";

class LogInCommand : public testing::Test {
  protected:
    LogInCommand() : db_(folder_ / "desk.db"), tokens_(folder_ / "tokens.json") {
        EXPECT_EQ(make_books("served", {RELIEF_PROGRAM, "init", "--db", db_.string()}, db_).status,
                  0);
        const Ended told = run({RELIEF_PROGRAM, "office", "account", "setup", "--db", db_.string(),
                                "--actor", "install", "--clock", log_in_noon, "--json"});
        code_ = json::parse(told.out).at("code");
        server_.emplace(db_, std::vector<std::string>{"--clock", log_in_noon});
    }

    /// The command with these lines typed.
    Ended ask(const std::vector<std::string>& words, const std::string& typed = "") {
        const std::filesystem::path lines = folder_ / "typed";
        write_text(lines, typed);
        std::string command = "exec \"$0\" \"$@\" < '" + lines.string() + "'";
        std::vector<std::string> all{"sh", "-c", command, RELIEF_PROGRAM};
        all.insert(all.end(), words.begin(), words.end());
        all.insert(all.end(), {"--server", server_->url(), "--lang", "en"});
        return run(all, {.folder = {}, .env = {{"RELIEF_TOKEN_FILE", tokens_.string()}}});
    }

    TempFolder folder_;
    std::filesystem::path db_;
    std::filesystem::path tokens_;
    std::string code_;
    std::optional<ServerProcess> server_;
};

TEST_F(LogInCommand, InWithAnAuthenticatorAndOutAgain) {
    EXPECT_EQ(ask({"office", "access"}).status, 4) << "nobody is in";
    const std::string lines = code_ + "\n" + log_in_password + "\n";
    const Ended redeemed = ask({"log-in", "sec", "--redeem", "--person", "钱安"}, lines);
    ASSERT_EQ(redeemed.status, 0) << redeemed.out << redeemed.err;
    EXPECT_NE(ask({"log-in", "sec", "--redeem", "--person", "钱安"}, lines).status, 0) << "spent";
    EXPECT_EQ(ask({"log-in", "sec"}, "wrong\n").status, 4);

    const std::string typed = std::string(log_in_password) + "\n";
    const Ended in = ask({"log-in", "sec"}, typed);
    ASSERT_EQ(in.status, 0) << in.out << in.err;
    EXPECT_THAT(in.out, HasSubstr("钱安"));
    EXPECT_THAT(in.out, HasSubstr("--enrol")) << "what is owed";
    EXPECT_THAT(in.out + in.err, Not(HasSubstr(log_in_password)));
    const auto mode = std::filesystem::status(tokens_).permissions();
    EXPECT_EQ(mode & (std::filesystem::perms::group_all | std::filesystem::perms::others_all),
              std::filesystem::perms::none);

    // A wrong code takes nothing.
    const Ended no = ask({"log-in", "sec", "--enrol"}, "000000\n");
    EXPECT_EQ(no.status, 4) << no.out << no.err;
    std::smatch link;
    const std::regex shape("otpauth://totp/[^\n]*secret=([A-Z2-7]+)");
    ASSERT_TRUE(std::regex_search(no.err, link, shape)) << no.err;
    EXPECT_THAT(no.out, Not(HasSubstr("otpauth")));
    EXPECT_EQ(ask({"office", "account", "list"}).status, 4) << "still owed";
    EXPECT_EQ(ask({"log-out"}).status, 0);
    EXPECT_EQ(ask({"office", "access"}).status, 4);
    EXPECT_NE(ask({"log-out"}).status, 0) << "nobody is in";
}

TEST_F(LogInCommand, ANewPasswordEndsTheOld) {
    ASSERT_EQ(ask({"log-in", "sec", "--redeem", "--person", "钱安"},
                  code_ + "\n" + log_in_password + "\n")
                  .status,
              0);
    ASSERT_EQ(ask({"log-in", "sec"}, std::string(log_in_password) + "\n").status, 0);
    const std::string fresh = "another bend of the river, 7 herons";
    const Ended changed = ask({"log-in", "sec", "--new-password"},
                              std::string(log_in_password) + "\n" + fresh + "\n");
    ASSERT_EQ(changed.status, 0) << changed.out << changed.err;
    EXPECT_EQ(ask({"log-in", "sec"}, std::string(log_in_password) + "\n").status, 4);
    EXPECT_EQ(ask({"log-in", "sec"}, fresh + "\n").status, 0);
}

}  // namespace
}  // namespace relief::kit
