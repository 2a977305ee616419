// SPDX-License-Identifier: Apache-2.0
// The statutory tables and aid money through the program; the xlsx is read back.
#include "core/data_source.h"
#include "core/table/sheet.h"
#include "tests/tools/office_day.h"
#include "tests/tools/shipped.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace relief::kit {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;

std::string text_of(const Sheet& sheet, std::size_t row, int column) {
    return std::string(sheet.cell(row, column).text);
}

/// The figures of the sheet by units: the name without its indent, by title of the column.
std::map<std::string, std::map<std::string, double>> by_units(const Sheet& sheet) {
    std::map<std::string, std::map<std::string, double>> units;
    constexpr int first_figure = 4;
    for (std::size_t row = 1; row < sheet.size(); ++row) {
        std::string name = text_of(sheet, row, 2);
        name.erase(0, name.find_first_not_of(' '));
        for (int column = first_figure; column <= sheet.width(); ++column) {
            if (const auto number = sheet.cell(row, column).number()) {
                units[name][text_of(sheet, 0, column)] = *number;
            }
        }
    }
    return units;
}

TEST(ReportTableCommandTest, TheSheetHoldsWhatTheReportsSay) {
    TempFolder folder;
    const std::string file = (folder / "table.xlsx").string();
    const Ended ended = relief_run(
        {"report", "table", "--scenario", "2017-07-yongji-flood", "--out", file, "--json"});
    ASSERT_EQ(ended.status, 0) << ended.out << ended.err;
    const json document = json::parse(ended.out);
    EXPECT_EQ(document.at("schema"), "relief.report_table/1");
    EXPECT_EQ(document.at("form").at("id"), "MCA-2016");
    const Workbook book = read_workbook(read_file(file), file);
    ASSERT_EQ(book.sheets.size(), 3U);
    // reports.csv: R5 of the province, R4 of Jilin city, R2 of Yongji.
    auto units = by_units(book.sheets[1]);
    EXPECT_EQ(units.at("吉林省").at("受灾人口（人）"), 513000);
    EXPECT_EQ(units.at("吉林省").at("紧急转移安置人口（人）"), 126900);
    EXPECT_EQ(units.at("吉林省").at("因灾死亡人口（人）"), 19);
    EXPECT_EQ(units.at("吉林省").at("直接经济损失（万元）"), 2123000);
    EXPECT_EQ(units.at("吉林市").at("因灾死亡人口（人）"), 18);
    EXPECT_EQ(units.at("永吉县").at("紧急转移安置人口（人）"), 75000);
    // 126 900 = 75 000 of Yongji through Jilin city + 51 900 that no unit below told.
    EXPECT_EQ(units.at("吉林省：未分到下级").at("紧急转移安置人口（人）"), 51900);
    EXPECT_EQ(units.at("吉林省：未分到下级").at("因灾死亡人口（人）"), 1);
    std::map<std::string, std::string> form;
    for (std::size_t row = 0; row < book.sheets[0].size(); ++row) {
        form[text_of(book.sheets[0], row, 2)] = text_of(book.sheets[0], row, 4);
    }
    EXPECT_EQ(form.at("因灾死亡人口"), "19");
    EXPECT_EQ(form.at("被困人口"), "");  // on the form, and nobody tells it
    std::string notes;
    for (std::size_t row = 0; row < book.sheets[2].size(); ++row) {
        notes += text_of(book.sheets[2], row, 1) + "\n";
    }
    // What is assumed is said, what has no row is not lost, what is to be typed is named.
    EXPECT_THAT(notes, AllOf(HasSubstr("没有读到"), HasSubstr("assumption 未核实"),
                             HasSubstr("倒塌和严重损坏房屋间数 10497"), HasSubstr("被困人口")));
    // The same call writes the same bytes.
    const std::string again = (folder / "again.xlsx").string();
    ASSERT_EQ(relief_run({"report", "table", "--scenario", "2017-07-yongji-flood", "--out", again})
                  .status,
              0);
    EXPECT_EQ(read_file(file), read_file(again));
}

