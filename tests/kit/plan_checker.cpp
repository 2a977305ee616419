// SPDX-License-Identifier: Apache-2.0
#include "tests/kit/plan_checker.h"

#include "tests/kit/plan_checks.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

namespace relief::kit {
namespace {

/// |value - bound| / max(|value|, |bound|), 0 where both are 0.
double gap_of(const DocAim& aim) {
    const double scale = std::max(std::abs(aim.value), std::abs(aim.bound));
    return scale == 0 ? 0 : std::abs(aim.value - aim.bound) / scale;
}

/// Numbers are printed with few digits; a gap is wrong where it differs by more than that.
bool differs(double a, double b) {
    return std::abs(a - b) > 1e-6;
}

}  // namespace

void check_aims(const CheckContext& check) {
    double worst = 0;
    for (const DocAim& aim : check.plan.aims) {
        const double gap = gap_of(aim);
        worst = std::max(worst, gap);
        if (differs(gap, aim.gap)) {
            check.add("aim.gap", aim.where,
                      aim.name + " has a gap of " + std::to_string(gap) + ", not " +
                          std::to_string(aim.gap));
        }
    }
    if (check.plan.aims.empty()) {
        check.add("aim.none", "objective.levels", "the plan states no aim");
    }
    if (differs(worst, check.plan.gap)) {
        check.add("plan.gap", "gap", "the worst gap is " + std::to_string(worst));
    }
}

std::vector<Finding> check_plan(const nlohmann::json& document, const World& world) {
    std::vector<Finding> findings;
    const PlanDoc plan = read_plan(document, findings);
    if (!findings.empty()) {
        return findings;
    }
    const CheckContext check{plan, world, findings};
    if (plan.shifted_days != world.shift_days) {
        check.add("shift", "shifted_days",
                  "the baseline moves by " + std::to_string(world.shift_days) + " days");
    }
    check_goods(check);
    check_movement(check);
    check_needs(check);
    check_times_allowed(check);
    check_aim_values(check);
    check_aims(check);
    return findings;
}

bool has(const std::vector<Finding>& findings, std::string_view code) {
    return std::any_of(findings.begin(), findings.end(),
                       [&](const Finding& finding) { return finding.code == code; });
}

std::string to_text(const std::vector<Finding>& findings) {
    std::string text;
    for (const Finding& finding : findings) {
        text += finding.code + " at " + finding.where + ": " + finding.text + '\n';
    }
    return text;
}

}  // namespace relief::kit
