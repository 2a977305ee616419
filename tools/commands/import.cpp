// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/import.h"
#include "tools/commands/command.h"
#include "tools/commands/values.h"

#include "core/error.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <system_error>

namespace relief {
namespace {

constexpr std::string_view command = "relief import";

Error wrong_word(std::string_view option, const std::string& found, std::string_view expected) {
    return bad_input({.code = "argument.value",
                      .message = "the value of an option cannot be read",
                      .field = std::string(option),
                      .found = found,
                      .expected = std::string(expected)});
}

ImportKind read_kind(const std::string& word) {
    for (const ImportKind kind : {ImportKind::receipt, ImportKind::opening, ImportKind::count}) {
        if (word == kind_name(kind)) {
            return kind;
        }
    }
    throw wrong_word("--as", word, "receipt, opening or count");
}

DateOrder read_order(const std::string& word) {
    if (word == "mdy" || word == "dmy") {
        return word == "mdy" ? DateOrder::month_first : DateOrder::day_first;
    }
    throw wrong_word("--date-order", word, "mdy or dmy");
}

PackMeaning read_meaning(const std::string& word) {
    if (word == "pieces" || word == "packs") {
        return word == "packs" ? PackMeaning::packs : PackMeaning::pieces;
    }
    throw wrong_word("--quantity", word, "pieces or packs");
}

/// The sheet sent back is a workbook, whatever its name says: Excel refuses one named .csv.
std::filesystem::path read_back(const std::string& file) {
    std::filesystem::path path(file);
    if (path.extension() != ".xlsx") {
        throw wrong_word("--back", file, "a file name ending in .xlsx");
    }
    return path;
}

ImportOptions read_options(const Given& given, Instant at) {
    ImportOptions options{.kind = read_kind(given.required("--as")),
                          .on = beijing_date(at),
                          .site = given.text("--site").value_or(""),
                          .sheet = given.text("--sheet").value_or("")};
    if (const auto order = given.text("--date-order")) {
        options.date_order = read_order(*order);
    }
    if (const auto meaning = given.text("--quantity")) {
        options.pack_meaning = read_meaning(*meaning);
    }
    for (const std::string& pack : given.list("--pack")) {
        options.packs.push_back(parse_pack(pack));
    }
    return options;
}

/// A large sheet takes seconds: say so, to a person.
void tell_large(const Session& session, const std::filesystem::path& file) {
    constexpr std::uintmax_t large_bytes = 2'000'000;
    std::error_code ignored;
    const auto bytes = std::filesystem::file_size(file, ignored);
    if (!ignored && bytes >= large_bytes && !session.global.quiet && ::isatty(STDERR_FILENO) != 0) {
        const double megabytes = static_cast<double>(bytes) / 1e6;
        const bool zh = session.language() == "zh";
        fmt::print(stderr, "{} {} ({:.1f} MB) …\n", zh ? "正在读" : "reading", file.string(),
                   megabytes);
    }
}

int books_import_command(const Session& session, const Given& given) {
    const bool post = given.flag("--post");
    if (post && given.flag("--dry-run")) {
        throw UsageError(std::string(command), "--post 与 --dry-run 只能写一个",
                         "--post and --dry-run exclude each other");
    }
    ImportRequest request{.file = given.required("FILE"),
                          .data = session.data(),
                          .db = session.db(),
                          .post = post,
                          .language = std::string(session.language())};
    if (post) {
        request.db = session.required_db(std::string(command));
        request.asked = read_asked(session, given, std::string(command));
    } else {
        request.asked.now = session.clock.now();
        request.asked.occurred_at = moment_of(session, given);
    }
    if (const auto back = given.text("--back")) {
        request.back = read_back(*back);
    }
    request.options = read_options(given, request.asked.occurred_at);
    request.columns = given.list("--column");
    tell_large(session, request.file);
    const ImportResult result = import_sheet(request);
    session.print(session.global.json ? import_json(result, given.flag("--all-rows"))
                                      : import_text(result, session.language()));
    return 0;
}

}  // namespace

std::vector<CommandSpec> import_commands() {
    return {
        {"import",
         "读入库存表（csv、xlsx、xls）：先试读，再一次入账",
         "read a stock sheet (csv, xlsx, xls): a dry run first, then one posting",
         "relief import 代储点.xlsx --db jilin.db --as count --site JL-D-04 --back 退回.xlsx",
         {{"FILE", "", "库存表", "the sheet", OptionSpec::Form::positional, true},
          {"--as", "KIND", "receipt 入库、opening 建账或 count 盘点", "receipt, opening or count",
           OptionSpec::Form::value, true},
          {"--site", "SITE", "哪个库点（表里没有库点栏时必写）",
           "the depot (needed where the sheet has no column of depots)"},
          {"--sheet", "NAME", "读哪个工作表（默认第一个有表头的）",
           "the sheet to read (default: the first with a header)"},
          {"--dry-run", "", "只试读（默认）", "a dry run (the default)", OptionSpec::Form::flag},
          {"--post", "", "入账", "post it", OptionSpec::Form::flag},
          {"--pack", "ITEM:PACK=N", "约定的包装，如 NOODLE:箱=12", "an agreed pack, NOODLE:箱=12",
           OptionSpec::Form::list},
          {"--quantity", "WORD", "有包装栏时数量是 pieces 件数还是 packs 包装数",
           "where there is a column of packs: does the quantity count pieces or packs"},
          {"--column", "HEADING=FIELD", "这一栏是什么，如 现有数=quantity；none 不读",
           "what a column is, 现有数=quantity; none passes it over", OptionSpec::Form::list},
          {"--date-order", "WORD", "03/04/2017 是 mdy 月前还是 dmy 日前", "mdy or dmy"},
          {"--back", "FILE", "把带原因的表写到这里（xlsx）",
           "writes the sheet with reasons (xlsx)"},
          {"--all-rows", "", "--json 也列出接受的行", "--json lists accepted rows too",
           OptionSpec::Form::flag},
          {"--at", "TIME", "盘点或收货的时间", "when it was counted or received"}},
         books_import_command},
    };
}

}  // namespace relief
