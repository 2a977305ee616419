// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/assess_rows.h"

#include "gis/assessment/draws.h"
#include "gis/assessment/response.h"
#include "gis/exposure.h"
#include "tools/benchmarks/process.h"
#include "tools/desk/desk.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <optional>
#include <string_view>

namespace relief::bench {
namespace {

constexpr std::size_t outputs = 6;
constexpr std::size_t draw_count = 10000;
constexpr double draws_goal_s = 2;
constexpr double alarm_goal_s = 1.5;

/// Every township at intensity VI, with the first six figures of an assessment.
std::vector<DrawUnit> province(const std::filesystem::path& data, const LossRules& rules) {
    const FolderSource source(data);
    const Exposure exposure = township_exposure(
        source, read_layer(data / "reference/jilin/boundaries/jilin_district_tianditu.geojson"));
    const LossModel model =
        loss_model({.driver = Driver::intensity, .hazard = "earthquake", .month = 7}, rules);
    std::vector<DrawUnit> units;
    for (std::size_t u = 0; u < exposure.units.size(); ++u) {
        constexpr double six = 6;
        DrawUnit unit = draw_unit(
            exposure.units[u],
            {.unit = u,
             .values = std::vector<std::optional<double>>(exposure.units[u].points.size(), six)},
            model);
        Response cut{.low = unit.response.low, .step = unit.response.step, .outputs = outputs};
        for (std::size_t s = 0; s < unit.response.shifts(); ++s) {
            const auto row = unit.response.values.begin() +
                             static_cast<std::ptrdiff_t>(s * unit.response.outputs);
            cut.values.insert(cut.values.end(), row, row + outputs);
        }
        unit.response = std::move(cut);
        unit.most.resize(outputs);
        constexpr std::size_t townships_a_county = 18;
        unit.group = u / townships_a_county;
        units.push_back(std::move(unit));
    }
    return units;
}

Row draws_row(int rounds) {
    const std::filesystem::path data = find_data_folder(relief_program());
    const LossRules rules = load_loss_rules(FolderSource(data));
    const std::vector<DrawUnit> units = province(data, rules);
    Doubt doubt = doubt_of({.driver = Driver::intensity, .hazard = "earthquake"}, rules);
    doubt.ln_sd.resize(outputs);
    std::vector<double> taken;
    double affected = 0;
    for (int round = 0; round < rounds; ++round) {
        constexpr unsigned threads = 2;
        const auto begin = std::chrono::steady_clock::now();
        const Draws draws = make_draws(units, doubt, 1, draw_count, threads);
        affected = bands_of(draws, threads).front().p50;
        taken.push_back(
            std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    }
    Row row{.name = "draws_10000",
            .value = median(taken),
            .unit = "s",
            .goal = fmt::format("<= {}", draws_goal_s)};
    row.met = *row.value <= draws_goal_s;
    row.note = fmt::format(
        "{} townships x {} figures with their bands, 2 threads, first P50 {:.1f}; "
        "median of {} runs",
        units.size(), outputs, affected, rounds);
    return row;
}

Row alarm_row(int rounds) {
    const TemporaryFolder folder;
    constexpr std::array<std::string_view, 5> scenarios{"2017-07-yongji-flood", "2018-songyuan-m57",
                                                        "2023-08-shulan-flood", "2010-flood",
                                                        "2020-11-ice-storm"};
    Row row{.name = "alarm_to_plan_p95", .unit = "s", .goal = fmt::format("<= {}", alarm_goal_s)};
    std::vector<double> all;
    std::string each;
    for (const std::string_view scenario : scenarios) {
        std::vector<double> taken;
        for (int round = 0; round < rounds; ++round) {
            const ProcessRun done = run_process(
                relief_program(),
                {"plan", "--scenario", std::string(scenario), "--assess", "--json", "--quiet"},
                folder.path());
            if (done.exit_status != 0) {
                row.note = fmt::format("{}: exit status {}: {}", scenario, done.exit_status,
                                       done.errors.substr(0, 300));
                return row;
            }
            taken.push_back(done.seconds);
        }
        each += fmt::format("{}{} {:.2f}", each.empty() ? "" : ", ", scenario, median(taken));
        all.insert(all.end(), taken.begin(), taken.end());
    }
    std::sort(all.begin(), all.end());
    const auto rank = static_cast<std::size_t>(std::ceil(0.95 * static_cast<double>(all.size())));
    row.value = all[rank - 1];
    row.met = *row.value <= alarm_goal_s;
    row.note = fmt::format("relief plan --assess, the whole command; medians: {}", each);
    return row;
}

}  // namespace

std::vector<Row> assess_rows(const Options& options) {
    const int rounds = options.quick ? 3 : 5;
    std::vector<Row> rows;
    if (options.wants("draws_10000")) {
        rows.push_back(draws_row(rounds));
    }
    if (options.wants("alarm_to_plan_p95")) {
        rows.push_back(alarm_row(rounds));
    }
    return rows;
}

}  // namespace relief::bench
