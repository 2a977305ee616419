// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/print.h"

#include "tools/commands/command.h"
#include "tools/commands/values.h"

namespace relief {
namespace {

int list_forms(const Session& session) {
    session.print(session.global.json ? print_forms_json() : print_forms_text(session.language()));
    return 0;
}

PrintQuestion read_question(const Session& session, const Given& given) {
    const auto document = given.text("DOC");
    const auto kind = given.text("--kind");
    const auto out = given.text("--out");
    if (document.has_value() == kind.has_value()) {
        throw UsageError("relief print", "写明一份单据，或用 --kind 写明一种表单",
                         "name either a document or, with --kind, a form");
    }
    if (!out) {
        throw UsageError("relief print", "须用 --out FILE 指明文件", "--out FILE is required");
    }
    PrintQuestion question{.what = document ? *document : *kind,
                           .out = *out,
                           .language = std::string(session.language()),
                           .site = given.text("--site"),
                           .item = given.text("--item"),
                           .lot = given.text("--lot")};
    if (const auto as_of = given.text("--as-of")) {
        question.as_of = read_instant(*as_of, "--as-of");
    }
    return question;
}

int paper_print_print_command(const Session& session, const Given& given) {
    if (given.flag("--list")) {
        return list_forms(session);
    }
    const PrintQuestion question = read_question(session, given);
    const auto db = session.required_db("relief print");
    const PrintAnswer answer =
        given.text("DOC") ? print_document(db, read_asked(session, given, "relief print"), question)
                          : print_books(session.data(), db, question, session.clock.now());
    session.print(session.global.json ? print_json(answer)
                                      : print_text(answer, session.language()));
    return 0;
}

}  // namespace

std::vector<CommandSpec> print_commands() {
    using Form = OptionSpec::Form;
    return {
        {"print",
         "打印单据、台账和表单（PDF、xlsx、csv）",
         "print documents, ledgers and forms (PDF, xlsx, csv)",
         "relief print --kind stock_ledger --site JL-C-220200 --db jilin.db --out ledger.pdf",
         {{"DOC", "DOC", "单据的序号或编号；打印计次", "id or number of a document; prints count",
           Form::positional},
          {"--kind", "KIND", "账里填出的表单，见 --list", "a form the books fill, see --list"},
          {"--out", "FILE", "写到 .pdf、.xlsx 或 .csv", "a .pdf, .xlsx or .csv file"},
          {"--site", "DEPOT", "库点", "a depot"},
          {"--item", "ITEM", "只要这种物资", "this item alone"},
          {"--lot", "LOT", "只要这个批次", "this lot alone"},
          {"--as-of", "TIME", "账面时间；默认现在", "the books as known then; now by default"},
          {"--key", "KEY", "幂等键：同一键再打同一次",
           "idempotency key: makes the same print again"},
          {"--list", "", "列出表单", "list the forms", Form::flag}},
         paper_print_print_command},
    };
}

}  // namespace relief
