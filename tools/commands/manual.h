// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace relief {

/// The manual page relief(1) in roff, of every command and option, in "zh" or "en".
[[nodiscard]] std::string manual_page(std::string_view language);

/// A script for bash that completes commands and options; sourced once, it asks the program
/// nothing.
[[nodiscard]] std::string bash_completion();

}  // namespace relief
