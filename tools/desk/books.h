// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/desk/desk.h"
#include "tools/desk/opened_books.h"
#include "tools/desk/tables.h"

#include <filesystem>
#include <memory>
#include <optional>

namespace relief {

/// The books to be asked, with what belongs to them: those of a file, opened read-only and proven,
/// or a fresh in-memory copy of data/.
class AskedBooks {
  public:
    AskedBooks(const std::filesystem::path& data, const std::optional<Books>& db);

    [[nodiscard]] Database& database() noexcept;
    /// Rules, places, baseline and roads; its `stock` is left empty.
    [[nodiscard]] const Desk& desk() const noexcept { return *desk_; }
    [[nodiscard]] const DataSource& source() const noexcept { return tables_.source(); }
    /// The moment a question is about where it names none: now, or for a fresh copy the noon of
    /// the day its stock was pictured.
    [[nodiscard]] Instant moment(Instant now) const;
    /// See require_proven.
    [[nodiscard]] std::optional<ProvenFully> proven_from() const { return tables_.proven_from(); }

  private:
    Tables tables_;
    std::shared_ptr<const Desk> desk_;
    std::unique_ptr<Database> memory_;
};

}  // namespace relief
