// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/desk.h"
#include "tests/tools/shipped.h"

#include "core/error.h"
#include "core/store/database.h"
#include "tests/kit/raw_store.h"
#include "tools/desk/init.h"
#include "tools/desk/level_document.h"
#include "tools/desk/needs_document.h"
#include "tools/desk/place_document.h"
#include "tools/desk/scenario_document.h"
#include "tools/desk/tables.h"
#include "tools/desk/text_table.h"
#include "tools/desk/verify_document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace relief {
namespace {

namespace fs = std::filesystem;
using PlainJson = nlohmann::json;
using Amounts = std::map<std::string, std::int64_t>;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

/// A folder of this test's own, gone afterwards.
class Folder {
  public:
    Folder() : path_(fs::temp_directory_path() / "relief-desk-XXXXXX") {
        std::string name = path_.string();
        path_ = mkdtemp(name.data());
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] fs::path operator/(const std::string& name) const { return path_ / name; }
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator(path_)) {
            names.push_back(entry.path().filename().string());
        }
        return names;
    }

  private:
    fs::path path_;
};

void write(const fs::path& file, const std::string& bytes) {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
}

const Desk& rules_desk() {
    static const Desk loaded = open_rules_desk(kit::shipped_data, std::nullopt);
    return loaded;
}

Instant desk_time(std::string_view text) {
    return parse_instant(text).value();
}
Date day(std::string_view text) {
    return parse_date(text).value();
}

Scenario scenario(const std::string& id) {
    return load_scenario(kit::shipped_data / "scenarios" / id, rules_desk().rules,
                         rules_desk().places);
}

PlainJson expected(const std::string& id) {
    return PlainJson::parse(read_file(kit::shipped_data / "scenarios" / id / "expected.json"));
}

/// A block of expected.json; a 0 there means that there is no line.
Amounts block(const std::string& id, const std::string& key) {
    const PlainJson document = expected(id);
    Amounts amounts;
    for (const auto& [item, quantity] : document.at("needs").at(key).items()) {
        if (quantity.get<std::int64_t>() != 0) {
            amounts[item] = quantity.get<std::int64_t>();
        }
    }
    return amounts;
}

PlainJson needs_document(NeedsRequest request) {
    return PlainJson::parse(needs_json(rules_desk(), run_needs(rules_desk(), std::move(request))));
}

NeedsRequest request_for(const std::string& id) {
    NeedsRequest request;
    request.scenario = scenario(id);
    return request;
}

Amounts amounts(const PlainJson& document) {
    Amounts amounts;
    for (const PlainJson& need : document.at("needs")) {
        amounts[need.at("item")] += need.at("quantity").get<std::int64_t>();
    }
    return amounts;
}

template <typename Action>
std::pair<int, ErrorDetail> failure_of(Action&& action) {
    try {
        static_cast<void>(std::forward<Action>(action)());
    } catch (const Error& error) {
        return {exit_status(error.kind()), error.detail()};
    }
    ADD_FAILURE() << "nothing was refused";
    return {};
}

InitRequest init_request(const fs::path& db) {
    return {.data = kit::shipped_data,
            .db = db,
            .anchor = std::nullopt,
            .now = desk_time("2017-06-01T08:00")};
}

// --- finding data/ ---

TEST(FindDataFolder, BesideInstalledAndUpTheSourceTree) {
    const Folder folder;
    const std::string mark = "rules/response_levels.csv";
    const fs::path built = folder / "tree/build/release/relief";
    EXPECT_EQ(failure_of([&] { return find_data_folder(built); }).second.code, "file.missing");
    write(folder / "tree/data" / mark, "");
    EXPECT_EQ(find_data_folder(built), folder / "tree/data");
    write(folder / "tree/build/release/data" / mark, "");
    EXPECT_EQ(find_data_folder(built), folder / "tree/build/release/data");
    write(folder / "usr/share/relief" / mark, "");
    EXPECT_EQ(find_data_folder(folder / "usr/bin/relief"), folder / "usr/share/relief");
}

