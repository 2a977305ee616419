// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/backup.h"
#include "tools/commands/globals.h"
#include "tools/commands/interrupt.h"
#include "tools/commands/upkeep.h"
#include "tools/commands/values.h"

#include <algorithm>

namespace relief {
namespace {

int list_copies(const Session& session, const std::filesystem::path& folder) {
    const std::vector<KeptBackup> backups = list_backups(folder);
    const Instant now = session.clock.now();
    session.print(session.global.json ? backups_json(backups, now)
                                      : backups_text(backups, now, session.language()));
    const bool any_good = std::any_of(backups.begin(), backups.end(), [](const KeptBackup& backup) {
        return backup.wrong.empty();
    });
    return any_good ? 0 : 1;
}

int run_backup(const Session& session, const Given& given) {
    const std::filesystem::path folder = given.required("DIR");
    if (given.flag("--list")) {
        return list_copies(session, folder);
    }
    const Interrupt interrupt;
    BackupRequest request{.db = session.required_db("relief backup").file,
                          .folder = folder,
                          .now = session.clock.now(),
                          .program = std::string(program_version),
                          .whole = given.flag("--whole"),
                          .keep = std::nullopt,
                          .stop = [&interrupt] { return interrupt.asked(); }};
    if (given.text("--keep")) {
        request.keep = whole_between(given, "--keep", 1, 1, 100000);
    }
    const BackupResult result = make_backup(request);
    session.print(session.global.json ? backup_json(result)
                                      : backup_text(result, session.language()));
    return 0;
}

int run_restore(const Session& session, const Given& given) {
    RestoreRequest request{.backup = given.required("BACKUP"), .db = {}, .anchor = {}};
    if (!given.flag("--check")) {
        request.db = session.required_db("relief restore").file;
    }
    if (const auto anchor = given.text("--anchor")) {
        request.anchor = *anchor;
    }
    const RestoreResult result = restore_backup(request);
    session.print(session.global.json ? restore_json(result)
                                      : restore_text(result, session.language()));
    return 0;
}

}  // namespace

std::vector<CommandSpec> backup_commands() {
    return {
        {.path = "backup",
         .zh = "备份正在使用的账目数据库，核对后写入目录",
         .en = "back up the books while they are in use, proven, into a folder",
         .example = "relief backup /var/backups/relief --db jilin.db --keep 14",
         .options = {{.name = "DIR",
                      .type = "DIR",
                      .zh = "放备份的目录，须已存在，最好在另一块磁盘上",
                      .en = "the folder of the backups; it must be there, best on another disk",
                      .form = OptionSpec::Form::positional,
                      .required = true},
                     {.name = "--keep",
                      .type = "N",
                      .zh = "目录中只留最近 N 份完好的备份",
                      .en = "leave only the N newest good backups in the folder"},
                     {.name = "--whole",
                      .type = "",
                      .zh = "全面核对备份，不从上次记下的核对起",
                      .en = "prove the copy in full, not from the last proof on record",
                      .form = OptionSpec::Form::flag},
                     {.name = "--list",
                      .type = "",
                      .zh = "列出目录中的备份和最近一份完好备份的时间；没有则退出码为 1",
                      .en = "list the backups and the age of the last good one; status 1 where "
                            "there is none",
                      .form = OptionSpec::Form::flag}},
         .run = run_backup},
        {.path = "restore",
         .zh = "把备份核对后恢复为新的账目数据库；已有的文件绝不覆盖",
         .en = "prove a backup and restore it as a new database; an existing file is never touched",
         .example =
             "relief restore relief-20170717T040000Z-1234.db --db new.db --anchor jilin.anchor",
         .options = {{.name = "BACKUP",
                      .type = "FILE",
                      .zh = "备份文件，清单在其旁",
                      .en = "the backup, with its manifest beside it",
                      .form = OptionSpec::Form::positional,
                      .required = true},
                     {"--anchor", "FILE", "锚文件：其中不晚于备份的链头须都在备份中",
                      "anchor file: every head in it up to the backup's must be in the backup"},
                     {.name = "--check",
                      .type = "",
                      .zh = "只核对，不恢复",
                      .en = "only prove it, restore nothing",
                      .form = OptionSpec::Form::flag}},
         .run = run_restore},
    };
}

}  // namespace relief
