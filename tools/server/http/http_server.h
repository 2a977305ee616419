// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/time.h"
#include "tools/server/http/connection.h"
#include "tools/server/http/message.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace relief::http {

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  ///< 0 = one that is free; HttpServer::port() tells it
    /// PEM files; both or neither. With them the server speaks TLS 1.2 and 1.3 alone.
    std::string certificate_file;
    std::string key_file;
    /// Without TLS only a loopback address is served, unless this says otherwise.
    bool plain_off_loopback = false;
    int threads = 1;
    /// Clients at one time; a further one gets 503 and is closed. 0 = as many as come.
    std::size_t connections_max = 1024;
    std::size_t connections_per_address_max = 64;
    GateRules gate;
    Deadlines deadlines;
    /// Where it is empty: none for GET and HEAD, 1 MiB for the others.
    BodyLimit body_limit;
    /// Bytes of all bodies at one time; a request past it gets 503.
    std::uint64_t bodies_max = std::uint64_t{256} << 20;
    /// One call a refusal, from any thread. May be empty.
    std::function<void(const Refusal&, const std::string& peer)> audit;
};

/// Serves HTTP/1.1 from its construction until stop(). Knows nothing of what is served.
class HttpServer {
  public:
    /// Listens at once. bad_input (http.address, http.certificate) where the address or the files
    /// cannot be used; refused (http.plain) for plain HTTP off loopback; conflict
    /// (http.address_taken) where another program listens there. `clock` gives the Date.
    HttpServer(ServerOptions options, const Clock& clock, Handler handler);
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;
    /// stop() without patience.
    ~HttpServer();

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] std::size_t connections() const;

    /// Accepts nobody more, ends streams and idle connections, lets requests that have begun be
    /// answered for `patience`, then closes what is left. True where nothing was cut off. Must not
    /// be called from a handler. A second call does nothing.
    bool stop(std::chrono::milliseconds patience);

  private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace relief::http
