// SPDX-License-Identifier: Apache-2.0
#include "core/text.h"

#include "core/error.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

namespace relief {
namespace {

constexpr std::string_view utf8_bom = "\xEF\xBB\xBF";
constexpr std::string_view wanted =
    "UTF-8 (with or without BOM) or GB18030; save the sheet as CSV UTF-8";

int line_of(std::string_view bytes, std::size_t offset) {
    return 1 + static_cast<int>(std::count(
                   bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
}

Error wrong_encoding(std::string_view bytes, const std::string& file, std::size_t offset,
                     std::string message) {
    return bad_input({.code = "text.encoding",
                      .message = std::move(message),
                      .file = file,
                      .line = line_of(bytes, offset),
                      .found = fmt::format("byte 0x{:02X} at offset {}",
                                           static_cast<unsigned char>(bytes[offset]), offset),
                      .expected = std::string(wanted)});
}

/// What a strict UTF-8 decoder says of some bytes.
struct Utf8Check {
    std::optional<std::size_t> first_wrong;
    std::size_t wrong = 0;
    std::size_t three_byte = 0;  ///< well-formed sequences of the length Chinese takes
};

Utf8Check check_utf8(std::string_view bytes) {
    Utf8Check check;
    const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
    const auto length = static_cast<std::int64_t>(bytes.size());
    for (std::int64_t at = 0; at < length;) {
        if (data[at] < 0x80) {
            ++at;
            continue;
        }
        const std::int64_t start = at;
        UChar32 point = 0;
        U8_NEXT(data, at, length, point);
        if (point < 0) {
            ++check.wrong;
            if (!check.first_wrong) {
                check.first_wrong = static_cast<std::size_t>(start);
            }
        } else if (at - start == 3) {
            ++check.three_byte;
        }
    }
    return check;
}

struct CloseConverter {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

Converter open_gb18030() {
    UErrorCode status = U_ZERO_ERROR;
    Converter converter(ucnv_open("gb18030", &status));
    if (U_SUCCESS(status)) {
        ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                            &status);
    }
    if (U_FAILURE(status)) {
        throw fault({.code = "internal",
                     .message = "ICU has no GB18030 converter",
                     .found = u_errorName(status)});
    }
    return converter;
}

/// Control characters and code points nobody was given: GB18030 maps almost any pair of bytes to
/// something, so these are what tells a text from noise. Private-use characters are not: offices
/// write rare names with them.
bool is_noise(UChar32 point) {
    if (point == '\t' || point == '\n' || point == '\r') {
        return false;
    }
    const int category = u_charType(point);
    return category == U_CONTROL_CHAR || category == U_UNASSIGNED || category == U_SURROGATE;
}

std::string decode_gb18030(std::string_view bytes, const std::string& file) {
    const Converter converter = open_gb18030();
    const char* source = bytes.data();
    const char* const end = source + bytes.size();
    // No character of GB18030 makes more UTF-16 units than it has bytes.
    std::u16string units(bytes.size(), u'\0');
    char16_t* target = units.data();
    UErrorCode status = U_ZERO_ERROR;
    ucnv_toUnicode(converter.get(), &target, target + units.size(), &source, end, nullptr,
                   static_cast<UBool>(true), &status);
    if (U_FAILURE(status)) {
        char wrong[8] = {};
        std::int8_t wrong_length = sizeof wrong;
        UErrorCode ignored = U_ZERO_ERROR;
        ucnv_getInvalidChars(converter.get(), wrong, &wrong_length, &ignored);
        const auto read = static_cast<std::size_t>(source - bytes.data());
        const auto back = U_SUCCESS(ignored) ? static_cast<std::size_t>(wrong_length) : 0;
        throw wrong_encoding(bytes, file, std::min(read - std::min(read, back), bytes.size() - 1),
                             "the text is neither UTF-8 nor GB18030");
    }
    units.resize(static_cast<std::size_t>(target - units.data()));
    const icu::UnicodeString text(units.data(), static_cast<std::int32_t>(units.size()));
    std::string utf8;
    text.toUTF8String(utf8);
    return utf8;
}

/// The first character of `utf8` that belongs in no text, nullopt where there is none.
std::optional<UChar32> first_noise(std::string_view utf8, int& line) {
    const auto* data = reinterpret_cast<const std::uint8_t*>(utf8.data());
    const auto length = static_cast<std::int64_t>(utf8.size());
    line = 1;
    for (std::int64_t at = 0; at < length;) {
        UChar32 point = 0;
        U8_NEXT(data, at, length, point);
        line += point == '\n' ? 1 : 0;
        if (is_noise(point)) {
            return point;
        }
    }
    return std::nullopt;
}

void refuse_noise(std::string_view utf8, const std::string& file) {
    int line = 1;
    if (const auto point = first_noise(utf8, line)) {
        throw bad_input({.code = "text.encoding",
                         .message = "read as GB18030 the text holds a character no text holds",
                         .file = file,
                         .line = line,
                         .found = fmt::format("U+{:04X}", static_cast<std::uint32_t>(*point)),
                         .expected = std::string(wanted)});
    }
}

void refuse_binary(std::string_view bytes, const std::string& file) {
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
        throw wrong_encoding(bytes, file, 0, "the text is UTF-16");
    }
    if (const std::size_t nul = bytes.find('\0'); nul != std::string_view::npos) {
        throw wrong_encoding(bytes, file, nul,
                             "the file holds a NUL byte: a spreadsheet, a picture or UTF-16, "
                             "not a table");
    }
}

/// Strict UTF-16 with its BOM: whole units, surrogates in pairs, no NUL.
std::string decode_utf16(std::string_view bytes, bool big_endian, const std::string& file) {
    if (bytes.size() % 2 != 0) {
        throw wrong_encoding(bytes, file, bytes.size() - 1, "the UTF-16 text ends inside a unit");
    }
    std::u16string units(bytes.size() / 2 - 1, u'\0');
    for (std::size_t i = 0; i < units.size(); ++i) {
        const auto first = static_cast<unsigned char>(bytes[2 * i + 2]);
        const auto second = static_cast<unsigned char>(bytes[2 * i + 3]);
        units[i] = static_cast<char16_t>(big_endian ? first << 8U | second : second << 8U | first);
    }
    for (std::size_t i = 0; i < units.size(); ++i) {
        const bool pair =
            U16_IS_LEAD(units[i]) && i + 1 < units.size() && U16_IS_TRAIL(units[i + 1]);
        if (units[i] == 0 || (U16_IS_SURROGATE(units[i]) && !pair)) {
            throw wrong_encoding(bytes, file, 2 * i + 2, "the UTF-16 text is damaged");
        }
        i += pair ? 1 : 0;
    }
    std::string utf8;
    icu::UnicodeString(units.data(), static_cast<std::int32_t>(units.size())).toUTF8String(utf8);
    return utf8;
}

icu::UnicodeString to_unicode(std::string_view utf8) {
    return icu::UnicodeString::fromUTF8(
        icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
}

Error icu_fault(const char* what, UErrorCode status) {
    return fault({.code = "internal", .message = what, .found = u_errorName(status)});
}

// Characters that are read otherwise in names of places than ICU reads them: 长春, 珲春, 敖都,
// 兴参, 嘎什根. The rest is ICU's.
constexpr const char16_t* pinyin_rules =
    u"长 > chang; 珲 > hun; 都 > du; 参 > shen; 什 > shi; 地 > di;"
    u"::Han-Latin; ::Latin-ASCII; ::Lower;";

std::unique_ptr<const icu::Transliterator> open_pinyin() {
    UErrorCode status = U_ZERO_ERROR;
    UParseError where{};
    std::unique_ptr<const icu::Transliterator> latin(icu::Transliterator::createFromRules(
        "Place-Pinyin", pinyin_rules, UTRANS_FORWARD, where, status));
    if (U_FAILURE(status)) {
        throw icu_fault("ICU cannot make the rules for pinyin", status);
    }
    return latin;
}

int columns_of(UChar32 point) {
    switch (u_charType(point)) {
        case U_NON_SPACING_MARK:
        case U_ENCLOSING_MARK:
        case U_FORMAT_CHAR:
        case U_CONTROL_CHAR: return 0;
        default: break;
    }
    switch (u_getIntPropertyValue(point, UCHAR_EAST_ASIAN_WIDTH)) {
        case U_EA_WIDE:
        case U_EA_FULLWIDTH: return 2;
        default: return 1;
    }
}

}  // namespace

std::string decode_text(std::string_view bytes, const std::string& file) {
    refuse_binary(bytes, file);
    const bool has_bom = bytes.starts_with(utf8_bom);
    const Utf8Check check = check_utf8(bytes);
    if (!check.first_wrong) {
        return std::string(has_bom ? bytes.substr(utf8_bom.size()) : bytes);
    }
    // A damaged UTF-8 text is often a legal GB18030 one, all of wrong characters. GB18030 read as
    // UTF-8 is wrong nearly everywhere, damaged UTF-8 in a few places.
    if (has_bom || check.three_byte > check.wrong) {
        throw wrong_encoding(bytes, file, *check.first_wrong, "the text is damaged UTF-8");
    }
    std::string text = decode_gb18030(bytes, file);
    refuse_noise(text, file);
    return text;
}

DecodedText decode_any_text(std::string_view bytes, const std::string& file) {
    if (bytes.starts_with("\xFF\xFE")) {
        return {decode_utf16(bytes, false, file), "UTF-16LE"};
    }
    if (bytes.starts_with("\xFE\xFF")) {
        return {decode_utf16(bytes, true, file), "UTF-16BE"};
    }
    if (bytes.starts_with(utf8_bom)) {
        return {decode_text(bytes, file), "UTF-8 BOM"};
    }
    std::string text = decode_text(bytes, file);
    // decode_text leaves UTF-8 as it is; GB18030 never decodes to its own bytes, ASCII apart.
    const std::string_view encoding = text == bytes ? "UTF-8" : "GB18030";
    return {std::move(text), encoding};
}

std::string pinyin(std::string_view utf8) {
    // Compiling the rules takes 0.1 s; the compiled ones never change and any thread may use them.
    static const std::unique_ptr<const icu::Transliterator> latin = open_pinyin();
    icu::UnicodeString text = to_unicode(utf8);
    latin->transliterate(text);
    std::string letters;
    text.toUTF8String(letters);
    std::erase_if(letters, [](char c) { return c == ' ' || c == '\''; });
    return letters;
}

std::string fold(std::string_view utf8) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
    if (U_FAILURE(status)) {
        throw icu_fault("ICU has no NFKC case folding", status);
    }
    icu::UnicodeString text = normalizer->normalize(to_unicode(utf8), status);
    if (U_FAILURE(status)) {
        throw icu_fault("ICU could not fold a text", status);
    }
    text.trim();
    std::string folded;
    text.toUTF8String(folded);
    return folded;
}

int display_width(std::string_view utf8) {
    const icu::UnicodeString text = to_unicode(utf8);
    int width = 0;
    for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
        width += columns_of(text.char32At(at));
    }
    return width;
}

std::vector<std::string> listed(std::string_view cell) {
    std::vector<std::string> items;
    for (std::size_t at = 0; at < cell.size();) {
        const std::size_t end = std::min(cell.find(';', at), cell.size());
        items.emplace_back(cell.substr(at, end - at));
        at = end + 1;
    }
    return items;
}

}  // namespace relief
