// SPDX-License-Identifier: Apache-2.0
#include "tests/kit/plan_checks.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string_view>

namespace relief::kit {
namespace {

using Needs = std::map<std::string, const DocNeed*>;

constexpr std::array<std::string_view, 12> causes{"stock",   "floor",    "expiry",    "kit_part",
                                                  "package", "vehicles", "payload",   "volume",
                                                  "road",    "time",     "reception", "signature"};

Needs needs_by_id(const CheckContext& check) {
    Needs needs;
    for (const DocNeed& need : check.plan.needs) {
        if (!needs.emplace(need.id, &need).second) {
            check.add("need.twice", need.where, need.id);
        }
    }
    return needs;
}

/// Whether the tables let one unit of `item` stand for `needed` in this month, and at what rate.
void check_alternative(const CheckContext& check, const DocNeed& need,
                       const DocAlternative& alternative) {
    const auto [begin, end] = check.world.substitutes.equal_range(alternative.item);
    bool known = false;
    for (auto row = begin; row != end; ++row) {
        const WorldSubstitute& substitute = row->second;
        if (substitute.stands_for.count(need.item) == 0) {
            continue;
        }
        known = true;
        if (substitute.month_mask.at(static_cast<std::size_t>(check.world.month - 1)) != '1') {
            check.add("alternative.season", need.where,
                      alternative.item + " does not stand for " + need.item + " in this month");
        }
        if (substitute.rate != alternative.rate) {
            check.add("line.rate", need.where,
                      alternative.item + " stands for " + std::to_string(substitute.rate));
        }
    }
    if (!known) {
        check.add("alternative.unknown", need.where,
                  "no rule lets " + alternative.item + " stand for " + need.item);
    }
}

/// How much of the need one unit of the line covers; nothing where it may not stand for it.
std::optional<std::int64_t> rate_of(const DocNeed& need, const DocLine& line) {
    if (line.item == need.item) {
        return 1;
    }
    for (const DocAlternative& alternative : need.alternatives) {
        if (alternative.item == line.item) {
            return alternative.rate;
        }
    }
    return std::nullopt;
}

/// One unit serves several needs at once only where one rule says so.
void check_several(const CheckContext& check, const Needs& needs, const DocLine& line) {
    std::set<std::string> served;
    for (const std::string& id : line.for_need) {
        const auto need = needs.find(id);
        if (need != needs.end() && !served.insert(need->second->item).second) {
            check.add("line.several", line.where, "one unit serves one item's need once");
        }
    }
    if (served.size() < 2) {
        return;
    }
    const auto [begin, end] = check.world.substitutes.equal_range(line.item);
    const bool allowed = std::any_of(begin, end, [&served](const auto& row) {
        return std::includes(row.second.stands_for.begin(), row.second.stands_for.end(),
                             served.begin(), served.end());
    });
    if (!allowed) {
        check.add("line.several", line.where, line.item + " does not serve these at once");
    }
}

void check_line(const CheckContext& check, const Needs& needs, const DocShipment& shipment,
                const DocLine& line) {
    if (line.for_need.empty()) {
        check.add("line.need", line.where, "it is for no need");
    }
    for (const std::string& id : line.for_need) {
        const auto found = needs.find(id);
        if (found == needs.end()) {
            check.add("line.need", line.where, "there is no need " + id);
            continue;
        }
        const DocNeed& need = *found->second;
        if (need.place != shipment.to) {
            check.add("line.place", line.where, id + " is a need of " + need.place);
        }
        const auto rate = rate_of(need, line);
        if (!rate) {
            check.add("line.item", line.where, line.item + " may not stand for " + need.item);
        } else if (line.counts_for != line.quantity * *rate) {
            check.add("line.rate", line.where,
                      "it counts for " + std::to_string(line.quantity * *rate));
        }
    }
    check_several(check, needs, line);
}

/// What comes for each need in its own measure, and the most one unit of it covers: no more than
/// that may come too much, since units are not cut.
struct Delivered {
    std::int64_t counts = 0;
    std::int64_t smallest_rate = 0;
};

std::map<std::string, Delivered> delivered_by_need(const CheckContext& check, const Needs& needs) {
    std::map<std::string, Delivered> delivered;
    for (const DocShipment& shipment : check.plan.shipments) {
        for (const DocLine& line : shipment.lines) {
            check_line(check, needs, shipment, line);
            for (const std::string& id : line.for_need) {
                const std::int64_t rate =
                    line.quantity > 0 ? std::max<std::int64_t>(1, line.counts_for / line.quantity)
                                      : 1;
                Delivered& sum = delivered[id];
                sum.counts += line.counts_for;
                sum.smallest_rate =
                    sum.smallest_rate == 0 ? rate : std::min(sum.smallest_rate, rate);
            }
        }
    }
    return delivered;
}

std::map<std::string, std::int64_t> unmet_by_need(const CheckContext& check, const Needs& needs) {
    std::map<std::string, std::int64_t> unmet;
    for (const DocUnmet& row : check.plan.unmet) {
        if (needs.count(row.need) == 0) {
            check.add("unmet.need", row.where, "there is no need " + row.need);
        }
        if (!unmet.emplace(row.need, row.quantity).second) {
            check.add("unmet.twice", row.where, row.need);
        }
        if (row.quantity <= 0) {
            check.add("unmet.zero", row.where, "what is met is not listed");
        }
        if (std::find(causes.begin(), causes.end(), row.cause) == causes.end()) {
            check.add("unmet.cause", row.where, "there is no cause " + row.cause);
        }
    }
    return unmet;
}

}  // namespace

void check_needs(const CheckContext& check) {
    const Needs needs = needs_by_id(check);
    auto delivered = delivered_by_need(check, needs);
    auto unmet = unmet_by_need(check, needs);
    for (const DocNeed& need : check.plan.needs) {
        for (const DocAlternative& alternative : need.alternatives) {
            check_alternative(check, need, alternative);
        }
        const Delivered& came = delivered[need.id];
        const std::int64_t left = std::max<std::int64_t>(0, need.quantity - came.counts);
        if (unmet[need.id] != left) {
            check.add("unmet.quantity", need.where,
                      need.id + " lacks " + std::to_string(left) + ", not " +
                          std::to_string(unmet[need.id]));
        }
        const std::int64_t over = came.counts - need.quantity;
        if (over > 0 && over >= came.smallest_rate) {
            check.add("need.over", need.where,
                      need.id + " gets " + std::to_string(over) + " more than it needs");
        }
    }
}

}  // namespace relief::kit
