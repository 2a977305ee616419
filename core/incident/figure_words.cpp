// SPDX-License-Identifier: Apache-2.0
#include "core/incident/figure_words.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

struct Power {
    std::string_view word;
    int exponent;
};
constexpr std::array powers{Power{"亿", 8}, Power{"万", 4}, Power{"千", 3}, Power{"百", 2},
                            Power{"十", 1}};

/// A unit as people write it: `metric_unit` = 10^exponent / divisor of it.
struct Spelling {
    std::string_view word;
    std::string_view metric_unit;
    int exponent = 0;
    int divisor = 1;
};
constexpr int yuan_exponent = -4;  // of 万元
constexpr std::array spellings{
    Spelling{"person", "person"},
    Spelling{"人", "person"},
    Spelling{"名", "person"},
    Spelling{"人次", "person"},
    Spelling{"household", "household"},
    Spelling{"户", "household"},
    Spelling{"room", "room"},
    Spelling{"间", "room"},
    Spelling{"ha", "ha"},
    Spelling{"公顷", "ha"},
    Spelling{"kha", "ha", 3},
    Spelling{"亩", "ha", 0, 15},
    Spelling{"元", "10000_cny", yuan_exponent},
    Spelling{"元人民币", "10000_cny", yuan_exponent},
    Spelling{"10000_cny", "10000_cny"},
    Spelling{"fraction", "fraction"},
    Spelling{"%", "fraction", -2},
};

constexpr std::array before_words{
    std::pair{std::string_view("大约"), Bound::about},
    std::pair{std::string_view("约"), Bound::about},
    std::pair{std::string_view("超过"), Bound::at_least},
    std::pair{std::string_view("超"), Bound::at_least},
    std::pair{std::string_view("逾"), Bound::at_least},
    std::pair{std::string_view("至少"), Bound::at_least},
    std::pair{std::string_view("不少于"), Bound::at_least},
    std::pair{std::string_view("接近"), Bound::at_most},
    std::pair{std::string_view("近"), Bound::at_most},
    std::pair{std::string_view("不足"), Bound::at_most},
    std::pair{std::string_view("不到"), Bound::at_most},
};
constexpr std::array middle_words{std::pair{std::string_view("余"), Bound::at_least},
                                  std::pair{std::string_view("多"), Bound::at_least}};
constexpr std::array behind_words{
    std::pair{std::string_view("左右"), Bound::about},
    std::pair{std::string_view("上下"), Bound::about},
    std::pair{std::string_view("以上"), Bound::at_least},
    std::pair{std::string_view("以下"), Bound::at_most},
};

bool take(std::string_view& text, std::string_view word) {
    if (!text.starts_with(word)) {
        return false;
    }
    text.remove_prefix(word.size());
    return true;
}

template <typename Words>
void take_bound(std::string_view& text, const Words& words, Bound& bound) {
    for (const auto& [word, meant] : words) {
        if (take(text, word)) {
            bound = meant;
            return;
        }
    }
}

/// Digits with the places behind the point counted.
struct Digits {
    std::int64_t mantissa = 0;
    int places = 0;
    bool any = false;
};

constexpr int digits_max = 15;  // what always fits

/// "12,345.6": commas only between groups of three.
std::optional<Digits> take_digits(std::string_view& text) {
    std::size_t end = 0;
    while (end < text.size() &&
           ((text[end] >= '0' && text[end] <= '9') || text[end] == '.' || text[end] == ',')) {
        ++end;
    }
    const std::string_view number = text.substr(0, end);
    text.remove_prefix(end);
    const std::size_t point = number.find('.');
    const std::string_view whole = number.substr(0, point);
    const std::size_t comma = whole.find(',');
    Digits digits;
    int count = 0;
    for (std::size_t at = 0; at < number.size(); ++at) {
        if (number[at] == '.') {
            if (at != point || at == 0 || at + 1 == number.size()) {
                return std::nullopt;
            }
            continue;
        }
        if (number[at] == ',') {
            const bool grouped =
                at < whole.size() && at > 0 && (whole.size() - at) % 4 == 0 && comma <= 3;
            if (!grouped) {
                return std::nullopt;
            }
            continue;
        }
        const bool ungrouped = comma != std::string_view::npos && at > comma && at < whole.size() &&
                               (whole.size() - at) % 4 == 0;
        if (ungrouped || ++count > digits_max) {
            return std::nullopt;
        }
        digits.mantissa = digits.mantissa * 10 + (number[at] - '0');
        digits.places += point != std::string_view::npos && at > point ? 1 : 0;
        digits.any = true;
    }
    return digits;
}

std::string without_blanks(std::string_view text) {
    std::string out = fold(text);
    std::erase_if(out, [](char letter) { return letter == ' ' || letter == '\t'; });
    return out;
}

/// What stands behind the digits: multipliers, a unit, nothing else.
struct Measure {
    int exponent = 0;
    int divisor = 1;
    std::string multiplier;
    bool doubled = false;
    bool has_unit = false;
};

void take_powers(std::string_view& text, Measure& measure) {
    int last = std::numeric_limits<int>::max();
    bool first = true;
    for (bool found = true; found;) {
        found = false;
        for (const Power& power : powers) {
            if (take(text, power.word)) {
                measure.exponent += power.exponent;
                measure.doubled = measure.doubled || (!first && power.exponent < last);
                if (power.exponent >= 4) {
                    measure.multiplier = power.word;
                }
                last = power.exponent;
                first = false;
                found = true;
                break;
            }
        }
    }
}

std::string units_of(std::string_view metric_unit) {
    std::string all;
    for (const Spelling& spelling : spellings) {
        if (spelling.metric_unit == metric_unit) {
            all += (all.empty() ? "" : ", ") + std::string(spelling.word);
        }
    }
    return all;
}

