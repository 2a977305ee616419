// SPDX-License-Identifier: Apache-2.0
#include "tools/server/http/gate.h"

#include "tools/server/http/blanks.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <optional>

namespace relief::http {
namespace {

constexpr std::size_t npos = std::string_view::npos;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// `name` is in lower case.
bool same_name(std::string_view text, std::string_view name) {
    return text.size() == name.size() && std::equal(text.begin(), text.end(), name.begin(),
                                                    [](char a, char b) { return lower(a) == b; });
}

/// Characters of a method or a field name (RFC 9110, 5.6.2).
constexpr std::array<bool, 256> token_characters() {
    std::array<bool, 256> set{};
    for (const char c : std::string_view("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                         "ABCDEFGHIJKLMNOPQRSTUVWXYZ")) {
        set[static_cast<unsigned char>(c)] = true;
    }
    return set;
}

bool is_token(std::string_view text) {
    static constexpr std::array<bool, 256> set = token_characters();
    return !text.empty() && std::all_of(text.begin(), text.end(),
                                        [](char c) { return set[static_cast<unsigned char>(c)]; });
}

Refusal no(int status, std::string_view code, std::string_view found,
           std::string_view expected = "") {
    return {status, std::string(code), std::string(found.substr(0, 160)), std::string(expected)};
}

/// What of a field's line may be shown and logged: the whole of those that frame a request, of any
/// other (a cookie, a password) the name alone.
std::string_view tellable(std::string_view line) {
    constexpr std::array<std::string_view, 6> open{
        "host", "content-length", "transfer-encoding", "expect", "content-encoding", "connection"};
    const std::string_view name = line.substr(0, line.find_first_of(": \t"));
    const auto same = [name](std::string_view other) { return same_name(name, other); };
    return std::any_of(open.begin(), open.end(), same) ? line : name;
}

/// A request line or target without its query, which may hold a token.
std::string_view without_query(std::string_view line) {
    return line.substr(0, line.find('?'));
}

/// Where the header ends (behind its empty line), nothing where it has not, or a refusal of bytes
/// that may not stand in a header at all.
struct Extent {
    std::optional<std::size_t> end;
    std::optional<Refusal> refusal;
};

/// The line the byte at `at` stands in, as far as it goes up to there and may be told.
std::string_view line_up_to(std::string_view bytes, std::size_t at) {
    const std::size_t feed = at == 0 ? npos : bytes.rfind('\n', at - 1);
    const std::size_t start = feed == npos ? 0 : feed + 1;
    const std::string_view line = bytes.substr(start, at + 1 - start);
    return start == 0 ? without_query(line) : tellable(line);
}

/// Passes over bytes that may stand anywhere in a header, eight at a time: stops at the latest at
/// the first control character, and somewhere before it.
std::size_t behind_plain(std::string_view bytes, std::size_t at, std::size_t limit) {
    constexpr std::uint64_t each = 0x0101010101010101;
    constexpr std::uint64_t high_bits = 0x80 * each;
    for (; at + sizeof(std::uint64_t) <= limit; at += sizeof(std::uint64_t)) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, bytes.data() + at, sizeof(eight));
        // A borrow reaches the high bit of a byte below 0x20; of one that is 0x7F once that is 0.
        const std::uint64_t delete_is_zero = eight ^ (0x7F * each);
        const std::uint64_t control = (eight - 0x20 * each) & ~eight;
        const std::uint64_t deleting = (delete_is_zero - each) & ~delete_is_zero;
        if (((control | deleting) & high_bits) != 0) {
            break;
        }
    }
    return at;
}

Extent find_end(std::string_view bytes, const GateRules& rules) {
    const auto wrong = [&](std::size_t at, std::string_view expected) {
        return Extent{{}, no(400, "http.byte", line_up_to(bytes, at), expected)};
    };
    std::size_t lines = 0;
    std::size_t line_start = 0;
    const std::size_t limit = std::min(bytes.size(), rules.header_bytes_max);
    for (std::size_t i = behind_plain(bytes, 0, limit); i < limit; ++i) {
        const auto c = static_cast<unsigned char>(bytes[i]);
        if ((c >= 0x20 && c != 0x7F) || c == '\t') {
            continue;
        }
        if (c != '\r') {
            return wrong(i, c == '\n' ? "CR before LF" : "no control character");
        }
        if (i + 1 == bytes.size()) {
            break;
        }
        if (bytes[i + 1] != '\n') {
            return wrong(i, "LF after CR");
        }
        if (i + 1 == limit) {
            break;
        }
        const bool empty = i == line_start;
        if (empty) {
            return {i + 2, {}};
        }
        ++lines;
        if (lines > rules.fields_max + 1) {
            return {{},
                    no(431, "http.header_count", std::to_string(lines - 1) + " fields and more",
                       fmt::format("at most {} fields", rules.fields_max))};
        }
        line_start = i + 2;
        i = behind_plain(bytes, line_start, limit) - 1;
    }
    if (bytes.size() >= rules.header_bytes_max) {
        return {{},
                no(431, "http.header_size", fmt::format("{} bytes and more", bytes.size()),
                   fmt::format("at most {} bytes", rules.header_bytes_max))};
    }
    return {};
}

std::optional<Refusal> read_request_line(std::string_view line, Passed& passed) {
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == npos || first == last || line.find(' ', first + 1) != last ||
        line.find('\t') != npos) {
        return no(400, "http.request_line", without_query(line), "METHOD SP target SP version");
    }
    const std::string_view method = line.substr(0, first);
    const std::string_view version = line.substr(last + 1);
    const bool shaped = version.size() == 8 && version.starts_with("HTTP/") &&
                        is_digit(version[5]) && version[6] == '.' && is_digit(version[7]);
    if (!shaped || !is_token(method)) {
        return no(400, "http.request_line", without_query(line), "METHOD SP target SP version");
    }
    if (version != "HTTP/1.1" && version != "HTTP/1.0") {
        return no(505, "http.version", version, "HTTP/1.1");
    }
    constexpr std::array<std::string_view, 7> methods{"GET",  "POST",   "PUT",    "PATCH",
                                                      "HEAD", "DELETE", "OPTIONS"};
    if (std::find(methods.begin(), methods.end(), method) == methods.end()) {
        return no(501, "http.method", method, fmt::format("{}", fmt::join(methods, ", ")));
    }
    const std::string_view target = line.substr(first + 1, last - first - 1);
    std::optional<Target> parsed = parse_target(target);
    if (!parsed) {
        return no(400, "http.target", without_query(target),
                  "/path?name=value without . .. // or encoded slashes");
    }
    passed.method = method;
    passed.target = std::move(*parsed);
    passed.version_1_0 = version == "HTTP/1.0";
    passed.keep_alive = !passed.version_1_0;
    return std::nullopt;
}

