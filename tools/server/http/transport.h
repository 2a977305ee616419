// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace relief::http {

/// A time of the clock that only goes forward: no jump of the machine's time moves a deadline.
using SteadyTime = std::chrono::steady_clock::time_point;

/// One client's socket, plain or TLS, with its one timer: all that a connection needs of the
/// machine, so that a test can be the machine. Every function but post() is called on the
/// connection's own thread, every `then` is called there once, none from inside the call that was
/// given it (open() of a plain socket excepted). After close() outstanding reads and writes end
/// with ok = false.
class Transport {
  public:
    using Then = std::function<void(bool ok, std::size_t bytes)>;

    virtual ~Transport() = default;
    /// Makes the connection ready to speak on: the TLS handshake, nothing for a plain one.
    virtual void open(Then then) = 0;
    /// Reads what is there, 1 to `room` bytes, to `at`, which stays until then.
    virtual void read(char* at, std::size_t room, Then then) = 0;
    /// Writes both texts whole, one behind the other; they stay until then.
    virtual void write(std::string_view head, std::string_view body, Then then) = 0;
    /// Tells the client that nothing more comes, and reads away what it still sends until it has
    /// ended too: without that, closing would destroy the answer on its way.
    virtual void finish(Then then) = 0;
    virtual void close() = 0;
    /// Calls `then` at `when`; replaces an earlier call that has not come yet.
    virtual void wake_at(SteadyTime when, std::function<void()> then) = 0;
    [[nodiscard]] virtual SteadyTime now() const = 0;
    /// Runs a task on the connection's own thread: at once where this is that thread. From any.
    virtual void post(std::function<void()> task) = 0;
    [[nodiscard]] virtual std::string peer() const = 0;  ///< address without port
    [[nodiscard]] virtual bool secure() const = 0;
};

}  // namespace relief::http
