// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/desk/desk.h"
#include "tools/desk/plan_file.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// What a plan comes to in sums.
struct PlanMeasures {
    int shipments = 0;
    int lorry_trips = 0;  ///< vehicles x trips, suppliers' included
    double load_kg = 0;
    double tonne_km = 0;       ///< load x kilometres, laden way
    double vehicle_hours = 0;  ///< from departure until back, of all vehicles
    int needs = 0;
    int needs_short = 0;
    Units late = 0;  ///< units of needs that arrive after they were due
    std::optional<Instant> first_arrival;
    std::optional<Instant> last_arrival;
};

/// One aim in both plans; the name of the first plan where both have it.
struct AimPair {
    std::string name;
    std::string unit;
    bool maximise = false;
    std::optional<ObjectiveLevel> a;
    std::optional<ObjectiveLevel> b;
};

/// Of a place: persons x weight that are served, as a share of what both kinds come to.
struct SharePair {
    std::string place;
    std::optional<double> a;
    std::optional<double> b;
};

/// A need that is short in one of the plans, or asked for differently.
struct NeedPair {
    std::string need;
    std::string place;
    std::string item;
    std::string unit;
    std::optional<Instant> due_a;
    std::optional<Instant> due_b;
    std::optional<Units> quantity_a;
    std::optional<Units> quantity_b;
    Units unmet_a = 0;
    Units unmet_b = 0;
    std::string cause_a;
    std::string cause_b;
};

/// A shipment of one plan and what stands for it in the other.
struct ShipmentPair {
    const Shipment* a = nullptr;  ///< null: only in the second
    const Shipment* b = nullptr;  ///< null: only in the first
    bool times = false;           ///< leaves or arrives at another time
    bool load = false;            ///< other goods, lots or quantities
    bool vehicles = false;        ///< another number of them
    bool road = false;

    [[nodiscard]] bool same() const {
        return a != nullptr && b != nullptr && !times && !load && !vehicles && !road;
    }
};

/// Two plans side by side. Points into both files, which must outlive it.
struct PlanComparison {
    const PlanFile* a = nullptr;
    const PlanFile* b = nullptr;
    PlanMeasures measures_a;
    PlanMeasures measures_b;
    std::vector<AimPair> aims;
    std::vector<SharePair> shares;
    std::vector<NeedPair> needs;
    std::vector<ShipmentPair> shipments;  ///< as in the first plan, then those of the second alone
    int same_shipments = 0;
};

[[nodiscard]] PlanComparison compare_plans(const PlanFile& a, const PlanFile& b);

/// relief.compare/1
[[nodiscard]] std::string compare_json(const PlanComparison& comparison);
[[nodiscard]] std::string compare_text(const Desk& desk, const PlanComparison& comparison,
                                       std::string_view language);
/// The ways of both plans; property `plan` is "A", "B" or "both".
[[nodiscard]] std::string compare_geojson(const Desk& desk, const PlanComparison& comparison);
/// The tables of the page, HTML.
[[nodiscard]] std::string compare_tables_html(const Desk& desk, const PlanComparison& comparison);
/// A page with the same tables and both plans on the map.
[[nodiscard]] std::string compare_html(const Desk& desk, const PlanComparison& comparison);

}  // namespace relief
