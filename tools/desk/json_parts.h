// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/time.h"
#include "gis/crs.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>

namespace relief {

/// Small parts that many documents are made of.

/// The time as the documents write it, null where there is none.
[[nodiscard]] nlohmann::ordered_json time_json(const std::optional<Instant>& at);

/// The text, null where it is empty.
[[nodiscard]] nlohmann::ordered_json text_or_null(const std::string& text);

/// A position of GeoJSON to about a metre, which is more than the sources know.
[[nodiscard]] nlohmann::ordered_json position_json(LonLat at);

/// A feature of GeoJSON.
[[nodiscard]] nlohmann::ordered_json feature_json(nlohmann::ordered_json geometry,
                                                  nlohmann::ordered_json properties);

}  // namespace relief
