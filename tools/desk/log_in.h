// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "core/people/accounts.h"
#include "core/people/grants.h"
#include "core/people/lockout.h"
#include "core/people/password.h"
#include "core/people/secret.h"
#include "core/people/session.h"
#include "core/store/database.h"
#include "core/time.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

// Coming in, being known, going out. What reads takes any connection, what writes the writing one;
// what takes tens of milliseconds of hashing (try_log_in, try_change) is a pure function of values
// for a pool of threads. So a door logs somebody in in three steps,
//     LogInTask task = begin_log_in(reader, request);      // wait task.wait first
//     LogInTrial trial = try_log_in(task, request);        // on the pool
//     LogInAnswer answer = end_log_in(writer, rules, request, task, trial);
// and log_in() is the three at once. Every attempt leaves an audit line in the same transaction.

struct LogInRequest {
    std::string name;     ///< as typed
    SecretText password;  ///< as typed; of a break-glass account the code on the paper
    std::string totp;     ///< six digits, "" where none was typed
    std::string source;   ///< the address the attempt came from, or "console"
    Instant now;
};

/// Who a session belongs to, as of a moment.
struct Identity {
    std::int64_t session = 0;
    std::int64_t account = 0;
    std::string account_name;
    bool break_glass = false;
    Person person;
    std::vector<Grant> grants;  ///< those that run now, and signing roles delegated to them
    Instant begun;
    Instant idle_ends;
    Instant ends;
    /// What must be done before anything else may be: "", "password" (a new one), "totp" (an
    /// authenticator, where one of their roles asks for it).
    std::string owes;
    bool touch_due = false;  ///< touch(writer, session) is due
};

struct LoggedIn {
    std::string token;  ///< 43 characters, told once and nowhere kept
    Identity identity;

    [[nodiscard]] bool must_change() const { return identity.owes == "password"; }
};

/// Somebody is in, or why not. A wrong name, a wrong password and a disabled account are told
/// alike.
struct LogInAnswer {
    std::optional<LoggedIn> in;
    /// log_in.wrong; log_in.totp (the password was right, the code is missing, wrong or spent);
    /// log_in.locked
    std::string refused;
    std::optional<Instant> locked_until;
    std::chrono::milliseconds wait{0};  ///< before the next attempt is tried
};

/// What an attempt is tried against.
struct LogInTask {
    std::optional<LogInAccount> account;
    std::optional<std::int64_t> credential;
    std::string hash;  ///< the account's, or stand_in_hash(): it takes the same time
    std::optional<Instant> locked_until;
    std::chrono::milliseconds wait{0};
};
[[nodiscard]] LogInTask begin_log_in(Database& reader, const LogInRequest& request);

struct LogInTrial {
    bool matches = false;
    std::optional<std::string> rehashed;  ///< at today's cost, where the kept hash is of another
};
/// Pure. A locked attempt is not tried: nothing is learnt from its time.
[[nodiscard]] LogInTrial try_log_in(const LogInTask& task, const LogInRequest& request);

/// Judges by the books as they are now: a lock, a spent code, a changed password or a disabled
/// account since begin_log_in count.
[[nodiscard]] LogInAnswer end_log_in(Database& writer, const AccessRules& rules,
                                     const LogInRequest& request, const LogInTask& task,
                                     const LogInTrial& trial);

[[nodiscard]] LogInAnswer log_in(Database& books, const AccessRules& rules,
                                 const LogInRequest& request);

/// The owner of a token, nothing where it has ended or was never given. Grants are read each time,
/// so that what an administrator ends has ended at all desks. Microseconds: three indexed reads.
[[nodiscard]] std::optional<Identity> who_is(Database& reader, const AccessRules& rules,
                                             std::string_view token, Instant now);
/// Keeps the session of an identity from its idle limit. Where Identity::touch_due.
void touch(Database& writer, const Identity& identity, Instant now);

/// Ends the session of a token; false where there was none.
bool log_out(Database& writer, std::string_view token, std::string_view source, Instant now);

/// Ends one session of the same account ("the one I left open"), by its number; false where it is
/// not one of theirs.
bool end_own_session(Database& writer, const Identity& identity, std::int64_t session,
                     std::string_view source, Instant now);

