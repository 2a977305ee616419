// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/sources.h"

#include "routing/dispatch/committed.h"
#include "routing/dispatch/look_up.h"
#include "routing/dispatch/model.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace relief {
namespace {

/// Units that a plan sends from somewhere: by lot and by item.
class SentUnits {
  public:
    SentUnits(const DispatchProblem& problem, const DispatchPlan& plan) {
        for (const Shipment& shipment : plan.shipments) {
            const bool outside = is_outside_stock(problem, shipment);
            for (const ShipmentLine& line : shipment.lines) {
                by_lot_[{shipment.from, line.lot}] += outside ? 0 : line.quantity;
                by_item_[{shipment.from, line.item}] += outside ? 0 : line.quantity;
                for (const std::string& need : line.for_need) {
                    by_need_[{shipment.from, line.item, need}] += line.quantity;
                }
            }
        }
    }

    [[nodiscard]] Units lot(const std::string& from, const std::string& id) const {
        return found(by_lot_, {from, id});
    }
    [[nodiscard]] Units item(const std::string& from, const std::string& id) const {
        return found(by_item_, {from, id});
    }
    [[nodiscard]] Units to_need(const std::string& from, const std::string& item,
                                const std::string& need) const {
        return found(by_need_, {from, item, need});
    }

  private:
    template <typename Key>
    static Units found(const std::map<Key, Units>& sums, const Key& key) {
        const auto at = sums.find(key);
        return at == sums.end() ? 0 : at->second;
    }

    std::map<std::pair<std::string, std::string>, Units> by_lot_;
    std::map<std::pair<std::string, std::string>, Units> by_item_;
    std::map<std::tuple<std::string, std::string, std::string>, Units> by_need_;
};

/// Depot or supplier that a column of goods comes from.
const std::string& origin(const DispatchProblem& problem, const DispatchModel& model,
                          const Cargo& cargo) {
    if (cargo.run < 0) {
        return problem.suppliers[static_cast<std::size_t>(cargo.supplier)].id;
    }
    const Run& run = model.runs[static_cast<std::size_t>(cargo.run)];
    return problem.depots[static_cast<std::size_t>(run.depot)].id;
}

/// The first lorry with goods of `item` from each origin to a need.
std::map<std::string, const Cargo*> first_cargo(const DispatchProblem& problem,
                                                const DispatchModel& model, std::size_t way) {
    std::map<std::string, const Cargo*> first;
    for (const Cargo& cargo : model.cargo) {
        if (cargo.way == static_cast<int>(way)) {
            auto& known = first[origin(problem, model, cargo)];
            known = known == nullptr || cargo.arrive < known->arrive ? &cargo : known;
        }
    }
    return first;
}

void take_costs(const DispatchProblem& problem, const Cargo& cargo, GoodsSource& source) {
    const DispatchLeg& leg = problem.legs[static_cast<std::size_t>(cargo.leg)];
    source.vehicle_class = leg.vehicle_class;
    source.km = leg.km;
    source.minutes = leg.minutes;
    source.arrive = cargo.arrive;
    source.lacking = cargo.lacking;
    source.tier_steps = cargo.tier_steps;
    source.tonne_km = cargo.tonne_km;
}

/// What a supply still has: in lots that are good today, and above its floor.
struct Remaining {
    Units in_lots = 0;
    Units sendable = 0;
    Units past = 0;  ///< past their last day already
};

Remaining remaining(const DispatchProblem& problem, const SentUnits& sent,
                    const DispatchSupply& supply) {
    const std::string& depot = problem.depots[static_cast<std::size_t>(supply.depot)].id;
    Remaining left;
    for (const DispatchLot& lot : supply.lots) {
        const Units units = lot.available - sent.lot(depot, lot.lot);
        (lot.expires_on < beijing_date(problem.as_of) ? left.past : left.in_lots) += units;
    }
    left.sendable = std::max<Units>(
        0, std::min(left.in_lots, supply.on_hand - supply.floor - sent.item(depot, supply.item)));
    return left;
}

std::string why_not(const DispatchProblem& problem, const DispatchDepot& depot,
                    const std::string& place, const Remaining& left, bool arrives) {
    if (left.sendable == 0) {
        return left.in_lots > 0 ? "floor" : left.past > 0 ? "expiry" : "stock";
    }
    if (!has_leg(problem, depot.node, place)) {
        return "road";
    }
    return arrives ? "" : "time";
}

GoodsSource depot_source(const DispatchProblem& problem, const DispatchSupply& supply,
                         const DispatchTier& tier, const SentUnits& sent, const DispatchNeed& need,
                         const Cargo* first) {
    const DispatchDepot& depot = problem.depots[static_cast<std::size_t>(supply.depot)];
    const Remaining left = remaining(problem, sent, supply);
    GoodsSource source{.from = depot.id,
                       .item = supply.item,
                       .tier = tier.tier,
                       .tier_rank = tier.rank,
                       .sent = sent.to_need(depot.id, supply.item, need.id),
                       .left = left.sendable,
                       .vehicle_class = {},
                       .why_not = why_not(problem, depot, need.place, left, first != nullptr)};
    if (first != nullptr) {
        take_costs(problem, *first, source);
    }
    return source;
}

GoodsSource supplier_source(const DispatchProblem& problem, const DispatchSupplier& supplier,
                            const SentUnits& sent, const DispatchNeed& need, const Cargo* first) {
    const auto days = std::chrono::ceil<std::chrono::days>(problem.until - problem.as_of).count();
    const Units made = supplier.on_hand + supplier.daily_capacity * days;
    GoodsSource source{.from = supplier.id,
                       .item = supplier.item,
                       .tier = "agreement",
                       .tier_rank = problem.agreement_rank,
                       .sent = sent.to_need(supplier.id, supplier.item, need.id),
                       .left = std::max<Units>(0, made - sent.item(supplier.id, supplier.item)),
                       .vehicle_class = {},
                       .why_not = {}};
    if (first != nullptr) {
        take_costs(problem, *first, source);
        source.why_not = source.left == 0 ? "stock" : "";
    } else {
        source.why_not = has_leg(problem, supplier.node, need.place) ? "time" : "road";
    }
    return source;
}

/// Goods are left and the first lorry would serve the need better than what the plan sends: it is
/// away when it would be in time.
void mark_busy(std::vector<GoodsSource>& sources) {
    double dearest = -1;
    for (const GoodsSource& source : sources) {
        dearest = source.sent > 0 ? std::max(dearest, source.lacking) : dearest;
    }
    for (GoodsSource& source : sources) {
        const bool better = source.arrive >= 0 && source.left > 0 && source.lacking < dearest;
        if (better && source.why_not.empty() && source.sent == 0) {
            source.why_not = "vehicles";
        }
    }
}

}  // namespace

