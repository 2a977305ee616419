// SPDX-License-Identifier: Apache-2.0
#include "tools/commands/command.h"
#include "tools/desk/alert_check.h"

namespace relief {
namespace {

int alert_check_command(const Session& session, const Given& given) {
    std::optional<std::filesystem::path> trust;
    if (const auto file = given.text("--trust")) {
        trust = *file;
    }
    const auto files = check_alert_files(given.list("FILE"), session.data(), trust);
    session.print(session.global.json ? alert_check_json(files, session.language())
                                      : alert_check_text(files, session.language()));
    return any_rejected(files) ? 1 : 0;
}

}  // namespace

std::vector<CommandSpec> alert_commands() {
    return {
        {.path = "alert check",
         .zh = "检查收到的预警：CAP、订阅源、12379 报文",
         .en = "check warnings received: CAP, feeds, 12379",
         .example = "relief alert check warning.xml feed.atom --trust roots.pem\n"
                    "relief --json alert check warning.xml\n",
         .options = {{.name = "FILE",
                      .zh = "报文文件；每个按自己的发出时间加一分钟来看",
                      .en = "messages, each read by the clock of its own sending, a minute later",
                      .form = OptionSpec::Form::rest,
                      .required = true},
                     {.name = "--trust",
                      .type = "PEM",
                      .zh = "受信证书；不给则没有签名受信",
                      .en = "certificates that are trusted; without it none is"}},
         .run = alert_check_command},
    };
}

}  // namespace relief
