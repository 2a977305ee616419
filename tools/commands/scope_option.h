// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/commands/command.h"
#include "tools/desk/place_scope.h"

namespace relief {

/// What lists take that can be cut down to places (tools/desk/place_scope.h). The server fills it
/// in for who may see their own places alone.
inline constexpr OptionSpec scope_option{"--site", "SITE", "只看这些库点、市（州）、县（逗号分开）",
                                         "of these depots or divisions alone, with commas between"};

}  // namespace relief