TEST(FindDataFolder, AFolderOfThatNameAloneIsNotEnough) {
    const Folder folder;
    write(folder / "data/readme.txt", "somebody else's");
    EXPECT_EQ(failure_of([&] { return find_data_folder(folder / "relief"); }).first, 3);
}

// --- places ---

TEST(Place, HomonymsComeBackWithTheirParents) {
    // jilin_townships.csv: 朝阳镇 in 舒兰 and in 辉南; 万宝镇 in 宽城, 洮南 and 安图.
    const PlainJson towns =
        PlainJson::parse(place_json(find_places(rules_desk().places, "朝阳镇", day("2017-07-14"))));
    EXPECT_EQ(towns.at("schema"), "relief.places/1");
    std::map<std::string, std::string> parents;
    for (const PlainJson& match : towns.at("matches")) {
        if (match.at("name") == "朝阳镇") {
            parents[match.at("code")] = match.at("parents").at(0).at("name");
        }
    }
    EXPECT_EQ(parents, (std::map<std::string, std::string>{{"220283103", "舒兰市"},
                                                           {"220523100", "辉南县"}}));

    std::set<std::string> codes;
    for (const PlaceMatch& match :
         find_places(rules_desk().places, "万宝镇", day("2017-07-14")).matches) {
        codes.insert(match.place->code);
    }
    EXPECT_THAT(codes, testing::IsSupersetOf({"220103102", "220881101", "222426105"}));
}

TEST(Place, AFormerCodeIsReadAsOfItsDay) {
    // 公主岭: 220381 under 四平 until 2020-06-19, then 220184 under 长春.
    const auto answer = [](std::string_view on) {
        return PlainJson::parse(place_json(find_places(rules_desk().places, "220381", day(on))))
            .at("matches")
            .at(0);
    };
    EXPECT_EQ(answer("2017-07-14").at("code"), "220184");
    EXPECT_EQ(answer("2017-07-14").at("code_on_date"), "220381");
    EXPECT_EQ(answer("2017-07-14").at("by"), "code");
    EXPECT_EQ(answer("2021-01-01").at("by"), "former_code");
    EXPECT_EQ(answer("2017-07-14").at("parents").at(0).at("name"), "四平市");
    EXPECT_EQ(answer("2021-01-01").at("code_on_date"), "220184");
    EXPECT_EQ(answer("2021-01-01").at("parents").at(0).at("name"), "长春市");
}

TEST(Place, TheNameOfTheDayIsPrinted) {
    // division_code_history.csv: 扶余县 became 扶余市 on 2013-01-18.
    const PlaceAnswer answer = find_places(rules_desk().places, "扶余", day("2010-01-01"));
    const PlainJson match = PlainJson::parse(place_json(answer)).at("matches").at(0);
    EXPECT_EQ(match.at("code_on_date"), "220724");
    EXPECT_EQ(match.at("name"), "扶余市");
    EXPECT_EQ(match.at("name_on_date"), "扶余县");
    EXPECT_THAT(place_text(answer, "en"), HasSubstr("扶余县"));
    EXPECT_THAT(place_text(answer, "zh"), HasSubstr("当日名称"));
}