struct ChangePasswordRequest {
    SecretText old_password;  ///< as typed
    SecretText new_password;
    std::string source;
    Instant now;
};
/// What a change is tried against; the common passwords of the books with it.
struct ChangeTask {
    std::string account_name;
    std::vector<std::string> hashes;  ///< newest first: the one in force, and those before it
    std::vector<std::string> common;
    std::optional<Instant> locked_until;
};
struct ChangeTrial {
    bool matches = false;
    std::string hash;  ///< of the new password
};
[[nodiscard]] ChangeTask begin_change(Database& reader, const Identity& identity,
                                      const ChangePasswordRequest& request);
/// Pure. refused password.short, .simple, .name, .common, .long, .reused.
[[nodiscard]] ChangeTrial try_change(const ChangeTask& task, const ChangePasswordRequest& request);
/// The new token: the old one and every other session of the account have ended. Nothing where the
/// old password was wrong, which counts as a failed log-in.
[[nodiscard]] LogInAnswer end_change(Database& writer, const AccessRules& rules,
                                     const Identity& identity, const ChangePasswordRequest& request,
                                     const ChangeTask& task, const ChangeTrial& trial);
[[nodiscard]] LogInAnswer change_password(Database& books, const AccessRules& rules,
                                          const Identity& identity,
                                          const ChangePasswordRequest& request);

/// A one-time code and the password its owner chooses. `person` is asked for by the code of the
/// first set-up alone, which makes the account of the first security administrator.
struct RedeemRequest {
    std::string name;  ///< of the account
    SecretText code;
    SecretText new_password;
    std::optional<Person> person;
    std::string source;
    Instant now;
};
/// What it is tried against.
struct RedeemTask {
    std::optional<LogInAccount> account;
    std::optional<std::int64_t> code;  ///< the credential that was right; nothing where none was
    std::vector<std::string> hashes;   ///< newest first: passwords before it
    std::vector<std::string> common;
};
/// refused log_in.locked.
[[nodiscard]] RedeemTask begin_redeem(Database& reader, const RedeemRequest& request);
/// Pure: the hash of the new password; "" where the code was wrong, which is told by end_redeem.
/// The errors of try_change.
[[nodiscard]] std::string try_redeem(const RedeemTask& task, const RedeemRequest& request);
/// Sets the password and ends all sessions of the account; logging in comes after. False where the
/// code was wrong, spent (also meanwhile), older than a day, or the name is another's: not told
/// apart, and counted as a failed log-in.
[[nodiscard]] bool end_redeem(Database& writer, const AccessRules& rules,
                              const RedeemRequest& request, const RedeemTask& task,
                              const std::string& hash);
/// refused log_in.code where end_redeem says no.
[[nodiscard]] Error code_refused();

/// The three at once: hashes on the calling thread.
void redeem_code(Database& books, const AccessRules& rules, const RedeemRequest& request);

/// Takes an authenticator for the account of an identity: `key` is one of new_totp_key() that was
/// shown, `code` what the authenticator makes of it. False, nothing being kept, where it does not.
[[nodiscard]] bool enrol_totp(Database& writer, const Identity& identity, const SecretText& key,
                              std::string_view code, std::string_view source, Instant now);

/// may() for an identity. Who owes a password or an authenticator may do nothing yet
/// (refused "owes").
[[nodiscard]] MayAnswer may_do(const AccessRules& rules, const Identity& identity,
                               std::string_view operation, const AccessSubject& subject,
                               Instant now);

/// The audit line of a refusal, and the error that tells it: refused access.refused with who could.
/// Throws it after the line is written.
[[noreturn]] void refuse(Database& writer, const AccessRules& rules, const Identity& identity,
                         std::string_view operation, const AccessSubject& subject,
                         const MayAnswer& answer, std::string_view source, Instant now);

/// "值班员（本行政区划及以下）：P03 王芳", for a refusal: the roles that may, and up to five
/// people.
[[nodiscard]] std::string who_could_words(Database& reader, const AccessRules& rules,
                                          std::string_view operation, const AccessSubject& subject,
                                          const MayAnswer& answer, Instant now);

}  // namespace relief
