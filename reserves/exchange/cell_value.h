// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/table/sheet.h"
#include "core/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace relief {

/// For comparing what people type: trimmed, full-width to half-width, lower case; quick for ASCII.
[[nodiscard]] std::string fold_cell(std::string_view utf8);

/// A heading folded and without blanks: "物 资 名 称" is written so to fill the line.
[[nodiscard]] std::string folded_heading(std::string_view heading);

/// A number as it was written, with what stood behind it: "１，２００ 台" is 1200 of unit "台".
struct WrittenNumber {
    std::int64_t digits = 0;  ///< the number without its point
    int decimals = 0;         ///< digits behind the point, trailing zeros dropped
    std::string unit;         ///< "" where none is written

    friend bool operator==(const WrittenNumber&, const WrittenNumber&) = default;
};

enum class NumberProblem { none, empty, not_a_number, negative, too_large, formula, cell_error };

struct NumberReading {
    std::optional<WrittenNumber> value;  ///< also there where it is negative
    NumberProblem problem = NumberProblem::none;
};

/// A quantity or price in a cell: digits of either width, thousands commas in groups of three, a
/// point, a unit behind it. Not: 1.2万, 1e3 as text, (5), 约10, two numbers. At most 15 digits and
/// 9 decimals.
[[nodiscard]] NumberReading read_number(const SheetCell& cell);

/// `number` in 10^-decimals. nullopt where it has more decimals, or does not fit 10^15.
[[nodiscard]] std::optional<std::int64_t> scaled(const WrittenNumber& number, int decimals);

/// How much of a date was written.
enum class DatePrecision : std::uint8_t { day, month, year };

/// The days a written date may mean: one, a month's or a year's.
struct WrittenDate {
    Date first;
    Date last;
    DatePrecision precision = DatePrecision::day;

    friend bool operator==(const WrittenDate&, const WrittenDate&) = default;
};

/// "2014-11", "2014-11-03" …
[[nodiscard]] std::string format_written(const WrittenDate& date);

/// Which of the first two numbers of 03/04/2017 is the month.
enum class DateOrder : std::uint8_t { unknown, month_first, day_first };

enum class DateProblem {
    none,
    empty,
    not_a_date,
    no_such_day,    ///< 2018-02-30
    order_unknown,  ///< 03/04/2017, and nobody said which is the month
    formula,
    cell_error
};

struct DateReading {
    std::optional<WrittenDate> value;
    DateProblem problem = DateProblem::none;
};

/// A date in a cell: 2012/7/2, 2012-07-02, 2012.7.2, 20161018, 2014年11月3日; 2014年11月, 2014-11,
/// 201411 (a month); 2014年, 2014 (a year); a time of day behind it is passed over; the serial of a
/// spreadsheet from 20000 (1954) to 80000 (2119); 31/01/2025 by `order`. Two-digit years are no
/// dates.
[[nodiscard]] DateReading read_date(const SheetCell& cell, DateOrder order);

/// Gathers what a column proves about its order: 13 or more in one place.
class DateOrderProof {
  public:
    void look_at(const SheetCell& cell);
    /// unknown also where the column proves both.
    [[nodiscard]] DateOrder order() const;
    [[nodiscard]] bool contradicts_itself() const { return month_first_ && day_first_; }

  private:
    bool month_first_ = false;
    bool day_first_ = false;
};

}  // namespace relief
