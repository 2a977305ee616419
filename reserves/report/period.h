// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"
#include "core/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace relief {

// What came and went between two days, by item: the ten-day bulletin and the yearly report. A
// function of the books by the days things happened. Amounts are in 10^-decimals of the unit.

/// One item. opening + bought + from_upper + donated + returned - out - scrapped + corrected +
/// other = closing. Goods on the road or on loan are stock until they are somebody else's.
struct PeriodRow {
    std::string item;
    std::int64_t opening = 0;  ///< at 00:00 of the first day, and what the books were opened with
    std::int64_t bought = 0;
    std::int64_t from_upper = 0;  ///< from above; of one site whatever other sites sent it
    std::int64_t donated = 0;
    std::int64_t returned = 0;  ///< given out before
    std::int64_t out = 0;       ///< given out; of one site whatever it sent to others
    std::int64_t scrapped = 0;
    std::int64_t corrected = 0;  ///< found less lost
    std::int64_t other = 0;      ///< kits, swaps, borrowed, compensated
    std::int64_t closing = 0;    ///< at the end of the last day
    std::int64_t outside = 0;    ///< of it on the road or on loan
    bool opened = false;         ///< the books of it were opened in these days

    [[nodiscard]] std::int64_t in() const;    ///< all that added to it
    [[nodiscard]] std::int64_t gone() const;  ///< all that took from it
};

/// By item; what was nothing throughout has no row. `site`: of what lies there alone.
[[nodiscard]] std::vector<PeriodRow> period_rows(Database& books, Date first, Date last,
                                                 const std::optional<std::string>& site = {});

/// The days a report is about.
struct Period {
    Date first;
    Date last;
};
/// The ten days (旬: to the 10th, the 20th, the end of the month) a day lies in, up to it. The day
/// after such an end asks for those that ended.
[[nodiscard]] Period ten_days_of(Date day);
/// The year up to a day; in January the year before, which is due by the tenth.
[[nodiscard]] Period year_up_to(Date day);

}  // namespace relief
