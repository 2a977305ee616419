// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/kit/temp_folder.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace relief::kit {

/// Writes a file whole; std::runtime_error where it cannot.
void write_text(const std::filesystem::path& path, const std::string& text);

struct Ended {
    int status = -1;  ///< exit status; 128 + signal where one ended it
    std::string out;
    std::string err;
};

struct RunOptions {
    std::optional<std::filesystem::path> folder;            ///< current folder
    std::map<std::string, std::optional<std::string>> env;  ///< set, or taken out where empty
};

/// Runs a program to its end; the first of `command` is found by PATH. The locale is C.UTF-8 and
/// TZ is not set unless `env` says so, so that a test does not depend on the machine's.
[[nodiscard]] Ended run(const std::vector<std::string>& command, const RunOptions& options = {});

/// True where a program of this name is in PATH.
[[nodiscard]] bool is_installed(const std::string& program);

}  // namespace relief::kit
