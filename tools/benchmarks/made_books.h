// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace relief::bench {

/// Books as a province has them after years of use, made of a seed.
///
/// Depots are those of data/baseline, and so many more at the same places. Each lot is of one item
/// of the catalogue and lies in up to three depots; the first document that needs it brings it in.
/// Documents of one day follow another's: 20 % receipts, 30 % moves between two depots, 50 %
/// issues. A document has 1 to 10 lines of two entries each, its lines being 22, 18, 14, 11, 9, 8,
/// 6, 5, 4 and 3 in a hundred (3.85 on average): like the 调拨单 and 出库单 of the real forms, most
/// short, some a page long.
struct MadeBooks {
    int depots = 120;
    int lots = 50'000;
    std::int64_t entries = 10'000'000;  ///< at least so many
    int days = 3650;                    ///< over which the documents are spread, up to last_day
    std::uint64_t seed = 1;
};

struct MadeCounts {
    std::int64_t movements = 0;
    std::int64_t entries = 0;
    double seconds = 0;

    /// One line for the note of a row.
    [[nodiscard]] std::string words() const;
};

/// Makes the database `file`; the tables come from the folder `data`.
MadeCounts make_books(const std::filesystem::path& file, const std::filesystem::path& data,
                      const MadeBooks& wanted);

}  // namespace relief::bench
