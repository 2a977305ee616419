// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/log_in.h"

#include "core/error.h"
#include "core/people/audit.h"
#include "core/people/grant_book.h"
#include "core/people/totp.h"
#include "core/store/change.h"
#include "core/store/digest.h"
#include "core/text.h"

#include <algorithm>
#include <functional>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

/// The name as audit lines have it.
std::string audited_name(std::string_view name) {
    constexpr std::size_t bytes_max = 256;
    return on_one_line(fold(name.substr(0, bytes_max)));
}

/// The attempts under a name from a source that can matter still, in order.
std::vector<LogInAttempt> read_attempts(Database& database, const std::string& name,
                                        const std::string& source, Instant now) {
    Statement select = database.prepare(
        "SELECT seq, at, event FROM audit_line WHERE account = ?1 AND source = ?2 AND at > ?3 AND "
        "event IN ('log_in.failed', 'log_in.ok') UNION ALL SELECT seq, at, event FROM audit_line "
        "WHERE event = 'account.unlock' AND subject = ?1 AND at > ?3 ORDER BY seq");
    select.bind(1, name).bind(2, source).bind(3, seconds_of(now - lockout_memory()));
    std::vector<LogInAttempt> attempts;
    while (select.step()) {
        const std::string_view event = select.view(2);
        attempts.push_back({.at = instant_of(select.integer(1)),
                            .outcome = event == "log_in.failed" ? LogInAttempt::Outcome::failed
                                       : event == "log_in.ok"   ? LogInAttempt::Outcome::passed
                                                                : LogInAttempt::Outcome::unlocked});
    }
    return attempts;
}

std::chrono::milliseconds wait_now(Database& database, Instant now) {
    Statement select = database.prepare(
        "SELECT count(*) FROM audit_line WHERE event = 'log_in.failed' AND at > ?1");
    select.bind(1, seconds_of(now - std::chrono::minutes{1}));
    select.step();
    return slow_down(select.integer(0));
}

std::optional<Instant> lock_of(Database& database, std::string_view name, std::string_view source,
                               Instant now) {
    return locked_until(read_attempts(database, audited_name(name), on_one_line(source), now), now);
}

void audit(Database& database, Instant now, std::string event, std::string_view name,
           std::string_view source, std::string subject, std::string result) {
    append_audit(database, {.at = now,
                            .event = std::move(event),
                            .account = audited_name(name),
                            .source = std::string(source),
                            .subject = std::move(subject),
                            .result = std::move(result)});
}

/// A change of the door's own, in whatever transaction is open. Its key is never used again.
void change_access(Database& database, std::string_view actor, std::string operation, Instant now,
                   const std::function<void(Change&)>& work) {
    constexpr std::size_t key_bytes = 16;
    const Request request{.key = operation + "/" + random_token(key_bytes),
                          .content = "{}",
                          .actor = std::string(actor),
                          .operation = std::move(operation),
                          .subject = {},
                          .occurred_at = now,
                          .recorded_at = now};
    make_change(database, request, [&](Change& change) {
        work(change);
        return std::string("{}");
    });
}

Credential::Kind password_kind(const LogInAccount& account) {
    return account.kind == LogInAccount::Kind::break_glass ? Credential::Kind::paper
                                                           : Credential::Kind::password;
}

/// The password as it was hashed; empty, which no hash is of, where it cannot be one.
SecretText tried_password(const LogInTask& task, const LogInRequest& request) {
    if (task.account && task.account->kind == LogInAccount::Kind::break_glass) {
        return normal_code(request.password.view());
    }
    try {
        return normal_password(request.password.view());
    } catch (const Error&) {
        return {};
    }
}

/// What somebody owes before they may do anything.
std::string owed(Database& database, const AccessRules& rules, const LogInAccount& account,
                 const Credential& password, Instant now) {
    if (account.kind == LogInAccount::Kind::break_glass) {
        return "";
    }
    if (now - password.at >= password_age_max) {
        return "password";
    }
    const std::vector<Grant> grants = grants_of(database, rules, account.person, now);
    const bool asks = std::any_of(grants.begin(), grants.end(), [&](const Grant& grant) {
        return rules.role(grant.role).needs_totp;
    });
    const auto totp = newest_credential(database, account.id, Credential::Kind::totp);
    return asks && !(totp && totp->stands(now)) ? "totp" : "";
}

