// SPDX-License-Identifier: Apache-2.0
// The attack table through real sockets: the right answer, nothing smuggled to the handler, one
// line for the audit, and the connection's end.
#include "tests/server/gate_table.h"
#include "tests/server/raw_client.h"
#include "tests/server/server_kit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace relief::test {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

const std::string get = "GET /good HTTP/1.1\r\nHost: localhost\r\n\r\n";

std::size_t count_of(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos;
         at = text.find(part, at + 1)) {
        ++count;
    }
    return count;
}

TEST(Attack, EachRowGetsOneRefusalAndReachesNobody) {
    for (const GateRow& row : gate_rows()) {
        TestServer server;
        RawClient client(server.port());
        client.send(row.bytes);
        const std::string all = client.read_all();
        EXPECT_EQ(status_of(all), row.status) << row.number << " " << row.name;
        EXPECT_EQ(count_of(all, "HTTP/1.1 "), 1U) << row.name << "\n" << all;
        EXPECT_THAT(all, HasSubstr("Connection: close\r\n")) << row.name;
        EXPECT_THAT(all, HasSubstr("application/problem+json")) << row.name;
        EXPECT_THAT(all, HasSubstr("\"code\":\"" + row.code + "\"")) << row.name;
        EXPECT_THAT(server.asked(), IsEmpty()) << row.name;
        EXPECT_THAT(server.refused(), ElementsAre(row.code)) << row.name;
    }
}

TEST(Attack, RowsSentByteByByteAreRefusedTheSame) {
    TestServer server;
    std::vector<std::string> expected;
    for (const GateRow& row : gate_rows()) {
        if (row.bytes.size() > 300 || row.number % 3 == 0) {
            continue;  // a third of them is enough
        }
        RawClient client(server.port());
        for (const char c : row.bytes) {
            client.send(std::string_view(&c, 1));
        }
        EXPECT_EQ(status_of(client.read_all()), row.status) << row.name;
        expected.push_back(row.code);
    }
    EXPECT_EQ(server.refused(), expected);
    EXPECT_THAT(server.asked(), IsEmpty());
}

TEST(Attack, ABadRequestBehindAGoodOneIsRefusedBehindItsAnswer) {
    TestServer server;
    RawClient client(server.port());
    client.send(get + "POST /bad HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n" +
                get);
    EXPECT_EQ(body_of(client.read_response()), "GET /good ");
    EXPECT_EQ(status_of(client.read_all()), 400);
    EXPECT_THAT(server.asked(), ElementsAre("GET /good"));
}

// Row 15: nothing of the body is read or kept.
TEST(Attack, ALargeBodyIsRefusedWithoutItsFirstByte) {
    http::ServerOptions options;
    options.body_limit = [](const std::string&, const std::string& path) {
        return path == "/import" ? 100U : 10U;
    };
    TestServer server(options);
    RawClient small(server.port());
    small.send("POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\n\r\n");
    EXPECT_EQ(status_of(small.read_all()), 413);
    RawClient large(server.port());
    large.send("POST /import HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\n\r\n12345678901");
    EXPECT_EQ(body_of(large.read_response()), "POST /import 12345678901");
    RawClient chunks(server.port());
    chunks.send(
        "POST /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
        "6\r\n123456\r\n5\r\n");
    EXPECT_EQ(status_of(chunks.read_all()), 413);
}

// Row 15: the answer arrives although the client goes on sending.
TEST(Attack, TheRefusalArrivesThoughTheClientGoesOnSending) {
    TestServer server;
    RawClient client(server.port());
    client.send("POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2147483648\r\n\r\n");
    client.send(std::string(300000, 'x'));
    EXPECT_EQ(status_of(client.read_all()), 413);
}

// Row 17, with 500 sockets beside one that is served.
TEST(Attack, SlowHeadersAreCutAndNobodyElseWaits) {
    http::ServerOptions options;
    options.connections_per_address_max = 0;
    options.deadlines.header = 700ms;
    TestServer server(options);
    std::vector<std::unique_ptr<RawClient>> slow;
    for (int i = 0; i < 500; ++i) {
        slow.push_back(std::make_unique<RawClient>(server.port()));
        slow.back()->send("GET / HTTP/1.1\r\n");
    }
    RawClient good(server.port());
    for (int i = 0; i < 20; ++i) {
        good.send(get);
        EXPECT_EQ(status_of(good.read_response()), 200);
    }
    for (const auto& client : slow) {
        client->send("X-Slow: 1\r\n");  // a byte in time moves no deadline
        EXPECT_EQ(status_of(client->read_all()), 408);
    }
    EXPECT_EQ(server.refused().size(), 500U);
    EXPECT_THAT(server.refused(), Each(std::string("http.slow")));
}

