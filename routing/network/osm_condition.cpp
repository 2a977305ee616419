// SPDX-License-Identifier: Apache-2.0
#include "routing/network/osm_condition.h"

#include "routing/network/osm_access.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace relief {
namespace {

constexpr std::uint8_t cars = 1;
constexpr std::uint8_t lorries = 2;
constexpr std::string_view conditional = ":conditional";

std::string_view without_spaces(std::string_view text) {
    while (text.starts_with(' ')) {
        text.remove_prefix(1);
    }
    while (text.ends_with(' ')) {
        text.remove_suffix(1);
    }
    return text;
}

/// Parts between separators that stand outside brackets.
std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    std::size_t start = 0;
    int depth = 0;
    for (std::size_t at = 0; at <= text.size(); ++at) {
        if (at == text.size() || (text[at] == separator && depth == 0)) {
            parts.push_back(without_spaces(text.substr(start, at - start)));
            start = at + 1;
        } else if (text[at] == '(') {
            ++depth;
        } else if (text[at] == ')') {
            --depth;
        }
    }
    return parts;
}

/// Minutes of "07:30" or "24:00".
std::optional<std::uint16_t> read_clock(std::string_view text) {
    const auto digit = [&](std::size_t at) { return text[at] - '0'; };
    const std::size_t colon = text.find(':');
    if ((colon != 1 && colon != 2) || text.size() != colon + 3) {
        return std::nullopt;
    }
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (at != colon && (text[at] < '0' || text[at] > '9')) {
            return std::nullopt;
        }
    }
    const int hours = colon == 1 ? digit(0) : digit(0) * 10 + digit(1);
    const int minutes = digit(colon + 1) * 10 + digit(colon + 2);
    if (minutes > 59 || hours * 60 + minutes > 1440) {
        return std::nullopt;
    }
    return static_cast<std::uint16_t>(hours * 60 + minutes);
}

std::optional<unsigned> read_day(std::string_view text) {
    constexpr std::array<std::string_view, 7> days{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};
    const auto* const found = std::ranges::find(days, text);
    return found == days.end() ? std::nullopt
                               : std::optional(static_cast<unsigned>(found - days.begin()));
}

/// "Mo-Fr", "Mo,We", "Sa-Mo": bits.
std::optional<std::uint8_t> read_days(std::string_view text) {
    unsigned bits = 0;
    for (const std::string_view part : split(text, ',')) {
        const std::size_t dash = part.find('-');
        const auto first = read_day(part.substr(0, dash));
        const auto last = dash == std::string_view::npos ? first : read_day(part.substr(dash + 1));
        if (!first || !last) {
            return std::nullopt;
        }
        for (unsigned day = *first;; day = (day + 1) % 7) {
            bits |= 1U << day;
            if (day == *last) {
                break;
            }
        }
    }
    return static_cast<std::uint8_t>(bits);
}

/// "Mo-Fr 07:00-09:00,16:00-18:00", the days or the hours alone.
bool add_windows(std::string_view text, StreetAccess access, std::vector<OsmWindow>& windows) {
    OsmWindow window{.access = access, .from_minute = 0, .to_minute = 1440};
    std::string_view hours = text;
    if (text.empty()) {
        return false;
    }
    if (text.front() >= 'A') {
        const std::size_t blank = std::min(text.find(' '), text.size());
        const auto days = read_days(text.substr(0, blank));
        if (!days) {
            return false;
        }
        window.weekdays = *days;
        hours = without_spaces(text.substr(blank));
        if (hours.empty()) {
            windows.push_back(window);
            return true;
        }
    }
    for (const std::string_view span : split(hours, ',')) {
        const std::size_t dash = span.find('-');
        if (dash == std::string_view::npos) {
            return false;
        }
        const auto from = read_clock(without_spaces(span.substr(0, dash)));
        const auto to = read_clock(without_spaces(span.substr(dash + 1)));
        if (!from || !to || *from == 1440) {
            return false;
        }
        window.from_minute = *from;
        window.to_minute = *to;
        windows.push_back(window);
    }
    return true;
}

/// Which vehicles an access key with ":conditional" speaks of; 0 for another key.
std::uint8_t vehicles_of(std::string_view key) {
    if (key == "access" || key == "vehicle" || key == "motor_vehicle") {
        return cars | lorries;
    }
    if (key == "hgv") {
        return lorries;
    }
    return key == "motorcar" ? cars : 0;
}

/// Keys whose conditions a driver has to know though they are no access.
bool concerns_vehicles(std::string_view key) {
    constexpr std::array<std::string_view, 3> exact{"oneway", "maxspeed", "goods"};
    constexpr std::array<std::string_view, 6> starts{"maxweight", "maxheight",   "maxwidth",
                                                     "maxlength", "maxaxleload", "oneway:"};
    constexpr std::array<std::string_view, 5> vehicles{
        "hgv:", "motor_vehicle:", "vehicle:", "access:", "maxspeed:"};
    const auto begins = [key](std::string_view start) { return key.starts_with(start); };
    return std::ranges::find(exact, key) != exact.end() || std::ranges::any_of(starts, begins) ||
           std::ranges::any_of(vehicles, begins);
}

}  // namespace

std::vector<OsmWindow> read_windows(std::string_view value) {
    std::vector<OsmWindow> windows;
    for (const std::string_view clause : split(value, ';')) {
        const std::size_t at = clause.find('@');
        const auto access = read_access(without_spaces(clause.substr(0, at)));
        if (at == std::string_view::npos || !access || *access == StreetAccess::other_word) {
            return {};
        }
        std::string_view when = without_spaces(clause.substr(at + 1));
        if (when.starts_with('(') && when.ends_with(')')) {
            when = without_spaces(when.substr(1, when.size() - 2));
        }
        for (const std::string_view part : split(when, ';')) {
            if (!add_windows(part, *access, windows)) {
                return {};
            }
        }
    }
    return windows;
}

std::vector<OsmCondition> read_conditions(const OsmTags& tags) {
    std::vector<OsmCondition> answer;
    for (const OsmTag& tag : tags) {
        if (!tag.key.ends_with(conditional)) {
            continue;
        }
        const std::string_view key = tag.key.substr(0, tag.key.size() - conditional.size());
        const std::uint8_t vehicles = vehicles_of(key);
        if (vehicles == 0 && !concerns_vehicles(key)) {
            continue;
        }
        const std::vector<OsmWindow> windows =
            vehicles == 0 ? std::vector<OsmWindow>{} : read_windows(tag.value);
        for (const OsmWindow& window : windows) {
            answer.push_back({{.from_minute = window.from_minute,
                               .to_minute = window.to_minute,
                               .weekdays = window.weekdays,
                               .access = window.access,
                               .vehicles = vehicles,
                               .is_plain = 1},
                              tag});
        }
        if (windows.empty()) {
            const std::uint8_t concerned = vehicles == 0 ? cars | lorries : vehicles;
            answer.push_back({{.vehicles = concerned}, tag});
        }
    }
    return answer;
}

}  // namespace relief
