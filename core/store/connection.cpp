// SPDX-License-Identifier: Apache-2.0
#include "core/store/connection.h"

#include "core/store/schema.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

namespace relief {
namespace {

namespace fs = std::filesystem;

constexpr int busy_timeout_ms = 5000;
// 16 MiB: a checkpoint writes a page once however often it was changed, and whoever commits waits
// for it.
constexpr int wal_pages_before_checkpoint = 4000;
constexpr std::size_t idle_texts_max = 128;
constexpr std::string_view magic{"SQLite format 3\0", 16};
constexpr std::size_t header_size = 100;
constexpr std::size_t page_size_offset = 16;
constexpr std::size_t page_count_offset = 28;
constexpr std::size_t application_id_offset = 68;

int open_flags(Connection::Access access) {
    // Connections are not shared between threads, so SQLite need not lock each call.
    constexpr int common = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    switch (access) {
        case Connection::Access::memory:
            return common | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY;
        case Connection::Access::read: return common | SQLITE_OPEN_READONLY;
        case Connection::Access::write: return common | SQLITE_OPEN_READWRITE;
        case Connection::Access::build: return common | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    }
    return common | SQLITE_OPEN_READONLY;
}

std::int64_t big_endian(std::string_view bytes) {
    std::int64_t value = 0;
    for (const char byte : bytes) {
        value = value * 256 + static_cast<unsigned char>(byte);
    }
    return value;
}

bool means_full(int result, int system_error) {
    // A failed fsync is never "just" a full disk: nobody knows what it has kept.
    const bool on_disk = (result & 0xff) == SQLITE_IOERR && result != SQLITE_IOERR_FSYNC &&
                         result != SQLITE_IOERR_DIR_FSYNC;
    return result == SQLITE_FULL ||
           (on_disk && (system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG));
}

/// The disk did not keep what it was given. Trying again would only hide that.
bool means_untrustworthy_disk(int result) {
    return result == SQLITE_IOERR_FSYNC || result == SQLITE_IOERR_DIR_FSYNC ||
           result == SQLITE_IOERR_WRITE || result == SQLITE_IOERR_TRUNCATE;
}

Error stopped_error(const fs::path& file) {
    return fault({.code = "db.stopped",
                  .message =
                      "writing stopped when the disk failed; mend the disk, start again, and "
                      "see what the last change came to",
                  .file = file.string()});
}

/// What a savepoint may have to give back stays in memory up to 16 MiB. By default SQLite makes and
/// removes a file for every change of more than 16 pages, which takes longer than the change. For
/// the whole process, before SQLite begins; where a library beside us began it, nothing is lost but
/// the speed.
void keep_savepoints_in_memory() {
    constexpr int bytes_max = 16 << 20;
    static const int result = sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, bytes_max);
    static_cast<void>(result);
}

}  // namespace

Connection::Connection(Access access, fs::path file, fs::path shown)
    : access_(access), file_(std::move(file)), shown_(std::move(shown)) {
    keep_savepoints_in_memory();
    const int result = sqlite3_open_v2(access == Access::memory ? ":memory:" : file_.c_str(),
                                       &handle_, open_flags(access), nullptr);
    if (result != SQLITE_OK) {
        const Error why = error(result);
        sqlite3_close(handle_);
        throw why;
    }
    keep_settings();
}

Connection::~Connection() {
    forget_idle();
    if (stopped_) {
        // The WAL is the only witness of the last commit: leave it for the next open.
        sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    }
    sqlite3_close_v2(handle_);
}

/// What needs no look at the file.
void Connection::keep_settings() {
    sqlite3_busy_timeout(handle_, busy_timeout_ms);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    // Without it a partial index makes SQLite plan a statement again for each value bound to it.
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr);
    // Nobody checkpoints but the writer, once it has seen that the file is its own (set_up_writer).
    sqlite3_wal_autocheckpoint(handle_, 0);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

