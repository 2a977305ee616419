// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/backup.h"

#include "core/error.h"
#include "core/store/copy.h"
#include "core/store/database.h"
#include "core/store/new_file.h"
#include "core/store/schema.h"
#include "core/store/write_lock.h"
#include "reserves/ledger/anchor.h"
#include "tools/desk/output_file.h"
#include "tools/desk/verify_document.h"

#include <algorithm>
#include <cstdlib>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

namespace fs = std::filesystem;

/// relief-20170717T040000Z-000000000123: names in the order of their moments.
std::string name_of(Instant at, std::int64_t seq) {
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{at - day};
    return fmt::format("relief-{:04}{:02}{:02}T{:02}{:02}{:02}Z-{}", int{date.year()},
                       unsigned{date.month()}, unsigned{date.day()}, time.hours().count(),
                       time.minutes().count(), time.seconds().count(), seq);
}

bool is_backup_name(std::string_view name) {
    constexpr std::string_view moment = "relief-00000000T000000Z-";
    constexpr std::string_view end = ".db";
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (name.size() <= moment.size() + end.size() || !name.ends_with(end)) {
        return false;
    }
    const std::string_view seq =
        name.substr(moment.size(), name.size() - moment.size() - end.size());
    return std::equal(
               moment.begin(), moment.end(), name.begin(),
               [&](char shape, char c) { return shape == '0' ? is_digit(c) : shape == c; }) &&
           std::all_of(seq.begin(), seq.end(), is_digit);
}

void check_folder(const fs::path& folder) {
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored)) {
        throw bad_input({.code = "file.missing",
                         .message = "the folder of the backups does not exist",
                         .file = folder.string(),
                         .expected = "a folder that is there, on another disk than the books"});
    }
}

void check_goes_on(const BackupRequest& request) {
    if (request.stop()) {
        throw refused({.code = "backup.stopped",
                       .message = "the backup was stopped; nothing of it is left",
                       .file = request.folder.string()});
    }
}

std::map<std::string, std::int64_t> count_rows(Database& database) {
    std::vector<std::string> tables{"account", "entry", "journal", "lot", "movement"};
    Statement names = database.prepare(journaled_tables_sql);
    while (names.step()) {
        tables.push_back(names.text(0));
    }
    std::map<std::string, std::int64_t> rows;
    for (const std::string& table : tables) {
        Statement count = database.prepare("SELECT count(*) FROM \"" + table + '"');
        count.step();
        rows[table] = count.integer(0);
    }
    return rows;
}

/// bad_input db.damaged, of the file called `shown`, where the books are not proven.
VerifyResult prove(const fs::path& file, const fs::path& shown, bool quick) {
    VerifyResult result = verify_database(file, std::nullopt, quick);
    if (!result.ok) {
        const WrongRow wrong = result.first_wrong.value_or(WrongRow{});
        throw bad_input({.code = "db.damaged",
                         .message = "the books are not proven",
                         .file = shown.string(),
                         .field = fmt::format("{}:{} {}", wrong.table, wrong.row, wrong.check),
                         .found = wrong.found,
                         .expected = wrong.expected});
    }
    return result;
}

BackupManifest describe(const BackupRequest& request, const fs::path& copy) {
    const VerifyResult proof = prove(copy, request.db, !request.whole);
    Database database = Database::open_read_only(copy);
    BackupManifest manifest{.file = name_of(request.now, proof.head.seq) + ".db",
                            .taken_at = request.now,
                            .head = proof.head,
                            .schema = newest_schema_version(),
                            .program = request.program,
                            .bytes = static_cast<std::int64_t>(fs::file_size(copy)),
                            .sha256 = {},
                            .proof = proof.proven_fully ? "quick" : "whole",
                            .rows = count_rows(database)};
    check_goes_on(request);
    manifest.sha256 = sha256_of_file(copy);
    return manifest;
}

