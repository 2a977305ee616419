// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/time.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace relief::kit {

/// Somebody with one role in one place.
struct Seat {
    std::string code;
    std::string role;
    std::string unit;
};

/// Gives each of them an account, a grant that counts and a running session in books that nobody
/// has open: the token by the person's code. No password is hashed, so that thirteen roles are
/// quick; the way in itself is tried elsewhere.
[[nodiscard]] std::map<std::string, std::string> seat_people(const std::filesystem::path& db,
                                                             Instant now,
                                                             const std::vector<Seat>& seats);

}  // namespace relief::kit
