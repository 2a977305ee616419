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

/// A two-way road between two county seats (baseline/road_edges.csv).
struct RoadEdge {
    std::string id;          ///< E001
    std::string road_class;  ///< expressway, national, provincial, local
    std::string ref;         ///< G202, 沈长线, LOCAL
    int from = 0;            ///< index into RoadNetwork::nodes
    int to = 0;
    double km = 0;
    double speed_kmh = 0;
    double winter_speed_kmh = 0;
    std::optional<int> opened_year;
    bool usable_2017 = true;
    std::string flag;

    /// May be driven in a year: from its opening year; where that is blank, by usable_2017,
    /// whatever the event.
    [[nodiscard]] bool usable_in(int year) const {
        return opened_year ? *opened_year <= year : usable_2017;
    }
};

struct RoadNode {
    std::string code;  ///< county code
    std::string name;
    double longitude = 0;
    double latitude = 0;
};

/// The road network of the plan: seats and the roads between them.
struct RoadNetwork {
    std::vector<RoadNode> nodes;
    std::vector<RoadEdge> edges;

    [[nodiscard]] std::optional<int> node(std::string_view code) const;
    [[nodiscard]] std::optional<int> edge(std::string_view id) const;
};

/// Reads baseline/road_nodes.csv and road_edges.csv, checked.
[[nodiscard]] RoadNetwork load_road_network(const DataSource& source, const Places& places);

/// November to March drive at winter speeds.
[[nodiscard]] bool is_winter(int month);

}  // namespace relief
