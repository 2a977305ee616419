// SPDX-License-Identifier: Apache-2.0
#include "gis/assessment/day_population.h"

#include "core/error.h"

#include <fmt/format.h>

#include <array>
#include <chrono>

namespace relief {
namespace {

/// Shares at one kind of place of those without work, in industry, in services, in agriculture.
struct Shares {
    double idle = 0;
    double industry = 0;
    double services = 0;
    double agriculture = 0;
};

struct Split {
    Shares residential;
    Shares non_residential;
    Shares outdoor;
};

/// By settlement, then day, transit, night.
constexpr std::array<std::array<Split, 3>, 2> splits{
    {{{{{0.40, 0.01, 0.01, 0.01}, {0.25, 0.89, 0.89, 0.34}, {0.35, 0.10, 0.10, 0.65}},
       {{0.75, 0.20, 0.25, 0.45}, {0, 0.25, 0.25, 0.01}, {0.25, 0.55, 0.50, 0.54}},
       {{0.999, 0.84, 0.89, 0.998}, {0, 0.15, 0.10, 0.001}, {0.001, 0.01, 0.01, 0.001}}}},
     {{{{0.40, 0.05, 0.05, 0.01}, {0.25, 0.85, 0.85, 0.04}, {0.35, 0.10, 0.10, 0.95}},
       {{0.80, 0.10, 0.15, 0.65}, {0, 0.20, 0.20, 0.01}, {0.20, 0.70, 0.65, 0.34}},
       {{0.999, 0.89, 0.89, 0.998}, {0, 0.10, 0.10, 0.001}, {0.001, 0.01, 0.01, 0.001}}}}}};

double share_of(const Shares& shares, const Workforce& workforce) {
    return shares.idle * (1 - workforce.share) +
           workforce.share *
               (shares.industry * workforce.industry + shares.services * workforce.services +
                shares.agriculture * workforce.agriculture);
}

DayTime time_of(int hour) {
    constexpr int morning = 6;
    constexpr int day = 10;
    constexpr int evening = 17;
    constexpr int night = 22;
    if (hour < morning || hour >= night) {
        return DayTime::night;
    }
    return hour >= day && hour < evening ? DayTime::day : DayTime::transit;
}

}  // namespace

std::string_view day_time_name(DayTime time) {
    constexpr std::array<std::string_view, 3> names{"day", "transit", "night"};
    return names[static_cast<std::size_t>(time)];
}

SolarTime solar_time(Instant at, double longitude) {
    constexpr double degrees_max = 180;
    constexpr double seconds_a_degree = 240;
    if (!(longitude >= -degrees_max && longitude <= degrees_max)) {
        throw bad_input({.code = "argument.range",
                         .message = "the longitude is not on the Earth",
                         .field = "longitude",
                         .found = fmt::format("{}", longitude),
                         .expected = "-180 to 180"});
    }
    const auto local =
        at + std::chrono::seconds{static_cast<std::int64_t>(longitude * seconds_a_degree)};
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const auto hour = std::chrono::floor<std::chrono::hours>(local - day).count();
    return {.time = time_of(static_cast<int>(hour)),
            .year = static_cast<int>(std::chrono::year_month_day(day).year()),
            .hour = static_cast<int>(hour)};
}

PeopleByPlace people_by_place(double people, const Workforce& workforce, DayTime time,
                              Settlement settlement) {
    const Split& split =
        splits[static_cast<std::size_t>(settlement)][static_cast<std::size_t>(time)];
    return {.residential = people * share_of(split.residential, workforce),
            .non_residential = people * share_of(split.non_residential, workforce),
            .outdoor = people * share_of(split.outdoor, workforce)};
}

}  // namespace relief
