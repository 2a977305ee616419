// SPDX-License-Identifier: Apache-2.0
#include "alerts/cap/text_out.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <utility>

namespace relief::cap {
namespace {

/// How many bytes the character at the front has, by strict UTF-8 and XML 1.0; 0 for none.
std::size_t character_length(std::string_view text) {
    const auto byte = [text](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const unsigned first = byte(0);
    if (first < 0x80) {
        return 1;
    }
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    unsigned code = first & (length == 4 ? 0x07U : length == 3 ? 0x0FU : 0x1FU);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) {
            return 0;
        }
        code = code << 6U | (byte(i) & 0x3FU);
    }
    const unsigned least = length == 4 ? 0x10000U : length == 3 ? 0x800U : 0x80U;
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    const bool beyond = code > 0x10FFFF || code == 0xFFFE || code == 0xFFFF;
    return first < 0xC0 || first > 0xF7 || code < least || surrogate || beyond ? 0 : length;
}

}  // namespace

std::string number_text(double value) {
    // The longest plain double has 309 digits before its point, or 767 after it.
    std::array<char, 1100> text{};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(),
                                            value == 0 ? 0.0 : value, std::chars_format::fixed);
    return {text.data(), end};
}

std::string positions_text(const Ring& ring) {
    std::string text;
    for (const LonLat& at : ring) {
        text += text.empty() ? "" : " ";
        text += number_text(at.latitude) + ',' + number_text(at.longitude);
    }
    return text;
}

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = character_length(text);
        const char c = text.front();
        if (length == 0) {
            out += "\uFFFD";
        } else if (c == '&') {
            out += "&amp;";
        } else if (c == '<') {
            out += "&lt;";
        } else if (c == '>') {
            out += "&gt;";
        } else if (c == '\r') {
            out += "&#13;";
        } else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') {
            out.append(text.substr(0, length));
        }
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return out;
}

ElementWriter::ElementWriter() : out_("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") {}

void ElementWriter::indent() {
    out_.append(static_cast<std::size_t>(depth_) * 2, ' ');
}

void ElementWriter::open_root(std::string_view name, std::string_view space) {
    open_with(name, "xmlns=\"" + escaped(space) + "\"");
}

void ElementWriter::open_with(std::string_view name, std::string_view attributes) {
    indent();
    out_.append("<").append(name).append(" ").append(attributes).append(">\n");
    ++depth_;
}

void ElementWriter::open(std::string_view name) {
    indent();
    out_.append("<").append(name).append(">\n");
    ++depth_;
}

void ElementWriter::close(std::string_view name) {
    --depth_;
    indent();
    out_.append("</").append(name).append(">\n");
}

void ElementWriter::text(std::string_view name, std::string_view text) {
    indent();
    out_.append("<").append(name).append(">");
    out_.append(escaped(text));
    out_.append("</").append(name).append(">\n");
}

void ElementWriter::text_if(std::string_view name, std::string_view content) {
    if (!content.empty()) {
        text(name, content);
    }
}

void ElementWriter::empty(std::string_view name, std::string_view attributes) {
    indent();
    out_.append("<").append(name).append(" ").append(attributes).append("/>\n");
}

void ElementWriter::raw(std::string_view xml) {
    out_.append(xml);
}

std::string ElementWriter::finished() {
    return std::exchange(out_, {});
}

}  // namespace relief::cap
