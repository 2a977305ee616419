// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/commands/command.h"

namespace relief {

/// Runs a command on the server of --server instead of on a file: the same words in, the same
/// answer out. Files it names are sent, files it writes are fetched; long work shows how far it is,
/// and Ctrl-C asks for the best it has. Answers the exit status the command would have had.
/// bad_input server.unreachable where nobody answers, request.unknown where the command works on a
/// file of this machine alone.
int run_remote(const Session& session, const CommandSpec& command, const Given& given);

}  // namespace relief
