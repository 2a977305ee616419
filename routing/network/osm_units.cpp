// SPDX-License-Identifier: Apache-2.0
#include "routing/network/osm_units.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <initializer_list>
#include <string>

namespace relief {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') {
        text.remove_prefix(1);
    }
    while (!text.empty() && text.back() == ' ') {
        text.remove_suffix(1);
    }
    return text;
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return result;
}

bool is_among(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::ranges::find(words, word) != words.end();
}

/// A figure in front of a text: digits, at most nine, with a point or a comma in them. A comma
/// before exactly three digits may part thousands; `has_thousands` tells.
struct Figure {
    double value = 0;
    double value_of_thousands = 0;  ///< with such a comma left out
    std::string_view rest;          ///< what follows, trimmed
};

std::optional<Figure> take_figure(std::string_view text) {
    constexpr std::size_t digits_max = 9;
    std::size_t at = 0;
    double whole = 0;
    for (; at < text.size() && is_digit(text[at]); ++at) {
        whole = whole * 10 + (text[at] - '0');
    }
    if (at == 0 || at > digits_max) {
        return std::nullopt;
    }
    Figure figure{.value = whole, .value_of_thousands = whole, .rest = {}};
    if (at + 1 < text.size() && (text[at] == '.' || text[at] == ',') && is_digit(text[at + 1])) {
        const bool is_comma = text[at] == ',';
        const std::size_t first = ++at;
        double part = 0;
        double scale = 1;
        for (; at < text.size() && is_digit(text[at]) && at - first < digits_max; ++at) {
            part = part * 10 + (text[at] - '0');
            scale *= 10;
        }
        figure.value = whole + part / scale;
        const bool is_thousands = is_comma && at - first == 3;
        figure.value_of_thousands = is_thousands ? whole * 1000 + part : figure.value;
    }
    figure.rest = trimmed(text.substr(at));
    return figure;
}

/// Rounded down, but for what binary fractions lose.
std::optional<Limit> limit_of(double value, std::int32_t value_max) {
    constexpr double hair = 1e-6;
    return value > value_max ? std::nullopt
                             : std::optional(Limit::of(static_cast<std::int32_t>(value + hair)));
}

/// Words for "no limit" and "not known", of all limits alike.
std::optional<Limit> limit_word(std::string_view word) {
    if (is_among(word, {"default", "none", "no", "unlimited"})) {
        return Limit::none();
    }
    if (is_among(word, {"below_default", "unsigned", "no_sign", "no_indications", "unknown",
                        "signals"})) {
        return Limit();
    }
    return std::nullopt;
}

/// 13'6", 13', 12'-6", 12 ft 6 in, 6 feet; centimetres.
std::optional<double> feet_cm(const Figure& feet) {
    constexpr double foot_cm = 30.48;
    constexpr double inch_cm = 2.54;
    std::string_view rest = feet.rest;
    const std::initializer_list<std::string_view> foot_words{"feet", "foot", "ft.", "ft",
                                                             "'",    "’",    "′"};
    const auto* const word = std::ranges::find_if(
        foot_words, [rest](std::string_view each) { return rest.starts_with(each); });
    if (word == foot_words.end()) {
        return std::nullopt;
    }
    rest = trimmed(rest.substr(word->size()));
    if (rest.starts_with('-')) {
        rest = trimmed(rest.substr(1));
    }
    if (rest.empty()) {
        return feet.value * foot_cm;
    }
    const std::optional<Figure> inches = take_figure(rest);
    if (!inches || inches->value >= 12 ||
        !is_among(inches->rest, {"\"", "''", "”", "″", "in", "in.", "inch", "inches", ""})) {
        return std::nullopt;
    }
    return feet.value * foot_cm + inches->value * inch_cm;
}

std::optional<Limit> one_length_cm(const std::string& text, std::int32_t cm_max) {
    if (const std::optional<Limit> word = limit_word(text)) {
        return word;
    }
    const std::optional<Figure> figure = take_figure(text);
    if (!figure) {
        return std::nullopt;
    }
    if (is_among(figure->rest, {"", "m", "metre", "metres", "meter", "meters", "米"})) {
        return limit_of(figure->value * 100, cm_max);
    }
    if (figure->rest == "cm") {
        return limit_of(figure->value, cm_max);
    }
    if (is_among(figure->rest, {"\"", "in", "inch", "inches"})) {
        return limit_of(figure->value * 2.54, cm_max);
    }
    const std::optional<double> feet = feet_cm(*figure);
    return feet ? limit_of(*feet, cm_max) : std::nullopt;
}

