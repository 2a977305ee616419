// SPDX-License-Identifier: Apache-2.0
#include "tools/commands/planning.h"

#include "core/error.h"
#include "tools/commands/interrupt.h"
#include "tools/commands/values.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

namespace relief {
namespace {

/// One line on stderr that says what is being done, where somebody watches.
class ProgressLine {
  public:
    explicit ProgressLine(bool shown) : shown_(shown) {}
    ~ProgressLine() { clear(); }
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void show(std::string_view step, double done) {
        constexpr int width = 20;
        const int full = std::clamp(static_cast<int>(done * width), 0, width);
        std::string line = fmt::format("[{:#<{}}{:.<{}}] {}", "", full, "", width - full, step);
        if (shown_ && line != last_) {
            fmt::print(stderr, "\r\033[K{}", line);
            std::fflush(stderr);
            last_ = std::move(line);
        }
    }

    void clear() {
        if (std::exchange(shown_, false)) {
            std::fputs("\r\033[K", stderr);
        }
    }

  private:
    bool shown_;
    std::string last_;
};

std::optional<double> seconds_given(const Given& given) {
    const auto text = given.text("--seconds");
    if (!text) {
        return std::nullopt;
    }
    const double seconds = read_number(*text, "--seconds");
    if (seconds < 0 || seconds > 86400) {
        throw bad_input({.code = "argument.range",
                         .message = "the time to plan in is out of range",
                         .field = "--seconds",
                         .found = *text,
                         .expected = "0 to 86400"});
    }
    return seconds;
}

}  // namespace

PlanRun run_planning(const Session& session, const Given& given,
                     const std::function<PlanRun(const Progress&)>& make) {
    const auto seconds = seconds_given(given);
    const auto begin = std::chrono::steady_clock::now();
    const auto in_time = [&] {
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        return !seconds || took.count() < *seconds;
    };
    if (session.progress) {
        return make([&](std::string_view step, double done) {
            return session.progress(step, done) && in_time();
        });
    }
    const Interrupt interrupt;
    ProgressLine line(!session.global.quiet && isatty(STDERR_FILENO) == 1);
    PlanRun run = make([&](std::string_view step, double done) {
        line.show(step, done);
        return !interrupt.asked() && in_time();
    });
    line.clear();
    if (interrupt.asked() && !session.global.quiet) {
        std::fputs(session.language() == "zh"
                       ? "已中断：以下是目前最好的方案及其界。\n"
                       : "Interrupted: this is the best plan so far, with its bound.\n",
                   stderr);
    }
    return run;
}

}  // namespace relief
