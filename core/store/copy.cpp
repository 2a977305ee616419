// SPDX-License-Identifier: Apache-2.0
#include "core/store/copy.h"

#include "core/error.h"
#include "core/store/connection.h"
#include "core/store/digest.h"
#include "core/store/schema.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace relief {
namespace {

namespace fs = std::filesystem;

void check_is_file(const fs::path& file) {
    std::error_code ignored;
    if (!fs::is_regular_file(file, ignored)) {
        const bool other = fs::exists(file, ignored);
        throw bad_input(
            {.code = other ? "db.foreign" : "db.missing",
             .message = other ? "this is not a database file" : "the database file does not exist",
             .file = file.string(),
             .expected = "a database of Relief"});
    }
}

void check_not_newer(Connection& connection) {
    const std::int64_t version = connection.integer("PRAGMA user_version");
    if (version > newest_schema_version()) {
        throw bad_input({.code = "db.newer",
                         .message = "the database was made by a newer version of Relief",
                         .file = connection.shown().string(),
                         .found = fmt::format("schema {}", version),
                         .expected = fmt::format("schema {} or older", newest_schema_version())});
    }
}

/// All pages at once: a copy in several steps begins again whenever somebody writes meanwhile.
void copy_pages(Connection& from, Connection& to) {
    sqlite3_backup* copy = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
    if (copy == nullptr) {
        throw to.error(sqlite3_errcode(to.handle()));
    }
    const int stepped = sqlite3_backup_step(copy, -1);
    const int finished = sqlite3_backup_finish(copy);
    if (finished != SQLITE_OK) {
        throw to.error(finished);
    }
    if (stepped != SQLITE_DONE) {
        throw from.error(stepped);  // somebody holds the source: no error that finish() knows
    }
}

Error cannot_read(const fs::path& file, int why) {
    return bad_input({.code = "file.read",
                      .message = "the file cannot be read",
                      .file = file.string(),
                      .found = std::strerror(why),
                      .expected = "a file this user may read"});
}

/// A file as bytes, without a copy of it in memory.
class MappedFile {
  public:
    explicit MappedFile(const fs::path& file) {
        const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
        struct stat about {};
        if (descriptor < 0 || ::fstat(descriptor, &about) != 0) {
            const int why = errno;
            if (descriptor >= 0) {
                ::close(descriptor);
            }
            throw cannot_read(file, why);
        }
        size_ = static_cast<std::size_t>(about.st_size);
        bytes_ =
            size_ == 0 ? nullptr : ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, descriptor, 0);
        const int why = errno;
        ::close(descriptor);
        if (bytes_ == MAP_FAILED) {
            throw cannot_read(file, why);
        }
    }
    ~MappedFile() {
        if (bytes_ != nullptr) {
            ::munmap(bytes_, size_);
        }
    }
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    [[nodiscard]] std::string_view bytes() const {
        return size_ == 0 ? std::string_view()
                          : std::string_view(static_cast<const char*>(bytes_), size_);
    }

  private:
    void* bytes_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace

void copy_database(const fs::path& db, const fs::path& to) {
    check_is_file(db);
    Connection reader(Connection::Access::read, db, db);
    reader.check_header();
    check_not_newer(reader);
    reader.configure();
    Connection copy(Connection::Access::build, to, to);
    copy.configure();
    copy_pages(reader, copy);
    // The pages say "with a log" as their source did; a copy that lies by itself has none.
    if (copy.text("PRAGMA journal_mode=DELETE") != "delete") {
        throw fault({.code = "internal",
                     .message = "the copy of the database still wants a log",
                     .file = to.string()});
    }
}

void check_stands_alone(const fs::path& file) {
    check_is_file(file);
    constexpr std::array<std::string_view, 2> suffixes{"-wal", "-journal"};
    for (const std::string_view suffix : suffixes) {
        const fs::path log = file.string() + std::string(suffix);
        std::error_code missing;
        if (fs::file_size(log, missing) > 0 && !missing) {
            throw bad_input({.code = "backup.log",
                             .message = "the log of another database lies beside the backup",
                             .file = log.string(),
                             .expected = "a backup without a log; move the log away"});
        }
    }
    Connection reader(Connection::Access::read, file, file);
    reader.check_header();
    check_not_newer(reader);
}

std::int64_t schema_version_of(const fs::path& file) {
    Connection reader(Connection::Access::read, file, file);
    return reader.integer("PRAGMA user_version");
}

void copy_bytes(const fs::path& from, const fs::path& to) {
    std::error_code why;
    fs::copy_file(from, to, fs::copy_options::none, why);
    if (!why) {
        return;
    }
    const int number = why.value();
    const bool full = number == ENOSPC || number == EDQUOT || number == EFBIG;
    throw bad_input({.code = full ? "db.full" : "file.write",
                     .message = full ? "the disk is full; nothing was changed"
                                     : "the database cannot be written",
                     .file = to.string(),
                     .found = why.message(),
                     .expected = full ? "free space in the folder of the database"
                                      : "a folder this user may write to"});
}

std::string sha256_of_file(const fs::path& file) {
    return sha256_hex(MappedFile(file).bytes());
}

}  // namespace relief
