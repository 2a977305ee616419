// SPDX-License-Identifier: Apache-2.0
#include "alerts/channel/sms.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <fmt/format.h>

namespace relief {
namespace {

/// Code points of valid UTF-8.
std::vector<std::uint32_t> code_points(std::string_view text) {
    std::vector<std::uint32_t> points;
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        std::uint32_t point = size == 1 ? lead : lead & (0xFFU >> (size + 1));
        for (std::size_t i = 1; i < size && at + i < text.size(); ++i) {
            point = (point << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
        }
        points.push_back(point);
        at += size;
    }
    return points;
}

/// Septets of a character in the GSM 7-bit default alphabet and its extension; 0 where it has none.
int septets(std::uint32_t point) {
    constexpr std::u32string_view basic =
        U"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
        U"ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    constexpr std::u32string_view extended = U"\f^{}\\[~]|€";
    const auto sign = static_cast<char32_t>(point);
    return basic.find(sign) != std::u32string_view::npos      ? 1
           : extended.find(sign) != std::u32string_view::npos ? 2
                                                              : 0;
}

SmsSize size_of(std::string_view encoding, const std::vector<int>& widths, int single, int part) {
    SmsSize size{.encoding = encoding};
    for (const int width : widths) {
        size.units += width;
    }
    if (size.units <= single) {
        size.parts = widths.empty() ? 0 : 1;
        return size;
    }
    int room = 0;
    for (const int width : widths) {
        if (room < width) {
            ++size.parts;
            room = part;
        }
        room -= width;
    }
    return size;
}

}  // namespace

SmsSize sms_size(std::string_view utf8) {
    const std::vector<std::uint32_t> points = code_points(utf8);
    std::vector<int> widths;
    for (const std::uint32_t point : points) {
        widths.push_back(septets(point));
    }
    if (std::ranges::find(widths, 0) == widths.end()) {
        return size_of("GSM-7", widths, 160, 153);
    }
    std::ranges::transform(points, widths.begin(),
                           [](std::uint32_t point) { return point > 0xFFFF ? 2 : 1; });
    return size_of("UCS-2", widths, 70, 67);
}

std::string sms_text(const cap::Alert& alert, std::string_view signature) {
    const cap::Info* chosen = nullptr;
    for (const cap::Info& info : alert.infos) {
        if (chosen == nullptr || info.language.starts_with("zh")) {
            chosen = &info;
        }
    }
    if (chosen == nullptr) {
        return "";
    }
    std::string text = signature.empty() ? "" : fmt::format("【{}】", signature);
    if (alert.status != cap::Status::actual) {
        text += "演练：";
    }
    text += chosen->headline + "。";
    for (const cap::Area& area : chosen->areas) {
        text += area.description + "。";
    }
    return text + chosen->instruction;
}

}  // namespace relief
