// SPDX-License-Identifier: Apache-2.0
#include "alerts/channel/transport.h"

#include "core/error.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace relief {
std::string hmac_sha256_hex(const std::string& key, const std::string& bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), data, bytes.size(),
             digest.data(), &size) == nullptr) {
        throw fault({.code = "internal", .message = "a body cannot be signed"});
    }
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (unsigned int i = 0; i < size; ++i) {
        hex += digits[digest.at(i) >> 4U];
        hex += digits[digest.at(i) & 15U];
    }
    return hex;
}

std::string base64(const std::string& bytes) {
    std::string text(4 * ((bytes.size() + 2) / 3), '\0');
    if (!bytes.empty()) {
        // EVP_EncodeBlock writes a zero byte behind what it answers.
        std::vector<unsigned char> out(text.size() + 1);
        const int size =
            EVP_EncodeBlock(out.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                            static_cast<int>(bytes.size()));
        text.assign(out.begin(), out.begin() + size);
    }
    return text;
}

std::optional<std::string> bytes_of_base64(std::string_view text) {
    if (text.size() % 4 != 0) {
        return std::nullopt;
    }
    std::vector<unsigned char> out(text.size() / 4 * 3 + 1);
    const int size =
        EVP_DecodeBlock(out.data(), reinterpret_cast<const unsigned char*>(text.data()),
                        static_cast<int>(text.size()));
    if (size < 0) {
        return std::nullopt;
    }
    // It counts the bytes that stand for the padding.
    const auto padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
    return std::string(out.begin(), out.begin() + size - padding);
}

std::string base64_lines(const std::string& bytes) {
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        unsigned int three = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            const unsigned int byte =
                at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0U;
            three = (three << 8U) | byte;
        }
        for (std::size_t i = 0; i < 4; ++i) {
            text += at + i > bytes.size() ? '=' : letters[(three >> (18U - 6U * i)) & 63U];
        }
        if (at % 57 == 54) {
            text += "\r\n";
        }
    }
    return text;
}

}  // namespace relief