Identity identity_of(Database& database, const AccessRules& rules, const LogInAccount& account,
                     const LogInSession& session, Instant now) {
    return {.session = session.id,
            .account = account.id,
            .account_name = account.name,
            .break_glass = account.kind == LogInAccount::Kind::break_glass,
            .person = account.person,
            .grants = grants_of(database, rules, account.person, now),
            .begun = session.begun,
            .idle_ends = session.idle_ends(),
            .ends = session.ends,
            .owes = session.owes,
            .touch_due = session.touch_due(now)};
}

/// Why a code of an authenticator does not do: "" where it does (or none is asked for), "asked",
/// "totp". Spends it.
std::string judge_totp(Database& writer, const LogInAccount& account, std::string_view code,
                       Instant now) {
    const auto totp = newest_credential(writer, account.id, Credential::Kind::totp);
    if (account.kind == LogInAccount::Kind::break_glass || !totp || !totp->stands(now)) {
        return "";
    }
    if (code.empty()) {
        return "asked";
    }
    const SecretText key(read_base32(totp->secret).value_or(""));
    const auto step = matching_step(key.view(), code, now, spent_totp_step(writer, account.id));
    return step && spend_totp_step(writer, account.id, *step) ? "" : "totp";
}

/// Why an attempt does not get past name and password: "" where it does.
std::string judge_password(const LogInTask& task, const LogInTask& now, const LogInTrial& trial) {
    return !now.account                        ? "name"
           : !trial.matches                    ? "password"
           : now.account->disabled             ? "disabled"
           : !now.credential                   ? "expired"
           : task.credential != now.credential ? "changed"
                                               : "";
}

LogInAnswer refused_log_in(Database& writer, const LogInRequest& request, std::string refused,
                           const std::string& event, const std::string& result) {
    audit(writer, request.now, event, request.name, request.source, "", result);
    return {.in = std::nullopt,
            .refused = std::move(refused),
            .locked_until = std::nullopt,
            .wait = wait_now(writer, request.now)};
}

/// The session of somebody who has proven who they are.
LoggedIn start_session(Database& writer, const AccessRules& rules, const LogInAccount& account,
                       const Credential& password, std::string_view source, Instant now) {
    LoggedIn in;
    in.token = begin_session(writer, account.id, on_one_line(source),
                             owed(writer, rules, account, password, now), now);
    in.identity = who_is(writer, rules, in.token, now).value();
    return in;
}

/// What the use of a paper code leaves: it is spent a shift later, and everybody can see it.
void use_paper(Database& writer, const LogInAccount& account, const Credential& paper,
               std::string_view source, Instant now) {
    audit(writer, now, "log_in.break_glass", account.name, source, account.person.code, "opened");
    if (!paper.ended) {
        change_access(writer, account.person.code, "account.break_glass", now, [&](Change& change) {
            change.tell_subject(account.name);
            end_credential(change, paper.id, now + SessionLimits{}.absolute, "opened");
        });
    }
}

LogInAnswer judge(Database& writer, const AccessRules& rules, const LogInRequest& request,
                  const LogInTask& task, const LogInTrial& trial) {
    const LogInTask now = begin_log_in(writer, request);
    if (now.locked_until || task.locked_until) {
        LogInAnswer answer =
            refused_log_in(writer, request, "log_in.locked", "log_in.locked", "locked");
        answer.locked_until = now.locked_until;
        return answer;
    }
    const std::string wrong = judge_password(task, now, trial);
    if (!wrong.empty()) {
        return refused_log_in(writer, request, "log_in.wrong", "log_in.failed", wrong);
    }
    const std::string code = judge_totp(writer, *now.account, request.totp, request.now);
    if (!code.empty()) {
        return refused_log_in(writer, request, "log_in.totp",
                              code == "asked" ? "log_in.asked" : "log_in.failed", code);
    }
    Credential password =
        newest_credential(writer, now.account->id, password_kind(*now.account)).value();
    if (password.kind == Credential::Kind::paper) {
        use_paper(writer, *now.account, password, request.source, request.now);
    }
    audit(writer, request.now, "log_in.ok", request.name, request.source, now.account->person.code,
          "ok");
    LoggedIn in = start_session(writer, rules, *now.account, password, request.source, request.now);
    if (trial.rehashed) {
        change_access(writer, now.account->person.code, "account.rehash", request.now,
                      [&](Change& change) {
                          change.tell_subject(now.account->name);
                          set_credential(change, now.account->id, password.kind, *trial.rehashed,
                                         password.at, password.expires);
                      });
    }
    return {.in = std::move(in), .refused = {}, .locked_until = std::nullopt};
}

}  // namespace

