// SPDX-License-Identifier: Apache-2.0
#include "alerts/cap/message.h"

#include <gtest/gtest.h>

namespace relief::cap {
namespace {

TEST(CapMessage, WordsAreThoseOfTheStandardAndReadBack) {
    EXPECT_EQ(word(Status::exercise), "Exercise");
    EXPECT_EQ(word(MessageType::ack), "Ack");
    EXPECT_EQ(word(Scope::private_), "Private");
    EXPECT_EQ(word(Category::cbrne), "CBRNE");
    EXPECT_EQ(word(ResponseType::all_clear), "AllClear");
    EXPECT_EQ(severity_of("Extreme"), Severity::extreme);
    EXPECT_EQ(severity_of("extreme"), std::nullopt);
    EXPECT_EQ(category_of("Infra"), Category::infra);
    EXPECT_EQ(certainty_of("Very Likely"), Certainty::likely);
    EXPECT_EQ(colour_of("橙色"), Colour::orange);
    EXPECT_EQ(severity_of(Colour::orange), Severity::severe);
}

// 2026-07-18T08:00:00Z is 1784361600 seconds after 1970 (`date -u -d 2026-07-18T08:00Z +%s`).
TEST(CapMessage, OneInstantByThreeClocks) {
    const auto beijing = moment_of("2026-07-18T16:00:00+08:00");
    ASSERT_TRUE(beijing);
    EXPECT_EQ(seconds_of(beijing->at), 1784361600);
    const auto newfoundland = moment_of("2026-07-18T04:30:00-03:30");
    ASSERT_TRUE(newfoundland);
    EXPECT_EQ(newfoundland->at, beijing->at);
    EXPECT_EQ(text_of(*newfoundland), "2026-07-18T04:30:00-03:30");
    EXPECT_EQ(text_of(*beijing), "2026-07-18T16:00:00+08:00");
    EXPECT_EQ(moment_of("2026-07-18T08:00:00+00:00"), moment_of("2026-07-18T08:00:00-00:00"));
    EXPECT_EQ(text_of(Moment{.at = beijing->at, .offset_min = 0}), "2026-07-18T08:00:00-00:00");
}

TEST(CapMessage, OtherFormsOfTimeAreNoMoment) {
    for (const char* text :
         {"2026-07-18T16:00:00Z", "2026-07-18T16:00:00", "2026-07-18T16:00:00,08:00",
          "2026-07-18T16:00:00.5+08:00", "2026-07-18 16:00:00+08:00", "2026-07-18T24:00:00+08:00",
          "2026-14-18T16:00:00+08:00", "2026-02-29T16:00:00+08:00", "2026-07-18T16:00:00+15:00",
          "2026-07-18T16:00:60+08:00", "0000-07-18T16:00:00+08:00", ""}) {
        EXPECT_EQ(moment_of(text), std::nullopt) << text;
    }
}

TEST(CapMessage, MessagesAreNamedBySenderIdentifierAndInstant) {
    const Reference one{.sender = "yjglt.jl.gov.cn",
                        .identifier = "JL-2026-0000",
                        .sent = *moment_of("2026-07-18T10:00:00+08:00")};
    Reference other = one;
    other.sent = *moment_of("2026-07-18T02:00:00-00:00");
    EXPECT_TRUE(same_message(one, other));
    EXPECT_FALSE(one == other);
    EXPECT_EQ(text_of(one), "yjglt.jl.gov.cn,JL-2026-0000,2026-07-18T10:00:00+08:00");
    other.identifier = "JL-2026-0001";
    EXPECT_FALSE(same_message(one, other));
}

}  // namespace
}  // namespace relief::cap
