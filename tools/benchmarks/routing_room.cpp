// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/routing_room.h"

#include "core/error.h"
#include "routing/path/index_matrix.h"
#include "routing/path/index_query.h"
#include "tools/benchmarks/boost_dijkstra.h"
#include "tools/benchmarks/pbf_rows.h"
#include "tools/benchmarks/process.h"
#include "tools/benchmarks/road_graphs.h"
#include "tools/benchmarks/stopwatch.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <functional>
#include <iterator>
#include <numbers>
#include <optional>
#include <random>
#include <thread>
#include <utility>

namespace relief::bench {
namespace {

using Pair = std::pair<NodeId, NodeId>;

/// The nodes that reach `middle` and are reached from it.
std::vector<NodeId> joined_with(const RoutingIndex& index, const IndexMetric& metric,
                                NodeId middle) {
    const auto from = distances_from(index, metric, middle);
    const auto to = distances_to(index, metric, middle);
    std::vector<NodeId> nodes;
    for (NodeId node = 0; node < index.node_count(); ++node) {
        if (from[node] != unreachable && to[node] != unreachable) {
            nodes.push_back(node);
        }
    }
    return nodes;
}

/// A graph with its index, its weights, and what draws nodes from its largest component.
struct Bed {
    RoadGraph road;
    RoutingIndex index;
    IndexMetric metric;
    BoostDijkstra boost;
    std::vector<NodeId> nodes;
    std::mt19937_64 random{42};
    QueryScratch scratch;

    explicit Bed(RoadGraph read)
        : road(std::move(read)),
          index(build_index(road.graph)),
          metric(weigh(index, road.travel_time)),
          boost(road.graph, road.travel_time) {
        for (NodeId middle = 0; 2 * nodes.size() < road.graph.node_count(); ++middle) {
            nodes = joined_with(index, metric, middle);
        }
    }

    NodeId node() { return nodes[random() % nodes.size()]; }
    std::vector<NodeId> some_nodes(std::size_t count) {
        std::vector<NodeId> list(count);
        std::generate(list.begin(), list.end(), [this] { return node(); });
        return list;
    }
    std::vector<Pair> pairs(std::size_t count) {
        std::vector<Pair> list(count);
        std::generate(list.begin(), list.end(), [this] {
            const NodeId from = node();
            return Pair(from, node());
        });
        return list;
    }
    std::vector<ArcId> scattered_arcs(std::size_t count) {
        std::vector<ArcId> arcs(count);
        for (ArcId& arc : arcs) {
            arc = static_cast<ArcId>(random() % road.graph.arc_count());
        }
        return arcs;
    }
    [[nodiscard]] std::vector<ArcChange> closing(const std::vector<ArcId>& arcs) const {
        std::vector<ArcChange> changes;
        for (const ArcId arc : arcs) {
            changes.push_back({arc, closed_weight});
        }
        return changes;
    }
    [[nodiscard]] std::vector<ArcChange> lifting(const std::vector<ArcId>& arcs) const {
        std::vector<ArcChange> changes;
        for (const ArcId arc : arcs) {
            changes.push_back({arc, road.travel_time[arc]});
        }
        return changes;
    }
    void weigh_whole(unsigned threads = 1) {
        weigh_again(index, metric, std::move(metric.arc_weight), threads);
    }
    /// Seconds of one Boost query, the mean of these pairs.
    double boost_query(const std::vector<Pair>& asked) {
        return seconds([&] {
                   for (const auto& [from, to] : asked) {
                       static_cast<void>(boost.distance(from, to));
                   }
               }) /
               static_cast<double>(asked.size());
    }
};

/// Two series of seconds, taken in turn.
struct Series {
    std::vector<double> own, baseline;
};

Series in_turn(int rounds, const std::function<double()>& own,
               const std::function<double()>& baseline) {
    Series series;
    for (int round = 0; round < rounds; ++round) {
        series.own.push_back(own());
        series.baseline.push_back(baseline());
    }
    return series;
}

/// A row of times: met where own / baseline is at most `ratio` and own at most `most`.
Row timed_row(std::string name, std::string unit, double per_second, const Series& series,
              std::string baseline, double ratio, std::optional<double> most, std::string note) {
    Row row;
    row.name = std::move(name);
    row.unit = std::move(unit);
    row.value = per_second * median(series.own);
    row.baseline = std::move(baseline);
    row.baseline_value = per_second * median(series.baseline);
    row.goal = ratio < 0.1 ? fmt::format("<= 1/{:.0f}", 1 / ratio) : fmt::format("<= {}", ratio);
    row.met = *row.value <= ratio * *row.baseline_value;
    if (most) {
        row.goal = fmt::format("<= {} {} and {}", *most, row.unit, row.goal);
        row.met = row.met && *row.value <= *most;
    }
    row.note = fmt::format("{:.4g} of the baseline; {} in turn, {:.4g} to {:.4g} {}{}{}",
                           *row.value / *row.baseline_value, series.own.size(),
                           per_second * *std::min_element(series.own.begin(), series.own.end()),
                           per_second * *std::max_element(series.own.begin(), series.own.end()),
                           row.unit, note.empty() ? "" : "; ", note);
    return row;
}

constexpr double ms = 1e3;
constexpr double us = 1e6;

class RoutingRoom {
  public:
    RoutingRoom(const Options& options, std::string folder)
        : options_(options),
          folder_(std::move(folder)),
          rounds_(options.quick ? 3 : 7),
          bed_(read_road_graph(folder_)) {}

