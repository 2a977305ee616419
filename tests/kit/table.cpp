// SPDX-License-Identifier: Apache-2.0
#include "tests/kit/table.h"

#include <array>
#include <cctype>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace relief::kit {
namespace {

constexpr std::chrono::hours beijing_ahead{8};

/// Takes a whole number of `digits` signs off the front.
std::optional<int> take_digits(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) {
        return std::nullopt;
    }
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        if (std::isdigit(static_cast<unsigned char>(text[i])) == 0) {
            return std::nullopt;
        }
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, char sign) {
    if (text.empty() || text.front() != sign) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

std::optional<Day> take_day(std::string_view& text) {
    const auto year = take_digits(text, 4);
    if (!year || !take(text, '-')) {
        return std::nullopt;
    }
    const auto month = take_digits(text, 2);
    if (!month || !take(text, '-')) {
        return std::nullopt;
    }
    const auto day = take_digits(text, 2);
    if (!day) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    return date.ok() ? std::optional<Day>(date) : std::nullopt;
}

/// "12:00", "12:00:30" as seconds of the day.
std::optional<std::chrono::seconds> take_clock(std::string_view& text) {
    const auto hour = take_digits(text, 2);
    if (!hour || !take(text, ':')) {
        return std::nullopt;
    }
    const auto minute = take_digits(text, 2);
    if (!minute) {
        return std::nullopt;
    }
    int second = 0;
    if (take(text, ':')) {
        const auto found = take_digits(text, 2);
        if (!found) {
            return std::nullopt;
        }
        second = *found;
    }
    return std::chrono::hours{*hour} + std::chrono::minutes{*minute} + std::chrono::seconds{second};
}

/// "Z", "+08:00", or nothing, which is Beijing.
std::optional<std::chrono::seconds> take_offset(std::string_view& text) {
    if (text.empty()) {
        return beijing_ahead;
    }
    if (take(text, 'Z')) {
        return std::chrono::seconds{0};
    }
    const bool west = text.front() == '-';
    if (!west && text.front() != '+') {
        return std::nullopt;
    }
    text.remove_prefix(1);
    const auto ahead = take_clock(text);
    if (!ahead) {
        return std::nullopt;
    }
    return west ? -*ahead : *ahead;
}

}  // namespace

std::vector<std::vector<std::string>> read_csv(std::string_view text) {
    std::vector<std::vector<std::string>> lines;
    std::vector<std::string> line;
    std::string cell;
    bool quoted = false;
    const auto end_line = [&] {
        if (!line.empty() || !cell.empty()) {
            line.push_back(std::move(cell));
            lines.push_back(std::move(line));
        }
        cell.clear();
        line.clear();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char sign = text[i];
        if (quoted) {
            if (sign == '"' && i + 1 < text.size() && text[i + 1] == '"') {
                cell += '"';
                ++i;
            } else if (sign == '"') {
                quoted = false;
            } else {
                cell += sign;
            }
        } else if (sign == '"') {
            quoted = true;
        } else if (sign == ',') {
            line.push_back(std::move(cell));
            cell.clear();
        } else if (sign == '\n') {
            end_line();
        } else if (sign != '\r') {
            cell += sign;
        }
    }
    end_line();
    return lines;
}

std::string read_text(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) {
        throw std::runtime_error("cannot read " + path.string());
    }
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<Row> read_table(const std::filesystem::path& path) {
    std::string text = read_text(path);
    if (text.rfind("\xEF\xBB\xBF", 0) == 0) {
        text.erase(0, 3);
    }
    while (!text.empty() && text.front() == '#') {  // provenance before the header
        text.erase(0, text.find('\n') + 1);
    }
    const auto lines = read_csv(text);
    std::vector<Row> rows;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        if (lines[i].size() != lines[0].size()) {
            throw std::runtime_error(path.string() + ": row " + std::to_string(i) +
                                     " has another width than the header");
        }
        Row& row = rows.emplace_back();
        for (std::size_t column = 0; column < lines[0].size(); ++column) {
            row[lines[0][column]] = lines[i][column];
        }
    }
    return rows;
}

const std::string& field(const Row& row, const std::string& column) {
    const auto found = row.find(column);
    if (found == row.end()) {
        throw std::runtime_error("there is no column " + column);
    }
    return found->second;
}

double number(const Row& row, const std::string& column) {
    return std::stod(field(row, column));
}

std::int64_t whole(const Row& row, const std::string& column) {
    return std::stoll(field(row, column));
}

std::optional<Day> read_day(std::string_view text) {
    const auto day = take_day(text);
    return text.empty() ? day : std::nullopt;
}

std::optional<Time> read_time(std::string_view text) {
    const auto day = take_day(text);
    if (!day) {
        return std::nullopt;
    }
    std::chrono::seconds clock{0};
    if (take(text, 'T')) {
        const auto found = take_clock(text);
        if (!found) {
            return std::nullopt;
        }
        clock = *found;
    }
    const auto offset = take_offset(text);
    if (!offset || !text.empty()) {
        return std::nullopt;
    }
    return Time{*day} + clock - *offset;
}

std::string write_time(Time at) {
    const Time there = at + beijing_ahead;
    const Day day = std::chrono::floor<std::chrono::days>(there);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{there - day};
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d+08:00",
                  static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return text.data();
}

Day beijing_day(Time at) {
    return std::chrono::floor<std::chrono::days>(at + beijing_ahead);
}

}  // namespace relief::kit
