// SPDX-License-Identifier: Apache-2.0
// Work days, inspections, grades of sites, keepers' duties, agreements, letters, training.
#include "reserves/care/agreement.h"
#include "reserves/care/consignment.h"
#include "reserves/care/due.h"
#include "reserves/care/hazard.h"
#include "reserves/care/inspection.h"
#include "reserves/care/letter.h"
#include "reserves/care/site_grade.h"
#include "reserves/care/training.h"
#include "reserves/ledger/hold.h"
#include "tests/kit/books.h"
#include "tests/reserves/care/kit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace relief {
namespace {

using kit::change_at;
using kit::code_of;
using kit::noon_of;
using testing::ElementsAre;
using testing::HasSubstr;

Date day(const char* text) {
    return parse_date(text).value_or(Date{});
}

Instant noon(const char* text) {
    return beijing_midnight(day(text)) + std::chrono::hours{12};
}

class CareTest : public testing::Test {
  protected:
    CareTest() { kit::open_small_books(database_); }

    void change(Instant at, const std::function<void(Change&)>& work) {
        change_at(database_, at, "王芳", work);
    }
    std::string proof() { return kit::complaint(verify_books(database_, std::nullopt)); }

    CareRules rules_ = kit::care_rules();
    Baseline baseline_ = kit::small_baseline();
    Database database_ = Database::in_memory();
};

// ---- work days ----

// 2017-09-29 was a Friday, the 30th a Saturday that was worked, October 1 to 8 the holidays of
// National Day and Mid-Autumn (notice of the State Council's office for 2017).
TEST_F(CareTest, WorkDaysPassOverHolidaysAndCountWeekendsThatAreWorked) {
    EXPECT_TRUE(rules_.work_days.is_worked(day("2017-09-30")));
    EXPECT_FALSE(rules_.work_days.is_worked(day("2017-10-05")));
    EXPECT_EQ(format_date(rules_.work_days.after(day("2017-09-29"), 1)), "2017-09-30");
    EXPECT_EQ(format_date(rules_.work_days.after(day("2017-09-29"), 2)), "2017-10-09");
    // An ordinary week: Friday July 14, five work days later is Friday the 21st.
    EXPECT_EQ(format_date(rules_.work_days.after(day("2017-07-14"), 5)), "2017-07-21");
    EXPECT_EQ(format_date(rules_.work_days.after(day("2017-07-14"), 2)), "2017-07-18");
    EXPECT_TRUE(rules_.work_days.knows_year(2017));
    EXPECT_FALSE(rules_.work_days.knows_year(2022));
}

TEST_F(CareTest, AnyNumberOfWorkDaysIsThatManyWorkedDays) {
    std::mt19937_64 random(7);
    for (int round = 0; round < 300; ++round) {
        const Date from = day("2016-12-20") + std::chrono::days{random() % 1100};
        const int days = 1 + static_cast<int>(random() % 12);
        const Date end = rules_.work_days.after(from, days);
        int worked = 0;
        for (Date at = from + std::chrono::days{1}; at <= end; at += std::chrono::days{1}) {
            worked += rules_.work_days.is_worked(at) ? 1 : 0;
        }
        EXPECT_EQ(worked, days);
        EXPECT_TRUE(rules_.work_days.is_worked(end));
    }
}

// ---- inspections ----

TEST_F(CareTest, EachDepartmentSignsItsOwnFindingsAndNobodyElses) {
    std::int64_t id = 0;
    change(noon("2018-04-01"), [&](Change& c) {
        id = open_inspection(c, rules_, {"P", "flood", {"fire=张三", "housing"}});
    });
    const auto find = [&](const std::string& check, const std::string& department, bool ok) {
        change(noon("2018-04-02"), [&](Change& c) {
            add_finding(c, rules_, id,
                        {.check = check, .department = department, .ok = ok, .note = "seen"});
        });
    };
    const auto sign = [&](const std::string& department, const std::string& person) {
        change(noon("2018-04-03"), [&](Change& c) { sign_inspection(c, id, department, person); });
    };
    const auto close = [&] {
        change(noon("2018-04-04"), [&](Change& c) { close_inspection(c, id); });
    };
    find("SC01", "fire", true);
    EXPECT_EQ(code_of([&] { find("SC01", "housing", true); }), "inspect.department");
    EXPECT_EQ(code_of([&] { find("SC01", "safety", true); }), "inspect.department");
    EXPECT_EQ(code_of([&] { find("SC01", "fire", true); }), "inspect.found");
    EXPECT_EQ(code_of([&] { find("SC99", "relief", true); }), "inspect.check");
    find("SC09", "housing", false);
    find("SC14", "relief", true);
    EXPECT_EQ(code_of(close), "inspect.unsigned");
    EXPECT_EQ(code_of([&] { sign("fire", "李四"); }), "inspect.other_department");
    sign("fire", "张三");
    EXPECT_EQ(code_of([&] { sign("housing", "张三"); }), "inspect.other_department");
    EXPECT_EQ(code_of([&] { find("SC02", "fire", true); }), "inspect.signed");
    EXPECT_EQ(code_of([&] { sign("safety", "王五"); }), "inspect.department");
    sign("housing", "李四");
    EXPECT_EQ(code_of([&] { sign("relief", "李四"); }), "inspect.other_department");
    EXPECT_EQ(code_of(close), "inspect.unsigned");
    sign("relief", "赵六");
    close();
    EXPECT_EQ(code_of(close), "inspect.closed");
    const Inspection inspection = read_inspection(database_, id);
    ASSERT_TRUE(inspection.findings[1].hazard);
    // SC09 is of grade 2: fifteen days from April 2.
    const auto hazards = open_hazards(database_, noon("2018-04-05"));
    ASSERT_EQ(hazards.size(), 1U);
    EXPECT_EQ(hazards[0].grade, 2);
    EXPECT_EQ(format_date(hazards[0].due), "2018-04-17");
    EXPECT_EQ(proof(), "");
}

TEST_F(CareTest, ADepartmentWithoutAFindingSignsNothingAndABadOneNeedsWords) {
    std::int64_t id = 0;
    change(noon("2018-04-01"), [&](Change& c) {
        id = open_inspection(c, rules_, {"P", "flood", {}});
    });
    EXPECT_EQ(code_of([&] {
                  change(noon("2018-04-02"),
                         [&](Change& c) { sign_inspection(c, id, "relief", "赵六"); });
              }),
              "inspect.nothing");
    EXPECT_EQ(code_of([&] {
                  change(noon("2018-04-02"), [&](Change& c) {
                      add_finding(c, rules_, id, {.check = "SC09", .ok = false});
                  });
              }),
              "hazard.words");
    EXPECT_TRUE(read_inspection(database_, id).findings.empty()) << "a refused finding left a row";
    EXPECT_EQ(code_of([&] {
                  change(noon("2018-04-02"), [&](Change& c) {
                      open_inspection(c, rules_, {"P", "flood", {}});
                  });
              }),
              "inspect.open");
}

// rules/depot_safety_checklist.csv: SC09 to SC11 fall due on May 31, SC01 to SC03 on November 9,
// SC12 on October 31.
TEST_F(CareTest, TheCalendarGivesEachSiteTheSeasonsLastDayAndItsOwnChecks) {
    const auto ids = [&](std::string_view season) {
        std::vector<std::string> yearly;
        for (const SafetyCheck* check : season_checks(rules_, season)) {
            if (check->yearly && check->cycle_days == 365) {
                yearly.push_back(check->id);
            }
        }
        return yearly;
    };
    EXPECT_THAT(ids("flood"), ElementsAre("SC09", "SC10", "SC11"));
    EXPECT_THAT(ids("winter"), ElementsAre("SC12"));
    const auto status = [&](const char* at) {
        return inspection_calendar(database_, rules_, baseline_, "flood", 2018, noon(at))[0].status;
    };
    EXPECT_EQ(status("2018-02-28"), "not_begun");
    EXPECT_EQ(status("2018-05-31"), "due");
    EXPECT_EQ(status("2018-06-01"), "overdue");
    std::int64_t id = 0;
    change(noon("2018-05-20"), [&](Change& c) {
        id = open_inspection(c, rules_, {"P", "flood", {}});
        add_finding(c, rules_, id, {.check = "SC14"});
        sign_inspection(c, id, "relief", "赵六");
    });
    EXPECT_EQ(status("2018-05-21"), "open");
    change(noon("2018-05-31"), [&](Change& c) { close_inspection(c, id); });
    EXPECT_EQ(status("2018-06-01"), "done");
    const auto calendar =
        inspection_calendar(database_, rules_, baseline_, "flood", 2018, noon("2018-06-01"));
    ASSERT_EQ(calendar.size(), baseline_.depots.size());
    // Locks and guards come round in seven days.
    const auto locks = std::find_if(calendar[0].cycle.begin(), calendar[0].cycle.end(),
                                    [](const CheckDue& row) { return row.check == "SC14"; });
    EXPECT_EQ(locks->due, day("2018-05-27"));
    EXPECT_THAT(calendar[0].missing, testing::Contains("SC09"));
    EXPECT_EQ(calendar[1].status, "overdue");
}

// ---- grades of sites ----

TEST_F(CareTest, TheGradeOfASiteFollowsItsHazardsAndTheDaysSinceItsInspection) {
    SiteRecord record;
    EXPECT_EQ(site_grade(rules_, "P", record, noon("2018-01-01")).grade, "-");
    record.inspections = {noon("2018-05-01")};
    EXPECT_EQ(site_grade(rules_, "P", record, noon("2018-05-02")).grade, "A");
    // 190 days after May 1 is November 7; 400 days are over on June 6 of the next year.
    EXPECT_EQ(site_grade(rules_, "P", record, noon("2018-11-07")).grade, "A");
    EXPECT_EQ(site_grade(rules_, "P", record, noon("2018-11-08")).grade, "C");
    EXPECT_EQ(site_grade(rules_, "P", record, noon("2019-06-06")).grade, "D");
    record.hazards = {
        {.id = 1,
         .site = "P",
         .grade = 2,
         .found_at = noon("2018-05-10"),
         .due = day("2018-05-25"),
         .steps = {{.verb = "done", .at = noon("2018-06-01"), .person = "张三"},
                   {.verb = "recheck_ok", .at = noon("2018-06-02"), .person = "李四"}}}};
    EXPECT_EQ(site_grade(rules_, "P", record, noon("2018-05-11")).grade, "C");
    record.hazards.push_back({.id = 2,
                              .site = "P",
                              .grade = 1,
                              .found_at = noon("2018-07-01"),
                              .due = day("2018-07-04")});
    std::string grades;
    for (const SiteGrade& grade : grade_history(rules_, "P", record, noon("2018-08-01"))) {
        grades += format_date(beijing_date(grade.from)).substr(5) + grade.grade + " ";
    }
    EXPECT_EQ(grades, "05-01A 05-10C 06-02A 07-01D ");
}

TEST_F(CareTest, AStoppedSiteHasNothingAvailableAndPromisesNothing) {
    const auto tents = [&] {
        std::int64_t sum = 0;
        for (const AvailableLot& lot :
             available_lots(database_, {.site = "P", .at = noon("2017-07-20")})) {
            sum += lot.available;
        }
        return sum;
    };
    EXPECT_EQ(tents(), 150);
    std::int64_t hazard = 0;
    change(noon("2017-07-10"), [&](Change& c) {
        hazard = open_hazard(
            c, rules_, {.site = "P", .check = "", .finding = {}, .grade = 1, .words = "roof"});
    });
    EXPECT_EQ(tents(), 0);
    change(noon("2017-07-11"), [&](Change& c) { finish_hazard(c, hazard, "张三", ""); });
    change(noon("2017-07-12"), [&](Change& c) { recheck_hazard(c, hazard, "李四", true, ""); });
    EXPECT_EQ(tents(), 150);
}

// ---- consignment ----

ConsignmentContract small_contract() {
    ConsignmentContract contract;
    contract.code = "DC-1";
    contract.owner_org = "JL-CAD";
    contract.depot = "K";
    contract.keeper_depot = "C";
    contract.from = day("2017-01-01");
    contract.to = day("2018-12-31");
    return contract;
}

std::string duty_of(const std::vector<ConsignmentDuty>& duties, const std::string& kind) {
    std::string found;
    for (const ConsignmentDuty& duty : duties) {
        if (duty.kind == kind) {
            found += duty.subject + ":" + format_date(duty.due) + " ";
        }
    }
    return found;
}

TEST_F(CareTest, DutiesOfAKeeperComeFromTheContractAndTheBooks) {
    // Friday July 14: twenty tents come in from the province; on the 17th five leave by road.
    post_movement(database_,
                  kit::carry("move", "in", 14, kit::account("P", "T1", "on_hand"),
                             kit::account("K", "T1", "on_hand"), 20),
                  noon_of(14));
    Account road = kit::account("K", "T1", "in_transit(o1)");
    post_movement(database_,
                  kit::carry("depart", "out", 17, kit::account("K", "T1", "on_hand"), road, 5),
                  noon_of(17));
    // Three that are given out on the spot are no dispatch.
    post_movement(database_, kit::issue("spot", 18, "K", "T1", 3), noon_of(18));
    const auto duties = consignment_duties(database_, rules_, {small_contract()}, day("2017-06-01"),
                                           noon("2017-07-20"));
    EXPECT_EQ(duty_of(duties, "acceptance_report").substr(10), ":2017-07-21 ");
    EXPECT_EQ(duty_of(duties, "dispatch_report").substr(10), ":2017-07-19 ");
    EXPECT_EQ(duty_of(duties, "count"), "2017-06:2017-06-30 2017-07:2017-07-31 ");
    EXPECT_EQ(duty_of(duties, "yearly_count"), "2017:2017-12-31 ");
    EXPECT_EQ(duty_of(duties, "yearly_report"), "2017:2018-01-10 ");
    EXPECT_EQ(duty_of(duties, "term_end"), "");
    int overdue = 0;
    for (const ConsignmentDuty& duty : duties) {
        overdue += duty.overdue(noon("2017-07-20")) ? 1 : 0;
    }
    EXPECT_EQ(overdue, 2) << "the count of June and the dispatch report of the 19th";
}

TEST_F(CareTest, AContractThatEndsIsNamedUntilAnotherGoesOn) {
    std::vector<ConsignmentContract> contracts{small_contract()};
    const auto term = [&](const char* at) {
        return duty_of(
            consignment_duties(database_, rules_, contracts, day("2017-06-01"), noon(at)),
            "term_end");
    };
    EXPECT_EQ(term("2018-10-01"), "");
    EXPECT_EQ(term("2018-10-02"), "2018-12-31:2018-12-31 ");
    contracts.push_back(small_contract());
    contracts.back().code = "DC-2";
    contracts.back().from = day("2019-01-01");
    contracts.back().to = day("2020-12-31");
    EXPECT_EQ(term("2018-12-20"), "");
}

TEST_F(CareTest, NewTermsStandInTheBooksAndAreRefusedWhereTheyCannotBe) {
    const FolderSource source = kit::shipped_data();
    ConsignmentContract contract = small_contract();
    contract.items = {{"QUILT", 2000}};
    contract.double_value = true;
    change(noon("2018-01-02"), [&](Change& c) { add_contract(c, baseline_, contract); });
    contract.to = day("2020-12-31");
    change(noon("2018-01-03"), [&](Change& c) { add_contract(c, baseline_, contract); });
    const auto contracts = read_contracts(source, &database_);
    EXPECT_EQ(contracts.size(), 16U) << "fifteen of the baseline and this one";
    const auto read = std::find_if(contracts.begin(), contracts.end(),
                                   [](const auto& row) { return row.code == "DC-1"; });
    EXPECT_EQ(format_date(read->to), "2020-12-31");
    EXPECT_TRUE(read->double_value);
    EXPECT_EQ(read->items.at(0).min_stock, 2000);
    contract.keeper_depot = "P";
    EXPECT_EQ(code_of([&] {
                  change(noon("2018-01-04"),
                         [&](Change& c) { add_contract(c, baseline_, contract); });
              }),
              "consignment.keeper");
    contract = small_contract();
    contract.to = day("2016-12-31");
    EXPECT_EQ(code_of([&] {
                  change(noon("2018-01-04"),
                         [&](Change& c) { add_contract(c, baseline_, contract); });
              }),
              "consignment.term");
    const std::vector<ConsignmentDuty> duties = consignment_duties(
        database_, rules_, {small_contract()}, day("2017-06-01"), noon("2018-01-20"));
    const auto done = [&](const std::string& id, const char* on) {
        return code_of([&] {
            change(noon("2018-01-20"), [&](Change& c) {
                finish_duty(c,
                            consignment_duties(database_, rules_, {small_contract()},
                                               day("2017-06-01"), noon("2018-01-20")),
                            id, day(on), "文 3 号");
            });
        });
    };
    EXPECT_EQ(done("DC-1/yearly_report/2017", "2018-01-21"), "office.future");
    EXPECT_EQ(done("DC-1/yearly_report/2017", "2018-01-09"), "");
    EXPECT_EQ(done("DC-1/yearly_report/2017", "2018-01-09"), "consignment.done");
    EXPECT_EQ(done("DC-1/yearly_report/1999", "2018-01-09"), "consignment.duty");
    EXPECT_EQ(proof(), "");
}

// ---- agreements ----

TEST_F(CareTest, AnAgreementGivesWhatWasDeclaredLastAndAFailedTestMarksIt) {
    baseline_.suppliers.push_back({.id = "S1",
                                   .name = "water",
                                   .item = "WATERB",
                                   .daily_capacity = 1000,
                                   .on_hand = 500,
                                   .agreement_from = day("2017-01-01"),
                                   .agreement_to = day("2017-12-31")});
    const auto agreement = [&] { return read_agreements(baseline_, &database_).at(0); };
    EXPECT_EQ(test_status(rules_, agreement(), noon("2017-07-01")), "never");
    change(noon("2017-07-01"), [&](Change& c) {
        declare_stock(c, agreement(), 800, "周", "");
        add_call_test(c, agreement(), {.passed = true, .truck_minutes = 10});
    });
    Baseline applied = baseline_;
    apply_agreements({agreement()}, applied);
    EXPECT_EQ(applied.suppliers.at(0).on_hand, 800);
    EXPECT_EQ(baseline_.suppliers.at(0).on_hand, 500);
    // Once in 90 days: July 1 holds to September 29.
    EXPECT_EQ(test_status(rules_, agreement(), noon("2017-09-29")), "passed");
    EXPECT_EQ(test_status(rules_, agreement(), noon("2017-09-30")), "overdue");
    change(noon("2017-08-01"), [&](Change& c) {
        add_call_test(c, agreement(), {.passed = false, .note = "no answer"});
    });
    EXPECT_EQ(test_status(rules_, agreement(), noon("2017-08-02")), "failed");
    EXPECT_EQ(test_status(rules_, agreement(), noon("2017-07-15")), "passed");
    EXPECT_EQ(code_of([&] {
                  change(noon("2018-01-01"),
                         [&](Change& c) { declare_stock(c, agreement(), 1, "", ""); });
              }),
              "agreement.term");
    EXPECT_EQ(code_of([&] {
                  change(noon("2017-08-02"),
                         [&](Change& c) { declare_stock(c, agreement(), -1, "", ""); });
              }),
              "agreement.number");
    EXPECT_EQ(proof(), "");
}

// ---- letters and training ----

// baseline/organisations.csv: the province, nine prefectures, sixty counties: 69 letters between
// offices; and one for each of the three depots of the small books.
TEST_F(CareTest, LettersGoUpTheLevelsAndTheMissingOnesAreListed) {
    const auto missing = [&] {
        const auto letters = letters_of(database_, rules_, baseline_, 2018);
        return std::count_if(letters.begin(), letters.end(),
                             [](const Letter& letter) { return letter.missing(); });
    };
    EXPECT_EQ(missing(), 69 + 3);
    const auto sign = [&](const std::string& giver, const std::string& taker, const char* on,
                          const std::string& by, const std::string& with) {
        return code_of([&] {
            change(noon("2018-02-01"), [&](Change& c) {
                sign_letter(c, rules_, baseline_, {2018, giver, taker, day(on), by, with});
            });
        });
    };
    EXPECT_EQ(sign("JL-CAD", "220200-CAB", "2018-01-15", "甲", "乙"), "");
    EXPECT_EQ(sign("JL-CAD", "220200-CAB", "2018-01-16", "甲", "乙"), "letter.signed");
    EXPECT_EQ(sign("JL-CAD", "220221-CAB", "2018-01-15", "甲", "乙"), "letter.unknown")
        << "a county signs with its city";
    EXPECT_EQ(sign("JL-CAD", "P", "2018-01-15", "甲", "甲"), "letter.person");
    EXPECT_EQ(sign("JL-CAD", "P", "2018-02-02", "甲", "丙"), "letter.day");
    EXPECT_EQ(sign("JL-CAD", "P", "2018-02-01", "甲", "丙"), "");
    EXPECT_EQ(missing(), 70);
    EXPECT_EQ(proof(), "");
}

TEST_F(CareTest, TrainingOfThePostsEndsAndIsMissing) {
    const auto status = [&](const char* at) {
        std::string text;
        for (const PostTraining& row : post_trainings(database_, rules_, baseline_, noon(at))) {
            text += row.site + row.status + " ";
        }
        return text;
    };
    // Two sites keep themselves; the consignment point has its keeper's people.
    EXPECT_EQ(status("2018-01-01"), "Pmissing Pmissing Pmissing Cmissing Cmissing Cmissing ");
    change(noon("2018-01-02"), [&](Change& c) {
        add_training(c, rules_, {"P", "safety_head", "孙", day("2018-01-01"), {}, ""});
    });
    // 365 days: good through 2019-01-01; named from 60 days before.
    EXPECT_THAT(status("2018-11-01"), HasSubstr("Pvalid"));
    EXPECT_THAT(status("2018-11-02"), HasSubstr("Pending"));
    EXPECT_THAT(status("2019-01-01"), HasSubstr("Pending"));
    EXPECT_THAT(status("2019-01-02"), HasSubstr("Pexpired"));
    EXPECT_EQ(code_of([&] {
                  change(noon("2018-01-02"), [&](Change& c) {
                      add_training(c, rules_, {"P", "cook", "孙", day("2018-01-01"), {}, ""});
                  });
              }),
              "training.post");
}

TEST_F(CareTest, WhatIsDueIsToldWithItsLastDay) {
    change(noon("2018-05-01"), [&](Change& c) {
        open_hazard(c, rules_,
                    {.site = "P", .check = "", .finding = {}, .grade = 1, .words = "roof"});
    });
    const auto items = hazard_due(database_, rules_, noon("2018-05-05"));
    ASSERT_EQ(items.size(), 1U);
    EXPECT_TRUE(items[0].overdue);
    EXPECT_EQ(items[0].who, "provincial desk");
    EXPECT_FALSE(hazard_due(database_, rules_, noon("2018-05-04"))[0].overdue);
    const auto inspections = inspection_due(database_, rules_, baseline_, noon("2018-05-05"));
    ASSERT_EQ(inspections.size(), 1U);
    EXPECT_THAT(inspections[0].en, HasSubstr("3 sites"));
    const auto letters = letter_due(database_, rules_, baseline_, noon("2018-05-05"));
    EXPECT_EQ(letters.size(), 1U + 9U) << "the province and nine cities have letters to give";
    EXPECT_TRUE(letters[0].overdue);
}

}  // namespace
}  // namespace relief
