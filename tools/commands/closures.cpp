// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/closures.h"
#include "core/data_source.h"
#include "core/error.h"
#include "core/incident/incident.h"
#include "tools/commands/command.h"
#include "tools/commands/values.h"
#include "tools/commands/words.h"
#include "tools/desk/closure_document.h"
#include "tools/desk/scenario_closures.h"
#include "tools/desk/tables.h"

#include <algorithm>
#include <cctype>

#include <unistd.h>

namespace relief {
namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& each : words) {
        text += (text.empty() ? "" : " ") + each;
    }
    return text;
}

int answer(const Session& session, const ClosureAnswer& result, Instant at) {
    session.print(session.global.json ? closure_answer_json(result, at)
                                      : closure_answer_text(result, at, session.language()));
    return 0;
}

TypedClosure read_typed(const Given& given) {
    return {.words = joined(given.list("WORDS")),
            .from = optional_instant(given, "--from"),
            .to = optional_instant(given, "--to"),
            .to_is_known = given.flag("--known"),
            .source = word(given, "--source"),
            .confidence = word(given, "--confidence"),
            .place = word(given, "--place"),
            .hazard = word(given, "--hazard"),
            .edges = given.list("--edge"),
            .nodes = given.list("--node"),
            .polygon = word(given, "--polygon"),
            .datum = word(given, "--datum"),
            .restrict = given.list("--restrict"),
            .yes = given.flag("--yes")};
}

int closure_add_command(const Session& session, const Given& given) {
    const std::string command = "relief closure add";
    const TypedClosure typed = read_typed(given);
    const int extents =
        (typed.polygon.empty() ? 0 : 1) + (typed.edges.empty() && typed.nodes.empty() ? 0 : 1);
    if (extents > 1) {
        throw UsageError(command, "--polygon 与 --edge、--node 只能写一种",
                         "--polygon and --edge or --node exclude each other");
    }
    const Asked asked = read_asked(session, given, command);
    return answer(session, add_closure(session.required_db(command), session.data(), asked, typed),
                  asked.now);
}

int confirm_command(const Session& session, const Given& given) {
    const std::string command = "relief closure confirm";
    const Asked asked = read_asked(session, given, command);
    const auto candidate = given.text("--candidate");
    return answer(session,
                  confirm_closure(
                      session.required_db(command), session.data(), asked,
                      read_whole(given.required("CLOSURE"), "CLOSURE"),
                      candidate ? std::optional<std::int64_t>(read_whole(*candidate, "--candidate"))
                                : std::nullopt,
                      given.list("--edge")),
                  asked.now);
}

int closure_lift_command(const Session& session, const Given& given) {
    const std::string command = "relief closure lift";
    const Asked asked = read_asked(session, given, command);
    return answer(
        session,
        lift_closure(session.required_db(command), asked,
                     read_whole(given.required("CLOSURE"), "CLOSURE"), given.required("--reason")),
        asked.now);
}

bool is_over(const BookClosure& book, Instant at) {
    const auto state = book.state(at);
    return state == BookClosure::State::lifted || state == BookClosure::State::reopened;
}

/// Of a scenario, as known at its last report or at the moment asked.
int list_of_scenario(const Session& session, const Given& given) {
    const Tables tables(session.data(), session.db());
    const Places places(tables.source());
    const auto folder = scenario_folder(given.required("--scenario"), session.data());
    const auto given_at = optional_instant(given, "--at");
    ScenarioClosures answer{.scenario = folder.filename().string(),
                            .network = load_road_network(tables.source(), places)};
    answer.at = given_at
                    ? *given_at
                    : last_publication(load_scenario(folder, load_rules(tables.source()), places));
    answer.closures = load_closures(folder, answer.network, places);
    const bool all = given.flag("--all");
    const bool colour = isatty(STDOUT_FILENO) == 1;
    session.print(session.global.json
                      ? scenario_closures_json(answer, all)
                      : scenario_closures_text(answer, all, session.language(), colour));
    return 0;
}

