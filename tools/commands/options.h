// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace relief {

/// Options that may stand before or after the command.
struct GlobalOptions {
    std::optional<std::string> db;
    std::optional<std::string> data;
    std::optional<std::string> server;
    std::optional<std::string> actor;  ///< who asks: the person's code or name
    std::optional<std::string> clock;  ///< a set clock, for drills and tests
    bool json = false;
    std::string language = "en";
    std::uint64_t seed = 1;
    int threads = 0;  ///< 0 = the machine's; answers are the same with any number
    bool explain = false;
    bool quiet = false;
};

}  // namespace relief
