// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace relief {

/// An instant: whole seconds of UTC. Shown in Beijing time.
using Instant = std::chrono::sys_seconds;
/// A calendar date (production, expiry, validity): no zone, no clock.
using Date = std::chrono::sys_days;
using Minutes = std::chrono::minutes;

/// How the store keeps moments and days: whole seconds and whole days since 1970.
[[nodiscard]] constexpr std::int64_t seconds_of(Instant at) {
    return std::int64_t{at.time_since_epoch().count()};
}
[[nodiscard]] constexpr Instant instant_of(std::int64_t seconds) {
    return Instant{std::chrono::seconds{seconds}};
}
[[nodiscard]] constexpr std::int64_t day_number(Date date) {
    return std::int64_t{date.time_since_epoch().count()};
}
[[nodiscard]] constexpr Date date_of(std::int64_t day) {
    return Date{std::chrono::days{day}};
}
[[nodiscard]] constexpr int year_of(Date date) {
    return static_cast<int>(std::chrono::year_month_day{date}.year());
}

/// Asia/Shanghai. China keeps no summer time since 1991; the clocks of 1986-1991 ran an hour
/// ahead in summer, so an instant of those summers is shown an hour early. No event is that old.
inline constexpr std::chrono::hours beijing_offset{8};

/// The only source of "now"; main() has the real one, tests and drills a set one.
class Clock {
  public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() const = 0;
};

/// A clock that stands still.
class FixedClock final : public Clock {
  public:
    explicit FixedClock(Instant at) : at_(at) {}
    [[nodiscard]] Instant now() const override { return at_; }

  private:
    Instant at_;
};

/// "2017-07-14", "2017-07-14T12:00", "2017-07-14T12:00:30", the same with "Z" or "+08:00".
/// Without an offset it is Beijing time; a date alone is its 00:00. "24:00" is the next day's
/// 00:00. nullopt where it is not a time or not a date of the calendar.
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text);

/// True where parse_instant would find a time of day in it and not a date alone.
[[nodiscard]] bool has_time_of_day(std::string_view text);

/// "2017-06-01". nullopt where it is not a date of the calendar.
[[nodiscard]] std::optional<Date> parse_date(std::string_view text);

/// "2017-07-14T12:00+08:00", with ":SS" only where the seconds are not zero.
[[nodiscard]] std::string format_instant(Instant at);

/// "07-14 12:00" in Beijing time, for tables on paper and screen.
[[nodiscard]] std::string format_short(Instant at);

/// "2017-06-01".
[[nodiscard]] std::string format_date(Date date);

/// The Beijing calendar date of an instant.
[[nodiscard]] Date beijing_date(Instant at);

/// 00:00 Beijing time of a date.
[[nodiscard]] Instant beijing_midnight(Date date);

}  // namespace relief
