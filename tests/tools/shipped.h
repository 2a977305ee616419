// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace relief::kit {

/// What the program ships with, as the tests name it.
inline const std::filesystem::path shipped_data = std::filesystem::path(RELIEF_SOURCE_DIR) / "data";
inline const std::string scenario_folder = (shipped_data / "scenarios").string() + "/";
inline const std::string yongji_flood = "2017-07-yongji-flood";

}  // namespace relief::kit
