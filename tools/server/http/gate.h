// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/server/http/target.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace relief::http {

/// Why the server itself says no to a request or a connection. Every one is told to the audit and
/// ends the connection.
struct Refusal {
    int status = 400;
    std::string code;      ///< of the table in core/error.cpp: "http.host"
    std::string found;     ///< what was there, as it came: escape it before it is shown
    std::string expected;  ///< in words; "" where the code says it
};

struct GateRules {
    std::size_t header_bytes_max = 8192;  ///< with request line and the empty line at the end
    std::size_t fields_max = 64;
    /// Names a Host header may give, lower case, without a port: "localhost", "[::1]". A name that
    /// is not among them is a page of somebody else's that had its name pointed at us.
    std::vector<std::string> hosts{"localhost", "127.0.0.1", "[::1]"};
};

enum class Framing { none, length, chunked };

/// What the bytes of a header say about the request and its end.
struct Passed {
    std::size_t header_bytes = 0;  ///< the body, or the next request, begins here
    std::string method;
    Target target;
    Framing framing = Framing::none;
    std::uint64_t length = 0;  ///< bytes of the body where its framing is `length`
    bool version_1_0 = false;
    bool keep_alive = true;
    bool expects_continue = false;
};

/// The header has not ended, and nothing in it is wrong so far.
struct Incomplete {};

using Verdict = std::variant<Incomplete, Passed, Refusal>;

/// Judges the raw bytes a client has sent so far, from the first byte of a request on, before any
/// other parser sees them. A header passes only where every reader, proxy or library would find
/// the same request and the same end of it (RFC 9112 with the choices it leaves taken away):
///
/// - lines end with CR LF; no other control character, no folded line, no blank before a colon
/// - "METHOD SP /target SP HTTP/1.0|1.1", the methods of Request, the target of parse_target()
/// - one Host of the allowed ones; no second Content-Length, Content-Type, Authorization …
/// - one Content-Length of digits, or Transfer-Encoding: chunked alone and not under HTTP/1.0
/// - no Content-Encoding, no Expect but 100-continue
/// - at most header_bytes_max bytes and fields_max fields
///
/// A refusal stands whatever follows; what follows the header is not looked at.
[[nodiscard]] Verdict inspect(std::string_view bytes, const GateRules& rules);

/// Reads a chunked body piece by piece and as strictly as the gate: sizes of 1 to 8 hexadecimal
/// digits, lines that end with CR LF and have at most 128 bytes, extensions of printable ASCII
/// (ignored), no trailer.
class ChunkReader {
  public:
    enum class State { more, done, bad, too_large };

    /// `body_max`: bytes of the body after which it is too_large.
    explicit ChunkReader(std::uint64_t body_max) : left_(body_max) {}

    /// Takes bytes from the front of `bytes` and appends those of the body to `body`. What stands
    /// in `bytes` after `done` belongs to the next request.
    State read(std::string_view& bytes, std::string& body);

  private:
    enum class Expecting { size, data, data_end, last_end };

    State read_size();

    Expecting expecting_ = Expecting::size;
    std::string line_;         ///< of a size or an end, as far as it has come
    std::uint64_t chunk_ = 0;  ///< bytes left of the chunk
    std::uint64_t left_;       ///< bytes left of the limit
};

/// One line for the log: code, status, peer, and what was found with everything but printable ASCII
/// escaped and cut at 160 characters.
[[nodiscard]] std::string audit_line(const Refusal& refusal, std::string_view peer);

}  // namespace relief::http
