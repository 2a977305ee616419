// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/cli/web_client.h"

namespace relief {

/// The door of relief-ask.so, which is loaded when a server is first asked: libcurl is slow to
/// load, and most commands ask none.
struct AskLibrary {
    WebAnswer (*ask_web)(const WebRequest&);
};

}  // namespace relief
