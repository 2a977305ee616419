// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/tours/tour_ruin.h"

#include <algorithm>

namespace relief {
namespace {

// Names and values of the paper: c-bar, L-max, alpha, beta.
constexpr double removed_mean = 10;
constexpr int string_longest = 10;
constexpr double split_string_share = 0.5;
constexpr double preserved_growth_share = 0.01;
/// Ours: how often a client one of whose visits is out loses its other visits too.
constexpr double other_visits_share = 0.5;
/// Ours: how often whole routes are taken out instead, and how many at most.
constexpr double whole_routes_share = 0.03;
constexpr double whole_routes_share_split = 0.1;
constexpr int whole_routes_most = 3;

}  // namespace

void TourRuin::ruin() {
    if (state_.open_count == 0) {
        return;
    }
    const int visits = state_.placed;
    const double stops_a_route = static_cast<double>(visits) / state_.open_count;
    const double longest = std::min<double>(string_longest, std::max(stops_a_route, 1.0));
    const double strings_most = 4 * removed_mean / (1 + longest) - 1;
    const int strings = static_cast<int>(random_.unit() * strings_most) + 1;
    ruined_.clear();
    const int client = random_.below(state_.model.clients);
    if (random_.unit() <
        (state_.model.problem.split ? whole_routes_share_split : whole_routes_share)) {
        whole_ = true;
        ruin_around(client, 1 + random_.below(whole_routes_most), visits);
        whole_ = false;
    } else {
        ruin_around(client, strings, static_cast<int>(longest));
    }
    if (state_.model.problem.split) {
        remove_other_visits();
    }
    for (const int number : ruined_) {
        state_.settle(number);
    }
}

void TourRuin::ruin_around(int client, int strings, int longest) {
    const TourModel& model = state_.model;
    const int* near = model.near.data() + place_at(client) * place_at(model.near_count);
    for (int k = -1; k < model.near_count; ++k) {
        const int each = k < 0 ? client : near[k];
        for (int visit = model.first_visit[place_at(each)];
             visit < model.first_visit[place_at(each) + 1]; ++visit) {
            const int number = state_.route_of[place_at(visit)];
            if (number >= 0 && std::find(ruined_.begin(), ruined_.end(), number) == ruined_.end()) {
                ruined_.push_back(number);
                remove_string(visit, longest);
                if (static_cast<int>(ruined_.size()) >= strings) {
                    return;
                }
            }
        }
    }
}

void TourRuin::remove_string(int visit, int longest) {
    const int number = state_.route_of[place_at(visit)];
    stops_.clear();
    int mine = 0;
    for (int node = state_.next[place_at(state_.begin_of(number))]; node != state_.end_of(number);
         node = state_.next[place_at(node)]) {
        if (node == visit) {
            mine = static_cast<int>(stops_.size());
        }
        if (state_.is_visit(node)) {
            stops_.push_back(node);
        }
    }
    const int count = static_cast<int>(stops_.size());
    const int length = whole_ ? count : 1 + random_.below(std::min(count, longest));
    int kept = 0;
    if (length > 1 && length < count && random_.unit() < split_string_share) {
        kept = 1;
        while (length + kept < count && random_.unit() < preserved_growth_share) {
            ++kept;
        }
    }
    const int whole = length + kept;
    const int first_least = std::max(0, mine - whole + 1);
    const int first_most = std::min(mine, count - whole);
    const int first = first_least + random_.below(first_most - first_least + 1);
    const int kept_first = first + (kept > 0 ? random_.below(length - 1) + 1 : whole);
    for (int i = first; i < first + whole; ++i) {
        if (i < kept_first || i >= kept_first + kept) {
            state_.remove(stops_[place_at(i)]);
        }
    }
}

void TourRuin::remove_other_visits() {
    const std::vector<int> clients = state_.missing;
    for (const int client : clients) {
        if (random_.unit() >= other_visits_share) {
            continue;
        }
        for (int visit = state_.model.first_visit[place_at(client)];
             visit < state_.model.first_visit[place_at(client) + 1]; ++visit) {
            const int number = state_.route_of[place_at(visit)];
            if (number >= 0) {
                state_.remove(visit);
                if (std::find(ruined_.begin(), ruined_.end(), number) == ruined_.end()) {
                    ruined_.push_back(number);
                }
            }
        }
    }
}

void TourRuin::remove_route(int number) {
    stops_.clear();
    for (int node = state_.next[place_at(state_.begin_of(number))]; node != state_.end_of(number);
         node = state_.next[place_at(node)]) {
        if (state_.is_visit(node)) {
            stops_.push_back(node);
        }
    }
    for (const int visit : stops_) {
        state_.remove(visit);
    }
    state_.settle(number);
}

}  // namespace relief
