// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/incident/incident.h"
#include "core/rules.h"
#include "reserves/needs.h"
#include "tools/desk/hand_figures.h"

#include <vector>

namespace relief {

/// Refuses what no event can be: a negative or fractional head count or one above 100 million,
/// more people in collective shelter than relocated, a day count outside 1..366, a temperature
/// outside -60..60, a month that is none, a hazard without parameters. bad_input argument.range
/// or argument.value, naming the option.
void check_hand_figures(const HandFigures& hand, const Rules& rules);

/// After the figures by hand were put over the reported ones: nobody has more people in
/// collective shelter than relocated. bad_input argument.range.
void check_heads(const std::vector<HeadCount>& heads);

/// Season and length of the needs: the event's, or what is given by hand.
[[nodiscard]] NeedsContext needs_context(const Incident& incident, const HandFigures& hand,
                                         const Rules& rules);

}  // namespace relief
