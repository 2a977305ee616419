// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

namespace relief::kit {

/// A file of the case collection that is not part of this repository (its licence forbids a copy):
/// below $RELIEF_CASES, or shared/cases beside a folder this one lies in. nullopt where there is
/// none: the test then says loudly what it did not test (GTEST_SKIP).
[[nodiscard]] inline std::optional<std::string> shared_case(const std::string& name) {
    std::error_code ignored;
    if (const char* folder = std::getenv("RELIEF_CASES"); folder != nullptr) {
        const std::filesystem::path path = std::filesystem::path(folder) / name;
        return std::filesystem::exists(path, ignored) ? std::optional(path.string()) : std::nullopt;
    }
    std::filesystem::path above(RELIEF_SOURCE_DIR);
    while (above.has_relative_path()) {
        above = above.parent_path();
        const std::filesystem::path path = above / "shared" / "cases" / name;
        if (std::filesystem::exists(path, ignored)) {
            return path.string();
        }
    }
    return std::nullopt;
}

}  // namespace relief::kit
