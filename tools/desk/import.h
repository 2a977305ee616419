// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/table/sheet.h"
#include "reserves/exchange/import_posting.h"
#include "reserves/exchange/import_reading.h"
#include "tools/desk/opened_books.h"
#include "tools/desk/writing_desk.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// What is asked of a stock sheet.
struct ImportRequest {
    std::filesystem::path file;
    std::filesystem::path data;  ///< the folder data/
    std::optional<Books> db;     ///< needed to post
    ImportOptions options;       ///< `site` as typed: an id or a name
    /// "HEADING=FIELD" agreed for this sheet, see agree_column.
    std::vector<std::string> columns;
    bool post = false;
    Asked asked;  ///< of a dry run only its times
    std::optional<std::filesystem::path> back;
    std::string language = "zh";
};

struct ImportResult {
    std::string file;
    std::string sha256;
    ImportOptions options;  ///< with the site's id
    Instant at;
    ImportReading reading;
    std::map<std::string, Quantity> by_unit;  ///< of the accepted rows
    std::size_t stocks = 0;                   ///< accounts that change
    std::optional<PostedImport> posted;       ///< also where a dry run finds it posted already
    std::optional<std::filesystem::path> back;
};

/// Depots, goods and owners as the reader of sheets knows them: a consignment point also as
/// "220400代储点", a depot also without (演示).
[[nodiscard]] ImportContext import_context(const Rules& rules, const Places& places,
                                           const Baseline& baseline);

/// Reads a sheet and, where asked, posts it. A dry run changes nothing and leaves nothing but the
/// sheet sent back. bad_input as read_workbook and read_stock_sheet; refused (import.nothing) where
/// nothing of it can be posted, and as post_import.
[[nodiscard]] ImportResult import_sheet(const ImportRequest& request);

/// Reverses a posted import; answers relief.import_reversal/1. As reverse_import.
[[nodiscard]] std::string reverse_posted_import(WritingDesk& desk, const Asked& asked,
                                                std::int64_t batch, const std::string& reason);
[[nodiscard]] std::string import_reversal_text(const std::string& json, std::string_view language);

/// relief.import/1; accepted rows only where `all_rows`.
[[nodiscard]] std::string import_json(const ImportResult& result, bool all_rows);
[[nodiscard]] std::string import_text(const ImportResult& result, std::string_view language);

}  // namespace relief
