// SPDX-License-Identifier: Apache-2.0
#include "core/data_source.h"
#include "core/error.h"
#include "core/people.h"
#include "core/text.h"
#include "reserves/document/handling.h"
#include "reserves/document/signature.h"
#include "tools/commands/command.h"
#include "tools/commands/values.h"
#include "tools/commands/words.h"
#include "tools/desk/document.h"
#include "tools/desk/office_desk.h"
#include "tools/desk/tables.h"
#include "tools/desk/writing_desk.h"

#include <functional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

/// Runs one change of the office and prints the office as it stands then.
int change_office(const Session& session, const Given& given, std::string_view verb,
                  const std::string& content,
                  const std::function<void(WritingDesk&, Change&, const Asked&)>& work) {
    const std::string command = fmt::format("relief office {}", verb);
    const Asked asked = read_asked(session, given, command);
    WritingDesk desk = open_writing_desk(session.required_db(command), asked);
    const Request request =
        make_request(desk.database, asked, fmt::format("office.{}", verb), content);
    make_change(desk.database, request, [&](Change& change) {
        work(desk, change, asked);
        return std::string("{}");
    });
    session.print(session.global.json ? office_json(desk.database, {})
                                      : office_text(desk.database, {}, session.language()));
    return 0;
}

int person(const Session& session, const Given& given) {
    return change_office(session, given, "person",
                         content_of(given, {"CODE", "NAME", "--unit", "--phone"}),
                         [&](WritingDesk&, Change& change, const Asked&) {
                             add_person(change, {.code = given.required("CODE"),
                                                 .name = given.required("NAME"),
                                                 .unit = word(given, "--unit"),
                                                 .phone = word(given, "--phone")});
                         });
}

int hold(const Session& session, const Given& given) {
    return change_office(session, given, "hold",
                         content_of(given, {"PERSON", "POST", "--unit", "--from", "--until"}),
                         [&](WritingDesk& desk, Change& change, const Asked& asked) {
                             add_holding(
                                 change, person_of(desk.database, given.required("PERSON")),
                                 given.required("POST"), word(given, "--unit"),
                                 optional_instant(given, "--from").value_or(asked.occurred_at),
                                 optional_instant(given, "--until"));
                         });
}

int end(const Session& session, const Given& given) {
    return change_office(session, given, "end", content_of(given, {"TERM", "--reason"}),
                         [&](WritingDesk&, Change& change, const Asked& asked) {
                             end_holding(change, read_whole(given.required("TERM"), "TERM"),
                                         asked.occurred_at, word(given, "--reason"));
                         });
}

int delegate(const Session& session, const Given& given) {
    return change_office(
        session, given, "delegate",
        content_of(given, {"TERM", "TO", "--verb", "--from", "--until", "--reason"}),
        [&](WritingDesk& desk, Change& change, const Asked& asked) {
            add_delegation(
                change, holding_of(desk.database, read_whole(given.required("TERM"), "TERM")),
                given.text("--verb").value_or("sign"),
                person_of(desk.database, given.required("TO")),
                optional_instant(given, "--from").value_or(asked.occurred_at),
                read_instant(given.required("--until"), "--until"), word(given, "--reason"));
        });
}

int withdraw(const Session& session, const Given& given) {
    return change_office(session, given, "withdraw", content_of(given, {"DELEGATION", "--reason"}),
                         [&](WritingDesk&, Change& change, const Asked& asked) {
                             end_delegation(change,
                                            read_whole(given.required("DELEGATION"), "DELEGATION"),
                                            asked.occurred_at, word(given, "--reason"));
                         });
}

int demo_staff(const Session& session, const Given& given) {
    return change_office(session, given, "demo-staff", "{}",
                         [&](WritingDesk& desk, Change& change, const Asked&) {
                             add_demo_staff(change, desk.baseline, desk.tables->organisations);
                         });
}

