// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/hand_figures.h"

#include "reserves/heads.h"

#include <algorithm>

namespace relief {

void apply_hand_figures(const Rules& rules, const Places& places, const HandFigures& hand,
                        const Incident& incident, Instant at, std::vector<HeadCount>& heads) {
    if (!hand.gives_heads()) {
        return;
    }
    const std::string unit = hand.place.value_or(incident.core_county);
    auto head = std::find_if(heads.begin(), heads.end(), [&](const HeadCount& known) {
        return known.unit == unit && !known.remainder;
    });
    if (head == heads.end()) {
        // Without a place the figure is the whole event's, so the event's counties give the shares.
        heads.push_back({.place = places.seat_county(unit),
                         .unit = unit,
                         .known_at = at,
                         .share_counties = hand.place || incident.share_counties.empty()
                                               ? census_counties(unit, {}, places)
                                               : incident.share_counties});
        head = heads.end() - 1;
    }
    head->report.clear();
    if (hand.relocated) {
        head->relocated = *hand.relocated;
    }
    if (hand.collective) {
        head->collective = *hand.collective;
        head->collective_reported = true;
        head->relocated =
            hand.relocated ? *hand.relocated : std::max(head->relocated, head->collective);
    } else if (!head->collective_reported || head->collective > head->relocated) {
        // A reported number in shelter stands unless it is more than all who are relocated now.
        const double share = needs_parameter(rules, "collective_share", incident.hazard).value;
        head->collective = whole_above(head->relocated * share);
        head->collective_reported = false;
    }
}

}  // namespace relief
