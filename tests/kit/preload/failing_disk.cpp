// SPDX-License-Identifier: Apache-2.0
// Loaded before the C library (LD_PRELOAD): a disk that fails while the file named by
// RELIEF_FAILING_DISK holds "sync" (fsync says EIO) or "write" (a write says EIO).
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace {

bool fails(char kind) {
    const char* file = std::getenv("RELIEF_FAILING_DISK");
    const int flag = file == nullptr ? -1 : ::open(file, O_RDONLY | O_CLOEXEC);
    if (flag < 0) {
        return false;
    }
    char letter = 0;
    const bool said = ::read(flag, &letter, 1) == 1 && letter == kind;
    ::close(flag);
    return said;
}

template <typename Function>
Function next(const char* name) {
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

int fsync(int file) {
    if (fails('s')) {
        errno = EIO;
        return -1;
    }
    return next<int (*)(int)>("fsync")(file);
}

int fdatasync(int file) {
    if (fails('s')) {
        errno = EIO;
        return -1;
    }
    return next<int (*)(int)>("fdatasync")(file);
}

ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t at) {
    if (fails('w')) {
        errno = EIO;
        return -1;
    }
    return next<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64")(file, bytes, size, at);
}

ssize_t pwrite(int file, const void* bytes, size_t size, off_t at) {
    return pwrite64(file, bytes, size, at);
}

}  // extern "C"
