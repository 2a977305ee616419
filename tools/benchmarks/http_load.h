// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace relief::bench {

/// What a client asks, over and over.
struct Load {
    std::uint16_t port = 0;
    bool tls = false;  ///< no certificate is checked
    int connections = 16;
    double seconds = 1;
    std::string request;
    /// Makes each request in place of `request`, where they must not be alike.
    std::function<std::string()> next = {};
};

/// Answers with status 200 a second, from one thread that keeps its connections, each with one
/// request on its way. fault (internal) where a connection cannot be made or breaks, or an answer
/// is another.
[[nodiscard]] double requests_per_second(const Load& load);

/// Officers at their desks: each reads once a second and changes something every fifth, on one
/// connection, and keeps a stream of live events open on another.
struct DeskLoad {
    std::uint16_t port = 0;
    int desks = 200;
    double seconds = 60;
    std::function<std::string()> read;
    std::function<std::string()> write;
};

/// From the moment a request was due to its whole answer.
struct DeskTimes {
    std::vector<double> read_ms;
    std::vector<double> write_ms;
    std::uint64_t event_bytes = 0;  ///< of all streams
};

/// Runs them in one thread. fault (internal) as requests_per_second.
[[nodiscard]] DeskTimes run_desks(const DeskLoad& load);

/// A key (P-256) and its own certificate for localhost, as key.pem and certificate.pem.
void write_certificate(const std::filesystem::path& folder);

}  // namespace relief::bench
