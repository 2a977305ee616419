// SPDX-License-Identifier: Apache-2.0
// What is meant and what is played do not mix; channels speak to real servers on the loopback.
#include "alerts/channel/channel.h"

#include "alerts/channel/config.h"
#include "alerts/channel/outbox.h"
#include "alerts/channel/sms.h"
#include "alerts/channel/transport.h"
#include "core/error.h"
#include "tests/kit/listeners.h"
#include "tests/kit/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

namespace relief {
namespace {

using testing::HasSubstr;

template <class Kind, class Message>
concept sends = requires(Channel<Kind>& channel, const Message& message) {
    channel.send(message, Delivery{});
};
template <class Kind, class Other>
concept takes = requires(ChannelRegistry<Kind>& registry, std::unique_ptr<Channel<Other>> channel) {
    registry.add(std::move(channel));
};
template <class Kind, class Other>
concept opens = requires(const ChannelConfigs<Other>& configs) {
    open_channels<Kind>(configs);
};

static_assert(sends<Actual, Outgoing<Actual>> && sends<Exercise, Outgoing<Exercise>>);
static_assert(!sends<Actual, Outgoing<Exercise>>, "a drill would go out for real");
static_assert(!sends<Exercise, Outgoing<Actual>>, "a warning would end in a drill");
static_assert(!sends<Actual, Released>, "a message of no known kind would go out");
static_assert(takes<Actual, Actual> && !takes<Actual, Exercise> && !takes<Exercise, Actual>);
static_assert(opens<Actual, Actual> && !opens<Actual, Exercise> && !opens<Exercise, Actual>);
static_assert(!std::is_constructible_v<Outgoing<Actual>, Released>);
static_assert(!std::is_convertible_v<Outgoing<Exercise>, Outgoing<Actual>>);

cap::Alert warning(cap::Status status) {
    cap::Alert alert{.identifier = "220000-W2017-0001", .sender = "s", .status = status};
    alert.infos.push_back({.language = "zh-CN",
                           .headline = "吉林省气象局发布暴雨红色预警",
                           .description = "三小时一百毫米",
                           .instruction = "避险",
                           .areas = {{.description = "永吉县"}}});
    return alert;
}

TEST(Kinds, TenThousandMessagesOfAnyStatus) {
    std::mt19937 random(20170713);
    int actual = 0;
    for (int i = 0; i < 10'000; ++i) {
        const auto status = static_cast<cap::Status>(random() % 5);
        cap::Alert alert = warning(status);
        alert.scope = static_cast<cap::Scope>(random() % 3);
        const bool meant = outgoing<Actual>({alert, "x"}).has_value();
        const bool played = outgoing<Exercise>({alert, "x"}).has_value();
        EXPECT_EQ(meant, status == cap::Status::actual);
        EXPECT_EQ(played, status == cap::Status::exercise || status == cap::Status::test);
        actual += meant ? 1 : 0;
    }
    EXPECT_GT(actual, 1800);
}

TEST(Sms, PartsAreCountedByTheirEncoding) {
    const auto parts = [](const std::string& text) { return sms_size(text).parts; };
    const auto chinese = [](int count) {
        std::string text;
        for (int i = 0; i < count; ++i) {
            text += "雨";
        }
        return text;
    };
    EXPECT_EQ(sms_size(chinese(1)).encoding, "UCS-2");
    EXPECT_EQ(parts(""), 0);
    EXPECT_EQ(parts(chinese(70)), 1);
    EXPECT_EQ(parts(chinese(71)), 2);
    EXPECT_EQ(parts(chinese(134)), 2);
    EXPECT_EQ(parts(chinese(135)), 3);
    EXPECT_EQ(parts(std::string(160, 'a')), 1);
    EXPECT_EQ(parts(std::string(161, 'a')), 2);
    EXPECT_EQ(parts(std::string(306, 'a')), 2);
    EXPECT_EQ(parts(std::string(307, 'a')), 3);
    EXPECT_EQ(parts(std::string(159, 'a') + "€"), 2) << "the euro takes two septets";
    EXPECT_EQ(sms_size("😀").units, 2) << "a pair of units";
    EXPECT_EQ(parts(chinese(66) + "😀" + chinese(66)), 3) << "the pair is not parted";
}

TEST(Sms, ADrillSaysSo) {
    EXPECT_EQ(sms_text(warning(cap::Status::actual), "吉林预警"),
              "【吉林预警】吉林省气象局发布暴雨红色预警。永吉县。避险");
    EXPECT_THAT(sms_text(warning(cap::Status::exercise), ""), HasSubstr("演练"));
}

TEST(Transport, Base64AsRfc4648HasIt) {
    const std::vector<std::pair<std::string, std::string>> vectors{{"", ""},
                                                                   {"f", "Zg=="},
                                                                   {"fo", "Zm8="},
                                                                   {"foo", "Zm9v"},
                                                                   {"foob", "Zm9vYg=="},
                                                                   {"fooba", "Zm9vYmE="},
                                                                   {"foobar", "Zm9vYmFy"}};
    for (const auto& [bytes, text] : vectors) {
        EXPECT_EQ(base64(bytes), text);
        EXPECT_EQ(bytes_of_base64(text), bytes);
    }
    EXPECT_EQ(bytes_of_base64("Zg="), std::nullopt);
    EXPECT_EQ(bytes_of_base64("Z*=="), std::nullopt);
}

TEST(Transport, SignsAsTheStandardsSay) {
    // RFC 4231, case 2.
    EXPECT_EQ(hmac_sha256_hex("Jefe", "what do ya want for nothing?"),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    // RFC 4648, section 10.
    EXPECT_EQ(base64_lines("foobar"), "Zm9vYmFy");
    EXPECT_EQ(base64_lines("foob"), "Zm9vYg==");
    EXPECT_EQ(base64_lines(std::string(57, 'a')).size(), 78U);
}

class Channels : public testing::Test {
  protected:
    Channels() { kit::write_text(folder_ / "key", "0123456789abcdef0123\n"); }

    ChannelRegistry<Actual> open(const std::string& json) {
        kit::write_text(folder_ / "channels.json", json);
        return open_channels(read_channels<Actual>(folder_ / "channels.json"));
    }
    std::string code(const std::string& json) {
        try {
            (void)open(json);
        } catch (const Error& error) {
            return error.detail().code;
        }
        return "";
    }
    [[nodiscard]] static Receipt send(const ChannelRegistry<Actual>& registry, const char* id,
                                      const std::string& target) {
        const auto message = outgoing<Actual>({warning(cap::Status::actual), "<alert/>"});
        return registry.find(id)->send(*message, {.key = "A/" + std::string(id) + "/" + target,
                                                  .channel = id,
                                                  .county = "220221",
                                                  .target = target});
    }

    kit::TempFolder folder_;
};

TEST_F(Channels, AWebhookGetsASignedBodyOnce) {
    kit::HttpReceiver receiver;
    const auto registry =
        open(R"({"actual":[{"id":"hook","kind":"webhook","address":")" + receiver.url() +
             R"(","secret_file":"key","targets":[{"county":"220221"}]}]})");
    EXPECT_EQ(send(registry, "hook", "").outcome, Outcome::acked);
    EXPECT_EQ(send(registry, "hook", "").outcome, Outcome::acked);
    EXPECT_EQ(receiver.requests(), 2);
    ASSERT_EQ(receiver.taken().size(), 1U) << "one key";
    const auto request = receiver.taken().front();
    const auto body = nlohmann::json::parse(request.body);
    EXPECT_EQ(body["cap"], "<alert/>");
    EXPECT_EQ(body["status"], "Actual");
    EXPECT_EQ(kit::HttpReceiver::header(request.head, "X-Relief-Signature"),
              "sha256=" + hmac_sha256_hex("0123456789abcdef0123", "A/hook/\n" + request.body));
}

