// SPDX-License-Identifier: Apache-2.0
#include "core/data_source.h"
#include "core/error.h"
#include "tools/commands/command.h"
#include "tools/commands/values.h"
#include "tools/commands/words.h"
#include "tools/desk/account_desk.h"
#include "tools/desk/document.h"
#include "tools/desk/log_in.h"
#include "tools/desk/tables.h"
#include "tools/desk/writing_desk.h"

#include <algorithm>
#include <functional>
#include <iostream>
#include <iterator>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

constexpr std::string_view console = "console";

/// Opens the books for a change of accounts, grants or sessions and runs it.
void with_desk(const Session& session, const Given& given, const std::string& operation,
               const std::function<void(AccessDesk&)>& work) {
    const std::string command = "relief " + operation;
    const Asked asked = read_asked(session, given, command);
    WritingDesk desk = open_writing_desk(session.required_db(command), asked);
    AccessDesk access = access_desk(desk, asked);
    work(access);
}

/// Opens the books for reading, for an actor who may.
int with_reader(const Session& session, std::string_view operation,
                const std::function<std::string(Database&, const AccessRules&)>& answer) {
    const Tables tables(session.data(), session.required_db(fmt::format("relief {}", operation)));
    const AccessRules rules = load_access_rules(tables.source());
    Database& database = *tables.database();
    check_may_read(database, rules, operation, session.global.actor, session.clock.now());
    session.print(answer(database, rules));
    return 0;
}

/// A code as it is told: once, on the screen of whoever asked.
std::string code_words(const ToldCode& told, std::string_view language) {
    const bool zh = language == "zh";
    if (!told.until) {
        return zh ? fmt::format("应急账号 {} 的纸质口令（只显示这一次，请打印后封存）：\n{}\n",
                                told.account, told.code.view())
                  : fmt::format(
                        "paper code of the break-glass account {} (told this once; print "
                        "it and seal it):\n{}\n",
                        told.account, told.code.view());
    }
    const std::string whose =
        told.account.empty() ? std::string(zh ? "首次设置" : "first set-up") : told.account;
    return zh ? fmt::format("{} 的一次性口令（{} 前有效，只显示这一次）：\n{}\n网页：/#set-up={}\n",
                            whose, format_short(*told.until), told.code.view(), told.code.view())
              : fmt::format(
                    "one-time code of {} (good until {}, told this once):\n{}\n"
                    "in the browser: /#set-up={}\n",
                    whose, format_short(*told.until), told.code.view(), told.code.view());
}

std::string code_json(const ToldCode& told) {
    return document_text({{"schema", "relief.code/1"},
                          {"account", told.account},
                          {"code", told.code.view()},
                          {"until", told.until ? nlohmann::ordered_json(format_instant(*told.until))
                                               : nlohmann::ordered_json(nullptr)}});
}

void tell_code(const Session& session, const ToldCode& told) {
    session.print(session.global.json ? code_json(told) : code_words(told, session.language()));
}

/// A password or a code is read from a file or, for "-", from standard input: what stands on the
/// command line everybody on the machine can see.
SecretText read_secret(const Given& given, std::string_view option) {
    const std::string file = given.required(option);
    std::string text;
    if (file == "-") {
        std::getline(std::cin, text);
    } else {
        text = read_file(file);
    }
    while (text.ends_with('\n') || text.ends_with('\r')) {
        text.pop_back();
    }
    return SecretText(std::move(text));
}

std::string done_words(const Session& session, std::string_view zh, std::string_view en) {
    return session.global.json ? document_text({{"schema", "relief.done/1"}, {"done", true}})
                               : fmt::format("{}\n", in_language(session.language(), zh, en));
}

/// The account's owner sets the password by a one-time code.
void redeem(const Session& session, const Given& given) {
    const std::string command = "relief office account setup";
    if (!given.text("--name") || !given.text("--password-file")) {
        throw UsageError(command, "用口令设置密码须同时给出 --name 和 --password-file",
                         "--code needs --name and --password-file");
    }
    with_desk(session, given, "office account setup", [&](AccessDesk& desk) {
        RedeemRequest request{.name = word(given, "--name"),
                              .code = SecretText(word(given, "--code")),
                              .new_password = read_secret(given, "--password-file"),
                              .person = std::nullopt,
                              .source = std::string(console),
                              .now = desk.asked.now};
        if (given.text("--person")) {
            request.person = Person{.code = word(given, "--person"),
                                    .name = word(given, "--person-name"),
                                    .unit = word(given, "--unit")};
        }
        redeem_code(desk.database, desk.rules, request);
    });
}

