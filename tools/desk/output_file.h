// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string_view>

namespace relief {

/// Writes a file whole: it bears its name only when every byte is in it, and one that was there
/// before stays where that fails. bad_input file.write, db.full.
void write_output_file(const std::filesystem::path& file, std::string_view bytes);

}  // namespace relief
