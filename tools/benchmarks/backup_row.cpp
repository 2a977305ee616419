// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/backup_row.h"

#include "core/store/database.h"
#include "core/store/group_writer.h"
#include "reserves/ledger/ledger.h"
#include "tools/benchmarks/made_books.h"
#include "tools/benchmarks/process.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <thread>
#include <utility>

#include <fmt/format.h>

namespace relief::bench {
namespace {

namespace fs = std::filesystem;
using SteadyClock = std::chrono::steady_clock;

constexpr double goal_s = 3;
constexpr double goal_times = 2;
constexpr int desks = 8;
constexpr std::int64_t entries_of_100_mb = 400'000;
constexpr Date after_the_books{std::chrono::year{2017} / std::chrono::July / 14};

Instant noon() {
    return beijing_midnight(after_the_books) + std::chrono::hours{12};
}

/// A shelf for each desk with more on it than it will take.
std::vector<Account> full_shelves(const fs::path& books) {
    Database database = Database::open_read_only(books);
    Statement select = database.prepare(
        "SELECT owner, keeper, site, item, lot, condition FROM balance JOIN account ON account.id "
        "= "
        "account_id WHERE stage = 'on_hand' ORDER BY amount DESC, account.id LIMIT ?1");
    select.bind(1, std::int64_t{desks});
    std::vector<Account> shelves;
    while (select.step()) {
        shelves.push_back({.owner = select.text(0),
                           .keeper = select.text(1),
                           .site = select.text(2),
                           .item = select.text(3),
                           .lot = select.text(4),
                           .condition = select.text(5),
                           .stage = "on_hand"});
    }
    return shelves;
}

/// One taken, the next put back, so that no shelf runs out however fast the desks are.
Movement movement_of_one(const Account& shelf, bool back, std::string key) {
    Account taken = shelf;
    taken.stage = "issued_to_people";
    return {.kind = "issue",
            .idempotency_key = std::move(key),
            .occurred_at = noon(),
            .actor = "officer-001",
            .reason = "made by relief-bench",
            .entries = {{shelf, back ? 1 : -1}, {taken, back ? -1 : 1}}};
}

double ms_since(SteadyClock::time_point begin) {
    return std::chrono::duration<double, std::milli>(SteadyClock::now() - begin).count();
}

/// The 99th percentile of what the desks wait for their answers while `meanwhile` runs, in ms.
template <typename Meanwhile>
double p99_while(GroupWriter& writer, const std::vector<Account>& shelves, const std::string& name,
                 const Meanwhile& meanwhile) {
    std::atomic<bool> stop{false};
    std::vector<std::vector<double>> waits(shelves.size());
    std::vector<std::thread> threads;
    for (std::size_t desk = 0; desk < shelves.size(); ++desk) {
        threads.emplace_back([&, desk] {
            for (int number = 0; !stop.load(); ++number) {
                const Movement movement = movement_of_one(
                    shelves[desk], number % 2 == 1, fmt::format("{}/{}/{}", name, desk, number));
                const auto begin = SteadyClock::now();
                writer.run([&](Database& database) { post_movement(database, movement, noon()); });
                waits[desk].push_back(ms_since(begin));
            }
        });
    }
    meanwhile();
    stop = true;
    for (std::thread& thread : threads) {
        thread.join();
    }
    std::vector<double> all;
    for (const std::vector<double>& each : waits) {
        all.insert(all.end(), each.begin(), each.end());
    }
    std::sort(all.begin(), all.end());
    return all.empty() ? 0 : all[all.size() * 99 / 100];
}

struct Measured {
    std::vector<double> seconds;
    std::vector<double> alone_ms;
    std::vector<double> beside_ms;
};

Measured measure(const fs::path& folder, const fs::path& books, int rounds) {
    const std::vector<Account> shelves = full_shelves(books);
    GroupWriter writer(Database::open(books));
    const fs::path backups = folder / "backups";
    fs::create_directory(backups);
    Measured measured;
    for (int round = 0; round < rounds; ++round) {
        ProcessRun run;
        measured.beside_ms.push_back(
            p99_while(writer, shelves, fmt::format("beside/{}", round), [&] {
                run = run_process(
                    relief_program(),
                    {"backup", backups.string(), "--db", books.string(), "--keep", "1"}, folder);
            }));
        if (run.exit_status != 0) {
            throw std::runtime_error("no backup: " + (run.errors + run.output).substr(0, 400));
        }
        measured.seconds.push_back(run.seconds);
        measured.alone_ms.push_back(p99_while(writer, shelves, fmt::format("alone/{}", round), [&] {
            std::this_thread::sleep_for(std::chrono::duration<double>(run.seconds));
        }));
    }
    return measured;
}

void prepare(const fs::path& folder, const fs::path& books, std::int64_t entries) {
    MadeBooks wanted;
    wanted.entries = entries;
    wanted.lots = 5'000;
    make_books(books, data_folder(), wanted);
    const ProcessRun proof =
        run_process(relief_program(), {"verify", "--db", books.string(), "--record"}, folder);
    if (proof.exit_status != 0) {
        throw std::runtime_error("the made books are not proven: " + proof.errors + proof.output);
    }
}

}  // namespace

Row backup_row(const Options& options) {
    const TemporaryFolder folder;
    const fs::path books = folder.path() / "books.db";
    prepare(folder.path(), books, options.quick ? 20'000 : entries_of_100_mb);
    const double megabytes = static_cast<double>(fs::file_size(books)) / 1e6;
    const Measured measured = measure(folder.path(), books, options.quick ? 1 : 5);
    const double alone = median(measured.alone_ms);
    const double beside = median(measured.beside_ms);
    Row row;
    row.name = "backup_100mb";
    row.value = median(measured.seconds);
    row.unit = "s";
    row.baseline = "the p99 of eight desks' answers without a backup, in ms";
    row.baseline_value = alone;
    row.goal =
        fmt::format("<= {} s, p99 of the desks' answers at most {} times", goal_s, goal_times);
    row.met = !options.quick && *row.value <= goal_s && beside <= goal_times * alone;
    row.note = fmt::format("relief backup of {:.0f} MB, median of {}; p99 beside it {:.1f} ms",
                           megabytes, measured.seconds.size(), beside);
    return row;
}

}  // namespace relief::bench
