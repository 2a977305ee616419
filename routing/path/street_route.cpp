// SPDX-License-Identifier: Apache-2.0
#include "routing/path/street_route.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>

namespace relief {
namespace {

/// Whether no road opens or shuts before a way of this length has arrived.
bool is_quiet(const RoadsNow& now, Distance ms) {
    const Instant last =
        ms == unreachable
            ? now.horizon()
            : now.depart() + std::chrono::seconds(static_cast<std::int64_t>(ms / 1000 + 1));
    return !now.judge().next_change(now.depart(), last);
}

std::vector<StreetEnd> ends_of(const RoadsNow& now, std::span<const StreetPosition> positions,
                               SearchDirection direction) {
    std::vector<StreetEnd> ends;
    for (const StreetPosition& position : positions) {
        ends.push_back(direction == SearchDirection::forward
                           ? start_of(now.roads(), now.metric(), position)
                           : end_of(now.roads(), now.metric(), position));
    }
    return ends;
}

}  // namespace

RoadsNow::RoadsNow(const StreetRoads& roads, const ArcJudge& judge, const StreetMetric& metric)
    : roads_(roads), judge_(judge), metric_(metric), calm_(calm_weights(*roads.network, judge)) {}

TimedPath soonest_way(const RoadsNow& now, const StreetPosition& from, const StreetPosition& to) {
    QueryScratch scratch;
    TimedPath way;
    way.path = quickest_way(now.roads(), now.metric(), start_of(now.roads(), now.metric(), from),
                            end_of(now.roads(), now.metric(), to), scratch);
    if (is_quiet(now, way.path.ms)) {
        return way;
    }
    return timed_ways(now.roads(), now.judge(), now.calm(), from, std::span(&to, 1), now.depart(),
                      now.horizon())
        .front();
}

std::vector<Distance> soonest_matrix(const RoadsNow& now, std::span<const StreetPosition> from,
                                     std::span<const StreetPosition> to) {
    std::vector<Distance> matrix =
        way_matrix(now.roads(), now.metric(), ends_of(now, from, SearchDirection::forward),
                   ends_of(now, to, SearchDirection::backward));
    for (std::size_t i = 0; i < from.size(); ++i) {
        Distance longest = 0;
        for (std::size_t j = 0; j < to.size(); ++j) {
            longest = std::max(longest, matrix[i * to.size() + j]);
        }
        if (is_quiet(now, longest)) {
            continue;
        }
        const std::vector<TimedPath> row = timed_ways(now.roads(), now.judge(), now.calm(), from[i],
                                                      to, now.depart(), now.horizon());
        for (std::size_t j = 0; j < to.size(); ++j) {
            matrix[i * to.size() + j] = row[j].path.ms;
        }
    }
    return matrix;
}

namespace {

/// Collects stretches of road of which the same is to be said.
class WarningList {
  public:
    explicit WarningList(std::vector<RouteWarning>& warnings) : warnings_(warnings) {}

    /// `holds(arc)` gives the words to be said of an arc, nullopt where nothing is.
    void add(const std::string& code, std::span<const RoadStretch> stretches,
             const std::function<std::optional<std::string>(ArcIndex)>& holds) {
        std::map<std::string, RouteWarning> by_words;
        std::optional<std::string> last;
        for (const RoadStretch& stretch : stretches) {
            const auto words = holds(stretch.arc);
            if (words) {
                RouteWarning& warning = by_words[*words];
                warning.places += last == words ? 0U : 1U;
                warning.length_cm += stretch.to_cm - stretch.from_cm;
            }
            last = words;
        }
        for (auto& [words, warning] : by_words) {
            warning.code = code;
            warning.words = words;
            warnings_.push_back(std::move(warning));
        }
    }

    void say(const std::string& code, const std::string& words) {
        warnings_.push_back({.code = code, .places = 0, .length_cm = 0, .words = words});
    }

  private:
    std::vector<RouteWarning>& warnings_;
};

void warn_of_unknown_limits(const RoadsNow& now, std::span<const RoadStretch> stretches,
                            WarningList& list) {
    using Member = Limit StreetLimits::*;
    const std::initializer_list<std::pair<const char*, Member>> limits{
        {"height_unknown", &StreetLimits::height_cm},
        {"width_unknown", &StreetLimits::width_cm},
        {"length_unknown", &StreetLimits::length_cm},
        {"weight_unknown", &StreetLimits::weight_kg},
        {"axle_load_unknown", &StreetLimits::axle_load_kg}};
    for (const auto& [code, member] : limits) {
        list.add(code, stretches, [&, member = member](ArcIndex arc) {
            return (now.network().limits_of(arc).*member).is_unknown() ? std::optional("")
                                                                       : std::nullopt;
        });
    }
}

void warn_of_closures(const RoadsNow& now, const TimedPath& way, WarningList& list) {
    const StreetSituation& situation = now.judge().situation();
    list.add("restricted", way.path.stretches, [&](ArcIndex arc) -> std::optional<std::string> {
        for (const std::uint32_t i : now.judge().closures_on(arc)) {
            const StreetClosure& closure = situation.closures[i].closure;
            if (closure.limits.any() && in_force(closure, now.depart())) {
                return closure.id + " " + closure.words;
            }
        }
        return std::nullopt;
    });
    std::set<std::uint32_t> planned;
    for (const RoadWait& wait : way.waits) {
        if (wait.closure != no_index &&
            situation.closures[wait.closure].closure.reopening == ReopeningKind::planned) {
            planned.insert(wait.closure);
        }
    }
    for (const std::uint32_t i : planned) {
        list.say("planned_reopening",
                 situation.closures[i].closure.id + " " + situation.closures[i].closure.words);
    }
    const ClosedArcs closed = closed_arcs(situation.closures, now.depart());
    for (const auto& [code, indices] :
         {std::pair("closure_unplaced", &closed.unplaced), {"closure_overdue", &closed.overdue}}) {
        for (const std::uint32_t i : *indices) {
            list.say(code,
                     situation.closures[i].closure.id + " " + situation.closures[i].closure.words);
        }
    }
}

}  // namespace

std::vector<RouteWarning> route_warnings(const RoadsNow& now, const TimedPath& way) {
    std::vector<RouteWarning> warnings;
    WarningList list(warnings);
    const StreetNetwork& network = now.network();
    const auto& stretches = way.path.stretches;
    warn_of_unknown_limits(now, stretches, list);
    list.add("permit", stretches, [&](ArcIndex arc) {
        return now.judge().verdict(arc).by_permit ? std::optional(now.judge().situation().permit)
                                                  : std::nullopt;
    });
    list.add("ferry", stretches, [&](ArcIndex arc) {
        const StreetWay& road = network.way_of(arc);
        return road.street_class == StreetClass::ferry
                   ? std::optional(std::string(network.text(road.name)))
                   : std::nullopt;
    });
    list.add("ford", stretches, [&](ArcIndex arc) {
        const StreetWay& road = network.way_of(arc);
        return road.has(StreetWay::ford) ? std::optional(std::string(network.text(road.name)))
                                         : std::nullopt;
    });
    list.add("condition", stretches, [&](ArcIndex arc) -> std::optional<std::string> {
        for (const StreetCondition& condition :
             network.conditions_of(network.pieces[network.arcs[arc].piece()].way)) {
            if (condition.is_plain == 0 && (condition.vehicles & 2U) != 0) {
                return std::string(network.text(condition.words));
            }
        }
        return std::nullopt;
    });
    warn_of_closures(now, way, list);
    return warnings;
}

}  // namespace relief