TEST(Place, AnOfficeAnswersWithThoseThatHoldItsDutiesThatDay) {
    // offices.csv: 民政厅 had both duties until 2018-10-18.
    const PlaceAnswer after = find_places(rules_desk().places, "民政厅", day("2020-01-01"));
    const PlainJson document = PlainJson::parse(place_json(after));
    EXPECT_EQ(document.at("matches").size(), 0U);
    ASSERT_EQ(document.at("offices").size(), 2U);
    const PlainJson& command = document.at("offices").at(0);
    EXPECT_EQ(command.at("id"), "JL-CAD");
    EXPECT_EQ(command.at("name"), "吉林省民政厅");
    EXPECT_EQ(command.at("duty"), "relief_command");
    EXPECT_EQ(command.at("valid_from"), nullptr);
    EXPECT_EQ(command.at("valid_to"), "2018-10-18");
    EXPECT_EQ(command.at("in_force_on_date"), false);
    EXPECT_EQ(command.at("successors"),
              (PlainJson::array(
                  {{{"id", "JL-EMD"}, {"name", "吉林省应急管理厅"}, {"duty", "relief_command"}}})));
    EXPECT_EQ(document.at("offices").at(1).at("successors").at(0).at("id"), "JL-GRB");
    EXPECT_THAT(place_text(after, "zh"), HasSubstr("吉林省应急管理厅"));
    EXPECT_THAT(place_text(after, "en"), HasSubstr("吉林省粮食和物资储备局"));

    const PlaceAnswer then = find_places(rules_desk().places, "民政厅", day("2017-07-14"));
    const PlainJson in_force = PlainJson::parse(place_json(then)).at("offices").at(0);
    EXPECT_EQ(in_force.at("in_force_on_date"), true);
    EXPECT_EQ(in_force.at("successors"), PlainJson::array());
    const PlainJson early = PlainJson::parse(
        place_json(find_places(rules_desk().places, "应急管理厅", day("2017-07-14"))));
    EXPECT_EQ(early.at("offices").at(0).at("in_force_on_date"), false);
    EXPECT_EQ(early.at("offices").at(0).at("valid_from"), "2018-10-18");
    EXPECT_EQ(early.at("offices").at(0).at("valid_to"), nullptr);
    EXPECT_EQ(early.at("offices").at(0).at("successors").at(0).at("id"), "JL-CAD");

    const PlainJson place =
        PlainJson::parse(place_json(find_places(rules_desk().places, "永吉县", day("2017-07-14"))));
    EXPECT_EQ(place.at("offices"), PlainJson::array());
}

TEST(Place, AnUnknownNameIsRefusedWithTheNearestOnes) {
    const auto [status, detail] =
        failure_of([] { return find_places(rules_desk().places, "永及县", day("2017-07-14")); });
    EXPECT_EQ(status, 3);
    EXPECT_EQ(detail.code, "place.unknown");
    EXPECT_EQ(detail.found, "永及县");
    EXPECT_THAT(detail.expected, HasSubstr("永吉县 220221"));
}

// --- scenarios ---

TEST(Scenarios, AllFiveAreListed) {
    const PlainJson document = PlainJson::parse(
        scenarios_json(list_scenarios(kit::shipped_data, rules_desk().rules, rules_desk().places)));
    EXPECT_EQ(document.at("schema"), "relief.scenarios/1");
    std::vector<std::string> ids;
    for (const PlainJson& row : document.at("scenarios")) {
        ids.push_back(row.at("id"));
    }
    EXPECT_THAT(ids, ElementsAre("2010-flood", "2017-07-yongji-flood", "2018-songyuan-m57",
                                 "2020-11-ice-storm", "2023-08-shulan-flood"));
    const PlainJson& flood = document.at("scenarios").at(1);
    EXPECT_EQ(flood.at("hazard"), "flood");
    EXPECT_EQ(flood.at("reports"), 5);
    EXPECT_EQ(flood.at("last_publication"), "2017-07-17T07:00+08:00");
}

// --- levels ---

LevelRun levels(const std::string& id) {
    return run_level(rules_desk(), {.scenario = kit::shipped_data / "scenarios" / id,
                                    .at = std::nullopt,
                                    .report = std::nullopt,
                                    .plan = std::nullopt});
}

TEST(Level, EveryLevelOfExpectedJsonIsInTheDocument) {
    for (const std::string id : {"2010-flood", "2017-07-yongji-flood", "2018-songyuan-m57",
                                 "2020-11-ice-storm", "2023-08-shulan-flood"}) {
        const PlainJson document = PlainJson::parse(level_json(levels(id)));
        std::map<std::string, int> found;
        for (const PlainJson& row : document.at("levels")) {
            found[row.at("report").get<std::string>() + ":" + row.at("plan").get<std::string>()] =
                row.at("level");
        }
        const PlainJson right = expected(id);
        ASSERT_FALSE(right.at("levels").empty());
        for (const auto& [key, level] : right.at("levels").items()) {
            ASSERT_EQ(found.count(key), 1U) << id << ' ' << key;
            EXPECT_EQ(found.at(key), level.get<int>()) << id << ' ' << key;
        }
    }
}

