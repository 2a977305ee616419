// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "core/incident/figure_words.h"
#include "tools/commands/command.h"
#include "tools/commands/values.h"
#include "tools/commands/words.h"
#include "tools/desk/expert_desk.h"
#include "tools/desk/tables.h"

#include <nlohmann/json.hpp>

namespace relief {
namespace {

int answer(const Session& session, const ExpertDesk& desk, const std::string& field = {}) {
    session.print(with_proof(
        session.global.json ? experts_json(desk) : experts_text(desk, session.language(), field),
        desk.proven_from, session.global.json, session.language()));
    return 0;
}

int expert_add_command(const Session& session, const Given& given) {
    const std::string command = "relief expert add";
    const Asked asked = read_asked(session, given, command);
    const Expert expert{.code = given.required("CODE"),
                        .name = word(given, "NAME"),
                        .title = word(given, "--title"),
                        .organisation = word(given, "--organisation"),
                        .phone = word(given, "--phone"),
                        .flag = {},
                        .terms = {}};
    const ExpertTerm term{.field = given.required("--field"),
                          .charter = given.required("--charter"),
                          .from = optional_instant(given, "--from").value_or(asked.occurred_at),
                          .until = read_instant(given.required("--until"), "--until")};
    return answer(
        session, change_experts(session.required_db(command), asked,
                                {.operation = "expert.add",
                                 .content = content_of(
                                     given, {"CODE", "NAME", "--title", "--organisation", "--phone",
                                             "--field", "--charter", "--from", "--until"}),
                                 .event = {}},
                                [&](Change& change, const ExpertDesk& desk) {
                                    add_expert(change, expert, term, desk.fields);
                                }));
}

int expert_end_command(const Session& session, const Given& given) {
    const std::string command = "relief expert end";
    const Asked asked = read_asked(session, given, command);
    const int term = read_whole(given.required("TERM"), "TERM");
    return answer(session, change_experts(session.required_db(command), asked,
                                          {.operation = "expert.end",
                                           .content = content_of(given, {"TERM", "--reason"}),
                                           .event = {}},
                                          [&](Change& change, const ExpertDesk&) {
                                              end_expert_term(change, term,
                                                              word(given, "--reason"));
                                          }));
}

int expert_list_command(const Session& session, const Given& given) {
    return answer(session,
                  open_experts(session.data(), session.required_db("relief expert list"),
                               word(given, "--event"), moment_of(session, given)),
                  word(given, "--field"));
}

/// Runs one change about an event's calls and shows them.
int change_calls(const Session& session, const Given& given, const std::string& verb,
                 std::initializer_list<std::string_view> options,
                 const std::function<void(Change&, const ExpertDesk&)>& work) {
    const std::string command = "relief expert " + verb;
    const Asked asked = read_asked(session, given, command);
    return answer(session, change_experts(session.required_db(command), asked,
                                          {.operation = "expert." + verb,
                                           .content = content_of(given, options),
                                           .event = given.required("--event")},
                                          work));
}

int expert_call_command(const Session& session, const Given& given) {
    return change_calls(
        session, given, "call", {"--event", "--expert", "--field", "--question", "--due"},
        [&](Change& change, const ExpertDesk& desk) {
            call_experts(change, *desk.incident, desk.fields, given.list("--expert"),
                         given.list("--field"), given.required("--question"),
                         optional_instant(given, "--due"));
        });
}

int expert_answer_command(const Session& session, const Given& given) {
    const int call = read_whole(given.required("CALL"), "CALL");
    return change_calls(session, given, "answer", {"--event", "CALL", "--answer", "--note"},
                        [&](Change& change, const ExpertDesk& desk) {
                            relief::answer_call(change, *desk.incident, call,
                                                given.required("--answer"), word(given, "--note"));
                        });
}

Quantity read_figure(const Given& given, std::string_view option) {
    const std::string text = given.required(option);
    const auto figure = parse_figure(text);
    if (!figure) {
        throw bad_input({.code = "argument.value",
                         .message = "the value of the option cannot be read",
                         .field = std::string(option),
                         .found = text,
                         .expected = "a number in the metric's unit"});
    }
    return *figure;
}

int expert_consult_command(const Session& session, const Given& given) {
    ExpertOpinion opinion{.call = read_whole(given.required("CALL"), "CALL"),
                          .officer = {},
                          .unit = {},
                          .metric = given.required("--metric"),
                          .low = read_figure(given, "--low"),
                          .value = read_figure(given, "--value"),
                          .high = read_figure(given, "--high"),
                          .weight = read_number(given.text("--weight").value_or("1"), "--weight"),
                          .words = word(given, "--words"),
                          .replaces = std::nullopt};
    if (const auto replaces = given.text("--replaces")) {
        opinion.replaces = read_whole(*replaces, "--replaces");
    }
    return change_calls(
        session, given, "consult",
        {"--event", "CALL", "--unit", "--metric", "--low", "--value", "--high", "--weight",
         "--words", "--replaces"},
        [&](Change& change, const ExpertDesk& desk) {
            opinion.unit =
                desk.places.resolve(given.required("--unit"), beijing_date(desk.incident->start))
                    .code;
            add_opinion(change, *desk.incident, opinion, desk.rules);
        });
}

OptionSpec expert_argument(std::string_view name, std::string_view zh, std::string_view en) {
    return {name, "", zh, en, OptionSpec::Form::positional, true};
}

OptionSpec needed(std::string_view name, std::string_view type, std::string_view zh,
                  std::string_view en) {
    return {name, type, zh, en, OptionSpec::Form::value, true};
}

}  // namespace

std::vector<CommandSpec> expert_commands() {
    const OptionSpec of_event =
        needed("--event", "ID", "哪场灾害（账上的编号）", "the event, by its id in the books");
    return {
        {"expert add",
         "专家委员会名册：登记专家，或给在册专家加一个任期",
         "the committee's roster: an expert, or one more term of one who is on it",
         "relief expert add Z01 李明 --field water --charter 吉减委〔2016〕3号 --until 2019-01-01 "
         "--db jilin.db --actor 王芳",
         {expert_argument("CODE", "代码", "code"),
          {"NAME", "", "姓名（在册的不必写）", "name; not needed of one on the roster",
           OptionSpec::Form::positional},
          needed("--field", "F",
                 "专业：water weather earthquake land housing agriculture power transport health "
                 "relief",
                 "field: water weather earthquake land housing agriculture power transport health "
                 "relief"),
          needed("--charter", "NO", "聘任依据（章程、聘书文号）",
                 "the charter or letter of appointment"),
          {"--from", "TIME", "任期起（默认现在）", "from (now by default)"},
          needed("--until", "TIME", "任期止", "until"),
          {"--title", "TEXT", "职称", "title"},
          {"--organisation", "TEXT", "工作单位", "where they work"},
          {"--phone", "TEXT", "电话", "telephone"},
          at_option,
          key_option},
         expert_add_command},
        {"expert end",
         "提前结束一个任期",
         "ends a term early",
         "relief expert end 1 --reason 调离 --db jilin.db --actor 王芳",
         {expert_argument("TERM", "任期号", "number of the term"),
          needed("--reason", "TEXT", "理由", "why"), at_option, key_option},
         expert_end_command},
        {"expert list",
         "在任专家；写明灾害时另列请了谁、答复、会商意见",
         "the experts whose term runs; of an event also who was called, answered, judged what",
         "relief expert list --db jilin.db --event 2017-07-yongji-flood",
         {{"--event", "ID", "哪场灾害", "of an event"},
          {"--field", "F", "只看这个专业", "of this field alone"},
          asked_at_option},
         expert_list_command},
        {"expert call",
         "为一场灾害请专家：按名、按专业，不写按灾种",
         "calls experts for an event: by name, by field, by the event's hazard where neither is "
         "given",
         "relief expert call --event 2017-07-yongji-flood --question 倒塌房屋估计 --due "
         "2017-07-14T18:00 --db jilin.db --actor 王芳",
         {of_event,
          {"--expert", "CODE", "请谁（可多写）", "whom (repeatable)", OptionSpec::Form::list},
          {"--field", "F", "哪个专业（可多写）", "which field (repeatable)",
           OptionSpec::Form::list},
          needed("--question", "TEXT", "请教什么", "what is asked"),
          {"--due", "TIME", "几时前答复", "by when"},
          at_option,
          key_option},
         expert_call_command},
        {"expert answer",
         "专家的答复：到场、电话会商或不能参加",
         "what a called expert answered: coming, by_phone or declined",
         "relief expert answer 1 --event 2017-07-yongji-flood --answer by_phone --db jilin.db "
         "--actor 王芳",
         {of_event,
          expert_argument("CALL", "编号", "number of the call"),
          needed("--answer", "A", "coming 到场，by_phone 电话会商，declined 不能参加",
                 "coming, by_phone or declined"),
          {"--note", "TEXT", "备注", "a note"},
          at_option,
          key_option},
         expert_answer_command},
        {"expert consult",
         "会商意见：一个数的估计和八成把握的上下限，作为评估的证据",
         "a judgement: a figure with the band it lies in with four chances in five, as evidence of "
         "the assessment",
         "relief expert consult 1 --event 2017-07-yongji-flood --unit 永吉县 --metric "
         "collapsed_rooms --low 1500 --value 3000 --high 6000 --weight 0.5 --db jilin.db --actor "
         "王芳",
         {of_event,
          expert_argument("CALL", "编号", "number of the call"),
          needed("--unit", "PLACE", "哪个单位", "of which unit"),
          needed("--metric", "M", "哪个指标，如 relocated、collapsed_rooms",
                 "which metric, such as relocated, collapsed_rooms"),
          needed("--low", "N", "下限（一成可能更低）", "one chance in ten that it is less"),
          needed("--value", "N", "估计值", "the best value"),
          needed("--high", "N", "上限（一成可能更高）", "one chance in ten that it is more"),
          {"--weight", "W", "权重，大于 0 至 1（默认 1）", "above 0, at most 1 (by default)"},
          {"--words", "TEXT", "依据", "on what grounds"},
          {"--replaces", "ID", "替代该专家先前的意见", "an earlier opinion it stands for"},
          at_option,
          key_option},
         expert_consult_command},
    };
}

}  // namespace relief
