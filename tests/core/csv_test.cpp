// SPDX-License-Identifier: Apache-2.0
#include "core/table/csv.h"

#include "tests/kit/bad_input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace relief {
namespace {

using kit::error_of;
using testing::HasSubstr;

CsvTable table_of(std::string_view bytes) {
    return {bytes, "t.csv", {"id", "n"}};
}

/// The error of making a table, with what every error of a table has in common.
ErrorDetail refused_csv(std::string_view bytes) {
    ErrorDetail error = error_of([&] { (void)table_of(bytes); });
    EXPECT_EQ(error.file, "t.csv");
    EXPECT_FALSE(error.message.empty());
    return error;
}

/// The error of reading column n of the row in line 3 of a table.
template <typename Read>
ErrorDetail unreadable(const std::string& field, Read&& read) {
    const CsvTable table = table_of("id,n\na,1\nb," + field + "\n");
    ErrorDetail error = error_of([&] { (void)read(table.row(1)); });
    EXPECT_EQ(error.file, "t.csv");
    EXPECT_EQ(error.line, 3);
    EXPECT_EQ(error.field, "n");
    EXPECT_EQ(error.found, "\"" + field + "\"");
    EXPECT_FALSE(error.expected.empty());
    return error;
}

// RFC 4180, section 2, its own examples: line ends, quotes, doubled quotes, breaks inside quotes.
TEST(Csv, ReadsWhatRfc4180Describes) {
    const CsvTable table("id,n\r\naaa,\"b \r\nbb\"\r\n\"aaa\",\"b\"\"bb\"\r\n\"x,y\",zzz", "t.csv",
                         {"id", "n"});
    ASSERT_EQ(table.size(), 3U);
    EXPECT_EQ(table.row(0).text("id"), "aaa");
    EXPECT_EQ(table.row(0).text("n"), "b \r\nbb");
    EXPECT_EQ(table.row(1).text("n"), "b\"bb");
    EXPECT_EQ(table.row(2).text("id"), "x,y");
    EXPECT_EQ(table.row(2).text("n"), "zzz");
    EXPECT_EQ(table.row(0).line(), 2);
    EXPECT_EQ(table.row(1).line(), 4) << "a field may hold a line end";
    EXPECT_EQ(table.row(2).line(), 5);
}

// Every column is looked for among all the others, and by its name whenever a field is read: with a
// header of some megabytes that is minutes.
TEST(Csv, AHeaderOfMoreColumnsThanAnyTableHasIsRefused) {
    std::string header = "id,n";
    for (int column = 3; column <= 1000; ++column) {
        header += ",c" + std::to_string(column);
    }
    EXPECT_EQ(table_of(header).columns().size(), 1000U);
    const ErrorDetail error = refused_csv(header + ",c1001");
    EXPECT_EQ(error.code, "csv.columns");
    EXPECT_EQ(error.line, 1);
    EXPECT_EQ(error.expected, "at most 1000 columns");
}

TEST(Csv, AHeaderThatEndsInACommaHasOneMoreColumnAtTheEndOfTheTextToo) {
    for (const char* text : {"id,n,", "id,n,\n", "id,n,\r\n"}) {
        EXPECT_THAT(table_of(text).columns(), testing::ElementsAre("id", "n", "")) << text;
    }
}

TEST(Csv, ColumnsMayStandInAnyOrderWithOthersBetween) {
    const CsvTable table = table_of("note,n,id\nx,7,a\n");
    EXPECT_EQ(table.row(0).integer("n", 0, 9), 7);
    EXPECT_EQ(table.row(0).text("note"), "x");
    EXPECT_TRUE(table.has_column("note"));
    EXPECT_FALSE(table.has_column("Note"));
    EXPECT_THAT(table.columns(), testing::ElementsAre("note", "n", "id"));
}

TEST(Csv, BomProvenanceAndBlankLinesArePassedOver) {
    const CsvTable table = table_of("\xEF\xBB\xBF# from somewhere\n# \"odd\nid,n\n\na,1\n\n#b,2\n");
    ASSERT_EQ(table.size(), 2U);
    EXPECT_EQ(table.row(0).line(), 5);
    EXPECT_EQ(table.row(1).text("id"), "#b") << "after the header # is a letter like others";
    EXPECT_EQ(table.row(1).line(), 7);
}

TEST(Csv, TableOfOneColumnKeepsItsEmptyFields) {
    const CsvTable table("id\na\n\nb\n", "t.csv", {"id"});
    ASSERT_EQ(table.size(), 3U);
    EXPECT_EQ(table.row(1).text("id"), "");
}

TEST(Csv, HeaderAloneIsAnEmptyTable) {
    EXPECT_EQ(table_of("id,n").size(), 0U);
    EXPECT_EQ(table_of("id,n\r\n").size(), 0U);
}

TEST(Csv, NoHeaderIsRefused) {
    for (const std::string_view bytes : {"", "\n", "# only provenance\n"}) {
        const ErrorDetail error = refused_csv(bytes);
        EXPECT_EQ(error.code, "csv.columns");
        EXPECT_THAT(error.message, HasSubstr("no header"));
        EXPECT_EQ(error.expected, "id, n");
    }
}

TEST(Csv, MissingColumnIsNamed) {
    const ErrorDetail error = refused_csv("id,number\na,1\n");
    EXPECT_EQ(error.code, "csv.columns");
    EXPECT_EQ(error.line, 1);
    EXPECT_EQ(error.field, "n");
    EXPECT_EQ(error.found, "id, number");
    EXPECT_EQ(error.expected, "n");
}

TEST(Csv, DoubledColumnIsNamed) {
    const ErrorDetail error = refused_csv("id,n,x,n\na,1,2,3\n");
    EXPECT_EQ(error.code, "csv.columns");
    EXPECT_EQ(error.line, 1);
    EXPECT_EQ(error.field, "n");
    EXPECT_EQ(error.found, "twice");
    EXPECT_EQ(error.expected, "once");
}

TEST(Csv, RowOfAnotherWidthIsRefused) {
    const ErrorDetail brief = refused_csv("id,n\na,1\nb\n");
    EXPECT_EQ(brief.code, "csv.row");
    EXPECT_EQ(brief.line, 3);
    EXPECT_EQ(brief.found, "1 fields");
    EXPECT_EQ(brief.expected, "2 fields");
    const ErrorDetail wide = refused_csv("id,n\na,1,\nb,2\n");
    EXPECT_EQ(wide.code, "csv.row");
    EXPECT_EQ(wide.line, 2);
    EXPECT_EQ(wide.found, "3 fields");
}

TEST(Csv, OpenQuoteIsRefusedWhereItOpened) {
    const ErrorDetail error = refused_csv("id,n\na,1\nb,\"2\nc,3\nd,4\n");
    EXPECT_EQ(error.code, "csv.quote");
    EXPECT_EQ(error.line, 3);
    EXPECT_EQ(error.field, "column 2");
}

TEST(Csv, StrayQuotesAreRefused) {
    const ErrorDetail inside = refused_csv("id,n\na,1\nb,2\"\n");
    EXPECT_EQ(inside.code, "csv.quote");
    EXPECT_EQ(inside.line, 3);
    EXPECT_EQ(inside.field, "column 2");
    const ErrorDetail behind = refused_csv("id,n\n\"a\"b,1\n");
    EXPECT_EQ(behind.code, "csv.quote");
    EXPECT_EQ(behind.line, 2);
    EXPECT_EQ(behind.field, "column 1");
}

TEST(Csv, WrongEncodingIsRefused) {
    EXPECT_EQ(refused_csv("id,n\na,\xFF\n").code, "text.encoding");
}

TEST(Csv, EmptyFieldIsRefusedWhereOneIsNeeded) {
    const std::vector<ErrorDetail> errors{
        unreadable("", [](const CsvRow& row) { return row.required("n"); }),
        unreadable("", [](const CsvRow& row) { return row.integer("n", 0, 9); }),
        unreadable("", [](const CsvRow& row) { return row.number("n", 0, 9); }),
        unreadable("", [](const CsvRow& row) { return row.date("n"); }),
        unreadable("", [](const CsvRow& row) { return row.boolean("n"); })};
    for (const ErrorDetail& error : errors) {
        EXPECT_EQ(error.code, "csv.empty");
    }
}

TEST(Csv, EmptyFieldIsNothingWhereItMayBe) {
    const CsvTable table = table_of("id,n\na,\n");
    const CsvRow row = table.row(0);
    EXPECT_EQ(row.optional_integer("n", 0, 9), std::nullopt);
    EXPECT_EQ(row.optional_number("n", 0, 9), std::nullopt);
    EXPECT_EQ(row.optional_date("n"), std::nullopt);
    EXPECT_EQ(row.optional_instant("n"), std::nullopt);
}

TEST(Csv, WhatIsNoWholeNumberIsRefused) {
    for (const std::string field :
         {"x", "1x", "1.5", " 1", "1 ", "１", "1e3", "--1", "-", "0x10"}) {
        const ErrorDetail error =
            unreadable(field, [](const CsvRow& row) { return row.integer("n", -9, 9); });
        EXPECT_EQ(error.code, "csv.number") << field;
        EXPECT_EQ(error.expected, "a whole number from -9 to 9");
    }
}

TEST(Csv, WhatIsNoNumberIsRefused) {
    for (const std::string field : {"x", "1.2.3", "1 000", "inf", "-inf", "nan", "NaN", "infinity",
                                    "0x1p3", "1e", ".", "１", "+-1"}) {
        const ErrorDetail error =
            unreadable(field, [](const CsvRow& row) { return row.number("n", -1e9, 1e9); });
        EXPECT_EQ(error.code, "csv.number") << field;
        EXPECT_THAT(error.expected, HasSubstr("a number from"));
    }
}

TEST(Csv, ThousandsCommaIsNoNumber) {
    const CsvTable table = table_of("id,n\na,\"2,000\"\n");
    const ErrorDetail error = error_of([&] { (void)table.row(0).integer("n", 0, 9999); });
    EXPECT_EQ(error.code, "csv.number");
    EXPECT_EQ(error.found, "\"2,000\"");
}

TEST(Csv, NumberOutOfRangeIsRefused) {
    for (const std::string field : {"-1", "10", "9223372036854775808", "-99999999999999999999"}) {
        const ErrorDetail error =
            unreadable(field, [](const CsvRow& row) { return row.integer("n", 0, 9); });
        EXPECT_EQ(error.code, "csv.range") << field;
        EXPECT_EQ(error.expected, "a whole number from 0 to 9");
    }
    for (const std::string field : {"-0.1", "1.01", "5e3"}) {
        const ErrorDetail error =
            unreadable(field, [](const CsvRow& row) { return row.number("n", 0, 1); });
        EXPECT_EQ(error.code, "csv.range") << field;
        EXPECT_EQ(error.expected, "a number from 0 to 1");
    }
}

TEST(Csv, NumbersAreReadWhole) {
    const CsvTable table = table_of("id,n\na,-9223372036854775808\nb,0.2667\nc,1e3\nd,-0.5\n");
    EXPECT_EQ(table.row(0).integer("n", INT64_MIN, INT64_MAX), INT64_MIN);
    EXPECT_DOUBLE_EQ(table.row(1).number("n", 0, 1), 0.2667);
    EXPECT_DOUBLE_EQ(table.row(2).number("n", 0, 1e6), 1000);
    EXPECT_DOUBLE_EQ(table.row(3).number("n", -1, 1), -0.5);
}

TEST(Csv, DatesOfNoCalendarAreRefused) {
    for (const std::string field : {"2018-02-30", "2017-13-01", "2012/7/2", "20161018", "42660"}) {
        EXPECT_EQ(unreadable(field, [](const CsvRow& row) { return row.date("n"); }).code,
                  "csv.date")
            << field;
    }
    EXPECT_EQ(
        unreadable("2017-07-14T25:00", [](const CsvRow& row) { return row.optional_instant("n"); })
            .code,
        "csv.date");
}

TEST(Csv, ValueOutsideTheListIsRefused) {
    const ErrorDetail error = unreadable("maybe", [](const CsvRow& row) {
        return row.one_of("n", {"yes", "no"});
    });
    EXPECT_EQ(error.code, "csv.value");
    EXPECT_EQ(error.expected, "yes, no");
    EXPECT_EQ(unreadable("2", [](const CsvRow& row) { return row.boolean("n"); }).code,
              "csv.value");
}

TEST(Csv, KeyUsedTwiceNamesBothLines) {
    const CsvTable table = table_of("id,n\na,1\nb,2\na,3\n");
    const ErrorDetail error = error_of([&] { table.check_key("id"); });
    EXPECT_EQ(error.code, "csv.key");
    EXPECT_EQ(error.file, "t.csv");
    EXPECT_EQ(error.line, 4);
    EXPECT_EQ(error.field, "id");
    EXPECT_EQ(error.found, "\"a\", also on line 2");
    EXPECT_NO_THROW(table.check_key({"id", "n"}));
}

TEST(Csv, EmptyKeyIsRefused) {
    const CsvTable table = table_of("id,n\na,1\n,2\n");
    const ErrorDetail error = error_of([&] { table.check_key("id"); });
    EXPECT_EQ(error.code, "csv.empty");
    EXPECT_EQ(error.line, 3);
}

TEST(Csv, KeyOfTwoColumnsIsTakenTogether) {
    const CsvTable table = table_of("id,n\na,1\na,2\na,1\n");
    const ErrorDetail error = error_of([&] { table.check_key({"id", "n"}); });
    EXPECT_EQ(error.code, "csv.key");
    EXPECT_EQ(error.line, 4);
    EXPECT_EQ(error.field, "id, n");
    EXPECT_EQ(error.found, "\"a, 1\", also on line 2");
}

TEST(Csv, MessageIsOneLineAPersonCanActOn) {
    const CsvTable table = table_of("id,n\na,12x\n");
    try {
        (void)table.row(0).integer("n", 0, 9);
        FAIL();
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(),
                     "t.csv:2: n: the field is not a whole number; found \"12x\"; expected a whole "
                     "number from 0 to 9");
    }
}

