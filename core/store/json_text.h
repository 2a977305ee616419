// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace relief {

/// Appends a text as a JSON string, as nlohmann::json::dump writes it but several times as fast:
/// every change writes its rows into the journal, and an import has a hundred thousand of them.
/// bad_input (text.encoding) where the text is not UTF-8; `what` names it in the message.
void append_json(std::string& json, std::string_view text, std::string_view what);
void append_digits(std::string& text, std::int64_t number);

}  // namespace relief