    std::vector<Row> measure() {
        add("gold_wrong", [this] { return gold_wrong(); });
        add("closures_wrong", [this] { return closures_wrong(); });
        add("query", [this] { return query(false); });
        add("query_path", [this] { return query(true); });
        add("reweight_full", [this] { return reweight_full(); });
        add("reweight_area_1000", [this] { return reweight_area(); });
        add("reweight_scattered_1000", [this] { return reweight_scattered(); });
        add("threads_2", [this] { return threads_2(); });
        add("matrix_50x500", [this] { return matrix(); });
        add("closure_to_500_etas", [this] { return closure_to_etas(); });
        add("classes_6", [this] { return classes(); });
        add("start_saved", [this] { return start_saved(); });
        add("tiled_query", [this] { return tiled_query(); });
        return rows_;
    }

  private:
    void add(const std::string& name, const std::function<Row()>& measure_row) {
        if (options_.wants(name)) {
            rows_.push_back(measure_row());
        }
    }

    static Row counted(std::string name, std::size_t wrong, std::string baseline,
                       std::string note) {
        Row row;
        row.name = std::move(name);
        row.unit = "count";
        row.value = static_cast<double>(wrong);
        row.baseline = std::move(baseline);
        row.goal = "0";
        row.met = wrong == 0;
        row.note = std::move(note);
        return row;
    }

    std::size_t gold_wrong_of(const std::vector<Weight>& weights, const std::string& name,
                              std::size_t& no_way) {
        const auto from = read_numbers(folder_ + "/source_node");
        const auto to = read_numbers(folder_ + "/target_node");
        const auto gold = read_numbers(folder_ + "/" + name);
        const IndexMetric metric = weigh(bed_.index, weights);
        std::size_t wrong = 0;
        for (std::size_t i = 0; i < gold.size(); ++i) {
            const Distance found =
                shortest_distance(bed_.index, metric, from[i], to[i], bed_.scratch);
            no_way += found == unreachable ? 1U : 0U;
            wrong += found != (gold[i] == closed_weight ? unreachable : gold[i]) ? 1U : 0U;
        }
        return wrong;
    }

    Row gold_wrong() {
        std::size_t no_way = 0;
        std::size_t wrong =
            gold_wrong_of(bed_.road.travel_time, "query_reference_travel_time_length", no_way);
        wrong +=
            gold_wrong_of(bed_.road.geo_distance, "query_reference_geo_distance_length", no_way);
        return counted("gold_wrong", wrong, "gold file",
                       fmt::format("100,000 pairs x 2 weights, {} without a way", no_way));
    }

    /// 1 to 5,000 arcs, in turn an area and scattered ones.
    std::vector<ArcId> closure_set(std::size_t number) {
        constexpr std::array<std::size_t, 5> most{1, 20, 200, 1'000, 5'000};
        const std::size_t count = 1 + bed_.random() % most[number / 2 % most.size()];
        return number % 2 == 0 ? nearest_arcs(bed_.road.graph, bed_.node(), count)
                               : bed_.scattered_arcs(count);
    }

    std::size_t wrong_under(const std::vector<ArcId>& closed) {
        reweigh(bed_.index, bed_.metric, bed_.closing(closed));
        BoostDijkstra filtered(bed_.road.graph, bed_.metric.arc_weight);
        std::size_t wrong = 0;
        for (const NodeId from : bed_.some_nodes(4)) {
            const std::vector<Distance>& right = filtered.distances_from(from);
            for (const NodeId to : bed_.some_nodes(10)) {
                wrong +=
                    shortest_distance(bed_.index, bed_.metric, from, to, bed_.scratch) != right[to]
                        ? 1U
                        : 0U;
            }
        }
        reweigh(bed_.index, bed_.metric, bed_.lifting(closed));
        return wrong;
    }

