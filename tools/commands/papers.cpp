// SPDX-License-Identifier: Apache-2.0
// The papers of the depots: doc, count, reverse.
#include "tools/desk/papers.h"
#include "core/error.h"
#include "tools/commands/command.h"
#include "tools/commands/scope_option.h"
#include "tools/commands/values.h"
#include "tools/desk/count_desk.h"
#include "tools/desk/import.h"
#include "tools/desk/rotation_document.h"
#include "tools/desk/tables.h"

#include <array>
#include <utility>

namespace relief {
namespace {

constexpr OptionSpec document_argument{
    "DOC", "", "单据编号或序号", "number or id of the document", OptionSpec::Form::positional,
    true};
constexpr OptionSpec line_option{
    "--line", "FIELD=VALUE,…",
    "一行：item=,lot=,amount=,site=|from=|to=,owner=,condition=,made=,expires=,note=",
    "one line: item=,lot=,amount=,site=|from=|to=,owner=,condition=,made=,expires=,note=",
    OptionSpec::Form::list};
constexpr OptionSpec lines_option{"--lines", "FILE", "各行在 CSV 文件里，表头为上述栏名",
                                  "the lines in a CSV file headed by those fields"};
constexpr OptionSpec paper_reason_option{"--reason", "TEXT", "理由", "the reason"};

/// The words of a paper's head as options: "--return-by" is the word return_by.
struct Word {
    std::string_view option;
    std::string_view word;
};
constexpr std::array words{
    Word{"--source", "source"},
    Word{"--supplier", "supplier"},
    Word{"--borrower", "borrower"},
    Word{"--return-by", "return_by"},
    Word{"--donor", "donor"},
    Word{"--use", "use"},
    Word{"--reason", "reason"},
    Word{"--experts", "experts"},
    Word{"--test-report", "test_report"},
    Word{"--owner-answer", "owner_answer"},
    Word{"--value", "value"},
    Word{"--stage", "stage"},
    Word{"--response", "response"},
    Word{"--response-ends", "response_ends"},
};

std::vector<LineFields> read_lines(const Given& given) {
    std::vector<LineFields> lines;
    int number = 0;
    for (const std::string& text : given.list("--line")) {
        lines.push_back(parse_line(text, ++number));
    }
    if (const auto file = given.text("--lines")) {
        for (LineFields& fields : read_lines_file(*file)) {
            lines.push_back(std::move(fields));
        }
    }
    return lines;
}

int print_document(const Session& session, const std::string& json) {
    session.print(session.global.json ? json : shown_document_text(json, session.language()));
    return 0;
}

int print_count(const Session& session, const std::string& json) {
    session.print(session.global.json ? json : shown_count_text(json, session.language()));
    return 0;
}

int new_command(const Session& session, const Given& given) {
    const Asked asked = read_asked(session, given, "relief doc new");
    PaperRequest request{.kind = given.required("KIND"),
                         .unit = given.text("--unit").value_or(""),
                         .event = given.text("--event").value_or(""),
                         .words = {},
                         .lines = read_lines(given),
                         .of = given.text("--of"),
                         .order = given.text("--order")};
    for (const Word& word : words) {
        if (auto text = given.text(word.option)) {
            request.words.emplace(word.word, std::move(*text));
        }
    }
    WritingDesk desk = open_writing_desk(session.required_db("relief doc new"), asked);
    return print_document(session, new_paper(desk, asked, request));
}

int take_step(const Session& session, const Given& given, const std::string& verb,
              const std::string& command) {
    const Asked asked = read_asked(session, given, command);
    StepRequest request{.verb = verb,
                        .document = given.required("DOC"),
                        .reason = given.text("--reason").value_or(""),
                        .line = 0,
                        .due_on = {}};
    if (verb == "due") {
        request.line = read_whole(given.required("--line"), "--line");
        request.due_on = read_date(given.required("--on"), "--on");
    }
    WritingDesk desk = open_writing_desk(session.required_db(command), asked);
    return print_document(session, step_paper(desk, asked, request));
}

int paper_sign_command(const Session& session, const Given& given) {
    return take_step(session, given, "sign", "relief doc sign");
}
int paper_check_command(const Session& session, const Given& given) {
    return take_step(session, given, "check", "relief doc check");
}
int depart_command(const Session& session, const Given& given) {
    return take_step(session, given, "depart", "relief doc depart");
}
int post_command(const Session& session, const Given& given) {
    return take_step(session, given, "post", "relief doc post");
}
int void_command(const Session& session, const Given& given) {
    return take_step(session, given, "void", "relief doc void");
}
int paper_due_command(const Session& session, const Given& given) {
    return take_step(session, given, "due", "relief doc due");
}
int paper_lift_command(const Session& session, const Given& given) {
    return take_step(session, given, "lift", "relief doc lift");
}
int reverse_command(const Session& session, const Given& given) {
    const std::string command = "relief reverse";
    const auto batch = given.text("--import");
    if (batch.has_value() == given.text("DOC").has_value()) {
        throw UsageError(command, "写明一份单据，或用 --import 写明一次导入",
                         "name either a document or, with --import, an import");
    }
    if (!batch) {
        return take_step(session, given, "reverse", command);
    }
    const Asked asked = read_asked(session, given, command);
    const int number = read_whole(*batch, "--import");
    WritingDesk desk = open_writing_desk(session.required_db(command), asked);
    const std::string json = reverse_posted_import(desk, asked, number, given.required("--reason"));
    session.print(session.global.json ? json : import_reversal_text(json, session.language()));
    return 0;
}

int paper_show_command(const Session& session, const Given& given) {
    const Tables tables(session.data(), session.required_db("relief doc show"));
    return print_document(session, shown_document(*tables.database(), given.required("DOC")));
}

int attach_command(const Session& session, const Given& given) {
    const Asked asked = read_asked(session, given, "relief doc attach");
    WritingDesk desk = open_writing_desk(session.required_db("relief doc attach"), asked);
    return print_document(session,
                          attach_file(desk, asked, given.required("DOC"), given.required("FILE")));
}

int fetch_command(const Session& session, const Given& given) {
    const Tables tables(session.data(), session.required_db("relief doc fetch"));
    const int id = read_whole(given.required("ATTACHMENT"), "ATTACHMENT");
    return print_document(session, fetch_file(*tables.database(), id, given.required("--out")));
}

int rotation_command(const Session& session, const Given& given) {
    const Tables tables(session.data(), session.required_db("relief doc rotation"));
    const auto months = given.text("--months");
    const Instant now = moment_of(session, given);
    const auto read = tables.book_tables();
    const PlaceScope scope = PlaceScope::read(given.text(scope_option.name), read->baseline,
                                              read->places, beijing_date(now));
    const std::string json = rotation_plan_json(
        *tables.database(), read->rules, now, months ? read_whole(*months, "--months") : 6, scope);
    session.print(session.global.json ? json : rotation_plan_text(json, session.language()));
    return 0;
}

int count_open_command(const Session& session, const Given& given) {
    const Asked asked = read_asked(session, given, "relief count open");
    WritingDesk desk = open_writing_desk(session.required_db("relief count open"), asked);
    return print_count(session, open_count(desk, asked,
                                           {.site = given.required("--site"),
                                            .items = given.list("--item"),
                                            .blind = given.flag("--blind"),
                                            .unit = given.text("--unit").value_or("")}));
}

int count_line_command(const Session& session, const Given& given) {
    const Asked asked = read_asked(session, given, "relief count line");
    WritingDesk desk = open_writing_desk(session.required_db("relief count line"), asked);
    return print_count(session,
                       add_count_lines(desk, asked, given.required("DOC"), read_lines(given)));
}

int count_close_command(const Session& session, const Given& given) {
    const Asked asked = read_asked(session, given, "relief count close");
    WritingDesk desk = open_writing_desk(session.required_db("relief count close"), asked);
    return print_count(session, finish_count(desk, asked, given.required("DOC")));
}

int count_show_command(const Session& session, const Given& given) {
    const Tables tables(session.data(), session.required_db("relief count show"));
    return print_count(session, shown_count(*tables.database(), given.required("DOC")));
}

CommandSpec new_spec() {
    return {"doc new",
            "开一张单据",
            "draw up a document",
            "relief doc new receipt --db jilin.db --actor 王芳 --source purchased --line "
            "item=QUILT,lot=L1,amount=200,site=JL-C-220400,made=2017-05-01",
            {{"KIND", "",
              "种类：receipt acceptance donation issue move pre_placement return loan loan_return "
              "rotation scrap kit unkit recall",
              "kind: receipt acceptance donation issue move pre_placement return loan loan_return "
              "rotation scrap kit unkit recall",
              OptionSpec::Form::positional, true},
             line_option,
             lines_option,
             {"--unit", "CODE", "由哪个单位编号（默认物资所属单位）",
              "whose number it gets (default: whose goods)"},
             {"--event", "ID", "哪次灾害", "the event"},
             {"--of", "DOC", "所依据的单据（验收、回收、归还）",
              "the document it answers (acceptance, return, loan_return)"},
             {"--order", "DOC", "物权方的调拨令", "the owner's order"},
             {"--source", "SOURCE", "入库来源：purchased from_upper donated borrowed",
              "where a receipt comes from: purchased from_upper donated borrowed"},
             {"--supplier", "NAME", "供货单位", "who delivers"},
             {"--borrower", "NAME", "借用单位", "who borrows"},
             {"--return-by", "DATE", "归还日期", "when it comes back"},
             {"--donor", "NAME", "捐赠人", "who gives"},
             {"--use", "TEXT", "定向用途", "the designated use"},
             paper_reason_option,
             {"--experts", "NAMES", "鉴定专家（五人以上）", "the experts (five or more)"},
             {"--test-report", "TEXT", "检测报告", "the test report"},
             {"--owner-answer", "TEXT", "物权方的答复", "the owner's answer"},
             {"--value", "TEXT", "残值处理", "what became of the residual value"},
             {"--stage", "STAGE", "报废物资现在：on_hand quarantine",
              "where goods to be scrapped are: on_hand quarantine"},
             {"--response", "N", "响应等级 1-4（0 没有）", "response level 1-4 (0 none)"},
             {"--response-ends", "DATE", "预计响应结束日期", "when the response is to end"},
             at_option,
             key_option},
            new_command};
}

CommandSpec step_spec(std::string_view path, std::string_view zh, std::string_view en,
                      std::string_view example, int (*run)(const Session&, const Given&),
                      bool with_reason = false) {
    CommandSpec spec{path, zh, en, example, {document_argument, at_option, key_option}, run};
    if (with_reason) {
        OptionSpec reason = paper_reason_option;
        reason.required = true;
        spec.options.push_back(reason);
    }
    return spec;
}

}  // namespace

std::vector<CommandSpec> paper_commands() {
    return {
        new_spec(),
        step_spec("doc sign", "签批单据", "sign a document",
                  "relief doc sign 220400-RK-2017-0001 --db jilin.db --actor 李强",
                  paper_sign_command),
        step_spec("doc check", "复核报废单", "check a scrapping",
                  "relief doc check 220400-BF-2017-0001 --db jilin.db --actor 赵敏",
                  paper_check_command),
        step_spec("doc depart", "预置物资发运", "goods of a pre-placement leave",
                  "relief doc depart 220000-YZ-2017-0001 --db jilin.db --actor 王芳",
                  depart_command),
        step_spec("doc post", "单据记账", "post a document",
                  "relief doc post 220400-RK-2017-0001 --db jilin.db --actor 王芳", post_command),
        step_spec("doc void", "作废未记账的单据", "void a document that is not posted",
                  "relief doc void 220400-RK-2017-0001 --db jilin.db --actor 王芳 --reason 填错",
                  void_command, true),
        step_spec(
            "doc lift", "解除召回", "end a recall",
            "relief doc lift 220000-ZH-2017-0001 --db jilin.db --actor 王芳 --reason 复检合格",
            paper_lift_command, true),
        {"doc due",
         "改回收期限",
         "change when goods are due back",
         "relief doc due 220200-CK-2017-0001 --db jilin.db --actor 王芳 --line 1 --on 2017-09-30 "
         "--reason 响应结束",
         {document_argument,
          {"--line", "N", "第几行", "the line", OptionSpec::Form::value, true},
          {"--on", "DATE", "新的期限", "the new date", OptionSpec::Form::value, true},
          {"--reason", "TEXT", "理由", "the reason", OptionSpec::Form::value, true},
          at_option,
          key_option},
         paper_due_command},
        {"doc show",
         "看一张单据：各行、各步、关联、附件",
         "show a document: lines, steps, links, attachments",
         "relief doc show 220400-RK-2017-0001 --db jilin.db",
         {document_argument},
         paper_show_command},
        {"doc attach",
         "附上扫描件或照片",
         "attach a scan or photo",
         "relief doc attach 220400-RK-2017-0001 scan.pdf --db jilin.db --actor 王芳",
         {document_argument,
          {"FILE", "", "文件", "the file", OptionSpec::Form::positional, true},
          at_option,
          key_option},
         attach_command},
        {"doc fetch",
         "取出附件（先核对 SHA-256）",
         "write an attachment to a file (its SHA-256 is checked first)",
         "relief doc fetch 1 --db jilin.db --out scan.pdf",
         {{"ATTACHMENT", "", "附件序号", "id of the attachment", OptionSpec::Form::positional,
           true},
          {"--out", "FILE", "写到哪个文件", "the file to write", OptionSpec::Form::value, true}},
         fetch_command},
        {"doc rotation",
         "轮换计划：六个月以上之内到期的批次",
         "rotation plan: lots that end within six months or more",
         "relief doc rotation --db jilin.db --months 12",
         {scope_option,
          {"--months", "N", "几个月之内（至少 6）", "within so many months (6 or more)"},
          {"--at", "TIME", "从何时算起", "as of"}},
         rotation_command},
        {"reverse",
         "红字冲销一张已记账的单据，或一次导入",
         "reverse a posted document by one of its own, or an import",
         "relief reverse 220400-RK-2017-0001 --db jilin.db --actor 王芳 --reason 重复入库",
         {{"DOC", "DOC", "单据的序号或编号", "id or number of the document",
           OptionSpec::Form::positional},
          {"--import", "N", "或：冲销这次导入（记账时给的序号）",
           "or: reverse this import (the number it was posted under)"},
          {"--reason", "TEXT", "理由", "the reason", OptionSpec::Form::value, true},
          at_option,
          key_option},
         reverse_command},
    };
}

std::vector<CommandSpec> count_commands() {
    return {
        {"count open",
         "开盘点单，给出盘点表",
         "open a count; answers the sheet",
         "relief count open --db jilin.db --actor 王芳 --site JL-C-220400 --blind",
         {{"--site", "DEPOT", "库点", "the depot", OptionSpec::Form::value, true},
          {"--item", "ITEM", "只盘这种物资", "this item alone", OptionSpec::Form::list},
          {"--blind", "", "盘点表不印账面数", "the sheet does not tell the book",
           OptionSpec::Form::flag},
          {"--unit", "CODE", "由哪个单位编号", "whose number it gets"},
          at_option,
          key_option},
         count_open_command},
        {"count line",
         "登记实盘数",
         "take counted amounts down",
         "relief count line 220400-PD-2017-0001 --db jilin.db --actor 王芳 --line "
         "item=QUILT,lot=L1,counted=900,at=2017-07-15T12:00",
         {document_argument,
          {"--line", "FIELD=VALUE,…", "一行：item=,lot=,counted=,at=,book=,owner=,condition=,note=",
           "one line: item=,lot=,counted=,at=,book=,owner=,condition=,note=",
           OptionSpec::Form::list},
          lines_option,
          at_option,
          key_option},
         count_line_command},
        step_spec("count close", "结束盘点：无盘亏即记账，有盘亏待签批",
                  "close a count: posted at once, with losses when signed",
                  "relief count close 220400-PD-2017-0001 --db jilin.db --actor 赵敏",
                  count_close_command),
        {"count show",
         "看盘点单和差异",
         "show a count and its differences",
         "relief count show 220400-PD-2017-0001 --db jilin.db",
         {document_argument},
         count_show_command},
    };
}

}  // namespace relief
