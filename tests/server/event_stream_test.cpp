// SPDX-License-Identifier: Apache-2.0
// Events out to consoles: none lost, none twice, none waiting for a slow one.
#include "tools/server/http/event_stream.h"
#include "tests/server/raw_client.h"
#include "tests/server/server_kit.h"

#include "core/error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace relief::test {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

/// The journal as the tests have it: what was appended is found from then on.
class Journal {
  public:
    void append(std::uint64_t seq) {
        const std::lock_guard lock(mutex_);
        rows_[seq] = event(seq);
    }

    static http::Event event(std::uint64_t seq) {
        // Of different lengths, some of several lines.
        return {seq, "stock.moved", "row " + std::to_string(seq) + (seq % 3 == 0 ? "\nmore" : "")};
    }

    [[nodiscard]] http::BacklogPage page(std::uint64_t after, std::size_t limit) const {
        const std::lock_guard lock(mutex_);
        http::BacklogPage page;
        page.too_old = after < oldest;
        for (auto at = rows_.upper_bound(after); at != rows_.end() && page.events.size() < limit;
             ++at) {
            page.events.push_back(at->second);
        }
        return page;
    }

    std::atomic<std::uint64_t> oldest{0};

  private:
    mutable std::mutex mutex_;
    std::map<std::uint64_t, http::Event> rows_;
};

http::Backlog backlog_of(const Journal& journal) {
    return [&journal](std::uint64_t after, std::size_t limit,
                      const std::function<void(http::BacklogPage)>& then) {
        then(journal.page(after, limit));
    };
}

struct SeenEvent {
    std::uint64_t seq = 0;
    std::string name;
    std::string data;
};

/// Reads whole events out of a stream's text, as a browser does; what is cut off at the end is
/// dropped.
std::vector<SeenEvent> parse_events(std::string_view text) {
    std::vector<SeenEvent> events;
    SeenEvent event;
    while (true) {
        const std::size_t feed = text.find('\n');
        if (feed == std::string_view::npos) {
            return events;
        }
        const std::string line(text.substr(0, feed));
        text.remove_prefix(feed + 1);
        if (line.empty()) {
            if (!event.name.empty()) {
                events.push_back(event);
            }
            event = {};
        } else if (line.starts_with("id: ")) {
            event.seq = std::stoull(line.substr(4));
        } else if (line.starts_with("event: ")) {
            event.name = line.substr(7);
        } else if (line.starts_with("data: ")) {
            event.data += (event.data.empty() ? "" : "\n") + line.substr(6);
        }
    }
}

std::vector<std::uint64_t> seqs(std::string_view text) {
    std::vector<std::uint64_t> all;
    for (const SeenEvent& event : parse_events(text)) {
        all.push_back(event.seq);
    }
    return all;
}

/// A connection without sockets: takes pieces when told to.
class Taker {
  public:
    explicit Taker(http::Stream stream) : source_(std::move(stream.source)) {}
    ~Taker() { source_->closed(); }
    Taker(const Taker&) = delete;
    Taker& operator=(const Taker&) = delete;

    /// Asks for a piece, as the connection does when the one before has gone out. The piece may
    /// come later.
    void ask() {
        waiting_ = true;
        source_->next([this](std::optional<std::string> piece) {
            waiting_ = false;
            ended_ = !piece;
            text_ += piece.value_or("");
        });
    }
    void take_all() {
        while (!waiting_ && !ended_) {
            ask();
        }
    }
    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] bool ended() const { return ended_; }

  private:
    std::shared_ptr<http::ByteSource> source_;
    bool waiting_ = false;
    bool ended_ = false;
    std::string text_;
};

class EventHubTest : public ::testing::Test {
  protected:
    void publish(std::uint64_t seq) {
        journal.append(seq);
        hub->publish(Journal::event(seq));
    }
    void make_hub(std::uint64_t head, http::EventOptions options) {
        hub = std::make_unique<http::EventHub>(head, backlog_of(journal), options);
    }

    Journal journal;
    std::unique_ptr<http::EventHub> hub =
        std::make_unique<http::EventHub>(0, backlog_of(journal), http::EventOptions{});
};

