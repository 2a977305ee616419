// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan.h"

#include "tools/cli/commands.h"
#include "tools/cli/interrupt.h"
#include "tools/cli/values.h"
#include "tools/desk/level_document.h"
#include "tools/desk/needs_document.h"
#include "tools/desk/plan_document.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
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

/// Where the levels and needs of the plan come from, number by number.
std::string explanation(const Desk& desk, const PlanRun& run, std::string_view language) {
    return level_table(desk, run.levels, language, true) +
           needs_tables(desk, run.heads, run.needs, language, true);
}

HandFigures hand_for_scenario(const HandOptions& options, const Desk& desk,
                              const std::filesystem::path& scenario) {
    Date on{};
    if (options.place) {
        // Only the day matters here: an old code is read as of the event.
        on = beijing_date(load_scenario(scenario, desk.rules, desk.places).incident.start);
    }
    return read_hand(options, desk.places, on);
}

PlanRun make_interruptible_plan(const Session& session, const Desk& desk,
                                const PlanRequest& request) {
    const Interrupt interrupt;
    ProgressLine line(!session.global.quiet && isatty(STDERR_FILENO) == 1);
    PlanRun run = make_plan(desk, request, [&](std::string_view step, double done) {
        line.show(step, done);
        return !interrupt.asked();
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

}  // namespace

int run_command(const Session& session, const PlanOptions& options) {
    const std::filesystem::path data = session.data();
    PlanRequest request;
    request.scenario = scenario_folder(options.scenario, data);
    request.seed = session.global.seed;
    if (options.at) {
        request.at = read_instant(*options.at, "--at");
    }
    const auto begin = std::chrono::steady_clock::now();
    const Desk desk = open_desk(data, session.db(), session.clock.now());
    const std::chrono::duration<double> load = std::chrono::steady_clock::now() - begin;
    request.hand = hand_for_scenario(options.hand, desk, request.scenario);
    PlanRun run = make_interruptible_plan(session, desk, request);
    run.seconds.emplace(run.seconds.begin(), "load", load.count());
    if (options.out) {
        write_plan_files(desk, run, *options.out);
    }
    if (session.global.json) {
        print(plan_json(desk, run));
        return 0;
    }
    std::string text = plan_text(desk, run, session.global.language);
    if (session.global.explain) {
        text += '\n' + explanation(desk, run, session.language());
    }
    if (options.out) {
        text += fmt::format("\n{} {}\n", session.language() == "zh" ? "报告：" : "report:",
                            (std::filesystem::path(*options.out) / "report.html").string());
    }
    print(text);
    return 0;
}

}  // namespace relief
