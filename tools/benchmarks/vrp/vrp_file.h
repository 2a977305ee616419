// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/tours/tour_problem.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief::bench {

enum class VrpFormat {
    vrplib,   ///< CVRPLIB and VRPLIB, with PyVRP's sections
    solomon,  ///< Solomon, Gehring and Homberger
    cordeau,  ///< multi-depot files of Cordeau
    hvrp,     ///< heterogeneous fleet and fleet mix
    split     ///< split delivery: "n Q", demands, points
};

/// How a Euclidean distance becomes the file's unit.
enum class VrpRounding {
    none,     ///< as it is
    nearest,  ///< the nearest whole number (TSPLIB's EUC_2D)
    exact,    ///< a thousandfold, then the nearest whole number; times likewise
    dimacs    ///< tenfold, cut to a whole number; times likewise
};

/// A routing case and how its file numbers things.
struct VrpFile {
    std::string name;
    VrpFormat format = VrpFormat::vrplib;
    VrpRounding rounding = VrpRounding::none;
    TourProblem problem;
    std::vector<int> client_ids;
    std::vector<int> depot_ids;
    /// For each vehicle type the numbers that name it in an answer: one number where the file gives
    /// types, one for each vehicle where it gives every vehicle a number.
    std::vector<std::vector<int>> vehicle_numbers;
    int numbered_vehicles = 0;      ///< how many the file numbers one by one; 0: it does not
    bool depots_in_routes = false;  ///< an answer's routes begin and end with their depot
};

struct VrpReading {
    std::optional<VrpFormat> format;  ///< none: judged by the file's text
    std::optional<VrpRounding> rounding;
};

/// Reads a case. bad_input "vrp.file" with line and field where the text is wrong, "vrp.format"
/// where it is no format known here; refused "vrp.kind", by name, for a problem not solved here
/// (Li and Lim's pickup and delivery among them).
[[nodiscard]] VrpFile read_vrp(const std::string& path, const VrpReading& reading);

[[nodiscard]] std::string_view name_of(VrpFormat format);
[[nodiscard]] std::optional<VrpFormat> vrp_format(std::string_view name);
[[nodiscard]] std::optional<VrpRounding> vrp_rounding(std::string_view name);

}  // namespace relief::bench
