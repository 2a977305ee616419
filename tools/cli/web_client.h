// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace relief {

struct WebAnswer {
    int status = 0;
    std::string body;
    /// Headers by lower-case name, in order; one may come several times.
    std::multimap<std::string, std::string, std::less<>> headers;

    [[nodiscard]] std::string header(std::string_view name) const;
};

struct WebRequest {
    std::string method = "GET";
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

/// Asks a server of ours by http or https: no redirects, no proxy, the certificate checked. Waits
/// up to two minutes. bad_input server.unreachable where nobody answers.
[[nodiscard]] WebAnswer ask_web(const WebRequest& request);

/// A text as part of an address.
[[nodiscard]] std::string url_escaped(std::string_view text);

}  // namespace relief
