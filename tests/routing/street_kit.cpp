// SPDX-License-Identifier: Apache-2.0
#include "tests/routing/street_kit.h"

#include "routing/network/street_builder.h"
#include "routing/path/turn_graph.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <utility>

namespace relief::kit {
namespace {

constexpr std::int32_t first_longitude_e7 = 1'250'000'000;
constexpr std::int32_t first_latitude_e7 = 440'000'000;
constexpr std::int32_t step_east_e7 = 124'600;  // about 1 km at 44 N
constexpr std::int32_t step_south_e7 = 90'000;  // about 1 km

std::vector<std::string> rows_of(const std::string& drawing) {
    std::vector<std::string> rows(1);
    for (const char sign : drawing) {
        if (sign == '\n') {
            rows.emplace_back();
        } else {
            rows.back() += sign;
        }
    }
    return rows;
}

char sign_at(const std::vector<std::string>& rows, std::size_t row, std::size_t column) {
    return row < rows.size() && column < rows[row].size() ? rows[row][column] : ' ';
}

bool is_node(char sign) {
    return std::isalnum(static_cast<unsigned char>(sign)) != 0 && sign != 'v';
}

struct DrawnRoad {
    char from = 0;
    char to = 0;
    int km = 0;
    StreetClass street_class = StreetClass::secondary;
    StreetDirections directions = StreetDirections::both;
};

/// The road that leaves a node to the right or down; to = 0 where there is none.
DrawnRoad road_from(const std::vector<std::string>& rows, std::size_t row, std::size_t column,
                    bool down) {
    DrawnRoad road{.from = sign_at(rows, row, column)};
    const std::string_view signs = down ? "|\":v^" : "-=.><";
    while (true) {
        (down ? row : column) += 1;
        ++road.km;
        const char sign = sign_at(rows, row, column);
        if (is_node(sign)) {
            road.to = road.km > 1 ? sign : '\0';
            return road;
        }
        if (signs.find(sign) == std::string_view::npos) {
            return {};
        }
        if (sign == '=' || sign == '"') {
            road.street_class = StreetClass::motorway;
        } else if (sign == '.' || sign == ':') {
            road.street_class = StreetClass::tertiary;
        } else if (sign == '>' || sign == 'v') {
            road.directions = StreetDirections::forward;
        } else if (sign == '<' || sign == '^') {
            road.directions = StreetDirections::backward;
        }
    }
}

}  // namespace

DrawnMap::RoadNote& DrawnMap::note(char from, char to) {
    for (RoadNote& each : roads_) {
        if (each.from == from && each.to == to) {
            return each;
        }
    }
    return roads_.emplace_back(RoadNote{.from = from, .to = to});
}

DrawnMap& DrawnMap::limits(char from, char to, StreetLimits limits) {
    note(from, to).limits = limits;
    return *this;
}

DrawnMap& DrawnMap::access(char from, char to, StreetAccess access) {
    note(from, to).access = access;
    return *this;
}

DrawnMap& DrawnMap::barrier(char at, StreetAccess access, StreetLimits limits) {
    barriers_.push_back({.at = at, .access = access, .limits = limits});
    return *this;
}

DrawnMap& DrawnMap::ban(char from, char to, int from_minute, int to_minute) {
    note(from, to).ban_from = from_minute;
    note(from, to).ban_to = to_minute;
    return *this;
}

StreetNetwork DrawnMap::make() const {
    StreetBuilder builder("a drawing");
    const std::vector<std::string> rows = rows_of(drawing_);
    std::int64_t id = 0;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        for (std::size_t column = 0; column < rows[row].size(); ++column) {
            if (!is_node(rows[row][column])) {
                continue;
            }
            builder.add_point(
                rows[row][column],
                {first_longitude_e7 + static_cast<std::int32_t>(column) * step_east_e7,
                 first_latitude_e7 - static_cast<std::int32_t>(row) * step_south_e7});
            for (const bool down : {false, true}) {
                const DrawnRoad road = road_from(rows, row, column, down);
                if (road.to == 0) {
                    continue;
                }
                StreetWay way;
                way.id = ++id;
                way.name = builder.text(std::string{road.from, road.to});
                way.street_class = road.street_class;
                way.length_cm = static_cast<std::uint32_t>(road.km) * 100'000;
                way.car_directions = way.lorry_directions = road.directions;
                const auto told =
                    std::find_if(roads_.begin(), roads_.end(), [&](const RoadNote& each) {
                        return (each.from == road.from && each.to == road.to) ||
                               (each.from == road.to && each.to == road.from);
                    });
                if (told != roads_.end()) {
                    way.limits = builder.limits(told->limits);
                    way.lorry_access = told->access;
                }
                const std::vector<std::int64_t> points{road.from, road.to};
                const WayIndex index = builder.add_way(way, points);
                if (told != roads_.end() && told->ban_from >= 0) {
                    builder.add_condition(
                        {.way = index,
                         .words = builder.text("hgv:conditional=no"),
                         .from_minute = static_cast<std::uint16_t>(told->ban_from),
                         .to_minute = static_cast<std::uint16_t>(told->ban_to),
                         .weekdays = 0x7F,
                         .access = StreetAccess::no,
                         .vehicles = 2,
                         .is_plain = 1});
                }
            }
        }
    }
    for (const BarrierNote& each : barriers_) {
        StreetBarrier barrier;
        barrier.id = each.at;
        barrier.lorry_access = each.access;
        barrier.limits = builder.limits(each.limits);
        builder.add_barrier(barrier);
    }
    ReadReport report;
    return std::move(builder).build(report);
}