TEST(Csv, LongFieldIsCutInTheMessageBetweenCharacters) {
    std::string field;
    for (int i = 0; i < 100; ++i) {
        field += "吉";
    }
    const CsvTable table = table_of("id,n\na," + field + "\n");
    const ErrorDetail error = error_of([&] { (void)table.row(0).integer("n", 0, 9); });
    EXPECT_EQ(error.found, "\"" + field.substr(0, 60) + "…\"");
}

TEST(CsvLine, QuotesOnlyWhereNeeded) {
    const std::vector<std::string> fields{"a", "", "b,c", "say \"no\"", "two\nlines", "永吉 县"};
    EXPECT_EQ(csv_line(fields), "a,,\"b,c\",\"say \"\"no\"\"\",\"two\nlines\",永吉 县");
}

TEST(CsvDocument, HasBomAndCrlfForTheOfficesSpreadsheets) {
    const std::vector<std::vector<std::string>> rows{{"物资", "数量"}, {"棉被", "20"}};
    EXPECT_EQ(csv_document(rows), "\xEF\xBB\xBF物资,数量\r\n棉被,20\r\n");
}

// What is written is read back as it was, whatever stands in the fields.
TEST(CsvDocument, AnyFieldsComeBack) {
    const std::vector<std::string> pieces{"a", "\"", ",", "\n", "\r\n", "#", " ", "棉", ""};
    std::mt19937 random(20170713);
    for (int round = 0; round < 300; ++round) {
        std::vector<std::vector<std::string>> rows{{"id", "n", "z"}};
        for (int i = 0; i < 5; ++i) {
            std::vector<std::string> row;
            for (int column = 0; column < 3; ++column) {
                std::string field;
                for (int k = 0; k < 4; ++k) {
                    field += pieces[random() % pieces.size()];
                }
                row.push_back(field);
            }
            rows.push_back(row);
        }
        const CsvTable table = table_of(csv_document(rows));
        ASSERT_EQ(table.size(), 5U);
        for (std::size_t i = 0; i < 5; ++i) {
            EXPECT_EQ(table.row(i).text("id"), rows[i + 1][0]);
            EXPECT_EQ(table.row(i).text("n"), rows[i + 1][1]);
            EXPECT_EQ(table.row(i).text("z"), rows[i + 1][2]);
        }
    }
}

TEST(ReadFile, MissingFileAndFolderAreRefused) {
    const std::filesystem::path folder(RELIEF_SOURCE_DIR "/data");
    const ErrorDetail missing = error_of([&] { (void)read_file(folder / "nothing.csv"); });
    EXPECT_EQ(missing.code, "file.missing");
    EXPECT_EQ(missing.file, (folder / "nothing.csv").string());
    EXPECT_EQ(error_of([&] { (void)read_file(folder); }).code, "file.read");
    // Read, these would never end.
    EXPECT_EQ(error_of([] { (void)read_file("/dev/zero"); }).code, "file.read");
    EXPECT_EQ(error_of([&] { (void)read_file(folder / "README.md" / "x"); }).code, "file.missing");
}

}  // namespace
}  // namespace relief
