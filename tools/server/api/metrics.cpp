// SPDX-License-Identifier: Apache-2.0
#include "tools/server/api/metrics.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

namespace relief {

void Metrics::count(std::string_view operation, int status, double seconds) {
    const std::lock_guard lock(mutex_);
    ++requests_[{std::string(operation), status}];
    auto found = times_.find(operation);
    if (found == times_.end()) {
        found = times_.emplace(operation, Times{}).first;
    }
    Times& times = found->second;
    for (std::size_t index = 0; index < edges.size(); ++index) {
        if (seconds <= edges[index]) {
            ++times.below[index];
        }
    }
    ++times.count;
    times.sum += seconds;
}

void Metrics::count_refusal(std::string_view code) {
    const std::lock_guard lock(mutex_);
    ++refusals_[std::string(code)];
}

std::string Metrics::text(const std::map<std::string, double, std::less<>>& gauges) const {
    const std::lock_guard lock(mutex_);
    std::string text = "# TYPE relief_requests_total counter\n";
    for (const auto& [of, count] : requests_) {
        text += fmt::format("relief_requests_total{{operation=\"{}\",status=\"{}\"}} {}\n",
                            of.first, of.second, count);
    }
    text += "# TYPE relief_request_seconds histogram\n";
    for (const auto& [operation, times] : times_) {
        for (std::size_t index = 0; index < edges.size(); ++index) {
            text += fmt::format("relief_request_seconds_bucket{{operation=\"{}\",le=\"{}\"}} {}\n",
                                operation, edges[index], times.below[index]);
        }
        text += fmt::format(
            "relief_request_seconds_bucket{{operation=\"{0}\",le=\"+Inf\"}} {1}\n"
            "relief_request_seconds_sum{{operation=\"{0}\"}} {2}\n"
            "relief_request_seconds_count{{operation=\"{0}\"}} {1}\n",
            operation, times.count, times.sum);
    }
    text += "# TYPE relief_refusals_total counter\n";
    for (const auto& [code, count] : refusals_) {
        text += fmt::format("relief_refusals_total{{code=\"{}\"}} {}\n", code, count);
    }
    for (const auto& [name, value] : gauges) {
        text += fmt::format("# TYPE {0} gauge\n{0} {1}\n", name, value);
    }
    return text;
}

double resident_bytes() {
    std::ifstream file("/proc/self/statm");
    double whole = 0;
    double resident = 0;
    file >> whole >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

double open_files() {
    std::error_code none;
    const std::filesystem::directory_iterator files("/proc/self/fd", none);
    return none ? 0 : static_cast<double>(std::distance(begin(files), end(files)));
}

}  // namespace relief
