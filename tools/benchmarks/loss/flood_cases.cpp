// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/loss/flood_cases.h"

#include "core/data_source.h"
#include "core/error.h"
#include "core/table/csv.h"
#include "tools/benchmarks/loss/case_words.h"
#include "tools/benchmarks/loss/families.h"

#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <string>

namespace relief::bench {
namespace {

constexpr double most = 1e12;

LandUseDamage scanned(const LossInputs& inputs) {
    const std::filesystem::path folder = inputs.folder / "damagescanner";
    const std::vector<std::filesystem::path> files{folder / "inundation_map.tif",
                                                   folder / "landuse_map.tif"};
    const std::vector<Raster> rasters = read_rasters(files);
    return land_use_damage(rasters[0], rasters[1], damage_scanner_rules(folder));
}

/// A box of D04: its south-west corner and side in metres, worth, and whether it is commercial.
struct Box {
    double west = 0;
    double south = 0;
    double side = 1;
    double value_per_m2 = 0;
    bool is_commercial = false;
};

/// The raster of the case: 10 x 10 cells of a metre, from north to south; 0.5 and 3 m above, 0 m
/// and nothing known below.
Raster small_flood() {
    constexpr std::size_t side = 10;
    std::vector<double> cells(side * side, std::numeric_limits<double>::quiet_NaN());
    for (std::size_t row = 0; row < side; ++row) {
        for (std::size_t column = 0; column < side; ++column) {
            const bool is_north = row < side / 2;
            const bool is_west = column < side / 2;
            if (is_north) {
                cells[row * side + column] = is_west ? 0.5 : 3;
            } else if (is_west) {
                cells[row * side + column] = 0;
            }
        }
    }
    return {side, side, {0, 1, 0, side, 0, -1}, cells};
}

LossValues boxes() {
    const Raster depth = small_flood();
    const DepthCurve homes{.name = "residential", .depths = {0, 1, 2}, .ratios = {0, 0.2, 0.3}};
    const DepthCurve shops{.name = "commercial", .depths = {0, 1, 2}, .ratios = {0, 0.4, 0.6}};
    constexpr std::array<Box, 8> all{{{1, 8, 1, 100, false},
                                      {1, 6, 2, 200, false},
                                      {2, 7, 2, 300, true},
                                      {7, 8, 1, 100, false},
                                      {4.5, 7, 1, 100, false},
                                      {1, 1, 1, 100, false},
                                      {7, 1, 1, 100, false},
                                      {4.5, 4.5, 1, 100, false}}};
    LossValues values;
    for (const Box& box : all) {
        const double east = box.west + box.side;
        const double north = box.south + box.side;
        const std::vector<MapPoint> ring{{box.west, box.south},
                                         {east, box.south},
                                         {east, north},
                                         {box.west, north},
                                         {box.west, box.south}};
        values.emplace_back(polygon_damage(depth, covered_cells(depth, std::span(&ring, 1)),
                                           box.is_commercial ? shops : homes, box.value_per_m2));
    }
    return values;
}

std::optional<LossValues> fiat_case(const LossCase& row, const LossInputs& inputs) {
    constexpr double step = 0.01;
    const std::filesystem::path folder = inputs.folder / "fiat";
    DepthCurve curve{.name = "struct_1"};
    for (const std::vector<double>& line : number_lines(folder / "vulnerability_curves.csv", 1)) {
        curve.depths.push_back(line.at(0));
        curve.ratios.push_back(line.at(1));
    }
    curve.check();
    const auto depths = number_lines(folder / "hazard_depth_m.csv", 0);
    const auto worth = number_lines(folder / "exposure_max_damage.csv", 0);
    const auto damage = [&](std::size_t line, std::size_t column) {
        return worth.at(line).at(column) *
               stepped_damage_ratio(curve, depths.at(line).at(column), step);
    };
    if (row.id == "F01") {
        return LossValues{damage(2, 4), damage(7, 3)};
    }
    double sum = 0;
    for (std::size_t line = 0; line < depths.size(); ++line) {
        for (std::size_t column = 0; column < depths[line].size(); ++column) {
            sum += damage(line, column);
        }
    }
    return LossValues{sum};
}

DepthCurve hazus_curve(const LossInputs& inputs, const std::string& id) {
    const std::filesystem::path file =
        inputs.folder / "hazus/Building_DDF_Riverine_LUT_Hazus4p0.csv";
    const CsvTable table(read_file(file), file.string(), {"SpecificOccupId", "m4", "p0", "p24"});
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        if (row.text("SpecificOccupId") != id) {
            continue;
        }
        DepthCurve curve{.name = id};
        for (int feet = -4; feet <= 24; ++feet) {
            const std::string column = (feet < 0 ? "m" : "p") + std::to_string(std::abs(feet));
            curve.depths.push_back(feet);
            curve.ratios.push_back(row.number(column, 0, 100));
        }
        return curve;
    }
    throw bad_input({.code = "loss.case",
                     .message = "the table has no such occupancy",
                     .file = file.string(),
                     .field = "SpecificOccupId",
                     .found = id});
}

/// "R11N … (3,0) (2.5,1)": curves, and depth of the grid and height of the first floor in feet.
LossValues hazus_case(const LossCase& row, const LossInputs& inputs) {
    const std::string words = row.input + " " + row.quantity;
    LossValues values;
    DepthCurve curve;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == 'R' && i + 4 <= words.size() &&
            (words[i + 1] >= '0' && words[i + 1] <= '9')) {
            curve = hazus_curve(inputs, words.substr(i, 4));
        } else if (words[i] == '(') {
            const std::size_t end = words.find(')', i);
            const std::vector<double> pair = numbers_in(words.substr(i + 1, end - i - 1));
            if (pair.size() == 2) {
                values.emplace_back(riverine_damage_ratio(curve, pair[0], pair[1]));
            }
        }
    }
    return values;
}

