// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// Where the program's own tables come from: the folder data/, or the copy of it that
/// `relief init` puts into a database. A name is the path below data/ with forward slashes,
/// "rules/needs_quota.csv".
class DataSource {
  public:
    virtual ~DataSource() = default;
    /// The bytes of a table as they were found. bad_input (file.missing) where there is none.
    [[nodiscard]] virtual std::string read(std::string_view name) const = 0;
    /// What messages about this table call it: a path, or "FILE.db!rules/needs_quota.csv".
    [[nodiscard]] virtual std::string shown_name(std::string_view name) const = 0;
};

/// data/ on disk.
class FolderSource final : public DataSource {
  public:
    explicit FolderSource(std::filesystem::path folder);
    [[nodiscard]] std::string read(std::string_view name) const override;
    [[nodiscard]] std::string shown_name(std::string_view name) const override;
    [[nodiscard]] const std::filesystem::path& folder() const noexcept { return folder_; }

  private:
    std::filesystem::path folder_;
};

/// The whole of a file. bad_input (file.missing, file.read) where it cannot be had.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// The tables a database needs a copy of, in the order they are loaded.
[[nodiscard]] const std::vector<std::string_view>& table_names();

}  // namespace relief
