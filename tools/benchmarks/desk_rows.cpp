// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/desk_rows.h"

#include "core/time.h"
#include "tools/benchmarks/beast_hello.h"
#include "tools/benchmarks/http_load.h"
#include "tools/benchmarks/posting_trial.h"
#include "tools/desk/desk.h"
#include "tools/desk/init.h"
#include "tools/server/api/api.h"
#include "tools/server/api/metrics.h"
#include "tools/server/http/http_server.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <utility>

#include <fmt/format.h>

namespace relief::bench {
namespace {

namespace fs = std::filesystem;

constexpr int connections_max = 1000;

/// A server of its own on fresh demonstration books, at noon of a day its goods are good on.
class DeskServer {
  public:
    explicit DeskServer(const fs::path& db)
        : clock_(parse_instant("2017-07-14T12:00+08:00").value()),
          data_(find_data_folder(fs::read_symlink("/proc/self/exe"))) {
        static_cast<void>(init_database({.data = data_,
                                         .db = db,
                                         .anchor = {},
                                         .now = parse_instant("2017-07-14T08:00+08:00").value()}));
        api_ = std::make_unique<Api>(
            ApiOptions{
                .program = {}, .data = data_, .db = db, .demo = true, .door_files = {}, .log = {}},
            clock_);
        http::ServerOptions options;
        options.connections_per_address_max = connections_max;
        options.connections_max = connections_max;
        server_ = std::make_unique<http::HttpServer>(
            options, clock_, [this](http::Request request, http::Reply reply) {
                api_->handle(std::move(request), std::move(reply));
            });
    }
    [[nodiscard]] std::uint16_t port() const { return server_->port(); }

  private:
    FixedClock clock_;
    fs::path data_;
    std::unique_ptr<Api> api_;
    std::unique_ptr<http::HttpServer> server_;  ///< before the api goes
};

std::string get(const std::string& target) {
    return fmt::format("GET {} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n",
                       target);
}

/// Another request each time, so that no answer is one that was kept.
std::function<std::string()> counted(const std::function<std::string(std::uint64_t)>& make) {
    const auto number = std::make_shared<std::atomic<std::uint64_t>>(0);
    return [number, make] { return make(++*number); };
}

std::string duty_log(std::uint64_t number) {
    return get(fmt::format("/api/v1/duty/log?date=2017-07-14&seed={}", number));
}

/// An allotment of one quilt, held at once, under a key of its own.
std::string allotment(std::uint64_t number) {
    const std::string body =
        R"({"from":"JL-C-220100","to":"220221","line":["QUILT=1"],"hold":true})";
    return fmt::format(
        "POST /api/v1/order/new HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        "Idempotency-Key: bench-{}\r\nContent-Length: {}\r\n\r\n{}",
        number, body.size(), body);
}

struct Pairs {
    std::vector<double> own;
    std::vector<double> base;
    std::vector<double> ratios;

