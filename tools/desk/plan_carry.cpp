// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_carry.h"

#include "routing/dispatch/committed.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <utility>

namespace relief {
namespace {

/// "220221:WATERB" of "220221:WATERB:2"; the id itself where a need is due once.
std::string need_of_day(const std::string& id) {
    const std::size_t last = id.rfind(':');
    return std::count(id.begin(), id.end(), ':') == 2 ? id.substr(0, last) : id;
}

bool is_day(const std::string& id) {
    return need_of_day(id) != id;
}

}  // namespace

NeedCarrier::NeedCarrier(const PlanFile& before, const DispatchProblem& now)
    : before_(before), now_(now) {
    for (const DispatchNeed& need : now.needs) {
        open_.push_back(need.quantity);
    }
}

/// The days of the same need in the newer plan.
std::vector<std::string> NeedCarrier::days_of(const std::string& id) const {
    std::vector<std::string> days;
    for (const DispatchNeed& need : now_.needs) {
        if (need_of_day(need.id) == need_of_day(id)) {
            days.push_back(need.id);
        }
    }
    return days;
}

/// True where a day of food is due in both plans at the same hour.
bool NeedCarrier::is_same_day(const std::string& id) const {
    const auto before = std::find_if(before_.needs.begin(), before_.needs.end(),
                                     [&](const DispatchNeed& need) { return need.id == id; });
    const int now = need_index(now_, id);
    return now >= 0 && before != before_.needs.end() &&
           before->by == now_.needs[static_cast<std::size_t>(now)].by;
}

/// Of goods for a day that has begun before the newer plan's first the share not eaten by then.
double NeedCarrier::left_of(const ShipmentLine& line) const {
    if (line.for_need.empty() || !is_day(line.for_need.front())) {
        return 1;
    }
    const auto before =
        std::find_if(before_.needs.begin(), before_.needs.end(),
                     [&](const DispatchNeed& need) { return need.id == line.for_need.front(); });
    const std::vector<std::string> days = days_of(line.for_need.front());
    if (before == before_.needs.end() || days.empty()) {
        return 1;
    }
    const Instant first = now_.needs[static_cast<std::size_t>(need_index(now_, days.front()))].by;
    const Instant end = before->by + std::chrono::hours{24};
    const double hours = std::chrono::duration<double, std::ratio<3600>>(end - first).count();
    return std::clamp(hours / 24, 0.0, 1.0);
}

/// Units of a line over the needs that are open, its own first.
std::vector<NeedCarrier::Part> NeedCarrier::share_out(const ShipmentLine& line, Units units) {
    const int rate = line.quantity > 0
                         ? static_cast<int>(std::max<Units>(1, line.counts_for / line.quantity))
                         : 1;
    std::vector<std::vector<std::string>> targets;
    if (line.for_need.size() == 1 && is_day(line.for_need.front())) {
        for (const std::string& day : days_of(line.for_need.front())) {
            targets.push_back({day});
        }
        // The same day as before comes first; where the days begin anew, the first that is open.
        if (is_same_day(line.for_need.front())) {
            std::stable_partition(targets.begin(), targets.end(),
                                  [&](const auto& target) { return target == line.for_need; });
        }
    } else if (!line.for_need.empty()) {
        targets.push_back(line.for_need);
    }
    std::vector<Part> parts;
    for (const std::vector<std::string>& target : targets) {
        Units some = units;
        for (const std::string& id : target) {
            const int need = need_index(now_, id);
            const Units open = need < 0 ? 0 : open_[static_cast<std::size_t>(need)];
            some = std::min(some, (open + rate - 1) / rate);
        }
        if (some <= 0) {
            continue;
        }
        for (const std::string& id : target) {
            Units& open = open_[static_cast<std::size_t>(need_index(now_, id))];
            open = std::max<Units>(0, open - some * rate);
        }
        parts.push_back({.for_need = target, .units = some});
        units -= some;
    }
    if (units > 0) {
        parts.push_back({.for_need = {}, .units = units});
    }
    return parts;
}

Shipment NeedCarrier::carry(Shipment shipment, bool eaten) {
    std::vector<ShipmentLine> lines;
    for (const ShipmentLine& line : shipment.lines) {
        const Units rate =
            line.quantity > 0 ? std::max<Units>(1, line.counts_for / line.quantity) : 1;
        const double left = eaten ? left_of(line) : 1;
        const auto useful =
            static_cast<Units>(std::llround(left * static_cast<double>(line.quantity)));
        for (const Part& part : share_out(line, useful)) {
            ShipmentLine carried = line;
            carried.quantity = part.units;
            carried.for_need = part.for_need;
            carried.counts_for = part.for_need.empty() ? 0 : part.units * rate;
            lines.push_back(std::move(carried));
        }
        if (useful < line.quantity) {
            ShipmentLine gone = line;
            gone.quantity = line.quantity - useful;
            gone.for_need = {};
            gone.counts_for = 0;
            lines.push_back(std::move(gone));
        }
    }
    shipment.lines = std::move(lines);
    return shipment;
}

Shipment NeedCarrier::carry_committed(Shipment shipment, std::vector<Surplus>& surplus) {
    std::map<std::string, Units> eaten;
    for (const ShipmentLine& line : shipment.lines) {
        const auto useful = std::llround(left_of(line) * static_cast<double>(line.quantity));
        eaten[line.item] += line.quantity - useful;
    }
    Shipment carried = carry(std::move(shipment), true);
    std::map<std::string, Units> idle;
    for (const ShipmentLine& line : carried.lines) {
        idle[line.item] += line.for_need.empty() ? line.quantity : 0;
    }
    for (const auto& [item, units] : idle) {
        if (units > eaten[item]) {
            surplus.push_back({.shipment = carried.id,
                               .order = carried.order,
                               .stage = carried.committed,
                               .from = carried.from,
                               .to = carried.to,
                               .item = item,
                               .units = units - eaten[item]});
        }
    }
    return carried;
}

Shipment NeedCarrier::carry_in_hand(Shipment shipment) {
    return carry(std::move(shipment), false);
}

}  // namespace relief
