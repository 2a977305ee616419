// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/places.h"
#include "gis/crs.h"
#include "gis/layer.h"
#include "gis/road_lines.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace relief::roads {

/// A county seat and where it meets the roads.
struct GraphSeat {
    std::string code;
    std::string name;
    LonLat at;
    std::size_t line = 0;  ///< index of the line it meets
    double at_km = 0;      ///< along that line
    double distance_km = 0;
    int node = 0;  ///< number of the node it is joined to
};

/// A line of the graph between two nodes, cut where seats meet it, or the street from a seat to
/// its line.
struct GraphEdge {
    std::string id;        ///< R0001, R0002a, A220102
    std::size_t line = 0;  ///< index of its line; of a street, of the line it leads to
    double from_km = 0;    ///< along the line; a street ends at one point of it
    double to_km = 0;
    bool is_whole = true;  ///< the line was not cut
    std::string from;      ///< number of a node, or code of a seat
    std::string to;
    std::string road_class;  ///< motorway, trunk, primary, secondary, street
    bool ramp = false;
    double km = 0;
    std::vector<std::string> counties;  ///< codes of the counties it touches, in their order
};

struct Graph {
    std::vector<GraphSeat> seats;  ///< by code
    std::vector<GraphEdge> edges;  ///< by id
};

/// The seats of baseline/road_nodes.csv, not yet on a road.
[[nodiscard]] std::vector<GraphSeat> read_seats(const DataSource& source, const Places& places);

/// Puts every seat on the nearest line of the main network that is neither motorway nor ramp, cuts
/// the lines there (not within 50 m of their ends), numbers the edges, and says which counties
/// each of them touches. `counties` is a layer of polygons with the property district_adcode.
[[nodiscard]] Graph make_graph(std::span<const RoadLine> lines, std::vector<GraphSeat> seats,
                               const Layer& counties);

}  // namespace relief::roads
