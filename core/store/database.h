// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/time.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace relief {

class Connection;

/// A prepared statement. Parameters count from 1, columns from 0. It must not outlive its database,
/// which keeps it for the next prepare() of the same text.
class Statement {
  public:
    ~Statement();
    Statement(Statement&&) noexcept;
    Statement& operator=(Statement&&) noexcept;

    Statement& bind(int index, std::int64_t value);
    Statement& bind(int index, double value);
    Statement& bind(int index, std::string_view value);  ///< TEXT
    Statement& bind_blob(int index, std::string_view value);
    Statement& bind_null(int index);

    /// True while there is a row.
    bool step();
    void reset();
    /// step() to the end and reset().
    void run();

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string text(int column) const;
    /// text() without a copy: valid until the next step() or reset().
    [[nodiscard]] std::string_view view(int column) const;
    [[nodiscard]] std::string blob(int column) const;
    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] bool is_integer(int column) const;
    [[nodiscard]] int columns() const;  ///< how many a row has
    [[nodiscard]] std::string column_name(int column) const;

  private:
    friend class Database;
    struct Impl;
    explicit Statement(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// One connection to a Relief database. The only thing in the program that speaks SQLite.
/// How the WAL-reset bug of the system's SQLite is kept out: ARCHITECTURE.md, "The store".
class Database {
  public:
    /// Makes a new database with the newest schema and takes its write lock. Refused (db.exists)
    /// where the file is there.
    [[nodiscard]] static Database create(const std::filesystem::path& file);
    /// The same with `fill` run before the file bears its name: it is made as FILE.new, filled,
    /// put on disk and only then renamed, so that FILE is whole or not there, whatever fails and
    /// whenever the process is killed.
    [[nodiscard]] static Database create(const std::filesystem::path& file,
                                         const std::function<void(Database&)>& fill);
    /// A database in memory with the newest schema.
    [[nodiscard]] static Database in_memory();
    /// Opens for writing: takes the write lock (conflict db.locked names its holder), brings an
    /// older schema up. bad_input: db.missing, db.foreign, db.newer, db.damaged.
    [[nodiscard]] static Database open(const std::filesystem::path& file);
    /// Opens for reading; never checkpoints, never changes a byte of the file. Besides open()'s
    /// errors: db.older, since only a writer may bring a schema up.
    [[nodiscard]] static Database open_read_only(const std::filesystem::path& file);

    ~Database();
    Database(Database&&) noexcept;
    Database& operator=(Database&&) noexcept;

    [[nodiscard]] Statement prepare(std::string_view sql);
    void execute(std::string_view sql);
    /// Runs `work` in one IMMEDIATE transaction: all of it is durable, or nothing happened.
    /// A full disk is conflict-free: bad_input (db.full), the database as before. Inside another
    /// transaction it is a part of that one which can fail alone. On a read-only database it is
    /// one snapshot. After a failed fsync nothing more is written: every later call is a fault,
    /// and what the last commit came to is known after the next open.
    void transaction(const std::function<void()>& work);
    [[nodiscard]] bool in_transaction() const noexcept;
    /// True inside a transaction that SQLite has undone by itself after an error (a full disk,
    /// say): nothing that was done in it stands, and nothing more can be done in it.
    [[nodiscard]] bool transaction_lost() const noexcept;
    /// Folds the WAL into the file as far as readers let it. Only the writer may.
    void checkpoint();
    [[nodiscard]] const std::filesystem::path& file() const noexcept;  ///< "" in memory
    [[nodiscard]] bool read_only() const noexcept;

  private:
    explicit Database(std::unique_ptr<Connection> connection);
    std::unique_ptr<Connection> connection_;
};

/// The first row that is not as it was written.
struct WrongRow {
    std::string table;
    std::int64_t row = 0;
    std::string check;
    std::string found;
    std::string expected;

    friend bool operator==(const WrongRow&, const WrongRow&) = default;
};

[[nodiscard]] inline WrongRow wrong_row(std::string table, std::int64_t row, std::string check,
                                        std::string found, std::string expected) {
    return {.table = std::move(table),
            .row = row,
            .check = std::move(check),
            .found = std::move(found),
            .expected = std::move(expected)};
}

/// The copy of data/'s tables that `relief init` puts into a database, with their SHA-256.
class DatabaseSource final : public DataSource {
  public:
    explicit DatabaseSource(Database& database) : database_(&database) {}
    [[nodiscard]] std::string read(std::string_view name) const override;
    [[nodiscard]] std::string shown_name(std::string_view name) const override;

  private:
    Database* database_;
};

/// Copies every table of table_names() from `source` into a database that has none, with one
/// journal row (tables.store) that names them all with their SHA-256.
void store_tables(Database& database, const DataSource& source, Instant recorded_at);

/// The first stored table whose bytes are not those its journal row tells of; nothing where all
/// are right. `checked`, where given, becomes the number of tables looked at.
[[nodiscard]] std::optional<WrongRow> check_tables(Database& database,
                                                   std::int64_t* checked = nullptr);

}  // namespace relief
