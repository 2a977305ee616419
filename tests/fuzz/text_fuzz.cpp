// SPDX-License-Identifier: Apache-2.0
// Bytes as text: what is read is UTF-8 by the table of well-formed sequences, walked by hand; bytes
// that are such are read as they stand; a text that is read reads again as itself. The texts that
// people type are folded, measured, put on one line.
#include "core/people/audit.h"
#include "core/text.h"
#include "tests/fuzz/kit.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace {

using relief::fuzz::require;

/// Table 3-7 of the Unicode standard, a row a kind of sequence: length, first byte, second byte.
struct Row {
    std::size_t length;
    unsigned first_low, first_high, second_low, second_high;
};
constexpr std::array rows{
    Row{1, 0x00, 0x7F, 0, 0},       Row{2, 0xC2, 0xDF, 0x80, 0xBF}, Row{3, 0xE0, 0xE0, 0xA0, 0xBF},
    Row{3, 0xE1, 0xEC, 0x80, 0xBF}, Row{3, 0xED, 0xED, 0x80, 0x9F}, Row{3, 0xEE, 0xEF, 0x80, 0xBF},
    Row{4, 0xF0, 0xF0, 0x90, 0xBF}, Row{4, 0xF1, 0xF3, 0x80, 0xBF}, Row{4, 0xF4, 0xF4, 0x80, 0x8F},
};

bool is_plainly_utf8(std::string_view text) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    for (std::size_t at = 0; at < text.size();) {
        const auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& one) {
            return byte(at) >= one.first_low && byte(at) <= one.first_high;
        });
        if (row == rows.end() || at + row->length > text.size()) {
            return false;
        }
        for (std::size_t i = 1; i < row->length; ++i) {
            const unsigned low = i == 1 ? row->second_low : 0x80;
            const unsigned high = i == 1 ? row->second_high : 0xBF;
            if (byte(at + i) < low || byte(at + i) > high) {
                return false;
            }
        }
        at += row->length;
    }
    return true;
}

void try_decoding(std::string_view bytes) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    const bool utf8 = is_plainly_utf8(bytes) && bytes.find('\0') == std::string_view::npos;
    std::string text;
    const bool read = relief::fuzz::answered([&] { text = relief::decode_text(bytes, "f.csv"); });
    if (utf8) {
        require(read && text == (bytes.starts_with(mark) ? bytes.substr(mark.size()) : bytes));
    }
    if (read) {
        require(is_plainly_utf8(text) && text.find('\0') == std::string::npos);
        require(text.starts_with(mark) || relief::decode_text(text, "f.csv") == text);
    }
    relief::DecodedText any;
    const bool read_any =
        relief::fuzz::answered([&] { any = relief::decode_any_text(bytes, "f.csv"); });
    require(!read || (read_any && any.text == text));
    require(!read_any || is_plainly_utf8(any.text));
}

void try_typed(std::string_view text) {
    const std::string folded = relief::fold(text);
    require(is_plainly_utf8(folded) && relief::fold(folded) == folded);
    require(relief::display_width(text) <= static_cast<int>(2 * text.size()) &&
            relief::display_width(text) >= 0);
    require(is_plainly_utf8(relief::pinyin(text)));
    constexpr std::size_t most = 40;
    const std::string line = relief::on_one_line(text, most);
    // A sign takes four bytes, or is shown as \u{XXXXXX}; four bytes that are none as \x{XX} each.
    constexpr std::size_t shown_max = 24;
    require(is_plainly_utf8(line) && line.size() <= most * shown_max + 3);
    require(line.find_first_of(std::string_view("\n\r\0\x1B\x7F", 5)) == std::string::npos);
    std::size_t items = 0;
    for (const std::string& item : relief::listed(text)) {
        require(item.find(';') == std::string::npos);
        ++items;
    }
    require(items <= text.size());
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*arguments*/) {
    static_cast<void>(
        relief::pinyin("长春"));  // what is read once does not count as an input's time
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = relief::fuzz::text_of(data, size);
    try_decoding(bytes);
    if (bytes.size() <= 200) {
        try_typed(bytes);
    }
    return 0;
}
