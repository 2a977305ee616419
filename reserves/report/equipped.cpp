// SPDX-License-Identifier: Apache-2.0
#include "reserves/report/equipped.h"

#include "core/table/csv.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::string_view basket_table = "rules/equip_basket.csv";

BasketRow read_row(const CsvRow& row, const Rules& rules) {
    BasketRow read{.id = row.required("row_id"),
                   .season = row.one_of("season", {"summer", "winter"}),
                   .need = row.required("need"),
                   .name_zh = row.required("name_zh"),
                   .name_en = row.required("name_en"),
                   .item = row.required("item_id"),
                   .persons_per_unit = row.integer("persons_per_unit", 1, 10000),
                   .units_per_person = row.integer("units_per_person", 1, 100),
                   .source = source_of(row)};
    if (rules.item(read.item) == nullptr) {
        throw row.error("item.unknown", "item_id", "there is no such item",
                        "an item of rules/item_catalog.csv");
    }
    return read;
}

/// The needs of a season in the order of their first rows.
std::vector<EquippedNeed> needs_of_season(const std::vector<BasketRow>& basket,
                                          std::string_view season) {
    std::vector<EquippedNeed> needs;
    for (const BasketRow& row : basket) {
        const bool known = std::any_of(needs.begin(), needs.end(), [&](const EquippedNeed& need) {
            return need.need == row.need;
        });
        if (row.season == season && !known) {
            needs.push_back({.need = row.need, .name_zh = row.name_zh, .name_en = row.name_en});
        }
    }
    return needs;
}

void reckon(EquippedNeed& need, const std::map<std::string, Units>& usable,
            const std::vector<BasketRow>& basket, std::string_view season) {
    std::int64_t places = 0;
    std::int64_t units_per_person = 1;
    std::string sum;
    for (const BasketRow& row : basket) {
        if (row.season != season || row.need != need.need) {
            continue;
        }
        const auto found = usable.find(row.item);
        const Units units = found == usable.end() ? 0 : found->second;
        units_per_person = row.units_per_person;
        if (units == 0) {
            continue;
        }
        places += units * row.persons_per_unit;
        sum += fmt::format("{}{} {} x {}", sum.empty() ? "" : " + ", row.item, units,
                           row.persons_per_unit);
        need.rules.push_back(row.id);
    }
    need.persons = places / units_per_person;
    need.arithmetic =
        fmt::format("({}) / {} = {}", sum.empty() ? "0" : sum, units_per_person, need.persons);
}

}  // namespace

std::vector<BasketRow> load_basket(const DataSource& source, const Rules& rules) {
    const CsvTable table(source.read(basket_table), source.shown_name(basket_table),
                         {"row_id", "season", "need", "name_zh", "name_en", "item_id",
                          "persons_per_unit", "units_per_person", "source", "flag"});
    table.check_key("row_id");
    table.check_key({"season", "item_id"});
    std::vector<BasketRow> basket;
    for (std::size_t at = 0; at < table.size(); ++at) {
        BasketRow read = read_row(table.row(at), rules);
        for (const BasketRow& other : basket) {
            if (other.season == read.season && other.need == read.need &&
                other.units_per_person != read.units_per_person) {
                throw table.row(at).error(
                    "csv.value", "units_per_person", "a need asks for different numbers of units",
                    fmt::format("{} as in {}", other.units_per_person, other.id));
            }
        }
        basket.push_back(std::move(read));
    }
    return basket;
}

std::string_view season_of(Date date) {
    const auto month = static_cast<unsigned>(std::chrono::year_month_day{date}.month());
    return month >= 11 || month <= 3 ? "winter" : "summer";
}

Equipped equipped_persons(const std::map<std::string, Units>& usable,
                          const std::vector<BasketRow>& basket, std::string_view season) {
    Equipped equipped{.season = std::string(season), .needs = needs_of_season(basket, season)};
    for (EquippedNeed& need : equipped.needs) {
        reckon(need, usable, basket, season);
    }
    const auto least = std::min_element(
        equipped.needs.begin(), equipped.needs.end(),
        [](const EquippedNeed& a, const EquippedNeed& b) { return a.persons < b.persons; });
    if (least != equipped.needs.end()) {
        equipped.persons = least->persons;
        equipped.limiting = least->need;
    }
    return equipped;
}

}  // namespace relief
