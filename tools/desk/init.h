// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/journal.h"
#include "core/time.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace relief {

struct InitRequest {
    std::filesystem::path data;
    std::filesystem::path db;
    std::optional<std::filesystem::path> anchor;  ///< the new head hash is appended to it
    Instant now;
};

struct InitResult {
    std::filesystem::path db;
    std::int64_t depots = 0;
    std::int64_t lots = 0;
    std::int64_t movements = 0;
    JournalHead head;
};

/// Makes a database from data/. It grows beside its place under another name and is moved there
/// when it is whole, so that no crash and no full disk leaves half a database behind.
/// Refused (db.exists) where there is a file of that name, which is not touched.
[[nodiscard]] InitResult init_database(const InitRequest& request);

/// relief.init/1.
[[nodiscard]] std::string init_json(const InitResult& result);

[[nodiscard]] std::string init_text(const InitResult& result, std::string_view language);

}  // namespace relief
