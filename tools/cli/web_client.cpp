// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/web_client.h"

#include "core/program_part.h"
#include "tools/cli/web/ask_library.h"

#include <cctype>

#include <fmt/format.h>

namespace relief {

WebAnswer ask_web(const WebRequest& request) {
    static const auto& library = program_part_as<AskLibrary>("relief-ask");
    return library.ask_web(request);
}

std::string WebAnswer::header(std::string_view name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
}

std::string url_escaped(std::string_view text) {
    std::string escaped;
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        if (std::isalnum(byte) != 0 || letter == '-' || letter == '_' || letter == '.') {
            escaped += letter;
        } else {
            escaped += fmt::format("%{:02X}", byte);
        }
    }
    return escaped;
}

}  // namespace relief
