// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// The bytes of a file as UTF-8 without BOM: strict UTF-8 (with or without BOM), else strict
/// GB18030, else bad_input (text.encoding) naming `file` and the first wrong byte. A NUL byte is
/// refused: it is a spreadsheet or a picture, not a table; and so is UTF-8 damaged in a few places,
/// which GB18030 would often read as other characters.
[[nodiscard]] std::string decode_text(std::string_view bytes, const std::string& file);

/// A text and how it was written.
struct DecodedText {
    std::string text;           ///< UTF-8 without BOM
    std::string_view encoding;  ///< UTF-8, UTF-8 BOM, GB18030, UTF-16LE, UTF-16BE
};

/// decode_text() that also reads UTF-16 with a BOM (Excel's "Unicode text") and says which it was.
[[nodiscard]] DecodedText decode_any_text(std::string_view bytes, const std::string& file);

/// Latin letters without tone marks and case, one word without spaces, as names of places are read:
/// "永吉县" -> "yongjixian", "长春市" -> "changchunshi".
[[nodiscard]] std::string pinyin(std::string_view utf8);

/// For comparing what people type: trimmed, full-width forms to half-width, lower case (NFKC
/// casefold).
[[nodiscard]] std::string fold(std::string_view utf8);

/// How many columns a text takes in a terminal (a Chinese character two).
[[nodiscard]] int display_width(std::string_view utf8);

/// The items of a cell that lists several: "province;city". None for "".
[[nodiscard]] std::vector<std::string> listed(std::string_view cell);

}  // namespace relief
