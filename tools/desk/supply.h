// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/places.h"
#include "core/rules.h"
#include "core/time.h"
#include "reserves/depot.h"

#include <string>
#include <string_view>

namespace relief {

/// The same words for the plan and for the question who has goods near a place.

[[nodiscard]] int minutes_of_hours(double hours);

/// Which tier of rules/supply_tiers.csv a depot is for a county, "" where it does not serve it.
[[nodiscard]] std::string tier_of(const Depot& depot, const std::string& place,
                                  const Places& places);

/// A consignment point counts while its contract holds; every other depot always.
[[nodiscard]] bool contract_holds(const Baseline& baseline, const Depot& depot, Date on);

/// From the keeper's call to the open gate, by the contract; 0 for a depot of its own.
[[nodiscard]] int ready_minutes(const Baseline& baseline, const Depot& depot, Date on);

/// The share of its stock a depot of a level keeps back at a response level (0 = none).
[[nodiscard]] double keep_share(const Rules& rules, std::string_view depot_level, int response);

}  // namespace relief
