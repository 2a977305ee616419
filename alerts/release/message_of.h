// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/cap/message.h"
#include "alerts/release/release.h"

#include <string>
#include <vector>

namespace relief {

/// The name of the list that codes of divisions in `geocode` are of.
inline constexpr std::string_view division_codes = "GB/T 2260";

/// The sender of an office: "meteorology@220000.relief", one and the same for all it issues.
[[nodiscard]] std::string sender_of(const WarningDraft& draft, const WarningRules& rules);

/// The message of a case that is ready, sent at `sent`. `before` are the chain's messages so far,
/// which an update or a cancel refers to, all of them. Who signed, who was passed over and the
/// green channel stand in `note` and as parameters; the colour as cap::colour_parameter.
[[nodiscard]] cap::Alert message_of(const ReleaseCase& of, const WarningRules& rules,
                                    const std::string& identifier, Instant sent,
                                    const std::vector<cap::Reference>& before);

}  // namespace relief