/// The oldest of the good ones beyond `keep` go, each manifest first: what is left of one that is
/// half gone does not count.
std::vector<std::string> remove_older(const fs::path& folder, int keep) {
    std::vector<std::string> removed;
    int good = 0;
    for (const KeptBackup& backup : list_backups(folder)) {
        if (!backup.wrong.empty() || ++good <= keep) {
            continue;
        }
        std::error_code ignored;
        fs::remove(manifest_of(backup.file), ignored);
        fs::remove(backup.file, ignored);
        removed.push_back(backup.file.filename().string());
    }
    return removed;
}

/// What a manifest says against the file itself.
void check_bytes(const fs::path& backup, const BackupManifest& manifest) {
    ErrorDetail detail{.code = "db.damaged",
                       .message = "the backup is not as it was written",
                       .file = backup.string()};
    const auto bytes = static_cast<std::int64_t>(fs::file_size(backup));
    if (bytes != manifest.bytes) {
        detail.found = fmt::format("{} bytes", bytes);
        detail.expected = fmt::format("{} bytes", manifest.bytes);
        throw bad_input(std::move(detail));
    }
    const std::string sha256 = sha256_of_file(backup);
    if (sha256 != manifest.sha256) {
        detail.found = "sha256 " + sha256;
        detail.expected = "sha256 " + manifest.sha256;
        throw bad_input(std::move(detail));
    }
}

/// The books of `file` are those the manifest speaks of, all of them.
VerifyResult check_books(const fs::path& file, const fs::path& shown,
                         const BackupManifest& manifest) {
    VerifyResult proof = prove(file, shown, false);
    if (proof.head.seq != manifest.head.seq || proof.head.hash != manifest.head.hash) {
        throw bad_input({.code = "backup.manifest",
                         .message = "the manifest speaks of other books",
                         .file = shown.string(),
                         .field = "seq",
                         .found = fmt::format("{} {}", proof.head.seq, proof.head.hash),
                         .expected = fmt::format("{} {}", manifest.head.seq, manifest.head.hash)});
    }
    Database database = Database::open_read_only(file);
    const auto rows = count_rows(database);
    for (const auto& [table, expected] : manifest.rows) {
        const auto found = rows.find(table);
        if (found == rows.end() || found->second != expected) {
            throw bad_input(
                {.code = "backup.manifest",
                 .message = "the manifest speaks of other books",
                 .file = shown.string(),
                 .field = table,
                 .found = found == rows.end() ? "no such table" : std::to_string(found->second),
                 .expected = std::to_string(expected)});
        }
    }
    return proof;
}

/// Every head anchored up to the backup's is a row of it. Later ones tell what it lacks.
void check_anchored(const fs::path& file, const fs::path& anchor, RestoreResult& result) {
    Database database = Database::open_read_only(file);
    Statement select = database.prepare("SELECT hash FROM journal WHERE seq = ?1");
    ErrorDetail detail{.code = "backup.anchor",
                       .message = "the backup is not of the books of the anchor file",
                       .file = anchor.string()};
    bool met = false;
    std::int64_t newest = 0;
    for (const JournalHead& head : read_anchor(anchor)) {
        newest = std::max(newest, head.seq);
        if (head.seq > result.manifest.head.seq) {
            continue;
        }
        select.reset();
        select.bind(1, head.seq);
        const std::string found = head.seq == 0 ? zero_hash() : select.step() ? select.text(0) : "";
        if (found != head.hash) {
            detail.field = fmt::format("seq {}", head.seq);
            detail.found = found;
            detail.expected = head.hash;
            throw bad_input(std::move(detail));
        }
        met = met || head.seq > 0;
    }
    if (!met) {
        detail.found = "no head at or before the backup's";
        detail.expected = fmt::format("a head up to {}", result.manifest.head.seq);
        throw bad_input(std::move(detail));
    }
    result.anchored = newest;
    result.rows_after_the_backup = std::max<std::int64_t>(0, newest - result.manifest.head.seq);
}

void prove_restored(const fs::path& file, const fs::path& shown, const RestoreRequest& request,
                    RestoreResult& result) {
    result.proof = check_books(file, shown, result.manifest);
    if (request.anchor) {
        check_anchored(file, *request.anchor, result);
    }
}

