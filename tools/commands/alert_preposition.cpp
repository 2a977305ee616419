// SPDX-License-Identifier: Apache-2.0
#include "tools/commands/command.h"
#include "tools/commands/values.h"
#include "tools/desk/preposition.h"

namespace relief {
namespace {

int preposition_command(const Session& session, const Given& given) {
    const std::string command = "relief alert preposition";
    const Asked asked = read_asked(session, given, command);
    PrepositionRequest request{.warning = given.required("WARNING"),
                               .departed = given.text("--departed"),
                               .out = {},
                               .seed = session.global.seed};
    if (const auto out = given.text("--out")) {
        request.out = *out;
    }
    const Preposition answer = preposition_warning(session.data(), session.required_db(command),
                                                   asked, request, session.progress);
    session.print(session.global.json ? preposition_json(answer)
                                      : preposition_text(answer, session.language()));
    return 0;
}

}  // namespace

std::vector<CommandSpec> alert_preposition_commands() {
    return {
        {.path = "alert preposition",
         .zh = "灾前预置：红、橙预警发布后按警区预计需求起草调运方案，写明来与不来的得失；变更后"
               "重排，解除后收回未发的",
         .en = "goods before the loss: a released red or orange warning drafts a dispatch plan "
               "for what its area may need, with the price if it comes and if it does not; made "
               "again on update, called back on cancel",
         .example = "relief alert preposition --db jilin.db --actor D1 W2017-0001 --out ahead/",
         .options = {{"WARNING", "", "预警编号", "number of the warning",
                      OptionSpec::Form::positional, true},
                     {"--departed", "S,S", "前一方案中已发车的批次，以逗号分开；none 为没有",
                      "shipments of the plan before that have left, parted by commas; or none"},
                     {"--out", "DIR", "方案各文件写入此目录（plan.json、report.html 等）",
                      "writes the plan's files there (plan.json, report.html …)"},
                     at_option,
                     key_option},
         .run = preposition_command}};
}

}  // namespace relief
