// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/network/street_builder.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// Kilometres of a class of road, counting a road driven both ways once.
struct ClassLength {
    StreetClass street_class = StreetClass::road;
    std::uint64_t pieces = 0;
    double km = 0;
};

/// What a street network holds, for a person to judge whether it is the right one.
struct NetworkFigures {
    std::string file;
    std::string source;
    std::uint64_t nodes = 0;
    std::uint64_t arcs = 0;
    std::uint64_t ways = 0;
    std::vector<ClassLength> classes;  ///< those there are, by rank
    double km = 0;
    double km_with_ref = 0;  ///< on roads with a number
    double km_bridge = 0;
    double km_height_known = 0;  ///< on roads of which something is known of height, also "none"
    double km_weight_known = 0;
    std::uint64_t barriers = 0;
    std::uint64_t turn_restrictions = 0;  ///< relations; those of some hours only included
    std::uint64_t conditions_plain = 0;
    std::uint64_t conditions_in_words = 0;
    std::uint64_t parts = 0;                          ///< weakly connected
    double largest_part_share = 0;                    ///< of the nodes
    double west = 0, south = 0, east = 0, north = 0;  ///< degrees, of the nodes
};

[[nodiscard]] NetworkFigures network_figures(const StreetNetwork& network, const std::string& file);

/// A PBF file read, and saved where `out` says so.
struct NetworkReadAnswer {
    NetworkFigures figures;
    ReadReport report;
    std::optional<std::string> saved_as;
    std::uint64_t saved_bytes = 0;
    std::optional<std::string> index_saved_as;  ///< for lorries, beside the network
};

/// bad_input as read_osm_network and write_output_file.
[[nodiscard]] NetworkReadAnswer read_network_file(const std::filesystem::path& pbf,
                                                  const std::optional<std::filesystem::path>& out);

/// The figures of a saved network. bad_input as load_network.
[[nodiscard]] NetworkFigures show_network_file(const std::filesystem::path& file);

/// relief.network/1: {file, source, nodes, arcs, ways, km, …, read{}, findings[]}; the last two
/// only where a source was read.
[[nodiscard]] std::string network_json(const NetworkFigures& figures);
[[nodiscard]] std::string network_json(const NetworkReadAnswer& answer);
[[nodiscard]] std::string network_text(const NetworkFigures& figures, std::string_view language);
[[nodiscard]] std::string network_text(const NetworkReadAnswer& answer, std::string_view language);

}  // namespace relief
