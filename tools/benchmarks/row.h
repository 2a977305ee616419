// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief::bench {

/// One figure beside its baseline and its goal. What could not be measured has no value and says
/// why in `note`.
struct Row {
    std::string name;
    std::optional<double> value;
    std::string unit;
    std::string baseline;  ///< what it is held against; "" where the goal is absolute
    std::optional<double> baseline_value;
    std::string goal;  ///< as agreed, in words a reader checks: "<= 1, gap <= 0.01"
    bool met = false;
    std::string note;
    std::optional<double> gap;             ///< rows that solve something
    std::optional<double> peak_memory_mb;  ///< rows that run a whole command
};

struct Options {
    bool json = false;
    /// Cases with known values, for rooms that measure against them; the plan room has none.
    std::string cases;
    std::vector<std::string> rows;  ///< those to measure; all where it is empty
    bool quick = false;             ///< fewer rounds of smaller things: a look, not a figure
    /// The large books of the room ledger: used where the file is there, else made there.
    std::string books;

    [[nodiscard]] bool wants(std::string_view row) const {
        return rows.empty() || std::find(rows.begin(), rows.end(), row) != rows.end();
    }
};

/// A room: its name and the function that measures it.
struct Room {
    std::string name;
    std::vector<Row> (*measure)(const Options& options);
};

/// The middle of some figures; the mean of the two middle ones where their count is even.
[[nodiscard]] double median(std::vector<double> values);

/// relief.bench/1 with the machine it ran on, ending with a line feed.
[[nodiscard]] std::string rows_json(const std::string& room, const std::vector<Row>& rows);

/// The same for a person.
[[nodiscard]] std::string rows_text(const std::string& room, const std::vector<Row>& rows);

}  // namespace relief::bench
