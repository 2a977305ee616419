// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/print/form.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace relief {

/// A form as the bytes of a file.
struct PrintedFile {
    std::string format;  ///< pdf, xlsx, csv
    std::string bytes;
    int pages = 0;
    std::vector<std::string> missing_glyphs;
};

/// Renders in the format that the ending of `out` names; several forms (cards) as PDF only.
/// bad_input argument.value (--out) for any other ending.
[[nodiscard]] PrintedFile render_file(std::span<const Form> forms,
                                      const std::filesystem::path& out);

/// bad_input (file.write) where it cannot all be written.
void write_printed(const PrintedFile& file, const std::filesystem::path& out);

}  // namespace relief
