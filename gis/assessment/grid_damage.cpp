// SPDX-License-Identifier: Apache-2.0
#include "gis/assessment/grid_damage.h"

#include "core/error.h"
#include "gis/maps/map_library.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

namespace relief {
namespace {

/// The rules by land use, and what was summed for each: found in a table where codes are small.
class RuleIndex {
  public:
    static constexpr int none = -1;

    explicit RuleIndex(std::span<const LandUseRule> rules) {
        for (std::size_t i = 0; i < rules.size(); ++i) {
            rules[i].curve.check();
            if (!places_.emplace(rules[i].land_use, static_cast<int>(i)).second) {
                throw bad_input({.code = "loss.model",
                                 .message = "a class of land use has two rules",
                                 .field = std::to_string(rules[i].land_use),
                                 .expected = "one rule for each class"});
            }
        }
        direct_.assign(direct_size, none);
        for (const auto& [code, place] : places_) {
            if (code >= 0 && code < direct_size) {
                direct_[static_cast<std::size_t>(code)] = place;
            }
        }
    }

    [[nodiscard]] int find(int code) const {
        if (code >= 0 && code < direct_size) {
            return direct_[static_cast<std::size_t>(code)];
        }
        const auto found = places_.find(code);
        return found == places_.end() ? none : found->second;
    }

  private:
    static constexpr int direct_size = 4096;
    std::unordered_map<int, int> places_;
    std::vector<int> direct_;
};

bool on_one_grid(const Raster& a, const Raster& b) {
    constexpr double hair = 1e-6;
    const double cell = std::abs(a.transform()[1]) + std::abs(a.transform()[2]);
    bool same = a.columns() == b.columns() && a.rows() == b.rows() && a.system() == b.system();
    for (std::size_t i = 0; i < a.transform().size(); ++i) {
        same = same && std::abs(a.transform()[i] - b.transform()[i]) <= hair * cell;
    }
    return same;
}

/// The land use under a row of the depth raster.
void land_use_row(const Raster& depth, const Raster& land_use, bool one_grid, int row,
                  std::vector<double>& codes) {
    if (one_grid) {
        land_use.row(row, codes);
        return;
    }
    const bool one_system = depth.system() == land_use.system();
    for (int column = 0; column < depth.columns(); ++column) {
        const auto code = one_system
                              ? land_use.value_on_map(depth.centre(column, row), Sampling::nearest)
                              : land_use.value(depth.position(column, row), Sampling::nearest);
        codes[static_cast<std::size_t>(column)] = code.value_or(std::nan(""));
    }
}

void check_metric(const Raster& raster) {
    (void)raster.cell_area_m2();
}

}  // namespace

LandUseDamage land_use_damage(const Raster& depth, const Raster& land_use,
                              std::span<const LandUseRule> rules) {
    constexpr double km2 = 1e6;
    const RuleIndex index(rules);
    const double area_m2 = depth.cell_area_m2();
    const bool one_grid = on_one_grid(depth, land_use);
    const auto columns = static_cast<std::size_t>(depth.columns());
    std::vector<double> depths(columns);
    std::vector<double> codes(columns);
    // The ratio is summed, the value multiplied once: fewer roundings, and none that depend on
    // the order of classes.
    std::vector<double> ratios(rules.size());
    // Neighbours often have one depth: the last ratio of each curve is kept.
    std::vector<std::pair<double, double>> last(rules.size(), {0, 0});
    LandUseDamage damage;
    for (int row = 0; row < depth.rows(); ++row) {
        depth.row(row, depths);
        land_use_row(depth, land_use, one_grid, row, codes);
        for (std::size_t i = 0; i < columns; ++i) {
            if (!(depths[i] > 0)) {
                continue;
            }
            ++damage.wet_cells;
            if (std::isnan(codes[i])) {
                continue;
            }
            const int code = static_cast<int>(std::clamp(codes[i], -2e9, 2e9));
            const int place = index.find(code);
            if (place == RuleIndex::none) {
                ++damage.wet_without_rule[code];
            } else {
                const auto at = static_cast<std::size_t>(place);
                if (last[at].first != depths[i]) {
                    last[at] = {depths[i], damage_ratio(rules[at].curve, depths[i])};
                }
                ratios[at] += last[at].second;
            }
        }
    }
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const double lost = ratios[i] * rules[i].value_per_m2 * area_m2;
        damage.by_land_use[rules[i].land_use] = lost;
        damage.total += lost;
    }
    damage.wet_km2 = static_cast<double>(damage.wet_cells) * area_m2 / km2;
    return damage;
}

std::vector<CoveredCell> covered_cells(const Raster& raster,
                                       std::span<const std::vector<MapPoint>> rings) {
    check_metric(raster);
    return covered_cells(
        {.transform = raster.transform(), .columns = raster.columns(), .rows = raster.rows()},
        rings);
}

double polygon_damage(const Raster& depth, std::span<const CoveredCell> cells,
                      const DepthCurve& curve, double value_per_m2) {
    double damage = 0;
    for (const CoveredCell& cell : cells) {
        const double water = depth.at(cell.column, cell.row);
        if (water > 0) {
            damage += cell.area_m2 * value_per_m2 * damage_ratio(curve, water);
        }
    }
    return damage;
}

ExposedPeople exposed_people(const Raster& intensity, const Raster& people, ClassEdge edge) {
    const bool one_grid = on_one_grid(people, intensity);
    ExposedPeople exposed;
    for (int row = 0; row < people.rows(); ++row) {
        for (int column = 0; column < people.columns(); ++column) {
            const double count = people.at(column, row);
            if (std::isnan(count)) {
                continue;
            }
            const auto shaking =
                one_grid ? std::optional(intensity.at(column, row))
                         : intensity.value(people.position(column, row), Sampling::nearest);
            const auto k = intensity_class(shaking.value_or(std::nan("")), edge);
            if (k) {
                exposed.by_class[static_cast<std::size_t>(*k)] += count;
            } else {
                exposed.without_intensity += count;
            }
        }
    }
    return exposed;
}

double raster_sum(const Raster& raster) {
    std::vector<double> cells(static_cast<std::size_t>(raster.columns()));
    double sum = 0;
    for (int row = 0; row < raster.rows(); ++row) {
        raster.row(row, cells);
        for (const double cell : cells) {
            sum += std::isnan(cell) ? 0 : cell;
        }
    }
    return sum;
}

}  // namespace relief
