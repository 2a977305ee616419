// SPDX-License-Identifier: Apache-2.0
#include "gis/hazard/shakemap.h"
#include "tools/benchmarks/loss/case_words.h"
#include "tools/benchmarks/loss/families.h"

#include <cmath>
#include <numbers>

namespace relief::bench {
namespace {

ShakeMapGrid loma_prieta(const LossInputs& inputs) {
    return read_shakemap(inputs.folder / "../shakemap/usgs_pager_lomaprieta_grid.xml");
}

LossValues counts(const ShakeMapGrid& grid, ClassEdge edge, std::size_t first, std::size_t last) {
    const ByClass<std::int64_t> by_class = class_counts(grid.mmi(), edge);
    LossValues values;
    for (std::size_t k = first; k <= last; ++k) {
        values.emplace_back(static_cast<double>(by_class[k]));
    }
    return values;
}

/// By the case's own rule: a degree of latitude 110.574 km, of longitude 111.32 km x cos latitude.
LossValues areas(const ShakeMapGrid& grid) {
    constexpr double km_a_longitude = 111.32;
    constexpr double km_a_latitude = 110.574;
    std::vector<double> cells;
    for (std::size_t i = 0; i < grid.mmi().size(); ++i) {
        const double latitude = grid.position(i).latitude * std::numbers::pi / 180;
        cells.push_back(km_a_longitude * std::cos(latitude) * grid.step_longitude * km_a_latitude *
                        grid.step_latitude);
    }
    const ByClass<double> by_class = class_sums(grid.mmi(), cells, ClassEdge::half_goes_up);
    LossValues values;
    for (std::size_t k = 5; k <= 9; ++k) {
        values.emplace_back(by_class[k]);
    }
    return values;
}

LossValues deaths(const LossInputs& inputs) {
    constexpr double people_a_cell = 1000;
    const ShakeMapGrid grid = loma_prieta(inputs);
    const std::vector<double> people(grid.mmi().size(), people_a_cell);
    const ByClass<double> exposed = class_sums(grid.mmi(), people, ClassEdge::half_goes_up);
    return {pager_deaths(pager_model(inputs.folder, "CN").deaths, exposed),
            pager_deaths(pager_model(inputs.folder, "JP").deaths, exposed)};
}

/// "M5.7, …": areas of VII and VI, from magnitude 6 those of VIII too, of both zones.
LossValues ellipses(const LossCase& row, const LossInputs& inputs) {
    const double magnitude = number_after(row, "M");
    const bool from_eight = row.quantity.find("VIII") != std::string::npos;
    LossValues values;
    for (const char* zone : {"east_strong", "moderate"}) {
        for (int intensity = from_eight ? 8 : 7; intensity >= 6; --intensity) {
            values.emplace_back(
                isoseismal_area_km2(inputs.isoseismals.zone(zone), magnitude, intensity));
        }
    }
    return values;
}

}  // namespace

std::optional<LossValues> shaking_case(const LossCase& row, const LossInputs& inputs) {
    if (row.id == "S01") {
        return counts(loma_prieta(inputs), ClassEdge::half_goes_up, 3, 9);
    }
    if (row.id == "S02") {
        return counts(loma_prieta(inputs), ClassEdge::half_goes_down, 3, 9);
    }
    if (row.id == "S03") {
        return areas(loma_prieta(inputs));
    }
    if (row.id == "S04") {
        return deaths(inputs);
    }
    if (row.id == "S05") {
        return counts(read_shakemap(inputs.folder / "../shakemap/inasafe_20131105060809_grid.xml"),
                      ClassEdge::half_goes_up, 1, 4);
    }
    const bool is_ellipse = row.id == "E01" || row.id == "E02" || row.id == "E03";
    return is_ellipse ? std::optional(ellipses(row, inputs)) : std::nullopt;
}

}  // namespace relief::bench
