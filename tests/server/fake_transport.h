// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/server/http/transport.h"

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace relief::test {

/// The machine of one connection, with a clock that stands still until it is moved.
class FakeMachine {
  public:
    /// To be given to a Connection; the machine outlives it.
    std::unique_ptr<http::Transport> transport();

    /// Bytes from the client; they are read as far as the connection reads.
    void feed(std::string_view bytes);
    void client_ends();
    /// Moves the clock, ringing on the way what was to ring.
    void pass(std::chrono::milliseconds time);
    /// While writes are held they do not come back, as with a client that takes nothing.
    void hold_writes(bool held);

    [[nodiscard]] const std::string& written() const { return written_; }
    [[nodiscard]] bool finished() const { return finish_ != nullptr; }
    [[nodiscard]] bool closed() const { return closed_; }

  private:
    friend class FakeTransport;
    void run();

    http::SteadyTime now_{std::chrono::hours(1)};
    std::string incoming_;
    bool ended_ = false;
    bool held_ = false;
    bool closed_ = false;
    std::string written_;
    struct Read {
        char* at;
        std::size_t room;
        http::Transport::Then then;
    };
    std::optional<Read> read_;
    std::deque<std::function<void(bool)>> writes_;
    http::Transport::Then finish_;
    std::optional<std::pair<http::SteadyTime, std::function<void()>>> alarm_;
};

}  // namespace relief::test
