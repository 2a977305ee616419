// SPDX-License-Identifier: Apache-2.0
#include "core/store/json_text.h"

#include "core/error.h"

#include <algorithm>

#include <fmt/format.h>
#include <unicode/utf8.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

/// A byte JSON writes as it is; of those above ASCII the text as a whole is looked at.
bool is_plain(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= ' ' && byte != '"' && byte != '\\' && byte != 0x7F;
}

bool is_utf8(std::string_view text) {
    const auto* data = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto length = static_cast<std::int64_t>(text.size());
    for (std::int64_t at = 0; at < length;) {
        UChar32 point = 0;
        U8_NEXT(data, at, length, point);
        if (point < 0) {
            return false;
        }
    }
    return true;
}

}  // namespace

void append_json(std::string& json, std::string_view text, std::string_view what) {
    if (std::all_of(text.begin(), text.end(), is_plain) && is_utf8(text)) {
        json += '"';
        json += text;
        json += '"';
        return;
    }
    try {
        json += nlohmann::json(text).dump();
    } catch (const nlohmann::json::exception&) {
        throw bad_input({.code = "text.encoding",
                         .message = fmt::format("a text of the {} is not UTF-8", what),
                         .expected = "UTF-8"});
    }
}

void append_digits(std::string& text, std::int64_t number) {
    const fmt::format_int digits(number);
    text.append(digits.data(), digits.size());
}

}  // namespace relief
