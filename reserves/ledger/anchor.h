// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/journal.h"

#include <filesystem>
#include <vector>

namespace relief {

/// The heads of an anchor file, in its order. bad_input: file.missing, file.read, and anchor.line
/// at the first line that is not "seq hash".
[[nodiscard]] std::vector<JournalHead> read_anchor(const std::filesystem::path& anchor);

}  // namespace relief
