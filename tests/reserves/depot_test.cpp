// SPDX-License-Identifier: Apache-2.0
#include "reserves/depot.h"

#include "tests/kit/bad_input.h"

#include <gtest/gtest.h>

#include <numeric>
#include <set>

namespace relief {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view depots_csv = "baseline/depots.csv";
constexpr std::string_view lots_csv = "baseline/stock_lots.csv";
constexpr std::string_view fleet_csv = "baseline/fleet.csv";
constexpr std::string_view suppliers_csv = "baseline/suppliers.csv";
constexpr std::string_view contracts_csv = "baseline/consignment_contracts.csv";

class BaselineTest : public testing::Test {
  protected:
    kit::SpoiltSource source_;
    Rules rules_ = load_rules(source_);
    Places places_{source_};

    [[nodiscard]] Baseline load() const { return load_baseline(source_, rules_, places_); }
    [[nodiscard]] ErrorDetail refusal() const {
        return kit::error_of([this] { (void)load(); });
    }
};

Units total(const Baseline& baseline, const std::set<std::string>& depots, std::string_view item) {
    Units sum = 0;
    for (const OpeningLot& lot : baseline.lots) {
        sum += depots.contains(lot.depot) && lot.item == item ? lot.quantity : 0;
    }
    return sum;
}

// The counts of data/baseline/README.md.
TEST_F(BaselineTest, HoldsEveryRowOfTheTables) {
    const Baseline baseline = load();
    EXPECT_EQ(baseline.depots.size(), 85U);
    EXPECT_EQ(baseline.lots.size(), 4903U);
    EXPECT_EQ(baseline.fleet.size(), 152U);
    EXPECT_EQ(baseline.suppliers.size(), 48U);
    EXPECT_EQ(baseline.contracts.size(), 15U);
    EXPECT_EQ(format_date(baseline.picture_on), "2017-06-01");
}

// The "stock" figures of the own-stock-first table in the 2017 scenario's expected.md.
TEST_F(BaselineTest, StockByTierIsThatOfThePublishedTable) {
    const Baseline baseline = load();
    const std::set<std::string> points{"JL-D-02", "JL-D-10", "JL-D-11", "JL-D-12"};
    EXPECT_EQ(total(baseline, {"JL-X-220221"}, "QUILT"), 1605);
    EXPECT_EQ(total(baseline, {"JL-C-220200"}, "QUILT"), 16275);
    EXPECT_EQ(total(baseline, points, "QUILT"), 10975);
    EXPECT_EQ(total(baseline, {"JL-P-001"}, "QUILT"), 28800);
    EXPECT_EQ(total(baseline, {"JL-X-220221"}, "TENT12S"), 53);
    EXPECT_EQ(total(baseline, {"JL-C-220200"}, "TENT12S"), 541);
    EXPECT_EQ(total(baseline, points, "TENT12S"), 365);
    EXPECT_EQ(total(baseline, {"JL-P-001"}, "TENT12S"), 959);
    EXPECT_EQ(total(baseline, {"JL-X-220221"}, "GEN"), 8);
    EXPECT_EQ(total(baseline, points, "WATBAG"), 2741);
}

TEST_F(BaselineTest, DepotsStandAtCountySeats) {
    const Baseline baseline = load();
    EXPECT_EQ(baseline.depot("JL-P-001")->node, "220102");
    EXPECT_EQ(baseline.depot("JL-X-220221")->node, "220221");
    EXPECT_EQ(baseline.depot("JL-D-10")->node, "220221");
    // A city depot has no county of its own: it stands at the seat its own point lies nearest to.
    // 124.8236, 45.1182 is 0.5 km from 前郭 and 6.3 km from 宁江, reckoned apart from the program.
    EXPECT_EQ(baseline.depot("JL-C-220700")->node, "220721");
    EXPECT_EQ(baseline.depot("JL-D-07")->node, "220721");
    EXPECT_EQ(baseline.supplier("SU-220700-WATERB")->node, "220721");
    EXPECT_EQ(baseline.depot("JL-C-220200")->node, "220204");
    EXPECT_EQ(baseline.depot("JL-D-02")->node, baseline.depot("JL-C-220200")->node);
    for (const Depot& depot : baseline.depots) {
        const Place* node = places_.find_code(depot.node);
        ASSERT_NE(node, nullptr) << depot.id;
        EXPECT_EQ(node->kind, "county") << depot.id;
        EXPECT_TRUE(places_.is_within(depot.node, depot.seat_code)) << depot.id;
    }
    for (const Supplier& supplier : baseline.suppliers) {
        EXPECT_TRUE(places_.is_within(supplier.node, supplier.place_code)) << supplier.id;
    }
}

TEST_F(BaselineTest, ConsignmentPointsLoadOnTheirKeepersVehicles) {
    const Baseline baseline = load();
    EXPECT_EQ(baseline.depot("JL-D-10")->fleet_depot(), "JL-X-220221");
    EXPECT_EQ(baseline.depot("JL-D-02")->fleet_depot(), "JL-C-220200");
    EXPECT_EQ(baseline.depot("JL-C-220200")->fleet_depot(), "JL-C-220200");
    EXPECT_EQ(baseline.depot("nowhere"), nullptr);
    EXPECT_EQ(baseline.supplier("nowhere"), nullptr);
    ASSERT_NE(baseline.supplier("SU-220100-WATERB"), nullptr);
    EXPECT_EQ(baseline.supplier("SU-220100-WATERB")->daily_capacity, 544200);
}

// 2010-flood starts on 2010-07-27: 42 days before is 2010-06-15, 2543 days before 2017-06-01.
TEST_F(BaselineTest, ShiftMovesEveryDateAndNothingElse) {
    const Baseline before = load();
    const Baseline after = shift_dates(before, -2543);
    EXPECT_EQ(format_date(after.picture_on), "2010-06-15");
    for (std::size_t i = 0; i < before.lots.size(); ++i) {
        EXPECT_EQ(before.lots[i].made_on - after.lots[i].made_on, 2543 * 24h);
        EXPECT_EQ(before.lots[i].expires_on - after.lots[i].expires_on, 2543 * 24h);
        EXPECT_EQ(before.lots[i].quantity, after.lots[i].quantity);
    }
    EXPECT_EQ(before.suppliers[0].agreement_to - after.suppliers[0].agreement_to, 2543 * 24h);
    EXPECT_EQ(before.suppliers[0].agreement_from - after.suppliers[0].agreement_from, 2543 * 24h);
    EXPECT_EQ(before.contracts[0].valid_from - after.contracts[0].valid_from, 2543 * 24h);
    EXPECT_EQ(before.contracts[0].valid_to - after.contracts[0].valid_to, 2543 * 24h);
}

// Moved to the very seat of 扶余: the row's point counts, not the prefecture's.
TEST_F(BaselineTest, ADepotStandsWhereItsOwnPointLies) {
    source_.replace(
        depots_csv,
        "JL-C-220700,松原市救灾物资储备库(演示),city_depot,city,220700,,124.8236,45.1182",
        "JL-C-220700,松原市救灾物资储备库(演示),city_depot,city,220700,,126.0363,44.9840");
    source_.replace(suppliers_csv, "饮用水,220700,124.8236,45.1182",
                    "饮用水,220700,126.0363,44.9840");
    EXPECT_EQ(load().depot("JL-C-220700")->node, "220781");
    EXPECT_EQ(load().supplier("SU-220700-WATERB")->node, "220781");
    // Where the row names its county, the county counts.
    source_.replace(depots_csv, "220700,,126.0363", "220700,220722,126.0363");
    EXPECT_EQ(load().depot("JL-C-220700")->node, "220722");
}

// A sender of 2017 writes 公主岭 as 220381; the stock is the same county's.
TEST_F(BaselineTest, FormerCodesAreReadAsThePresentOnes) {
    source_.replace(depots_csv, "county_depot,county,220184,220184",
                    "county_depot,county,220381,220381");
    const Baseline baseline = load();
    EXPECT_EQ(baseline.depot("JL-X-220184")->seat_code, "220184");
    EXPECT_EQ(baseline.depot("JL-X-220184")->node, "220184");
}

struct Damage {
    std::string_view file;
    std::string_view from;
    std::string_view to;
    std::string code;
    std::string field;
    int line;
};

class DamagedBaselineTest : public BaselineTest, public testing::WithParamInterface<Damage> {};

TEST_P(DamagedBaselineTest, IsRefusedWithItsPlace) {
    const Damage& damage = GetParam();
    source_.replace(damage.file, damage.from, damage.to);
    const ErrorDetail error = refusal();
    EXPECT_EQ(error.code, damage.code) << error.message;
    EXPECT_EQ(error.file, damage.file);
    EXPECT_EQ(error.field, damage.field);
    EXPECT_EQ(error.line, damage.line);
    EXPECT_FALSE(error.message.empty());
    EXPECT_FALSE(error.expected.empty());
}

constexpr std::string_view first_lot =
    "JL-C-220100,220100,BED,JL-C-220100-BED-1,2012-06-02,2020-05-31,1680,张,A,";

INSTANTIATE_TEST_SUITE_P(
    Lots, DamagedBaselineTest,
    testing::Values(
        Damage{lots_csv, first_lot,
               "JL-C-999999,220100,BED,JL-C-220100-BED-1,2012-06-02,2020-05-31,1680,张,A,",
               "csv.reference", "depot_id", 2},
        Damage{lots_csv, first_lot,
               "JL-C-220100,999999,BED,JL-C-220100-BED-1,2012-06-02,2020-05-31,1680,张,A,",
               "place.unknown", "owner_code", 2},
        Damage{lots_csv, first_lot,
               "JL-C-220100,220100,BEDD,JL-C-220100-BED-1,2012-06-02,2020-05-31,1680,张,A,",
               "item.unknown", "item_id", 2},
        Damage{lots_csv, first_lot,
               "JL-C-220100,220100,BED,JL-C-220100-BED-2,2012-06-02,2020-05-31,1680,张,A,",
               "csv.key", "lot_id", 3},
        Damage{lots_csv, first_lot,
               "JL-C-220100,220100,BED,JL-C-220100-BED-1,2012-06-02,2020-05-31,0,张,A,",
               "csv.range", "quantity", 2},
        Damage{lots_csv, first_lot,
               "JL-C-220100,220100,BED,JL-C-220100-BED-1,2012-06-02,2020-05-31,-5,张,A,",
               "csv.range", "quantity", 2},
        Damage{lots_csv, first_lot,
               "JL-C-220100,220100,BED,JL-C-220100-BED-1,2012-06-02,2020-05-31,,张,A,", "csv.empty",
               "quantity", 2},
        Damage{lots_csv, first_lot,
               "JL-C-220100,220100,BED,JL-C-220100-BED-1,2012-06-02,2012-06-01,1680,张,A,",
               "csv.range", "expires_on", 2},
        Damage{lots_csv, first_lot,
               "JL-C-220100,220100,BED,JL-C-220100-BED-1,2012-06-31,2020-05-31,1680,张,A,",
               "csv.date", "made_on", 2},
        Damage{lots_csv, first_lot,
               "JL-C-220100,220100,BED,JL-C-220100-BED-1,2012-06-02,2020-05-31,1680,床,A,",
               "ledger.unit", "unit", 2},
        Damage{lots_csv, first_lot,
               "JL-C-220100,220100,BED,JL-C-220100-BED-1,2012-06-02,2020-05-31,1680,张,D,",
               "csv.value", "condition", 2}));

INSTANTIATE_TEST_SUITE_P(
    DepotsAndFleet, DamagedBaselineTest,
    testing::Values(
        Damage{depots_csv, "city_depot,city,220100,,", "city_depot,city,220199,,", "place.unknown",
               "owner_or_seat_code", 2},
        Damage{depots_csv, "city_depot,city,220100,,", "town_depot,city,220100,,", "csv.value",
               "type", 2},
        Damage{depots_csv, "city_depot,city,220100,,125.3245", "city_depot,city,220100,,",
               "csv.empty", "lon_wgs84", 2},
        Damage{depots_csv, ",JL-C-220100,\"place", ",JL-C-220109,\"place", "csv.reference",
               "keeper_depot_id", 11},
        Damage{depots_csv, ",JL-C-220100,\"place", ",,\"place", "csv.empty", "keeper_depot_id", 11},
        Damage{depots_csv, ",JL-C-220100,\"place", ",JL-D-01,\"place", "csv.reference",
               "keeper_depot_id", 11},
        Damage{depots_csv, "JL-C-220200,", "JL-C-220100,", "csv.key", "depot_id", 3},
        Damage{fleet_csv, "JL-C-220100,BOX42", "JL-C-220100,BOX43", "csv.reference",
               "vehicle_class", 2},
        Damage{fleet_csv, "JL-C-220100,BOX42", "JL-C-229999,BOX42", "csv.reference", "depot_id", 2},
        Damage{fleet_csv, "JL-C-220100,BOX42,2", "JL-C-220100,BOX42,0", "csv.range", "count", 2},
        Damage{fleet_csv, "JL-C-220100,BOX42,2", "JL-C-220100,BOX42,two", "csv.number", "count",
               2}));

INSTANTIATE_TEST_SUITE_P(
    Agreements, DamagedBaselineTest,
    testing::Values(Damage{suppliers_csv, "2017-01-01,2017-12-31", "2017-01-01,2016-12-31",
                           "csv.range", "agreement_to", 2},
                    Damage{suppliers_csv, ",WATERB,", ",WATER,", "item.unknown", "item_id", 2},
                    Damage{suppliers_csv, "SU-220100-WATERB,", "JL-P-001,", "csv.key",
                           "supplier_id", 2},
                    Damage{contracts_csv, "JL-D-01,JL-C-220100", "JL-D-01,JL-C-220200",
                           "csv.reference", "keeper_depot_id", 2},
                    Damage{contracts_csv, "JL-D-01,JL-C-220100", "JL-D-99,JL-C-220100",
                           "csv.reference", "consignment_depot_id", 2},
                    Damage{contracts_csv, "2017-01-01,2019-12-31", "2017-01-01,2016-12-31",
                           "csv.range", "valid_to", 2}));

TEST_F(BaselineTest, SettingsWithoutADayAreRefused) {
    source_.replace("baseline/settings.csv", "as_of,", "as_off,");
    const ErrorDetail error = refusal();
    EXPECT_EQ(error.file, "baseline/settings.csv");
    EXPECT_EQ(error.field, "key");
}

}  // namespace
}  // namespace relief
