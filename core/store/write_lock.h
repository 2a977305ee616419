// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace relief {

/// The right to write to a database file, one process at a time. It lies beside the database as
/// FILE.lock, "PID HOST SINCE" in one line, and is held by the kernel: a killed process lets go.
class WriteLock {
  public:
    WriteLock() = default;
    /// Takes the lock of `database`, which need not exist yet. conflict (db.locked) names who
    /// holds it; bad_input (file.write) where no lock file can be made.
    explicit WriteLock(const std::filesystem::path& database);
    ~WriteLock();
    WriteLock(WriteLock&& other) noexcept;
    WriteLock& operator=(WriteLock&& other) noexcept;
    WriteLock(const WriteLock&) = delete;
    WriteLock& operator=(const WriteLock&) = delete;

  private:
    void release() noexcept;

    std::filesystem::path path_;
    int descriptor_ = -1;
    int process_ = 0;  ///< a forked child that ends must not take the lock file away
};

}  // namespace relief
