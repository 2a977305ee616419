// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/desk/opened_books.h"
#include "tools/desk/plan.h"
#include "tools/desk/plan_file.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// An edit by hand as it was typed: its verb (pin, forbid, swap, add-truck) and its words.
struct PlanEdit {
    std::string verb;
    std::vector<std::string> words;
};

/// What has happened since a plan was made, or what somebody wants of it.
struct ReplanRequest {
    std::filesystem::path scenario;
    std::optional<Instant> at;            ///< default: that of the plan in hand
    std::optional<std::string> report;    ///< as of its publication
    std::vector<std::string> closed;      ///< an edge, a road number, a closure's id
    std::vector<std::string> breakdown;   ///< DEPOT:CLASS:N
    std::vector<std::string> refused;     ///< a shipment, an order
    std::vector<std::string> received;    ///< S3, S3=ITEM:N,ITEM:N
    std::vector<std::string> lost_depot;  ///< a depot or supplier
    /// Shipments that have left: "S3,S7", "none". Default: what the books say, without books what
    /// the plan says should have left by then.
    std::optional<std::string> departed;
    HandFigures hand;  ///< over those of the plan in hand
    std::optional<Books> db;
    Instant now;  ///< of the desk: the moment of the books' shelves
    std::vector<PlanEdit> edits;
    int reserve_percent = 0;                ///< of a need that may be pinned above it
    std::optional<BeforeLoss> before = {};  ///< in place of `scenario`
};

/// A plan in place of the one in hand. bad_input: plan.foreign (made on other tables or books),
/// shipment.unknown, road.unknown, site.unknown, report.unknown, argument.…; refused plan.vehicles,
/// plan.pin, plan.surplus; conflict plan.stale.
[[nodiscard]] PlanRun make_replan(const Desk& desk, const PlanFile& in_hand,
                                  const ReplanRequest& request, const Progress& progress);

}  // namespace relief
