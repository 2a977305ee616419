// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/path/street_route.h"

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace relief::kit {

/// A street network drawn with signs. Letters and digits are nodes (their id is the sign), roads
/// run straight from one to the next: "-" and "|" both ways, ">", "<", "v" and "^" somewhere on a
/// road make it one-way, "=" and "\"" are motorways, "." and ":" tertiary roads. A step is 1 km to
/// the right and 1 km down.
///
///     A--B->C
///     |     |
///     D=====F
///
/// Other things are said before make(): limits of a road, a barrier.
class DrawnMap {
  public:
    explicit DrawnMap(std::string_view drawing) : drawing_(drawing) {}

    DrawnMap& limits(char from, char to, StreetLimits limits);
    DrawnMap& access(char from, char to, StreetAccess access);
    DrawnMap& barrier(char at, StreetAccess access, StreetLimits limits = {});
    /// A ban of lorries by the hour.
    DrawnMap& ban(char from, char to, int from_minute, int to_minute);
    [[nodiscard]] StreetNetwork make() const;

  private:
    struct RoadNote {
        char from;
        char to;
        StreetLimits limits;
        StreetAccess access = StreetAccess::yes;
        int ban_from = -1;
        int ban_to = -1;
    };
    struct BarrierNote {
        char at;
        StreetAccess access;
        StreetLimits limits;
    };
    [[nodiscard]] RoadNote& note(char from, char to);

    std::string drawing_;
    std::vector<RoadNote> roads_;
    std::vector<BarrierNote> barriers_;
};

[[nodiscard]] NodeIndex node_of(const StreetNetwork& network, char sign);
/// The arc from one node to a neighbour; no_index where there is none.
[[nodiscard]] ArcIndex arc_of(const StreetNetwork& network, char from, char to);
/// So many metres from one node on the road to a neighbour.
[[nodiscard]] StreetPosition on_road(const StreetNetwork& network, char from, char to,
                                     std::uint32_t metres);
[[nodiscard]] StreetPosition at_node(const StreetNetwork& network, char sign);
/// The nodes a way passes, its partial ends left out: "ABF".
[[nodiscard]] std::string nodes_of(const StreetNetwork& network,
                                   std::span<const RoadStretch> stretches);

/// 60 km/h on every road, so that a kilometre is a minute; winter halves it.
[[nodiscard]] StreetRules plain_rules();
/// 4 m high, 2.5 m wide, 12 m long, 25 t, 8 t an axle.
[[nodiscard]] RoadVehicle plain_lorry();

/// A closure of the roads between neighbours: {"AB", "BC"}, both directions.
[[nodiscard]] PlacedClosure closure_of(const StreetNetwork& network, std::string id,
                                       const std::vector<std::string>& roads, Instant from,
                                       std::optional<Instant> to = {});

/// Everything a question needs, kept together.
struct RoadsCase {
    explicit RoadsCase(StreetNetwork made, StreetSituation given = {},
                       RoadVehicle lorry = plain_lorry(), StreetRules speeds = plain_rules());
    RoadsCase(const RoadsCase&) = delete;

    StreetNetwork network;
    StreetRules rules;
    RoadVehicle vehicle;
    StreetSituation situation;
    StreetRoads roads;
    ArcJudge judge;
    StreetMetric metric;
    RoadsNow now;
};

/// A random network: nodes on a grid with some roads missing, one-way, closed to lorries or for
/// ends of ways only. The same seed draws the same one.
[[nodiscard]] StreetNetwork random_network(std::mt19937_64& random, int width, int height);

/// Somewhere on it.
[[nodiscard]] StreetPosition random_position(const StreetNetwork& network, std::mt19937_64& random);

}  // namespace relief::kit
