// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/incident/field_report.h"
#include "core/places.h"
#include "core/rules.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// A check of the catalogue, by the name it has in documents.
struct CheckName {
    std::string_view id;
    std::string_view zh;
    std::string_view en;
};

[[nodiscard]] std::span<const CheckName> check_names();
/// The words of a check; its id where it has none.
[[nodiscard]] std::string_view check_words(std::string_view id, std::string_view language);

/// One check of one or two reports.
struct ReportFinding {
    std::string check;
    CheckVerdict verdict = CheckVerdict::pass;
    std::string unit;
    std::string metric;                ///< "" where it is about no single one
    std::vector<std::string> reports;  ///< labels, the earlier first
    std::string arithmetic;
};

/// Each report by itself: the figures of one paper against each other, the people of the unit and
/// the land of the province.
[[nodiscard]] std::vector<ReportFinding> review_each(const std::vector<const FieldReport*>& reports,
                                                     const Places& places,
                                                     const ReportLimits& limits);

/// Reports beside each other: figures that fell or leapt without a written reason, two offices or
/// two definitions on one day, units below that do not add up, times out of order. `reports` as
/// standing_reports gives them.
[[nodiscard]] std::vector<ReportFinding> review_series(
    const std::vector<const FieldReport*>& reports, const Rules& rules, const Places& places,
    const ReportLimits& limits);

/// The chain of kinds of each unit, of all that was received, also what was corrected since. The
/// event was re-opened at each of `reopened`. Reports whose kind nobody told are not judged.
[[nodiscard]] std::vector<ReportFinding> review_kinds(
    const std::vector<const FieldReport*>& received, const std::vector<Instant>& reopened = {});

/// One metric written in 万 or 亿 in some rows of a file and singly in others: told, for one of
/// them is often a slip.
[[nodiscard]] std::vector<ReportFinding> review_multipliers(
    const std::vector<FieldReport>& reports);

/// How many findings have a verdict.
[[nodiscard]] int count_of(const std::vector<ReportFinding>& findings, CheckVerdict verdict);

/// True for figures that only grow while one event goes on.
[[nodiscard]] bool only_grows(std::string_view metric);

}  // namespace relief