int closure_list_command(const Session& session, const Given& given) {
    if (given.text("--scenario")) {
        return list_of_scenario(session, given);
    }
    const Tables tables(session.data(), session.required_db("relief closure list"));
    const Instant at = moment_of(session, given);
    std::vector<BookClosure> closures = read_closures(*tables.database());
    if (!given.flag("--all")) {
        std::erase_if(closures, [&](const BookClosure& book) { return is_over(book, at); });
    }
    const bool colour = isatty(STDOUT_FILENO) == 1;
    session.print(session.global.json ? closures_json(closures, at)
                                      : closures_text(closures, at, session.language(), colour));
    return 0;
}

int closure_show_command(const Session& session, const Given& given) {
    const Tables tables(session.data(), session.required_db("relief closure show"));
    const Instant at = moment_of(session, given);
    const BookClosure book =
        read_closure(*tables.database(), read_whole(given.required("CLOSURE"), "CLOSURE"));
    if (!given.flag("--geojson")) {
        return answer(session, {.closure = book}, at);
    }
    const Places places(tables.source());
    const ClosureStreets streets =
        load_closure_streets(session.data(), places, load_road_network(tables.source(), places));
    session.print(closure_geojson(book, *streets.pieces, at));
    return 0;
}

bool is_polygon_file(const std::string& file) {
    std::string end = file.substr(std::min(file.rfind('.'), file.size()));
    std::transform(end.begin(), end.end(), end.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return end != ".csv";
}

/// A hazard layer becomes one closure, which keeps its polygon.
int import_polygon(const Session& session, const Given& given, const std::string& command) {
    TypedClosure typed = read_typed(given);
    typed.polygon = given.required("FILE");
    typed.origin = std::filesystem::path(typed.polygon).filename().string();
    if (typed.words.empty()) {
        typed.words = typed.hazard.empty() ? typed.origin : typed.hazard + " " + typed.origin;
    }
    const Asked asked = read_asked(session, given, command);
    return answer(session, add_closure(session.required_db(command), session.data(), asked, typed),
                  asked.now);
}

int closure_import_command(const Session& session, const Given& given) {
    const std::string command = "relief closure import";
    const std::string file = given.required("FILE");
    const std::string kind =
        given.text("--as").value_or(is_polygon_file(file) ? "polygon" : "table");
    if (kind == "polygon") {
        return import_polygon(session, given, command);
    }
    if (kind != "table") {
        throw bad_input({.code = "argument.value",
                         .message = "the value of the option cannot be read",
                         .field = "--as",
                         .found = kind,
                         .expected = "table or polygon"});
    }
    if (given.flag("--post") && given.flag("--dry-run")) {
        throw UsageError(command, "--post 与 --dry-run 只能写一个",
                         "--post and --dry-run exclude each other");
    }
    const Asked asked = read_asked(session, given, command);
    const ClosureImport result = import_closures(
        session.required_db(command), session.data(), asked,
        {.file = file, .post = given.flag("--post"), .partial = given.flag("--partial")});
    session.print(session.global.json ? closure_import_json(result)
                                      : closure_import_text(result, session.language()));
    const bool blocked =
        given.flag("--post") && !result.posted && result.count(ClosureRow::Verdict::refused) > 0;
    return blocked ? 4 : 0;
}

const OptionSpec closure_number{
    "CLOSURE", "N", "封路号", "number of the closure", OptionSpec::Form::positional, true};

std::vector<OptionSpec> told_options() {
    return {
        {"--from", "TIME", "几时起封（默认现在）", "shut since (default now)"},
        {"--to", "TIME", "预计几时通", "when it is hoped to be open"},
        {"--known", "", "--to 是确知的开通时间", "--to is known, not hoped for",
         OptionSpec::Form::flag},
        {"--source", "WHO", "谁说的", "who said so"},
        {"--confidence", "WORD", "confirmed 已核实、reported 据报、doubtful 存疑",
         "confirmed, reported or doubtful"},
        {"--restrict", "HOW",
         "不是封死而是限行：one-lane[=等候分钟]、tonnes=5、height=4.2、daylight、convoy、permit",
         "restricted, not shut: one-lane[=MINUTES], tonnes=5, height=4.2, daylight, convoy, "
         "permit",
         OptionSpec::Form::list},
        {"--datum", "D", "多边形的坐标系：WGS84、CGCS2000 或 GCJ-02",
         "datum of the polygon: WGS84, CGCS2000 or GCJ-02"},
        {"--hazard", "H", "灾种，如 flood", "hazard, such as flood"},
        {"--yes", "", "只有一个候选位置时当即计入", "it counts at once, with one candidate",
         OptionSpec::Form::flag},
        at_option,
        key_option};
}

std::vector<OptionSpec> add_options() {
    std::vector<OptionSpec> options{
        {"WORDS", "WORDS", "电话里的原话", "the words as they came", OptionSpec::Form::rest},
        {"--place", "PLACE", "说的是哪个县", "the division it is in"},
        {"--edge", "ID", "路段号，如 1609、R1609a、1609:forward",
         "an edge: 1609, R1609a, 1609:forward", OptionSpec::Form::list},
        {"--node", "ID", "路口号", "a node: every road at it", OptionSpec::Form::list},
        {"--polygon", "FILE", "封闭区域的 GeoJSON 等文件", "a file with the shut area"}};
    for (const OptionSpec& option : told_options()) {
        options.push_back(option);
    }
    return options;
}

std::vector<OptionSpec> import_options() {
    std::vector<OptionSpec> options{
        {"FILE", "FILE", "封路表（csv）或灾害范围（geojson 等）",
         "a table of closures (csv) or a hazard polygon", OptionSpec::Form::positional, true},
        {"--as", "KIND", "table 或 polygon（默认看文件名）", "table or polygon (default by name)"},
        {"--dry-run", "", "只试读（默认）", "a dry run (the default)", OptionSpec::Form::flag},
        {"--post", "", "入账", "post it", OptionSpec::Form::flag},
        {"--partial", "", "有被拒绝的行也入其余", "post the others though rows are refused",
         OptionSpec::Form::flag}};
    for (const OptionSpec& option : told_options()) {
        options.push_back(option);
    }
    return options;
}

}  // namespace

