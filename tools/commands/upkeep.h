// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/commands/command.h"

#include <vector>

namespace relief {

// The families of commands that look after the program and its files (see command.h).
[[nodiscard]] std::vector<CommandSpec> backup_commands();
[[nodiscard]] std::vector<CommandSpec> help_commands();

}  // namespace relief
