// SPDX-License-Identifier: Apache-2.0
#include "core/data_source.h"
#include "core/error.h"
#include "reserves/ledger/anchor.h"
#include "tools/commands/command.h"
#include "tools/commands/values.h"
#include "tools/desk/account_desk.h"
#include "tools/desk/document.h"
#include "tools/desk/output_file.h"
#include "tools/desk/tables.h"
#include "tools/desk/writing_desk.h"

#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

AuditFilter filter_of(const Given& given) {
    return {.from = optional_instant(given, "--from"),
            .until = optional_instant(given, "--until"),
            .account = given.text("--account"),
            .event = given.text("--event"),
            .last = whole_between(given, "--last", 0, 0, 1'000'000)};
}

/// The lines, for an actor who may read them.
int list_audit(const Session& session, const Given& given) {
    const Tables tables(session.data(), session.required_db("relief audit list"));
    Database& database = *tables.database();
    check_may_read(database, load_access_rules(tables.source()), "audit list", session.global.actor,
                   session.clock.now());
    const std::vector<AuditLine> lines = read_audit(database, filter_of(given));
    session.print(session.global.json ? audit_json(lines, audit_head(database))
                                      : audit_text(lines, session.language()));
    return 0;
}

int export_lines(const Session& session, const Given& given) {
    const Asked asked = read_asked(session, given, "relief audit export");
    WritingDesk desk = open_writing_desk(session.required_db("relief audit export"), asked);
    AccessDesk access = access_desk(desk, asked);
    const std::string file = given.required("--out");
    AuditFilter filter;
    filter.from = optional_instant(given, "--from");
    filter.until = optional_instant(given, "--until");
    const AuditHead head = note_audit_export(access, file);
    const std::vector<AuditLine> lines = read_audit(desk.database, filter);
    write_output_file(file, audit_export_text(lines));
    if (const auto anchor = given.text("--anchor")) {
        append_audit_anchor(*anchor, head);
    }
    session.print(session.global.json
                      ? document_text({{"schema", "relief.audit_export/1"},
                                       {"file", file},
                                       {"lines", lines.size()},
                                       {"head", {{"seq", head.seq}, {"hash", head.hash}}}})
                      : fmt::format("{} {}, {} {} {}\n", lines.size(),
                                    in_language(session.language(), "行", "lines"),
                                    in_language(session.language(), "链头", "head"), head.seq,
                                    head.hash));
    return 0;
}

std::string verified_json(const std::optional<WrongRow>& wrong, std::int64_t checked) {
    nlohmann::ordered_json finding = nullptr;
    if (wrong) {
        finding = {{"table", wrong->table},
                   {"row", wrong->row},
                   {"check", wrong->check},
                   {"found", wrong->found},
                   {"expected", wrong->expected}};
    }
    return document_text({{"schema", "relief.audit_verify/1"},
                          {"ok", !wrong.has_value()},
                          {"checked", checked},
                          {"first_wrong", std::move(finding)}});
}

std::string verified_text(const std::optional<WrongRow>& wrong, std::int64_t checked,
                          std::string_view language) {
    if (!wrong) {
        return fmt::format("{} {} {}\n", in_language(language, "审计记录无误：", "proven:"),
                           checked, in_language(language, "行", "lines"));
    }
    return fmt::format("{} {}:{} {}: {} {}; {} {}\n",
                       in_language(language, "第一处不符", "first wrong line"), wrong->table,
                       wrong->row, wrong->check, in_language(language, "实际", "found"),
                       wrong->found, in_language(language, "应为", "expected"), wrong->expected);
}

/// Of an exported file, or of the books.
int verify(const Session& session, const Given& given) {
    std::int64_t checked = 0;
    std::optional<WrongRow> wrong;
    if (const auto file = given.text("--file")) {
        const std::vector<AuditLine> lines = read_audit_export(read_file(*file), *file);
        checked = static_cast<std::int64_t>(lines.size());
        wrong = check_audit_lines(lines);
    } else {
        Database database =
            Database::open_read_only(session.required_db("relief audit verify").file);
        wrong = check_audit(database, checked);
        const auto anchor = given.text("--anchor");
        for (const AuditHead& head :
             anchor && !wrong ? read_audit_anchor(*anchor) : std::vector<AuditHead>{}) {
            wrong = wrong ? wrong : check_audit_head(database, head);
        }
    }
    session.print(session.global.json ? verified_json(wrong, checked)
                                      : verified_text(wrong, checked, session.language()));
    return wrong ? 1 : 0;
}

const OptionSpec from_option{"--from", "TIME", "起", "from"};
const OptionSpec until_option{"--until", "TIME", "止", "until"};

}  // namespace

std::vector<CommandSpec> audit_commands() {
    return {
        {"audit list",
         "审计记录：登录、锁定、被拒的操作、账号和授权的变动",
         "the audit lines: log-ins, locks, refusals, changes of accounts and grants",
         "relief audit list --last 20 --db jilin.db --actor A01",
         {from_option,
          until_option,
          {"--account", "NAME", "只看这个账号", "of this account"},
          {"--event", "EVENT", "只看这类事件：log_in、access.refused", "such events alone"},
          {"--last", "N", "只看最近多少行", "the newest so many"}},
         list_audit},
        {"audit export",
         "导出审计记录（每行一条，带链）",
         "the audit lines as a file, one a line, with their chain",
         "relief audit export --out audit.jsonl --db jilin.db --actor A01",
         {{"--out", "FILE", "文件", "file", OptionSpec::Form::value, true},
          from_option,
          until_option,
          {"--anchor", "FILE", "把链头追加到库外的锚文件",
           "append the head to an anchor file outside the database"}},
         export_lines},
        {"audit verify",
         "核对审计记录（库中的，或导出的文件）；不能证实时退出码为 1",
         "prove the audit lines, of the books or of an exported file; status 1 where they are not",
         "relief audit verify --db jilin.db --anchor jilin.anchor",
         {{"--file", "FILE", "导出的文件", "an exported file"},
          {"--anchor", "FILE", "锚文件（只读）", "anchor file (only read)"}},
         verify},
    };
}

}  // namespace relief
