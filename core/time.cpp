// SPDX-License-Identifier: Apache-2.0
#include "core/time.h"

#include <charconv>

#include <fmt/format.h>

namespace relief {
namespace {

/// Reads exactly `digits` decimal digits from the front of `text` and takes them off.
std::optional<int> take_digits(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) {
        return std::nullopt;
    }
    int value = 0;
    const char* end = text.data() + digits;
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stop != end || text.front() == '-') {
        return std::nullopt;
    }
    text.remove_prefix(digits);
    return value;
}

bool take_char(std::string_view& text, char wanted) {
    if (text.empty() || text.front() != wanted) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

std::optional<Date> take_date(std::string_view& text) {
    const auto year = take_digits(text, 4);
    if (!year || !take_char(text, '-')) {
        return std::nullopt;
    }
    const auto month = take_digits(text, 2);
    if (!month || !take_char(text, '-')) {
        return std::nullopt;
    }
    const auto day = take_digits(text, 2);
    if (!day) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) {
        return std::nullopt;
    }
    return Date{date};
}

/// "HH:MM" or "HH:MM:SS", 24:00 allowed.
std::optional<std::chrono::seconds> take_clock(std::string_view& text) {
    const auto hour = take_digits(text, 2);
    if (!hour || !take_char(text, ':')) {
        return std::nullopt;
    }
    const auto minute = take_digits(text, 2);
    if (!minute) {
        return std::nullopt;
    }
    int second = 0;
    if (take_char(text, ':')) {
        const auto read = take_digits(text, 2);
        if (!read) {
            return std::nullopt;
        }
        second = *read;
    }
    const bool end_of_day = *hour == 24 && *minute == 0 && second == 0;
    if ((*hour > 23 && !end_of_day) || *minute > 59 || second > 59) {
        return std::nullopt;
    }
    return std::chrono::hours{*hour} + std::chrono::minutes{*minute} + std::chrono::seconds{second};
}

/// "", "Z", "+08:00": how far the clock is ahead of UTC.
std::optional<std::chrono::seconds> take_offset(std::string_view& text) {
    if (text.empty()) {
        return beijing_offset;
    }
    if (take_char(text, 'Z')) {
        return std::chrono::seconds{0};
    }
    const bool ahead = text.front() == '+';
    if (!ahead && text.front() != '-') {
        return std::nullopt;
    }
    text.remove_prefix(1);
    const auto offset = take_clock(text);
    if (!offset) {
        return std::nullopt;
    }
    return ahead ? *offset : -*offset;
}

}  // namespace

std::optional<Instant> parse_instant(std::string_view text) {
    const auto date = take_date(text);
    if (!date) {
        return std::nullopt;
    }
    std::chrono::seconds clock{0};
    if (!text.empty()) {
        if (!take_char(text, 'T') && !take_char(text, ' ')) {
            return std::nullopt;
        }
        const auto read = take_clock(text);
        if (!read) {
            return std::nullopt;
        }
        clock = *read;
    }
    const auto offset = take_offset(text);
    if (!offset || !text.empty()) {
        return std::nullopt;
    }
    return Instant{*date} + clock - *offset;
}

bool has_time_of_day(std::string_view text) {
    return text.size() > 10;
}

std::optional<Date> parse_date(std::string_view text) {
    const auto date = take_date(text);
    return text.empty() ? date : std::nullopt;
}

std::string format_instant(Instant at) {
    const Instant local = at + beijing_offset;
    const Date date = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::hh_mm_ss clock{local - date};
    std::string text = fmt::format("{}T{:02}:{:02}", format_date(date), clock.hours().count(),
                                   clock.minutes().count());
    if (clock.seconds().count() != 0) {
        text += fmt::format(":{:02}", clock.seconds().count());
    }
    return text + "+08:00";
}

std::string format_short(Instant at) {
    const Instant local = at + beijing_offset;
    const Date day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{local - day};
    return fmt::format("{:02}-{:02} {:02}:{:02}", static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()), clock.hours().count(),
                       clock.minutes().count());
}

std::string format_date(Date date) {
    const std::chrono::year_month_day day{date};
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                       static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

Date beijing_date(Instant at) {
    return std::chrono::floor<std::chrono::days>(at + beijing_offset);
}

Instant beijing_midnight(Date date) {
    return Instant{date} - beijing_offset;
}

}  // namespace relief