TEST(EventText, KeepsLinesApart) {
    EXPECT_EQ(http::event_text(7, "a.b", "x\ny\r\nz\rid: 9"),
              "id: 7\nevent: a.b\ndata: x\ndata: y\ndata: z\ndata: id: 9\n\n");
    EXPECT_EQ(http::event_text(7, "reset", ""), "id: 7\nevent: reset\ndata: \n\n");
}

TEST(EventId, IsDigitsAndNothingElse) {
    EXPECT_EQ(http::parse_event_id("0"), 0U);
    EXPECT_EQ(http::parse_event_id("9223372036854775807"), 9223372036854775807U);
    for (const char* bad : {"", " 1", "1 ", "+1", "-1", "01", "1.0", "1e3", "0x1", "1,2", "abc",
                            "9223372036854775808", "99999999999999999999", "１２"}) {
        EXPECT_FALSE(http::parse_event_id(bad)) << bad;
    }
}

TEST_F(EventHubTest, ANewClientGetsWhatComesFromNowOn) {
    publish(1);
    Taker client(hub->subscribe(std::nullopt));
    client.take_all();
    publish(2);
    client.take_all();
    publish(5);
    EXPECT_THAT(seqs(client.text()), ElementsAre(2, 5));
    EXPECT_THAT(client.text(), StartsWith("retry: 2000\n\n"));
}

TEST_F(EventHubTest, AClientThatComesBackGetsWhatItMissedFromMemoryOrJournal) {
    for (std::uint64_t seq = 1; seq <= 1000; ++seq) {
        publish(seq);
    }
    for (const std::uint64_t after : {0U, 1U, 487U, 743U, 744U, 745U, 999U, 1000U}) {
        Taker client(hub->subscribe(after));
        client.take_all();
        const auto seen = seqs(client.text());
        ASSERT_EQ(seen.size(), 1000 - after) << after;
        for (std::size_t i = 0; i < seen.size(); ++i) {
            ASSERT_EQ(seen[i], after + 1 + i);
        }
    }
}

TEST_F(EventHubTest, TooOldOrOfTheFutureIsOneResetAndThenOnwards) {
    for (std::uint64_t seq = 1; seq <= 600; ++seq) {
        publish(seq);
    }
    journal.oldest = 100;
    for (const std::uint64_t after : {99U, 601U, 4000000000U}) {
        Taker client(hub->subscribe(after));
        client.take_all();
        const auto events = parse_events(client.text());
        ASSERT_EQ(events.size(), 1U) << after;
        EXPECT_EQ(events[0].name, "reset");
        EXPECT_EQ(events[0].seq, 600U);
        EXPECT_FALSE(client.ended());
    }
    Taker client(hub->subscribe(99));
    client.take_all();
    publish(601);
    EXPECT_THAT(seqs(client.text()), ElementsAre(600, 601));
}

TEST_F(EventHubTest, WhatIsCommittedButNotPublishedComesOnce) {
    make_hub(0, {.queue = 4});
    for (std::uint64_t seq = 1; seq <= 10; ++seq) {
        publish(seq);
    }
    journal.append(11);  // committed by the writer, who has not told the hub yet
    Taker client(hub->subscribe(0));
    client.take_all();
    EXPECT_EQ(seqs(client.text()).back(), 10U);
    hub->publish(Journal::event(11));
    client.take_all();
    EXPECT_THAT(seqs(client.text()), ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
}

TEST_F(EventHubTest, EachClientGetsWhatConcernsIt) {
    make_hub(0, {.queue = 4});
    const auto even = [](const http::Event& event) { return event.seq % 2 == 0; };
    Taker live(hub->subscribe(std::nullopt, {.wanted = even}));
    live.take_all();
    for (std::uint64_t seq = 1; seq <= 9; ++seq) {
        publish(seq);
        live.take_all();
    }
    EXPECT_THAT(seqs(live.text()), ElementsAre(2, 4, 6, 8));
    Taker back(hub->subscribe(1, {.wanted = even}));
    back.take_all();
    EXPECT_THAT(seqs(back.text()), ElementsAre(2, 4, 6, 8));
    Taker none(hub->subscribe(0, {.wanted = [](const http::Event&) { return false; }}));
    none.take_all();
    EXPECT_THAT(seqs(none.text()), IsEmpty());
}

TEST_F(EventHubTest, AStuckClientIsToldToReloadAndDropped) {
    make_hub(0, {.queue = 256, .stuck = 0ms});
    Taker stuck(hub->subscribe(std::nullopt));
    Taker good(hub->subscribe(std::nullopt));
    stuck.ask();  // the first piece: it never says that it has gone out
    good.take_all();
    for (std::uint64_t seq = 1; seq <= 257; ++seq) {
        publish(seq);
        good.take_all();
    }
    stuck.take_all();
    const auto events = parse_events(stuck.text());
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].name, "reset");
    EXPECT_EQ(events[0].seq, 257U);
    EXPECT_TRUE(stuck.ended());
    EXPECT_EQ(seqs(good.text()).size(), 257U);
}

