// SPDX-License-Identifier: Apache-2.0
#include "tools/commands/command.h"
#include "tools/commands/values.h"
#include "tools/desk/duty_board.h"
#include "tools/desk/duty_book.h"
#include "tools/desk/duty_document.h"
#include "tools/desk/question_desk.h"
#include "tools/desk/tables.h"

#include <chrono>

namespace relief {
namespace {

constexpr OptionSpec unit_option{"--unit", "CODE", "哪个单位的值班台（默认 220000）",
                                 "the unit whose desk it is (default 220000)"};

std::string unit_of(const Given& given) {
    return given.text("--unit").value_or("220000");
}

int print_page(const Session& session, const DutyPage& page, bool all = false) {
    session.print(session.global.json ? duty_page_json(page)
                                      : duty_page_text(page, session.language(), all));
    return 0;
}

int open_shift_command(const Session& session, const Given& given) {
    const Asked asked = read_asked(session, given, "relief duty open");
    return print_page(session, open_duty(session.required_db("relief duty open"), asked,
                                         {.unit = unit_of(given),
                                          .leader = given.required("--leader"),
                                          .note = given.text("--note").value_or("")}));
}

int handover_command(const Session& session, const Given& given) {
    const Asked asked = read_asked(session, given, "relief duty handover");
    return print_page(
        session, hand_over_duty(session.required_db("relief duty handover"), asked, unit_of(given),
                                given.required("--to"), given.text("--note").value_or("")));
}

int duty_due_command(const Session& session, const Given& given) {
    const Tables tables(session.data(), session.required_db("relief duty due"));
    const auto known = tables.book_tables();
    const Instant now = moment_of(session, given);
    return print_page(
        session,
        read_duty_page(*tables.database(), known->rules, known->baseline, unit_of(given), now),
        given.flag("--all"));
}

int board_command(const Session& session, const Given& given) {
    const Books db = session.required_db("relief duty board");
    const DutyBoard board =
        read_duty_board(session.data(), db, unit_of(given), moment_of(session, given));
    session.print(session.global.json ? duty_board_json(board)
                                      : duty_board_text(board, session.language()));
    return 0;
}

TypedCall read_call_options(const Given& given) {
    TypedCall typed{.place = given.text("--place").value_or(""),
                    .unit = given.text("--from").value_or(""),
                    .wants = given.list("--want")};
    typed.call = {.caller = given.required("--caller"),
                  .phone = given.text("--phone").value_or(""),
                  .words = given.text("--words").value_or(""),
                  .tape = given.text("--tape").value_or(""),
                  .event = given.text("--event").value_or(""),
                  .hazard = given.text("--hazard").value_or("")};
    if (const auto struck = given.text("--struck")) {
        typed.call.struck_at = read_instant(*struck, "--struck");
    }
    if (const auto relocated = given.text("--relocated")) {
        typed.call.relocated = read_whole(*relocated, "--relocated");
    }
    return typed;
}

int duty_call_command(const Session& session, const Given& given) {
    const Asked asked = read_asked(session, given, "relief duty call");
    const Books db = session.required_db("relief duty call");
    const PhoneCall call = note_call(db, asked, read_call_options(given));
    if (session.global.json) {
        session.print(duty_call_json(call));
        return 0;
    }
    const Tables tables(session.data(), db);
    session.print(duty_call_text(call, tables.book_tables()->rules, session.language()));
    return 0;
}

int log_command(const Session& session, const Given& given) {
    const Tables tables(session.data(), session.required_db("relief duty log"));
    std::optional<Instant> from;
    std::optional<Instant> to;
    if (const auto date = given.text("--date")) {
        from = beijing_midnight(read_date(*date, "--date"));
        to = *from + std::chrono::days{1};
    }
    const DutyLog log = read_duty_log(*tables.database(), unit_of(given), from, to);
    session.print(session.global.json ? duty_log_json(log, session.clock.now())
                                      : duty_log_text(log, session.language()));
    return 0;
}

int print_questions(const Session& session, const std::vector<LeaderQuestion>& questions,
                    Instant now) {
    session.print(session.global.json ? questions_json(questions, now)
                                      : questions_text(questions, now, session.language()));
    return 0;
}

int ask_command(const Session& session, const Given& given) {
    const Asked asked = read_asked(session, given, "relief duty ask");
    const LeaderQuestion question{.kind = given.text("--kind").value_or("question"),
                                  .asked_by = given.required("--by"),
                                  .words = given.required("--words"),
                                  .given_to = given.required("--to"),
                                  .due = read_instant(given.required("--due"), "--due"),
                                  .event = given.text("--event").value_or("")};
    return print_questions(session,
                           {ask_question(session.required_db("relief duty ask"), asked, question)},
                           asked.now);
}

int duty_answer_command(const Session& session, const Given& given) {
    const Asked asked = read_asked(session, given, "relief duty answer");
    const QuestionAnswer answer{.words = given.text("--words").value_or(""),
                                .figure = given.text("--figure").value_or(""),
                                .source = given.text("--source").value_or(""),
                                .as_of = optional_instant(given, "--as-of")};
    return print_questions(session,
                           {answer_question(session.required_db("relief duty answer"), asked,
                                            read_whole(given.required("QUESTION"), "QUESTION"),
                                            answer, given.flag("--correct"))},
                           asked.now);
}

int questions_command(const Session& session, const Given& given) {
    const Tables tables(session.data(), session.required_db("relief duty questions"));
    std::vector<LeaderQuestion> questions = read_questions(*tables.database());
    if (given.flag("--open")) {
        std::erase_if(questions, [](const LeaderQuestion& row) { return !row.is_open(); });
    }
    return print_questions(session, questions, session.clock.now());
}

std::vector<OptionSpec> call_options() {
    return {
        {"--caller", "NAME", "谁打来的", "who called", OptionSpec::Form::value, true},
        {"--from", "PLACE", "来电单位所在地", "the division of the caller's office"},
        {"--phone", "NUMBER", "电话", "telephone number"},
        {"--words", "TEXT", "原话", "what was said"},
        {"--tape", "NUMBER", "录音编号", "number of the recording"},
        {"--event", "ID", "属于哪次灾害", "the event it belongs to"},
        {"--struck", "TIME", "受灾时间", "time of the disaster"},
        {"--place", "PLACE", "受灾地点", "place of the disaster"},
        {"--hazard", "WORD", "灾种", "kind of disaster"},
        {"--relocated", "N", "转移人数", "people relocated"},
        {"--want", "ITEM=N", "物资：申请[,需要[,本级库存[,已用]]]",
         "item: asked[,needed[,own stock[,used]]]", OptionSpec::Form::list},
        at_option,
        key_option,
    };
}

}  // namespace

std::vector<CommandSpec> duty_commands() {
    return {
        {"duty open",
         "接班：谁值班、谁带班，接过上一班的交接",
         "open a shift and take over the last one",
         "relief duty open --db jilin.db --actor 王芳 --leader 赵主任",
         {{"--leader", "NAME", "带班领导", "the leader on duty", OptionSpec::Form::value, true},
          {"--note", "TEXT", "没有交接时写明原因", "why nothing was handed over"},
          unit_option,
          at_option,
          key_option},
         open_shift_command},
        {"duty due",
         "待办：一切到期和逾期的事",
         "everything that is due or late",
         "relief duty due --db jilin.db",
         {unit_option,
          {"--all", "", "逐件列出（默认按事项和库点归并）",
           "every item (by default grouped by kind and site)", OptionSpec::Form::flag},
          asked_at_option},
         duty_due_command},
        {"duty board",
         "值班台：班次、六块、待办、自上一班以来、批示",
         "the desk at a glance: shift, six tiles, what is due, what happened, questions",
         "relief duty board --db jilin.db",
         {unit_option, asked_at_option},
         board_command},
        {"duty call", "记电话", "note a phone call",
         "relief duty call --db jilin.db --actor 王芳 --caller 张伟 --phone 0432-64222222 --place "
         "永吉县 --want QUILT=2000,2500,700,500",
         call_options(), duty_call_command},
        {"duty ask",
         "记领导的批示、询问：谁问、交给谁、几时要",
         "note what a leader asks or instructs: who, to whom, by when",
         "relief duty ask --db jilin.db --actor 王芳 --by 李副省长 --words 蛟河还差多少棉被 --to "
         "王芳 "
         "--due 2017-07-14T12:30",
         {{"--by", "NAME", "哪位领导", "the leader", OptionSpec::Form::value, true},
          {"--words", "TEXT", "原话", "what was said", OptionSpec::Form::value, true},
          {"--to", "NAME", "交给谁办", "whom it was given to", OptionSpec::Form::value, true},
          {"--due", "TIME", "几时要", "by when", OptionSpec::Form::value, true},
          {"--kind", "KIND", "question 询问（默认）、instruction 批示",
           "question (default) or instruction"},
          {"--event", "ID", "属于哪次灾害", "the event it belongs to"},
          at_option,
          key_option},
         ask_command},
        {"duty answer",
         "答复批示、询问；数字写明出自哪条命令、哪一刻",
         "answer a question; a figure names its operation and its moment",
         "relief duty answer 1 --db jilin.db --actor 王芳 --figure 3,800床 --source \"relief stock "
         "--item QUILT\" --as-of 2017-07-14T12:10",
         {{"QUESTION", "N", "批示、询问的序号", "number of the question",
           OptionSpec::Form::positional, true},
          {"--words", "TEXT", "怎么答的", "what was answered"},
          {"--figure", "TEXT", "数字，带单位", "the figure with its unit"},
          {"--source", "COMMAND", "数字出自哪条命令", "the operation the figure comes from"},
          {"--as-of", "TIME", "数字是哪一刻的", "the moment the figure is of"},
          {"--correct", "", "更正先前的答复", "correct the answer given before",
           OptionSpec::Form::flag},
          at_option,
          key_option},
         duty_answer_command},
        {"duty questions",
         "列出批示、询问和答复",
         "list questions and instructions with their answers",
         "relief duty questions --db jilin.db --open",
         {{"--open", "", "只看没答复的", "those without an answer alone", OptionSpec::Form::flag}},
         questions_command},
        {"duty log",
         "值班簿：班次、电话、交接",
         "the duty book: shifts, calls, handovers",
         "relief duty log --db jilin.db --date 2017-07-14",
         {{"--date", "DATE", "只看这一天", "this day alone"}, unit_option},
         log_command},
        {"duty handover",
         "交班：列出未了事项，账已核验，交给下一班",
         "hand the shift over with what is open and the proven head of the books",
         "relief duty handover --db jilin.db --actor 王芳 --to 李强",
         {{"--to", "NAME", "交给谁", "the next officer", OptionSpec::Form::value, true},
          {"--note", "TEXT", "交代的话", "words for the next officer"},
          unit_option,
          at_option,
          key_option},
         handover_command},
    };
}

}  // namespace relief
