// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan.h"

#include "tools/cli/command.h"
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

HandFigures hand_for_scenario(const Given& given, const Desk& desk,
                              const std::filesystem::path& scenario) {
    Date on{};
    if (given.flag("--place")) {
        // Only the day matters here: an old code is read as of the event.
        on = beijing_date(load_scenario(scenario, desk.rules, desk.places).incident.start);
    }
    return read_hand(given, desk.places, on);
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

int run_plan(const Session& session, const Given& given) {
    const std::filesystem::path data = session.data();
    const auto out = given.text("--out");
    PlanRequest request;
    request.scenario = scenario_folder(given.required("--scenario"), data);
    request.seed = session.global.seed;
    request.at = optional_instant(given, "--at");
    const auto begin = std::chrono::steady_clock::now();
    const Desk desk = open_desk(data, session.db(), session.clock.now());
    const std::chrono::duration<double> load = std::chrono::steady_clock::now() - begin;
    request.hand = hand_for_scenario(given, desk, request.scenario);
    PlanRun run = make_interruptible_plan(session, desk, request);
    run.seconds.emplace(run.seconds.begin(), "load", load.count());
    if (out) {
        write_plan_files(desk, run, *out);
    }
    if (session.global.json) {
        print(plan_json(desk, run));
        return 0;
    }
    std::string text = plan_text(desk, run, session.global.language);
    if (session.global.explain) {
        text += '\n' + explanation(desk, run, session.language());
    }
    if (out) {
        text += fmt::format("\n{} {}\n", session.language() == "zh" ? "报告：" : "report:",
                            (std::filesystem::path(*out) / "report.html").string());
    }
    print(text);
    return 0;
}

std::vector<OptionSpec> plan_options() {
    std::vector<OptionSpec> options{
        scenario_option,
        published_at_option,
        {"--out", "DIR",
         "把 plan.json、plan.geojson、orders.csv、model.mps、problem.json、report.html 写入此目录",
         "write plan.json, plan.geojson, orders.csv, model.mps, problem.json and report.html "
         "there"}};
    options.insert(options.end(), hand_options.begin(), hand_options.end());
    return options;
}

}  // namespace

std::vector<CommandSpec> plan_commands() {
    return {
        {.path = "plan",
         .zh = "由灾情数字到可签发的调运方案",
         .en = "from the figures of an event to a dispatch plan ready to sign",
         .example = "relief plan --scenario 2017-07-yongji-flood --at 2017-07-15T12:00 --out plan/",
         .options = plan_options(),
         .run = run_plan}};
}

}  // namespace relief
