// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/tours/tour_recreate.h"

#include <algorithm>
#include <cmath>

namespace relief {
namespace {

constexpr double blink_share = 0.01;
/// A new route: one family of several is overlooked more often, or the nearest depot always wins.
constexpr double family_blink_share = 0.2;
/// Places beside this many nearest clients are looked at.
constexpr int near_wanted = 60;

}  // namespace

TourRecreate::TourRecreate(TourState& state, TourRandom& random) : state_(state), random_(random) {
    const TourModel& model = state_.model;
    near_looked_at_ = std::min(model.near_count, near_wanted);
    for (int family = 0; family < static_cast<int>(model.families.size()); ++family) {
        for (int client = 0; client < model.clients; ++client) {
            alone_.push_back(alone_on_time(family, client) ? 1 : 0);
        }
    }
    room_of_route_.assign(state_.routes.size(), -1);
}

bool TourRecreate::alone_on_time(int family, int client) const {
    const TourModel& model = state_.model;
    const TourFamily& vehicles = model.families[place_at(family)];
    const int depot = model.depot_place(vehicles.depot);
    const double distance = model.distance.at(depot, client) + model.distance.at(client, depot);
    return model.serves(family, client) && distance <= vehicles.max_distance &&
           keeps_times(model, {depot, client, depot}, vehicles.max_duration);
}

bool TourRecreate::blinks() {
    if (until_blink_ > 0) {
        --until_blink_;
        return false;
    }
    until_blink_ = static_cast<int>(std::log(1 - random_.unit()) / std::log(1 - blink_share));
    return true;
}

void TourRecreate::recreate() {
    sort_missing();
    for (const auto& [key, client] : order_) {
        if (state_.model.problem.split) {
            place_split(client);
        } else {
            place_whole(client);
        }
    }
}

/// The orders of the paper with its weights: random 4, demand 4, far 2, near 1; with windows also
/// their length 2, begin 2, end 2.
void TourRecreate::sort_missing() {
    const TourModel& model = state_.model;
    const int kind = random_.below(model.timed ? 17 : 11);
    order_.clear();
    for (const int client : state_.missing) {
        double key = 0;
        if (kind < 4) {
            key = random_.unit();
        } else if (kind < 8) {
            key = -static_cast<double>(state_.outstanding[place_at(client)]);
        } else if (kind < 10) {
            key = -model.home_distance[place_at(client)];
        } else if (kind < 11) {
            key = model.home_distance[place_at(client)];
        } else if (kind < 13) {
            key = model.due[place_at(client)] - model.ready[place_at(client)];
        } else if (kind < 15) {
            key = model.ready[place_at(client)];
        } else {
            key = -model.due[place_at(client)];
        }
        order_.emplace_back(key, client);
    }
    std::sort(order_.begin(), order_.end());
}

// ---- whole clients

void TourRecreate::place_whole(int client) {
    const std::int64_t amount = state_.outstanding[place_at(client)];
    best_ = {};
    look_at_new(client, amount);
    look_near(client, amount);
    if (best_.cost < no_tour_limit) {
        put(best_, client, amount);
    }
}

void TourRecreate::look_near(int client, std::int64_t amount) {
    const TourModel& model = state_.model;
    const int* near = model.near.data() + place_at(client) * place_at(model.near_count);
    const bool all = near_looked_at_ == model.clients - 1;
    for (int k = 0; k < near_looked_at_; ++k) {
        for (int visit = model.first_visit[place_at(near[k])];
             visit < model.first_visit[place_at(near[k]) + 1]; ++visit) {
            if (state_.route_of[place_at(visit)] < 0) {
                continue;
            }
            look_after(visit, client, amount);
            const int before = state_.previous[place_at(visit)];
            if (!all || !state_.is_visit(before)) {
                look_after(before, client, amount);
            }
        }
    }
    if (model.reloads) {
        for (int i = 0; i < state_.open_count; ++i) {
            const int number = state_.open[place_at(i)];
            look_for_reload(state_.begin_of(number), client, amount);
            look_for_reload(state_.previous[place_at(state_.end_of(number))], client, amount);
        }
    }
}

void TourRecreate::look_after(int node, int client, std::int64_t amount) {
    const TourModel& model = state_.model;
    const int behind = state_.next[place_at(node)];
    const double extra = model.distance.column(client)[state_.place[place_at(node)]] +
                         model.distance.row(client)[state_.place[place_at(behind)]] -
                         state_.step[place_at(node)];
    const TourRouteState& route = state_.route(state_.route_of[place_at(node)]);
    double price = route.distance_cost * extra;
    if ((model.mixed ? model.families[place_at(route.family)].cheapest_distance_cost * extra
                     : price) >= best_.cost) {
        return;
    }
    if (blinks() || (model.masked && !model.serves(route.family, client))) {
        return;
    }
    if (model.reloads) {
        look_for_reload(node, client, amount);
    }
    const std::int64_t load = state_.load_at(node) + amount;
    if (model.mixed) {
        price = grown_cost(route, std::max(load, route.load), extra);
        if (price >= best_.cost) {
            return;
        }
    } else if (load > route.capacity) {
        return;
    }
    if (route.distance + extra > route.max_distance || !on_time(node, client, extra)) {
        return;
    }
    best_ = {price, node, -1, Kind::plain};
}

/// What it costs to carry `load` over `extra` more distance, with the cheapest vehicle that can.
double TourRecreate::grown_cost(const TourRouteState& route, std::int64_t load,
                                double extra) const {
    const double distance = route.distance + extra;
    const int type = state_.cheapest_type(route.family, load, distance, route.type);
    return type < 0 ? no_tour_limit : state_.type_cost(type, distance) - route.cost;
}

bool TourRecreate::on_time(int node, int client, double extra) const {
    const TourModel& model = state_.model;
    const int behind = state_.next[place_at(node)];
    const TourMatrix& time = model.time();
    const double to = time.column(client)[state_.place[place_at(node)]];
    const double from = time.row(client)[state_.place[place_at(behind)]];
    const double service = model.service[place_at(client)];
    const TourRouteState& route = state_.route(state_.route_of[place_at(node)]);
    if (!model.timed) {
        if (!model.limited) {
            return true;
        }
        const double step =
            model.own_time ? time.at(state_.place[place_at(node)], state_.place[place_at(behind)])
                           : state_.step[place_at(node)];
        const double more = model.own_time ? to + from - step : extra;
        return route.duration + more + service <= route.max_duration;
    }
    if (model.releases && model.release[place_at(client)] >
                              state_.leave[place_at(state_.trip_start[place_at(node)])]) {
        return walked_on_time(node, client, Kind::plain);
    }
    const double begin = std::max(state_.leave[place_at(node)] + to, model.ready[place_at(client)]);
    if (begin > model.due[place_at(client)] ||
        begin + service + from > state_.latest[place_at(behind)]) {
        return false;
    }
    if (!model.limited) {
        return true;
    }
    const TourSegment own{service, model.ready[place_at(client)], model.due[place_at(client)]};
    const TourSegment whole =
        join(join(state_.head[place_at(node)], to, own), from, state_.tail[place_at(behind)]);
    return whole.duration <= route.max_duration;
}

bool TourRecreate::walked_on_time(int node, int client, Kind kind) const {
    const int number = state_.route_of[place_at(node)];
    walk_.clear();
    for (int each = state_.begin_of(number);; each = state_.next[place_at(each)]) {
        walk_.push_back(state_.place[place_at(each)]);
        if (each == node) {
            const int depot = walk_.front();
            if (kind == Kind::reload_first) {
                walk_.push_back(depot);
            }
            walk_.push_back(client);
            if (kind == Kind::reload_then) {
                walk_.push_back(depot);
            }
        }
        if (each == state_.end_of(number)) {
            break;
        }
    }
    return keeps_times(state_.model, walk_, state_.route(number).max_duration);
}

/// A new trip: the vehicle comes back to its depot before or after this client.
void TourRecreate::look_for_reload(int node, int client, std::int64_t amount) {
    const TourModel& model = state_.model;
    const int number = state_.route_of[place_at(node)];
    const TourRouteState& route = state_.route(number);
    if (!model.families[place_at(route.family)].reload || !model.serves(route.family, client)) {
        return;
    }
    const int depot = state_.place[place_at(state_.begin_of(number))];
    const int here = state_.place[place_at(node)];
    const int there = state_.place[place_at(state_.next[place_at(node)])];
    const TourMatrix& way = model.distance;
    std::int64_t before = 0;  // carried on this trip up to the node
    for (int each = node; state_.is_visit(each); each = state_.previous[place_at(each)]) {
        before += state_.quantity[place_at(each)];
    }
    const std::int64_t after = state_.load_at(node) - before;
    const auto look = [&](Kind kind, double distance, std::int64_t load) {
        const double extra = distance - state_.step[place_at(node)];
        const double price = route.distance_cost * extra;
        if (price < best_.cost && load <= route.capacity &&
            route.distance + extra <= route.max_distance && walked_on_time(node, client, kind)) {
            best_ = {price, node, -1, kind};
        }
    };
    look(Kind::reload_first, way.at(here, depot) + way.at(depot, client) + way.at(client, there),
         after + amount);
    look(Kind::reload_then, way.at(here, client) + way.at(client, depot) + way.at(depot, there),
         before + amount);
}

void TourRecreate::look_at_new(int client, std::int64_t amount) {
    const TourModel& model = state_.model;
    if (state_.open_count >= state_.route_limit) {
        return;
    }
    const bool one_of_many = model.families.size() > 1;
    for (int family = 0; family < static_cast<int>(model.families.size()); ++family) {
        if (alone_[place_at(family) * place_at(model.clients) + place_at(client)] == 0 ||
            blinks() || (one_of_many && random_.unit() < family_blink_share)) {
            continue;
        }
        const int depot = model.depot_place(model.families[place_at(family)].depot);
        const double distance = model.distance.at(depot, client) + model.distance.at(client, depot);
        const int type = state_.cheapest_type(family, amount, distance, -1);
        if (type >= 0 && state_.type_cost(type, distance) < best_.cost) {
            best_ = {state_.type_cost(type, distance), -1, type, Kind::opens};
        }
    }
}

void TourRecreate::put(const Spot& spot, int client, std::int64_t amount) {
    int after = spot.after;
    if (spot.kind == Kind::opens) {
        after = state_.begin_of(state_.open_route(spot.type));
    }
    const int number = state_.route_of[place_at(after)];
    if (spot.kind == Kind::reload_first) {
        state_.insert_reload(after);
        after = state_.next[place_at(after)];
    }
    const int visit = state_.free_visit(client);
    state_.insert(visit, amount, after);
    if (spot.kind == Kind::reload_then) {
        state_.insert_reload(visit);
    }
    state_.settle(number);
}

// ---- split clients

void TourRecreate::place_split(int client) {
    do {
        gather_rooms(client);
        const std::vector<std::size_t> pieces = cheapest_cover(client);
        if (pieces.empty()) {
            return;
        }
        put_pieces(client, pieces);
    } while (state_.outstanding[place_at(client)] > 0);
}

/// For each route near the client, the cheapest spot and the room left; and a route of its own.
void TourRecreate::gather_rooms(int client) {
    const TourModel& model = state_.model;
    for (const Room& room : rooms_) {
        if (room.route >= 0) {
            room_of_route_[place_at(room.route)] = -1;
        }
    }
    rooms_.clear();
    for (int visit = model.first_visit[place_at(client)];
         visit < model.first_visit[place_at(client) + 1]; ++visit) {
        const int number = state_.route_of[place_at(visit)];
        if (number >= 0) {
            const TourRouteState& route = state_.route(number);
            room_of_route_[place_at(number)] = static_cast<int>(rooms_.size());
            rooms_.push_back(
                {{0, visit, -1, Kind::plain}, route.capacity - route.load, visit, number});
        }
    }
    const int* near = model.near.data() + place_at(client) * place_at(model.near_count);
    for (int k = 0; k < near_looked_at_; ++k) {
        for (int visit = model.first_visit[place_at(near[k])];
             visit < model.first_visit[place_at(near[k]) + 1]; ++visit) {
            if (state_.route_of[place_at(visit)] >= 0) {
                note_room(visit, client);
                note_room(state_.previous[place_at(visit)], client);
            }
        }
    }
    best_ = {};
    look_at_new(client, 1);
    if (best_.cost < no_tour_limit) {
        const std::int64_t capacity = model.problem.vehicles[place_at(best_.type)].capacity;
        rooms_.push_back({best_, capacity, -1, -1});
    }
}

void TourRecreate::note_room(int node, int client) {
    const TourModel& model = state_.model;
    const int number = state_.route_of[place_at(node)];
    const TourRouteState& route = state_.route(number);
    const std::int64_t room = route.capacity - state_.load_at(node);
    if (room <= 0 || blinks() || (model.masked && !model.serves(route.family, client))) {
        return;
    }
    const int known = room_of_route_[place_at(number)];
    if (known >= 0 && rooms_[place_at(known)].visit >= 0) {
        return;
    }
    const double extra =
        model.distance.column(client)[state_.place[place_at(node)]] +
        model.distance.row(client)[state_.place[place_at(state_.next[place_at(node)])]] -
        state_.step[place_at(node)];
    const double price = route.distance_cost * extra;
    if ((known >= 0 && price >= rooms_[place_at(known)].spot.cost) ||
        route.distance + extra > route.max_distance || !on_time(node, client, extra)) {
        return;
    }
    if (known < 0) {
        room_of_route_[place_at(number)] = static_cast<int>(rooms_.size());
        rooms_.push_back({});
    }
    rooms_[place_at(room_of_route_[place_at(number)])] = {
        {price, node, -1, Kind::plain}, room, -1, number};
}

/// The cheapest way found to bring what is outstanding: one route, two, or several taken greedily
/// by price for what they hold.
std::vector<std::size_t> TourRecreate::cheapest_cover(int client) const {
    const std::int64_t amount = state_.outstanding[place_at(client)];
    std::vector<std::size_t> best;
    double best_price = no_tour_limit;
    std::size_t free_visits = 0;
    for (int visit = state_.model.first_visit[place_at(client)];
         visit < state_.model.first_visit[place_at(client) + 1]; ++visit) {
        free_visits += state_.route_of[place_at(visit)] < 0 ? 1 : 0;
    }
    for (std::size_t i = 0; i < rooms_.size(); ++i) {
        if (rooms_[i].room >= amount && rooms_[i].spot.cost < best_price &&
            (rooms_[i].visit >= 0 || free_visits > 0)) {
            best_price = rooms_[i].spot.cost;
            best = {i};
        }
    }
    if (free_visits >= 2) {
        for (std::size_t i = 0; i < rooms_.size(); ++i) {
            for (std::size_t j = i + 1; j < rooms_.size(); ++j) {
                const double price = rooms_[i].spot.cost + rooms_[j].spot.cost;
                if (price < best_price && rooms_[i].room + rooms_[j].room >= amount) {
                    best_price = price;
                    best = {i, j};
                }
            }
        }
    }
    cover_greedily(amount, free_visits, best, best_price);
    return best;
}

void TourRecreate::cover_greedily(std::int64_t amount, std::size_t pieces_max,
                                  std::vector<std::size_t>& pieces, double& price) const {
    std::vector<char> used(rooms_.size(), 0);
    std::vector<std::size_t> chosen;
    double sum = 0;
    std::int64_t left = amount;
    while (left > 0 && chosen.size() < pieces_max) {
        std::size_t best = rooms_.size();
        double best_rate = no_tour_limit;
        for (std::size_t i = 0; i < rooms_.size(); ++i) {
            const double held = static_cast<double>(std::min(rooms_[i].room, left));
            if (used[i] == 0 && held > 0 && rooms_[i].spot.cost / held < best_rate) {
                best_rate = rooms_[i].spot.cost / held;
                best = i;
            }
        }
        if (best == rooms_.size()) {
            break;
        }
        used[best] = 1;
        chosen.push_back(best);
        sum += rooms_[best].spot.cost;
        left -= std::min(rooms_[best].room, left);
    }
    // A part is better than nothing; the rest is looked at again.
    if ((left <= 0 && sum < price) || (pieces.empty() && !chosen.empty())) {
        pieces = chosen;
        price = sum;
    }
}

void TourRecreate::put_pieces(int client, const std::vector<std::size_t>& pieces) {
    // Which of two routes keeps some room is left to chance.
    const bool turned = pieces.size() == 2 && random_.below(2) == 1;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const Room room = rooms_[pieces[turned ? pieces.size() - 1 - i : i]];
        const std::int64_t amount = std::min(room.room, state_.outstanding[place_at(client)]);
        if (amount == 0 && state_.model.problem.clients[place_at(client)].demand > 0) {
            continue;
        }
        if (room.visit >= 0) {
            state_.add_quantity(room.visit, amount);
            state_.settle(state_.route_of[place_at(room.visit)]);
        } else {
            put(room.spot, client, amount);
        }
    }
}

}  // namespace relief
