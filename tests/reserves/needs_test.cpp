// SPDX-License-Identifier: Apache-2.0
#include "reserves/needs.h"

#include "core/incident/incident.h"
#include "tests/kit/bad_input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <map>
#include <numeric>
#include <random>

namespace relief {
namespace {

using testing::ElementsAre;

using Amounts = std::map<std::string, Units>;

struct World {
    FolderSource source{RELIEF_SOURCE_DIR "/data"};
    Rules rules = load_rules(source);
    Places places{source};
};

const World& world() {
    static const World loaded;
    return loaded;
}

Scenario scenario(const std::string& id) {
    return load_scenario(std::filesystem::path(RELIEF_SOURCE_DIR "/data/scenarios") / id,
                         world().rules, world().places);
}

nlohmann::json expected(const std::string& id) {
    return nlohmann::json::parse(read_file(
        std::filesystem::path(RELIEF_SOURCE_DIR "/data/scenarios") / id / "expected.json"));
}

const Report& report(const Scenario& scenario, std::string_view id) {
    for (const Report& report : scenario.reports) {
        if (report.id == id) {
            return report;
        }
    }
    throw std::runtime_error("no such report");
}

HeadCount heads_of(const Scenario& scenario, std::string_view id) {
    return head_count_of(report(scenario, id), scenario, world().rules, world().places);
}

std::vector<HeadCount> heads_at(const Scenario& scenario, std::string_view at) {
    return head_counts(scenario, known_reports(scenario, parse_instant(at).value()), world().rules,
                       world().places);
}

NeedsContext context_of(const Scenario& scenario, int days = 3) {
    return {.hazard = scenario.incident.hazard,
            .month = scenario.incident.month,
            .days = days,
            .temp_c = {}};
}

std::vector<ItemNeed> needs(const HeadCount& heads, const NeedsContext& context) {
    return needs_of(heads, context, world().rules);
}

Amounts amounts(const std::vector<ItemNeed>& needs) {
    Amounts amounts;
    for (const ItemNeed& need : needs) {
        amounts[need.item] = need.quantity;
    }
    return amounts;
}

/// A block of expected.json; a 0 there means that there is no line.
Amounts block(const std::string& id, const std::string& key) {
    const nlohmann::json document = expected(id);
    Amounts amounts;
    for (const auto& [item, quantity] : document.at("needs").at(key).items()) {
        if (quantity.get<Units>() != 0) {
            amounts[item] = quantity.get<Units>();
        }
    }
    return amounts;
}

const ItemNeed& need_of(const std::vector<ItemNeed>& needs, std::string_view item) {
    for (const ItemNeed& need : needs) {
        if (need.item == item) {
            return need;
        }
    }
    throw std::runtime_error("no such need");
}

Units sum(const std::vector<Units>& days) {
    return std::accumulate(days.begin(), days.end(), Units{0});
}

HeadCount collective(double heads, const std::string& county) {
    return {.place = county,
            .unit = county,
            .relocated = heads,
            .collective = heads,
            .collective_reported = true,
            .remainder = false,
            .report = "",
            .known_at = {},
            .share_counties = {county}};
}

// --- the oracle of the scenarios, computed by an evaluator written apart from this program ---

TEST(ExpectedNeeds, Flood2017) {
    const Scenario flood = scenario("2017-07-yongji-flood");
    EXPECT_EQ(amounts(needs(heads_of(flood, "R2"), context_of(flood))),
              block("2017-07-yongji-flood", "yongji_R2"));
    EXPECT_EQ(amounts(needs(heads_of(flood, "R5"), context_of(flood))),
              block("2017-07-yongji-flood", "province_R5"));
}

TEST(ExpectedNeeds, Flood2010ForFifteenDays) {
    const Scenario flood = scenario("2010-flood");
    EXPECT_EQ(amounts(needs(heads_of(flood, "R2"), context_of(flood, 15))),
              block("2010-flood", "province_R2_15d"));
}

TEST(ExpectedNeeds, Earthquake2018AtBothEnds) {
    const Scenario quake = scenario("2018-songyuan-m57");
    HeadCount heads = heads_of(quake, "R3");
    EXPECT_EQ(heads.collective, 133);  // ceil(630 x 0.21)
    EXPECT_EQ(amounts(needs(heads, context_of(quake))), block("2018-songyuan-m57", "lower_share"));
    heads.collective = 630;
    EXPECT_EQ(amounts(needs(heads, context_of(quake))),
              block("2018-songyuan-m57", "upper_all_collective"));
}

TEST(ExpectedNeeds, IceStorm2020ByTemperature) {
    const Scenario storm = scenario("2020-11-ice-storm");
    HeadCount heads = collective(5000, "220104");
    heads.share_counties = storm.incident.share_counties;
    NeedsContext context = context_of(storm);
    context.temp_c = -8;
    EXPECT_EQ(amounts(needs(heads, context)), block("2020-11-ice-storm", "drill_5000_minus8C"));
    context.temp_c = 0;
    EXPECT_EQ(amounts(needs(heads, context)), block("2020-11-ice-storm", "drill_5000_0C"));
}

TEST(ExpectedNeeds, Flood2023) {
    const Scenario flood = scenario("2023-08-shulan-flood");
    const std::vector<ItemNeed> shulan = needs(heads_of(flood, "R3"), context_of(flood));
    EXPECT_EQ(amounts(shulan), block("2023-08-shulan-flood", "shulan_R3"));

    double durable_m3 = 0;
    double durable_kg = 0;
    for (const ItemNeed& need : shulan) {
        const Item& item = *world().rules.item(need.item);
        if (item.item_class != "food" && item.item_class != "hygiene") {
            durable_m3 += static_cast<double>(need.quantity) * item.volume_m3;
            durable_kg += static_cast<double>(need.quantity) * item.weight_kg;
        }
    }
    const nlohmann::json right = expected("2023-08-shulan-flood");
    EXPECT_NEAR(durable_m3, right.at("durable_m3").get<double>(), 0.05);
    EXPECT_EQ(lorries(durable_m3, durable_kg, *world().rules.vehicle("BOX96")),
              right.at("durable_lorries_box96").get<std::int64_t>());
}

TEST(ExpectedNeeds, CollectiveHeads) {
    const auto collective_of = [](const std::string& id, const std::string& of) {
        return heads_of(scenario(id), of).collective;
    };
    EXPECT_EQ(collective_of("2017-07-yongji-flood", "R2"), 15700);
    EXPECT_EQ(collective_of("2017-07-yongji-flood", "R5"), 26649);
    EXPECT_EQ(collective_of("2010-flood", "R2"), 78750);
    EXPECT_EQ(collective_of("2023-08-shulan-flood", "R3"), 3973);
}

// The central batch of 2017: 5 000 tents, 50 000 quilts, 20 000 beds, 20 000 sleeping bags,
// 3 550 m3 and 720 t by expected.md; volume rules.
TEST(Lorries, CentralBatchOf2017) {
    const Amounts batch{{"TENT12S", 5000}, {"QUILT", 50000}, {"BED", 20000}, {"SBAG", 20000}};
    double volume_m3 = 0;
    double weight_kg = 0;
    for (const auto& [item, quantity] : batch) {
        volume_m3 += static_cast<double>(quantity) * world().rules.item(item)->volume_m3;
        weight_kg += static_cast<double>(quantity) * world().rules.item(item)->weight_kg;
    }
    const nlohmann::json right = expected("2017-07-yongji-flood");
    EXPECT_NEAR(volume_m3, right.at("central_batch_m3").get<double>(), 1e-6);
    EXPECT_NEAR(weight_kg, 720'000, 1e-6);
    EXPECT_EQ(lorries(volume_m3, weight_kg, *world().rules.vehicle("BOX96")),
              right.at("central_batch_lorries_box96").get<std::int64_t>());
}

TEST(Lorries, TheTighterOfVolumeAndWeightRules) {
    VehicleClass lorry;
    lorry.volume_m3 = 20;
    lorry.usable_volume_fraction = 0.5;
    lorry.payload_kg = 1000;
    EXPECT_EQ(lorries(0, 0, lorry), 0);
    EXPECT_EQ(lorries(10, 1000, lorry), 1);
    EXPECT_EQ(lorries(10.1, 1000, lorry), 2);
    EXPECT_EQ(lorries(10, 2001, lorry), 3);
}

// --- which heads count where ---

void expect_heads(const HeadCount& heads, const std::string& place, const std::string& unit,
                  double relocated, double collective, const std::string& report) {
    EXPECT_EQ(heads.place, place);
    EXPECT_EQ(heads.unit, unit);
    EXPECT_EQ(heads.relocated, relocated);
    EXPECT_EQ(heads.collective, collective);
    EXPECT_EQ(heads.report, report);
    EXPECT_EQ(heads.remainder, place != unit);
}

// 126 900 of the province less 75 000 of Yongji: 51 900, of them ceil(51 900 x 0.21) = 10 899.
TEST(HeadCounts, ACountyInsideTheProvinceIsNotCountedTwice) {
    const std::vector<HeadCount> heads =
        heads_at(scenario("2017-07-yongji-flood"), "2017-07-17T07:00");
    ASSERT_EQ(heads.size(), 2U);
    expect_heads(heads[0], "220102", "220000", 51900, 10899, "R5");
    expect_heads(heads[1], "220221", "220221", 75000, 15700, "R2");
    EXPECT_TRUE(heads[1].collective_reported);
    EXPECT_THAT(heads[1].share_counties, ElementsAre("220221"));
    EXPECT_THAT(heads[0].share_counties, ElementsAre("220211", "220221", "220281", "220282"));
}

TEST(HeadCounts, OnlyWhatWasKnownCounts) {
    const Scenario flood = scenario("2017-07-yongji-flood");
    EXPECT_TRUE(heads_at(flood, "2017-07-14T11:59").empty());
    ASSERT_EQ(heads_at(flood, "2017-07-14T12:00").size(), 1U);
    // R3: 106 000 of the province, 31 000 of them outside Yongji; ceil(31 000 x 0.21) = 6 510.
    const std::vector<HeadCount> heads = heads_at(flood, "2017-07-15T10:00");
    ASSERT_EQ(heads.size(), 2U);
    expect_heads(heads[0], "220102", "220000", 31000, 6510, "R3");
}

// R4 counts several events since June: R2 stands. R5 takes the place of R3 in Huadian.
TEST(HeadCounts, ASeveralEventsReportIsPassedOver) {
    const std::vector<HeadCount> heads = heads_at(scenario("2010-flood"), "2010-08-03");
    ASSERT_EQ(heads.size(), 2U);
    expect_heads(heads[0], "220102", "220000", 311000, 65310, "R2");
    expect_heads(heads[1], "220282", "220282", 64000, 13440, "R5");
}

TEST(HeadCounts, TwoCountiesWithoutAProvinceFigureHaveNoRemainder) {
    const std::vector<HeadCount> heads =
        heads_at(scenario("2023-08-shulan-flood"), "2023-08-07T00:00");
    ASSERT_EQ(heads.size(), 2U);
    expect_heads(heads[0], "220182", "220182", 18941, 3978, "R4");
    expect_heads(heads[1], "220283", "220283", 18916, 3973, "R5");
}

TEST(HeadCounts, Earthquake2018AndTheStormWithoutFigures) {
    const std::vector<HeadCount> heads =
        heads_at(scenario("2018-songyuan-m57"), "2018-05-29T00:00");
    ASSERT_EQ(heads.size(), 1U);
    expect_heads(heads[0], "220702", "220702", 630, 133, "R3");
    EXPECT_TRUE(heads_at(scenario("2020-11-ice-storm"), "2020-11-20T00:00").empty());
}

/// Reports made up for one rule each.
class MadeUpReports : public testing::Test {
  protected:
    void SetUp() override {
        scenario_.incident.hazard = "flood";
        scenario_.incident.month = 7;
        scenario_.incident.share_counties = {"220211", "220221"};
    }
    Report& add(const std::string& id, const std::string& unit, int hour,
                std::optional<double> relocated, std::optional<double> sheltered = {}) {
        Report report;
        report.id = id;
        report.scope_code = unit;
        report.stat_time = parse_instant("2017-07-14").value() + std::chrono::hours(hour);
        report.known_at = report.stat_time;
        if (relocated) {
            report.figures.push_back({.metric = "relocated",
                                      .value = *relocated,
                                      .unit = "person",
                                      .exactness = "exact",
                                      .line = 0});
        }
        if (sheltered) {
            report.figures.push_back({.metric = "relocated_collective",
                                      .value = *sheltered,
                                      .unit = "person",
                                      .exactness = "exact",
                                      .line = 0});
        }
        scenario_.reports.push_back(std::move(report));
        return scenario_.reports.back();
    }
    [[nodiscard]] std::vector<HeadCount> heads() const {
        std::vector<const Report*> reports;
        for (const Report& report : scenario_.reports) {
            reports.push_back(&report);
        }
        return head_counts(scenario_, reports, world().rules, world().places);
    }
    Scenario scenario_;
};

// Province 10 000, Jilin city 6 000, Yongji in it 2 000, Dehui in another city 1 000: the city
// adds 4 000, the province 10 000 - 6 000 - 1 000 = 3 000.
TEST_F(MadeUpReports, EachTierAddsItsRemainder) {
    add("P", "220000", 5, 10000);
    add("C", "220200", 4, 6000);
    add("Y", "220221", 3, 2000);
    add("D", "220183", 2, 1000);
    const std::vector<HeadCount> all = heads();
    ASSERT_EQ(all.size(), 4U);
    expect_heads(all[0], "220102", "220000", 3000, 630, "P");
    expect_heads(all[1], "220183", "220183", 1000, 210, "D");
    const std::string city_seat = world().places.seat_county("220200");
    expect_heads(all[2], city_seat, "220200", 4000, 840, "C");
    expect_heads(all[3], "220221", "220221", 2000, 420, "Y");
    EXPECT_THAT(all[2].share_counties, ElementsAre("220211", "220221"));
}

TEST_F(MadeUpReports, AReportOfAllThatIsKnownBelowAddsNothing) {
    add("P", "220000", 5, 2500);
    add("C", "220200", 4, 2000);
    add("Y", "220221", 3, 2000);
    add("D", "220183", 2, 1000);
    const std::vector<HeadCount> all = heads();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].unit, "220183");
    EXPECT_EQ(all[1].unit, "220221");
}

TEST_F(MadeUpReports, ReportedCollectiveHeadsOfARemainderAreADifference) {
    add("C", "220200", 4, 6000, 3000);
    add("Y", "220221", 3, 2000, 500);
    const std::vector<HeadCount> all = heads();
    ASSERT_EQ(all.size(), 2U);
    expect_heads(all[0], world().places.seat_county("220200"), "220200", 4000, 2500, "C");
    expect_heads(all[1], "220221", "220221", 2000, 500, "Y");
}

TEST_F(MadeUpReports, TheLatestReportWithHeadsStands) {
    add("A", "220221", 3, 2000);
    add("B", "220221", 6, 1500);  // fewer, but later: people went home
    add("N", "220221", 9, {});    // says nothing of heads
    add("E", "220221", 8, 9000).counts_since = parse_date("2017-06-01");
    const std::vector<HeadCount> all = heads();
    ASSERT_EQ(all.size(), 1U);
    expect_heads(all[0], "220221", "220221", 1500, 315, "B");
}

TEST_F(MadeUpReports, WhereOnlyShelterIsReportedAllAreInShelter) {
    add("A", "220221", 3, {}, 800);
    const std::vector<HeadCount> all = heads();
    ASSERT_EQ(all.size(), 1U);
    expect_heads(all[0], "220221", "220221", 800, 800, "A");
}

TEST_F(MadeUpReports, TownshipsCountOnlyWhereTheirCountyIsSilent) {
    add("T1", "220221100", 3, 300);
    add("T2", "220221103", 4, 100);
    add("T3", "220211100", 4, 50);
    add("F", "220211", 5, 700);
    const std::vector<HeadCount> all = heads();
    ASSERT_EQ(all.size(), 2U);
    expect_heads(all[0], "220211", "220211", 700, 147, "F");
    expect_heads(all[1], "220221", "220221", 400, 84, "T1+T2");
    EXPECT_EQ(all[1].known_at, parse_instant("2017-07-14T04:00").value());
}

// --- what the rules say of one place ---

TEST(Needs, IdsTellAPlaceFromARemainderPlacedThere) {
    HeadCount own = collective(100, "220102");
    EXPECT_EQ(
        need_of(needs(own, {.hazard = "flood", .month = 7, .days = 3, .temp_c = {}}), "TENT12S").id,
        "220102:TENT12S");
    own.unit = "220000";
    own.remainder = true;
    EXPECT_EQ(
        need_of(needs(own, {.hazard = "flood", .month = 7, .days = 3, .temp_c = {}}), "TENT12S").id,
        "220102<220000:TENT12S");
}

TEST(Needs, StandInTheOrderOfTheCatalogue) {
    const std::vector<ItemNeed> all =
        needs(collective(100, "220221"), {.hazard = "flood", .month = 7, .days = 3, .temp_c = {}});
    const auto position = [](const std::string& item) {
        return world().rules.item(item) - world().rules.items.data();
    };
    for (std::size_t i = 1; i < all.size(); ++i) {
        EXPECT_LT(position(all[i - 1].item), position(all[i].item));
    }
}

TEST(Needs, DaysAddUpToTheTotalAndKeepToTheDaysOfTheRule) {
    std::mt19937 random(1);
    std::uniform_int_distribution<int> heads(1, 3000);
    std::uniform_int_distribution<int> days(0, 20);
    for (int round = 0; round < 200; ++round) {
        const int horizon = days(random);
        const std::vector<ItemNeed> all =
            needs(collective(heads(random), "220221"),
                  {.hazard = "flood", .month = 7, .days = horizon, .temp_c = {}});
        for (const ItemNeed& need : all) {
            if (!need.by_day.empty()) {
                EXPECT_EQ(need.by_day.size(), static_cast<std::size_t>(horizon));
                EXPECT_EQ(sum(need.by_day), need.quantity) << need.item;
            }
        }
    }
}

// One head, 15 days: rice from day 4 to 15 is 12 x 0.5 kg; noodles on days 1-3; box meals on 2-3.
TEST(Needs, EachDayHasItsPart) {
    const std::vector<ItemNeed> all =
        needs(collective(1, "220221"), {.hazard = "flood", .month = 7, .days = 15, .temp_c = {}});
    EXPECT_THAT(need_of(all, "RICE").by_day,
                ElementsAre(0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1));
    EXPECT_THAT(need_of(all, "BOXMEAL").by_day,
                ElementsAre(0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    EXPECT_THAT(need_of(all, "NOODLE").by_day,
                ElementsAre(2, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    EXPECT_TRUE(need_of(all, "QUILT").by_day.empty());
}

// Sphere: 50 a seat in the first three days, 20 a seat later; the larger, not both.
TEST(Needs, LatrinesAreTheLargerOfTheTwoStandards) {
    const auto latrines = [](int days) {
        return need_of(needs(collective(1000, "220221"),
                             {.hazard = "flood", .month = 7, .days = days, .temp_c = {}}),
                       "TOILET")
            .quantity;
    };
    EXPECT_EQ(latrines(3), 20);
    EXPECT_EQ(latrines(4), 50);
}

// Everybody sleeps in a tent after an earthquake, and some are 65: still one bed each.
TEST(Needs, BedsAreAtMostOneAPerson) {
    const std::vector<ItemNeed> all = needs(
        collective(1000, "220702"), {.hazard = "earthquake", .month = 5, .days = 3, .temp_c = {}});
    EXPECT_EQ(need_of(all, "BED").quantity, 1000);
    EXPECT_EQ(need_of(all, "BED").persons, 1000);
    EXPECT_EQ(need_of(all, "BED").steps.size(), 3U);
}

TEST(Needs, StovesOnlyBelowMinusFive) {
    const auto items = [](std::optional<double> temp_c) {
        return amounts(needs(collective(1000, "220104"),
                             {.hazard = "snow_ice", .month = 1, .days = 3, .temp_c = temp_c}));
    };
    EXPECT_FALSE(items({}).contains("STOVE"));
    EXPECT_FALSE(items(-5).contains("STOVE"));
    EXPECT_FALSE(items(-5).contains("COALARM"));
    // 1000 x 0.05 / 4 = 12.5: 13 padded tents, a stove and an alarm in each.
    EXPECT_EQ(items(-5.1).at("TENT12C"), 13);
    EXPECT_EQ(items(-5.1).at("STOVE"), 13);
    EXPECT_EQ(items(-5.1).at("COALARM"), 13);
}

TEST(Needs, PersonsAreTheHeadsAnItemStandsFor) {
    const std::vector<ItemNeed> all = needs(
        collective(1000, "220104"), {.hazard = "snow_ice", .month = 1, .days = 3, .temp_c = -10});
    EXPECT_DOUBLE_EQ(need_of(all, "TENT12C").persons, 50);  // 1000 x 0.05
    EXPECT_DOUBLE_EQ(need_of(all, "STOVE").persons, 50);    // the people of the tents
    EXPECT_DOUBLE_EQ(need_of(all, "COALARM").persons, 50);
    EXPECT_DOUBLE_EQ(need_of(all, "QUILT").persons, 1000);   // two each, for 1000 heads
    EXPECT_DOUBLE_EQ(need_of(all, "WATERB").persons, 1000);  // a day
}

TEST(Needs, AlternativesAreGoodsAllowedInTheMonth) {
    Rules rules = world().rules;
    rules.substitutes.clear();
    Substitute bag{.id = "X1",
                   .item = "SBAG",
                   .needs = {"QUILT", "MATTRESS"},
                   .rate = 1,
                   .rank = 2,
                   .months = {},
                   .penalty = 0,
                   .source = {}};
    bag.months[6] = true;  // July
    Substitute winter_only = bag;
    winter_only.id = "X2";
    winter_only.months = {};
    winter_only.months[0] = true;
    rules.substitutes = {bag, winter_only};
    const std::vector<ItemNeed> all = needs_of(
        collective(100, "220221"), {.hazard = "flood", .month = 7, .days = 3, .temp_c = {}}, rules);
    for (const char* item : {"QUILT", "MATTRESS"}) {
        const std::vector<Alternative>& alternatives = need_of(all, item).alternatives;
        ASSERT_EQ(alternatives.size(), 1U) << item;
        EXPECT_EQ(alternatives[0].item, "SBAG");
        EXPECT_THAT(alternatives[0].stands_for, ElementsAre("QUILT", "MATTRESS"));
    }
    EXPECT_TRUE(need_of(all, "BED").alternatives.empty());
    EXPECT_FALSE(amounts(all).contains("SBAG"));
}

// Two counties: (280 633 x a + 418 566 x b) / (280 633 + 418 566), by hand from the census table.
TEST(Needs, CensusSharesAreWeightedByPeople) {
    double people = 0;
    double elderly = 0;
    for (const CensusRow& row : world().rules.census) {
        if (row.code == "220221" || row.code == "220211") {
            people += static_cast<double>(row.population);
            elderly += static_cast<double>(row.population) * row.shares.at("share_age65p");
        }
    }
    EXPECT_EQ(people, 280633 + 418566);  // jilin_divisions.csv, with zones
    HeadCount heads = collective(10000, "220221");
    heads.share_counties = {"220211", "220221"};
    const ItemNeed bed =
        need_of(needs(heads, {.hazard = "flood", .month = 7, .days = 3, .temp_c = {}}), "BED");
    EXPECT_EQ(bed.quantity, static_cast<Units>(std::ceil(10000 * elderly / people)) + 2667);
}

TEST(Needs, EveryNumberSaysHowItWasMade) {
    const Scenario flood = scenario("2017-07-yongji-flood");
    const std::vector<ItemNeed> all = needs(heads_of(flood, "R2"), context_of(flood));
    const ItemNeed& tents = need_of(all, "TENT12S");
    EXPECT_EQ(tents.report, "R2");
    EXPECT_EQ(tents.need, "shelter");
    EXPECT_EQ(tents.unit, "顶");
    ASSERT_EQ(tents.steps.size(), 1U);
    EXPECT_EQ(tents.steps[0].rule, "NQ001");
    EXPECT_EQ(tents.steps[0].arithmetic, "ceil(15700 x 0.2667 x 1 / 4) = 1047");
    EXPECT_EQ(tents.steps[0].flag, Flag::assumption);
    EXPECT_EQ(need_of(all, "WATERB").steps[0].arithmetic, "ceil(15700 x 1 x 6 x 3 d) = 282600");
    EXPECT_EQ(need_of(all, "WATERB").steps[0].flag, Flag::recalled);
}

TEST(Needs, AHazardWithoutAParameterIsRefusedWithThoseThereAre) {
    const ErrorDetail error = kit::error_of([] {
        (void)needs(collective(100, "220221"),
                    {.hazard = "locusts", .month = 7, .days = 3, .temp_c = {}});
    });
    EXPECT_EQ(error.code, "csv.reference");
    EXPECT_EQ(error.found, "locusts");
    EXPECT_EQ(error.expected, "flood, earthquake, snow_ice");
}

TEST(Needs, MonthsAndDaysOutOfRangeAreRefused) {
    const auto field = [](int month, int days) {
        return kit::error_of([=] {
                   (void)needs(collective(100, "220221"),
                               {.hazard = "flood", .month = month, .days = days, .temp_c = {}});
               })
            .field;
    };
    EXPECT_EQ(field(0, 3), "month");
    EXPECT_EQ(field(13, 3), "month");
    EXPECT_EQ(field(7, -1), "days");
    EXPECT_EQ(field(7, 100'000'000), "days");
}

// 51 900 x 0.21 is 10 899 exactly; in binary it comes out a hair above.
TEST(WholeAbove, IsNotFooledByBinaryFractions) {
    EXPECT_EQ(whole_above(51900 * 0.21), 10899);
    EXPECT_EQ(whole_above(0.1 * 3 * 10), 3);
    EXPECT_EQ(whole_above(3.001), 4);
    EXPECT_EQ(whole_above(0.000001), 1);
    EXPECT_EQ(whole_above(0), 0);
}

}  // namespace
}  // namespace relief
