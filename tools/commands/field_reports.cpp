// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/field_reports.h"
#include "tools/commands/words.h"

#include "core/error.h"
#include "tools/commands/command.h"
#include "tools/commands/values.h"
#include "tools/desk/field_report_document.h"
#include "tools/desk/report_tables.h"
#include "tools/desk/tables.h"

#include <algorithm>
#include <set>

namespace relief {
namespace {

constexpr OptionSpec event_option{"--event", "ID", "哪场灾害（账上的编号）",
                                  "the event, by its id in the books"};
constexpr OptionSpec of_scenario{"--scenario", "D", "情景目录或编号：看它的 reports.csv，不看账",
                                 "scenario: its reports.csv instead of the books"};
constexpr OptionSpec seen_at{"--at", "TIME", "按此刻已收到的报告（默认现在；情景为最后一份报告）",
                             "by what was received then (default now; of a scenario its last "
                             "report)"};

/// The reports that a reading command is about.
ReportsDesk asked_reports(const Session& session, const Given& given, const std::string& command) {
    const auto scenario = given.text("--scenario");
    const auto event = given.text("--event");
    if (scenario.has_value() == event.has_value()) {
        throw UsageError(command, "须写明 --event（账上的灾害）或 --scenario（情景），二者取一",
                         "either --event of the books or --scenario is needed");
    }
    ReportsQuestion question{.scenario = std::nullopt,
                             .event = event.value_or(""),
                             .at = optional_instant(given, "--at"),
                             .now = session.clock.now()};
    if (scenario) {
        question.scenario = scenario_folder(*scenario, session.data());
        return open_reports(session.data(), session.db(), question);
    }
    return open_reports(session.data(), session.required_db(command), question);
}

int answer(const Session& session, const ReportsDesk& desk, const std::string& text) {
    session.print(with_proof(text, desk.proven_from, session.global.json, session.language()));
    return 0;
}

int print_incidents(const Session& session, const std::vector<BookIncident>& incidents) {
    if (session.global.json) {
        session.print(incidents_json(incidents));
        return 0;
    }
    const Tables tables(session.data(), std::nullopt);
    session.print(incidents_text(incidents, Places(tables.source()), session.language()));
    return 0;
}

int report_open_command(const Session& session, const Given& given) {
    const std::string command = "relief incident open";
    TypedIncident typed{.event = word(given, "--event"),
                        .name = word(given, "--name"),
                        .hazard = word(given, "--hazard"),
                        .scope = word(given, "--scope"),
                        .start = optional_instant(given, "--start"),
                        .units = given.list("--unit"),
                        .note = word(given, "--note"),
                        .scenario = std::nullopt};
    if (const auto scenario = given.text("--scenario")) {
        typed.scenario = scenario_folder(*scenario, session.data());
    }
    const Asked asked = read_asked(session, given, command);
    return print_incidents(session, {open_incident(session.required_db(command), asked, typed)});
}

int step_command(const Session& session, const Given& given, const std::string& step) {
    const std::string command = "relief incident " + step;
    const Asked asked = read_asked(session, given, command);
    return print_incidents(
        session, {step_incident(session.required_db(command), asked, given.required("--event"),
                                step, word(given, "--unit"), word(given, "--note"))});
}

int unit_command(const Session& session, const Given& given) {
    if (!given.flag("--unit")) {
        throw UsageError("relief incident unit", "须用 --unit 写明单位", "--unit is needed");
    }
    return step_command(session, given, "unit");
}
int stable_command(const Session& session, const Given& given) {
    return step_command(session, given, "stable");
}
int reopen_command(const Session& session, const Given& given) {
    return step_command(session, given, "reopen");
}
int report_end_command(const Session& session, const Given& given) {
    return step_command(session, given, "end");
}

int incidents_command(const Session& session, const Given& /*given*/) {
    const Tables tables(session.data(), session.required_db("relief incident list"));
    return print_incidents(session, read_incidents(*tables.database()));
}

int report_add_command(const Session& session, const Given& given) {
    const std::string command = "relief report add";
    const Asked asked = read_asked(session, given, command);
    const ReportsAdded added =
        add_reports(session.required_db(command), asked, given.required("--event"),
                    given.required("--file"), word(given, "--reporter"), given.flag("--dry-run"));
    session.print(session.global.json ? reports_added_json(added)
                                      : reports_added_text(added, session.language()));
    return 0;
}

int note_command(const Session& session, const Given& given) {
    const std::string command = "relief report note";
    const Asked asked = read_asked(session, given, command);
    const std::string label = given.required("REPORT");
    const ReportsDesk desk =
        note_report(session.required_db(command), asked, given.required("--event"), label,
                    given.required("--text"));
    return answer(session, desk,
                  session.global.json ? reports_json(desk, {label})
                                      : reports_text(desk, session.language(), {label}));
}

int report_list_command(const Session& session, const Given& given) {
    ReportsDesk desk = asked_reports(session, given, "relief report list");
    if (const auto unit = given.text("--unit")) {
        const std::string code = desk.places.resolve(*unit, beijing_date(desk.at)).code;
        std::erase_if(desk.reports, [&](const FieldReport& report) { return report.unit != code; });
    }
    return answer(
        session, desk,
        session.global.json ? reports_json(desk) : reports_text(desk, session.language()));
}

int report_show_command(const Session& session, const Given& given) {
    const ReportsDesk desk = asked_reports(session, given, "relief report show");
    const std::string label = given.required("REPORT");
    if (std::ranges::count(desk.reports, label, &FieldReport::label) == 0) {
        throw bad_input({.code = "report.unknown",
                         .message = "there is no such report, or it was received later",
                         .field = "REPORT",
                         .found = label,
                         .expected = "a number of `relief report list`"});
    }
    return answer(session, desk,
                  session.global.json ? reports_json(desk, {label})
                                      : reports_text(desk, session.language(), {label}));
}

int report_check_command(const Session& session, const Given& given) {
    const auto file = given.text("--file");
    if (file && (given.flag("--event") || given.flag("--scenario"))) {
        throw UsageError("relief report check", "--file 不与 --event、--scenario 同用",
                         "--file excludes --event and --scenario");
    }
    const ReportsDesk desk =
        file ? open_report_file(session.data(), *file,
                                optional_instant(given, "--at").value_or(session.clock.now()),
                                std::nullopt)
             : asked_reports(session, given, "relief report check");
    const std::vector<ReportFinding> findings = review_reports(desk);
    answer(session, desk,
           session.global.json ? review_json(desk, findings)
                               : review_text(desk, findings, session.language(),
                                             given.flag("--all") || session.global.explain));
    return count_of(findings, CheckVerdict::fail) > 0 ? 1 : 0;
}

int rollup_command(const Session& session, const Given& given) {
    const ReportsDesk desk = asked_reports(session, given, "relief report rollup");
    const std::string metric = word(given, "--metric");
    if (!metric.empty() && desk.rules.metric(metric) == nullptr) {
        throw bad_input({.code = "argument.value",
                         .message = "the value of the option cannot be read",
                         .field = "--metric",
                         .found = metric,
                         .expected = "a metric of data/rules/metrics.csv"});
    }
    const RolledUnit tree = roll_up_reports(desk, word(given, "--unit"));
    return answer(session, desk,
                  session.global.json ? rollup_json(desk, tree)
                                      : rollup_text(desk, tree, metric, session.language()));
}

int deadlines_command(const Session& session, const Given& given) {
    const ReportsDesk desk = asked_reports(session, given, "relief report deadlines");
    std::vector<ReportDue> dues = due_reports(desk);
    if (const auto unit = given.text("--unit")) {
        const std::string code = desk.places.resolve(*unit, beijing_date(desk.at)).code;
        std::erase_if(dues, [&](const ReportDue& due) { return due.unit != code; });
    }
    return answer(session, desk,
                  session.global.json
                      ? dues_json(desk, dues)
                      : dues_text(desk, dues, session.language(), given.flag("--all")));
}

int score_command(const Session& session, const Given& given) {
    const ReportsDesk desk = asked_reports(session, given, "relief report score");
    std::vector<ReporterScore> scores = score_reporters(desk);
    if (const auto unit = given.text("--unit")) {
        const std::string code = desk.places.resolve(*unit, beijing_date(desk.at)).code;
        std::erase_if(scores, [&](const ReporterScore& score) { return score.unit != code; });
    }
    return answer(session, desk,
                  session.global.json ? scores_json(desk, scores)
                                      : scores_text(desk, scores, session.language()));
}

int table_command(const Session& session, const Given& given) {
    const ReportsDesk desk = asked_reports(session, given, "relief report table");
    const TableRun run = fill_report_table(desk, word(given, "--unit"), word(given, "--form"));
    if (const auto file = given.text("--out")) {
        write_report_table(desk, run, *file);
    }
    return answer(session, desk,
                  session.global.json
                      ? report_table_json(desk, run)
                      : report_table_text(desk, run, session.language(), session.global.explain));
}

int money_command(const Session& session, const Given& given) {
    const ReportsDesk desk = asked_reports(session, given, "relief report money");
    const std::vector<std::string> rates = given.list("--rate");
    const MoneyRun run = reckon_money(desk, word(given, "--unit"),
                                      std::set<std::string>(rates.begin(), rates.end()));
    return answer(session, desk,
                  session.global.json
                      ? money_json(desk, run)
                      : money_text(desk, run, session.language(), session.global.explain));
}

constexpr OptionSpec required_event{.name = "--event",
                                    .type = "ID",
                                    .zh = "哪场灾害（账上的编号）",
                                    .en = "the event, by its id in the books",
                                    .required = true};
constexpr OptionSpec note_option{"--note", "TEXT", "备注", "a note"};
constexpr OptionSpec of_unit{"--unit", "PLACE", "只看这个单位（名称或代码）",
                             "of this unit alone, by name or code"};

std::vector<OptionSpec> step_options() {
    return {required_event,
            {"--unit", "PLACE", "哪个单位（不写为全部）", "the unit; all of them where not given"},
            note_option,
            at_option,
            key_option};
}

}  // namespace

std::vector<CommandSpec> incident_commands() {
    return {
        {"incident open",
         "登记一场灾害：灾种、开始时间、应报单位",
         "puts an event into the books: hazard, beginning, the units that are to report",
         "relief incident open --db jilin.db --actor 王芳 --scenario 2017-07-yongji-flood\n"
         "  relief incident open --db jilin.db --actor 王芳 --event 2023-08-shulan --hazard flood "
         "--start 2023-08-03T08:00 --unit 舒兰市",
         {event_option,
          {"--name", "TEXT", "名称", "its name"},
          {"--hazard", "H", "灾种，如 flood、earthquake、drought",
           "hazard, such as flood, earthquake, drought"},
          {"--start", "TIME", "灾害开始的时间", "when it began"},
          {"--unit", "PLACE", "应报单位（可多写）", "a unit that is to report (repeatable)",
           OptionSpec::Form::list},
          {"--scope", "PLACE", "主管单位（默认吉林省）",
           "whose event it is (default the province)"},
          {"--scenario", "D", "没有写的取自该情景的 event.json",
           "what is not given comes from this scenario's event.json"},
          note_option,
          at_option,
          key_option},
         report_open_command},
        {"incident unit", "增加一个应报单位", "one more unit is to report",
         "relief incident unit --db jilin.db --actor 王芳 --event 2023-08-shulan --unit 榆树市",
         step_options(), unit_command},
        {"incident stable", "灾情稳定：核报开始计时",
         "the situation is stable: final reports fall due",
         "relief incident stable --db jilin.db --actor 王芳 --event 2023-08-shulan", step_options(),
         stable_command},
        {"incident reopen", "重新启报", "reports go on after all",
         "relief incident reopen --db jilin.db --actor 王芳 --event 2023-08-shulan --unit 舒兰市",
         step_options(), reopen_command},
        {"incident end",
         "灾害结束",
         "the event is over",
         "relief incident end --db jilin.db --actor 王芳 --event 2023-08-shulan",
         {required_event, note_option, at_option, key_option},
         report_end_command},
        {"incident list",
         "账上的灾害",
         "the events of the books",
         "relief incident list --db jilin.db",
         {},
         incidents_command},
    };
}

std::vector<CommandSpec> field_report_commands() {
    return {
        {"report add",
         "收灾情报告：csv、xlsx 或 JSON，整份收或整份退",
         "takes reports of losses from csv, xlsx or JSON: the whole file or nothing",
         "relief report add --db jilin.db --actor 王芳 --event 2017-07-yongji-flood --file "
         "reports.csv --dry-run",
         {required_event,
          {.name = "--file",
           .type = "FILE",
           .zh = "报告文件：一行一个指标，或一行一个单位一列一个指标（受灾人口(万人)）",
           .en = "the file: a row a figure, or a row a unit with a column a metric",
           .required = true},
          {"--reporter", "NAME", "文件没写填报单位时用", "the reporter where the file names none"},
          {"--dry-run", "", "只试算，不入账", "checks everything and writes nothing",
           OptionSpec::Form::flag},
          at_option,
          key_option},
         report_add_command},
        {"report note",
         "为一份报告补书面说明（下降、突增）",
         "adds a written reason for a report's figures",
         "relief report note --db jilin.db --actor 王芳 --event 2017-07-yongji-flood R5 --text "
         "口径改为防指统计",
         {required_event,
          {"REPORT", "", "报告编号", "the report's number", OptionSpec::Form::positional, true},
          {.name = "--text", .type = "TEXT", .zh = "说明", .en = "the reason", .required = true},
          at_option,
          key_option},
         note_command},
        {"report list",
         "灾情报告一览：逐版保留",
         "the reports of losses, every version of them",
         "relief report list --db jilin.db --event 2017-07-yongji-flood",
         {event_option, of_scenario, of_unit, seen_at},
         report_list_command},
        {"report show",
         "一份灾情报告",
         "one report of losses",
         "relief report show --scenario 2017-07-yongji-flood R5",
         {event_option,
          of_scenario,
          seen_at,
          {"REPORT", "", "报告编号", "the report's number", OptionSpec::Form::positional, true}},
         report_show_command},
        {"report check",
         "审核灾情报告：前后、上下、表内",
         "checks reports: within a paper, against earlier ones, against the units below",
         "relief report check --scenario 2017-07-yongji-flood",
         {event_option,
          of_scenario,
          {"--file", "FILE", "只审这个还没收的文件", "a file not taken yet, alone"},
          seen_at,
          {"--all", "", "通过的也列出", "the passes too", OptionSpec::Form::flag}},
         report_check_command},
        {"report rollup",
         "逐级汇总：乡镇到县、市、省，未报单位列出",
         "adds up from townships to the province and names the units that are silent",
         "relief report rollup --scenario 2023-08-shulan-flood --metric relocated",
         {event_option,
          of_scenario,
          {"--unit", "PLACE", "汇总到这个单位（默认主管单位）",
           "up to this unit (default: whose event it is)"},
          {"--metric", "M", "只看这个指标", "this metric alone"},
          seen_at},
         rollup_command},
        {"report deadlines",
         "报告时限：谁的什么报告几时到期、迟到、缺报、催谁",
         "which report of whom is due when, late or missing, and to whom that goes",
         "relief report deadlines --db jilin.db --event 2017-07-yongji-flood --at 2017-07-14T09:30",
         {event_option,
          of_scenario,
          of_unit,
          seen_at,
          {"--all", "", "按时的也列出", "those in time too", OptionSpec::Form::flag}},
         deadlines_command},
        {"report score",
         "报灾考评：及时、准确、完整，逐项列出算式；账上无据的不评",
         "marks of reporters: in time, right, complete, each with its arithmetic; what the books "
         "do "
         "not hold is not judged",
         "relief report score --db jilin.db --event 2017-07-yongji-flood --unit 永吉县",
         {event_option, of_scenario, of_unit, seen_at},
         score_command},
        {"report table",
         "按制度填统计报表：分单位，各级合计相符，可存 xlsx",
         "fills the statutory form from the reports: by units, totals that agree, as xlsx",
         "relief report table --db jilin.db --event 2017-07-yongji-flood --out 快报.xlsx\n"
         "  relief report table --scenario 2023-08-shulan-flood --unit 舒兰市 --json",
         {event_option,
          of_scenario,
          {"--unit", "PLACE", "填报单位（默认主管单位）",
           "the unit it is of (default: whose event it is)"},
          {"--form", "F", "用哪种表（默认按灾害日期）：MEM-2020 MCA-2016 GBT-24438.1",
           "which form (default by the event's day): MEM-2020 MCA-2016 GBT-24438.1"},
          {"--out", "FILE", "另存为 xlsx", "also write it as xlsx"},
          seen_at},
         table_command},
        {"report money",
         "按上报数字测算各地应得救助资金，列出算式；标准为外省的，未核实",
         "the aid money each unit is entitled to by reported figures, with the arithmetic; the "
         "rates are other provinces', unverified",
         "relief report money --scenario 2017-07-yongji-flood --explain",
         {event_option,
          of_scenario,
          {"--unit", "PLACE", "只看这个单位以下", "of this unit and those below"},
          {"--rate", "ID", "只用这些标准（可多写），如 AM3",
           "these rates alone (repeatable), such as AM3", OptionSpec::Form::list},
          seen_at},
         money_command},
    };
}

}  // namespace relief