void Connection::check_header() {
    sqlite3_file* opened = nullptr;
    sqlite3_file_control(handle_, "main", SQLITE_FCNTL_FILE_POINTER, &opened);
    std::array<char, header_size> header{};
    const int result =
        opened == nullptr || opened->pMethods == nullptr
            ? SQLITE_CANTOPEN
            : opened->pMethods->xRead(opened, header.data(), static_cast<int>(header_size), 0);
    if (result != SQLITE_OK && result != SQLITE_IOERR_SHORT_READ) {
        throw error(result);
    }
    const std::string_view bytes(header.data(), header.size());
    ErrorDetail detail{.code = "db.foreign",
                       .message = "the file is not a Relief database",
                       .file = shown_.string(),
                       .line = 0,
                       .field = {},
                       .found = {},
                       .expected = "a file made by relief init"};
    if (!bytes.starts_with(magic)) {
        const bool empty = bytes.find_first_not_of('\0') == std::string_view::npos;
        detail.found = empty ? "an empty file" : "a file of another kind";
        throw bad_input(std::move(detail));
    }
    if (result == SQLITE_IOERR_SHORT_READ) {
        throw damaged("a file shorter than its header", "a whole file");
    }
    const std::int64_t id = big_endian(bytes.substr(application_id_offset, 4));
    if (id != application_id) {
        detail.found = fmt::format("an SQLite database with application_id {}", id);
        throw bad_input(std::move(detail));
    }
    check_size(opened, bytes);
}

/// SQLite reads what was cut off the last page as zeros. A file may be shorter than its header says
/// only while the WAL holds the rest. (The header was read first and a live file only grows.)
void Connection::check_size(sqlite3_file* opened, std::string_view header) const {
    const std::int64_t told_page_size = big_endian(header.substr(page_size_offset, 2));
    const std::int64_t page_size = told_page_size == 1 ? 65536 : told_page_size;
    const std::int64_t expected = page_size * big_endian(header.substr(page_count_offset, 4));
    sqlite3_int64 size = 0;
    if (opened->pMethods->xFileSize(opened, &size) != SQLITE_OK || size >= expected) {
        return;
    }
    std::error_code missing;
    const auto wal_size = fs::file_size(file_.string() + "-wal", missing);
    if (missing || wal_size == 0) {
        throw damaged(fmt::format("{} bytes", size), fmt::format("{} bytes", expected));
    }
}

Error Connection::damaged(std::string found, std::string expected) const {
    return bad_input({.code = "db.damaged",
                      .message = "the database is damaged",
                      .file = shown_.string(),
                      .found = std::move(found),
                      .expected = std::move(expected)});
}

void Connection::configure() {
    // 64 MiB of pages kept where they are wanted: SQLite's 2 MB make it read the same pages of
    // large books over and over.
    execute(
        "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; PRAGMA cell_size_check=ON; "
        "PRAGMA cache_size=-65536");
    switch (access_) {
        case Access::memory: break;
        case Access::read:
            execute("PRAGMA query_only=ON");
            sqlite3_set_authorizer(handle_, &Connection::allow_reader, nullptr);
            break;
        case Access::write: set_up_writer(); break;
        case Access::build:
            execute(
                "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA cache_size=-262144");
            break;
    }
}

/// Not even by SQL: SQLite 3.40 lets a read-only connection begin a checkpoint when it is told to.
int Connection::allow_reader(void* /*unused*/, int action, const char* first,
                             const char* /*second*/, const char* /*database*/,
                             const char* /*trigger*/) {
    const bool pragma = action == SQLITE_PRAGMA && first != nullptr;
    const bool about_wal = pragma && (sqlite3_strnicmp(first, "wal_", 4) == 0 ||
                                      sqlite3_stricmp(first, "journal_mode") == 0);
    return about_wal || action == SQLITE_ATTACH ? SQLITE_DENY : SQLITE_OK;
}

void Connection::set_up_writer() {
    if (sqlite3_db_readonly(handle_, "main") == 1) {
        throw bad_input({.code = "file.write",
                         .message = "the database cannot be written to",
                         .file = shown_.string(),
                         .expected = "a file and a folder this user may write to"});
    }
    use_wal();
    execute("PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864");
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
    sqlite3_wal_hook(handle_, &Connection::on_commit, this);
}

