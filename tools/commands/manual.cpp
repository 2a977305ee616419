// SPDX-License-Identifier: Apache-2.0
#include "tools/commands/manual.h"

#include "tools/commands/command.h"
#include "tools/commands/globals.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace relief {
namespace {

bool is_ascii(char c) {
    return static_cast<unsigned char>(c) < 0x80;
}

/// True at the last byte of a character of several; Chinese may be broken behind any.
bool ends_wide(std::string_view text, std::size_t at) {
    const bool more =
        at + 1 < text.size() && (static_cast<unsigned char>(text[at + 1]) & 0xC0) == 0x80;
    return !is_ascii(text[at]) && !more;
}

/// Text as roff takes it: hyphens that can be copied, no line a request by accident.
std::string roff(std::string_view text) {
    std::string escaped =
        !text.empty() && (text.front() == '.' || text.front() == '\'') ? "\\&" : "";
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        switch (c) {
            case '\\': escaped += "\\e"; break;
            case '-': escaped += "\\-"; break;
            case '\'': escaped += "\\(aq"; break;
            case '`': escaped += "\\(ga"; break;
            case '^': escaped += "\\(ha"; break;
            case '~': escaped += "\\(ti"; break;
            default: escaped += c;
        }
        escaped += ends_wide(text, at) ? "\\:" : "";
    }
    return escaped;
}

struct Words {
    bool zh = false;
    [[nodiscard]] std::string_view operator()(std::string_view chinese,
                                              std::string_view english) const {
        return zh ? chinese : english;
    }
};

void add_item(std::string& page, std::string_view name, std::string_view type,
              std::string_view words) {
    page += ".TP\n\\fB" + roff(name) + "\\fR";
    if (!type.empty()) {
        page += " \\fI" + roff(type) + "\\fR";
    }
    page += '\n' + roff(words) + '\n';
}

/// What stands behind the command's name: "DIR [--keep N]".
std::string usage_of(const CommandSpec& command) {
    std::string usage = "\\fBrelief " + roff(command.path) + "\\fR";
    for (const OptionSpec& option : command.options) {
        const bool word =
            option.form == OptionSpec::Form::positional || option.form == OptionSpec::Form::rest;
        std::string shown =
            word ? "\\fI" + roff(option.name) + "\\fR" : "\\fB" + roff(option.name) + "\\fR";
        if (!word && !option.type.empty()) {
            shown += " \\fI" + roff(option.type) + "\\fR";
        }
        const bool several =
            option.form == OptionSpec::Form::rest || option.form == OptionSpec::Form::list;
        shown += several ? "..." : "";
        usage += option.required ? ' ' + shown : " [" + shown + ']';
    }
    return usage;
}

void manual_add_command(std::string& page, const CommandSpec& command, const Words& words) {
    page += ".SS " + roff(command.path) + '\n' + usage_of(command) + "\n.PP\n" +
            roff(words(command.zh, command.en)) + '\n';
    for (const OptionSpec& option : command.options) {
        add_item(page, option.name, option.name == option.type ? "" : option.type,
                 words(option.zh, option.en));
    }
    page += ".PP\n" + std::string(words("例：", "Example:")) + "\n.RS\n.nf\n" +
            roff(command.example) + "\n.fi\n.RE\n";
}

/// The words and options that may follow each command, "" being the program itself.
std::map<std::string, std::set<std::string>> followers() {
    std::map<std::string, std::set<std::string>> next;
    const auto add_path = [&next](std::string_view path) {
        const std::size_t space = path.rfind(' ');
        const bool nested = space != std::string_view::npos;
        next[std::string(nested ? path.substr(0, space) : "")].insert(
            std::string(nested ? path.substr(space + 1) : path));
        next[std::string(path)];
    };
    for (const GroupSpec& group : command_groups()) {
        add_path(group.path);
    }
    for (const CommandSpec& command : command_specs()) {
        add_path(command.path);
        for (const OptionSpec& option : command.options) {
            if (option.name.starts_with("--")) {
                next[std::string(command.path)].insert(std::string(option.name));
            }
        }
    }
    return next;
}

