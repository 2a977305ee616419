// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/incident/aid_money.h"
#include "core/incident/report_table.h"
#include "tools/desk/field_reports.h"

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// A statutory table of an event's reports.
struct TableRun {
    ChosenForm chosen;  ///< of the desk's forms
    RolledUnit tree;
    ReportTable table;
};

/// The form of the event's day, or the one named, filled up to a unit ("" is the one that keeps
/// the event). bad_input form.unknown, place.unknown.
[[nodiscard]] TableRun fill_report_table(const ReportsDesk& desk, const std::string& unit,
                                         const std::string& form);

/// relief.report_table/1.
[[nodiscard]] std::string report_table_json(const ReportsDesk& desk, const TableRun& run);
[[nodiscard]] std::string report_table_text(const ReportsDesk& desk, const TableRun& run,
                                            std::string_view language, bool explain);
/// Three sheets: the form of the unit, the same by units with totals, what to know of it. The form
/// is Chinese, as it goes to the national system. file.write where it cannot be written.
void write_report_table(const ReportsDesk& desk, const TableRun& run,
                        const std::filesystem::path& file);

/// What each unit is entitled to by the rates; `only` as for aid_of_units.
struct MoneyRun {
    std::vector<AidOfUnit> units;
};
[[nodiscard]] MoneyRun reckon_money(const ReportsDesk& desk, const std::string& unit,
                                    const std::set<std::string>& only);

/// relief.aid_money/1.
[[nodiscard]] std::string money_json(const ReportsDesk& desk, const MoneyRun& run);
[[nodiscard]] std::string money_text(const ReportsDesk& desk, const MoneyRun& run,
                                     std::string_view language, bool explain);

}  // namespace relief
