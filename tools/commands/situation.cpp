// SPDX-License-Identifier: Apache-2.0
#include "tools/commands/situation.h"

#include "tools/commands/values.h"
#include "tools/desk/situation.h"

namespace relief {
namespace {

int situation_command(const Session& session, const Given& given) {
    const Situation situation =
        read_situation(session.data(), session.required_db("relief situation"),
                       optional_instant(given, "--at"), session.clock.now());
    session.print(session.global.json ? situation_json(situation)
                                      : situation_text(situation, session.language()));
    return 0;
}

int base_command(const Session& session, const Given& /*given*/) {
    const std::vector<SituationLayer> base = read_situation_base(session.data());
    session.print(session.global.json ? situation_base_json(base)
                                      : situation_base_text(base, session.language()));
    return 0;
}

}  // namespace

std::vector<CommandSpec> situation_commands() {
    return {
        {"situation",
         "态势：库点、封路、车队、需求、预警、报告；--at 看当时已知",
         "the situation on the map; --at: as it was known then",
         "relief situation --db jilin.db --at 2017-07-14T18:00",
         {{"--at", "TIME", "当时已知（默认现在）", "what was known by then (now by default)"}},
         situation_command},
        {"situation base",
         "底图：县界、河流、道路",
         "the ground of the map: counties, rivers, roads",
         "relief situation base --json",
         {},
         base_command},
    };
}

}  // namespace relief
