// SPDX-License-Identifier: Apache-2.0
#include "core/work_days.h"

#include "core/table/csv.h"

#include <algorithm>

namespace relief {

WorkDays::WorkDays(const DataSource& source) {
    constexpr std::string_view name = "rules/work_days.csv";
    const CsvTable table(source.read(name), source.shown_name(name),
                         {"from", "to", "kind", "occasion", "source", "flag"});
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        const Date from = row.date("from");
        const Date to = row.date("to");
        if (to < from || to - from > std::chrono::days{31}) {
            throw row.error("csv.range", "to", "the days of a row run from the first to the last",
                            "a day from " + format_date(from) + " on, within a month");
        }
        const bool holiday = row.one_of("kind", {"holiday", "worked"}) == "holiday";
        for (Date day = from; day <= to; day += std::chrono::days{1}) {
            (holiday ? holidays_ : worked_).insert(day);
        }
    }
}

bool WorkDays::is_worked(Date date) const {
    const std::chrono::weekday day{date};
    const bool weekend = day == std::chrono::Saturday || day == std::chrono::Sunday;
    return worked_.contains(date) || (!weekend && !holidays_.contains(date));
}

Date WorkDays::after(Date from, int work_days) const {
    Date date = from;
    for (int left = work_days; left > 0;) {
        date += std::chrono::days{1};
        left -= is_worked(date) ? 1 : 0;
    }
    return date;
}

bool WorkDays::knows_year(int year) const {
    return std::any_of(holidays_.begin(), holidays_.end(),
                       [&](Date date) { return year_of(date) == year; });
}

}  // namespace relief
