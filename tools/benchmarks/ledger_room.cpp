// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/ledger_room.h"

#include "tools/benchmarks/backup_row.h"
#include "tools/benchmarks/find_bench.h"
#include "tools/benchmarks/import_bench.h"
#include "tools/benchmarks/made_books.h"
#include "tools/benchmarks/postgres.h"
#include "tools/benchmarks/posting_trial.h"
#include "tools/benchmarks/process.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>

namespace relief::bench {
namespace {

namespace fs = std::filesystem;

constexpr double one_desk_goal = 0.8;
constexpr double desks_32_goal = 3;
constexpr double desks_32_pg_goal = 1.3;
constexpr double desks_200_goal = 0.95;
constexpr double verify_goal_s = 30;
constexpr double quick_goal_s = 3;  ///< of rows that are ours alone

/// The rates of one way of posting, round by round.
struct PostingSeries {
    std::vector<double> per_second;
    std::vector<double> p99_ms;

    void add(const Rate& rate) {
        per_second.push_back(rate.per_second);
        p99_ms.push_back(rate.p99_ms);
    }
    [[nodiscard]] std::string words() const {
        return fmt::format("median of {} rounds, {:.0f} to {:.0f}; p99 of an answer {:.1f} ms",
                           per_second.size(),
                           *std::min_element(per_second.begin(), per_second.end()),
                           *std::max_element(per_second.begin(), per_second.end()), median(p99_ms));
    }
};

struct Rates {
    PostingSeries raw;
    PostingSeries one_desk;
    PostingSeries desks_32;
    PostingSeries desks_200;
    std::vector<double> postgres;
    std::string no_postgres;  ///< why there is no baseline
};

/// Round by round, so that a busy minute of the machine falls on every way alike. What no wanted
/// row needs is left out.
Rates measure_rates(const Options& options) {
    const int rounds = options.quick ? 1 : 5;
    const double seconds = options.quick ? 0.5 : 2;
    const TemporaryFolder folder;
    const PostingTrial trial(folder.path());
    Rates rates;
    const bool with_postgres = options.wants("desks_32_pg");
    const bool with_200 = options.wants("desks_200");
    const bool with_32 = options.wants("desks_32") || with_postgres || with_200;
    std::unique_ptr<Postgres> postgres;
    if (with_postgres) {
        postgres = Postgres::start(rates.no_postgres);
    }
    for (int round = 0; round < rounds; ++round) {
        if (options.wants("one_desk") || options.wants("desks_32")) {
            rates.raw.add(trial.raw(seconds));
        }
        if (options.wants("one_desk")) {
            rates.one_desk.add(trial.one_desk(seconds));
        }
        if (with_32) {
            rates.desks_32.add(trial.desks(32, seconds));
        }
        if (postgres != nullptr) {
            rates.postgres.push_back(postgres->run(32, seconds, rates.no_postgres));
        }
        if (with_200) {
            rates.desks_200.add(trial.desks(200, seconds));
        }
    }
    return rates;
}

Row rate_row(std::string name, const PostingSeries& series, std::string baseline,
             const std::vector<double>& baseline_rates, double goal) {
    Row row{.name = std::move(name),
            .value = median(series.per_second),
            .unit = "postings/s",
            .baseline = std::move(baseline),
            .baseline_value = std::nullopt,
            .goal = fmt::format(">= {}", goal),
            .met = false,
            .note = series.words(),
            .gap = std::nullopt,
            .peak_memory_mb = std::nullopt};
    if (!baseline_rates.empty() && median(baseline_rates) > 0) {
        row.baseline_value = median(baseline_rates);
        row.met = *row.value >= goal * *row.baseline_value;
    }
    return row;
}

std::vector<Row> posting_rows(const Options& options) {
    if (!options.wants("one_desk") && !options.wants("desks_32") && !options.wants("desks_32_pg") &&
        !options.wants("desks_200")) {
        return {};
    }
    const Rates rates = measure_rates(options);
    std::vector<Row> rows;
    if (options.wants("one_desk")) {
        rows.push_back(rate_row("one_desk", rates.one_desk,
                                "SQLite alone, FULL, the same rows, one a commit",
                                rates.raw.per_second, one_desk_goal));
    }
    if (options.wants("desks_32")) {
        rows.push_back(rate_row("desks_32", rates.desks_32, "SQLite alone, FULL, one a commit",
                                rates.raw.per_second, desks_32_goal));
    }
    if (options.wants("desks_32_pg")) {
        rows.push_back(rate_row("desks_32_pg", rates.desks_32,
                                "PostgreSQL 15, fsync on, 32 clients of pgbench, the same rows "
                                "without their hashes' chain, one function call a posting",
                                rates.postgres, desks_32_pg_goal));
        if (!rates.no_postgres.empty()) {
            rows.back().note = rates.no_postgres;
            rows.back().met = false;
        }
    }
    if (options.wants("desks_200")) {
        rows.push_back(rate_row("desks_200", rates.desks_200, "own desks_32",
                                rates.desks_32.per_second, desks_200_goal));
    }
    return rows;
}

/// The large books: those of --books where the file is there, else made (and kept there, if named).
class LargeBooks {
  public:
    explicit LargeBooks(const Options& options) {
        MadeBooks wanted;
        if (options.quick) {
            wanted.entries = 200'000;
            wanted.lots = 5'000;
        }
        file_ = options.books.empty() ? folder_.path() / "books.db" : fs::path(options.books);
        if (fs::exists(file_)) {
            words_ = "the books of " + file_.string();
            return;
        }
        words_ = make_books(file_, data_folder(), wanted).words() +
                 "; 20 % receipts, 30 % moves, 50 % issues, of 2 to 20 entries, 7.7 on average";
        record_proof();
    }
    [[nodiscard]] const fs::path& file() const { return file_; }
    [[nodiscard]] const std::string& words() const { return words_; }

