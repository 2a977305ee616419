// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/replan.h"

#include "tools/commands/command.h"
#include "tools/commands/planning.h"
#include "tools/commands/values.h"
#include "tools/desk/plan_document.h"
#include "tools/desk/replan_document.h"

#include <chrono>
#include <functional>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

ReplanRequest read_replan(const Session& session, const Given& given) {
    return {.scenario = {},
            .at = optional_instant(given, "--at"),
            .report = given.text("--report"),
            .closed = given.list("--closed"),
            .breakdown = given.list("--breakdown"),
            .refused = given.list("--refused"),
            .received = given.list("--received"),
            .lost_depot = given.list("--lost-depot"),
            .departed = given.text("--departed"),
            .hand = {},
            .db = session.db(),
            .now = session.clock.now(),
            .edits = {}};
}

/// Reads the plan in hand, makes the newer one and prints or writes it.
int answer(const Session& session, const Given& given, ReplanRequest request) {
    const std::filesystem::path data = session.data();
    const auto begin = std::chrono::steady_clock::now();
    const Desk desk = open_desk(data, session.db(), session.clock.now());
    const PlanFile in_hand = read_plan_file(given.required("--plan"), desk.rules);
    request.scenario = scenario_folder(given.text("--scenario").value_or(in_hand.scenario), data);
    request.hand = read_hand(given, desk.places, beijing_date(in_hand.as_of));
    const std::chrono::duration<double> load = std::chrono::steady_clock::now() - begin;
    PlanRun run = run_planning(session, given, [&](const Progress& progress) {
        return make_replan(desk, in_hand, request, progress);
    });
    run.seconds.emplace(run.seconds.begin(), "load", load.count());
    const auto out = given.text("--out");
    if (out) {
        write_plan_files(desk, run, *out);
    }
    if (session.global.json) {
        session.print(plan_json(desk, run));
        return 0;
    }
    std::string text = replan_text(desk, run, session.global.language);
    if (session.global.explain || !out) {
        text += '\n' + plan_text(desk, run, session.global.language);
    }
    if (out) {
        text += fmt::format("\n{} {}\n", session.language() == "zh" ? "新方案：" : "new plan:",
                            (std::filesystem::path(*out) / "plan.json").string());
    }
    session.print(text);
    return 0;
}

int run_replan(const Session& session, const Given& given) {
    return answer(session, given, read_replan(session, given));
}

int run_edit(const Session& session, const Given& given) {
    ReplanRequest request = read_replan(session, given);
    request.edits = {{.verb = given.required("VERB"), .words = given.list("WHAT")}};
    if (const auto reserve = given.text("--reserve")) {
        request.reserve_percent = read_whole(*reserve, "--reserve");
    }
    if (!given.text("--departed") && !session.db()) {
        request.departed = "none";  // an edit is made in the same moment
    }
    return answer(session, given, std::move(request));
}

constexpr OptionSpec plan_option{.name = "--plan",
                                 .type = "FILE",
                                 .zh = "原方案的 plan.json",
                                 .en = "plan.json of the plan in hand",
                                 .required = true};
constexpr OptionSpec folder_option{"--scenario", "D", "情景目录（默认原方案的情景）",
                                   "scenario folder (that of the plan by default)"};
constexpr OptionSpec out_option{"--out", "DIR", "把新方案的各文件写入此目录",
                                "write the files of the new plan there"};

std::vector<OptionSpec> replan_options() {
    using Form = OptionSpec::Form;
    std::vector<OptionSpec> options{
        plan_option,
        folder_option,
        {"--at", "TIME", "重排时刻（默认原方案的时刻）；此前应发的按已发计",
         "as of (that of the plan by default); what should have left by then has"},
        {"--report", "ID", "按此报告发布时刻重排", "as of the publication of this report"},
        {"--closed", "ROAD", "新封的路：路段、路号（G202）或封路编号",
         "closed since: an edge, a road's number (G202) or a closure's id", Form::list},
        {"--breakdown", "DEPOT:CLASS:N", "故障车辆", "lorries that broke down", Form::list},
        {"--refused", "ORDER|SHIPMENT", "被拒的调拨令或批次", "an order or shipment refused",
         Form::list},
        {"--received", "S3=ITEM:N,...", "已收到的批次及实收数（不写数即如数）",
         "a shipment received, and what came of it (all where nothing is said)", Form::list},
        {"--lost-depot", "DEPOT", "不能再发货的库点或供应商",
         "a depot or supplier that can send nothing any more", Form::list},
        {"--departed", "S3,S7", "已发车的批次，none 为都未发；--db 时默认看调拨令，否则看计划时刻",
         "shipments that have left, or none; by default the orders of --db, else the clock"},
        out_option,
        seconds_option};
    options.insert(options.end(), hand_options.begin(), hand_options.end());
    return options;
}

std::vector<OptionSpec> edit_options() {
    using Form = OptionSpec::Form;
    return {{"VERB", "", "pin、free、forbid、swap 或 add-truck",
             "pin, free, forbid, swap or add-truck", Form::positional, true},
            {"WHAT", "", "S3 | 库:地:物资:数 | 库[:地] | 路 | S3 S7 | 库:车型:数",
             "S3 | DEPOT:PLACE:ITEM:N | DEPOT[:PLACE] | ROAD | S3 S7 | DEPOT:CLASS:N", Form::rest,
             true},
            plan_option,
            folder_option,
            {"--departed", "S3,S7", "已发车的批次（默认都未发）",
             "shipments that have left (none by default)"},
            {"--reserve", "PERCENT", "允许指定超过需求的百分比（默认 0）",
             "how far above the need may be pinned (0 by default)"},
            out_option,
            seconds_option};
}

}  // namespace

std::vector<CommandSpec> replan_commands() {
    return {
        {.path = "replan",
         .zh = "情况变了：已发的不动，能照走的照走，列出改动及原因",
         .en = "things have changed: what left stays, what can go is kept; lists what changes and "
               "why",
         .example = "relief replan --plan plan/plan.json --closed G202 --out plan2/",
         .options = replan_options(),
         .run = run_replan},
        {.path = "edit",
         .zh = "人工改方案：指定、禁止、对调、加车；围绕它修好并给出代价",
         .en = "change a plan by hand: pin, forbid, swap, add trucks; mended around it, with its "
               "price",
         .example = "relief edit --plan plan/plan.json --out plan2/ forbid JL-C-220200:220221",
         .options = edit_options(),
         .run = run_edit}};
}

}  // namespace relief
