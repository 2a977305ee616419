// SPDX-License-Identifier: Apache-2.0
// People, their terms, and who may sign what (reserves.md 2.4).
#include "reserves/document/signature.h"

#include "core/people.h"
#include "tests/kit/books.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace relief {
namespace {

using kit::failure_of;
using kit::noon_of;
using testing::HasSubstr;

SignatureRules table() {
    return load_signature_rules(FolderSource(std::filesystem::path(RELIEF_SOURCE_DIR) / "data"));
}

class SignatureTest : public testing::Test {
  protected:
    /// Somebody in a post from the first of July on.
    Holding appoint(const std::string& name, const std::string& post, const std::string& unit,
                    int day = 1) {
        std::int64_t id = 0;
        change([&](Change& made) {
            const Person person{.code = "N-" + name, .name = name, .unit = unit};
            if (!find_person(database_, person.code)) {
                add_person(made, person);
            }
            id = add_holding(made, person_of(database_, person.code), post, unit, noon_of(day));
        });
        return holding_of(database_, id);
    }

    template <typename Work>
    void change(const Work& work) {
        make_change(database_,
                    {.key = "k" + std::to_string(++keys_),
                     .content = "{}",
                     .actor = "officer",
                     .operation = "office.test",
                     .subject = {},
                     .occurred_at = noon_of(1),
                     .recorded_at = noon_of(1)},
                    [&](Change& made) {
                        work(made);
                        return std::string("{}");
                    });
    }

    SignedAs ask(const std::string& goods_class, int response, const std::string& division,
                 const std::string& person, bool phone = false, int day = 5) {
        return check_signature(database_, table(),
                               {.goods = goods_class,
                                .response = response,
                                .division = division,
                                .amount = 100,
                                .at = noon_of(day),
                                .phone = phone},
                               person);
    }

