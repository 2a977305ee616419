// SPDX-License-Identifier: Apache-2.0
#include "tools/roads/closure_table.h"

#include "core/table/csv.h"
#include "routing/network/closure.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace relief::roads {
namespace {

namespace fs = std::filesystem;

/// How a closure came onto its edges.
struct Placing {
    std::string placed_by;
    std::string confidence;
    std::string doubt;
};

/// Roads smaller than those of the map, in the words of the reports.
constexpr std::array<std::string_view, 4> small_roads{"local", "village", "county", "rural"};

Placing not_placed(const Closure& closure, const RoadNetwork& network) {
    if (!closure.is_road) {
        return {"", "", "no road"};
    }
    if (std::ranges::find(small_roads, closure.road_class) != small_roads.end()) {
        return {"", "", "smaller than the roads of the map, which end at secondary roads"};
    }
    const bool is_known = std::ranges::any_of(
        network.routes, [&](const NumberedRoad& road) { return road.ref == closure.ref; });
    return {"", "",
            is_known ? "the report does not say between which places"
                     : "no road of this name or number is known on the network"};
}

/// The least sure of the roads whose edges are shut.
std::string least_confidence(const Closure& closure, const RoadNetwork& network,
                             std::string_view ref) {
    constexpr std::array<std::string_view, 3> order{"low", "medium", "high"};
    std::size_t least = order.size() - 1;
    for (const int index : closure.edges) {
        for (const int route : network.edges[static_cast<std::size_t>(index)].routes) {
            const NumberedRoad& road = network.routes[static_cast<std::size_t>(route)];
            const auto at = std::ranges::find(order, road.confidence);
            if (road.ref == ref && at != order.end()) {
                least = std::min(least, static_cast<std::size_t>(at - order.begin()));
            }
        }
    }
    return std::string(order[least]);
}

Placing placing(const CsvRow& row, const Closure& closure, const RoadNetwork& network) {
    if (closure.edges.empty()) {
        return not_placed(closure, network);
    }
    const std::string from = row.text("edge_from_code");
    const std::string to = row.text("edge_to_code");
    const std::string ref = row.text("edge_ref");
    if (ref != "*") {
        const bool is_between = !from.empty() && !to.empty();
        return {is_between ? fmt::format("{} from {} to {}", ref, from, to) : ref,
                least_confidence(closure, network, ref),
                "where on the road is not known: shut from town to town"};
    }
    const std::string county = from.empty() ? to : from;
    return county.empty() ? Placing{"class " + closure.road_class, "high", ""}
                          : Placing{"county " + county, "high",
                                    "every road that touches the county, through traffic too"};
}

std::vector<fs::path> scenario_folders(const fs::path& data) {
    std::set<fs::path> folders;
    for (const auto& entry : fs::directory_iterator(data / "scenarios")) {
        if (fs::exists(entry.path() / "closures.csv")) {
            folders.insert(entry.path());
        }
    }
    return {folders.begin(), folders.end()};
}

std::string row_text(const fs::path& folder, const Closure& closure, const Placing& placing,
                     const RoadNetwork& network) {
    double km = 0;
    std::string ids;
    for (const int index : closure.edges) {
        const RoadEdge& edge = network.edges[static_cast<std::size_t>(index)];
        km += edge.km;
        ids += (ids.empty() ? "" : ";") + edge.id;
    }
    const std::vector<std::string> fields{folder.filename().string(),
                                          closure.id,
                                          closure.ref,
                                          closure.place,
                                          placing.placed_by,
                                          std::to_string(closure.edges.size()),
                                          closure.edges.empty() ? "" : fmt::format("{:.1f}", km),
                                          placing.confidence,
                                          placing.doubt,
                                          ids,
                                          "derived"};
    return csv_line(fields) + '\n';
}

}  // namespace

std::string closure_edges_csv(const fs::path& data, const RoadNetwork& network,
                              const Places& places) {
    std::string text =
        "scenario,closure_id,ref,place,placed_by,edges,km,confidence,doubt,edge_ids,flag\n";
    for (const fs::path& folder : scenario_folders(data)) {
        const std::vector<Closure> closures = load_closures(folder, network, places);
        const fs::path file = folder / "closures.csv";
        const CsvTable table(read_file(file), file.string(),
                             {"edge_from_code", "edge_to_code", "edge_ref"});
        for (std::size_t i = 0; i < closures.size(); ++i) {
            text +=
                row_text(folder, closures[i], placing(table.row(i), closures[i], network), network);
        }
    }
    return text;
}

}  // namespace relief::roads
