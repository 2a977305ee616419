// SPDX-License-Identifier: Apache-2.0
#include "tests/server/plain_reader.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <regex>
#include <vector>

namespace relief::test {
namespace {

/// The lines of a text that ends with an empty one, all ended by CR LF; nullopt else.
std::optional<std::vector<std::string>> lines_of(std::string_view header) {
    std::vector<std::string> lines(1);
    for (std::size_t i = 0; i < header.size(); ++i) {
        if (header.substr(i, 2) == "\r\n") {
            lines.emplace_back();
            ++i;
        } else {
            lines.back() += header[i];
        }
    }
    const bool ended = lines.size() >= 3 && lines.back().empty() && lines[lines.size() - 2].empty();
    if (!ended) {
        return std::nullopt;
    }
    lines.resize(lines.size() - 2);
    const auto has_control = [](const std::string& line) {
        return std::any_of(line.begin(), line.end(),
                           [](unsigned char c) { return (c < 32 && c != 9) || c == 127; });
    };
    return std::none_of(lines.begin(), lines.end(), has_control) ? std::optional(lines)
                                                                 : std::nullopt;
}

std::string small(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

using Fields = std::multimap<std::string, std::string>;

std::optional<Fields> fields_of(const std::vector<std::string>& lines) {
    static const std::regex field(
        "([-!#$%&'*+.^_`|~0-9A-Za-z]+):[ \\t]*((?:[^ \\t](?:[^]*[^ \\t])?)?)[ \\t]*");
    Fields fields;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        std::smatch found;
        if (!std::regex_match(lines[i], found, field)) {
            return std::nullopt;
        }
        fields.emplace(small(found[1]), found[2]);
    }
    return fields;
}

bool host_is_ours(const std::string& host) {
    static const std::regex ours("(localhost|127\\.0\\.0\\.1|\\[::1\\])(:[0-9]{1,5})?",
                                 std::regex::icase);
    return std::regex_match(host, ours);
}

}  // namespace

std::optional<PlainReading> read_plainly(std::string_view header) {
    static const std::regex request(
        "(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (/[^ \\t]*) "
        "HTTP/1\\.([01])");
    static const std::regex number("0|[1-9][0-9]{0,17}");
    const auto lines = lines_of(header);
    std::smatch line;
    if (!lines || lines->empty() || !std::regex_match(lines->front(), line, request)) {
        return std::nullopt;
    }
    const auto fields = fields_of(*lines);
    if (!fields || fields->count("host") != 1 || !host_is_ours(fields->find("host")->second)) {
        return std::nullopt;
    }
    for (const char* name :
         {"content-length", "transfer-encoding", "content-encoding", "expect", "content-type",
          "authorization", "cookie", "origin", "idempotency-key", "if-match", "last-event-id"}) {
        if (fields->count(name) > 1) {
            return std::nullopt;
        }
    }
    static const std::regex framing("(content-length|transfer-encoding):.*\t.*", std::regex::icase);
    static const std::regex options(
        "[ \\t]*([-!#$%&'*+.^_`|~0-9A-Za-z]+)?"
        "([ \\t]*,[ \\t]*([-!#$%&'*+.^_`|~0-9A-Za-z]+)?)*");
    const auto has_tab = [](const std::string& text) { return std::regex_match(text, framing); };
    if (std::any_of(lines->begin(), lines->end(), has_tab)) {
        return std::nullopt;
    }
    const auto [first, last] = fields->equal_range("connection");
    for (auto at = first; at != last; ++at) {
        if (!std::regex_match(at->second, options)) {
            return std::nullopt;
        }
    }
    PlainReading reading{.method = line[1], .version_1_0 = line[3] == "0"};
    const auto encoding = fields->find("transfer-encoding");
    const auto length = fields->find("content-length");
    if (encoding != fields->end()) {
        if (length != fields->end() || reading.version_1_0 ||
            small(encoding->second) != "chunked") {
            return std::nullopt;
        }
        reading.chunked = true;
    } else if (length != fields->end()) {
        if (!std::regex_match(length->second, number)) {
            return std::nullopt;
        }
        reading.length = std::stoull(length->second);
    }
    const auto coding = fields->find("content-encoding");
    const auto expect = fields->find("expect");
    if ((coding != fields->end() && small(coding->second) != "identity") ||
        (expect != fields->end() && small(expect->second) != "100-continue")) {
        return std::nullopt;
    }
    return reading;
}

std::optional<std::string> read_chunks_plainly(std::string_view bytes) {
    static const std::regex size_line("([0-9A-Fa-f]{1,8})(;[ -~]*)?\r\n");
    std::string body;
    while (true) {
        const std::size_t feed = bytes.find('\n');
        if (feed == std::string_view::npos) {
            return std::nullopt;
        }
        const std::string line(bytes.substr(0, feed + 1));
        std::smatch found;
        if (line.size() > 129 || !std::regex_match(line, found, size_line)) {
            return std::nullopt;
        }
        bytes.remove_prefix(line.size());
        const std::size_t size = std::stoul(found[1], nullptr, 16);
        if (bytes.size() < size + 2 || bytes.substr(size, 2) != "\r\n") {
            return std::nullopt;
        }
        body += bytes.substr(0, size);
        bytes.remove_prefix(size + 2);
        if (size == 0) {
            return bytes.empty() ? std::optional(body) : std::nullopt;
        }
    }
}

}  // namespace relief::test
