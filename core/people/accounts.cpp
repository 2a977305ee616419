// SPDX-License-Identifier: Apache-2.0
#include "core/people/accounts.h"

#include "core/error.h"
#include "core/people/audit.h"
#include "core/people/column.h"
#include "core/people/totp.h"
#include "core/store/digest.h"
#include "core/text.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::string_view select_account =
    "SELECT a.id, a.name, a.kind, p.id, p.code, p.name, p.unit, p.phone, p.flag, coalesce((SELECT "
    "state FROM log_in_account_state WHERE account_id = a.id ORDER BY id DESC LIMIT 1), 'enabled') "
    "FROM log_in_account AS a JOIN person AS p ON p.id = a.person_id ";

constexpr std::string_view select_credential =
    "SELECT s.id, s.account_id, s.kind, c.secret, s.at, c.expires_at, e.at FROM credential_set AS "
    "s JOIN credential AS c ON c.id = s.id LEFT JOIN credential_end AS e ON e.credential_id = s.id "
    "WHERE s.account_id IS ?1 AND s.kind = ?2 ORDER BY s.id DESC LIMIT ?3";

constexpr std::array<std::string_view, 4> kind_names{"password", "paper", "totp", "code"};

LogInAccount read_account(const Statement& select) {
    return {.id = select.integer(0),
            .name = select.text(1),
            .person = {.id = select.integer(3),
                       .code = select.text(4),
                       .name = select.text(5),
                       .unit = select.text(6),
                       .phone = select.text(7),
                       .flag = select.text(8)},
            .kind = select.view(2) == "break_glass" ? LogInAccount::Kind::break_glass
                                                    : LogInAccount::Kind::person,
            .disabled = select.view(9) == "disabled"};
}

std::vector<Credential> read_credentials(Database& database, std::optional<std::int64_t> account,
                                         Credential::Kind kind, std::size_t count) {
    Statement select = database.prepare(select_credential);
    account ? select.bind(1, *account) : select.bind_null(1);
    select.bind(2, credential_kind_name(kind)).bind(3, static_cast<std::int64_t>(count));
    std::vector<Credential> credentials;
    while (select.step()) {
        credentials.push_back({.id = select.integer(0),
                               .account = account,
                               .kind = kind,
                               .secret = select.text(3),
                               .at = instant_of(select.integer(4)),
                               .expires = optional_time(select, 5),
                               .ended = optional_time(select, 6)});
    }
    return credentials;
}

/// What the journal is told of a secret's row. The salt of a hash, the length of a key and that of
/// a code keep the secret from being guessed from it.
std::string credential_digest(std::int64_t id, std::string_view secret,
                              std::optional<std::int64_t> expires) {
    return CanonicalBytes("relief.credential/1")
        .add(id)
        .add(secret)
        .add(expires ? fmt::format("{}", *expires) : "")
        .sha256();
}

void check_name(std::string_view name) {
    constexpr std::size_t bytes_max = 64;
    if (name.empty() || name.size() > bytes_max || on_one_line(name) != name) {
        throw bad_input({.code = "account.name",
                         .message = "the name cannot be that of an account",
                         .field = "name",
                         .found = on_one_line(name),
                         .expected = "1 to 64 bytes of UTF-8 without control characters"});
    }
}

Error twice(std::string found) {
    return refused({.code = "account.twice",
                    .message = "an account has the name, or the person has one",
                    .field = "name",
                    .found = std::move(found),
                    .expected = "a name nobody has, a person without an account"});
}

}  // namespace

std::string_view credential_kind_name(Credential::Kind kind) {
    return kind_names.at(static_cast<std::size_t>(kind));
}

std::int64_t add_account(Change& change, std::string_view name, const Person& person,
                         LogInAccount::Kind kind) {
    const std::string folded = fold(name);
    check_name(folded);
    for (const LogInAccount& other : read_accounts(change.database())) {
        if (other.name == folded || (other.person.id == person.id && other.kind == kind)) {
            throw twice(fmt::format("{} of {}", other.name, other.person.code));
        }
    }
    change.tell_subject(folded);
    return change.insert(
        "log_in_account",
        {{"name", folded},
         {"person_id", person.id},
         {"kind",
          std::string(kind == LogInAccount::Kind::break_glass ? "break_glass" : "person")}});
}

void set_account_state(Change& change, const LogInAccount& account, bool disabled, Instant at,
                       std::string_view reason) {
    if (account.disabled == disabled) {
        throw refused(
            {.code = "account.state",
             .message = "the account is in that state already",
             .field = "name",
             .found = account.name,
             .expected = disabled ? "an account that is enabled" : "an account that is disabled"});
    }
    change.tell_subject(account.name);
    change.insert("log_in_account_state",
                  {{"account_id", account.id},
                   {"state", std::string(disabled ? "disabled" : "enabled")},
                   {"at", seconds_of(at)},
                   {"reason", std::string(reason)}});
}

