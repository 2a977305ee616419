// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The tests' own reading of tables and times. Nothing here knows the product: what checks a plan
// must not share a reader, and so a mistake, with what made it.
namespace relief::kit {

using Time = std::chrono::sys_seconds;
using Day = std::chrono::sys_days;

/// One row by column name.
using Row = std::map<std::string, std::string>;

/// A CSV file by rows. std::runtime_error where it cannot be read or a row has another width.
[[nodiscard]] std::vector<Row> read_table(const std::filesystem::path& path);

/// The fields of CSV text, line by line, quotes taken off.
[[nodiscard]] std::vector<std::vector<std::string>> read_csv(std::string_view text);

/// The whole of a file. std::runtime_error where it cannot be read.
[[nodiscard]] std::string read_text(const std::filesystem::path& path);

/// A column that must be there. std::runtime_error naming it.
[[nodiscard]] const std::string& field(const Row& row, const std::string& column);
[[nodiscard]] double number(const Row& row, const std::string& column);
[[nodiscard]] std::int64_t whole(const Row& row, const std::string& column);

/// "2017-07-14", "2017-07-14T12:00", with or without seconds, Z or +08:00; Beijing time where no
/// offset is given.
[[nodiscard]] std::optional<Time> read_time(std::string_view text);
[[nodiscard]] std::optional<Day> read_day(std::string_view text);

/// "2017-07-14T12:00:00+08:00".
[[nodiscard]] std::string write_time(Time at);

/// The day on the calendar in Beijing.
[[nodiscard]] Day beijing_day(Time at);

}  // namespace relief::kit
