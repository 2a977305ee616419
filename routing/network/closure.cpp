// SPDX-License-Identifier: Apache-2.0
#include "routing/network/closure.h"

#include "core/table/csv.h"
#include "core/text.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace relief {
namespace {

/// Words of the press for "shut to you, open to us": the way is not counted on either.
constexpr std::array<std::string_view, 3> restricted_words{"restricted", "by pass",
                                                           "civil traffic barred"};
constexpr std::array<std::string_view, 3> other_modes{"air", "rail", "bus"};

/// The columns of closures.csv that say which roads are shut.
struct Extent {
    std::optional<int> from;
    std::optional<int> to;
    std::string ref;  ///< "*" = every road
};

bool mentions(const std::string& text, std::string_view word) {
    return fold(text).find(word) != std::string::npos;
}

std::string read_county(const CsvRow& row, const Places& places) {
    const std::string code = row.text("county_code");
    if (code.empty()) {
        return "";
    }
    const Place* place = places.find_code(code);
    if (place == nullptr) {
        throw row.error("place.unknown", "county_code", "no division has this code",
                        "a present or former code of the division");
    }
    return place->code;
}

std::optional<int> read_end(const CsvRow& row, std::string_view column, const RoadNetwork& network,
                            const Places& places) {
    const std::string code = row.text(column);
    if (code.empty()) {
        return std::nullopt;
    }
    const Place* place = places.find_code(code);
    if (place == nullptr) {
        throw row.error("place.unknown", column, "no division has this code",
                        "a code of roads/seats.csv");
    }
    const std::optional<int> node = network.node(place->code);
    if (!node) {
        throw row.error("closure.edge", column, "the closure ends at no seat of the road network",
                        "a code of roads/seats.csv");
    }
    return node;
}

bool touches(const NumberedRoad& road, const std::optional<int>& seat) {
    return !seat || road.from == *seat || road.to == *seat;
}

/// The numbered roads between the two ends, or all that end at the one.
std::vector<int> roads_of(const Extent& extent, const RoadNetwork& network) {
    std::vector<int> roads;
    for (std::size_t i = 0; i < network.routes.size(); ++i) {
        const NumberedRoad& road = network.routes[i];
        const bool named = extent.ref.empty() || extent.ref == "*" || road.ref == extent.ref;
        if (named && touches(road, extent.from) && touches(road, extent.to)) {
            roads.push_back(static_cast<int>(i));
        }
    }
    return roads;
}

template <typename Shut>
std::vector<int> edges_where(const RoadNetwork& network, Shut shut) {
    std::vector<int> edges;
    for (std::size_t i = 0; i < network.edges.size(); ++i) {
        if (shut(network.edges[i])) {
            edges.push_back(static_cast<int>(i));
        }
    }
    return edges;
}

bool has_any(const std::vector<int>& of_edge, const std::vector<int>& wanted) {
    return std::ranges::any_of(
        of_edge, [&](int each) { return std::ranges::find(wanted, each) != wanted.end(); });
}

/// Every road at a seat means every road of its county; with no end, every road of the class.
std::vector<int> all_roads(const Extent& extent, const std::string& closed_class,
                           const RoadNetwork& network) {
    if (!extent.from && !extent.to) {
        return edges_where(network, [&](const RoadEdge& edge) {
            return closed_class == "all" || edge.road_class == closed_class;
        });
    }
    const std::vector<int> county{extent.from ? *extent.from : *extent.to};
    return edges_where(network,
                       [&](const RoadEdge& edge) { return has_any(edge.counties, county); });
}

/// The edges a row shuts. A row that names an end or a road and matches none is refused: a plan
/// would drive over what somebody took the trouble to report. A road that is known and was not
/// found on the map shuts nothing, and the closure stays on the list as unplaced.
std::vector<int> read_edges(const CsvRow& row, const std::string& closed_class,
                            const RoadNetwork& network, const Places& places) {
    const Extent extent{.from = read_end(row, "edge_from_code", network, places),
                        .to = read_end(row, "edge_to_code", network, places),
                        .ref = row.text("edge_ref")};
    if (!extent.from && !extent.to && extent.ref.empty()) {
        return {};
    }
    const bool is_between = extent.from && extent.to;
    if (extent.ref.empty() && !is_between) {
        throw row.error("csv.empty", "edge_ref", "one end alone does not say which road is shut",
                        "the ref of a road, or * for every road of that county");
    }
    const bool is_every = extent.ref == "*" && !is_between;
    const std::vector<int> roads = is_every ? std::vector<int>{} : roads_of(extent, network);
    std::vector<int> edges = is_every ? all_roads(extent, closed_class, network)
                                      : edges_where(network, [&](const RoadEdge& edge) {
                                            return has_any(edge.routes, roads);
                                        });
    if (edges.empty() && roads.empty()) {
        throw row.error("closure.edge", "edge_ref",
                        "the closure matches no road of the road network",
                        "ends and ref of one row of roads/routes.csv, or all three blank");
    }
    return edges;
}

Instant read_start(const CsvRow& row) {
    const std::optional<Instant> start = row.optional_instant("closed_from");
    if (!start) {
        throw row.error("csv.empty", "closed_from", "a closure must say since when",
                        "a date or a time, as 2017-07-14 or 2017-07-14T06:30");
    }
    return *start;
}

Closure read_closure(const CsvRow& row, const RoadNetwork& network, const Places& places) {
    Closure closure;
    closure.id = row.required("closure_id");
    closure.ref = row.text("ref");
    closure.road_class = row.required("class");
    closure.place = row.text("place");
    closure.county_code = read_county(row, places);
    closure.cause = row.text("cause");
    closure.closed_from = read_start(row);
    closure.reopened_at = row.optional_instant("reopened_at");
    if (closure.reopened_at && *closure.reopened_at < closure.closed_from) {
        throw row.error("csv.range", "reopened_at", "the road is reopened before it is closed",
                        "a time after closed_from");
    }
    closure.reopen_kind = row.text("reopen_kind");
    closure.source = row.text("source");
    closure.note = row.text("note");
    closure.is_road =
        std::find(other_modes.begin(), other_modes.end(), closure.road_class) == other_modes.end();
    if (closure.is_road) {
        closure.edges = read_edges(row, closure.road_class, network, places);
    }
    closure.restricted =
        std::any_of(restricted_words.begin(), restricted_words.end(), [&](std::string_view word) {
            return mentions(closure.note, word) || mentions(closure.cause, word);
        });
    return closure;
}

}  // namespace

