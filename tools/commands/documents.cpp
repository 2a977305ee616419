// SPDX-License-Identifier: Apache-2.0
#include "tools/commands/command.h"
#include "tools/desk/doc_document.h"
#include "tools/desk/tables.h"

namespace relief {
namespace {

int list_documents(const Session& session, const Given& given) {
    const Tables tables(session.data(), session.required_db("relief doc list"));
    const auto documents = read_documents(*tables.database(), {.kind = given.text("--kind"),
                                                               .unit = given.text("--unit"),
                                                               .state = given.text("--state"),
                                                               .event = given.text("--event")});
    session.print(session.global.json ? documents_json(documents)
                                      : documents_text(documents, session.language()));
    return 0;
}

}  // namespace

std::vector<CommandSpec> document_commands() {
    return {
        {"doc list",
         "列出单据",
         "list the documents",
         "relief doc list --db jilin.db --kind allotment_order --state signed",
         {{"--kind", "KIND", "只看这种单据", "this kind alone"},
          {"--unit", "CODE", "只看这个单位编号的", "numbered by this unit alone"},
          {"--state", "STATE", "只看这个状态", "in this state alone"},
          {"--event", "ID", "只看这次灾害", "of this event alone"}},
         list_documents},
    };
}

}  // namespace relief
