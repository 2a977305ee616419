// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/hazard_rows.h"

#include "gis/assessment/fatality_model.h"
#include "gis/assessment/grid_damage.h"
#include "gis/hazard/shakemap.h"
#include "tools/benchmarks/gdal_read.h"
#include "tools/benchmarks/loss/flood_cases.h"
#include "tools/benchmarks/road_graphs.h"
#include "tools/benchmarks/stopwatch.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>

namespace relief::bench {
namespace {

namespace fs = std::filesystem;

constexpr double grid_goal_ms = 40;
constexpr double raster_goal_s = 0.6;
constexpr double raster_goal_ratio = 3;

/// China's model of PAGER, 1000 people in each cell: the case S04.
double grid_deaths(const fs::path& file) {
    constexpr LognormalRate china{.theta = 10.328811, .beta = 0.100058};
    constexpr double people_a_cell = 1000;
    const ShakeMapGrid grid = read_shakemap(file);
    const std::vector<double> people(grid.mmi().size(), people_a_cell);
    return pager_deaths(china, class_sums(grid.mmi(), people, ClassEdge::half_goes_up));
}

Row shakemap_grid(const fs::path& cases, int rounds) {
    const fs::path file = cases / "shakemap/usgs_pager_lomaprieta_grid.xml";
    std::vector<double> taken;
    double deaths = 0;
    for (int round = 0; round < rounds; ++round) {
        taken.push_back(1'000 * seconds([&] { deaths = grid_deaths(file); }));
    }
    Row row{.name = "shakemap_grid",
            .value = median(taken),
            .unit = "ms",
            .goal = fmt::format("<= {}", grid_goal_ms)};
    row.met = *row.value <= grid_goal_ms;
    row.note = fmt::format("2.8 MB, 46,513 cells read, binned, {:.4f} deaths; median of {} runs",
                           deaths, rounds);
    return row;
}

/// Own: both rasters read in children of their own, curves, sums. The baseline reads them and does
/// nothing.
Row flood_raster(const fs::path& cases, int rounds) {
    const fs::path folder = cases / "loss/damagescanner";
    const fs::path depth = folder / "inundation_map.tif";
    const fs::path use = folder / "landuse_map.tif";
    const std::vector<fs::path> files{depth, use};
    std::vector<double> own;
    std::vector<double> gdal;
    std::vector<double> ratios;
    double total = 0;
    std::size_t cells = 0;
    for (int round = 0; round < rounds; ++round) {
        own.push_back(seconds([&] {
            total =
                land_use_damage(read_raster(depth), read_raster(use), damage_scanner_rules(folder))
                    .total;
        }));
        gdal.push_back(seconds([&] {
            cells = gdal_read(depth);
            (void)gdal_read(use);
        }));
        ratios.push_back(own.back() / gdal.back());
    }
    Row row{.name = "flood_raster",
            .value = median(own),
            .unit = "s",
            .baseline = "GDAL reading both rasters and nothing else",
            .baseline_value = median(gdal),
            .goal = fmt::format("<= {} s and <= {} x baseline", raster_goal_s, raster_goal_ratio)};
    row.met = *row.value <= raster_goal_s && median(ratios) <= raster_goal_ratio;
    row.note = fmt::format("ratio {:.2f}, median of {} rounds; {} cells, damage {:.2f} EUR",
                           median(ratios), rounds, cells, total);
    return row;
}

}  // namespace

std::vector<Row> hazard_rows(const Options& options) {
    const fs::path cases = cases_folder(options.cases).value_or("");
    const int rounds = options.quick ? 3 : 9;
    struct Measure {
        const char* name;
        const char* file;
        Row (*measure)(const fs::path& cases, int rounds);
    };
    std::vector<Row> rows;
    for (const Measure& each :
         {Measure{"shakemap_grid", "shakemap/usgs_pager_lomaprieta_grid.xml", shakemap_grid},
          Measure{"flood_raster", "loss/damagescanner/inundation_map.tif", flood_raster}}) {
        if (options.wants(each.name)) {
            rows.push_back(fs::exists(cases / each.file)
                               ? each.measure(cases, rounds)
                               : Row{.name = each.name,
                                     .note = fmt::format("{} is not there: name the cases with "
                                                         "--cases DIR",
                                                         each.file)});
        }
    }
    return rows;
}

}  // namespace relief::bench
