// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/release/warning_rules.h"
#include "core/time.h"
#include "gis/crs.h"

#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// Whether a warning is meant or played. A case and all that comes of it is one or the other from
/// its first row on.
enum class Play { actual, exercise };

[[nodiscard]] std::string_view to_word(Play play);  ///< "Actual", "Exercise"

/// Where a warning is for: the union of all its parts.
struct WarningArea {
    std::vector<std::string> codes;   ///< divisions: 6, 9 or 12 figures
    std::vector<cap::Ring> polygons;  ///< each filled
    std::vector<cap::Circle> circles;

    [[nodiscard]] bool empty() const {
        return codes.empty() && polygons.empty() && circles.empty();
    }
    friend bool operator==(const WarningArea&, const WarningArea&) = default;
};

/// What a warning says in one language.
struct WarningText {
    std::string language;  ///< "zh-CN", "en-US"
    std::string sender;    ///< full name of the issuing office
    std::string event;
    std::string headline;
    std::string description;
    std::string instruction;
    std::string area;  ///< the places by name

    friend bool operator==(const WarningText&, const WarningText&) = default;
};

/// What a case does to the warning before it.
enum class FollowUp {
    first,   ///< there is none
    raise,   ///< a graver colour
    renew,   ///< the same colour with other words, times or places
    lower,   ///< a lesser colour
    cancel,  ///< lifts it
};

[[nodiscard]] std::string_view to_word(FollowUp follow);
[[nodiscard]] FollowUp follow_up_of(Colour before, Colour now);

/// A warning before it is released.
struct WarningDraft {
    Play play = Play::actual;
    std::string unit;  ///< the division whose offices issue it: 220000
    std::string hazard;
    Colour colour = Colour::blue;
    FollowUp follow = FollowUp::first;
    std::string follows;  ///< identifier of the message it updates or lifts; "" for the first
    Instant onset;        ///< when it begins to hold
    Instant expires;
    WarningArea area;
    std::vector<WarningText> texts;
    std::string reason;  ///< the arithmetic it rests on; a lift's grounds

    friend bool operator==(const WarningDraft&, const WarningDraft&) = default;
};

/// SHA-256 over everything people are told: kind, level, area, times, words. What a signer signs.
[[nodiscard]] std::string draft_hash(const WarningDraft& draft);

}  // namespace relief
