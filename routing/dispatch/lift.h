// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/plan.h"
#include "routing/dispatch/problem.h"

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// What can stand between goods and a need. A shortage is put down to a limit only where the need
/// is less short with that limit lifted.
enum class DispatchLimit {
    package,
    kit_part,
    reception,
    vehicles,
    payload,
    volume,
    road,
    signature,
    time,
    expiry,
    floor,
    stock,
};

/// All of them in the order they are asked about. What keeps goods that are there comes before what
/// there is not: a need is short of lorries rather than of stock where either would mend it.
inline constexpr std::array all_limits{
    DispatchLimit::package,  DispatchLimit::kit_part,  DispatchLimit::reception,
    DispatchLimit::vehicles, DispatchLimit::payload,   DispatchLimit::volume,
    DispatchLimit::road,     DispatchLimit::signature, DispatchLimit::time,
    DispatchLimit::expiry,   DispatchLimit::floor,     DispatchLimit::stock};

/// Its word in relief.plan/1: "stock", "floor" …
[[nodiscard]] std::string_view limit_name(DispatchLimit limit);

/// The problem without these limits. Those of goods are lifted for all goods that may serve one of
/// the needs (indices), the others for everybody:
///   package    packs are opened and units cut: each counts for 1 of a need, weighs so much less
///   kit_part   parts of a kit count by themselves
///   reception  a place takes what comes, when it comes
///   vehicles   lorries and docks at every depot, enough for everything at once
///   payload, volume   a lorry takes any weight, any space
///   road       every road is open: `open_legs`, and an hour's drive where no road is known at all
///   signature  nobody waits for one
///   time       ten days longer; hot meals may be longer on the road
///   expiry     none of the lots expires, none need last so long after arrival
///   floor      nothing is kept back
///   stock      as much more as is asked of them, wherever some are kept; at every depot that may
///              send to a place that asks, where none of those keeps any
[[nodiscard]] DispatchProblem lift(const DispatchProblem& problem,
                                   std::span<const DispatchLimit> limits,
                                   std::span<const int> needs);

/// True of the limits that are lifted for goods, not for everybody.
[[nodiscard]] bool concerns_goods(DispatchLimit limit);

/// Whether lifting the limit could lessen the shortage of a need at all, looking only at what the
/// plan leaves over: without lots left over, more lorries bring nothing. Never false where lifting
/// the limit alone would let more goods of a kind that serves the need be sent.
[[nodiscard]] bool may_bind(const DispatchProblem& problem, const DispatchPlan& plan,
                            DispatchLimit limit, int need);

}  // namespace relief
