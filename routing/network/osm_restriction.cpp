// SPDX-License-Identifier: Apache-2.0
#include "routing/network/osm_restriction.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace relief {
namespace {

constexpr unsigned for_cars = 1;
constexpr unsigned for_lorries = 2;

/// A key that says the turn, and whom it concerns; the first a relation carries counts.
struct TurnKey {
    std::string_view key;
    unsigned vehicles;
    bool is_conditional;
};

constexpr std::array turn_keys{
    TurnKey{"restriction", for_cars | for_lorries, false},
    TurnKey{"restriction:motor_vehicle", for_cars | for_lorries, false},
    TurnKey{"restriction:vehicle", for_cars | for_lorries, false},
    TurnKey{"restriction:hgv", for_lorries, false},
    TurnKey{"restriction:motorcar", for_cars, false},
    TurnKey{"restriction:conditional", for_cars | for_lorries, true},
    TurnKey{"restriction:motor_vehicle:conditional", for_cars | for_lorries, true},
    TurnKey{"restriction:hgv:conditional", for_lorries, true},
};

bool is_turn_word(std::string_view word) {
    constexpr std::array<std::string_view, 6> turns{"left_turn", "right_turn", "straight_on",
                                                    "u_turn",    "entry",      "exit"};
    const bool is_no = word.starts_with("no_");
    const bool is_only = word.starts_with("only_");
    const std::string_view turn = is_no ? word.substr(3) : is_only ? word.substr(5) : word;
    return (is_no || is_only) && std::ranges::find(turns, turn) != turns.end();
}

/// Whom "except" lets turn: bits.
unsigned excepted(std::string_view list) {
    unsigned vehicles = 0;
    for (std::size_t at = 0; at <= list.size();) {
        const std::size_t end = std::min(list.find_first_of(";,", at), list.size());
        std::string_view word = list.substr(at, end - at);
        while (word.starts_with(' ')) {
            word.remove_prefix(1);
        }
        if (word == "hgv") {
            vehicles |= for_lorries;
        } else if (word == "motorcar" || word == "motor_car") {
            vehicles |= for_cars;
        } else if (word == "motor_vehicle" || word == "vehicle") {
            vehicles |= for_cars | for_lorries;
        }
        at = end + 1;
    }
    return vehicles;
}

/// The first word of "no_left_turn;no_u_turn" or of "no_left_turn @ (…)".
std::string_view turn_word(std::string_view value) {
    return value.substr(0, value.find_first_of("; @"));
}

}  // namespace

bool is_restriction(const OsmTags& tags) {
    const std::string_view type = tags["type"];
    return type == "restriction" || type.starts_with("restriction:");
}

std::optional<OsmTurn> read_turn(const OsmTags& tags) {
    if (!is_restriction(tags)) {
        return std::nullopt;
    }
    for (const TurnKey& key : turn_keys) {
        const std::string_view value = tags[key.key];
        if (value.empty()) {
            continue;
        }
        const std::string_view word = turn_word(value);
        if (!is_turn_word(word)) {
            return std::nullopt;
        }
        OsmTurn turn{
            .words = std::string(value),
            .is_only = word.starts_with("only_"),
            .is_u_turn = word == "no_u_turn",
            .is_conditional = key.is_conditional,
            .vehicles = static_cast<std::uint8_t>(key.vehicles & ~excepted(tags["except"]))};
        if (const std::string_view hours = tags["hour_on"]; !hours.empty()) {
            turn.is_conditional = true;
            turn.words += " @ (" + std::string(hours) + "-" + std::string(tags["hour_off"]) + ")";
        }
        return turn;
    }
    // restriction:bus and the like: a restriction, but of nobody here.
    const bool is_others = std::ranges::any_of(
        tags, [](const OsmTag& tag) { return tag.key.starts_with("restriction:"); });
    return is_others ? std::optional(OsmTurn{.vehicles = 0}) : std::nullopt;
}

}  // namespace relief