Error code_refused() {
    return refused({.code = "log_in.code",
                    .message = "the one-time code does not open this account",
                    .field = "code",
                    .expected = "a code not yet used, not older than a day, of this account"});
}

namespace {

Error locked_refused(Instant until) {
    return refused({.code = "log_in.locked",
                    .message = "too many failed attempts",
                    .field = "name",
                    .found = "locked until " + format_instant(until),
                    .expected = "another attempt after that"});
}

/// The account of the first security administrator, and their person where nobody knows them yet.
LogInAccount first_account(Change& change, const AccessRules& rules, const RedeemRequest& request) {
    Database& database = change.database();
    if (!request.person) {
        throw code_refused();
    }
    Person person = *request.person;
    if (const auto known = find_person(database, person.code)) {
        person = *known;
    } else {
        person.id = add_person(change, person);
    }
    add_account(change, request.name, person, LogInAccount::Kind::person);
    add_grant(change, rules,
              {.person = person,
               .role = "security_admin",
               .unit = "",
               .from = request.now,
               .reason = "first set-up"},
              request.now);
    return required_account(database, request.name);
}

}  // namespace

LogInTask begin_log_in(Database& reader, const LogInRequest& request) {
    LogInTask task{.account = find_account(reader, request.name.substr(0, 256)),
                   .hash = stand_in_hash(),
                   .wait = wait_now(reader, request.now)};
    const bool opens_always = task.account && task.account->kind == LogInAccount::Kind::break_glass;
    if (!opens_always) {
        task.locked_until = lock_of(reader, request.name, request.source, request.now);
    }
    if (task.account) {
        const auto credential =
            newest_credential(reader, task.account->id, password_kind(*task.account));
        if (credential && credential->stands(request.now)) {
            task.credential = credential->id;
            task.hash = credential->secret;
        }
    }
    return task;
}

LogInTrial try_log_in(const LogInTask& task, const LogInRequest& request) {
    if (task.locked_until) {
        return {};
    }
    const SecretText password = tried_password(task, request);
    LogInTrial trial{.matches = password_matches(task.hash, password.view()) &&
                                task.credential.has_value()};
    if (trial.matches && needs_rehash(task.hash)) {
        trial.rehashed = hash_password(password.view());
    }
    return trial;
}

LogInAnswer end_log_in(Database& writer, const AccessRules& rules, const LogInRequest& request,
                       const LogInTask& task, const LogInTrial& trial) {
    LogInAnswer answer;
    writer.transaction([&] { answer = judge(writer, rules, request, task, trial); });
    return answer;
}

LogInAnswer log_in(Database& books, const AccessRules& rules, const LogInRequest& request) {
    const LogInTask task = begin_log_in(books, request);
    return end_log_in(books, rules, request, task, try_log_in(task, request));
}

std::optional<Identity> who_is(Database& reader, const AccessRules& rules, std::string_view token,
                               Instant now) {
    const auto session = find_session(reader, token, now);
    const auto account = session ? account_of(reader, session->account) : std::nullopt;
    if (!account || account->disabled) {
        return std::nullopt;
    }
    return identity_of(reader, rules, *account, *session, now);
}

void touch(Database& writer, const Identity& identity, Instant now) {
    touch_session(writer, identity.session, now);
}

bool log_out(Database& writer, std::string_view token, std::string_view source, Instant now) {
    bool ended = false;
    writer.transaction([&] {
        const auto session = find_session(writer, token, now);
        const auto account = session ? account_of(writer, session->account) : std::nullopt;
        if (account) {
            ended = end_session(writer, session->id);
            audit(writer, now, "log_out", account->name, source, account->person.code, "ok");
        }
    });
    return ended;
}

bool end_own_session(Database& writer, const Identity& identity, std::int64_t session,
                     std::string_view source, Instant now) {
    bool ended = false;
    writer.transaction([&] {
        const auto theirs = read_sessions(writer, now, identity.account);
        const bool is_own = std::any_of(theirs.begin(), theirs.end(),
                                        [&](const LogInSession& one) { return one.id == session; });
        ended = is_own && end_session(writer, session);
        if (ended) {
            audit(writer, now, "session.end", identity.account_name, source,
                  fmt::format("{}", session), "ok");
        }
    });
    return ended;
}

