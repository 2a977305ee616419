// SPDX-License-Identifier: Apache-2.0
#include "alerts/channel/web/web_library.h"

// The door of relief-web.so, all of it that is seen from outside.
extern "C" {
[[gnu::visibility("default")]] extern const relief::WebLibrary relief_part;

const relief::WebLibrary relief_part{.http_post = &relief::http_post,
                                     .smtp_send = &relief::smtp_send};
}
