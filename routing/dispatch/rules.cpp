// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/rules.h"

#include "core/error.h"
#include "core/table/csv.h"

#include <cmath>
#include <initializer_list>
#include <string_view>
#include <utility>

namespace relief {
namespace {

CsvTable open(const DataSource& source, std::string_view name,
              std::initializer_list<std::string_view> columns) {
    return CsvTable(source.read(name), source.shown_name(name), columns);
}

std::vector<NeedKitPart> read_kits(const DataSource& source, const Rules& rules) {
    const CsvTable table =
        open(source, "rules/need_kits.csv", {"kit_id", "part_item", "per_kit", "source", "flag"});
    table.check_key({"kit_id", "part_item"});
    std::vector<NeedKitPart> parts;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        NeedKitPart part{.kit = row.required("kit_id"),
                         .item = row.required("part_item"),
                         .per_kit = static_cast<int>(row.integer("per_kit", 1, 1000)),
                         .source = source_of(row)};
        if (rules.item(part.item) == nullptr) {
            throw row.error("csv.reference", "part_item", "the kit names an item that is not there",
                            "an item of rules/item_catalog.csv");
        }
        parts.push_back(std::move(part));
    }
    return parts;
}

std::vector<PlaceReception> read_receptions(const DataSource& source) {
    const CsvTable table = open(source, "rules/place_reception.csv",
                                {"place_code", "tonnes_per_day", "opens_h", "source", "flag"});
    table.check_key("place_code");
    std::vector<PlaceReception> receptions;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        receptions.push_back({.place = row.required("place_code"),
                              .tonnes_per_day = row.number("tonnes_per_day", 0.1, 1e6),
                              .opens_h = row.number("opens_h", 0, 72),
                              .source = source_of(row)});
    }
    return receptions;
}

std::vector<Craft> read_crafts(const DataSource& source) {
    const CsvTable table =
        open(source, "rules/air_and_boat.csv",
             {"craft", "name_zh", "payload_kg", "volume_m3", "speed_kmh", "count", "base_code",
              "muster_h", "range_km", "handle_minutes", "source", "flag"});
    table.check_key("craft");
    std::vector<Craft> crafts;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        const std::string id = row.required("craft");
        crafts.push_back(
            {.id = id,
             .name_zh = row.required("name_zh"),
             .mode = id.starts_with("BOAT") ? "boat" : "air",
             .payload_kg = row.number("payload_kg", 1, 1e6),
             .volume_m3 = row.number("volume_m3", 0.1, 1e4),
             .speed_kmh = row.number("speed_kmh", 1, 1000),
             .count = static_cast<int>(row.integer("count", 0, 1000)),
             .base = row.required("base_code"),
             .muster_h = row.number("muster_h", 0, 72),
             .range_km = row.number("range_km", 1, 5000),
             .handle_minutes = static_cast<int>(row.integer("handle_minutes", 0, 1000)),
             .source = source_of(row)});
    }
    return crafts;
}

std::vector<LifeOnArrival> read_life(const DataSource& source) {
    const CsvTable table =
        open(source, "rules/life_on_arrival.csv", {"item_class", "days", "source", "flag"});
    table.check_key("item_class");
    std::vector<LifeOnArrival> life;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        life.push_back({.item_class = row.required("item_class"),
                        .days = static_cast<int>(row.integer("days", 0, 3650)),
                        .source = source_of(row)});
    }
    return life;
}

/// A whole number of a table of parameters.
int parameter(const CsvTable& table, const std::string& file, std::string_view name) {
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        if (row.text("parameter") == name) {
            (void)source_of(row);  // refused where it says none
            return static_cast<int>(row.integer("value", 1, 24 * 60));
        }
    }
    throw bad_input({.code = "csv.reference",
                     .message = "a row is missing",
                     .file = file,
                     .field = "parameter",
                     .found = {},
                     .expected = std::string(name)});
}

void read_driving(const DataSource& source, DispatchRules& rules) {
    const CsvTable table =
        open(source, "rules/convoy_rules.csv", {"parameter", "value", "unit", "source", "flag"});
    const std::string file = source.shown_name("rules/convoy_rules.csv");
    rules.driving = {.drive_minutes = parameter(table, file, "drive_minutes"),
                     .rest_minutes = parameter(table, file, "rest_minutes"),
                     .driver_minutes = parameter(table, file, "driver_minutes"),
                     .change_minutes = parameter(table, file, "change_minutes")};
    rules.drivers = parameter(table, file, "drivers");
}

}  // namespace

DispatchRules load_dispatch_rules(const DataSource& source, const Rules& rules) {
    DispatchRules read{.kits = read_kits(source, rules), .receptions = read_receptions(source)};
    read.crafts = read_crafts(source);
    read.life = read_life(source);
    const CsvTable carry =
        open(source, "rules/cut_off_rules.csv", {"parameter", "value", "unit", "source", "flag"});
    const std::string file = source.shown_name("rules/cut_off_rules.csv");
    read.carry_kmh = parameter(carry, file, "carry_kmh");
    read.carry_km = parameter(carry, file, "carry_km");
    read_driving(source, read);
    return read;
}

std::vector<DispatchReception> receptions_of(const DispatchRules& rules,
                                             const std::vector<std::string>& places) {
    std::vector<DispatchReception> receptions;
    for (const std::string& place : places) {
        const PlaceReception* found = nullptr;
        for (const PlaceReception& row : rules.receptions) {
            if (row.place == place || (row.place == "any" && found == nullptr)) {
                found = &row;
            }
        }
        if (found != nullptr) {
            receptions.push_back(
                {.place = place,
                 .kg_per_day = found->tonnes_per_day * 1000,
                 .opens_minutes = static_cast<int>(std::ceil(found->opens_h * 60 - 1e-9))});
        }
    }
    return receptions;
}

}  // namespace relief
