// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/incident/incident.h"
#include "core/places.h"
#include "core/rules.h"
#include "core/time.h"
#include "reserves/needs.h"

#include <optional>
#include <string>
#include <vector>

namespace relief {

/// Figures given by hand: they stand for what no report says, or over what one says.
struct HandFigures {
    std::optional<std::string> place;  ///< code, resolved; default: the event's core county
    std::optional<double> relocated;
    std::optional<double> collective;
    std::optional<int> days;
    std::optional<double> temp_c;
    std::optional<std::string> hazard;
    std::optional<int> month;

    [[nodiscard]] bool gives_heads() const { return relocated || collective; }
};

/// Puts the heads given by hand over those of the same unit, or adds them where nobody reported.
/// A collective number that is neither given nor reported, or reported above the relocated ones,
/// follows from them by collective_share; a relocated number that is not given is at least the
/// collective one.
void apply_hand_figures(const Rules& rules, const Places& places, const HandFigures& hand,
                        const Incident& incident, Instant at, std::vector<HeadCount>& heads);

}  // namespace relief
