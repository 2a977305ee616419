// SPDX-License-Identifier: Apache-2.0
#include "tools/server/http/target.h"

#include <algorithm>

namespace relief::http {
namespace {

constexpr std::size_t parameters_max = 64;

/// Characters of RFC 3986 that may stand as they are in a path or a query.
bool may_stand(char c) {
    constexpr std::string_view others = "-._~!$&'()*+,;=:@/?%";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           others.find(c) != std::string_view::npos;
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// How many bytes the character at the front takes, by Unicode's table of well-formed UTF-8; 0
/// where there is none.
std::size_t character_length(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto within = [&](std::size_t i, unsigned low, unsigned high) {
        return i < text.size() && byte(i) >= low && byte(i) <= high;
    };
    const unsigned first = byte(0);
    if (first < 0x80) {
        return 1;
    }
    if (first >= 0xC2 && first <= 0xDF) {
        return within(1, 0x80, 0xBF) ? 2 : 0;
    }
    if (first >= 0xE0 && first <= 0xEF) {
        const unsigned low = first == 0xE0 ? 0xA0 : 0x80;
        const unsigned high = first == 0xED ? 0x9F : 0xBF;
        return within(1, low, high) && within(2, 0x80, 0xBF) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const unsigned low = first == 0xF0 ? 0x90 : 0x80;
        const unsigned high = first == 0xF4 ? 0x8F : 0xBF;
        return within(1, low, high) && within(2, 0x80, 0xBF) && within(3, 0x80, 0xBF) ? 4 : 0;
    }
    return 0;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = character_length(text);
        if (length == 0) {
            return false;
        }
        text.remove_prefix(length);
    }
    return true;
}

enum class Part { path, query };

std::optional<std::string> decode(std::string_view text, Part part) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return std::nullopt;
            }
            c = static_cast<char>(high * 16 + low);
            i += 2;
            const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
            const bool separator = c == '/' || c == '\\' || c == '%';
            if (c == '\0' || (part == Part::path && (control || separator))) {
                return std::nullopt;
            }
        } else if (c == '+' && part == Part::query) {
            c = ' ';
        }
        decoded += c;
    }
    return is_utf8(decoded) ? std::optional(std::move(decoded)) : std::nullopt;
}

bool has_dot_or_empty_segment(std::string_view path) {
    path.remove_prefix(1);
    while (true) {
        const std::size_t end = path.find('/');
        const std::string_view segment = path.substr(0, end);
        if (segment == "." || segment == "..") {
            return true;
        }
        if (end == std::string_view::npos) {
            return false;  // an empty last segment is a path that ends with a slash
        }
        if (segment.empty()) {
            return true;
        }
        path.remove_prefix(end + 1);
    }
}

std::optional<Pairs> parse_query(std::string_view text) {
    Pairs query;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('&'), text.size());
        const std::string_view pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) {
            continue;
        }
        const std::size_t equals = std::min(pair.find('='), pair.size());
        auto name = decode(pair.substr(0, equals), Part::query);
        auto value = decode(pair.substr(std::min(equals + 1, pair.size())), Part::query);
        if (!name || !value || query.size() == parameters_max) {
            return std::nullopt;
        }
        query.emplace_back(std::move(*name), std::move(*value));
    }
    return query;
}

}  // namespace

std::optional<Target> parse_target(std::string_view text) {
    if (text.empty() || text[0] != '/' || !std::all_of(text.begin(), text.end(), may_stand)) {
        return std::nullopt;
    }
    const std::size_t question = std::min(text.find('?'), text.size());
    auto path = decode(text.substr(0, question), Part::path);
    auto query = parse_query(text.substr(std::min(question + 1, text.size())));
    if (!path || !query || has_dot_or_empty_segment(*path)) {
        return std::nullopt;
    }
    return Target{std::move(*path), std::move(*query)};
}

}  // namespace relief::http
