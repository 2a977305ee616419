// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/commands.h"
#include "tools/cli/values.h"
#include "tools/desk/place_document.h"
#include "tools/desk/scenario_document.h"
#include "tools/desk/tables.h"

namespace relief {

int run_command(const Session& session, const ScenarioListOptions& /*options*/) {
    const std::filesystem::path data = session.data();
    const Desk desk = open_rules_desk(data, session.db());
    const auto rows = list_scenarios(data, desk.rules, desk.places);
    print(session.global.json ? scenarios_json(rows) : scenarios_text(rows, session.language()));
    return 0;
}

int run_command(const Session& session, const PlaceOptions& options) {
    const Date on = options.on ? read_date(*options.on, "--on") : beijing_date(session.clock.now());
    const Tables tables(session.db() ? std::filesystem::path() : session.data(), session.db());
    const Places places(tables.source());
    const PlaceAnswer answer = find_places(places, options.name, on);
    print(session.global.json ? place_json(answer) : place_text(answer, session.language()));
    return 0;
}

}  // namespace relief
