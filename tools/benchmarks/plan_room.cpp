// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/plan_room.h"

#include "tools/benchmarks/process.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

namespace relief::bench {
namespace {

constexpr int rounds = 7;
constexpr double plan_goal_s = 1;
constexpr double plan_goal_gap = 0.01;
constexpr double init_goal_s = 3;

struct Case {
    std::string_view row;
    std::string_view scenario;
};

constexpr std::array cases{
    Case{"yongji_2017", "2017-07-yongji-flood"}, Case{"songyuan_2018", "2018-songyuan-m57"},
    Case{"shulan_2023", "2023-08-shulan-flood"}, Case{"flood_2010", "2010-flood"},
    Case{"ice_2020", "2020-11-ice-storm"},
};

/// The runs of one row. A run that failed leaves its message and stops the row.
struct PlanSeries {
    std::vector<double> seconds;
    double peak_memory_mb = 0;
    std::string failure;
    std::string output;  ///< of the last run

    void run(const std::vector<std::string>& arguments, const std::filesystem::path& folder) {
        if (!failure.empty()) {
            return;
        }
        const ProcessRun done = run_process(relief_program(), arguments, folder);
        if (done.exit_status != 0) {
            const std::string& words = done.errors.empty() ? done.output : done.errors;
            failure = fmt::format("exit status {}: {}", done.exit_status, words.substr(0, 400));
            return;
        }
        seconds.push_back(done.seconds);
        peak_memory_mb = std::max(peak_memory_mb, done.peak_memory_mb);
        output = done.output;
    }

    /// Name, median and spread; `met` is left to the caller.
    [[nodiscard]] Row row(std::string_view name, std::string goal) const {
        Row row;
        row.name = name;
        row.unit = "s";
        row.goal = std::move(goal);
        row.note = failure;
        if (failure.empty()) {
            row.value = median(seconds);
            row.peak_memory_mb = peak_memory_mb;
            row.note = fmt::format("median of {} runs, {:.3f} to {:.3f} s", seconds.size(),
                                   *std::min_element(seconds.begin(), seconds.end()),
                                   *std::max_element(seconds.begin(), seconds.end()));
        }
        return row;
    }
};

Row plan_row(const Case& which, const PlanSeries& series) {
    Row row = series.row(which.row, fmt::format("<= {}, gap <= {}", plan_goal_s, plan_goal_gap));
    if (!row.value) {
        return row;
    }
    const auto plan = nlohmann::json::parse(series.output, nullptr, false);
    if (plan.is_discarded() || !plan.contains("gap") || !plan["gap"].is_number()) {
        row.note = "the plan's JSON carries no gap";
        return row;
    }
    row.gap = plan["gap"].get<double>();
    row.met = *row.value <= plan_goal_s && *row.gap <= plan_goal_gap;
    return row;
}

}  // namespace

std::vector<Row> measure_plan(const Options& /*options*/) {
    const TemporaryFolder folder;
    std::array<PlanSeries, cases.size()> plans;
    PlanSeries init;
    // Round by round, so that a busy minute of the machine falls on every row alike.
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t i = 0; i < cases.size(); ++i) {
            plans.at(i).run({"plan", "--scenario", std::string(cases.at(i).scenario), "--json"},
                            folder.path());
        }
        const std::filesystem::path database = folder.path() / fmt::format("{}.db", round);
        init.run({"init", "--db", database.string()}, folder.path());
    }

    std::vector<Row> rows;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        rows.push_back(plan_row(cases.at(i), plans.at(i)));
    }
    rows.push_back(init.row("init", fmt::format("<= {}", init_goal_s)));
    rows.back().met = rows.back().value && *rows.back().value <= init_goal_s;
    return rows;
}

}  // namespace relief::bench
