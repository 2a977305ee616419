// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_figures.h"

#include "tools/desk/plan_words.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace relief {
namespace {

/// The head count a need was made from: its id begins with the place, and with the unit where
/// that is another.
const HeadCount* heads_of(const PlanRun& run, const DispatchNeed& wave) {
    const HeadCount* fallback = nullptr;
    for (const HeadCount& heads : run.heads) {
        if (heads.place != wave.place) {
            continue;
        }
        fallback = fallback == nullptr ? &heads : fallback;
        if (heads.unit != heads.place && wave.id.starts_with(heads.place + '<' + heads.unit)) {
            return &heads;
        }
        if (heads.unit == heads.place && wave.id.starts_with(heads.place + ':')) {
            return &heads;
        }
    }
    return fallback;
}

PlaceFigures& place_figures(PlanFigures& figures, const PlanRun& run, const DispatchNeed& wave) {
    const HeadCount* heads = heads_of(run, wave);
    for (PlaceFigures& place : figures.places) {
        if (place.place == wave.place && place.heads == heads) {
            return place;
        }
    }
    figures.places.push_back({.place = wave.place, .heads = heads, .needs = {}});
    return figures.places.back();
}

void add_wave(const Desk& desk, const PlanRun& run, const DispatchNeed& wave,
              PlanFigures& figures) {
    const ItemNeed* need = item_need_of(run, wave.id);
    PlaceFigures& place = place_figures(figures, run, wave);
    const std::string& id = need != nullptr ? need->id : wave.id;
    auto found = std::find_if(place.needs.begin(), place.needs.end(),
                              [&](const NeedFigures& row) { return row.id == id; });
    if (found == place.needs.end()) {
        place.needs.push_back({.need = need,
                               .id = id,
                               .place = wave.place,
                               .item = wave.item,
                               .unit = wave.unit,
                               .first_by = wave.by,
                               .last_by = wave.by,
                               .consumable = is_consumable(desk.rules, wave.item)});
        found = place.needs.end() - 1;
    }
    found->quantity += wave.quantity;
    found->first_by = std::min(found->first_by, wave.by);
    found->last_by = std::max(found->last_by, wave.by);
    found->waves.push_back(&wave);
}

/// Where a wave is counted and when it is due.
struct WaveSlot {
    NeedFigures* row = nullptr;
    Instant by;
};

std::map<std::string, WaveSlot> wave_slots(PlanFigures& figures) {
    std::map<std::string, WaveSlot> slots;
    for (PlaceFigures& place : figures.places) {
        for (NeedFigures& row : place.needs) {
            for (const DispatchNeed* wave : row.waves) {
                slots[wave->id] = {.row = &row, .by = wave->by};
            }
        }
    }
    return slots;
}

void count_deliveries(const PlanRun& run, PlanFigures& figures) {
    const std::map<std::string, WaveSlot> slots = wave_slots(figures);
    for (const Shipment& shipment : run.plan.shipments) {
        for (const ShipmentLine& line : shipment.lines) {
            for (const std::string& id : line.for_need) {
                const auto slot = slots.find(id);
                if (slot == slots.end()) {
                    continue;
                }
                NeedFigures& row = *slot->second.row;
                (shipment.arrive <= slot->second.by ? row.on_time : row.late) += line.counts_for;
                row.last_arrival =
                    std::max(row.last_arrival.value_or(shipment.arrive), shipment.arrive);
                if (line.item != row.item &&
                    std::find(row.substitutes.begin(), row.substitutes.end(), line.item) ==
                        row.substitutes.end()) {
                    row.substitutes.push_back(line.item);
                }
            }
        }
    }
    for (const Unmet& unmet : run.plan.unmet) {
        if (const auto slot = slots.find(unmet.need); slot != slots.end()) {
            slot->second.row->unmet += unmet.quantity;
            slot->second.row->short_of.push_back(&unmet);
        }
    }
}

/// The most vehicles of one class of one fleet that are under way at once.
int vehicles_at_once(const std::vector<const Shipment*>& shipments) {
    int most = 0;
    for (const Shipment* at : shipments) {
        int away = 0;
        for (const Shipment* other : shipments) {
            if (other->depart <= at->depart && at->depart < other->back) {
                away += other->vehicles;
            }
        }
        most = std::max(most, away);
    }
    return most;
}

void count_vehicles(const Desk& desk, const PlanRun& run, PlanFigures& figures) {
    std::map<std::pair<std::string, std::string>, std::vector<const Shipment*>> fleets;
    std::set<std::string> depots;
    std::set<std::string> suppliers;
    for (const Shipment& shipment : run.plan.shipments) {
        const int trips = shipment.vehicles * shipment.trips;
        if (desk.baseline.depot(shipment.from) == nullptr) {
            suppliers.insert(shipment.from);
            figures.supplier_trips += trips;
        } else {
            depots.insert(shipment.from);
            figures.trips += trips;
            fleets[{shipment.fleet, shipment.vehicle_class}].push_back(&shipment);
        }
        figures.load_kg += shipment.load_kg;
        figures.load_m3 += shipment.load_m3;
        figures.first_arrival =
            std::min(figures.first_arrival.value_or(shipment.arrive), shipment.arrive);
        figures.last_arrival =
            std::max(figures.last_arrival.value_or(shipment.arrive), shipment.arrive);
    }
    for (const auto& [fleet, shipments] : fleets) {
        figures.vehicles += vehicles_at_once(shipments);
    }
    figures.depots = static_cast<int>(depots.size());
    figures.suppliers = static_cast<int>(suppliers.size());
}

void collect_flows(const Desk& desk, const PlanRun& run, PlanFigures& figures) {
    const auto place_order = [&](const std::string& code) {
        const auto& places = run.problem.places;
        return std::find(places.begin(), places.end(), code) - places.begin();
    };
    const auto tier_rank = [&](const std::string& tier) {
        const SupplyTier* row = desk.rules.tier(tier);
        return row == nullptr ? 99 : row->rank;
    };
    for (const Shipment& shipment : run.plan.shipments) {
        auto flow = std::find_if(figures.flows.begin(), figures.flows.end(), [&](const Flow& f) {
            return f.from == shipment.from && f.to == shipment.to;
        });
        if (flow == figures.flows.end()) {
            figures.flows.push_back(
                {.from = shipment.from, .to = shipment.to, .tier = shipment.tier, .shipments = {}});
            flow = figures.flows.end() - 1;
        }
        flow->shipments.push_back(&shipment);
        flow->load_kg += shipment.load_kg;
    }
    std::stable_sort(figures.flows.begin(), figures.flows.end(), [&](const Flow& a, const Flow& b) {
        return std::tuple(place_order(a.to), tier_rank(a.tier), a.tier, a.from) <
               std::tuple(place_order(b.to), tier_rank(b.tier), b.tier, b.from);
    });
}

}  // namespace

