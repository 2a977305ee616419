// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sqlite3.h>

#include <limits>

namespace relief::kit {

/// A disk that can be told to fail: a VFS around SQLite's own, the default one as long as the
/// object lives. Databases opened meanwhile must be closed before it goes.
class FaultyDisk {
  public:
    FaultyDisk() : base_(sqlite3_vfs_find(nullptr)), vfs_(*base_) {
        current() = this;
        vfs_.zName = "faulty";
        vfs_.szOsFile = static_cast<int>(sizeof(File)) + base_->szOsFile;
        vfs_.pNext = nullptr;
        vfs_.xOpen = open;
        sqlite3_vfs_register(&vfs_, 1);
    }
    ~FaultyDisk() {
        sqlite3_vfs_unregister(&vfs_);
        sqlite3_vfs_register(base_, 1);
        current() = nullptr;
    }
    FaultyDisk(const FaultyDisk&) = delete;
    FaultyDisk& operator=(const FaultyDisk&) = delete;

    /// The n-th write from now and all after it find the disk full (n counts from 1).
    void fill_at_write(int n) { writes_left_ = n - 1; }
    /// The n-th fsync from now and all after it fail.
    void break_sync_at(int n) { syncs_left_ = n - 1; }
    void mend() { writes_left_ = syncs_left_ = never; }
    /// How often it has failed.
    [[nodiscard]] int failures() const { return failures_; }

  private:
    struct File {
        sqlite3_file base;
        sqlite3_file* real;
    };
    static constexpr int never = std::numeric_limits<int>::max();

    static FaultyDisk*& current() {
        static FaultyDisk* disk = nullptr;  // C callbacks: SQLite gives them no room for an object
        return disk;
    }
    static sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<File*>(file)->real; }

    bool fails(int& left) {
        if (left == never) {
            return false;
        }
        if (left > 0) {
            --left;
            return false;
        }
        ++failures_;
        return true;
    }

    static int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
        auto* made = reinterpret_cast<File*>(file);
        made->real = reinterpret_cast<sqlite3_file*>(made + 1);
        sqlite3_vfs* base = current()->base_;
        const int result = base->xOpen(base, name, made->real, flags, out);
        file->pMethods = made->real->pMethods == nullptr ? nullptr : methods();
        return result;
    }

    static int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
        if (current()->fails(current()->writes_left_)) {
            return SQLITE_FULL;
        }
        return real(file)->pMethods->xWrite(real(file), bytes, size, at);
    }
    static int sync(sqlite3_file* file, int flags) {
        if (current()->fails(current()->syncs_left_)) {
            return SQLITE_IOERR_FSYNC;
        }
        return real(file)->pMethods->xSync(real(file), flags);
    }

    static const sqlite3_io_methods* methods() {
        static const sqlite3_io_methods all = make_methods();
        return &all;
    }
    /// Everything else is passed on.
    static sqlite3_io_methods make_methods() {
        using F = sqlite3_file*;
        sqlite3_io_methods m{};
        m.iVersion = 3;
        m.xClose = [](F f) { return real(f)->pMethods->xClose(real(f)); };
        m.xRead = [](F f, void* to, int size, sqlite3_int64 at) {
            return real(f)->pMethods->xRead(real(f), to, size, at);
        };
        m.xWrite = write;
        m.xTruncate = [](F f, sqlite3_int64 n) { return real(f)->pMethods->xTruncate(real(f), n); };
        m.xSync = sync;
        m.xFileSize = [](F f, sqlite3_int64* n) {
            return real(f)->pMethods->xFileSize(real(f), n);
        };
        m.xLock = [](F f, int kind) { return real(f)->pMethods->xLock(real(f), kind); };
        m.xUnlock = [](F f, int kind) { return real(f)->pMethods->xUnlock(real(f), kind); };
        m.xCheckReservedLock = [](F f, int* out) {
            return real(f)->pMethods->xCheckReservedLock(real(f), out);
        };
        m.xFileControl = [](F f, int op, void* arg) {
            return real(f)->pMethods->xFileControl(real(f), op, arg);
        };
        m.xSectorSize = [](F f) { return real(f)->pMethods->xSectorSize(real(f)); };
        m.xDeviceCharacteristics = [](F f) {
            return real(f)->pMethods->xDeviceCharacteristics(real(f));
        };
        m.xShmMap = [](F f, int page, int size, int extend, void volatile** out) {
            return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
        };
        m.xShmLock = [](F f, int offset, int n, int flags) {
            return real(f)->pMethods->xShmLock(real(f), offset, n, flags);
        };
        m.xShmBarrier = [](F f) { real(f)->pMethods->xShmBarrier(real(f)); };
        m.xShmUnmap = [](F f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); };
        m.xFetch = [](F f, sqlite3_int64 at, int n, void** out) {
            return real(f)->pMethods->xFetch(real(f), at, n, out);
        };
        m.xUnfetch = [](F f, sqlite3_int64 at, void* p) {
            return real(f)->pMethods->xUnfetch(real(f), at, p);
        };
        return m;
    }

    sqlite3_vfs* base_;
    sqlite3_vfs vfs_;
    int writes_left_ = never;
    int syncs_left_ = never;
    int failures_ = 0;
};

}  // namespace relief::kit
