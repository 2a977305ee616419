// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/web/ask_library.h"

// The door of relief-ask.so, all of it that is seen from outside.
extern "C" {
[[gnu::visibility("default")]] extern const relief::AskLibrary relief_part;

const relief::AskLibrary relief_part{.ask_web = &relief::ask_web};
}
