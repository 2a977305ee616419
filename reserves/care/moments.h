// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/time.h"

#include <chrono>
#include <cstdint>

namespace relief {

/// How the tables keep moments and days: whole seconds and whole days since 1970.
inline std::int64_t seconds_of(Instant at) {
    return std::int64_t{at.time_since_epoch().count()};
}
inline Instant instant_of(std::int64_t seconds) {
    return Instant{std::chrono::seconds{seconds}};
}
inline std::int64_t day_number(Date date) {
    return std::int64_t{date.time_since_epoch().count()};
}
inline Date date_of(std::int64_t day) {
    return Date{std::chrono::days{day}};
}
inline int year_of(Date date) {
    return static_cast<int>(std::chrono::year_month_day{date}.year());
}

}  // namespace relief
