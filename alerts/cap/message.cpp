// SPDX-License-Identifier: Apache-2.0
#include "alerts/cap/message.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace relief::cap {
namespace {

constexpr std::array<std::string_view, 5> statuses{"Actual", "Exercise", "System", "Test", "Draft"};
constexpr std::array<std::string_view, 5> types{"Alert", "Update", "Cancel", "Ack", "Error"};
constexpr std::array<std::string_view, 3> scopes{"Public", "Restricted", "Private"};
constexpr std::array<std::string_view, 12> categories{"Geo",       "Met",   "Safety", "Security",
                                                      "Rescue",    "Fire",  "Health", "Env",
                                                      "Transport", "Infra", "CBRNE",  "Other"};
constexpr std::array<std::string_view, 9> responses{
    "Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None"};
constexpr std::array<std::string_view, 5> urgencies{"Immediate", "Expected", "Future", "Past",
                                                    "Unknown"};
constexpr std::array<std::string_view, 5> severities{"Extreme", "Severe", "Moderate", "Minor",
                                                     "Unknown"};
constexpr std::array<std::string_view, 5> certainties{"Observed", "Likely", "Possible", "Unlikely",
                                                      "Unknown"};
constexpr std::array<std::string_view, 4> colours{"Blue", "Yellow", "Orange", "Red"};
constexpr std::array<std::string_view, 4> colours_zh{"蓝", "黄", "橙", "红"};

template <class Value>
std::string_view at(std::span<const std::string_view> words, Value value) {
    return words[static_cast<std::size_t>(value)];
}

template <class Value>
std::optional<Value> find(std::span<const std::string_view> words, std::string_view word) {
    const auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end()) {
        return std::nullopt;
    }
    return static_cast<Value>(found - words.begin());
}

/// The number of `length` digits at `from`; nullopt where one of them is none.
std::optional<int> digits(std::string_view text, std::size_t from, std::size_t length) {
    int value = 0;
    for (const char c : text.substr(from, length)) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        value = value * 10 + (c - '0');
    }
    return value;
}

}  // namespace

std::string_view word(Status value) {
    return at(statuses, value);
}
std::string_view word(MessageType value) {
    return at(types, value);
}
std::string_view word(Scope value) {
    return at(scopes, value);
}
std::string_view word(Category value) {
    return at(categories, value);
}
std::string_view word(ResponseType value) {
    return at(responses, value);
}
std::string_view word(Urgency value) {
    return at(urgencies, value);
}
std::string_view word(Severity value) {
    return at(severities, value);
}
std::string_view word(Certainty value) {
    return at(certainties, value);
}
std::string_view word(Colour value) {
    return at(colours, value);
}
std::string_view chinese(Colour value) {
    return at(colours_zh, value);
}

std::optional<Status> status_of(std::string_view word) {
    return find<Status>(statuses, word);
}
std::optional<MessageType> message_type_of(std::string_view word) {
    return find<MessageType>(types, word);
}
std::optional<Scope> scope_of(std::string_view word) {
    return find<Scope>(scopes, word);
}
std::optional<Category> category_of(std::string_view word) {
    return find<Category>(categories, word);
}
std::optional<ResponseType> response_type_of(std::string_view word) {
    return find<ResponseType>(responses, word);
}
std::optional<Urgency> urgency_of(std::string_view word) {
    return find<Urgency>(urgencies, word);
}
std::optional<Severity> severity_of(std::string_view word) {
    return find<Severity>(severities, word);
}
std::optional<Certainty> certainty_of(std::string_view word) {
    return word == "Very Likely" ? Certainty::likely : find<Certainty>(certainties, word);
}

std::optional<Colour> colour_of(std::string_view word) {
    constexpr std::array<std::string_view, 4> lower{"blue", "yellow", "orange", "red"};
    constexpr std::array<std::string_view, 4> long_zh{"蓝色", "黄色", "橙色", "红色"};
    for (const std::span<const std::string_view> words :
         {std::span<const std::string_view>(colours), std::span<const std::string_view>(lower),
          std::span<const std::string_view>(colours_zh),
          std::span<const std::string_view>(long_zh)}) {
        if (const auto colour = find<Colour>(words, word)) {
            return colour;
        }
    }
    return std::nullopt;
}

Severity severity_of(Colour colour) {
    switch (colour) {
        case Colour::red: return Severity::extreme;
        case Colour::orange: return Severity::severe;
        case Colour::yellow: return Severity::moderate;
        case Colour::blue: return Severity::minor;
    }
    return Severity::unknown;
}

std::string text_of(const Moment& moment) {
    using namespace std::chrono;
    const auto local = moment.at + minutes{moment.offset_min};
    const auto day = floor<days>(local);
    const year_month_day date{day};
    const hh_mm_ss time{local - day};
    const int offset = moment.offset_min < 0 ? -moment.offset_min : moment.offset_min;
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}{:02}:{:02}",
                       static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()), time.hours().count(),
                       time.minutes().count(), time.seconds().count(),
                       moment.offset_min > 0 ? '+' : '-', offset / 60, offset % 60);
}

std::optional<Moment> moment_of(std::string_view text) {
    using namespace std::chrono;
    constexpr std::string_view form = "0000-00-00T00:00:00+00:00";
    if (text.size() != form.size()) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < form.size(); ++i) {
        const bool fits = form[i] == '0'   ? text[i] >= '0' && text[i] <= '9'
                          : form[i] == '+' ? text[i] == '+' || text[i] == '-'
                                           : text[i] == form[i];
        if (!fits) {
            return std::nullopt;
        }
    }
    const auto number = [text](std::size_t from, std::size_t length) {
        return digits(text, from, length).value_or(0);
    };
    const year_month_day date{year{number(0, 4)}, month{static_cast<unsigned>(number(5, 2))},
                              day{static_cast<unsigned>(number(8, 2))}};
    const int hour = number(11, 2);
    const int minute = number(14, 2);
    const int second = number(17, 2);
    const int offset = number(20, 2) * 60 + number(23, 2);
    if (!date.ok() || number(0, 4) == 0 || hour > 23 || minute > 59 || second > 59 ||
        number(23, 2) > 59 || offset > 14 * 60) {
        return std::nullopt;
    }
    const int east = text[19] == '-' ? -offset : offset;
    const Instant local = sys_days{date} + hours{hour} + minutes{minute} + seconds{second};
    return Moment{.at = local - minutes{east}, .offset_min = east};
}

std::string text_of(const Reference& reference) {
    return fmt::format("{},{},{}", reference.sender, reference.identifier, text_of(reference.sent));
}

std::optional<Colour> colour_of(const Info& info) {
    const std::string* value = find_value(info.parameters, colour_parameter);
    return value == nullptr ? std::nullopt : colour_of(std::string_view(*value));
}

const std::string* find_value(const std::vector<NamedValue>& values, std::string_view name) {
    const auto found = std::find_if(values.begin(), values.end(),
                                    [name](const NamedValue& one) { return one.name == name; });
    return found == values.end() ? nullptr : &found->value;
}

Reference reference_to(const Alert& alert) {
    return {.sender = alert.sender, .identifier = alert.identifier, .sent = alert.sent};
}

bool same_message(const Reference& one, const Reference& other) {
    return one.sender == other.sender && one.identifier == other.identifier &&
           one.sent.at == other.sent.at;
}

}  // namespace relief::cap
