// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/commands/command.h"

#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace relief {

/// The text of an option, "" where it is not given.
[[nodiscard]] std::string word(const Given& given, std::string_view option);

/// The path an option names, where it is given.
[[nodiscard]] std::optional<std::filesystem::path> path_of(const Given& given,
                                                           std::string_view option);

/// The options as typed, as JSON: what an intention is known again by.
[[nodiscard]] std::string content_of(const Given& given,
                                     std::initializer_list<std::string_view> options);

}  // namespace relief
