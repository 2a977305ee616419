// SPDX-License-Identifier: Apache-2.0
// How the server ends.
#include "tests/server/raw_client.h"
#include "tests/server/server_kit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

namespace relief::test {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

const std::string stop_get = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

TEST(Stop, ARequestThatHasBegunIsAnsweredAnIdleClientIsLeft) {
    std::promise<http::Reply> asked;
    http::ServerOptions options;
    options.deadlines.linger = 50ms;
    TestServer server(options, [&](const http::Request& request, http::Reply reply) {
        if (request.path == "/slow") {
            asked.set_value(std::move(reply));
        } else {
            reply(text_response("quick"));
        }
    });
    RawClient running(server.port());
    running.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const http::Reply reply = asked.get_future().get();
    RawClient idle(server.port());  // the later of the two: told to stop behind the other
    idle.send(stop_get);
    idle.read_response();
    std::future<bool> stopped =
        std::async(std::launch::async, [&] { return server.server().stop(15s); });
    EXPECT_EQ(idle.read_all(), "");  // the stop has reached everybody
    EXPECT_THROW(RawClient(server.port()).send(stop_get), std::runtime_error);
    reply(text_response("done"));
    const std::string all = running.read_all();
    EXPECT_EQ(body_of(all), "done");
    EXPECT_THAT(all, HasSubstr("Connection: close\r\n"));
    EXPECT_TRUE(stopped.get());
}

TEST(Stop, PatienceEnds) {
    std::promise<http::Reply> asked;
    TestServer server(
        {}, [&](const http::Request&, http::Reply reply) { asked.set_value(std::move(reply)); });
    RawClient client(server.port());
    client.send(stop_get);
    const http::Reply reply = asked.get_future().get();
    EXPECT_FALSE(server.server().stop(10ms));
    EXPECT_EQ(client.read_all(), "");
    reply(text_response("to nobody"));
    EXPECT_TRUE(server.server().stop(10ms));  // a second time there is nothing to do
}

TEST(Stop, HandlersOnOtherThreadsMayOutliveTheServer) {
    std::optional<http::Reply> kept;
    {
        std::promise<void> asked;
        TestServer server({}, [&](const http::Request&, http::Reply reply) {
            kept.emplace(std::move(reply));
            asked.set_value();
        });
        RawClient client(server.port());
        client.send(stop_get);
        asked.get_future().get();
    }
    EXPECT_TRUE((*kept)(text_response("to nobody")));
}

TEST(Stop, SeveralThreadsServeAndEnd) {
    http::ServerOptions options;
    options.threads = 3;
    TestServer server(options);
    std::vector<std::jthread> clients;
    for (int i = 0; i < 8; ++i) {
        clients.emplace_back([&] {
            RawClient client(server.port());
            for (int round = 0; round < 200; ++round) {
                client.send(stop_get);
                EXPECT_EQ(body_of(client.read_response()), "GET / ");
            }
        });
    }
    clients.clear();
    EXPECT_EQ(server.asked().size(), 1600U);
    EXPECT_TRUE(server.server().stop(15s));
}

}  // namespace
}  // namespace relief::test