/// Fields that say something once. Two of one kind are two answers to one question.
enum Single {
    host,
    content_length,
    transfer_encoding,
    content_encoding,
    expect,
    content_type,
    authorization,
    cookie,
    origin,
    idempotency_key,
    if_match,
    last_event_id,
    single_count
};
constexpr std::array<std::string_view, single_count> single_names{
    "host",   "content-length",  "transfer-encoding", "content-encoding",
    "expect", "content-type",    "authorization",     "cookie",
    "origin", "idempotency-key", "if-match",          "last-event-id"};

struct Fields {
    std::array<std::optional<std::string_view>, single_count> single;
    bool close = false;
    bool keep_alive = false;
};

/// False where an option is no token.
bool read_connection(std::string_view value, Fields& fields) {
    while (!value.empty()) {
        const std::size_t end = std::min(value.find(','), value.size());
        const std::string_view option = trimmed(value.substr(0, end));
        if (!option.empty() && !is_token(option)) {
            return false;
        }
        fields.close = fields.close || same_name(option, "close");
        fields.keep_alive = fields.keep_alive || same_name(option, "keep-alive");
        value.remove_prefix(std::min(end + 1, value.size()));
    }
    return true;
}

/// The code of a refusal for one of the single fields.
std::string_view code_of(std::size_t name) {
    switch (name) {
        case host: return "http.host";
        case content_length: return "http.length";
        case transfer_encoding: return "http.encoding";
        default: return "http.duplicate";
    }
}

