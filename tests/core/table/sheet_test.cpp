// SPDX-License-Identifier: Apache-2.0
#include "core/table/sheet.h"

#include "core/table/xlsx_reader.h"
#include "tests/core/table/archive_kit.h"
#include "tests/kit/bad_input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace relief {
namespace {

using kit::archive_of;
using kit::error_of;
using kit::workbook_of_rows;
using kit::workbook_parts;
using testing::HasSubstr;

/// "A1=text" for every cell with something in it, the kind after the value where it is no text.
std::vector<std::string> cells_of(const Sheet& sheet) {
    const std::string_view letters = " tndbfe";
    std::vector<std::string> cells;
    for (std::size_t row = 0; row < sheet.size(); ++row) {
        for (int column = 1; column <= sheet.row_width(row); ++column) {
            const SheetCell cell = sheet.cell(row, column);
            if (!cell.empty()) {
                std::string shown = column_letters(column) + std::to_string(sheet.row_number(row)) +
                                    "=" + std::string(cell.text);
                if (cell.kind != CellKind::text) {
                    shown += std::string("/") + letters[static_cast<std::size_t>(cell.kind)];
                }
                cells.push_back(std::move(shown));
            }
        }
    }
    return cells;
}

std::vector<std::string> read_cells(std::string_view bytes, const std::string& file = "t.csv") {
    const Workbook book = read_workbook(bytes, file);
    return cells_of(book.sheets.front());
}

std::string refusal(std::string_view bytes, const std::string& file = "t.xlsx") {
    const ErrorDetail error = error_of([&] { (void)read_workbook(bytes, file); });
    EXPECT_EQ(error.file, file);
    EXPECT_FALSE(error.message.empty());
    return error.code;
}

using Cells = std::vector<std::string>;

// ---- csv ----------------------------------------------------------------------------------------

TEST(CsvSheet, TellsDelimiterAndEncodingAndKeepsLineNumbers) {
    const Workbook book = read_workbook("名称;数量\r\n\r\n\"a;b\";\"1\n2\"\r\nc;3", "t.csv");
    EXPECT_EQ(book.delimiter, ";");
    EXPECT_EQ(book.encoding, "UTF-8");
    EXPECT_EQ(book.format, "csv");
    EXPECT_EQ(cells_of(book.sheets[0]),
              (Cells{"A1=名称", "B1=数量", "A3=a;b", "B3=1\n2", "A5=c", "B5=3"}));
}

TEST(CsvSheet, FindsTheDelimiterBelowTitleLines) {
    EXPECT_EQ(read_workbook("库存表, 二〇一七年\na\tb\tc\n1\t2\t3\n", "t.csv").delimiter, "\t");
    EXPECT_EQ(read_workbook("sep=;\na,b,c;d\n", "t.csv").delimiter, ";")
        << "Excel's own line names it";
    EXPECT_EQ(read_workbook("only one column\nx\n", "t.csv").delimiter, ",");
}

TEST(CsvSheet, ReadsUtf16OfBothOrdersAndRefusesHalfCharacters) {
    const std::string little("\xFF\xFE\x67\x68\x2C\x00\x31\x00", 8);  // 桧 is U+6867
    EXPECT_EQ(read_cells(little), (Cells{"A1=桧", "B1=1"}));
    const std::string big("\xFE\xFF\x68\x67\x00\x2C\x00\x31", 8);
    EXPECT_EQ(read_cells(big), (Cells{"A1=桧", "B1=1"}));
    EXPECT_EQ(read_workbook(big, "t.csv").encoding, "UTF-16BE");
    EXPECT_EQ(refusal(little.substr(0, 7)), "text.encoding");
    EXPECT_EQ(refusal(std::string("\xFF\xFE\x00\xD8\x31\x00", 6)), "text.encoding")
        << "a high surrogate without its other half";
}

// C1 AA CD A8: 联通 in GB18030, which looks like UTF-8 to those who are not strict.
TEST(CsvSheet, Reads联通AsGb18030) {
    const Workbook book = read_workbook("\xC1\xAA\xCD\xA8,1\n", "t.csv");
    EXPECT_EQ(book.encoding, "GB18030");
    EXPECT_EQ(cells_of(book.sheets[0]), (Cells{"A1=联通", "B1=1"}));
}

TEST(CsvSheet, AQuoteInsideAFieldIsACharacterAndAnOpenOneIsRefusedWithItsLine) {
    EXPECT_EQ(read_cells("pipe 12\",3\n"), (Cells{"A1=pipe 12\"", "B1=3"}));
    EXPECT_EQ(read_cells("\"a\"\"b\" ,3\n"), (Cells{"A1=a\"b", "B1=3"}));
    const ErrorDetail error = error_of([] { (void)read_workbook("a,b\n1,\"2\n3,4\n", "t.csv"); });
    EXPECT_EQ(error.code, "csv.quote");
    EXPECT_EQ(error.line, 2);
}

TEST(CsvSheet, RefusesNothingTooWideAndWhatIsNoTable) {
    EXPECT_EQ(refusal("", "t.csv"), "sheet.empty");
    EXPECT_EQ(refusal("\n\n,,,\n", "t.csv"), "sheet.empty");
    EXPECT_EQ(refusal(std::string(300, ',') + "x\n", "t.csv"), "sheet.size");
    EXPECT_EQ(refusal("<html><table><tr><td>1</td></tr></table></html>", "t.xls"), "sheet.format");
    EXPECT_EQ(refusal("%PDF-1.4 …", "t.xlsx"), "sheet.format");
}

// ---- xlsx ---------------------------------------------------------------------------------------

TEST(XlsxSheet, KeepsTheTypeOfEveryCell) {
    const std::string styles =
        "<styleSheet><numFmts><numFmt numFmtId=\"165\" formatCode=\"yyyy\\年m\\月\"/></numFmts>"
        "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
        "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"165\"/></cellXfs>"
        "</styleSheet>";
    const std::string strings =
        "<sst><si><t>苹果</t></si><si><r><t>a</t></r><r><t xml:space=\"preserve\"> b</t></r>"
        "<rPh sb=\"0\" eb=\"1\"><t>reading</t></rPh></si></sst>";
    const std::string rows =
        "<worksheet><sheetData><row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c>"
        "<c r=\"B2\" t=\"s\"><v>1</v></c><c r=\"C2\"><v>12.5</v></c><c r=\"D2\" s=\"1\">"
        "<v>42660</v></c><c r=\"E2\" s=\"2\"><v>41944</v></c><c r=\"F2\" t=\"b\"><v>1</v></c>"
        "<c r=\"G2\" t=\"e\"><v>#REF!</v></c><c r=\"H2\"><f>SUM(A1)</f></c>"
        "<c r=\"I2\"><f>1+1</f><v>2</v></c><c r=\"J2\" t=\"inlineStr\"><is><t>00712</t></is></c>"
        "<c r=\"K2\" t=\"str\"><f>\"\"</f><v></v></c></row></sheetData>"
        "<mergeCells><mergeCell ref=\"A2:A4\"/></mergeCells></worksheet>";
    const Workbook book = read_workbook(
        archive_of(workbook_parts({.sheet = rows, .shared_strings = strings, .styles = styles})),
        "t.xlsx");
    EXPECT_EQ(cells_of(book.sheets[0]),
              (Cells{"A2=苹果", "B2=a b", "C2=12.5/n", "D2=42660/d", "E2=41944/d", "F2=1/b",
                     "G2=#REF!/e", "H2==SUM(A1)/f", "I2=2/n", "J2=00712"}));
    EXPECT_EQ(book.sheets[0].name(), "库存");
    ASSERT_EQ(book.sheets[0].merged().size(), 1U);
    EXPECT_EQ(book.sheets[0].merged()[0].row_to, 4);
}

TEST(XlsxSheet, DatesOfTheMacSystemAreMovedToTheOther) {
    auto parts = workbook_parts(
        {.sheet = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" s=\"0\"><v>41198</v></c></row>"
                  "</sheetData></worksheet>",
         .styles = "<styleSheet><cellXfs><xf numFmtId=\"14\"/></cellXfs></styleSheet>",
         .book_properties = "<workbookPr date1904=\"1\"/>"});
    const Workbook book = read_workbook(archive_of(parts), "t.xlsx");
    EXPECT_EQ(date_of_serial(*book.sheets[0].cell(0, 1).number()), "2016-10-17")
        << "41198 days behind 1904-01-01";
}

// ECMA-376 18.17.4.1 and the case table: 42660 is 2016-10-17, 0 is 1899-12-30.
TEST(XlsxSheet, SerialsAreDays) {
    EXPECT_EQ(date_of_serial(42660), "2016-10-17");
    EXPECT_EQ(date_of_serial(42660.99), "2016-10-17");
    EXPECT_EQ(date_of_serial(0), "1899-12-30");
    EXPECT_EQ(date_of_serial(2958465), "9999-12-31");
    EXPECT_EQ(date_of_serial(2958466), std::nullopt);
    EXPECT_EQ(date_of_serial(-1), std::nullopt);
}

TEST(XlsxSheet, KnowsAFormatOfDates) {
    for (const char* code :
         {"yyyy/mm/dd", "yyyy\"年\"m\"月\"d\"日\"", "[$-804]d mmm", "m/d/yy h:mm"}) {
        EXPECT_TRUE(is_date_format(170, code)) << code;
    }
    for (const char* code : {"General", "0.00\"d\"", "[Red]#,##0", "0\\d", "h:mm:ss", "@", "0;y"}) {
        EXPECT_FALSE(is_date_format(170, code)) << code;
    }
    EXPECT_TRUE(is_date_format(14, ""));
    EXPECT_TRUE(is_date_format(31, "")) << "yyyy年m月d日 of the Chinese edition";
    EXPECT_FALSE(is_date_format(0, ""));
    EXPECT_FALSE(is_date_format(49, ""));
}

TEST(XlsxSheet, ReadsAsMuchAsThereIsWhateverTheDimensionSays) {
    const std::string sheet =
        "<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1048576\" "
        "spans=\"1:16384\"><c r=\"B1048576\"><v>7</v></c></row></sheetData></worksheet>";
    EXPECT_EQ(read_cells(archive_of(workbook_parts({.sheet = sheet})), "t.xlsx"),
              (Cells{"B1048576=7/n"}));
}

TEST(XlsxSheet, RowsAndCellsWithoutTheirNamesAreCounted) {
    EXPECT_EQ(read_cells(workbook_of_rows("<row><c><v>1</v></c><c/><c><v>2</v></c></row><row/>"
                                          "<row><c><v>3</v></c></row>"),
                         "t.xlsx"),
              (Cells{"A1=1/n", "C1=2/n", "A3=3/n"}));
}

TEST(XlsxSheet, RefusesRowsAndColumnsBeyondAnyList) {
    const auto cell = [](const std::string& row, const std::string& name) {
        return workbook_of_rows("<row r=\"" + row + "\"><c r=\"" + name + "\"><v>1</v></c></row>");
    };
    EXPECT_EQ(refusal(cell("1", "XFD1")), "sheet.size");
    EXPECT_EQ(refusal(cell("1048577", "A1048577")), "sheet.size");
    EXPECT_EQ(refusal(cell("0", "A0")), "sheet.size");
    EXPECT_EQ(refusal(cell("2", "A3")), "sheet.damaged");
    EXPECT_EQ(refusal(workbook_of_rows("<row r=\"2\"><c><v>1</v></c></row>"
                                       "<row r=\"2\"><c><v>1</v></c></row>")),
              "sheet.damaged");
}

TEST(XlsxSheet, RefusesTextsThatAreNotThere) {
    const auto shared = [](const std::string& index, const std::string& strings) {
        return archive_of(
            workbook_parts({.sheet = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>" +
                                     index + "</v></c></row></sheetData></worksheet>",
                            .shared_strings = strings}));
    };
    EXPECT_EQ(refusal(shared("-1", "<sst><si><t>a</t></si></sst>")), "sheet.damaged");
    EXPECT_EQ(refusal(shared("1", "<sst><si><t>a</t></si></sst>")), "sheet.damaged");
    EXPECT_EQ(refusal(shared("0", "")), "sheet.damaged") << "no sharedStrings at all";
    auto parts = workbook_parts({.sheet = "<worksheet/>", .shared_strings = "<sst/>"});
    parts.erase(parts.begin());  // named by the relations, but not there
    EXPECT_EQ(refusal(archive_of(parts)), "sheet.damaged");
}

// ---- hostile and broken archives ----------------------------------------------------------------

TEST(XlsxSheet, RefusesDoctypesAndSoEveryEntity) {
    const std::string laughs =
        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
        "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>&b;</v></c></row></sheetData>"
        "</worksheet>";
    EXPECT_EQ(refusal(archive_of(workbook_parts({.sheet = laughs}))), "sheet.unsafe");
    const std::string outside = "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><worksheet/>";
    EXPECT_EQ(refusal(archive_of(workbook_parts({.sheet = outside}))), "sheet.unsafe");
}

TEST(XlsxSheet, RefusesPathsOutOfTheArchive) {
    for (const char* name : {"../../x", "xl/../../x", "/etc/x", "C:\\x", "xl\\..\\..\\x"}) {
        auto parts = workbook_parts({.sheet = "<worksheet/>"});
        parts.push_back({name, "x"});
        EXPECT_EQ(refusal(archive_of(parts)), "sheet.unsafe") << name;
    }
}

TEST(XlsxSheet, RefusesArchivesThatAreDamaged) {
    const auto parts =
        workbook_parts({.sheet = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c>"
                                 "</row></sheetData></worksheet>"});
    const std::string whole = archive_of(parts);
    EXPECT_EQ(read_cells(whole, "t.xlsx"), (Cells{"A1=1/n"})) << "the control";
    for (const std::size_t size : {whole.size() - 1, whole.size() / 2, std::size_t{40}}) {
        EXPECT_EQ(refusal(whole.substr(0, size)), "sheet.damaged") << size;
    }
    auto wrong = parts;
    wrong.back().wrong_check_sum = true;
    EXPECT_EQ(refusal(archive_of(wrong)), "sheet.damaged");
    wrong = parts;
    wrong.back().content.resize(wrong.back().content.size() - 4);
    EXPECT_EQ(refusal(archive_of(wrong)), "sheet.damaged") << "XML cut short";
    wrong = parts;
    wrong.back().flags = 1;
    EXPECT_EQ(refusal(archive_of(wrong)), "sheet.encrypted");
    EXPECT_EQ(refusal(archive_of({{"word/document.xml", "<w/>"}}), "t.docx"), "sheet.format");
    EXPECT_EQ(refusal(archive_of({{"inner.zip", whole}})), "sheet.format");
}

TEST(XlsxSheet, RefusesMoreThanItIsToldToHold) {
    auto parts = workbook_parts({.sheet = "<worksheet/>"});
    parts.back().told_size = std::int64_t{512} << 20U;
    EXPECT_EQ(refusal(archive_of(parts)), "sheet.size") << "512 MiB by its own word";
    parts = workbook_parts({.sheet = "<worksheet/>"});
    for (int i = 0; i < sheet_limits::zip_entries_max; ++i) {
        parts.push_back({"xl/p" + std::to_string(i), ""});
    }
    EXPECT_EQ(refusal(archive_of(parts)), "sheet.size");
    const std::string deep(1000, 'x');
    std::string nested;
    for (int i = 0; i < 1000; ++i) {
        nested += "<a>";
    }
    EXPECT_EQ(refusal(archive_of(workbook_parts({.sheet = nested}))), "sheet.damaged");
    EXPECT_EQ(refusal(archive_of(workbook_parts(
                  {.sheet = "<worksheet a=\"" + std::string(3 << 20U, 'x') + "\"/>"}))),
              "sheet.size")
        << "a tag without an end";
}

/// Raw deflate (RFC 1951, fixed codes): one blank, then `repeats` times the 258 bytes before.
std::string deflated_blanks(int repeats) {
    std::string bytes;
    unsigned held = 0;
    unsigned count = 0;
    const auto bit = [&](unsigned value) {
        held |= value << count;
        if (++count == 8) {
            bytes += static_cast<char>(held);
            held = 0;
            count = 0;
        }
    };
    const auto code = [&](unsigned value, int length) {  // codes go in from their highest bit
        for (int i = length - 1; i >= 0; --i) {
            bit(value >> static_cast<unsigned>(i) & 1U);
        }
    };
    bit(1);
    bit(1);
    bit(0);               // last block, fixed codes
    code(0x30 + ' ', 8);  // a literal below 144
    for (int i = 0; i < repeats; ++i) {
        code(0xC5, 8);  // length 258
        code(0, 5);     // one byte back
    }
    code(0, 7);
    while (count != 0) {
        bit(0);
    }
    return bytes;
}

// A part that says it is small and unpacks to 66 MB from 425 KB: what comes out is counted.
TEST(XlsxSheet, RefusesABombThatLiesAboutItsSize) {
    auto parts = workbook_parts({.sheet = "<worksheet/>", .styles = "x"});
    for (auto& part : parts) {
        if (part.name == "xl/styles.xml") {
            part.content = deflated_blanks(260'000);
            part.deflated = true;
            part.told_size = 1000;
        }
    }
    const ErrorDetail error = error_of([&] { (void)read_workbook(archive_of(parts), "t.xlsx"); });
    EXPECT_THAT(error.code, testing::AnyOf("sheet.size", "sheet.damaged"));
    EXPECT_EQ(error.field, "xl/styles.xml");
}

// ---- xls ----------------------------------------------------------------------------------------

const std::string compound_magic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

TEST(XlsSheet, RefusesWhatFreeXlCannotReadAndLivesOn) {
    EXPECT_EQ(refusal(compound_magic + std::string(2000, '\x7F'), "t.xls"), "sheet.damaged");
    EXPECT_EQ(refusal(compound_magic, "t.xls"), "sheet.damaged");
}

TEST(XlsSheet, AnEncryptedXlsxIsNamed) {
    const std::string name("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32);
    EXPECT_EQ(refusal(compound_magic + std::string(600, '\0') + name, "t.xlsx"), "sheet.encrypted");
}

}  // namespace
}  // namespace relief
