// SPDX-License-Identifier: Apache-2.0
// Words of a command line, one a line of the input: an invocation, or an answer with words. An
// invocation written anew from what was understood is understood alike. The grammar is a small one
// that has every form the real one has, and each of its commands' options.
#include "tests/fuzz/kit.h"
#include "tools/cli/arguments.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace relief {

// In the place of the real commands, which link the whole program.
const std::vector<GroupSpec>& command_groups() {
    static const std::vector<GroupSpec> groups{{"order", "调拨", "orders"},
                                               {"order rules", "规则", "rules"}};
    return groups;
}

const std::vector<CommandSpec>& command_specs() {
    using Form = OptionSpec::Form;
    static const std::vector<CommandSpec> specs{
        {.path = "plan",
         .example = "relief plan",
         .options = {scenario_option, {"--quick", "", "", "", Form::flag}, key_option}},
        {.path = "order new",
         .example = "relief order new",
         .options = {{"--line", "LINE", "", "", Form::list},
                     {"ORDER", "ORDER", "", "", Form::positional},
                     {"WORDS", "WORDS", "", "", Form::rest},
                     at_option}},
        {.path = "order rules show", .example = "relief order rules show", .options = {at_option}},
        {.path = "level",
         .example = "relief level",
         .options = {{"--at", "TIME", "", "", Form::value}}},
        {.path = "level list",
         .example = "relief level list",
         .options = {{"--all", "", "", "", Form::flag}}}};
    return specs;
}

}  // namespace relief

namespace {

using relief::Answer;
using relief::CommandSpec;
using relief::GlobalOptions;
using relief::Invocation;
using relief::OptionSpec;
using relief::fuzz::require;

void add_path(std::vector<std::string>& words, std::string_view path) {
    while (!path.empty()) {
        words.emplace_back(relief::fuzz::cut(path, ' '));
    }
}

void add_globals(std::vector<std::string>& words, const GlobalOptions& global) {
    const auto add = [&](const char* name, const std::optional<std::string>& value) {
        if (value) {
            words.push_back(std::string(name) + "=" + *value);
        }
    };
    add("--db", global.db);
    add("--data", global.data);
    add("--server", global.server);
    add("--actor", global.actor);
    add("--clock", global.clock);
    words.push_back("--lang=" + global.language);
    words.push_back("--seed=" + std::to_string(global.seed));
    if (global.threads > 0) {
        words.push_back("--threads=" + std::to_string(global.threads));
    }
    for (const auto& [name, set] : {std::pair("--json", global.json),
                                    {"--explain", global.explain},
                                    {"--quiet", global.quiet}}) {
        if (set) {
            words.emplace_back(name);
        }
    }
}

/// The invocation as words again; positional words behind "--", so that they are none of options.
std::vector<std::string> words_of(const Invocation& invocation) {
    std::vector<std::string> words;
    add_globals(words, invocation.global);
    add_path(words, invocation.command->path);
    std::vector<std::string> behind;
    for (const OptionSpec& option : invocation.command->options) {
        const std::string name(option.name);
        const auto texts = invocation.given.list(name);
        const bool is_place =
            option.form == OptionSpec::Form::positional || option.form == OptionSpec::Form::rest;
        if (is_place) {
            behind.insert(behind.end(), texts.begin(), texts.end());
        } else if (option.form == OptionSpec::Form::flag) {
            if (invocation.given.flag(name)) {
                words.push_back(name);
            }
        } else {
            for (const std::string& text : texts) {
                words.push_back(name + "=" + text);
            }
        }
    }
    if (!behind.empty()) {
        words.emplace_back("--");
        words.insert(words.end(), behind.begin(), behind.end());
    }
    return words;
}

/// Texts that no door takes in one word: CLI11 leaves quotes and an empty value out.
bool is_plain(const std::vector<std::string>& words) {
    for (const std::string& word : words) {
        const std::size_t sign = word.find('=');
        const std::string value = word.substr(sign == std::string::npos ? 0 : sign + 1);
        if (value.empty() || value.find_first_of("\"'`[]{},") != std::string::npos) {
            return false;
        }
    }
    return true;
}

void check_again(const Invocation& invocation) {
    const std::vector<std::string> words = words_of(invocation);
    if (!is_plain(words)) {
        return;
    }
    const auto again = relief::parse_arguments(words, "en");
    const auto* second = std::get_if<Invocation>(&again);
    require(second != nullptr && second->command == invocation.command);
    require(words_of(*second) == words);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view bytes = relief::fuzz::text_of(data, size);
    if (bytes.size() > 400 || bytes.find('\0') != std::string_view::npos) {
        return 0;  // no system hands a NUL to a program
    }
    std::vector<std::string> words;
    while (!bytes.empty()) {
        words.emplace_back(relief::fuzz::cut(bytes, '\n'));
    }
    const auto read = relief::parse_arguments(words, "zh");
    if (const auto* answer = std::get_if<Answer>(&read)) {
        require(answer->status == 0 || answer->status == 2);
        require(!answer->text.empty() && (answer->language == "zh" || answer->language == "en"));
        require(answer->status == 0 || answer->text.find('\n') == std::string::npos);
        return 0;
    }
    check_again(std::get<Invocation>(read));
    return 0;
}
