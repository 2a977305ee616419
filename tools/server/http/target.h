// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/server/http/message.h"

#include <optional>
#include <string>
#include <string_view>

namespace relief::http {

/// A request target taken apart and decoded.
struct Target {
    std::string path;
    Pairs query;
};

/// Reads the origin form "/path?name=value&…". nullopt where a reader of files, a proxy or a
/// second decoding could understand it otherwise: no leading "/", "//", a segment "." or "..", an
/// encoded slash, backslash, percent or control character, a broken "%", bytes that are no UTF-8,
/// characters that have no place in a URI, more than 64 parameters. "+" in the query is a blank.
[[nodiscard]] std::optional<Target> parse_target(std::string_view text);

}  // namespace relief::http
