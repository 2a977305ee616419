// SPDX-License-Identifier: Apache-2.0
#include "core/text.h"

#include "core/data_source.h"
#include "core/table/csv.h"
#include "tests/kit/bad_input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <string>

namespace relief {
namespace {

using kit::error_of;
using testing::HasSubstr;

const std::filesystem::path gb18030_file =
    RELIEF_SOURCE_DIR "/tests/data/inventory/made_jilin_consignment_stock_gb18030.csv";

ErrorDetail refused_text(std::string_view bytes) {
    return error_of([&] { (void)decode_text(bytes, "sent.csv"); });
}

TEST(DecodeText, Utf8StaysAndLosesItsBom) {
    EXPECT_EQ(decode_text("永吉县,1\n", "f"), "永吉县,1\n");
    EXPECT_EQ(decode_text("\xEF\xBB\xBF永吉县,1\r\n", "f"), "永吉县,1\r\n");
    EXPECT_EQ(decode_text("", "f"), "");
    EXPECT_EQ(decode_text("\xEF\xBB\xBF", "f"), "");
}

TEST(DecodeText, ReadsGb18030WithFourByteCharacters) {
    const std::string text = decode_text(read_file(gb18030_file), gb18030_file.string());
    EXPECT_TRUE(text.starts_with("吉林省省级救灾物资代储点库存明细表,,,,,,,,,\r\n")) << text;
    EXPECT_THAT(text, HasSubstr("2,,TENT12C,12m2棉帐篷,,顶,２００,LY-1411,2014年11月,同上库\r\n"));
    EXPECT_THAT(text, HasSubstr("\"序列日期，保管员：刘䶮\"\r\n"));
}

// 永吉 is D3C0 BCAA in GB 2312 (the code chart of 1980).
TEST(DecodeText, ReadsGb2312) {
    EXPECT_EQ(decode_text("\xD3\xC0\xBC\xAA", "f"), "永吉");
}

TEST(DecodeText, DamagedUtf8IsNotTakenForGb18030) {
    std::string bytes = "code,name\n220221,永吉县\n220282,桦甸市\n";
    bytes[bytes.find("甸") + 1] = '\x41';
    const ErrorDetail error = refused_text(bytes);
    EXPECT_EQ(error.code, "text.encoding");
    EXPECT_THAT(error.message, HasSubstr("damaged UTF-8"));
    EXPECT_EQ(error.file, "sent.csv");
    EXPECT_EQ(error.line, 3);
    EXPECT_EQ(error.found, "byte 0xE7 at offset " + std::to_string(bytes.find("\xE7\x41")));
    EXPECT_THAT(error.expected, HasSubstr("GB18030"));
}

TEST(DecodeText, Utf8CutInACharacterIsRefused) {
    const std::string whole = "灾民安置点";
    for (std::size_t cut = 1; cut < 3; ++cut) {
        EXPECT_EQ(refused_text(whole.substr(0, whole.size() - cut)).code, "text.encoding") << cut;
    }
}

TEST(DecodeText, WhatBeginsWithABomMustBeUtf8) {
    EXPECT_THAT(refused_text("\xEF\xBB\xBF\xD3\xC0\xBC\xAA").message, HasSubstr("damaged UTF-8"));
}

// Table 3-7 of the Unicode standard: what is no well-formed UTF-8. Each is read neither as that nor
// as GB18030.
TEST(DecodeText, IllFormedBytesAreRefused) {
    for (const std::string_view bytes : {"\xFF", "a\xFF\xFF", "\x80", "name\x81", "\xC0\xAF\x80",
                                         "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFD\xFF"}) {
        EXPECT_EQ(refused_text(bytes).code, "text.encoding") << testing::PrintToString(bytes);
    }
}

TEST(DecodeText, Utf16IsRefusedByName) {
    using namespace std::string_view_literals;
    const ErrorDetail little = refused_text("\xFF\xFE\x38\x6C\x09\x54"sv);
    EXPECT_EQ(little.code, "text.encoding");
    EXPECT_THAT(little.message, HasSubstr("UTF-16"));
    EXPECT_THAT(refused_text("\xFE\xFF\x6C\x38\x54\x09"sv).message, HasSubstr("UTF-16"));
    const ErrorDetail no_bom = refused_text("c\0o\0d\0e\0\n\0"sv);
    EXPECT_THAT(no_bom.message, HasSubstr("NUL"));
    EXPECT_EQ(no_bom.found, "byte 0x00 at offset 1");
}

TEST(DecodeText, NulByteIsRefusedWithItsLine) {
    using namespace std::string_view_literals;
    const ErrorDetail error = refused_text("code,name\n220221,\0\n"sv);
    EXPECT_EQ(error.code, "text.encoding");
    EXPECT_EQ(error.line, 2);
    EXPECT_EQ(refused_text("PK\x03\x04\x14\0\x06\0"sv).code, "text.encoding");  // an .xlsx
}

TEST(Pinyin, OneWordWithoutTones) {
    EXPECT_EQ(pinyin("永吉县"), "yongjixian");
    EXPECT_EQ(pinyin("西安区"), "xianqu");
    EXPECT_EQ(pinyin("乌兰敖都乡"), "wulanaoduxiang");
    EXPECT_EQ(pinyin("Jilin"), "jilin");
    EXPECT_EQ(pinyin(""), "");
}

// The English names of rules/jilin_divisions.csv are the official romanisation, written apart from
// any transliterator: the first word of each must begin the pinyin of the Chinese name.
TEST(Pinyin, AgreesWithTheOfficialNamesOfEveryDivision) {
    const FolderSource data(RELIEF_SOURCE_DIR "/data");
    const CsvTable table(data.read("rules/jilin_divisions.csv"), "divisions",
                         {"name", "en", "kind"});
    int compared = 0;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const std::string kind = table.row(i).text("kind");
        std::string english = table.row(i).text("en");
        if (kind == "zone" || kind == "committee") {
            continue;
        }
        english = english.substr(0, english.find(' '));
        std::string letters;
        for (std::size_t at = 0; at < english.size(); ++at) {
            if (english.compare(at, 2, "ü") == 0) {
                letters += 'u';
                ++at;
            } else if (english[at] != '\'') {
                letters += static_cast<char>(std::tolower(static_cast<unsigned char>(english[at])));
            }
        }
        const std::string name = table.row(i).text("name");
        EXPECT_TRUE(pinyin(name).starts_with(letters)) << name << " " << pinyin(name);
        ++compared;
    }
    EXPECT_EQ(compared, 70);  // the province, 9 prefectures, 60 counties
}

TEST(Fold, TrimsNarrowsAndLowers) {
    EXPECT_EQ(fold("  永吉县\t"), "永吉县");
    EXPECT_EQ(fold("ＴＥＮＴ１２Ｃ"), "tent12c");
    EXPECT_EQ(fold("\u3000永吉\u3000"), "永吉");
    EXPECT_EQ(fold("YongJi"), "yongji");
    EXPECT_EQ(fold(""), "");
}

TEST(DisplayWidth, ChineseTakesTwoColumns) {
    EXPECT_EQ(display_width("QUILT"), 5);
    EXPECT_EQ(display_width("棉被"), 4);
    EXPECT_EQ(display_width("12m2棉帐篷（顶）"), 4 + 6 + 6);
    EXPECT_EQ(display_width("e\u0301"), 1);  // a combining accent stands over its letter
    EXPECT_EQ(display_width("\U00020000"), 2);
    EXPECT_EQ(display_width(""), 0);
}

}  // namespace
}  // namespace relief
