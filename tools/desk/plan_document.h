// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/desk/desk.h"
#include "tools/desk/plan.h"

#include <filesystem>
#include <string>

namespace relief {

/// relief.plan/1 as one JSON document, fields in a fixed order, ending with a line feed.
[[nodiscard]] std::string plan_json(const Desk& desk, const PlanRun& run);

/// The plan in words for a terminal, "zh" or "en".
[[nodiscard]] std::string plan_text(const Desk& desk, const PlanRun& run,
                                    const std::string& language);

/// Shipments, depots, places and closures as RFC 7946 GeoJSON, WGS84.
[[nodiscard]] std::string plan_geojson(const Desk& desk, const PlanRun& run);

/// One row per shipment line: the draft of the allotment orders.
[[nodiscard]] std::string plan_orders_csv(const Desk& desk, const PlanRun& run);

/// One self-contained page (no script from elsewhere, no font, no request): Chinese first.
[[nodiscard]] std::string plan_report_html(const Desk& desk, const PlanRun& run);

/// Writes plan.json, plan.geojson, orders.csv, model.mps, problem.json and report.html into
/// `folder`, all or none: each is written beside its place and moved there when all are on disk.
/// bad_input (file.write, db.full) where they cannot be written.
void write_plan_files(const Desk& desk, const PlanRun& run, const std::filesystem::path& folder);

}  // namespace relief
