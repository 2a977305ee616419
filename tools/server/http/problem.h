// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/server/http/gate.h"
#include "tools/server/http/message.h"

#include <string>
#include <string_view>

namespace relief::http {

/// An RFC 9457 problem document (application/problem+json): type, title, status, detail, and our
/// code. The title is the code's sentence in `language` ("zh" or "en"); an empty detail is left
/// out.
[[nodiscard]] Response problem(int status, std::string_view code, std::string_view detail,
                               std::string_view language = "en");

/// The same of a refusal of the server's own, with found and expected. It ends the connection.
[[nodiscard]] Response problem(const Refusal& refusal);

}  // namespace relief::http
