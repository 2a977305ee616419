// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan.h"

#include "tools/commands/command.h"
#include "tools/commands/planning.h"
#include "tools/commands/values.h"
#include "tools/desk/assess.h"
#include "tools/desk/level_document.h"
#include "tools/desk/needs_document.h"
#include "tools/desk/plan_document.h"
#include "tools/desk/plan_explain.h"

#include <chrono>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

/// Where the levels and needs of the plan come from, number by number.
std::string explanation(const Desk& desk, const PlanRun& run, std::string_view language) {
    return level_table(desk, run.levels, language, true) +
           needs_tables(desk, run.heads, run.needs, language, true);
}

// As relief explain has them without options.
constexpr int what_if_checks = 5;
constexpr Units what_if_units = 100;

HandFigures hand_for_scenario(const Given& given, const Desk& desk,
                              const std::filesystem::path& scenario) {
    Date on{};
    if (given.flag("--place")) {
        // Only the day matters here: an old code is read as of the event.
        on = beijing_date(load_scenario(scenario, desk.rules, desk.places).incident.start);
    }
    return read_hand(given, desk.places, on);
}

/// What the hazard and the reports make of the people to relocate, county by county.
std::vector<AssessedHeads> assessed_heads(const Session& session, const PlanRequest& request) {
    const AssessDesk desk = open_assess_desk(session.data(), session.db());
    const AssessRun run = run_assess(desk,
                                     {.scenario = request.scenario,
                                      .at = request.at,
                                      .seed = request.seed,
                                      .threads = threads_of(session)},
                                     session.clock.now());
    if (!session.global.json && !session.global.quiet) {
        session.print(assess_head_text(desk, run, session.language()));
    }
    std::vector<AssessedHeads> heads;
    for (const AssessedNeeds& county : run.needs) {
        const AssessedFigure* figure = run.assessment.figure(county.county, LossMetric::relocated);
        heads.push_back({.county = county.county,
                         .p10 = std::round(figure->band.p10),
                         .p50 = county.heads_p50,
                         .p90 = county.heads_p90});
    }
    return heads;
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
    request.books = books_identity(data, session.db());
    request.hand = hand_for_scenario(given, desk, request.scenario);
    if (given.flag("--assess")) {
        request.assessed = assessed_heads(session, request);
    }
    request.level_models = out.has_value();
    PlanRun run = run_planning(session, given, [&](const Progress& progress) {
        PlanRun made = make_plan(desk, request, progress);
        if (given.flag("--what-if") && !made.problem.needs.empty()) {
            made.what_if = what_more_buys(desk, made, what_if_checks, what_if_units,
                                          [&] { return !progress || progress("what_if", 0.95); });
        }
        return made;
    });
    run.seconds.emplace(run.seconds.begin(), "load", load.count());
    if (out) {
        write_plan_files(desk, run, *out);
    }
    if (session.global.json) {
        session.print(plan_json(desk, run));
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
    session.print(text);
    return 0;
}

std::vector<OptionSpec> plan_options() {
    std::vector<OptionSpec> options{
        scenario_option,
        published_at_option,
        {"--out", "DIR",
         "把 plan.json、plan.geojson、orders.csv、model.mps、model-2.mps…、problem.json、"
         "report.html 写入此目录",
         "write plan.json, plan.geojson, orders.csv, model.mps and one model-N.mps for each later "
         "aim, problem.json and report.html there"},
        {"--assess", "", "人数不取报告，取灾害与报告综合的评估：按 P50 发，并说 P10、P90 时缺多少",
         "heads from an assessment of the hazard and the reports in place of the reports alone: "
         "sent for P50, told what lacks at P10 and P90",
         OptionSpec::Form::flag},
        {"--what-if", "", "再算：多一台车、一个装车位、一些存货、一小时、一条路，能少缺多少",
         "also: what one more lorry, dock, some stock, an hour, a road would buy",
         OptionSpec::Form::flag},
        seconds_option};
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