int list_office(const Session& session, const Given& given) {
    const Tables tables(session.data(), session.required_db("relief office list"));
    const auto at = optional_instant(given, "--at");
    session.print(session.global.json ? office_json(*tables.database(), at)
                                      : office_text(*tables.database(), at, session.language()));
    return 0;
}

nlohmann::ordered_json signature_rows(const SignatureRules& rules) {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const SignatureRule& rule : rules.rules) {
        rows.push_back({{"rule", rule.id},
                        {"goods", rule.goods},
                        {"responses", rule.responses},
                        {"post", rule.post},
                        {"division_of", rule.division_of},
                        {"needs", rule.needs},
                        {"phone", rule.phone},
                        {"papers_h", rule.papers_h},
                        {"refuses", rule.refuses},
                        {"flag", flag_name(rule.source.flag)},
                        {"source", rule.source.text},
                        {"note", rule.note}});
    }
    return rows;
}

nlohmann::ordered_json handling_rows(const HandlingRules& rules) {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const HandlingRule& rule : rules.rules) {
        rows.push_back({{"rule", rule.id},
                        {"steps", rule.steps},
                        {"place", rule.place},
                        {"post", rule.post},
                        {"flag", flag_name(rule.source.flag)},
                        {"source", rule.source.text},
                        {"note", rule.note}});
    }
    return rows;
}

/// Which of the two tables the office edits is meant.
bool is_handling(const Given& given) {
    const std::string table = given.text("--table").value_or("signature");
    if (table != "signature" && table != "handling") {
        throw bad_input({.code = "argument.value",
                         .message = "the value of the option cannot be read",
                         .field = "--table",
                         .found = table,
                         .expected = "signature, handling"});
    }
    return table == "handling";
}

/// relief.signature_rules/1 or relief.handling_rules/1, as the table stands at a moment.
std::string rules_json(Database& database, bool handling, Instant at) {
    if (handling) {
        const HandlingRules rules = handling_rules_at(database, at);
        return document_text({{"schema", "relief.handling_rules/1"},
                              {"version", rules.version},
                              {"rules", handling_rows(rules)},
                              {"csv", handling_rules_text(database, at)}});
    }
    const SignatureRules rules = signature_rules_at(database, at);
    return document_text({{"schema", "relief.signature_rules/1"},
                          {"version", rules.version},
                          {"rules", signature_rows(rules)},
                          {"csv", signature_rules_text(database, at)}});
}

int show_rules(const Session& session, const Given& given) {
    const Tables tables(session.data(), session.required_db("relief office rules show"));
    Database& database = *tables.database();
    const Instant at = optional_instant(given, "--at").value_or(session.clock.now());
    const bool handling = is_handling(given);
    if (session.global.json) {
        session.print(rules_json(database, handling, at));
    } else {
        session.print(handling ? handling_rules_text(database, at)
                               : signature_rules_text(database, at));
    }
    return 0;
}

int replace_rules(const Session& session, const Given& given) {
    const Asked asked = read_asked(session, given, "relief office rules replace");
    WritingDesk desk = open_writing_desk(session.required_db("relief office rules replace"), asked);
    const std::string file = given.required("FILE");
    const std::string text = decode_text(read_file(file), file);
    const bool handling = is_handling(given);
    nlohmann::json content{{"text", text}};
    if (handling) {
        content["table"] = "handling";
    }
    const Request request = make_request(desk.database, asked, "office.rules", content.dump());
    make_change(desk.database, request, [&](Change& change) {
        if (handling) {
            replace_handling_rules(change, text, file);
        } else {
            replace_signature_rules(change, text, file);
        }
        return std::string("{}");
    });
    session.print(session.global.json
                      ? rules_json(desk.database, handling, asked.now)
                      : fmt::format("{}\n", in_language(session.language(), "新表从现在起执行",
                                                        "the new table counts from now on")));
    return 0;
}

const OptionSpec office_reason_option{"--reason", "TEXT", "理由", "why"};

