// SPDX-License-Identifier: Apache-2.0
#include "core/people/session.h"

#include "core/people/secret.h"
#include "core/store/digest.h"

#include <algorithm>

namespace relief {
namespace {

constexpr std::string_view select_session =
    "SELECT id, account_id, source, begun_at, seen_at, ends_at, owes FROM cache_session ";

LogInSession read_session(const Statement& select) {
    return {.id = select.integer(0),
            .account = select.integer(1),
            .source = select.text(2),
            .begun = instant_of(select.integer(3)),
            .seen = instant_of(select.integer(4)),
            .ends = instant_of(select.integer(5)),
            .owes = select.text(6)};
}

/// Rows that no token can use any more.
void clear_ended(Database& database, Instant now, const SessionLimits& limits) {
    Statement clear =
        database.prepare("DELETE FROM cache_session WHERE ends_at <= ?1 OR seen_at <= ?2");
    clear.bind(1, seconds_of(now)).bind(2, seconds_of(now - limits.idle));
    clear.run();
}

/// Makes room for one more session of an account.
void keep_few(Database& database, std::int64_t account, const SessionLimits& limits) {
    Statement clear = database.prepare(
        "DELETE FROM cache_session WHERE account_id = ?1 AND id NOT IN (SELECT id FROM "
        "cache_session WHERE account_id = ?1 ORDER BY seen_at DESC, id DESC LIMIT ?2)");
    clear.bind(1, account).bind(2, limits.of_an_account_max - 1);
    clear.run();
}

}  // namespace

Instant LogInSession::idle_ends(const SessionLimits& limits) const {
    return std::min(seen + limits.idle, ends);
}

bool LogInSession::runs(Instant now, const SessionLimits& limits) const {
    return now < idle_ends(limits);
}

bool LogInSession::touch_due(Instant now, const SessionLimits& limits) const {
    return now - seen >= limits.touch;
}

std::string begin_session(Database& database, std::int64_t account, std::string_view source,
                          std::string_view owes, Instant now, const SessionLimits& limits) {
    constexpr std::size_t token_bytes = 32;
    std::string token = random_token(token_bytes);
    database.transaction([&] {
        clear_ended(database, now, limits);
        keep_few(database, account, limits);
        Statement insert = database.prepare(
            "INSERT INTO cache_session(token_sha256, account_id, source, begun_at, seen_at, "
            "ends_at, owes) VALUES(?1, ?2, ?3, ?4, ?4, ?5, ?6)");
        insert.bind(1, sha256_hex(token))
            .bind(2, account)
            .bind(3, source)
            .bind(4, seconds_of(now))
            .bind(5, seconds_of(now + limits.absolute))
            .bind(6, owes);
        insert.run();
    });
    return token;
}

std::optional<LogInSession> find_session(Database& database, std::string_view token, Instant now,
                                         const SessionLimits& limits) {
    constexpr std::size_t token_length_max = 64;
    if (token.empty() || token.size() > token_length_max) {
        return std::nullopt;
    }
    Statement select = database.prepare(std::string(select_session) + "WHERE token_sha256 = ?1");
    select.bind(1, sha256_hex(token));
    if (!select.step()) {
        return std::nullopt;
    }
    LogInSession session = read_session(select);
    return session.runs(now, limits) ? std::optional(std::move(session)) : std::nullopt;
}

void touch_session(Database& database, std::int64_t session, Instant now,
                   const SessionLimits& limits) {
    Statement update = database.prepare(
        "UPDATE cache_session SET seen_at = ?2 WHERE id = ?1 AND seen_at < ?2 AND seen_at > ?3 AND "
        "ends_at > ?2");
    update.bind(1, session).bind(2, seconds_of(now)).bind(3, seconds_of(now - limits.idle));
    update.run();
}

void move_sessions(Database& database, std::chrono::seconds step) {
    Statement update = database.prepare(
        "UPDATE cache_session SET begun_at = begun_at + ?1, seen_at = seen_at + ?1, "
        "ends_at = ends_at + ?1");
    update.bind(1, static_cast<std::int64_t>(step.count()));
    update.run();
}

void settle_session(Database& database, std::int64_t session, std::string_view owed) {
    Statement update =
        database.prepare("UPDATE cache_session SET owes = '' WHERE id = ?1 AND owes = ?2");
    update.bind(1, session).bind(2, owed);
    update.run();
}

std::vector<LogInSession> read_sessions(Database& database, Instant now,
                                        std::optional<std::int64_t> account,
                                        const SessionLimits& limits) {
    Statement select = database.prepare(std::string(select_session) +
                                        "WHERE ?1 IS NULL OR account_id = ?1 ORDER BY id");
    account ? select.bind(1, *account) : select.bind_null(1);
    std::vector<LogInSession> sessions;
    while (select.step()) {
        LogInSession session = read_session(select);
        if (session.runs(now, limits)) {
            sessions.push_back(std::move(session));
        }
    }
    return sessions;
}

bool end_session(Database& database, std::int64_t session) {
    Statement end = database.prepare("DELETE FROM cache_session WHERE id = ?1 RETURNING id");
    end.bind(1, session);
    const bool there = end.step();
    end.reset();
    return there;
}

std::int64_t end_sessions(Database& database, std::int64_t account,
                          std::optional<std::int64_t> but) {
    Statement end = database.prepare(
        "DELETE FROM cache_session WHERE account_id = ?1 AND id IS NOT ?2 RETURNING id");
    end.bind(1, account);
    but ? end.bind(2, *but) : end.bind_null(2);
    std::int64_t count = 0;
    while (end.step()) {
        ++count;
    }
    return count;
}

}  // namespace relief
