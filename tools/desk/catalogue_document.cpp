// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/catalogue_document.h"

#include "core/text.h"
#include "tools/desk/document.h"
#include "tools/desk/text_table.h"

#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

ordered_json degrees(const std::optional<double>& value) {
    return value ? ordered_json(*value) : ordered_json(nullptr);
}

ordered_json item_json(const Item& item) {
    return {{"id", item.id},
            {"name", item.name_zh},
            {"name_en", item.name_en},
            {"class", item.item_class},
            {"unit", item.unit},
            {"weight_kg", item.weight_kg},
            {"volume_m3", item.volume_m3},
            {"shelf_life_days", item.shelf_life_days},
            {"decimals", item.decimals},
            {"flag", flag_name(item.weight_flag)}};
}

ordered_json depot_json(const Depot& depot) {
    return {{"id", depot.id},
            {"name", depot.name},
            {"type", depot.type},
            {"level", depot.level},
            {"seat", depot.seat_code},
            {"org", depot.org},
            {"keeper", depot.fleet_depot()},
            {"longitude", depot.longitude},
            {"latitude", depot.latitude},
            {"flag", depot.flag}};
}

ordered_json division_json(const Place& place) {
    return {{"code", place.code},
            {"name", place.name},
            {"name_en", place.name_en},
            {"kind", place.kind},
            {"parent", place.parent},
            {"pinyin", pinyin(place.name)},
            {"longitude", degrees(place.longitude)},
            {"latitude", degrees(place.latitude)},
            {"population", place.population}};
}

ordered_json named(std::string_view id, std::string_view name, std::string_view name_en) {
    return {{"id", id}, {"name", name}, {"name_en", name_en}};
}

}  // namespace

std::string catalogue_json(const BookTables& tables, const std::vector<Person>& people) {
    const auto& [rules, places, baseline, organisations] = tables;
    ordered_json items = ordered_json::array();
    for (const Item& item : rules.items) {
        items.push_back(item_json(item));
    }
    ordered_json depots = ordered_json::array();
    for (const Depot& depot : baseline.depots) {
        depots.push_back(depot_json(depot));
    }
    ordered_json suppliers = ordered_json::array();
    for (const Supplier& supplier : baseline.suppliers) {
        suppliers.push_back({{"id", supplier.id},
                             {"name", supplier.name},
                             {"item", supplier.item},
                             {"place", supplier.place_code}});
    }
    ordered_json divisions = ordered_json::array();
    for (const Place& place : places.all()) {
        if (place.kind != "township") {
            divisions.push_back(division_json(place));
        }
    }
    ordered_json offices = ordered_json::array();
    for (const Organisation& office : organisations) {
        offices.push_back(named(office.id, office.name, ""));
    }
    ordered_json persons = ordered_json::array();
    for (const Person& person : people) {
        persons.push_back(named(person.code, person.name, ""));
    }
    ordered_json known_posts = ordered_json::array();
    for (const Post& post : posts()) {
        known_posts.push_back(named(post.id, post.zh, post.en));
    }
    ordered_json tiers = ordered_json::array();
    for (const SupplyTier& tier : rules.tiers) {
        tiers.push_back(named(tier.id, tier.name_zh, tier.name_en));
    }
    ordered_json vehicles = ordered_json::array();
    for (const VehicleClass& vehicle : rules.vehicles) {
        vehicles.push_back(named(vehicle.id, vehicle.name_zh, ""));
    }
    return document_text({{"schema", "relief.catalogue/1"},
                          {"items", std::move(items)},
                          {"depots", std::move(depots)},
                          {"suppliers", std::move(suppliers)},
                          {"divisions", std::move(divisions)},
                          {"organisations", std::move(offices)},
                          {"posts", std::move(known_posts)},
                          {"tiers", std::move(tiers)},
                          {"vehicle_classes", std::move(vehicles)},
                          {"people", std::move(persons)}});
}

std::string catalogue_text(const BookTables& tables, std::string_view language) {
    const auto& [rules, places, baseline, organisations] = tables;
    const bool zh = language == "zh";
    TextTable items(zh ? std::vector<std::string>{"编码", "物资", "单位", "千克/单位"}
                       : std::vector<std::string>{"code", "item", "unit", "kg each"});
    for (const Item& item : rules.items) {
        items.add({item.id, zh ? item.name_zh : item.name_en, item.unit,
                   fmt::format("{}", item.weight_kg)});
    }
    TextTable depots(zh ? std::vector<std::string>{"编号", "库点", "所在", "保管单位"}
                        : std::vector<std::string>{"id", "depot", "division", "kept by"});
    for (const Depot& depot : baseline.depots) {
        depots.add({depot.id, depot.name, place_name(places, depot.seat_code), depot.org});
    }
    return items.text() + "\n" + depots.text();
}

}  // namespace relief
