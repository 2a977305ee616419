// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/account_desk.h"

#include "core/error.h"
#include "core/people/totp.h"
#include "core/store/digest.h"
#include "core/text.h"
#include "tools/desk/log_in.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::chrono::hours code_lasts{24};
constexpr std::string_view console = "console";

void audit(AccessDesk& desk, std::string event, std::string subject, std::string result) {
    append_audit(desk.database, {.at = desk.asked.now,
                                 .event = std::move(event),
                                 .account = fold(desk.asked.actor),
                                 .source = std::string(console),
                                 .subject = std::move(subject),
                                 .result = std::move(result)});
}

/// "office account add" -> "account.add", as audit lines and the journal name it.
std::string event_of(std::string_view operation) {
    std::string event(operation.substr(operation.find(' ') + 1));
    std::replace(event.begin(), event.end(), ' ', '.');
    return event;
}

Error may_not(Database& database, const AccessRules& rules, std::string_view operation,
              const std::string& who, const MayAnswer& answer, Instant now) {
    return refused({.code = "access.refused",
                    .message = "this person may not do that here",
                    .field = std::string(operation),
                    .found = fmt::format("{} ({})", who, answer.refused),
                    .expected = who_could_words(database, rules, operation, {}, answer, now)});
}

/// The actor, who may do it; else an audit line and access.refused.
Person allowed_actor(AccessDesk& desk, std::string_view operation) {
    const auto person = find_person(desk.database, desk.asked.actor);
    const std::vector<Grant> grants =
        person ? grants_of(desk.database, desk.rules, *person, desk.asked.now)
               : std::vector<Grant>{};
    const MayAnswer answer = may(desk.rules, grants, operation, {}, desk.asked.now);
    if (answer.allowed) {
        return *person;
    }
    desk.database.transaction(
        [&] { audit(desk, "access.refused", std::string(operation), answer.refused); });
    throw may_not(desk.database, desk.rules, operation, desk.asked.actor, answer, desk.asked.now);
}

Request access_request(AccessDesk& desk, std::string_view operation, const std::string& content) {
    return make_request(desk.database, desk.asked, event_of(operation), content);
}

/// A new code for an account, or for the first set-up, in force for a day.
ToldCode set_code(Change& change, const LogInAccount* account, Instant now) {
    ToldCode told{.account = account == nullptr ? "" : account->name,
                  .code = new_code(),
                  .until = now + code_lasts};
    const SecretText normal = normal_code(told.code.view());
    set_credential(change, account == nullptr ? std::nullopt : std::optional(account->id),
                   Credential::Kind::code, sha256_hex(normal.view()), now, told.until);
    return told;
}

ToldCode set_paper(Change& change, const LogInAccount& account, Instant now) {
    ToldCode told{.account = account.name, .code = new_code(), .until = std::nullopt};
    const SecretText normal = normal_code(told.code.view());
    set_credential(change, account.id, Credential::Kind::paper, hash_password(normal.view()), now);
    return told;
}

ToldCode set_first_secret(Change& change, const LogInAccount& account, Instant now) {
    return account.kind == LogInAccount::Kind::break_glass ? set_paper(change, account, now)
                                                           : set_code(change, &account, now);
}

void end_standing(Change& change, const LogInAccount& account, Credential::Kind kind, Instant now) {
    const auto standing = newest_credential(change.database(), account.id, kind);
    if (standing && !standing->ended) {
        end_credential(change, standing->id, now, "reset");
    }
}

bool has_security_admin(AccessDesk& desk) {
    for (const LogInAccount& account : read_accounts(desk.database)) {
        const auto password =
            newest_credential(desk.database, account.id, Credential::Kind::password);
        const std::vector<Grant> grants =
            read_grants(desk.database, desk.rules, account.person.id, desk.asked.now);
        const bool administers = std::any_of(grants.begin(), grants.end(), [](const Grant& grant) {
            return grant.role == "security_admin";
        });
        if (administers && password && !account.disabled) {
            return true;
        }
    }
    return false;
}

std::string quoted(std::string_view name) {
    return fmt::format("{{\"name\": \"{}\"}}", sha256_hex(fold(name)));
}

/// A code that was told cannot be told again: a repeated request says so.
ToldCode told_or_repeat(std::optional<ToldCode> told) {
    if (told) {
        return std::move(*told);
    }
    throw refused({.code = "account.told",
                   .message = "this was done already, and its code was told then",
                   .field = "--key",
                   .expected = "relief office account reset for a new code"});
}

}  // namespace

AccessDesk access_desk(WritingDesk& desk, Asked asked) {
    return {.database = desk.database,
            .rules = load_access_rules(DatabaseSource(desk.database)),
            .asked = std::move(asked)};
}

void change_as(AccessDesk& desk, std::string_view operation, const std::string& content,
               std::string_view subject,
               const std::function<void(Change& change, const Person& by)>& work) {
    const Person by = allowed_actor(desk, operation);
    make_change(desk.database, access_request(desk, operation, content), [&](Change& change) {
        work(change, by);
        audit(desk, event_of(operation), std::string(subject), "ok");
        return std::string("{}");
    });
}

ToldCode make_set_up_code(AccessDesk& desk) {
    if (has_security_admin(desk)) {
        throw refused({.code = "account.set_up",
                       .message = "the books have a security administrator",
                       .field = "db",
                       .expected = "relief office account add or reset, by them"});
    }
    std::optional<ToldCode> told;
    make_change(desk.database, access_request(desk, "office account setup", "{}"),
                [&](Change& change) {
                    change.tell_subject("first set-up");
                    told = set_code(change, nullptr, desk.asked.now);
                    audit(desk, "account.setup", "first set-up", "code");
                    return std::string("{}");
                });
    return told_or_repeat(std::move(told));
}

