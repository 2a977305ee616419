// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/incident/figure_words.h"
#include "core/quantity.h"
#include "core/time.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

class DataSource;

/// What a check comes to. Only `fail` says that something is wrong; a jump may be true and needs a
/// written word, two definitions stand side by side, and what is missing is not zero.
enum class CheckVerdict : std::uint8_t { pass, fail, needs_note, keep_both, missing };

[[nodiscard]] std::string_view to_word(CheckVerdict verdict);

/// One check of one or two figures, with the sum it rests on.
struct CheckResult {
    CheckVerdict verdict = CheckVerdict::pass;
    std::string arithmetic;  ///< "513000 >= 19 + 18 = 37"
};

/// rules/report_limits.csv: what the checks measure against.
struct ReportLimits {
    double rooms_per_household_min = 1;
    double rooms_per_household_max = 15;
    double jump_factor = 10;        ///< more than this in one step needs a note
    double population_slack = 1.2;  ///< people reported, of those who live there
    double correction_share = 0.1;  ///< a correction by more than this share counts at scoring
    double province_farmland_ha = 7'000'000;
    double escalation_hours = 2;  ///< an overdue report goes one unit further up after so long
};

/// bad_input with place at the first wrong field, or where a limit is missing.
[[nodiscard]] ReportLimits load_report_limits(const DataSource& source);

/// The kinds of the chain: one event has an initial report, follow-ups, one final report of a unit;
/// a zero report says that nothing was found; a correction stands for the report it names.
enum class ReportKind : std::uint8_t { initial, follow_up, final, zero, correction };

[[nodiscard]] std::string_view to_word(ReportKind kind);
[[nodiscard]] std::optional<ReportKind> report_kind_of(std::string_view word);

/// A part is not more than its whole: relocated of affected, crops lost of crops touched, collapsed
/// households of collapsed rooms.
[[nodiscard]] CheckResult check_at_most(Quantity part, Quantity whole);
/// The parts together are not more than the whole: dead, missing and injured of affected.
[[nodiscard]] CheckResult check_parts_within(Quantity whole, std::span<const Quantity> parts);
/// The whole is the sum of its parts. `approximate` where any of them was rounded or bounded: a
/// difference then needs a note and is no error.
[[nodiscard]] CheckResult check_sum(Quantity whole, std::span<const Quantity> parts,
                                    bool approximate = false);
/// Rooms of a household lie between the limits. Passes where there is no household.
[[nodiscard]] CheckResult check_rooms_per_household(Quantity rooms, Quantity households,
                                                    const ReportLimits& limits);
/// Not more land than there is, in hectares.
[[nodiscard]] CheckResult check_area(Quantity area, double most);
/// Not more people than live there, with the limit's slack. Passes where nobody knows how many do.
[[nodiscard]] CheckResult check_population(Quantity people, std::int64_t population,
                                           const ReportLimits& limits);
/// A figure that only grows has not fallen; with a written reason it may.
[[nodiscard]] CheckResult check_growth(Quantity before, Quantity after, bool explained);
/// A figure has not grown more than jump_factor times in one step; with a reason it may. From 0
/// it may grow to anything.
[[nodiscard]] CheckResult check_jump(Quantity before, Quantity after, bool explained,
                                     const ReportLimits& limits);
/// Two figures of one day that count different things (collapsed; collapsed and serious), or one
/// thing by two offices: both are kept. Passes where they are of one definition and equal.
[[nodiscard]] CheckResult check_definitions(std::string_view metric, Quantity value,
                                            std::string_view other_metric, Quantity other_value);
/// The units below add up to the unit. More than the unit fails; less fails only where every unit
/// below has reported, else the rest is missing.
[[nodiscard]] CheckResult check_units_sum(Quantity whole, std::span<const Quantity> parts,
                                          bool all_reported = true);
/// A report is there by the time it is due. A zero report is a report.
[[nodiscard]] CheckResult check_daily_report(Instant due, std::optional<Instant> received);
/// initial, then follow-ups, then at most one final: what follows it needs a re-opened event.
/// Zero reports and corrections stand anywhere behind the first.
[[nodiscard]] CheckResult check_kinds(std::span<const ReportKind> kinds);
/// A report's figures are not older than those already received of the unit.
[[nodiscard]] CheckResult check_stat_time(Instant newest_before, Instant stat_time);

}  // namespace relief
