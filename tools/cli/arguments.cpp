// SPDX-License-Identifier: Apache-2.0
// The only file that sees CLI11: its header costs seconds to compile.
#include "tools/cli/arguments.h"

#include "tools/cli/command.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <string_view>
#include <utility>

namespace relief {
namespace {

constexpr std::string_view version = "relief 0.1.0";

/// CLI11 reads -1 into an unsigned number without a word.
std::string not_negative(const std::string& text) {
    return text.rfind('-', 0) == 0 ? "must not be negative" : "";
}

/// The command line while it is being described and read.
struct Grammar {
    CLI::App app;
    std::string language;
    GlobalOptions global;
    InitOptions init;
    VerifyOptions verify;
    PlaceOptions place;
    LevelOptions level;
    NeedsOptions needs;
    PlanOptions plan;
    /// What each command answers with once it was seen.
    std::vector<std::pair<CLI::App*, std::function<CommandOptions()>>> commands;

    [[nodiscard]] std::string say(std::string_view zh, std::string_view en) const {
        return std::string(language == "zh" ? zh : en);
    }

    CLI::App* command(CLI::App& parent, const std::string& name, std::string_view zh,
                      std::string_view en, const std::string& example) {
        CLI::App* sub = parent.add_subcommand(name, say(zh, en));
        sub->set_help_flag("-h,--help", say("显示帮助", "print this help"));
        sub->fallthrough();
        sub->group(say("命令", "Commands"));
        sub->footer(say("例：", "Example:") + "\n  " + example + "\n" +
                    say("通用选项可写在命令前后，见 relief --help",
                        "Global options may stand before or after the command: relief --help"));
        return sub;
    }
};

void add_globals(Grammar& grammar) {
    CLI::App& app = grammar.app;
    GlobalOptions& global = grammar.global;
    app.add_option("--db", global.db,
                   grammar.say("账目数据库；不给则在内存中用 data/ 新建一份",
                               "database of the books; without it a fresh copy of data/ in memory"))
        ->type_name("FILE");
    app.add_option("--data", global.data,
                   grammar.say("数据目录；默认按程序所在位置查找",
                               "the folder data/; found from the program's own place by default"))
        ->type_name("DIR");
    app.add_option(
           "--server", global.server,
           grammar.say("交给服务器执行（本版尚无）", "ask a server (not in this version yet)"))
        ->type_name("URL");
    app.add_option("--actor", global.actor,
                   grammar.say("经办人：人员代码或姓名；记入日志",
                               "who asks: a person's code or name; kept in the journal"))
        ->envname("RELIEF_ACTOR")
        ->type_name("PERSON");
    app.add_option("--clock", global.clock,
                   grammar.say("把时钟拨到此刻，仅用于演练和测试的示例账",
                               "set the clock, for drills and tests on synthetic books only"))
        ->type_name("TIME");
    app.add_flag("--json", global.json,
                 grammar.say("在标准输出上给出一份 JSON", "one JSON document on stdout"));
    app.add_option("--lang", global.language,
                   grammar.say("zh 或 en；默认随系统语言", "zh or en; the locale's by default"))
        ->check(CLI::IsMember({"zh", "en"}).description(""))
        ->type_name("zh|en");
    app.add_option("--seed", global.seed, grammar.say("随机种子", "seed"))
        ->check(CLI::Validator(not_negative, ""))
        ->type_name("N");
    app.add_option(
           "--threads", global.threads,
           grammar.say("线程数；结果与线程数无关", "threads; the answer is the same with any"))
        ->check(CLI::Range(1, 1024).description(""))
        ->type_name("N");
    app.add_flag("--explain", global.explain,
                 grammar.say("写出每个数字的来历", "show where every number comes from"));
    app.add_flag("--quiet", global.quiet, grammar.say("不显示进度", "no progress on stderr"));
}

void add_hand(const Grammar& grammar, CLI::App& command, HandOptions& hand) {
    command
        .add_option("--place", hand.place,
                    grammar.say("地点：名称、曾用名、拼音或代码",
                                "place: name, former name, "
                                "pinyin or code"))
        ->type_name("PLACE");
    command
        .add_option("--relocated", hand.relocated,
                    grammar.say("转移安置人数（人工填报，优先于报告）",
                                "people relocated, by hand, over what a report says"))
        ->type_name("N");
    command
        .add_option("--collective", hand.collective,
                    grammar.say("其中集中安置人数", "of these in collective shelter"))
        ->type_name("N");
    command.add_option("--days", hand.days, grammar.say("保障天数", "days to provide for"))
        ->type_name("N");
    command
        .add_option("--temp", hand.temp_c,
                    grammar.say("日平均气温（摄氏度）", "daily mean temperature, Celsius"))
        ->type_name("C");
    command
        .add_option("--hazard", hand.hazard,
                    grammar.say("灾种，如 flood、earthquake、snow_ice",
                                "hazard, such as flood, earthquake, snow_ice"))
        ->type_name("H");
    command.add_option("--month", hand.month, grammar.say("月份 1-12", "month 1-12"))
        ->type_name("M");
}

void add_scenario(const Grammar& grammar, CLI::App& command, std::string& scenario) {
    command
        .add_option("--scenario", scenario,
                    grammar.say("情景目录，或 data/scenarios 下的编号",
                                "scenario folder, or an id under data/scenarios"))
        ->type_name("D")
        ->required();
}

void add_at(const Grammar& grammar, CLI::App& command, std::optional<std::string>& at) {
    command
        .add_option("--at", at,
                    grammar.say("只用此刻已发布的报告，ISO 8601，不写时区为北京时间",
                                "only what was published by then; ISO 8601, Beijing time where no "
                                "offset is given"))
        ->type_name("TIME");
}

void add_report(const Grammar& grammar, CLI::App& command, std::optional<std::string>& report) {
    command.add_option("--report", report, grammar.say("只看这份报告", "this report alone"))
        ->type_name("R");
}

/// The values of a described command while CLI11 fills them.
struct Filled {
    std::map<std::string, std::string, std::less<>> values;
    std::map<std::string, std::vector<std::string>, std::less<>> lists;
    std::map<std::string, bool, std::less<>> flags;
};

void add_described_option(const Grammar& grammar, CLI::App& command, const OptionSpec& spec,
                          Filled& filled) {
    const std::string name(spec.name);
    const std::string words = grammar.say(spec.zh, spec.en);
    const bool listed = spec.form == OptionSpec::Form::list || spec.form == OptionSpec::Form::rest;
    CLI::Option* option = nullptr;
    if (spec.form == OptionSpec::Form::flag) {
        option = command.add_flag(name, filled.flags[name], words);
    } else if (listed) {
        option = command.add_option(name, filled.lists[name], words);
    } else {
        option = command.add_option(name, filled.values[name], words);
    }
    if (spec.form == OptionSpec::Form::list) {
        option->allow_extra_args(false);
    }
    if (!spec.type.empty()) {
        option->type_name(std::string(spec.type));
    }
    option->required(spec.required);
}

/// What was typed, and nothing for an option that was not.
DescribedCommand collect(const CommandSpec& spec, const CLI::App& command, const Filled& filled) {
    DescribedCommand described{.spec = &spec, .values = {}};
    for (const OptionSpec& option : spec.options) {
        const std::string name(option.name);
        if (command.get_option(name)->count() == 0) {
            continue;
        }
        if (option.form == OptionSpec::Form::flag) {
            described.values[name] = {};
        } else if (const auto list = filled.lists.find(name); list != filled.lists.end()) {
            described.values[name] = list->second;
        } else {
            described.values[name] = {filled.values.at(name)};
        }
    }
    return described;
}

void add_described(Grammar& grammar) {
    std::map<std::string, CLI::App*, std::less<>> groups;
    for (const GroupSpec& group : command_groups()) {
        // A group of two words lies in the group of its first.
        const std::size_t space = group.path.rfind(' ');
        const bool inner = space != std::string_view::npos;
        CLI::App& parent =
            inner ? *groups.at(std::string(group.path.substr(0, space))) : grammar.app;
        const std::string_view name = inner ? group.path.substr(space + 1) : group.path;
        CLI::App* app = grammar.command(parent, std::string(name), group.zh, group.en,
                                        "relief " + std::string(group.path) + " --help");
        app->require_subcommand(1);
        groups.emplace(group.path, app);
    }
    for (const CommandSpec& spec : command_specs()) {
        const std::size_t space = spec.path.rfind(' ');
        const bool grouped = space != std::string_view::npos;
        CLI::App& parent =
            grouped ? *groups.at(std::string(spec.path.substr(0, space))) : grammar.app;
        CLI::App* command =
            grammar.command(parent, std::string(grouped ? spec.path.substr(space + 1) : spec.path),
                            spec.zh, spec.en, std::string(spec.example));
        const auto filled = std::make_shared<Filled>();
        for (const OptionSpec& option : spec.options) {
            add_described_option(grammar, *command, option, *filled);
        }
        grammar.commands.emplace_back(command, [&spec, command, filled] {
            return CommandOptions{collect(spec, *command, *filled)};
        });
    }
}

void add_books(Grammar& grammar) {
    CLI::App* init = grammar.command(
        grammar.app, "init", "由 data/ 新建账目数据库；已有的文件绝不覆盖",
        "make a database of the books from data/; an existing file is never touched",
        "relief init --db jilin.db");
    init->add_option("--anchor", grammar.init.anchor,
                     grammar.say("把链头追加到库外的锚文件",
                                 "append the head hash to an anchor file outside the database"))
        ->type_name("FILE");
    grammar.commands.emplace_back(init, [&grammar] { return CommandOptions{grammar.init}; });

    CLI::App* verify = grammar.command(
        grammar.app, "verify", "只凭文件核对账目与日志；不能证实时退出码为 1",
        "prove books and journal from the file alone; status 1 where they are not proven",
        "relief verify --db jilin.db --anchor jilin.anchor");
    verify
        ->add_option(
            "--anchor", grammar.verify.anchor,
            grammar.say("锚文件：其中最新链头须在日志中（只读）",
                        "anchor file whose newest head must be in the journal (only read)"))
        ->type_name("FILE");
    CLI::Option* quick = verify->add_flag(
        "--quick", grammar.verify.quick,
        grammar.say("从日志里记下的上次全面核对起，只核对其后的各行和现有库存所依据的一切",
                    "begin at the last full proof on record: what came since, and all that "
                    "today's stock rests on"));
    verify
        ->add_flag("--record", grammar.verify.record,
                   grammar.say("全面核对，并把结果记入日志，供以后 --quick 从那里起",
                               "prove in full and put that on record in the journal, for --quick "
                               "to begin at"))
        ->excludes(quick);
    grammar.commands.emplace_back(verify, [&grammar] { return CommandOptions{grammar.verify}; });
}

void add_reference(Grammar& grammar) {
    CLI::App* scenario =
        grammar.command(grammar.app, "scenario", "情景", "scenarios", "relief scenario list");
    scenario->require_subcommand(1);
    CLI::App* list = grammar.command(*scenario, "list", "列出情景", "list the scenarios",
                                     "relief scenario list --json");
    grammar.commands.emplace_back(list, [] { return CommandOptions{ScenarioListOptions{}}; });

    CLI::App* place = grammar.command(
        grammar.app, "place", "查某一天的地名或省级救灾机构；重名全部列出上级，不代为选择",
        "look up a place or an office as of a day; homonyms are listed, never chosen among",
        "relief place 永吉 --on 2017-07-14\n"
        "  relief place 民政厅 --on 2020-01-01");
    place
        ->add_option(
            "NAME", grammar.place.name,
            grammar.say("地名：名称、曾用名、别名、拼音或代码；或机构名称，可省写“吉林省”，"
                        "当日不在任的机构，列出当日承担其职责者",
                        "place: name, former name, alias, pinyin or code; or office: name "
                        "with or without 吉林省, and where it is not in force that day, "
                        "those that hold its duties"))
        ->required();
    place
        ->add_option(
            "--on", grammar.place.on,
            grammar.say("按这一天的区划和机构；默认今天", "as of this day; today by default"))
        ->type_name("DATE");
    grammar.commands.emplace_back(place, [&grammar] { return CommandOptions{grammar.place}; });
}

void add_assessment(Grammar& grammar) {
    CLI::App* level = grammar.command(grammar.app, "level", "按各级预案判定响应级别",
                                      "response levels under each plan",
                                      "relief level --scenario 2017-07-yongji-flood --report R3");
    add_scenario(grammar, *level, grammar.level.scenario);
    add_at(grammar, *level, grammar.level.at);
    add_report(grammar, *level, grammar.level.report);
    level->add_option("--plan", grammar.level.plan, grammar.say("只看这个预案", "this plan alone"))
        ->type_name("ID");
    grammar.commands.emplace_back(level, [&grammar] { return CommandOptions{grammar.level}; });

    CLI::App* needs = grammar.command(
        grammar.app, "needs", "按规则计算各地物资需求", "needs of each place by the rules alone",
        "relief needs --scenario 2017-07-yongji-flood --report R2\n"
        "  relief needs --hazard snow_ice --month 11 --temp -8 --place 220104 --collective 5000");
    needs
        ->add_option("--scenario", grammar.needs.scenario,
                     grammar.say("情景；不给则须有 --hazard --month --place 和人数",
                                 "scenario; without it --hazard --month --place and a head count"))
        ->type_name("D");
    add_at(grammar, *needs, grammar.needs.at);
    add_report(grammar, *needs, grammar.needs.report);
    needs
        ->add_option("--plan", grammar.needs.plan,
                     grammar.say("可写；需求与预案无关", "accepted; needs do not depend on a plan"))
        ->type_name("ID");
    add_hand(grammar, *needs, grammar.needs.hand);
    grammar.commands.emplace_back(needs, [&grammar] { return CommandOptions{grammar.needs}; });
}

void add_plan(Grammar& grammar) {
    CLI::App* plan = grammar.command(
        grammar.app, "plan", "由灾情数字到可签发的调运方案",
        "from the figures of an event to a dispatch plan ready to sign",
        "relief plan --scenario 2017-07-yongji-flood --at 2017-07-15T12:00 --out plan/");
    add_scenario(grammar, *plan, grammar.plan.scenario);
    add_at(grammar, *plan, grammar.plan.at);
    plan->add_option("--out", grammar.plan.out,
                     grammar.say("把 plan.json、plan.geojson、orders.csv、model.mps、report.html "
                                 "写入此目录",
                                 "write plan.json, plan.geojson, orders.csv, model.mps and "
                                 "report.html there"))
        ->type_name("DIR");
    add_hand(grammar, *plan, grammar.plan.hand);
    grammar.commands.emplace_back(plan, [&grammar] { return CommandOptions{grammar.plan}; });
}

std::unique_ptr<Grammar> make_grammar(const std::string& language) {
    auto grammar = std::make_unique<Grammar>();
    grammar->language = language;
    grammar->global.language = language;
    CLI::App& app = grammar->app;
    app.name("relief");
    app.description(grammar->say("Relief：谁需要什么，哪个库出，走哪条路，谁来签",
                                 "Relief: who needs what, which depot sends it, by which road, "
                                 "signed by whom"));
    app.option_defaults()->group(grammar->say("选项", "Options"));  // subcommands inherit it
    app.set_version_flag("--version", std::string(version),
                         grammar->say("显示版本", "print the version"));
    app.set_help_flag("-h,--help", grammar->say("显示帮助", "print this help"));
    app.require_subcommand(1);
    app.footer(grammar->say("例：", "Example:") +
               "\n  relief plan --scenario 2017-07-yongji-flood");
    if (language == "zh") {
        const auto formatter = app.get_formatter();
        formatter->label("Usage", "用法");
        formatter->label("OPTIONS", "选项");
        formatter->label("SUBCOMMAND", "命令");
        formatter->label("REQUIRED", "必填");
    }
    add_globals(*grammar);
    add_books(*grammar);
    add_reference(*grammar);
    add_assessment(*grammar);
    add_plan(*grammar);
    add_described(*grammar);
    return grammar;
}

/// What --lang and --json say before the line is read: help and errors are written in the
/// language asked for even where the rest of the line is wrong.
std::string early_language(const std::vector<std::string>& arguments, std::string language) {
    constexpr std::string_view joined = "--lang=";
    for (std::size_t index = 0; index < arguments.size(); ++index) {
        std::string_view value;
        if (arguments[index].rfind(joined, 0) == 0) {
            value = std::string_view(arguments[index]).substr(joined.size());
        } else if (arguments[index] == "--lang" && index + 1 < arguments.size()) {
            value = arguments[index + 1];
        }
        if (value == "zh" || value == "en") {
            language = value;
        }
    }
    return language;
}

std::string one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    while (!text.empty() && text.back() == ' ') {
        text.pop_back();
    }
    return text;
}

/// The deepest command that was seen, whose usage helps most.
const CLI::App& command_seen(const CLI::App& app) {
    const auto seen = app.get_subcommands();
    return seen.empty() ? app : command_seen(*seen.front());
}

/// "relief scenario list" for the command `list`.
std::string full_name(const CLI::App& command) {
    const CLI::App* parent = command.get_parent();
    return parent == nullptr ? command.get_name() : full_name(*parent) + " " + command.get_name();
}

std::string help_text(const CLI::App& command) {
    const CLI::App* parent = command.get_parent();
    return command.help(parent == nullptr ? "" : full_name(*parent));
}

/// CLI11 asks for a command even where one was typed that it does not know.
std::string what_is_wrong(const CLI::App& seen, const CLI::ParseError& error) {
    const std::vector<std::string> unknown = seen.remaining();
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError) &&
        !seen.get_subcommands({}).empty() && !unknown.empty()) {
        return "there is no command " + unknown.front();
    }
    return one_line(error.what());
}

}  // namespace

