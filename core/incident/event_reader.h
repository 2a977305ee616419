// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/incident/incident.h"

#include <filesystem>

namespace relief {

/// Reads event.json. Codes are translated to present ones. bad_input (json.syntax, json.field,
/// place.unknown, plan.unknown) with the line and the path of the field: "affected_counties[2]".
[[nodiscard]] Incident read_event(const std::filesystem::path& file, const Rules& rules,
                                  const Places& places);

}  // namespace relief