    void add(double ours, double theirs) {
        own.push_back(ours);
        base.push_back(theirs);
        ratios.push_back(ours / theirs);
    }
};

Row row_of(std::string name, std::string unit, std::string baseline, const Pairs& pairs,
           double goal, std::string note) {
    return {.name = std::move(name),
            .value = median(pairs.own),
            .unit = std::move(unit),
            .baseline = std::move(baseline),
            .baseline_value = median(pairs.base),
            .goal = fmt::format("ratio >= {}", goal),
            .met = median(pairs.ratios) >= goal,
            .note = fmt::format("{}; median of {} ratios {:.3f}", note, pairs.ratios.size(),
                                median(pairs.ratios))};
}

double p99(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() * 99 / 100];
}

std::vector<Row> measure_reads(const Options& options, const fs::path& folder) {
    const BeastHello beast(R"({"hello":"desk","of":"relief"})");
    const DeskServer desk(folder / "reads.db");
    const double seconds = options.quick ? 0.3 : 2;
    const std::string hello = get("/");
    const std::string stock = get("/api/v1/stock?site=JL-C-220100&item=QUILT");
    Pairs cached;
    Pairs queried;
    for (int pair = 0; pair < (options.quick ? 2 : 7); ++pair) {
        const double base =
            requests_per_second({.port = beast.port(), .seconds = seconds, .request = hello});
        cached.add(requests_per_second({.port = desk.port(), .seconds = seconds, .request = stock}),
                   base);
        queried.add(requests_per_second({.port = desk.port(),
                                         .seconds = seconds,
                                         .request = {},
                                         .next = counted(duty_log)}),
                    base);
    }
    return {row_of("read_cached", "requests/s", "Beast hello, same client", cached, 0.5,
                   "stock of one depot and item, kept for the second"),
            row_of("read_query", "requests/s", "Beast hello, same client", queried, 0.25,
                   "the duty book of a day, asked of SQLite each time")};
}

std::vector<Row> measure_allotments(const Options& options, const fs::path& folder) {
    const fs::path raw_folder = folder / "raw";
    fs::create_directories(raw_folder);
    const PostingTrial raw(raw_folder);
    const auto next = counted(allotment);
    const double seconds = options.quick ? 0.3 : 2;
    Pairs one;
    Pairs many;
    for (int pair = 0; pair < (options.quick ? 2 : 5); ++pair) {
        const double base = raw.raw(seconds).per_second;
        // Books of its own: a pair takes more quilts than would leave enough for five.
        const DeskServer desk(folder / fmt::format("allotments-{}.db", pair));
        const auto rate = [&](int connections) {
            return requests_per_second({.port = desk.port(),
                                        .connections = connections,
                                        .seconds = seconds,
                                        .request = {},
                                        .next = next});
        };
        one.add(rate(1), base);
        many.add(rate(32), base);
    }
    const std::string note =
        "order new --hold: a document, its lines and steps, a hold, the journal";
    return {row_of("allot_1", "allotments/s", "raw SQLite FULL, one per commit", one, 0.35, note),
            row_of("allot_32", "allotments/s", "raw SQLite FULL, one per commit", many, 1.5, note)};
}

std::vector<Row> measure_desks(const Options& options, const fs::path& folder) {
    const DeskServer desk(folder / "desks.db");
    const double seconds = options.quick ? 5 : 120;
    const DeskTimes times = run_desks({.port = desk.port(),
                                       .desks = options.quick ? 20 : 200,
                                       .seconds = seconds,
                                       .read = counted(duty_log),
                                       .write = counted(allotment)});
    const auto row = [&](const char* name, const std::vector<double>& ms, double goal) {
        const double value = p99(ms);
        return Row{.name = name,
                   .value = value,
                   .unit = "ms",
                   .baseline = {},
                   .goal = fmt::format("<= {}", goal),
                   .met = value <= goal,
                   .note = fmt::format("{} in {} s, each desk with a stream of events; {:.0f} MB "
                                       "resident, client and server together",
                                       ms.size(), seconds, resident_bytes() / 1e6)};
    };
    return {row("desks_200_write_p99", times.write_ms, 150),
            row("desks_200_read_p99", times.read_ms, 50)};
}

}  // namespace

std::vector<Row> measure_desk(const Options& options, const fs::path& folder) {
    std::vector<Row> rows;
    const auto wants = [&](std::initializer_list<std::string_view> names) {
        return std::any_of(names.begin(), names.end(),
                           [&](std::string_view name) { return options.wants(name); });
    };
    const auto add = [&](std::vector<Row> some) {
        for (Row& row : some) {
            if (options.wants(row.name)) {
                rows.push_back(std::move(row));
            }
        }
    };
    if (wants({"read_cached", "read_query"})) {
        add(measure_reads(options, folder));
    }
    if (wants({"allot_1", "allot_32"})) {
        add(measure_allotments(options, folder));
    }
    if (wants({"desks_200_write_p99", "desks_200_read_p99"})) {
        add(measure_desks(options, folder));
    }
    return rows;
}

}  // namespace relief::bench