/// Nothing below matters before the file has its name, so it was written without a single fsync;
/// now the WAL mode is set in its header and all of it is put on disk at once by publish().
void Connection::finish_building() {
    use_wal();
}

/// SQLite keeps the mode it has, without an error, where the file system cannot do WAL.
void Connection::use_wal() {
    const std::string mode = text("PRAGMA journal_mode=WAL");
    if (mode != "wal") {
        throw bad_input({.code = "file.write",
                         .message = "the file system cannot hold a database in WAL mode",
                         .file = shown_.string(),
                         .found = mode,
                         .expected = "a local file system"});
    }
}

int Connection::on_commit(void* connection, sqlite3* /*handle*/, const char* /*name*/,
                          int wal_pages) {
    auto* self = static_cast<Connection*>(connection);
    if (wal_pages >= wal_pages_before_checkpoint) {
        try {
            self->checkpoint(Fold::wanted);
        } catch (const std::exception&) {
            // The commit itself stands, so it must not be reported as failed. A checkpoint that
            // found the disk full is tried again at the next commit; one whose fsync failed has
            // stopped all further writing by error().
            return SQLITE_OK;
        }
    }
    return SQLITE_OK;
}

void Connection::checkpoint(Fold fold) {
    sqlite3_busy_timeout(handle_, 0);  // a reader in the way is no error: the rest comes later
    const int result = sqlite3_wal_checkpoint_v2(
        handle_, "main",
        fold == Fold::whole ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE, nullptr,
        nullptr);
    sqlite3_busy_timeout(handle_, busy_timeout_ms);
    if (result != SQLITE_BUSY) {
        check(result);
    }
}

void Connection::execute(std::string_view sql) {
    check_may_run(nullptr);
    check(sqlite3_exec(handle_, std::string(sql).c_str(), nullptr, nullptr, nullptr));
}

std::string Connection::text(std::string_view sql) {
    sqlite3_stmt* statement = take_statement(sql);
    int result = sqlite3_step(statement);
    const unsigned char* bytes = result == SQLITE_ROW ? sqlite3_column_text(statement, 0) : nullptr;
    std::string value = bytes == nullptr ? "" : reinterpret_cast<const char*>(bytes);
    while (result == SQLITE_ROW) {
        result = sqlite3_step(statement);  // a PRAGMA may do its work only after its row
    }
    give_back(sql, statement);
    if (result != SQLITE_DONE) {
        throw error(result);
    }
    return value;
}