const ItemNeed* item_need_of(const PlanRun& run, const std::string& wave) {
    for (const ItemNeed& need : run.needs) {
        if (wave == need.id || wave.starts_with(need.id + ":")) {
            return &need;
        }
    }
    return nullptr;
}

double PlaceFigures::served_share() const {
    double sum = 0;
    for (const NeedFigures& row : needs) {
        const Units brought = std::min(row.quantity, row.on_time + row.late);
        sum +=
            row.quantity > 0 ? static_cast<double>(brought) / static_cast<double>(row.quantity) : 1;
    }
    return needs.empty() ? 1 : sum / static_cast<double>(needs.size());
}

std::vector<Shortage> shortages_of(const NeedFigures& row) {
    std::vector<Shortage> shortages;
    for (const Unmet* unmet : row.short_of) {
        const auto wave =
            std::find_if(row.waves.begin(), row.waves.end(),
                         [&](const DispatchNeed* need) { return need->id == unmet->need; });
        const Instant by = wave == row.waves.end() ? row.first_by : (*wave)->by;
        auto known = std::find_if(shortages.begin(), shortages.end(), [&](const Shortage& s) {
            return s.reason->cause == unmet->cause && s.reason->detail == unmet->detail &&
                   s.reason->limits == unmet->limits;
        });
        if (known == shortages.end()) {
            shortages.push_back({.reason = unmet, .units = 0, .first_by = by, .last_by = by});
            known = shortages.end() - 1;
        }
        known->units += unmet->quantity;
        known->left_when_lifted += unmet->left_when_lifted;
        known->first_by = std::min(known->first_by, by);
        known->last_by = std::max(known->last_by, by);
    }
    return shortages;
}

std::vector<const LevelConclusion*> standing_conclusions(const Rules& rules, const PlanRun& run) {
    const auto counts = [](const LevelConclusion& row) {
        return row.in_force && row.tested && !row.several_events;
    };
    std::map<std::pair<std::string, std::string>, std::string> last_report;  // by scope and unit
    for (const LevelConclusion& row : run.levels) {
        if (counts(row) && row.report != "SUM") {
            last_report[{row.scope, row.unit}] = row.report;
        }
    }
    std::vector<const LevelConclusion*> standing;
    for (const LevelConclusion& row : run.levels) {
        const bool own = row.unit == row.scope || !last_report.contains({row.scope, row.scope});
        const bool latest =
            row.report == "SUM" || (own && last_report[{row.scope, row.unit}] == row.report);
        if (counts(row) && latest) {
            standing.push_back(&row);
        }
    }
    constexpr std::array<std::string_view, 4> order{"country", "province", "city", "county"};
    const auto rank = [&](const LevelConclusion* row) {
        const ResponsePlan* plan = rules.plan(row->plan);
        return std::find(order.begin(), order.end(),
                         plan == nullptr ? std::string() : plan->jurisdiction_level) -
               order.begin();
    };
    std::stable_sort(standing.begin(), standing.end(),
                     [&](const LevelConclusion* a, const LevelConclusion* b) {
                         return std::tuple(rank(a), a->scope) < std::tuple(rank(b), b->scope);
                     });
    return standing;
}

PlanFigures plan_figures(const Desk& desk, const PlanRun& run) {
    PlanFigures figures;
    for (const DispatchNeed& wave : run.problem.needs) {
        add_wave(desk, run, wave, figures);
    }
    count_deliveries(run, figures);
    count_vehicles(desk, run, figures);
    collect_flows(desk, run, figures);
    for (const PlaceFigures& place : figures.places) {
        for (const NeedFigures& row : place.needs) {
            ++figures.items;
            figures.items_full += row.unmet == 0 ? 1 : 0;
            figures.items_short += row.unmet > 0 ? 1 : 0;
            figures.items_late += row.late > 0 ? 1 : 0;
        }
    }
    return figures;
}

}  // namespace relief
