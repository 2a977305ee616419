// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/tour_rows.h"

#include "core/error.h"
#include "tools/benchmarks/road_graphs.h"
#include "tools/benchmarks/vrp/vrp_file.h"
#include "tools/benchmarks/vrp/vrp_solve.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <ctime>
#include <fstream>
#include <functional>
#include <optional>
#include <thread>
#include <utility>

namespace relief::bench {
namespace {

constexpr std::size_t quick_step = 8;       // every eighth case
constexpr double quick_share = 0.25;        // of the seconds
constexpr std::size_t split_clients = 100;  // 101 nodes with the depot

/// A line of best_known.tsv.
struct Known {
    std::string file;
    double best = 0;
    std::string meaning;
};

/// What one case came to.
struct Gap {
    std::string file;
    double percent = 0;
    double wall_seconds = 0;
    double cpu_seconds = 0;
    std::string failure;
};

/// A row, or two of the same cases: mean and worst.
struct Group {
    std::string mean_row;
    std::string worst_row;  ///< "" where there is none
    double seconds = 0;
    double mean_goal = 0;
    double worst_goal = 0;
    std::function<bool(const Known&)> holds;
};

std::vector<Known> best_known(const std::string& cases) {
    const std::string path = cases + "/dispatch/best_known.tsv";
    std::ifstream stream(path);
    std::vector<Known> list;
    for (std::string line; std::getline(stream, line);) {
        std::vector<std::string> fields;
        for (std::size_t at = 0; at <= line.size();) {
            const std::size_t end = std::min(line.find('\t', at), line.size());
            fields.push_back(line.substr(at, end - at));
            at = end + 1;
        }
        Known known;
        if (fields.size() >= 4 &&
            std::from_chars(fields[2].data(), fields[2].data() + fields[2].size(), known.best).ec ==
                std::errc()) {
            known.file = fields[0];
            known.meaning = fields[3];
            list.push_back(std::move(known));
        }
    }
    return list;
}

std::vector<Group> groups(const std::string& cases) {
    const auto one = [](std::string file) {
        return [file = std::move(file)](const Known& known) { return known.file == file; };
    };
    return {{"solomon_gap_mean", "solomon_gap_worst", 5, 1.0, 4.0,
             [](const Known& known) {
                 return known.file.starts_with("solomon/") &&
                        known.meaning.starts_with("distance only");
             }},
            {"cordeau_gap_mean", "", 10, 1.0, 0,
             [](const Known& known) {
                 return known.file.starts_with("cordeau_mdvrp/p") && known.file[15] != 'r';
             }},
            {"x_n101", "", 10, 0.5, 0, one("x_cvrp/X-n101-k25.vrp")},
            {"x_n200", "", 10, 0.5, 0, one("x_cvrp/X-n200-k36.vrp")},
            {"x_n401", "", 20, 1.3, 0, one("x_cvrp/X-n401-k29.vrp")},
            {"x_n1001", "", 60, 3.0, 0, one("x_cvrp/X-n1001-k43.vrp")},
            {"sdvrp_gap_mean", "", 10, 1.5, 0, [cases](const Known& known) {
                 if (!known.file.starts_with("sdvrp/")) {
                     return false;
                 }
                 std::ifstream stream(cases + "/dispatch/" + known.file);
                 std::size_t clients = 0;
                 return static_cast<bool>(stream >> clients) && clients <= split_clients;
             }}};
}

double thread_seconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

Gap measure_case(const std::string& cases, const Known& known, double seconds) {
    Gap gap{.file = known.file};
    const double begin = thread_seconds();
    try {
        const VrpFile file = read_vrp(cases + "/dispatch/" + known.file, {});
        const VrpAnswer answer = solve_for(file.problem, seconds, 0, 1);
        gap.percent = 100 * (answer.plan.cost / known.best - 1);
        gap.wall_seconds = answer.seconds;
        if (!answer.plan.missing.empty()) {
            gap.failure = fmt::format("{}: {} not served", known.file, answer.plan.missing.size());
        }
    } catch (const Error& error) {
        gap.failure = error.what();
    }
    gap.cpu_seconds = thread_seconds() - begin;
    return gap;
}

/// All cases, as many at a time as there are processors, one thread each.
std::vector<Gap> measure_cases(const std::string& cases, const std::vector<Known>& list,
                               double seconds) {
    std::vector<Gap> gaps(list.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < list.size(); i = next++) {
            gaps[i] = measure_case(cases, list[i], seconds);
        }
    };
    const std::size_t count = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1,
                                                      std::max<std::size_t>(list.size(), 1));
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < count; ++i) {
        threads.emplace_back(work);
    }
    work();
    threads.clear();
    return gaps;
}