std::optional<Refusal> read_field(std::string_view line, Fields& fields) {
    if (line[0] == ' ' || line[0] == '\t') {
        return no(400, "http.folded", "", "each field on one line");
    }
    const std::size_t colon = line.find(':');
    if (colon == npos || !is_token(line.substr(0, colon))) {
        return no(400, "http.header", tellable(line), "name: value");
    }
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (same_name(name, "connection")) {
        return read_connection(value, fields)
                   ? std::nullopt
                   : std::optional(no(400, "http.header", line, "Connection: names"));
    }
    for (std::size_t i = 0; i < single_count; ++i) {
        if (same_name(name, single_names[i])) {
            if (fields.single[i]) {
                return no(400, code_of(i), tellable(line), "one field of that name");
            }
            // Readers differ in whether a tab is a blank, and these two say where a request ends.
            if ((i == content_length || i == transfer_encoding) && line.find('\t') != npos) {
                return no(400, code_of(i), line, "no tab");
            }
            fields.single[i] = value;
            return std::nullopt;
        }
    }
    return std::nullopt;
}

/// Name or address and what follows its colon; nullopt where it is no host.
std::optional<std::string_view> host_name(std::string_view value) {
    const bool bracketed = value.starts_with('[');
    const std::size_t bracket = bracketed ? value.find(']') : 0;
    if (bracket == npos) {
        return std::nullopt;
    }
    const std::size_t colon = value.find(':', bracket);
    const std::string_view name = value.substr(0, colon);
    if (name.empty() || (bracketed && name.size() != bracket + 1)) {
        return std::nullopt;
    }
    if (colon != npos) {
        const std::string_view port = value.substr(colon + 1);
        if (port.empty() || port.size() > 5 || !std::all_of(port.begin(), port.end(), is_digit)) {
            return std::nullopt;
        }
    }
    return name;
}

std::optional<Refusal> check_host(const Fields& fields, const GateRules& rules) {
    const auto& value = fields.single[host];
    if (!value) {
        return no(400, "http.host", "", "one Host field");
    }
    const std::optional<std::string_view> name = host_name(*value);
    if (!name) {
        return no(400, "http.host", *value, "name or name:port");
    }
    const auto allowed = [&](const std::string& host) { return same_name(*name, host); };
    if (std::none_of(rules.hosts.begin(), rules.hosts.end(), allowed)) {
        return no(400, "http.host_unknown", *value,
                  fmt::format("{}", fmt::join(rules.hosts, ", ")));
    }
    return std::nullopt;
}

