// SPDX-License-Identifier: Apache-2.0
#include "core/store/digest.h"

#include "core/error.h"

#include <array>

#include <fmt/format.h>
#include <openssl/evp.h>

namespace relief {

std::string sha256_hex(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
        throw fault({.code = "internal", .message = "the cryptographic library has no SHA-256"});
    }
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(2 * static_cast<std::size_t>(size));
    for (unsigned int i = 0; i < size; ++i) {
        hex += digits[digest[i] >> 4U];
        hex += digits[digest[i] & 15U];
    }
    return hex;
}

std::string zero_hash() {
    return std::string(64, '0');
}

CanonicalBytes& CanonicalBytes::add(std::string_view field) {
    const fmt::format_int size(field.size());
    bytes_.append(size.data(), size.size());
    bytes_ += ':';
    bytes_ += field;
    return *this;
}

CanonicalBytes& CanonicalBytes::add(std::int64_t field) {
    const fmt::format_int digits(field);
    return add(std::string_view(digits.data(), digits.size()));
}

}  // namespace relief
