// SPDX-License-Identifier: Apache-2.0
#include "tools/server/serve.h"

#include "alerts/channel/transport.h"
#include "core/error.h"
#include "gis/maps/map_library.h"
#include "reserves/print/pdf.h"
#include "tools/commands/values.h"
#include "tools/server/api/api.h"
#include "tools/server/http/http_server.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

namespace relief {
namespace {

/// SIGINT and SIGTERM wait for whoever asks for them, in every thread made from now on.
sigset_t hold_signals() {
    sigset_t signals;
    ::sigemptyset(&signals);
    ::sigaddset(&signals, SIGINT);
    ::sigaddset(&signals, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    ::signal(SIGPIPE, SIG_IGN);  // NOLINT(*-err33-c): a client that left is no reason to end
    return signals;
}

void write_line(const std::string& line) {
    fmt::print(stderr, "{}\n", line);
}

http::ServerOptions server_options(const Given& given) {
    http::ServerOptions options{
        .address = given.text("--address").value_or("127.0.0.1"),
        .port = static_cast<std::uint16_t>(whole_between(given, "--port", 8080, 0, 65535)),
        .certificate_file = given.text("--tls-certificate").value_or(""),
        .key_file = given.text("--tls-key").value_or(""),
        .plain_off_loopback = given.flag("--plain"),
        .connections_per_address_max =
            static_cast<std::size_t>(whole_between(given, "--per-address", 64, 1, 1024))};
    for (const std::string& host : given.list("--host")) {
        options.gate.hosts.push_back(host);
    }
    options.body_limit = [](const std::string& method, const std::string& path) -> std::uint64_t {
        constexpr std::uint64_t sheet_bytes_max = 64ULL << 20U;
        constexpr std::uint64_t body_bytes_max = 1ULL << 20U;
        if (method == "GET" || method == "HEAD") {
            return 0;
        }
        return path == "/api/v1/uploads" ? sheet_bytes_max : body_bytes_max;
    };
    return options;
}

bool is_loopback(const std::string& address) {
    return address == "127.0.0.1" || address == "::1" || address == "localhost";
}

void check_demo(const Given& given) {
    const std::string address = given.text("--address").value_or("127.0.0.1");
    if (given.flag("--open-demo") && !is_loopback(address)) {
        throw refused({.code = "access.demo",
                       .message = "a demonstration is served on loopback alone",
                       .field = "--address",
                       .found = address,
                       .expected = "127.0.0.1 or ::1"});
    }
}

StandingWork::Options standing_options(const Given& given) {
    StandingWork::Options options;
    if (const auto anchor = given.text("--anchor")) {
        options.anchor = *anchor;
    }
    if (const auto folder = given.text("--backups")) {
        options.backups = *folder;
    }
    return options;
}

void say_where(const Session& session, std::uint16_t port, const http::ServerOptions& options) {
    const bool secure = !options.certificate_file.empty();
    session.print(fmt::format(
        "{} {}://{}:{}/ ({}: {})\n", session.language() == "zh" ? "服务地址" : "serving at",
        secure ? "https" : "http", options.address, port,
        session.language() == "zh" ? "停止" : "stop", fmt::format("kill {}", ::getpid())));
}

/// An upgrade may put newer parts in the place of this program's own while it runs.
void load_program_parts() {
    load_map_library();
    load_pdf_library();
    load_web_library();
}

}  // namespace

int serve(const Session& session, const Given& given) {
    const sigset_t signals = hold_signals();
    http::ServerOptions options = server_options(given);
    check_demo(given);
    load_program_parts();
    const Books books = session.required_db("relief serve");
    Api api({.program = session.program,
             .data = session.data(),
             .db = books.file,
             .console = given.text("--console") ? std::filesystem::path(*given.text("--console"))
                                                : find_console(session.program),
             .demo = given.flag("--open-demo"),
             .door_files =
                 given.text("--channels")
                     ? std::map<std::string, std::string, std::less<>>{{"--channels",
                                                                        *given.text("--channels")}}
                     : std::map<std::string, std::string, std::less<>>{},
             .log = session.global.quiet ? std::function<void(const std::string&)>() : write_line,
             .on_broken = [] { ::kill(::getpid(), SIGTERM); },
             .even = boot_seconds(),
             .standing = standing_options(given)},
            session.clock);
    for (const std::string& name : api.console().left_out()) {
        write_line(fmt::format("console: {} is not served (a link, or no plain name)", name));
    }
    options.audit = [&](const http::Refusal& refusal, const std::string& peer) {
        api.note_gate(refusal, peer);
        write_line(http::audit_line(refusal, peer));
    };
    http::HttpServer server(options, session.clock,
                            [&api](http::Request request, http::Reply reply) {
                                api.handle(std::move(request), std::move(reply));
                            });
    say_where(session, server.port(), options);
    int signal = 0;
    ::sigwait(&signals, &signal);
    constexpr std::chrono::seconds patience{10};
    server.stop(patience);
    api.stop();
    return api.broken() ? 5 : 0;
}

}  // namespace relief
