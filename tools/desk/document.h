// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/incident/incident.h"
#include "core/incident/response_level.h"
#include "core/places.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// What the documents of the operations have in common. Fields stand in a fixed order and a
/// document ends with a line feed, so the same answer is the same bytes.
[[nodiscard]] std::string document_text(const nlohmann::ordered_json& document);

/// A number as people would write it: 75000 and not 75000.0.
[[nodiscard]] nlohmann::ordered_json number_json(double value);
[[nodiscard]] std::string number_text(double value);

/// `levels[]` of relief.plan/1 and relief.levels/1.
[[nodiscard]] nlohmann::ordered_json levels_json(const std::vector<LevelConclusion>& levels);

/// Figures that cannot both be right, side by side.
[[nodiscard]] nlohmann::ordered_json contradictions_json(
    const std::vector<Contradiction>& contradictions);

/// 0 "-", 1 "I", … 4 "IV".
[[nodiscard]] std::string_view roman_level(int level);

/// The name of a division; its code where it has none.
[[nodiscard]] std::string place_name(const Places& places, std::string_view code);

/// The one of two words that fits the language, "zh" or "en".
[[nodiscard]] std::string_view in_language(std::string_view language, std::string_view zh,
                                           std::string_view en);

}  // namespace relief
