// SPDX-License-Identifier: Apache-2.0
// I16, I22: closed packs go whole; a floor bears so much. Both checks are shown to bite.
#include "reserves/document/packs.h"

#include "reserves/ledger/check_goods.h"
#include "tests/reserves/order_kit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace relief {
namespace {

using kit::failure_of;
using testing::HasSubstr;

/// data/ with some tables of the test's own.
class WithTables final : public DataSource {
  public:
    WithTables(const DataSource& source, std::map<std::string, std::string, std::less<>> tables)
        : source_(source), tables_(std::move(tables)) {}
    [[nodiscard]] std::string read(std::string_view name) const override {
        const auto found = tables_.find(name);
        return found == tables_.end() ? source_.read(name) : found->second;
    }
    [[nodiscard]] std::string shown_name(std::string_view name) const override {
        return source_.shown_name(name);
    }

  private:
    const DataSource& source_;
    std::map<std::string, std::string, std::less<>> tables_;
};

/// Quilts come in bales of 10 that stay closed, from the second of July on; tents in pairs that may
/// be opened. LYD has 20 square metres.
class PacksTest : public testing::Test {
  protected:
    PacksTest() {
        const Date made = kit::book_date(1) - std::chrono::days{100};
        const Date expires = kit::book_date(1) + std::chrono::days{900};
        baseline_.picture_on = kit::book_date(1);
        baseline_.depots = {kit::depot("LYD", "province", "220400", "JL-CAD"),
                            kit::depot("BS", "city", "220600", "220600-CAB")};
        baseline_.lots = {{"LYD", "220000", "QUILT", "Q1", made, expires, 100, "A", 2},
                          {"LYD", "220000", "TENT12S", "T1", made, expires, 20, "A", 3}};
        open_books(database_, source_, rules_, baseline_, kit::noon_of(1));
    }

    std::int64_t draft(const std::string& item, std::int64_t amount, Instant at) {
        std::int64_t id = 0;
        make_change(database_,
                    {.key = "k" + std::to_string(++keys_),
                     .content = "{}",
                     .actor = "a",
                     .operation = "test",
                     .subject = {},
                     .occurred_at = at,
                     .recorded_at = at},
                    [&](Change& change) {
                        id = draft_order(
                            change, {rules_, baseline_, organisations_},
                            {.unit = "220000",
                             .head = {.from = "LYD", .to = "BS", .hold_until = at},
                             .lines = {{.item = item, .amount = amount, .owner = "220000"}}},
                            false);
                        return std::string("{}");
                    });
        return id;
    }

    FolderSource folder_{std::filesystem::path(RELIEF_SOURCE_DIR) / "data"};
    WithTables source_{
        folder_,
        {{"rules/item_packs.csv",
          "pack_id,item_id,pack_name,units,openable,valid_from,valid_to,source,flag\n"
          "A,QUILT,包,10,0,2017-07-02,,test,synthetic\n"
          "B,TENT12S,箱,2,1,2017-07-01,,test,synthetic\n"},
         {"baseline/depots.csv", "depot_id,area_m2\nLYD,20\nBS,\n"}}};
    Rules rules_ = load_rules(folder_);
    Baseline baseline_;
    std::vector<Organisation> organisations_ = load_organisations(folder_);
    Database database_ = Database::in_memory();
    int keys_ = 0;
};

TEST_F(PacksTest, AnOrderIsOfWholePacksFromTheDayTheyAreAgreed) {
    EXPECT_NO_THROW(draft("QUILT", 7, kit::noon_of(1)));  // nobody has agreed bales yet
    EXPECT_NO_THROW(draft("QUILT", 30, kit::noon_of(2)));
    EXPECT_NO_THROW(draft("TENT12S", 3, kit::noon_of(2)));  // a box may be opened
    const Error error = failure_of([&] { draft("QUILT", 31, kit::noon_of(2)); });
    EXPECT_EQ(error.detail().code, "doc.pack");
    EXPECT_EQ(error.detail().expected, "whole packs of 10 (包)");
    EXPECT_EQ(kit::complaint(verify_books(database_, std::nullopt)), "");
}

TEST_F(PacksTest, ABrokenBaleIsFound) {
    make_change(database_,
                {.key = "raw",
                 .content = "{}",
                 .actor = "a",
                 .operation = "test",
                 .subject = {},
                 .occurred_at = kit::noon_of(2),
                 .recorded_at = kit::noon_of(2)},
                [](Change& change) {
                    add_document(change, {.unit = "220000",
                                          .kind = "issue",
                                          .lines = {{.item = "QUILT", .lot = "Q1", .amount = 31}}});
                    return std::string("{}");
                });
    std::int64_t checked = 0;
    const auto wrong = check_packs(database_, checked);
    ASSERT_TRUE(wrong);
    EXPECT_EQ(wrong->check, "I16_packs");
    EXPECT_EQ(wrong->found, "31 of QUILT by a issue");
    EXPECT_THAT(kit::complaint(verify_books(database_, std::nullopt)), HasSubstr("I16_packs"));
}

// 100 quilts and 20 tents against 20 square metres, by the tables: 1.5 cubic metres and 750 kg to
// the metre.
TEST_F(PacksTest, ADepotThatHoldsMoreThanItsFloorBearsIsAWarning) {
    const double m3 =
        100 * rules_.item("QUILT")->volume_m3 + 20 * rules_.item("TENT12S")->volume_m3;
    const double kg =
        100 * rules_.item("QUILT")->weight_kg + 20 * rules_.item("TENT12S")->weight_kg;
    std::int64_t checked = 0;
    const auto warnings = capacity_warnings(database_, checked);
    EXPECT_EQ(checked, 1);  // BS has no area
    EXPECT_EQ(warnings.size(), (m3 > 20 * 1.5 ? 1U : 0U) + (kg > 20 * 750 ? 1U : 0U));
    // Ten times as many tents fill it for certain.
    const Account shelf{.owner = "220000",
                        .keeper = "JL-CAD",
                        .site = "LYD",
                        .item = "TENT12S",
                        .lot = "T1",
                        .condition = "A",
                        .stage = "on_hand"};
    Account bought = shelf;
    bought.stage = "purchased";
    ASSERT_GT(2000 * rules_.item("TENT12S")->volume_m3, 30.0);
    post_movement(database_, kit::carry("receipt", "more", 2, bought, shelf, 2000),
                  kit::noon_of(2));
    const auto full = capacity_warnings(database_, checked);
    ASSERT_FALSE(full.empty());
    EXPECT_EQ(full[0].check, "I22_capacity");
    EXPECT_THAT(full[0].found, HasSubstr("m3 at LYD"));
    EXPECT_EQ(full[0].expected, "at most 30 m3 on 20 m2");
    // The books are right all the same.
    const VerifyResult result = verify_books(database_, std::nullopt);
    EXPECT_TRUE(result.ok);
    EXPECT_EQ(result.checked.at("I22_capacity"), 1);
}

}  // namespace
}  // namespace relief
