// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/people.h"
#include "core/places.h"
#include "core/rules.h"
#include "core/store/database.h"
#include "reserves/depot.h"
#include "reserves/ledger/ledger.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace relief {

struct Desk;

/// What most operations read of the tables that belong to books. They never change once the books
/// are open, so whoever keeps books open reads them once.
struct BookTables {
    Rules rules;
    Places places;
    Baseline baseline;
    std::vector<Organisation> organisations;
};

[[nodiscard]] std::shared_ptr<const BookTables> load_book_tables(const DataSource& source);

/// Books that are open and were proven. One thread at a time.
class OpenedBooks {
  public:
    explicit OpenedBooks(Database&& opened)
        : owned_(std::make_unique<Database>(std::move(opened))), database(*owned_) {}
    /// Books of a database that is somebody else's and outlives them.
    explicit OpenedBooks(Database& lent) : database(lent) {}

    /// Reads the tables where nobody has yet.
    [[nodiscard]] std::shared_ptr<const BookTables> book_tables();

  private:
    std::unique_ptr<Database> owned_;

  public:
    Database& database;
    std::optional<ProvenFully> proven_from;    ///< see require_proven (tables.h)
    std::shared_ptr<const BookTables> tables;  ///< read when first asked for
    /// What AskedBooks answers from beside the books (books.h); read when first asked for.
    std::shared_ptr<const Desk> desk;
};

/// The books an operation works on: a file, opened and proven for each call, as the command line
/// does it; or books that the server keeps open, where `kept` is set.
struct Books {
    // A file is such books: the operations are called with either.
    Books(std::filesystem::path books) : file(std::move(books)) {}  // NOLINT(*-explicit-*)
    Books(std::filesystem::path books, std::shared_ptr<OpenedBooks> open)
        : file(std::move(books)), kept(std::move(open)) {}

    std::filesystem::path file;
    std::shared_ptr<OpenedBooks> kept;
    /// Set for long work on a server, whose `kept` only reads: runs a short piece of writing on the
    /// one writer and waits for its commit (with_writing_desk).
    std::function<void(const std::function<void(const std::shared_ptr<OpenedBooks>&)>&)> change;
};

/// Opens books for reading, as Tables does, or answers those that are kept open.
/// bad_input: db.missing, db.foreign, db.newer, db.damaged; conflict db.locked where an older file
/// is being written to.
[[nodiscard]] std::shared_ptr<OpenedBooks> read_books(const Books& books,
                                                      const std::filesystem::path& data);

/// The same without proving them or adding tables, for what is told of the file alone.
[[nodiscard]] std::shared_ptr<OpenedBooks> read_books_unproven(const Books& books);

}  // namespace relief
