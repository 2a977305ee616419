// SPDX-License-Identifier: Apache-2.0
#include "routing/path/street_metric.h"

#include <algorithm>
#include <utility>

namespace relief {
namespace {

struct ArcWeights {
    Weight through = closed_weight;
    Weight ends = closed_weight;
    bool blocked_head = false;
};

enum class Hours { now, any };

ArcWeights weights_of(const ArcJudge& judge, ArcIndex arc, bool is_timed, Hours hours) {
    ArcWeights weights;
    const ArcVerdict verdict = judge.verdict(arc);
    if (verdict.use == ArcUse::shut) {
        return weights;
    }
    Weight ms = verdict.ms;
    if (is_timed) {
        if (hours == Hours::now && judge.shut_at(arc, judge.situation().at)) {
            return weights;
        }
        ms = static_cast<Weight>(std::min<std::uint64_t>(std::uint64_t{ms} + judge.waiting_ms(arc),
                                                         std::uint64_t{closed_weight} - 1));
    }
    weights.ends = ms;
    weights.through = verdict.use == ArcUse::open ? ms : closed_weight;
    weights.blocked_head = verdict.use == ArcUse::into_only;
    return weights;
}

/// Everything of a metric but the index's part.
StreetMetric judge_streets(const StreetNetwork& network, const ArcJudge& judge, Hours hours) {
    const std::size_t arcs = network.arcs.size();
    StreetMetric metric;
    metric.through.resize(arcs);
    metric.ends.resize(arcs);
    metric.blocked_head.resize(arcs);
    auto timed = judge.timed_arcs().begin();
    for (ArcIndex arc = 0; arc < arcs; ++arc) {
        const bool is_timed = timed != judge.timed_arcs().end() && *timed == arc;
        timed += is_timed ? 1 : 0;
        const ArcWeights weights = weights_of(judge, arc, is_timed, hours);
        metric.through[arc] = weights.through;
        metric.ends[arc] = weights.ends;
        metric.blocked_head[arc] = weights.blocked_head;
    }
    return metric;
}

}  // namespace

StreetRoads make_street_roads(const StreetNetwork& network, StreetGraph graph) {
    StreetRoads roads{.network = &network, .graph = std::move(graph), .index = {}};
    roads.index = build_index(roads.graph.graph);
    return roads;
}

StreetWeights calm_weights(const StreetNetwork& network, const ArcJudge& judge) {
    return judge_streets(network, judge, Hours::any);
}

StreetMetric weigh_streets(const StreetRoads& roads, const ArcJudge& judge) {
    StreetMetric metric = judge_streets(*roads.network, judge, Hours::now);
    metric.metric = weigh(roads.index, spread_weights(roads.graph, metric.through));
    return metric;
}

Reweighed reweigh_streets(const StreetRoads& roads, const ArcJudge& judge, StreetMetric& metric) {
    StreetMetric now = judge_streets(*roads.network, judge, Hours::now);
    std::vector<ArcChange> changes;
    for (ArcIndex arc = 0; arc < now.through.size(); ++arc) {
        if (now.through[arc] != metric.through[arc]) {
            for (const ArcId copy : roads.graph.copies_of(arc)) {
                changes.push_back({.arc = copy, .weight = now.through[arc]});
            }
        }
    }
    now.metric = std::move(metric.metric);
    metric = std::move(now);
    return reweigh(roads.index, metric.metric, changes);
}

std::optional<std::size_t> StreetMetrics::place_of(std::string_view vehicle) const {
    for (std::size_t i = 0; i < vehicles.size(); ++i) {
        if (vehicles[i].id == vehicle) {
            return i;
        }
    }
    return std::nullopt;
}

StreetMetrics weigh_all_streets(const StreetRoads& roads, const StreetRules& rules,
                                std::span<const RoadVehicle> vehicles,
                                const StreetSituation& situation) {
    StreetMetrics all{.vehicles = {vehicles.begin(), vehicles.end()}, .metrics = {}};
    std::vector<IndexMetric*> metrics;
    for (const RoadVehicle& vehicle : all.vehicles) {
        all.metrics.push_back(judge_streets(
            *roads.network, ArcJudge(*roads.network, rules, vehicle, situation), Hours::now));
        all.metrics.back().metric.arc_weight =
            spread_weights(roads.graph, all.metrics.back().through);
    }
    for (StreetMetric& metric : all.metrics) {
        metrics.push_back(&metric.metric);
    }
    weigh_together(roads.index, metrics);
    return all;
}

void reweigh_all_streets(const StreetRoads& roads, const StreetRules& rules,
                         const StreetSituation& situation, StreetMetrics& metrics) {
    for (std::size_t i = 0; i < metrics.vehicles.size(); ++i) {
        reweigh_streets(roads, ArcJudge(*roads.network, rules, metrics.vehicles[i], situation),
                        metrics.metrics[i]);
    }
}

}  // namespace relief