TEST(Level, ReportTimeAndPlanNarrowTheAnswer) {
    LevelRequest request{.scenario = kit::shipped_data / "scenarios/2017-07-yongji-flood",
                         .at = std::nullopt,
                         .report = "R3",
                         .plan = "CN-2016"};
    const LevelRun run = run_level(rules_desk(), request);
    ASSERT_EQ(run.levels.size(), 1U);
    EXPECT_EQ(run.levels.front().level, 4);  // 106 000 >= 100 000: IV, as really started
    EXPECT_TRUE(run.levels.front().official);

    request.at = desk_time("2017-07-14T12:00");  // before R3 was published
    EXPECT_EQ(failure_of([&] { return run_level(rules_desk(), request); }).second.code,
              "report.unknown");
    request.report = "R99";
    EXPECT_THAT(failure_of([&] { return run_level(rules_desk(), request); }).second.expected,
                HasSubstr("R1, "));
    request.report = std::nullopt;
    request.plan = "CN-1999";
    EXPECT_EQ(failure_of([&] { return run_level(rules_desk(), request); }).second.code,
              "plan.unknown");
}

TEST(Level, NothingKnownIsNotNoDisaster) {
    const LevelRun storm = levels("2020-11-ice-storm");
    EXPECT_FALSE(storm.relief_metric_known);
    const PlainJson document = PlainJson::parse(level_json(storm));
    EXPECT_EQ(document.at("linkage").at("rule"), "MOD4");
    EXPECT_EQ(document.at("linkage").at("commands").at(0).at("level"), 4);  // 暴雪冰冻灾害IV级
    const std::string text = level_text(rules_desk(), storm, "zh", false);
    EXPECT_THAT(text, HasSubstr("不是没有灾害"));
    EXPECT_THAT(text, HasSubstr("MOD4"));
    EXPECT_TRUE(levels("2017-07-yongji-flood").relief_metric_known);
}

TEST(Level, SeveralEventsAreMarkedAndDefaultsAreUnverified) {
    const std::string text = level_text(rules_desk(), levels("2010-flood"), "zh", false);
    EXPECT_THAT(text, HasSubstr("※"));
    EXPECT_THAT(text, HasSubstr("工作默认值 未核实"));
    const LevelRun flood = levels("2010-flood");
    for (const LevelConclusion& level : flood.levels) {
        EXPECT_EQ(level.several_events, level.report == "R4") << level.report;
    }
}

// --- needs ---

TEST(Needs, OneReportGivesItsUnitsOwnFigure) {
    NeedsRequest request = request_for("2017-07-yongji-flood");
    request.report = "R2";
    const PlainJson document = needs_document(request);
    EXPECT_EQ(document.at("schema"), "relief.needs/1");
    EXPECT_EQ(document.at("places").at(0).at("place"), "220221");
    EXPECT_EQ(document.at("places").at(0).at("collective"), 15700);
    EXPECT_EQ(amounts(document), block("2017-07-yongji-flood", "yongji_R2"));

    request.report = "R5";
    EXPECT_EQ(amounts(needs_document(request)), block("2017-07-yongji-flood", "province_R5"));
}

