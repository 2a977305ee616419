// SPDX-License-Identifier: Apache-2.0
#include "core/rules.h"

#include "tests/kit/bad_input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace relief {
namespace {

using kit::error_of;
using kit::SpoiltSource;
using testing::ElementsAre;
using testing::HasSubstr;

const Rules& shipped() {
    static const Rules rules = load_rules(FolderSource(RELIEF_SOURCE_DIR "/data"));
    return rules;
}

const ThresholdRule& threshold(std::string_view id) {
    const auto found = std::find_if(shipped().thresholds.begin(), shipped().thresholds.end(),
                                    [&](const ThresholdRule& rule) { return rule.id == id; });
    return *found;
}

const QuotaRule& quota(std::string_view id) {
    const auto found = std::find_if(shipped().quotas.begin(), shipped().quotas.end(),
                                    [&](const QuotaRule& rule) { return rule.id == id; });
    return *found;
}

std::vector<int> month_numbers(const std::array<bool, 12>& months) {
    std::vector<int> numbers;
    for (int month = 1; month <= 12; ++month) {
        if (months.at(static_cast<std::size_t>(month - 1))) {
            numbers.push_back(month);
        }
    }
    return numbers;
}

// The rows that data/rules/README.md tells of each table.
TEST(Rules, EveryRowOfEveryTableIsRead) {
    const Rules& rules = shipped();
    EXPECT_EQ(rules.metrics.size(), 30U);
    EXPECT_EQ(rules.plans.size(), 23U);
    EXPECT_EQ(rules.thresholds.size(), 316U);
    EXPECT_EQ(rules.items.size(), 43U);
    EXPECT_EQ(rules.quotas.size(), 30U);
    EXPECT_EQ(rules.parameters.size(), 8U);
    EXPECT_EQ(rules.substitutes.size(), 4U);
    EXPECT_EQ(rules.deadlines.size(), 10U);
    EXPECT_EQ(rules.growth.size(), 3U);
    EXPECT_EQ(rules.floors.size(), 15U);
    EXPECT_EQ(rules.tiers.size(), 6U);
    EXPECT_EQ(rules.vehicles.size(), 5U);
    EXPECT_EQ(rules.handling.size(), 3U);
    EXPECT_EQ(rules.census.size(), 60U);
}

// 国办函〔2016〕25号, level IV: 100 000 to 500 000 relocated or in need of urgent aid;
// 国办函〔2024〕11号, level I: 200 and more dead or missing.
TEST(Rules, NationalThresholdsAreThoseOfThePlans) {
    const ThresholdRule& relocated = threshold("RL048");
    EXPECT_EQ(relocated.plan, "CN-2016");
    EXPECT_EQ(relocated.level, 4);
    EXPECT_EQ(relocated.metric, "relocated_or_needing_aid");
    EXPECT_EQ(relocated.lower, 100'000);
    EXPECT_EQ(relocated.upper, 500'000);
    const ThresholdRule& dead = threshold("RL001");
    EXPECT_EQ(dead.plan, "CN-2024");
    EXPECT_EQ(dead.level, 1);
    EXPECT_EQ(dead.metric, "dead_missing");
    EXPECT_EQ(dead.lower, 200);
    EXPECT_EQ(dead.upper, std::nullopt);
    EXPECT_EQ(dead.source.flag, Flag::read);
    EXPECT_THAT(dead.source.text, HasSubstr("国办函〔2024〕11号"));
}

TEST(Rules, PlansCarryDatesStatusAndWhatTheyCount) {
    const ResponsePlan* plan = shipped().plan("CN-2016");
    ASSERT_NE(plan, nullptr);
    EXPECT_EQ(plan->status, PlanStatus::official);
    EXPECT_EQ(plan->valid_from, parse_date("2016-03-10"));
    EXPECT_EQ(plan->valid_to, parse_date("2024-01-20"));
    EXPECT_FALSE(plan->counts_missing_as_dead);
    EXPECT_TRUE(shipped().plan("CN-2024")->counts_missing_as_dead);
    EXPECT_EQ(shipped().plan("JL-2024")->status, PlanStatus::default_unverified);
    EXPECT_EQ(shipped().plan("JL-2024")->valid_to, std::nullopt);
    EXPECT_EQ(shipped().plan("CC-2018")->status, PlanStatus::not_read);
    EXPECT_EQ(shipped().plan("CMP-PROV-A")->status, PlanStatus::comparator);
    EXPECT_EQ(shipped().plan("JL-2025"), nullptr);
}

// Between two levels of one plan and metric there is neither a gap nor an overlap, and level I has
// no upper bound: a figure meets one level at most.
TEST(Rules, LevelsOfAPlanMeetEachOther) {
    std::map<std::tuple<std::string, std::string, std::string>, std::map<int, ThresholdRule>> bands;
    for (const ThresholdRule& rule : shipped().thresholds) {
        if (rule.scope == "jurisdiction" &&
            shipped().plan(rule.plan)->status != PlanStatus::comparator) {
            const bool is_new =
                bands[{rule.plan, rule.metric, rule.condition}].emplace(rule.level, rule).second;
            EXPECT_TRUE(is_new) << rule.id;
        }
    }
    EXPECT_GT(bands.size(), 50U);
    for (const auto& [key, levels] : bands) {
        for (const auto& [level, rule] : levels) {
            EXPECT_GE(level, 1) << rule.id;
            if (level == 1) {
                EXPECT_EQ(rule.upper, std::nullopt) << rule.id;
            } else if (levels.contains(level - 1)) {
                EXPECT_EQ(rule.upper, levels.at(level - 1).lower) << rule.id;
            }
        }
    }
}

TEST(Rules, FormulasAreTakenApart) {
    const Metric* sum = shipped().metric("relocated_or_needing_aid");
    ASSERT_NE(sum, nullptr);
    EXPECT_THAT(sum->parts, ElementsAre("relocated", "needing_urgent_aid"));
    EXPECT_EQ(sum->aggregate, "sum");
    EXPECT_THAT(shipped().metric("dead")->parts, ElementsAre("dead"));
    const Metric* ratio = shipped().metric("drought_share");
    EXPECT_THAT(ratio->parts, ElementsAre("drought_needing_aid", "agricultural_population"));
    EXPECT_EQ(ratio->aggregate, "ratio");
    EXPECT_EQ(shipped().metric("relocated")->aggregate, "max_per_unit_then_sum");
}

TEST(Rules, BooksKeepThreeDecimalsOfWhatIsWeighedOrMeasured) {
    for (const Item& item : shipped().items) {
        const bool measured = item.id == "RICE" || item.id == "OIL" || item.id == "FLOUR" ||
                              item.id == "WATBULK" || item.id == "TARP" || item.id == "GEOTEX";
        EXPECT_EQ(item.decimals, measured ? 3 : 0) << item.id;
    }
    const Item* tent = shipped().item("TENT12S");
    ASSERT_NE(tent, nullptr);
    EXPECT_EQ(tent->name_zh, "12m2单帐篷");
    EXPECT_EQ(tent->unit, "顶");
    EXPECT_EQ(tent->weight_kg, 65);
    EXPECT_EQ(tent->weight_flag, Flag::recalled);
    EXPECT_EQ(tent->volume_flag, Flag::derived);
    EXPECT_EQ(shipped().item("BOXMEAL")->shelf_life_days, 0);
    EXPECT_EQ(shipped().item("BEDX"), nullptr);
}

// 吉林省粮食局 2010: half a kilogram of rice a person a day, from day 4, when kitchens run.
TEST(Rules, QuotasSayWhoGetsHowMuchWhen) {
    const QuotaRule& rice = quota("NQ020");
    EXPECT_EQ(rice.item, "RICE");
    EXPECT_EQ(rice.basis, "relocated");
    EXPECT_EQ(rice.quantity, 0.5);
    EXPECT_TRUE(rice.per_day);
    EXPECT_EQ(rice.day_from, 4);
    EXPECT_EQ(rice.day_to, 15);
    EXPECT_EQ(rice.source.flag, Flag::read_secondary);
    const QuotaRule& tent = quota("NQ001");
    EXPECT_EQ(tent.share_kind, "param");
    EXPECT_EQ(tent.share, "tent_share");
    EXPECT_EQ(tent.per, 4);
    EXPECT_THAT(month_numbers(tent.months), ElementsAre(5, 6, 7, 8, 9));
    EXPECT_EQ(quota("NQ011").temp_below_c, -5);
    EXPECT_FALSE(quota("NQ006").default_on);
    EXPECT_EQ(quota("NQ006").alternative_rank, 2);
}

// Census 2020: 24 073 453 people in the province.
TEST(Rules, CensusAddsUpToTheProvince) {
    std::int64_t people = 0;
    for (const CensusRow& row : shipped().census) {
        people += row.population;
        EXPECT_EQ(row.shares.size(), 4U) << row.code;
    }
    EXPECT_EQ(people, 24'073'453);
}

TEST(Rules, SubstitutesGoOneWayAndInTheirMonths) {
    for (const Substitute& substitute : shipped().substitutes) {
        EXPECT_EQ(substitute.source.flag, Flag::assumption);
        for (const Substitute& other : shipped().substitutes) {
            EXPECT_FALSE(std::ranges::count(substitute.needs, other.item) > 0 &&
                         std::ranges::count(other.needs, substitute.item) > 0)
                << substitute.id << " and " << other.id;
        }
    }
    const Substitute& tent = shipped().substitutes.front();
    EXPECT_EQ(tent.item, "TENT12C");
    EXPECT_THAT(tent.needs, ElementsAre("TENT12S"));
    EXPECT_EQ(tent.months, quota("NQ001").months) << "only while the single tent is the quota";
    EXPECT_THAT(shipped().substitutes[1].needs, ElementsAre("QUILT", "MATTRESS"));
}

// 国办发〔2016〕104号: first goods within 12 hours.
TEST(Rules, FirstGoodsAreDueInTwelveHours) {
    for (const std::string_view need : {"water", "food", "heating", "shelter", "bedding"}) {
        ASSERT_NE(shipped().deadline(need), nullptr) << need;
        EXPECT_EQ(shipped().deadline(need)->due_h, 12) << need;
    }
    EXPECT_EQ(shipped().deadline("no such need"), nullptr);
    EXPECT_EQ(shipped().growth.front().from_h, 0);
}

TEST(Rules, FloorsFallAsTheResponseGetsGraver) {
    std::map<std::string, std::map<int, double>> floors;
    for (const ReserveFloor& floor : shipped().floors) {
        floors[floor.depot_level][floor.response_level] = floor.share;
    }
    for (const auto& [depot, share] : floors) {
        EXPECT_EQ(share.at(1), 0) << depot << ": nothing is held back at level I";
        EXPECT_GE(share.at(0), share.at(4)) << depot;
        EXPECT_GE(share.at(4), share.at(3)) << depot;
        EXPECT_GE(share.at(3), share.at(2)) << depot;
    }
}

TEST(Rules, TiersBeginWithTheOwnCounty) {
    std::vector<std::string> by_rank(shipped().tiers.size());
    for (const SupplyTier& tier : shipped().tiers) {
        by_rank.at(static_cast<std::size_t>(tier.rank - 1)) = tier.id;
    }
    EXPECT_THAT(by_rank, ElementsAre("own_county", "city", "consignment", "province",
                                     "consignment_afar", "agreement"));
}

TEST(Rules, VehiclesHaveSizeAndLimits) {
    const VehicleClass* lorry = shipped().vehicle("BOX42");
    ASSERT_NE(lorry, nullptr);
    EXPECT_DOUBLE_EQ(lorry->usable_m3(), 15.385);  // 18.1 x 0.85
    EXPECT_EQ(lorry->gross_t, 4.5);
    EXPECT_TRUE(lorry->barred_road_classes.empty());
    EXPECT_EQ(lorry->source.flag, Flag::assumption) << "the weaker of the two tables";
    EXPECT_THAT(lorry->source.text, HasSubstr("common market size"));
    EXPECT_THAT(shipped().vehicle("SEMI175")->barred_road_classes, ElementsAre("local"));
    for (const VehicleClass& vehicle : shipped().vehicles) {
        EXPECT_LE(vehicle.gross_t, 49) << "GB 1589";
        EXPECT_LE(vehicle.height_m, 4) << "GB 1589";
    }
}

TEST(Rules, OnlyWhatWasReadIsVerified) {
    EXPECT_TRUE(is_verified(Flag::read));
    EXPECT_TRUE(is_verified(Flag::read_secondary));
    EXPECT_FALSE(is_verified(Flag::recalled));
    EXPECT_FALSE(is_verified(Flag::derived));
    EXPECT_FALSE(is_verified(Flag::assumption));
    EXPECT_EQ(flag_name(Flag::read_secondary), "read-secondary");
}

/// A field spoilt in a shipped table and what must be said of it.
struct SpoiltRule {
    const char* table;
    const char* from;
    const char* to;
    const char* code;
    const char* field;
    const char* expected;  ///< a part of what is expected
};

/// The test's name in ctest: what is put in, letters and digits only.
std::ostream& operator<<(std::ostream& out, const SpoiltRule& spoilt) {
    out << spoilt.field << ' ';
    for (const char c : std::string_view(spoilt.to)) {
        out << (std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_');
    }
    return out;
}

class SpoiltRules : public testing::TestWithParam<SpoiltRule> {};

TEST_P(SpoiltRules, IsRefusedWithItsLine) {
    const SpoiltRule& spoilt = GetParam();
    SpoiltSource source;
    const std::string before = source.read(spoilt.table);
    source.replace(spoilt.table, spoilt.from, spoilt.to);
    if (HasFatalFailure()) {
        return;
    }
    const auto at = static_cast<std::ptrdiff_t>(before.find(spoilt.from));
    const auto line = 1 + std::count(before.begin(), before.begin() + at, '\n');
    const ErrorDetail error = error_of([&] { (void)load_rules(source); });
    SCOPED_TRACE(std::string(spoilt.from) + " -> " + spoilt.to);
    EXPECT_EQ(error.code, spoilt.code) << error.message;
    EXPECT_EQ(error.file, spoilt.table);
    EXPECT_EQ(error.line, line);
    EXPECT_EQ(error.field, spoilt.field);
    EXPECT_THAT(error.expected, HasSubstr(spoilt.expected));
    EXPECT_FALSE(error.found.empty());
}

constexpr const char* levels = "rules/response_levels.csv";
constexpr const char* quotas = "rules/needs_quota.csv";
constexpr const char* items = "rules/item_catalog.csv";
constexpr const char* substitutes = "rules/substitutes.csv";
constexpr const char* census = "reference/jilin/census2020/jilin_county_population_total.csv";

INSTANTIATE_TEST_SUITE_P(
    Names, SpoiltRules,
    testing::Values(
        SpoiltRule{levels, "RL048,CN-2016", "RL048,CN-2017", "csv.reference", "plan_id",
                   "rules/response_plans.csv"},
        SpoiltRule{levels, "RL048,CN-2016,4,relocated_or_needing_aid",
                   "RL048,CN-2016,4,relocated_or_aid", "csv.reference", "metric",
                   "rules/metrics.csv"},
        SpoiltRule{levels, "RL048,", "RL047,", "csv.key", "rule_id", "no other row"},
        SpoiltRule{quotas, "NQ003,QUILT", "NQ003,QUILTS", "csv.reference", "item_id",
                   "rules/item_catalog.csv"},
        SpoiltRule{quotas, "NQ003,QUILT,bedding", "NQ003,QUILT,warmth", "csv.reference", "need",
                   "rules/need_deadlines.csv"},
        SpoiltRule{quotas, "relocated_collective,tent_share", "relocated_collective,tents_share",
                   "csv.reference", "share", "rules/needs_parameters.csv"},
        SpoiltRule{quotas, "share_age65p", "share_age60p", "csv.reference", "share", "share_"},
        SpoiltRule{quotas, "NQ004,QUILT", "NQ003,QUILT", "csv.key", "quota_id", "no other row"},
        SpoiltRule{substitutes, "SB01,TENT12C", "SB01,TENT12X", "csv.reference", "item_id",
                   "rules/item_catalog.csv"},
        SpoiltRule{substitutes, "QUILT+MATTRESS", "QUILT+MATRESS", "csv.reference", "stands_for",
                   "rules/item_catalog.csv"},
        SpoiltRule{items, "TENT12C,", "TENT12S,", "csv.key", "item_id", "no other row"},
        SpoiltRule{census, "220103,宽城区", "220193,宽城区", "csv.reference", "code",
                   "rules/jilin_divisions.csv"},
        SpoiltRule{"rules/metrics.csv", "sum,dead + missing", "sum,dead + lost", "csv.reference",
                   "formula", "rules/metrics.csv"},
        SpoiltRule{"rules/vehicle_limits.csv", "BOX68,", "BOX69,", "csv.reference", "vehicle_class",
                   "rules/vehicle_classes.csv"},
        SpoiltRule{"rules/supply_tiers.csv", "city,2,", "city,1,", "csv.key", "rank",
                   "no other row"}));

INSTANTIATE_TEST_SUITE_P(
    Fields, SpoiltRules,
    testing::Values(
        SpoiltRule{levels, "RL048,CN-2016,4", "RL048,CN-2016,5", "csv.range", "level", "0 to 4"},
        SpoiltRule{levels, "RL048,CN-2016,4", "RL048,CN-2016,0", "csv.range", "level", "1 to 4"},
        SpoiltRule{levels, "RL048,CN-2016,4,relocated_or_needing_aid,ge,100000",
                   "RL048,CN-2016,4,relocated_or_needing_aid,ge,", "csv.empty", "lower", "a value"},
        SpoiltRule{levels, "RL048,CN-2016,4,relocated_or_needing_aid,ge,100000,lt,500000",
                   "RL048,CN-2016,4,relocated_or_needing_aid,ge,100000,lt,50000", "csv.range",
                   "upper", "above 100000"},
        SpoiltRule{levels, "RL048,CN-2016,4,relocated_or_needing_aid,ge,100000,lt,500000,person",
                   "RL048,CN-2016,4,relocated_or_needing_aid,ge,100000,lt,500000,household",
                   "csv.value", "unit", "person"},
        SpoiltRule{items, "6,65,recalled", "6,,recalled", "csv.empty", "weight_kg", "a value"},
        SpoiltRule{items, "6,65,recalled", "6,0,recalled", "csv.range", "weight_kg", "above 0"},
        SpoiltRule{items, "6,65,recalled", "6,65kg,recalled", "csv.number", "weight_kg",
                   "a number"},
        SpoiltRule{items, "6,65,recalled", "6,65,guessed", "csv.value", "weight_flag",
                   "assumption"},
        SpoiltRule{quotas, "000011111000", "00001111100", "csv.value", "month_mask", "12 signs"},
        SpoiltRule{quotas, "000011111000", "000011112000", "csv.value", "month_mask", "12 signs"},
        SpoiltRule{quotas, "NQ003,QUILT,bedding,relocated_collective",
                   "NQ003,QUILT,bedding,inhabitants", "csv.value", "basis", "relocated_collective"},
        SpoiltRule{quotas, "NQ004,QUILT,bedding,relocated_collective,1,fixed,2",
                   "NQ004,QUILT,bedding,relocated_collective,1,fixed,-2", "csv.range", "qty",
                   "number"},
        SpoiltRule{quotas, "NQ004,QUILT,bedding,relocated_collective,1,fixed",
                   "NQ004,QUILT,bedding,relocated_collective,1.5,fixed", "csv.range", "share",
                   "0 to 1"},
        SpoiltRule{"rules/response_plans.csv", "2016-03-10,2024-01-20", "2016-03-10,2006-01-20",
                   "csv.value", "valid_to_excl", "2016-03-10"},
        SpoiltRule{"rules/response_plans.csv", "2016-03-10,2024-01-20", "2016-02-30,2024-01-20",
                   "csv.date", "valid_from", "YYYY-MM-DD"},
        SpoiltRule{"rules/deprivation_growth.csv", "0,1,\"each", "6,1,\"each", "csv.value",
                   "from_h", "0"},
        SpoiltRule{"rules/deprivation_growth.csv", "48,2,\"third", "24,2,\"third", "csv.value",
                   "from_h", "more than 24"},
        SpoiltRule{"rules/reserve_floors.csv", "province,0,0.5", "province,0,1.5", "csv.range",
                   "share", "0 to 1"},
        SpoiltRule{"rules/vehicle_limits.csv", "SEMI175,4.0,10,49", "SEMI175,4.0,10,29",
                   "csv.range", "gross_t", "more than 30"},
        SpoiltRule{"rules/depot_handling.csv", "city_depot,3", "city_depot,0", "csv.range", "docks",
                   "1 to"},
        SpoiltRule{"rules/metrics.csv", "ratio,drought_needing_aid /", "sum,drought_needing_aid /",
                   "csv.value", "formula", "ratio"}));

// The table is right in itself, but a row the program asks for is not there.
TEST(Rules, MissingRowsAreNamed) {
    const std::vector<std::tuple<std::string, std::string, std::string>> cases{
        {"rules/vehicle_limits.csv", "BOX96,4.0", "BOX96"},
        {"rules/supply_tiers.csv", "consignment_afar,", "consignment_afar"},
        {"rules/depot_handling.csv", "county_depot,", "county_depot"},
        {"rules/reserve_floors.csv", "city,3,", "city 3"}};
    for (const auto& [table, row, name] : cases) {
        SpoiltSource source;
        const std::string bytes = source.read(table);
        const std::size_t at = bytes.find("\n" + row) + 1;
        const std::string line = bytes.substr(at, bytes.find('\n', at) + 1 - at);
        source.replace(table, line, "");
        const ErrorDetail error = error_of([&] { (void)load_rules(source); });
        EXPECT_EQ(error.code, "csv.reference");
        EXPECT_EQ(error.file, table);
        EXPECT_EQ(error.expected, "a row for " + name);
    }
}

}  // namespace
}  // namespace relief