TEST_F(Channels, WhatTheServerSaysDecidesWhetherToTryAgain) {
    kit::HttpReceiver receiver;
    const auto registry =
        open(R"({"actual":[{"id":"hook","kind":"webhook","address":")" + receiver.url() +
             R"(","secret_file":"key","targets":[{"county":"220221"}]}]})");
    for (const auto& [status, outcome] :
         {std::pair(200, Outcome::acked), std::pair(202, Outcome::acked),
          std::pair(429, Outcome::retry), std::pair(503, Outcome::retry),
          std::pair(400, Outcome::failed), std::pair(403, Outcome::failed),
          std::pair(302, Outcome::failed)}) {
        receiver.answer(status);
        EXPECT_EQ(send(registry, "hook", "").outcome, outcome) << status;
    }
}

TEST_F(Channels, NobodyThereIsTriedAgain) {
    int port = 0;
    {
        const kit::HttpReceiver gone;
        port = std::stoi(gone.url().substr(gone.url().rfind(':') + 1));
    }
    const auto registry =
        open(R"({"actual":[{"id":"hook","kind":"webhook","address":"http://127.0.0.1:)" +
             std::to_string(port) + R"(/","secret_file":"key","targets":[{"county":"220221"}]}]})");
    EXPECT_EQ(send(registry, "hook", "").outcome, Outcome::retry);
}

TEST_F(Channels, AnSmsGatewayIsToldPartsAndWaitsForTheTelephone) {
    kit::HttpReceiver receiver;
    const auto registry = open(
        R"({"actual":[{"id":"sms","kind":"sms","address":")" + receiver.url() +
        R"(","secret_file":"key","sender":"吉林预警","targets":[{"county":"220221","address":"13800000000"}]}]})");
    EXPECT_EQ(send(registry, "sms", "13800000000").outcome, Outcome::sent);
    const auto body = nlohmann::json::parse(receiver.taken().front().body);
    EXPECT_EQ(body["to"], "13800000000");
    EXPECT_EQ(body["encoding"], "UCS-2");
    EXPECT_EQ(body["parts"], 1);
    receiver.answer(200, R"({"state":"delivered"})");
    EXPECT_EQ(send(registry, "sms", "13900000000").outcome, Outcome::acked);
}

