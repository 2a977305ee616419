// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/find_bench.h"

#include "core/store/database.h"
#include "reserves/ledger/as_of.h"
#include "tools/desk/find.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <random>
#include <utility>

#include <fmt/format.h>

namespace relief::bench {
namespace {

constexpr double find_goal_ms = 50;
constexpr double as_of_goal_ms = 100;
constexpr std::uint64_t seed = 7;

/// What a question needs, open.
struct Open {
    Database database;
    Desk desk;
    double factor = 1;
};

Open open_books_of(const std::filesystem::path& file) {
    Database database = Database::open_read_only(file);
    const DatabaseSource source(database);
    Rules rules = load_rules(source);
    Places places(source);
    Baseline baseline = load_baseline(source, rules, places);
    RoadNetwork network = load_road_network(source, places);
    Desk desk{.data = {},
              .rules = std::move(rules),
              .places = std::move(places),
              .baseline = std::move(baseline),
              .stock = {},
              .network = std::move(network)};
    const double factor = late_factor(source, desk);
    return {.database = std::move(database), .desk = std::move(desk), .factor = factor};
}

double ms_of(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
        .count();
}

double percentile(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    return values.at(static_cast<std::size_t>(share * static_cast<double>(values.size() - 1)));
}

Row time_row(std::string name, double goal_ms, const std::vector<double>& ms, double share,
             const std::string& words) {
    const double value = percentile(ms, share);
    return {
        .name = std::move(name),
        .value = value,
        .unit = "ms",
        .baseline = {},
        .baseline_value = std::nullopt,
        .goal = fmt::format("<= {}", goal_ms),
        .met = value <= goal_ms,
        .note = fmt::format("{} questions, half of them within {:.1f} ms, all within {:.1f}; {}",
                            ms.size(), percentile(ms, 0.5), percentile(ms, 1), words),
        .gap = std::nullopt,
        .peak_memory_mb = std::nullopt};
}

/// The seconds the books reach over.
std::pair<std::int64_t, std::int64_t> span_of(Database& database) {
    Statement select = database.prepare("SELECT min(occurred_at), max(occurred_at) FROM movement");
    select.step();
    return {select.integer(0), select.integer(1)};
}

/// The seats of the network; its junctions are no places.
std::vector<std::string> seats_of(const RoadNetwork& network) {
    std::vector<std::string> seats;
    for (const RoadNode& node : network.nodes) {
        if (!node.code.empty()) {
            seats.push_back(node.code);
        }
    }
    return seats;
}

Row find_row(const Options& options, Open& open, const std::string& words) {
    std::mt19937_64 random(seed);
    const std::vector<std::string> seats = seats_of(open.desk.network);
    const std::vector<Item>& items = open.desk.rules.items;
    const Instant now{std::chrono::seconds{span_of(open.database).second}};
    std::vector<double> ms;
    const int warm_up = 20;
    for (int i = -warm_up; i < (options.quick ? 100 : 1000); ++i) {
        const FindRequest request{
            .item = items[random() % items.size()].id,
            .amount = static_cast<Units>(100 + random() % 20'000),
            .to = seats[random() % seats.size()],
            .at = now,
            .within_minutes = static_cast<int>(2 + random() % 22) * 60,
            .cut = {open.desk.network.edges[random() % open.desk.network.edges.size()].id},
            .response = static_cast<int>(random() % 5)};
        const double one =
            ms_of([&] { (void)find_run(open.database, open.desk, open.factor, request); });
        if (i >= 0) {
            ms.push_back(one);
        }
    }
    return time_row("find_p99", find_goal_ms, ms, 0.99, words);
}

/// In turn the stock of all depots, of one depot and of one item, at any second of the books, every
/// other time as it was known a week later at most; each kind has its own times.
struct AsOfTimes {
    std::vector<double> all;
    std::vector<double> narrow;
    std::size_t rows = 0;  ///< of the longest answer

    [[nodiscard]] std::vector<double> both() const {
        std::vector<double> times = all;
        times.insert(times.end(), narrow.begin(), narrow.end());
        return times;
    }
};

AsOfTimes time_as_of(const Options& options, Open& open, PastStock& past) {
    constexpr std::uint64_t week_seconds = 7 * 86'400;
    std::mt19937_64 random(seed);
    const auto [first, last] = span_of(open.database);
    AsOfTimes times;
    for (int i = 0; i < (options.quick ? 30 : 300); ++i) {
        const Instant at{std::chrono::seconds{
            first +
            static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(last - first))}};
        AsOfQuery query{.occurred_by = at};
        if (i % 3 == 1) {
            query.site = open.desk.baseline.depots[random() % open.desk.baseline.depots.size()].id;
        } else if (i % 3 == 2) {
            query.item = open.desk.rules.items[random() % open.desk.rules.items.size()].id;
        }
        if (i % 2 == 1) {
            query.known_by = at + std::chrono::seconds{random() % week_seconds};
        }
        std::size_t rows = 0;
        const double ms = ms_of([&] { rows = past.as_of(query).size(); });
        (i % 3 == 0 ? times.all : times.narrow).push_back(ms);
        times.rows = std::max(times.rows, rows);
    }
    return times;
}

Row as_of_row(const Options& options, Open& open, const std::string& words) {
    PastStock past(open.database);
    const auto [first, last] = span_of(open.database);
    const AsOfQuery middle{.occurred_by = instant_of(first + (last - first) / 2)};
    const double load = ms_of([&] { (void)past.as_of(middle); });
    const double alone = ms_of([&] { (void)stock_as_of(open.database, middle); });
    const AsOfTimes times = time_as_of(options, open, past);
    return time_row(
        "as_of", as_of_goal_ms, times.both(), 1,
        fmt::format("all depots (up to {} lots and places) {:.1f} ms in the middle, one depot or "
                    "item {:.1f}; accounts read once before, {:.0f} ms; the same asked once and "
                    "alone {:.0f} ms; {}",
                    times.rows, percentile(times.all, 0.5), percentile(times.narrow, 0.5), load,
                    alone, words));
}

}  // namespace

std::vector<Row> find_rows(const Options& options, const std::filesystem::path& books,
                           const std::string& words) {
    std::vector<Row> rows;
    if (!options.wants("find_p99") && !options.wants("as_of")) {
        return rows;
    }
    Open open = open_books_of(books);
    if (options.wants("find_p99")) {
        rows.push_back(find_row(options, open, words));
    }
    if (options.wants("as_of")) {
        rows.push_back(as_of_row(options, open, words));
    }
    for (Row& row : rows) {
        row.met = row.met && !options.quick;
    }
    return rows;
}

}  // namespace relief::bench
