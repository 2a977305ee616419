// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace relief::bench {

/// Reads a PBF file with libosmium, puts the locations of the nodes onto the ways, and does nothing
/// with them. Gives back how many ways there were; nullopt where libosmium was not there to be
/// built with.
[[nodiscard]] std::optional<std::uint64_t> osmium_read(const std::string& file);

}  // namespace relief::bench