TEST(Needs, WhatAReportDoesNotSayIsNotZero) {
    // R1 of 2017 gives dead and missing of 吉林市, and nobody relocated.
    NeedsRequest request = request_for("2017-07-yongji-flood");
    request.report = "R1";
    const PlainJson document = needs_document(request);
    ASSERT_EQ(document.at("places").size(), 1U);
    EXPECT_EQ(document.at("places").at(0).at("unit"), "220200");
    EXPECT_TRUE(document.at("places").at(0).at("relocated").is_null());
    EXPECT_TRUE(document.at("places").at(0).at("collective").is_null());
    EXPECT_THAT(document.at("needs"), IsEmpty());
    ASSERT_EQ(document.at("warnings").size(), 1U);
    EXPECT_THAT(document.at("warnings").at(0).get<std::string>(), HasSubstr("report R1"));
    const NeedsRun run = run_needs(rules_desk(), request);
    EXPECT_THAT(needs_text(rules_desk(), run, "en", false), HasSubstr("not known"));
    EXPECT_THAT(needs_text(rules_desk(), run, "zh", false), HasSubstr("人数不明"));

    request.hand.relocated = 400;  // figures by hand stand where the report is silent
    request.hand.collective = 0;
    const PlainJson by_hand = needs_document(request);
    EXPECT_EQ(by_hand.at("places").at(0).at("relocated"), 400);
    EXPECT_EQ(by_hand.at("places").at(0).at("collective"), 0);
    EXPECT_THAT(by_hand.at("warnings"), IsEmpty());
}

TEST(Needs, AFinerReportIsNotAddedTwice) {
    // R5 says 126 900 for the province, R2 75 000 for Yongji inside it.
    const PlainJson document = needs_document(request_for("2017-07-yongji-flood"));
    double relocated = 0;
    for (const PlainJson& place : document.at("places")) {
        relocated += place.at("relocated").get<double>();
    }
    EXPECT_EQ(relocated, 126900);
}

TEST(Needs, TheDrillOfTheIceStormStandsForWhatNoReportSays) {
    NeedsRequest request = request_for("2020-11-ice-storm");
    EXPECT_THAT(needs_document(request).at("needs"), IsEmpty());
    EXPECT_THAT(needs_document(request).at("warnings"), testing::Not(IsEmpty()));

    request.hand.relocated = 5000;
    request.hand.collective = 5000;
    request.hand.temp_c = -8;
    EXPECT_EQ(amounts(needs_document(request)), block("2020-11-ice-storm", "drill_5000_minus8C"));
    request.hand.temp_c = 0;
    EXPECT_EQ(amounts(needs_document(request)), block("2020-11-ice-storm", "drill_5000_0C"));
}

TEST(Needs, TheSameDrillWithoutAScenario) {
    NeedsRequest request;
    request.hand = {.place = "220104",
                    .relocated = std::nullopt,
                    .collective = 5000,
                    .days = std::nullopt,
                    .temp_c = -8,
                    .hazard = "snow_ice",
                    .month = 11};
    const PlainJson document = needs_document(request);
    EXPECT_TRUE(document.at("scenario").is_null());
    EXPECT_EQ(amounts(document), block("2020-11-ice-storm", "drill_5000_minus8C"));
}

TEST(Needs, FiguresByHandStandOverTheReport) {
    // Songyuan: 630 relocated; all in collective shelter, or the usual share of them.
    NeedsRequest request = request_for("2018-songyuan-m57");
    EXPECT_EQ(amounts(needs_document(request)), block("2018-songyuan-m57", "lower_share"));
    request.hand.collective = 630;
    EXPECT_EQ(amounts(needs_document(request)), block("2018-songyuan-m57", "upper_all_collective"));
    request.report = "R3";
    EXPECT_EQ(amounts(needs_document(request)), block("2018-songyuan-m57", "upper_all_collective"));
}

TEST(Needs, DaysByHandReachTheKitchens) {
    NeedsRequest request = request_for("2010-flood");
    request.report = "R2";
    request.hand.days = 15;
    EXPECT_EQ(amounts(needs_document(request)), block("2010-flood", "province_R2_15d"));
}

TEST(Needs, EveryNumberNamesItsRuleAndHowSureItIs) {
    NeedsRequest request = request_for("2017-07-yongji-flood");
    request.report = "R2";
    const PlainJson document = needs_document(request);
    for (const PlainJson& need : document.at("needs")) {
        EXPECT_THAT(need.at("rule").get<std::string>(), HasSubstr("NQ"));
        EXPECT_EQ(need.at("report"), "R2");
        EXPECT_FALSE(need.at("rules").empty());
        if (need.at("item") == "QUILT") {
            EXPECT_EQ(need.at("id"), "220221:QUILT");
            EXPECT_EQ(need.at("rule"), "NQ003");
            EXPECT_EQ(need.at("rules").at(0).at("flag"), "assumption");
            EXPECT_FALSE(need.at("rules").at(0).at("verified").get<bool>());
        }
    }
}

