// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/commands.h"
#include "tools/cli/values.h"
#include "tools/desk/level_document.h"
#include "tools/desk/needs_document.h"
#include "tools/desk/tables.h"

namespace relief {
namespace {

std::optional<Instant> at_option(const std::optional<std::string>& at) {
    return at ? std::optional<Instant>(read_instant(*at, "--at")) : std::nullopt;
}

/// Without a scenario nothing else says what happened, when, where and to how many.
void require_by_hand(const NeedsOptions& options) {
    const HandOptions& hand = options.hand;
    if (options.report || options.at || options.plan) {
        throw UsageError("relief needs", "--report、--at、--plan 须与 --scenario 同用",
                         "--report, --at and --plan need --scenario");
    }
    if (!hand.hazard || !hand.month || !hand.place || !(hand.relocated || hand.collective)) {
        throw UsageError(
            "relief needs",
            "不给 --scenario 时，须有 --hazard、--month、--place 和 --relocated 或 --collective",
            "without --scenario, --hazard, --month, --place and --relocated or --collective are "
            "required");
    }
}

}  // namespace

int run_command(const Session& session, const LevelOptions& options) {
    const std::filesystem::path data = session.data();
    const Desk desk = open_rules_desk(data, session.db());
    const LevelRun run = run_level(desk, {.scenario = scenario_folder(options.scenario, data),
                                          .at = at_option(options.at),
                                          .report = options.report,
                                          .plan = options.plan});
    print(session.global.json ? level_json(run)
                              : level_text(desk, run, session.language(), session.global.explain));
    return 0;
}

int run_command(const Session& session, const NeedsOptions& options) {
    if (!options.scenario) {
        require_by_hand(options);
    }
    const std::filesystem::path data = session.data();
    const Desk desk = open_rules_desk(data, session.db());
    NeedsRequest request{.scenario = std::nullopt,
                         .at = at_option(options.at),
                         .report = options.report,
                         .plan = options.plan,
                         .hand = {}};
    Date on = beijing_date(session.clock.now());
    if (options.scenario) {
        request.scenario =
            load_scenario(scenario_folder(*options.scenario, data), desk.rules, desk.places);
        on = beijing_date(request.scenario->incident.start);
    }
    request.hand = read_hand(options.hand, desk.places, on);
    const NeedsRun run = run_needs(desk, std::move(request));
    print(session.global.json ? needs_json(desk, run)
                              : needs_text(desk, run, session.language(), session.global.explain));
    return 0;
}

}  // namespace relief
