// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/time.h"

#include <string_view>

namespace relief {

/// What people do at an hour of the sun, by PAGER's semi-empirical model.
enum class DayTime {
    day,      ///< 10:00 to 16:59
    transit,  ///< 06:00 to 09:59 and 17:00 to 21:59
    night     ///< 22:00 to 05:59
};
[[nodiscard]] std::string_view day_time_name(DayTime time);

struct SolarTime {
    DayTime time = DayTime::day;
    int year = 0;  ///< of the place, by the sun: it may differ from UTC's
    int hour = 0;  ///< 0 to 23
};

/// By the sun: 15 degrees of longitude are an hour. bad_input (argument.range) for a longitude
/// outside -180 to 180.
[[nodiscard]] SolarTime solar_time(Instant at, double longitude);

/// The working people of a country: a share of all, and of these the shares by trade.
struct Workforce {
    double share = 0;
    double agriculture = 0;
    double industry = 0;
    double services = 0;
};

enum class Settlement { urban, rural };

/// Where people are.
struct PeopleByPlace {
    double residential = 0;
    double non_residential = 0;
    double outdoor = 0;
};

/// PAGER's split (Jaiswal and Wald 2010; shares as in usgs/pager). Its night loses a thousandth of
/// those in industry at most; nothing is added to make it whole.
[[nodiscard]] PeopleByPlace people_by_place(double people, const Workforce& workforce, DayTime time,
                                            Settlement settlement);

}  // namespace relief
