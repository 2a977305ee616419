// SPDX-License-Identifier: Apache-2.0
#include "core/store/digest.h"

#include "core/error.h"

#include <array>

#include <fmt/format.h>
#include <openssl/evp.h>

namespace relief {

namespace {

[[noreturn]] void no_sha256() {
    throw fault({.code = "internal", .message = "the cryptographic library has no SHA-256"});
}

/// OpenSSL looks an algorithm up by name, and makes a place to work in, for each digest that is
/// asked for in one call; for a short text that takes longer than the digest. So both are kept.
class Hasher {
  public:
    Hasher() : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(EVP_MD_CTX_new()) {
        if (algorithm_ == nullptr || context_ == nullptr) {
            EVP_MD_CTX_free(context_);
            EVP_MD_free(algorithm_);
            no_sha256();
        }
    }
    ~Hasher() {
        EVP_MD_CTX_free(context_);
        EVP_MD_free(algorithm_);
    }
    Hasher(const Hasher&) = delete;
    Hasher& operator=(const Hasher&) = delete;

    std::string hex(std::string_view bytes) {
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
        unsigned int size = 0;
        if (EVP_DigestInit_ex2(context_, algorithm_, nullptr) != 1 ||
            EVP_DigestUpdate(context_, bytes.data(), bytes.size()) != 1 ||
            EVP_DigestFinal_ex(context_, digest.data(), &size) != 1) {
            no_sha256();
        }
        constexpr std::string_view digits = "0123456789abcdef";
        std::string hex(2 * static_cast<std::size_t>(size), '0');
        for (std::size_t i = 0; i < size; ++i) {
            hex[2 * i] = digits[digest[i] >> 4U];
            hex[2 * i + 1] = digits[digest[i] & 15U];
        }
        return hex;
    }

  private:
    EVP_MD* algorithm_;
    EVP_MD_CTX* context_;
};

}  // namespace

std::string sha256_hex(std::string_view bytes) {
    thread_local Hasher hasher;
    return hasher.hex(bytes);
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
