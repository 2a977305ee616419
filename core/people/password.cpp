// SPDX-License-Identifier: Apache-2.0
#include "core/people/password.h"

#include "core/error.h"
#include "core/table/csv.h"
#include "core/text.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include <fmt/format.h>
#include <sodium.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

namespace relief {
namespace {

/// UTF-16 of a secret, wiped when it goes.
class SecretUnits {
  public:
    explicit SecretUnits(std::size_t size) : units_(size) {}
    ~SecretUnits() { sodium_memzero(units_.data(), units_.size() * sizeof(UChar)); }
    SecretUnits(const SecretUnits&) = delete;
    SecretUnits& operator=(const SecretUnits&) = delete;

    [[nodiscard]] UChar* data() { return units_.data(); }
    [[nodiscard]] std::int32_t room() const { return static_cast<std::int32_t>(units_.size()); }

  private:
    std::vector<UChar> units_;
};

Error wrong_password(std::string code, std::string message, std::string expected) {
    return refused({.code = std::move(code),
                    .message = std::move(message),
                    .field = "password",
                    .expected = std::move(expected)});
}

Error too_long() {
    return wrong_password("password.long", "the password is too long",
                          fmt::format("at most {} characters", password_characters_max));
}

Error no_text() {
    return bad_input({.code = "password.encoding",
                      .message = "the password is not UTF-8",
                      .field = "password",
                      .expected = "UTF-8"});
}

/// How many characters a UTF-8 text has.
std::size_t characters_of(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    }));
}

int kinds_of(std::string_view password) {
    std::array<bool, 4> has{};
    for (const char sign : password) {
        has[sign >= 'A' && sign <= 'Z'   ? 0
            : sign >= 'a' && sign <= 'z' ? 1
            : sign >= '0' && sign <= '9' ? 2
                                         : 3] = true;
    }
    return static_cast<int>(std::count(has.begin(), has.end(), true));
}

/// What letters stand for what in passwords: p@ssw0rd.
char unmasked(char sign) {
    switch (sign) {
        case '@': return 'a';
        case '0': return 'o';
        case '$': return 's';
        case '3': return 'e';
        case '!': return 'i';
        default: return sign;
    }
}

/// How many characters are left of `text` without the words, longest first.
std::size_t left_without(std::string text, std::span<const std::string> words) {
    for (const std::string& word : words) {
        for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at)) {
            text.erase(at, word.size());
        }
    }
    const std::size_t left = characters_of(text);
    wipe(text);
    return left;
}

}  // namespace

SecretText normal_password(std::string_view typed) {
    if (typed.size() > password_bytes_max) {
        throw too_long();
    }
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2* form = unorm2_getNFKCInstance(&status);
    // NFKC makes at most 18 UTF-16 units of one.
    constexpr std::size_t growth_max = 18;
    SecretUnits units(typed.size() + 1);
    SecretUnits normal(growth_max * typed.size() + 1);
    std::int32_t count = 0;
    u_strFromUTF8(units.data(), units.room(), &count, typed.data(),
                  static_cast<std::int32_t>(typed.size()), &status);
    if (U_FAILURE(status)) {
        throw no_text();
    }
    const std::int32_t made =
        unorm2_normalize(form, units.data(), count, normal.data(), normal.room(), &status);
    if (U_FAILURE(status)) {
        throw no_text();
    }
    if (u_countChar32(normal.data(), made) > static_cast<std::int32_t>(password_characters_max)) {
        throw too_long();
    }
    constexpr std::size_t bytes_max = 3;  // of UTF-8 for a UTF-16 unit
    std::string text(bytes_max * static_cast<std::size_t>(made) + 1, '\0');
    std::int32_t size = 0;
    u_strToUTF8(text.data(), static_cast<std::int32_t>(text.size()), &size, normal.data(), made,
                &status);
    if (U_FAILURE(status)) {
        wipe(text);
        throw no_text();
    }
    text.resize(static_cast<std::size_t>(size));
    return SecretText(std::move(text));
}

std::string hash_password(std::string_view password, const PasswordCost& cost) {
    prepare_sodium();
    std::array<char, crypto_pwhash_STRBYTES> text{};
    if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), cost.passes,
                              cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw fault({.code = "internal",
                     .message = "there is not memory enough to hash a password",
                     .expected = fmt::format("{} bytes", cost.memory_bytes)});
    }
    return text.data();
}

bool password_matches(const std::string& hash, std::string_view password) {
    prepare_sodium();
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

bool is_reused(std::span<const std::string> hashes, std::string_view password) {
    return std::any_of(hashes.begin(), hashes.end(),
                       [&](const std::string& hash) { return password_matches(hash, password); });
}

const std::string& stand_in_hash() {
    static const std::string hash =
        "$argon2id$v=19$m=19456,t=2,p=1$M9+TORxyL66Nt/"
        "g6tLJpiA$bZsZczTmOgqJf5OyDiECrEOrbfJvNCuhKixcvG52T7Q";
    return hash;
}

bool needs_rehash(const std::string& hash, const PasswordCost& cost) {
    prepare_sodium();
    return crypto_pwhash_str_needs_rehash(hash.c_str(), cost.passes, cost.memory_bytes) != 0;
}

std::vector<std::string> load_common_passwords(const DataSource& source) {
    constexpr std::string_view name = "rules/common_passwords.csv";
    const CsvTable table(source.read(name), source.shown_name(name), {"word", "source", "flag"});
    table.check_key("word");
    std::vector<std::string> words;
    for (std::size_t at = 0; at < table.size(); ++at) {
        words.push_back(fold(table.row(at).required("word")));
    }
    std::stable_sort(words.begin(), words.end(), [](const auto& left, const auto& right) {
        return left.size() > right.size();
    });
    return words;
}

bool is_common(std::string_view password, std::span<const std::string> common) {
    constexpr std::size_t enough = 6;
    std::string text = fold(password);
    std::string plain = text;
    std::transform(plain.begin(), plain.end(), plain.begin(), unmasked);
    const std::size_t left = std::min(left_without(text, common), left_without(plain, common));
    wipe(text);
    wipe(plain);
    return left < enough;
}

void check_new_password(std::string_view password, std::string_view account,
                        std::span<const std::string> common) {
    const std::size_t length = characters_of(password);
    if (length < password_characters_min) {
        throw wrong_password("password.short", "the password is too short",
                             fmt::format("at least {} characters", password_characters_min));
    }
    if (length < password_long_characters && kinds_of(password) < 3) {
        throw wrong_password(
            "password.simple", "the password is too simple",
            fmt::format("three of capital letter, small letter, digit, other sign; or {} "
                        "characters",
                        password_long_characters));
    }
    constexpr std::size_t telling = 4;  // shorter names come about by chance
    std::string folded = fold(password);
    const bool has_name =
        account.size() >= telling && folded.find(fold(account)) != std::string::npos;
    wipe(folded);
    if (has_name) {
        throw wrong_password("password.name", "the password holds the name of the account",
                             "a password without it");
    }
    if (is_common(password, common)) {
        throw wrong_password("password.common", "the password is made of what everybody tries",
                             "at least six characters beside common words, runs and years");
    }
}

}  // namespace relief
