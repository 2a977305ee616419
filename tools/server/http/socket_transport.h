// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/time.h"
#include "tools/server/http/transport.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace relief::http {

/// Where a Listener listens and how.
struct ListenOptions {
    std::string address;
    std::uint16_t port = 0;
    std::string certificate_file;  ///< PEM chain; "" = plain
    std::string key_file;
    bool plain_off_loopback = false;
    int threads = 1;
};

/// The listening socket and the threads on which its clients' transports run.
class Listener {
  public:
    using Accept = std::function<void(std::unique_ptr<Transport>)>;

    /// Errors as HttpServer's. Each client is given to `accept`, on one of the threads.
    Listener(const ListenOptions& options, Accept accept);
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    ~Listener();

    [[nodiscard]] std::uint16_t port() const;
    /// Accepts nobody more; clients accepted before stay.
    void close();
    /// Waits for the threads: they end when listener and all transports are closed.
    void join();

  private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace relief::http
