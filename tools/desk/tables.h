// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/store/database.h"
#include "reserves/ledger/ledger.h"
#include "tools/desk/desk.h"
#include "tools/desk/opened_books.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace relief {

/// Where the operations read the tables of data/ from: the folder, or the copy of it that a
/// database holds. With a database the folder is not looked at, so books and rules fit together.
class Tables {
  public:
    /// Proves the database first, as `relief verify` does, and brings an older schema up. Tables
    /// that books of an older program lack are added from `data` ("" adds none).
    /// bad_input: db.missing, db.foreign, db.newer, db.damaged (naming the first wrong row);
    /// conflict db.locked where an older one is being written to.
    Tables(const std::filesystem::path& data, const std::optional<Books>& db);

    [[nodiscard]] const DataSource& source() const noexcept { return *source_; }
    /// The database, read-only unless it is kept open for writing; nullptr where the folder is
    /// read.
    [[nodiscard]] Database* database() const noexcept {
        return books_ ? &books_->database : nullptr;
    }
    /// Rules, places and baseline of the source.
    [[nodiscard]] std::shared_ptr<const BookTables> book_tables() const;
    /// See require_proven.
    [[nodiscard]] std::optional<ProvenFully> proven_from() const {
        return books_ ? books_->proven_from : std::nullopt;
    }

  private:
    std::shared_ptr<OpenedBooks> books_;
    std::unique_ptr<DataSource> source_;
};

/// No answer may rest on books that `relief verify` would not vouch for: bad_input db.damaged names
/// the first wrong row. Large books are proven as `relief verify --quick` does it: then it answers
/// the full proof that one began from, else nothing.
std::optional<ProvenFully> require_proven(Database& database);

/// An answer with what it rests on, where that is a quick proof: a last field `proof` of a document
/// ({kind, full_at, full_seq}), a last line of a text.
[[nodiscard]] std::string with_proof(std::string answer,
                                     const std::optional<ProvenFully>& proven_from, bool json,
                                     std::string_view language);

/// A desk with rules and places alone, for the operations that ask neither books nor roads: those
/// are left empty, and nothing wrong in them is in the way.
[[nodiscard]] Desk open_rules_desk(const std::filesystem::path& data,
                                   const std::optional<Books>& db);

}  // namespace relief