ChangeTask begin_change(Database& reader, const Identity& identity,
                        const ChangePasswordRequest& request) {
    return {.account_name = identity.account_name,
            .hashes = newest_passwords(reader, identity.account, passwords_remembered),
            .common = load_common_passwords(DatabaseSource(reader)),
            .locked_until = lock_of(reader, identity.account_name, request.source, request.now)};
}

ChangeTrial try_change(const ChangeTask& task, const ChangePasswordRequest& request) {
    if (task.locked_until || task.hashes.empty()) {
        return {};
    }
    const SecretText old = normal_password(request.old_password.view());
    if (!password_matches(task.hashes.front(), old.view())) {
        return {};
    }
    const SecretText fresh = normal_password(request.new_password.view());
    check_new_password(fresh.view(), task.account_name, task.common);
    if (is_reused(task.hashes, fresh.view())) {
        throw refused({.code = "password.reused",
                       .message = "the password was used before",
                       .field = "password",
                       .expected = fmt::format("none of the last {}", passwords_remembered)});
    }
    return {.matches = true, .hash = hash_password(fresh.view())};
}

LogInAnswer end_change(Database& writer, const AccessRules& rules, const Identity& identity,
                       const ChangePasswordRequest& request, const ChangeTask& task,
                       const ChangeTrial& trial) {
    LogInAnswer answer;
    writer.transaction([&] {
        const auto account = account_of(writer, identity.account);
        const auto lock = lock_of(writer, identity.account_name, request.source, request.now);
        const auto standing = newest_passwords(writer, identity.account, 1);
        if (lock || task.locked_until) {
            answer = {.refused = "log_in.locked", .locked_until = lock};
            audit(writer, request.now, "log_in.locked", identity.account_name, request.source, "",
                  "locked");
            return;
        }
        // Somebody else may have set another one since begin_change.
        const bool same =
            !standing.empty() && !task.hashes.empty() && standing.front() == task.hashes.front();
        if (!trial.matches || !account || account->disabled || !same) {
            answer = {.refused = "log_in.wrong"};
            audit(writer, request.now, "log_in.failed", identity.account_name, request.source, "",
                  "password");
            return;
        }
        change_access(writer, identity.person.code, "account.password", request.now,
                      [&](Change& change) {
                          change.tell_subject(identity.account_name);
                          set_credential(change, identity.account, Credential::Kind::password,
                                         trial.hash, request.now);
                      });
        end_sessions(writer, identity.account);
        audit(writer, request.now, "account.password", identity.account_name, request.source,
              identity.account_name, "ok");
        const auto password =
            newest_credential(writer, identity.account, Credential::Kind::password);
        answer.in = start_session(writer, rules, *account, *password, request.source, request.now);
    });
    return answer;
}

LogInAnswer change_password(Database& books, const AccessRules& rules, const Identity& identity,
                            const ChangePasswordRequest& request) {
    const ChangeTask task = begin_change(books, identity, request);
    return end_change(books, rules, identity, request, task, try_change(task, request));
}

RedeemTask begin_redeem(Database& reader, const RedeemRequest& request) {
    if (const auto lock = lock_of(reader, request.name, request.source, request.now)) {
        throw locked_refused(*lock);
    }
    RedeemTask task{.account = find_account(reader, request.name.substr(0, 256)),
                    .code = {},
                    .hashes = {},
                    .common = {}};
    const auto account_id = task.account ? std::optional(task.account->id) : std::nullopt;
    const auto code = newest_credential(reader, account_id, Credential::Kind::code);
    const SecretText typed = normal_code(request.code.view());
    const bool right = code && code->stands(request.now) && !typed.empty() &&
                       sha256_hex(typed.view()) == code->secret &&
                       !(task.account && task.account->disabled) &&
                       (task.account || request.person);
    if (right) {
        task.code = code->id;
        task.common = load_common_passwords(DatabaseSource(reader));
        task.hashes = task.account
                          ? newest_passwords(reader, task.account->id, passwords_remembered)
                          : std::vector<std::string>{};
    }
    return task;
}

std::string try_redeem(const RedeemTask& task, const RedeemRequest& request) {
    if (!task.code) {
        return "";
    }
    const SecretText fresh = normal_password(request.new_password.view());
    check_new_password(fresh.view(), fold(request.name), task.common);
    if (is_reused(task.hashes, fresh.view())) {
        throw refused({.code = "password.reused",
                       .message = "the password was used before",
                       .field = "password",
                       .expected = fmt::format("none of the last {}", passwords_remembered)});
    }
    return hash_password(fresh.view());
}

