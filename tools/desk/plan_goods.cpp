// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_goods.h"

#include "core/error.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace relief {
namespace {

/// The smallest pack of an item that is in force and not opened, 1 where there is none.
int pack_of(const Desk& desk, const std::string& item, Date on) {
    std::int64_t smallest = 0;
    for (const ItemPack& pack : desk.packs) {
        const bool in_force =
            pack.valid_from.value_or(on) <= on && on <= pack.valid_to.value_or(on);
        if (pack.item == item && !pack.openable && in_force &&
            (smallest == 0 || pack.units < smallest)) {
            smallest = pack.units;
        }
    }
    return smallest == 0 ? 1 : static_cast<int>(smallest);
}

int life_of(const Desk& desk, const Item& item) {
    for (const LifeOnArrival& row : desk.dispatch.life) {
        if (row.item_class == item.item_class) {
            return row.days;
        }
    }
    return 0;
}

/// The code of a division by its name; nothing where the words are none.
std::optional<std::string> division_of(const Desk& desk, const std::string& words, Date on) {
    try {
        return desk.places.resolve(words, on).code;
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::bad_input) {
            throw;
        }
        return std::nullopt;
    }
}

}  // namespace

std::vector<DispatchItem> items_of(const Desk& desk, Date on) {
    std::vector<DispatchItem> items;
    for (const Item& item : desk.rules.items) {
        items.push_back({.id = item.id,
                         .weight_kg = item.weight_kg,
                         .volume_m3 = item.volume_m3,
                         .pack = pack_of(desk, item.id, on),
                         .life_left_days = life_of(desk, item)});
    }
    return items;
}

GivenFor given_for(const Desk& desk, const PlanRun& run, const DispatchProblem& problem,
                   const LotStock& lot) {
    const auto found = desk.designated.find({lot.item, lot.lot});
    if (found == desk.designated.end()) {
        return {};
    }
    GivenFor given{.use = found->second, .places = {}, .elsewhere = false};
    const Incident& incident = run.scenario.incident;
    if (given.use == incident.id || given.use == incident.name_zh) {
        return given;
    }
    const auto division = division_of(desk, given.use, beijing_date(incident.start));
    for (const std::string& place : problem.places) {
        if (division && desk.places.is_within(place, *division)) {
            given.places.push_back(place);
        }
    }
    given.elsewhere = given.places.empty();
    if (given.places.size() == problem.places.size()) {
        given.places.clear();
    }
    return given;
}

PlanWarning designated_warning(const std::string& use, Units units) {
    return {.code = "designated",
            .zh = fmt::format("定向捐赠用于“{}”的物资 {} 件（套、箱等）不适用于本次灾害，未计入",
                              use, units),
            .en = fmt::format("{} units were given for \"{}\", which is not this event; left out",
                              units, use)};
}

}  // namespace relief
