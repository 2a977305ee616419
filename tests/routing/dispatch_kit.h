// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/time.h"
#include "routing/dispatch/problem.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace relief::test {

inline constexpr std::string_view start_of_plan = "2017-07-14T12:00";

/// Builds a small dispatch problem line by line: one class of lorry ("L"), goods of 1 kg and
/// 0.01 m3 unless said, docks for everybody, deprivation without growth.
class ProblemKit {
  public:
    ProblemKit() {
        problem.as_of = *parse_instant(start_of_plan);
        problem.until = problem.as_of + std::chrono::hours{72};
        problem.growth = {{.from_h = 0, .factor = 1}};
    }

    /// A need due `due_h` hours after as_of, one person a unit.
    ProblemKit& need(const std::string& place, const std::string& item, Units quantity, int due_h,
                     double weight = 1) {
        this->place(place);
        goods(item);
        problem.ways.push_back({.item = item, .serves = {static_cast<int>(problem.needs.size())}});
        problem.needs.push_back({.id = place + ":" + item,
                                 .place = place,
                                 .item = item,
                                 .unit = "piece",
                                 .quantity = quantity,
                                 .by = problem.as_of + std::chrono::hours{due_h},
                                 .persons = static_cast<double>(quantity),
                                 .weight = weight});
        return *this;
    }

    ProblemKit& place(const std::string& code) {
        if (std::find(problem.places.begin(), problem.places.end(), code) == problem.places.end()) {
            problem.places.push_back(code);
        }
        return *this;
    }

    ProblemKit& goods(const std::string& id, double kg = 1, double m3 = 0.01) {
        for (const DispatchItem& item : problem.items) {
            if (item.id == id) {
                return *this;
            }
        }
        problem.items.push_back({.id = id, .weight_kg = kg, .volume_m3 = m3});
        return *this;
    }

    /// A depot at its own node with `lorries` of 1000 kg and 10 m3, no loading time.
    ProblemKit& depot(const std::string& id, int lorries, int muster_minutes = 0,
                      const std::string& node = "") {
        problem.depots.push_back({.id = id,
                                  .fleet = id,
                                  .node = node.empty() ? id : node,
                                  .level = "city",
                                  .seat_code = id});
        problem.sites.push_back({.depot = id, .docks = 99});
        problem.fleets.push_back({.depot = id,
                                  .vehicle_class = "L",
                                  .count = lorries,
                                  .muster_minutes = muster_minutes,
                                  .payload_kg = 1000,
                                  .usable_m3 = 10});
        return *this;
    }

    ProblemKit& stock(const std::string& item, Units available, Units floor = 0,
                      const std::string& expires = "2030-01-01") {
        goods(item);
        const int depot = static_cast<int>(problem.depots.size()) - 1;
        for (DispatchSupply& supply : problem.supplies) {
            if (supply.depot == depot && supply.item == item) {
                add_lot(supply, available, expires);
                return *this;
            }
        }
        DispatchSupply supply{.depot = depot, .item = item, .lots = {}, .floor = floor};
        add_lot(supply, available, expires);
        problem.supplies.push_back(supply);
        return *this;
    }

    /// The last depot may send to `place`, `minutes` away, drawn in the order of `rank`.
    ProblemKit& serves(const std::string& place, int minutes, int rank = 1) {
        this->place(place);
        const int depot = static_cast<int>(problem.depots.size()) - 1;
        problem.tiers.push_back({.depot = depot,
                                 .place = place,
                                 .tier = "tier" + std::to_string(rank),
                                 .rank = rank,
                                 .signature_minutes = 0});
        if (minutes >= 0) {
            problem.legs.push_back({.from_node = problem.depots.back().node,
                                    .to_place = place,
                                    .vehicle_class = "L",
                                    .minutes = minutes,
                                    .km = minutes * 1.0,
                                    .edges = {}});
        }
        return *this;
    }

    DispatchProblem problem;

  private:
    void add_lot(DispatchSupply& supply, Units available, const std::string& expires) const {
        const Date day = *parse_date(expires);
        supply.lots.push_back({.lot = problem.depots.back().id + "-" + supply.item + "-" +
                                      std::to_string(supply.lots.size() + 1),
                               .expires_on = day,
                               .available = available});
        supply.on_hand += day >= beijing_date(problem.as_of) ? available : 0;
    }
};

}  // namespace relief::test
