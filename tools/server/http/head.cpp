// SPDX-License-Identifier: Apache-2.0
#include "tools/server/http/head.h"

// Boost 1.74's asio uses std::exchange without including it.
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/status.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>

namespace relief::http {
namespace {

namespace beast_http = boost::beast::http;

std::string_view view(boost::beast::string_view text) {
    return {text.data(), text.size()};
}

std::string lower_case(std::string_view name) {
    std::string lower(name);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) {
        return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    });
    return lower;
}

using Parser = beast_http::request_parser<beast_http::empty_body>;

bool agrees(const Parser& parser, const Passed& passed) {
    const auto length = parser.content_length();
    const bool same_end = passed.framing == Framing::chunked ? parser.chunked()
                          : passed.framing == Framing::length
                              ? !parser.chunked() && length && *length == passed.length
                              : !parser.chunked() && !length;
    return same_end && view(parser.get().method_string()) == passed.method &&
           parser.get().version() == (passed.version_1_0 ? 10U : 11U);
}

bool is_clean(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7F;
    });
}

/// Fields the server writes itself, and never a handler.
bool is_ours(std::string_view name) {
    const std::string lower = lower_case(name);
    return lower == "date" || lower == "content-length" || lower == "transfer-encoding" ||
           lower == "connection" || lower == "content-type" || lower == "x-content-type-options";
}

bool may_be_written(const Response& response) {
    return is_clean(response.content_type) &&
           std::all_of(response.headers.begin(), response.headers.end(), [](const auto& field) {
               const auto& [name, value] = field;
               return !name.empty() && is_clean(name) &&
                      name.find_first_of(" \t:") == std::string::npos && is_clean(value) &&
                      !is_ours(name);
           });
}

bool names_cache_control(const Response& response) {
    return std::any_of(response.headers.begin(), response.headers.end(), [](const auto& field) {
        return field.first.size() == 13 && lower_case(field.first) == "cache-control";
    });
}

void append_field(std::string& text, std::string_view name, std::string_view value) {
    text += name;
    text += ": ";
    text += value;
    text += "\r\n";
}

bool has_no_body(int status) {
    return status == 204 || status == 304 || status < 200;
}

}  // namespace

std::optional<Pairs> parse_fields(std::string_view header, const Passed& passed) {
    Parser parser;
    parser.eager(false);
    parser.header_limit(static_cast<std::uint32_t>(header.size() + 1));
    // "No limit" (boost::none) refuses every length in 1.74.
    parser.body_limit(std::numeric_limits<std::uint64_t>::max());
    boost::system::error_code error;
    const std::size_t read =
        parser.put(boost::asio::const_buffer(header.data(), header.size()), error);
    if (error || read != header.size() || !parser.is_header_done() || !agrees(parser, passed)) {
        return std::nullopt;
    }
    Pairs fields;
    fields.reserve(16);
    for (const auto& field : parser.get()) {
        fields.emplace_back(lower_case(view(field.name_string())), view(field.value()));
    }
    return fields;
}

std::optional<std::string> response_head(const Response& response, BodyForm form, bool keep_alive,
                                         std::string_view date) {
    if (!may_be_written(response) || response.status < 200 || response.status > 599) {
        return std::nullopt;
    }
    std::string text;
    text.reserve(320);
    fmt::format_to(std::back_inserter(text), "HTTP/1.1 {} {}\r\n", response.status,
                   status_phrase(response.status));
    append_field(text, "Date", date);
    if (!response.content_type.empty()) {
        append_field(text, "Content-Type", response.content_type);
    }
    if (form == BodyForm::chunked) {
        append_field(text, "Transfer-Encoding", "chunked");
    } else if (form == BodyForm::length && !has_no_body(response.status)) {
        fmt::format_to(std::back_inserter(text), "Content-Length: {}\r\n",
                       response.content().size());
    }
    append_field(text, "X-Content-Type-Options", "nosniff");
    if (!names_cache_control(response)) {
        append_field(text, "Cache-Control", "no-store");
    }
    for (const auto& [name, value] : response.headers) {
        append_field(text, name, value);
    }
    append_field(text, "Connection", keep_alive ? "keep-alive" : "close");
    text += "\r\n";
    return text;
}

std::string_view status_phrase(int status) {
    const auto phrase = beast_http::obsolete_reason(static_cast<beast_http::status>(status));
    return view(phrase);
}

}  // namespace relief::http
