// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// What came of speaking to a server.
struct Reply {
    int status = 0;  ///< of HTTP or SMTP; 0 where nobody answered
    std::string body;
    std::string error;  ///< why nobody answered
};

/// POSTs a body by http or https; follows no redirect, answers within 10 seconds or not at all.
[[nodiscard]] Reply http_post(const std::string& url, const std::vector<std::string>& headers,
                              const std::string& body);

/// Hands a message (RFC 5322, CRLF) to an SMTP server: "smtp://127.0.0.1:2525". 250 is done.
[[nodiscard]] Reply smtp_send(const std::string& url, const std::string& from,
                              const std::string& to, const std::string& message);

/// Loads what sends now, which else the first message does: for a server.
void load_web_library();

/// HMAC-SHA256 as lower-case hex (RFC 2104).
[[nodiscard]] std::string hmac_sha256_hex(const std::string& key, const std::string& bytes);

/// Base64 on one line, and its bytes again; nullopt where a text is none (RFC 4648, section 4).
[[nodiscard]] std::string base64(const std::string& bytes);
[[nodiscard]] std::optional<std::string> bytes_of_base64(std::string_view text);

/// Base64 in lines of 76 with CRLF (RFC 2045).
[[nodiscard]] std::string base64_lines(const std::string& bytes);

}  // namespace relief