int set_up(const Session& session, const Given& given) {
    if (given.text("--code")) {
        redeem(session, given);
        session.print(done_words(session, "密码已设置", "the password is set"));
        return 0;
    }
    with_desk(session, given, "office account setup",
              [&](AccessDesk& desk) { tell_code(session, make_set_up_code(desk)); });
    return 0;
}

int add(const Session& session, const Given& given) {
    with_desk(session, given, "office account add", [&](AccessDesk& desk) {
        const std::string person = given.required("PERSON");
        tell_code(session,
                  add_person_account(desk, person, given.text("--name").value_or(person),
                                     given.flag("--break-glass") ? LogInAccount::Kind::break_glass
                                                                 : LogInAccount::Kind::person));
    });
    return 0;
}

int reset(const Session& session, const Given& given) {
    with_desk(session, given, "office account reset", [&](AccessDesk& desk) {
        tell_code(session, reset_account(desk, given.required("NAME")));
    });
    return 0;
}

int disable(const Session& session, const Given& given) {
    with_desk(session, given, "office account disable", [&](AccessDesk& desk) {
        disable_account(desk, given.required("NAME"), true, word(given, "--reason"));
    });
    session.print(done_words(session, "已停用，其会话已结束", "disabled; its sessions have ended"));
    return 0;
}

int enable(const Session& session, const Given& given) {
    with_desk(session, given, "office account enable", [&](AccessDesk& desk) {
        disable_account(desk, given.required("NAME"), false, word(given, "--reason"));
    });
    session.print(done_words(session, "已启用", "enabled"));
    return 0;
}

int unlock(const Session& session, const Given& given) {
    with_desk(session, given, "office account unlock",
              [&](AccessDesk& desk) { unlock_account(desk, given.required("NAME")); });
    session.print(done_words(session, "已解锁", "unlocked"));
    return 0;
}

int totp(const Session& session, const Given& given) {
    with_desk(session, given, "office account totp", [&](AccessDesk& desk) {
        const SecretText link = give_totp(desk, given.required("NAME"));
        session.print(
            session.global.json
                ? document_text({{"schema", "relief.totp/1"}, {"link", link.view()}})
                : fmt::format("{}\n{}\n",
                              in_language(session.language(), "动态口令（只显示这一次）：",
                                          "authenticator (told this once):"),
                              link.view()));
    });
    return 0;
}

/// One's own password, by name and the old one.
int password(const Session& session, const Given& given) {
    bool changed = false;
    with_desk(session, given, "office account password", [&](AccessDesk& desk) {
        const std::string name = given.required("NAME");
        const LogInAccount account = required_account(desk.database, name);
        const Identity identity{
            .account = account.id, .account_name = account.name, .person = account.person};
        const LogInAnswer answer =
            change_password(desk.database, desk.rules, identity,
                            {.old_password = read_secret(given, "--old-file"),
                             .new_password = read_secret(given, "--new-file"),
                             .source = std::string(console),
                             .now = desk.asked.now});
        changed = answer.in.has_value();
        if (changed) {
            // Nobody is at the console to use the session.
            static_cast<void>(log_out(desk.database, answer.in->token, console, desk.asked.now));
        } else {
            throw refused({.code = answer.refused,
                           .message = "the old password was not taken",
                           .field = "--old-file",
                           .expected = "the password in force"});
        }
    });
    session.print(done_words(session, "密码已更换", "the password is changed"));
    return 0;
}

int list_accounts(const Session& session, const Given&) {
    return with_reader(session, "office account list", [&](Database& database, const AccessRules&) {
        const Instant now = session.clock.now();
        return session.global.json ? accounts_json(database, now)
                                   : accounts_text(database, now, session.language());
    });
}

std::string grants_answer(const Session& session, const AccessRules& rules,
                          std::span<const Grant> grants, Instant at) {
    return session.global.json ? grants_json(rules, grants, at)
                               : grants_text(rules, grants, at, session.language());
}

