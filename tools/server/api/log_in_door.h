// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/people/grants.h"
#include "core/time.h"
#include "tools/desk/log_in.h"
#include "tools/server/api/access.h"
#include "tools/server/api/clock_watch.h"
#include "tools/server/api/desk_threads.h"
#include "tools/server/api/worker_pool.h"
#include "tools/server/http/message.h"

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace relief {

/// Access by log-in and grants: a request carries the token of a session, as
/// "Authorization: Bearer …" or in the cookie relief_session; never in its address.
[[nodiscard]] Access granted_access(std::shared_ptr<const AccessRules> rules);

/// The token a request carries, "" where it carries none.
[[nodiscard]] std::string token_of(const http::Request& request);

/// Coming in and going out over HTTP:
///
///     POST /api/v1/log-in    {name, password, totp}    relief.log_in/1 and a cookie
///     POST /api/v1/redeem    {name, code, password, person}   sets a first password
///     POST /api/v1/password  {old, new}                a new token; all other sessions end
///     POST /api/v1/totp      {}                        relief.totp/1: a key for an authenticator
///     POST /api/v1/totp      {key, code}               takes it, once the code fits
///     POST /api/v1/log-out
///     GET  /api/v1/me        relief.me/1: person, grants, when the session ends, what it owes
///
/// Passwords are hashed on threads of their own, so that no desk waits for a log-in; past the queue
/// the answer is 503.
class LogInDoor {
  public:
    struct Limits {
        std::size_t hashing_threads = 2;
        std::size_t waiting_max = 32;
    };

    LogInDoor(DeskThreads& desk, const Clock& clock, EvenSeconds even,
              std::shared_ptr<const AccessRules> rules)
        : LogInDoor(desk, clock, std::move(even), std::move(rules), Limits{}) {}
    LogInDoor(DeskThreads& desk, const Clock& clock, EvenSeconds even,
              std::shared_ptr<const AccessRules> rules, Limits limits);

    using Finish = std::function<void(http::Response)>;
    /// False where the address is none of these. Throws what is wrong with the request; everything
    /// else goes to `finish`.
    [[nodiscard]] bool answer(const http::Request& request, const std::string& language,
                              Finish finish);
    /// Sessions end by a clock that can be set. Where it was, they are moved along first, an audit
    /// line (clock.set) tells of it, and `then` is called once that is done, with what it failed
    /// with. False, and nothing is called, where the clock was not set.
    [[nodiscard]] bool carry_over(std::function<void(const std::exception_ptr&)> then);
    /// How often the clock was set: another number means that a session may have been looked for
    /// while it was moved.
    [[nodiscard]] std::uint64_t clock_steps() const { return clock_steps_; }
    /// Keeps a session that is used from its idle limit.
    void touch(const http::Request& request);
    void stop() { hashing_.stop(); }

  private:
    struct Coming;

    void log_in(const http::Request& request, const std::string& language, Finish finish);
    void redeem(const http::Request& request, const std::string& language, Finish finish);
    void change_password(const http::Request& request, const std::string& language, Finish finish);
    void enrol(const http::Request& request, const std::string& language, Finish finish);
    void log_out(const http::Request& request, const std::string& language, Finish finish);
    void me(const http::Request& request, const std::string& language, Finish finish);
    void hash(std::function<void()> work, const Finish& finish, const std::string& language);

    DeskThreads& desk_;
    const Clock& clock_;
    std::mutex watch_mutex_;
    ClockWatch watch_;
    int carrying_ = 0;  ///< moves of sessions that are not done
    std::atomic<std::uint64_t> clock_steps_ = 0;
    std::shared_ptr<const AccessRules> rules_;
    WorkerPool hashing_;  ///< last: its threads use all of the above
};

}  // namespace relief
