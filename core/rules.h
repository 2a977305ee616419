// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/time.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// How a number came to us. Everything after `read_secondary` is shown as 未核实.
enum class Flag { read, read_secondary, recalled, derived, assumption, synthetic };

[[nodiscard]] std::string_view flag_name(Flag flag);
/// 核实 for read and read-secondary, 未核实 for the others.
[[nodiscard]] bool is_verified(Flag flag);

/// Where a rule comes from; travels with every number made from it.
struct Source {
    std::string text;
    Flag flag = Flag::assumption;
};

class CsvRow;
/// The flag of a row (csv.value where it is none), and its columns `source` and `flag`.
[[nodiscard]] Flag flag_of(const CsvRow& row, std::string_view column = "flag");
[[nodiscard]] Source source_of(const CsvRow& row);

/// rules/metrics.csv: a loss metric and how it is made of others.
struct Metric {
    std::string id;
    std::string name_zh;
    std::string unit;
    std::string aggregate;           ///< sum, max_per_unit_then_sum, ratio
    std::vector<std::string> parts;  ///< {"relocated", "needing_urgent_aid"}; itself where simple
};

enum class PlanStatus { official, default_unverified, not_read, comparator };

/// rules/response_plans.csv. A jurisdiction level is country, province, city or county.
struct ResponsePlan {
    std::string id;
    std::string title;
    std::string jurisdiction_code;  ///< with x for any: "22xxxx"
    std::string jurisdiction_level;
    std::optional<Date> valid_from;  ///< inclusive
    std::optional<Date> valid_to;    ///< exclusive; empty = in force
    bool counts_missing_as_dead = false;
    PlanStatus status = PlanStatus::default_unverified;
};

/// rules/response_levels.csv: value >= lower and (no upper or value < upper) gives `level`.
struct ThresholdRule {
    std::string id;
    std::string plan;
    int level = 4;  ///< 1 (highest) .. 4; 0 in comparators only: the start, its level not told
    std::string metric;
    double lower = 0;
    std::optional<double> upper;
    std::string unit;
    std::string scope;      ///< jurisdiction, one_prefecture, neighbour_province
    std::string condition;  ///< any, drought, earthquake_M_ge_5
    Source source;
};

/// rules/item_catalog.csv, with the decimals the books keep (3 for kg, L, m2; else 0).
struct Item {
    std::string id;
    std::string name_zh;
    std::string name_en;
    std::string item_class;  ///< shelter, bedding, food …
    std::string unit;
    double weight_kg = 0;     ///< of one unit
    double volume_m3 = 0;     ///< of one unit
    int shelf_life_days = 0;  ///< 0 = to be eaten the day it is made
    int decimals = 0;
    Flag weight_flag = Flag::assumption;
    Flag volume_flag = Flag::assumption;
};

/// rules/needs_quota.csv.
struct QuotaRule {
    std::string id;
    std::string item;
    std::string need;   ///< shelter, bedding, water …
    std::string basis;  ///< relocated, relocated_collective, tents12, stoves
    std::string share;
    std::string share_kind;  ///< fixed, param, census
    double quantity = 0;
    double per = 1;
    bool per_day = false;
    std::optional<int> day_from;
    std::optional<int> day_to;
    std::array<bool, 12> months{};  ///< January first
    std::optional<double> temp_below_c;
    std::string alternative_group;
    int alternative_rank = 1;
    std::string combine;  ///< sum, max, sum_cap_basis
    bool default_on = true;
    Source source;
};

/// rules/needs_parameters.csv. `applies_to` is any, a hazard or a scope.
struct NeedsParameter {
    std::string id;
    double value = 0;
    std::string applies_to;
    Source source;
};

/// rules/substitutes.csv (assumption): one unit of `item` stands for `rate` units of each of
/// `needs`, in the months allowed only. One-way: a padded tent may stand for a single one, not
/// the reverse. `penalty` is the share of the need that stays open although it is served.
struct Substitute {
    std::string id;
    std::string item;
    std::vector<std::string> needs;
    int rate = 1;
    int rank = 2;
    std::array<bool, 12> months{};
    double penalty = 0;
    Source source;
};

