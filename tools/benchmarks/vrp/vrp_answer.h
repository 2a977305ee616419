// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/tours/tours.h"
#include "tools/benchmarks/vrp/vrp_file.h"

#include <cstdint>
#include <string>

namespace relief::bench {

/// A plan and what it took to find it.
struct VrpAnswer {
    TourPlan plan;
    double seconds = 0;
    std::uint64_t seed = 1;
};

/// {cost, seconds, routes[{depot, vehicle_type, stops[{id, quantity}]}], missing[] …} in the
/// numbers of the file; a return for the next load is a stop at the depot.
[[nodiscard]] std::string answer_json(const VrpFile& file, const VrpAnswer& answer);

/// The same for a person: cost, time, and one line a route.
[[nodiscard]] std::string answer_text(const VrpFile& file, const VrpAnswer& answer);

/// A .sol file: locations from 0, depots first (Cordeau: the file's own numbers, each route between
/// its depot). Where the file numbers every vehicle, route k is vehicle k, empty where it stays.
[[nodiscard]] std::string answer_sol(const VrpFile& file, const TourPlan& plan);

}  // namespace relief::bench
