// SPDX-License-Identifier: Apache-2.0
#include "reserves/exchange/cell_value.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace relief {
namespace {

NumberReading number_of(std::string_view text, CellKind kind = CellKind::text) {
    return read_number({.kind = kind, .text = text});
}

DateReading date_of(std::string_view text, DateOrder order = DateOrder::unknown,
                    CellKind kind = CellKind::text) {
    return read_date({.kind = kind, .text = text}, order);
}

std::string read_day(std::string_view text, DateOrder order = DateOrder::unknown,
                     CellKind kind = CellKind::text) {
    const DateReading reading = date_of(text, order, kind);
    return reading.value ? format_written(*reading.value) : "-";
}

struct NumberCase {
    const char* text;
    std::int64_t digits;
    int decimals;
    const char* unit;
};

TEST(CellNumber, ReadsWhatOfficesWrite) {
    for (const NumberCase& c : {NumberCase{"1200", 1200, 0, ""},
                                {"1,200", 1200, 0, ""},
                                {"1,234,567", 1234567, 0, ""},
                                {"２００", 200, 0, ""},
                                {"１，２００．５０ 公斤", 12005, 1, "公斤"},
                                {"10台", 10, 0, "台"},
                                {" 10 台 ", 10, 0, "台"},
                                {"12.0", 12, 0, ""},
                                {"12.5", 125, 1, ""},
                                {".5", 5, 1, ""},
                                {"0", 0, 0, ""},
                                {"100m2", 100, 0, "m2"},
                                {"100㎡", 100, 0, "m2"},
                                {"'-0", 0, 0, ""},
                                {"999999999999999", 999'999'999'999'999, 0, ""}}) {
        const NumberReading reading = number_of(c.text);
        EXPECT_EQ(reading.problem, NumberProblem::none) << c.text;
        ASSERT_TRUE(reading.value) << c.text;
        EXPECT_EQ(*reading.value, (WrittenNumber{c.digits, c.decimals, c.unit})) << c.text;
    }
}

TEST(CellNumber, RefusesWhatCouldMeanTwoThings) {
    for (const char* text :
         {"1,20", "12,34,567", "1234,567", "1.2万", "5千", "约10",  "10-20", "1e3",
          "(5)",  "十",        "10+5",     "1.2.3", "50%", "10/12", "0x10",  "inf",
          "nan",  "1 200",     "10台2箱",  ",",     ".",   "--5"}) {
        EXPECT_EQ(number_of(text).problem, NumberProblem::not_a_number) << text;
    }
    EXPECT_EQ(number_of("").problem, NumberProblem::empty);
    EXPECT_EQ(number_of("  ").problem, NumberProblem::empty);
    EXPECT_EQ(number_of("-5").problem, NumberProblem::negative);
    EXPECT_EQ(number_of("－5").problem, NumberProblem::negative);
    EXPECT_EQ(number_of("9999999999999999").problem, NumberProblem::too_large);
    EXPECT_EQ(number_of("99999999999999999999999").problem, NumberProblem::too_large);
    EXPECT_EQ(number_of("#REF!", CellKind::error).problem, NumberProblem::cell_error);
    EXPECT_EQ(number_of("=A1", CellKind::formula_without_value).problem, NumberProblem::formula);
    EXPECT_EQ(number_of("42660", CellKind::date).problem, NumberProblem::not_a_number);
}

TEST(CellNumber, ANumberCellIsReadAsExcelShowsIt) {
    const auto cell = [](std::string_view text) {
        return *number_of(text, CellKind::number).value;
    };
    EXPECT_EQ(cell("0.30000000000000004"), (WrittenNumber{3, 1, ""}));
    EXPECT_EQ(cell("27.564999999999998"), (WrittenNumber{27565, 3, ""}));
    EXPECT_EQ(cell("4.3E3"), (WrittenNumber{4300, 0, ""}));
    EXPECT_EQ(cell("2520"), (WrittenNumber{2520, 0, ""}));
    EXPECT_EQ(number_of("-5", CellKind::number).problem, NumberProblem::negative);
    EXPECT_EQ(number_of("1e300", CellKind::number).problem, NumberProblem::too_large);
}

TEST(CellNumber, ScalesWithoutRounding) {
    EXPECT_EQ(scaled({125, 1, ""}, 3), 12500);
    EXPECT_EQ(scaled({125, 1, ""}, 0), std::nullopt);
    EXPECT_EQ(scaled({120, 0, ""}, 0), 120);
    EXPECT_EQ(scaled({999'999'999'999'999, 0, ""}, 3), std::nullopt);
}

// The forms of the case table, and their neighbours.
TEST(CellDate, ReadsWhatOfficesWrite) {
    for (const auto& [text, expected] : std::initializer_list<std::pair<const char*, const char*>>{
             {"2012/7/2", "2012-07-02"},
             {"2012-07-02", "2012-07-02"},
             {"2012.7.2", "2012-07-02"},
             {"20161018", "2016-10-18"},
             {"42660", "2016-10-17"},
             {"2014年11月", "2014-11"},
             {"2014年11月3日", "2014-11-03"},
             {"2014 年 11 月 3 号", "2014-11-03"},
             {"２０１４年１１月", "2014-11"},
             {"2014-11", "2014-11"},
             {"2014/11", "2014-11"},
             {"201411", "2014-11"},
             {"2014年", "2014"},
             {"2014", "2014"},
             {"2017-06-01 08:30:00", "2017-06-01"},
             {"2017-06-01T08:30", "2017-06-01"},
             {"2016-02-29", "2016-02-29"}}) {
        EXPECT_EQ(read_day(text), expected) << text;
    }
}

TEST(CellDate, AMonthIsItsDays) {
    const WrittenDate month = *date_of("2016年2月").value;
    EXPECT_EQ(format_date(month.first), "2016-02-01");
    EXPECT_EQ(format_date(month.last), "2016-02-29");
    EXPECT_EQ(month.precision, DatePrecision::month);
}

TEST(CellDate, RefusesWhatIsNoDay) {
    for (const char* text : {"2018-02-30", "2017-02-29", "20161301", "2014年13月", "2017-00-01"}) {
        EXPECT_EQ(date_of(text).problem, DateProblem::no_such_day) << text;
    }
    for (const char* text : {"17/6/1", "去年", "2017", "13", "2017-06-01-02", "2017/06-01",
                             "2017年6", "99999", "12345", "2017-6-1abc", "1e5", "2017-"}) {
        if (std::string_view(text) != "2017") {
            EXPECT_EQ(date_of(text).problem, DateProblem::not_a_date) << text;
        }
    }
    EXPECT_EQ(date_of("").problem, DateProblem::empty);
}

TEST(CellDate, TheOrderOfMonthAndDayIsToldOrProvenNeverGuessed) {
    EXPECT_EQ(date_of("03/04/2017").problem, DateProblem::order_unknown);
    EXPECT_EQ(date_of("01/31/2025").problem, DateProblem::order_unknown)
        << "not even where one row would prove it: the column does";
    EXPECT_EQ(read_day("03/04/2017", DateOrder::month_first), "2017-03-04");
    EXPECT_EQ(read_day("03/04/2017", DateOrder::day_first), "2017-04-03");
    EXPECT_EQ(read_day("05/05/2017"), "2017-05-05") << "the same in both orders";
    EXPECT_EQ(date_of("31/01/2025", DateOrder::month_first).problem, DateProblem::no_such_day);

    DateOrderProof proof;
    proof.look_at({.kind = CellKind::text, .text = "03/04/2017"});
    EXPECT_EQ(proof.order(), DateOrder::unknown);
    proof.look_at({.kind = CellKind::text, .text = "01/31/2025"});
    EXPECT_EQ(proof.order(), DateOrder::month_first);
    proof.look_at({.kind = CellKind::text, .text = "31/01/2025"});
    EXPECT_EQ(proof.order(), DateOrder::unknown);
    EXPECT_TRUE(proof.contradicts_itself());
}

TEST(CellDate, ADateCellIsItsSerialWhateverIsShown) {
    EXPECT_EQ(read_day("42660", DateOrder::unknown, CellKind::date), "2016-10-17");
    EXPECT_EQ(read_day("42660.75", DateOrder::unknown, CellKind::date), "2016-10-17");
    EXPECT_EQ(read_day("0", DateOrder::unknown, CellKind::date), "1899-12-30");
    EXPECT_EQ(read_day("42660", DateOrder::unknown, CellKind::number), "2016-10-17");
}

// What is written as a day reads back as that day, in every form.
TEST(CellDate, EveryDayReadsBackInEveryForm) {
    std::mt19937_64 random(20170713);
    for (int i = 0; i < 2000; ++i) {
        const Date date{std::chrono::days{static_cast<int>(random() % 40'000)}};
        const std::string iso = format_date(date);
        const std::string year = iso.substr(0, 4);
        const std::string month = iso.substr(5, 2);
        const std::string in_month = iso.substr(8, 2);
        EXPECT_EQ(read_day(iso), iso);
        EXPECT_EQ(read_day(year + month + in_month), iso);
        EXPECT_EQ(read_day(year + "/" + month + "/" + in_month), iso);
        EXPECT_EQ(read_day(year + "年" + month + "月" + in_month + "日"), iso);
        EXPECT_EQ(read_day(month + "/" + in_month + "/" + year, DateOrder::month_first), iso);
        EXPECT_EQ(read_day(in_month + "." + month + "." + year, DateOrder::day_first), iso);
    }
}

TEST(CellNumber, EveryNumberReadsBackWithCommasAndFullWidthDigits) {
    std::mt19937_64 random(42);
    for (int i = 0; i < 2000; ++i) {
        const auto value = static_cast<std::int64_t>(random() % 1'000'000'000'000ULL);
        std::string commas = std::to_string(value);
        for (int at = static_cast<int>(commas.size()) - 3; at > 0; at -= 3) {
            commas.insert(static_cast<std::size_t>(at), ",");
        }
        std::string wide;
        for (const char c : std::to_string(value)) {
            wide += "\xEF\xBC";
            wide += static_cast<char>(0x90 + (c - '0'));  // U+FF10 …
        }
        EXPECT_EQ(number_of(commas).value, (WrittenNumber{value, 0, ""}));
        EXPECT_EQ(number_of(wide).value, (WrittenNumber{value, 0, ""}));
    }
}

}  // namespace
}  // namespace relief
