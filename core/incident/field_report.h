// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/incident/incident.h"
#include "core/incident/report_checks.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// One metric of a field report, in the metric's unit, with what was written.
struct FieldFigure {
    std::string metric;
    Quantity value{0, figure_decimals};
    Bound bound = Bound::exact;
    std::string exactness = "exact";  ///< exact, rounded, derived
    std::string words;                ///< as it was written: "2.58万间"
    std::string multiplier;           ///< see WordedFigure; not kept in the books
    bool doubled = false;             ///< likewise
    int line = 0;

    [[nodiscard]] bool approximate() const { return bound != Bound::exact || exactness != "exact"; }
};

/// A report of one unit as it was received. A metric without a figure was not told: not a zero.
struct FieldReport {
    std::int64_t id = 0;  ///< in the books; 0 elsewhere
    std::string label;    ///< its own number: "R3", "220221-2"
    std::string unit;     ///< present code
    std::optional<ReportKind> kind;
    Instant stat_time;    ///< figures as of
    Instant received_at;  ///< from when it counts
    std::string reporter;
    std::string source;
    Flag flag = Flag::read;
    std::string note;
    std::optional<Date> counts_since;       ///< see Report: several events, never one
    std::string corrects;                   ///< label of the report it stands for, "" where none
    std::vector<std::string> explanations;  ///< written reasons of falls and jumps
    bool drill = false;
    std::vector<FieldFigure> figures;
    int line = 0;

    [[nodiscard]] const FieldFigure* figure(std::string_view metric) const;
    [[nodiscard]] bool explained() const { return !explanations.empty(); }
};

/// A published report of a scenario as a field report: its kind is not told.
[[nodiscard]] FieldReport field_report_of(const Report& report);
[[nodiscard]] std::vector<FieldReport> field_reports_of(const Scenario& scenario);
/// The reverse, for the response levels and needs.
[[nodiscard]] Report report_of(const FieldReport& report, const Places& places);

/// The reports received by a moment, without those that a correction received by then stands for;
/// by stat_time, then received_at, then label.
[[nodiscard]] std::vector<const FieldReport*> standing_reports(
    const std::vector<FieldReport>& reports, Instant at);

/// The last figure of a metric a unit has told in standing reports, and the report it is of;
/// several events counted together stand out. nullptr where nobody told it.
struct StandingFigure {
    const FieldReport* report = nullptr;
    const FieldFigure* figure = nullptr;
};
[[nodiscard]] std::optional<StandingFigure> standing_figure(
    const std::vector<const FieldReport*>& standing, std::string_view unit,
    std::string_view metric);

}  // namespace relief
