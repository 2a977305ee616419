// SPDX-License-Identifier: Apache-2.0
#include "alerts/cn12379.h"

#include "alerts/cap/writer.h"
#include "tests/alerts/cap/cases.h"
#include "tests/kit/bad_input.h"

#include <gtest/gtest.h>

namespace relief::cn12379 {
namespace {

using cap::case_bytes;
using cap::reader;

TEST(Cn12379, ReadsWhatThePlatformSends) {
    const cap::Reading reading = reader().read(case_bytes("cn/jl_update_red.xml"));
    ASSERT_TRUE(reading.national);
    const Message& message = *reading.national;
    EXPECT_EQ(message.sender, "吉林省气象台");
    EXPECT_EQ(message.first_issue, "22000041600000_20260718160000");
    EXPECT_EQ(message.colour, cap::Colour::red);
    EXPECT_EQ(message.areas.at(0).divisions,
              (std::vector<std::string>{"220281000000", "222403000000"}));
    EXPECT_EQ(message.methods.at(0).name, "SMS");
    EXPECT_EQ(file_name(message), "22000041600000_20260718180000_11B03_RED_UPDATE.xml");
}

// A national message as CAP: valid, and with the colour in severity and beside it.
TEST(Cn12379, BecomesAValidCapMessage) {
    for (const char* file : {"cn/jl_update_red.xml", "cn/jl_cancel.xml", "cn/jl_circle_metres.xml",
                             "cn/33000041600000_20121025091026_11B01_BLUE_ALERT.xml"}) {
        const cap::Reading reading = reader().read(case_bytes(file));
        ASSERT_TRUE(reading.alert) << file;
        EXPECT_NE(reader().read(write(*reading.alert)).verdict, cap::Verdict::reject) << file;
    }
    const cap::Alert alert = *reader().read(case_bytes("cn/jl_update_red.xml")).alert;
    EXPECT_EQ(alert.infos.at(0).severity, cap::Severity::extreme);
    EXPECT_EQ(cap::colour_of(alert.infos.at(0)), cap::Colour::red);
    EXPECT_EQ(alert.infos.at(0).event, "暴雨");
    EXPECT_EQ(text_of(alert.references.at(0)),
              "22000041600000,22000041600000_20260718160000,2026-07-18T16:00:00+08:00");
}

TEST(Cn12379, MetresHereAreKilometresThere) {
    const cap::Alert alert = *reader().read(case_bytes("cn/jl_circle_metres.xml")).alert;
    EXPECT_EQ(alert.infos.at(0).areas.at(0).circles.at(0).radius_km, 25);
}

TEST(Cn12379, ALineIsNeverClosed) {
    const cap::Reading reading = reader().read(case_bytes("cn/jl_polyline.xml"));
    EXPECT_EQ(reading.national->areas.at(0).lines.at(0).size(), 3U);
    EXPECT_TRUE(reading.alert->infos.at(0).areas.at(0).polygons.empty());
}

TEST(Cn12379, WrittenAndReadBackIsTheSame) {
    std::size_t compared = 0;
    for (const cap::CaseRow& row : cap::case_rows(cap::case_folder())) {
        if (row.file.substr(0, 3) != "cn/" || row.expected == "reject") {
            continue;
        }
        const Message first = *reader().read(case_bytes(row.file)).national;
        const std::string bytes = write(first);
        const cap::Reading second = reader().read(bytes);
        ASSERT_TRUE(second.national) << row.file << bytes;
        EXPECT_EQ(*second.national, first) << row.file;
        EXPECT_EQ(write(*second.national), bytes) << row.file;
        ++compared;
    }
    EXPECT_EQ(compared, 14U);
}

TEST(Cn12379, FromCapWithThePlatformsCodes) {
    cap::Alert alert = *reader().read(case_bytes("made/base_ok.xml")).alert;
    alert.infos.at(0).parameters.push_back(
        {.name = std::string(cap::colour_parameter), .value = "Orange"});
    const Docking docking{.sender_code = "22000041600000",
                          .sender = "吉林省水利厅和吉林省气象局联合",
                          .event_type = "11A51"};
    const Message message = from_cap(alert, docking);
    EXPECT_EQ(message.identifier, "22000041600000_20260718160000");
    EXPECT_EQ(message.areas.at(0).divisions, std::vector<std::string>{"220281000000"});
    const cap::Reading reading = reader().read(write(message));
    EXPECT_EQ(reading.verdict, cap::Verdict::accept)
        << (reading.findings.empty() ? "" : reading.findings.front().code());
    EXPECT_EQ(reading.alert->infos.at(0).severity, cap::Severity::severe);
}

TEST(Cn12379, ADrillNeverPassesForReal) {
    cap::Alert alert = *reader().read(case_bytes("made/base_ok.xml")).alert;
    const Docking docking{
        .sender_code = "22000041600000", .sender = "吉林省", .event_type = "11A51"};
    for (const auto status : {cap::Status::exercise, cap::Status::draft, cap::Status::system}) {
        alert.status = status;
        try {
            static_cast<void>(from_cap(alert, docking));
            FAIL() << word(status);
        } catch (const Error& error) {
            EXPECT_EQ(error.detail().code, "alert.drill");
        }
    }
    alert.status = cap::Status::test;
    EXPECT_EQ(from_cap(alert, docking).status, cap::Status::test);
    EXPECT_EQ(kit::error_of([&] { static_cast<void>(from_cap(alert, {})); }).code, "alert.docking");
}

TEST(Cn12379, AFirstIssueThatIsNoNumberIsRefused) {
    std::string text = case_bytes("cn/jl_update_red.xml");
    const std::string old = "<references>22000041600000_20260718160000";
    text.replace(text.find(old), old.size(), "<references>Geo");
    const cap::Reading reading = reader().read(text);
    EXPECT_EQ(reading.verdict, cap::Verdict::reject);
    EXPECT_EQ(reading.findings.at(0).code(), "CN_REFERENCES");
}

TEST(Cn12379, NumbersOfBothLengthsAndWrongOnes) {
    const auto first_code = [](const std::string& identifier) {
        std::string text = case_bytes("cn/jl_29_orange_alert.xml");
        const std::string old = "22000041600000_20260718160000";
        text.replace(text.find(old), old.size(), identifier);
        const cap::Reading reading = reader().read(text);
        return reading.findings.empty() ? "" : std::string(reading.findings.front().code());
    };
    EXPECT_EQ(first_code("22000041600000_20260718160000"), "");
    EXPECT_EQ(first_code("22000041600000_20260718160000_12"), "");
    EXPECT_EQ(first_code("22000041600000_2026071816000"), "CN_IDENTIFIER");
    EXPECT_EQ(first_code("22000041600000-20260718160000"), "CN_IDENTIFIER");
    EXPECT_EQ(first_code("22000041600000_20260718160000_"), "CN_IDENTIFIER");
    EXPECT_EQ(first_code("22 0,041600000_20260718160000"), "CN_IDENTIFIER");
}

}  // namespace
}  // namespace relief::cn12379
