// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/problem.h"
#include "tools/desk/desk.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace relief {

/// Goods that somebody wants to go from one depot or supplier to one place.
struct PinnedLine {
    std::string from;
    std::string to;
    std::map<std::string, Units> items;
};

/// The shipments, with the stage "pinned", that bring exactly what is pinned as soon as can be,
/// beside what is committed; shipments in hand give way. Refused plan.surplus where more would come
/// than is needed and `reserve_percent` of it, plan.pin where it cannot be sent; each with the
/// reason and how much could.
[[nodiscard]] std::vector<CommittedShipment> pin_line(const Desk& desk,
                                                      const DispatchProblem& problem,
                                                      const PinnedLine& pin, int reserve_percent,
                                                      const std::function<bool()>& keep_going);

}  // namespace relief
