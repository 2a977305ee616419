// SPDX-License-Identifier: Apache-2.0
#include "tools/commands/command.h"
#include "tools/commands/values.h"
#include "tools/desk/duty_book.h"
#include "tools/desk/duty_document.h"
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

int due_command(const Session& session, const Given& given) {
    const Tables tables(session.data(), session.required_db("relief duty due"));
    const Rules rules = load_rules(tables.source());
    const Places places(tables.source());
    const Baseline baseline = load_baseline(tables.source(), rules, places);
    const Instant now = moment_of(session, given);
    return print_page(session,
                      read_duty_page(*tables.database(), rules, baseline, unit_of(given), now),
                      given.flag("--all"));
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

int call_command(const Session& session, const Given& given) {
    const Asked asked = read_asked(session, given, "relief duty call");
    const Books db = session.required_db("relief duty call");
    const PhoneCall call = note_call(db, asked, read_call_options(given));
    if (session.global.json) {
        session.print(duty_call_json(call));
        return 0;
    }
    const Tables tables(session.data(), db);
    session.print(duty_call_text(call, load_rules(tables.source()), session.language()));
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
    session.print(session.global.json ? duty_log_json(log)
                                      : duty_log_text(log, session.language()));
    return 0;
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
         due_command},
        {"duty call", "记电话", "note a phone call",
         "relief duty call --db jilin.db --actor 王芳 --caller 张伟 --phone 0432-64222222 --place "
         "永吉县 --want QUILT=2000,2500,700,500",
         call_options(), call_command},
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
