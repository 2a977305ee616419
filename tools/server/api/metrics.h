// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace relief {

/// Counts of what was asked, for /metrics. The operations of the program bound its size.
class Metrics {
  public:
    /// `operation` is one of ours ("order/sign", "events"), never what a client wrote.
    void count(std::string_view operation, int status, double seconds);
    void count_refusal(std::string_view code);

    /// Prometheus text: relief_requests_total, relief_request_seconds (a histogram), and
    /// relief_refusals_total by code, with `gauges` behind them.
    [[nodiscard]] std::string text(const std::map<std::string, double, std::less<>>& gauges) const;

  private:
    static constexpr std::array<double, 8> edges{0.005, 0.02, 0.05, 0.1, 0.25, 1, 5, 30};
    struct Times {
        std::array<std::uint64_t, edges.size()> below{};
        std::uint64_t count = 0;
        double sum = 0;
    };

    mutable std::mutex mutex_;
    std::map<std::pair<std::string, int>, std::uint64_t> requests_;
    std::map<std::string, Times, std::less<>> times_;
    std::map<std::string, std::uint64_t, std::less<>> refusals_;
};

/// Resident memory of this process in bytes, and its open files; 0 where it cannot be told.
[[nodiscard]] double resident_bytes();
[[nodiscard]] double open_files();

}  // namespace relief
