// SPDX-License-Identifier: Apache-2.0
// Hazards: deadlines, who may look again, what they stop, and that none vanishes.
#include "reserves/care/hazard.h"

#include "core/data_source.h"
#include "tests/kit/books.h"
#include "tests/reserves/care/kit.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace relief {
namespace {

using kit::change_at;
using kit::code_of;
using kit::noon_of;

class HazardTest : public testing::Test {
  protected:
    HazardTest() { kit::open_small_books(database_); }

    std::int64_t open(int day, const std::string& site, int grade) {
        std::int64_t id = 0;
        change_at(database_, noon_of(day), "王芳", [&](Change& change) {
            id = open_hazard(
                change, rules_,
                {.site = site, .check = "SC03", .finding = {}, .grade = grade, .words = "dead"});
        });
        return id;
    }
    void done(int day, std::int64_t id, const std::string& person) {
        change_at(database_, noon_of(day), "王芳",
                  [&](Change& change) { finish_hazard(change, id, person, ""); });
    }
    void recheck(int day, std::int64_t id, const std::string& person, bool mended) {
        change_at(database_, noon_of(day), "王芳",
                  [&](Change& change) { recheck_hazard(change, id, person, mended, ""); });
    }

    CareRules rules_ = kit::care_rules();
    Database database_ = Database::in_memory();
};

// rules/safety_grades.csv: 3, 15 and 30 days.
TEST_F(HazardTest, TheDeadlineIsTheGradesDaysAfterTheFinding) {
    open(1, "P", 1);
    open(1, "P", 2);
    open(1, "P", 3);
    const auto hazards = open_hazards(database_, noon_of(1));
    ASSERT_EQ(hazards.size(), 3U);
    EXPECT_EQ(format_date(hazards[0].due), "2017-07-04");
    EXPECT_EQ(format_date(hazards[1].due), "2017-07-16");
    EXPECT_EQ(format_date(hazards[2].due), "2017-07-31");
    EXPECT_EQ(hazards[0].escalate_to, "provincial desk");
    EXPECT_FALSE(read_hazards(database_, {}, noon_of(4))[0].overdue(noon_of(4)));
    EXPECT_TRUE(read_hazards(database_, {}, noon_of(5))[0].overdue(noon_of(5)));
}

TEST_F(HazardTest, AGrade1HazardStopsItsSiteUntilAnotherPersonFoundItMended) {
    const std::int64_t id = open(2, "P", 1);
    open(2, "C", 2);
    EXPECT_TRUE(stopped_sites(database_, noon_of(1)).empty());
    EXPECT_EQ(stopped_sites(database_, noon_of(2)), std::set<std::string>{"P"});
    done(3, id, "张三");
    EXPECT_EQ(stopped_sites(database_, Instant::max()), std::set<std::string>{"P"});
    EXPECT_EQ(code_of([&] { recheck(4, id, "张三", true); }), "hazard.same_person");
    recheck(4, id, "李四", false);
    EXPECT_EQ(stopped_sites(database_, Instant::max()), std::set<std::string>{"P"});
    done(5, id, "张三");
    recheck(6, id, "李四", true);
    EXPECT_TRUE(stopped_sites(database_, Instant::max()).empty());
    // What was known on the 4th stays what was known on the 4th.
    EXPECT_EQ(stopped_sites(database_, noon_of(4)), std::set<std::string>{"P"});
    EXPECT_EQ(kit::complaint(verify_books(database_, std::nullopt)), "");
}

TEST_F(HazardTest, WhoMendedItDoesNotWriteDownTheLookEither) {
    const std::int64_t id = open(2, "P", 1);
    done(3, id, "王芳");
    EXPECT_EQ(code_of([&] { recheck(4, id, "李四", true); }), "hazard.same_person");
}

TEST_F(HazardTest, StepsOutOfTurnAreRefused) {
    const std::int64_t id = open(2, "P", 2);
    EXPECT_EQ(code_of([&] { recheck(3, id, "李四", true); }), "hazard.state");
    EXPECT_EQ(code_of([&] { done(1, id, "张三"); }), "hazard.order");
    EXPECT_EQ(code_of([&] { done(3, 77, "张三"); }), "hazard.unknown");
    EXPECT_EQ(code_of([&] { done(3, id, ""); }), "hazard.person");
    EXPECT_EQ(code_of([&] { open(3, "P", 4); }), "hazard.grade");
    const auto escalate = [&](int day) {
        change_at(database_, noon_of(day), "王芳",
                  [&](Change& change) { escalate_hazard(change, id, ""); });
    };
    EXPECT_EQ(code_of([&] { escalate(17); }), "hazard.not_due");
    escalate(18);
    EXPECT_EQ(read_hazards(database_, {}, noon_of(18))[0].steps.back().person, "prefecture desk");
    done(19, id, "张三");
    recheck(20, id, "李四", true);
    EXPECT_EQ(code_of([&] { escalate(21); }), "hazard.state");
    EXPECT_EQ(code_of([&] { done(21, id, "张三"); }), "hazard.state");
}

// Whatever is done in whatever order, a hazard is listed open or its last step closed it.
TEST_F(HazardTest, NoHazardVanishes) {
    std::mt19937_64 random(20170714);
    const auto pick = [&](std::uint64_t n) { return static_cast<int>(random() % n); };
    std::map<std::int64_t, std::string> closed_by;
    std::int64_t opened = 0;
    for (int round = 0; round < 300; ++round) {
        const int day = 1 + round / 10;
        const std::int64_t id = 1 + pick(static_cast<std::uint64_t>(opened + 1));
        const std::string person = pick(2) == 0 ? "张三" : "李四";
        const int what = pick(4);
        const bool mended = pick(2) == 0;
        const std::string refused = code_of([&] {
            switch (what) {
                case 0:
                    open(day, pick(2) == 0 ? "P" : "C", 1 + pick(3));
                    ++opened;
                    break;
                case 1: done(day, id, person); break;
                default: recheck(day, id, person, mended); break;
            }
        });
        if (what > 1 && mended && refused.empty()) {
            ASSERT_TRUE(closed_by.emplace(id, person).second) << "closed twice";
        }
    }
    std::set<std::int64_t> listed;
    for (const OpenHazard& hazard : open_hazards(database_, Instant::max())) {
        listed.insert(hazard.id);
        EXPECT_FALSE(closed_by.contains(hazard.id));
    }
    EXPECT_EQ(static_cast<std::int64_t>(listed.size() + closed_by.size()), opened);
    EXPECT_GT(closed_by.size(), 5U);
    for (const Hazard& hazard : read_hazards(database_, {.with_closed = true}, Instant::max())) {
        if (hazard.state() == HazardState::closed) {
            EXPECT_EQ(hazard.steps.back().verb, "recheck_ok");
            EXPECT_NE(hazard.mended_by(), hazard.steps.back().person);
        }
    }
    EXPECT_EQ(kit::complaint(verify_books(database_, std::nullopt)), "");
}

// A hazard that somebody takes away, softens or closes in the file itself is found by verify.
TEST_F(HazardTest, EveryEditBehindTheBooksIsFound) {
    struct Edit {
        std::string sql;
        std::string table;
    };
    for (const Edit& edit :
         {Edit{"UPDATE hazard SET grade = 3", "hazard"}, Edit{"DELETE FROM hazard", "hazard"},
          Edit{"UPDATE hazard_step SET person = '李四'", "hazard_step"},
          Edit{"INSERT INTO hazard_step VALUES(2, 1, 'recheck_ok', 1499650000, 'x', '李四', '')",
               "hazard_step"}}) {
        SCOPED_TRACE(edit.sql);
        const kit::TempFolder folder;
        const std::filesystem::path file = folder / "books.db";
        {
            const Database made = Database::create(file, [&](Database& database) {
                kit::open_small_books(database);
                change_at(database, noon_of(2), "王芳", [&](Change& change) {
                    open_hazard(
                        change, rules_,
                        {.site = "P", .check = "SC03", .finding = {}, .grade = 1, .words = "dead"});
                });
                change_at(database, noon_of(3), "王芳",
                          [&](Change& change) { finish_hazard(change, 1, "张三", ""); });
            });
        }
        kit::RawDatabase raw(file);
        const auto triggers =
            raw.texts("SELECT sql FROM sqlite_schema WHERE type='trigger' ORDER BY rowid");
        raw.drop_triggers();
        raw.run("PRAGMA foreign_keys=OFF");
        raw.run(edit.sql);
        for (const std::string& trigger : triggers) {
            raw.run(trigger);
        }
        Database reader = Database::open_read_only(file);
        const VerifyResult result = verify_books(reader, std::nullopt);
        ASSERT_TRUE(result.first_wrong.has_value());
        EXPECT_EQ(result.first_wrong->check, "I8_rows");
        EXPECT_EQ(result.first_wrong->table, edit.table);
    }
}

}  // namespace
}  // namespace relief