/// Options followed by a value, and the words that value can be where there are few.
std::map<std::string, std::string> values_of_options() {
    std::map<std::string, std::string> values;
    const auto add = [&values](std::string_view name, std::string_view type) {
        std::string choices(type.find('|') == std::string_view::npos ? "" : type);
        std::replace(choices.begin(), choices.end(), '|', ' ');
        values[std::string(name)] = std::move(choices);
    };
    for (const OptionSpec& option : global_options) {
        if (!option.type.empty()) {
            add(option.name, option.type);
        }
    }
    for (const CommandSpec& command : command_specs()) {
        for (const OptionSpec& option : command.options) {
            if (option.name.starts_with("--") && option.form != OptionSpec::Form::flag) {
                add(option.name, option.type);
            }
        }
    }
    return values;
}

std::string joined(const std::set<std::string>& words) {
    return fmt::format("{}", fmt::join(words, " "));
}

}  // namespace

std::string manual_page(std::string_view language) {
    const Words words{language == "zh"};
    std::string page = fmt::format(".TH RELIEF 1 \"\" \"{}\" \"{}\"\n", roff(program_version),
                                   words("救灾物资调度", "Relief of disasters"));
    page += words(".ad l\n", "");
    page += fmt::format(".SH {}\nrelief \\- {}\n", words("名称", "NAME"),
                        words("谁需要什么，哪个库出，走哪条路，谁来签",
                              "who needs what, which depot sends it, by which road, signed by "
                              "whom"));
    page +=
        fmt::format(".SH {}\n\\fBrelief\\fR [\\fI{}\\fR] \\fI{}\\fR ...\n",
                    words("用法", "SYNOPSIS"), words("选项", "OPTIONS"), words("命令", "COMMAND"));
    page += fmt::format(".SH {}\n", words("通用选项", "OPTIONS"));
    for (const OptionSpec& option : global_options) {
        add_item(page, option.name, option.type, words(option.zh, option.en));
    }
    page += fmt::format(".SH {}\n", words("命令", "COMMANDS"));
    for (const CommandSpec& command : command_specs()) {
        manual_add_command(page, command, words);
    }
    page += fmt::format(".SH {}\n", words("退出码", "EXIT STATUS"));
    add_item(page, "0", "", words("办成", "done"));
    add_item(page, "1", "", words("答案是否", "the answer is no"));
    add_item(page, "2", "", words("用法不对", "wrong usage"));
    add_item(page, "3", "", words("输入有误", "bad input"));
    add_item(page, "4", "", words("被规则拒绝或与他人冲突", "refused by a rule, or in conflict"));
    add_item(page, "5", "", words("程序自身故障", "a fault of ours"));
    page += fmt::format(".SH {}\n", words("环境变量", "ENVIRONMENT"));
    add_item(page, "RELIEF_ACTOR", "",
             words("经办人，--actor 未给时使用", "who asks, where --actor is not given"));
    add_item(page, "LC_ALL, LC_MESSAGES, LANG", "",
             words("以 zh 开头则用中文", "Chinese where the first one set begins with zh"));
    return page;
}

std::string bash_completion() {
    std::string paths;
    std::string next;
    for (const auto& [path, words] : followers()) {
        if (!path.empty()) {
            paths += (paths.empty() ? "'" : "|'") + path + "'";
        }
        next += fmt::format("        '{}') words='{}' ;;\n", path, joined(words));
    }
    std::string values;
    for (const auto& [option, choices] : values_of_options()) {
        values += fmt::format("        {}) words='{}' ;;\n", option, choices);
    }
    std::set<std::string> everywhere;
    for (const OptionSpec& option : global_options) {
        everywhere.insert(std::string(option.name));
    }
    return fmt::format(R"(# bash completion for relief; made by "relief help --completion bash"
_relief() {{
    local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}} path= words= try i
    COMPREPLY=()
    # The value of an option: its choices, or a file (by complete -o default).
    case $prev in
{}        *) words=- ;;
    esac
    if [ "$words" != - ]; then
        [ -z "$words" ] || mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
        return
    fi
    for ((i = 1; i < COMP_CWORD; i++)); do
        try="${{path:+$path }}${{COMP_WORDS[i]}}"
        case $try in
        {}) path=$try ;;
        esac
    done
    case $path in
{}    esac
    if [[ $cur == -* ]]; then
        words="$words {}"
    fi
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
}}
complete -o default -F _relief relief
)",
                       values, paths, next, joined(everywhere));
}

}  // namespace relief
