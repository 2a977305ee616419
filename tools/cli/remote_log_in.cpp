// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "reserves/print/qr.h"
#include "tools/cli/remote.h"
#include "tools/cli/token_file.h"
#include "tools/cli/web_client.h"

#include <iostream>
#include <string>

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

/// No letters on the terminal while a secret is typed.
class QuietTerminal {
  public:
    QuietTerminal() : terminal_(::tcgetattr(STDIN_FILENO, &before_) == 0) {
        if (terminal_) {
            termios quiet = before_;
            quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
        }
    }
    ~QuietTerminal() {
        if (terminal_) {
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
        }
    }
    QuietTerminal(const QuietTerminal&) = delete;
    QuietTerminal& operator=(const QuietTerminal&) = delete;

  private:
    termios before_{};
    bool terminal_;
};

/// A secret from standard input: typed unseen, or a line of a pipe. Never an argument, which every
/// program of the machine could read.
std::string ask_secret(const Session& session, std::string_view zh, std::string_view en) {
    const bool watched = ::isatty(STDIN_FILENO) == 1;
    if (watched) {
        fmt::print(stderr, "{}: ", session.language() == "zh" ? zh : en);
    }
    std::string secret;
    {
        const QuietTerminal quiet;
        std::getline(std::cin, secret);
    }
    if (watched) {
        fmt::print(stderr, "\n");
    }
    return secret;
}

std::string server_of(const Session& session, const char* command) {
    if (!session.global.server) {
        throw UsageError(command, "须用 --server URL 指明服务器", "--server URL is required");
    }
    std::string server = *session.global.server;
    while (server.ends_with('/')) {
        server.pop_back();
    }
    return server;
}

WebAnswer post(const Session& session, const std::string& server, const std::string& path,
               const nlohmann::json& body) {
    WebRequest request{.method = "POST",
                       .url = server + path,
                       .headers = {{"Content-Type", "application/json"},
                                   {"Accept-Language", session.global.language}},
                       .body = body.dump()};
    if (const std::string token = token_for(server); !token.empty() && path != "/api/v1/log-in") {
        request.headers.emplace_back("Authorization", "Bearer " + token);
    }
    return ask_web(request);
}

void tell_owed(const Session& session, const std::string& owes) {
    if (owes == "password") {
        session.print(session.language() == "zh" ? "须先改密码：relief log-in --new-password\n"
                                                 : "A new password first: relief log-in "
                                                   "--new-password\n");
    } else if (owes == "totp") {
        session.print(session.language() == "zh"
                          ? "须先登记动态口令：relief log-in NAME --enrol\n"
                          : "An authenticator first: relief log-in NAME --enrol\n");
    }
}

/// A QR code in half blocks, dark on light whatever the terminal's colours: two rows of modules a
/// line, with the quiet zone that readers need.
std::string qr_text(const QrCode& code) {
    constexpr int quiet = 4;
    const auto dark = [&](int row, int column) {
        return row >= 0 && column >= 0 && row < code.size && column < code.size &&
               code.at(row, column);
    };
    std::string text;
    for (int row = -quiet; row < code.size + quiet; row += 2) {
        text += "\x1b[30;107m";
        for (int column = -quiet; column < code.size + quiet; ++column) {
            const bool upper = dark(row, column);
            const bool lower = dark(row + 1, column);
            text += upper && lower ? "█" : upper ? "▀" : lower ? "▄" : " ";
        }
        text += "\x1b[0m\n";
    }
    return text;
}

/// An authenticator for who is logged in: its secret is told once, and counts once a code made with
/// it has come back.
int enrol(const Session& session, const std::string& server) {
    const WebAnswer offered = post(session, server, "/api/v1/totp", nlohmann::json::object());
    if (offered.status != 200) {
        return report_problem(session, offered);
    }
    const auto offer = nlohmann::json::parse(offered.body);
    const std::string link = offer.at("link").get<std::string>();
    if (::isatty(STDERR_FILENO) == 1) {
        fmt::print(stderr, "{}", qr_text(qr_code(link)));
    }
    // The secret goes to whoever looks at the screen, not into the answer that may be kept.
    fmt::print(stderr, "{}\n", link);
    const std::string code =
        ask_secret(session, "动态口令（六位）", "the authenticator's six digits");
    const WebAnswer taken =
        post(session, server, "/api/v1/totp", {{"key", offer.at("key")}, {"code", code}});
    if (taken.status != 200) {
        return report_problem(session, taken);
    }
    if (session.global.json) {
        session.print("{\"schema\": \"relief.totp/1\", \"enrolled\": true}\n");
    } else {
        session.print(session.language() == "zh" ? "动态口令已登记，下次登录时用 --totp。\n"
                                                 : "The authenticator is taken; log in with "
                                                   "--totp from now on.\n");
    }
    return 0;
}

int finish_log_in(const Session& session, const std::string& server, const WebAnswer& answer) {
    if (answer.status != 200) {
        return report_problem(session, answer);
    }
    const auto document = nlohmann::json::parse(answer.body);
    keep_token(server, document.at("token").get<std::string>());
    if (session.global.json) {
        auto shown = document;
        shown.erase("token");
        session.print(shown.dump(2) + "\n");
        return 0;
    }
    session.print(fmt::format("{} {} ({})\n",
                              session.language() == "zh" ? "已登录" : "logged in as",
                              document.at("person").at("name").get<std::string>(),
                              document.at("account").get<std::string>()));
    tell_owed(session, document.at("owes").get<std::string>());
    return 0;
}

}  // namespace

int remote_log_in(const Session& session, const Given& given) {
    const std::string server = server_of(session, "relief log-in");
    if (given.flag("--redeem")) {
        const std::string code = ask_secret(session, "一次性口令", "one-time code");
        const std::string password = ask_secret(session, "新密码", "new password");
        nlohmann::json body{
            {"name", given.required("NAME")}, {"code", code}, {"password", password}};
        if (const auto person = given.text("--person")) {
            body["person"] = *person;
        }
        const WebAnswer answer = post(session, server, "/api/v1/redeem", body);
        if (answer.status != 200) {
            return report_problem(session, answer);
        }
        session.print(session.language() == "zh" ? "密码已设，请登录。\n"
                                                 : "The password is set; log in.\n");
        return 0;
    }
    if (given.flag("--enrol")) {
        return enrol(session, server);
    }
    const std::string password = ask_secret(session, "密码", "password");
    if (given.flag("--new-password")) {
        const std::string fresh = ask_secret(session, "新密码", "new password");
        return finish_log_in(
            session, server,
            post(session, server, "/api/v1/password", {{"old", password}, {"new", fresh}}));
    }
    nlohmann::json body{{"name", given.required("NAME")}, {"password", password}};
    if (const auto code = given.text("--totp")) {
        body["totp"] = *code;
    }
    return finish_log_in(session, server, post(session, server, "/api/v1/log-in", body));
}

int remote_log_out(const Session& session, const Given&) {
    const std::string server = server_of(session, "relief log-out");
    const WebAnswer answer = post(session, server, "/api/v1/log-out", nlohmann::json::object());
    keep_token(server, "");
    if (answer.status >= 300) {
        return report_problem(session, answer);
    }
    session.print(session.language() == "zh" ? "已退出。\n" : "Logged out.\n");
    return 0;
}

}  // namespace relief
