// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace relief {

/// Refused (db.exists) where there is something of this name, or the log of such a database.
void check_does_not_exist(const std::filesystem::path& file);

/// A database file in the making, under the name FILE.new. It becomes FILE by publish(); without
/// that it is taken away again. To be used under FILE's write lock.
class NewFile {
  public:
    /// Takes away what a killed process left there.
    explicit NewFile(std::filesystem::path file);
    ~NewFile();
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return unfinished_; }
    /// Puts the bytes on disk, then the name. Refused (db.exists) where somebody else has made
    /// FILE meanwhile: nothing is ever overwritten.
    void publish();
    /// The same under another name, for one that is known only when the content is.
    void publish_as(const std::filesystem::path& file);

  private:
    void put_on_disk(const std::filesystem::path& path, int flags) const;
    void remove() noexcept;

    std::filesystem::path file_;
    std::filesystem::path unfinished_;
};

}  // namespace relief