ToldCode add_person_account(AccessDesk& desk, std::string_view person, std::string_view name,
                            LogInAccount::Kind kind) {
    std::optional<ToldCode> told;
    change_as(
        desk, "office account add", quoted(name), name, [&](Change& change, const Person& by) {
            const Person owner = person_of(desk.database, person);
            if (kind == LogInAccount::Kind::break_glass) {
                check_two_people(by, owner, "makes the sealed code");
            }
            add_account(change, name, owner, kind);
            told = set_first_secret(change, required_account(desk.database, name), desk.asked.now);
            change.tell_subject(fold(name));
        });
    return told_or_repeat(std::move(told));
}

ToldCode reset_account(AccessDesk& desk, std::string_view name) {
    std::optional<ToldCode> told;
    change_as(desk, "office account reset", quoted(name), name,
              [&](Change& change, const Person& by) {
                  const LogInAccount account = required_account(desk.database, name);
                  check_two_people(by, account.person, "resets the account");
                  end_standing(change, account, Credential::Kind::password, desk.asked.now);
                  end_standing(change, account, Credential::Kind::totp, desk.asked.now);
                  told = set_first_secret(change, account, desk.asked.now);
                  end_sessions(desk.database, account.id);
                  change.tell_subject(account.name);
              });
    return told_or_repeat(std::move(told));
}

void disable_account(AccessDesk& desk, std::string_view name, bool disabled,
                     std::string_view reason) {
    change_as(desk, disabled ? "office account disable" : "office account enable", quoted(name),
              name, [&](Change& change, const Person& by) {
                  const LogInAccount account = required_account(desk.database, name);
                  check_two_people(by, account.person, "disables or enables the account");
                  set_account_state(change, account, disabled, desk.asked.now, reason);
                  end_sessions(desk.database, account.id);
              });
}

void unlock_account(AccessDesk& desk, std::string_view name) {
    allowed_actor(desk, "office account unlock");
    const std::string folded = required_account(desk.database, name).name;
    desk.database.transaction([&] { audit(desk, "account.unlock", folded, "ok"); });
}

SecretText give_totp(AccessDesk& desk, std::string_view name) {
    std::optional<SecretText> link;
    change_as(desk, "office account totp", quoted(name), name, [&](Change& change, const Person&) {
        const LogInAccount account = required_account(desk.database, name);
        const SecretText key = new_totp_key();
        set_credential(change, account.id, Credential::Kind::totp, to_base32(key.view()),
                       desk.asked.now);
        change.tell_subject(account.name);
        link = totp_link(account.name, key.view());
    });
    if (!link) {
        throw refused({.code = "account.told",
                       .message = "this was done already, and its code was told then",
                       .field = "--key",
                       .expected = "another key"});
    }
    return std::move(*link);
}

std::int64_t give_grant(AccessDesk& desk, NewGrant grant) {
    std::int64_t id = 0;
    const std::string subject = fmt::format("{} {} {}", grant.person.code, grant.role, grant.unit);
    const std::string content = fmt::format(
        "{{\"person\": {}, \"grant\": \"{}\", \"from\": {}, \"until\": {}}}", grant.person.id,
        sha256_hex(subject), seconds_of(grant.from), grant.until ? seconds_of(*grant.until) : 0);
    change_as(desk, "office grant add", content, subject, [&](Change& change, const Person& by) {
        grant.granted_by = by;
        id = add_grant(change, desk.rules, grant, desk.asked.now);
    });
    return id;
}

void confirm_given(AccessDesk& desk, std::int64_t id) {
    change_as(desk, "office grant confirm", fmt::format("{{\"grant\": {}}}", id),
              fmt::format("{}", id), [&](Change& change, const Person& by) {
                  confirm_grant(change, grant_of(desk.database, desk.rules, id), by,
                                desk.asked.now);
              });
}

void end_given(AccessDesk& desk, std::int64_t id, std::string_view reason) {
    change_as(desk, "office grant end", fmt::format("{{\"grant\": {}}}", id), fmt::format("{}", id),
              [&](Change& change, const Person& by) {
                  const Grant grant = grant_of(desk.database, desk.rules, id);
                  check_two_people(by, grant.person, "ends the grant");
                  end_grant(change, grant, by, desk.asked.now, reason);
              });
}

void end_given_session(AccessDesk& desk, std::int64_t session) {
    allowed_actor(desk, "office session end");
    bool ended = false;
    desk.database.transaction([&] {
        ended = end_session(desk.database, session);
        if (ended) {
            audit(desk, "session.end", fmt::format("{}", session), "ok");
        }
    });
    if (!ended) {
        throw bad_input({.code = "session.unknown",
                         .message = "there is no such session",
                         .field = "SESSION",
                         .found = fmt::format("{}", session),
                         .expected = "a number of relief office session list"});
    }
}

AuditHead note_audit_export(AccessDesk& desk, const std::string& file) {
    allowed_actor(desk, "audit export");
    AuditHead head;
    desk.database.transaction([&] {
        audit(desk, "audit.export", file, "ok");
        head = audit_head(desk.database);
    });
    return head;
}

void check_may_read(Database& reader, const AccessRules& rules, std::string_view operation,
                    const std::optional<std::string>& actor, Instant now) {
    if (read_accounts(reader).empty()) {
        return;  // before the first set-up nobody has anything to hide
    }
    const auto person = actor ? find_person(reader, *actor) : std::nullopt;
    const MayAnswer answer =
        may(rules, person ? grants_of(reader, rules, *person, now) : std::vector<Grant>{},
            operation, {}, now);
    if (!answer.allowed) {
        throw may_not(reader, rules, operation, actor.value_or("nobody"), answer, now);
    }
}

}  // namespace relief
