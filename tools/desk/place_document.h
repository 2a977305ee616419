// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/places.h"
#include "core/time.h"

#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// Everything a name can mean on a day, places and offices. Homonyms all come back; the caller
/// chooses.
struct PlaceAnswer {
    std::string query;
    Date on;
    std::vector<PlaceMatch> matches;
    std::vector<OfficeMatch> offices;
};

/// bad_input place.unknown, with the nearest names in `expected`, where it means neither.
[[nodiscard]] PlaceAnswer find_places(const Places& places, const std::string& query, Date on);

/// relief.places/1.
[[nodiscard]] std::string place_json(const PlaceAnswer& answer);

[[nodiscard]] std::string place_text(const PlaceAnswer& answer, std::string_view language);

}  // namespace relief
