// SPDX-License-Identifier: Apache-2.0
// The steps of a joint warning, against data/rules/warning_*.csv: red has 15 minutes, orange 30,
// yellow and blue 60; red is approved by the head of the government, orange by its deputy, yellow
// and blue by the head of the issuing department; a rainstorm is led by meteorology and signed by
// water, emergency and land.
#include "alerts/release/release.h"

#include "core/error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace relief {
namespace {

using testing::ElementsAre;

const WarningRules& rules() {
    static const WarningRules all = load_warning_rules(FolderSource(RELIEF_SOURCE_DIR "/data"));
    return all;
}

Instant minute(int at) {
    return *parse_instant("2017-07-13T18:00") + std::chrono::minutes(at);
}

AlertOfficer officer(const std::string& person, const std::string& department, OfficerRole role) {
    return {.person = person, .department = department, .role = role, .from = minute(-100000)};
}

Roster roster() {
    using enum OfficerRole;
    return {
        .officers = {officer("MAKER", "meteorology", forecaster),
                     officer("MDUTY", "meteorology", duty_head),
                     officer("MHEAD", "meteorology", department_head),
                     officer("WDUTY", "water", duty_head), officer("EDUTY", "emergency", duty_head),
                     officer("LDUTY", "land", duty_head),
                     officer("GDEP", "government", government_deputy),
                     officer("GHEAD", "government", government_head)},
        .delegations = {{.id = "D-1",
                         .from_person = "LDUTY",
                         .department = "land",
                         .to_person = "LSUB",
                         .from = minute(-60),
                         .until = minute(600),
                         .colours = {Colour::red, Colour::orange},
                         .hazards = {"rainstorm"}}}};
}

WarningDraft storm(Colour colour) {
    return {.unit = "220000",
            .hazard = "rainstorm",
            .colour = colour,
            .onset = minute(0),
            .expires = minute(360),
            .area = {.codes = {"220221"}},
            .texts = {{"zh-CN", "吉林省气象局", "暴雨", "吉林省气象局发布暴雨预警",
                       "三小时雨量一百毫米", "避险", "永吉县"}},
            .reason = "126 >= 100"};
}

/// A case played by hand.
struct Played {
    ReleaseCase of;
    Roster people = roster();

