// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/incident/field_report.h"
#include "core/places.h"
#include "core/rules.h"

#include <optional>
#include <string>
#include <vector>

namespace relief {

/// A metric of one unit: what it told itself beside what the units below it come to. A unit that
/// told nothing is named and counts for nothing, which is not zero.
struct RolledFigure {
    std::string metric;
    std::optional<Quantity> own;       ///< of its own reports, by the metric's rule
    std::string own_report;            ///< label
    std::optional<Quantity> below;     ///< sum over the units below; empty where none told anything
    std::string arithmetic;            ///< "220221: 75000 + 220281: — = 75000"
    std::vector<std::string> missing;  ///< units directly below that told nothing of this metric
    /// What goes up: its own figure, else the sum from below.
    std::optional<Quantity> value;
    /// Made from below with a unit missing there: the true value may be higher.
    bool lower_bound = false;
};

struct RolledUnit {
    std::string unit;
    bool reported = false;            ///< it sent a report of its own
    std::vector<std::string> silent;  ///< units directly below from which nothing came at all
    std::vector<RolledFigure> figures;
    std::vector<RolledUnit> below;
};

/// Rolls standing reports up the divisions to `root`. `expected` are the units that are to report;
/// of a county where any township reported every township is. Rules of metrics.csv: `sum` adds the
/// last figure of each unit, `max_per_unit_then_sum` the highest each ever told, `ratio` is never
/// added up. Reports of several events stand out.
[[nodiscard]] RolledUnit roll_up(const std::vector<const FieldReport*>& standing,
                                 const Rules& rules, const Places& places, const std::string& root,
                                 const std::vector<std::string>& expected);

/// The unit of a code in a tree; nullptr where it is not in it.
[[nodiscard]] const RolledUnit* find_unit(const RolledUnit& tree, std::string_view unit);

}  // namespace relief
