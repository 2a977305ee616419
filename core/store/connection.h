// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "core/store/write_lock.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct sqlite3;
struct sqlite3_file;
struct sqlite3_stmt;

namespace relief {

/// One SQLite connection with its settings, its transactions and its errors. For core/store only.
///
/// The system's SQLite (3.40) has the WAL-reset bug: a commit can be lost where one connection
/// checkpoints while another resets the WAL. So there is one writing connection at a time in all
/// processes together (WriteLock), it alone checkpoints, and readers cannot: they are opened
/// read-only, have no automatic checkpoint and none on close.
class Connection {
  public:
    enum class Access {
        memory,  ///< a database that lives as long as the connection
        read,
        write,  ///< the file must exist
        build   ///< a new file nobody else knows yet; put on disk only by finish_building()
    };

    /// Opens `file` under SQLite's settings, its content being unread yet. Messages call it
    /// `shown`.
    Connection(Access access, std::filesystem::path file, std::filesystem::path shown);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Refuses what is no Relief database (db.foreign, db.damaged) by its first 100 bytes; reads
    /// through SQLite, since closing a descriptor of our own would drop this process's locks.
    void check_header();
    /// Foreign keys, WAL with synchronous=FULL, and who checkpoints. Touches the content.
    void configure();
    void finish_building();

    void hold(WriteLock lock) { lock_ = std::move(lock); }
    [[nodiscard]] Access access() const noexcept { return access_; }
    [[nodiscard]] bool read_only() const noexcept { return access_ == Access::read; }
    [[nodiscard]] const std::filesystem::path& shown() const noexcept { return shown_; }
    [[nodiscard]] sqlite3* handle() const noexcept { return handle_; }

    void execute(std::string_view sql);
    /// The first column of the first row; "" and 0 where there is none.
    [[nodiscard]] std::string text(std::string_view sql);
    [[nodiscard]] std::int64_t integer(std::string_view sql);

    sqlite3_stmt* take_statement(std::string_view sql);
    void give_back(std::string_view sql, sqlite3_stmt* statement) noexcept;
    /// To be called before a statement runs: a statement must not slip out of a transaction that
    /// SQLite has rolled back by itself, and nothing is written after a failed fsync.
    void check_may_run(sqlite3_stmt* statement) const;

    void begin();
    void commit();
    void rollback() noexcept;
    [[nodiscard]] bool in_transaction() const noexcept { return depth_ > 0; }
    /// SQLite has rolled back by itself what begin() began.
    [[nodiscard]] bool lost_transaction() const noexcept;

    /// How far a checkpoint must go: `wanted` folds what readers let it, `whole` also empties the
    /// WAL where no reader is in the way.
    enum class Fold { wanted, whole };
    void checkpoint(Fold fold);

    [[nodiscard]] Error damaged(std::string found, std::string expected) const;
    /// The error of a failed call, of the kind and code a person can act on.
    [[nodiscard]] Error error(int result);
    void check(int result);

  private:
    void run(std::string_view sql);
    void forget_idle() noexcept;
    [[nodiscard]] int last_system_error() const;
    void check_size(sqlite3_file* opened, std::string_view header) const;
    void keep_settings();
    void set_up_writer();
    void use_wal();
    static int allow_reader(void* unused, int action, const char* first, const char* second,
                            const char* database, const char* trigger);
    static int on_commit(void* connection, sqlite3* handle, const char* name, int wal_pages);

    Access access_;
    std::filesystem::path file_;
    std::filesystem::path shown_;
    WriteLock lock_;  ///< given up after the destructor's body has closed the handle
    sqlite3* handle_ = nullptr;
    int depth_ = 0;
    bool stopped_ = false;
    std::map<std::string, std::vector<sqlite3_stmt*>, std::less<>> idle_;
};

}  // namespace relief
