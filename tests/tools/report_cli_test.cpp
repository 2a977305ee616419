// SPDX-License-Identifier: Apache-2.0
// Reports of losses through the program: taken, kept, checked, rolled up, due.
#include "tests/tools/office_day.h"
#include "tests/tools/shipped.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

namespace relief::kit {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

json check_scenario(const std::string& id) {
    const Ended ended = relief_run({"report", "check", "--scenario", id, "--json"});
    EXPECT_LE(ended.status, 1) << ended.out << ended.err;
    return json::parse(ended.out, nullptr, false);
}

bool has_finding(const json& document, const std::string& check, const std::string& metric,
                 const std::string& verdict) {
    return std::ranges::any_of(document.at("findings"), [&](const json& row) {
        return row.at("check") == check && row.at("metric") == metric &&
               row.at("verdict") == verdict;
    });
}

TEST(ReportCommandTest, TheContradictionsOfTheScenariosAreShown) {
    const json yongji = check_scenario("2017-07-yongji-flood");
    EXPECT_EQ(yongji.at("schema"), "relief.report_check/1");
    EXPECT_EQ(yongji.at("reports"), 5);
    EXPECT_EQ(yongji.at("counts").at("fail"), 0);
    // 15 against 17 July.
    EXPECT_TRUE(has_finding(yongji, "growth", "affected", "needs_note"));
    EXPECT_TRUE(has_finding(yongji, "jump", "direct_loss", "needs_note"));
    // 15 700 in shelters and 26 000 with kin are not 75 000; all three were rounded.
    EXPECT_TRUE(has_finding(yongji, "relocated_sum", "relocated", "needs_note"));
    for (const char* id :
         {"2010-flood", "2018-songyuan-m57", "2020-11-ice-storm", "2023-08-shulan-flood"}) {
        EXPECT_GT(check_scenario(id).at("counts").at("pass").get<int>(), 0) << id;
    }
}

TEST(ReportCommandTest, AReporterIsScoredByWhatItsReportsSayAndByNothingElse) {
    const Ended ended = relief_run(
        {"report", "score", "--scenario", "2017-07-yongji-flood", "--unit", "220221", "--json"});
    ASSERT_EQ(ended.status, 0) << ended.out << ended.err;
    const json document = json::parse(ended.out, nullptr, false);
    EXPECT_EQ(document.at("schema"), "relief.report_scores/1");
    const json& score = document.at("scores").at(0);
    for (const json& line : score.at("lines")) {
        if (line.at("measure") == "filled_fraction") {
            // Yongji told of the affected and the relocated: two of nine figures, ten marks.
            EXPECT_NEAR(line.at("marks").get<double>(), 10 * 2.0 / 9, 0.01);
        }
        if (line.at("measure") == "trained_fraction") {
            EXPECT_TRUE(line.at("marks").is_null());
        }
        EXPECT_EQ(line.at("flag"), "assumption");
    }
    EXPECT_LE(score.at("marks"), score.at("possible"));
}

/// An office whose books hold the event of a scenario.
class EventOffice : public OfficeDay {
  public:
    EventOffice(const std::string& scenario, int year, const std::string& opened)
        : OfficeDay(year, opened) {
        const json incident = ask({"incident", "open", "--scenario", scenario_folder + scenario});
        EXPECT_EQ(incident.at("incidents").at(0).at("event"), scenario);
    }
};

std::string write(const OfficeDay& office, const std::string& name, const std::string& text) {
    const std::string file = office.path(name).string();
    std::ofstream(file, std::ios::binary) << text;
    return file;
}

TEST(ReportCommandTest, TheReportsOfEveryScenarioGoThroughTheBooks) {
    for (const auto& [id, year] :
         std::vector<std::pair<std::string, int>>{{"2010-flood", 2010},
                                                  {"2017-07-yongji-flood", 2017},
                                                  {"2018-songyuan-m57", 2018},
                                                  {"2020-11-ice-storm", 2020},
                                                  {"2023-08-shulan-flood", 2023}}) {
        EventOffice office(id, year, std::to_string(year) + "-12-20T08:00");
        office.at(std::to_string(year) + "-12-20T09:00");
        const std::vector<std::string> add{
            "report", "add", "--event", id, "--file", scenario_folder + id + "/reports.csv"};
        std::vector<std::string> dry = add;
        dry.emplace_back("--dry-run");
        const json tried = office.ask(dry);
        EXPECT_EQ(tried.at("dry_run"), true);
        EXPECT_EQ(office.ask({"report", "list", "--event", id}).at("reports").size(), 0U);
        const json added = office.ask(add);
        EXPECT_EQ(added.at("added"), tried.at("added"));
        // The books hold the figures that the scenario's own reader finds.
        const json books = office.ask({"report", "list", "--event", id});
        const json file = office.ask({"report", "list", "--scenario", scenario_folder + id});
        const auto figures = [](const json& document) {
            std::vector<std::string> all;
            for (const json& report : document.at("reports")) {
                for (const json& figure : report.at("figures")) {
                    all.push_back(report.at("report").get<std::string>() + " " +
                                  report.at("unit").get<std::string>() + " " +
                                  figure.at("metric").get<std::string>() + " " +
                                  figure.at("value").get<std::string>());
                }
            }
            std::ranges::sort(all);
            return all;
        };
        EXPECT_EQ(figures(books), figures(file)) << id;
        // A second time is no second version.
        EXPECT_EQ(office.ask(add, 4).at("code"), "report.repeat");
        office.expect_proven();
    }
}

TEST(ReportCommandTest, AFileIsTakenWholeOrNotAtAll) {
    EventOffice office("2023-08-shulan-flood", 2023, "2023-08-05T08:00");
    const std::string bad = write(office, "bad.csv",
                                  "单位,统计时间,受灾人口,紧急转移安置人口\n"
                                  "舒兰市,2023-08-04T19:30,134000,14380\n"
                                  "舒栏市,2023-08-04T19:30,5,1\n"
                                  "榆树市,2023-08-04T19:30,两万,1\n");
    const json refused =
        office.ask({"report", "add", "--event", "2023-08-shulan-flood", "--file", bad}, 3);
    EXPECT_EQ(refused.at("code"), "report.lines");
    EXPECT_EQ(refused.at("line"), 3);
    EXPECT_THAT(refused.at("found").get<std::string>(), AllOf(HasSubstr("3: "), HasSubstr("4: ")));
    EXPECT_EQ(
        office.ask({"report", "list", "--event", "2023-08-shulan-flood"}).at("reports").size(), 0U);
    EXPECT_EQ(office.ask({"report", "add", "--event", "no-such", "--file", bad}, 3).at("code"),
              "incident.unknown");
    office.expect_proven();
}

TEST(ReportCommandTest, ACorrectionRefersToWhatItCorrects) {
    EventOffice office("2023-08-shulan-flood", 2023, "2023-08-04T08:00");
    const std::string event = "2023-08-shulan-flood";
    const std::string head = "report_id,单位,统计时间,报别,更正报告,relocated,affected\n";
    const auto add = [&](const std::string& rows, int status = 0) {
        return office.ask({"report", "add", "--event", event, "--reporter", "舒兰市", "--file",
                           write(office, "rows.csv", head + rows)},
                          status);
    };
    office.at("2023-08-04T20:00");
    EXPECT_EQ(
        add("A,舒兰市,2023-08-04T19:30,初报,,143800,134000\n").at("findings").at(0).at("check"),
        "relocated_within");
    EXPECT_EQ(add("B,舒兰市,2023-08-04T19:30,更正,Z,14380,134000\n", 4).at("code"),
              "report.corrects");
    EXPECT_EQ(add("B,榆树市,2023-08-04T19:30,更正,A,14380,134000\n", 4).at("code"),
              "report.corrects");
    office.at("2023-08-04T21:00");
    EXPECT_EQ(add("B,舒兰市,2023-08-04T19:30,更正,A,14380,134000\n").at("counts").at("fail"), 0);
    EXPECT_EQ(add("C,舒兰市,2023-08-04T19:30,更正,A,14381,134000\n", 4).at("code"),
              "report.corrects");
    // Both stand in the books; the sum is of the correction, and of A before B came.
    const json list = office.ask({"report", "list", "--event", event});
    EXPECT_EQ(list.at("reports").at(0).at("corrected_by"), "B");
    EXPECT_EQ(list.at("reports").at(1).at("corrects"), "A");
    const auto province = [&](const std::string& at) {
        const json tree = office.ask({"report", "rollup", "--event", event, "--at", at}).at("tree");
        for (const json& figure : tree.at("figures")) {
            if (figure.at("metric") == "relocated") {
                return figure.at("value").get<std::string>();
            }
        }
        return std::string("none");
    };
    EXPECT_EQ(province("2023-08-04T21:00"), "14380");
    EXPECT_EQ(province("2023-08-04T20:30"), "143800");
    // After the final report nothing but a correction, until the event is re-opened.
    office.at("2023-08-06T09:00");
    add("F,舒兰市,2023-08-06T08:00,核报,,18916,134000\n");
    EXPECT_EQ(add("G,舒兰市,2023-08-06T08:30,续报,,18916,134000\n", 4).at("code"), "report.closed");
    office.ask({"incident", "stable", "--event", event});
    office.ask({"incident", "reopen", "--event", event, "--unit", "舒兰市"});
    add("G,舒兰市,2023-08-06T08:30,续报,,18916,134000\n");
    for (const json check = office.ask({"report", "check", "--event", event});
         const json& finding : check.at("findings")) {
        EXPECT_NE(finding.at("check"), "kinds");
    }
    office.expect_proven();
}

TEST(ReportCommandTest, ADrillStaysOutOfLiveBooks) {
    const auto live = [](const Copy& data) {
        const std::string depots = data.text("baseline/depots.csv");
        std::string real = depots;
        const std::size_t mark = real.find("synthetic");
        ASSERT_NE(mark, std::string::npos);
        real.replace(mark, std::string("synthetic").size(), "read");
        data.write("baseline/depots.csv", real);
    };
    // The clock of live books is the machine's, so the rows lie in the past of every machine.
    const std::string rows =
        "单位,统计时间,收到时间,affected,备注\n舒兰市,2023-08-04T19:30,2023-08-04T20:00,134000,";
    EventOffice made("2023-08-shulan-flood", 2023, "2023-08-05T08:00");
    made.ask({"report", "add", "--event", "2023-08-shulan-flood", "--file",
              write(made, "drill.csv", rows + "演练\n")});
    EXPECT_EQ(made.ask({"report", "list", "--event", "2023-08-shulan-flood"})
                  .at("reports")
                  .at(0)
                  .at("drill"),
              true);
    TempFolder folder;
    const Copy data = Copy::of_data();
    live(data);
    std::filesystem::copy(
        scenario_folder, data.path() / "scenarios",
        std::filesystem::copy_options::recursive | std::filesystem::copy_options::skip_existing);
    const std::string db = (folder / "live.db").string();
    const std::string drill = (folder / "drill.csv").string();
    write_text(drill, rows + "演练\n");
    const auto run = [&](std::vector<std::string> words) {
        words.insert(words.end(),
                     {"--db", db, "--data", data.path().string(), "--actor", "王芳", "--json"});
        return relief_run(words);
    };
    ASSERT_EQ(run({"init"}).status, 0);
    ASSERT_EQ(
        run({"incident", "open", "--scenario", scenario_folder + "2023-08-shulan-flood"}).status,
        0);
    const Ended refused =
        run({"report", "add", "--event", "2023-08-shulan-flood", "--file", drill});
    EXPECT_EQ(refused.status, 4) << refused.out;
    EXPECT_EQ(json::parse(refused.out).at("code"), "report.drill");
    const std::string real = (folder / "real.csv").string();
    write_text(real, rows + "\n");
    EXPECT_EQ(run({"report", "add", "--event", "2023-08-shulan-flood", "--file", real}).status, 0);
}

TEST(ReportCommandTest, AReasonEndsTheRequestForANote) {
    EventOffice office("2017-07-yongji-flood", 2017, "2017-07-18T08:00");
    const std::string event = "2017-07-yongji-flood";
    office.at("2017-07-18T09:00");
    office.ask(
        {"report", "add", "--event", event, "--file", scenario_folder + event + "/reports.csv"});
    EXPECT_TRUE(has_finding(office.ask({"report", "check", "--event", event}), "growth", "affected",
                            "needs_note"));
    EXPECT_EQ(office.ask({"report", "note", "--event", event, "R9", "--text", "无"}, 3).at("code"),
              "report.unknown");
    office.at("2017-07-18T10:00");
    office.ask({"report", "note", "--event", event, "R5", "--text", "口径改为防指统计"});
    EXPECT_FALSE(has_finding(office.ask({"report", "check", "--event", event}), "growth",
                             "affected", "needs_note"));
    EXPECT_THAT(office.read({"report", "show", "--event", event, "R5"}),
                AllOf(HasSubstr("口径改为防指统计"), HasSubstr("受灾人口")));
    EXPECT_THAT(office.read({"report", "check", "--event", event}), HasSubstr("并列保留"));
    office.expect_proven();
}

TEST(ReportCommandTest, DeadlinesCountDownAndGoUp) {
    EventOffice office("2017-07-yongji-flood", 2017, "2017-07-13T09:30");
    const std::string event = "2017-07-yongji-flood";
    const auto of_yongji = [&](const std::string& at) {
        const json page =
            office.ask({"report", "deadlines", "--event", event, "--unit", "永吉县", "--at", at});
        for (const json& due : page.at("due")) {
            if (due.at("rule") == "RD05") {
                return due;
            }
        }
        return json();
    };
    // The rain began at 08:00; the county has two hours.
    EXPECT_EQ(of_yongji("2017-07-13T09:30").at("state"), "due");
    EXPECT_EQ(of_yongji("2017-07-13T09:30").at("minutes"), 30);
    EXPECT_EQ(of_yongji("2017-07-13T11:00").at("state"), "missing");
    EXPECT_EQ(of_yongji("2017-07-13T11:00").at("escalates_to"), json({"220200"}));
    EXPECT_EQ(of_yongji("2017-07-13T13:00").at("escalates_to"), json({"220200", "220000"}));
    EXPECT_THAT(office.read({"report", "deadlines", "--event", event, "--at", "2017-07-13T11:00"}),
                AllOf(HasSubstr("缺报，已超 1 小时"), HasSubstr("永吉县")));
    EXPECT_EQ(office.ask({"report", "deadlines"}, 2).at("code"), "usage");
}

TEST(ReportCommandTest, AFileIsCheckedBeforeAnybodyTakesIt) {
    TempFolder folder;
    const std::string file = (folder / "county.csv").string();
    write_text(file,
               "单位,统计时间,受灾人口,紧急转移安置人口,农作物受灾面积\n"
               "松原市,2018-05-28T18:00,630,5582,12.4万千公顷\n");
    const Ended ended =
        relief_run({"report", "check", "--file", file, "--json", "--at", "2018-05-29"});
    EXPECT_EQ(ended.status, 1);
    const json document = json::parse(ended.out);
    EXPECT_TRUE(has_finding(document, "relocated_within", "relocated", "fail"));
    EXPECT_TRUE(has_finding(document, "farmland", "crop_area", "fail"));
    EXPECT_TRUE(has_finding(document, "unit_words", "crop_area", "needs_note"));
    EXPECT_THAT(
        relief_run({"report", "check", "--file", file, "--at", "2018-05-29", "--lang", "en"}).out,
        HasSubstr("relocated <= affected"));
}

}  // namespace
}  // namespace relief::kit
