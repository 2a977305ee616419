// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/problem.h"
#include "routing/network/closure.h"
#include "routing/path/travel.h"
#include "tools/desk/desk.h"
#include "tools/desk/plan.h"

#include <string_view>
#include <vector>

namespace relief {

/// Suppliers drive their own lorries; the common size is taken to count them.
inline constexpr std::string_view supplier_vehicle = "BOX96";

/// Whether vehicles of a class pass a closure: never where it is shut, one of limited weight or
/// height where they keep within them. Empty they weigh their payload less.
[[nodiscard]] bool passes(const VehicleClass& vehicle, bool laden, const Closure& closure);

/// The roads of an event that a class may drive on laden.
[[nodiscard]] RoadConditions conditions_for(const Desk& desk, const Incident& incident,
                                            std::string_view vehicle_class,
                                            const std::vector<const Closure*>& closures);

/// Ways from every origin to every place of the run's problem for every class of vehicle in use,
/// laden there and empty back, by class. Roads run both ways, so one search from the place serves
/// all origins.
[[nodiscard]] std::vector<DispatchLeg> plan_legs(const Desk& desk, const PlanRun& run,
                                                 const std::vector<const Closure*>& closures);

/// Of the ways there would be with every road open, those that are quicker than the problem's legs
/// or that it has not.
[[nodiscard]] std::vector<DispatchLeg> open_plan_legs(const Desk& desk, const PlanRun& run);

}  // namespace relief
