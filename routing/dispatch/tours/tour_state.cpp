// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/tours/tour_state.h"

#include <algorithm>
#include <cassert>
#include <limits>

namespace relief {
namespace {

constexpr int reload_mark = -1;

int most_routes(const TourModel& model) {
    std::int64_t count = 0;
    for (const TourVehicle& vehicle : model.problem.vehicles) {
        count += vehicle.count;
    }
    return static_cast<int>(std::min<std::int64_t>(count, model.visits));
}

}  // namespace

void TourRecord::clear() {
    pieces.clear();
    nodes.clear();
    quantities.clear();
    missing.clear();
}

TourState::TourState(const TourModel& tour_model)
    : model(tour_model), route_max_(most_routes(tour_model)) {
    const std::size_t reloads = model.reloads ? place_at(model.visits) : 0;
    const std::size_t nodes = place_at(model.visits) + 2 * place_at(route_max_) + reloads;
    next.assign(nodes, -1);
    previous.assign(nodes, -1);
    route_of.assign(nodes, -1);
    place.assign(nodes, -1);
    step.assign(nodes, 0);
    quantity.assign(nodes, 0);
    for (int visit = 0; visit < model.visits; ++visit) {
        place[place_at(visit)] = model.client_of[place_at(visit)];
    }
    if (model.reloads) {
        trip_load.assign(nodes, 0);
    }
    if (model.releases) {
        trip_start.assign(nodes, -1);
    }
    if (model.timed) {
        leave.assign(nodes, 0);
        latest.assign(nodes, no_tour_limit);
    }
    if (model.timed && model.limited) {
        head.assign(nodes, {});
        tail.assign(nodes, {});
    }
    routes.assign(place_at(route_max_), {});
    touched_in_.assign(place_at(route_max_), 0);
    for (int number = 0; number < route_max_; ++number) {
        open.push_back(number);
        open_at_.push_back(number);
        route_of[place_at(begin_of(number))] = number;
        route_of[place_at(end_of(number))] = number;
        next[place_at(begin_of(number))] = end_of(number);
        previous[place_at(end_of(number))] = begin_of(number);
    }
    for (std::size_t node = nodes; node > nodes - reloads; --node) {
        free_reloads_.push_back(static_cast<int>(node - 1));
    }
    for (const TourVehicle& vehicle : model.problem.vehicles) {
        type_left.push_back(vehicle.count);
    }
    route_limit = route_max_;
    listed_.assign(place_at(model.clients), 0);
    for (int client = 0; client < model.clients; ++client) {
        outstanding.push_back(model.problem.clients[place_at(client)].demand);
        note_missing(client);
    }
}

int TourState::free_visit(int client) const {
    for (int visit = model.first_visit[place_at(client)];
         visit < model.first_visit[place_at(client) + 1]; ++visit) {
        if (route_of[place_at(visit)] < 0) {
            return visit;
        }
    }
    return -1;
}

double TourState::type_cost(int type, double distance) const {
    const TourVehicle& vehicle = model.problem.vehicles[place_at(type)];
    return vehicle.fixed_cost + vehicle.distance_cost * distance;
}

int TourState::cheapest_type(int family, std::int64_t load, double distance, int in_hand) const {
    int best = -1;
    double best_cost = no_tour_limit;
    for (const int type : model.families[place_at(family)].types) {
        if (model.problem.vehicles[place_at(type)].capacity < load ||
            (type_left[place_at(type)] == 0 && type != in_hand)) {
            continue;
        }
        const double price = type_cost(type, distance);
        if (price < best_cost) {
            best_cost = price;
            best = type;
        }
    }
    return best;
}

double TourState::drive(int node) const {
    return model.own_time
               ? model.duration.at(place[place_at(node)], place[place_at(next[place_at(node)])])
               : step[place_at(node)];
}

// ---- changes

void TourState::set_type(int number, int type) {
    TourRouteState& route = routes[place_at(number)];
    if (route.type >= 0) {
        ++type_left[place_at(route.type)];
    }
    if (type >= 0) {
        const TourVehicle& vehicle = model.problem.vehicles[place_at(type)];
        --type_left[place_at(type)];
        route.family = model.family_of_type[place_at(type)];
        route.capacity = vehicle.capacity;
        route.distance_cost = vehicle.distance_cost;
        route.max_distance = vehicle.max_distance;
        route.max_duration = vehicle.max_duration;
    }
    const bool opens = route.type < 0 && type >= 0;
    const bool closes = route.type >= 0 && type < 0;
    route.type = type;
    if (!opens && !closes) {
        return;
    }
    // Routes in use stand first in `open`: change places with the first or last of the border.
    open_count += opens ? 1 : 0;
    const int border = open_count - 1;
    open_count -= closes ? 1 : 0;
    const int mine = open_at_[place_at(number)];
    const int other = open[place_at(border)];
    std::swap(open[place_at(mine)], open[place_at(border)]);
    open_at_[place_at(number)] = border;
    open_at_[place_at(other)] = mine;
    if (opens) {
        const int depot = model.depot_place(model.families[place_at(route.family)].depot);
        place[place_at(begin_of(number))] = depot;
        place[place_at(end_of(number))] = depot;
    }
}

int TourState::open_route(int type) {
    const int number = open[place_at(open_count)];
    touch(number);
    set_type(number, type);
    return number;
}

void TourState::link(int node, int after, int number) {
    const int before = next[place_at(after)];
    next[place_at(after)] = node;
    previous[place_at(node)] = after;
    next[place_at(node)] = before;
    previous[place_at(before)] = node;
    route_of[place_at(node)] = number;
}

void TourState::unlink(int node) {
    const int before = previous[place_at(node)];
    const int after = next[place_at(node)];
    next[place_at(before)] = after;
    previous[place_at(after)] = before;
    route_of[place_at(node)] = -1;
}

void TourState::note_missing(int client) {
    if (listed_[place_at(client)] == 0) {
        listed_[place_at(client)] = 1;
        missing.push_back(client);
    }
}

void TourState::note_served(int client) {
    if (listed_[place_at(client)] != 0) {
        listed_[place_at(client)] = 0;
        missing.erase(std::find(missing.begin(), missing.end(), client));
    }
}

void TourState::set_missing(const std::vector<int>& clients) {
    for (const int client : missing) {
        listed_[place_at(client)] = 0;
    }
    missing = clients;
    for (const int client : missing) {
        listed_[place_at(client)] = 1;
    }
}

void TourState::insert(int visit, std::int64_t amount, int after) {
    const int number = route_of[place_at(after)];
    touch(number);
    link(visit, after, number);
    ++placed;
    quantity[place_at(visit)] = amount;
    const int client = model.client_of[place_at(visit)];
    outstanding[place_at(client)] -= amount;
    if (outstanding[place_at(client)] == 0) {
        note_served(client);
    }
}

void TourState::insert_reload(int after) {
    const int number = route_of[place_at(after)];
    touch(number);
    const int node = free_reloads_.back();
    free_reloads_.pop_back();
    place[place_at(node)] = place[place_at(begin_of(number))];
    link(node, after, number);
}

void TourState::remove(int visit) {
    touch(route_of[place_at(visit)]);
    unlink(visit);
    --placed;
    const int client = model.client_of[place_at(visit)];
    outstanding[place_at(client)] += quantity[place_at(visit)];
    note_missing(client);
}

void TourState::add_quantity(int visit, std::int64_t amount) {
    touch(route_of[place_at(visit)]);
    quantity[place_at(visit)] += amount;
    const int client = model.client_of[place_at(visit)];
    outstanding[place_at(client)] -= amount;
    if (outstanding[place_at(client)] == 0) {
        note_served(client);
    }
}

// ---- reckoning

void TourState::settle(int number) {
    cost -= routes[place_at(number)].cost;
    if (routes[place_at(number)].reloads > 0) {
        drop_reloads(number);
    }
    reckon(number);
    const TourRouteState& route = routes[place_at(number)];
    if (route.visits > 0 && model.families[place_at(route.family)].types.size() > 1) {
        const int type = cheapest_type(route.family, route.load, route.distance, route.type);
        if (type != route.type) {
            set_type(number, type);
            routes[place_at(number)].cost = type_cost(type, route.distance);
        }
    }
    cost += routes[place_at(number)].cost;
    close_if_empty(number);
}

void TourState::close_if_empty(int number) {
    if (routes[place_at(number)].visits == 0) {
        set_type(number, -1);
    }
}

/// Takes out reloads the route can do without: beside an empty trip, and where both trips fit into
/// one and that is no detour.
void TourState::drop_reloads(int number) {
    for (int node = next[place_at(begin_of(number))]; node != end_of(number);) {
        const int after = next[place_at(node)];
        if (!is_visit(node)) {
            const int before = previous[place_at(node)];
            const bool empty_trip = before == begin_of(number) || !is_visit(after);
            if (empty_trip || fits_without(number, node)) {
                unlink(node);
                free_reloads_.push_back(node);
            }
        }
        node = after;
    }
}

bool TourState::fits_without(int number, int reload) {
    std::int64_t load = 0;
    for (int node = previous[place_at(reload)]; is_visit(node); node = previous[place_at(node)]) {
        load += quantity[place_at(node)];
    }
    for (int node = next[place_at(reload)]; is_visit(node); node = next[place_at(node)]) {
        load += quantity[place_at(node)];
    }
    const int before = place[place_at(previous[place_at(reload)])];
    const int after = place[place_at(next[place_at(reload)])];
    const int depot = place[place_at(reload)];
    const double saved = model.distance.at(before, depot) + model.distance.at(depot, after) -
                         model.distance.at(before, after);
    if (load > routes[place_at(number)].capacity || saved < 0) {
        return false;
    }
    scratch_.clear();
    for (int node = begin_of(number);; node = next[place_at(node)]) {
        if (node != reload) {
            scratch_.push_back(place[place_at(node)]);
        }
        if (node == end_of(number)) {
            break;
        }
    }
    return keeps_times(model, scratch_, routes[place_at(number)].max_duration);
}

void TourState::reckon(int number) {
    reckon_forward(number);
    if (model.reloads || model.releases) {
        reckon_trips(number);
    }
    if (model.timed) {
        reckon_times(number);
    }
}

void TourState::reckon_forward(int number) {
    TourRouteState& route = routes[place_at(number)];
    std::int64_t trip = 0;
    route.load = 0;
    route.visits = 0;
    route.reloads = 0;
    double distance = 0;
    double duration = 0;
    const int end = end_of(number);
    for (int node = begin_of(number); node != end; node = next[place_at(node)]) {
        if (is_visit(node)) {
            trip += quantity[place_at(node)];
            ++route.visits;
            duration += model.service[place_at(place[place_at(node)])];
        } else {
            route.reloads += node == begin_of(number) ? 0 : 1;
            route.load = std::max(route.load, trip);
            trip = 0;
        }
        step[place_at(node)] =
            model.distance.at(place[place_at(node)], place[place_at(next[place_at(node)])]);
        distance += step[place_at(node)];
        if (model.own_time) {
            duration += drive(node);
        }
    }
    route.load = std::max(route.load, trip);
    route.distance = distance;
    route.duration = model.own_time ? duration : duration + distance;
    route.cost = route.visits == 0 ? 0 : type_cost(route.type, distance);
}

void TourState::reckon_trips(int number) {
    int start = begin_of(number);
    while (start != end_of(number)) {
        std::int64_t load = 0;
        double release = 0;
        int node = next[place_at(start)];
        for (; is_visit(node); node = next[place_at(node)]) {
            load += quantity[place_at(node)];
            release = std::max(release, model.release[place_at(place[place_at(node)])]);
        }
        for (int each = start; each != node; each = next[place_at(each)]) {
            if (model.reloads) {
                trip_load[place_at(each)] = load;
            }
            if (model.releases) {
                trip_start[place_at(each)] = start;
            }
        }
        if (model.releases) {
            leave[place_at(start)] = release;
        }
        start = node;
    }
}

void TourState::reckon_times(int number) {
    const int begin = begin_of(number);
    const int end = end_of(number);
    for (int node = begin;; node = next[place_at(node)]) {
        const std::size_t here = place_at(place[place_at(node)]);
        // reckon_trips left the trip's release where it begins.
        const bool starts = !is_visit(node) && node != end;
        const double ready = starts && model.releases
                                 ? std::max(model.ready[here], leave[place_at(node)])
                                 : model.ready[here];
        const int before = previous[place_at(node)];
        const double way = node == begin ? 0 : drive(before);
        leave[place_at(node)] =
            node == begin ? ready
                          : std::max(leave[place_at(before)] + way, ready) + model.service[here];
        if (model.limited) {
            const TourSegment own{model.service[here], ready, std::max(model.due[here], ready)};
            head[place_at(node)] = node == begin ? own : join(head[place_at(before)], way, own);
            tail[place_at(node)] = own;
        }
        if (node == end) {
            break;
        }
    }
    latest[place_at(end)] = model.due[place_at(place[place_at(end)])];
    for (int node = end; node != begin; node = previous[place_at(node)]) {
        const int before = previous[place_at(node)];
        const std::size_t there = place_at(place[place_at(before)]);
        const double way = drive(before);
        latest[place_at(before)] =
            std::min(model.due[there], latest[place_at(node)] - way - model.service[there]);
        if (model.limited) {
            tail[place_at(before)] = join(tail[place_at(before)], way, tail[place_at(node)]);
        }
    }
    if (model.limited) {
        routes[place_at(number)].duration = head[place_at(end)].duration;
    }
}

// ---- going back

void TourState::touch(int number) {
    if (touched_in_[place_at(number)] != round_) {
        touched_in_[place_at(number)] = round_;
        write_route(number, before_);
    }
}

void TourState::begin_round() {
    ++round_;
    before_.clear();
    before_.missing = missing;
    before_.cost = cost;
}

void TourState::undo_round() {
    put_back(before_);
    ++round_;
}

void TourState::write_route(int number, TourRecord& record) const {
    const std::size_t first = record.nodes.size();
    if (routes[place_at(number)].type >= 0) {
        for (int node = next[place_at(begin_of(number))]; node != end_of(number);
             node = next[place_at(node)]) {
            record.nodes.push_back(is_visit(node) ? node : reload_mark);
            record.quantities.push_back(quantity[place_at(node)]);
        }
    }
    record.pieces.push_back(
        {number, routes[place_at(number)].type, first, record.nodes.size() - first});
}

void TourState::write_all(TourRecord& record) const {
    record.clear();
    for (int i = 0; i < open_count; ++i) {
        write_route(open[place_at(i)], record);
    }
    record.missing = missing;
    record.cost = cost;
}

void TourState::read_all(const TourRecord& record) {
    while (open_count > 0) {
        wipe_route(open[0]);
    }
    ++round_;
    put_back(record);
}

void TourState::wipe_route(int number) {
    if (routes[place_at(number)].type < 0) {
        return;
    }
    for (int node = next[place_at(begin_of(number))]; node != end_of(number);
         node = next[place_at(node)]) {
        route_of[place_at(node)] = -1;
        if (is_visit(node)) {
            --placed;
            outstanding[place_at(model.client_of[place_at(node)])] += quantity[place_at(node)];
        } else {
            free_reloads_.push_back(node);
        }
    }
    next[place_at(begin_of(number))] = end_of(number);
    previous[place_at(end_of(number))] = begin_of(number);
    set_type(number, -1);
    routes[place_at(number)].visits = 0;
    routes[place_at(number)].reloads = 0;
    routes[place_at(number)].cost = 0;
}

void TourState::put_back(const TourRecord& record) {
    for (const TourRecord::Piece& piece : record.pieces) {
        wipe_route(piece.route);
    }
    for (const TourRecord::Piece& piece : record.pieces) {
        if (piece.type < 0) {
            continue;
        }
        set_type(piece.route, piece.type);
        int last = begin_of(piece.route);
        for (std::size_t i = piece.first; i < piece.first + piece.count; ++i) {
            int node = record.nodes[i];
            if (node == reload_mark) {
                node = free_reloads_.back();
                free_reloads_.pop_back();
                place[place_at(node)] = place[place_at(begin_of(piece.route))];
            } else {
                ++placed;
                quantity[place_at(node)] = record.quantities[i];
                outstanding[place_at(model.client_of[place_at(node)])] -= quantity[place_at(node)];
            }
            link(node, last, piece.route);
            last = node;
        }
        reckon(piece.route);
    }
    set_missing(record.missing);
    cost = record.cost;
}

}  // namespace relief
