// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/network_desk.h"

#include "routing/network/network_file.h"
#include "routing/network/osm_reader.h"
#include "routing/path/turn_graph.h"
#include "tools/desk/output_file.h"
#include "tools/desk/roads_network.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <set>

namespace relief {
namespace {

/// The parts of a network that hang together, one-ways left aside.
class Parts {
  public:
    explicit Parts(const StreetNetwork& network) : leader_(network.nodes.size()) {
        std::iota(leader_.begin(), leader_.end(), 0U);
        for (const StreetPiece& piece : network.pieces) {
            leader_[lead(piece.from)] = lead(piece.to);
        }
    }

    [[nodiscard]] std::vector<std::uint64_t> sizes() {
        std::vector<std::uint64_t> nodes(leader_.size(), 0);
        for (NodeIndex node = 0; node < leader_.size(); ++node) {
            ++nodes[lead(node)];
        }
        std::erase(nodes, 0U);
        return nodes;
    }

  private:
    NodeIndex lead(NodeIndex node) {
        while (leader_[node] != node) {
            leader_[node] = leader_[leader_[node]];
            node = leader_[node];
        }
        return node;
    }
    std::vector<NodeIndex> leader_;
};

void add_lengths(const StreetNetwork& network, NetworkFigures& figures) {
    constexpr double cm_in_km = 100'000;
    std::array<ClassLength, street_class_count> classes{};
    for (const StreetPiece& piece : network.pieces) {
        const StreetWay& way = network.ways[piece.way];
        const StreetLimits& limits = network.limit_sets[way.limits];
        const double km = piece.length_cm / cm_in_km;
        ClassLength& of_class = classes.at(static_cast<std::size_t>(way.street_class));
        of_class.street_class = way.street_class;
        ++of_class.pieces;
        of_class.km += km;
        figures.km += km;
        figures.km_with_ref += way.ref != 0 ? km : 0;
        figures.km_bridge += way.has(StreetWay::bridge) ? km : 0;
        figures.km_height_known += limits.height_cm.is_unknown() ? 0 : km;
        figures.km_weight_known += limits.weight_kg.is_unknown() ? 0 : km;
    }
    for (const ClassLength& of_class : classes) {
        if (of_class.pieces > 0) {
            figures.classes.push_back(of_class);
        }
    }
}

void add_bounds(const StreetNetwork& network, NetworkFigures& figures) {
    if (network.nodes.empty()) {
        return;
    }
    const auto [west, east] =
        std::ranges::minmax_element(network.nodes, {}, &StreetPoint::longitude_e7);
    const auto [south, north] =
        std::ranges::minmax_element(network.nodes, {}, &StreetPoint::latitude_e7);
    figures.west = west->longitude();
    figures.east = east->longitude();
    figures.south = south->latitude();
    figures.north = north->latitude();
}

}  // namespace

NetworkFigures network_figures(const StreetNetwork& network, const std::string& file) {
    NetworkFigures figures{.file = file,
                           .source = network.source,
                           .nodes = network.nodes.size(),
                           .arcs = network.arcs.size(),
                           .ways = network.ways.size(),
                           .barriers = network.barriers.size()};
    add_lengths(network, figures);
    add_bounds(network, figures);
    std::set<std::int64_t> relations;
    for (const TurnBan& ban : network.bans) {
        relations.insert(ban.id);
    }
    figures.turn_restrictions = relations.size();
    for (const StreetCondition& condition : network.conditions) {
        ++(condition.is_plain != 0 ? figures.conditions_plain : figures.conditions_in_words);
    }
    const std::vector<std::uint64_t> parts = Parts(network).sizes();
    figures.parts = parts.size();
    if (!parts.empty()) {
        figures.largest_part_share = static_cast<double>(*std::ranges::max_element(parts)) /
                                     static_cast<double>(network.nodes.size());
    }
    return figures;
}

NetworkReadAnswer read_network_file(const std::filesystem::path& pbf,
                                    const std::optional<std::filesystem::path>& out) {
    NetworkReadAnswer answer;
    const StreetNetwork network = read_osm_network(pbf, answer.report);
    answer.figures = network_figures(network, pbf.string());
    if (out) {
        const std::string bytes = network_bytes(network);
        write_output_file(*out, bytes);
        answer.saved_as = out->string();
        answer.saved_bytes = bytes.size();
        // The index takes longer to find than the file to read; most questions are of lorries.
        const StreetGraph graph = turn_street_graph(network, StreetVehicle::lorry);
        const std::filesystem::path beside = index_file_of(*out, StreetVehicle::lorry);
        write_output_file(beside, index_bytes(build_index(graph.graph)));
        answer.index_saved_as = beside.string();
    }
    return answer;
}

NetworkFigures show_network_file(const std::filesystem::path& file) {
    return network_figures(load_network(file), file.string());
}

}  // namespace relief
