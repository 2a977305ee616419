// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/commands/command.h"

namespace relief {

/// `relief serve`: serves the books of --db until SIGINT or SIGTERM. Answers the exit status: 0
/// after a stop, 5 where a commit failed so that the books must be opened anew. Errors as Api and
/// http::HttpServer.
int serve(const Session& session, const Given& given);

}  // namespace relief
