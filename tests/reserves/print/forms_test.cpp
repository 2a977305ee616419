// SPDX-License-Identifier: Apache-2.0
#include "reserves/print/forms.h"

#include "core/data_source.h"
#include "core/error.h"
#include "core/table/sheet.h"
#include "reserves/print/sheet.h"
#include "tests/reserves/print/pdf_kit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

namespace relief {
namespace {

using test::order_of;
using testing::HasSubstr;

Form order(const FormContent& content, std::string_view language = "zh") {
    return make_form(form_kind("allotment_order"), content, language);
}

std::string refusal(const FormContent& content) {
    try {
        (void)order(content);
    } catch (const Error& error) {
        return error.detail().code + " " + error.detail().field + " " + error.detail().found;
    }
    return "made";
}

TEST(Forms, TheOfficeHasAFormForEveryPaperItOwes) {
    for (const char* id : {"acceptance",
                           "issue",
                           "application",
                           "allotment_order",
                           "waybill",
                           "receipt_slip",
                           "count",
                           "count_blind",
                           "discrepancy",
                           "scrap",
                           "loan",
                           "loan_return",
                           "rotation",
                           "lot_card",
                           "stock_ledger",
                           "daily_bulletin",
                           "ten_day_bulletin",
                           "yearly_report",
                           "safety_checklist",
                           "hazard_notice",
                           "donation",
                           "supplier_phone_book"}) {
        EXPECT_EQ(form_kind(id).id, id);
    }
    EXPECT_THROW((void)form_kind("love_letter"), Error);
}

TEST(Forms, NoKeyIsUsedTwiceAndEveryWordIsInBothLanguages) {
    std::set<std::string_view> ids;
    for (const FormKind& kind : form_kinds()) {
        EXPECT_TRUE(ids.insert(kind.id).second) << kind.id;
        const auto check = [&kind](const auto& specs) {
            std::set<std::string_view> keys;
            for (const auto& spec : specs) {
                EXPECT_TRUE(keys.insert(spec.key).second) << kind.id << ' ' << spec.key;
                EXPECT_FALSE(spec.label.zh.empty() || spec.label.en.empty())
                    << kind.id << ' ' << spec.key;
            }
        };
        check(kind.fields);
        check(kind.posts);
        for (const TableSpec& table : kind.tables) {
            check(table.columns);
        }
        EXPECT_FALSE(kind.title.zh.empty() || kind.title.en.empty()) << kind.id;
    }
}

/// 德州市陵城区: time, place, kind of disaster; people relocated; items and amounts; own stock; own
/// used; amount asked.
TEST(Forms, ApplicationAsksTheEightThings) {
    const Form form = make_form(form_kind("application"), {.made_at = {}}, "zh");
    std::set<std::string> labels;
    for (const FormField& field : form.fields) {
        labels.insert(field.label);
    }
    for (const FormColumn& column : form.tables.at(0).columns) {
        labels.insert(column.label);
    }
    for (const char* label : {"受灾时间", "受灾地点", "灾种", "转移安置人数", "需求数量",
                              "本级储备", "已动用", "申请数量"}) {
        EXPECT_TRUE(labels.count(label)) << label;
    }
}

TEST(Forms, BlindCountSheetShowsNoBookQuantity) {
    const auto has_book = [](const char* id) {
        const auto& columns = form_kind(id).tables.at(0).columns;
        return std::any_of(columns.begin(), columns.end(),
                           [](const ColumnSpec& c) { return c.key == "quantity"; });
    };
    EXPECT_TRUE(has_book("count"));
    EXPECT_FALSE(has_book("count_blind"));
    FormContent content;
    content.rows["lines"] = {{{"item", "棉被"}, {"quantity", "8000"}}};
    EXPECT_THROW((void)make_form(form_kind("count_blind"), content, "zh"), Error);
}

TEST(Forms, WhatTheFormHasNoPlaceForIsRefused) {
    EXPECT_EQ(refusal(order_of(2)), "made");
    FormContent content = order_of(1);
    content.values["colour"] = "red";
    EXPECT_EQ(refusal(content), "print.form values colour");
    content = order_of(1);
    content.rows["lines"][0]["colour"] = "red";
    EXPECT_EQ(refusal(content), "print.form rows.lines colour");
    content = order_of(1);
    content.rows["colours"] = {};
    EXPECT_EQ(refusal(content), "print.form rows colours");
    content = order_of(1);
    content.signatures = {{"king", "Karl", ""}};
    EXPECT_EQ(refusal(content), "print.form signatures king");
}

TEST(Forms, QuantitiesAreSaidInWordsAndSummedInOneUnitOnly) {
    FormContent content = order_of(2);
    content.rows["lines"][1]["quantity"] = "12300";
    content.rows["lines"][0]["weight_kg"] = "1.25";
    content.rows["lines"][1]["weight_kg"] = "2.500";
    const FormTable one_unit = order(content).tables.at(0);
    EXPECT_EQ(one_unit.rows.at(1).at(6), "壹万贰仟叁佰床");
    EXPECT_EQ(one_unit.total,
              (std::vector<std::string>{"", "合计", "", "", "", "20300", "", "3.750", "", ""}));
    content.rows["lines"][1]["unit"] = "顶";
    const FormTable two_units = order(content).tables.at(0);
    EXPECT_EQ(two_units.total.at(5), "") << "quilts and tents are not added";
    EXPECT_EQ(two_units.total.at(7), "3.750");
}

TEST(Forms, MoneyIsSaidInWords) {
    const FormContent content{.values = {{"amount", "1234.56"}}};
    const Form form = make_form(form_kind("donation"), content, "zh");
    EXPECT_EQ(form.fields.back().label, "人民币大写");
    EXPECT_EQ(form.fields.back().value, "壹仟贰佰叁拾肆元伍角陆分");
    const FormContent words{.values = {{"amount", "about a thousand"}}};
    EXPECT_EQ(make_form(form_kind("donation"), words, "zh").fields.back().value, "");
}

TEST(Forms, SignatureStandsInItsBoxAndTheOthersStayEmpty) {
    const Form form = order(order_of(1));
    ASSERT_EQ(form.signatures.size(), 4U);
    EXPECT_EQ(form.signatures.at(0).post, "签发");
    EXPECT_EQ(form.signatures.at(0).name, "张某");
    EXPECT_EQ(form.signatures.at(1).name, "");
}

TEST(Forms, EnglishFormHasEnglishWords) {
    const Form form = order(order_of(1), "en");
    EXPECT_EQ(form.title, "Allotment order");
    EXPECT_EQ(form.tables.at(0).columns.at(1).label, "Item");
    EXPECT_EQ(print_count_mark(form), "Print no. 2");
}

TEST(FormSheet, CsvOpensInChineseExcelAndHoldsTheWholeForm) {
    const std::string csv = render_csv(order(order_of(400)));
    EXPECT_EQ(csv.substr(0, 3), "\xEF\xBB\xBF");
    EXPECT_THAT(csv, HasSubstr("吉林省救灾物资调拨令\r\n"));
    EXPECT_THAT(csv, HasSubstr("编号,220000-DB-2017-0017\r\n"));
    EXPECT_THAT(csv, HasSubstr("[示例数据 · 第 2 次打印]\r\n"));
    for (const char* line :
         {"\r\n1,棉被,,L1,床,8000,捌仟床,", "\r\n400,棉被,,L400,床,8000,捌仟床,"}) {
        EXPECT_THAT(csv, HasSubstr(line));
    }
    EXPECT_EQ(csv.find("\n\n"), std::string::npos);
}

TEST(FormSheet, NoTextOfAFormIsAFormulaAndNumbersStayNumbers) {
    FormContent content = order_of(1);
    content.rows["lines"][0]["note"] = "=HYPERLINK(\"http://x\")";
    content.values["to"] = "@SUM(A1)";
    content.rows["lines"][0]["weight_kg"] = "-12.5";
    const std::string csv = render_csv(order(content));
    EXPECT_THAT(csv, HasSubstr("\"'=HYPERLINK(\"\"http://x\"\")\""));
    EXPECT_THAT(csv, HasSubstr("收货单位,'@SUM(A1)\r\n"));
    EXPECT_THAT(csv, HasSubstr(",-12.5,"));
}

TEST(FormSheet, XlsxHoldsTheSameLinesAndTheSameBytesEachTime) {
    const auto file = std::filesystem::path(testing::TempDir()) / "relief_form.xlsx";
    write_xlsx(order(order_of(400)), file);
    const std::string first = read_file(file);
    const Workbook book = read_workbook(first, "relief_form.xlsx");
    ASSERT_EQ(book.sheets.size(), 1U);
    const Sheet& sheet = book.sheets.front();
    int lines = 0;
    for (std::size_t row = 0; row < sheet.size(); ++row) {
        const bool is_line = sheet.cell(row, 7).text == "捌仟床";
        lines += is_line ? 1 : 0;
        EXPECT_TRUE(!is_line || sheet.cell(row, 6).kind == CellKind::number);
        EXPECT_TRUE(!is_line || sheet.cell(row, 4).kind == CellKind::text);
    }
    EXPECT_EQ(lines, 400);
    write_xlsx(order(order_of(400)), file);
    EXPECT_EQ(read_file(file), first);
    std::filesystem::remove(file);
}

}  // namespace
}  // namespace relief
