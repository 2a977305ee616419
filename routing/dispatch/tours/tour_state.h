// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/tours/tour_model.h"
#include "routing/dispatch/tours/tour_schedule.h"
#include "routing/dispatch/tours/tours.h"

#include <cstdint>
#include <vector>

namespace relief {

/// What a route is at the moment; `type` -1: it is not in use.
struct TourRouteState {
    int type = -1;
    int family = 0;
    int visits = 0;
    int reloads = 0;
    std::int64_t load = 0;  ///< of its fullest trip
    std::int64_t capacity = 0;
    double distance_cost = 1;
    double distance = 0;
    double cost = 0;
    double duration = 0;  ///< driving and service; with windows the shortest there is
    double max_distance = 0;
    double max_duration = 0;
};

/// Some routes written down, to be put back later.
struct TourRecord {
    struct Piece {
        int route = 0;
        int type = -1;
        std::size_t first = 0;  ///< of its nodes
        std::size_t count = 0;
    };
    std::vector<Piece> pieces;
    std::vector<int> nodes;  ///< visits; a reload is -1
    std::vector<std::int64_t> quantities;
    std::vector<int> missing;
    double cost = 0;

    void clear();
};

/// A plan as linked lists in plain arrays, with everything at hand that an insertion is judged by.
/// Nodes are visits, then the begin of each route, then its end, then reloads. Every route keeps
/// all limits at any moment; what does not fit is missing.
class TourState {
  public:
    explicit TourState(const TourModel& tour_model);

    // ---- the plan, to be read
    const TourModel& model;
    std::vector<int> next;
    std::vector<int> previous;
    std::vector<int> route_of;  ///< -1: not in the plan
    std::vector<int> place;     ///< row of the matrices
    std::vector<double> step;   ///< distance to the next node
    std::vector<std::int64_t> quantity;
    std::vector<TourRouteState> routes;
    std::vector<int> open;  ///< numbers of the routes in use come first, open_count of them
    int open_count = 0;
    std::vector<int> type_left;             ///< vehicles not in use
    std::vector<std::int64_t> outstanding;  ///< by client: what nobody brings
    std::vector<int> missing;               ///< clients not wholly served
    double cost = 0;
    int placed = 0;       ///< visits in the plan
    int route_limit = 0;  ///< no more routes than this are opened

    // Only where the model reloads: the load of the trip a node's onward step belongs to.
    std::vector<std::int64_t> trip_load;
    std::vector<int> trip_start;  ///< where the model has releases too
    // Only where the model is timed.
    std::vector<double> leave;   ///< earliest
    std::vector<double> latest;  ///< begin of service that the rest of the route bears
    // Only where the model is timed and limited.
    std::vector<TourSegment> head;  ///< from the route's begin to the node
    std::vector<TourSegment> tail;  ///< from the node to the route's end

    [[nodiscard]] bool is_visit(int node) const { return node < model.visits; }
    [[nodiscard]] int begin_of(int route) const { return model.visits + route; }
    [[nodiscard]] int end_of(int route) const { return model.visits + route_max_ + route; }
    [[nodiscard]] const TourRouteState& route(int number) const {
        return routes[static_cast<std::size_t>(number)];
    }
    [[nodiscard]] std::int64_t load_at(int node) const {
        return model.reloads ? trip_load[static_cast<std::size_t>(node)]
                             : route(route_of[static_cast<std::size_t>(node)]).load;
    }
    /// A visit of the client that is not in the plan; -1: all are.
    [[nodiscard]] int free_visit(int client) const;
    /// The cheapest type of a family that carries `load` over `distance`: its number, -1 none. The
    /// type `in_hand` counts as one that is left.
    [[nodiscard]] int cheapest_type(int family, std::int64_t load, double distance,
                                    int in_hand) const;
    [[nodiscard]] double type_cost(int type, double distance) const;

    // ---- changes; `settle` is to be called on each changed route before it is judged again
    /// A route without visits, of that type.
    int open_route(int type);
    /// Puts a free visit with this quantity behind a node.
    void insert(int visit, std::int64_t amount, int after);
    void insert_reload(int after);
    /// Takes a visit out; its quantity is outstanding then.
    void remove(int visit);
    /// More on a visit that is in the plan already; nothing but loads changes.
    void add_quantity(int visit, std::int64_t amount);
    /// Reckons a route anew: drops reloads it does not need, takes the cheapest type of its family,
    /// closes it where it is empty.
    void settle(int number);

    // ---- going back
    void begin_round();
    void undo_round();
    void write_all(TourRecord& record) const;
    void read_all(const TourRecord& record);

  private:
    void touch(int number);
    void write_route(int number, TourRecord& record) const;
    void wipe_route(int number);
    void put_back(const TourRecord& record);
    void set_type(int number, int type);
    void link(int node, int after, int number);
    void unlink(int node);
    void note_missing(int client);
    void note_served(int client);
    void set_missing(const std::vector<int>& clients);
    void drop_reloads(int number);
    [[nodiscard]] bool fits_without(int number, int reload);
    void reckon(int number);
    void reckon_forward(int number);
    void reckon_trips(int number);
    void reckon_times(int number);
    void close_if_empty(int number);
    [[nodiscard]] double drive(int node) const;

    int route_max_ = 0;
    std::vector<int> open_at_;  ///< position of a route in `open`
    std::vector<int> free_reloads_;
    std::vector<char> listed_;  ///< by client: in `missing`
    std::vector<int> touched_in_;
    int round_ = 0;
    TourRecord before_;
    std::vector<int> scratch_;
};

}  // namespace relief