std::vector<GoodsSource> sources_of(const DispatchProblem& problem, const DispatchPlan& plan,
                                    int need) {
    const DispatchModel model = build_model(problem);
    const SentUnits sent(problem, plan);
    const DispatchNeed& of = problem.needs[static_cast<std::size_t>(need)];
    std::vector<GoodsSource> sources;
    for (std::size_t w = 0; w < problem.ways.size(); ++w) {
        const Way& way = problem.ways[w];
        if (!serves(way, need)) {
            continue;
        }
        const auto first = first_cargo(problem, model, w);
        const auto cargo_from = [&](const std::string& from) {
            const auto at = first.find(from);
            return at == first.end() ? nullptr : at->second;
        };
        for (const DispatchSupply& supply : problem.supplies) {
            const DispatchTier* tier = tier_of(problem, supply.depot, of.place);
            if (supply.item == way.item && tier != nullptr) {
                const auto& depot = problem.depots[static_cast<std::size_t>(supply.depot)];
                sources.push_back(
                    depot_source(problem, supply, *tier, sent, of, cargo_from(depot.id)));
            }
        }
        for (const DispatchSupplier& supplier : problem.suppliers) {
            if (supplier.item == way.item) {
                sources.push_back(
                    supplier_source(problem, supplier, sent, of, cargo_from(supplier.id)));
            }
        }
    }
    mark_busy(sources);
    std::stable_sort(
        sources.begin(), sources.end(), [](const GoodsSource& a, const GoodsSource& b) {
            return std::tuple(a.arrive < 0, a.lacking, a.tier_steps, a.tonne_km, a.from) <
                   std::tuple(b.arrive < 0, b.lacking, b.tier_steps, b.tonne_km, b.from);
        });
    return sources;
}

DispatchProblem without_source(const DispatchProblem& problem, const std::string& from,
                               const std::string& place) {
    DispatchProblem other = problem;
    std::erase_if(other.tiers, [&](const DispatchTier& tier) {
        return tier.depot >= 0 && tier.place == place &&
               problem.depots[static_cast<std::size_t>(tier.depot)].id == from;
    });
    const auto supplier = std::find_if(problem.suppliers.begin(), problem.suppliers.end(),
                                       [&](const DispatchSupplier& row) { return row.id == from; });
    if (supplier != problem.suppliers.end()) {
        // Its lorries alone lose the road: depots may lie in the same town.
        auto& own = other.suppliers[static_cast<std::size_t>(supplier - problem.suppliers.begin())];
        own.node += " " + own.id;
        for (const DispatchLeg& leg : problem.legs) {
            if (leg.from_node == supplier->node && leg.to_place != place &&
                leg.vehicle_class == supplier->vehicle_class) {
                other.legs.push_back(leg);
                other.legs.back().from_node = own.node;
            }
        }
    }
    return other;
}

}  // namespace relief
