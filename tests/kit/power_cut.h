// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace relief::kit {

/// A disk whose power can be cut: a VFS around SQLite's own, the default one as long as the object
/// lives. It knows what of each file was put on the disk by an fsync and what was only written.
/// From the moment of the cut every write and fsync fails; survivors() then makes the files as they
/// are found when the power comes back. No real fsync is made, so that thousands of cuts are quick.
class PowerCut {
  public:
    /// What happens to the sectors (512 bytes) that were written and not yet synced.
    enum class Sectors {
        dropped,   ///< none of them came to the disk
        reordered  ///< any of them did, in any order, so that a write may be torn too
    };

    explicit PowerCut(unsigned seed)
        : random_(seed), base_(sqlite3_vfs_find(nullptr)), vfs_(*base_) {
        current() = this;
        vfs_.zName = "power-cut";
        vfs_.szOsFile = static_cast<int>(sizeof(File)) + base_->szOsFile;
        vfs_.pNext = nullptr;
        vfs_.xOpen = open;
        sqlite3_vfs_register(&vfs_, 1);
    }
    ~PowerCut() {
        sqlite3_vfs_unregister(&vfs_);
        sqlite3_vfs_register(base_, 1);
        current() = nullptr;
    }
    PowerCut(const PowerCut&) = delete;
    PowerCut& operator=(const PowerCut&) = delete;

    /// The power goes at the n-th write or fsync from now (n counts from 1).
    void cut_at(int n) { left_ = n - 1; }
    [[nodiscard]] bool is_cut() const { return cut_; }
    /// An fsync says it was done and is not.
    void lie() { lies_ = true; }

    /// Puts the file of that name, as it is found after the cut, to `to`.
    void survivors(const std::filesystem::path& name, const std::filesystem::path& to,
                   Sectors sectors) {
        const auto found = disks_.find(name.string());
        if (found == disks_.end()) {
            return;
        }
        std::string bytes = found->second.synced;
        if (sectors == Sectors::reordered) {
            keep_some(found->second.written, bytes);
        }
        std::ofstream(to, std::ios::binary | std::ios::trunc) << bytes;
    }

  private:
    /// A write, or the length a file was cut to.
    struct Written {
        std::size_t at = 0;
        std::string bytes;
        bool truncates = false;
    };
    struct Disk {
        std::string synced;
        std::vector<Written> written;
    };
    struct File {
        sqlite3_file base;
        sqlite3_file* real;
        Disk* disk;
    };
    static constexpr int never = std::numeric_limits<int>::max();
    static constexpr std::size_t sector = 512;

    static PowerCut*& current() {
        static PowerCut* disk = nullptr;  // C callbacks: SQLite gives them no room for an object
        return disk;
    }
    static File* self(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
    static sqlite3_file* real(sqlite3_file* file) { return self(file)->real; }

    static void apply(const Written& change, std::string& bytes) {
        if (change.truncates) {
            bytes.resize(change.at, '\0');
            return;
        }
        bytes.resize(std::max(bytes.size(), change.at + change.bytes.size()), '\0');
        std::copy(change.bytes.begin(), change.bytes.end(),
                  bytes.begin() + static_cast<std::ptrdiff_t>(change.at));
    }

    void keep_some(const std::vector<Written>& written, std::string& bytes) {
        std::vector<Written> sectors;
        for (const Written& change : written) {
            for (std::size_t from = 0; from < change.bytes.size(); from += sector) {
                if (random_() % 2 == 0) {
                    sectors.push_back({change.at + from, change.bytes.substr(from, sector), false});
                }
            }
            if (change.truncates && random_() % 2 == 0) {
                sectors.push_back(change);
            }
        }
        std::shuffle(sectors.begin(), sectors.end(), random_);
        for (const Written& change : sectors) {
            apply(change, bytes);
        }
    }

    bool goes_on() {
        if (left_ == 0) {
            cut_ = true;
        }
        if (cut_) {
            return false;
        }
        if (left_ != never) {
            --left_;
        }
        return true;
    }

    static int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
        File* made = self(file);
        made->real = reinterpret_cast<sqlite3_file*>(made + 1);
        made->disk = name == nullptr ? &current()->unnamed_ : &current()->disks_[name];
        sqlite3_vfs* base = current()->base_;
        const int result = base->xOpen(base, name, made->real, flags, out);
        file->pMethods = made->real->pMethods == nullptr ? nullptr : methods();
        if (result == SQLITE_OK && name != nullptr && made->disk->synced.empty()) {
            read_whole(made->real, made->disk->synced);
        }
        return result;
    }

    static void read_whole(sqlite3_file* file, std::string& bytes) {
        sqlite3_int64 size = 0;
        file->pMethods->xFileSize(file, &size);
        bytes.resize(static_cast<std::size_t>(size));
        if (size > 0) {
            file->pMethods->xRead(file, bytes.data(), static_cast<int>(size), 0);
        }
    }

    static int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
        if (!current()->goes_on()) {
            return SQLITE_IOERR_WRITE;
        }
        self(file)->disk->written.push_back(
            {static_cast<std::size_t>(at),
             std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size)), false});
        return real(file)->pMethods->xWrite(real(file), bytes, size, at);
    }
    static int truncate(sqlite3_file* file, sqlite3_int64 size) {
        if (!current()->goes_on()) {
            return SQLITE_IOERR_TRUNCATE;
        }
        self(file)->disk->written.push_back({static_cast<std::size_t>(size), "", true});
        return real(file)->pMethods->xTruncate(real(file), size);
    }
    static int sync(sqlite3_file* file, int /*flags*/) {
        if (!current()->goes_on()) {
            return SQLITE_IOERR_FSYNC;
        }
        Disk& disk = *self(file)->disk;
        if (!current()->lies_) {
            for (const Written& change : disk.written) {
                apply(change, disk.synced);
            }
            disk.written.clear();
        }
        return SQLITE_OK;
    }

    static const sqlite3_io_methods* methods() {
        static const sqlite3_io_methods all = make_methods();
        return &all;
    }
    /// Everything else is passed on.
    static sqlite3_io_methods make_methods() {
        using F = sqlite3_file*;
        sqlite3_io_methods m{};
        m.iVersion = 2;  // no memory mapping: every byte goes through write()
        m.xClose = [](F f) { return real(f)->pMethods->xClose(real(f)); };
        m.xRead = [](F f, void* to, int size, sqlite3_int64 at) {
            return real(f)->pMethods->xRead(real(f), to, size, at);
        };
        m.xWrite = write;
        m.xTruncate = truncate;
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
        m.xSectorSize = [](F) { return static_cast<int>(sector); };
        m.xDeviceCharacteristics = [](F) { return 0; };  // promises nothing
        m.xShmMap = [](F f, int page, int size, int extend, void volatile** out) {
            return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
        };
        m.xShmLock = [](F f, int offset, int n, int flags) {
            return real(f)->pMethods->xShmLock(real(f), offset, n, flags);
        };
        m.xShmBarrier = [](F f) { real(f)->pMethods->xShmBarrier(real(f)); };
        m.xShmUnmap = [](F f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); };
        return m;
    }

    std::mt19937 random_;
    sqlite3_vfs* base_;
    sqlite3_vfs vfs_;
    std::map<std::string, Disk> disks_;  ///< by the name SQLite opens
    Disk unnamed_;
    int left_ = never;
    bool cut_ = false;
    bool lies_ = false;
};

}  // namespace relief::kit
