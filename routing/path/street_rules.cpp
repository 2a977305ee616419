// SPDX-License-Identifier: Apache-2.0
#include "routing/path/street_rules.h"

#include "core/rules.h"
#include "core/table/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <utility>

namespace relief {
namespace {

using Classes = std::bitset<street_class_count>;

std::size_t place_of(StreetClass street_class) {
    return static_cast<std::size_t>(street_class);
}

StreetClass class_of(const CsvRow& row, std::string_view word) {
    const auto street_class = street_class_of(word);
    if (!street_class) {
        throw row.error("csv.value", "street_class", "there is no such class of road",
                        "a class as OpenStreetMap spells it");
    }
    return *street_class;
}

/// "motorway|trunk", or "*" for every class.
Classes classes_of(const CsvRow& row) {
    const std::string text = row.required("street_class");
    if (text == "*") {
        return Classes().set();
    }
    Classes classes;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find('|', at), text.size());
        classes.set(place_of(class_of(row, std::string_view(text).substr(at, end - at))));
        at = end + 1;
    }
    return classes;
}

std::array<bool, 12> months_of(const CsvRow& row) {
    const std::string mask = row.required("month_mask");
    std::array<bool, 12> months{};
    if (mask.size() != months.size() || mask.find_first_not_of("01") != std::string::npos) {
        throw row.error("csv.value", "month_mask", "the months are not told",
                        "12 signs of 0 or 1, January first");
    }
    std::transform(mask.begin(), mask.end(), months.begin(), [](char c) { return c == '1'; });
    return months;
}

CsvTable open_table(const DataSource& source, std::string_view name,
                    std::initializer_list<std::string_view> columns) {
    return {source.read(name), source.shown_name(name), columns};
}

Error missing_row(const CsvTable& table, std::string_view column, std::string_view wanted) {
    return bad_input({.code = "csv.reference",
                      .message = "the table has no row for what the program asks for",
                      .file = table.file(),
                      .line = 1,
                      .field = std::string(column),
                      .found = "no such row",
                      .expected = fmt::format("a row for {}", wanted)});
}

void read_speeds(const DataSource& source, StreetRules& rules) {
    const CsvTable table = open_table(source, "rules/street_speeds.csv",
                                      {"street_class", "speed_kmh", "source", "flag"});
    table.check_key("street_class");
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        const std::size_t place = place_of(class_of(row, row.required("street_class")));
        rules.speed_kmh.at(place) = static_cast<int>(row.integer("speed_kmh", 1, 200));
        rules.speed_source.at(place) = source_of(row);
    }
    for (std::size_t place = 0; place < rules.speed_kmh.size(); ++place) {
        if (rules.speed_kmh.at(place) == 0) {
            throw missing_row(table, "street_class", to_word(static_cast<StreetClass>(place)));
        }
    }
}

void read_seasons(const DataSource& source, StreetRules& rules) {
    const CsvTable table =
        open_table(source, "rules/season_speeds.csv",
                   {"condition", "street_class", "month_mask", "percent", "source", "flag"});
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        rules.seasons.push_back(
            {.condition = row.one_of("condition", {"winter", "snow", "ice", "flood", "one_lane"}),
             .classes = classes_of(row),
             .months = months_of(row),
             .percent = static_cast<int>(row.integer("percent", 1, 100)),
             .source = source_of(row)});
    }
}

int hundredths(double value) {
    return static_cast<int>(std::lround(value * 100));
}

int thousandths(double value) {
    return static_cast<int>(std::lround(value * 1000));
}

RoadVehicle vehicle_of(const VehicleClass& known, const CsvRow& row) {
    RoadVehicle vehicle{.id = known.id,
                        .name_zh = known.name_zh,
                        .height_cm = hundredths(known.height_m),
                        .width_cm = hundredths(row.number("width_m", 0.5, 10)),
                        .length_cm = hundredths(row.number("length_m", 1, 100)),
                        .weight_kg = thousandths(known.gross_t),
                        .axle_load_kg = thousandths(known.axle_load_t),
                        .top_speed_kmh = static_cast<int>(row.integer("top_speed_kmh", 5, 150)),
                        .source = source_of(row)};
    for (const std::string& word : known.barred_road_classes) {
        vehicle.barred |= street_classes_of(word);
    }
    return vehicle;
}

void read_vehicles(const DataSource& source, const Rules& known, StreetRules& rules) {
    const CsvTable table =
        open_table(source, "rules/street_vehicles.csv",
                   {"vehicle_class", "width_m", "length_m", "top_speed_kmh", "source", "flag"});
    table.check_key("vehicle_class");
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (known.vehicle(table.row(i).text("vehicle_class")) == nullptr) {
            throw table.row(i).error("csv.reference", "vehicle_class", "it does not exist",
                                     "a row of rules/vehicle_classes.csv");
        }
    }
    for (const VehicleClass& vehicle : known.vehicles) {
        std::size_t i = 0;
        while (i < table.size() && table.row(i).text("vehicle_class") != vehicle.id) {
            ++i;
        }
        if (i == table.size()) {
            throw missing_row(table, "vehicle_class", vehicle.id);
        }
        rules.vehicles.push_back(vehicle_of(vehicle, table.row(i)));
    }
}

void read_convoy(const DataSource& source, ConvoyRules& rules) {
    const CsvTable table = open_table(source, "rules/convoy_rules.csv",
                                      {"parameter", "value", "unit", "source", "flag"});
    table.check_key("parameter");
    const std::initializer_list<std::pair<std::string_view, int*>> wanted{
        {"drive_minutes", &rules.drive_minutes},
        {"rest_minutes", &rules.rest_minutes},
        {"driver_minutes", &rules.driver_minutes},
        {"change_minutes", &rules.change_minutes},
        {"gap_m", &rules.gap_m}};
    for (const auto& [name, value] : wanted) {
        std::size_t i = 0;
        while (i < table.size() && table.row(i).text("parameter") != name) {
            ++i;
        }
        if (i == table.size()) {
            throw missing_row(table, "parameter", name);
        }
        *value = static_cast<int>(table.row(i).integer("value", 1, 100'000));
        (void)source_of(table.row(i));  // refused where it says none
    }
}

}  // namespace

const RoadVehicle* StreetRules::vehicle(std::string_view id) const {
    const auto found = std::find_if(vehicles.begin(), vehicles.end(),
                                    [&](const RoadVehicle& each) { return each.id == id; });
    return found == vehicles.end() ? nullptr : &*found;
}

StreetRules load_street_rules(const DataSource& source, const Rules& rules) {
    StreetRules read;
    read_speeds(source, read);
    read_seasons(source, read);
    read_vehicles(source, rules, read);
    read_convoy(source, read.convoy);
    return read;
}

std::bitset<street_class_count> street_classes_of(std::string_view road_class) {
    Classes classes;
    const auto set = [&](std::initializer_list<StreetClass> members) {
        for (const StreetClass member : members) {
            classes.set(place_of(member));
        }
    };
    using enum StreetClass;
    if (road_class == "expressway") {
        set({motorway, motorway_link});
    } else if (road_class == "national") {
        set({trunk, trunk_link, primary, primary_link});
    } else if (road_class == "provincial") {
        set({secondary, secondary_link});
    } else if (road_class == "local") {
        set({tertiary, tertiary_link, unclassified, residential, living_street, service, track,
             path, road});
    }
    return classes;
}

}  // namespace relief
