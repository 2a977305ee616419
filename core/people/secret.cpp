// SPDX-License-Identifier: Apache-2.0
#include "core/people/secret.h"

#include "core/error.h"

#include <utility>

#include <sodium.h>

namespace relief {

void prepare_sodium() {
    if (sodium_init() < 0) {
        throw fault({.code = "internal", .message = "the cryptographic library cannot be used"});
    }
}

void wipe(std::string& text) noexcept {
    // What was moved or cut away lies beyond the size.
    text.resize(text.capacity());
    sodium_memzero(text.data(), text.size());
    text.clear();
}

SecretText::SecretText(std::string&& text) : text_(text) {
    wipe(text);
}

SecretText::~SecretText() {
    wipe(text_);
}

SecretText::SecretText(SecretText&& other) noexcept : text_(std::move(other.text_)) {
    wipe(other.text_);  // a short text is copied by a move
}

SecretText& SecretText::operator=(SecretText&& other) noexcept {
    if (this != &other) {
        wipe(text_);
        text_.swap(other.text_);
    }
    return *this;
}

std::string random_bytes(std::size_t count) {
    prepare_sodium();
    std::string bytes(count, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

std::string random_token(std::size_t bytes) {
    std::string raw = random_bytes(bytes);
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string text(sodium_base64_encoded_len(raw.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(raw.data()),
                      raw.size(), variant);
    text.pop_back();  // its NUL
    wipe(raw);
    return text;
}

}  // namespace relief
