// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/ledger/ledger.h"
#include "tools/desk/opened_books.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// The books and the journal of a database proven from the file alone, which is opened read-only
/// and not changed by a byte. Damage that SQLite itself meets is an answer too: not proven.
/// `quick` begins at the last full proof on record (reserves/ledger/proof.h).
/// bad_input: db.missing, db.foreign, db.newer.
[[nodiscard]] VerifyResult verify_database(const std::filesystem::path& db,
                                           const std::optional<std::filesystem::path>& anchor,
                                           bool quick = false);

/// The full proof, and where it holds its record in the journal, which alone changes the file: on a
/// server that is the one writer's, for as long as the record takes.
/// Besides: conflict db.locked where another process writes.
[[nodiscard]] VerifyResult verify_and_record(const Books& db,
                                             const std::optional<std::filesystem::path>& anchor,
                                             Instant now);

/// What is as it was written, yet should not be so (I22); of books that are proven.
[[nodiscard]] std::vector<WrongRow> verify_warnings(const std::filesystem::path& db);

/// relief.verify/1.
[[nodiscard]] std::string verify_json(const VerifyResult& result,
                                      const std::vector<WrongRow>& warnings = {});

[[nodiscard]] std::string verify_text(const VerifyResult& result, std::string_view language,
                                      const std::vector<WrongRow>& warnings = {});

}  // namespace relief
