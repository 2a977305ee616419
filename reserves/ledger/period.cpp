// SPDX-License-Identifier: Apache-2.0
#include "reserves/ledger/period.h"

#include "core/error.h"

namespace relief {

std::vector<ClosedPeriod> closed_periods(Database& database) {
    Statement select = database.prepare("SELECT last_day, actor FROM period_close ORDER BY id");
    std::vector<ClosedPeriod> periods;
    while (select.step()) {
        periods.push_back(
            {.last_day = Date{std::chrono::days{select.integer(0)}}, .actor = select.text(1)});
    }
    return periods;
}

std::optional<Date> first_open_day(Database& database) {
    Statement select = database.prepare("SELECT max(last_day) FROM period_close");
    if (!select.step() || select.is_null(0)) {
        return std::nullopt;
    }
    return Date{std::chrono::days{select.integer(0) + 1}};
}

void close_period(Change& change, Date last_day) {
    const std::optional<Date> open = first_open_day(change.database());
    const Date today = beijing_date(change.request().recorded_at);
    const bool is_closed = open && last_day < *open;
    if (is_closed || last_day >= today) {
        throw refused({.code = "ledger.closed",
                       .message = is_closed ? "the day is closed already" : "the day is not over",
                       .field = "last day",
                       .found = format_date(last_day),
                       .expected = is_closed ? format_date(*open) + " or later"
                                             : "a day before " + format_date(today)});
    }
    change.insert("period_close",
                  {{"last_day", day_number(last_day)}, {"actor", change.request().actor}});
}

}  // namespace relief
