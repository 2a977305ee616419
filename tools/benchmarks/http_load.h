// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace relief::bench {

/// What a client asks, over and over.
struct Load {
    std::uint16_t port = 0;
    bool tls = false;  ///< no certificate is checked
    int connections = 16;
    double seconds = 1;
    std::string request;
};

/// Answers with status 200 a second, from one thread that keeps its connections, each with one
/// request on its way. fault (internal) where a connection cannot be made or breaks, or an answer
/// is another.
[[nodiscard]] double requests_per_second(const Load& load);

/// A key (P-256) and its own certificate for localhost, as key.pem and certificate.pem.
void write_certificate(const std::filesystem::path& folder);

}  // namespace relief::bench
