// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/time.h"
#include "routing/network/street_closure.h"
#include "routing/path/index_metric.h"
#include "routing/path/street_graph.h"
#include "routing/path/street_rules.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace relief {

/// A network made ready for ways: its graph and the index over it. Made once, then only read.
struct StreetRoads {
    const StreetNetwork* network = nullptr;  ///< must outlive it
    StreetGraph graph;
    RoutingIndex index;
};

[[nodiscard]] StreetRoads make_street_roads(const StreetNetwork& network, StreetGraph graph);

/// What a lorry finds on the roads at a moment, besides the roads themselves.
struct StreetSituation {
    Instant at;                           ///< the moment; its month gives the season
    std::vector<std::string> conditions;  ///< besides the month's own: snow, ice, flood
    std::vector<PlacedClosure> closures;  ///< as known now, those to come included
    bool without_restricted = false;      ///< what is restricted counts as shut
    bool trust_planned = false;           ///< a planned reopening counts as a known one
    int convoy_vehicles = 1;              ///< 2 and more are a convoy
    /// The permit carried. It opens what a sign closes to lorries, roads with a permit or of
    /// private owners, hours of ban, classes the vehicle keeps off, and signs of weight, axle load
    /// and length. It opens no closure, no height and no width: steel does not read.
    std::string permit;
    std::vector<std::uint32_t> lifted_closures;  ///< of `closures`: taken as if not there
    std::vector<PieceIndex> lifted_pieces;       ///< whose signs are taken as not there; ascending
};

/// Why an arc may not be driven, or only so.
enum class ArcCause : std::uint8_t {
    none,
    one_way,  ///< lorries may not drive it in this direction
    access,   ///< no, private, farm or forest only, a word not known
    ends,     ///< destination, delivery or customers only: driven at the ends of a way alone
    permit,   ///< a sign that the permit at hand overrides
    barred,   ///< a class of road the vehicle keeps off
    height,
    width,
    length,
    weight,
    axle_load,
    barrier,     ///< something at the arc's head the vehicle does not get past
    hours,       ///< a ban by the hour
    closure,     ///< shut
    restricted,  ///< restricted, and this vehicle is not among those that may pass
    season       ///< no speed is left
};

[[nodiscard]] std::string_view to_word(ArcCause cause);

/// How far an arc may be used.
enum class ArcUse : std::uint8_t {
    open,
    ends_only,  ///< by ways that begin or end on it or on others like it joined to it
    into_only,  ///< it may be driven, but nothing goes on over its head (a barrier)
    shut
};

/// What holds of an arc whatever the hour, for a vehicle.
struct ArcVerdict {
    ArcUse use = ArcUse::open;
    ArcCause cause = ArcCause::none;
    bool by_permit = false;  ///< open because of the permit
    Weight ms = 0;           ///< to drive it, where it is not shut; at least 1
};

/// When an arc is shut: from `from` until `until`, Instant::max() being no end.
struct ShutWindow {
    Instant from;
    Instant until;
    ArcCause cause = ArcCause::closure;
    std::uint32_t closure = no_index;  ///< of the situation's; no_index for hours of ban

    friend bool operator==(const ShutWindow&, const ShutWindow&) = default;
};

/// Judges the arcs of a network for one vehicle in one situation. Holds references: network, rules,
/// vehicle and situation must outlive it.
class ArcJudge {
  public:
    ArcJudge(const StreetNetwork& network, const StreetRules& rules, const RoadVehicle& vehicle,
             const StreetSituation& situation);

    /// Closures and hours of ban left out.
    [[nodiscard]] ArcVerdict verdict(ArcIndex arc) const;
    /// When closures and bans shut the arc between two moments, by beginning. Windows may overlap.
    [[nodiscard]] std::vector<ShutWindow> windows(ArcIndex arc, Instant from, Instant until) const;
    /// The first window that shuts the arc at a moment.
    [[nodiscard]] std::optional<ShutWindow> shut_at(ArcIndex arc, Instant at) const;
    /// What restricted passages in force at the situation's moment add, milliseconds.
    [[nodiscard]] Weight waiting_ms(ArcIndex arc) const;
    /// Closures of the situation on the arc, by place in its list.
    [[nodiscard]] std::vector<std::uint32_t> closures_on(ArcIndex arc) const;
    /// The arcs that any closure or ban can touch, ascending.
    [[nodiscard]] const std::vector<ArcIndex>& timed_arcs() const { return timed_; }
    /// The first moment after `after` and not after `until` at which some arc opens or shuts.
    [[nodiscard]] std::optional<Instant> next_change(Instant after, Instant until) const;

