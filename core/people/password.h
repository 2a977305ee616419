// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/people/secret.h"

#include <chrono>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// What one trial of a password costs whoever makes it: argon2id passes and bytes of memory. The
/// default is the smaller of the two settings OWASP recommends (19 MiB, 2 passes, 1 lane).
struct PasswordCost {
    unsigned long long passes = 2;
    std::size_t memory_bytes = std::size_t{19} * 1024 * 1024;
};

inline constexpr std::size_t password_characters_max = 128;
inline constexpr std::size_t password_bytes_max = 4096;  ///< before any work is done on it
inline constexpr std::size_t password_characters_min = 12;
/// From this length on a password needs no mixture of kinds of characters.
inline constexpr std::size_t password_long_characters = 20;
inline constexpr std::size_t passwords_remembered = 5;
/// After this time the owner is asked for a new one (GB/T 22239: changed periodically).
inline constexpr std::chrono::days password_age_max{90};

/// The password as it is hashed: NFKC, so that it does not matter which keyboard wrote it.
/// bad_input password.encoding where it is no UTF-8; refused password.long where it has more than
/// password_characters_max characters.
[[nodiscard]] SecretText normal_password(std::string_view typed);

// The four below take tens of milliseconds and megabytes: a pure function for a pool of threads.

/// The argon2id hash with its salt and cost, as text. The password must be normal. fault where
/// there is not memory enough.
[[nodiscard]] std::string hash_password(std::string_view password, const PasswordCost& cost = {});

/// True where the hash is that of the password. False too where the hash cannot be read.
[[nodiscard]] bool password_matches(const std::string& hash, std::string_view password);

/// True where the password is one of those the hashes are of.
[[nodiscard]] bool is_reused(std::span<const std::string> hashes, std::string_view password);

/// A hash nobody has the password of, of the default cost: what is tried for a name nobody has, so
/// that it takes the same time.
[[nodiscard]] const std::string& stand_in_hash();

/// True where the hash was made at another cost.
[[nodiscard]] bool needs_rehash(const std::string& hash, const PasswordCost& cost = {});

/// rules/common_passwords.csv: words, runs of keys and dates that passwords are made of, folded.
[[nodiscard]] std::vector<std::string> load_common_passwords(const DataSource& source);

/// True where little is left of it without common words: fewer than six characters.
[[nodiscard]] bool is_common(std::string_view password, std::span<const std::string> common);

/// Refuses a new password, normal already: password.short, password.simple (fewer than three of
/// capital, small, digit, other in a short one), password.name (holds the account's name),
/// password.common. The answer never repeats it.
void check_new_password(std::string_view password, std::string_view account,
                        std::span<const std::string> common);

}  // namespace relief
