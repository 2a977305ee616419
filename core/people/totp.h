// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/people/secret.h"
#include "core/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace relief {

/// RFC 6238. What authenticators on telephones all know is the default.
struct TotpForm {
    enum class Hash { sha1, sha256, sha512 };
    Hash hash = Hash::sha1;
    int digits = 6;
    std::int64_t period_seconds = 30;
};

/// The number of the step an instant lies in.
[[nodiscard]] std::int64_t totp_step(Instant at, const TotpForm& form = {});

/// The code of a step: `form.digits` decimal digits (1 to 9).
[[nodiscard]] std::string totp_code(std::string_view key, std::int64_t step,
                                    const TotpForm& form = {});

/// The step whose code it is: that of now, or one before or after it. Nothing where it is none of
/// them, or not of a step after `spent`: a step is good once. Blanks inside a code do not matter.
[[nodiscard]] std::optional<std::int64_t> matching_step(std::string_view key, std::string_view code,
                                                        Instant now,
                                                        std::optional<std::int64_t> spent = {},
                                                        const TotpForm& form = {});

/// RFC 4648, capital letters, without padding.
[[nodiscard]] std::string to_base32(std::string_view bytes);
/// Small and capital letters, blanks and hyphens between them, padding where it is right. Nothing
/// where it is no base32, or where bits beyond the last byte are not zero.
[[nodiscard]] std::optional<std::string> read_base32(std::string_view text);

/// A new key: 20 random bytes.
[[nodiscard]] SecretText new_totp_key();

/// What an authenticator reads, typed or as a QR code: otpauth://totp/Relief:NAME?secret=…
[[nodiscard]] SecretText totp_link(std::string_view account, std::string_view key);

}  // namespace relief
