// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/incident/report_rollup.h"
#include "core/places.h"
#include "core/rules.h"
#include "core/time.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// A row of a statutory form. `metric` is "" where reports tell no such figure: the row stays
/// blank.
struct StatutoryField {
    int position = 1;
    std::string name;
    std::string unit;  ///< 人, 户, 间, 公顷, 万元 …
    std::string metric;
    Source source;
    std::string note;
};

/// rules/report_forms.csv with rules/report_table_fields.csv: a statutory table of losses.
struct ReportForm {
    std::string id;
    std::string title;
    std::string document;
    Date valid_from;
    std::optional<Date> valid_to;  ///< exclusive
    bool by_date = true;           ///< false: only where it is asked for by name
    Source source;
    std::string note;
    std::vector<StatutoryField> fields;
};

/// bad_input with place at the first wrong field: a metric there is none of, a position that is not
/// the next, a form without a row.
[[nodiscard]] std::vector<ReportForm> load_report_forms(const DataSource& source,
                                                        const Rules& rules);

/// The form in force on the day an event began; before the first one that.
struct ChosenForm {
    const ReportForm* form = nullptr;
    bool before_first = false;  ///< the edition of that time was not read: the first known one
};
/// With `id` the one of that name. bad_input form.unknown where there is none.
[[nodiscard]] ChosenForm choose_form(const std::vector<ReportForm>& forms, Date event_began,
                                     std::string_view id = {});

/// A figure of a unit on the form.
struct TableFigure {
    std::optional<Quantity> value;  ///< what stands in the table
    bool own = false;               ///< its own report, else the sum from below
    std::string report;             ///< label of its own report
    bool lower_bound = false;       ///< a unit below told nothing
};

/// A unit's line, or what a unit told beyond the units below it.
struct TableRow {
    std::string unit;
    int depth = 0;
    /// Of `unit`: its own figures less the sum of the units below, where that is not nothing. Below
    /// zero the units below come to more than the unit itself: somebody must say which is right.
    bool remainder = false;
    std::vector<TableFigure> figures;  ///< by the form's fields
};

/// The form filled from a rolled tree: the root first, below each unit its own units, and after
/// them its remainder, so that every total is the sum of what stands right below it.
struct ReportTable {
    const ReportForm* form = nullptr;
    std::vector<TableRow> rows;
    /// Metrics that reports told and the form has no row for, with their figure of the root.
    std::vector<std::pair<std::string, Quantity>> beside;
    /// Units and fields where the units below come to more than the unit.
    std::vector<std::string> disagreements;
};

[[nodiscard]] ReportTable fill_table(const ReportForm& form, const RolledUnit& tree,
                                     const Rules& rules);

}  // namespace relief
