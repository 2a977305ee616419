// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_kits.h"

#include "tools/desk/plan_words.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

/// The only need of an item at a place; nothing where there is none, or one a day.
std::optional<int> single_need(const DispatchProblem& problem, const std::string& place,
                               const std::string& item) {
    std::optional<int> found;
    for (std::size_t n = 0; n < problem.needs.size(); ++n) {
        if (problem.needs[n].place == place && problem.needs[n].item == item) {
            if (found) {
                return std::nullopt;
            }
            found = static_cast<int>(n);
        }
    }
    return found;
}

std::optional<DispatchKit> kit_at(const DispatchProblem& problem, const std::string& id,
                                  const std::vector<const NeedKitPart*>& parts,
                                  const std::string& place) {
    DispatchKit kit{.id = id, .quantity = 0, .parts = {}};
    for (const NeedKitPart* part : parts) {
        const auto need = single_need(problem, place, part->item);
        if (!need) {
            return std::nullopt;
        }
        const Units enough_for =
            problem.needs[static_cast<std::size_t>(*need)].quantity / part->per_kit;
        kit.quantity = kit.parts.empty() ? enough_for : std::min(kit.quantity, enough_for);
        kit.parts.push_back({.need = *need, .per_kit = part->per_kit});
    }
    return kit.quantity > 0 ? std::optional(std::move(kit)) : std::nullopt;
}

}  // namespace

std::vector<DispatchKit> kits_of_needs(const DispatchRules& rules, const DispatchProblem& problem) {
    std::map<std::string, std::vector<const NeedKitPart*>> by_kit;
    for (const NeedKitPart& part : rules.kits) {
        by_kit[part.kit].push_back(&part);
    }
    std::vector<DispatchKit> kits;
    for (const std::string& place : problem.places) {
        for (const auto& [id, parts] : by_kit) {
            if (auto kit = kit_at(problem, id, parts, place)) {
                kits.push_back(*std::move(kit));
            }
        }
    }
    return kits;
}

void warn_about_kits(const Desk& desk, PlanRun& run) {
    for (const KitOutcome& kit : run.plan.kits) {
        if (kit.complete == kit.wanted) {
            continue;
        }
        std::string zh;
        std::string en;
        for (const KitPartOutcome& part : kit.parts) {
            if (std::find(kit.short_of.begin(), kit.short_of.end(), part.need) !=
                kit.short_of.end()) {
                zh += (zh.empty() ? "" : "、") + item_name(desk.rules, part.item, "zh");
                en += (en.empty() ? "" : ", ") + item_name(desk.rules, part.item, "en");
            }
        }
        run.warnings.push_back(
            {.code = "kits_incomplete",
             .zh = fmt::format("{}成套物资 {} 应有 {} 套，齐套 {} 套，缺{}",
                               full_place_name(desk.places, kit.place), kit.id, kit.wanted,
                               kit.complete, zh),
             .en = fmt::format("{}: {} of {} kits {} are complete, for want of {}", kit.place,
                               kit.complete, kit.wanted, kit.id, en)});
    }
}

}  // namespace relief
