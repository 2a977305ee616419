// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/kit/plan_doc.h"
#include "tests/kit/world.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace relief::kit {

/// Everything that is wrong with a relief.plan/1 document when it is held against the tables:
/// goods, vehicles, roads, times, needs and gaps. Written from the contract and the tables alone;
/// it shares no line with what makes plans. A document that does not have the fields of the
/// contract gives only findings "schema".
///
/// Codes: schema, shift;
///   from.unknown, lot.null, lot.given, lot.unknown, lot.depot, lot.item, lot.condition,
///   lot.overdrawn, lot.expired, floor.kept, supplier.item, supplier.capacity,
///   supplier.agreement, line.empty, line.item, line.need, line.place, line.rate, line.several,
///   alternative.unknown, alternative.season;
///   load.kg, load.m3, load.overweight, load.overvolume, load.unpackable;
///   vehicle.class, vehicle.none, vehicle.range, vehicle.fleet, vehicle.count;
///   route.edge, route.start, route.broken, route.end, route.km, route.minutes, route.year,
///   route.barred, route.closed; time.muster, time.arrive, time.back, time.rest;
///   need.twice, need.over, unmet.need, unmet.twice, unmet.zero, unmet.quantity, unmet.cause;
///   time.signature, time.docks, time.hot, time.end;
///   aim.none, aim.value, aim.bound, aim.gap, plan.gap.
[[nodiscard]] std::vector<Finding> check_plan(const nlohmann::json& document, const World& world);

[[nodiscard]] bool has(const std::vector<Finding>& findings, std::string_view code);

/// One finding a line.
[[nodiscard]] std::string to_text(const std::vector<Finding>& findings);

}  // namespace relief::kit
