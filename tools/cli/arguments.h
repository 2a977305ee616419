// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/commands/command.h"

#include <string>
#include <variant>
#include <vector>

namespace relief {

/// A command with what was typed for it.
struct Invocation {
    GlobalOptions global;
    const CommandSpec* command = nullptr;
    Given given;
};

/// A command line that is answered at once: help, the version, or wrong usage (status 2).
struct Answer {
    int status = 0;
    bool json = false;     ///< the command line holds --json
    std::string language;  ///< of the text
    std::string text;      ///< help or version; for wrong usage what is wrong, one line
    std::string usage;     ///< for wrong usage: how it is used
};

/// Reads the arguments after the program's name. `language` is the locale's, "zh" or "en".
[[nodiscard]] std::variant<Invocation, Answer> parse_arguments(
    const std::vector<std::string>& arguments, const std::string& language);

/// "zh" where the first set of LC_ALL, LC_MESSAGES and LANG begins with zh, else "en".
[[nodiscard]] std::string locale_language();

}  // namespace relief
