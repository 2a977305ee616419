// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>

namespace relief::bench {

/// A stock sheet as a province gathers it: a title line, twelve headings, one row for each lot in
/// each depot, a 合计 line. Depots and goods are those of data/. A lot is goods of one kind made on
/// one day; it lies in five depots. Dates come in four forms, larger quantities with a thousands
/// comma; of every thousand rows three are wrong (a negative quantity, a code nobody knows, a date
/// that is none). The same numbers make the same rows.
struct MadeSheet {
    int rows = 100'000;
    std::uint64_t seed = 1;
};

/// What is in the sheet.
struct SheetCounts {
    int rows = 0;
    int refused = 0;  ///< those that are wrong
    std::uintmax_t bytes = 0;
};

/// Writes the sheet as GB18030 csv with CRLF; the tables come from the folder `data`.
SheetCounts make_csv_sheet(const std::filesystem::path& file, const std::filesystem::path& data,
                           const MadeSheet& wanted);
/// The same rows as xlsx: quantities are numbers, dates dates where the csv has them so.
SheetCounts make_xlsx_sheet(const std::filesystem::path& file, const std::filesystem::path& data,
                            const MadeSheet& wanted);

}  // namespace relief::bench