TEST_F(EventHubTest, AFullQueueIsNotTooMuch) {
    make_hub(0, {.queue = 256, .stuck = 0ms});
    Taker late(hub->subscribe(std::nullopt));
    late.ask();
    for (std::uint64_t seq = 1; seq <= 256; ++seq) {
        publish(seq);
    }
    late.take_all();
    EXPECT_EQ(seqs(late.text()).size(), 256U);
    EXPECT_FALSE(late.ended());
}

TEST_F(EventHubTest, ABurstDropsNobodyWhoReads) {
    make_hub(0, {.queue = 256, .stuck = 1h});
    Taker busy(hub->subscribe(std::nullopt));
    busy.ask();
    for (std::uint64_t seq = 1; seq <= 5000; ++seq) {
        publish(seq);
    }
    busy.take_all();
    EXPECT_EQ(seqs(busy.text()).size(), 5000U);
}

TEST_F(EventHubTest, WhatComesBeforeTheFirstPieceDropsNobody) {
    make_hub(0, {.queue = 4, .stuck = 1h});
    Taker client(hub->subscribe(std::nullopt));
    for (std::uint64_t seq = 1; seq <= 10; ++seq) {
        publish(seq);
    }
    client.take_all();
    EXPECT_THAT(seqs(client.text()), ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
}

TEST_F(EventHubTest, AnEndedSessionSeesNothingMore) {
    Taker theirs(hub->subscribe(std::nullopt, {.owner = "session 1"}));
    Taker others(hub->subscribe(std::nullopt, {.owner = "session 2"}));
    theirs.take_all();
    others.take_all();
    hub->close_of("session 1");
    EXPECT_TRUE(theirs.ended());
    publish(1);
    EXPECT_THAT(seqs(theirs.text()), IsEmpty());
    EXPECT_THAT(seqs(others.text()), ElementsAre(1));
}

TEST_F(EventHubTest, ABadNameIsAFault) {
    EXPECT_THROW(hub->publish({1, "a\ndata: x", ""}), Error);
    EXPECT_THROW(hub->publish({1, "", ""}), Error);
    publish(2);
    hub->publish({2, "again", ""});
    hub->publish({1, "earlier", ""});
    EXPECT_EQ(hub->head(), 2U);
}

// Over sockets.

class EventServer {
  public:
    explicit EventServer(http::EventOptions events = {}, http::ServerOptions options = {})
        : hub(0, backlog_of(journal), events),
          server(unlimited(options), [this](auto... given) { answer(given...); }) {}

    void publish(std::uint64_t seq) {
        journal.append(seq);
        hub.publish(Journal::event(seq));
    }

    Journal journal;
    http::EventHub hub;
    TestServer server;

  private:
    static http::ServerOptions unlimited(http::ServerOptions options) {
        options.connections_per_address_max = 0;
        return options;
    }
    void answer(const http::Request& request, const http::Reply& reply) {
        http::answer_events(hub, request, reply);
    }
};

std::string subscription(const std::string& last) {
    return "GET /events HTTP/1.0\r\nHost: localhost\r\n" +
           (last.empty() ? "" : "Last-Event-ID: " + last + "\r\n") + "\r\n";
}

TEST(EventServer, SendsTheStreamTheBrowserExpects) {
    EventServer events;
    RawClient client(events.server.port());
    client.send("GET /events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: 0\r\n\r\n");
    const std::string head = client.read_until("\r\n\r\n");
    EXPECT_THAT(head, HasSubstr("Content-Type: text/event-stream\r\n"));
    EXPECT_THAT(head, HasSubstr("Cache-Control: no-store\r\n"));
    EXPECT_THAT(head, HasSubstr("Transfer-Encoding: chunked\r\n"));
    events.publish(1);
    EXPECT_THAT(client.read_until("row 1\n\n"), EndsWith("data: row 1\n\n"));
}

TEST(EventServer, AnIdThatIsNoNumberIs400) {
    EventServer events;
    for (const std::string bad : {"abc", "-1", "1.5", "18446744073709551616"}) {
        RawClient client(events.server.port());
        client.send(subscription(bad));
        const std::string all = client.read_all();
        EXPECT_EQ(status_of(all), 400);
        EXPECT_THAT(all, HasSubstr("\"code\":\"http.event_id\""));
    }
    RawClient by_parameter(events.server.port());
    by_parameter.send("GET /events?last_event_id=x HTTP/1.0\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(status_of(by_parameter.read_all()), 400);
}

// However often the wire is cut, and wherever, what was seen is the journal.
TEST(EventServer, CutAtAnyByteAndResumedNothingIsLostOrDoubled) {
    constexpr std::uint64_t rows = 3000;
    EventServer events({.queue = 64});
    std::jthread writer([&] {
        for (std::uint64_t seq = 1; seq <= rows; ++seq) {
            events.publish(seq);
        }
    });
    std::mt19937 random(3);
    std::vector<SeenEvent> seen;
    int cuts = 0;
    while (seen.empty() || seen.back().seq < rows) {
        RawClient client(events.server.port());
        client.send(subscription(std::to_string(seen.empty() ? 0 : seen.back().seq)));
        client.read_until("\r\n\r\n");
        client.read_until("retry: 2000\n\n");
        const std::string last = "id: " + std::to_string(rows) + "\n";
        std::string text;
        const std::size_t wanted = 1 + random() % 400;
        while (text.size() < wanted && text.find(last) == std::string::npos) {
            text += client.read_bytes(1);
        }
        if (text.find(last) != std::string::npos) {
            text += client.read_until("\n\n");
        }
        for (SeenEvent& event : parse_events(text)) {
            seen.push_back(std::move(event));
        }
        ++cuts;
    }
    EXPECT_GT(cuts, 300);
    ASSERT_EQ(seen.size(), rows);
    for (std::uint64_t i = 0; i < rows; ++i) {
        const http::Event expected = Journal::event(i + 1);
        ASSERT_EQ(seen[i].seq, expected.seq);
        EXPECT_EQ(seen[i].data, expected.data);
    }
}

TEST(EventServer, OneStalledClientAmongManyHarmsNobody) {
    http::ServerOptions options;
    options.deadlines.write = 8s;
    EventServer events({.queue = 256, .stuck = 0ms}, options);
    RawClient stalled(events.server.port(), 2048);
    stalled.send(subscription(""));
    stalled.read_until("retry: 2000\n\n");
    std::vector<std::unique_ptr<RawClient>> good;
    for (int i = 0; i < 12; ++i) {
        good.push_back(std::make_unique<RawClient>(events.server.port()));
        good.back()->send(subscription("0"));
        good.back()->read_until("retry: 2000\n\n");
    }
    // 1,200 rows of 8 KiB: more than any socket keeps for a client that does not read.
    const std::string large(8192, 'x');
    constexpr std::uint64_t rows = 1200;
    for (std::uint64_t seq = 1; seq <= rows; ++seq) {
        events.hub.publish({seq, "large", large});
        for (const auto& client : good) {
            if (seq % 4 == 0) {
                client->read_until("id: " + std::to_string(seq) + "\n");
                client->read_until("\n\n");
            }
        }
    }
    // It takes nothing, so not even "reset" can be said to it: its connection is ended.
    std::uint64_t seq = rows;
    while (events.server.refused().empty()) {
        events.hub.publish({++seq, "small", "x"});
        good.front()->read_until("id: " + std::to_string(seq) + "\n");
        good.front()->read_until("\n\n");
    }
    EXPECT_THAT(events.server.refused(), ElementsAre("http.slow_reader"));
}

TEST(EventServer, StopEndsStreams) {
    http::ServerOptions options;
    options.deadlines.linger = 50ms;
    EventServer events({}, options);
    RawClient client(events.server.port());
    client.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    client.read_until("retry: 2000\n\n");
    EXPECT_TRUE(events.server.server().stop(10s));
    EXPECT_THAT(client.read_all(), EndsWith("0\r\n\r\n"));
}

}  // namespace
}  // namespace relief::test
