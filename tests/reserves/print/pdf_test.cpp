// SPDX-License-Identifier: Apache-2.0
#include "reserves/print/pdf.h"

#include "core/error.h"
#include "reserves/print/forms.h"
#include "reserves/print/qr.h"
#include "tests/reserves/print/pdf_kit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>

namespace relief {
namespace {

using test::ask;
using test::order_of;
using test::page_texts;
using testing::HasSubstr;

#define SKIP_WITHOUT(answer, program)                                                       \
    if (!(answer)) {                                                                        \
        GTEST_SKIP() << program " is not on this machine: the printed page is NOT checked"; \
    }

Form order(int lines) {
    return make_form(form_kind("allotment_order"), order_of(lines), "zh");
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t times = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++times;
    }
    return times;
}

std::string utf8_of(char32_t c) {
    std::string text;
    if (c < 0x80) {
        return {static_cast<char>(c)};
    }
    if (c >= 0x800) {
        text += static_cast<char>(0xE0 | (c >> 12));
        text += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    } else {
        text += static_cast<char>(0xC0 | (c >> 6));
    }
    return text + static_cast<char>(0x80 | (c & 0x3F));
}

TEST(Pdf, SaysWhatTheFormSays) {
    const auto pages = page_texts(render_pdf(order(1)).bytes);
    SKIP_WITHOUT(pages, "pdftotext");
    ASSERT_EQ(pages->size(), 1U);
    for (const char* words :
         {"吉林省救灾物资调拨令", "220000-DB-2017-0017", "[示例数据/第2次打印]", "吉林市省级代储点",
          "永吉县民政局", "棉被", "捌仟床", "8000", "张某", "07-1511:01", "（盖章）",
          "账面时间2017-07-1511:02:31", "第1页共1页"}) {
        EXPECT_THAT(pages->front(), HasSubstr(words));
    }
}

TEST(Pdf, FourHundredLinesArePrintedOnceEachUnderTheirHead) {
    const PdfFile file = render_pdf(order(400));
    const auto pages = page_texts(file.bytes);
    SKIP_WITHOUT(pages, "pdftotext");
    ASSERT_EQ(pages->size(), static_cast<std::size_t>(file.pages));
    std::string all;
    for (std::size_t i = 0; i < pages->size(); ++i) {
        const std::string& page = pages->at(i);
        EXPECT_THAT(page, HasSubstr("第" + std::to_string(i + 1) + "页共" +
                                    std::to_string(pages->size()) + "页"));
        EXPECT_THAT(page, HasSubstr("220000-DB-2017-0017"));
        EXPECT_THAT(page, HasSubstr("[示例数据/第2次打印]"));
        EXPECT_EQ(count(page, "数量大写"), count(page, "捌仟床") > 0 ? 1U : 0U);
        all += page;
    }
    EXPECT_EQ(count(all, "捌仟床"), 400U);
    EXPECT_EQ(count(all, "3200000"), 1U) << "400 lines of 8000 in the last row";
    for (int i = 1; i <= 400; ++i) {
        EXPECT_EQ(count(all, "L" + std::to_string(i) + "床"), 1U) << i;
    }
}

TEST(Pdf, FontsAreEmbeddedInPart) {
    const auto fonts = ask("pdffonts", "pdffonts FILE", render_pdf(order(3)).bytes);
    SKIP_WITHOUT(fonts, "pdffonts");
    std::istringstream lines(*fonts);
    std::string line;
    int seen = 0;
    for (int i = 0; std::getline(lines, line); ++i) {
        if (i < 2) {
            continue;
        }
        ++seen;
        EXPECT_THAT(line, HasSubstr("yes yes yes")) << "embedded, subset, with its characters";
    }
    EXPECT_GE(seen, 1);
}

TEST(Pdf, SameFormSameBytesWhateverTheLocaleAndZone) {
    const std::string first = render_pdf(order(30)).bytes;
    setenv("TZ", "America/New_York", 1);
    setenv("LANG", "ja_JP.UTF-8", 1);
    setenv("PANGO_LANGUAGE", "ja", 1);
    const std::string second = render_pdf(order(30)).bytes;
    unsetenv("TZ");
    unsetenv("LANG");
    unsetenv("PANGO_LANGUAGE");
    EXPECT_EQ(first, second);
    EXPECT_THAT(first, HasSubstr("/CreationDate (20170715110231+08'00)"));
}

TEST(Pdf, CellLongerThanAPageGoesOnOnTheNext) {
    FormContent content = order_of(1);
    std::string note;
    for (int i = 0; i < 3000; ++i) {
        note += "雪";
    }
    content.rows["lines"][0]["note"] = note;
    content.values["basis"] = note;
    content.notes = {note};
    const PdfFile file = render_pdf(make_form(form_kind("allotment_order"), content, "zh"));
    EXPECT_GT(file.pages, 3);
    const auto pages = page_texts(file.bytes);
    SKIP_WITHOUT(pages, "pdftotext");
    std::size_t seen = 0;
    for (const std::string& page : *pages) {
        seen += count(page, "雪");
    }
    EXPECT_EQ(seen, 9000U);
}

/// The ideographs of GB18030-2022 in plane 0 and, for names in Yanbian, Hangul.
TEST(Pdf, EveryIdeographOfPlaneZeroHasItsGlyph) {
    const auto missing_of = [](char32_t first, char32_t last) {
        std::string names;
        for (char32_t c = first; c <= last; ++c) {
            names += utf8_of(c);
        }
        return missing_glyphs(names);
    };
    EXPECT_TRUE(missing_of(0x3400, 0x4DB5).empty());
    EXPECT_TRUE(missing_of(0x4E00, 0x9FEF).empty());
    EXPECT_TRUE(missing_of(0xAC00, 0xD7A3).empty());
    std::string others = "〇";
    for (const char32_t c :
         {0xF92C, 0xF979, 0xF995, 0xF9E7, 0xF9F1, 0xFA0C, 0xFA0D, 0xFA0E, 0xFA0F, 0xFA11, 0xFA13,
          0xFA14, 0xFA18, 0xFA1F, 0xFA20, 0xFA21, 0xFA23, 0xFA24, 0xFA27, 0xFA28, 0xFA29}) {
        others += utf8_of(c);
    }
    EXPECT_TRUE(missing_glyphs(others).empty());
    EXPECT_THAT(missing_glyphs("永\uE000吉\uE001\uE000"),
                testing::ElementsAre(U'\uE000', U'\uE001'));
}

TEST(Pdf, CharacterWithoutAGlyphIsShownByItsCodeAndTold) {
    FormContent content = order_of(1);
    content.values["to"] = "永吉\uE000县";
    content.signatures = {{"sign", "张\u202E三\x01", ""}};
    const PdfFile file = render_pdf(make_form(form_kind("allotment_order"), content, "zh"));
    EXPECT_THAT(file.missing_glyphs, testing::UnorderedElementsAre(U'\uE000', U'\u202E', U'\x01'));
    const auto pages = page_texts(file.bytes);
    SKIP_WITHOUT(pages, "pdftotext");
    EXPECT_THAT(pages->front(), HasSubstr("永吉〔U+E000〕县"));
    EXPECT_THAT(pages->front(), HasSubstr("张〔U+202E〕三〔U+0001〕"));
}

/// A grey picture of a page, as pdftoppm writes it.
struct Picture {
    int width = 0;
    int height = 0;
    std::string pixels;
    [[nodiscard]] bool dark(double x, double y) const {
        const auto at = static_cast<std::size_t>(static_cast<int>(y) * width + static_cast<int>(x));
        return static_cast<unsigned char>(pixels.at(at)) < 128;
    }
};

Picture read_picture(const std::string& bytes) {
    Picture picture;
    std::istringstream stream(bytes);
    std::string magic;
    int most = 0;
    stream >> magic >> picture.width >> picture.height >> most;
    stream.get();
    picture.pixels = bytes.substr(static_cast<std::size_t>(stream.tellg()));
    return picture;
}

/// Where the code should be on an A4 page: 20 mm wide, its right side at the right margin (26 mm),
/// 3 mm above the text, which begins at 37 mm.
TEST(Pdf, CodeOnPaperIsTheCodeOfTheNumber) {
    const auto bytes = ask("pdftoppm", "pdftoppm -gray -r 300 FILE", render_pdf(order(1)).bytes);
    SKIP_WITHOUT(bytes, "pdftoppm");
    const Picture picture = read_picture(*bytes);
    const QrCode code = qr_code("220000-DB-2017-0017");
    ASSERT_EQ(code.size, 25) << "19 bytes at level M are version 2";
    const double mm = 300 / 25.4;
    const double module = 20 * mm / code.size;
    const double left = (210 - 26 - 20) * mm;
    const double top = (37 - 20 - 3) * mm;
    for (int row = 0; row < code.size; ++row) {
        for (int column = 0; column < code.size; ++column) {
            EXPECT_EQ(picture.dark(left + (column + 0.5) * module, top + (row + 0.5) * module),
                      code.at(row, column))
                << row << ' ' << column;
        }
    }
}

TEST(Pdf, ReaderOfCodesReadsTheNumberFromThePage) {
    const auto read = ask("zbarimg", "pdftoppm -gray -r 100 FILE | zbarimg --quiet --raw -",
                          render_pdf(order(1)).bytes);
    SKIP_WITHOUT(read, "zbarimg");
    EXPECT_EQ(*read, "220000-DB-2017-0017\n");
}

TEST(Pdf, EachFormOfAFileCountsItsOwnPages) {
    const std::vector<Form> forms{order(1), order(60)};
    const PdfFile file = render_pdf(forms);
    const auto pages = page_texts(file.bytes);
    SKIP_WITHOUT(pages, "pdftotext");
    EXPECT_THAT(pages->at(0), HasSubstr("第1页共1页"));
    EXPECT_THAT(pages->at(1), HasSubstr("第1页共" + std::to_string(file.pages - 1) + "页"));
}

TEST(Pdf, EveryKindOfFormPrintsInBothLanguagesOnOnePage) {
    for (const char* language : {"zh", "en"}) {
        std::vector<Form> forms;
        for (const FormKind& kind : form_kinds()) {
            FormContent content{.number = "N-1"};
            for (const TableSpec& table : kind.tables) {
                content.rows[std::string(table.key)] = {{}};
            }
            forms.push_back(make_form(kind, content, language));
        }
        const PdfFile file = render_pdf(forms);
        EXPECT_EQ(file.pages, static_cast<int>(forms.size()));
        EXPECT_TRUE(file.missing_glyphs.empty());
    }
}

TEST(Pdf, FormThatCannotBePrintedIsRefused) {
    const auto code_of = [](const Form& form) {
        try {
            (void)render_pdf(form);
        } catch (const Error& error) {
            return error.detail().code + " " + error.detail().field;
        }
        return std::string("printed");
    };
    Form form{.title = "t"};
    EXPECT_EQ(code_of(form), "printed");
    EXPECT_EQ(code_of({}), "print.form title");
    form.tables = {{.columns = {{"a"}, {"b"}}, .rows = {{"1", "2"}, {"1"}}}};
    EXPECT_EQ(code_of(form), "print.form tables[0].rows[1]");
    form.tables = {{.columns = {{"a", 0}}}};
    EXPECT_EQ(code_of(form), "print.form tables[0].a");
    form = {.title = "t", .number = std::string(500, '1')};
    EXPECT_EQ(code_of(form), "print.form number");
}

}  // namespace
}  // namespace relief