std::variant<Invocation, Answer> parse_arguments(const std::vector<std::string>& arguments,
                                                 const std::string& language) {
    const auto grammar = make_grammar(early_language(arguments, language));
    Answer answer{
        .status = 0,
        .json = std::find(arguments.begin(), arguments.end(), "--json") != arguments.end(),
        .language = grammar->language,
        .text = {},
        .usage = {}};
    try {
        // CLI11 takes a vector from its end.
        std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
        grammar->app.parse(std::move(reversed));
    } catch (const CLI::CallForHelp&) {
        answer.text = help_text(command_seen(grammar->app));
        return answer;
    } catch (const CLI::CallForVersion&) {
        answer.text = std::string(version) + '\n';
        return answer;
    } catch (const CLI::ParseError& error) {
        answer.status = 2;
        const CLI::App& seen = command_seen(grammar->app);
        answer.text = what_is_wrong(seen, error);
        answer.usage = full_name(seen);
        return answer;
    }
    const CLI::App& seen = command_seen(grammar->app);
    const auto command = std::find_if(grammar->commands.begin(), grammar->commands.end(),
                                      [&](const auto& entry) { return entry.first == &seen; });
    return Invocation{.global = grammar->global, .command = command->second()};
}

std::string locale_language() {
    constexpr std::array<const char*, 3> names{"LC_ALL", "LC_MESSAGES", "LANG"};
    for (const char* name : names) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0') {
            return std::string_view(value).substr(0, 2) == "zh" ? "zh" : "en";
        }
    }
    return "en";
}

}  // namespace relief
