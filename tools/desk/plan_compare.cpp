// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_compare.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <tuple>
#include <utility>

namespace relief {
namespace {

/// Units of needs that come after they were due.
Units late_units(const PlanFile& file) {
    std::map<std::string, Instant> due;
    for (const DispatchNeed& need : file.needs) {
        due[need.id] = need.by;
    }
    Units late = 0;
    for (const Shipment& shipment : file.shipments) {
        for (const ShipmentLine& line : shipment.lines) {
            for (const std::string& need : line.for_need) {
                const auto by = due.find(need);
                late += by != due.end() && by->second < shipment.arrive ? line.counts_for : 0;
            }
        }
    }
    return late;
}

PlanMeasures measures_of(const PlanFile& file) {
    PlanMeasures sums;
    for (const Shipment& shipment : file.shipments) {
        ++sums.shipments;
        sums.lorry_trips += shipment.vehicles * shipment.trips;
        sums.load_kg += shipment.load_kg;
        sums.tonne_km += shipment.load_kg / 1000 * shipment.km;
        const std::chrono::duration<double, std::ratio<3600>> out = shipment.back - shipment.depart;
        sums.vehicle_hours += out.count() * shipment.vehicles;
        sums.first_arrival =
            std::min(sums.first_arrival.value_or(shipment.arrive), shipment.arrive);
        sums.last_arrival = std::max(sums.last_arrival.value_or(shipment.arrive), shipment.arrive);
    }
    sums.needs = static_cast<int>(file.needs.size());
    sums.needs_short = static_cast<int>(file.unmet.size());
    sums.late = late_units(file);
    return sums;
}

std::vector<AimPair> pair_aims(const PlanFile& a, const PlanFile& b) {
    std::vector<AimPair> pairs;
    for (const ObjectiveLevel& level : a.levels) {
        pairs.push_back({.name = level.name,
                         .unit = level.unit,
                         .maximise = level.maximise,
                         .a = level,
                         .b = std::nullopt});
    }
    for (const ObjectiveLevel& level : b.levels) {
        const auto known = std::find_if(pairs.begin(), pairs.end(), [&](const AimPair& pair) {
            return pair.name == level.name;
        });
        if (known != pairs.end()) {
            known->b = level;
        } else {
            pairs.push_back({.name = level.name,
                             .unit = level.unit,
                             .maximise = level.maximise,
                             .a = std::nullopt,
                             .b = level});
        }
    }
    return pairs;
}

/// Share served by place, by persons and weight.
std::map<std::string, double> shares_of(const PlanFile& file) {
    std::map<std::string, Units> unmet;
    for (const Unmet& row : file.unmet) {
        unmet[row.need] = row.quantity;
    }
    std::map<std::string, std::pair<double, double>> sums;  // served, asked
    for (const DispatchNeed& need : file.needs) {
        const double weight = need.weight * need.persons;
        const auto open = static_cast<double>(unmet[need.id]) / static_cast<double>(need.quantity);
        auto& [served, asked] = sums[need.place];
        served += weight * (1 - open);
        asked += weight;
    }
    std::map<std::string, double> shares;
    for (const auto& [place, sum] : sums) {
        shares[place] = sum.second > 0 ? sum.first / sum.second : 1;
    }
    return shares;
}

std::vector<SharePair> pair_shares(const PlanFile& a, const PlanFile& b) {
    std::map<std::string, SharePair> pairs;
    for (const auto& [place, share] : shares_of(a)) {
        pairs[place].a = share;
    }
    for (const auto& [place, share] : shares_of(b)) {
        pairs[place].b = share;
    }
    std::vector<SharePair> rows;
    for (auto& [place, pair] : pairs) {
        pair.place = place;
        rows.push_back(std::move(pair));
    }
    return rows;
}

void fill(NeedPair& pair, const DispatchNeed& need) {
    pair.need = need.id;
    pair.place = need.place;
    pair.item = need.item;
    pair.unit = need.unit;
}

std::vector<NeedPair> pair_needs(const PlanFile& a, const PlanFile& b) {
    std::map<std::string, NeedPair> pairs;
    for (const DispatchNeed& need : a.needs) {
        fill(pairs[need.id], need);
        pairs[need.id].due_a = need.by;
        pairs[need.id].quantity_a = need.quantity;
    }
    for (const DispatchNeed& need : b.needs) {
        fill(pairs[need.id], need);
        pairs[need.id].due_b = need.by;
        pairs[need.id].quantity_b = need.quantity;
    }
    for (const Unmet& row : a.unmet) {
        pairs[row.need].unmet_a = row.quantity;
        pairs[row.need].cause_a = row.cause;
    }
    for (const Unmet& row : b.unmet) {
        pairs[row.need].unmet_b = row.quantity;
        pairs[row.need].cause_b = row.cause;
    }
    std::vector<NeedPair> rows;
    for (auto& [id, pair] : pairs) {
        if (pair.unmet_a > 0 || pair.unmet_b > 0 || pair.quantity_a != pair.quantity_b) {
            rows.push_back(std::move(pair));
        }
    }
    return rows;
}

using LineKey = std::tuple<std::string, std::string, std::vector<std::string>>;

std::map<LineKey, Units> goods_of(const Shipment& shipment) {
    std::map<LineKey, Units> goods;
    for (const ShipmentLine& line : shipment.lines) {
        goods[{line.item, line.lot, line.for_need}] += line.quantity;
    }
    return goods;
}

ShipmentPair pair_of(const Shipment& a, const Shipment& b) {
    return {.a = &a,
            .b = &b,
            .times = a.depart != b.depart || a.arrive != b.arrive,
            .load = goods_of(a) != goods_of(b),
            .vehicles = a.vehicles != b.vehicles || a.trips != b.trips,
            .road = a.edges != b.edges};
}

/// Shipments of the same origin, place and class stand for each other: those alike in everything
/// first, then those that leave at the same time, then in the order they leave.
std::vector<ShipmentPair> pair_shipments(const PlanFile& a, const PlanFile& b) {
    std::vector<const Shipment*> partner(a.shipments.size(), nullptr);
    std::vector<bool> taken(b.shipments.size(), false);
    const auto pass = [&](const auto& fits) {
        for (std::size_t i = 0; i < partner.size(); ++i) {
            for (std::size_t j = 0; j < taken.size() && partner[i] == nullptr; ++j) {
                const Shipment& x = a.shipments[i];
                const Shipment& y = b.shipments[j];
                const bool alike =
                    x.from == y.from && x.to == y.to && x.vehicle_class == y.vehicle_class;
                if (!taken[j] && alike && fits(x, y)) {
                    partner[i] = &y;
                    taken[j] = true;
                }
            }
        }
    };
    pass([](const Shipment& x, const Shipment& y) { return pair_of(x, y).same(); });
    pass([](const Shipment& x, const Shipment& y) { return x.depart == y.depart; });
    pass([](const Shipment&, const Shipment&) { return true; });
    std::vector<ShipmentPair> pairs;
    for (std::size_t i = 0; i < partner.size(); ++i) {
        const Shipment& x = a.shipments[i];
        pairs.push_back(partner[i] == nullptr ? ShipmentPair{.a = &x} : pair_of(x, *partner[i]));
    }
    for (std::size_t j = 0; j < taken.size(); ++j) {
        if (!taken[j]) {
            pairs.push_back({.b = &b.shipments[j]});
        }
    }
    return pairs;
}

}  // namespace

PlanComparison compare_plans(const PlanFile& a, const PlanFile& b) {
    PlanComparison comparison{.a = &a,
                              .b = &b,
                              .measures_a = measures_of(a),
                              .measures_b = measures_of(b),
                              .aims = pair_aims(a, b),
                              .shares = pair_shares(a, b),
                              .needs = pair_needs(a, b),
                              .shipments = pair_shipments(a, b)};
    comparison.same_shipments =
        static_cast<int>(std::count_if(comparison.shipments.begin(), comparison.shipments.end(),
                                       [](const ShipmentPair& pair) { return pair.same(); }));
    return comparison;
}

}  // namespace relief
