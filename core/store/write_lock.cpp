// SPDX-License-Identifier: Apache-2.0
#include "core/store/write_lock.h"

#include "core/error.h"
#include "core/time.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace relief {
namespace {

namespace fs = std::filesystem;

/// One lock file for one database, by whatever link or folder it was named.
fs::path lock_path(const fs::path& database) {
    std::error_code ignored;
    fs::path real = fs::weakly_canonical(database, ignored);
    if (real.empty()) {
        real = database;
    }
    return real += ".lock";
}

Error cannot_lock(const fs::path& path, int why) {
    return bad_input({.code = "file.write",
                      .message = "the write lock of the database cannot be made",
                      .file = path.string(),
                      .found = std::strerror(why),
                      .expected = "a folder this user may write to"});
}

std::string read_holder(int descriptor) {
    std::array<char, 256> text{};
    const ssize_t size = ::pread(descriptor, text.data(), text.size(), 0);
    std::string holder(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    while (!holder.empty() && holder.back() == '\n') {
        holder.pop_back();
    }
    return holder;
}

/// Somebody's name for a message: "process 4711 on host desk1 since 2017-07-14T12:00+08:00".
std::string describe_holder(const std::string& holder) {
    const std::size_t host = holder.find(' ');
    const std::size_t since = host == std::string::npos ? host : holder.find(' ', host + 1);
    if (since == std::string::npos) {
        return "a process that has not said its name";
    }
    return fmt::format("process {} on host {} since {}", holder.substr(0, host),
                       holder.substr(host + 1, since - host - 1), holder.substr(since + 1));
}

/// The lock file can be taken away by its last holder between our open and our flock; then the
/// lock we got is on a file nobody else will ever see.
bool is_still_there(int descriptor, const fs::path& path) {
    struct stat ours {};
    struct stat named {};
    return ::fstat(descriptor, &ours) == 0 && ::stat(path.c_str(), &named) == 0 &&
           ours.st_ino == named.st_ino && ours.st_dev == named.st_dev;
}

bool write_text(int descriptor, const std::string& text) {
    return ::ftruncate(descriptor, 0) == 0 &&
           ::pwrite(descriptor, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
}

/// The time comes from the file system's stamp on our own writing: this part asks no clock.
void write_holder(int descriptor) {
    std::array<char, 256> host{};
    if (::gethostname(host.data(), host.size() - 1) != 0) {
        host[0] = '?';
    }
    const std::string who = fmt::format("{} {}", ::getpid(), host.data());
    struct stat stamp {};
    if (!write_text(descriptor, who) || ::fstat(descriptor, &stamp) != 0) {
        return;  // a full disk: the lock is held all the same, only its holder stays unnamed
    }
    const Instant since{std::chrono::seconds{stamp.st_mtim.tv_sec}};
    write_text(descriptor, fmt::format("{} {}\n", who, format_instant(since)));
}

}  // namespace

WriteLock::WriteLock(const fs::path& database) : path_(lock_path(database)), process_(::getpid()) {
    while (true) {
        descriptor_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
        if (descriptor_ < 0) {
            throw cannot_lock(path_, errno);
        }
        if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
            const int why = errno;
            const std::string holder = read_holder(descriptor_);
            ::close(descriptor_);
            if (why != EWOULDBLOCK) {
                throw cannot_lock(path_, why);
            }
            throw conflict({.code = "db.locked",
                            .message = "another process is writing to the database",
                            .file = database.string(),
                            .found = describe_holder(holder),
                            .expected = "one writer at a time"});
        }
        if (is_still_there(descriptor_, path_)) {
            write_holder(descriptor_);
            return;
        }
        ::close(descriptor_);
    }
}

WriteLock::~WriteLock() {
    release();
}

WriteLock::WriteLock(WriteLock&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      process_(other.process_) {}

WriteLock& WriteLock::operator=(WriteLock&& other) noexcept {
    if (this != &other) {
        release();
        path_ = std::move(other.path_);
        descriptor_ = std::exchange(other.descriptor_, -1);
        process_ = other.process_;
    }
    return *this;
}

void WriteLock::release() noexcept {
    if (descriptor_ < 0) {
        return;
    }
    if (process_ == ::getpid()) {
        ::unlink(path_.c_str());  // while it is still held, so that nobody's is taken away
    }
    ::close(descriptor_);
    descriptor_ = -1;
}

}  // namespace relief