    [[nodiscard]] const StreetSituation& situation() const { return situation_; }
    [[nodiscard]] const RoadVehicle& vehicle() const { return vehicle_; }

  private:
    [[nodiscard]] bool is_lifted(PieceIndex piece) const;
    [[nodiscard]] bool is_lifted_closure(std::uint32_t closure) const;
    [[nodiscard]] ArcCause limit_cause(const StreetLimits& limits, bool& by_permit) const;
    [[nodiscard]] ArcUse access_use(StreetAccess access, bool& by_permit) const;
    [[nodiscard]] bool is_barrier(NodeIndex node, bool& by_permit) const;
    [[nodiscard]] int speed_kmh_x100(ArcIndex arc) const;
    [[nodiscard]] Weight drive_ms(ArcIndex arc) const;
    [[nodiscard]] std::optional<ArcCause> closure_cause(const PlacedClosure& placed) const;
    void add_closure_windows(std::uint32_t closure, Instant from, Instant until,
                             std::vector<ShutWindow>& windows) const;
    void add_ban_windows(const StreetCondition& condition, Instant from, Instant until,
                         std::vector<ShutWindow>& windows) const;
    [[nodiscard]] bool bans(const StreetCondition& condition) const;
    void list_timed_arcs();

    const StreetNetwork& network_;
    const StreetRules& rules_;
    const RoadVehicle& vehicle_;
    const StreetSituation& situation_;
    std::vector<int> percent_;             ///< of the speed, by class of road
    std::vector<ArcClosure> on_arc_;       ///< by arc, then by closure
    std::vector<std::uint64_t> length_m_;  ///< of the pieces of each closure with a wait
    std::vector<ArcIndex> timed_;
};

/// The weights of all street arcs for one vehicle.
struct StreetWeights {
    std::vector<Weight> through;     ///< ms; closed where nothing may drive through
    std::vector<Weight> ends;        ///< ms; also of arcs used at the ends of a way only
    std::vector<bool> blocked_head;  ///< nothing goes on over the head of the arc

    /// Whether the arc is a road for destinations: driven only from where a way begins, or to where
    /// it ends, over nothing but such roads.
    [[nodiscard]] bool is_for_ends(ArcIndex arc) const {
        return through[arc] == closed_weight && ends[arc] != closed_weight && !blocked_head[arc];
    }
};

/// The weights with every closure and ban out of force, to be used together with
/// ArcJudge::windows.
[[nodiscard]] StreetWeights calm_weights(const StreetNetwork& network, const ArcJudge& judge);

/// The weights at one moment, and the index weighed with `through`.
struct StreetMetric : StreetWeights {
    IndexMetric metric;
};

[[nodiscard]] StreetMetric weigh_streets(const StreetRoads& roads, const ArcJudge& judge);

/// The metric of another situation of the same vehicle. Only what differs is weighed again.
Reweighed reweigh_streets(const StreetRoads& roads, const ArcJudge& judge, StreetMetric& metric);

/// One metric per class of vehicle, kept warm: each is what weigh_streets would make.
struct StreetMetrics {
    std::vector<RoadVehicle> vehicles;
    std::vector<StreetMetric> metrics;  ///< one a vehicle

    [[nodiscard]] std::optional<std::size_t> place_of(std::string_view vehicle) const;
};

[[nodiscard]] StreetMetrics weigh_all_streets(const StreetRoads& roads, const StreetRules& rules,
                                              std::span<const RoadVehicle> vehicles,
                                              const StreetSituation& situation);
/// All classes in another situation.
void reweigh_all_streets(const StreetRoads& roads, const StreetRules& rules,
                         const StreetSituation& situation, StreetMetrics& metrics);

}  // namespace relief
