// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace relief::http {

/// Names and values in the order they came in; a name may come twice.
using Pairs = std::vector<std::pair<std::string, std::string>>;

/// A request as a handler gets it: it has passed the gate (gate.h) and is here whole.
struct Request {
    std::string method;  ///< "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"
    std::string path;    ///< decoded UTF-8, begins with "/", no "//", "." or ".." in it
    Pairs query;         ///< decoded
    Pairs headers;       ///< names in lower case, values without blanks around them
    std::string body;
    std::string peer;     ///< address of the client without its port: "127.0.0.1", "::1"
    bool secure = false;  ///< came over TLS

    /// The first header of that name (lower case); nullptr where there is none.
    [[nodiscard]] const std::string* header(std::string_view name) const;
    /// The first query parameter of that name; nullptr where there is none.
    [[nodiscard]] const std::string* parameter(std::string_view name) const;
};

/// An answer that is here whole. The server adds Date, Content-Length, Connection,
/// X-Content-Type-Options and, where `headers` has none, Cache-Control: no-store. A header with a
/// line break or another control character in it turns the answer into a 500.
struct Response {
    int status = 200;
    std::string content_type;  ///< "" = no Content-Type
    Pairs headers;
    std::string body;
    /// Sent in place of `body` where it is set: many clients may read one copy.
    std::shared_ptr<const std::string> shared_body;
    bool close = false;  ///< end the connection after it

    [[nodiscard]] std::string_view content() const {
        return shared_body ? std::string_view(*shared_body) : std::string_view(body);
    }
};

/// Where the bytes of an answer without a known end come from. The connection asks for the next
/// piece when the one before has gone out, so a slow client holds one piece and no more.
class ByteSource {
  public:
    virtual ~ByteSource() = default;
    /// Calls `then` once, now or later, from any thread: with bytes to send, or with nullopt at
    /// the end.
    virtual void next(std::function<void(std::optional<std::string>)> then) = 0;
    /// The client has gone or the server stops: next() is not called again.
    virtual void closed() = 0;
};

/// An answer whose body is taken from a source.
struct Stream {
    Response head;  ///< its body is left out
    std::shared_ptr<ByteSource> source;
    std::string idle_bytes;  ///< sent after `idle` without a piece; "" = nothing is sent
    std::chrono::milliseconds idle{15000};
};

using Answer = std::variant<Response, Stream>;

/// How a handler answers: once, from any thread, now or later. Copies answer the same request; a
/// second answer is dropped. Where the last copy goes without an answer, the client gets a 500.
class Reply {
  public:
    /// `send` is called once at most, with nullopt where nobody answered.
    explicit Reply(std::function<void(std::optional<Answer>)> send);

    /// True where this was the answer.
    bool operator()(Answer answer) const;

  private:
    struct Once;
    std::shared_ptr<Once> once_;
};

/// Called on a thread that serves other clients too: it must not wait. What takes time is given,
/// with the reply, to another thread. An exception out of it is answered with a 500.
using Handler = std::function<void(Request, Reply)>;

}  // namespace relief::http
