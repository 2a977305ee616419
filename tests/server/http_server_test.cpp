// SPDX-License-Identifier: Apache-2.0
// The server as its clients see it, over real sockets.
#include "tools/server/http/http_server.h"
#include "core/error.h"
#include "tests/server/raw_client.h"
#include "tests/server/server_kit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace relief::test {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

TEST(HttpServer, AnswersOneGet) {
    TestServer server;
    RawClient client(server.port());
    client.send("GET /stock?item=tent HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(client.read_response(),
              "HTTP/1.1 200 OK\r\n"
              "Date: Fri, 14 Jul 2017 04:00:00 GMT\r\n"
              "Content-Type: text/plain\r\n"
              "Content-Length: 11\r\n"
              "X-Content-Type-Options: nosniff\r\n"
              "Cache-Control: no-store\r\n"
              "Connection: keep-alive\r\n\r\n"
              "GET /stock ");
}

TEST(HttpServer, KeepsAConnectionForTheNextRequest) {
    TestServer server;
    RawClient client(server.port());
    for (const std::string path : {"/a", "/b", "/c"}) {
        client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        EXPECT_EQ(body_of(client.read_response()), "GET " + path + " ");
    }
    EXPECT_THAT(server.asked(), ElementsAre("GET /a", "GET /b", "GET /c"));
}

TEST(HttpServer, ClosesWhereTheClientAsksForIt) {
    TestServer server;
    for (const std::string request :
         {"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
          "GET / HTTP/1.0\r\nHost: localhost\r\n\r\n"}) {
        RawClient client(server.port());
        client.send(request);
        EXPECT_THAT(client.read_all(), HasSubstr("Connection: close\r\n"));
    }
}

TEST(HttpServer, AnswersAPipelineInItsOrder) {
    TestServer server;
    RawClient client(server.port());
    std::string requests;
    for (int i = 0; i < 500; ++i) {
        requests += "POST /p" + std::to_string(i) +
                    " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc";
    }
    std::jthread sender([&] { client.send(requests); });
    for (int i = 0; i < 500; ++i) {
        EXPECT_EQ(body_of(client.read_response()), "POST /p" + std::to_string(i) + " abc");
    }
    EXPECT_EQ(server.asked().size(), 500U);
}

TEST(HttpServer, AnswersFromAnotherThreadLater) {
    std::thread worker;
    TestServer server({}, [&](http::Request, http::Reply reply) {
        worker = std::thread([reply] {
            EXPECT_TRUE(reply(text_response("later")));
            EXPECT_FALSE(reply(text_response("twice")));
        });
    });
    RawClient client(server.port());
    client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(body_of(client.read_response()), "later");
    worker.join();
}

TEST(HttpServer, ReadsAChunkedBody) {
    TestServer server;
    RawClient client(server.port());
    client.send("POST /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
    client.send("3\r\nabc\r\n");
    client.send("A;note=x\r\n0123456789\r\n0\r\n\r\n");
    EXPECT_EQ(body_of(client.read_response()), "POST /x abc0123456789");
}

TEST(HttpServer, HeadHasTheHeaderOfGetAlone) {
    TestServer server;
    RawClient client(server.port());
    client.send("HEAD /abc HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    const std::string all = client.read_all();
    EXPECT_THAT(all, HasSubstr("Content-Length: 10\r\n"));  // "HEAD /abc "
    EXPECT_THAT(all, EndsWith("\r\n\r\n"));
}

TEST(HttpServer, SaysContinueBeforeTheBodyOnlyWhereItWillBeRead) {
    TestServer server;
    RawClient client(server.port());
    client.send(
        "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("abc");
    EXPECT_EQ(body_of(client.read_response()), "POST /x abc");

    RawClient large(server.port());
    large.send(
        "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1048577\r\n"
        "Expect: 100-continue\r\n\r\n");
    EXPECT_EQ(status_of(large.read_all()), 413);
    EXPECT_THAT(server.asked(), ElementsAre("POST /x"));
}

TEST(HttpServer, AHandlerThatThrowsOrForgetsIsAFiveHundred) {
    TestServer server({}, [](const http::Request& request, const http::Reply&) {
        if (request.path == "/throws") {
            throw std::runtime_error("lost");
        }
    });
    for (const std::string path : {"/throws", "/forgets"}) {
        RawClient client(server.port());
        client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        EXPECT_EQ(status_of(client.read_all()), 500) << path;
    }
}

TEST(HttpServer, NoHandlerCanBreakTheHeader) {
    TestServer server({}, [](const http::Request&, const http::Reply& reply) {
        http::Response response = text_response("x");
        response.headers.emplace_back("X-Name", "a\r\nSet-Cookie: b=c");
        reply(std::move(response));
    });
    RawClient client(server.port());
    client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const std::string all = client.read_all();
    EXPECT_EQ(status_of(all), 500);
    EXPECT_THAT(all, Not(HasSubstr("Set-Cookie")));
}

TEST(HttpServer, PlainOffLoopbackIsRefused) {
    http::ServerOptions options;
    options.address = "0.0.0.0";
    const FixedClock clock{Instant{}};
    try {
        http::HttpServer server(options, clock, [](const http::Request&, const http::Reply&) {});
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.detail().code, "http.plain");
        EXPECT_EQ(error.kind(), ErrorKind::refused);
    }
}

TEST(HttpServer, SaysWhereTheAddressIsTaken) {
    TestServer first;
    http::ServerOptions options;
    options.port = first.port();
    const FixedClock clock{Instant{}};
    try {
        http::HttpServer second(options, clock, [](const http::Request&, const http::Reply&) {});
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.detail().code, "http.address_taken");
        EXPECT_EQ(error.kind(), ErrorKind::conflict);
    }
}

}  // namespace
}  // namespace relief::test