LossValues jrc_case(const LossCase& row, const LossInputs& inputs) {
    constexpr double none_below = 0.05;
    const std::filesystem::path file = inputs.folder / "climada/jrc_depth_damage.csv";
    const CsvTable table(read_file(file), file.string(), {"sector", "region", "d_0_m", "d_12_m"});
    DepthCurve curve{.name = "JRC residential Asia", .none_below = none_below};
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow line = table.row(i);
        if (line.text("sector") != "residential" || line.text("region") != "asia") {
            continue;
        }
        for (const std::string& column : table.columns()) {
            if (column.starts_with("d_")) {
                curve.depths.push_back(std::stod(column.substr(2)));
                curve.ratios.push_back(line.number(column, 0, 1));
            }
        }
    }
    curve.check();
    LossValues values;
    for (const double depth : numbers_in(text_after(row, " at "))) {
        values.emplace_back(damage_ratio(curve, depth));
    }
    return values;
}

}  // namespace

std::vector<LandUseRule> damage_scanner_rules(const std::filesystem::path& folder) {
    const std::filesystem::path worth_file = folder / "maxdam.csv";
    const CsvTable worth(read_file(worth_file), worth_file.string(), {"landuse", "damage"});
    std::map<int, double> value_of;
    for (std::size_t i = 0; i < worth.size(); ++i) {
        const CsvRow row = worth.row(i);
        value_of[static_cast<int>(row.integer("landuse", 0, 1'000'000))] =
            row.number("damage", 0, most);
    }
    const auto lines = number_lines(folder / "curves.csv", 0);
    std::vector<LandUseRule> rules;
    for (std::size_t column = 0; column < lines.at(0).size(); ++column) {
        LandUseRule rule{.land_use = static_cast<int>(lines[0][column])};
        rule.curve.name = std::to_string(rule.land_use);
        for (std::size_t i = 1; i < lines.size(); ++i) {
            rule.curve.depths.push_back(lines[i].at(0));
            rule.curve.ratios.push_back(lines[i].at(column + 1));
        }
        const auto value = value_of.find(rule.land_use);
        rule.value_per_m2 = value == value_of.end() ? 0 : value->second;
        rules.push_back(std::move(rule));
    }
    return rules;
}

std::optional<LossValues> flood_case(const LossCase& row, const LossInputs& inputs) {
    if (row.id == "D01") {
        return LossValues{scanned(inputs).total};
    }
    if (row.id == "D02") {
        const LandUseDamage damage = scanned(inputs);
        const auto without = damage.wet_without_rule.find(911);
        return LossValues{
            static_cast<double>(damage.wet_cells), std::round(damage.wet_km2 * 1000) / 1000,
            without == damage.wet_without_rule.end() ? 0.0 : static_cast<double>(without->second)};
    }
    if (row.id == "D03") {
        const LandUseDamage damage = scanned(inputs);
        return LossValues{damage.by_land_use.at(111), damage.by_land_use.at(151),
                          damage.by_land_use.at(141)};
    }
    if (row.id == "D04") {
        return boxes();
    }
    if (row.id == "F01" || row.id == "F02") {
        return fiat_case(row, inputs);
    }
    if (row.id == "H01" || row.id == "H02") {
        return hazus_case(row, inputs);
    }
    return row.id == "J01" ? std::optional(jrc_case(row, inputs)) : std::nullopt;
}

}  // namespace relief::bench
