// SPDX-License-Identifier: Apache-2.0
#include "routing/network/osm_access.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

namespace relief {
namespace {

struct Word {
    std::string_view word;
    StreetAccess access;
};

constexpr std::array words{
    Word{"yes", StreetAccess::yes},
    Word{"designated", StreetAccess::yes},
    Word{"permissive", StreetAccess::yes},
    Word{"official", StreetAccess::yes},
    Word{"public", StreetAccess::yes},
    Word{"true", StreetAccess::yes},
    Word{"1", StreetAccess::yes},
    Word{"discouraged", StreetAccess::yes},
    Word{"destination", StreetAccess::destination},
    Word{"local", StreetAccess::destination},
    Word{"delivery", StreetAccess::delivery},
    Word{"customers", StreetAccess::customers},
    Word{"permit", StreetAccess::permit},
    Word{"private", StreetAccess::private_},
    Word{"residents", StreetAccess::private_},
    Word{"employees", StreetAccess::private_},
    Word{"military", StreetAccess::private_},
    Word{"agricultural", StreetAccess::agricultural},
    Word{"agriculture", StreetAccess::agricultural},
    Word{"forestry", StreetAccess::forestry},
    Word{"no", StreetAccess::no},
    Word{"false", StreetAccess::no},
    Word{"0", StreetAccess::no},
    Word{"use_sidepath", StreetAccess::no},
    Word{"emergency", StreetAccess::no},
};

}  // namespace

std::optional<StreetAccess> read_access(std::string_view value) {
    if (value.empty() || value == "unknown") {
        return std::nullopt;
    }
    for (std::size_t at = 0; at <= value.size();) {
        const std::size_t end = std::min(value.find(';', at), value.size());
        std::string_view one = value.substr(at, end - at);
        while (one.starts_with(' ')) {
            one.remove_prefix(1);
        }
        const auto* const found = std::ranges::find(words, one, &Word::word);
        if (found != words.end()) {
            return found->access;
        }
        at = end + 1;
    }
    return StreetAccess::other_word;
}

std::optional<StreetAccess> vehicle_access_of(const OsmTags& tags, StreetVehicle vehicle,
                                              std::string_view suffix) {
    const std::string_view own = vehicle == StreetVehicle::lorry ? "hgv" : "motorcar";
    for (const std::string_view key :
         {own, std::string_view("motor_vehicle"), std::string_view("vehicle")}) {
        if (const auto access = read_access(tags.joined(key, suffix))) {
            return access;
        }
    }
    return std::nullopt;
}

std::optional<StreetAccess> access_of(const OsmTags& tags, StreetVehicle vehicle,
                                      std::string_view suffix) {
    const auto access = vehicle_access_of(tags, vehicle, suffix);
    return access ? access : read_access(tags.joined("access", suffix));
}

}  // namespace relief
