// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/import_bench.h"

#include "tools/benchmarks/made_sheet.h"
#include "tools/benchmarks/process.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief::bench {
namespace {

namespace fs = std::filesystem;

constexpr double memory_goal_mb = 300;
constexpr std::string_view moment = "2017-07-12T12:00:00+08:00";

struct Agreed {
    std::string_view name;
    bool xlsx = false;
    bool post = false;
    double goal_s = 0;
};

constexpr std::array agreed_rows{
    Agreed{.name = "import_csv_dry", .goal_s = 3},
    Agreed{.name = "import_csv_posted", .post = true, .goal_s = 6},
    Agreed{.name = "import_xlsx_dry", .xlsx = true, .goal_s = 5},
    Agreed{.name = "import_xlsx_posted", .xlsx = true, .post = true, .goal_s = 8},
};

/// The sheets and fresh books, in a folder of their own.
struct Trial {
    TemporaryFolder folder;
    fs::path fresh = folder.path() / "fresh.db";
    fs::path books = folder.path() / "books.db";
    std::array<fs::path, 2> sheets{folder.path() / "库存.csv", folder.path() / "库存.xlsx"};
    std::array<SheetCounts, 2> counts;

    explicit Trial(int rows) {
        const MadeSheet wanted{.rows = rows};
        counts = {make_csv_sheet(sheets[0], data_folder(), wanted),
                  make_xlsx_sheet(sheets[1], data_folder(), wanted)};
        static_cast<void>(
            run_process(relief_program(), {"init", "--db", fresh.string()}, folder.path()));
    }
};

/// "" where the answer is the right one.
std::string complaint(const ProcessRun& run, const SheetCounts& counts, bool post) {
    if (run.exit_status != 0) {
        return fmt::format("exit status {}: {}", run.exit_status,
                           (run.errors + run.output).substr(0, 400));
    }
    const auto answer = nlohmann::json::parse(run.output, nullptr, false);
    const bool right = answer.is_object() && answer["read"] == counts.rows &&
                       answer["refused"] == counts.refused &&
                       answer["accepted"] == counts.rows - counts.refused &&
                       answer["posted"].is_object() == post;
    return right ? "" : "another answer than the sheet's: " + run.output.substr(0, 400);
}

Row import_row(const Trial& trial, const Agreed& agreed, int rounds) {
    const SheetCounts& counts = trial.counts[agreed.xlsx ? 1 : 0];
    std::vector<std::string> arguments{"import",  trial.sheets[agreed.xlsx ? 1 : 0].string(),
                                       "--as",    "receipt",
                                       "--db",    trial.books.string(),
                                       "--clock", std::string(moment),
                                       "--json"};
    if (agreed.post) {
        arguments.insert(arguments.end(), {"--post", "--actor", "220000-SUP"});
    }
    Row row;
    row.name = agreed.name;
    row.unit = "s";
    row.goal = fmt::format("<= {}, memory <= {} MB", agreed.goal_s, memory_goal_mb);
    std::vector<double> seconds;
    for (int round = 0; round < rounds; ++round) {
        fs::copy_file(trial.fresh, trial.books, fs::copy_options::overwrite_existing);
        const ProcessRun run = run_process(relief_program(), arguments, trial.folder.path());
        row.note = complaint(run, counts, agreed.post);
        if (!row.note.empty()) {
            return row;
        }
        seconds.push_back(run.seconds);
        row.peak_memory_mb = std::max(row.peak_memory_mb.value_or(0), run.peak_memory_mb);
    }
    row.value = median(seconds);
    row.met = *row.value <= agreed.goal_s && *row.peak_memory_mb <= memory_goal_mb;
    row.note = fmt::format(
        "median of {} runs, {:.2f} to {:.2f} s; {} rows, {} of them wrong, {:.1f} MB {}; "
        "{:.0f} MB resident at most",
        rounds, *std::min_element(seconds.begin(), seconds.end()),
        *std::max_element(seconds.begin(), seconds.end()), counts.rows, counts.refused,
        static_cast<double>(counts.bytes) / 1e6, agreed.xlsx ? "xlsx" : "GB18030 csv",
        *row.peak_memory_mb);
    return row;
}

}  // namespace

std::vector<Row> import_rows(const Options& options) {
    std::vector<Row> rows;
    const bool any = std::any_of(agreed_rows.begin(), agreed_rows.end(),
                                 [&](const Agreed& row) { return options.wants(row.name); });
    if (!any) {
        return rows;
    }
    const Trial trial(options.quick ? 10'000 : 100'000);
    for (const Agreed& agreed : agreed_rows) {
        if (options.wants(agreed.name)) {
            rows.push_back(import_row(trial, agreed, options.quick ? 1 : 5));
            if (options.quick) {
                rows.back().met = false;
                rows.back().note += "; --quick: too few rows to meet the goal";
            }
        }
    }
    return rows;
}

}  // namespace relief::bench