TEST_F(Channels, MailArrivesWithTheMessageAttached) {
    kit::SmtpReceiver receiver;
    const auto registry = open(
        R"({"actual":[{"id":"mail","kind":"smtp","address":")" + receiver.url() +
        R"(","sender":"yujing@relief.test","targets":[{"county":"220221","address":"zhiban@yongji.test"}]}]})");
    EXPECT_EQ(send(registry, "mail", "zhiban@yongji.test").outcome, Outcome::acked);
    EXPECT_EQ(send(registry, "mail", "zhiban@yongji.test").outcome, Outcome::acked);
    ASSERT_EQ(receiver.taken().size(), 1U) << "one Message-ID";
    const auto mail = receiver.taken().front();
    EXPECT_THAT(mail.to, HasSubstr("zhiban@yongji.test"));
    EXPECT_THAT(mail.text, HasSubstr(base64_lines("<alert/>")));
    EXPECT_THAT(mail.text, HasSubstr("filename=\"220000-W2017-0001.xml\""));
}

TEST_F(Channels, AFolderHoldsOneFileAKey) {
    const auto registry = open(
        R"({"actual":[{"id":"drop","kind":"file","address":"out","targets":[{"county":"220221"}]}]})");
    const Receipt first = send(registry, "drop", "");
    EXPECT_EQ(first.outcome, Outcome::acked);
    EXPECT_EQ(send(registry, "drop", "").detail, first.detail);
    int files = 0;
    for ([[maybe_unused]] const auto& entry :
         std::filesystem::directory_iterator(folder_ / "out" / "220221")) {
        ++files;
    }
    EXPECT_EQ(files, 1);
}

TEST_F(Channels, AFileOfChannelsIsReadStrictly) {
    const auto one = [](const std::string& fields) {
        return R"({"actual":[{"id":"c",)" + fields +
               R"(,"targets":[{"county":"220221","address":"a"}]}]})";
    };
    EXPECT_EQ(code("{"), "json.syntax");
    EXPECT_EQ(code(one(R"("kind":"pigeon","address":"x")")), "alert.channel");
    EXPECT_EQ(code(one(R"("kind":"webhook","address":"ftp://x","secret_file":"key")")),
              "alert.channel");
    EXPECT_EQ(code(one(R"("kind":"webhook","address":"http://x")")), "alert.channel");
    EXPECT_EQ(code(one(R"("kind":"webhook","address":"http://x","secret_file":"none")")),
              "file.missing");
    EXPECT_EQ(code(R"({"actual":[{"id":"c","kind":"call"}]})"), "alert.channel");
    EXPECT_EQ(
        code(R"({"actual":[{"id":"c","kind":"call","targets":[{"county":"22","address":"a"}]}]})"),
        "alert.channel");
    EXPECT_EQ(code(R"({"actual":[{"id":"c","kind":"smtp","address":"smtp://x","sender":"s",)"
                   R"("targets":[{"county":"220221","address":"a>\r\nRCPT"}]}]})"),
              "alert.channel");
}

TEST_F(Channels, ADrillEndsNowhereAWarningDoes) {
    const std::string list =
        R"([{"id":"x","kind":"file","address":"/srv/out","targets":[{"county":"220221"}]}])";
    EXPECT_EQ(code(R"({"actual":)" + list + R"(,"exercise":)" + list + "}"), "alert.drill");
}

TEST(Outbox, RowsAreForTheCountiesReachedAndThoseAbove) {
    const std::vector<ChannelConfig> channels{
        {.id = "a",
         .kind = "file",
         .targets = {
             {"220221", ""}, {"220281", ""}, {"220200", ""}, {"220000", ""}, {"222400", ""}}}};
    std::vector<std::string> counties;
    for (const Delivery& row : deliveries_of(channels, "M", {"220221", "220211"})) {
        counties.push_back(row.county);
    }
    EXPECT_THAT(counties, testing::ElementsAre("220221", "220200", "220000"));
}

TEST(Outbox, TriesGrowApartAndEnd) {
    BookDelivery row{.kind = "webhook", .queued = Instant{}, .state = "queued"};
    EXPECT_EQ(next_try(row), Instant{});
    row.state = "retry";
    row.last = Instant{};
    for (const auto& [attempts, minutes] : {std::pair(1, 1), std::pair(2, 2), std::pair(3, 4)}) {
        row.attempts = attempts;
        EXPECT_EQ(next_try(row), Instant{} + Minutes(minutes));
        EXPECT_EQ(final_outcome(row, Outcome::retry), Outcome::retry);
    }
    row.attempts = attempts_max - 1;
    EXPECT_EQ(final_outcome(row, Outcome::retry), Outcome::failed);
    for (const char* state : {"acked", "failed", "sent"}) {
        row.state = state;
        EXPECT_EQ(next_try(row), std::nullopt);
    }
}

}  // namespace
}  // namespace relief