std::optional<std::uint64_t> parse_length(std::string_view text) {
    constexpr std::size_t digits_max = 18;  // below 2^63 whatever they are
    const bool plain = !text.empty() && text.size() <= digits_max &&
                       std::all_of(text.begin(), text.end(), is_digit) &&
                       (text.size() == 1 || text[0] != '0');
    std::uint64_t value = 0;
    if (!plain) {
        return std::nullopt;
    }
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::optional<Refusal> check_framing(const Fields& fields, Passed& passed) {
    const auto& encoding = fields.single[transfer_encoding];
    const auto& length = fields.single[content_length];
    if (encoding) {
        if (length) {
            return no(400, "http.length", *length, "no Content-Length beside Transfer-Encoding");
        }
        if (passed.version_1_0 || !same_name(*encoding, "chunked")) {
            return no(400, "http.encoding", *encoding, "chunked alone, under HTTP/1.1");
        }
        passed.framing = Framing::chunked;
        return std::nullopt;
    }
    if (length) {
        const std::optional<std::uint64_t> bytes = parse_length(*length);
        if (!bytes) {
            return no(400, "http.length", *length, "digits without sign or leading zero");
        }
        passed.framing = Framing::length;
        passed.length = *bytes;
    }
    return std::nullopt;
}

std::optional<Refusal> check_expectations(const Fields& fields, Passed& passed) {
    const auto& coding = fields.single[content_encoding];
    if (coding && !same_name(*coding, "identity")) {
        return no(415, "http.content_encoding", *coding, "a body that is not compressed");
    }
    const auto& expectation = fields.single[expect];
    if (expectation && !same_name(*expectation, "100-continue")) {
        return no(417, "http.expect", *expectation, "100-continue");
    }
    passed.expects_continue = expectation && !passed.version_1_0 && passed.framing != Framing::none;
    return std::nullopt;
}

Verdict read_header(std::string_view header, const GateRules& rules) {
    Passed passed;
    passed.header_bytes = header.size();
    Fields fields;
    bool first = true;
    while (header.size() > 2) {  // the empty line is left
        const std::size_t end = header.find('\r');
        const std::string_view line = header.substr(0, end);
        auto refusal = first ? read_request_line(line, passed) : read_field(line, fields);
        if (refusal) {
            return std::move(*refusal);
        }
        first = false;
        header.remove_prefix(end + 2);
    }
    if (first) {
        return no(400, "http.request_line", "", "METHOD SP target SP version");
    }
    if (auto refusal = check_framing(fields, passed)) {
        return std::move(*refusal);
    }
    if (auto refusal = check_host(fields, rules)) {
        return std::move(*refusal);
    }
    if (auto refusal = check_expectations(fields, passed)) {
        return std::move(*refusal);
    }
    passed.keep_alive = !fields.close && (passed.keep_alive || fields.keep_alive);
    return passed;
}

int hex_digit(char c) {
    if (is_digit(c)) {
        return c - '0';
    }
    const char small = lower(c);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

}  // namespace

Verdict inspect(std::string_view bytes, const GateRules& rules) {
    Extent extent = find_end(bytes, rules);
    if (extent.refusal) {
        return std::move(*extent.refusal);
    }
    if (!extent.end) {
        return Incomplete{};
    }
    return read_header(bytes.substr(0, *extent.end), rules);
}

ChunkReader::State ChunkReader::read_size() {
    constexpr std::size_t digits_max = 8;
    std::size_t digits = 0;
    std::uint64_t size = 0;
    const std::string_view line = std::string_view(line_).substr(0, line_.size() - 2);
    while (digits < line.size() && hex_digit(line[digits]) >= 0) {
        size = size * 16 + static_cast<std::uint64_t>(hex_digit(line[digits]));
        if (++digits > digits_max) {
            return State::bad;
        }
    }
    const bool extension = digits < line.size() && line[digits] == ';';
    if (digits == 0 || (digits < line.size() && !extension)) {
        return State::bad;
    }
    if (size > left_) {
        return State::too_large;
    }
    left_ -= size;
    chunk_ = size;
    expecting_ = size == 0 ? Expecting::last_end : Expecting::data;
    line_.clear();
    return State::more;
}

ChunkReader::State ChunkReader::read(std::string_view& bytes, std::string& body) {
    constexpr std::size_t line_max = 128;
    while (!bytes.empty()) {
        if (expecting_ == Expecting::data) {
            const std::size_t taken = std::min<std::uint64_t>(bytes.size(), chunk_);
            body += bytes.substr(0, taken);
            bytes.remove_prefix(taken);
            chunk_ -= taken;
            expecting_ = chunk_ == 0 ? Expecting::data_end : Expecting::data;
            continue;
        }
        const char c = bytes[0];
        bytes.remove_prefix(1);
        const bool after_return = !line_.empty() && line_.back() == '\r';
        const bool printable = c >= 0x20 && c < 0x7F;
        const bool ends = after_return && c == '\n';
        const bool may_come =
            after_return ? ends : c == '\r' || (expecting_ == Expecting::size && printable);
        if (!may_come || line_.size() == line_max) {
            return State::bad;
        }
        line_ += c;
        if (!ends) {
            continue;
        }
        if (expecting_ == Expecting::last_end) {
            return State::done;
        }
        if (expecting_ == Expecting::data_end) {
            line_.clear();
            expecting_ = Expecting::size;
        } else if (const State state = read_size(); state != State::more) {
            return state;
        }
    }
    return State::more;
}

std::string audit_line(const Refusal& refusal, std::string_view peer) {
    constexpr std::size_t shown_max = 160;
    std::string shown;
    for (const char c : refusal.found) {
        if (shown.size() > shown_max) {
            shown += "...";
            break;
        }
        if (c == '"' || c == '\\') {
            shown += '\\';
            shown += c;
        } else if (c >= 0x20 && c < 0x7F) {
            shown += c;
        } else {
            fmt::format_to(std::back_inserter(shown), "\\x{:02x}", static_cast<unsigned char>(c));
        }
    }
    return fmt::format("{} status={} peer={} found=\"{}\"", refusal.code, refusal.status, peer,
                       shown);
}

}  // namespace relief::http