std::int64_t set_credential(Change& change, std::optional<std::int64_t> account,
                            Credential::Kind kind, std::string_view secret, Instant at,
                            std::optional<Instant> expires) {
    Database& database = change.database();
    const std::optional<Credential> before = newest_credential(database, account, kind);
    if (before && !before->ended) {
        end_credential(change, before->id, at, "a newer one");
    }
    Statement last = database.prepare("SELECT ifnull(max(id), 0) FROM credential_set");
    last.step();
    const std::int64_t id = last.integer(0) + 1;
    last.reset();
    const auto until = expires ? std::optional(seconds_of(*expires)) : std::nullopt;
    Statement insert =
        database.prepare("INSERT INTO credential(id, secret, expires_at) VALUES(?1, ?2, ?3)");
    insert.bind(1, id).bind(2, secret);
    until ? insert.bind(3, *until) : insert.bind_null(3);
    insert.run();
    return change.insert("credential_set", {{"account_id", account ? Cell(*account) : Cell()},
                                            {"kind", std::string(credential_kind_name(kind))},
                                            {"at", seconds_of(at)},
                                            {"set_by", change.request().actor},
                                            {"sha256", credential_digest(id, secret, until)}});
}

void end_credential(Change& change, std::int64_t credential, Instant at, std::string_view reason) {
    change.insert(
        "credential_end",
        {{"credential_id", credential}, {"at", seconds_of(at)}, {"reason", std::string(reason)}});
}

std::optional<LogInAccount> find_account(Database& database, std::string_view name) {
    Statement select = database.prepare(std::string(select_account) + "WHERE a.name = ?1");
    select.bind(1, fold(name));
    return select.step() ? std::optional(read_account(select)) : std::nullopt;
}

std::optional<LogInAccount> account_of(Database& database, std::int64_t id) {
    Statement select = database.prepare(std::string(select_account) + "WHERE a.id = ?1");
    select.bind(1, id);
    return select.step() ? std::optional(read_account(select)) : std::nullopt;
}

LogInAccount required_account(Database& database, std::string_view name) {
    if (auto account = find_account(database, name)) {
        return *account;
    }
    throw bad_input({.code = "account.unknown",
                     .message = "there is no such account",
                     .field = "name",
                     .found = on_one_line(name),
                     .expected = "a name of relief office account list"});
}

std::vector<LogInAccount> read_accounts(Database& database) {
    Statement select = database.prepare(std::string(select_account) + "ORDER BY a.id");
    std::vector<LogInAccount> accounts;
    while (select.step()) {
        accounts.push_back(read_account(select));
    }
    return accounts;
}

std::optional<Credential> newest_credential(Database& database, std::optional<std::int64_t> account,
                                            Credential::Kind kind) {
    std::vector<Credential> credentials = read_credentials(database, account, kind, 1);
    return credentials.empty() ? std::nullopt : std::optional(std::move(credentials.front()));
}

std::vector<std::string> newest_passwords(Database& database, std::int64_t account,
                                          std::size_t count) {
    std::vector<std::string> hashes;
    for (Credential& credential :
         read_credentials(database, account, Credential::Kind::password, count)) {
        hashes.push_back(std::move(credential.secret));
    }
    return hashes;
}

bool spend_totp_step(Database& database, std::int64_t account, std::int64_t step) {
    Statement spend = database.prepare(
        "INSERT INTO cache_totp_step(account_id, step) VALUES(?1, ?2) ON CONFLICT(account_id) DO "
        "UPDATE SET step = excluded.step WHERE step < excluded.step RETURNING step");
    spend.bind(1, account).bind(2, step);
    const bool is_first = spend.step();
    while (is_first && spend.step()) {
    }
    return is_first;
}

std::optional<std::int64_t> spent_totp_step(Database& database, std::int64_t account) {
    Statement select = database.prepare("SELECT step FROM cache_totp_step WHERE account_id = ?1");
    select.bind(1, account);
    return select.step() ? std::optional(select.integer(0)) : std::nullopt;
}

std::optional<WrongRow> check_credentials(Database& database, std::int64_t& checked) {
    Statement select = database.prepare(
        "SELECT s.id, c.id, c.secret, c.expires_at, s.sha256 FROM credential_set AS s LEFT JOIN "
        "credential AS c ON c.id = s.id ORDER BY s.id");
    while (select.step()) {
        const std::int64_t id = select.integer(0);
        const std::string told = select.text(4);
        const std::string found =
            select.is_null(1)
                ? "no such row"
                : credential_digest(
                      id, select.view(2),
                      select.is_null(3) ? std::nullopt : std::optional(select.integer(3)));
        if (found != told) {
            return wrong_row("credential", id, "credentials", found, told);
        }
        ++checked;
    }
    Statement untold = database.prepare(
        "SELECT id FROM credential WHERE id NOT IN (SELECT id FROM credential_set) ORDER BY id "
        "LIMIT 1");
    if (untold.step()) {
        return wrong_row("credential", untold.integer(0), "credentials", "a row",
                         "no row the journal does not tell of");
    }
    return std::nullopt;
}

SecretText new_code() {
    constexpr std::size_t code_bytes = 20;
    constexpr std::size_t group = 4;
    const SecretText raw(random_bytes(code_bytes));
    const SecretText signs(to_base32(raw.view()));
    std::string code;
    code.reserve(2 * signs.view().size());
    for (std::size_t at = 0; at < signs.view().size(); at += group) {
        code += code.empty() ? "" : "-";
        code += signs.view().substr(at, group);
    }
    return SecretText(std::move(code));
}

SecretText normal_code(std::string_view typed) {
    constexpr std::size_t typed_max = 100;
    if (typed.size() > typed_max) {
        return {};
    }
    std::optional<std::string> bytes = read_base32(typed);
    if (!bytes) {
        return {};
    }
    const SecretText raw(std::move(*bytes));
    return SecretText(to_base32(raw.view()));
}

}  // namespace relief
