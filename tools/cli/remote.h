// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/cli/web_client.h"
#include "tools/commands/command.h"

namespace relief {

/// Runs a command on the server of --server instead of on a file: the same words in, the same
/// answer out. Files it names are sent, files it writes are fetched; long work shows how far it is,
/// and Ctrl-C asks for the best it has. Answers the exit status the command would have had.
/// bad_input server.unreachable where nobody answers, request.unknown where the command works on a
/// file of this machine alone.
int run_remote(const Session& session, const CommandSpec& command, const Given& given);

/// `relief log-in`: asks for the password on standard input and keeps the session's token
/// (token_file.h); with --redeem a one-time code and the first password, with --new-password
/// another one.
int remote_log_in(const Session& session, const Given& given);
/// `relief log-out`: the session ends, its token is forgotten.
int remote_log_out(const Session& session, const Given& given);

/// Tells of what a server refused as the command itself would have; answers the exit status.
int report_problem(const Session& session, const WebAnswer& answer);

}  // namespace relief
