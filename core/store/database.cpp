// SPDX-License-Identifier: Apache-2.0
#include "core/store/database.h"

#include "core/error.h"
#include "core/store/connection.h"
#include "core/store/new_file.h"
#include "core/store/schema.h"

#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <sqlite3.h>

namespace relief {
namespace {

namespace fs = std::filesystem;

void check_is_there(const fs::path& file) {
    std::error_code ignored;
    if (fs::is_regular_file(file, ignored)) {
        return;
    }
    const bool other = fs::exists(file, ignored);
    throw bad_input(
        {.code = other ? "db.foreign" : "db.missing",
         .message = other ? "this is not a database file" : "the database file does not exist",
         .file = file.string(),
         .expected = "a file made by relief init"});
}

/// The first reads of the content: a damaged file shows itself here, a newer one is refused.
std::int64_t read_version(Connection& connection) {
    const std::int64_t version = connection.integer("PRAGMA user_version");
    static_cast<void>(connection.integer("SELECT count(*) FROM sqlite_schema"));
    if (version > newest_schema_version()) {
        throw bad_input({.code = "db.newer",
                         .message = "the database was made by a newer version of Relief",
                         .file = connection.shown().string(),
                         .found = fmt::format("schema {}", version),
                         .expected = fmt::format("schema {} or older", newest_schema_version())});
    }
    return version;
}

/// A probe without a lock and without a look inside, so that nothing is put beside a file that is
/// not ours.
void check_is_ours(const fs::path& file) {
    check_is_there(file);
    Connection(Connection::Access::read, file, file).check_header();
}

std::unique_ptr<Connection> open_for_writing(const fs::path& file, WriteLock lock) {
    auto connection = std::make_unique<Connection>(Connection::Access::write, file, file);
    connection->hold(std::move(lock));
    connection->check_header();
    read_version(*connection);
    connection->configure();
    bring_schema_up(*connection);
    check_schema_tables(*connection);
    return connection;
}

}  // namespace

struct Statement::Impl {
    Connection* connection;
    std::string sql;
    sqlite3_stmt* handle;

