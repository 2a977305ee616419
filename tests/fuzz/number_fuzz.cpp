// SPDX-License-Identifier: Apache-2.0
// Numbers as people write them, held against a slow plain reader that works on strings of digits
// without a bound: what is read is the number that stands there, and what the plain one takes
// within the bounds told is read. The first byte chooses the reader.
#include "core/incident/figure_words.h"
#include "reserves/care/rules.h"
#include "reserves/exchange/import_rules.h"
#include "reserves/print/decimal.h"
#include "routing/network/osm_units.h"
#include "tests/fuzz/kit.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace {

using relief::Quantity;
using relief::fuzz::require;

/// A decimal number as digits without a point: no zeros in front, so many of them behind the point.
struct Plain {
    bool negative = false;
    std::string digits;
    std::size_t places = 0;
    std::size_t written = 0;  ///< digits as they stood
};

/// [-]digits[.digits], nothing else.
std::optional<Plain> read_plainly(std::string_view text, bool signs) {
    Plain plain;
    if (signs && text.starts_with('-')) {
        plain.negative = true;
        text.remove_prefix(1);
    }
    bool behind = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '.') {
            if (behind || at == 0 || at + 1 == text.size()) {
                return std::nullopt;
            }
            behind = true;
        } else if (text[at] < '0' || text[at] > '9') {
            return std::nullopt;
        } else {
            plain.digits += text[at];
            plain.places += behind ? 1 : 0;
        }
    }
    if (plain.digits.empty()) {
        return std::nullopt;
    }
    plain.written = plain.digits.size();
    return plain;
}

std::string without_zeros_in_front(const std::string& digits) {
    const std::size_t first = digits.find_first_not_of('0');
    return first == std::string::npos ? "" : digits.substr(first);
}

/// The quantity as a plain number says it, at `places` behind the point.
bool same(Quantity read, Plain plain, std::size_t places) {
    plain.digits.append(places - plain.places, '0');
    std::string digits = without_zeros_in_front(plain.digits);
    std::string amount = std::to_string(read.amount);
    const bool negative = amount.starts_with('-');
    amount = without_zeros_in_front(amount.substr(negative ? 1 : 0));
    return amount == digits && (negative == plain.negative || amount.empty());
}

void try_decimal(std::string_view text) {
    constexpr std::size_t digits_max = 18;
    const auto plain = read_plainly(text, true);
    const auto read = relief::parse_decimal(text);
    if (!read) {
        require(!plain || plain->written > digits_max);
        return;
    }
    require(plain && read->decimals == static_cast<int>(plain->places));
    require(same(*read, *plain, plain->places));
    require(relief::parse_decimal(relief::format_quantity(*read)) == read);
    for (const std::size_t decimals : {0U, 3U, 18U}) {
        const auto wider = relief::with_decimals(*read, static_cast<int>(decimals));
        if (wider) {
            const std::size_t places = std::max(plain->places, decimals);
            require(wider->decimals == static_cast<int>(places) && same(*wider, *plain, places));
        }
    }
    if (const auto twice = relief::plus(*read, *read)) {
        require(twice->amount / 2 == read->amount && twice->amount % 2 == 0);
    }
    (void)relief::measure_of(*read, 0.125, 3);
}

void try_figure(std::string_view text) {
    const auto plain = read_plainly(text, false);
    const auto read = relief::parse_figure(text);
    constexpr std::size_t digits_max = 15;
    constexpr auto places_max = static_cast<std::size_t>(relief::figure_decimals);
    if (!read) {
        if (plain && plain->written <= digits_max && plain->places <= places_max) {
            std::string scaled = plain->digits + std::string(places_max - plain->places, '0');
            scaled = without_zeros_in_front(scaled);
            const std::string most =
                std::to_string(relief::figure_whole_max) + std::string(places_max, '0');
            require(scaled.size() > most.size() || (scaled.size() == most.size() && scaled > most));
        }
        return;
    }
    require(plain && plain->places <= places_max && same(*read, *plain, places_max));
    const std::string written = relief::format_figure(*read);
    require(relief::parse_figure(written) == read);
    const auto worded = relief::read_figure_words(written, "10000_CNY").figure;
    require(worded && worded->value == *read && !worded->approximate());
}

void try_words(std::string_view text) {
    std::string_view rest = text;
    const std::string_view words = relief::fuzz::cut(rest, '|');
    for (const std::string_view unit :
         {"person", "household", "room", "ha", "10000_CNY", "fraction"}) {
        const relief::FigureReading reading = relief::read_figure_words(words, unit, rest);
        require(reading.figure.has_value() == reading.expected.empty());
        if (!reading.figure) {
            continue;
        }
        const relief::WordedFigure& figure = *reading.figure;
        require(figure.value.decimals == relief::figure_decimals && figure.value.amount >= 0);
        require(figure.value.amount <= relief::figure_whole_max * 10'000);
        const bool counted = unit == "person" || unit == "household" || unit == "room";
        require(!counted || figure.value.amount % 10'000 == 0);
        require(relief::bound_of(relief::to_word(figure.bound)) == figure.bound);
        // What was understood, written plainly in the metric's own unit, is the same figure.
        const auto again =
            relief::read_figure_words(relief::format_figure(figure.value), unit).figure;
        require(again && again->value == figure.value);
    }
}

void try_map_units(std::string_view text) {
    constexpr std::int32_t cm_max = 2'000;
    constexpr std::int32_t kg_max = 200'000;
    constexpr std::int32_t month_seconds = 30 * 24 * 3600;
    (void)relief::read_length_cm(text, cm_max);
    (void)relief::read_weight_kg(text, kg_max);
    if (const auto speed = relief::read_speed(text)) {
        require(speed->kmh >= -1);
    }
    if (const auto seconds = relief::read_duration_seconds(text)) {
        require(*seconds >= 0 && *seconds <= month_seconds);
    }
}

void try_small(std::string_view text) {
    (void)relief::parse_month_day(text);
    (void)relief::fuzz::answered([&] { (void)relief::parse_pack(text); });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = relief::fuzz::text_of(data, size);
    if (bytes.empty() || bytes.size() > 300) {
        return 0;
    }
    const std::string_view text = bytes.substr(1);
    switch (bytes.front()) {
        case 'd': try_decimal(text); break;
        case 'f': try_figure(text); break;
        case 'w': try_words(text); break;
        case 'm': try_map_units(text); break;
        case 's': try_small(text); break;
        default: try_decimal(bytes); try_figure(bytes);
    }
    return 0;
}
