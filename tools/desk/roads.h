// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/reach_area.h"
#include "routing/path/convoy.h"
#include "routing/path/street_alternatives.h"
#include "routing/path/street_cut.h"
#include "routing/path/street_explain.h"
#include "routing/path/street_reach.h"
#include "routing/path/street_route.h"
#include "tools/desk/desk.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// What every question about roads says.
struct RoadsRequest {
    Instant at;                           ///< departure
    std::vector<std::string> classes;     ///< of lorries; several drive together
    std::optional<std::string> scenario;  ///< whose closures count, as known at `at`
    std::vector<std::string> cut;         ///< edges taken as shut: R1609, A220102
    std::vector<std::string> conditions;  ///< snow, ice, flood
    std::string datum;                    ///< of places given as lon,lat
    std::string permit;
    int convoy = 1;
    std::optional<int> gap_m;
    bool without_restricted = false;
    bool trust_planned = false;
    std::optional<std::string> network;  ///< a file of streets to ask instead of the plan's roads
};

/// What a node's number stands behind: "node:240109189".
inline constexpr std::string_view node_mark = "node:";

/// A place of a question and where it meets the roads.
struct RoadPlace {
    std::string asked;
    std::string code;  ///< of its division or depot; "" for a position
    std::string name;
    Snap snap;

    [[nodiscard]] const StreetPosition& position() const { return snap.chosen.position; }
};

/// The roads of the plan, or of a file, made ready for one kind of lorry at one moment. Everything
/// it holds refers to itself and to the desk, so it is neither copied nor moved.
class RoadsDesk {
  public:
    /// bad_input: vehicle.unknown, scenario.unknown, road.unknown (an edge to cut), argument.value.
    RoadsDesk(const Desk& desk, const RoadsRequest& request);
    RoadsDesk(const RoadsDesk&) = delete;
    RoadsDesk& operator=(const RoadsDesk&) = delete;

    /// A division's code or name (its seat), a depot's id, "lon,lat" with a declared datum, or a
    /// node of the network, "node:240109189".
    /// bad_input: place.unknown, place.ambiguous, crs.datum (none declared), road.none (no road a
    /// lorry may use within 50 km).
    [[nodiscard]] RoadPlace place(const std::string& text) const;
    /// The same; nothing where no road is near.
    [[nodiscard]] std::optional<RoadPlace> place_on_roads(const std::string& text) const;

    [[nodiscard]] const Desk& desk() const { return desk_; }
    [[nodiscard]] const RoadsRequest& request() const { return request_; }
    [[nodiscard]] const RoadsNow& now() const { return *now_; }
    [[nodiscard]] const StreetRules& rules() const { return rules_; }
    [[nodiscard]] const StreetNetwork& network() const { return network_; }
    [[nodiscard]] const RoadVehicle& vehicle() const { return vehicle_; }
    [[nodiscard]] const StreetSituation& situation() const { return situation_; }
    /// The id of the road edge a piece belongs to; of a file's network the number of its way.
    [[nodiscard]] std::string edge_of(PieceIndex piece) const;
    [[nodiscard]] std::string ref_of(PieceIndex piece) const;

  private:
    [[nodiscard]] LonLat node_called(const std::string& text) const;

    const Desk& desk_;
    RoadsRequest request_;
    StreetRules rules_;
    RoadVehicle vehicle_;
    StreetNetwork network_;
    StreetSituation situation_;
    StreetRoads roads_;
    std::unique_ptr<ArcJudge> judge_;
    StreetMetric metric_;
    std::unique_ptr<RoadsNow> now_;
    std::unique_ptr<StreetSnapper> snapper_;
    SnapGround ground_;
};

/// relief route.
struct RouteRequest {
    std::string from;
    std::string to;
    std::size_t alternatives = 1;  ///< ways in all
    int disjoint = 0;
    DisjointKind disjoint_kind = DisjointKind::roads;
};

struct RouteAnswer {
    RoadPlace from;
    RoadPlace to;
    TimedPath way;
    std::vector<RouteWarning> warnings;
    DetourBecause because;
    std::optional<RoadGap> gap;  ///< where there is no way
    std::optional<ConvoyTimes> convoy;
    std::vector<StreetPath> alternatives;  ///< besides the way
    std::optional<DisjointWays> disjoint;
};

[[nodiscard]] RouteAnswer ask_route(const RoadsDesk& roads, const RouteRequest& request);
[[nodiscard]] std::string route_json(const RoadsDesk& roads, const RouteAnswer& answer);
[[nodiscard]] std::string route_geojson(const RoadsDesk& roads, const RouteAnswer& answer);
[[nodiscard]] std::string route_text(const RoadsDesk& roads, const RouteAnswer& answer,
                                     std::string_view language);

/// relief matrix.
struct MatrixAnswer {
    std::vector<RoadPlace> from;
    std::vector<RoadPlace> to;
    std::vector<Distance> ms;
};

[[nodiscard]] MatrixAnswer ask_matrix(const RoadsDesk& roads, const std::vector<std::string>& from,
                                      const std::vector<std::string>& to);
[[nodiscard]] std::string matrix_json(const RoadsDesk& roads, const MatrixAnswer& answer);
[[nodiscard]] std::string matrix_text(const RoadsDesk& roads, const MatrixAnswer& answer,
                                      std::string_view language);

/// relief reach.
struct ReachAnswer {
    std::vector<RoadPlace> from;
    int minutes = 0;
    StreetReach reach;
    std::vector<AreaRings> area;
    std::vector<std::string> seats;  ///< codes of the county seats reached
};

[[nodiscard]] ReachAnswer ask_reach(const RoadsDesk& roads, const std::vector<std::string>& from,
                                    int minutes);
[[nodiscard]] std::string reach_json(const RoadsDesk& roads, const ReachAnswer& answer);
[[nodiscard]] std::string reach_geojson(const RoadsDesk& roads, const ReachAnswer& answer);
[[nodiscard]] std::string reach_text(const RoadsDesk& roads, const ReachAnswer& answer,
                                     std::string_view language);

/// relief cut.
struct CutAnswer {
    std::vector<RoadPlace> depots;
    std::vector<RoadPlace> places;
    std::vector<std::uint64_t> people;  ///< of each place by the census, 0 where not known
    CutAnalysis analysis;
    ReopenAnalysis reopen;
};

/// Without depots: those of the province and the cities; without places: all county seats.
[[nodiscard]] CutAnswer ask_cut(const RoadsDesk& roads, const std::vector<std::string>& depots,
                                const std::vector<std::string>& places);
/// How many people live at some of the places.
[[nodiscard]] std::uint64_t people_at(const CutAnswer& answer,
                                      const std::vector<std::size_t>& places);
[[nodiscard]] std::string cut_json(const RoadsDesk& roads, const CutAnswer& answer);
[[nodiscard]] std::string cut_geojson(const RoadsDesk& roads, const CutAnswer& answer);
[[nodiscard]] std::string cut_text(const RoadsDesk& roads, const CutAnswer& answer,
                                   std::string_view language);

}  // namespace relief
