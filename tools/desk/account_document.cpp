// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "core/json_depth.h"
#include "tools/desk/account_desk.h"
#include "tools/desk/document.h"
#include "tools/desk/json_parts.h"
#include "tools/desk/text_table.h"

#include <algorithm>
#include <initializer_list>
#include <limits>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

std::string_view kind_name(const LogInAccount& account) {
    return account.kind == LogInAccount::Kind::break_glass ? "break_glass" : "person";
}

/// Which secrets of an account stand: "password, totp".
std::vector<std::string> standing(Database& database, const LogInAccount& account, Instant now) {
    std::vector<std::string> kinds;
    for (const auto kind : {Credential::Kind::password, Credential::Kind::paper,
                            Credential::Kind::totp, Credential::Kind::code}) {
        const auto credential = newest_credential(database, account.id, kind);
        if (credential && credential->stands(now)) {
            kinds.emplace_back(credential_kind_name(kind));
        }
    }
    return kinds;
}

/// What a grant is at a moment: runs, waits (for a second person), later, ended.
std::string_view grant_state(const Grant& grant, Instant now) {
    return grant.until && *grant.until <= now          ? "ended"
           : grant.needs_second && !grant.confirmed_at ? "waits"
           : grant.runs(now)                           ? "runs"
                                                       : "later";
}

std::string_view state_words(std::string_view state, std::string_view language) {
    return language != "zh"   ? state
           : state == "runs"  ? "有效"
           : state == "waits" ? "待第二人确认"
           : state == "later" ? "未到期"
                              : "已终止";
}

ordered_json line_json(const AuditLine& line) {
    return {{"seq", line.seq},
            {"at", format_instant(line.told.at)},
            {"event", line.told.event},
            {"account", line.told.account},
            {"source", line.told.source},
            {"subject", line.told.subject},
            {"result", line.told.result},
            {"prev_hash", line.prev_hash},
            {"hash", line.hash}};
}

/// A line of an export; nothing where it is none.
std::optional<AuditLine> line_of(std::string_view text) {
    if (json_depth(text) > 1) {
        return std::nullopt;
    }
    const auto json = ordered_json::parse(text, nullptr, false);
    if (!json.is_object()) {
        return std::nullopt;
    }
    AuditLine line;
    for (const auto& [name, into] : std::initializer_list<std::pair<const char*, std::string*>>{
             {"event", &line.told.event},
             {"account", &line.told.account},
             {"source", &line.told.source},
             {"subject", &line.told.subject},
             {"result", &line.told.result},
             {"prev_hash", &line.prev_hash},
             {"hash", &line.hash}}) {
        if (!json.contains(name) || !json.at(name).is_string()) {
            return std::nullopt;
        }
        *into = json.at(name).get<std::string>();
    }
    const bool has_time = json.contains("at") && json.at("at").is_string();
    const auto at = has_time ? parse_instant(json.at("at").get<std::string>()) : std::nullopt;
    if (!at || !json.contains("seq") || !json.at("seq").is_number_unsigned()) {
        return std::nullopt;
    }
    // Lines count from 1, and the one behind must have a number too.
    const auto seq = json.at("seq").get<std::uint64_t>();
    if (seq < 1 || seq >= std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
        return std::nullopt;
    }
    line.seq = static_cast<std::int64_t>(seq);
    line.told.at = *at;
    return line;
}

/// The rows of one operation.
std::vector<const AccessRule*> rules_of(const AccessRules& rules, std::string_view operation) {
    std::vector<const AccessRule*> found;
    for (const AccessRule& rule : rules.rules) {
        if (rule.operation == operation) {
            found.push_back(&rule);
        }
    }
    return found;
}

}  // namespace

std::string accounts_json(Database& database, Instant now) {
    ordered_json accounts = ordered_json::array();
    for (const LogInAccount& account : read_accounts(database)) {
        accounts.push_back({{"name", account.name},
                            {"person", account.person.code},
                            {"person_name", account.person.name},
                            {"kind", kind_name(account)},
                            {"disabled", account.disabled},
                            {"standing", standing(database, account, now)},
                            {"sessions", read_sessions(database, now, account.id).size()}});
    }
    return document_text({{"schema", "relief.accounts/1"}, {"accounts", std::move(accounts)}});
}

