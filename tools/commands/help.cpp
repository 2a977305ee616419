// SPDX-License-Identifier: Apache-2.0
#include "tools/commands/manual.h"
#include "tools/commands/upkeep.h"

namespace relief {
namespace {

int run_help(const Session& session, const Given& given) {
    const auto shell = given.text("--completion");
    if (given.flag("--man") == shell.has_value() || (shell && *shell != "bash")) {
        throw UsageError("relief help", "要 --man，或 --completion bash",
                         "either --man or --completion bash is wanted");
    }
    session.print(shell ? bash_completion() : manual_page(session.language()));
    return 0;
}

}  // namespace

std::vector<CommandSpec> help_commands() {
    return {
        {.path = "help",
         .zh = "由命令表写出手册页或命令补全脚本（安装时用）",
         .en = "write the manual page, or the completion script, from the table of commands",
         .example = "relief help --man | man -l -",
         .options = {{.name = "--man",
                      .type = "",
                      .zh = "手册页 relief(1)，roff 格式",
                      .en = "the manual page relief(1) in roff",
                      .form = OptionSpec::Form::flag},
                     {"--completion", "SHELL", "补全脚本；只有 bash",
                      "the completion script; bash alone"}},
         .run = run_help},
    };
}

}  // namespace relief