bool end_redeem(Database& writer, const AccessRules& rules, const RedeemRequest& request,
                const RedeemTask& task, const std::string& hash) {
    bool is_set = false;
    writer.transaction([&] {
        // By the books as they are now: somebody may have been faster.
        const auto account = find_account(writer, request.name.substr(0, 256));
        const auto account_id = account ? std::optional(account->id) : std::nullopt;
        const auto code = newest_credential(writer, account_id, Credential::Kind::code);
        const bool same = (account ? account->id : 0) == (task.account ? task.account->id : 0) &&
                          !(account && account->disabled) && code && code->id == task.code &&
                          code->stands(request.now);
        if (!task.code || hash.empty() || !same) {
            audit(writer, request.now, "log_in.failed", request.name, request.source, "", "code");
            return;
        }
        const std::string actor = account          ? account->person.code
                                  : request.person ? request.person->code
                                                   : std::string();
        change_access(writer, actor, account ? "account.password" : "account.setup", request.now,
                      [&](Change& change) {
                          end_credential(change, code->id, request.now, "used");
                          const LogInAccount owner =
                              account ? *account : first_account(change, rules, request);
                          set_credential(change, owner.id, Credential::Kind::password, hash,
                                         request.now);
                          change.tell_subject(owner.name);
                          end_sessions(writer, owner.id);
                      });
        audit(writer, request.now, account ? "account.password" : "account.setup", request.name,
              request.source, "", "ok");
        is_set = true;
    });
    return is_set;
}

void redeem_code(Database& books, const AccessRules& rules, const RedeemRequest& request) {
    const RedeemTask task = begin_redeem(books, request);
    if (!end_redeem(books, rules, request, task, try_redeem(task, request))) {
        throw code_refused();
    }
}

bool enrol_totp(Database& writer, const Identity& identity, const SecretText& key,
                std::string_view code, std::string_view source, Instant now) {
    const auto step = matching_step(key.view(), code, now);
    if (!step) {
        return false;
    }
    writer.transaction([&] {
        change_access(writer, identity.person.code, "account.totp", now, [&](Change& change) {
            change.tell_subject(identity.account_name);
            set_credential(change, identity.account, Credential::Kind::totp, to_base32(key.view()),
                           now);
        });
        static_cast<void>(spend_totp_step(writer, identity.account, *step));
        settle_session(writer, identity.session, "totp");
        audit(writer, now, "account.totp", identity.account_name, source, identity.account_name,
              "ok");
    });
    return true;
}

MayAnswer may_do(const AccessRules& rules, const Identity& identity, std::string_view operation,
                 const AccessSubject& subject, Instant now) {
    MayAnswer answer = may(rules, identity.grants, operation, subject, now);
    if (!identity.owes.empty()) {
        answer.allowed = false;
        answer.refused = "owes";
    }
    return answer;
}

std::string who_could_words(Database& reader, const AccessRules& rules, std::string_view operation,
                            const AccessSubject& subject, const MayAnswer& answer, Instant now) {
    constexpr std::size_t people_max = 5;
    std::string words;
    for (const AccessRule& rule : answer.who_could) {
        words += fmt::format("{}{} ({})", words.empty() ? "" : ", ", rule.role,
                             access_scope_name(rule.scope));
    }
    std::vector<std::string> people;
    for (const Grant& grant :
         grants_that_could(rules, read_grants(reader, rules, {}, now), operation, subject, now)) {
        const std::string one = grant.person.code + " " + grant.person.name;
        if (std::find(people.begin(), people.end(), one) == people.end() &&
            people.size() < people_max) {
            people.push_back(one);
        }
    }
    return people.empty() ? words : fmt::format("{}: {}", words, fmt::join(people, ", "));
}

void refuse(Database& writer, const AccessRules& rules, const Identity& identity,
            std::string_view operation, const AccessSubject& subject, const MayAnswer& answer,
            std::string_view source, Instant now) {
    writer.transaction([&] {
        audit(writer, now, "access.refused", identity.account_name, source, std::string(operation),
              answer.refused);
    });
    std::string roles;
    for (const Grant& grant : identity.grants) {
        roles += fmt::format(" {}{}{}", grant.role, grant.unit.empty() ? "" : "@", grant.unit);
    }
    throw refused({.code = "access.refused",
                   .message = "this person may not do that here",
                   .field = std::string(operation),
                   .found = fmt::format("{}{} ({})", identity.person.code, roles, answer.refused),
                   .expected = who_could_words(writer, rules, operation, subject, answer, now)});
}

}  // namespace relief
