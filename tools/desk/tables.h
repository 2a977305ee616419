// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/store/database.h"

#include <filesystem>
#include <memory>
#include <optional>

namespace relief {

/// Where the operations read the tables of data/ from: the folder, or the copy of it that a
/// database holds. With a database the folder is not looked at, so books and rules fit together.
class Tables {
  public:
    /// bad_input: db.missing, db.foreign, db.newer, db.damaged.
    Tables(const std::filesystem::path& data, const std::optional<std::filesystem::path>& db);

    [[nodiscard]] const DataSource& source() const noexcept { return *source_; }
    /// The database opened read-only; nullptr where the folder is read.
    [[nodiscard]] Database* database() const noexcept { return database_.get(); }

  private:
    std::unique_ptr<Database> database_;
    std::unique_ptr<DataSource> source_;
};

}  // namespace relief
