// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/commands/command.h"
#include "tools/commands/session.h"
#include "tools/desk/plan.h"

#include <functional>

namespace relief {

/// Seconds after which the best plan so far is given.
inline constexpr OptionSpec seconds_option{
    "--seconds", "S", "最多算这么多秒，到时给出目前最好的方案及其界",
    "plan at most so long, then give the best plan so far with its bound"};

/// Makes a plan with a line of progress where somebody watches; Ctrl-C and --seconds end it early
/// with the best plan so far and its bound. bad_input argument.range for a time that is none.
[[nodiscard]] PlanRun run_planning(const Session& session, const Given& given,
                                   const std::function<PlanRun(const Progress&)>& make);

}  // namespace relief