    Impl(Connection& on, std::string_view text)
        : connection(&on), sql(text), handle(on.take_statement(text)) {}
    ~Impl() { connection->give_back(sql, handle); }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
};

Statement::Statement(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Statement::~Statement() = default;
Statement::Statement(Statement&&) noexcept = default;
Statement& Statement::operator=(Statement&&) noexcept = default;

Statement& Statement::bind(int index, std::int64_t value) {
    impl_->connection->check(sqlite3_bind_int64(impl_->handle, index, value));
    return *this;
}

Statement& Statement::bind(int index, double value) {
    impl_->connection->check(sqlite3_bind_double(impl_->handle, index, value));
    return *this;
}

Statement& Statement::bind(int index, std::string_view value) {
    const char* text = value.data() == nullptr ? "" : value.data();  // SQLite takes null for NULL
    impl_->connection->check(sqlite3_bind_text64(impl_->handle, index, text, value.size(),
                                                 SQLITE_TRANSIENT, SQLITE_UTF8));
    return *this;
}

Statement& Statement::bind_blob(int index, std::string_view value) {
    const char* bytes = value.data() == nullptr ? "" : value.data();
    impl_->connection->check(
        sqlite3_bind_blob64(impl_->handle, index, bytes, value.size(), SQLITE_TRANSIENT));
    return *this;
}

Statement& Statement::bind_null(int index) {
    impl_->connection->check(sqlite3_bind_null(impl_->handle, index));
    return *this;
}

bool Statement::step() {
    impl_->connection->check_may_run(impl_->handle);
    const int result = sqlite3_step(impl_->handle);
    if (result == SQLITE_ROW) {
        return true;
    }
    if (result == SQLITE_DONE) {
        return false;
    }
    const Error why = impl_->connection->error(result);  // before reset() takes the message away
    sqlite3_reset(impl_->handle);
    throw why;
}

void Statement::reset() {
    sqlite3_reset(impl_->handle);
}

void Statement::run() {
    while (step()) {
    }
    reset();
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(impl_->handle, column);
}

std::string Statement::text(int column) const {
    return std::string(view(column));
}

std::string_view Statement::view(int column) const {
    const unsigned char* bytes = sqlite3_column_text(impl_->handle, column);
    const int size = sqlite3_column_bytes(impl_->handle, column);
    return bytes == nullptr ? std::string_view()
                            : std::string_view(reinterpret_cast<const char*>(bytes),
                                               static_cast<std::size_t>(size));
}

std::string Statement::blob(int column) const {
    const void* bytes = sqlite3_column_blob(impl_->handle, column);
    const int size = sqlite3_column_bytes(impl_->handle, column);
    return bytes == nullptr
               ? std::string()
               : std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

bool Statement::is_null(int column) const {
    return sqlite3_column_type(impl_->handle, column) == SQLITE_NULL;
}

bool Statement::is_integer(int column) const {
    return sqlite3_column_type(impl_->handle, column) == SQLITE_INTEGER;
}

int Statement::columns() const {
    return sqlite3_column_count(impl_->handle);
}

std::string Statement::column_name(int column) const {
    const char* name = sqlite3_column_name(impl_->handle, column);
    return name == nullptr ? "" : name;
}

Database::Database(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Database::~Database() = default;
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;

Database Database::in_memory() {
    auto connection = std::make_unique<Connection>(Connection::Access::memory, "", "");
    connection->configure();
    bring_schema_up(*connection);
    return Database(std::move(connection));
}

Database Database::create(const fs::path& file) {
    return create(file, [](Database&) {});
}

Database Database::create(const fs::path& file, const std::function<void(Database&)>& fill) {
    check_does_not_exist(file);
    WriteLock lock(file);
    check_does_not_exist(file);  // the holder before us may have made it
    NewFile unfinished(file);
    {
        auto connection =
            std::make_unique<Connection>(Connection::Access::build, unfinished.path(), file);
        connection->configure();
        bring_schema_up(*connection);
        Database database(std::move(connection));
        fill(database);
        database.connection_->finish_building();
    }
    unfinished.publish();
    return Database(open_for_writing(file, std::move(lock)));
}

Database Database::open(const fs::path& file) {
    check_is_ours(file);
    WriteLock lock(file);
    return Database(open_for_writing(file, std::move(lock)));
}

Database Database::open_read_only(const fs::path& file) {
    check_is_there(file);
    auto connection = std::make_unique<Connection>(Connection::Access::read, file, file);
    connection->check_header();
    const std::int64_t version = read_version(*connection);
    if (version < newest_schema_version()) {
        throw bad_input({.code = "db.older",
                         .message = "the database has an older schema; any command that reads "
                                    "its books, but for verify, brings it up",
                         .file = file.string(),
                         .found = fmt::format("schema {}", version),
                         .expected = fmt::format("schema {}", newest_schema_version())});
    }
    check_schema_tables(*connection);
    connection->configure();
    return Database(std::move(connection));
}

Statement Database::prepare(std::string_view sql) {
    return Statement(std::make_unique<Statement::Impl>(*connection_, sql));
}

void Database::execute(std::string_view sql) {
    connection_->execute(sql);
}

void Database::transaction(const std::function<void()>& work) {
    connection_->begin();
    try {
        work();
        connection_->commit();
    } catch (...) {
        connection_->rollback();
        throw;
    }
}

bool Database::in_transaction() const noexcept {
    return connection_->in_transaction();
}

bool Database::transaction_lost() const noexcept {
    return connection_->lost_transaction();
}

void Database::checkpoint() {
    if (connection_->access() != Connection::Access::write) {
        throw fault({.code = "internal",
                     .message = "only the writer of a database file folds its WAL",
                     .file = file().string()});
    }
    connection_->check_may_run(nullptr);
    connection_->checkpoint(Connection::Fold::whole);
}

const fs::path& Database::file() const noexcept {
    return connection_->shown();
}

bool Database::read_only() const noexcept {
    return connection_->read_only();
}

}  // namespace relief
