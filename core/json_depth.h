// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace relief {

/// Deeper than any document of ours, and far from what takes a thread's stack.
inline constexpr int json_depth_max = 64;

/// How deep the brackets of a JSON text nest, at the deepest; of a text that is no JSON, how deep a
/// reader could follow them.
[[nodiscard]] int json_depth(std::string_view json);

/// To be called before a text from outside is parsed: the parser goes to any depth, but whoever
/// copies or prints what it read goes down the stack with it. bad_input (json.syntax) beyond
/// json_depth_max; `file` is told in it.
void check_json_depth(std::string_view json, const std::string& file);

}  // namespace relief
