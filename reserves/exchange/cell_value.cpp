// SPDX-License-Identifier: Apache-2.0
#include "reserves/exchange/cell_value.h"

#include "core/table/output_cell.h"
#include "core/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

namespace relief {
namespace {

constexpr std::int64_t number_max = 1'000'000'000'000'000;  // what the books hold
constexpr std::size_t decimals_max = 9;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) {
        return "";
    }
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string_view take_digits(std::string_view& text) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
    const std::string_view digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(digits.size());
    return digits;
}

bool take(std::string_view& text, std::string_view wanted) {
    const bool there = text.starts_with(wanted);
    text.remove_prefix(there ? wanted.size() : 0);
    return there;
}

/// "1200" or "1,200,000": the digits alone. nullopt where the commas do not stand in threes.
std::optional<std::string> take_whole_part(std::string_view& text) {
    std::string digits(take_digits(text));
    bool grouped = false;
    while (!digits.empty() && text.size() > 3 && text.front() == ',' && is_digit(text[1])) {
        text.remove_prefix(1);
        const std::string_view group = take_digits(text);
        if (group.size() != 3 || (!grouped && digits.size() > 3)) {
            return std::nullopt;
        }
        grouped = true;
        digits += group;
    }
    return digits;
}

/// Words that make what stands before them another number, and signs no unit begins with.
bool is_no_unit(std::string_view text) {
    constexpr std::array<std::string_view, 7> multiples{"万", "千", "百", "十", "亿", "%", "余"};
    constexpr std::string_view signs = ",.+-*/=~:()0123456789";
    const bool measure = text == "m2" || text == "m3";  // the only units with a digit in them
    return std::any_of(multiples.begin(), multiples.end(),
                       [&](std::string_view word) { return text.starts_with(word); }) ||
           signs.find(text.front()) != std::string_view::npos ||
           (!measure && std::any_of(text.begin(), text.end(), is_digit));
}

NumberReading parse_written(std::string_view text) {
    const bool negative = take(text, "-") || take(text, "−");
    const auto whole = take_whole_part(text);
    std::string_view fraction;
    if (text.size() > 1 && text.front() == '.' && is_digit(text[1])) {
        text.remove_prefix(1);
        fraction = take_digits(text);
    }
    while (!fraction.empty() && fraction.back() == '0') {
        fraction.remove_suffix(1);
    }
    const std::string_view unit = trimmed(text);
    if (!whole || (whole->empty() && fraction.empty()) || (!unit.empty() && is_no_unit(unit))) {
        return {.problem = NumberProblem::not_a_number};
    }
    const std::string digits = *whole + std::string(fraction);
    WrittenNumber number{.decimals = static_cast<int>(fraction.size()), .unit = std::string(unit)};
    const auto [stop, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number.digits);
    if (error != std::errc{} || fraction.size() > decimals_max || number.digits > number_max) {
        return {.problem = NumberProblem::too_large};
    }
    number.digits = negative ? -number.digits : number.digits;
    const bool below = number.digits < 0;
    return {.value = std::move(number),
            .problem = below ? NumberProblem::negative : NumberProblem::none};
}

/// A number cell as Excel shows it: 15 digits, no exponent ("0.30000000000000004" is 0.3).
NumberReading read_number_cell(const SheetCell& cell) {
    if (cell.text.size() <= 15 && std::all_of(cell.text.begin(), cell.text.end(), is_digit)) {
        return parse_written(cell.text);
    }
    const auto value = cell.number();
    if (!value) {
        return {.problem = NumberProblem::not_a_number};
    }
    if (!(*value > -1e15 && *value < 1e15)) {
        return {.problem = NumberProblem::too_large};
    }
    std::string text = fmt::format("{:.15g}", *value);
    if (text.find('e') != std::string::npos) {  // below 0.0001
        text = fmt::format("{:.9f}", *value);
    }
    return parse_written(text);
}

struct YearMonthDay {
    int year = 0;
    int month = 0;
    int day = 0;
};

WrittenDate days_between(Date first, Date last, DatePrecision precision) {
    return {.first = first, .last = last, .precision = precision};
}

DateReading day_of(const YearMonthDay& parts) {
    const std::chrono::year_month_day day{std::chrono::year{parts.year},
                                          std::chrono::month{static_cast<unsigned>(parts.month)},
                                          std::chrono::day{static_cast<unsigned>(parts.day)}};
    if (!day.ok()) {
        return {.problem = DateProblem::no_such_day};
    }
    return {.value = days_between(Date{day}, Date{day}, DatePrecision::day)};
}

