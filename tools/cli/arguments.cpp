// SPDX-License-Identifier: Apache-2.0
// The only file that sees CLI11: its header costs seconds to compile.
#include "tools/cli/arguments.h"

#include "tools/commands/globals.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <memory>
#include <string_view>
#include <utility>

namespace relief {
namespace {

/// CLI11 reads -1 into an unsigned number without a word.
std::string not_negative(const std::string& text) {
    return text.rfind('-', 0) == 0 ? "must not be negative" : "";
}

/// The values of a command while CLI11 fills them.
struct Filled {
    std::map<std::string, std::string, std::less<>> values;
    std::map<std::string, std::vector<std::string>, std::less<>> lists;
    std::map<std::string, bool, std::less<>> flags;
};

/// A command as CLI11 holds it.
struct Described {
    const CommandSpec* spec = nullptr;
    CLI::App* app = nullptr;
    std::unique_ptr<Filled> filled;
};

/// The command line while it is being described and read.
struct Grammar {
    CLI::App app;
    std::string language;
    GlobalOptions global;
    /// Where what was typed for each command is put.
    std::vector<Described> commands;

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

const OptionSpec& global_option(std::string_view name) {
    return *std::find_if(global_options.begin(), global_options.end(),
                         [&](const OptionSpec& option) { return option.name == name; });
}

template <typename Value>
CLI::Option* add_global(Grammar& grammar, std::string_view name, Value& value) {
    const OptionSpec& spec = global_option(name);
    return grammar.app.add_option(std::string(name), value, grammar.say(spec.zh, spec.en))
        ->type_name(std::string(spec.type));
}

void add_global_flag(Grammar& grammar, std::string_view name, bool& value) {
    const OptionSpec& spec = global_option(name);
    grammar.app.add_flag(std::string(name), value, grammar.say(spec.zh, spec.en));
}

void add_globals(Grammar& grammar) {
    GlobalOptions& global = grammar.global;
    add_global(grammar, "--db", global.db);
    add_global(grammar, "--data", global.data);
    add_global(grammar, "--server", global.server);
    add_global(grammar, "--actor", global.actor)->envname("RELIEF_ACTOR");
    add_global(grammar, "--clock", global.clock);
    add_global_flag(grammar, "--json", global.json);
    add_global(grammar, "--lang", global.language)
        ->check(CLI::IsMember({"zh", "en"}).description(""));
    add_global(grammar, "--seed", global.seed)->check(CLI::Validator(not_negative, ""));
    add_global(grammar, "--threads", global.threads)->check(CLI::Range(1, 1024).description(""));
    add_global_flag(grammar, "--explain", global.explain);
    add_global_flag(grammar, "--quiet", global.quiet);
}

void add_option(const Grammar& grammar, CLI::App& command, const OptionSpec& spec, Filled& filled) {
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
Given collect(const Described& command) {
    std::map<std::string, std::vector<std::string>, std::less<>> typed;
    for (const OptionSpec& option : command.spec->options) {
        const std::string name(option.name);
        if (command.app->get_option(name)->count() == 0) {
            continue;
        }
        if (option.form == OptionSpec::Form::flag) {
            typed[name] = {};
        } else if (const auto list = command.filled->lists.find(name);
                   list != command.filled->lists.end()) {
            typed[name] = list->second;
        } else {
            typed[name] = {command.filled->values.at(name)};
        }
    }
    return Given(std::move(typed));
}

void add_commands(Grammar& grammar) {
    std::map<std::string, CLI::App*, std::less<>> groups;
    for (const GroupSpec& group : command_groups()) {
        // A group stands in the list behind the one it belongs to.
        const std::size_t space = group.path.rfind(' ');
        const bool nested = space != std::string_view::npos;
        CLI::App& parent =
            nested ? *groups.at(std::string(group.path.substr(0, space))) : grammar.app;
        CLI::App* app =
            grammar.command(parent, std::string(nested ? group.path.substr(space + 1) : group.path),
                            group.zh, group.en, "relief " + std::string(group.path) + " --help");
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
        auto filled = std::make_unique<Filled>();
        for (const OptionSpec& option : spec.options) {
            add_option(grammar, *command, option, *filled);
        }
        grammar.commands.push_back({&spec, command, std::move(filled)});
        groups.emplace(spec.path, command);  // "level" has an answer of its own and commands below
    }
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
    app.set_version_flag("--version", std::string(program_version),
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
    add_commands(*grammar);
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

/// An option that only the command above `seen` has: CLI11 hands up what it does not know, as it
/// must for the global ones.
std::string option_astray(const Grammar& grammar, const CLI::App& seen) {
    const CLI::App* above = seen.get_parent();
    for (const Described& described : grammar.commands) {
        if (described.app != above) {
            continue;
        }
        for (const OptionSpec& option : described.spec->options) {
            if (described.app->get_option(std::string(option.name))->count() > 0) {
                return std::string(option.name);
            }
        }
    }
    return "";
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
        answer.text = std::string(program_version) + '\n';
        return answer;
    } catch (const CLI::ParseError& error) {
        answer.status = 2;
        const CLI::App& seen = command_seen(grammar->app);
        answer.text = what_is_wrong(seen, error);
        answer.usage = full_name(seen);
        return answer;
    }
    const CLI::App& seen = command_seen(grammar->app);
    if (const std::string astray = option_astray(*grammar, seen); !astray.empty()) {
        answer.status = 2;
        answer.text = "there is no option " + astray + " here";
        answer.usage = full_name(seen);
        return answer;
    }
    const auto command =
        std::find_if(grammar->commands.begin(), grammar->commands.end(),
                     [&](const Described& described) { return described.app == &seen; });
    return Invocation{
        .global = grammar->global, .command = command->spec, .given = collect(*command)};
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
