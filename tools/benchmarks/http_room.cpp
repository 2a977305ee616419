// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/http_room.h"

#include "core/time.h"
#include "tools/benchmarks/beast_hello.h"
#include "tools/benchmarks/desk_rows.h"
#include "tools/benchmarks/http_load.h"
#include "tools/benchmarks/restart_row.h"
#include "tools/server/http/gate.h"
#include "tools/server/http/http_server.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace relief::bench {
namespace {

namespace fs = std::filesystem;

/// As a browser sends it, with a session's cookie: what the gate has to go through each time.
const std::string request =
    "GET /api/v1/stock?site=JL-CC-01&item=tent_12 HTTP/1.1\r\n"
    "Host: localhost:8080\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)\r\n"
    "Accept: application/json\r\n"
    "Accept-Language: zh-CN,zh;q=0.9\r\n"
    "Accept-Encoding: gzip, deflate, br\r\n"
    "Cookie: session=0123456789abcdef0123456789abcdef\r\n"
    "Sec-Fetch-Site: same-origin\r\n"
    "Connection: keep-alive\r\n\r\n";
const std::string hello = R"({"hello":"desk","of":"relief"})";

class WallClock final : public Clock {
  public:
    [[nodiscard]] Instant now() const override {
        return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    }
};

class ScratchFolder {
  public:
    ScratchFolder()
        : path_(fs::temp_directory_path() / fmt::format("relief-bench-http-{}", ::getpid())) {
        fs::create_directories(path_);
    }
    ~ScratchFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    [[nodiscard]] const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

void say_hello(const http::Request& /*request*/, const http::Reply& reply) {
    http::Response response;
    response.content_type = "application/json";
    response.body = hello;
    reply(std::move(response));
}

struct Figures {
    std::vector<double> own;
    std::vector<double> base;
    std::vector<double> ratios;

    void add(double ours, double theirs) {
        own.push_back(ours);
        base.push_back(theirs);
        ratios.push_back(ours / theirs);
    }
};

Row row_of(std::string name, std::string baseline, const Figures& figures, double goal,
           std::string note) {
    Row row{.name = std::move(name),
            .value = median(figures.own),
            .unit = "requests/s",
            .baseline = std::move(baseline),
            .baseline_value = median(figures.base),
            .goal = fmt::format("ratio >= {}", goal)};
    row.met = median(figures.ratios) >= goal;
    row.note = fmt::format("{}; median of {} ratios {:.3f}, from {:.3f} to {:.3f}", note,
                           figures.ratios.size(), median(figures.ratios),
                           *std::min_element(figures.ratios.begin(), figures.ratios.end()),
                           *std::max_element(figures.ratios.begin(), figures.ratios.end()));
    return row;
}

/// Seconds the gate takes for one such request.
double gate_seconds(int times) {
    const http::GateRules rules;
    std::size_t passed = 0;
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < times; ++i) {
        const http::Verdict verdict = http::inspect(request, rules);
        passed += std::holds_alternative<http::Passed>(verdict) ? 1U : 0U;
    }
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    return passed == static_cast<std::size_t>(times) ? taken.count() / times : 1;
}

}  // namespace

std::vector<Row> measure_http(const Options& options) {
    const int pairs = options.quick ? 2 : 7;
    const double seconds = options.quick ? 0.3 : 2;
    const ScratchFolder folder;
    write_certificate(folder.path());
    const WallClock clock;
    const BeastHello beast(hello);
    const http::HttpServer plain({}, clock, say_hello);
    http::ServerOptions with_tls;
    with_tls.certificate_file = folder.path() / "certificate.pem";
    with_tls.key_file = folder.path() / "key.pem";
    const http::HttpServer tls(with_tls, clock, say_hello);

    const auto measure = [&](std::uint16_t port, bool over_tls) {
        return requests_per_second(
            {.port = port, .tls = over_tls, .seconds = seconds, .request = request});
    };
    Figures against_beast;
    Figures without_gate;
    Figures against_plain;
    double gate = 0;
    for (int i = 0; i < pairs; ++i) {
        const double base = measure(beast.port(), false);
        const double own = measure(plain.port(), false);
        gate = gate_seconds(options.quick ? 2000 : 100000);
        against_beast.add(own, base);
        // The server's thread is the one that is full: what the gate takes of it is known.
        without_gate.add(own, 1 / (1 / own - gate));
        against_plain.add(measure(tls.port(), true), own);
    }
    std::vector<Row> rows;
    const auto add = [&](Row row) {
        if (options.wants(row.name)) {
            rows.push_back(std::move(row));
        }
    };
    add(row_of("hello", "Beast hello, same client", against_beast, 0.95,
               "16 connections kept, one client thread, one server thread, nine fields"));
    add(row_of("gate", "own hello without the gate's own time", without_gate, 0.95,
               fmt::format("the gate alone takes {:.2f} us a request", gate * 1e6)));
    add(row_of("tls_keep_alive", "own hello without TLS", against_plain, 0.7,
               "P-256, TLS 1.3, connections kept"));
    for (Row& row : measure_desk(options, folder.path())) {
        rows.push_back(std::move(row));
    }
    if (options.wants("restart_million")) {
        rows.push_back(restart_row(options));
    }
    return rows;
}

}  // namespace relief::bench
