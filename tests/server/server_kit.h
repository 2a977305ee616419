// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/server/http/http_server.h"

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace relief::test {

/// A server on a free port of loopback whose handler tells back what it was asked, and that keeps
/// what reached the handler and what was refused.
class TestServer {
  public:
    explicit TestServer(http::ServerOptions options = {}, http::Handler handler = nullptr);

    [[nodiscard]] std::uint16_t port() const { return server_->port(); }
    [[nodiscard]] http::HttpServer& server() { return *server_; }
    /// "METHOD path" of each request the handler saw, in their order.
    [[nodiscard]] std::vector<std::string> asked() const;
    /// Codes of the refusals, in their order.
    [[nodiscard]] std::vector<std::string> refused() const;

  private:
    mutable std::mutex mutex_;
    std::vector<std::string> asked_;
    std::vector<std::string> refused_;
    FixedClock clock_;
    std::unique_ptr<http::HttpServer> server_;
};

/// 200 with the text as its body.
[[nodiscard]] http::Response text_response(std::string body);

}  // namespace relief::test