struct Unit {
    std::string_view word;
    double kg;
    bool has_thousands;  ///< figures in it are large: "16,000 lbs" are sixteen thousand
};

constexpr std::array weight_units{
    Unit{"", 1000, false},
    Unit{"t", 1000, false},
    Unit{"tonne", 1000, false},
    Unit{"tonnes", 1000, false},
    Unit{"吨", 1000, false},
    Unit{"kg", 1, true},
    Unit{"lb", 0.45359237, true},
    Unit{"lbs", 0.45359237, true},
    Unit{"pounds", 0.45359237, true},
    Unit{"st", 907.18474, false},
    Unit{"ton", 907.18474, false},
    Unit{"tons", 907.18474, false},
    Unit{"lt", 1016.0469088, false},
    Unit{"cwt", 50.80234544, false},
};

std::optional<Limit> one_weight_kg(const std::string& text, std::int32_t kg_max) {
    if (const std::optional<Limit> word = limit_word(text)) {
        return word;
    }
    const std::optional<Figure> figure = take_figure(text);
    if (!figure) {
        return std::nullopt;
    }
    const auto* const unit = std::ranges::find(weight_units, figure->rest, &Unit::word);
    if (unit == weight_units.end()) {
        return std::nullopt;
    }
    return limit_of((unit->has_thousands ? figure->value_of_thousands : figure->value) * unit->kg,
                    kg_max);
}

/// The smallest of a list; unreadable where one of it is.
template <typename ReadOne>
std::optional<Limit> smallest_of(std::string_view text, ReadOne read_one) {
    std::optional<Limit> smallest;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(';', at), text.size());
        const std::optional<Limit> one = read_one(lower(trimmed(text.substr(at, end - at))));
        if (!one) {
            return std::nullopt;
        }
        const bool is_smaller =
            !smallest || !smallest->value() || (one->value() && *one->value() < *smallest->value());
        if (is_smaller && (!smallest || one->value())) {
            smallest = one;
        }
        at = end + 1;
    }
    return smallest;
}

/// Speed limits that follow from where a road is. China: Regulation on the Implementation of the
/// Road Traffic Safety Law (2004), article 45: one lane each way, 50 in towns, 70 on highways;
/// article 78: 120 on expressways. The others: the signs' words in the countries whose extracts
/// are tried here, from wiki.openstreetmap.org/wiki/Default_speed_limits, second hand.
struct Zone {
    std::string_view word;
    std::int16_t kmh;
};

constexpr std::array zones{
    Zone{"cn:urban", 50},        Zone{"cn:rural", 70},
    Zone{"cn:motorway", 120},    Zone{"de:urban", 50},
    Zone{"de:rural", 100},       Zone{"de:motorway", StreetWay::no_speed_limit},
    Zone{"de:living_street", 7}, Zone{"de:zone:30", 30},
    Zone{"de:zone30", 30},       Zone{"at:urban", 50},
    Zone{"at:rural", 100},       Zone{"at:motorway", 130},
    Zone{"fr:urban", 50},        Zone{"fr:rural", 80},
    Zone{"fr:motorway", 130},    Zone{"pt:urban", 50},
    Zone{"pt:rural", 90},        Zone{"pt:trunk", 100},
    Zone{"pt:motorway", 120},    Zone{"ru:urban", 60},
    Zone{"ru:rural", 90},        Zone{"ru:motorway", 110},
    Zone{"jp:national", 60},
};

/// P1DT2H30M10S after the P.
std::optional<double> iso_seconds(std::string_view text) {
    double seconds = 0;
    bool is_time = false;
    bool is_any = false;
    while (!text.empty()) {
        if (text.front() == 'T' && !is_time) {
            is_time = true;
            text.remove_prefix(1);
            continue;
        }
        const std::optional<Figure> figure = take_figure(text);
        if (!figure || figure->rest.empty()) {
            return std::nullopt;
        }
        const char unit = figure->rest.front();
        if (unit == 'D' && !is_time) {
            seconds += figure->value * 86400;
        } else if (unit == 'H' && is_time) {
            seconds += figure->value * 3600;
        } else if (unit == 'M' && is_time) {
            seconds += figure->value * 60;
        } else if (unit == 'S' && is_time) {
            seconds += figure->value;
        } else {
            return std::nullopt;
        }
        is_any = true;
        text = figure->rest.substr(1);
    }
    return is_any ? std::optional(seconds) : std::nullopt;
}