TEST(ReportTableCommandTest, TownshipsGoUpToTheProvinceFromTheBooks) {
    OfficeDay office(2023, "2023-08-04T08:00");
    const std::string event = "2023-08-shulan-flood";
    office.ask({"incident", "open", "--scenario", scenario_folder + event});
    office.at("2023-08-05T09:00");
    const std::string file = office.path("townships.csv").string();
    std::ofstream(file, std::ios::binary) << "单位,统计时间,受灾人口,紧急转移安置人口\n"
                                             "舒兰市开原镇,2023-08-04T19:30,20000,5000\n"
                                             "舒兰市金马镇,2023-08-04T19:30,12000,2550\n"
                                             "榆树市,2023-08-04T19:30,30000,1000\n";
    office.ask({"report", "add", "--event", event, "--file", file});
    const std::string sheet = office.path("table.xlsx").string();
    const json table = office.ask({"report", "table", "--event", event, "--out", sheet});
    EXPECT_EQ(table.at("form").at("id"), "MEM-2020");
    const Workbook book = read_workbook(read_file(sheet), sheet);
    auto units = by_units(book.sheets.at(1));
    const std::string moved = "紧急转移安置人口（累计）（人）";
    EXPECT_EQ(units.at("开原镇").at(moved), 5000);
    EXPECT_EQ(units.at("舒兰市").at(moved), 7550);
    EXPECT_EQ(units.at("吉林市").at(moved), 7550);
    EXPECT_EQ(units.at("长春市").at(moved), 1000);
    EXPECT_EQ(units.at("吉林省").at(moved), 8550);
    EXPECT_EQ(units.at("吉林省").at("受灾人口（人）"), 62000);
    // As the roll-up has it.
    const json tree = office.ask({"report", "rollup", "--event", event}).at("tree");
    for (const json& figure : tree.at("figures")) {
        if (figure.at("metric") == "relocated") {
            EXPECT_EQ(figure.at("value"), "8550");
        }
    }
    // Of one county alone.
    EXPECT_EQ(office.ask({"report", "table", "--event", event, "--unit", "舒兰市"})
                  .at("rows")
                  .at(0)
                  .at("unit"),
              "220283");
    EXPECT_THAT(office.read({"report", "table", "--event", event}),
                AllOf(HasSubstr("自然灾害损失情况统计快报表"), HasSubstr("（下限）")));
    EXPECT_EQ(office.ask({"report", "table", "--event", event, "--form", "X"}, 3).at("code"),
              "form.unknown");
    EXPECT_EQ(office.ask({"report", "table", "--event", event, "--unit", "无此县"}, 3).at("code"),
              "place.unknown");
    EXPECT_EQ(
        office.ask({"report", "table", "--event", event, "--out", "/no/such/x.xlsx"}, 3).at("code"),
        "file.write");
    EXPECT_EQ(office.ask({"report", "table"}, 2).at("code"), "usage");
}

TEST(ReportTableCommandTest, MoneyByReportedFigures) {
    const std::vector<std::string> words{"report", "money", "--scenario", "2017-07-yongji-flood"};
    std::vector<std::string> asked = words;
    asked.emplace_back("--json");
    const Ended ended = relief_run(asked);
    ASSERT_EQ(ended.status, 0) << ended.out << ended.err;
    const json document = json::parse(ended.out);
    EXPECT_EQ(document.at("schema"), "relief.aid_money/1");
    EXPECT_EQ(document.at("verified"), false);
    const auto kind = [&](const std::string& unit, const std::string& name) {
        for (const json& row : document.at("units")) {
            if (row.at("unit") == unit) {
                for (const json& band : row.at("kinds")) {
                    if (band.at("kind") == name) {
                        return std::pair(band.at("low"), band.at("high"));
                    }
                }
            }
        }
        return std::pair(json(), json());
    };
    EXPECT_EQ(kind("220221", "urgent_relocation"), std::pair(json(17250000), json(22500000)));
    EXPECT_EQ(kind("220000", "urgent_relocation"),
              std::pair(json(29187000), json(38070000)));                             // 126 900
    EXPECT_EQ(kind("220200", "condolence"), std::pair(json(90000), json(180000)));    // 18
    EXPECT_EQ(kind("220000", "rebuild"), std::pair(json(14780000), json(20692000)));  // 739
    EXPECT_EQ(kind("220221", "condolence"), std::pair(json(), json()));  // not told is not zero
    asked.back() = "--explain";
    asked.insert(asked.end(), {"--lang", "zh"});
    EXPECT_THAT(relief_run(asked).out,
                AllOf(HasSubstr("没有找到吉林的标准"), HasSubstr("应急救助"),
                      HasSubstr("relocated 75000 x 230 = 17250000"), HasSubstr("宁夏")));
    asked = words;
    asked.insert(asked.end(), {"--rate", "AM99", "--json"});
    const Ended wrong = relief_run(asked);
    EXPECT_EQ(wrong.status, 3);
    EXPECT_EQ(json::parse(wrong.out).at("field"), "--rate");
}

}  // namespace
}  // namespace relief::kit
