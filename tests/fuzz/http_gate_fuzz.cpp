// SPDX-License-Identifier: Apache-2.0
// Any bytes of a client: the gate, the chunk reader, the target and the event id come to an end
// and say what a slow plain reader says; what passes, Beast reads alike; what was said of a prefix
// stands. The first byte chooses: C chunks, E an event id, else a header.
#include "tests/server/plain_reader.h"
#include "tools/server/http/event_stream.h"
#include "tools/server/http/gate.h"
#include "tools/server/http/head.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>

namespace {

using relief::http::ChunkReader;

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void check_header(std::string_view bytes) {
    const relief::http::GateRules rules;
    const relief::http::Verdict verdict = relief::http::inspect(bytes, rules);
    const auto half = relief::http::inspect(bytes.substr(0, bytes.size() / 2), rules);
    require(std::holds_alternative<relief::http::Incomplete>(half) ||
            half.index() == verdict.index());
    const auto* passed = std::get_if<relief::http::Passed>(&verdict);
    if (passed == nullptr) {
        return;
    }
    const std::string_view header = bytes.substr(0, passed->header_bytes);
    if (header.size() > 1024) {
        return;  // regular expressions go as deep as a text is long
    }
    const auto plain = relief::test::read_plainly(header);
    require(plain && plain->method == passed->method &&
            plain->chunked == (passed->framing == relief::http::Framing::chunked) &&
            plain->length.value_or(0) == passed->length);
    require(relief::http::parse_fields(header, *passed).has_value());
    const std::string& path = passed->target.path;
    require(path[0] == '/' && (path + "/").find("/../") == std::string::npos &&
            path.find('\0') == std::string::npos && path.find('\\') == std::string::npos);
}

void check_chunks(std::string_view bytes) {
    constexpr std::uint64_t limit = 1U << 20;
    const auto plain = relief::test::read_chunks_plainly(bytes);
    ChunkReader reader(limit);
    std::string body;
    std::string_view left = bytes;
    ChunkReader::State state = ChunkReader::State::more;
    for (std::size_t step = 1; !left.empty() && state == ChunkReader::State::more;
         step = step * 2) {
        std::string_view piece = left.substr(0, step);
        const std::size_t before = piece.size();
        state = reader.read(piece, body);
        left.remove_prefix(before - piece.size());
    }
    require(body.size() <= limit);
    require((state == ChunkReader::State::done && left.empty()) == plain.has_value());
    require(!plain || *plain == body);
}

void check_event_id(std::string_view text) {
    if (const auto id = relief::http::parse_event_id(text)) {
        require(std::to_string(*id) == text);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (bytes.starts_with('C')) {
        check_chunks(bytes.substr(1));
    } else if (bytes.starts_with('E')) {
        check_event_id(bytes.substr(1));
    } else {
        check_header(bytes);
    }
    require(relief::http::audit_line({400, "http.byte", std::string(bytes), ""}, "-").find('\n') ==
            std::string::npos);
    return 0;
}
