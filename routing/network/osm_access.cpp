// SPDX-License-Identifier: Apache-2.0
#include "routing/network/osm_access.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

namespace relief {
namespace {

struct AccessWord {
    std::string_view word;
    StreetAccess access;
};

constexpr std::array words{
    AccessWord{"yes", StreetAccess::yes},
    AccessWord{"designated", StreetAccess::yes},
    AccessWord{"permissive", StreetAccess::yes},
    AccessWord{"official", StreetAccess::yes},
    AccessWord{"public", StreetAccess::yes},
    AccessWord{"true", StreetAccess::yes},
    AccessWord{"1", StreetAccess::yes},
    AccessWord{"discouraged", StreetAccess::yes},
    AccessWord{"destination", StreetAccess::destination},
    AccessWord{"local", StreetAccess::destination},
    AccessWord{"delivery", StreetAccess::delivery},
    AccessWord{"customers", StreetAccess::customers},
    AccessWord{"permit", StreetAccess::permit},
    AccessWord{"private", StreetAccess::private_},
    AccessWord{"residents", StreetAccess::private_},
    AccessWord{"employees", StreetAccess::private_},
    AccessWord{"military", StreetAccess::private_},
    AccessWord{"agricultural", StreetAccess::agricultural},
    AccessWord{"agriculture", StreetAccess::agricultural},
    AccessWord{"forestry", StreetAccess::forestry},
    AccessWord{"no", StreetAccess::no},
    AccessWord{"false", StreetAccess::no},
    AccessWord{"0", StreetAccess::no},
    AccessWord{"use_sidepath", StreetAccess::no},
    AccessWord{"emergency", StreetAccess::no},
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
        const auto* const found = std::ranges::find(words, one, &AccessWord::word);
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
