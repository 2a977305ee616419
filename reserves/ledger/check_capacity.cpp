// SPDX-License-Identifier: Apache-2.0
// I22: what lies at a site against what its floor can bear. A depot that is too full is a warning:
// goods of an emergency are taken in all the same.
#include "core/error.h"
#include "core/table/csv.h"
#include "reserves/ledger/check_goods.h"

#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

/// Of an item, one unit.
struct Measure {
    double weight_kg = 0;
    double volume_m3 = 0;
    double divisor = 1;  ///< amounts of the books a unit
};

bool has_tables(Database& database) {
    Statement select = database.prepare(
        "SELECT count(*) FROM source_table WHERE name IN ('rules/depot_capacity.csv', "
        "'rules/item_catalog.csv', 'baseline/depots.csv')");
    select.step();
    return select.integer(0) == 3;
}

std::map<std::string, Measure> read_measures(const DataSource& source) {
    const std::string name = "rules/item_catalog.csv";
    const CsvTable table(source.read(name), source.shown_name(name),
                         {"item_id", "unit", "weight_kg", "volume_m3"});
    const std::set<std::string> with_decimals{"kg", "L", "m2"};
    std::map<std::string, Measure> measures;
    for (std::size_t at = 0; at < table.size(); ++at) {
        const CsvRow row = table.row(at);
        measures[row.required("item_id")] = {
            .weight_kg = row.number("weight_kg", 0, 1e6),
            .volume_m3 = row.number("volume_m3", 0, 1e6),
            .divisor = with_decimals.contains(row.required("unit")) ? 1000.0 : 1.0};
    }
    return measures;
}

/// What a square metre of floor bears, by measure.
std::map<std::string, double> read_floor(const DataSource& source) {
    const std::string name = "rules/depot_capacity.csv";
    const CsvTable table(source.read(name), source.shown_name(name),
                         {"measure", "per_m2", "unit", "source", "flag"});
    std::map<std::string, double> floor;
    for (std::size_t at = 0; at < table.size(); ++at) {
        const CsvRow row = table.row(at);
        floor[row.one_of("measure", {"volume", "weight"})] = row.number("per_m2", 0, 1e6);
    }
    return floor;
}

/// Floor of the depots; one without an area is not judged.
std::map<std::string, double> read_areas(const DataSource& source) {
    const std::string name = "baseline/depots.csv";
    const CsvTable table(source.read(name), source.shown_name(name), {"depot_id"});
    std::map<std::string, double> areas;
    for (std::size_t at = 0; table.has_column("area_m2") && at < table.size(); ++at) {
        const CsvRow row = table.row(at);
        if (const auto area = row.optional_number("area_m2", 0, 1e7)) {
            areas[row.required("depot_id")] = *area;
        }
    }
    return areas;
}

struct Load {
    double kg = 0;
    double m3 = 0;
};

std::map<std::string, Load> read_loads(Database& database,
                                       const std::map<std::string, Measure>& measures) {
    Statement select = database.prepare(
        "SELECT a.site, a.item, sum(b.amount) FROM account AS a JOIN balance AS b ON b.account_id "
        "= a.id WHERE a.stage IN ('on_hand', 'picked', 'loaded', 'quarantine', 'await_scrap') "
        "GROUP BY a.site, a.item");
    std::map<std::string, Load> loads;
    while (select.step()) {
        const auto measure = measures.find(select.text(1));
        if (measure == measures.end()) {
            continue;
        }
        const double units = static_cast<double>(select.integer(2)) / measure->second.divisor;
        Load& load = loads[select.text(0)];
        load.kg += units * measure->second.weight_kg;
        load.m3 += units * measure->second.volume_m3;
    }
    return loads;
}

std::vector<WrongRow> judge_loads(Database& database, const DataSource& source,
                                  std::int64_t& checked) {
    std::vector<WrongRow> warnings;
    const auto floor = read_floor(source);
    const auto areas = read_areas(source);
    for (const auto& [site, load] : read_loads(database, read_measures(source))) {
        const auto area = areas.find(site);
        if (area == areas.end()) {
            continue;
        }
        ++checked;
        const auto judge = [&, &site = site](const char* measure, double found, const char* unit) {
            const auto limit = floor.find(measure);
            if (limit != floor.end() && found > limit->second * area->second) {
                warnings.push_back(wrong_row(
                    "balance", 0, "I22_capacity", fmt::format("{:.0f} {} at {}", found, unit, site),
                    fmt::format("at most {:.0f} {} on {:.0f} m2", limit->second * area->second,
                                unit, area->second)));
            }
        };
        judge("volume", load.m3, "m3");
        judge("weight", load.kg, "kg");
    }
    return warnings;
}

}  // namespace

std::vector<WrongRow> capacity_warnings(Database& database, std::int64_t& checked) {
    if (!has_tables(database)) {
        return {};
    }
    try {
        return judge_loads(database, DatabaseSource(database), checked);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::bad_input) {
            throw;
        }
        return {};  // no tables of this form: the books of a test
    }
}

}  // namespace relief
