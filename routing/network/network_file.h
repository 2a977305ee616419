// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/network/street_network.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace relief {

/// A network as the bytes of its file: the same network, the same bytes.
[[nodiscard]] std::string network_bytes(const StreetNetwork& network);

/// Writes the file whole or not at all. bad_input file.write.
void save_network(const StreetNetwork& network, const std::filesystem::path& file);

/// Reads a saved network. bad_input: network.foreign (not such a file), network.newer,
/// network.damaged (cut off, changed, or saying what cannot be; `field` is the part), file.missing,
/// file.read. What the file says of its sizes is held against its length before room is made.
[[nodiscard]] StreetNetwork load_network(const std::filesystem::path& file);

/// The same from memory; `name` stands for the file in errors.
[[nodiscard]] StreetNetwork parse_network(std::string_view bytes, const std::string& name);

}  // namespace relief