NodeIndex node_of(const StreetNetwork& network, char sign) {
    const auto found = std::find(network.node_ids.begin(), network.node_ids.end(), sign);
    return static_cast<NodeIndex>(found - network.node_ids.begin());
}

ArcIndex arc_of(const StreetNetwork& network, char from, char to) {
    const NodeIndex tail = node_of(network, from);
    for (ArcIndex arc = network.first_arc[tail]; arc < network.first_arc[tail + 1]; ++arc) {
        if (network.arcs[arc].head == node_of(network, to)) {
            return arc;
        }
    }
    return no_index;
}

StreetPosition on_road(const StreetNetwork& network, char from, char to, std::uint32_t metres) {
    ArcIndex arc = arc_of(network, from, to);
    const bool reversed = arc == no_index;
    if (reversed) {
        arc = arc_of(network, to, from);
    }
    const PieceIndex piece = network.arcs[arc].piece();
    const std::uint32_t length_cm = network.pieces[piece].length_cm;
    const bool along = network.pieces[piece].from == node_of(network, from);
    const std::uint32_t offset_cm = along ? metres * 100 : length_cm - metres * 100;
    return {.piece = piece, .offset_cm = offset_cm, .point = point_on(network, piece, offset_cm)};
}

StreetPosition at_node(const StreetNetwork& network, char sign) {
    return position_at(network, node_of(network, sign));
}

std::string nodes_of(const StreetNetwork& network, std::span<const RoadStretch> stretches) {
    std::string signs;
    for (const RoadStretch& stretch : stretches) {
        const StreetArc& arc = network.arcs[stretch.arc];
        if (stretch.from_cm == 0 && signs.empty()) {
            signs += static_cast<char>(network.node_ids[arc.tail]);
        }
        if (stretch.to_cm == network.length_cm(stretch.arc)) {
            signs += static_cast<char>(network.node_ids[arc.head]);
        }
    }
    return signs;
}

StreetRules plain_rules() {
    StreetRules rules;
    rules.speed_kmh.fill(60);
    rules.seasons.push_back(
        {.condition = "winter",
         .classes = std::bitset<street_class_count>().set(),
         .months = {true, true, true, false, false, false, false, false, false, false, true, true},
         .percent = 50,
         .source = {}});
    return rules;
}