  private:
    /// As an office does every night: proven in full, with the stock of days kept.
    void record_proof() const {
        const ProcessRun run =
            run_process(relief_program(), {"verify", "--db", file_.string(), "--record", "--json"},
                        folder_.path());
        if (run.exit_status != 0) {
            throw std::runtime_error("the made books are not proven: " + run.errors + run.output);
        }
    }

    TemporaryFolder folder_;
    fs::path file_;
    std::string words_;
};

/// A whole command on the large books.
Row command_row(const Options& options, const LargeBooks& books, std::string name, double goal_s,
                std::vector<std::string> arguments) {
    Row row;
    row.name = std::move(name);
    row.unit = "s";
    row.goal = fmt::format("<= {}", goal_s);
    arguments.insert(arguments.end(), {"--db", books.file().string(), "--json"});
    const TemporaryFolder folder;
    std::vector<double> seconds;
    for (int round = 0; round < (options.quick ? 1 : 3); ++round) {
        const ProcessRun run = run_process(relief_program(), arguments, folder.path());
        if (run.exit_status != 0) {
            row.note = fmt::format("exit status {}: {}", run.exit_status,
                                   (run.errors + run.output).substr(0, 400));
            return row;
        }
        seconds.push_back(run.seconds);
        row.peak_memory_mb = std::max(row.peak_memory_mb.value_or(0), run.peak_memory_mb);
    }
    row.value = median(seconds);
    row.met = *row.value <= goal_s && !options.quick;
    row.note = fmt::format("relief {}, median of {}; {}{}", arguments.front(), seconds.size(),
                           books.words(),
                           options.quick ? "; --quick: too few entries to meet the goal" : "");
    return row;
}

/// What the commands cost at that size: the full proof, the quick one, and questions that begin
/// with the quick one.
std::vector<Row> command_rows(const Options& options, const LargeBooks& books) {
    const std::string after = "2017-07-13T00:00:00+08:00";  // the day after the last of the books
    struct Asked {
        std::string name;
        double goal_s;
        std::vector<std::string> arguments;
    };
    const std::vector<Asked> all{
        {"verify_10m", verify_goal_s, {"verify"}},
        {"verify_quick_10m", quick_goal_s, {"verify", "--quick"}},
        {"find_command_10m",
         quick_goal_s,
         {"find", "QUILT", "5000", "--to", "220281", "--within", "6h", "--clock", after}},
        {"stock_command_10m",
         quick_goal_s,
         {"stock", "--item", "QUILT", "--as-of", "2015-01-01T12:00:00+08:00", "--clock", after}}};
    std::vector<Row> rows;
    for (const Asked& asked : all) {
        if (options.wants(asked.name)) {
            rows.push_back(command_row(options, books, asked.name, asked.goal_s, asked.arguments));
        }
    }
    return rows;
}

bool wants_large_books(const Options& options) {
    constexpr std::array<std::string_view, 6> names{"find_p99",         "as_of",
                                                    "verify_10m",       "verify_quick_10m",
                                                    "find_command_10m", "stock_command_10m"};
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view name) { return options.wants(name); });
}

}  // namespace

std::vector<Row> measure_ledger(const Options& options) {
    std::vector<Row> rows = posting_rows(options);
    if (wants_large_books(options)) {
        const LargeBooks books(options);
        for (Row& row : find_rows(options, books.file(), books.words())) {
            rows.push_back(std::move(row));
        }
        for (Row& row : command_rows(options, books)) {
            rows.push_back(std::move(row));
        }
    }
    for (Row& row : import_rows(options)) {
        rows.push_back(std::move(row));
    }
    if (options.wants("backup_100mb")) {
        rows.push_back(backup_row(options));
    }
    return rows;
}

}  // namespace relief::bench
