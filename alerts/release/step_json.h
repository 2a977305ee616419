// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/release/release.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace relief {

/// A draft as `relief.alert_draft/1` holds it: status, unit, hazard, colour, follow, follows,
/// onset, expires, area{codes, polygons [[lon, lat] …], circles}, texts[], reason.
[[nodiscard]] nlohmann::ordered_json draft_json(const WarningDraft& draft);
/// bad_input json.syntax, json.field naming the field.
[[nodiscard]] WarningDraft read_draft(const nlohmann::ordered_json& document);

/// A step as the books keep it, and back. What was written is read as it was.
[[nodiscard]] std::string step_text(const Step& step);
[[nodiscard]] Step read_step(std::string_view text);

}  // namespace relief