int grant_add(const Session& session, const Given& given) {
    with_desk(session, given, "office grant add", [&](AccessDesk& desk) {
        const std::int64_t id = give_grant(
            desk, {.person = person_of(desk.database, given.required("PERSON")),
                   .role = given.required("ROLE"),
                   .unit = word(given, "--unit"),
                   .from = optional_instant(given, "--from").value_or(desk.asked.occurred_at),
                   .until = optional_instant(given, "--until"),
                   .reason = word(given, "--reason")});
        if (id > 0) {
            const Grant grant = grant_of(desk.database, desk.rules, id);
            session.print(grants_answer(session, desk.rules, std::span(&grant, 1), desk.asked.now));
        } else {
            session.print(done_words(session, "已授权过", "granted before"));
        }
    });
    return 0;
}

int grant_confirm(const Session& session, const Given& given) {
    with_desk(session, given, "office grant confirm", [&](AccessDesk& desk) {
        confirm_given(desk, read_whole(given.required("GRANT"), "GRANT"));
    });
    session.print(done_words(session, "已确认，从现在起有效", "confirmed; it counts from now on"));
    return 0;
}

int grant_end(const Session& session, const Given& given) {
    with_desk(session, given, "office grant end", [&](AccessDesk& desk) {
        end_given(desk, read_whole(given.required("GRANT"), "GRANT"), word(given, "--reason"));
    });
    session.print(done_words(session, "已终止", "ended"));
    return 0;
}

int list_grants(const Session& session, const Given& given) {
    return with_reader(session, "office grants", [&](Database& database, const AccessRules& rules) {
        const auto at = optional_instant(given, "--at");
        const auto person = given.text("--person");
        const auto id = person ? std::optional(person_of(database, *person).id) : std::nullopt;
        return grants_answer(session, rules, read_grants(database, rules, id, at),
                             at.value_or(session.clock.now()));
    });
}

int list_sessions(const Session& session, const Given&) {
    return with_reader(session, "office session list", [&](Database& database, const AccessRules&) {
        const Instant now = session.clock.now();
        return session.global.json ? sessions_json(database, now)
                                   : sessions_text(database, now, session.language());
    });
}

int session_end(const Session& session, const Given& given) {
    with_desk(session, given, "office session end", [&](AccessDesk& desk) {
        end_given_session(desk, read_whole(given.required("SESSION"), "SESSION"));
    });
    session.print(done_words(session, "会话已结束", "the session has ended"));
    return 0;
}

/// Who may do what: of every command there is, or of those one role may do.
int show_access(const Session& session, const Given& given) {
    const Tables tables(session.data(), session.db());
    AccessRules rules = load_access_rules(tables.source());
    const auto role = given.text("--role");
    if (role) {
        const std::string id = rules.role(*role).id;
        std::erase_if(rules.rules, [&](const AccessRule& rule) { return rule.role != id; });
    }
    std::vector<std::string> operations;
    for (const CommandSpec& spec : command_specs()) {
        const bool is_theirs =
            std::any_of(rules.rules.begin(), rules.rules.end(),
                        [&](const AccessRule& rule) { return rule.operation == spec.path; });
        if (!role || is_theirs) {
            operations.emplace_back(spec.path);
        }
    }
    session.print(session.global.json ? access_json(rules, operations)
                                      : access_text(rules, operations, session.language()));
    return 0;
}

OptionSpec account_argument(std::string_view name, std::string_view zh, std::string_view en) {
    return {name, name, zh, en, OptionSpec::Form::positional, true};
}

const OptionSpec reason_option{"--reason", "TEXT", "理由", "why"};

