// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/pbf_rows.h"

#include "routing/network/network_file.h"
#include "routing/network/osm_reader.h"
#include "tools/benchmarks/osmium_read.h"
#include "tools/benchmarks/process.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <utility>

namespace relief::bench {
namespace {

constexpr double read_goal = 2.0;
constexpr double start_goal_ms = 50;

template <typename Act>
double seconds(Act&& act) {
    const auto begin = std::chrono::steady_clock::now();
    std::forward<Act>(act)();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

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

}  // namespace

std::vector<Row> measure_pbf(const Options& options, const std::string& cases) {
    const std::string file = cases + "/roads/porto_portugal.osm.pbf";
    const bool is_there = !cases.empty() && std::filesystem::exists(file);
    const int rounds = options.quick ? 3 : 9;
    std::vector<Row> rows;
    for (const auto& [name, measure] : {std::pair{"pbf_read_porto", &pbf_read_porto},
                                        std::pair{"network_start", &network_start}}) {
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