    Database database_ = Database::in_memory();
    int keys_ = 0;
};

TEST_F(SignatureTest, TheProvincesGoodsAreSignedHigherTheHigherTheResponse) {
    appoint("deputy", "provincial_deputy_head", "220000");
    appoint("head", "provincial_head", "220000");
    appoint("chair", "provincial_committee_chair", "220000");
    EXPECT_EQ(ask("provincial_stock", 0, "220000", "deputy").post, "provincial_deputy_head");
    EXPECT_EQ(ask("provincial_stock", 4, "220000", "head").post, "provincial_head");
    EXPECT_EQ(ask("provincial_stock", 1, "220000", "chair").post, "provincial_committee_chair");
    const Error error = failure_of([&] { (void)ask("provincial_stock", 2, "220000", "head"); });
    EXPECT_EQ(error.detail().code, "sign.not_allowed");
    EXPECT_THAT(error.detail().expected, HasSubstr("省减灾委主任 220000（chair）"));
}

TEST_F(SignatureTest, AHeadSignsForTheirOwnDivisionAlone) {
    appoint("here", "city_bureau_head", "220200");
    EXPECT_EQ(ask("city_stock", 3, "220200", "here").post, "city_bureau_head");
    EXPECT_ANY_THROW((void)ask("city_stock", 3, "220300", "here"));
}

TEST_F(SignatureTest, ATermBeginsAndEndsAndTheOneAfterItSigns) {
    const Holding first = appoint("first", "county_bureau_head", "220221");
    change([&](Change& made) { end_holding(made, first.id, noon_of(10), "moved"); });
    appoint("second", "county_bureau_head", "220221", 10);
    EXPECT_EQ(ask("county_stock", 3, "220221", "first", false, 9).post, "county_bureau_head");
    EXPECT_ANY_THROW((void)ask("county_stock", 3, "220221", "first", false, 10));
    EXPECT_EQ(ask("county_stock", 3, "220221", "second", false, 10).post, "county_bureau_head");
    const Error twice = failure_of(
        [&] { change([&](Change& made) { end_holding(made, first.id, noon_of(12), "again"); }); });
    EXPECT_EQ(twice.detail().code, "office.term");
}

TEST_F(SignatureTest, ADelegateSignsInTheHoldersPlaceWhileItLasts) {
    const Holding head = appoint("head", "provincial_head", "220000");
    const Holding other = appoint("other", "duty_officer", "220000");
    change([&](Change& made) {
        add_delegation(made, head, "sign", other.person, noon_of(3), noon_of(6), "abroad");
    });
    const SignedAs signed_as = ask("provincial_stock", 3, "220000", "other");
    EXPECT_EQ(signed_as.post, "provincial_head");
    EXPECT_EQ(signed_as.holding.person.name, "head");
    EXPECT_TRUE(signed_as.delegation.has_value());
    EXPECT_ANY_THROW((void)ask("provincial_stock", 3, "220000", "other", false, 6));
}

TEST_F(SignatureTest, ADelegationLiesInsideTheTerm) {
    const Holding head = appoint("head", "provincial_head", "220000", 4);
    const Error error = failure_of([&] {
        change([&](Change& made) {
            add_delegation(made, head, "sign", head.person, noon_of(3), noon_of(6), "");
        });
    });
    EXPECT_EQ(error.detail().code, "office.term");
}

TEST_F(SignatureTest, APhoneOrderIsFollowedByPapersAndAWriteOffIsNeverOrderedByPhone) {
    appoint("head", "county_bureau_head", "220221");
    EXPECT_EQ(ask("county_stock", 4, "220221", "head", true).papers_h, 48);
    const Error error = failure_of([&] { (void)ask("write_off", 4, "220221", "head", true); });
    EXPECT_EQ(error.detail().code, "sign.phone");
}

TEST_F(SignatureTest, NobodySignsALoanAtTheHigherResponses) {
    appoint("head", "provincial_head", "220000");
    EXPECT_EQ(ask("loan", 3, "220000", "head").needs,
              (std::set<std::string>{"return_date", "above_minimum"}));
    const Error error = failure_of([&] { (void)ask("loan", 2, "220000", "head"); });
    EXPECT_EQ(error.detail().code, "sign.none");
}

TEST_F(SignatureTest, APostIsOfAUnitOfItsLevel) {
    const Error error = failure_of([&] { appoint("x", "city_bureau_head", "220221"); });
    EXPECT_EQ(error.detail().code, "office.unit");
    EXPECT_EQ(failure_of([&] { appoint("x", "king", "220221"); }).detail().code, "office.post");
}

TEST_F(SignatureTest, ANameThatTwoHaveIsAskedFor) {
    change([&](Change& made) {
        add_person(made, {.code = "A1", .name = "王芳", .unit = "220000"});
        add_person(made, {.code = "A2", .name = "王芳", .unit = "220200"});
    });
    const Error error = failure_of([&] { (void)person_of(database_, "王芳"); });
    EXPECT_THAT(error.detail().expected, HasSubstr("A1, A2"));
    EXPECT_EQ(person_of(database_, "A2").unit, "220200");
    EXPECT_EQ(failure_of([&] {
                  change([&](Change& made) {
                      add_person(made, {.code = "A1", .name = "x", .unit = "220000"});
                  });
              })
                  .detail()
                  .code,
              "office.person_twice");
}

TEST_F(SignatureTest, ATableThatForgetsAClassOfGoodsIsRefusedWithItsPlace) {
    std::string text = FolderSource(std::filesystem::path(RELIEF_SOURCE_DIR) / "data")
                           .read("rules/signature_rules.csv");
    const std::size_t at = text.find("SG30");
    text.erase(at, text.find('\n', at) - at + 1);
    const Error error = failure_of([&] { (void)parse_signature_rules(text, "new.csv"); });
    EXPECT_THAT(error.detail().found, HasSubstr("loan at response 1"));
    EXPECT_EQ(error.detail().file, "new.csv");
}

}  // namespace
}  // namespace relief
