// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "tools/commands/command.h"
#include "tools/commands/values.h"
#include "tools/commands/words.h"
#include "tools/desk/level_document.h"
#include "tools/desk/responses.h"
#include "tools/desk/tables.h"

#include <array>

namespace relief {
namespace {

/// I to IV, 1 to 4, or 0 (also "none").
int read_level(const Given& given, std::string_view option) {
    const std::string text = given.required(option);
    constexpr std::array<std::array<std::string_view, 3>, 5> names{{{"0", "none", "-"},
                                                                    {"1", "I", "i"},
                                                                    {"2", "II", "ii"},
                                                                    {"3", "III", "iii"},
                                                                    {"4", "IV", "iv"}}};
    for (std::size_t level = 0; level < names.size(); ++level) {
        for (const std::string_view name : names.at(level)) {
            if (text == name) {
                return static_cast<int>(level);
            }
        }
    }
    throw bad_input({.code = "argument.value",
                     .message = "the value of the option cannot be read",
                     .field = std::string(option),
                     .found = text,
                     .expected = "1 to 4 or I to IV; 0 for none"});
}

int answer(const Session& session, const ResponsesDesk& desk, const std::string& text) {
    session.print(with_proof(text, desk.proven_from, session.global.json, session.language()));
    return 0;
}

int level_of_event(const Session& session, const Given& given, const std::string& event) {
    const ResponsesDesk desk =
        open_responses(session.data(), session.required_db("relief level --event"),
                       {.event = event,
                        .at = moment_of(session, given),
                        .report = given.text("--report"),
                        .plan = given.text("--plan")});
    return answer(session, desk,
                  session.global.json
                      ? responses_level_json(desk)
                      : responses_level_text(desk, session.language(), session.global.explain));
}

int level_command(const Session& session, const Given& given) {
    const auto scenario = given.text("--scenario");
    const auto event = given.text("--event");
    if (scenario.has_value() == event.has_value()) {
        throw UsageError("relief level",
                         "须写明 --scenario（情景）或 --event（账上的灾害），二者取一",
                         "--scenario or --event of the books is required, not both");
    }
    if (event) {
        return level_of_event(session, given, *event);
    }
    const std::filesystem::path data = session.data();
    const Desk desk = open_rules_desk(data, session.db());
    const LevelRun run = run_level(desk, {.scenario = scenario_folder(*scenario, data),
                                          .at = optional_instant(given, "--at"),
                                          .report = given.text("--report"),
                                          .plan = given.text("--plan")});
    session.print(session.global.json
                      ? level_json(run)
                      : level_text(desk, run, session.language(), session.global.explain));
    return 0;
}

int show_responses(const Session& session, const ResponsesDesk& desk) {
    return answer(
        session, desk,
        session.global.json ? responses_json(desk) : responses_text(desk, session.language()));
}

int decide(const Session& session, const Given& given, const std::string& command, int level) {
    const Asked asked = read_asked(session, given, command);
    return show_responses(session, decide_level(session.required_db(command), asked,
                                                {.event = given.required("--event"),
                                                 .plan = given.required("--plan"),
                                                 .unit = word(given, "--unit"),
                                                 .level = level,
                                                 .by = word(given, "--by"),
                                                 .document = word(given, "--document"),
                                                 .modifier = word(given, "--modifier"),
                                                 .reason = word(given, "--reason")}));
}

int decide_command(const Session& session, const Given& given) {
    return decide(session, given, "relief level decide", read_level(given, "--level"));
}

int level_end_command(const Session& session, const Given& given) {
    return decide(session, given, "relief level end", 0);
}

int told_command(const Session& session, const Given& given) {
    const std::string command = "relief level told";
    const Asked asked = read_asked(session, given, command);
    return show_responses(
        session, tell_elsewhere(session.required_db(command), asked, given.required("--event"),
                                {.body = given.required("--body"),
                                 .kind = given.text("--kind").value_or("relief"),
                                 .unit = word(given, "--unit"),
                                 .level = read_level(given, "--level"),
                                 .source = given.required("--source")}));
}

int level_list_command(const Session& session, const Given& given) {
    return show_responses(
        session,
        open_responses(session.data(), session.required_db("relief level list"),
                       {.event = given.required("--event"), .at = moment_of(session, given)}));
}

int show_actions(const Session& session, const Given& given, const ResponsesDesk& desk) {
    return answer(session, desk,
                  session.global.json ? actions_json(desk)
                                      : actions_text(desk, session.language(), given.flag("--all"),
                                                     session.global.explain));
}

int actions_command(const Session& session, const Given& given) {
    return show_actions(
        session, given,
        open_responses(session.data(), session.required_db("relief level actions"),
                       {.event = given.required("--event"), .at = moment_of(session, given)}));
}

int level_done_command(const Session& session, const Given& given) {
    const std::string command = "relief level done";
    const Asked asked = read_asked(session, given, command);
    return show_actions(
        session, given,
        finish_action(session.required_db(command), asked, given.required("--event"),
                      read_whole(given.required("ACTION"), "ACTION"),
                      given.text("--by").value_or(asked.actor), word(given, "--note")));
}

constexpr OptionSpec of_event{.name = "--event",
                              .type = "ID",
                              .zh = "哪场灾害（账上的编号）",
                              .en = "the event, by its id in the books",
                              .required = true};
constexpr OptionSpec of_plan{.name = "--plan",
                             .type = "P",
                             .zh = "按哪个预案（须在执行），如 JL-2014",
                             .en = "the plan, in force when the event began, such as JL-2014",
                             .required = true};
constexpr OptionSpec decided_level{.name = "--level",
                                   .type = "N",
                                   .zh = "级别 1-4 或 I-IV；0 为决定不启动，已启动的为终止",
                                   .en = "1 to 4 or I to IV; 0 not to start, or to end",
                                   .required = true};
constexpr OptionSpec all_option{"--all", "", "办结的、常规要求也列出",
                                "what is done and standing rules too", OptionSpec::Form::flag};

/// What `decide` and `end` share.
std::vector<OptionSpec> decision_options() {
    return {{"--unit", "PLACE", "哪个市（州）、县（省级预案不必写）",
             "the prefecture or county; not needed for a plan of the province"},
            {"--by", "PERSON", "谁决定（默认经办人），须有决定权的职务",
             "who decided (default: who asks); holds a post that may"},
            {"--document", "NO", "文号；由账外机关决定时必填",
             "number of the paper; needed where a body outside the books decided"},
            {"--modifier", "MOD", "按哪条酌定规则，如 MOD4 响应联动",
             "the rule of discretion, such as MOD4 linkage"},
            {"--reason", "TEXT", "理由；与建议不同时必填", "why; needed away from what is advised"},
            at_option,
            key_option};
}

std::vector<OptionSpec> with(std::vector<OptionSpec> first, const std::vector<OptionSpec>& rest) {
    first.insert(first.end(), rest.begin(), rest.end());
    return first;
}

}  // namespace

std::vector<CommandSpec> level_commands() {
    return {
        {"level",
         "响应级别及依据；账上的灾害另列建议、由谁决定、联动",
         "response level, and why; of an event of the books also what is advised, who decides, "
         "what is linked",
         "relief level --scenario 2018-songyuan-m57 --explain\n"
         "  relief level --db jilin.db --event 2017-07-yongji-flood",
         {{"--scenario", "D", "情景目录，或 data/scenarios 下的编号",
           "scenario folder, or an id under data/scenarios"},
          {"--event", "ID", "账上的灾害：按已收的报告；须 --db",
           "an event of the books, by the reports received; needs --db"},
          published_at_option,
          {"--report", "R", "只看这份报告；SUM 为合计", "this report alone; SUM for the added up"},
          {"--plan", "P", "只看这个预案", "this plan alone"}},
         level_command},
        {"level decide", "记录一项响应决定：启动、调整、终止或不启动；建议与决定一并入账",
         "writes down a decision: to start, adjust, end or not to start a response, beside what "
         "was advised",
         "relief level decide --db jilin.db --actor 王芳 --event 2017-07-yongji-flood --plan "
         "JL-2014 --level IV --by P07",
         with({of_event, of_plan, decided_level}, decision_options()), decide_command},
        {"level end", "终止响应", "ends a response",
         "relief level end --db jilin.db --actor 王芳 --event 2017-07-yongji-flood --plan JL-2014 "
         "--by P07",
         with({of_event, of_plan}, decision_options()), level_end_command},
        {"level told",
         "记录别的机构、邻省已启动的响应，供联动",
         "writes down what another body or a neighbour has started, for linkage",
         "relief level told --db jilin.db --actor 王芳 --event 2017-07-yongji-flood --body "
         "省防汛抗旱指挥部 --kind flood --level II --source 传真",
         {of_event,
          {.name = "--body", .type = "NAME", .zh = "哪个机构", .en = "whose", .required = true},
          {"--kind", "KIND",
           "relief 救助（默认）flood 防汛 earthquake 抗震 ice 冰冻 geology 地质 forest_fire 林草火 "
           "other",
           "relief (default), flood, earthquake, ice, geology, forest_fire, other"},
          {.name = "--level",
           .type = "N",
           .zh = "级别 1-4 或 I-IV；0 为已终止",
           .en = "1 to 4 or I to IV; 0: ended",
           .required = true},
          {"--unit", "PLACE", "它的区划，如 辽宁省 或 吉林市", "its division"},
          {.name = "--source",
           .type = "TEXT",
           .zh = "从哪里得知",
           .en = "how it is known",
           .required = true},
          at_option,
          key_option},
         told_command},
        {"level list",
         "响应决定一览：当时的建议、谁决定、理由，现行响应",
         "every decision with what was advised then, by whom and why; what is in force",
         "relief level list --db jilin.db --event 2017-07-yongji-flood",
         {of_event, asked_at_option},
         level_list_command},
        {"level actions",
         "响应要办的事：到期、倒计时、谁何时办结",
         "what the responses set going: when it is due, how long is left, who did it when",
         "relief level actions --db jilin.db --event 2017-07-yongji-flood",
         {of_event, asked_at_option, all_option},
         actions_command},
        {"level done",
         "标记一件事办结（重复的事项为本次）",
         "marks an action done; of a repeated one this time",
         "relief level done --db jilin.db --actor 王芳 --event 2017-07-yongji-flood 3 --by 救灾处",
         {of_event,
          {"ACTION", "", "事项编号", "number of the action", OptionSpec::Form::positional, true},
          {"--by", "NAME", "谁办的（默认经办人）", "who did it (default: who asks)"},
          {"--note", "TEXT", "备注", "a note"},
          all_option,
          at_option,
          key_option},
         level_done_command},
    };
}

}  // namespace relief