const OptionSpec table_option{"--table", "TABLE", "signature 签批（默认）或 handling 经办",
                              "signature (default) or handling"};

OptionSpec office_argument(std::string_view name, std::string_view zh, std::string_view en) {
    return {name, name, zh, en, OptionSpec::Form::positional, true};
}

}  // namespace

std::vector<CommandSpec> office_commands() {
    return {
        {"office person",
         "登记一个人",
         "enter a person",
         "relief office person P01 王芳 --unit JL-CAD --db jilin.db --actor P00",
         {office_argument("CODE", "人员代码", "code"),
          office_argument("NAME", "姓名", "name"),
          {"--unit", "UNIT", "所在单位", "office", OptionSpec::Form::value, true},
          {"--phone", "TEXT", "电话", "telephone"},
          at_option,
          key_option},
         person},
        {"office hold",
         "登记任职",
         "enter a term in a post",
         "relief office hold P01 provincial_head --unit 220000 --from 2018-01-01 --db jilin.db "
         "--actor P00",
         {office_argument("PERSON", "人员", "person"),
          office_argument("POST", "职务", "post"),
          {"--unit", "CODE", "区划代码；保管员写库点编号", "division; a keeper's depot",
           OptionSpec::Form::value, true},
          {"--from", "TIME", "起", "from"},
          {"--until", "TIME", "止", "until"},
          at_option,
          key_option},
         hold},
        {"office end",
         "任期结束（此前的签字仍有效）",
         "end a term; what was signed in it stands",
         "relief office end 3 --at 2018-10-31 --reason 机构改革 --db jilin.db --actor P00",
         {office_argument("TERM", "任期号", "number of the term"), office_reason_option, at_option,
          key_option},
         end},
        {"office delegate",
         "代签：限期委托他人签发",
         "let another sign in a holder's place, from and until",
         "relief office delegate 3 P02 --until 2018-09-01 --reason 出差 --db jilin.db --actor P00",
         {office_argument("TERM", "任期号", "number of the term"),
          office_argument("TO", "受托人", "to whom"),
          {"--verb", "VERB", "事项（默认 sign，或 pick、receive 等一步）",
           "what: sign (default), or one step such as pick"},
          {"--from", "TIME", "起（默认现在）", "from (now)"},
          {"--until", "TIME", "止", "until", OptionSpec::Form::value, true},
          office_reason_option,
          at_option,
          key_option},
         delegate},
        {"office withdraw",
         "收回代签",
         "take a delegation back",
         "relief office withdraw 1 --db jilin.db --actor P00",
         {office_argument("DELEGATION", "代签号", "number of the delegation"), office_reason_option,
          at_option, key_option},
         withdraw},
        {"office list",
         "人员、任期、代签",
         "people, terms, delegations",
         "relief office list --db jilin.db --at 2018-08-25",
         {{"--at", "TIME", "只看此刻在任的", "those that run then"}},
         list_office},
        {"office rules show",
         "谁可以签发什么（--table handling：谁接令、拣货、装车、收货）",
         "who may sign what (--table handling: who accepts, picks, loads, receives)",
         "relief office rules show --db jilin.db",
         {table_option, {"--at", "TIME", "此刻执行的表", "the table in force then"}},
         show_rules},
        {"office rules replace",
         "换一张签批权限表或经办权限表，从现在起执行；以前办的按当时的表",
         "put a new table in force from now on; what was done is judged by its own",
         "relief office rules replace signature_rules.csv --db jilin.db --actor P00",
         {office_argument("FILE", "表格文件", "the table"), table_option, at_option, key_option},
         replace_rules},
        {"office demo-staff",
         "在演示账里登记虚构的各级人员（标注 synthetic）",
         "made-up holders of all posts, flagged synthetic, for demonstration books alone",
         "relief office demo-staff --db demo.db --actor demo",
         {at_option, key_option},
         demo_staff},
    };
}

}  // namespace relief