    Played& ask(Ask asked) {
        of = after(of, decide(of, asked, rules(), people));
        return *this;
    }
    Played& draft(const WarningDraft& words, int at = 0, Colour before = Colour::blue) {
        return ask({.kind = StepKind::draft,
                    .at = minute(at),
                    .person = "MAKER",
                    .draft = words,
                    .before = before});
    }
    Played& edit(const WarningDraft& words, int at, Colour before = Colour::blue) {
        return ask({.kind = StepKind::edit,
                    .at = minute(at),
                    .person = "MAKER",
                    .draft = words,
                    .before = before});
    }
    Played& open(int at) {
        return ask({.kind = StepKind::countersign, .at = minute(at), .person = "MAKER"});
    }
    Played& sign(const std::string& person, int at, Decision decision = Decision::agree,
                 const std::string& words = "") {
        return ask({.kind = StepKind::sign,
                    .at = minute(at),
                    .person = person,
                    .decision = decision,
                    .words = words});
    }
    Played& approve(const std::string& person, int at) {
        return ask({.kind = StepKind::approve, .at = minute(at), .person = person});
    }
    Played& release(int at, const std::string& name = "M1") {
        return ask(
            {.kind = StepKind::release, .at = minute(at), .person = "MAKER", .message = name});
    }
    Played& time(int at) {
        of = after(of, pass_time(of, people, minute(at)));
        return *this;
    }
    Played& all_sign(int at) {
        return sign("MHEAD", at).sign("WDUTY", at).sign("EDUTY", at).sign("LDUTY", at);
    }
};

/// The code a refusal has; "" where nothing was refused.
template <class Act>
std::string code(Act act) {
    try {
        act();
    } catch (const Error& error) {
        return error.detail().code;
    }
    return "";
}

TEST(WarningRules, AreThoseOfTheTables) {
    EXPECT_EQ(rules().criteria.size(), 57U);
    EXPECT_EQ(rules().duties.size(), 45U);
    EXPECT_EQ(rules().lead("rainstorm"), "meteorology");
    EXPECT_THAT(rules().joint("rainstorm"), ElementsAre("water", "emergency", "land"));
    EXPECT_THAT(rules().joint("geological_weather"), ElementsAre("meteorology"));
    EXPECT_EQ(rules().department("emergency", *parse_date("2017-07-13"), "zh"), "吉林省民政厅");
    EXPECT_EQ(rules().department("emergency", *parse_date("2019-07-13"), "zh"), "吉林省应急管理厅");
    EXPECT_EQ(code([] { (void)rules().lead("meteorite"); }), "alert.hazard");
}

TEST(Terms, ColourSaysWhoApprovesAndHowLong) {
    const auto of = [](Colour colour) { return signing_terms(rules(), storm(colour), colour); };
    EXPECT_EQ(of(Colour::red).approver, OfficerRole::government_head);
    EXPECT_EQ(of(Colour::orange).approver, OfficerRole::government_deputy);
    EXPECT_EQ(of(Colour::yellow).approver, OfficerRole::department_head);
    EXPECT_EQ(of(Colour::yellow).approver_department, "meteorology");
    EXPECT_EQ(of(Colour::red).to_sign, Minutes(15));
    EXPECT_EQ(of(Colour::orange).to_sign, Minutes(30));
    EXPECT_EQ(of(Colour::yellow).to_sign, Minutes(60));
    EXPECT_EQ(of(Colour::blue).to_sign, Minutes(60));
    EXPECT_TRUE(of(Colour::red).green_channel && of(Colour::orange).green_channel);
    EXPECT_FALSE(of(Colour::yellow).green_channel || of(Colour::blue).green_channel);
}

TEST(Terms, LoweringAndLiftingNeedLeadAndOne) {
    WarningDraft lower = storm(Colour::orange);
    lower.follow = FollowUp::lower;
    SigningTerms terms = signing_terms(rules(), lower, Colour::red);
    EXPECT_EQ(terms.cosigners_needed, 1);
    EXPECT_FALSE(terms.approval);
    WarningDraft lift = storm(Colour::red);
    lift.follow = FollowUp::cancel;
    terms = signing_terms(rules(), lift, Colour::red);
    EXPECT_EQ(terms.cosigners_needed, 1);
    EXPECT_TRUE(terms.approval);
    EXPECT_EQ(terms.approver, OfficerRole::government_head);
    EXPECT_FALSE(signing_terms(rules(), lift, Colour::orange).approval);
    WarningDraft raise = storm(Colour::red);
    raise.follow = FollowUp::raise;
    terms = signing_terms(rules(), raise, Colour::yellow);
    EXPECT_EQ(terms.cosigners_needed, 3);
    EXPECT_TRUE(terms.approval);
}

TEST(Release, RedGoesThroughTheGreenChannel) {
    Played played;
    played.draft(storm(Colour::red)).open(1);
    EXPECT_EQ(played.of.state, ReleaseState::countersign);
    EXPECT_EQ(played.of.deadline, minute(16));
    EXPECT_THAT(awaited(played.of), ElementsAre("meteorology", "water", "emergency", "land"));
    played.sign("MHEAD", 3).sign("WDUTY", 4).sign("EDUTY", 5);
    EXPECT_EQ(played.of.state, ReleaseState::countersign);
    played.sign("LSUB", 6);
    EXPECT_EQ(played.of.state, ReleaseState::approve);
    EXPECT_EQ(standing_signatures(played.of).back().delegation, "D-1");
    EXPECT_FALSE(is_ready(played.of));
    EXPECT_EQ(code([&] { Played(played).release(7); }), "alert.state");
    played.approve("GHEAD", 8).release(9);
    EXPECT_EQ(played.of.state, ReleaseState::released);
    EXPECT_EQ(played.of.message, "M1");
    EXPECT_EQ(state_at(played.of, minute(359)), ReleaseState::released);
    EXPECT_EQ(state_at(played.of, minute(360)), ReleaseState::expired);
    EXPECT_EQ(face_marks(played.of, rules(), "zh"), "经绿色通道签发。");
}

TEST(Release, YellowIsConsultedFirst) {
    Played played;
    played.draft(storm(Colour::yellow));
    EXPECT_EQ(code([&] { Played(played).open(1); }), "alert.state");
    played.ask({.kind = StepKind::consult, .at = minute(1), .person = "MAKER"});
    played.ask({.kind = StepKind::remark,
                .at = minute(2),
                .person = "WDUTY",
                .department = "water",
                .words = "温德河水位上涨"});
    EXPECT_EQ(code([&] {
                  Played(played).ask({.kind = StepKind::remark,
                                      .at = minute(2),
                                      .person = "WDUTY",
                                      .department = "police",
                                      .words = "x"});
              }),
              "alert.signer");
    played.open(3).all_sign(4);
    EXPECT_EQ(code([&] { Played(played).approve("MHEAD", 5); }), "alert.twice")
        << "who signed as lead does not approve";
    EXPECT_EQ(face_marks(played.of, rules(), "zh"), "");
}

TEST(Release, TheDrafterNeitherSignsNorApproves) {
    Played played;
    WarningDraft words = storm(Colour::yellow);
    played.ask({.kind = StepKind::draft, .at = minute(0), .person = "MHEAD", .draft = words});
    played.ask({.kind = StepKind::consult, .at = minute(1), .person = "MHEAD"});
    played.open(1);
    EXPECT_EQ(code([&] { Played(played).sign("MHEAD", 2); }), "alert.drafter");
    played.sign("MDUTY", 2).sign("WDUTY", 2).sign("EDUTY", 2).sign("LDUTY", 2);
    EXPECT_EQ(code([&] { Played(played).approve("MHEAD", 3); }), "alert.drafter");
}

TEST(Release, OnlyTheirOwnMaySign) {
    Played played;
    played.draft(storm(Colour::red)).open(1);
    EXPECT_EQ(code([&] { Played(played).sign("NOBODY", 2); }), "alert.signer");
    EXPECT_EQ(code([&] { Played(played).sign("MDUTY", 2); }), "alert.signer")
        << "red is checked by the head of the issuing department";
    EXPECT_EQ(code([&] { Played(played).sign("GHEAD", 2); }), "alert.signer");
    played.all_sign(2);
    EXPECT_EQ(code([&] { Played(played).sign("LSUB", 3); }), "alert.twice");
    EXPECT_EQ(code([&] { Played(played).approve("GDEP", 3); }), "alert.signer");
    EXPECT_EQ(code([&] { Played(played).approve("WDUTY", 3); }), "alert.twice");
}

TEST(Release, ADelegationHoldsForItsDatesColoursAndHazards) {
    const auto signs = [](Colour colour, const std::string& hazard, int from, int until) {
        Roster people = roster();
        people.delegations.front().from = minute(from);
        people.delegations.front().until = minute(until);
        return authority_of(
                   people, "LSUB",
                   {.department = "land", .colour = colour, .hazard = hazard, .at = minute(10)})
            .has_value();
    };
    EXPECT_TRUE(signs(Colour::red, "rainstorm", 10, 11));
    EXPECT_FALSE(signs(Colour::red, "rainstorm", 11, 20));
    EXPECT_FALSE(signs(Colour::red, "rainstorm", 0, 10)) << "until is the first moment it is over";
    EXPECT_FALSE(signs(Colour::yellow, "rainstorm", 0, 20));
    EXPECT_FALSE(signs(Colour::red, "geological_weather", 0, 20));
}

TEST(Release, AnyChangeVoidsTheSignatures) {
    struct Change {
        const char* what;
        void (*make)(WarningDraft&);
    };
    const std::vector<Change> changes{
        {"text", [](WarningDraft& draft) { draft.texts[0].description += "。"; }},
        {"headline", [](WarningDraft& draft) { draft.texts[0].headline += "！"; }},
        {"level", [](WarningDraft& draft) { draft.colour = Colour::orange; }},
        {"area", [](WarningDraft& draft) { draft.area.codes.emplace_back("220281"); }},
        {"ring",
         [](WarningDraft& draft) {
             draft.area.polygons.push_back({{126, 43}, {127, 43}, {127, 44}, {126, 43}});
         }},
        {"onset", [](WarningDraft& draft) { draft.onset += std::chrono::seconds(1); }},
        {"end", [](WarningDraft& draft) { draft.expires += std::chrono::seconds(1); }}};
    for (const Change& change : changes) {
        Played played;
        played.draft(storm(Colour::red)).open(1).all_sign(2).approve("GHEAD", 3);
        ASSERT_TRUE(is_ready(played.of));
        WarningDraft words = storm(Colour::red);
        change.make(words);
        played.edit(words, 4);
        EXPECT_EQ(played.of.state, ReleaseState::draft) << change.what;
        EXPECT_TRUE(standing_signatures(played.of).empty()) << change.what;
        EXPECT_EQ(played.of.signatures.size(), 5U) << "they stay in the record";
        EXPECT_EQ(played.of.signatures.front().voided, minute(4));
        EXPECT_FALSE(is_ready(played.of));
        EXPECT_EQ(code([&] { played.release(5); }), "alert.state") << change.what;
    }
}

TEST(Release, AnEditThatChangesNothingVoidsNothing) {
    Played played;
    played.draft(storm(Colour::red)).open(1).all_sign(2);
    played.edit(storm(Colour::red), 3);
    EXPECT_EQ(played.of.state, ReleaseState::approve);
    EXPECT_EQ(standing_signatures(played.of).size(), 4U);
}

TEST(Release, ASignatureIsForWhatWasSeen) {
    Played played;
    played.draft(storm(Colour::red)).open(1);
    const std::string seen = played.of.hash;
    WarningDraft words = storm(Colour::red);
    words.area.codes.emplace_back("220281");
    played.edit(words, 2).open(3);
    EXPECT_EQ(
        code([&] {
            played.ask({.kind = StepKind::sign, .at = minute(4), .person = "WDUTY", .hash = seen});
        }),
        "alert.hash");
}

TEST(Release, ARaisedLevelNeedsItsOwnApprover) {
    Played played;
    played.draft(storm(Colour::orange)).open(1).all_sign(2).approve("GDEP", 3);
    ASSERT_TRUE(is_ready(played.of));
    played.edit(storm(Colour::red), 4).open(5).all_sign(6);
    EXPECT_EQ(code([&] { Played(played).approve("GDEP", 7); }), "alert.signer");
    EXPECT_TRUE(is_ready(played.approve("GHEAD", 7).of));
}

TEST(Release, ARefusalIsNeverSilence) {
    Played played;
    played.draft(storm(Colour::red)).open(1).sign("MHEAD", 2).sign("EDUTY", 2).sign("WDUTY", 2);
    EXPECT_EQ(code([&] { Played(played).sign("LDUTY", 3, Decision::refuse); }), "alert.draft")
        << "a refusal says why";
    played.sign("LDUTY", 3, Decision::refuse, "地质条件不支持红色");
    EXPECT_EQ(played.of.state, ReleaseState::rejected);
    played.time(100);
    EXPECT_TRUE(played.of.silent.empty());
    EXPECT_EQ(
        code([&] {
            Played(played).ask({.kind = StepKind::go_on, .at = minute(101), .person = "MAKER"});
        }),
        "alert.state");
    // A new version begins anew.
    EXPECT_EQ(played.edit(storm(Colour::orange), 102).of.state, ReleaseState::draft);
}

TEST(Release, AtTheDeadlineTheLeadIsToldAndTheNextAsked) {
    Played played;
    played.draft(storm(Colour::red)).open(1).sign("MHEAD", 2).sign("WDUTY", 2);
    EXPECT_TRUE(pass_time(played.of, played.people, minute(15)).empty());
    const std::vector<Step> steps = pass_time(played.of, played.people, minute(16));
    ASSERT_EQ(steps.size(), 6U) << "emergency and land: silence, tell, ask";
    EXPECT_EQ(steps[3].kind, StepKind::silence);
    EXPECT_EQ(steps[3].department, "land");
    EXPECT_EQ(steps[4].kind, StepKind::tell);
    EXPECT_EQ(steps[4].department, "meteorology");
    EXPECT_EQ(steps[5].kind, StepKind::ask);
    EXPECT_EQ(steps[5].words, "LSUB, LDUTY") << "the delegate first";
    played.time(16);
    EXPECT_TRUE(pass_time(played.of, played.people, minute(17)).empty()) << "told once";
    EXPECT_THAT(played.of.silent, ElementsAre("emergency", "land"));
}

TEST(Release, LeadAndEmergencyOfficeGoOnWithoutTheSilent) {
    Played played;
    const auto go_on = [](Played from, int at) {
        return from.ask({.kind = StepKind::go_on, .at = minute(at), .person = "MAKER"});
    };
    played.draft(storm(Colour::red)).open(1).sign("MHEAD", 2).sign("WDUTY", 2);
    EXPECT_EQ(code([&] { go_on(played, 15); }), "alert.silent") << "before the deadline";
    EXPECT_EQ(code([&] { go_on(played, 16); }), "alert.silent")
        << "the emergency office has not signed";
    played.sign("EDUTY", 10);
    played = go_on(played, 16);
    EXPECT_EQ(played.of.state, ReleaseState::approve);
    EXPECT_THAT(played.of.without, ElementsAre("land"));
    EXPECT_EQ(face_marks(played.of, rules(), "zh"),
              "经绿色通道签发。吉林省国土资源厅至 07-13 18:16 "
              "未答复，由牵头部门会同应急管理部门先行发布。");
    // The late one may still sign before it is out, and the mark goes.
    Played late = played;
    late.sign("LDUTY", 20).approve("GHEAD", 21).release(22);
    EXPECT_TRUE(late.of.without.empty());
    EXPECT_TRUE(standing_signatures(late.of)[3].late);
    // Or refuse, and it stops.
    Played refusal = played;
    EXPECT_EQ(refusal.sign("LDUTY", 20, Decision::refuse, "不同意").of.state,
              ReleaseState::rejected);
    played.approve("GHEAD", 21).release(22);
    EXPECT_THAT(played.of.without, ElementsAre("land"));
}

TEST(Release, YellowWaitsForEverybodyAndLapses) {
    Played played;
    WarningDraft words = storm(Colour::yellow);
    played.draft(words).ask({.kind = StepKind::consult, .at = minute(1), .person = "MAKER"});
    played.open(2).sign("MHEAD", 3).sign("EDUTY", 3).sign("WDUTY", 3);
    played.time(62);
    EXPECT_EQ(
        code([&] {
            Played(played).ask({.kind = StepKind::go_on, .at = minute(63), .person = "MAKER"});
        }),
        "alert.silent");
    EXPECT_EQ(Played(played).time(121).of.state, ReleaseState::countersign);
    EXPECT_EQ(Played(played).time(122).of.state, ReleaseState::lapsed) << "as long again";
    EXPECT_EQ(code([&] { Played(played).sign("LSUB", 70); }), "alert.signer")
        << "his delegation is for red and orange";
    EXPECT_EQ(Played(played).sign("LDUTY", 70).of.state, ReleaseState::approve);
}

TEST(Release, WhatIsOutOfDateLapses) {
    Played played;
    played.draft(storm(Colour::red)).open(1).all_sign(2).approve("GHEAD", 3);
    EXPECT_EQ(code([&] { Played(played).release(360); }), "alert.time");
    EXPECT_EQ(played.time(360).of.state, ReleaseState::lapsed);
}

TEST(Release, TheApproverIsRemindedOnce) {
    Played played;
    played.draft(storm(Colour::red)).open(1).all_sign(2);
    EXPECT_TRUE(pass_time(played.of, played.people, minute(16)).empty());
    ASSERT_EQ(pass_time(played.of, played.people, minute(17)).size(), 2U);
    EXPECT_EQ(pass_time(played.of, played.people, minute(17))[1].words, "GHEAD");
    EXPECT_TRUE(pass_time(played.time(17).of, played.people, minute(18)).empty());
}

TEST(Release, RejectedWithdrawnSuperseded) {
    Played played;
    played.draft(storm(Colour::red)).open(1).all_sign(2);
    Played rejected = played;
    rejected.ask(
        {.kind = StepKind::reject, .at = minute(3), .person = "GHEAD", .words = "降为橙色"});
    EXPECT_EQ(rejected.of.state, ReleaseState::rejected);
    Played withdrawn = played;
    withdrawn.ask(
        {.kind = StepKind::withdraw, .at = minute(3), .person = "MDUTY", .words = "雨停"});
    EXPECT_EQ(withdrawn.of.state, ReleaseState::withdrawn);
    EXPECT_EQ(code([&] { withdrawn.edit(storm(Colour::red), 4); }), "alert.state");
    played.approve("GHEAD", 3).release(4);
    EXPECT_EQ(code([&] { Played(played).edit(storm(Colour::red), 5); }), "alert.state")
        << "what is out is changed by a message of its own";
    Played updated = played;
    updated.ask({.kind = StepKind::supersede, .at = minute(9), .person = "MAKER", .message = "M2"});
    EXPECT_EQ(updated.of.state, ReleaseState::updated);
    played.ask({.kind = StepKind::supersede,
                .at = minute(9),
                .person = "MAKER",
                .message = "M2",
                .lifts = true});
    EXPECT_EQ(played.of.state, ReleaseState::cancelled);
}

TEST(Release, ACancelOfRedNeedsTheApproverOfRed) {
    WarningDraft lift = storm(Colour::red);
    lift.follow = FollowUp::cancel;
    lift.follows = "M1";
    lift.texts[0].instruction.clear();
    Played played;
    played.draft(lift, 0, Colour::red).open(1).sign("MHEAD", 2);
    EXPECT_EQ(played.of.state, ReleaseState::countersign);
    played.sign("WDUTY", 3);
    EXPECT_EQ(played.of.state, ReleaseState::approve);
    EXPECT_FALSE(is_ready(played.of));
    EXPECT_EQ(code([&] { Played(played).approve("GDEP", 4); }), "alert.signer");
    played.approve("GHEAD", 4).release(5);
    EXPECT_EQ(played.of.state, ReleaseState::released);
}

TEST(Release, LoweringNeedsTheLeadAndOneCoSigner) {
    WarningDraft lower = storm(Colour::orange);
    lower.follow = FollowUp::lower;
    lower.follows = "M1";
    Played played;
    played.draft(lower, 0, Colour::red).open(1).sign("WDUTY", 2).sign("MHEAD", 3);
    EXPECT_TRUE(is_ready(played.of));
}

TEST(Release, AWarningMustHoldWhatThePeopleNeed) {
    const auto wrong = [](void (*spoil)(WarningDraft&)) {
        WarningDraft words = storm(Colour::red);
        spoil(words);
        return code([&] { Played().draft(words); });
    };
    EXPECT_EQ(wrong([](WarningDraft& draft) { draft.area = {}; }), "alert.draft");
    EXPECT_EQ(wrong([](WarningDraft& draft) { draft.texts.clear(); }), "alert.draft");
    EXPECT_EQ(wrong([](WarningDraft& draft) { draft.texts[0].instruction.clear(); }),
              "alert.draft");
    EXPECT_EQ(wrong([](WarningDraft& draft) { draft.expires = draft.onset; }), "alert.draft");
    EXPECT_EQ(wrong([](WarningDraft& draft) { draft.follow = FollowUp::lower; }), "alert.draft");
    EXPECT_EQ(wrong([](WarningDraft& draft) { draft.hazard = "meteorite"; }), "alert.hazard");
    EXPECT_EQ(wrong([](WarningDraft&) {}), "");
}

TEST(Release, StepsFollowEachOtherInTime) {
    Played played;
    played.draft(storm(Colour::red), 5);
    EXPECT_EQ(code([&] { played.open(4); }), "alert.time");
}

}  // namespace
}  // namespace relief