TEST(Needs, AbsurdFiguresAreRefusedByName) {
    const auto refused_field = [](auto&& spoil) {
        NeedsRequest request = request_for("2018-songyuan-m57");
        spoil(request.hand);
        const auto [status, detail] =
            failure_of([&] { return run_needs(rules_desk(), std::move(request)); });
        EXPECT_EQ(status, 3);
        return detail.field;
    };
    using Hand = HandFigures&;
    EXPECT_EQ(refused_field([](Hand hand) { hand.relocated = -1; }), "--relocated");
    EXPECT_EQ(refused_field([](Hand hand) { hand.relocated = 2e8; }), "--relocated");
    EXPECT_EQ(refused_field([](Hand hand) { hand.collective = 0.5; }), "--collective");
    EXPECT_EQ(refused_field([](Hand hand) {
                  hand.relocated = 100;
                  hand.collective = 101;
              }),
              "--collective");
    EXPECT_EQ(refused_field([](Hand hand) { hand.days = 0; }), "--days");
    EXPECT_EQ(refused_field([](Hand hand) { hand.month = 13; }), "--month");
    EXPECT_EQ(refused_field([](Hand hand) { hand.temp_c = 400; }), "--temp");
    EXPECT_EQ(refused_field([](Hand hand) { hand.hazard = "dragon"; }), "--hazard");
}

// R2 reports 75 000 relocated and 15 700 in collective shelter at Yongji.
TEST(Needs, AHandFigureStandsOverTheReportedOne) {
    const auto collective = [](double relocated) {
        NeedsRequest request = request_for("2017-07-yongji-flood");
        request.hand.relocated = relocated;
        request.hand.place = "220221";
        return run_needs(rules_desk(), std::move(request)).heads.front().collective;
    };
    EXPECT_EQ(collective(50000), 15700);  // only the relocated figure was given
    EXPECT_EQ(collective(100), 21);       // 15 700 of 100 cannot be: 0.21 of them
}

TEST(Needs, WithoutAScenarioEverythingMustBeGiven) {
    NeedsRequest request;
    request.hand.hazard = "flood";
    request.hand.month = 7;
    request.hand.relocated = 100;
    const auto [status, detail] =
        failure_of([&] { return run_needs(rules_desk(), std::move(request)); });
    EXPECT_EQ(status, 3);
    EXPECT_EQ(detail.field, "--place");
}

// --- books ---

TEST(Init, CountsAndProvesTheBooks) {
    const Folder folder;
    const InitResult result = init_database(init_request(folder / "books.db"));
    const PlainJson document = PlainJson::parse(init_json(result));
    EXPECT_EQ(document.at("schema"), "relief.init/1");
    EXPECT_EQ(document.at("depots"), 85);  // baseline/README.md
    EXPECT_EQ(document.at("lots"), 4903);
    EXPECT_THAT(folder.names(), ElementsAre("books.db"));

    const VerifyResult proof = verify_database(folder / "books.db", std::nullopt);
    EXPECT_TRUE(proof.ok);
    const PlainJson proven = PlainJson::parse(verify_json(proof));
    EXPECT_EQ(proven.at("schema"), "relief.verify/1");
    EXPECT_TRUE(proven.at("first_wrong").is_null());
    EXPECT_EQ(proven.at("head"), document.at("head"));
}