DateReading month_of(int year, int month) {
    if (month < 1 || month > 12) {
        return {.problem = DateProblem::no_such_day};
    }
    const std::chrono::year_month in{std::chrono::year{year},
                                     std::chrono::month{static_cast<unsigned>(month)}};
    return {.value =
                days_between(Date{in / 1}, Date{in / std::chrono::last}, DatePrecision::month)};
}

DateReading year_of(int year) {
    const std::chrono::year in{year};
    return {.value = days_between(Date{in / 1 / 1}, Date{in / 12 / 31}, DatePrecision::year)};
}

int number_of(std::string_view digits) {
    int value = 0;
    (void)std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

DateReading serial_date(double serial) {
    const auto text = date_of_serial(serial);
    const auto day = text ? parse_date(*text) : std::nullopt;
    if (!day) {
        return {.problem = DateProblem::not_a_date};
    }
    return {.value = days_between(*day, *day, DatePrecision::day)};
}

bool is_goods_year(int year) {
    return year >= 1949 && year <= 2199;
}

/// Digits alone: 20161018, 201411, 2014, or a serial.
DateReading digits_date(std::string_view digits) {
    const int value = number_of(digits);
    if (digits.size() == 8 && is_goods_year(value / 10000)) {
        return day_of({value / 10000, value / 100 % 100, value % 100});
    }
    if (digits.size() == 6 && is_goods_year(value / 100)) {
        return month_of(value / 100, value % 100);
    }
    if (digits.size() == 4 && is_goods_year(value)) {
        return year_of(value);
    }
    constexpr int serial_min = 20'000;
    constexpr int serial_max = 80'000;
    if (digits.size() == 5 && value >= serial_min && value <= serial_max) {
        return serial_date(value);
    }
    return {.problem = DateProblem::not_a_date};
}

/// "08:30", "T08:30:00", "上午": what may stand behind a date.
bool is_time_of_day(std::string_view text) {
    return text.find_first_not_of("0123456789:.t zamp") == std::string_view::npos;
}

/// Behind the year: month and day between the same marks, or with 月 and 日.
DateReading year_first(int year, std::string_view rest) {
    const bool chinese = take(rest, "年");
    const char mark = chinese || rest.empty() ? '\0' : rest.front();
    if (!chinese &&
        (rest.empty() || std::string_view("-/.").find(mark) == std::string_view::npos)) {
        return {.problem = DateProblem::not_a_date};
    }
    rest.remove_prefix(chinese ? 0 : 1);
    rest = trimmed(rest);
    if (chinese && rest.empty()) {
        return year_of(year);
    }
    const std::string_view month = take_digits(rest);
    if (month.empty() || month.size() > 2) {
        return {.problem = DateProblem::not_a_date};
    }
    const bool month_ended = chinese && take(rest, "月");
    if (rest.empty() && (month_ended || !chinese)) {
        return month_of(year, number_of(month));
    }
    if (!month_ended && (rest.front() != mark || chinese)) {
        return {.problem = DateProblem::not_a_date};
    }
    rest.remove_prefix(month_ended ? 0 : 1);
    rest = trimmed(rest);
    const std::string_view day = take_digits(rest);
    (void)(take(rest, "日") || take(rest, "号"));
    if (day.empty() || day.size() > 2 || !is_time_of_day(rest)) {
        return {.problem = DateProblem::not_a_date};
    }
    return day_of({year, number_of(month), number_of(day)});
}

/// "03/04/2017" as its three numbers; nullopt where it is of another form.
std::optional<std::array<int, 3>> year_last_parts(std::string_view text) {
    const std::string_view first = take_digits(text);
    if (first.empty() || first.size() > 2 || text.empty()) {
        return std::nullopt;
    }
    const char mark = text.front();
    if (std::string_view("-/.").find(mark) == std::string_view::npos) {
        return std::nullopt;
    }
    text.remove_prefix(1);
    const std::string_view second = take_digits(text);
    if (second.empty() || second.size() > 2 || text.empty() || text.front() != mark) {
        return std::nullopt;
    }
    text.remove_prefix(1);
    const std::string_view year = take_digits(text);
    if (year.size() != 4 || !is_goods_year(number_of(year)) || !is_time_of_day(text)) {
        return std::nullopt;
    }
    return std::array{number_of(first), number_of(second), number_of(year)};
}

DateReading year_last(const std::array<int, 3>& parts, DateOrder order) {
    const auto [first, second, year] = parts;
    switch (order) {
        case DateOrder::month_first: return day_of({year, first, second});
        case DateOrder::day_first: return day_of({year, second, first});
        case DateOrder::unknown: break;
    }
    if (first == second) {
        return day_of({year, first, second});  // both orders say the same
    }
    return {.problem = DateProblem::order_unknown};
}

DateReading text_date(std::string_view text, DateOrder order) {
    if (text.empty()) {
        return {.problem = DateProblem::empty};
    }
    std::string_view rest = text;
    const std::string_view digits = take_digits(rest);
    if (rest.empty()) {
        return digits_date(digits);
    }
    if (digits.size() == 4 && is_goods_year(number_of(digits))) {
        return year_first(number_of(digits), trimmed(rest));
    }
    if (const auto parts = year_last_parts(text)) {
        return year_last(*parts, order);
    }
    return {.problem = DateProblem::not_a_date};
}

}  // namespace

