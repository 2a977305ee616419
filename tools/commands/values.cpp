// SPDX-License-Identifier: Apache-2.0
#include "tools/commands/values.h"

#include "core/error.h"

#include <charconv>
#include <cmath>
#include <system_error>
#include <utility>

namespace relief {
namespace {

Error wrong_value(const std::string& text, std::string_view option, std::string expected) {
    return bad_input({.code = "argument.value",
                      .message = "the value of the option cannot be read",
                      .file = {},
                      .field = std::string(option),
                      .found = text,
                      .expected = std::move(expected)});
}

/// The whole of `text` as a number of type T, "." as decimal sign whatever the locale.
template <typename T>
std::optional<T> parse_whole_text(const std::string& text) {
    T value{};
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stop != end) {
        return std::nullopt;
    }
    return value;
}

/// The place a name means; what is wrong with it is told of the option.
std::string read_place(const std::string& text, const Places& places, Date on) {
    try {
        return places.resolve(text, on).code;
    } catch (const Error& error) {
        ErrorDetail detail = error.detail();
        detail.field = "--place";
        throw bad_input(std::move(detail));
    }
}

}  // namespace

Instant read_instant(const std::string& text, std::string_view option) {
    if (const auto instant = parse_instant(text)) {
        return *instant;
    }
    throw wrong_value(text, option, "a time such as 2017-07-15T12:00+08:00");
}

Date read_date(const std::string& text, std::string_view option) {
    if (const auto date = parse_date(text)) {
        return *date;
    }
    throw wrong_value(text, option, "a date such as 2017-07-14");
}

double read_number(const std::string& text, std::string_view option) {
    const auto number = parse_whole_text<double>(text);
    if (!number || !std::isfinite(*number)) {
        throw wrong_value(text, option, "a number");
    }
    return *number;
}

int read_whole(const std::string& text, std::string_view option) {
    if (const auto number = parse_whole_text<int>(text)) {
        return *number;
    }
    throw wrong_value(text, option, "a whole number");
}

Asked read_asked(const Session& session, const Given& given, const std::string& command) {
    if (!session.global.actor) {
        throw UsageError(command, "须用 --actor 写明经办人（或环境变量 RELIEF_ACTOR）",
                         "--actor (or RELIEF_ACTOR) must name who asks");
    }
    const Instant now = session.clock.now();
    const auto at = given.text("--at");
    return {.actor = *session.global.actor,
            .occurred_at = at ? read_instant(*at, "--at") : now,
            .now = now,
            .key = given.text("--key"),
            .clock_set = session.global.clock.has_value(),
            .data = session.data()};
}

std::optional<Instant> optional_instant(const Given& given, std::string_view option) {
    const auto text = given.text(option);
    return text ? std::optional(read_instant(*text, option)) : std::nullopt;
}

Instant moment_of(const Session& session, const Given& given) {
    return optional_instant(given, "--at").value_or(session.clock.now());
}

Units read_units(const std::string& text, std::string_view option) {
    if (const auto units = parse_whole_text<Units>(text)) {
        return *units;
    }
    throw wrong_value(text, option, "a whole number of the item's unit");
}

HandFigures read_hand(const Given& given, const Places& places, Date on) {
    HandFigures hand;
    if (const auto place = given.text("--place")) {
        hand.place = read_place(*place, places, on);
    }
    if (const auto relocated = given.text("--relocated")) {
        hand.relocated = read_number(*relocated, "--relocated");
    }
    if (const auto collective = given.text("--collective")) {
        hand.collective = read_number(*collective, "--collective");
    }
    if (const auto days = given.text("--days")) {
        hand.days = read_whole(*days, "--days");
    }
    if (const auto temperature = given.text("--temp")) {
        hand.temp_c = read_number(*temperature, "--temp");
    }
    if (const auto month = given.text("--month")) {
        hand.month = read_whole(*month, "--month");
    }
    hand.hazard = given.text("--hazard");
    return hand;
}

int whole_between(const Given& given, std::string_view option, int otherwise, int low, int high) {
    const auto text = given.text(option);
    const int number = text ? read_whole(*text, option) : otherwise;
    if (number < low || number > high) {
        throw bad_input({.code = "argument.value",
                         .message = "the value of the option cannot be used",
                         .field = std::string(option),
                         .found = text.value_or(""),
                         .expected = std::to_string(low) + " to " + std::to_string(high)});
    }
    return number;
}

}  // namespace relief
