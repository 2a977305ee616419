// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/command.h"
#include "tools/cli/values.h"
#include "tools/desk/level_document.h"
#include "tools/desk/needs_document.h"
#include "tools/desk/tables.h"

namespace relief {
namespace {

constexpr OptionSpec report_option{"--report", "R", "只看这份报告", "this report alone"};

/// Without a scenario nothing else says what happened, when, where and to how many.
void require_by_hand(const Given& given) {
    if (given.flag("--report") || given.flag("--at") || given.flag("--plan")) {
        throw UsageError("relief needs", "--report、--at、--plan 须与 --scenario 同用",
                         "--report, --at and --plan need --scenario");
    }
    if (!given.flag("--hazard") || !given.flag("--month") || !given.flag("--place") ||
        !(given.flag("--relocated") || given.flag("--collective"))) {
        throw UsageError(
            "relief needs",
            "不给 --scenario 时，须有 --hazard、--month、--place 和 --relocated 或 --collective",
            "without --scenario, --hazard, --month, --place and --relocated or --collective are "
            "required");
    }
}

int run_level_command(const Session& session, const Given& given) {
    const std::filesystem::path data = session.data();
    const Desk desk = open_rules_desk(data, session.db());
    const LevelRun run =
        run_level(desk, {.scenario = scenario_folder(given.required("--scenario"), data),
                         .at = optional_instant(given, "--at"),
                         .report = given.text("--report"),
                         .plan = given.text("--plan")});
    print(session.global.json ? level_json(run)
                              : level_text(desk, run, session.language(), session.global.explain));
    return 0;
}

int run_needs_command(const Session& session, const Given& given) {
    const auto scenario = given.text("--scenario");
    if (!scenario) {
        require_by_hand(given);
    }
    const std::filesystem::path data = session.data();
    const Desk desk = open_rules_desk(data, session.db());
    NeedsRequest request{.scenario = std::nullopt,
                         .at = optional_instant(given, "--at"),
                         .report = given.text("--report"),
                         .plan = given.text("--plan"),
                         .hand = {}};
    Date on = beijing_date(session.clock.now());
    if (scenario) {
        request.scenario = load_scenario(scenario_folder(*scenario, data), desk.rules, desk.places);
        on = beijing_date(request.scenario->incident.start);
    }
    request.hand = read_hand(given, desk.places, on);
    const NeedsRun run = run_needs(desk, std::move(request));
    print(session.global.json ? needs_json(desk, run)
                              : needs_text(desk, run, session.language(), session.global.explain));
    return 0;
}

std::vector<OptionSpec> needs_options() {
    std::vector<OptionSpec> options{
        {"--scenario", "D", "情景；不给则须有 --hazard --month --place 和人数",
         "scenario; without it --hazard --month --place and a head count"},
        published_at_option,
        report_option,
        {"--plan", "ID", "可写；需求与预案无关", "accepted; needs do not depend on a plan"}};
    options.insert(options.end(), hand_options.begin(), hand_options.end());
    return options;
}

}  // namespace

std::vector<CommandSpec> assessment_commands() {
    return {
        {.path = "level",
         .zh = "按各级预案判定响应级别",
         .en = "response levels under each plan",
         .example = "relief level --scenario 2017-07-yongji-flood --report R3",
         .options = {scenario_option,
                     published_at_option,
                     report_option,
                     {"--plan", "ID", "只看这个预案", "this plan alone"}},
         .run = run_level_command},
        {.path = "needs",
         .zh = "按规则计算各地物资需求",
         .en = "needs of each place by the rules alone",
         .example =
             "relief needs --scenario 2017-07-yongji-flood --report R2\n"
             "  relief needs --hazard snow_ice --month 11 --temp -8 --place 220104 --collective "
             "5000",
         .options = needs_options(),
         .run = run_needs_command},
    };
}

}  // namespace relief
