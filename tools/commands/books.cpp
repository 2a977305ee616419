// SPDX-License-Identifier: Apache-2.0
#include "tools/commands/command.h"
#include "tools/desk/init.h"
#include "tools/desk/verify_document.h"

namespace relief {
namespace {

std::optional<std::filesystem::path> anchor_of(const Given& given) {
    const auto anchor = given.text("--anchor");
    return anchor ? std::optional<std::filesystem::path>(*anchor) : std::nullopt;
}

int run_init(const Session& session, const Given& given) {
    const std::filesystem::path db = session.required_db("relief init").file;
    const InitResult result = init_database(
        {.data = session.data(), .db = db, .anchor = anchor_of(given), .now = session.clock.now()});
    session.print(session.global.json ? init_json(result) : init_text(result, session.language()));
    return 0;
}

int run_verify(const Session& session, const Given& given) {
    if (given.flag("--quick") && given.flag("--record")) {
        throw UsageError("relief verify", "--quick 与 --record 不能同用",
                         "--quick and --record exclude each other");
    }
    const Books books = session.required_db("relief verify");
    const VerifyResult result =
        given.flag("--record")
            ? verify_and_record(books, anchor_of(given), session.clock.now())
            : verify_database(books.file, anchor_of(given), given.flag("--quick"));
    const std::vector<WrongRow> warnings =
        result.ok && !given.flag("--quick") ? verify_warnings(books.file) : std::vector<WrongRow>();
    session.print(session.global.json ? verify_json(result, warnings)
                                      : verify_text(result, session.language(), warnings));
    return result.ok ? 0 : 1;
}

}  // namespace

std::vector<CommandSpec> books_commands() {
    return {
        {.path = "init",
         .zh = "由 data/ 新建账目数据库；已有的文件绝不覆盖",
         .en = "make a database of the books from data/; an existing file is never touched",
         .example = "relief init --db jilin.db",
         .options = {{"--anchor", "FILE", "把链头追加到库外的锚文件",
                      "append the head hash to an anchor file outside the database"}},
         .run = run_init},
        {.path = "verify",
         .zh = "只凭文件核对账目与日志；不能证实时退出码为 1",
         .en = "prove books and journal from the file alone; status 1 where they are not proven",
         .example = "relief verify --db jilin.db --anchor jilin.anchor",
         .options =
             {{"--anchor", "FILE", "锚文件：其中最新链头须在日志中（只读）",
               "anchor file whose newest head must be in the journal (only read)"},
              {.name = "--quick",
               .type = "",
               .zh = "从日志里记下的上次全面核对起，只核对其后的各行和现有库存所依据的一切",
               .en = "begin at the last full proof on record: what came since, and all that "
                     "today's stock rests on",
               .form = OptionSpec::Form::flag},
              {.name = "--record",
               .type = "",
               .zh = "全面核对，并把结果记入日志，供以后 --quick 从那里起",
               .en = "prove in full and put that on record in the journal, for --quick to begin at",
               .form = OptionSpec::Form::flag}},
         .run = run_verify},
    };
}

}  // namespace relief
