// SPDX-License-Identifier: Apache-2.0
// Deadlines and framing of one connection on a clock that stands still until it is moved.
#include "tools/server/http/connection.h"
#include "tests/server/fake_transport.h"
#include "tests/server/raw_client.h"
#include "tests/server/server_kit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace relief::test {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const std::string connection_get = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// A source the test gives pieces to by hand.
class HandSource final : public http::ByteSource {
  public:
    void next(std::function<void(std::optional<std::string>)> then) override {
        then_ = std::move(then);
    }
    void closed() override { ++closed_count; }
    void give(std::optional<std::string> piece) {
        ASSERT_TRUE(then_) << "nobody asked";
        std::exchange(then_, nullptr)(std::move(piece));
    }
    [[nodiscard]] bool asked() const { return then_ != nullptr; }

    int closed_count = 0;

  private:
    std::function<void(std::optional<std::string>)> then_;
};

class ConnectionTest : public ::testing::Test {
  protected:
    ConnectionTest() {
        service->handler = [this](http::Request request, http::Reply reply) {
            requests.push_back(std::move(request));
            if (handler) {
                handler(std::move(reply));
            } else {
                reply(text_response("ok"));
            }
        };
        service->body_limit = [](const std::string&, const std::string&) {
            return std::uint64_t{1} << 20;
        };
        service->audit = [this](const http::Refusal& refusal, const std::string& peer) {
            EXPECT_EQ(peer, "10.0.0.7");
            refused.push_back(refusal.code);
        };
        service->date = [] { return std::string("Fri, 14 Jul 2017 04:00:00 GMT"); };
        connection =
            std::make_shared<http::Connection>(service, machine.transport(), [this] { ++closed; });
        connection->start();
    }

    void stream_from(const std::shared_ptr<HandSource>& source) {
        handler = [source](const http::Reply& reply) {
            http::Stream stream;
            stream.head.content_type = "text/event-stream";
            stream.source = source;
            stream.idle_bytes = ": \n\n";
            reply(std::move(stream));
        };
        machine.feed(connection_get);
    }

    FakeMachine machine;
    std::shared_ptr<http::Service> service = std::make_shared<http::Service>();
    std::function<void(http::Reply)> handler;
    std::vector<http::Request> requests;
    std::vector<std::string> refused;
    int closed = 0;
    std::shared_ptr<http::Connection> connection;
};

TEST_F(ConnectionTest, TheHeaderHasTenSecondsHoweverItDrips) {
    machine.feed("GET / HTTP/1.1\r\n");
    for (int second = 0; second < 9; ++second) {
        machine.pass(1s);
        machine.feed("X: y\r\n");
    }
    machine.pass(999ms);
    EXPECT_THAT(machine.written(), IsEmpty());
    machine.pass(1ms);
    EXPECT_EQ(status_of(machine.written()), 408);
    EXPECT_THAT(refused, ElementsAre("http.slow"));
    EXPECT_FALSE(machine.closed());
    machine.pass(1s);  // for the client to end
    EXPECT_TRUE(machine.closed());
    EXPECT_EQ(closed, 1);
}

TEST_F(ConnectionTest, TheWholeRequestHasThirtySecondsHoweverItDrips) {
    machine.feed("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n");
    for (int second = 0; second < 29; ++second) {
        machine.pass(1s);
        machine.feed("x");
    }
    machine.pass(999ms);
    EXPECT_THAT(machine.written(), IsEmpty());
    machine.pass(1ms);
    EXPECT_EQ(status_of(machine.written()), 408);
    EXPECT_THAT(requests, IsEmpty());
}

TEST_F(ConnectionTest, TheTimeOfTheHeaderCountsForTheRequest) {
    machine.feed("POST / HTTP/1.1\r\n");
    machine.pass(9s);
    machine.feed("Host: localhost\r\nContent-Length: 1000\r\n\r\n");
    machine.pass(20999ms);
    EXPECT_THAT(machine.written(), IsEmpty());
    machine.pass(1ms);
    EXPECT_EQ(status_of(machine.written()), 408);
}