RoadVehicle plain_lorry() {
    return {.id = "LORRY",
            .name_zh = "货车",
            .height_cm = 400,
            .width_cm = 250,
            .length_cm = 1200,
            .weight_kg = 25'000,
            .axle_load_kg = 8'000,
            .top_speed_kmh = 120,
            .source = {}};
}

PlacedClosure closure_of(const StreetNetwork& network, std::string id,
                         const std::vector<std::string>& roads, Instant from,
                         std::optional<Instant> to) {
    PlacedClosure placed;
    placed.closure.id = std::move(id);
    placed.closure.kind = ClosureKind::arc;
    placed.closure.from = from;
    placed.closure.to = to;
    placed.closure.reopening = to ? ReopeningKind::known : ReopeningKind::unknown;
    for (const std::string& road : roads) {
        for (const ArcIndex arc :
             {arc_of(network, road[0], road[1]), arc_of(network, road[1], road[0])}) {
            if (arc != no_index) {
                placed.arcs.push_back(arc);
            }
        }
    }
    std::sort(placed.arcs.begin(), placed.arcs.end());
    return placed;
}

RoadsCase::RoadsCase(StreetNetwork made, StreetSituation given, RoadVehicle lorry,
                     StreetRules speeds)
    : network(std::move(made)),
      rules(std::move(speeds)),
      vehicle(std::move(lorry)),
      situation(std::move(given)),
      roads(make_street_roads(network, turn_street_graph(network, StreetVehicle::lorry))),
      judge(network, rules, vehicle, situation),
      metric(weigh_streets(roads, judge)),
      now(roads, judge, metric) {}

StreetNetwork random_network(std::mt19937_64& random, int width, int height) {
    StreetBuilder builder("drawn by lot");
    const auto chance = [&](int percent) { return static_cast<int>(random() % 100) < percent; };
    const auto id_of = [&](int column, int row) { return row * width + column + 1; };
    std::int64_t id = 0;
    const auto add_road = [&](int from, int to) {
        StreetWay way;
        way.id = ++id;
        way.street_class = chance(30) ? StreetClass::primary : StreetClass::tertiary;
        way.length_cm = 1'000 + static_cast<std::uint32_t>(random() % 300'000);
        way.lorry_access = chance(12)  ? StreetAccess::destination
                           : chance(6) ? StreetAccess::no
                                       : StreetAccess::yes;
        way.lorry_directions = chance(15)   ? StreetDirections::forward
                               : chance(15) ? StreetDirections::backward
                                            : StreetDirections::both;
        way.car_directions = way.lorry_directions;
        const std::vector<std::int64_t> points{from, to};
        builder.add_way(way, points);
    };
    for (int row = 0; row < height; ++row) {
        for (int column = 0; column < width; ++column) {
            builder.add_point(id_of(column, row), {first_longitude_e7 + column * step_east_e7,
                                                   first_latitude_e7 - row * step_south_e7});
            if (column + 1 < width && chance(85)) {
                add_road(id_of(column, row), id_of(column + 1, row));
            }
            if (row + 1 < height && chance(85)) {
                add_road(id_of(column, row), id_of(column, row + 1));
            }
            if (chance(5)) {
                StreetBarrier barrier;
                barrier.id = id_of(column, row);
                barrier.lorry_access = StreetAccess::no;
                builder.add_barrier(barrier);
            }
        }
    }
    ReadReport report;
    return std::move(builder).build(report);
}

StreetPosition random_position(const StreetNetwork& network, std::mt19937_64& random) {
    const auto piece = static_cast<PieceIndex>(random() % network.pieces.size());
    const std::uint32_t length_cm = network.pieces[piece].length_cm;
    const std::uint32_t offset_cm =
        random() % 4 == 0 ? (random() % 2 == 0 ? 0 : length_cm)
                          : static_cast<std::uint32_t>(random() % (std::uint64_t{length_cm} + 1));
    return {.piece = piece, .offset_cm = offset_cm, .point = point_on(network, piece, offset_cm)};
}

}  // namespace relief::kit