/// 1:30, 01:30:00
std::optional<double> clock_seconds(std::string_view text) {
    std::array<double, 3> parts{};
    std::size_t count = 0;
    for (;; ++count) {
        const std::optional<Figure> figure = take_figure(text);
        if (!figure || count == parts.size() || (count > 0 && figure->value >= 60)) {
            return std::nullopt;
        }
        parts.at(count) = figure->value;
        if (figure->rest.empty()) {
            break;
        }
        if (figure->rest.front() != ':') {
            return std::nullopt;
        }
        text = figure->rest.substr(1);
    }
    return count == 0 ? std::nullopt : std::optional(parts[0] * 3600 + parts[1] * 60 + parts[2]);
}

std::optional<OsmSpeed> one_speed(const std::string& word) {
    constexpr double kmh_max = 200;
    constexpr std::int16_t walking_kmh = 6;
    if (is_among(word, {"none", "unlimited"})) {
        return OsmSpeed{.kmh = StreetWay::no_speed_limit};
    }
    if (word == "walk") {
        return OsmSpeed{.kmh = walking_kmh};
    }
    if (is_among(word, {"signals", "variable", "unknown"})) {
        return OsmSpeed{};
    }
    if (const auto* const zone = std::ranges::find(zones, word, &Zone::word); zone != zones.end()) {
        return OsmSpeed{.kmh = zone->kmh, .is_zone = true};
    }
    const std::optional<Figure> figure = take_figure(word);
    if (!figure) {
        return std::nullopt;
    }
    double kmh = figure->value;
    if (figure->rest == "mph") {
        kmh *= 1.609344;
    } else if (figure->rest == "knots") {
        kmh *= 1.852;
    } else if (!is_among(figure->rest, {"", "km/h", "kmh", "kph"})) {
        return std::nullopt;
    }
    if (kmh < 1 || kmh > kmh_max) {
        return std::nullopt;
    }
    return OsmSpeed{.kmh = static_cast<std::int16_t>(std::lround(kmh))};
}

}  // namespace

std::optional<Limit> read_length_cm(std::string_view text, std::int32_t cm_max) {
    return smallest_of(text,
                       [cm_max](const std::string& one) { return one_length_cm(one, cm_max); });
}

std::optional<Limit> read_weight_kg(std::string_view text, std::int32_t kg_max) {
    return smallest_of(text,
                       [kg_max](const std::string& one) { return one_weight_kg(one, kg_max); });
}

std::optional<OsmSpeed> read_speed(std::string_view text) {
    std::optional<OsmSpeed> lowest;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(';', at), text.size());
        const std::optional<OsmSpeed> one = one_speed(lower(trimmed(text.substr(at, end - at))));
        if (!one) {
            return std::nullopt;
        }
        if (!lowest || one->kmh < lowest->kmh) {
            lowest = one;
        }
        at = end + 1;
    }
    return lowest;
}

std::optional<std::int32_t> read_duration_seconds(std::string_view text) {
    constexpr double seconds_max = 30.0 * 86400;
    const std::string_view word = trimmed(text);
    std::optional<double> seconds;
    if (word.starts_with('P')) {
        seconds = iso_seconds(word.substr(1));
    } else if (word.find(':') != std::string_view::npos) {
        seconds = clock_seconds(word);
    } else if (const std::optional<Figure> figure = take_figure(word)) {
        if (is_among(figure->rest, {"", "min", "mins", "minutes"})) {
            seconds = figure->value * 60;
        } else if (is_among(figure->rest, {"h", "hour", "hours"})) {
            seconds = figure->value * 3600;
        }
    }
    if (!seconds || *seconds <= 0 || *seconds > seconds_max) {
        return std::nullopt;
    }
    return static_cast<std::int32_t>(std::lround(*seconds));
}

}  // namespace relief
