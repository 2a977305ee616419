// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace relief::test {

/// A client that sends exactly the bytes it is given, on loopback. Every wait of it ends after 20
/// seconds with an exception: a test fails and does not hang.
class RawClient {
  public:
    /// `receive_buffer`: bytes the kernel keeps for us before the server has to wait; 0 = as usual.
    explicit RawClient(std::uint16_t port, int receive_buffer = 0);
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;
    ~RawClient();

    /// Stops quietly where the server has closed.
    void send(std::string_view bytes);
    /// Nothing more comes from us.
    void end();
    /// Everything up to the server's end of the connection.
    std::string read_all();
    /// Up to and with `mark`; what came behind it is kept for the next read.
    std::string read_until(std::string_view mark);
    std::string read_bytes(std::size_t count);
    /// One answer with a Content-Length, header and body.
    std::string read_response();

  private:
    bool receive();

    int socket_ = -1;
    std::string kept_;
};

/// "HTTP/1.1 200 OK…" -> 200; 0 where it is no answer.
[[nodiscard]] int status_of(std::string_view response);
/// What stands behind the header.
[[nodiscard]] std::string body_of(std::string_view response);

}  // namespace relief::test
