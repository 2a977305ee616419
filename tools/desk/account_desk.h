// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/people/accounts.h"
#include "core/people/audit.h"
#include "core/people/grant_book.h"
#include "core/people/grants.h"
#include "core/people/session.h"
#include "core/store/change.h"
#include "core/store/database.h"
#include "tools/desk/writing_desk.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// What the administrators do to accounts, grants and sessions. Each asks first whether the actor
/// may (rules/access_rules.csv), writes the journal row and an audit line in one transaction, and
/// refuses with access.refused, leaving an audit line of that too.
struct AccessDesk {
    Database& database;
    AccessRules rules;
    Asked asked;  ///< its actor is a person's code or name
};

[[nodiscard]] AccessDesk access_desk(WritingDesk& desk, Asked asked);

/// Runs `work` as one change of an operation, for a person who may do it about everything.
/// `subject` is what the audit line says it was about.
void change_as(AccessDesk& desk, std::string_view operation, const std::string& content,
               std::string_view subject,
               const std::function<void(Change& change, const Person& by)>& work);

/// A code, told once. It is nowhere in the books in clear, nor in the journal.
struct ToldCode {
    std::string account;  ///< "" of the first set-up
    SecretText code;
    std::optional<Instant> until;
};

/// The code of the first set-up, good for a day; a second one ends the first. refused
/// account.set_up where a security administrator has a password already.
[[nodiscard]] ToldCode make_set_up_code(AccessDesk& desk);

/// An account with the code its owner sets the password by; of a break-glass account the code on
/// the paper.
[[nodiscard]] ToldCode add_person_account(AccessDesk& desk, std::string_view person,
                                          std::string_view name, LogInAccount::Kind kind);

/// A new code for somebody who forgot the password, lost the telephone or opened the envelope:
/// password and authenticator no longer stand, every session ends.
[[nodiscard]] ToldCode reset_account(AccessDesk& desk, std::string_view name);

void disable_account(AccessDesk& desk, std::string_view name, bool disabled,
                     std::string_view reason);
/// Lets a name that failed attempts have locked try again, from every source.
void unlock_account(AccessDesk& desk, std::string_view name);
/// A new authenticator for an account, its link told once.
[[nodiscard]] SecretText give_totp(AccessDesk& desk, std::string_view name);

/// Grants a role by the actor to a person, and answers its number.
std::int64_t give_grant(AccessDesk& desk, NewGrant grant);
void confirm_given(AccessDesk& desk, std::int64_t grant);
void end_given(AccessDesk& desk, std::int64_t grant, std::string_view reason);

/// Ends a session. bad_input session.unknown where there is none of the number.
void end_given_session(AccessDesk& desk, std::int64_t session);

/// Leaves the line of an export, for an actor who may take one, and answers the head with it.
[[nodiscard]] AuditHead note_audit_export(AccessDesk& desk, const std::string& file);

/// The actor may read what an operation reads, where the books have accounts at all; else refused
/// access.refused. A reading command opens the books read-only and leaves no audit line.
void check_may_read(Database& reader, const AccessRules& rules, std::string_view operation,
                    const std::optional<std::string>& actor, Instant now);

/// relief.accounts/1, relief.grants/1, relief.sessions/1, relief.access/1, relief.audit/1.
[[nodiscard]] std::string accounts_json(Database& database, Instant now);
[[nodiscard]] std::string accounts_text(Database& database, Instant now, std::string_view language);
[[nodiscard]] std::string grants_json(const AccessRules& rules, std::span<const Grant> grants,
                                      Instant now);
[[nodiscard]] std::string grants_text(const AccessRules& rules, std::span<const Grant> grants,
                                      Instant now, std::string_view language);
[[nodiscard]] std::string sessions_json(Database& database, Instant now);
[[nodiscard]] std::string sessions_text(Database& database, Instant now, std::string_view language);
/// Every operation named, with the roles that may; one that no row names is there without.
[[nodiscard]] std::string access_json(const AccessRules& rules,
                                      std::span<const std::string> operations);
[[nodiscard]] std::string access_text(const AccessRules& rules,
                                      std::span<const std::string> operations,
                                      std::string_view language);
[[nodiscard]] std::string audit_json(std::span<const AuditLine> lines, const AuditHead& head);
[[nodiscard]] std::string audit_text(std::span<const AuditLine> lines, std::string_view language);

/// Audit lines as a file: one JSON object a line, with number and hashes.
[[nodiscard]] std::string audit_export_text(std::span<const AuditLine> lines);
/// The lines of such a file. bad_input audit.file with the line that cannot be read.
[[nodiscard]] std::vector<AuditLine> read_audit_export(std::string_view bytes,
                                                       const std::string& file);

}  // namespace relief
