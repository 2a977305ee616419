// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/server/http/gate.h"
#include "tools/server/http/message.h"

#include <optional>
#include <string>
#include <string_view>

namespace relief::http {

/// The fields of a header that has passed the gate, read by Beast. nullopt where Beast finds
/// another method, version or end of the request than the gate did: two readers must agree.
[[nodiscard]] std::optional<Pairs> parse_fields(std::string_view header, const Passed& passed);

/// How the body of an answer is framed.
enum class BodyForm { length, chunked, until_close };

/// Status line and fields of an answer, with the empty line. `date`: the value of Date.
/// nullopt where a field of the response would break the header (a line break in it).
[[nodiscard]] std::optional<std::string> response_head(const Response& response, BodyForm form,
                                                       bool keep_alive, std::string_view date);

/// "Not Found" …; "" for a status without a phrase here.
[[nodiscard]] std::string_view status_phrase(int status);

}  // namespace relief::http