TEST(Init, AnExistingFileIsRefusedAndKeepsItsBytes) {
    const Folder folder;
    write(folder / "mine.db", "not a database at all");
    const auto [status, detail] =
        failure_of([&] { return init_database(init_request(folder / "mine.db")); });
    EXPECT_EQ(status, 4);
    EXPECT_EQ(detail.code, "db.exists");
    EXPECT_EQ(read_file(folder / "mine.db"), "not a database at all");

    static_cast<void>(init_database(init_request(folder / "books.db")));
    const std::string before = read_file(folder / "books.db");
    EXPECT_EQ(failure_of([&] { return init_database(init_request(folder / "books.db")); }).first,
              4);
    EXPECT_EQ(read_file(folder / "books.db"), before);
    EXPECT_THAT(folder.names(), UnorderedElementsAre("mine.db", "books.db"));
}

TEST(Init, NothingIsLeftWhereItFails) {
    const Folder folder;
    InitRequest request = init_request(folder / "books.db");
    request.anchor = folder / "no such folder/anchor";
    EXPECT_EQ(failure_of([&] { return init_database(request); }).first, 3);
    EXPECT_THAT(folder.names(), IsEmpty());

    fs::copy(kit::shipped_data, folder / "data", fs::copy_options::recursive);
    std::ofstream(folder / "data/baseline/stock_lots.csv", std::ios::app)
        << "JL-C-220100,220100,BED,X,2012-06-02,2020-05-31,-5,张,A,synthetic\n";
    request = init_request(folder / "books.db");
    request.data = folder / "data";
    const auto [status, detail] = failure_of([&] { return init_database(request); });
    EXPECT_EQ(status, 3);
    EXPECT_EQ(detail.field, "quantity");
    EXPECT_EQ(detail.line, 4905);  // a header and 4903 lots before it
    EXPECT_THAT(folder.names(), ElementsAre("data"));
}

TEST(Init, ALogOfALostDatabaseIsNotTakenIn) {
    const Folder folder;
    write(folder / "books.db-wal", "what a lost database left");
    EXPECT_EQ(failure_of([&] { return init_database(init_request(folder / "books.db")); }).first,
              4);
    EXPECT_THAT(folder.names(), ElementsAre("books.db-wal"));
}

TEST(Verify, ReadsOnlyAndSeesACutTailByTheAnchor) {
    const Folder folder;
    InitRequest request = init_request(folder / "books.db");
    request.anchor = folder / "anchor";
    const InitResult result = init_database(request);
    const std::string before = read_file(folder / "books.db");
    const std::string anchored = read_file(folder / "anchor");
    EXPECT_THAT(anchored, HasSubstr(result.head.hash));
    EXPECT_TRUE(verify_database(folder / "books.db", folder / "anchor").ok);
    EXPECT_EQ(read_file(folder / "books.db"), before);
    EXPECT_EQ(read_file(folder / "anchor"), anchored);

    append_anchor(folder / "anchor", {.seq = result.head.seq + 1, .hash = std::string(64, 'a')});
    const VerifyResult cut = verify_database(folder / "books.db", folder / "anchor");
    EXPECT_FALSE(cut.ok);
    ASSERT_TRUE(cut.first_wrong.has_value());
    EXPECT_EQ(PlainJson::parse(verify_json(cut)).at("first_wrong").at("check"),
              cut.first_wrong->check);
}

TEST(Verify, ADamagedFileIsNotProven) {
    const Folder folder;
    static_cast<void>(init_database(init_request(folder / "books.db")));
    std::string bytes = read_file(folder / "books.db");
    for (std::size_t byte = 4096; byte < bytes.size(); byte += 512) {
        bytes[byte] = static_cast<char>(~bytes[byte]);
    }
    write(folder / "books.db", bytes);
    EXPECT_FALSE(verify_database(folder / "books.db", std::nullopt).ok);
    EXPECT_EQ(
        failure_of([&] { return verify_database(folder / "other.db", std::nullopt); }).second.code,
        "db.missing");
    write(folder / "foreign.db", "a letter, not a database");
    EXPECT_EQ(failure_of([&] {
                  return verify_database(folder / "foreign.db", std::nullopt);
              }).second.code,
              "db.foreign");
}

