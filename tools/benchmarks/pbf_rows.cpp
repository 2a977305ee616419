// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/pbf_rows.h"

#include "routing/network/network_file.h"
#include "routing/network/osm_reader.h"
#include "routing/network/street_closure.h"
#include "tools/benchmarks/boost_area.h"
#include "tools/benchmarks/osmium_read.h"
#include "tools/benchmarks/process.h"
#include "tools/benchmarks/stopwatch.h"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <random>
#include <utility>

namespace relief::bench {
namespace {

constexpr double read_goal = 2.0;
constexpr double start_goal_ms = 50;

StreetNetwork read_network(const std::string& file) {
    ReadReport report;
    return read_osm_network(std::filesystem::path(file), report);
}

/// Both in turn, so that a busy machine is busy for both.
Row pbf_read_porto(const std::string& file, int rounds) {
    Row row{.name = "pbf_read_porto",
            .unit = "s",
            .baseline = "libosmium reading it with node locations",
            .goal = fmt::format("<= {} x baseline", read_goal)};
    std::vector<double> own;
    std::vector<double> osmium;
    std::vector<double> ratios;
    bool has_osmium = true;
    for (int round = 0; round < rounds; ++round) {
        own.push_back(seconds([&] { (void)read_network(file); }));
        osmium.push_back(seconds([&] { has_osmium = osmium_read(file).has_value(); }));
        ratios.push_back(own.back() / osmium.back());
    }
    row.value = median(own);
    if (!has_osmium) {
        row.note = "libosmium2-dev was not there when this was built: no baseline";
        return row;
    }
    row.baseline_value = median(osmium);
    row.met = median(ratios) <= read_goal;
    row.note = fmt::format("ratio {:.2f}, median of {} rounds", median(ratios), rounds);
    return row;
}

Row network_start(const std::string& file, int rounds) {
    const TemporaryFolder folder;
    const std::filesystem::path saved = folder.path() / "porto.network";
    save_network(read_network(file), saved);
    std::vector<double> taken;
    for (int round = 0; round < rounds; ++round) {
        taken.push_back(1'000 * seconds([&] { (void)load_network(saved); }));
    }
    Row row{.name = "network_start",
            .value = median(taken),
            .unit = "ms",
            .goal = fmt::format("<= {}", start_goal_ms)};
    row.met = *row.value <= start_goal_ms;
    row.note = fmt::format("network of Porto, {:.1f} MB, read and proven sound; {} runs",
                           static_cast<double>(std::filesystem::file_size(saved)) / 1e6, rounds);
    return row;
}

/// A flooded area of 1 to 4 km across, 24 corners, round a node.
ClosureArea flood(const StreetNetwork& network, std::mt19937_64& random) {
    constexpr int corners = 24;
    constexpr double metres_e7 = 1e7 / 111'320.0;
    const StreetPoint middle = network.nodes[random() % network.nodes.size()];
    const double radius_e7 = (500.0 + static_cast<double>(random() % 1'500)) * metres_e7;
    ClosureArea area;
    std::vector<StreetPoint>& ring = area.rings.emplace_back();
    for (int i = 0; i < corners; ++i) {
        const double angle = 2 * std::numbers::pi * i / corners;
        const double reach = radius_e7 * (0.7 + 0.3 * static_cast<double>(random() % 100) / 100);
        ring.push_back({.longitude_e7 = middle.longitude_e7 +
                                        static_cast<std::int32_t>(reach * std::cos(angle) * 1.3),
                        .latitude_e7 = middle.latitude_e7 +
                                       static_cast<std::int32_t>(reach * std::sin(angle))});
    }
    return area;
}

/// The baseline answers which pieces meet the polygon; ours, besides, which of them lie on the
/// ground, and their arcs.
Row closure_area_arcs(const std::string& file, int rounds) {
    constexpr int areas = 200;
    const StreetNetwork network = read_network(file);
    const StreetPieces pieces(network);
    const BoostAreas boost(network);
    std::vector<double> own;
    std::vector<double> theirs;
    std::vector<double> ratios;
    std::size_t shut = 0;
    std::size_t met = 0;
    for (int round = 0; round < rounds; ++round) {
        std::mt19937_64 random(static_cast<std::uint64_t>(round));
        std::vector<ClosureArea> floods;
        for (int i = 0; i < areas; ++i) {
            floods.push_back(flood(network, random));
        }
        own.push_back(seconds([&] {
            for (const ClosureArea& area : floods) {
                shut +=
                    place_closure(pieces, {.kind = ClosureKind::area, .area = area}).arcs.size();
            }
        }));
        theirs.push_back(seconds([&] {
            for (const ClosureArea& area : floods) {
                met += boost.pieces_in(area).size();
            }
        }));
        ratios.push_back(own.back() / theirs.back());
    }
    Row row{.name = "closure_area_arcs",
            .value = median(own) / areas * 1'000,
            .unit = "ms",
            .baseline = "Boost.Geometry, R-tree and intersects",
            .baseline_value = median(theirs) / areas * 1'000,
            .goal = "<= 1.0 x baseline"};
    row.met = median(ratios) <= 1.0;
    const auto asked = static_cast<std::size_t>(rounds) * areas;
    row.note = fmt::format(
        "ratio {:.2f}, median of {} rounds of {} polygons of 24 corners on Porto; {} arcs shut and "
        "{} pieces met each",
        median(ratios), rounds, areas, shut / asked, met / asked);
    return row;
}

}  // namespace

std::vector<Row> measure_pbf(const Options& options, const std::string& cases) {
    const std::string file = cases + "/roads/porto_portugal.osm.pbf";
    const bool is_there = !cases.empty() && std::filesystem::exists(file);
    const int rounds = options.quick ? 3 : 9;
    std::vector<Row> rows;
    for (const auto& [name, measure] :
         {std::pair{"pbf_read_porto", &pbf_read_porto}, std::pair{"network_start", &network_start},
          std::pair{"closure_area_arcs", &closure_area_arcs}}) {
        if (!options.wants(name)) {
            continue;
        }
        rows.push_back(is_there ? measure(file, rounds)
                                : Row{.name = name,
                                      .note = "roads/porto_portugal.osm.pbf is not there: name the "
                                              "cases with --cases DIR"});
    }
    return rows;
}

}  // namespace relief::bench
