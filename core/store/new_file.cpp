// SPDX-License-Identifier: Apache-2.0
#include "core/store/new_file.h"

#include "core/error.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace relief {
namespace {

namespace fs = std::filesystem;

Error already_there(const fs::path& file) {
    return refused({.code = "db.exists",
                    .message = "there is a file of this name and it is not overwritten",
                    .file = file.string(),
                    .expected = "a name that is not taken"});
}

Error cannot_write(const fs::path& file, int why) {
    const bool full = why == ENOSPC || why == EDQUOT || why == EFBIG;
    return bad_input({.code = full ? "db.full" : "file.write",
                      .message = full ? "the disk is full; nothing was changed"
                                      : "the database cannot be written",
                      .file = file.string(),
                      .found = std::strerror(why),
                      .expected = full ? "free space in the folder of the database"
                                       : "a folder this user may write to"});
}

/// rename() that never takes the place of another file.
int rename_to_free_name(const fs::path& from, const fs::path& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) {
        return 0;
    }
    if (errno != EINVAL && errno != ENOSYS) {
        return errno;
    }
    // File systems without RENAME_NOREPLACE: a link never replaces either.
    if (::link(from.c_str(), to.c_str()) != 0) {
        return errno;
    }
    return ::unlink(from.c_str()) == 0 ? 0 : errno;
}

}  // namespace

void check_does_not_exist(const fs::path& file) {
    std::error_code ignored;
    if (fs::exists(fs::symlink_status(file, ignored))) {
        throw already_there(file);
    }
    // SQLite would fold the log of a lost database into a new one of its name. An empty log, as a
    // reader leaves it, says nothing.
    for (const std::string_view suffix : {"-wal", "-journal"}) {
        const fs::path log = file.string() + std::string(suffix);
        std::error_code missing;
        if (fs::file_size(log, missing) > 0 && !missing) {
            throw refused({.code = "db.exists",
                           .message = "the log of a database that was here before is still there",
                           .file = log.string(),
                           .expected = "its database brought back, or the log moved away"});
        }
    }
}

NewFile::NewFile(fs::path file) : file_(std::move(file)), unfinished_(file_) {
    unfinished_ += ".new";
    remove();
}

NewFile::~NewFile() {
    remove();
}

void NewFile::remove() noexcept {
    constexpr std::array<std::string_view, 4> suffixes{"", "-journal", "-wal", "-shm"};
    for (const std::string_view suffix : suffixes) {
        ::unlink((unfinished_.string() + std::string(suffix)).c_str());
    }
}

void NewFile::put_on_disk(const fs::path& path, int flags) const {
    const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
    const int synced = descriptor < 0 ? -1 : ::fsync(descriptor);
    const int why = errno;
    if (descriptor >= 0) {
        ::close(descriptor);
    }
    if (synced != 0) {
        throw cannot_write(file_, why);
    }
}

void NewFile::publish() {
    publish_as(file_);
}

void NewFile::publish_as(const fs::path& file) {
    put_on_disk(unfinished_, O_RDWR);
    const int why = rename_to_free_name(unfinished_, file);
    if (why == EEXIST) {
        throw already_there(file);
    }
    if (why != 0) {
        throw cannot_write(file, why);
    }
    const fs::path folder = file.parent_path();
    put_on_disk(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
}

}  // namespace relief
