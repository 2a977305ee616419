// SPDX-License-Identifier: Apache-2.0
#include "tests/routing/dispatch_random.h"

#include "tests/routing/dispatch_kit.h"

#include <algorithm>
#include <random>
#include <string>

namespace relief::test {
namespace {

/// Draws the parts of a problem one after another.
class Draw {
  public:
    Draw(std::uint32_t seed, const RandomSize& size) : random_(seed), size_(size) {}

    DispatchProblem problem() {
        problem_.as_of = *parse_instant(start_of_plan);
        problem_.until = problem_.as_of + std::chrono::hours{24 * pick(1, size_.horizon_days_max)};
        problem_.growth = {{.from_h = 0, .factor = 1}, {.from_h = 12, .factor = pick(1, 3) * 1.0}};
        items_ = pick(1, size_.items_max);
        for (int i = 0; i < items_; ++i) {
            add_item(i);
        }
        const int places = pick(1, size_.places_max);
        for (int p = 0; p < places; ++p) {
            add_place(p);
        }
        add_substitute();
        const int depots = pick(1, size_.depots_max);
        for (int d = 0; d < depots; ++d) {
            add_depot(d);
        }
        add_supplier();
        return std::move(problem_);
    }

  private:
    int pick(int low, int high) {
        return low + static_cast<int>(random_() % static_cast<unsigned>(high - low + 1));
    }
    bool chance(int percent) { return pick(1, 100) <= percent; }
    static std::string item(int i) { return "ITEM" + std::to_string(i); }

    void add_item(int i) {
        const bool bulky = chance(40);
        problem_.items.push_back({.id = item(i),
                                  .weight_kg = (bulky ? pick(20, 150) : pick(1, 10)) * 1.0,
                                  .volume_m3 = bulky ? pick(3, 15) * 0.1 : pick(1, 5) * 0.01});
    }

    void add_place(int p) {
        const std::string place = "P" + std::to_string(p);
        problem_.places.push_back(place);
        const int first = pick(0, items_ - 1);
        const int last = pick(first, items_ - 1);
        for (int i = first; i <= last; ++i) {
            const Units quantity = pick(1, size_.units_max);
            problem_.ways.push_back(
                {.item = item(i), .serves = {static_cast<int>(problem_.needs.size())}});
            problem_.needs.push_back(
                {.id = place + ":" + item(i),
                 .place = place,
                 .item = item(i),
                 .unit = "piece",
                 .quantity = quantity,
                 .by = problem_.as_of + std::chrono::hours{pick(0, 24)},
                 .persons = static_cast<double>(quantity) * (chance(20) ? 4 : 1),
                 .weight = pick(1, 3) * 1.0});
        }
    }

    /// One unit of another kind of goods counts for one to three of the first need.
    void add_substitute() {
        if (chance(70)) {
            return;
        }
        problem_.items.push_back({.id = "OTHER", .weight_kg = 5, .volume_m3 = 0.05});
        for (std::size_t n = 0; n < problem_.needs.size(); ++n) {
            if (problem_.needs[n].item == problem_.needs.front().item) {
                problem_.ways.push_back({.item = "OTHER",
                                         .serves = {static_cast<int>(n)},
                                         .rate = 1 + pick(0, 2),
                                         .rank = 2,
                                         .penalty = 0.02});
            }
        }
        const int rate = problem_.ways.back().rate;
        for (Way& way : problem_.ways) {
            way.rate = way.item == "OTHER" ? rate : 1;
        }
    }

    void add_lots(int depot, DispatchSupply& supply) {
        const int lots = pick(1, 3);
        const Date today = beijing_date(problem_.as_of);
        for (int l = 0; l < lots; ++l) {
            const Date expires = today + std::chrono::days{chance(30) ? pick(-2, 2) : pick(10, 60)};
            const Units units = pick(0, size_.units_max);
            supply.lots.push_back(
                {.lot = "D" + std::to_string(depot) + supply.item + std::to_string(l),
                 .expires_on = expires,
                 .available = units});
            supply.on_hand += expires >= today ? units : 0;
        }
        std::stable_sort(
            supply.lots.begin(), supply.lots.end(),
            [](const DispatchLot& a, const DispatchLot& b) { return a.expires_on < b.expires_on; });
        supply.floor = chance(40) ? supply.on_hand * pick(0, 6) / 10 : 0;
    }

    void add_legs(int depot) {
        const std::string node = "D" + std::to_string(depot);
        for (const std::string& place : problem_.places) {
            if (chance(10)) {
                continue;  // may not send there
            }
            problem_.tiers.push_back({.depot = depot,
                                      .place = place,
                                      .tier = "tier",
                                      .rank = pick(1, 4),
                                      .signature_minutes = chance(10) ? 30 * 60 : pick(0, 90)});
            const int minutes = chance(5) ? 80 * 60 : pick(20, 600);
            DispatchLeg leg{.from_node = node,
                            .to_place = place,
                            .vehicle_class = "L",
                            .minutes = minutes,
                            .km = minutes * 0.9,
                            .edges = {}};
            if (chance(15)) {
                problem_.open_legs.push_back(leg);  // cut today
            } else {
                problem_.legs.push_back(leg);
            }
        }
    }

    void add_depot(int d) {
        const std::string id = "D" + std::to_string(d);
        problem_.depots.push_back({.id = id,
                                   .fleet = id,
                                   .node = id,
                                   .level = "city",
                                   .seat_code = id,
                                   .ready_minutes = pick(0, 60)});
        problem_.sites.push_back({.depot = id, .docks = pick(1, 3)});
        problem_.fleets.push_back({.depot = id,
                                   .vehicle_class = "L",
                                   .count = pick(0, size_.lorries_max),
                                   .muster_minutes = pick(0, 120),
                                   .payload_kg = pick(300, 2000) * 1.0,
                                   .usable_m3 = pick(3, 20) * 1.0,
                                   .stowage_kg = 150,
                                   .stowage_m3 = 1.5,
                                   .load_minutes = pick(0, 45),
                                   .unload_minutes = pick(0, 45)});
        for (const DispatchItem& goods : problem_.items) {
            if (chance(70)) {
                DispatchSupply supply{.depot = d, .item = goods.id, .lots = {}};
                add_lots(d, supply);
                problem_.supplies.push_back(std::move(supply));
            }
        }
        add_legs(d);
    }

    void add_supplier() {
        if (chance(70)) {
            return;
        }
        problem_.suppliers.push_back({.id = "SU",
                                      .node = "S",
                                      .item = problem_.items.front().id,
                                      .on_hand = pick(0, 20),
                                      .daily_capacity = pick(0, 30),
                                      .first_minutes = pick(30, 600),
                                      .max_travel_minutes = chance(30) ? 60 : 0,
                                      .vehicle_class = "L",
                                      .payload_kg = 1000,
                                      .usable_m3 = 10,
                                      .unload_minutes = 20});
        for (const std::string& place : problem_.places) {
            problem_.legs.push_back({.from_node = "S",
                                     .to_place = place,
                                     .vehicle_class = "L",
                                     .minutes = pick(20, 200),
                                     .km = 50,
                                     .edges = {}});
        }
    }

    std::mt19937 random_;
    const RandomSize& size_;
    DispatchProblem problem_;
    int items_ = 1;
};

}  // namespace

DispatchProblem random_problem(std::uint32_t seed, const RandomSize& size) {
    return Draw(seed, size).problem();
}

}  // namespace relief::test
