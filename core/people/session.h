// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"
#include "core/time.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// OWASP ASVS 5.0 chapter 7: both an idle and an absolute limit; a duty shift is twelve hours.
struct SessionLimits {
    std::chrono::minutes idle{15};
    std::chrono::hours absolute{12};
    /// A session that was seen less long ago is not written again: reading is not a commit.
    std::chrono::seconds touch{60};
    std::int64_t of_an_account_max = 16;  ///< a further one ends the one seen longest ago
};

/// Somebody logged in. The token itself is nowhere in the books, only its SHA-256; the rows are a
/// cache beside the books, told to no journal, and survive a restart of the server.
struct LogInSession {
    std::int64_t id = 0;
    std::int64_t account = 0;
    std::string source;
    Instant begun;
    Instant seen;
    Instant ends;      ///< the absolute limit
    std::string owes;  ///< what must be done first: "", "password", "totp"

    [[nodiscard]] Instant idle_ends(const SessionLimits& limits = {}) const;
    [[nodiscard]] bool runs(Instant now, const SessionLimits& limits = {}) const;
    /// True where it was last written so long ago that touch_session is due.
    [[nodiscard]] bool touch_due(Instant now, const SessionLimits& limits = {}) const;
};

/// Begins a session under a new token of 256 random bits, which is answered and nowhere kept. Rows
/// that have ended are cleared away.
[[nodiscard]] std::string begin_session(Database& database, std::int64_t account,
                                        std::string_view source, std::string_view owes, Instant now,
                                        const SessionLimits& limits = {});

/// The running session of a token. Only reads: one row by its hash.
[[nodiscard]] std::optional<LogInSession> find_session(Database& database, std::string_view token,
                                                       Instant now,
                                                       const SessionLimits& limits = {});

/// Writes that a session was seen. Never brings back one that has ended.
void touch_session(Database& database, std::int64_t session, Instant now,
                   const SessionLimits& limits = {});

/// The machine's clock was set by `step`: every session keeps the time it had left.
void move_sessions(Database& database, std::chrono::seconds step);

/// What a session owed has been done.
void settle_session(Database& database, std::int64_t session, std::string_view owed);

/// Those that run, in order of their begin; of one account.
[[nodiscard]] std::vector<LogInSession> read_sessions(Database& database, Instant now,
                                                      std::optional<std::int64_t> account = {},
                                                      const SessionLimits& limits = {});

/// Ends one; false where there is none.
bool end_session(Database& database, std::int64_t session);
/// Ends all of an account but one, and answers how many.
std::int64_t end_sessions(Database& database, std::int64_t account,
                          std::optional<std::int64_t> but = {});

}  // namespace relief