std::string accounts_text(Database& database, Instant now, std::string_view language) {
    const bool zh = language == "zh";
    TextTable table(
        zh ? std::vector<std::string>{"账号", "人员", "姓名", "种类", "状态", "凭据", "会话"}
           : std::vector<std::string>{"account", "person", "name", "kind", "state", "secrets",
                                      "sessions"},
        {false, false, false, false, false, false, true});
    for (const LogInAccount& account : read_accounts(database)) {
        table.add({account.name, account.person.code, account.person.name,
                   std::string(account.kind == LogInAccount::Kind::person
                                   ? in_language(language, "本人", "person")
                                   : in_language(language, "应急", "break glass")),
                   std::string(account.disabled ? in_language(language, "停用", "disabled")
                                                : in_language(language, "启用", "enabled")),
                   fmt::format("{}", fmt::join(standing(database, account, now), ", ")),
                   fmt::format("{}", read_sessions(database, now, account.id).size())});
    }
    return table.text();
}

std::string grants_json(const AccessRules& rules, std::span<const Grant> grants, Instant now) {
    ordered_json rows = ordered_json::array();
    for (const Grant& grant : grants) {
        const AccessRole& role = rules.role(grant.role);
        rows.push_back({{"id", grant.id},
                        {"person", grant.person.code},
                        {"name", grant.person.name},
                        {"role", grant.role},
                        {"role_zh", role.zh},
                        {"unit", grant.unit},
                        {"from", format_instant(grant.from)},
                        {"until", time_json(grant.until)},
                        {"needs_second", grant.needs_second},
                        {"confirmed_at", time_json(grant.confirmed_at)},
                        {"state", grant_state(grant, now)}});
    }
    return document_text({{"schema", "relief.grants/1"}, {"grants", std::move(rows)}});
}

std::string grants_text(const AccessRules& rules, std::span<const Grant> grants, Instant now,
                        std::string_view language) {
    const bool zh = language == "zh";
    TextTable table(
        zh ? std::vector<std::string>{"号", "代码", "姓名", "角色", "单位", "起", "止", "状态"}
           : std::vector<std::string>{"grant", "code", "name", "role", "unit", "from", "until",
                                      "state"},
        {true});
    for (const Grant& grant : grants) {
        const AccessRole& role = rules.role(grant.role);
        table.add({fmt::format("{}", grant.id), grant.person.code, grant.person.name,
                   zh ? role.zh : role.id, grant.unit, format_short(grant.from),
                   grant.until ? format_short(*grant.until) : "-",
                   std::string(state_words(grant_state(grant, now), language))});
    }
    return table.text();
}

std::string sessions_json(Database& database, Instant now) {
    ordered_json rows = ordered_json::array();
    for (const LogInSession& session : read_sessions(database, now)) {
        const auto account = account_of(database, session.account);
        rows.push_back({{"id", session.id},
                        {"account", account ? account->name : ""},
                        {"person", account ? account->person.code : ""},
                        {"source", session.source},
                        {"begun", format_instant(session.begun)},
                        {"seen", format_instant(session.seen)},
                        {"idle_ends", format_instant(session.idle_ends())},
                        {"ends", format_instant(session.ends)}});
    }
    return document_text({{"schema", "relief.sessions/1"}, {"sessions", std::move(rows)}});
}

std::string sessions_text(Database& database, Instant now, std::string_view language) {
    TextTable table(
        language == "zh"
            ? std::vector<std::string>{"会话", "账号", "来源", "登录", "最近", "最迟到"}
            : std::vector<std::string>{"session", "account", "source", "begun", "seen", "ends"},
        {true});
    for (const LogInSession& session : read_sessions(database, now)) {
        const auto account = account_of(database, session.account);
        table.add({fmt::format("{}", session.id), account ? account->name : "", session.source,
                   format_short(session.begun), format_short(session.seen),
                   format_short(session.ends)});
    }
    return table.text();
}