std::vector<CommandSpec> closure_commands() {
    return {
        {"closure add", "记封路：原话照记，列出候选位置，确认后才计入",
         "note a closure in its words; its candidates count once confirmed",
         "relief closure add --db jilin.db --actor 王芳 G202 吉林至永吉段 塌方 --source "
         "永吉县交通局",
         add_options(), closure_add_command},
        {"closure confirm",
         "确认封路的位置，从此计入",
         "say yes to where a closure is: it counts from now on",
         "relief closure confirm --db jilin.db --actor 王芳 3 --candidate 1",
         {closure_number,
          {"--candidate", "K", "第几个候选位置（只有一个时可不写）",
           "number of the candidate (may be left out where there is one)"},
          {"--edge", "ID", "自己指定路段", "edges chosen by hand", OptionSpec::Form::list},
          at_option,
          key_option},
         confirm_command},
        {"closure lift",
         "解除封路，其余不变",
         "lift a closure; the others stay as they are",
         "relief closure lift --db jilin.db --actor 王芳 3 --reason 便道已通",
         {closure_number,
          {"--reason", "TEXT", "为什么", "why", OptionSpec::Form::value, true},
          at_option,
          key_option},
         closure_lift_command},
        {"closure list",
         "封路清单（账上的，或情景的）：没有落图和没有确认的在最前，标红",
         "the closures of the books or of a scenario; those on no road or not confirmed come "
         "first, in "
         "red",
         "relief closure list --scenario 2010-flood",
         {asked_at_option,
          {"--scenario", "D", "列情景当时已知的封路（默认截至最后一报），不列账上的",
           "those of a scenario as known at --at or its last report, not those of the books"},
          {"--all", "", "也列已通和已解除的", "reopened and lifted ones too",
           OptionSpec::Form::flag}},
         closure_list_command},
        {"closure show",
         "一条封路和它的候选位置",
         "one closure with its candidates",
         "relief closure show --db jilin.db 3 --geojson",
         {closure_number,
          {"--geojson", "", "画在图上（GeoJSON）", "as GeoJSON, to be drawn",
           OptionSpec::Form::flag},
          asked_at_option},
         closure_show_command},
        {"closure import", "读封路表（先试读）或灾害范围",
         "read a table of closures (a dry run first) or a hazard polygon",
         "relief closure import --db jilin.db --actor 王芳 closures.csv --post", import_options(),
         closure_import_command},
    };
}

}  // namespace relief
