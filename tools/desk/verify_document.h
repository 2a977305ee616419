// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/ledger/ledger.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace relief {

/// The books and the journal of a database proven from the file alone, which is opened read-only
/// and not changed by a byte. Damage that SQLite itself meets is an answer too: not proven.
/// bad_input: db.missing, db.foreign, db.newer.
[[nodiscard]] VerifyResult verify_database(const std::filesystem::path& db,
                                           const std::optional<std::filesystem::path>& anchor);

/// relief.verify/1.
[[nodiscard]] std::string verify_json(const VerifyResult& result);

[[nodiscard]] std::string verify_text(const VerifyResult& result, std::string_view language);

}  // namespace relief
