// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/server/http/message.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief::http {

/// One row of the journal as the consoles get it.
struct Event {
    std::uint64_t seq = 0;  ///< rises from event to event; gaps are allowed
    std::string name;       ///< letters, digits, ".", "_", "-"
    std::string data;       ///< any UTF-8, also of several lines
};

/// What has come since a seq.
struct BacklogPage {
    bool too_old = false;  ///< the seq is not kept any more, or never was
    std::vector<Event>
        events;  ///< the first ones behind it, rising; fewer than asked for = the last
};

/// Reads up to `limit` events behind `after` from the journal and calls `then` once, from any
/// thread, now or later. What publish() was told before the call must be found by it.
using Backlog = std::function<void(std::uint64_t after, std::size_t limit,
                                   std::function<void(BacklogPage)> then)>;

struct EventOptions {
    /// Events kept in memory for all clients together, and how many may wait for one client whose
    /// last piece does not go out.
    std::size_t queue = 256;
    /// How long a piece must be stuck before the queue counts: a burst harms nobody who reads.
    std::chrono::milliseconds stuck{1000};
    std::chrono::milliseconds heartbeat{15000};
    std::chrono::milliseconds retry{2000};  ///< after which a browser comes back
};

/// For whom a stream is.
struct Subscriber {
    std::string owner;                         ///< a session's id, for EventHub::close_of()
    std::function<bool(const Event&)> wanted;  ///< events that concern it; empty = all
};

/// Events out to any number of clients (Server-Sent Events). A client holds a place in the
/// sequence and not a queue of its own: what it still lacks is taken from the last `queue` events,
/// or, where it is further back, page by page from the journal. So each gets every event behind
/// its Last-Event-ID once, in order, however it is cut off and comes back; or, where that cannot
/// be, one event "reset" whose id is the newest seq: reload everything, then go on from there.
class EventHub {
  public:
    /// `head`: the newest seq there is, 0 for none.
    EventHub(std::uint64_t head, Backlog backlog, EventOptions options = {});
    EventHub(const EventHub&) = delete;
    EventHub& operator=(const EventHub&) = delete;
    ~EventHub();

    /// From any thread, behind the commit. A seq that is not newer than the newest is dropped; an
    /// event whose name is not one is a fault (internal).
    void publish(Event event);

    /// The stream for a client that has seen everything up to `after` (nullopt: everything).
    [[nodiscard]] Stream subscribe(std::optional<std::uint64_t> after, Subscriber subscriber = {});

    /// Ends the streams of one owner at once: a session that is over sees nothing more.
    void close_of(const std::string& owner);

    [[nodiscard]] std::size_t clients() const;
    [[nodiscard]] std::uint64_t head() const;

  private:
    struct Shared;
    class Source;
    std::shared_ptr<Shared> shared_;
};

/// A Last-Event-ID: digits without sign, blank or leading zero, below 2^63. nullopt else.
[[nodiscard]] std::optional<std::uint64_t> parse_event_id(std::string_view text);

/// Answers a request for the stream: resumes behind its Last-Event-ID header, else behind its
/// parameter last_event_id, else with what comes from now on; 400 (http.event_id) where that is no
/// number.
void answer_events(EventHub& hub, const Request& request, const Reply& reply,
                   Subscriber subscriber = {});

/// The event as it goes over the wire, with its empty line.
[[nodiscard]] std::string event_text(std::uint64_t seq, std::string_view name,
                                     std::string_view data);

}  // namespace relief::http
