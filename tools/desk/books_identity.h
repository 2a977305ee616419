// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/desk/opened_books.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace relief {

/// Which books an answer was made on: later they are the same where they still have that row.
struct BooksIdentity {
    std::string tables;     ///< SHA-256 of all tables of data/, or of their copy in the books
    std::int64_t seq = 0;   ///< newest row of the journal; 0 for books that are as they were opened
    std::string head = {};  ///< its hash, "" with 0
};

/// The identity of the books of `db`, or of the fresh copy that is made of data/ without one.
[[nodiscard]] BooksIdentity books_identity(const std::filesystem::path& data,
                                           const std::optional<Books>& db);

/// Books that are as they were opened are those of their tables: a plan made on a fresh copy of
/// data/ may be made again on books opened from the same tables.
/// bad_input plan.foreign where an answer of `file` was made on other books than those of now.
void require_same_books(const BooksIdentity& made_on, const std::filesystem::path& file,
                        const std::filesystem::path& data, const std::optional<Books>& db);

}  // namespace relief