std::string fold_cell(std::string_view utf8) {
    if (!is_ascii(utf8)) {
        return fold(utf8);
    }
    std::string folded(trimmed(utf8));
    std::transform(folded.begin(), folded.end(), folded.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return folded;
}

std::string folded_heading(std::string_view heading) {
    std::string folded = fold_cell(heading);
    std::erase_if(folded, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
    return folded;
}

NumberReading read_number(const SheetCell& cell) {
    switch (cell.kind) {
        case CellKind::empty: return {.problem = NumberProblem::empty};
        case CellKind::formula_without_value: return {.problem = NumberProblem::formula};
        case CellKind::error: return {.problem = NumberProblem::cell_error};
        case CellKind::boolean:
        case CellKind::date: return {.problem = NumberProblem::not_a_number};
        case CellKind::number: return read_number_cell(cell);
        case CellKind::text: break;
    }
    const std::string text = fold_cell(plain_text(cell.text));
    return text.empty() ? NumberReading{.problem = NumberProblem::empty} : parse_written(text);
}

std::optional<std::int64_t> scaled(const WrittenNumber& number, int decimals) {
    std::int64_t value = number.digits;
    if (number.decimals > decimals) {
        return std::nullopt;
    }
    for (int i = number.decimals; i < decimals; ++i) {
        if (value > number_max / 10 || value < -number_max / 10) {
            return std::nullopt;
        }
        value *= 10;
    }
    return value;
}

std::string format_written(const WrittenDate& date) {
    const std::string day = format_date(date.first);
    switch (date.precision) {
        case DatePrecision::day: return day;
        case DatePrecision::month: return day.substr(0, 7);
        case DatePrecision::year: return day.substr(0, 4);
    }
    return day;
}

DateReading read_date(const SheetCell& cell, DateOrder order) {
    switch (cell.kind) {
        case CellKind::empty: return {.problem = DateProblem::empty};
        case CellKind::formula_without_value: return {.problem = DateProblem::formula};
        case CellKind::error: return {.problem = DateProblem::cell_error};
        case CellKind::boolean: return {.problem = DateProblem::not_a_date};
        case CellKind::date: return serial_date(cell.number().value_or(-1));
        case CellKind::number:
        case CellKind::text: break;
    }
    std::string text = fold_cell(plain_text(cell.text));
    if (text.find("年") != std::string::npos) {
        std::erase(text, ' ');  // 2014 年 11 月
    }
    return text_date(text, order);
}

void DateOrderProof::look_at(const SheetCell& cell) {
    if (cell.kind != CellKind::text) {
        return;
    }
    if (const auto parts = year_last_parts(fold_cell(cell.text))) {
        day_first_ = day_first_ || ((*parts)[0] > 12 && (*parts)[1] <= 12);
        month_first_ = month_first_ || ((*parts)[1] > 12 && (*parts)[0] <= 12);
    }
}

DateOrder DateOrderProof::order() const {
    if (month_first_ == day_first_) {
        return DateOrder::unknown;
    }
    return month_first_ ? DateOrder::month_first : DateOrder::day_first;
}

}  // namespace relief