    Row closures_wrong() {
        const std::size_t sets = options_.quick ? 50 : 1'000;
        const std::vector<std::int32_t> before = bed_.metric.narrow;
        std::size_t wrong = 0;
        std::size_t traces = 0;
        for (std::size_t set = 0; set < sets; ++set) {
            wrong += wrong_under(closure_set(set));
            traces += bed_.metric.narrow != before ? 1U : 0U;
        }
        return counted("closures_wrong", wrong + traces, "Boost Dijkstra on the filtered graph",
                       fmt::format("{} sets of 1 to 5,000 arcs x 40 pairs; {} not lifted without "
                                   "a trace",
                                   sets, traces));
    }

    Row query(bool with_path) {
        const std::vector<Pair> asked = bed_.pairs(1'000);
        Distance sum = 0;
        std::size_t arcs = 0;
        const auto own = [&] {
            return seconds([&] {
                       for (const auto& [from, to] : asked) {
                           if (with_path) {
                               arcs +=
                                   shortest_path(bed_.index, bed_.metric, from, to, bed_.scratch)
                                       .arcs.size();
                           } else {
                               sum += shortest_distance(bed_.index, bed_.metric, from, to,
                                                        bed_.scratch);
                           }
                       }
                   }) /
                   1'000;
        };
        const Series series =
            in_turn(rounds_, own, [this] { return bed_.boost_query(bed_.pairs(30)); });
        const std::string note =
            with_path ? fmt::format("{} arcs a way", arcs / asked.size() / series.own.size())
                      : fmt::format("sum {}", sum);
        return with_path ? timed_row("query_path", "us", us, series,
                                     "Boost Dijkstra, CSR, stop at target", 1.0 / 40, {}, note)
                         : timed_row("query", "us", us, series,
                                     "Boost Dijkstra, CSR, stop at target", 1.0 / 80, {}, note);
    }

    Row reweight_full() {
        const Series series = in_turn(
            rounds_, [this] { return seconds([this] { bed_.weigh_whole(); }); },
            [this] { return bed_.boost_query(bed_.pairs(30)); });
        return timed_row("reweight_full", "ms", ms, series, "one Boost query", 3, {}, "");
    }

    /// Seconds to close arcs; they are lifted again off the clock.
    double closing_seconds(const std::vector<ArcId>& arcs) {
        const std::vector<ArcChange> changes = bed_.closing(arcs);
        const double taken = seconds([&] { reweigh(bed_.index, bed_.metric, changes); });
        reweigh(bed_.index, bed_.metric, bed_.lifting(arcs));
        return taken;
    }

    Row reweight_area() {
        const Series series = in_turn(
            3 * rounds_,
            [this] { return closing_seconds(nearest_arcs(bed_.road.graph, bed_.node(), 1'000)); },
            [this] { return bed_.boost_query(bed_.pairs(10)); });
        return timed_row("reweight_area_1000", "ms", ms, series, "one Boost query", 1, {}, "");
    }

    Row reweight_scattered() {
        const Series series = in_turn(
            3 * rounds_, [this] { return closing_seconds(bed_.scattered_arcs(1'000)); },
            [this] { return seconds([this] { bed_.weigh_whole(); }); });
        return timed_row("reweight_scattered_1000", "ms", ms, series, "own reweight_full", 1.05, {},
                         "");
    }

    Bed& tiled_bed() {
        if (!tiled_) {
            tiled_.emplace(tiled(bed_.road));
        }
        return *tiled_;
    }

    Series two_threads_against_one() {
        Bed& bed = tiled_bed();
        return in_turn(
            rounds_, [&bed] { return seconds([&bed] { bed.weigh_whole(2); }); },
            [&bed] { return seconds([&bed] { bed.weigh_whole(1); }); });
    }

    Row threads_2() {
        const Series idle = two_threads_against_one();
        Row row = timed_row("threads_2", "ms", ms, idle, "own with 1 thread", 0.7, {}, "");
        std::atomic<bool> stop = false;
        std::jthread busy([&stop] {
            while (!stop.load(std::memory_order_relaxed)) {
            }
        });
        const Series loaded = two_threads_against_one();
        stop = true;
        const double ratio = median(loaded.own) / median(loaded.baseline);
        row.goal += "; <= 1.05 with one core busy";
        row.met = row.met && ratio <= 1.05;
        row.note += fmt::format("; with one core busy {:.4g} ms against {:.4g} ms: {:.3f}",
                                ms * median(loaded.own), ms * median(loaded.baseline), ratio);
        return row;
    }

    Row matrix() {
        const auto from = bed_.some_nodes(50);
        const auto to = bed_.some_nodes(500);
        std::vector<Distance> table;
        const auto own = [&] {
            return seconds([&] { table = distance_matrix(bed_.index, bed_.metric, from, to); });
        };
        std::size_t wrong = 0;
        const auto boost = [&] {
            std::size_t differ = 0;
            const double taken = seconds([&] {
                for (std::size_t i = 0; i < from.size(); ++i) {
                    const std::vector<Distance>& right = bed_.boost.distances_from(from[i]);
                    for (std::size_t j = 0; j < to.size(); ++j) {
                        differ += table[i * to.size() + j] != right[to[j]] ? 1U : 0U;
                    }
                }
            });
            wrong += differ;
            return taken;
        };
        Row row = timed_row("matrix_50x500", "ms", ms, in_turn(rounds_, own, boost),
                            "50 full Boost runs", 1.0 / 40, {}, "");
        row.note += fmt::format("; {} entries differ", wrong);
        row.met = row.met && wrong == 0;
        return row;
    }

    /// A flooded area of about 6 km across, 24 corners, round a node.
    std::vector<Corner> flood() {
        const NodeId middle = bed_.node();
        std::vector<Corner> corners;
        for (int corner = 0; corner < 24; ++corner) {
            const double angle = 2 * std::numbers::pi * corner / 24;
            const double degrees = 0.02 + 0.014 * static_cast<double>(bed_.random() % 100) / 100;
            corners.push_back({bed_.road.graph.longitude[middle] + degrees * std::cos(angle) / 0.65,
                               bed_.road.graph.latitude[middle] + degrees * std::sin(angle)});
        }
        return corners;
    }

    Row closure_to_etas() {
        std::vector<ArcId> closed;
        std::vector<std::size_t> counts;
        const auto own = [&] {
            const std::vector<Pair> shipments = bed_.pairs(500);
            const std::vector<Corner> polygon = flood();
            const double taken = seconds([&] {
                closed = arcs_within(bed_.road.graph, polygon);
                reweigh(bed_.index, bed_.metric, bed_.closing(closed));
                for (const auto& [from, to] : shipments) {
                    const ArcPath way =
                        shortest_path(bed_.index, bed_.metric, from, to, bed_.scratch);
                    etas_ += way.distance == unreachable ? 0 : way.distance;
                }
            });
            counts.push_back(closed.size());
            reweigh(bed_.index, bed_.metric, bed_.lifting(closed));
            return taken;
        };
        const auto boost = [this] { return 500 * bed_.boost_query(bed_.pairs(60)); };
        Row row = timed_row("closure_to_500_etas", "ms", ms, in_turn(rounds_, own, boost),
                            "500 Boost runs", 1.0 / 25, 100.0, "");
        row.note += fmt::format(
            "; polygons of 24 corners closing {} to {} arcs; Boost's 500 from 60 a round",
            *std::min_element(counts.begin(), counts.end()),
            *std::max_element(counts.begin(), counts.end()));
        return row;
    }

    Row classes() {
        constexpr std::size_t count = 6;
        std::vector<IndexMetric> metrics(count);
        std::vector<IndexMetric*> asked;
        for (std::size_t i = 0; i < count; ++i) {
            metrics[i].arc_weight = bed_.road.travel_time;
            for (Weight& weight : metrics[i].arc_weight) {
                weight = static_cast<Weight>(std::uint64_t{weight} * (10 + i) / 10);
            }
            asked.push_back(&metrics[i]);
        }
        const Series series = in_turn(
            rounds_, [&] { return seconds([&] { weigh_together(bed_.index, asked); }); },
            [this] { return count * seconds([this] { bed_.weigh_whole(); }); });
        return timed_row("classes_6", "ms", ms, series, "6 x own reweight_full", 0.6, {}, "");
    }

    Row start_saved() {
        const TemporaryFolder folder;
        const std::string path = (folder.path() / "luxembourg.index").string();
        save_index(bed_.index, path);
        std::vector<double> taken;
        for (int round = 0; round < rounds_; ++round) {
            taken.push_back(seconds([&] {
                const RoutingIndex index = load_index(path, bed_.road.graph);
                const IndexMetric metric = weigh(index, bed_.road.travel_time);
                etas_ += metric.narrow.size();
            }));
        }
        Row row;
        row.name = "start_saved";
        row.unit = "ms";
        row.value = ms * median(taken);
        row.goal = "<= 50";
        row.met = *row.value <= 50;
        row.note =
            fmt::format("index read and proven sound, one metric weighed; {} runs", taken.size());
        return row;
    }

    Row tiled_query() {
        Bed& bed = tiled_bed();
        const std::vector<Pair> asked = bed.pairs(1'000);
        const auto own = [&] {
            return seconds([&] {
                       for (const auto& [from, to] : asked) {
                           etas_ += shortest_distance(bed.index, bed.metric, from, to, bed.scratch);
                       }
                   }) /
                   1'000;
        };
        const Series series =
            in_turn(rounds_, own, [&bed] { return bed.boost_query(bed.pairs(4)); });
        return timed_row("tiled_query", "us", us, series, "Boost Dijkstra", 1.0 / 1000, {},
                         fmt::format("{} nodes", bed.road.graph.node_count()));
    }

    Options options_;
    std::string folder_;
    int rounds_;
    Bed bed_;
    std::optional<Bed> tiled_;
    std::vector<Row> rows_;
    Distance etas_ = 0;  ///< keeps what is asked from being left out
};

void check_nodes(const DirectedGraph& graph, const std::vector<std::uint32_t>& nodes,
                 const std::string& name) {
    const auto outside = std::find_if(nodes.begin(), nodes.end(),
                                      [&graph](NodeId node) { return node >= graph.node_count(); });
    if (outside != nodes.end()) {
        throw bad_input({.code = "graph.structure",
                         .message = "a pair names a node that is not of the graph",
                         .file = name,
                         .field = fmt::format("[{}]", outside - nodes.begin()),
                         .found = std::to_string(*outside),
                         .expected = fmt::format("below {}", graph.node_count())});
    }
}

/// Every row, with why it has no figure.
std::vector<Row> without_cases(const Options& options) {
    std::vector<Row> rows;
    for (const char* name :
         {"gold_wrong", "closures_wrong", "query", "query_path", "reweight_full",
          "reweight_area_1000", "reweight_scattered_1000", "threads_2", "matrix_50x500",
          "closure_to_500_etas", "classes_6", "start_saved", "tiled_query"}) {
        if (options.wants(name)) {
            Row row;
            row.name = name;
            row.note = "roads/luxembourg_routingkit is not there: name the cases with --cases DIR";
            rows.push_back(row);
        }
    }
    return rows;
}

}  // namespace

std::vector<Row> measure_routing(const Options& options) {
    const auto cases = cases_folder(options.cases);
    const std::string folder = cases.value_or("") + "/roads/luxembourg_routingkit";
    std::vector<Row> files = measure_pbf(options, cases.value_or(""));
    if (!options.rows.empty() && files.size() == options.rows.size()) {
        return files;  // nothing is asked of the index, which takes seconds to make
    }
    std::vector<Row> rows = !cases || !std::ifstream(folder + "/first_out")
                                ? without_cases(options)
                                : RoutingRoom(options, folder).measure();
    std::move(files.begin(), files.end(), std::back_inserter(rows));
    return rows;
}

void write_distances(const std::string& folder, const std::string& weight, const std::string& out) {
    const RoadGraph road = read_road_graph(folder);
    const auto from = read_numbers(folder + "/source_node");
    const auto to = read_numbers(folder + "/target_node");
    const RoutingIndex index = build_index(road.graph);
    const IndexMetric metric =
        weigh(index, weight == "geo_distance" ? road.geo_distance : road.travel_time);
    check_nodes(road.graph, from, folder + "/source_node");
    check_nodes(road.graph, to, folder + "/target_node");
    QueryScratch scratch;
    std::vector<std::uint32_t> found;
    for (std::size_t i = 0; i < std::min(from.size(), to.size()); ++i) {
        const Distance distance = shortest_distance(index, metric, from[i], to[i], scratch);
        found.push_back(
            static_cast<std::uint32_t>(std::min(distance, static_cast<Distance>(closed_weight))));
    }
    std::ofstream stream(out, std::ios::binary | std::ios::trunc);
    stream.write(reinterpret_cast<const char*>(found.data()),
                 static_cast<std::streamsize>(4 * found.size()));
    if (!stream.flush()) {
        throw bad_input(
            {.code = "file.write", .message = "the distances cannot be written", .file = out});
    }
}

}  // namespace relief::bench