TEST(OpenDesk, ADatabaseGivesWhatTheFolderGives) {
    const Folder folder;
    static_cast<void>(init_database(init_request(folder / "books.db")));
    const Desk from_folder = open_desk(kit::shipped_data, std::nullopt);
    const Desk from_db = open_desk(kit::shipped_data, folder / "books.db");
    ASSERT_EQ(from_db.stock.lots.size(), from_folder.stock.lots.size());
    for (std::size_t index = 0; index < from_db.stock.lots.size(); ++index) {
        EXPECT_EQ(from_db.stock.lots[index].lot, from_folder.stock.lots[index].lot);
        EXPECT_EQ(from_db.stock.lots[index].available, from_folder.stock.lots[index].available);
    }
    EXPECT_EQ(from_db.places.all().size(), from_folder.places.all().size());
    EXPECT_EQ(from_db.network.edges.size(), from_folder.network.edges.size());
    EXPECT_EQ(from_db.network.seat_count(), 60U);
}

TEST(OpenDesk, BooksThatAreNotProvenAreRefusedWithTheFirstWrongRow) {
    const Folder folder;
    const fs::path db = folder / "books.db";
    static_cast<void>(init_database(init_request(db)));
    {
        kit::RawDatabase raw(db);
        raw.run("UPDATE balance SET amount = amount + 1 WHERE account_id = 7");
    }
    const VerifyResult proof = verify_database(db, std::nullopt);
    ASSERT_TRUE(proof.first_wrong.has_value());
    const WrongRow& wrong = *proof.first_wrong;
    const std::string place = "balance:7 I4_balances";
    const auto expect_refused = [&](const auto& action) {
        const auto [status, detail] = failure_of(action);
        EXPECT_EQ(status, 3);
        EXPECT_EQ(detail.code, "db.damaged");
        EXPECT_EQ(detail.file, db.string());
        EXPECT_EQ(detail.field, place);
        EXPECT_EQ(detail.found, wrong.found);
        EXPECT_EQ(detail.expected, wrong.expected);
        EXPECT_THAT(detail.message, HasSubstr("relief verify"));
    };
    expect_refused([&] { return open_desk(kit::shipped_data, db); });
    expect_refused([&] { return open_rules_desk(kit::shipped_data, db); });
}

TEST(OpenDesk, AnOlderSchemaIsBroughtUpAndVerifyOnlyReads) {
    const Folder folder;
    const fs::path db = folder / "books.db";
    // Version 1 has the tables of data/ and the journal, no books.
    static_cast<void>(Database::create(db, [](Database& fresh) {
        store_tables(fresh, FolderSource(kit::shipped_data), desk_time("2017-06-01T08:00"));
    }));
    {
        kit::RawDatabase raw(db);
        raw.run("PRAGMA foreign_keys = OFF");
        for (const std::string& table :
             raw.texts("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN "
                       "('source_table', 'journal') AND name NOT LIKE 'sqlite%'")) {
            raw.run("DROP TABLE " + table);
        }
        raw.run("DROP INDEX IF EXISTS journal_marks");
        raw.run("PRAGMA user_version = 1");
        raw.run("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    const std::string before = read_file(db);
    EXPECT_EQ(failure_of([&] { return verify_database(db, std::nullopt); }).second.code,
              "db.older");
    EXPECT_EQ(read_file(db), before);
    EXPECT_EQ(open_rules_desk(kit::shipped_data, db).places.all().size(),
              rules_desk().places.all().size());
    EXPECT_TRUE(verify_database(db, std::nullopt).ok);
    EXPECT_THAT(open_desk(kit::shipped_data, db).stock.lots, IsEmpty());
}

// --- tables on a terminal ---

TEST(TextTable, ChineseTakesTwoColumns) {
    TextTable table({"物资", "数量", "单位"}, {false, true});
    table.add({"棉被", "5", "床"});
    table.add({"BED", "12000", "张"});
    EXPECT_EQ(table.text(),
              "物资   数量  单位\n"
              "棉被      5  床\n"
              "BED   12000  张\n");
}

}  // namespace
}  // namespace relief
