// SPDX-License-Identifier: Apache-2.0
#include "core/json_depth.h"

#include "core/error.h"

#include <algorithm>

#include <fmt/format.h>

namespace relief {

int json_depth(std::string_view json) {
    int depth = 0;
    int deepest = 0;
    bool in_text = false;
    for (std::size_t at = 0; at < json.size(); ++at) {
        const char sign = json[at];
        if (in_text) {
            at += sign == '\\' ? 1 : 0;
            in_text = sign != '"';
        } else if (sign == '"') {
            in_text = true;
        } else if (sign == '[' || sign == '{') {
            deepest = std::max(deepest, ++depth);
        } else if (sign == ']' || sign == '}') {
            --depth;
        }
    }
    return deepest;
}

void check_json_depth(std::string_view json, const std::string& file) {
    if (const int depth = json_depth(json); depth > json_depth_max) {
        throw bad_input({.code = "json.syntax",
                         .message = "the JSON is nested more deeply than any document here",
                         .file = file,
                         .found = fmt::format("{} levels", depth),
                         .expected = fmt::format("at most {}", json_depth_max)});
    }
}

}  // namespace relief