// Row 18.
TEST(Attack, ASlowBodyIsCut) {
    http::ServerOptions options;
    options.deadlines.request = 200ms;
    TestServer server(options);
    RawClient client(server.port());
    client.send("POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nx");
    EXPECT_EQ(status_of(client.read_all()), 408);
    EXPECT_THAT(server.asked(), IsEmpty());
}

// Row 19: one copy for all, and those who do not take it are cut.
TEST(Attack, SlowReadersShareOneCopyAndAreCut) {
    http::ServerOptions options;
    options.connections_per_address_max = 0;
    options.deadlines.write = 2s;
    const auto big = std::make_shared<const std::string>(5 << 20, 'x');
    TestServer server(options, [&](const http::Request& request, const http::Reply& reply) {
        http::Response response = text_response("small");
        if (request.path == "/big") {
            response.shared_body = big;
        }
        reply(std::move(response));
    });
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 100; ++i) {
        clients.push_back(std::make_unique<RawClient>(server.port(), 4096));
        clients.back()->send("GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }
    RawClient good(server.port());
    std::vector<std::string> refused;
    while (refused.size() < 100) {  // the client that is served has its own patience
        good.send(get);
        ASSERT_EQ(body_of(good.read_response()), "small");
        refused = server.refused();
    }
    EXPECT_THAT(refused, Each(std::string("http.slow_reader")));
    EXPECT_LE(big.use_count(), 3);
}

// Row 20.
TEST(Attack, PastTheLastConnectionTheAnswerIs503AndAcceptingGoesOn) {
    http::ServerOptions options;
    options.connections_max = 20;
    options.connections_per_address_max = 0;
    TestServer server(options);
    std::vector<std::unique_ptr<RawClient>> idle;
    for (int i = 0; i < 20; ++i) {
        idle.push_back(std::make_unique<RawClient>(server.port()));
        idle.back()->send(get);
        EXPECT_EQ(status_of(idle.back()->read_response()), 200);
    }
    for (int i = 0; i < 5; ++i) {
        RawClient refused(server.port());
        EXPECT_EQ(status_of(refused.read_all()), 503);
    }
    EXPECT_EQ(server.refused(), std::vector<std::string>(5, "http.busy"));
    idle.pop_back();
    for (int status = 503; status == 503;) {  // until the server has noticed that one has left
        RawClient next(server.port());
        next.send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        status = status_of(next.read_all());
        EXPECT_THAT(status, ::testing::AnyOf(200, 503));
    }
}

TEST(Attack, OneAddressDoesNotTakeAllConnections) {
    http::ServerOptions options;
    options.connections_per_address_max = 2;
    TestServer server(options);
    RawClient first(server.port());
    RawClient second(server.port());
    first.send(get);
    EXPECT_EQ(status_of(first.read_response()), 200);
    second.send(get);
    EXPECT_EQ(status_of(second.read_response()), 200);
    RawClient third(server.port());
    EXPECT_EQ(status_of(third.read_all()), 503);
}

// Row 21: nothing of a pipeline is looked at before the answer before it is out.
TEST(Attack, APipelineWaitsInTheSocketAndNotInMemory) {
    std::atomic<int> at_once{0};
    std::atomic<int> most{0};
    std::vector<std::jthread> workers;
    std::mutex mutex;
    TestServer server({}, [&](const http::Request&, const http::Reply& reply) {
        const int now = ++at_once;
        most = std::max(most.load(), now);
        const std::lock_guard lock(mutex);
        workers.emplace_back([&, reply] {
            --at_once;
            reply(text_response("x"));
        });
    });
    RawClient client(server.port());
    std::string requests;
    for (int i = 0; i < 200; ++i) {
        requests += get;
    }
    client.send(requests);
    for (int i = 0; i < 200; ++i) {
        EXPECT_EQ(body_of(client.read_response()), "x");
    }
    EXPECT_EQ(most, 1);
}

TEST(Attack, TenThousandPipelinedGetsAreAnsweredInOrder) {
    TestServer server;
    RawClient client(server.port());
    std::string requests;
    for (int i = 0; i < 10000; ++i) {
        requests += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }
    std::jthread sender([&] { client.send(requests); });
    for (int i = 0; i < 10000; ++i) {
        ASSERT_EQ(body_of(client.read_response()), "GET /" + std::to_string(i) + " ");
    }
}

}  // namespace
}  // namespace relief::test
