// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/kit/plan_doc.h"
#include "tests/kit/world.h"

#include <chrono>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

// The parts of the plan checker; plan_checker.h is the way in.
namespace relief::kit {

/// What every part sees, and where it tells what it found.
struct CheckContext {
    const PlanDoc& plan;
    const World& world;
    std::vector<Finding>& findings;

    void add(std::string code, std::string where, std::string text) const {
        findings.push_back({std::move(code), std::move(where), std::move(text)});
    }
};

/// Hours as plans give them, to the second.
inline std::chrono::seconds as_seconds(double hours) {
    return std::chrono::seconds{static_cast<std::int64_t>(std::llround(hours * 3600))};
}

/// Lots, suppliers, floors and what is on the vehicles.
void check_goods(const CheckContext& check);

/// Whose vehicles, which roads, and when.
void check_movement(const CheckContext& check);

/// Needs = delivered + unmet, and which goods may stand for which.
void check_needs(const CheckContext& check);

/// Signatures, docks, hot meals and the end of the plan.
void check_times_allowed(const CheckContext& check);

/// Values of the aims, reckoned again from needs and shipments.
void check_aim_values(const CheckContext& check);

/// Gaps of the aims and of the plan.
void check_aims(const CheckContext& check);

}  // namespace relief::kit