std::int64_t Connection::integer(std::string_view sql) {
    const std::string digits = text(sql);
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

sqlite3_stmt* Connection::take_statement(std::string_view sql) {
    const auto found = idle_.find(sql);
    if (found != idle_.end() && !found->second.empty()) {
        sqlite3_stmt* statement = found->second.back();
        found->second.pop_back();
        return statement;
    }
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                             SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
    return statement;
}

void Connection::give_back(std::string_view sql, sqlite3_stmt* statement) noexcept {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    try {
        auto found = idle_.find(sql);
        if (found == idle_.end()) {
            if (idle_.size() >= idle_texts_max) {
                forget_idle();  // a proof asks much once; what is asked again is soon here again
            }
            found = idle_.emplace(sql, std::vector<sqlite3_stmt*>{}).first;
        }
        found->second.push_back(statement);
        return;
    } catch (const std::bad_alloc&) {
        // not kept, then
    }
    sqlite3_finalize(statement);
}

void Connection::forget_idle() noexcept {
    for (const auto& [text, statements] : idle_) {
        for (sqlite3_stmt* statement : statements) {
            sqlite3_finalize(statement);
        }
    }
    idle_.clear();
}

bool Connection::lost_transaction() const noexcept {
    return depth_ > 0 && sqlite3_get_autocommit(handle_) != 0;
}

void Connection::check_may_run(sqlite3_stmt* statement) const {
    if (lost_transaction()) {
        throw fault({.code = "internal",
                     .message = "the transaction was rolled back after an error and goes on",
                     .file = shown_.string()});
    }
    const bool reads = statement != nullptr && sqlite3_stmt_readonly(statement) != 0;
    if (stopped_ && !reads) {
        throw stopped_error(shown_);
    }
}

/// execute() for what is said many times: the statement is kept.
void Connection::run(std::string_view sql) {
    check_may_run(nullptr);
    sqlite3_stmt* statement = take_statement(sql);
    const int result = sqlite3_step(statement);
    if (result == SQLITE_DONE) {
        give_back(sql, statement);
        return;
    }
    const Error why = error(result);  // before give_back() takes the message away
    give_back(sql, statement);
    throw why;
}

void Connection::begin() {
    if (depth_ == 0) {
        run(access_ == Access::read ? "BEGIN" : "BEGIN IMMEDIATE");
    } else {
        run("SAVEPOINT inner");
    }
    ++depth_;
}

void Connection::commit() {
    run(depth_ == 1 ? "COMMIT" : "RELEASE inner");
    --depth_;
}

void Connection::rollback() noexcept {
    // Not execute(): rolling back must also do after a failed fsync and after SQLite has done it.
    if (!lost_transaction()) {
        sqlite3_exec(handle_, depth_ == 1 ? "ROLLBACK" : "ROLLBACK TO inner; RELEASE inner",
                     nullptr, nullptr, nullptr);
    }
    --depth_;
}

void Connection::check(int result) {
    if (result != SQLITE_OK) {
        throw error(result);
    }
}

/// What the kernel said. SQLite 3.40 does not pass it on from a failed COMMIT, the file that was
/// written to still knows it.
int Connection::last_system_error() const {
    if (handle_ == nullptr) {
        return errno;
    }
    int number = sqlite3_system_errno(handle_);
    for (const int which : {SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER}) {
        sqlite3_file* opened = nullptr;
        sqlite3_file_control(handle_, "main", which, &opened);
        // A journal in memory has methods, but not this one.
        if (number == 0 && opened != nullptr && opened->pMethods != nullptr &&
            opened->pMethods->xFileControl != nullptr) {
            opened->pMethods->xFileControl(opened, SQLITE_FCNTL_LAST_ERRNO, &number);
        }
    }
    return number;
}

Error Connection::error(int result) {
    const int system_error = last_system_error();
    const std::string said = handle_ == nullptr ? sqlite3_errstr(result) : sqlite3_errmsg(handle_);
    ErrorDetail detail{.code = "internal",
                       .message = fmt::format("the store failed: {} ({})", said, result),
                       .file = shown_.string()};
    if (means_full(result, system_error)) {
        detail.code = "db.full";
        detail.message = "the disk is full; nothing was changed";
        detail.expected = "free space in the folder of the database";
        return bad_input(std::move(detail));
    }
    if (means_untrustworthy_disk(result)) {
        stopped_ = true;
        detail.code = "db.stopped";
        detail.message = fmt::format(
            "the disk failed ({}); writing stops here, and what the last "
            "change came to is known after the next start",
            std::strerror(system_error));
        return fault(std::move(detail));
    }
    switch (result & 0xff) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return damaged(said, "a whole database; bring back the last backup");
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            detail.code = "db.locked";
            detail.message = "another program holds the database";
            detail.found = said;
            detail.expected = "no other program on the file while Relief runs";
            return conflict(std::move(detail));
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_READONLY:
            detail.code = read_only() ? "file.read" : "file.write";
            detail.message = "the database, or what SQLite keeps beside it, cannot be opened";
            detail.found = system_error != 0 ? std::strerror(system_error) : said;
            detail.expected = read_only()
                                  ? "a file this user may read, in a folder where SQLite may keep "
                                    "-wal and -shm beside it; else a copy in such a folder"
                                  : "a file and a folder this user may write to";
            return bad_input(std::move(detail));
        default: return fault(std::move(detail));
    }
}

}  // namespace relief
