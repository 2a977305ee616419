// SPDX-License-Identifier: Apache-2.0
#include "core/table/xlsx_writer.h"

#include "core/data_source.h"
#include "core/error.h"
#include "core/table/sheet.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace relief {
namespace {

class XlsxWriterTest : public testing::Test {
  protected:
    XlsxWriterTest()
        : folder_(std::filesystem::temp_directory_path() /
                  ("relief_xlsx_" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(folder_);
    }
    ~XlsxWriterTest() override { std::filesystem::remove_all(folder_); }

    [[nodiscard]] std::string write(const std::vector<std::vector<OutputCell>>& rows,
                                    const std::string& name = "t.xlsx") const {
        const std::vector<OutputColumn> columns{{"批号", 12}, {"数量", 8}};
        XlsxWriter writer(folder_ / name, *parse_instant("2017-07-14T12:00"));
        writer.begin_sheet("库存[1]");
        writer.set_widths(columns);
        writer.put_header(columns);
        for (const auto& row : rows) {
            writer.put_row(row, RowLook::held);
        }
        writer.close();
        return read_file(folder_ / name);
    }

    std::filesystem::path folder_;
};

TEST_F(XlsxWriterTest, WhatIsWrittenReadsBackWithItsTypes) {
    const std::string bytes = write({{std::string("00712"), Quantity{4300, 0}},
                                     {*parse_date("2016-10-17"), Quantity{12500, 3}},
                                     {std::string("苹果"), Quantity{-5, 0}},
                                     {std::monostate{}, Quantity{9'999'999'999'999'999, 0}}});
    const Workbook book = read_workbook(bytes, "t.xlsx");
    const Sheet& sheet = book.sheets.at(0);
    EXPECT_EQ(sheet.name(), "库存 1 ");
    ASSERT_EQ(sheet.size(), 5U);
    EXPECT_EQ(sheet.cell(0, 1).text, "批号");
    EXPECT_EQ(sheet.cell(1, 1).kind, CellKind::text);
    EXPECT_EQ(sheet.cell(1, 1).text, "00712");
    EXPECT_EQ(sheet.cell(1, 2).number(), 4300);
    EXPECT_EQ(sheet.cell(2, 1).kind, CellKind::date);
    EXPECT_EQ(date_of_serial(*sheet.cell(2, 1).number()), "2016-10-17");
    EXPECT_EQ(sheet.cell(2, 2).number(), 12.5);
    EXPECT_EQ(sheet.cell(3, 2).number(), -5);
    EXPECT_EQ(sheet.cell(4, 2).text, "9999999999999999")
        << "beyond 15 digits Excel would round: text";
}

TEST_F(XlsxWriterTest, NothingIsEverAFormula) {
    for (const char* text : {"=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"}) {
        const Workbook book = read_workbook(write({{std::string(text)}}), "t.xlsx");
        const SheetCell cell = book.sheets.at(0).cell(1, 1);
        EXPECT_EQ(cell.kind, CellKind::text) << text;
        EXPECT_EQ(cell.text, text);
    }
}

TEST_F(XlsxWriterTest, TheSameCallsWriteTheSameBytes) {
    const std::vector<std::vector<OutputCell>> rows{{std::string("a"), Quantity{1, 0}}};
    EXPECT_EQ(write(rows, "one.xlsx"), write(rows, "two.xlsx"));
}

TEST_F(XlsxWriterTest, WithoutCloseNothingIsLeft) {
    {
        XlsxWriter writer(folder_ / "half.xlsx", Instant{});
        writer.begin_sheet("a");
        writer.put_row(std::vector<OutputCell>{std::string("x")});
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder_));
    EXPECT_THROW(XlsxWriter(folder_ / "no" / "t.xlsx", Instant{}), Error);
}

// The list of the security page: what a csv must not let a spreadsheet program run.
TEST(CsvOfCells, FormulasAreNeutralAndNumbersStayNumbers) {
    const std::vector<std::vector<OutputCell>> rows{
        {std::string("=cmd|' /C calc'!A0"), Quantity{-5, 0}, *parse_date("2017-07-14")},
        {std::string("+1"), Quantity{12500, 3}, std::string("-1")},
        {std::string("@SUM"), std::monostate{}, std::string("\t=1")},
        {std::string("\r=1"), std::string(" =1"), std::string("＝1")},
        {std::string("00712"), std::string("a-b"), std::string("a\"b")}};
    EXPECT_EQ(csv_of_cells(rows),
              "\xEF\xBB\xBF"
              "'=cmd|' /C calc'!A0,-5,2017-07-14\r\n"
              "'+1,12.500,'-1\r\n"
              "'@SUM,,'\t=1\r\n"
              "\"'\r=1\",' =1,'＝1\r\n"
              "00712,a-b,\"a\"\"b\"\r\n");
}

TEST(CsvOfCells, TheApostropheComesOffAgain) {
    for (const char* text : {"=1", "abc", "'quoted", "-1", "", "'"}) {
        EXPECT_EQ(plain_text(neutral_text(text)), text);
        EXPECT_EQ(neutral_text(neutral_text(text)), neutral_text(text));
    }
}

}  // namespace
}  // namespace relief
