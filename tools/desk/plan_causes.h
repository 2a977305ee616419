// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/problem.h"
#include "routing/network/closure.h"
#include "tools/desk/desk.h"
#include "tools/desk/plan_changes.h"
#include "tools/desk/plan_file.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// "DEPOT:CLASS:N" read strictly. bad_input argument.value, site.unknown, vehicle.unknown.
struct DepotVehicles {
    std::string depot;
    std::string vehicle_class;
    int count = 0;
};
[[nodiscard]] DepotVehicles read_depot_vehicles(const Desk& desk, const std::string& text,
                                                std::string_view option);

/// A depot or supplier by its id. bad_input site.unknown.
[[nodiscard]] std::string read_origin(const Desk& desk, const std::string& text,
                                      std::string_view option);

/// The edges an edge's id, a road's number or a closure's id stands for. Closures are those of the
/// scenario and the books. bad_input road.unknown.
[[nodiscard]] std::vector<int> edges_named(const Desk& desk, const std::vector<Closure>& closures,
                                           const std::string& text, std::string_view option);

/// The closures words may name: those of a scenario's folder, and those of the books where a word
/// is one of theirs (B3).
[[nodiscard]] std::vector<Closure> known_closures(const Desk& desk,
                                                  const std::filesystem::path& scenario,
                                                  const std::vector<std::string>& words);

// What happened, in words; numbered by number_cause.
[[nodiscard]] PlanCause closed_cause(const std::string& words, std::size_t edges);
[[nodiscard]] PlanCause breakdown_cause(const Desk& desk, const DepotVehicles& vehicles);
[[nodiscard]] PlanCause lost_cause(const Desk& desk, const std::string& depot);
[[nodiscard]] PlanCause refused_cause(const Desk& desk, const Shipment& shipment,
                                      const std::string& order);
[[nodiscard]] PlanCause truck_cause(const Desk& desk, const DepotVehicles& vehicles);
[[nodiscard]] PlanCause forbid_cause(const Desk& desk, const std::string& from,
                                     const std::string& to);
[[nodiscard]] PlanCause forbid_road_cause(const std::string& words, std::size_t edges);

/// Appends a cause as E1, E2 … or, by hand, H1, H2 …; answers its id.
std::string number_cause(PlanCause cause, bool by_hand, std::vector<PlanCause>& causes);

/// The closures that causes stand for, from a moment on: roads closed since, roads forbidden by
/// hand.
[[nodiscard]] std::vector<Closure> closures_of(const Desk& desk, const std::vector<Closure>& known,
                                               const std::vector<PlanCause>& causes, Instant since);

/// Takes from a problem what causes took: lorries, depots, refused goods; adds lorries; forbids.
/// refused plan.vehicles where more lorries broke down than there are.
void apply_causes(const Desk& desk, const std::vector<PlanCause>& causes, DispatchProblem& problem);

}  // namespace relief
