// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/tours/tour_random.h"
#include "routing/dispatch/tours/tour_state.h"

#include <cstdint>
#include <vector>

namespace relief {

/// Puts missing clients back, one after the other, each where it costs least; now and then a place
/// is overlooked ("greedy insertion with blinks", section 5.3 of the paper).
class TourRecreate {
  public:
    TourRecreate(TourState& state, TourRandom& random);

    void recreate();

  private:
    enum class Kind {
        plain,         ///< behind a node
        reload_first,  ///< behind a node, a reload before it
        reload_then,   ///< behind a node, a reload after it
        opens          ///< on a route of its own
    };
    struct Spot {
        double cost = no_tour_limit;
        int after = -1;
        int type = -1;  ///< of the route to open
        Kind kind = Kind::plain;
    };
    /// What a split client looks at: the best spot of each route, and what the route still holds.
    struct Room {
        Spot spot;
        std::int64_t room = 0;
        int visit = -1;  ///< one of the client's own there, that only takes more
        int route = -1;  ///< -1: a new one
    };

    void sort_missing();
    void place_whole(int client);
    void look_near(int client, std::int64_t amount);
    void look_after(int node, int client, std::int64_t amount);
    void look_for_reload(int node, int client, std::int64_t amount);
    void look_at_new(int client, std::int64_t amount);
    [[nodiscard]] double grown_cost(const TourRouteState& route, std::int64_t load,
                                    double extra) const;
    [[nodiscard]] bool on_time(int node, int client, double extra) const;
    [[nodiscard]] bool walked_on_time(int node, int client, Kind kind) const;
    [[nodiscard]] bool alone_on_time(int family, int client) const;
    [[nodiscard]] bool blinks();
    void put(const Spot& spot, int client, std::int64_t amount);

    void place_split(int client);
    void gather_rooms(int client);
    void note_room(int node, int client);
    void put_pieces(int client, const std::vector<std::size_t>& pieces);
    [[nodiscard]] std::vector<std::size_t> cheapest_cover(int client) const;
    void cover_greedily(std::int64_t amount, std::size_t pieces_max,
                        std::vector<std::size_t>& pieces, double& price) const;

    TourState& state_;
    TourRandom& random_;
    int near_looked_at_ = 0;
    int until_blink_ = 0;
    Spot best_;
    std::vector<std::pair<double, int>> order_;
    std::vector<char> alone_;  ///< families x clients: a route of its own is on time
    mutable std::vector<int> walk_;
    std::vector<Room> rooms_;
    std::vector<int> room_of_route_;  ///< index into rooms_, -1
};

}  // namespace relief
