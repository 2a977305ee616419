// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/people.h"
#include "core/people/secret.h"
#include "core/store/change.h"
#include "core/store/database.h"
#include "core/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// What somebody logs in with. Every account is one person's: none is shared, none has a default.
struct LogInAccount {
    enum class Kind {
        person,
        /// Opened by a code on paper in a sealed envelope: for the duty chief whom failed attempts
        /// have locked out. No lock holds it, and its code is spent a shift after its first use.
        break_glass
    };
    std::int64_t id = 0;
    std::string name;  ///< folded; as it is typed at the door
    Person person;
    Kind kind = Kind::person;
    bool disabled = false;

    friend bool operator==(const LogInAccount&, const LogInAccount&) = default;
};

/// One secret that was set. `secret` is an argon2id hash (password, paper), the key of an
/// authenticator in base32 (totp), or the SHA-256 of a one-time code (code).
struct Credential {
    enum class Kind { password, paper, totp, code };
    std::int64_t id = 0;
    std::optional<std::int64_t> account;  ///< nothing for the code of the first set-up
    Kind kind = Kind::password;
    std::string secret;
    Instant at;
    std::optional<Instant> expires;
    std::optional<Instant> ended;  ///< by a newer one, by use, or taken back

    [[nodiscard]] bool stands(Instant now) const {
        return (!expires || now < *expires) && (!ended || now < *ended);
    }
};

[[nodiscard]] std::string_view credential_kind_name(Credential::Kind kind);

/// Makes an account. bad_input account.name where the name is empty, longer than 64 characters or
/// holds a control character; refused account.twice where another has it, or the person has one of
/// the kind.
std::int64_t add_account(Change& change, std::string_view name, const Person& person,
                         LogInAccount::Kind kind);

/// Disables or enables an account. refused account.state where it is so already.
void set_account_state(Change& change, const LogInAccount& account, bool disabled, Instant at,
                       std::string_view reason);

/// Sets a secret, and ends the one of its kind that stood. The secret goes into `credential` alone;
/// the journal is told its SHA-256.
std::int64_t set_credential(Change& change, std::optional<std::int64_t> account,
                            Credential::Kind kind, std::string_view secret, Instant at,
                            std::optional<Instant> expires = {});
/// Ends one from a moment on.
void end_credential(Change& change, std::int64_t credential, Instant at, std::string_view reason);

[[nodiscard]] std::optional<LogInAccount> find_account(Database& database, std::string_view name);
[[nodiscard]] std::optional<LogInAccount> account_of(Database& database, std::int64_t id);
/// bad_input account.unknown where there is none of the name.
[[nodiscard]] LogInAccount required_account(Database& database, std::string_view name);
[[nodiscard]] std::vector<LogInAccount> read_accounts(Database& database);

/// The newest of a kind, whether it stands or not.
[[nodiscard]] std::optional<Credential> newest_credential(Database& database,
                                                          std::optional<std::int64_t> account,
                                                          Credential::Kind kind);
/// The newest hashes of passwords, newest first.
[[nodiscard]] std::vector<std::string> newest_passwords(Database& database, std::int64_t account,
                                                        std::size_t count);

/// Marks the step of an authenticator as spent; false where it or a later one was spent already.
/// Of two who ask at once one alone is answered true.
bool spend_totp_step(Database& database, std::int64_t account, std::int64_t step);
[[nodiscard]] std::optional<std::int64_t> spent_totp_step(Database& database, std::int64_t account);

/// The first secret that is not as the journal tells it (check "credentials"): changed, gone, or
/// put in behind the program's back. The journal's rows must have been proven before.
[[nodiscard]] std::optional<WrongRow> check_credentials(Database& database, std::int64_t& checked);

/// A new one-time or paper code: 160 random bits in base32, in groups of four.
[[nodiscard]] SecretText new_code();
/// What is hashed of a code as typed: blanks, hyphens and case do not matter. Empty where it is
/// none.
[[nodiscard]] SecretText normal_code(std::string_view typed);

}  // namespace relief