std::vector<CommandSpec> account_specs() {
    const OptionSpec name = account_argument("NAME", "账号", "account");
    return {
        {"office account setup",
         "首次设置：显示一次性口令；或用口令（--code）设置密码",
         "first set-up: tells a one-time code; or sets a password by a code (--code)",
         "relief office account setup --db jilin.db --actor install",
         {{"--code", "CODE", "一次性口令", "the one-time code"},
          {"--name", "NAME", "账号", "account"},
          {"--password-file", "FILE", "密码所在文件；- 为标准输入",
           "file with the password; - reads standard input"},
          {"--person", "CODE", "首次设置：安全管理员的人员代码",
           "first set-up: code of the security administrator"},
          {"--person-name", "NAME", "首次设置：姓名", "first set-up: their name"},
          {"--unit", "UNIT", "首次设置：单位", "first set-up: their office"}},
         set_up},
        {"office account add",
         "为一个人开账号，显示其设置密码用的一次性口令",
         "an account for a person, with the one-time code they set the password by",
         "relief office account add P02 --db jilin.db --actor P01",
         {account_argument("PERSON", "人员代码", "person"),
          {"--name", "NAME", "账号（默认人员代码）", "account (the person's code)"},
          {.name = "--break-glass",
           .type = "",
           .zh = "应急账号：纸质口令封存，不受锁定",
           .en = "break glass: a code on sealed paper, never locked out",
           .form = OptionSpec::Form::flag},
          key_option},
         add},
        {"office account list",
         "账号",
         "the accounts",
         "relief office account list --db jilin.db --actor P01",
         {},
         list_accounts},
        {"office account reset",
         "作废密码和动态口令，发新的一次性口令",
         "password and authenticator no longer stand; a new one-time code",
         "relief office account reset P02 --db jilin.db --actor P01",
         {name, key_option},
         reset},
        {"office account disable",
         "停用账号，立即结束其会话",
         "disable an account; its sessions end at once",
         "relief office account disable P02 --reason 调离 --db jilin.db --actor P01",
         {name, reason_option, key_option},
         disable},
        {"office account enable",
         "重新启用账号",
         "enable an account again",
         "relief office account enable P02 --db jilin.db --actor P01",
         {name, reason_option, key_option},
         enable},
        {"office account unlock",
         "解除因多次失败造成的锁定",
         "let a name that failed attempts locked try again",
         "relief office account unlock P02 --db jilin.db --actor P01",
         {name},
         unlock},
        {"office account totp",
         "发放动态口令，链接只显示一次",
         "give an authenticator; its link is told once",
         "relief office account totp P02 --db jilin.db --actor P01",
         {name, key_option},
         totp},
        {"office account password",
         "更换自己的密码",
         "change one's own password",
         "relief office account password P02 --old-file old.txt --new-file new.txt --db jilin.db "
         "--actor P02",
         {name,
          {"--old-file", "FILE", "原密码所在文件；- 为标准输入",
           "file with the old password; - reads standard input", OptionSpec::Form::value, true},
          {"--new-file", "FILE", "新密码所在文件；- 为标准输入",
           "file with the new one; - reads standard input", OptionSpec::Form::value, true}},
         password},
    };
}

}  // namespace

std::vector<CommandSpec> account_commands() {
    std::vector<CommandSpec> specs = account_specs();
    const OptionSpec grant = account_argument("GRANT", "授权号", "number of the grant");
    std::vector<CommandSpec> others{
        {"office grant add",
         "授予角色，有起止和范围；签发人须第二人确认",
         "grant a role, from and until, of a place; a signer's needs a second person",
         "relief office grant add P02 officer --unit 220200 --db jilin.db --actor P01",
         {account_argument("PERSON", "人员", "person"),
          account_argument("ROLE", "角色", "role"),
          {"--unit", "CODE", "区划、库点或部门", "division, depot or department"},
          {"--from", "TIME", "起（默认现在）", "from (now)"},
          {"--until", "TIME", "止", "until"},
          reason_option,
          key_option},
         grant_add},
        {"office grant confirm",
         "第二人确认授权",
         "a second person confirms a grant",
         "relief office grant confirm 3 --db jilin.db --actor P05",
         {grant, key_option},
         grant_confirm},
        {"office grant end",
         "终止授权",
         "end a grant",
         "relief office grant end 3 --reason 轮岗 --db jilin.db --actor P01",
         {grant, reason_option, key_option},
         grant_end},
        {"office grants",
         "授权一览",
         "the grants",
         "relief office grants --db jilin.db --actor P01",
         {{"--person", "PERSON", "只看此人", "of this person"},
          {"--at", "TIME", "只看此刻有效的", "those that run then"}},
         list_grants},
        {"office session list",
         "正在进行的会话",
         "the sessions that run",
         "relief office session list --db jilin.db --actor P01",
         {},
         list_sessions},
        {"office session end",
         "结束一个会话",
         "end a session",
         "relief office session end 4 --db jilin.db --actor P01",
         {account_argument("SESSION", "会话号", "number of the session")},
         session_end},
        {"office access",
         "哪个角色可以做哪项操作、到什么范围",
         "which role may do which operation, and how far it reaches",
         "relief office access --role depot_keeper",
         {{"--role", "ROLE", "只看这个角色", "of this role"}},
         show_access},
    };
    std::move(others.begin(), others.end(), std::back_inserter(specs));
    return specs;
}

}  // namespace relief
