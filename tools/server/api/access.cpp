// SPDX-License-Identifier: Apache-2.0
#include "tools/server/api/access.h"

#include "core/error.h"

#include <charconv>

#include <fmt/format.h>

namespace relief {
namespace {

/// Percent-encoded text decoded; what is no such text stays as it is.
std::string decoded(const std::string& text) {
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        unsigned char byte = 0;
        const char* digits = text.data() + at + 1;
        const bool escape = text[at] == '%' && at + 2 < text.size() &&
                            std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2;
        plain += escape ? static_cast<char>(byte) : text[at];
        at += escape ? 2 : 0;
    }
    return plain;
}

}  // namespace

void check_origin(const http::Request& request) {
    const std::string* site = request.header("sec-fetch-site");
    const std::string* origin = request.header("origin");
    const std::string* host = request.header("host");
    const std::string own =
        fmt::format("{}://{}", request.secure ? "https" : "http", host == nullptr ? "" : *host);
    const bool elsewhere = (site != nullptr && *site != "same-origin" && *site != "none") ||
                           (origin != nullptr && *origin != own);
    if (elsewhere) {
        throw refused({.code = "access.refused",
                       .message = "the request comes from a page of another site",
                       .field = "Origin",
                       .found = origin == nullptr ? *site : *origin,
                       .expected = own});
    }
}

std::string Cut::words() const {
    return fmt::format("{}", fmt::join(places, ","));
}

Access open_access() {
    return {.asks_books = false,
            .who = [](OpenedBooks*, const http::Request& request, Instant) -> Caller {
                const std::string* named = request.header(actor_field);
                return {.actor = named == nullptr ? "demo" : decoded(*named),
                        .session = {},
                        .peer = request.peer};
            },
            .may = [](OpenedBooks*, const Caller&, const Operation&, const Given&,
                      Instant) -> std::optional<Cut> { return std::nullopt; }};
}

}  // namespace relief
