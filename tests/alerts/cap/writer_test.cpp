// SPDX-License-Identifier: Apache-2.0
#include "alerts/cap/writer.h"

#include "alerts/cap/feed_out.h"
#include "tests/alerts/cap/cases.h"
#include "tests/alerts/cap/random_alert.h"
#include "tests/kit/bad_input.h"
#include "tests/kit/program.h"

#include <gtest/gtest.h>

namespace relief::cap {
namespace {

TEST(CapWriter, WhatIsWrittenReadsBackEqualAndWritesTheSameBytes) {
    std::mt19937_64 random(20260718);
    for (int i = 0; i < 1000; ++i) {
        const Alert alert = random_alert(random);
        const std::string bytes = write(alert);
        const Reading reading = reader().read(bytes);
        ASSERT_NE(reading.verdict, Verdict::reject)
            << reading.findings.front().code() << " " << reading.findings.front().found << "\n"
            << bytes;
        ASSERT_EQ(*reading.alert, alert) << bytes;
        ASSERT_EQ(write(*reading.alert), bytes);
    }
}

TEST(CapWriter, EveryAcceptedCaseSurvivesBeingWritten) {
    std::size_t written = 0;
    for (const CaseRow& row : case_rows(case_folder())) {
        if (row.expected == "reject" || !std::filesystem::exists(case_folder() / row.file)) {
            continue;
        }
        const Reading first = reader().read(case_bytes(row.file));
        if (!first.alert) {
            continue;  // a feed
        }
        const std::string bytes = write(*first.alert);
        const Reading second = reader().read(bytes);
        ASSERT_TRUE(second.alert) << row.file << " " << second.findings.front().code();
        EXPECT_EQ(write(*second.alert), bytes) << row.file;
        ++written;
    }
    EXPECT_GE(written, 100U);
}

/// A judge of its own: libxml2's own program with the schema of OASIS.
TEST(CapWriter, XmllintFindsOurMessagesValid) {
    if (!kit::is_installed("xmllint")) {
        GTEST_SKIP() << "xmllint is not installed: our messages were NOT held against it";
    }
    const kit::TempFolder folder;
    std::vector<std::string> command{"xmllint", "--nonet", "--noout", "--schema",
                                     RELIEF_SOURCE_DIR "/data/schema/cap-1.2.xsd"};
    std::mt19937_64 random(7);
    for (int i = 0; i < 200; ++i) {
        const auto file = folder / ("m" + std::to_string(i) + ".xml");
        kit::write_text(file, write(random_alert(random)));
        command.push_back(file.string());
    }
    const kit::Ended ended = kit::run(command);
    EXPECT_EQ(ended.status, 0) << ended.err.substr(0, 2000);
}

TEST(CapWriter, NumbersArePlainAndShortest) {
    Alert alert{.identifier = "a", .sender = "b"};
    Info info{.categories = {Category::met}, .event = "e"};
    info.areas.push_back(
        {.description = "d",
         .circles = {{.centre = {.longitude = 127, .latitude = 43.7}, .radius_km = 1e-7}}});
    alert.infos.push_back(info);
    EXPECT_NE(write(alert).find("<circle>43.7,127 0.0000001</circle>"), std::string::npos);
}

TEST(CapWriter, TextThatIsNoTextDoesNotBreakTheDocument) {
    Alert alert{.identifier = "a", .sender = "b", .note = "x\x01y\xFF\xC0\x80\xED\xA0\x80z"};
    const Reading reading = reader().read(write(alert));
    ASSERT_TRUE(reading.alert);
    // U+0001 has no place in XML 1.0; of what is no UTF-8 each byte becomes U+FFFD.
    EXPECT_EQ(reading.alert->note, "xy\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDz");
}

TEST(CapWriter, WhatTheSchemaAsksForMustBeThere) {
    EXPECT_EQ(
        kit::error_of([] { static_cast<void>(write({.identifier = "", .sender = "b"})); }).code,
        "alert.incomplete");
    EXPECT_EQ(kit::error_of([] {
                  static_cast<void>(
                      write({.identifier = "a", .sender = "b", .infos = {Info{.event = "e"}}}));
              }).code,
              "alert.incomplete");
}

TEST(CapWriter, RefusedMessagesAreAnsweredToTheirSender) {
    const ReplyHead head{.identifier = "E-1",
                         .sender = "yjglt.jl.gov.cn",
                         .sent = *moment_of("2026-07-18T16:01:00+08:00")};
    const Reading refused = reader().read(case_bytes("made/polygon_open.xml"));
    const auto reply = error_reply(refused, head);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->type, MessageType::error);
    EXPECT_EQ(text_of(reply->references.at(0)),
              "yjglt.jl.gov.cn,JL-2026-0001,2026-07-18T16:00:00+08:00");
    EXPECT_EQ(reply->addresses, std::vector<std::string>{"yjglt.jl.gov.cn"});
    EXPECT_NE(reply->note.find("POLYGON_OPEN alert/info[1]/area[1]/polygon"), std::string::npos);
    EXPECT_EQ(reader().read(write(*reply)).verdict, Verdict::accept);
    EXPECT_FALSE(error_reply(reader().read(case_bytes("made/base_ok.xml")), head));
    EXPECT_FALSE(error_reply(reader().read(case_bytes("attack/billion_laughs.xml")), head));
}

TEST(CapWriter, EveryRefusedCaseThatCanBeNamedIsAnsweredValidly) {
    std::size_t answered = 0;
    for (const CaseRow& row : case_rows(case_folder())) {
        if (row.expected != "reject" || !std::filesystem::exists(case_folder() / row.file)) {
            continue;
        }
        const Reading refused =
            reader().read(case_bytes(row.file), {.trust = case_trust(case_folder())});
        const auto reply = error_reply(refused, {.identifier = "E-1",
                                                 .sender = "quarantine.example",
                                                 .sent = *moment_of("2036-07-18T16:01:00+08:00")});
        if (!reply) {
            continue;
        }
        ++answered;
        EXPECT_EQ(reply->note.compare(0, row.first_code.size(), row.first_code), 0) << row.file;
    }
    EXPECT_GE(answered, 50U);
}

TEST(CapFeeds, AtomHoldsSignedMessagesUnchanged) {
    const std::string bytes = case_bytes("made/signed_two_departments.xml");
    const Reading signed_message = reader().read(bytes);
    ASSERT_TRUE(signed_message.alert);
    const std::string atom =
        write_atom({.id = "urn:feed",
                    .title = "吉林省预警",
                    .address = "https://example.org/feed?a=1&b=\"2\"",
                    .author = "吉林省应急管理厅",
                    .updated = signed_message.alert->sent},
                   {entry_of(*signed_message.alert, "https://example.org/1.xml", bytes)});
    const Reading feed = reader().read(atom, {.trust = case_trust(case_folder())});
    EXPECT_EQ(feed.form, Form::atom);
    EXPECT_EQ(feed.verdict, Verdict::accept) << atom;
    ASSERT_EQ(feed.messages.size(), 1U);
    EXPECT_EQ(*feed.messages[0].alert, *signed_message.alert);
    ASSERT_EQ(feed.messages[0].signatures.size(), 2U);
    EXPECT_EQ(feed.messages[0].signatures[0].state, SignatureState::good);
    EXPECT_EQ(feed.messages[0].signatures[1].state, SignatureState::good);
    ASSERT_EQ(feed.links.size(), 1U);
    EXPECT_EQ(feed.links[0].address, "https://example.org/1.xml");
}

TEST(CapFeeds, RssPointsToMessages) {
    const Reading message = reader().read(case_bytes("made/base_ok.xml"));
    const std::string rss = write_rss({.id = "urn:feed",
                                       .title = "吉林省预警",
                                       .address = "https://example.org/feed",
                                       .author = "",
                                       .updated = message.alert->sent},
                                      {entry_of(*message.alert, "https://example.org/1.xml")});
    // 18 July 2026 is a Saturday (`date -u -d 2026-07-18T08:00Z -R`).
    EXPECT_NE(rss.find("<pubDate>Sat, 18 Jul 2026 08:00:00 GMT</pubDate>"), std::string::npos);
    const Reading feed = reader().read(rss);
    EXPECT_EQ(feed.form, Form::rss);
    EXPECT_EQ(feed.verdict, Verdict::accept);
    ASSERT_EQ(feed.links.size(), 1U);
    EXPECT_EQ(feed.links[0].title, message.alert->infos.at(0).headline);
}

TEST(CapFeeds, AnEmptyFeedIsGood) {
    const FeedHead head{.id = "urn:feed",
                        .title = "t",
                        .address = "https://example.org/feed",
                        .author = "a",
                        .updated = *moment_of("2026-07-18T16:00:00+08:00")};
    EXPECT_EQ(reader().read(write_atom(head, {})).verdict, Verdict::accept);
    EXPECT_EQ(reader().read(write_rss(head, {})).verdict, Verdict::accept);
}

}  // namespace
}  // namespace relief::cap
