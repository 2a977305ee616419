// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/incident/field_report.h"
#include "core/places.h"
#include "core/rules.h"

#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// What is wrong in a file of reports, line by line.
struct LineFault {
    int line = 0;  ///< of the file, the header counted; of JSON the report, from 1
    std::string field;
    std::string found;
    std::string expected;
};

/// A file as it was read. With a fault nothing of it may be taken.
struct ReportFile {
    std::vector<FieldReport> reports;  ///< in the order of the file
    std::vector<LineFault> faults;
};

/// What a file need not say itself.
struct ReportDefaults {
    Instant received_at;  ///< where no row tells it; nothing may have been received later
    Instant event_start;
    std::string reporter;
};

/// Reads csv, xlsx, xls or JSON of reports.
///
/// A sheet has a heading row with the unit's code or name and either the columns `metric` and
/// `value` (a row a figure: reports.csv of a scenario) or a column a metric, by its id or its
/// Chinese name, its unit in brackets behind it (a row a report: 受灾人口(万人)). Further columns:
/// report_id, kind, stat_time, received_at or published, reporter, unit, exactness, source, flag,
/// note, explanation, corrects, drill, in English or Chinese. An empty cell is not told.
///
/// JSON: {"reports": [{"unit": …, "stat_time": …, "figures": {"affected": 513000 or "51.3万"}}]}.
///
/// Every wrong line is named in `faults`. bad_input: what read_workbook refuses; report.columns
/// where no row is a heading; json.syntax, json.field where the JSON holds no list of reports.
[[nodiscard]] ReportFile read_report_file(std::string_view bytes, const std::string& file,
                                          const Rules& rules, const Places& places,
                                          const ReportDefaults& defaults);

/// bad_input report.lines naming every fault where there is one, or report.nothing where the file
/// holds no report.
void require_whole(const ReportFile& read, const std::string& file);

/// A word of a drill in a report's own words: 演练, 演习, drill.
[[nodiscard]] bool speaks_of_drill(std::string_view words);

}  // namespace relief
