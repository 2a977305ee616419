// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/commands/command.h"

#include <vector>

namespace relief {

/// `relief situation`, `situation base`: what the map shows.
[[nodiscard]] std::vector<CommandSpec> situation_commands();

}  // namespace relief
