// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/places.h"
#include "core/rules.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// Where an edge lies on the map: a part of a line of the road graph. A street from a seat ends at
/// a point of its line: from_km = to_km.
struct EdgeShape {
    int line = 0;                 ///< number of the line in its file, from 1
    double from_km = 0;           ///< along the line
    std::optional<double> to_km;  ///< none: to the end of the line
};

/// A two-way road between two nodes of the network (roads/edges.csv).
struct RoadEdge {
    std::string id;          ///< R1234, R1234a, A220102
    std::string road_class;  ///< expressway, national, provincial, local, street
    std::string ref;         ///< G202; "" where no number is known
    int from = 0;            ///< index into RoadNetwork::nodes
    int to = 0;
    double km = 0;
    double speed_kmh = 0;
    double winter_speed_kmh = 0;
    std::optional<int> opened_year;  ///< not known: there from the beginning
    std::vector<std::string> also;   ///< numbers of further roads that share it
    std::vector<int> routes;         ///< stretches of RoadNetwork::routes that are shut with it
    std::vector<int> counties;       ///< nodes of the seats whose counties it touches
    EdgeShape shape;

    /// May be driven in a year: from its opening year.
    [[nodiscard]] bool usable_in(int year) const { return !opened_year || *opened_year <= year; }
    /// Whether the road of this number runs over it, alone or with others.
    [[nodiscard]] bool has_ref(std::string_view number) const;
};

/// A county seat, or (code "") a junction.
struct RoadNode {
    std::string code;  ///< county code
    std::string name;
    double longitude = 0;  ///< of a seat
    double latitude = 0;
};

/// A numbered road from one seat to the next (roads/routes.csv). Reports of closures speak of
/// roads so; the edges that carry it name it.
struct NumberedRoad {
    std::string id;  ///< E036
    std::string road_class;
    std::string ref;
    int from = 0;  ///< node of a seat
    int to = 0;
    double km = 0;
    bool is_laid = false;    ///< found on the map; else no edge carries it
    std::string confidence;  ///< high, medium, low: that the edges are the road that is meant
};

/// The road network of the plan: seats, junctions and the roads between them.
struct RoadNetwork {
    std::vector<RoadNode> nodes;       ///< the seats first
    std::vector<RoadEdge> edges;       ///< by id
    std::vector<NumberedRoad> routes;  ///< by id

    /// The seat of a county.
    [[nodiscard]] std::optional<int> node(std::string_view code) const;
    [[nodiscard]] std::optional<int> edge(std::string_view id) const;
    /// How many nodes are seats.
    [[nodiscard]] std::size_t seat_count() const;
};

/// Reads the tables of data/roads, checked: seats, speeds, routes, edges, edge_refs.
[[nodiscard]] RoadNetwork load_road_network(const DataSource& source, const Places& places);

/// November to March drive at winter speeds.
[[nodiscard]] bool is_winter(int month);

}  // namespace relief
