// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/desk/desk.h"
#include "tools/desk/plan.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

// The words and numbers that the documents of a plan share, for people who read them: Chinese
// ("zh") or English ("en"). Codes that have no word come back as they are.

/// 1234567 -> "1,234,567".
[[nodiscard]] std::string grouped(std::int64_t value);
/// The same with a fixed number of decimals.
[[nodiscard]] std::string grouped(double value, int decimals);
/// Two decimals of per cent at most, "0.4 %"; "0 %" only for nothing at all.
[[nodiscard]] std::string percent(double share);

/// "07-15 10:00", with the year where it is not the year of `as_of`.
[[nodiscard]] std::string day_and_time(Instant at, Instant as_of);
/// "2017年07月15日 10:00".
[[nodiscard]] std::string long_time_zh(Instant at);
/// "3 h 05 min", in Chinese "3 小时 05 分".
[[nodiscard]] std::string duration_words(int minutes, std::string_view language);

[[nodiscard]] std::string item_name(const Rules& rules, std::string_view item,
                                    std::string_view language);
/// "0.4 吨" without its unit: one decimal, "<0.1" for what would round to nothing.
[[nodiscard]] std::string tonnes(double kg);
/// A place as people outside its prefecture call it: 长春市南关区 for a district.
[[nodiscard]] std::string full_place_name(const Places& places, std::string_view code);
/// A depot or supplier by its id.
[[nodiscard]] std::string origin_name(const Desk& desk, std::string_view id);
[[nodiscard]] std::string vehicle_name(const Rules& rules, std::string_view vehicle_class,
                                       std::string_view language);
[[nodiscard]] std::string tier_name(const Rules& rules, std::string_view tier,
                                    std::string_view language);
[[nodiscard]] std::string hazard_name(std::string_view hazard, std::string_view language);
/// The title of a response plan without the remarks of the rule table.
[[nodiscard]] std::string plan_title_zh(const Rules& rules, std::string_view plan);
/// "紧急转移安置人口 75,000 + 需紧急生活救助人口 — = 75,000 人 ≥ 2,000 → I 级".
[[nodiscard]] std::string level_arithmetic_zh(const Rules& rules, const Scenario& scenario,
                                              const LevelConclusion& level,
                                              const LevelBecause& because);
[[nodiscard]] std::string metric_name_zh(const Rules& rules, std::string_view metric);
/// person -> 人, 10000_CNY -> 万元.
[[nodiscard]] std::string_view metric_unit_zh(std::string_view unit);
[[nodiscard]] std::string road_class_name_zh(std::string_view road_class);

/// stock -> 库存不足.
[[nodiscard]] std::string_view cause_name(std::string_view cause, std::string_view language);

/// The limits that bind a shortage, "车辆不足＋库存不足" where several do together.
[[nodiscard]] std::string limit_words(const Unmet& unmet, std::string_view language);

/// A step of the planning: load -> 读取表册.
[[nodiscard]] std::string_view step_name(std::string_view step, std::string_view language);

/// An aim of the optimiser in words.
struct AimWords {
    std::string name;
    std::string unit;
    std::string keeps;
};
[[nodiscard]] AimWords aim_words(const ObjectiveLevel& level, std::string_view language);
/// A value or bound of an aim with the digits that make sense for it.
[[nodiscard]] std::string aim_value(const ObjectiveLevel& level, double value);

/// "G12 98 km → G202 24 km"; roads of one number in a row are one, less than 2 km counts with the
/// road before.
[[nodiscard]] std::string route_words(const RoadNetwork& network,
                                      const std::vector<std::string>& edges,
                                      std::string_view language);
/// "G12→G202"; "" where no road is driven.
[[nodiscard]] std::string route_numbers(const RoadNetwork& network,
                                        const std::vector<std::string>& edges,
                                        std::string_view language);

/// Whose signature a shipment needs: the level and, for the province, the office of that day.
[[nodiscard]] std::string signer_zh(const Desk& desk, const PlanRun& run, const Shipment& shipment);

/// A lot as it can be told apart inside its depot and item: "2" of "JL-P-001-QUILT-2".
[[nodiscard]] std::string short_lot(const Shipment& shipment, const ShipmentLine& line);

/// True for goods that are eaten or used up; the others come back.
[[nodiscard]] bool is_consumable(const Rules& rules, std::string_view item);

}  // namespace relief
