// SPDX-License-Identifier: Apache-2.0
#include "alerts/release/draft.h"

#include "core/store/digest.h"

#include <array>
#include <cmath>

namespace relief {
namespace {

/// Positions as whole ten-millionths of a degree: about a centimetre.
std::int64_t micro(double degrees) {
    return std::llround(degrees * 1e7);
}

void add_area(CanonicalBytes& bytes, const WarningArea& area) {
    bytes.add(static_cast<std::int64_t>(area.codes.size()));
    for (const std::string& code : area.codes) {
        bytes.add(code);
    }
    bytes.add(static_cast<std::int64_t>(area.polygons.size()));
    for (const cap::Ring& ring : area.polygons) {
        bytes.add(static_cast<std::int64_t>(ring.size()));
        for (const LonLat at : ring) {
            bytes.add(micro(at.longitude)).add(micro(at.latitude));
        }
    }
    bytes.add(static_cast<std::int64_t>(area.circles.size()));
    for (const cap::Circle& circle : area.circles) {
        bytes.add(micro(circle.centre.longitude))
            .add(micro(circle.centre.latitude))
            .add(std::llround(circle.radius_km * 1000));
    }
}

}  // namespace

std::string_view to_word(Play play) {
    return play == Play::actual ? "Actual" : "Exercise";
}

std::string_view to_word(FollowUp follow) {
    constexpr std::array<std::string_view, 5> words{"first", "raise", "renew", "lower", "cancel"};
    return words.at(static_cast<std::size_t>(follow));
}

FollowUp follow_up_of(Colour before, Colour now) {
    return graver(now, before)   ? FollowUp::raise
           : graver(before, now) ? FollowUp::lower
                                 : FollowUp::renew;
}

std::string draft_hash(const WarningDraft& draft) {
    CanonicalBytes bytes("warning.draft/1");
    bytes.add(to_word(draft.play))
        .add(draft.unit)
        .add(draft.hazard)
        .add(to_word(draft.colour))
        .add(to_word(draft.follow))
        .add(draft.follows)
        .add(seconds_of(draft.onset))
        .add(seconds_of(draft.expires));
    add_area(bytes, draft.area);
    bytes.add(static_cast<std::int64_t>(draft.texts.size()));
    for (const WarningText& text : draft.texts) {
        bytes.add(text.language)
            .add(text.sender)
            .add(text.event)
            .add(text.headline)
            .add(text.description)
            .add(text.instruction)
            .add(text.area);
    }
    bytes.add(draft.reason);
    return bytes.sha256();
}

}  // namespace relief
