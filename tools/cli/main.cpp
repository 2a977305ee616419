// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "core/time.h"
#include "tools/cli/arguments.h"
#include "tools/cli/failure.h"
#include "tools/cli/remote.h"
#include "tools/commands/session.h"
#include "tools/commands/values.h"
#include "tools/server/serve.h"

#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <variant>
#include <vector>

namespace relief {
namespace {

/// The one real clock of the program.
class SystemClock final : public Clock {
  public:
    [[nodiscard]] Instant now() const override {
        return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    }
};

/// Goes on from an instant that was set: a server's day does not stand still.
class StartedClock final : public Clock {
  public:
    explicit StartedClock(Instant start) : start_(start) {}
    [[nodiscard]] Instant now() const override {
        return start_ +
               std::chrono::floor<std::chrono::seconds>(std::chrono::steady_clock::now() - began_);
    }

  private:
    Instant start_;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

/// The real clock, or the one that was set: it stands still for a command and runs for a server.
std::unique_ptr<Clock> make_clock(const Invocation& invocation) {
    if (!invocation.global.clock) {
        return std::make_unique<SystemClock>();
    }
    const Instant set = read_instant(*invocation.global.clock, "--clock");
    if (invocation.command->path == "serve") {
        return std::make_unique<StartedClock>(set);
    }
    return std::make_unique<FixedClock>(set);
}

std::filesystem::path program_path(const char* name) {
    std::error_code error;
    auto path = std::filesystem::read_symlink("/proc/self/exe", error);
    return error ? std::filesystem::absolute(name, error) : path;
}

int wrong_usage(const std::string& words, const std::string& command, bool json,
                std::string_view language) {
    report_failure({.code = "usage",
                    .message = words,
                    .file = {},
                    .field = {},
                    .found = {},
                    .expected = "the usage shown by " + command + " --help"},
                   json, language);
    return 2;
}

int answer_at_once(const Answer& answer) {
    if (answer.status != 0) {
        return wrong_usage(answer.text, answer.usage, answer.json, answer.language);
    }
    print_to_stdout(answer.text);
    return 0;
}

int run_invocation(const Session& session, const Invocation& invocation) {
    if (session.global.server) {
        const std::string_view path = invocation.command->path;
        if (path != "log-in" && path != "log-out") {
            return run_remote(session, *invocation.command, invocation.given);
        }
    }
    return invocation.command->run(session, invocation.given);
}

/// Runs a command and turns what ended it into words and an exit status.
int guarded(bool json, std::string_view language, const auto& run) {
    try {
        return run();
    } catch (const UsageError& error) {
        return wrong_usage(error.words(language), error.command(), json, language);
    } catch (const Error& error) {
        report_failure(error.detail(), json, language);
        return exit_status(error.kind());
    } catch (const std::exception& error) {
        report_failure({.code = "internal",
                        .message = error.what(),
                        .file = {},
                        .field = {},
                        .found = {},
                        .expected = {}},
                       json, language);
        return exit_status(ErrorKind::fault);
    }
}

int run_program(int argc, char** argv) {
    const auto parsed = parse_arguments({argv + 1, argv + argc}, locale_language());
    if (const auto* answer = std::get_if<Answer>(&parsed)) {
        return guarded(answer->json, answer->language, [&] { return answer_at_once(*answer); });
    }
    const auto& invocation = std::get<Invocation>(parsed);
    return guarded(invocation.global.json, invocation.global.language, [&] {
        const std::unique_ptr<Clock> clock = make_clock(invocation);
        const Session session{
            .clock = *clock,
            .program = program_path(argv[0]),
            .global = invocation.global,
            .write = print_to_stdout,
            .kept = nullptr,
            .change = nullptr,
            .progress = nullptr,
            .doors = {.serve = serve, .log_in = remote_log_in, .log_out = remote_log_out}};
        return run_invocation(session, invocation);
    });
}

}  // namespace
}  // namespace relief

int main(int argc, char** argv) {
    if (argc < 1) {
        return 2;
    }
    return relief::run_program(argc, argv);
}
