// SPDX-License-Identifier: Apache-2.0
#include "routing/network/osm_oneway.h"

#include "routing/network/osm_access.h"

#include <string_view>

namespace relief {
namespace {

std::string_view oneway_word(const OsmTags& tags, StreetVehicle vehicle) {
    const std::string_view own = vehicle == StreetVehicle::lorry ? "oneway:hgv" : "oneway:motorcar";
    for (const std::string_view key :
         {own, std::string_view("oneway:motor_vehicle"), std::string_view("oneway:vehicle"),
          std::string_view("oneway")}) {
        if (const std::string_view word = tags[key]; !word.empty()) {
            return word;
        }
    }
    return {};
}

bool is_oneway_by_kind(const OsmTags& tags) {
    const std::string_view junction = tags["junction"];
    return tags["highway"] == "motorway" || junction == "roundabout" || junction == "circular";
}

OsmDirections directions_of_word(std::string_view word, bool is_oneway) {
    if (word.empty()) {
        return {is_oneway ? StreetDirections::forward : StreetDirections::both};
    }
    if (word == "yes" || word == "1" || word == "true") {
        return {StreetDirections::forward};
    }
    if (word == "-1" || word == "reverse") {
        return {StreetDirections::backward};
    }
    if (word == "no" || word == "0" || word == "false") {
        return {StreetDirections::both};
    }
    if (word == "reversible" || word == "alternating") {
        return {.directions = StreetDirections::none, .is_changing = true};
    }
    return {.directions = is_oneway ? StreetDirections::forward : StreetDirections::both,
            .is_unreadable = true};
}

}  // namespace

OsmDirections read_directions(const OsmTags& tags, StreetVehicle vehicle) {
    OsmDirections answer = directions_of_word(oneway_word(tags, vehicle), is_oneway_by_kind(tags));
    auto bits = static_cast<unsigned>(answer.directions);
    if (access_of(tags, vehicle, ":forward") == StreetAccess::no) {
        bits &= ~1U;
    }
    if (access_of(tags, vehicle, ":backward") == StreetAccess::no) {
        bits &= ~2U;
    }
    answer.directions = static_cast<StreetDirections>(bits);
    return answer;
}

}  // namespace relief
