// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/change.h"
#include "core/store/database.h"
#include "reserves/exchange/import_reading.h"
#include "reserves/ledger/ledger.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// What the accepted rows of a sheet say of one account, all rows of it together.
struct ImportedStock {
    Account account;
    Lot lot;
    bool new_lot = false;
    std::int64_t amount = 0;  ///< received, opened with, or counted
    std::int64_t book = 0;    ///< what the books say at the moment of the count
    /// What is posted: the amount, of a count its difference.
    [[nodiscard]] std::int64_t difference() const { return amount - book; }
};

/// Settles lot and dates of every accepted row against the books and adds the rows up by account,
/// in the order of the sheet. A date the sheet leaves out comes from the other one and the shelf
/// life; a month is its first day when made, its last when it expires; a lot without a code is
/// called by its date (QUILT-2014-11). A row is held, in `reading`, where
///   lot_missing       nothing tells its lot: neither code with a date, nor a date, nor the books
///   lot_several       a count without a lot where the books have several
///   lot_dates_differ  its lot is registered with dates the sheet's cannot be
[[nodiscard]] std::vector<ImportedStock> plan_import(Database& database, ImportReading& reading,
                                                     const ImportContext& context,
                                                     const ImportOptions& options,
                                                     Instant occurred_at);

/// A sheet that is in the books.
struct PostedImport {
    std::int64_t batch = 0;
    bool repeated = false;  ///< it was there already and nothing was posted now
    bool reversed = false;  ///< all of it was taken back since
    Instant at;
    Instant recorded_at;
    std::string actor;
    std::int64_t rows_read = 0;
    std::int64_t accepted = 0;
    std::int64_t held = 0;
    std::int64_t refused = 0;
    std::vector<std::int64_t> movements;  ///< what came in at once
    std::vector<std::int64_t> documents;  ///< of a count: its documents, one a depot
};

/// The batch of a file's content, kind and site; nullopt where it is not in the books.
[[nodiscard]] std::optional<PostedImport> find_import(Database& database, std::string_view sha256,
                                                      std::string_view kind, std::string_view site);

struct ImportFile {
    std::string name;    ///< without its folder
    std::string sha256;  ///< of its bytes
};

/// Posts the accepted rows, the batch and all its rows, in one transaction. A receipt or opening is
/// one movement a depot. A count is one count document a depot: where nothing is lost it is posted
/// with its assertions; one with losses stays open, for another person to close it and for the one
/// who may sign losses (relief count close).
/// The same content for the same kind and site posts nothing and answers what was posted then.
/// `request.key` and `content` are made here. Refused as post_movement is, the whole file then.
[[nodiscard]] PostedImport post_import(Database& database, const ImportFile& file,
                                       const ImportReading& reading,
                                       const std::vector<ImportedStock>& stocks,
                                       const ImportOptions& options, Request request);

/// I25, for verify: of every batch, rows read = accepted + held + refused, and its rows say so.
[[nodiscard]] std::optional<WrongRow> check_imports(Database& database, std::int64_t& checked);

}  // namespace relief