std::vector<Closure> load_closures(const std::filesystem::path& folder, const RoadNetwork& network,
                                   const Places& places) {
    const std::filesystem::path path = folder / "closures.csv";
    const CsvTable table(
        read_file(path), path.string(),
        {"closure_id", "ref", "class", "place", "county_code", "edge_from_code", "edge_to_code",
         "edge_ref", "cause", "closed_from", "reopened_at", "reopen_kind", "source", "note"});
    table.check_key("closure_id");
    std::vector<Closure> closures;
    closures.reserve(table.size());
    for (std::size_t i = 0; i < table.size(); ++i) {
        closures.push_back(read_closure(table.row(i), network, places));
    }
    return closures;
}

std::vector<const Closure*> closures_at(const std::vector<Closure>& closures, Instant at) {
    std::vector<const Closure*> in_force;
    for (const Closure& closure : closures) {
        if (closure.closed_from <= at && (!closure.reopened_at || *closure.reopened_at > at)) {
            in_force.push_back(&closure);
        }
    }
    return in_force;
}

std::vector<const Closure*> closures_to_come(const std::vector<Closure>& closures, Instant at,
                                             Instant until) {
    std::vector<const Closure*> coming;
    for (const Closure& closure : closures) {
        const bool is_known = closure.told_at && *closure.told_at <= at && !closure.edges.empty();
        const bool begins = closure.closed_from > at && closure.closed_from < until;
        const bool comes = !closure.reopened_at || *closure.reopened_at > closure.closed_from;
        if (is_known && begins && comes) {
            coming.push_back(&closure);
        }
    }
    return coming;
}

}  // namespace relief
