// SPDX-License-Identifier: Apache-2.0
#include "tests/kit/plan_checks.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

namespace relief::kit {
namespace {

using Values = std::map<std::string, double>;

/// Persons x weight hours that one of the need's own units lacks, due at `by` and come at `at`.
/// Hours begun count; each step of the growth counts its own hours.
double lacks(const CheckContext& check, const DocNeed& need, Time at) {
    const auto late = std::chrono::ceil<std::chrono::hours>(at - need.by).count();
    const auto hours = static_cast<double>(std::max<std::int64_t>(0, late));
    double grown = 0;
    const auto& steps = check.world.growth;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const double end = i + 1 < steps.size() ? std::min(hours, steps[i + 1].from_h) : hours;
        grown += steps[i].factor * std::max(0.0, end - steps[i].from_h);
    }
    return *need.weight * *need.persons / static_cast<double>(need.quantity) * grown;
}

/// What stays open of a need although an alternative serves it.
double penalty(const CheckContext& check, const DocNeed& need, const std::string& item) {
    if (item == need.item) {
        return 0;
    }
    const auto [begin, end] = check.world.substitutes.equal_range(item);
    for (auto row = begin; row != end; ++row) {
        if (row->second.stands_for.count(need.item) != 0) {
            return row->second.penalty;
        }
    }
    return 0;
}

/// The sums over lines: lateness, tiers, distance, days left.
class Sums {
  public:
    explicit Sums(const CheckContext& check) : check_(check) {
        for (const DocNeed& need : check.plan.needs) {
            needs_[need.id] = &need;
        }
    }

    Values values() {
        for (const DocShipment& shipment : check_.plan.shipments) {
            for (const DocLine& line : shipment.lines) {
                add_line(shipment, line);
            }
        }
        for (const DocUnmet& row : check_.plan.unmet) {
            const auto need = needs_.find(row.need);
            if (need != needs_.end()) {
                values_["lacking_person_hours"] += static_cast<double>(row.quantity) *
                                                   lacks(check_, *need->second, *check_.plan.until);
            }
        }
        values_["least_served_share"] = least_share();
        return values_;
    }

  private:
    void add_line(const DocShipment& shipment, const DocLine& line) {
        const auto counts = static_cast<double>(line.counts_for);
        const auto item = check_.world.items.find(line.item);
        const auto tier = check_.world.tiers.find(shipment.tier);
        if (item != check_.world.items.end()) {
            values_["tonne_km"] +=
                static_cast<double>(line.quantity) * item->second.kg / 1000 * shipment.km;
        }
        for (const std::string& id : line.for_need) {
            const auto found = needs_.find(id);
            if (found == needs_.end()) {
                continue;
            }
            const DocNeed& need = *found->second;
            const double late = lacks(check_, need, shipment.arrive);
            const double never = lacks(check_, need, *check_.plan.until);
            values_["lacking_person_hours"] +=
                counts * (late + penalty(check_, need, line.item) * (never - late));
            const double persons = counts * *need.persons / static_cast<double>(need.quantity);
            values_["own_stock_first"] +=
                tier == check_.world.tiers.end() ? 0 : persons * tier->second.rank;
            served_[need.place] += *need.weight * persons;
        }
        if (line.lot && check_.world.lots.count(*line.lot) != 0) {
            const Day last = check_.world.lots.at(*line.lot).last_day +
                             std::chrono::days{check_.world.shift_days};
            values_["expiry_first"] +=
                static_cast<double>(line.quantity) *
                static_cast<double>((last - beijing_day(shipment.arrive)).count());
        }
    }

    [[nodiscard]] double least_share() const {
        std::map<std::string, double> asked;
        for (const auto& [id, need] : needs_) {
            asked[need->place] += *need->weight * *need->persons;
        }
        double least = 1;
        for (const auto& [place, sum] : asked) {
            const auto served = served_.find(place);
            least = std::min(least, served == served_.end() ? 0 : served->second / sum);
        }
        return least;
    }

    const CheckContext& check_;
    std::map<std::string, const DocNeed*> needs_;
    std::map<std::string, double> served_;
    Values values_;
};

bool tells_persons(const PlanDoc& plan) {
    return plan.until && !plan.needs.empty() &&
           std::all_of(plan.needs.begin(), plan.needs.end(),
                       [](const DocNeed& need) { return need.persons && need.weight; });
}

}  // namespace

void check_aim_values(const CheckContext& check) {
    for (const DocAim& aim : check.plan.aims) {
        // More is better of a share, less of everything else.
        const double over =
            aim.name == "least_served_share" ? aim.value - aim.bound : aim.bound - aim.value;
        if (over > 1e-5 * std::max(1.0, std::abs(aim.value))) {
            check.add("aim.bound", aim.where, aim.name + " is better than its bound");
        }
    }
    if (!tells_persons(check.plan)) {
        return;
    }
    const Values values = Sums(check).values();
    for (const DocAim& aim : check.plan.aims) {
        const auto found = values.find(aim.name);
        const double right = found == values.end() ? 0 : found->second;
        // A plan tells its kilometres to three decimals.
        const double slack =
            (aim.name == "tonne_km" ? 1e-5 : 1e-6) * std::max(1.0, std::abs(right));
        if ((found != values.end() || aim.name == "lacking_person_hours") &&
            std::abs(right - aim.value) > slack) {
            check.add("aim.value", aim.where,
                      aim.name + " comes to " + std::to_string(right) + ", not " +
                          std::to_string(aim.value));
        }
    }
}

}  // namespace relief::kit
