// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/places.h"
#include "core/time.h"
#include "tools/commands/command.h"
#include "tools/desk/plan.h"
#include "tools/desk/writing_desk.h"

#include <optional>
#include <string>
#include <string_view>

namespace relief {

/// Option values as typed, read strictly. bad_input (argument.value) names the option.
[[nodiscard]] Instant read_instant(const std::string& text, std::string_view option);
[[nodiscard]] Date read_date(const std::string& text, std::string_view option);
[[nodiscard]] double read_number(const std::string& text, std::string_view option);
[[nodiscard]] int read_whole(const std::string& text, std::string_view option);

/// Who asks, when, and the key of the intention, from --actor, --at and --key and the clock. A
/// command that changes something needs an actor (UsageError).
[[nodiscard]] Asked read_asked(const Session& session, const Given& given,
                               const std::string& command);

/// The time an option gives, where it was typed.
[[nodiscard]] std::optional<Instant> optional_instant(const Given& given, std::string_view option);

/// --at, or the clock's now.
[[nodiscard]] Instant moment_of(const Session& session, const Given& given);

/// A count of goods, whole units of the item.
[[nodiscard]] Units read_units(const std::string& text, std::string_view option);

/// The figures given by hand (hand_options). The place is read as of the event's day.
[[nodiscard]] HandFigures read_hand(const Given& given, const Places& places, Date on);

/// An option's whole number from `low` to `high`, or `otherwise` where it is not given. bad_input
/// argument.value where it is neither.
[[nodiscard]] int whole_between(const Given& given, std::string_view option, int otherwise, int low,
                                int high);

}  // namespace relief