TEST_F(ConnectionTest, ASilentClientIsLeftAfterTenSecondsAndAnIdleOneAfterSixty) {
    machine.feed(connection_get);
    machine.pass(59s);
    EXPECT_FALSE(machine.finished());
    machine.pass(1s);
    EXPECT_TRUE(machine.finished());
    EXPECT_THAT(refused, IsEmpty());

    FakeMachine silent_machine;
    const auto silent =
        std::make_shared<http::Connection>(service, silent_machine.transport(), nullptr);
    silent->start();
    silent_machine.pass(9999ms);
    EXPECT_FALSE(silent_machine.finished());
    silent_machine.pass(1ms);
    EXPECT_TRUE(silent_machine.finished());
}

TEST_F(ConnectionTest, ALateAnswerIs503AndTheAnswerThatComesAfterItIsDropped) {
    std::optional<http::Reply> kept;
    handler = [&](http::Reply reply) { kept.emplace(std::move(reply)); };
    machine.feed(connection_get);
    machine.pass(119999ms);
    EXPECT_THAT(machine.written(), IsEmpty());
    machine.pass(1ms);
    EXPECT_EQ(status_of(machine.written()), 503);
    const std::string before = machine.written();
    (*kept)(text_response("late"));
    EXPECT_EQ(machine.written(), before);
    EXPECT_THAT(refused, ElementsAre("http.late"));
}

TEST_F(ConnectionTest, AClientThatTakesNothingIsCutAfterSixtySeconds) {
    machine.hold_writes(true);
    machine.feed(connection_get);
    machine.pass(59999ms);
    EXPECT_FALSE(machine.closed());
    machine.pass(1ms);
    EXPECT_TRUE(machine.closed());
    EXPECT_THAT(refused, ElementsAre("http.slow_reader"));
}

TEST_F(ConnectionTest, NextRequestWaitsForTheAnswerToTheOneBefore) {
    std::vector<http::Reply> kept;
    handler = [&](http::Reply reply) { kept.push_back(std::move(reply)); };
    machine.feed(connection_get + connection_get + connection_get);
    EXPECT_EQ(requests.size(), 1U);
    kept[0](text_response("1"));
    machine.pass(0ms);
    EXPECT_EQ(requests.size(), 2U);
}

TEST_F(ConnectionTest, EveryCutOfAPipelineIsAnsweredAlike) {
    const std::string text =
        connection_get + "POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody" +
        "POST /b HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
        "2\r\nbo\r\n2\r\ndy\r\n0\r\n\r\n" +
        connection_get;
    machine.feed(text);
    const std::string whole = machine.written();
    EXPECT_EQ(requests.size(), 4U);
    for (std::size_t cut = 1; cut < text.size(); ++cut) {
        requests.clear();
        FakeMachine other;
        const auto again = std::make_shared<http::Connection>(service, other.transport(), nullptr);
        again->start();
        other.feed(text.substr(0, cut));
        other.feed(text.substr(cut));
        ASSERT_EQ(other.written(), whole) << "cut at " << cut;
        ASSERT_EQ(requests.size(), 4U);
        EXPECT_EQ(requests[1].body, "body");
        EXPECT_EQ(requests[2].body, "body");
    }
}

TEST_F(ConnectionTest, AStreamGoesOutInChunksAndEndsWithOne) {
    const auto source = std::make_shared<HandSource>();
    stream_from(source);
    EXPECT_THAT(machine.written(), HasSubstr("Transfer-Encoding: chunked\r\n"));
    EXPECT_THAT(machine.written(), Not(HasSubstr("Content-Length")));
    source->give("hello");
    EXPECT_THAT(machine.written(), EndsWith("\r\n\r\n5\r\nhello\r\n"));
    machine.pass(0ms);
    source->give(std::nullopt);
    machine.pass(0ms);
    EXPECT_THAT(machine.written(), EndsWith("5\r\nhello\r\n0\r\n\r\n"));
    EXPECT_TRUE(machine.finished());
}