std::string access_json(const AccessRules& rules, std::span<const std::string> operations) {
    ordered_json rows = ordered_json::array();
    for (const std::string& operation : operations) {
        ordered_json who = ordered_json::array();
        for (const AccessRule* rule : rules_of(rules, operation)) {
            who.push_back({{"rule", rule->id},
                           {"role", rule->role},
                           {"scope", access_scope_name(rule->scope)},
                           {"mode", rule->changes ? "changes" : "reads"},
                           {"flag", flag_name(rule->source.flag)}});
        }
        rows.push_back({{"operation", operation}, {"who", std::move(who)}});
    }
    ordered_json roles = ordered_json::array();
    for (const AccessRole& role : rules.roles) {
        roles.push_back({{"role", role.id},
                         {"zh", role.zh},
                         {"en", role.en},
                         {"place", role.place},
                         {"administers", role.administers},
                         {"needs_second", role.needs_second},
                         {"needs_totp", role.needs_totp},
                         {"flag", flag_name(role.source.flag)},
                         {"source", role.source.text}});
    }
    return document_text({{"schema", "relief.access/1"},
                          {"roles", std::move(roles)},
                          {"operations", std::move(rows)}});
}

std::string access_text(const AccessRules& rules, std::span<const std::string> operations,
                        std::string_view language) {
    const bool zh = language == "zh";
    TextTable table(zh ? std::vector<std::string>{"操作", "读写", "谁（范围）"}
                       : std::vector<std::string>{"operation", "mode", "who (scope)"});
    for (const std::string& operation : operations) {
        std::string who;
        std::string mode;
        for (const AccessRule* rule : rules_of(rules, operation)) {
            const AccessRole& role = rules.role(rule->role);
            who += fmt::format("{}{} ({})", who.empty() ? "" : ", ", zh ? role.zh : role.id,
                               access_scope_name(rule->scope));
            mode = rule->changes ? in_language(language, "改", "changes")
                                 : in_language(language, "读", "reads");
        }
        table.add({operation, mode, who.empty() ? "-" : who});
    }
    return table.text();
}

std::string audit_json(std::span<const AuditLine> lines, const AuditHead& head) {
    ordered_json rows = ordered_json::array();
    for (const AuditLine& line : lines) {
        rows.push_back(line_json(line));
    }
    return document_text({{"schema", "relief.audit/1"},
                          {"lines", std::move(rows)},
                          {"head", {{"seq", head.seq}, {"hash", head.hash}}}});
}

std::string audit_text(std::span<const AuditLine> lines, std::string_view language) {
    TextTable table(language == "zh" ? std::vector<std::string>{"号", "时间", "事件", "账号",
                                                                "来源", "对象", "结果"}
                                     : std::vector<std::string>{"line", "time", "event", "account",
                                                                "source", "subject", "result"},
                    {true});
    for (const AuditLine& line : lines) {
        table.add({fmt::format("{}", line.seq), format_instant(line.told.at), line.told.event,
                   line.told.account, line.told.source, line.told.subject, line.told.result});
    }
    return table.text();
}

std::string audit_export_text(std::span<const AuditLine> lines) {
    std::string text;
    for (const AuditLine& line : lines) {
        text += line_json(line).dump() + '\n';
    }
    return text;
}

std::vector<AuditLine> read_audit_export(std::string_view bytes, const std::string& file) {
    std::vector<AuditLine> lines;
    int number = 0;
    while (!bytes.empty()) {
        const std::size_t end = std::min(bytes.find('\n'), bytes.size());
        ++number;
        auto line = line_of(bytes.substr(0, end));
        if (!line) {
            throw bad_input({.code = "audit.file",
                             .message = "a line of the audit file is broken",
                             .file = file,
                             .line = number,
                             .found = on_one_line(bytes.substr(0, end), 60),
                             .expected = "a line of relief audit export"});
        }
        lines.push_back(std::move(*line));
        bytes.remove_prefix(std::min(end + 1, bytes.size()));
    }
    return lines;
}

}  // namespace relief