/// Reads multipliers, 余 and a unit; false where something else is left.
bool take_measure(std::string_view text, std::string_view metric_unit, Measure& measure,
                  Bound& bound) {
    const auto spelt = [&](std::string_view word) {
        return std::find_if(spellings.begin(), spellings.end(), [&](const Spelling& spelling) {
            return spelling.word == word && spelling.metric_unit == metric_unit;
        });
    };
    take_bound(text, middle_words, bound);
    take_powers(text, measure);
    take_bound(text, middle_words, bound);
    for (const auto& [word, meant] : behind_words) {
        if (text.ends_with(word)) {
            bound = meant;
            text.remove_suffix(word.size());
        }
    }
    if (text.empty()) {
        return true;
    }
    const auto spelling = spelt(text);
    if (spelling == spellings.end()) {
        return false;
    }
    measure.exponent += spelling->exponent;
    measure.divisor = spelling->divisor;
    measure.has_unit = true;
    return true;
}

/// mantissa x 10^exponent / divisor, to the nearest whole number. `exact` says whether it was one.
std::optional<std::int64_t> scaled(std::int64_t mantissa, int exponent, int divisor, bool& exact) {
    constexpr std::int64_t most = figure_whole_max * 10'000;
    exact = true;
    for (; exponent > 0; --exponent) {
        if (mantissa > most / 10 * divisor) {
            return std::nullopt;
        }
        mantissa *= 10;
    }
    std::int64_t below = divisor;
    for (; exponent < 0 && below <= most; ++exponent) {
        below *= 10;
    }
    exact = mantissa % below == 0;
    const std::int64_t value = mantissa / below + (mantissa % below >= (below + 1) / 2 ? 1 : 0);
    return value <= most ? std::optional(value) : std::nullopt;
}

bool is_counted(std::string_view metric_unit) {
    return metric_unit == "person" || metric_unit == "household" || metric_unit == "room";
}

FigureReading unread(std::string expected) {
    return {.figure = std::nullopt, .expected = std::move(expected)};
}

}  // namespace

std::string_view to_word(Bound bound) {
    constexpr std::array<std::string_view, 4> words{"exact", "at_least", "at_most", "about"};
    return words[static_cast<std::size_t>(bound)];
}

std::optional<Bound> bound_of(std::string_view word) {
    for (const Bound bound : {Bound::exact, Bound::at_least, Bound::at_most, Bound::about}) {
        if (to_word(bound) == word) {
            return bound;
        }
    }
    return std::nullopt;
}

FigureReading read_figure_words(std::string_view text, std::string_view metric_unit,
                                std::string_view unit) {
    const std::string folded = without_blanks(text);
    const std::string kind = fold(metric_unit);
    WordedFigure figure;
    std::string_view rest = folded;
    take_bound(rest, before_words, figure.bound);
    const auto digits = take_digits(rest);
    if (!digits || !digits->any) {
        return unread("a number, 0 or more, such as 513000, 2.58万间 or 200余人");
    }
    Measure measure;
    const std::string own_units = "a unit of the metric: " + units_of(kind);
    if (!take_measure(rest, kind, measure, figure.bound)) {
        return unread(own_units);
    }
    if (!measure.has_unit) {
        Bound unused = Bound::exact;
        const std::string given = without_blanks(unit);
        Measure of_heading;
        if (!take_measure(given, kind, of_heading, unused)) {
            return unread(own_units);
        }
        // "126900" under a heading 万人 is so many ten thousands; "12.69万" there says it itself.
        measure.exponent += measure.multiplier.empty()
                                ? of_heading.exponent
                                : of_heading.exponent - (of_heading.multiplier == "亿"   ? 8
                                                         : of_heading.multiplier == "万" ? 4
                                                                                         : 0);
        measure.divisor = of_heading.divisor;
        measure.doubled = measure.doubled || of_heading.doubled;
        if (measure.multiplier.empty()) {
            measure.multiplier = of_heading.multiplier;
        }
    }
    figure.multiplier = measure.multiplier;
    figure.doubled = measure.doubled;
    bool exact = true;
    const auto amount =
        scaled(digits->mantissa, measure.exponent + figure_decimals - digits->places,
               measure.divisor, exact);
    if (!amount) {
        return unread(fmt::format("at most {}", figure_whole_max));
    }
    constexpr std::int64_t one = 10'000;
    if (is_counted(kind)) {
        if (!exact || *amount % one != 0) {
            return unread("a whole number: people, rooms and households are counted");
        }
        figure.rounded = !measure.multiplier.empty();
    }
    if (kind == "fraction" && *amount > one) {
        return unread("a share between 0 and 1");
    }
    figure.value = {*amount, figure_decimals};
    return {.figure = figure, .expected = {}};
}

std::string format_figure(Quantity value) {
    std::string text = format_quantity(value);
    if (text.find('.') != std::string::npos) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == '.') {
            text.pop_back();
        }
    }
    return text;
}

std::optional<Quantity> parse_figure(std::string_view text) {
    if (text.empty() || text.find(',') != std::string_view::npos) {
        return std::nullopt;
    }
    std::string_view rest = text;
    const auto digits = take_digits(rest);
    if (!digits || !digits->any || !rest.empty() || digits->places > figure_decimals) {
        return std::nullopt;
    }
    bool exact = true;
    const auto amount = scaled(digits->mantissa, figure_decimals - digits->places, 1, exact);
    return amount ? std::optional(Quantity{*amount, figure_decimals}) : std::nullopt;
}

double figure_number(Quantity value) {
    return static_cast<double>(value.amount) / 1e4;
}

Quantity figure_of(double value) {
    return {static_cast<std::int64_t>(std::llround(value * 1e4)), figure_decimals};
}

}  // namespace relief
