// SPDX-License-Identifier: Apache-2.0
// Base32 that is read writes itself again, but for case, blanks and padding; a code that is taken
// is one of the three an authenticator could show.
#include "core/people/accounts.h"
#include "core/people/totp.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void try_base32(std::string_view text) {
    const auto bytes = relief::read_base32(text);
    if (!bytes) {
        return;
    }
    require(bytes->size() * 8 <= text.size() * 5);
    require(relief::read_base32(relief::to_base32(*bytes)) == bytes);
    const relief::SecretText code = relief::normal_code(text);
    require(code.view() == relief::normal_code(code.view()).view());
}

void try_code(std::string_view code) {
    const std::string key = "12345678901234567890";
    const relief::Instant now = relief::instant_of(1111111111);
    const auto step = relief::matching_step(key, code, now);
    if (!step) {
        return;
    }
    std::string digits(code);
    std::erase(digits, ' ');
    require(relief::totp_code(key, *step) == digits);
    require(*step - relief::totp_step(now) <= 1 && relief::totp_step(now) - *step <= 1);
    require(!relief::matching_step(key, code, now, *step));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const std::string encoded = relief::to_base32(bytes);
    require(relief::read_base32(encoded) == std::string(bytes));
    try_base32(bytes);
    try_code(bytes);
    return 0;
}
