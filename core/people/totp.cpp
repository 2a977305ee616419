// SPDX-License-Identifier: Apache-2.0
#include "core/people/totp.h"

#include "core/error.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

namespace relief {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

const EVP_MD* digest_of(TotpForm::Hash hash) {
    switch (hash) {
        case TotpForm::Hash::sha256: return EVP_sha256();
        case TotpForm::Hash::sha512: return EVP_sha512();
        case TotpForm::Hash::sha1: break;
    }
    return EVP_sha1();
}

std::optional<unsigned> base32_value(char sign) {
    const char capital = sign >= 'a' && sign <= 'z' ? static_cast<char>(sign - 'a' + 'A') : sign;
    const std::size_t at = alphabet.find(capital);
    return at == std::string_view::npos ? std::nullopt : std::optional(static_cast<unsigned>(at));
}

/// The text without blanks, hyphens and padding; nothing where the padding is not at the end or
/// does not fill a group of eight.
std::optional<std::string> without_padding(std::string_view text) {
    std::string signs;
    std::size_t padding = 0;
    for (const char sign : text) {
        if (sign == ' ' || sign == '-') {
            continue;
        }
        if (sign == '=') {
            ++padding;
        } else if (padding > 0) {
            return std::nullopt;
        } else {
            signs += sign;
        }
    }
    const bool is_right = padding == 0 || (padding < 8 && (signs.size() + padding) % 8 == 0);
    return is_right ? std::optional(signs) : std::nullopt;
}

std::string escaped(std::string_view text) {
    std::string made;
    for (const char sign : text) {
        const bool plain = (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') ||
                           (sign >= '0' && sign <= '9') || sign == '-' || sign == '_';
        made +=
            plain ? std::string(1, sign) : fmt::format("%{:02X}", static_cast<unsigned char>(sign));
    }
    return made;
}

}  // namespace

std::int64_t totp_step(Instant at, const TotpForm& form) {
    return seconds_of(at) / form.period_seconds;
}

std::string totp_code(std::string_view key, std::int64_t step, const TotpForm& form) {
    std::array<unsigned char, 8> counter{};
    for (std::size_t byte = 0; byte < counter.size(); ++byte) {
        counter[counter.size() - 1 - byte] =
            static_cast<unsigned char>((static_cast<std::uint64_t>(step) >> (8 * byte)) & 0xFFU);
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned int size = 0;
    if (HMAC(digest_of(form.hash), key.data(), static_cast<int>(key.size()), counter.data(),
             counter.size(), mac.data(), &size) == nullptr) {
        throw fault({.code = "internal", .message = "the cryptographic library has no HMAC"});
    }
    const std::size_t at = mac[size - 1] & 0x0FU;
    std::uint32_t number = 0;
    for (std::size_t byte = at; byte < at + 4; ++byte) {
        number = (number << 8U) | mac[byte];
    }
    number &= 0x7FFFFFFFU;
    std::uint32_t power = 1;
    for (int digit = 0; digit < form.digits; ++digit) {
        power *= 10;
    }
    return fmt::format("{:0{}}", number % power, form.digits);
}

std::optional<std::int64_t> matching_step(std::string_view key, std::string_view code, Instant now,
                                          std::optional<std::int64_t> spent, const TotpForm& form) {
    constexpr std::size_t typed_max = 64;
    std::string digits(code.substr(0, typed_max));
    std::erase(digits, ' ');
    if (code.size() > typed_max || digits.size() != static_cast<std::size_t>(form.digits)) {
        return std::nullopt;
    }
    std::optional<std::int64_t> found;
    const std::int64_t step = totp_step(now, form);
    // Each is made and compared whole, whichever it is.
    for (std::int64_t near = step - 1; near <= step + 1; ++near) {
        const std::string right = totp_code(key, near, form);
        const bool same = sodium_memcmp(right.data(), digits.data(), right.size()) == 0;
        if (same && (!spent || near > *spent) && !found) {
            found = near;
        }
    }
    return found;
}

std::string to_base32(std::string_view bytes) {
    std::string text;
    unsigned held = 0;
    int bits = 0;
    for (const char byte : bytes) {
        held = ((held << 8U) | static_cast<unsigned char>(byte)) & 0xFFFU;
        for (bits += 8; bits >= 5; bits -= 5) {
            text += alphabet[(held >> static_cast<unsigned>(bits - 5)) & 31U];
        }
    }
    if (bits > 0) {
        text += alphabet[(held << static_cast<unsigned>(5 - bits)) & 31U];
    }
    return text;
}

std::optional<std::string> read_base32(std::string_view text) {
    const std::optional<std::string> signs = without_padding(text);
    if (!signs) {
        return std::nullopt;
    }
    std::string bytes;
    unsigned held = 0;
    int bits = 0;
    for (const char sign : *signs) {
        const std::optional<unsigned> value = base32_value(sign);
        if (!value) {
            return std::nullopt;
        }
        held = ((held << 5U) | *value) & 0xFFFU;
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes += static_cast<char>((held >> static_cast<unsigned>(bits)) & 0xFFU);
        }
    }
    // A whole sign too many, or bits that no byte has.
    const bool is_whole = bits < 5 && (held & ((1U << static_cast<unsigned>(bits)) - 1U)) == 0;
    return is_whole ? std::optional(bytes) : std::nullopt;
}

SecretText new_totp_key() {
    constexpr std::size_t key_bytes = 20;
    return SecretText(random_bytes(key_bytes));
}

SecretText totp_link(std::string_view account, std::string_view key) {
    return SecretText(
        fmt::format("otpauth://totp/Relief:{}?secret={}&issuer=Relief&algorithm=SHA1&digits=6&"
                    "period=30",
                    escaped(account), to_base32(key)));
}

}  // namespace relief