/// A folder for a copy that is only looked at.
class PassingFolder {
  public:
    PassingFolder() {
        std::string pattern = (fs::temp_directory_path() / "relief-restore-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) {
            throw bad_input({.code = "file.write",
                             .message = "no folder can be made for a copy",
                             .file = fs::temp_directory_path().string(),
                             .expected = "a folder this user may write to"});
        }
        path_ = pattern;
    }
    ~PassingFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    PassingFolder(const PassingFolder&) = delete;
    PassingFolder& operator=(const PassingFolder&) = delete;
    [[nodiscard]] const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

/// The copy as a desk will open it: in WAL mode, with the newest schema.
void make_ready(const fs::path& copy) {
    static_cast<void>(Database::open(copy));
}

void check_only(const RestoreRequest& request, RestoreResult& result) {
    if (result.manifest.schema == newest_schema_version()) {
        prove_restored(request.backup, request.backup, request, result);
        return;
    }
    const PassingFolder folder;
    const fs::path copy = folder.path() / "copy.db";
    copy_bytes(request.backup, copy);
    make_ready(copy);
    prove_restored(copy, request.backup, request, result);
}

void restore_to(const fs::path& db, const RestoreRequest& request, RestoreResult& result) {
    check_does_not_exist(db);
    const WriteLock lock(db);
    check_does_not_exist(db);
    NewFile unfinished(db);
    copy_bytes(request.backup, unfinished.path());
    fs::permissions(unfinished.path(), fs::perms::owner_read | fs::perms::owner_write);
    check_bytes(unfinished.path(), result.manifest);
    make_ready(unfinished.path());
    prove_restored(unfinished.path(), request.backup, request, result);
    unfinished.publish();
    result.db = db;
}

}  // namespace

BackupResult make_backup(const BackupRequest& request) {
    check_folder(request.folder);
    const fs::path place = request.folder / "relief-backup";
    const WriteLock lock(place);  // one at a time, and what a killed one left may be taken away
    NewFile unfinished(place);
    copy_database(request.db, unfinished.path());
    check_goes_on(request);
    BackupResult result{
        .manifest = describe(request, unfinished.path()), .file = {}, .removed = {}};
    check_goes_on(request);
    result.file = request.folder / result.manifest.file;
    unfinished.publish_as(result.file);
    try {
        write_output_file(manifest_of(result.file), manifest_json(result.manifest));
    } catch (...) {
        std::error_code ignored;
        fs::remove(result.file, ignored);
        throw;
    }
    if (request.keep) {
        result.removed = remove_older(request.folder, *request.keep);
    }
    return result;
}

std::vector<KeptBackup> list_backups(const fs::path& folder) {
    check_folder(folder);
    std::vector<KeptBackup> backups;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (!is_backup_name(entry.path().filename().string()) || !entry.is_regular_file()) {
            continue;
        }
        KeptBackup backup{.file = entry.path(), .manifest = {}, .wrong = {}};
        try {
            backup.manifest = read_manifest(entry.path());
            const auto bytes = static_cast<std::int64_t>(entry.file_size());
            if (bytes != backup.manifest->bytes) {
                backup.wrong = fmt::format("{} bytes, not {}", bytes, backup.manifest->bytes);
            }
        } catch (const Error& error) {
            backup.wrong = error.detail().message;
        }
        backups.push_back(std::move(backup));
    }
    std::sort(backups.begin(), backups.end(), [](const KeptBackup& one, const KeptBackup& other) {
        return one.file.filename().string() > other.file.filename().string();
    });
    return backups;
}

RestoreResult restore_backup(const RestoreRequest& request) {
    check_stands_alone(request.backup);
    RestoreResult result;
    result.manifest = read_manifest(request.backup);
    check_bytes(request.backup, result.manifest);
    if (request.db) {
        restore_to(*request.db, request, result);
    } else {
        check_only(request, result);
    }
    return result;
}

fs::path manifest_of(const fs::path& backup) {
    fs::path manifest = backup;
    return manifest.replace_extension(".json");
}

}  // namespace relief
