// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/alert_receive.h"
#include "tools/commands/command.h"
#include "tools/commands/values.h"
#include "tools/commands/words.h"
#include "tools/desk/alert_sheet.h"

#include <algorithm>

namespace relief {
namespace {

int receive_command(const Session& session, const Given& given) {
    const std::string command = "relief alert receive";
    const Asked asked = read_asked(session, given, command);
    ReceiveRequest request{
        .files = {}, .trust = path_of(given, "--trust"), .replies = path_of(given, "--replies")};
    for (const std::string& file : given.list("FILE")) {
        request.files.emplace_back(file);
    }
    const auto files = receive_alerts(session.required_db(command), asked, request);
    session.print(session.global.json ? received_json(files, session.language())
                                      : received_text(files, session.language()));
    return std::ranges::any_of(files,
                               [](const ReceivedFile& file) {
                                   return file.reading.verdict == cap::Verdict::reject;
                               })
               ? 1
               : 0;
}

int quarantine_command(const Session& session, const Given& given) {
    const auto messages = list_quarantine(
        session.data(), session.required_db("relief alert quarantine"), path_of(given, "--out"));
    session.print(session.global.json ? quarantine_json(messages)
                                      : quarantine_text(messages, session.language()));
    return 0;
}

int receive_print_command(const Session& session, const Given& given) {
    const SheetAnswer answer =
        print_warning(session.data(), session.required_db("relief alert print"),
                      given.required("WARNING"), given.required("--out"));
    session.print(session.global.json ? sheet_json(answer)
                                      : sheet_text(answer, session.language()));
    return 0;
}

}  // namespace

std::vector<CommandSpec> alert_receive_commands() {
    return {
        {.path = "alert receive",
         .zh = "收下其他机构的预警：生效的进一览和订阅源，不合格的隔离并答复",
         .en = "takes in warnings of other offices: what holds is listed and fed, what is refused "
               "is kept apart and answered",
         .example = "relief alert receive --db jilin.db --actor M1 inbox/ --trust roots.pem "
                    "--replies out/",
         .options = {{.name = "FILE",
                      .zh = "报文文件或目录",
                      .en = "messages, or folders of them",
                      .form = OptionSpec::Form::rest,
                      .required = true},
                     {"--trust", "PEM", "受信证书", "certificates that are trusted"},
                     {"--replies", "DIR", "答复（Error 报文）另存于此",
                      "Error replies are written there, too"},
                     at_option,
                     key_option},
         .run = receive_command},
        {.path = "alert quarantine",
         .zh = "隔离区：拒收的报文、原因和答复",
         .en = "quarantine: messages refused, why, and the replies",
         .example = "relief alert quarantine --db jilin.db --out refused/",
         .options = {{"--out", "DIR", "原文和答复写入此目录",
                      "writes the messages and the replies there"}},
         .run = quarantine_command},
        {.path = "alert print",
         .zh = "已发布预警的传真、张贴件（A4，PDF，中文在前）",
         .en = "a released warning as a sheet for fax and notice boards (A4, PDF, Chinese first)",
         .example = "relief alert print --db jilin.db W2017-0001 --out W2017-0001.pdf",
         .options = {{"WARNING", "", "预警编号", "number of the warning",
                      OptionSpec::Form::positional, true},
                     {.name = "--out",
                      .type = "FILE",
                      .zh = "写到此文件",
                      .en = "into this file",
                      .required = true}},
         .run = receive_print_command},
    };
}

}  // namespace relief
