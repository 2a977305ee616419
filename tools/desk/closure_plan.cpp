// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/closure_plan.h"

#include "tools/desk/closure_streets.h"

#include <algorithm>

#include <fmt/format.h>

namespace relief {
namespace {

/// Ways of the street network are the lines that edges of the plan's network are parts of, in the
/// direction of the line.
void shut_edges(const BookClosure& book, const RoadNetwork& network, const StreetPieces& pieces,
                Closure& closure) {
    std::vector<unsigned> shut(pieces.network().ways.size(), 0);
    for (const ArcIndex arc : place_closure(pieces, book.closure).arcs) {
        shut[pieces.network().piece_of(arc).way] |=
            pieces.network().arcs[arc].is_backward() ? 2U : 1U;
    }
    for (std::size_t i = 0; i < network.edges.size(); ++i) {
        const RoadEdge& edge = network.edges[i];
        const WayIndex way = pieces.way(edge.shape.line);
        if (edge.road_class != "street" && way != no_index && shut[way] != 0) {
            closure.edges.push_back(static_cast<int>(i));
            closure.directions.push_back(static_cast<StreetDirections>(shut[way]));
        }
    }
}

/// Until when it counts: a planned reopening ends nothing, a lifting and a known one do.
std::optional<Instant> end_of(const BookClosure& book) {
    const StreetClosure& closure = book.closure;
    std::optional<Instant> end = book.lifted_at;
    if (closure.reopening == ReopeningKind::known && closure.to && (!end || *closure.to < *end)) {
        end = closure.to;
    }
    return end;
}

/// Whoever keeps within weight and height may pass at any hour.
bool limits_size_alone(const ClosureLimits& limits) {
    return (limits.weight_kg || limits.height_cm) && !limits.one_lane_wait_minutes &&
           !limits.daylight_only && !limits.convoy_only && !limits.permit_only;
}

}  // namespace

std::vector<Closure> plan_closures(const std::vector<BookClosure>& books,
                                   const RoadNetwork& network, const StreetPieces& pieces) {
    std::vector<Closure> closures;
    for (const BookClosure& book : books) {
        Closure closure{.id = fmt::format("B{}", book.id),
                        .ref = book.zh,
                        .place = book.closure.words,
                        .county_code = book.place,
                        .cause = book.cause,
                        .closed_from = book.closure.from,
                        .reopened_at = end_of(book),
                        .reopen_kind = std::string(to_word(book.closure.reopening)),
                        .restricted = book.closure.limits.any(),
                        .limits = book.closure.limits,
                        .told_at = book.told_at,
                        .source = book.closure.source};
        const ClosureLimits& limits = book.closure.limits;
        if (limits_size_alone(limits)) {
            closure.weight_kg = limits.weight_kg;
            closure.height_cm = limits.height_cm;
        }
        if (book.is_placed()) {
            shut_edges(book, network, pieces, closure);
        }
        closures.push_back(std::move(closure));
    }
    return closures;
}

std::vector<Closure> plan_closures(const Desk& desk) {
    if (desk.closures.empty()) {
        return {};
    }
    const ClosureStreets streets = load_closure_streets(desk.data, desk.places, desk.network);
    return plan_closures(desk.closures, desk.network, *streets.pieces);
}

}  // namespace relief
