// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/places.h"
#include "core/rules.h"
#include "core/time.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// A scenario in the list.
struct ScenarioRow {
    std::string id;
    std::string name;
    std::string hazard;
    Instant start;
    std::size_t reports = 0;
    std::optional<Instant> last_publication;  ///< nothing where there is no report
};

/// The scenarios of data/scenarios by id, each read and checked whole.
[[nodiscard]] std::vector<ScenarioRow> list_scenarios(const std::filesystem::path& data,
                                                      const Rules& rules, const Places& places);

/// relief.scenarios/1.
[[nodiscard]] std::string scenarios_json(const std::vector<ScenarioRow>& rows);

[[nodiscard]] std::string scenarios_text(const std::vector<ScenarioRow>& rows,
                                         std::string_view language);

}  // namespace relief
