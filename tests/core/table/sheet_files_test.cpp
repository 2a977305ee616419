// SPDX-License-Identifier: Apache-2.0
// Real files read as their makers see them (tests/data/inventory/README.md).
#include "core/data_source.h"
#include "core/error.h"
#include "core/table/sheet.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace relief {
namespace {

Workbook read_case(const std::string& name) {
    return read_workbook(read_file(RELIEF_SOURCE_DIR "/tests/data/inventory/" + name), name);
}

TEST(SheetFiles, TheXlsxOfOpenBoxesKeepsBlanksDatesAndChinese) {
    const Workbook book = read_case("openboxes_excel_importer_spec.xlsx");
    ASSERT_EQ(book.sheets.size(), 3U);
    EXPECT_EQ(book.sheets[0].name(), "string");
    EXPECT_EQ(book.sheets[1].name(), "numeric");
    EXPECT_EQ(book.sheets[2].name(), "boolean");
    const Sheet& text = book.sheets[0];
    EXPECT_EQ(text.cell(4, 1).text, " A");
    EXPECT_EQ(text.cell(5, 1).text, "A ");
    EXPECT_EQ(text.cell(6, 1).text, "苹果");
    const Sheet& numeric = book.sheets[1];
    EXPECT_EQ(numeric.cell(1, 1).number(), 1);
    EXPECT_EQ(numeric.cell(2, 1).number(), 1.2);
    EXPECT_EQ(numeric.cell(3, 1).kind, CellKind::date);
    EXPECT_EQ(date_of_serial(*numeric.cell(3, 1).number()), "1899-12-30");
    EXPECT_EQ(date_of_serial(*numeric.cell(4, 1).number()), "2000-01-01");
    EXPECT_EQ(book.sheets[2].cell(1, 1).kind, CellKind::boolean);
    EXPECT_EQ(book.sheets[2].cell(1, 1).text, "1");
    EXPECT_EQ(book.sheets[2].cell(2, 1).text, "0");
}

TEST(SheetFiles, TheXlsOfOpenBoxesKeepsZerosAndDates) {
    const Workbook book = read_case("openboxes_it_inventory.xls");
    ASSERT_FALSE(book.sheets.empty());
    const Sheet& sheet = book.sheets[0];
    ASSERT_EQ(sheet.size(), 8U) << "a header and 7 rows";
    EXPECT_EQ(sheet.cell(1, 1).kind, CellKind::text);
    EXPECT_EQ(sheet.cell(1, 1).text, "00001");
    EXPECT_TRUE(sheet.cell(1, 4).empty()) << "the first row has no expiry";
    EXPECT_EQ(sheet.cell(2, 4).kind, CellKind::date);
    const double thought[] = {252, 1654, 1736, 39};
    const double physical[] = {2520, 16540, 17360, 385};
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(sheet.cell(i + 1, 6).number(), thought[i]);
        EXPECT_EQ(sheet.cell(i + 1, 7).number(), physical[i]);
    }
    EXPECT_FALSE(book.other_extension);
}

TEST(SheetFiles, AWrongExtensionIsReadByItsContentAndTold) {
    const std::string bytes =
        read_file(RELIEF_SOURCE_DIR "/tests/data/inventory/openboxes_it_inventory.xls");
    const Workbook book = read_workbook(bytes, "stock.xlsx");
    EXPECT_EQ(book.format, "xls");
    EXPECT_TRUE(book.other_extension);
}

// Whatever is done to the bytes of a real file: an answer or a relief::Error, never a crash.
TEST(SheetFiles, DamagedBytesNeverEndTheProgram) {
    std::mt19937_64 random(20170713);
    for (const char* name : {"openboxes_excel_importer_spec.xlsx", "openboxes_it_inventory.xls"}) {
        const std::string whole =
            read_file(std::string(RELIEF_SOURCE_DIR "/tests/data/inventory/") + name);
        for (int round = 0; round < 40; ++round) {
            std::string bytes = whole;
            for (int i = 0; i < 1 + round; ++i) {
                bytes[random() % bytes.size()] = static_cast<char>(random());
            }
            try {
                (void)read_workbook(bytes, name);
            } catch (const Error& error) {
                EXPECT_NE(error.kind(), ErrorKind::fault) << error.what();
            }
        }
    }
}

}  // namespace
}  // namespace relief