Row gap_row(const std::string& name, double goal, std::string note) {
    Row row;
    row.name = name;
    row.unit = "%";
    row.baseline = "best_known.tsv";
    row.goal = fmt::format("<= {:.1f}", goal);
    row.note = std::move(note);
    return row;
}

std::string note_of(const std::vector<Gap>& gaps, double seconds, bool quick) {
    const auto worst = std::max_element(
        gaps.begin(), gaps.end(), [](const Gap& a, const Gap& b) { return a.percent < b.percent; });
    double wall = 0;
    double cpu = 0;
    for (const Gap& gap : gaps) {
        wall += gap.wall_seconds;
        cpu += gap.cpu_seconds;
    }
    return fmt::format("{}{} case{} of {:g} s, worst {} {:.3f} %, processor at work {:.0f} % of it",
                       quick ? "a look (--quick), not the figure: " : "", gaps.size(),
                       gaps.size() == 1 ? "" : "s", seconds, worst->file, worst->percent,
                       wall > 0 ? 100 * cpu / wall : 0);
}

void add_rows(const Group& group, const std::vector<Gap>& gaps, double seconds,
              const Options& options, std::vector<Row>& rows) {
    double sum = 0;
    double worst = gaps.front().percent;
    std::string failure;
    for (const Gap& gap : gaps) {
        sum += gap.percent;
        worst = std::max(worst, gap.percent);
        failure = failure.empty() ? gap.failure : failure;
    }
    const auto add = [&](const std::string& name, double value, double goal) {
        if (name.empty() || !options.wants(name)) {
            return;
        }
        rows.push_back(gap_row(name, goal, failure));
        if (failure.empty()) {
            rows.back().value = value;
            rows.back().met = value <= goal;
            rows.back().note = note_of(gaps, seconds, options.quick);
        }
    };
    add(group.mean_row, sum / static_cast<double>(gaps.size()), group.mean_goal);
    add(group.worst_row, worst, group.worst_goal);
}

}  // namespace

std::vector<Row> tour_rows(const Options& options) {
    const std::string cases = cases_folder(options.cases).value_or("");
    const std::vector<Known> known = cases.empty() ? std::vector<Known>{} : best_known(cases);
    std::vector<Row> rows;
    for (const Group& group : groups(cases)) {
        const bool wants_worst = !group.worst_row.empty() && options.wants(group.worst_row);
        if (!options.wants(group.mean_row) && !wants_worst) {
            continue;
        }
        std::vector<Known> list;
        std::copy_if(known.begin(), known.end(), std::back_inserter(list), group.holds);
        if (options.quick) {
            std::vector<Known> some;
            for (std::size_t i = 0; i < list.size(); i += quick_step) {
                some.push_back(list[i]);
            }
            list = std::move(some);
        }
        if (list.empty()) {
            const std::string note = "the cases are not here: name their folder with --cases DIR";
            rows.push_back(gap_row(group.mean_row, group.mean_goal, note));
            if (wants_worst) {
                rows.push_back(gap_row(group.worst_row, group.worst_goal, note));
            }
            continue;
        }
        const double seconds = group.seconds * (options.quick ? quick_share : 1);
        add_rows(group, measure_cases(cases, list, seconds), seconds, options, rows);
    }
    return rows;
}

}  // namespace relief::bench
