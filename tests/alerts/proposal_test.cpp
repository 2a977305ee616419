// SPDX-License-Identifier: Apache-2.0
// Criteria against warning_levels.csv (the numbers of the published signals), and words against
// their facts.
#include "alerts/release/proposal.h"

#include "alerts/release/wording.h"
#include "core/error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace relief {
namespace {

const WarningRules& proposal_rules() {
    static const WarningRules all = load_warning_rules(FolderSource(RELIEF_SOURCE_DIR "/data"));
    return all;
}

HazardReading seen(const std::string& metric, double value, const std::string& unit,
                   std::optional<int> window, const std::string& place = "220221",
                   Basis basis = Basis::continuing) {
    return {.place = place,
            .metric = metric,
            .value = value,
            .unit = unit,
            .window_h = window,
            .basis = basis};
}

/// The colour proposed for a hazard; nullopt where none is.
std::optional<Colour> colour(const std::string& hazard, const std::vector<HazardReading>& values) {
    for (const Proposal& proposal : propose(proposal_rules(), values)) {
        if (proposal.hazard == hazard) {
            return proposal.colour;
        }
    }
    return std::nullopt;
}

TEST(Criteria, Rain) {
    const auto rain = [](double mm, int hours) {
        return colour("rainstorm", {seen("rain_accum", mm, "mm", hours)});
    };
    EXPECT_EQ(rain(50, 12), Colour::blue);
    EXPECT_EQ(rain(49.9, 12), std::nullopt);
    EXPECT_EQ(rain(50, 6), Colour::yellow);
    EXPECT_EQ(rain(50, 3), Colour::orange);
    EXPECT_EQ(rain(99.9, 3), Colour::orange);
    EXPECT_EQ(rain(100, 3), Colour::red);
    EXPECT_EQ(rain(126, 3), Colour::red) << "Yongji, the evening of 13 July 2017";
    EXPECT_EQ(rain(175.4, 24), std::nullopt) << "no criterion over a day";
    EXPECT_EQ(rain(60, 4), Colour::yellow) << "what fell in 4 hours fell in 6";
}

TEST(Criteria, SnowWindHeat) {
    EXPECT_EQ(colour("snowstorm", {seen("snow_water_accum", 15, "mm", 6)}), Colour::red);
    EXPECT_EQ(colour("snowstorm", {seen("snow_water_accum", 14, "mm", 6)}), Colour::orange);
    EXPECT_EQ(colour("snowstorm", {seen("snow_water_accum", 6, "mm", 12)}), Colour::yellow);
    EXPECT_EQ(colour("snowstorm", {seen("snow_water_accum", 4, "mm", 12)}), Colour::blue);
    EXPECT_EQ(colour("gale", {seen("gust_force", 11, "beaufort", 6)}), Colour::orange);
    EXPECT_EQ(colour("gale", {seen("mean_wind_force", 12, "beaufort", 6)}), Colour::red);
    EXPECT_EQ(colour("gale", {seen("gust_force", 7, "beaufort", 24)}), Colour::blue);
    EXPECT_EQ(colour("heat", {seen("max_temp", 40, "C", 24)}), Colour::red);
}

TEST(Criteria, AColdWaveNeedsFallColdAndWindTogether) {
    const auto wave = [](double drop, double low, double wind, int hours) {
        return colour("cold_wave",
                      {seen("min_temp_drop", drop, "C", hours), seen("min_temp", low, "C", hours),
                       seen("mean_wind_force", wind, "beaufort", hours)});
    };
    EXPECT_EQ(wave(16, 0, 6, 24), Colour::red);
    EXPECT_EQ(wave(15, 0, 6, 24), Colour::orange);
    EXPECT_EQ(wave(16, 1, 6, 24), Colour::yellow) << "red and orange ask for 0 C";
    EXPECT_EQ(wave(16, 0, 5, 24), Colour::blue);
    EXPECT_EQ(wave(16, 0, 4, 24), std::nullopt);
    EXPECT_EQ(wave(8, 4, 5, 48), Colour::blue);
    EXPECT_EQ(colour("cold_wave", {seen("min_temp_drop", 20, "C", 24)}), std::nullopt);
    // Of two places each has a half.
    EXPECT_EQ(colour("cold_wave", {seen("min_temp_drop", 20, "C", 24, "220221"),
                                   seen("min_temp", -5, "C", 24, "220281"),
                                   seen("mean_wind_force", 7, "beaufort", 24, "220281")}),
              std::nullopt);
}

TEST(Criteria, WhatIsOverWarnsOfNothing) {
    EXPECT_EQ(colour("rainstorm", {seen("rain_accum", 126, "mm", 3, "220221", Basis::observed)}),
              std::nullopt);
    EXPECT_EQ(colour("rainstorm", {seen("rain_accum", 126, "mm", 3, "220221", Basis::forecast)}),
              Colour::red);
}

TEST(Criteria, AnEarthquakeHasNoColour) {
    const auto proposals =
        propose(proposal_rules(), std::vector{seen("magnitude", 5.7, "M", {}, "220700")});
    ASSERT_EQ(proposals.size(), 1U);
    EXPECT_EQ(proposals[0].hazard, "earthquake");
    EXPECT_EQ(proposals[0].colour, std::nullopt);
    EXPECT_THAT(proposals[0].because[0].arithmetic, testing::HasSubstr("5.7"));
}

TEST(Criteria, PlacesStandByTheirGravestColour) {
    const auto proposals =
        propose(proposal_rules(), std::vector{seen("rain_accum", 126, "mm", 3, "220221"),
                                              seen("rain_accum", 101, "mm", 3, "220281"),
                                              seen("rain_accum", 55, "mm", 3, "220211"),
                                              seen("rain_accum", 10, "mm", 3, "220282")});
    ASSERT_EQ(proposals.size(), 2U);
    EXPECT_EQ(proposals[0].colour, Colour::red);
    EXPECT_THAT(proposals[0].places, testing::ElementsAre("220221", "220281"));
    EXPECT_EQ(proposals[0].because[0].rule.id, "WL004");
    EXPECT_EQ(proposals[0].because[0].arithmetic, "126 mm / 3 h >= 100 mm / 3 h");
    EXPECT_EQ(proposals[1].colour, Colour::orange);
    EXPECT_THAT(proposals[1].places, testing::ElementsAre("220211"));
}

TEST(Criteria, AnotherUnitIsRefused) {
    try {
        (void)propose(proposal_rules(), std::vector{seen("rain_accum", 12.6, "cm", 3)});
        ADD_FAILURE();
    } catch (const Error& error) {
        EXPECT_EQ(error.detail().code, "alert.observation");
        EXPECT_EQ(error.detail().expected, "mm");
    }
}

TEST(Criteria, HoursAreSummedOverWindows) {
    std::vector<HazardReading> hours;
    const std::array rain{2.0, 10.0, 40.0, 46.0, 40.0, 5.0};
    for (std::size_t i = 0; i < rain.size(); ++i) {
        HazardReading hour = seen("rain_hour", rain.at(i), "mm", 1);
        hour.to = *parse_instant("2017-07-13T18:00") + std::chrono::hours(i);
        hours.push_back(hour);
    }
    const auto sums = window_sums(hours, std::array{1, 3, 12});
    ASSERT_EQ(sums.size(), 3U);
    EXPECT_DOUBLE_EQ(sums[0].value, 46);
    EXPECT_DOUBLE_EQ(sums[1].value, 126);
    EXPECT_EQ(sums[1].to, *parse_instant("2017-07-13T22:00"));
    EXPECT_DOUBLE_EQ(sums[2].value, 143);
    EXPECT_EQ(colour("rainstorm", sums), Colour::red);
}

TEST(Criteria, WindForce) {
    EXPECT_EQ(wind_force(0.2), 0);
    EXPECT_EQ(wind_force(10.7), 5);
    EXPECT_EQ(wind_force(10.8), 6);
    EXPECT_EQ(wind_force(32.6), 11);
    EXPECT_EQ(wind_force(32.7), 12);
    EXPECT_EQ(wind_force(60), 17);
}

WarningFacts facts(Colour colour_now, FollowUp follow, Colour before) {
    const auto at = [](const char* text) { return *parse_instant(text); };
    WarningFacts made{.hazard = "rainstorm",
                      .colour = colour_now,
                      .follow = follow,
                      .before = before,
                      .issued = at("2017-07-13T20:00"),
                      .onset = at("2017-07-13T20:00"),
                      .expires = at("2017-07-14T02:00"),
                      .places_zh = {"永吉县", "舒兰市"},
                      .places_en = {"Yongji", "Shulan"}};
    const auto proposals = propose(proposal_rules(), std::vector{seen("rain_accum", 126, "mm", 3)});
    made.because = proposals.front().because;
    made.names = {{"永吉县", "Yongji"}};
    return made;
}

WarningDraft draft_of(const WarningFacts& of) {
    return {
        .unit = "220000",
        .hazard = of.hazard,
        .colour = of.colour,
        .follow = of.follow,
        .onset = of.onset,
        .expires = of.expires,
        .texts = {write_text(proposal_rules(), of, "zh"), write_text(proposal_rules(), of, "en")}};
}

TEST(Wording, SaysTheSameInBothLanguages) {
    const WarningDraft draft = draft_of(facts(Colour::red, FollowUp::first, Colour::red));
    EXPECT_EQ(draft.texts[0].headline, "吉林省气象局发布暴雨红色预警");
    EXPECT_EQ(draft.texts[0].description,
              "永吉县3小时降雨量达126毫米，并可能持续（红色标准100毫米/3小时）。暴雨红色预警（I级，"
              "特别严重），影响永吉县、舒兰市，自2017年7月13日20时00分至2017年7月14日02时00分。"
              "吉林省气象局会同吉林省水利厅、吉林省民政厅、吉林省国土资源厅发布。");
    EXPECT_EQ(draft.texts[1].headline, "Jilin Meteorological Bureau issues Red rainstorm warning");
    EXPECT_THAT(draft.texts[1].description,
                testing::HasSubstr("from 20:00 on 13 July 2017 to 02:00 on 14 July 2017"));
    for (const WordingFinding& finding : check_wording(proposal_rules(), draft)) {
        ADD_FAILURE() << finding.code << " " << finding.found << " / " << finding.expected;
    }
}

TEST(Wording, EveryKindAndHazardPassesItsOwnCheck) {
    for (const FollowUp follow :
         {FollowUp::first, FollowUp::raise, FollowUp::renew, FollowUp::lower, FollowUp::cancel}) {
        for (const Colour now : {Colour::red, Colour::orange, Colour::yellow, Colour::blue}) {
            for (const DepartmentDuty& duty : proposal_rules().duties) {
                WarningFacts of = facts(now, follow, Colour::yellow);
                of.hazard = duty.hazard;
                for (const WordingFinding& finding :
                     check_wording(proposal_rules(), draft_of(of))) {
                    ADD_FAILURE() << duty.hazard << " " << to_word(follow) << " " << finding.code
                                  << " " << finding.language << " " << finding.found << " / "
                                  << finding.expected;
                }
            }
        }
    }
}

TEST(Wording, WhatDoesNotAgreeIsFound) {
    struct Spoiling {
        const char* code;
        void (*spoil)(WarningDraft&);
    };
    const auto swap = [](std::string& text, std::string_view from, std::string_view to) {
        const std::size_t at = text.find(from);
        ASSERT_NE(at, std::string::npos) << from;
        text.replace(at, from.size(), to);
    };
    static const auto change = swap;
    const std::vector<Spoiling> spoilings{
        {"TEXT_COLOUR", [](WarningDraft& d) { change(d.texts[0].headline, "红色", "橙色"); }},
        {"TEXT_COLOUR", [](WarningDraft& d) { change(d.texts[1].headline, "Red", "Orange"); }},
        {"TEXT_COLOUR", [](WarningDraft& d) { d.colour = Colour::orange; }},
        {"TEXT_LEVEL", [](WarningDraft& d) { change(d.texts[0].description, "I级", "II级"); }},
        {"TEXT_LEVEL",
         [](WarningDraft& d) { change(d.texts[1].description, "level I", "level II"); }},
        {"TEXT_EVENT", [](WarningDraft& d) { change(d.texts[0].headline, "暴雨", "暴雪"); }},
        {"TEXT_VERB", [](WarningDraft& d) { change(d.texts[0].headline, "发布", "解除"); }},
        {"TEXT_VERB", [](WarningDraft& d) { change(d.texts[1].headline, "issues", "lifts"); }},
        {"TEXT_TIME",
         [](WarningDraft& d) { change(d.texts[0].description, "20时00分", "21时00分"); }},
        {"TEXT_TIME", [](WarningDraft& d) { change(d.texts[1].description, "02:00", "03:00"); }},
        {"TEXT_TIME", [](WarningDraft& d) { d.expires += std::chrono::hours(1); }},
        {"TEXT_TIME",
         [](WarningDraft& d) { d.texts[1].description += " Again at 08:00 on 14 July 2017."; }},
        {"TEXT_NUMBER", [](WarningDraft& d) { change(d.texts[1].description, "126", "162"); }}};
    for (const Spoiling& spoiling : spoilings) {
        WarningDraft draft = draft_of(facts(Colour::red, FollowUp::first, Colour::red));
        spoiling.spoil(draft);
        const auto findings = check_wording(proposal_rules(), draft);
        ASSERT_FALSE(findings.empty()) << spoiling.code;
        EXPECT_TRUE(std::ranges::any_of(
            findings, [&](const WordingFinding& finding) { return finding.code == spoiling.code; }))
            << spoiling.code << " but " << findings.front().code;
    }
}

TEST(Wording, TimesOfEveryForm) {
    const Instant at = *parse_instant("2017-07-13T20:05");
    EXPECT_THAT(times_in("自2017年7月13日20时05分起"), testing::ElementsAre(at));
    EXPECT_THAT(times_in("from 20:05 on 13 July 2017"), testing::ElementsAre(at));
    EXPECT_THAT(times_in("2017-07-13 20:05"), testing::ElementsAre(at));
    EXPECT_TRUE(times_in("2017-02-30 20:05").empty());
}

}  // namespace
}  // namespace relief
