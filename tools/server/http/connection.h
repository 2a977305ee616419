// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/server/http/gate.h"
#include "tools/server/http/message.h"
#include "tools/server/http/transport.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace relief::http {

/// How long a client may take. Each is one deadline for the whole of a thing, not for a read of it.
struct Deadlines {
    std::chrono::milliseconds header{10000};   ///< from the first byte of a request to its header
    std::chrono::milliseconds request{30000};  ///< from the first byte of a request to its last
    std::chrono::milliseconds answer{120000};  ///< for the handler
    std::chrono::milliseconds write{60000};    ///< for an answer, or a piece of a stream, to go out
    std::chrono::milliseconds idle{60000};     ///< between two requests
    std::chrono::milliseconds linger{1000};    ///< for the client to end after our last word
};

/// Bytes a request to this method and path may carry.
using BodyLimit = std::function<std::uint64_t(const std::string& method, const std::string& path)>;

/// What all connections of a server share; it stays as long as any of them.
struct Service {
    Handler handler;
    GateRules gate;
    Deadlines deadlines;
    BodyLimit body_limit;
    /// Told of each refusal, from any of the server's threads.
    std::function<void(const Refusal&, const std::string& peer)> audit;
    std::function<std::string()> date;                    ///< the value of a Date field
    std::uint64_t bodies_max = std::uint64_t{256} << 20;  ///< bytes of all bodies at one time
    /// Bytes of the bodies that are announced, being read or with a handler.
    std::shared_ptr<std::atomic<std::uint64_t>> bodies =
        std::make_shared<std::atomic<std::uint64_t>>(0);
};

/// One client, one request at a time: the next one of a pipeline is not looked at before the
/// answer to the one before has gone out, so nothing queues in memory. All of it runs on the
/// transport's thread; start(), refuse() and stop() may be called from any.
class Connection : public std::enable_shared_from_this<Connection> {
  public:
    Connection(std::shared_ptr<const Service> service, std::unique_ptr<Transport> transport,
               std::function<void()> on_closed);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    void start();
    /// Says no before anything is read, and ends.
    void refuse(const Refusal& refusal);
    /// Ends when the request at hand is answered; at once where there is none.
    void stop();
    void abort();

  private:
    enum class State { opening, header, body, answering, writing, streaming, ending, closed };
    enum class Taken { more, whole, refused };

    void next_request();
    void look();
    void read(void (Connection::*then)());
    void begin(Passed passed);
    void take_body();
    Taken take_from_buffer();
    [[nodiscard]] bool reserve(std::uint64_t bytes);
    void release();
    void hand_over();
    void answer(std::uint64_t number, std::optional<Answer> answer);
    void say_no(const Refusal& refusal);
    void send(Response response, bool keep);
    void begin_stream(Stream stream);
    void pull();
    void take_piece(std::optional<std::string> piece);
    void send_piece(std::string_view piece);
    void piece_written();
    void end_stream();
    void watch_for_leaving();
    void write(std::string_view body, void (Connection::*then)());
    void finish();
    void close();
    void set_deadline(SteadyTime when);
    void set_deadline(std::chrono::milliseconds from_now);
    void wake();
    void overdue();
    void idle_in_stream();
    void tell(const Refusal& refusal) const;

    std::shared_ptr<const Service> service_;
    std::unique_ptr<Transport> transport_;
    std::function<void()> on_closed_;
    State state_ = State::opening;
    bool stopping_ = false;
    std::uint64_t number_ = 0;  ///< of the request at hand: a late answer to another is dropped

    std::string buffer_;  ///< bytes that came and are not used up
    Passed passed_;
    Request request_;
    std::optional<ChunkReader> chunks_;
    std::uint64_t body_left_ = 0;
    std::uint64_t reserved_ = 0;  ///< of Service::bodies
    SteadyTime began_;            ///< first byte of the request at hand
    bool before_first_byte_ = false;
    bool head_only_ = false;  ///< asked for by HEAD

    std::string head_;  ///< what is being written, with body_ or shared_body_
    std::string body_;
    std::shared_ptr<const std::string> shared_body_;
    bool in_flight_ = false;  ///< a write has not come back
    bool keep_ = false;

    std::optional<Stream> stream_;
    bool chunked_ = false;
    bool source_ended_ = false;
    bool pull_owed_ = false;                    ///< the next piece is asked for after this write
    std::optional<std::string> waiting_piece_;  ///< came while another was in flight
    std::array<char, 512> unread_{};            ///< what a client sends in a stream is dropped
    std::size_t unread_bytes_ = 0;

    SteadyTime deadline_ = SteadyTime::max();
    SteadyTime armed_ = SteadyTime::max();
};

}  // namespace relief::http
