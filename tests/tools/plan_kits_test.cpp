// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_kits.h"

#include "tools/desk/desk.h"
#include "tools/desk/plan.h"

#include <filesystem>
#include <optional>

#include <gtest/gtest.h>

namespace relief {
namespace {

// rules/needs_quota.csv: 63 padded tents for 5000 people in collective shelter at -8 degrees, with
// a stove each and an alarm a stove; rules/need_kits.csv: 8 quilts and 4 mattresses a tent.
TEST(PlanKits, ColdNightsMakeKitsOfTents) {
    const std::filesystem::path data = std::filesystem::path(RELIEF_SOURCE_DIR) / "data";
    const Desk desk = open_desk(data, std::nullopt);
    PlanRequest asked{.scenario = data / "scenarios" / "2020-11-ice-storm"};
    asked.hand.collective = 5000;
    asked.hand.temp_c = -8;
    const PlanRun run = make_plan(desk, asked, {});
    Units wanted = 0;
    for (const DispatchKit& kit : run.problem.kits) {
        EXPECT_EQ(kit.id, "COLDTENT");
        EXPECT_EQ(kit.parts.size(), 5U);
        wanted += kit.quantity;
    }
    EXPECT_EQ(wanted, 63);
    Units complete = 0;
    for (const KitOutcome& kit : run.plan.kits) {
        complete += kit.complete;
        for (const KitPartOutcome& part : kit.parts) {
            EXPECT_GE(part.delivered, kit.complete * part.per_kit);
        }
    }
    EXPECT_EQ(run.plan.kits.size(), run.problem.kits.size());
    EXPECT_LE(run.plan.gap(), 0.01);
    EXPECT_LE(complete, wanted);

    asked.hand.temp_c = 2;  // no stove is asked for
    EXPECT_TRUE(prepare_plan(desk, asked).problem.kits.empty());
}

}  // namespace
}  // namespace relief
