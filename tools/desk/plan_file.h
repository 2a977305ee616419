// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/rules.h"
#include "core/time.h"
#include "routing/dispatch/plan.h"
#include "routing/dispatch/problem.h"
#include "tools/desk/books_identity.h"
#include "tools/desk/hand_figures.h"
#include "tools/desk/plan_changes.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace relief {

struct PlanRun;

/// A relief.plan/1 read back: what it was made from, and what it says.
struct PlanFile {
    std::filesystem::path file;
    std::string digest;
    std::string scenario;
    Instant as_of;
    std::uint64_t seed = 1;
    HandFigures hand;
    BooksIdentity books;
    std::vector<PlanCause> causes;
    std::vector<DispatchNeed> needs;
    std::vector<Shipment> shipments;
    std::vector<Unmet> unmet;
    std::vector<ObjectiveLevel> levels;
    double gap = 0;
    bool is_replan = false;  ///< made from another plan, or changed by hand

    /// "S3", "s003" or "3". bad_input shipment.unknown names the option.
    [[nodiscard]] const Shipment& shipment(std::string_view name, std::string_view option) const;
};

/// bad_input: file.missing, json.syntax, json.field (a field missing, of another type, or one that
/// nobody knows), plan.changed (the file is not as it was written).
[[nodiscard]] PlanFile read_plan_file(const std::filesystem::path& file, const Rules& rules);
/// The same of a plan's text; `file` is the name that errors tell.
[[nodiscard]] PlanFile read_plan_text(const std::string& text, const std::filesystem::path& file,
                                      const Rules& rules);

/// `made_from` of relief.plan/1: scenario, time, figures by hand, books, causes.
[[nodiscard]] nlohmann::ordered_json made_from_json(const PlanRun& run);
/// `replan` of relief.plan/1.
[[nodiscard]] nlohmann::ordered_json plan_changes_json(const PlanChanges& changes);

/// SHA-256 of a plan's document without `seconds` and `digest`.
[[nodiscard]] std::string plan_digest(const nlohmann::ordered_json& document);

}  // namespace relief
