// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/haul_rows.h"

#include "core/error.h"
#include "tools/benchmarks/dimacs.h"
#include "tools/benchmarks/lemon_flow.h"
#include "tools/benchmarks/made_haul.h"
#include "tools/benchmarks/model_command.h"
#include "tools/benchmarks/road_graphs.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <string>
#include <utility>

namespace relief::bench {
namespace {

constexpr double haul_quick_share = 0.25;  // of the seconds
constexpr std::size_t nearest = 12;
constexpr double generated_bound = 16'708'628.61;  // CLP, HiGHS and GLPK: cases/dispatch/README.md

double seconds_of(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double peak_memory_mb() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

std::string look(const Options& options) {
    return options.quick ? "a look (--quick), not the figure: " : "";
}

/// A row measured by `measure`, which gives value and note; why not, where it cannot be.
void add_row(Row row, const Options& options, std::vector<Row>& rows,
             const std::function<void(Row&)>& measure) {
    if (!options.wants(row.name)) {
        return;
    }
    try {
        measure(row);
    } catch (const Error& error) {
        row.note = error.what();
    }
    rows.push_back(std::move(row));
}

HaulProblem generated(const Options& options) {
    const auto cases = cases_folder(options.cases);
    if (!cases) {
        throw bad_input({.code = "file.read",
                         .message = "the cases are not here: name their folder with --cases DIR"});
    }
    const std::string path = *cases + "/dispatch/generated_dispatch/d60_p120_g15.json";
    return parse_haul(path, read_packed(path), nearest);
}

void measure_generated(const Options& options, Row& row) {
    const double seconds = 10 * (options.quick ? haul_quick_share : 1);
    const ModelRun run = run_model(generated(options), {}, seconds);
    row.value = run.answer.value;
    row.baseline_value = generated_bound;
    row.gap = haul_gap(run.answer);
    row.met = run.answer.value <= 1.02 * generated_bound && run.answer.bound <= generated_bound + 1;
    row.note = fmt::format("{}own bound {:.2f}, {:.1f} s, {} rounds", look(options),
                           run.answer.bound, run.seconds, run.answer.rounds);
}

/// Both rows of the instance `large` from one run.
void add_large(const Options& options, std::vector<Row>& rows) {
    if (!options.wants("large_first") && !options.wants("large_gap")) {
        return;
    }
    const double seconds = 60 * (options.quick ? haul_quick_share : 1);
    const HaulProblem problem = parse_haul("large", made_haul(large_haul, large_haul_seed), 0);
    const ModelRun run = run_model(problem, {}, seconds);
    const std::string note = fmt::format(
        "{}first {:.0f}, in {:.1f} s {:.0f}, bound {:.0f}, {} rounds", look(options),
        run.first_value, run.seconds, run.answer.value, run.answer.bound, run.answer.rounds);
    add_row({.name = "large_first", .unit = "s", .goal = "<= 5"}, options, rows, [&](Row& row) {
        row.value = run.first_seconds;
        row.met = run.first_seconds <= 5;
        row.note = note;
    });
    add_row({.name = "large_gap", .unit = "fraction", .goal = "<= 0.10 in 60 s, < 4 GB"}, options,
            rows, [&](Row& row) {
                row.value = haul_gap(run.answer);
                row.gap = row.value;
                row.peak_memory_mb = peak_memory_mb();
                row.met = *row.value <= 0.10 && *row.peak_memory_mb < 4096;
                row.note = note;
            });
}

/// What happened to a plan: the road of its largest shipment is closed, or the first load of that
/// shipment is refused.
HaulProblem after_event(HaulProblem problem, const HaulShipment& shipment, bool closed) {
    HaulArc& arc = problem.arcs[static_cast<std::size_t>(shipment.arc)];
    if (closed) {
        arc.trips_most = 0;
    } else {
        problem.depots[static_cast<std::size_t>(arc.depot)]
            .stock[static_cast<std::size_t>(shipment.loads.front().good)] -=
            shipment.loads.front().quantity;
    }
    return problem;
}

void measure_replan(const Options& options, Row& row) {
    constexpr std::int64_t rounds = 200;  // of each of the two searches
    const HaulProblem problem = generated(options);
    const HaulAnswer old =
        run_model(problem, {}, 10 * (options.quick ? haul_quick_share : 1)).answer;
    const HaulPlan departed(old.plan.begin(),
                            old.plan.begin() + static_cast<std::ptrdiff_t>(old.plan.size() / 3));
    const auto largest = std::max_element(
        old.plan.begin() + static_cast<std::ptrdiff_t>(departed.size()), old.plan.end(),
        [](const HaulShipment& a, const HaulShipment& b) { return a.trips < b.trips; });
    row.value = 0;
    for (const bool closed : {true, false}) {
        const HaulProblem now = after_event(problem, *largest, closed);
        HaulReplan replan;
        const double seconds = seconds_of([&] {
            replan = resolve_haul(now, old.plan, departed, old.prices, {.rounds = rounds});
        });
        row.value = std::max(*row.value, seconds);
        row.note += fmt::format(
            "{}{}: {:.2f} s, {:.0f} before, {:.0f} repaired, {:.0f} now, {} of {} trips changed",
            row.note.empty() ? look(options) : "; ", closed ? "closure" : "refused load", seconds,
            old.value, replan.repaired_value, replan.answer.value, replan.changes.changed,
            replan.changes.undeparted);
    }
    row.met = *row.value <= 2;
}

void measure_flows(const Options& options, Row& row) {
    const HaulProblem problem = generated(options);
    std::vector<FlowProblem> networks;
    for (std::size_t good = 0; good < problem.goods.size(); ++good) {
        networks.push_back(haul_flow(problem, static_cast<int>(good)).network);
    }
    const LemonFlows lemon(networks);
    std::vector<double> ours;
    std::vector<double> theirs;
    long long cost = 0;
    for (int pair = 0; pair < (options.quick ? 5 : 51); ++pair) {
        ours.push_back(1000 * seconds_of([&] { (void)haul_flows(problem); }));
        theirs.push_back(1000 * seconds_of([&] { cost = lemon.run(); }));
    }
    row.value = median(ours);
    row.baseline_value = median(theirs);
    row.met = *row.value <= 2 * *row.baseline_value;
    row.note = fmt::format("{}{} goods, {} pairs, cost {}", look(options), networks.size(),
                           ours.size(), cost);
}

}  // namespace

std::vector<Row> haul_rows(const Options& options) {
    std::vector<Row> rows;
    add_row({.name = "generated_60x120x15",
             .unit = "value in 10 s",
             .baseline = "its LP bound",
             .goal = "<= 1.02"},
            options, rows, [&](Row& row) { measure_generated(options, row); });
    add_large(options, rows);
    add_row({.name = "replan", .unit = "s", .goal = "<= 2"}, options, rows,
            [&](Row& row) { measure_replan(options, row); });
    add_row({.name = "flow_15",
             .unit = "ms",
             .baseline = "LEMON network simplex alone",
             .goal = "<= 2"},
            options, rows, [&](Row& row) { measure_flows(options, row); });
    return rows;
}

}  // namespace relief::bench
