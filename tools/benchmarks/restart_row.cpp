// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/restart_row.h"

#include "core/error.h"
#include "tools/benchmarks/http_load.h"
#include "tools/benchmarks/made_books.h"
#include "tools/benchmarks/process.h"

#include <atomic>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include <fmt/format.h>

namespace relief::bench {
namespace {

namespace fs = std::filesystem;
using SteadyClock = std::chrono::steady_clock;

/// 3.85 lines of two entries each a movement (made_books.h).
constexpr std::int64_t entries_of_a_million = 7'700'000;

/// A server on books, from its start to its first answer.
class Server {
  public:
    Server(const fs::path& folder, const fs::path& books)
        : process_(relief_program(),
                   {"serve", "--db", books.string(), "--open-demo", "--port", "0", "--quiet",
                    "--lang", "en", "--clock", "2017-07-14T12:00"},
                   folder) {
        const auto begin = SteadyClock::now();
        while (port_ == 0) {
            process_.require_running();
            port_ = told_port();
            if (port_ == 0) {
                std::this_thread::sleep_for(std::chrono::milliseconds{1});
            }
        }
        static_cast<void>(
            requests_per_second({.port = port_,
                                 .connections = 1,
                                 .seconds = 0.001,
                                 .request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"}));
        seconds_ = std::chrono::duration<double>(SteadyClock::now() - begin).count();
    }
    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] double seconds() const { return seconds_; }
    void kill() { process_.kill(); }

  private:
    /// "serving at http://127.0.0.1:40123/ (…": 0 before it has said so.
    [[nodiscard]] std::uint16_t told_port() const {
        const std::string said = process_.output();
        constexpr std::string_view before = "127.0.0.1:";
        const std::size_t at = said.find(before);
        std::uint16_t port = 0;
        if (at != std::string::npos && said.find('/', at) != std::string::npos) {
            std::from_chars(said.data() + at + before.size(), said.data() + said.size(), port);
        }
        return port;
    }

    RunningProcess process_;
    std::uint16_t port_ = 0;
    double seconds_ = 0;
};

std::string call(std::uint64_t number) {
    const std::string body =
        fmt::format(R"({{"caller":"desk {}","words":"roads are cut"}})", number);
    return fmt::format(
        "POST /api/v1/duty/call HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        "Idempotency-Key: restart-{}\r\nContent-Length: {}\r\n\r\n{}",
        number, body.size(), body);
}

/// Desks write until the server is taken away from under them.
void kill_while_written(Server& server, std::atomic<std::uint64_t>& number) {
    std::thread desks([&] {
        try {
            static_cast<void>(requests_per_second(
                {.port = server.port(), .connections = 8, .seconds = 2, .request = {}, .next = [&] {
                     return call(++number);
                 }}));
        } catch (const Error&) {  // the connection broke, as it should
        }
    });
    std::this_thread::sleep_for(std::chrono::seconds{1});
    server.kill();
    desks.join();
}

}  // namespace

Row restart_row(const Options& options) {
    const TemporaryFolder folder;
    const fs::path books = folder.path() / "books.db";
    MadeBooks wanted;
    wanted.entries = options.quick ? 77'000 : entries_of_a_million;
    const MadeCounts made = make_books(books, data_folder(), wanted);
    const ProcessRun proof = run_process(
        relief_program(), {"verify", "--db", books.string(), "--record"}, folder.path());
    if (proof.exit_status != 0) {
        throw std::runtime_error("the made books are not proven: " + proof.errors + proof.output);
    }
    std::vector<double> seconds;
    std::uintmax_t wal = 0;
    std::atomic<std::uint64_t> number = 0;
    for (int round = 0; round < (options.quick ? 1 : 5); ++round) {
        Server server(folder.path(), books);
        if (round > 0) {
            seconds.push_back(server.seconds());
        }
        kill_while_written(server, number);
        wal = std::max(wal, fs::file_size(books.string() + "-wal"));
    }
    seconds.push_back(Server(folder.path(), books).seconds());
    Row row;
    row.name = "restart_million";
    row.value = median(seconds);
    row.unit = "s";
    row.goal = "<= 1";
    row.met = !options.quick && *row.value <= 1;
    row.note =
        fmt::format("after SIGKILL under eight desks, median of {}; {}; a log of at most {:.1f} MB",
                    seconds.size(), made.words(), static_cast<double>(wal) / 1e6);
    return row;
}

}  // namespace relief::bench
