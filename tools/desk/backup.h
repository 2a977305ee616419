// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/journal.h"
#include "core/time.h"
#include "reserves/ledger/ledger.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// What a backup says of itself, in a file of its own beside it: relief-…-SEQ.json beside
/// relief-YYYYMMDDThhmmssZ-SEQ.db.
struct BackupManifest {
    std::string file;  ///< the name of the backup, without a folder
    Instant taken_at;
    JournalHead head;                          ///< the last row of the journal in it
    std::int64_t schema = 0;                   ///< its version
    std::string program;                       ///< that made it
    std::int64_t bytes = 0;                    ///< its size
    std::string sha256;                        ///< of all of it
    std::string proof;                         ///< "whole", or "quick" (reserves/ledger/proof.h)
    std::map<std::string, std::int64_t> rows;  ///< how many each table of the books has
};

struct BackupRequest {
    std::filesystem::path db;
    std::filesystem::path folder;  ///< must be there
    Instant now;
    std::string program;
    bool whole = false;       ///< the whole proof, not the quick one
    std::optional<int> keep;  ///< how many good ones stay in the folder, this one included
    std::function<bool()> stop = [] { return false; };  ///< asked between the steps
};

struct BackupResult {
    BackupManifest manifest;
    std::filesystem::path file;
    std::vector<std::string> removed;  ///< older backups that --keep took away
};

/// Takes a backup of books that may be written to meanwhile: a snapshot of what is committed,
/// proven, put on disk, and only then named; the manifest last. A backup without its manifest does
/// not count. Whatever ends it early, nothing of it is left under a backup's name. One backup at a
/// time in a folder (conflict db.locked). Errors: those of opening, db.older, db.damaged, db.full,
/// file.missing (the folder), refused backup.stopped.
[[nodiscard]] BackupResult make_backup(const BackupRequest& request);

/// A file of a folder that bears a backup's name.
struct KeptBackup {
    std::filesystem::path file;
    std::optional<BackupManifest> manifest;
    std::string wrong;  ///< why it does not count; "" where it does
};

/// The newest first. Sizes are held against the manifests, contents are not read.
[[nodiscard]] std::vector<KeptBackup> list_backups(const std::filesystem::path& folder);

struct RestoreRequest {
    std::filesystem::path backup;
    std::optional<std::filesystem::path> db;      ///< a name that is free; none: only prove it
    std::optional<std::filesystem::path> anchor;  ///< the anchor file of these books
};

struct RestoreResult {
    BackupManifest manifest;
    std::optional<std::filesystem::path> db;
    VerifyResult proof;                      ///< the whole one, of what stands restored
    std::optional<std::int64_t> anchored;    ///< the newest row the anchor file knows
    std::int64_t rows_after_the_backup = 0;  ///< that the anchor knows and the backup lacks
};

/// Proves a backup to the row of the journal its manifest names and makes it a database of its own
/// name; an older schema is brought up on the copy. Nothing that is there is overwritten (refused
/// db.exists), the backup is not changed. bad_input: backup.manifest, backup.log, backup.anchor,
/// db.missing, db.foreign, db.newer, db.damaged; db.full.
[[nodiscard]] RestoreResult restore_backup(const RestoreRequest& request);

/// relief.backup/1, relief.backups/1, relief.restore/1.
[[nodiscard]] std::string backup_json(const BackupResult& result);
[[nodiscard]] std::string backup_text(const BackupResult& result, std::string_view language);
[[nodiscard]] std::string backups_json(const std::vector<KeptBackup>& backups, Instant now);
[[nodiscard]] std::string backups_text(const std::vector<KeptBackup>& backups, Instant now,
                                       std::string_view language);
[[nodiscard]] std::string restore_json(const RestoreResult& result);
[[nodiscard]] std::string restore_text(const RestoreResult& result, std::string_view language);

/// The manifest as its file holds it, and back. bad_input backup.manifest.
[[nodiscard]] std::string manifest_json(const BackupManifest& manifest);
[[nodiscard]] BackupManifest read_manifest(const std::filesystem::path& backup);
/// Where the manifest of a backup lies.
[[nodiscard]] std::filesystem::path manifest_of(const std::filesystem::path& backup);

}  // namespace relief