TEST_F(ConnectionTest, AQuietStreamBreathesEveryFifteenSeconds) {
    const auto source = std::make_shared<HandSource>();
    stream_from(source);
    machine.pass(14999ms);
    EXPECT_THAT(machine.written(), Not(HasSubstr(": \n\n")));
    machine.pass(1ms);
    EXPECT_THAT(machine.written(), EndsWith("4\r\n: \n\n\r\n"));
    machine.pass(10s);
    source->give("x");
    machine.pass(14999ms);
    EXPECT_THAT(machine.written(), EndsWith("1\r\nx\r\n"));
    machine.pass(1ms);
    EXPECT_THAT(machine.written(), EndsWith("1\r\nx\r\n4\r\n: \n\n\r\n"));
}

TEST_F(ConnectionTest, AStalledStreamHoldsOnePieceAndIsCut) {
    const auto source = std::make_shared<HandSource>();
    stream_from(source);
    machine.hold_writes(true);
    source->give("one");
    EXPECT_FALSE(source->asked()) << "a second piece while the first is stuck";
    machine.pass(60s);
    EXPECT_TRUE(machine.closed());
    EXPECT_EQ(source->closed_count, 1);
    EXPECT_THAT(refused, ElementsAre("http.slow_reader"));
}

TEST_F(ConnectionTest, AStreamsClientThatLeavesIsNoticed) {
    const auto source = std::make_shared<HandSource>();
    stream_from(source);
    machine.client_ends();
    EXPECT_TRUE(machine.closed());
    EXPECT_EQ(source->closed_count, 1);
    EXPECT_EQ(closed, 1);
    source->give("too late");
}

TEST_F(ConnectionTest, StopLetsTheRequestAtHandBeAnswered) {
    std::optional<http::Reply> kept;
    handler = [&](http::Reply reply) { kept.emplace(std::move(reply)); };
    machine.feed(connection_get + connection_get);
    connection->stop();
    EXPECT_FALSE(machine.finished());
    (*kept)(text_response("done"));
    machine.pass(0ms);
    EXPECT_THAT(machine.written(), HasSubstr("Connection: close\r\n"));
    EXPECT_THAT(machine.written(), EndsWith("done"));
    EXPECT_TRUE(machine.finished());
    EXPECT_EQ(requests.size(), 1U);
}

TEST_F(ConnectionTest, StopEndsAStreamAfterThePieceInFlight) {
    const auto source = std::make_shared<HandSource>();
    stream_from(source);
    machine.hold_writes(true);
    source->give("last");
    connection->stop();
    machine.hold_writes(false);
    EXPECT_THAT(machine.written(), EndsWith("4\r\nlast\r\n0\r\n\r\n"));
    EXPECT_TRUE(machine.finished());
    EXPECT_EQ(source->closed_count, 1);
}

TEST_F(ConnectionTest, BodiesOfAllClientsTogetherHaveALimit) {
    service->bodies_max = 1000;
    std::optional<http::Reply> kept;
    handler = [&](http::Reply reply) { kept.emplace(std::move(reply)); };
    const auto post = [](int length) {
        return "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(length) +
               "\r\n\r\n";
    };
    machine.feed(post(600) + std::string(600, 'x'));
    ASSERT_TRUE(kept) << "it is with its handler";

    FakeMachine second_machine;
    const auto second =
        std::make_shared<http::Connection>(service, second_machine.transport(), nullptr);
    second->start();
    second_machine.feed(post(401));
    EXPECT_EQ(status_of(second_machine.written()), 503);
    EXPECT_THAT(refused, ElementsAre("http.busy"));

    (*kept)(text_response("done"));
    machine.pass(0ms);
    FakeMachine third_machine;
    const auto third =
        std::make_shared<http::Connection>(service, third_machine.transport(), nullptr);
    third->start();
    third_machine.feed(post(1000));
    EXPECT_THAT(third_machine.written(), IsEmpty());
    EXPECT_EQ(service->bodies->load(), 1000U);
    third_machine.client_ends();
    EXPECT_EQ(service->bodies->load(), 0U);
}

TEST_F(ConnectionTest, AReplyMayOutliveItsConnection) {
    std::optional<http::Reply> kept;
    handler = [&](http::Reply reply) { kept.emplace(std::move(reply)); };
    machine.feed(connection_get);
    connection->abort();
    machine.pass(0ms);
    connection.reset();
    EXPECT_TRUE((*kept)(text_response("to nobody")));
}

}  // namespace
}  // namespace relief::test
