// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/cap_rows.h"

#include "alerts/cap/reader.h"
#include "core/data_source.h"
#include "tools/benchmarks/process.h"
#include "tools/benchmarks/road_graphs.h"
#include "tools/benchmarks/stopwatch.h"
#include "tools/benchmarks/xsd_read.h"

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <string>
#include <utility>

namespace relief::bench {
namespace {

namespace fs = std::filesystem;

constexpr double ingest_goal = 0.5;
constexpr double verify_goal = 5000;
constexpr double attack_goal_ms = 10;
constexpr std::size_t small_bytes_max = 12'000;

std::vector<fs::path> files_below(const fs::path& folder) {
    std::vector<fs::path> files;
    if (fs::exists(folder)) {
        for (const auto& entry : fs::directory_iterator(folder)) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// Every CAP 1.2 message that came from outside, broken ones too.
std::vector<std::string> outside_messages(const fs::path& cases) {
    std::vector<std::string> messages;
    for (const char* folder :
         {"capcollector", "capcp", "dwd", "google", "ipaws", "meteoalarm", "nws", "oasis", "uk"}) {
        for (const fs::path& file : files_below(cases / "alerts" / folder)) {
            std::string bytes = read_file(file);
            if (file.extension() != ".pem" &&
                bytes.find("urn:oasis:names:tc:emergency:cap:1.2") != std::string::npos) {
                messages.push_back(std::move(bytes));
            }
        }
    }
    return messages;
}

std::size_t bytes_of(const std::vector<std::string>& messages) {
    std::size_t sum = 0;
    for (const std::string& message : messages) {
        sum += message.size();
    }
    return sum;
}

/// Own: tree, schema, every rule, the message as values; with `signatures` these too, which have a
/// row of their own (verify_rsa2048) and no part in the goal. The baseline: libxml2 makes a
/// tree and holds it against the schema, parsed once, one checking context.
Row ingest(std::string name, const std::vector<std::string>& messages, bool signatures, int rounds,
           int repeats) {
    const cap::Reader reader{FolderSource(data_folder())};
    const cap::ReadOptions nobody_trusted{.check_signatures = signatures};
    const XsdRead bare(read_file(data_folder() / "schema/cap-1.2.xsd"));
    std::vector<double> own;
    std::vector<double> baseline;
    std::vector<double> ratios;
    std::size_t accepted = 0;
    std::size_t valid = 0;
    const double count = static_cast<double>(messages.size()) * repeats;
    for (int round = 0; round < rounds; ++round) {
        accepted = 0;
        valid = 0;
        const double ours = seconds([&] {
            for (int i = 0; i < repeats; ++i) {
                for (const std::string& message : messages) {
                    const auto verdict = reader.read(message, nobody_trusted).verdict;
                    accepted += verdict == cap::Verdict::reject ? 0U : 1U;
                }
            }
        });
        const double theirs = seconds([&] {
            for (int i = 0; i < repeats; ++i) {
                for (const std::string& message : messages) {
                    valid += bare.valid(message) ? 1U : 0U;
                }
            }
        });
        own.push_back(count / ours);
        baseline.push_back(count / theirs);
        ratios.push_back(theirs / ours);
    }
    Row row{.name = std::move(name),
            .value = median(own),
            .unit = "messages/s",
            .baseline = "libxml2 DOM + XSD in process",
            .baseline_value = median(baseline),
            .goal = signatures ? "stated" : fmt::format("ratio >= {}", ingest_goal)};
    row.met = !messages.empty() && (signatures || median(ratios) >= ingest_goal);
    row.note = fmt::format(
        "{} messages, {:.1f} kB each; parse, schema, rules{}; not stored; heap kept; {} accepted, "
        "{} "
        "valid by schema alone; {} pairs",
        messages.size(),
        static_cast<double>(bytes_of(messages)) / 1000 /
            static_cast<double>(std::max<std::size_t>(1, messages.size())),
        signatures ? ", signatures" : "", accepted / static_cast<std::size_t>(repeats),
        valid / static_cast<std::size_t>(repeats), rounds);
    return row;
}

Row verify(const fs::path& cases, int rounds, int repeats) {
    const std::string message = read_file(cases / "alerts/made/signed_ok.xml");
    const cap::Trust trust(read_file(cases / "alerts/certs/test_root.pem"), "test_root.pem");
    const Instant at = cap::moment_of("2026-07-18T16:01:00+08:00").value().at;
    std::vector<double> rates;
    bool good = true;
    for (int round = 0; round < rounds; ++round) {
        const double taken = seconds([&] {
            for (int i = 0; i < repeats; ++i) {
                auto parsed = xml::parse(message);
                const auto checks = check_signatures(*std::move(parsed.document), trust, at);
                good =
                    good && checks.size() == 1 && checks.front().state == cap::SignatureState::good;
            }
        });
        rates.push_back(repeats / taken);
    }
    Row row{.name = "verify_rsa2048",
            .value = median(rates),
            .unit = "signatures/s",
            .goal = fmt::format(">= {}", verify_goal)};
    row.met = good && *row.value >= verify_goal;
    row.note =
        fmt::format("one thread; message parsed, chain and dates checked, {}; median of {} runs",
                    good ? "all good" : "NOT ALL GOOD", rounds);
    return row;
}

Row attack_worst(const fs::path& cases, int rounds) {
    const cap::Reader reader{FolderSource(data_folder())};
    double worst_ms = 0;
    std::string worst;
    std::size_t count = 0;
    for (const char* folder : {"attack", "xxe"}) {
        for (const fs::path& file : files_below(cases / "alerts" / folder)) {
            const std::string message = read_file(file);
            std::vector<double> taken;
            for (int round = 0; round < rounds; ++round) {
                taken.push_back(1000 * seconds([&] { (void)reader.read(message); }));
            }
            ++count;
            if (median(taken) > worst_ms) {
                worst_ms = median(taken);
                worst = file.filename().string();
            }
        }
    }
    Row row{.name = "attack_worst",
            .value = worst_ms,
            .unit = "ms",
            .goal = fmt::format("<= {}", attack_goal_ms)};
    row.met = count > 0 && worst_ms <= attack_goal_ms;
    row.note = fmt::format("{} files, the slowest {}; medians of {} runs", count, worst, rounds);
    return row;
}

}  // namespace

std::vector<Row> cap_rows(const Options& options) {
    // Memory given back is kept for the next message, as a server keeps it: else both sides of a
    // row are times of page faults.
    mallopt(M_TRIM_THRESHOLD, 256 << 20);
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    const auto cases = cases_folder(options.cases);
    std::vector<Row> rows;
    const auto add = [&](const char* name, const auto& measure) {
        if (!options.wants(name)) {
            return;
        }
        if (!cases || !fs::exists(fs::path(*cases) / "alerts")) {
            rows.push_back({.name = name, .note = "the case collection is not there"});
            return;
        }
        rows.push_back(measure());
    };
    const int rounds = options.quick ? 5 : 9;
    const int repeats = options.quick ? 5 : 40;
    const auto small = [&] {
        auto messages = outside_messages(*cases);
        messages.erase(std::remove_if(messages.begin(), messages.end(),
                                      [](const auto& one) { return one.size() > small_bytes_max; }),
                       messages.end());
        return messages;
    };
    const int fewer = repeats / 4 + 1;
    add("ingest_small", [&] { return ingest("ingest_small", small(), false, rounds, repeats); });
    add("ingest_mixed",
        [&] { return ingest("ingest_mixed", outside_messages(*cases), false, rounds, fewer); });
    add("ingest_small_signatures",
        [&] { return ingest("ingest_small_signatures", small(), true, rounds, repeats); });
    add("ingest_mixed_signatures", [&] {
        return ingest("ingest_mixed_signatures", outside_messages(*cases), true, rounds, fewer);
    });
    add("verify_rsa2048", [&] { return verify(*cases, rounds, repeats * 50); });
    add("attack_worst", [&] { return attack_worst(*cases, rounds); });
    return rows;
}

}  // namespace relief::bench