/// rules/need_deadlines.csv (assumption): a need of this class is due `due_h` hours after the
/// report that raised it was published (a per-day need 24 h later for each later day); each hour
/// after that counts `weight` for each person who lacks it.
struct NeedDeadline {
    std::string need;
    int due_h = 12;
    double weight = 1;
    Source source;
};

/// rules/deprivation_growth.csv (assumption): an hour of lack later than `from_h` hours after the
/// deadline counts `factor` times. Rows rise in from_h, the first is 0.
struct DeprivationStep {
    int from_h = 0;
    double factor = 1;
    Source source;
};

/// rules/reserve_floors.csv (assumption): the share of its stock a depot of `depot_level` keeps
/// back while `scope` stands at response level `response_level` (0 = none).
struct ReserveFloor {
    std::string depot_level;  ///< province, city, county
    int response_level = 0;
    double share = 0;
    Source source;
};

/// rules/supply_tiers.csv (assumption): the order in which stock is drawn and how long the
/// signature it needs takes.
struct SupplyTier {
    std::string id;  ///< own_county, city, consignment, province, consignment_afar, agreement
    int rank = 1;    ///< 1 is drawn first
    std::string name_zh;
    std::string name_en;
    double signature_h = 0;
    Source source;
};

/// rules/vehicle_classes.csv with rules/vehicle_limits.csv (height, axle load, roads, handling).
struct VehicleClass {
    std::string id;
    std::string name_zh;
    double volume_m3 = 0;
    double payload_kg = 0;
    double usable_volume_fraction = 1;
    double height_m = 0;
    double axle_load_t = 0;
    double gross_t = 0;
    std::vector<std::string> barred_road_classes;  ///< "local"
    int load_minutes = 0;                          ///< one vehicle at one dock
    int unload_minutes = 0;
    Source source;

    /// The space goods can take.
    [[nodiscard]] double usable_m3() const { return volume_m3 * usable_volume_fraction; }
};

/// rules/depot_handling.csv (assumption): docks by depot type.
struct DepotHandling {
    std::string depot_type;  ///< provincial_depot, city_depot, county_depot
    int docks = 1;
    Source source;
};

/// Census shares and people of a county with its zones,
/// reference/jilin/census2020/jilin_county_population_total.csv.
struct CensusRow {
    std::string code;
    std::int64_t population = 0;
    std::map<std::string, double, std::less<>> shares;  ///< share_age0, share_age65p …
};

/// Every table of data/rules the program reads, checked against each other.
struct Rules {
    std::vector<Metric> metrics;
    std::vector<ResponsePlan> plans;
    std::vector<ThresholdRule> thresholds;
    std::vector<Item> items;
    std::vector<QuotaRule> quotas;
    std::vector<NeedsParameter> parameters;
    std::vector<Substitute> substitutes;
    std::vector<NeedDeadline> deadlines;
    std::vector<DeprivationStep> growth;
    std::vector<ReserveFloor> floors;
    std::vector<SupplyTier> tiers;
    std::vector<VehicleClass> vehicles;
    std::vector<DepotHandling> handling;
    std::vector<CensusRow> census;

    [[nodiscard]] const Metric* metric(std::string_view id) const;
    [[nodiscard]] const ResponsePlan* plan(std::string_view id) const;
    [[nodiscard]] const Item* item(std::string_view id) const;
    [[nodiscard]] const VehicleClass* vehicle(std::string_view id) const;
    [[nodiscard]] const SupplyTier* tier(std::string_view id) const;
    [[nodiscard]] const NeedDeadline* deadline(std::string_view need) const;
};

/// Reads and checks the tables. bad_input with file, line and column at the first wrong field:
/// a wrong code, a dangling item or plan, an empty number, a key used twice.
[[nodiscard]] Rules load_rules(const DataSource& source);

}  // namespace relief
