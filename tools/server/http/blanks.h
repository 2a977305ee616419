// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace relief::http {

/// A field's value without the blanks around it (RFC 9110 5.6.3: space and tab).
[[nodiscard]] inline std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) {
        return {};
    }
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

}  // namespace relief::http
