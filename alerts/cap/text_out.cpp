// SPDX-License-Identifier: Apache-2.0
#include "alerts/cap/text_out.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <utility>

namespace relief::cap {

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
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '\r': out += "&#13;"; break;
            default:
                if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') {
                    out += c;
                }
        }
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
