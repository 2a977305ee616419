// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace relief {

/// A password, a code or a key in clear: wiped when it goes, and never copied.
class SecretText {
  public:
    SecretText() = default;
    /// Takes the text over and wipes where it came from.
    explicit SecretText(std::string&& text);
    explicit SecretText(std::string_view text) : text_(text) {}
    ~SecretText();
    SecretText(SecretText&& other) noexcept;
    SecretText& operator=(SecretText&& other) noexcept;
    SecretText(const SecretText&) = delete;
    SecretText& operator=(const SecretText&) = delete;

    [[nodiscard]] std::string_view view() const noexcept { return text_; }
    [[nodiscard]] bool empty() const noexcept { return text_.empty(); }

  private:
    std::string text_;
};

/// Overwrites the bytes of a text, all that it has room for, and empties it.
void wipe(std::string& text) noexcept;

/// So many random bytes of the system's generator.
[[nodiscard]] std::string random_bytes(std::size_t count);

/// Random bytes as text of a URL: 32 of them are a token of 43 characters, 256 bits.
[[nodiscard]] std::string random_token(std::size_t bytes);

/// Makes the cryptographic library ready; may be called any number of times, by any thread.
void prepare_sodium();

}  // namespace relief
